"""Where the declared priorities of two groups of territories meet: the market x technology matrix."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from polos.errors import UnknownName
from polos.measures.caveats import Caveat, CaveatCode
from polos.measures.coded_priorities import CodedPriorities, coded_priorities
from polos.measures.convergence_caveats import (
    caveat_on_thin_cells,
    caveats_on_groups,
    caveats_on_priorities,
)
from polos.parameters.convergence import Thresholds, default_thresholds
from polos.provenance import Origin
from polos.table import Table
from polos.tables.priorities import NOT_STATED

Values = NDArray[np.float64]
Counts = NDArray[np.int64]
Rows = NDArray[np.int64]


class Level(StrEnum):
    """How far two sides converge on a cell; unknown where a side has no own priorities at all."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    UNKNOWN = "unknown"


class Emphasis(StrEnum):
    """What emphasis is the share of: of the side's territories, or of its priorities."""

    TERRITORIES = "territories"
    PRIORITIES = "priorities"


@dataclass(frozen=True)
class Member:
    """A territory that touches a cell, and its priorities that do."""

    territory_id: str
    priority_ids: tuple[str, ...]


@dataclass(frozen=True)
class Members:
    """Who stands behind a cell on each side."""

    a: tuple[Member, ...]
    b: tuple[Member, ...]


@dataclass(frozen=True)
class ProfileLine:
    """One market or technology on both sides; ``divergence`` = ``share_a`` - ``share_b``, None if unknown.

    Counts are territories with own priorities that declare it. Shares are of what emphasis is the share of:
    of these territories, or of the side's own priorities where a side has only one territory. ``divergent``
    marks a difference that reaches the threshold.
    """

    code: str
    count_a: int
    count_b: int
    share_a: float | None
    share_b: float | None
    divergence: float | None
    divergent: bool


@dataclass(frozen=True)
class Common:
    """Something both sides declare, and how unusual it is.

    ``kind`` is market, technology, cell ("market|technology"), division, section or niche (the same phrase
    of scope, in small letters). ``share`` is the share of all territories with own priorities that declare
    it, ``information`` = -log2(share): 0 where everybody does.
    """

    kind: str
    code: str
    count_a: int
    count_b: int
    share: float
    information: float


@dataclass(frozen=True)
class Sharing:
    """How many territories of the other side share at least one cell, and one market, with this one.

    ``side`` is "a" or "b"; ``base`` counts the territories of the other side with own priorities, without
    this one. The counts are None where this territory has no own priorities.
    """

    territory_id: str
    side: str
    cells: int | None
    markets: int | None
    base: int


