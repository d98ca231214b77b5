"""The columns "value chain" and "season": who could supply whom, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from polos.matches.codes import ColumnCode, PartCode, UnknownCode
from polos.matches.evidence import Evidence, first_source, stacked
from polos.matches.explanation import Explanation, Part, Unknown
from polos.matches.further import Further
from polos.measures.results import Grid, TerritoryPairs
from polos.measures.value_chain import (
    buyer_strength,
    chain_shares,
    grouped_presence,
    input_coefficients,
    supplier_strength,
)
from polos.measures.value_chain_seasons import season_complement
from polos.table import Table
from polos.tables.input_output import InputOutput
from polos.tables.seasons import MONTHS, calendar

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
_EXAMPLES = 3


@dataclass(frozen=True)
class LinkRow:
    """A flow of the table between a strength of the counterpart and one of ours, and what it adds.

    ``code`` says who sells: the counterpart (``SUPPLIED_ACTIVITY``) or we (``BOUGHT_ACTIVITY``). ``flow`` is
    in the unit of the table; ``coefficient`` is the flow over the output of the buyer, None where it has
    none. ``whole`` is what our activity buys from (sells to) all others known of the counterpart, in the
    unit of the table, and ``divisor`` over how many of our strengths and directions the column is a mean.
    """

    code: PartCode
    activity: str
    linked: str
    flow: float
    coefficient: float | None
    whole: float
    divisor: int

    @property
    def share(self) -> float:
        """The flow as a share of ``whole``."""
        return self.flow / self.whole

    @property
    def amount(self) -> float:
        """What the row adds to the column."""
        return self.share / self.divisor


@dataclass(frozen=True)
class Supply:
    """When a territory supplies a product: its months (None: not known), and where that is from."""

    months: tuple[str, ...] | None
    provenance: str | None
    source_url: str | None


@dataclass(frozen=True)
class SeasonRow:
    """A product in the calendar of either territory; a supply is None where the calendar has no row for it.

    ``share`` is that of our months without supply in which they supply, None where it is not defined.
    """

    product: str
    ours: Supply | None
    theirs: Supply | None
    share: float | None

    @property
    def both(self) -> tuple[str, ...]:
        """The months in which both are known to supply."""
        return tuple(month for month in _months(self.theirs) or () if month in (_months(self.ours) or ()))

    @property
    def filled(self) -> tuple[str, ...]:
        """The months without supply here that they fill; none where the months of one are not known."""
        ours, theirs = _months(self.ours), _months(self.theirs)
        return () if ours is None or theirs is None else tuple(one for one in theirs if one not in ours)

    @property
    def empty_count(self) -> int | None:
        """How many months are without supply here."""
        ours = _months(self.ours)
        return None if ours is None else len(MONTHS) - len(ours)


def _months(supply: Supply | None) -> tuple[str, ...] | None:
    return supply.months if supply else None


def value_chain_column(
    evidence: Sequence[Evidence],
    table: InputOutput,
    territory: str,
    *,
    counterparts: Sequence[str],
    weight: float = 0.0,
) -> Further:
    """Return the column "value chain" of a territory.

    Its value is the mean of two shares, or the one of them that is known: how much of what the territory's
    specialised activities buy the counterpart is specialised in
    (:func:`polos.measures.value_chain.supplier_strength`), and how much of what they sell goes to what the
    counterpart is specialised in (:func:`polos.measures.value_chain.buyer_strength`).

    Parameters
    ----------
    evidence
        Employment, as :func:`polos.matches.gathering.gather_evidence` brings it together.
    table
        An input-output table whose activities name their NACE divisions.
    territory, counterparts
        Who looks, and at whom.
    weight
        What the column counts in the score.
    """
    source_of = first_source(evidence)
    covered = [t for t in counterparts if t in source_of]
    is_covered = territory in source_of and bool(covered)
    links = _Links(stacked([*covered, territory], source_of), table) if is_covered else None

    def explain(counterpart: str) -> Explanation:
        without = [t for t in (territory, counterpart) if t not in source_of]
        if without or links is None:
            code = UnknownCode.TERRITORY_WITHOUT_STATISTICS
            return Explanation(None, (), tuple(Unknown(code, {"territory": t}) for t in without))
        return links.explain(territory, counterpart)

    return Further(ColumnCode.VALUE_CHAIN, explain, weight)


def chain_rows(
    evidence: Sequence[Evidence], table: InputOutput, territory: str, counterpart: str
) -> tuple[LinkRow, ...]:
    """Return the flows behind the column "value chain" of a pair; they add up to it, none without one.

    Parameters
    ----------
    evidence, table, territory
        As in :func:`value_chain_column`.
    counterpart
        At whom the territory looks.
    """
    source_of = first_source(evidence)
    if not {territory, counterpart} <= source_of.keys():
        return ()
    return _Links(stacked([counterpart, territory], source_of), table).rows(counterpart)


def told_from(evidence: Evidence, table: InputOutput, territory: str, activity: str) -> tuple[str, ...]:
    """Return the divisions of an activity of the table in which a territory is specialised.

    One is enough for :func:`polos.measures.value_chain.grouped_presence` to call the activity a strength.
    """
    presence = evidence.presence
    row = presence.values[presence.territories.index(territory)]
    divisions = table.divisions[table.activities.index(activity)]
    return tuple(one for one in divisions if one in presence.activities and _has(presence, row, one))


def _has(presence: Grid, row: Values, division: str) -> bool:
    return bool(row[presence.activities.index(division)] == 1)


class _Links:
    """Links of the last territory of a grid with the others, in both directions."""

    def __init__(self, presence: Grid, table: InputOutput) -> None:
        self._table = table
        self.grid = grouped_presence(presence, table)
        self._directions = (
            (PartCode.SUPPLIED_ACTIVITY, supplier_strength(self.grid, table), chain_shares(table.flows)),
            (PartCode.BOUGHT_ACTIVITY, buyer_strength(self.grid, table), chain_shares(table.flows.T)),
        )

    def explain(self, territory: str, counterpart: str) -> Explanation:
        row = self.grid.territories.index(counterpart)
        known = self._known(row)
        if not known:
            values = {"territory": territory, "counterpart": counterpart}
            return Explanation(None, (), (Unknown(UnknownCode.CHAIN_NOT_KNOWN, values),))
        parts = [
            part
            for code, _, shares in known
            for part in self._parts(code, shares, row, weight=1 / len(known))
        ]
        parts.sort(key=lambda part: -part.amount)
        score = sum(float(strength.values[-1, row]) for _, strength, _ in known) / len(known)
        return Explanation(score, tuple(parts) or (Part(PartCode.NOTHING_LINKED, 0.0),))

    def rows(self, counterpart: str) -> tuple[LinkRow, ...]:
        """Return every flow between a strength of the counterpart and one of ours."""
        row = self.grid.territories.index(counterpart)
        known = self._known(row)
        coefficients = input_coefficients(self._table).values
        found = []
        for code, _, shares in known:
            sells = code is PartCode.SUPPLIED_ACTIVITY
            flows = self._table.flows if sells else self._table.flows.T
            each = coefficients if sells else coefficients.T
            others = flows.sum(axis=0) - flows.diagonal()
            theirs, counted, whole = self._linked(shares, row)
            for i, j in product(np.flatnonzero(theirs).tolist(), np.flatnonzero(counted).tolist()):
                if shares[i, j] > 0:
                    found.append(
                        LinkRow(
                            code,
                            activity=self.grid.activities[i],
                            linked=self.grid.activities[j],
                            flow=float(flows[i, j]),
                            coefficient=None if np.isnan(each[i, j]) else float(each[i, j]),
                            whole=float(whole[j] * others[j]),
                            divisor=int(counted.sum()) * len(known),
                        )
                    )
        return tuple(sorted(found, key=lambda one: -one.amount))

    def _known(self, row: int) -> list[tuple[PartCode, TerritoryPairs, Values]]:
        return [one for one in self._directions if not np.isnan(one[1].values[-1, row])]

    def _linked(self, shares: Values, row: int) -> tuple[Flags, Flags, Values]:
        """Return their strengths, ours that count, and what share of each of ours is known of them."""
        ours, theirs = self.grid.known_values[-1] == 1, self.grid.known_values[row] == 1
        whole = self.grid.known[row].astype(float) @ shares
        return theirs, ours & (whole > 0), whole

    def _parts(self, code: PartCode, shares: Values, row: int, *, weight: float) -> list[Part]:
        """Split the strength into what each activity of the counterpart adds to it."""
        theirs, counted, whole = self._linked(shares, row)
        each = (
            np.divide(shares, whole, out=np.zeros_like(shares), where=whole > 0)[:, counted] / counted.sum()
        )
        names = np.array(self.grid.activities)[counted]
        found = []
        for activity in np.flatnonzero(theirs & (each.sum(axis=1) > 0)).tolist():
            most = np.argsort(-each[activity], kind="stable")[:_EXAMPLES]
            values = {
                "activity": self.grid.activities[activity],
                "linked": tuple(names[k] for k in most if each[activity, k] > 0),
                "linked_count": int((each[activity] > 0).sum()),
            }
            found.append(Part(code, float(each[activity].sum() * weight), values))
        return found


def season_column(seasons: Table, territory: str, *, weight: float = 0.0) -> Further:
    """Return the column "season": how much of a territory's months without supply the counterpart fills.

    The mean of :func:`polos.measures.value_chain_seasons.season_complement` over the products of the
    calendar for which it is defined between the two.

    Parameters
    ----------
    seasons
        A season calendar (:func:`polos.tables.seasons.seasons_of`).
    territory
        Who looks.
    weight
        What the column counts in the score.
    """
    products = seasons.rows.filter(pl.col("territory_id") == territory)["product"].unique().sort().to_list()
    added = {one: season_complement(calendar(seasons, one)) for one in products}

    def explain(counterpart: str) -> Explanation:
        found = {
            one: grid.at(territory, counterpart)
            for one, grid in added.items()
            if counterpart in grid.territories and not np.isnan(grid.at(territory, counterpart))
        }
        if not found:
            values = {"territory": territory, "counterpart": counterpart}
            return Explanation(None, (), (Unknown(UnknownCode.SEASON_NOT_KNOWN, values),))
        parts = tuple(
            Part(
                PartCode.FILLED_SEASON,
                share / len(found),
                {"product": one, "share": share},
            )
            for one, share in found.items()
        )
        return Explanation(sum(part.amount for part in parts), parts)

    return Further(ColumnCode.SEASON, explain, weight)


def season_rows(seasons: Table, territory: str, counterpart: str) -> tuple[SeasonRow, ...]:
    """Return every product that the calendar has of either; the mean of the known shares is the column.

    Parameters
    ----------
    seasons
        A season calendar (:func:`polos.tables.seasons.seasons_of`).
    territory, counterpart
        Who looks, and at whom.
    """
    ours, theirs = (_supplies(seasons, one) for one in (territory, counterpart))
    found = []
    for one in sorted({*ours, *theirs}):
        grid = season_complement(calendar(seasons, one))
        share = grid.at(territory, counterpart) if one in ours and one in theirs else float("nan")
        found.append(SeasonRow(one, ours.get(one), theirs.get(one), None if np.isnan(share) else share))
    return tuple(found)


def _supplies(seasons: Table, territory: str) -> Mapping[str, Supply]:
    rows = seasons.rows.filter(pl.col("territory_id") == territory)
    return {
        row["product"]: Supply(
            None if row["months"] is None else tuple(sorted(row["months"])),
            row["provenance"],
            row["source_url"],
        )
        for row in rows.iter_rows(named=True)
    }
