"""The columns "value chain" and "season": who could supply whom, and when."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from polos.matches.codes import ColumnCode, PartCode, UnknownCode
from polos.matches.evidence import Evidence, first_source, stacked
from polos.matches.explanation import Explanation, Part, Unknown
from polos.matches.further import Further
from polos.measures.results import Grid
from polos.measures.value_chain import buyer_strength, chain_shares, grouped_presence, supplier_strength
from polos.measures.value_chain_seasons import season_complement
from polos.table import Table
from polos.tables.input_output import InputOutput
from polos.tables.seasons import calendar

Values = NDArray[np.float64]
_EXAMPLES = 3


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


class _Links:
    """Links of the last territory of a grid with the others, in both directions."""

    def __init__(self, presence: Grid, table: InputOutput) -> None:
        self.grid = grouped_presence(presence, table)
        self._directions = (
            (PartCode.SUPPLIED_ACTIVITY, supplier_strength(self.grid, table), chain_shares(table.flows)),
            (PartCode.BOUGHT_ACTIVITY, buyer_strength(self.grid, table), chain_shares(table.flows.T)),
        )

    def explain(self, territory: str, counterpart: str) -> Explanation:
        row = self.grid.territories.index(counterpart)
        known = [one for one in self._directions if not np.isnan(one[1].values[-1, row])]
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

    def _parts(self, code: PartCode, shares: Values, row: int, *, weight: float) -> list[Part]:
        """Split the strength into what each activity of the counterpart adds to it."""
        ours, theirs = self.grid.known_values[-1] == 1, self.grid.known_values[row] == 1
        whole = self.grid.known[row].astype(float) @ shares
        counted = ours & (whole > 0)
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
    added = {product: season_complement(calendar(seasons, product)) for product in products}

    def explain(counterpart: str) -> Explanation:
        found = {
            product: grid.at(territory, counterpart)
            for product, grid in added.items()
            if counterpart in grid.territories and not np.isnan(grid.at(territory, counterpart))
        }
        if not found:
            values = {"territory": territory, "counterpart": counterpart}
            return Explanation(None, (), (Unknown(UnknownCode.SEASON_NOT_KNOWN, values),))
        parts = tuple(
            Part(
                PartCode.FILLED_SEASON,
                share / len(found),
                {"product": product, "share": share},
            )
            for product, share in found.items()
        )
        return Explanation(sum(part.amount for part in parts), parts)

    return Further(ColumnCode.SEASON, explain, weight)
