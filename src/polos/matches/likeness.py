"""The column "structure": how alike two territories are in size, income and the like, by variable."""

import numpy as np

from polos.matches.codes import ColumnCode, PartCode, UnknownCode
from polos.matches.explanation import Explanation, Part, Unknown
from polos.matches.further import Further
from polos.measures.structure import StructuralDistance


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
