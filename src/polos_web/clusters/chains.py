"""Value chains of clusters as a table: who does what at each stage, where, on one side or on both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from polos.vocabularies import cluster_lists
from polos_web.clusters.kinds import CLUSTER
from polos_web.registers.access import reaches, readable
from polos_web.registers.queries import Sheet, sheets


@dataclass(frozen=True)
class Stage:
    """One stage: for each cluster the links at it by role, and whether it says that it covers the stage."""

    code: str
    links: tuple[tuple[Mapping[str, Any], ...], ...]
    covers: tuple[bool, ...]


@dataclass(frozen=True)
class Chain:
    """The value chains of clusters side by side; ``organisation`` is how their firms share production.

    ``both`` are the stages that all of them know something of, ``one_sided`` those that some do not.
    """

    stages: tuple[Stage, ...]
    organisation: tuple[str, ...]

    @property
    def both(self) -> tuple[str, ...]:
        """The stages that every one of the clusters covers or has somebody at."""
        return tuple(one.code for one in self.stages if all(_known(one)))

    @property
    def one_sided(self) -> tuple[str, ...]:
        """The stages at which some of the clusters have nobody."""
        return tuple(one.code for one in self.stages if not all(_known(one)))


def of_sheets(told: Sequence[Sheet | None]) -> Chain:
    """Return the value chains that the sheets of clusters tell; nothing is known where there is no sheet."""
    links = [[] if one is None else one.values("chain") for one in told]
    covered = [set() if one is None else set(one.value("stages") or ()) for one in told]
    roles = {code: place for place, code in enumerate(cluster_lists.chain_roles().codes)}
    stages = []
    for code in cluster_lists.value_chain_stages().codes:
        here = [
            sorted((link for link in of if link["stage"] == code), key=lambda link: roles[link["role"]])
            for of in links
        ]
        stage = Stage(code, tuple(map(tuple, here)), tuple(code in one for one in covered))
        if any(_known(stage)):
            stages.append(stage)
    return Chain(tuple(stages), tuple("" if one is None else one.value("organisation") or "" for one in told))


def of_clusters(*cluster_ids: str) -> Chain:
    """Return what everybody may read of the value chains of these clusters."""
    everybody = AnonymousUser()
    records = list(readable(everybody).filter(kind_name=CLUSTER.name, slug__in=cluster_ids))
    told = {one.slug: sheets([one], reaches(everybody, one))[one.pk] for one in records}
    return of_sheets([told.get(one) for one in cluster_ids])


def _known(stage: Stage) -> list[bool]:
    return [bool(links) or covers for links, covers in zip(stage.links, stage.covers, strict=True)]