@dataclass(frozen=True, eq=False)
class Convergence:
    """What :func:`convergence` returns; arrays have shape (14, 8), their last column "not stated".

    ``counts_a`` and ``counts_b`` count territories, ``shares_a`` and ``shares_b`` divide by ``base_a`` and
    ``base_b`` (territories with own priorities; NaN where there are none). ``emphasis_a`` and
    ``emphasis_b`` are what levels rest on, ``closeness`` is the smaller divided by the larger, NaN where
    the cell is not shared. ``levels`` holds :class:`Level`.
    """

    markets: tuple[str, ...]
    technologies: tuple[str, ...]
    group_a: tuple[str, ...]
    group_b: tuple[str, ...]
    base_a: int
    base_b: int
    counts_a: Counts
    counts_b: Counts
    shares_a: Values
    shares_b: Values
    emphasis: Emphasis
    emphasis_a: Values
    emphasis_b: Values
    closeness: Values
    levels: NDArray[np.object_]
    thresholds: Thresholds
    market_profile: tuple[ProfileLine, ...]
    technology_profile: tuple[ProfileLine, ...]
    in_common: tuple[Common, ...]
    sharing: tuple[Sharing, ...]
    caveats: tuple[Caveat, ...]
    origin: Origin
    coded: CodedPriorities

    def level(self, market: str, technology: str) -> Level:
        """Return the level of one cell."""
        return self.levels[self._at(market, technology)]

    def members(self, market: str, technology: str) -> Members:
        """Return the territories and priorities behind a cell, in order of id.

        Raises
        ------
        UnknownName
            When there is no such market or technology.
        """
        self._at(market, technology)
        column = self.coded.column_of["cell", f"{market}|{technology}"]
        return Members(self._side(self.group_a, column), self._side(self.group_b, column))

    @property
    def level_counts(self) -> dict[Level, int]:
        """How many of the 98 cells with a stated technology have which level."""
        stated = self.levels[:, :-1]
        return {level: int((stated == level).sum()) for level in Level}

    @property
    def promising(self) -> tuple[tuple[str, str], ...]:
        """The (market, technology) of high cells: the niches worth a closer look, in order of the axes."""
        at = np.argwhere(self.levels[:, :-1] == Level.HIGH)
        return tuple((self.markets[m], self.technologies[t]) for m, t in at)

    def _at(self, market: str, technology: str) -> tuple[int, int]:
        for code, axis in ((market, self.markets), (technology, self.technologies)):
            if code not in axis:
                raise UnknownName(
                    found=f"{code!r}", needed=f"one of {', '.join(axis)}", next_step="Correct the code."
                )
        return self.markets.index(market), self.technologies.index(technology)

    def _side(self, group: tuple[str, ...], column: int) -> tuple[Member, ...]:
        touching = sorted(
            t for t in group if t in self.coded.row_of and self.coded.declared[self.coded.row_of[t], column]
        )
        return tuple(Member(t, self.coded.evidence(t, column)) for t in touching)


def convergence(
    priorities: Table | CodedPriorities,
    group_a: Sequence[str],
    group_b: Sequence[str],
    *,
    thresholds: Thresholds | None = None,
    territories: Table | None = None,
) -> Convergence:
    r"""Compare the declared priorities of two groups of territories, cell by cell.

    A territory touches a cell when one of its own priorities carries both the market and the technology; a
    priority that states no technology touches the column "not stated" of its markets. Inherited rows
    never count. Emphasis is the share of a side's territories (with own priorities) that touch the cell:

    .. math:: e_{g,mt} = \frac{|\{r \in g : r \text{ touches } mt\}|}{|g|}, \qquad
              c_{mt} = \frac{\min(e_{a,mt}, e_{b,mt})}{\max(e_{a,mt}, e_{b,mt})}

    A single territory could only have emphasis 0 or 1; where a side has one, emphasis is, on both sides,
    the share of own priorities that touch the cell. A cell is ``none`` where a side has fewer than
    ``minimum_count`` territories in it (a side with a single territory needs that one), ``high`` from
    closeness ``thresholds.high`` on, ``medium`` from ``thresholds.medium`` on, else ``low``.

    Parameters
    ----------
    priorities
        The table of priorities, or :func:`polos.measures.coded_priorities.coded_priorities` of it where it
        is used more than once.
    group_a, group_b
        Territory ids; a single territory is a group of one.
    thresholds
        Ours and adjustable; those of ``parameters/data/convergence.toml`` where not given.
    territories
        Adds the caveats on levels and containment, when ``priorities`` is a table.

    Returns
    -------
    Convergence
        Counts, shares, levels, members, profiles, what is in common, and caveats as codes with numbers.

    Raises
    ------
    WrongRows
        When a group is empty or names a territory twice.
    UnknownName
        When a territory is not on record.

    References
    ----------
    The none-low-medium-high reading follows the EU-LAC convergence analysis of 2018, which states no
    thresholds; ours do not reproduce it.
    """
    coded = (
        priorities if isinstance(priorities, CodedPriorities) else coded_priorities(priorities, territories)
    )
    limits = thresholds or default_thresholds()
    a, b = coded.rows(group_a, "group a"), coded.rows(group_b, "group b")
    counts_a, counts_b = _cells(coded, a), _cells(coded, b)
    kind = Emphasis.PRIORITIES if min(len(a), len(b)) == 1 else Emphasis.TERRITORIES
    emphasis_a, emphasis_b = _emphasis(coded, a, kind), _emphasis(coded, b, kind)
    shared = (counts_a >= _needed(a, limits)) & (counts_b >= _needed(b, limits))
    closeness = _closeness(emphasis_a, emphasis_b, shared)
    levels = _levels(closeness, limits, known=bool(len(a) and len(b)))
    return Convergence(
        markets=coded.codes("market"),
        technologies=coded.codes("technology"),
        group_a=tuple(group_a),
        group_b=tuple(group_b),
        base_a=len(a),
        base_b=len(b),
        counts_a=counts_a,
        counts_b=counts_b,
        shares_a=_share(counts_a, len(a)),
        shares_b=_share(counts_b, len(b)),
        emphasis=kind,
        emphasis_a=emphasis_a,
        emphasis_b=emphasis_b,
        closeness=closeness,
        levels=levels,
        thresholds=limits,
        market_profile=_profile(coded, (a, b), "market", emphasis=kind, limits=limits),
        technology_profile=_profile(coded, (a, b), "technology", emphasis=kind, limits=limits),
        in_common=_in_common(coded, a, b),
        sharing=_sharing(coded, group_a, group_b),
        caveats=(
            *caveats_on_groups(coded, group_a, group_b, limits),
            *_caveat_on_emphasis(kind, len(a), len(b)),
            *caveats_on_priorities(coded, group_a, group_b, limits),
            *_caveat_on_cells(shared, (counts_a, counts_b), min(len(a), len(b)), limits),
            Caveat(CaveatCode.SIMILARITY_ONLY),
        ),
        origin=coded.origin.then("convergence"),
        coded=coded,
    )


