"""What a profile still lacks for each kind of cooperation: a ladder with rungs, and never a verdict.

Which of the three kinds fits a cluster follows from how it is governed (the experts of 2014-2015 said so);
none is closed to anybody. A rung is climbed when what it asks for is known, whatever the answer: four members
are as good as four hundred.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polos_web.clusters.kinds import CLUSTER, ORGANISATION
from polos_web.registers.kinds import Field, Kind
from polos_web.registers.queries import Sheet

Said = str | Promise
# Fields of which one is enough, each as (register, field).
Need = tuple[tuple[Kind, str], ...]


@dataclass(frozen=True)
class Rung:
    """One step: what it makes possible, and what has to be known for it."""

    label: Said
    needs: tuple[Need, ...]
    is_claim: bool = False


@dataclass(frozen=True)
class Cooperation:
    """One kind of cooperation with its rungs, the lowest first."""

    code: str
    label: Said
    hint: Said
    rungs: tuple[Rung, ...]


@dataclass(frozen=True)
class Missing:
    """Something that is not known: fields of which one is enough, and where they are filled in."""

    fields: tuple[Field, ...]
    kind: Kind
    block: str


@dataclass(frozen=True)
class Step:
    """A rung of one cluster: climbed, or with what is missing."""

    label: Said
    missing: tuple[Missing, ...]
    is_unclaimed: bool = False

    @property
    def is_climbed(self) -> bool:
        return not self.missing and not self.is_unclaimed


@dataclass(frozen=True)
class Ladder:
    """How far a profile reaches for one kind of cooperation."""

    cooperation: Cooperation
    steps: tuple[Step, ...]

    @property
    def climbed(self) -> int:
        """How many rungs are climbed, in whatever order."""
        return sum(step.is_climbed for step in self.steps)

    @property
    def is_complete(self) -> bool:
        return self.climbed == len(self.steps)


def _system(*codes: str) -> Need:
    return tuple((CLUSTER, code) for code in codes)


def _organisation(*codes: str) -> Need:
    return tuple((ORGANISATION, code) for code in codes)


FOUND = Rung(_("Can be found"), (_system("country"), _system("sector", "markets")))
EXCHANGES = Rung(_("Says what it offers and what it needs"), (_system("offers"), _system("needs")))
ANSWERS = Rung(_("Somebody answers, in a known language"), (_system("languages"),), is_claim=True)
COMPARED = Rung(
    _("Can be compared"),
    (
        _system("maturity"),
        _system("organisation", "stages"),
        ((ORGANISATION, "members_count"), (CLUSTER, "firms")),
    ),
)
GOVERNED = Rung(
    _("Can decide as a cluster"), (_organisation("governance_body"), _organisation("governance_level"))
)
ABROAD = Rung(_("Knows how it goes abroad"), (_system("experience"), _system("strategy")))
PLACED = Rung(
    _("Belongs to a territory and its priorities"),
    (_system("territory"), _system("markets"), _system("technologies")),
)
MIXED = Rung(
    _("Shows who stands behind it"), (_organisation("members_by_type"), _organisation("governance_level"))
)
MADE = Rung(
    _("Shows what its firms make and for whom"),
    (_system("activities"), _system("stages"), _system("markets_served")),
)
COUNTED = Rung(_("Shows its size"), (((CLUSTER, "firms"), (ORGANISATION, "members_count")),))

COOPERATIONS = (
    Cooperation(
        "clusters",
        _("Cluster with cluster"),
        _("Two cluster organisations agree. It needs a body that can decide for its members."),
        (FOUND, EXCHANGES, ANSWERS, COMPARED, GOVERNED, ABROAD),
    ),
    Cooperation(
        "regions",
        _("Region with region"),
        _("Two territories agree, and their clusters carry it out. It needs a tie to the territory."),
        (FOUND, EXCHANGES, ANSWERS, PLACED, MIXED),
    ),
    Cooperation(
        "firms",
        _("Led by firms"),
        _("Some firms begin, and the cluster helps. It needs no governance, but products and markets."),
        (FOUND, EXCHANGES, ANSWERS, COUNTED, MADE),
    ),
)


def ladders(system: Sheet, organisation: Sheet | None) -> tuple[Ladder, ...]:
    """Return how far a cluster reaches for each kind of cooperation."""
    told = {CLUSTER.name: system} | ({ORGANISATION.name: organisation} if organisation else {})
    unclaimed = not system.record.is_claimed
    return tuple(
        Ladder(one, tuple(_step(rung, told, unclaimed=unclaimed) for rung in one.rungs))
        for one in COOPERATIONS
    )


def _step(rung: Rung, told: dict[str, Sheet], *, unclaimed: bool) -> Step:
    return Step(rung.label, tuple(_missing(rung.needs, told)), rung.is_claim and unclaimed)


def _missing(needs: tuple[Need, ...], told: dict[str, Sheet]) -> Iterator[Missing]:
    for need in needs:
        if not any(kind.name in told and told[kind.name].of(code) for kind, code in need):
            kind, code = need[0]
            block = next(block.code for block in kind.blocks if kind.fields[code] in block.fields)
            yield Missing(tuple(one.fields[code] for one, code in need), kind, block)
