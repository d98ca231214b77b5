"""Declared priorities as a table of marks: which priority, and which territory, declares which concept.

Built once from the table of priorities, so that comparing any two groups is arithmetic on arrays.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from polos import vocabularies
from polos.errors import InputError, UnknownName, WrongRows
from polos.provenance import Origin
from polos.table import Table
from polos.tables.priorities import concepts, own
from polos.tables.territories import lies_within

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

KINDS = ("market", "technology", "cell", "division", "section", "niche")


@dataclass(frozen=True, eq=False)
class Containment:
    """A territory that lies in another (``relation`` "within"), or shares ground with it ("overlaps")."""

    inner: str
    outer: str
    relation: str


@dataclass(frozen=True, eq=False)
class CodedPriorities:
    """Which priority P and which territory R declares which concept K; only own priorities.

    ``marks`` has shape (P, K), its rows sorted by territory; ``starts`` gives the first row of each
    territory. ``concepts`` holds (kind, code) and ``columns`` where each kind lies: every market,
    technology (the last is "not stated") and cell ("market|technology", in this order) of the
    vocabularies, and those NACE divisions, sections and niches that occur. ``territories`` have own
    priorities; ``on_record`` names all that the input knew. ``levels`` and ``containments`` are None when
    no table of territories was given.
    """

    priority_ids: tuple[str, ...]
    territories: tuple[str, ...]
    starts: Numbers
    marks: Flags
    concepts: tuple[tuple[str, str], ...]
    columns: dict[str, slice]
    details: pl.DataFrame
    on_record: frozenset[str]
    levels: dict[str, str] | None
    containments: tuple[Containment, ...] | None
    origin: Origin

    @cached_property
    def declared(self) -> Flags:
        """Which territory declares which concept in any of its own priorities, shape (R, K)."""
        if not len(self.territories):
            return np.zeros((0, len(self.concepts)), dtype=bool)
        return np.logical_or.reduceat(self.marks, self.starts, axis=0)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each territory in ``declared``."""
        return {territory: row for row, territory in enumerate(self.territories)}

    @cached_property
    def column_of(self) -> dict[tuple[str, str], int]:
        """The column of each (kind, code)."""
        return {concept: column for column, concept in enumerate(self.concepts)}

    @cached_property
    def owner(self) -> Numbers:
        """The row of the territory of each priority, shape (P,)."""
        return np.repeat(np.arange(len(self.territories)), self._counts)

    @cached_property
    def share(self) -> NDArray[np.float64]:
        """The share of territories with own priorities that declare each concept, shape (K,)."""
        return self.declared.sum(axis=0) / max(len(self.territories), 1)

    @cached_property
    def information(self) -> NDArray[np.float64]:
        """How unusual each concept is, shape (K,): -log2(share); 0 for all, infinite for nobody's."""
        with np.errstate(divide="ignore"):
            return -np.log2(self.share) + 0.0

    def codes(self, kind: str) -> tuple[str, ...]:
        """Return the codes of one kind, in the order of the columns."""
        return tuple(code for _, code in self.concepts[self.columns[kind]])

    def evidence(self, territory: str, column: int) -> tuple[str, ...]:
        """Return the ids of this territory's priorities that declare this concept."""
        row = self.row_of[territory]
        if row not in self._evidence:
            self._evidence[row] = self._evidence_of(row)
        return self._evidence[row].get(column, ())

    def rows(self, group: Sequence[str], name: str) -> Numbers:
        """Return the rows of a group's territories that have own priorities.

        Raises
        ------
        WrongRows
            When the group is empty or names a territory twice.
        UnknownName
            When a territory is not on record.
        """
        _require_group(group, name)
        for territory in group:
            if territory not in self.on_record:
                raise UnknownName(
                    found=f"{territory!r} in {name}",
                    needed="the id of a territory on record",
                    next_step="Look the id up among the territories.",
                )
        return np.array([self.row_of[t] for t in group if t in self.row_of], dtype=np.int64)

    @cached_property
    def _evidence(self) -> dict[int, dict[int, tuple[str, ...]]]:
        return {}  # filled row by row: most questions are about a few territories

    def _evidence_of(self, row: int) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = {}
        start = self.starts[row]
        for priority, column in np.argwhere(self.marks[start : start + self._counts[row]]).tolist():
            found[column] = (*found.get(column, ()), self.priority_ids[start + priority])
        return found

    @cached_property
    def _counts(self) -> Numbers:
        return np.diff(np.append(self.starts, len(self.priority_ids)))


def coded_priorities(priorities: Table, territories: Table | None = None) -> CodedPriorities:
    """Mark which own priority declares which market, technology, cell, NACE class and niche.

    Inherited rows are left out. ``territories`` adds levels and containment, for caveats. The same tables
    are coded once: tables do not change, and neither does what is made of them.
    """
    return _coded(priorities, territories)