def _cells(coded: CodedPriorities, rows: Rows) -> Counts:
    """Count the territories in each cell, shape (14, 8)."""
    return coded.declared[rows, coded.columns["cell"]].sum(axis=0).reshape(_shape(coded))


def _shape(coded: CodedPriorities) -> tuple[int, int]:
    return len(coded.codes("market")), len(coded.codes("technology"))


def _share(counts: Counts, base: int) -> Values:
    return counts / base if base else np.full(counts.shape, np.nan)


def _emphasis(coded: CodedPriorities, rows: Rows, kind: Emphasis) -> Values:
    if kind is Emphasis.TERRITORIES:
        return _share(_cells(coded, rows), len(rows))
    own = np.isin(coded.owner, rows)
    touching = coded.marks[own, coded.columns["cell"]].sum(axis=0).reshape(_shape(coded))
    return _share(touching, int(own.sum()))


def _needed(rows: Rows, limits: Thresholds) -> int:
    return 1 if len(rows) <= 1 else limits.minimum_count


def _closeness(emphasis_a: Values, emphasis_b: Values, shared: NDArray[np.bool_]) -> Values:
    smaller, larger = np.minimum(emphasis_a, emphasis_b), np.maximum(emphasis_a, emphasis_b)
    return np.divide(smaller, larger, out=np.full(shared.shape, np.nan), where=shared)


def _levels(closeness: Values, limits: Thresholds, *, known: bool) -> NDArray[np.object_]:
    levels = np.full(closeness.shape, Level.NONE if known else Level.UNKNOWN, dtype=object)
    for level, bound in ((Level.LOW, 0.0), (Level.MEDIUM, limits.medium), (Level.HIGH, limits.high)):
        levels[closeness >= bound - 1e-12] = level  # a closeness of exactly 4/5 reaches 0.8
    return levels


def _caveat_on_emphasis(kind: Emphasis, base_a: int, base_b: int) -> tuple[Caveat, ...]:
    values = {"territories_a": base_a, "territories_b": base_b}
    return (Caveat(CaveatCode.EMPHASIS_OF_PRIORITIES, values),) if kind is Emphasis.PRIORITIES else ()


