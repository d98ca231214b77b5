"""Two columns from what territories declare: how alike it is, and how related what differs is."""

from collections.abc import Mapping

import numpy as np

from polos.matches.codes import PartCode, UnknownCode
from polos.matches.explanation import Explanation, Part, Unknown
from polos.measures.coded_priorities import CodedPriorities
from polos.measures.overlap import Overlap, RelatedPriorities, rarity_weighted_overlap, related_priorities

_SHARED: Mapping[str, PartCode] = {
    "cell": PartCode.SHARED_CELL,
    "market": PartCode.SHARED_MARKET,
    "technology": PartCode.SHARED_TECHNOLOGY,
    "division": PartCode.SHARED_DIVISION,
    "section": PartCode.SHARED_SECTION,
}


class Declared:
    """The columns "similar" and "related" of one territory, for any counterpart."""

    def __init__(self, coded: CodedPriorities, territory: str) -> None:
        self.coded, self.territory = coded, territory
        self.has_priorities = territory in coded.row_of
        if self.has_priorities:
            self._overlap = rarity_weighted_overlap(coded, territory)
            self._related = related_priorities(coded, territory)

    def similar(self, counterpart: str) -> Explanation:
        """Explain how alike the declared priorities are: one part for each concept both declare."""
        return self._missing(counterpart) or _similar(self._overlap, counterpart)

    def related(self, counterpart: str) -> Explanation:
        """Explain how related what only the counterpart declares is: one part for each such cell."""
        return self._missing(counterpart) or _related(self._related, counterpart)

    def _missing(self, counterpart: str) -> Explanation | None:
        without = [t for t in (self.territory, counterpart) if t not in self.coded.row_of]
        code = UnknownCode.TERRITORY_WITHOUT_PRIORITIES
        return (
            Explanation(None, (), tuple(Unknown(code, {"territory": t}) for t in without))
            if without
            else None
        )


def _similar(overlap: Overlap, counterpart: str) -> Explanation:
    coded, row = overlap.coded, overlap.coded.row_of[counterpart]
    if overlap.union[row] <= 0:
        values = {"territory": overlap.territory, "counterpart": counterpart}
        return Explanation(None, (), (Unknown(UnknownCode.NOTHING_TO_WEIGH, values),))
    parts = [
        Part(
            _SHARED[coded.concepts[k][0]],
            float(overlap.weights[k] / overlap.union[row]),
            _named(*coded.concepts[k])
            | {"share": float(coded.share[k]), "information": float(overlap.weights[k])},
            (*coded.evidence(overlap.territory, k), *coded.evidence(counterpart, k)),
        )
        for k in np.flatnonzero(overlap.shared[row]).tolist()
    ]
    parts.sort(key=lambda part: -part.amount)
    return Explanation(float(overlap.values[row]), tuple(parts) or (Part(PartCode.NOTHING_SHARED, 0.0),))


def _related(related: RelatedPriorities, counterpart: str) -> Explanation:
    row = related.coded.row_of[counterpart]
    if np.isnan(related.values[row]):
        values = {"territory": related.territory, "counterpart": counterpart}
        return Explanation(None, (), (Unknown(UnknownCode.NOTHING_RELATED, values),))
    different = np.flatnonzero(related.different[row])
    parts = [_related_cell(related, counterpart, cell, len(different)) for cell in different.tolist()]
    parts.sort(key=lambda part: -part.amount)
    nothing = (Part(PartCode.NOTHING_DIFFERENT, 0.0),)
    return Explanation(float(related.values[row]), tuple(parts) or nothing)


def _related_cell(related: RelatedPriorities, counterpart: str, cell: int, count: int) -> Part:
    coded, first = related.coded, related.coded.columns["cell"].start
    nearest = int(related.nearest[cell])
    market, technology = related.cells[cell].split("|")
    near_market, near_technology = related.cells[nearest].split("|")
    values = {
        "market": market,
        "technology": technology,
        "density": float(related.densities[cell]),
        "nearest_market": near_market,
        "nearest_technology": near_technology,
        "proximity": float(related.proximities[cell, nearest]),
    }
    evidence = (
        *coded.evidence(related.territory, first + nearest),
        *coded.evidence(counterpart, first + cell),
    )
    return Part(PartCode.RELATED_CELL, float(related.densities[cell] / count), values, evidence)


def _named(kind: str, code: str) -> dict[str, str | float]:
    if kind == "cell":
        market, technology = code.split("|")
        return {"market": market, "technology": technology}
    return {kind: code}
