"""What stands behind a cell: territories, their priorities with their weight, and what is unknown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext

from polos.vocabularies import NOT_STATED, markets, technology_columns
from polos_web.clusters import queries as clusters
from polos_web.convergence.published import printed_level
from polos_web.convergence.sides import Side, Source
from polos_web.convergence.words import level_words
from polos_web.registers import queries as registers
from polos_web.registers.kinds import PUBLIC
from polos_web.territories.kinds import PRIORITY
from polos_web.territories.models import Priority, Territory
from polos_web.translation.text import Text, from_plain

# Territories whose counterparts a first roadmap offers to look at.
MOST_NAMED = 6
Members = tuple[tuple[Territory, tuple[Priority, ...]], ...]


@dataclass(frozen=True)
class Emphasis:
    """How much a priority weighs, as its record says: the amount with its unit, and what it rests on."""

    amount: float | None
    unit: str
    basis: str
    year: int | None
    text: Text | None


@dataclass(frozen=True)
class Behind:
    """The territories and priorities behind one cell, by side; ``code`` is the cell as market|technology.

    ``emphasis`` is what priorities state of their weight, by id; those that are not in it state nothing.
    ``printed`` is the code of the level in the matrix of 2018, ``unknown`` what nobody knows, in sentences,
    and ``clusters`` how many are on record in this field by side of the ocean.
    """

    code: str
    market: str
    technology: str
    word: str
    sides: tuple[tuple[Side, Members], ...]
    emphasis: Mapping[str, Emphasis]
    printed: str
    unknown: tuple[str, ...]
    clusters: tuple[tuple[str, int], ...]

    @property
    def is_shared(self) -> bool:
        """Whether both sides have declared something there."""
        return all(members for _, members in self.sides)

    @property
    def has_roadmap(self) -> bool:
        """Whether there is a way to go together: both sides declare it, or the paper of 2018 prints high."""
        return self.is_shared or self.printed == "high"

    @property
    def codes(self) -> tuple[str, str]:
        """The codes of market and technology."""
        market, technology = self.code.split("|")
        return market, technology

    @property
    def priorities(self) -> tuple[Priority, ...]:
        """The priorities of both sides, each once."""
        every = (one for _, members in self.sides for _, found in members for one in found)
        return tuple({one.pk: one for one in every}.values())

    @property
    def with_page(self) -> int:
        """How many of the priorities rest on a page that can be read."""
        return sum(bool(one.source_url) for one in self.priorities)

    @property
    def named(self) -> tuple[Territory, ...]:
        """Some territories of the smaller side that has any, to look for counterparts of."""
        there = [members for _, members in self.sides if members]
        return tuple(territory for territory, _ in min(there, key=len)[:MOST_NAMED]) if there else ()


def behind(result: Any, cell: str, sides: tuple[Side, Side], source: Source, *, language: str) -> Behind:
    """Return who stands behind a cell of a comparison."""
    market, technology = cell.split("|")
    members = result.members(market, technology)
    rows = source.rows([p for side in (members.a, members.b) for m in side for p in m.priority_ids])
    names = {t.territory_id: t for t in source.known}
    told, printed = emphases(rows), printed_level(cell)
    a, b = sides
    return Behind(
        code=cell,
        market=markets().label(market, language),
        technology=technology_columns().label(technology, language),
        word=level_words(language)[str(result.level(market, technology))],
        sides=tuple(
            (side, tuple((names[m.territory_id], tuple(rows[p] for p in m.priority_ids)) for m in found))
            for side, found in zip(sides, (members.a, members.b), strict=True)
        ),
        emphasis=told,
        printed=printed,
        unknown=(
            *_unknown(tuple(rows.values()), told),
            *(_without_members((a, b), (members.a, members.b)) if printed == "high" else ()),
            *_without_priorities((a, b)),
        ),
        clusters=tuple((side, _clusters(side, market, technology)) for side in ("EU", "LAC")),
    )


def emphases(priority_ids: Iterable[str]) -> dict[str, Emphasis]:
    """Return how much priorities weigh, by id, as far as their records say so to everybody."""
    wanted = set(priority_ids)
    stating = [one for one in registers.stating(PRIORITY, "emphasis") if one.slug in wanted]
    sheets = registers.sheets(stating, PUBLIC).values()
    told = {sheet.record.slug: sheet.value("emphasis") for sheet in sheets}
    return {slug: _emphasis(value) for slug, value in told.items() if value}  # it may have been taken back


def _emphasis(told: Mapping[str, Any]) -> Emphasis:
    text = told.get("text")
    return Emphasis(
        amount=told.get("amount"),
        unit=told.get("unit") or "",
        basis=told["basis"],
        year=told.get("year"),
        text=from_plain(text) if text else None,
    )


def _unknown(rows: Sequence[Priority], told: Mapping[str, Emphasis]) -> Iterator[str]:
    """Say what is not known of priorities, each with how many it concerns; nothing where it concerns none."""
    lacking = (
        (gettext("No emphasis is stated by %(count)s of %(all)s priorities."), lambda p: p.pk not in told),
        (gettext("No page stands behind %(count)s of %(all)s priorities."), lambda p: not p.source_url),
        (
            gettext(
                "The codes of %(count)s of %(all)s priorities were made by machine; nobody reviewed them."
            ),
            lambda p: p.coding == "machine",
        ),
        (gettext("No period is stated by %(count)s of %(all)s priorities."), lambda p: not p.period),
    )
    for words, lacks in lacking:
        if count := sum(map(lacks, rows)):
            yield words % {"count": count, "all": len(rows)}


def _without_members(sides: Iterable[Side], members: Iterable[Any]) -> Iterator[str]:
    words = gettext(
        "%(side)s: no territory on record declares it. On which priorities the paper of 2018 rests its level "
        "is not printed."
    )
    for side, found in zip(sides, members, strict=True):
        if not found:
            yield words % {"side": side.label}


def _without_priorities(sides: Iterable[Side]) -> Iterator[str]:
    words = gettext(
        "%(side)s: no own priorities are on record of %(count)s of %(all)s territories; whether they belong "
        "here is unknown."
    )
    for side in sides:
        if missing := len(side.ids) - side.base:
            yield words % {"side": side.label, "count": missing, "all": len(side.ids)}


def _clusters(side: str, market: str, technology: str) -> int:
    wanted = {"side": side, "market": market, "technology": "" if technology == NOT_STATED else technology}
    return clusters.chosen(SimpleNamespace(q="", country="", kind="", territory="", **wanted)).count()