def _caveat_on_cells(
    shared: NDArray[np.bool_], counts: tuple[Counts, Counts], smaller: int, limits: Thresholds
) -> tuple[Caveat, ...]:
    """Return the caveat on thin cells; a group too small to fill any cell has a caveat of its own."""
    if smaller < limits.thin_cell:
        return ()
    return caveat_on_thin_cells(shared[:, :-1], np.minimum(*counts)[:, :-1], limits)


def _profile(
    coded: CodedPriorities, sides: tuple[Rows, Rows], kind: str, *, emphasis: Emphasis, limits: Thresholds
) -> tuple[ProfileLine, ...]:
    columns = coded.columns[kind]
    counts = [coded.declared[rows, columns].sum(axis=0) for rows in sides]
    shares = [_profile_shares(coded, rows, columns, emphasis) for rows in sides]
    lines = []
    for code, in_a, in_b, share_a, share_b in zip(coded.codes(kind), *counts, *shares, strict=True):
        known = not np.isnan([share_a, share_b]).any()
        apart = float(share_a - share_b) if known else None
        marked = apart is not None and abs(apart) >= limits.divergence
        lines.append(ProfileLine(code, int(in_a), int(in_b), _known(share_a), _known(share_b), apart, marked))
    return tuple(lines)


def _profile_shares(coded: CodedPriorities, rows: Rows, columns: slice, emphasis: Emphasis) -> Values:
    """Return the share of territories, or of own priorities, with each concept; NaN without a base."""
    if emphasis is Emphasis.TERRITORIES:
        return _share(coded.declared[rows, columns].sum(axis=0), len(rows))
    own = np.isin(coded.owner, rows)
    return _share(coded.marks[own, columns].sum(axis=0), int(own.sum()))


def _known(share: float) -> float | None:
    return None if np.isnan(share) else float(share)


def _in_common(coded: CodedPriorities, a: Rows, b: Rows) -> tuple[Common, ...]:
    """Return what both sides declare, the most unusual first; "not stated" is nothing to share."""
    in_a, in_b = coded.declared[a].sum(axis=0), coded.declared[b].sum(axis=0)
    found = [
        Common(
            *coded.concepts[k], int(in_a[k]), int(in_b[k]), float(coded.share[k]), float(coded.information[k])
        )
        for k in np.flatnonzero((in_a > 0) & (in_b > 0))
        if not coded.concepts[k][1].endswith(NOT_STATED)
    ]
    return tuple(sorted(found, key=lambda common: (-common.information, common.kind, common.code)))


def _sharing(coded: CodedPriorities, group_a: Sequence[str], group_b: Sequence[str]) -> tuple[Sharing, ...]:
    stated = np.array(
        [kind == "cell" and not code.endswith(f"|{NOT_STATED}") for kind, code in coded.concepts]
    )
    market = np.array([kind == "market" for kind, _ in coded.concepts])
    found: list[Sharing] = []
    for side, group, other in (("a", group_a, group_b), ("b", group_b, group_a)):
        others = [t for t in other if t in coded.row_of]
        in_cells, in_markets = (_meeting(coded, group, others, columns) for columns in (stated, market))
        for territory in group:
            base = len(others) - (territory in others)
            found.append(Sharing(territory, side, in_cells.get(territory), in_markets.get(territory), base))
    return tuple(found)


def _meeting(
    coded: CodedPriorities, group: Sequence[str], others: Sequence[str], columns: NDArray[np.bool_]
) -> dict[str, int]:
    """Count, for each territory of the group, the others that declare one of its concepts."""
    own = [t for t in group if t in coded.row_of]
    declared = coded.declared[:, columns].astype(np.float32)
    here, there = (declared[[coded.row_of[t] for t in side]] for side in (own, others))
    meet = (here @ there.T) > 0
    place_of = {t: k for k, t in enumerate(others)}
    return {t: int(meet[k].sum() - (t in place_of and meet[k, place_of[t]])) for k, t in enumerate(own)}