@lru_cache(maxsize=8)
def _coded(priorities: Table, territories: Table | None) -> CodedPriorities:
    rows = own(priorities).rows.sort("territory_id", "priority_id")
    ids = rows["priority_id"].to_list()
    long = _long(Table(rows, priorities.schema, priorities.origin))
    axes = _axes(long)
    columns, first = {}, 0
    for kind in KINDS:
        columns[kind] = slice(first, first + len(axes[kind]))
        first += len(axes[kind])
    names = tuple((kind, code) for kind in KINDS for code in axes[kind])
    column_of = {name: column for column, name in enumerate(names)}
    row_of = {priority: row for row, priority in enumerate(ids)}
    marks = np.zeros((len(ids), len(names)), dtype=bool)
    at = [(row_of[p], column_of[kind, code]) for kind, p, code in long]
    if at:
        marks[tuple(np.array(at).T)] = True
    marks.setflags(write=False)
    owners = rows["territory_id"].to_list()
    starts = [k for k, territory in enumerate(owners) if k == 0 or owners[k - 1] != territory]
    return CodedPriorities(
        priority_ids=tuple(ids),
        territories=tuple(owners[k] for k in starts),
        starts=np.array(starts, dtype=np.int64),
        marks=marks,
        concepts=names,
        columns=columns,
        details=rows,
        on_record=_on_record(priorities, territories),
        levels=None if territories is None else _levels(territories),
        containments=None if territories is None else _containments(territories),
        origin=priorities.origin.then("coded priorities"),
    )


def selected(
    priorities: Table,
    *,
    years: tuple[int, int] | None = None,
    provenances: Sequence[str] | None = None,
    confidences: Sequence[str] | None = None,
) -> Table:
    """Return the priorities whose period overlaps ``years`` and whose provenance and confidence are listed.

    ``years`` are the first and last year, both included; what is left out (None) does not filter.

    Raises
    ------
    InputError
        When the first year lies after the last.
    UnknownName
        When there is no such provenance or confidence.
    """
    rows = priorities.rows
    if years is not None:
        if years[0] > years[1]:
            raise InputError(
                found=f"the years {years[0]} to {years[1]}",
                needed="a first year that is not after the last",
                next_step="Swap the years.",
                code="years crossed",
                first=years[0],
                last=years[1],
            )
        rows = rows.filter((pl.col("period_start") <= years[1]) & (pl.col("period_end") >= years[0]))
    for column, wanted, vocabulary in (
        ("provenance", provenances, vocabularies.provenances()),
        ("confidence", confidences, vocabularies.confidences()),
    ):
        if wanted is not None:
            rows = rows.filter(pl.col(column).is_in([vocabulary[code].code for code in wanted]))
    step = f"selected years={years} provenances={provenances} confidences={confidences}"
    return Table(rows, priorities.schema, priorities.origin.then(step))


def _long(priorities: Table) -> list[tuple[str, str, str]]:
    """Return (kind, priority id, code) for every mark."""
    found = [
        (kind, priority, code)
        for kind in KINDS[:-1]
        for priority, code in concepts(priorities, kind).select("priority_id", "concept").iter_rows()
    ]
    niches = [
        ("niche", priority, phrase)
        for priority, text in priorities.rows.select("priority_id", "niche").iter_rows()
        if text
        for phrase in sorted(_phrases(text))
    ]
    return [*found, *niches]


def _phrases(text: str) -> set[str]:
    """Return the phrases of a niche, in small letters, without accents and remarks in brackets."""
    plain = re.sub(r"\([^)]*\)", "", text).casefold()
    if not plain.isascii():
        spread = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return {" ".join(phrase.split()) for phrase in re.split("[,;]", plain)} - {""}


def _axes(long: Sequence[tuple[str, str, str]]) -> dict[str, tuple[str, ...]]:
    """Return the codes of each kind: all of the vocabularies, or of the other kinds those that occur."""
    rows, columns = vocabularies.markets().codes, vocabularies.technology_columns().codes
    cells = tuple(f"{market}|{technology}" for market in rows for technology in columns)
    whole = {"market": rows, "technology": columns, "cell": cells}
    occurring: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for kind, _, code in long:
        occurring[kind].add(code)
    return {kind: whole[kind] if kind in whole else tuple(sorted(occurring[kind])) for kind in KINDS}


def _on_record(priorities: Table, territories: Table | None) -> frozenset[str]:
    named = set(priorities.rows["territory_id"].to_list())
    return frozenset(named if territories is None else named | set(territories.rows["territory_id"]))


def _levels(territories: Table) -> dict[str, str]:
    return dict(territories.rows.select("territory_id", "level").iter_rows())


def _containments(territories: Table) -> tuple[Containment, ...]:
    pairs: pl.DataFrame = lies_within(territories).select("inner", "outer", "relation").unique()
    rows: list[tuple[Any, ...]] = sorted(pairs.iter_rows())
    return tuple(Containment(*row) for row in rows)


def _require_group(group: Sequence[str], name: str) -> None:
    repeated = sorted(territory for territory, times in Counter(group).items() if times > 1)
    if repeated or not group:
        raise WrongRows(
            found=f"{', '.join(repeated)} twice in {name}" if repeated else f"no territory in {name}",
            needed="at least one territory, each once",
            next_step="Correct the list of territories.",
        )
