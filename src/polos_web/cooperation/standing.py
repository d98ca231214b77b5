"""How far two sides have come with each other, and the ground they stand on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from polos_web.actors.queries import Coverage, coverage_of
from polos_web.clusters import queries as clusters
from polos_web.cooperation.models import STAGES, Step
from polos_web.territories import queries as territories
from polos_web.territories.models import Territory


@dataclass(frozen=True)
class Standing:
    """The step that first brought two to the furthest stage they reached, and the day of each stage."""

    step: Step
    days: Mapping[str, date]

    @property
    def course(self) -> tuple[tuple[str, date | None], ...]:
        """Every stage up to the next one, with the day it was first reached, ``None`` where it was not."""
        ahead = STAGES.index(self.step.stage) + 2
        return tuple((stage, self.days.get(stage)) for stage in STAGES[:ahead])


def standing(happened: Iterable[Step]) -> Standing | None:
    """Return how far two have come by what has happened; ``None`` before anything has."""
    first: dict[str, Step] = {}
    for step in sorted(happened, key=lambda one: (one.day, one.pk)):
        first.setdefault(step.stage, step)
    if not first:
        return None
    furthest = max(first, key=STAGES.index)
    return Standing(first[furthest], {stage: step.day for stage, step in first.items()})


@dataclass(frozen=True)
class Ground:
    """A territory of one side, and which groups of the helix are on record there."""

    territory: Territory
    coverage: Coverage


def grounds(kind: str, slugs: Sequence[str]) -> tuple[Ground, ...]:
    """Return the territories of both sides; of a cluster, the one it lies in, as far as that is known."""
    found = [_territory(kind, slug) for slug in slugs]
    return tuple(Ground(one, coverage_of(one.pk)) for one in found if one is not None)


def _territory(kind: str, slug: str) -> Territory | None:
    if kind == "territory":
        return territories.territory(slug)
    cluster = clusters.cluster(slug)
    return cluster.territory if cluster else None
