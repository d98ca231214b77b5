"""The column "structure": how alike two territories are in size, income and the like, by variable."""

from dataclasses import dataclass

import numpy as np

from polos.matches.codes import ColumnCode, PartCode, UnknownCode
from polos.matches.explanation import Explanation, Part, Unknown
from polos.matches.further import Further
from polos.measures.structure import StructuralDistance
from polos.tables.indicators import Indicators


@dataclass(frozen=True)
class VariableRow:
    """One variable of two territories: as given, in standard deviations from the mean, and what it adds.

    ``added`` is what it adds to the squared distance, None where it does not count: unknown of one of the
    two, without weight, or the same everywhere (``is_constant``). Unknown values are None.
    """

    variable: str
    ours: float | None
    theirs: float | None
    ours_standard: float | None
    theirs_standard: float | None
    weight: float
    is_constant: bool
    added: float | None

    @property
    def difference(self) -> float | None:
        """Ours minus theirs, in standard deviations."""
        if self.ours_standard is None or self.theirs_standard is None:
            return None
        return self.ours_standard - self.theirs_standard


def structure_column(result: StructuralDistance, territory: str, *, weight: float = 0.0) -> Further:
    r"""Return the column "structure" of a territory: 1 for the same structure, less the further apart.

    .. math:: v = \frac{1}{1 + d}

    d is the structural distance in standard deviations: at one deviation apart the value is a half.

    Parameters
    ----------
    result
        From :func:`polos.measures.structure.structural_distance`, over all territories compared.
    territory
        Who looks.
    weight
        What the column counts in the score.
    """

    def explain(counterpart: str) -> Explanation:
        known = result.distance.territories
        covered = territory in known and counterpart in known
        distance = result.distance.at(territory, counterpart) if covered else float("nan")
        if np.isnan(distance):
            values = {"territory": territory, "counterpart": counterpart}
            return Explanation(None, (), (Unknown(UnknownCode.STRUCTURE_NOT_KNOWN, values),))
        shares = result.contributions(territory, counterpart)
        score = 1 / (1 + distance)
        whole = Part(PartCode.STRUCTURAL_DISTANCE, score, {"deviations": distance, "variables": len(shares)})
        beside = [
            Part(PartCode.STRUCTURAL_VARIABLE, 0.0, {"variable": name, "share": share / distance**2})
            for name, share in sorted(shares.items(), key=lambda one: -one[1])
            if distance > 0
        ]
        return Explanation(score, (whole, *beside))

    return Further(ColumnCode.STRUCTURE, explain, weight)


def structure_rows(
    result: StructuralDistance, indicators: Indicators, territory: str, counterpart: str
) -> tuple[VariableRow, ...]:
    """Return every variable of two territories; what they add is the squared distance behind the column.

    Parameters
    ----------
    result, indicators
        The distances, and the indicators they were made from.
    territory, counterpart
        Who looks, and at whom; one that the indicators do not have is unknown in every variable.

    Returns
    -------
    tuple of VariableRow
        In the order of the indicators.
    """
    pair = (territory, counterpart)
    given, standard = ([_row_of(table, one) for one in pair] for table in (indicators, result.standardised))
    known = set(indicators.territories)
    added = result.contributions(territory, counterpart) if known.issuperset(pair) else {}
    return tuple(
        VariableRow(
            name,
            *(row.get(name) for row in (*given, *standard)),
            weight=scale.weight,
            is_constant=scale.is_constant,
            added=added.get(name),
        )
        for name, scale in result.scales.items()
    )


def _row_of(table: Indicators, territory: str) -> dict[str, float]:
    """Return what is known of a territory by variable."""
    if territory not in table.territories:
        return {}
    row = table.values[table.territories.index(territory)].tolist()
    return {name: value for name, value in zip(table.variables, row, strict=True) if not np.isnan(value)}
