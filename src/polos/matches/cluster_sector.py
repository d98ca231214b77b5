"""The column "sector" of two clusters: the codes of both, weighed by how few clusters have them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polos.matches.cluster_field import ClusterField
from polos.matches.codes import PartCode, UnknownCode
from polos.matches.explanation import Explanation, Part, Unknown

Values = NDArray[np.float32]
Rows = NDArray[np.int64]
_LEAST = 1e-6  # information in single precision; less than this is what every cluster has
_BOTH_IN: Mapping[str, PartCode] = {
    "cell": PartCode.BOTH_IN_CELL,
    "market": PartCode.BOTH_IN_MARKET,
    "technology": PartCode.BOTH_IN_TECHNOLOGY,
    "division": PartCode.BOTH_IN_DIVISION,
    "section": PartCode.BOTH_IN_SECTION,
}


@dataclass(frozen=True)
class ConceptRow:
    """A code of one of two clusters, or of both: of which, and what it weighs.

    ``kind`` is market, technology, cell (a market and a technology, as "energy|photonics"), division or
    section; ``share`` is that of the coded clusters that have it, ``information`` -log2 of it. The column is
    the information of what both have over that of all rows.
    """

    kind: str
    code: str
    ours: bool
    theirs: bool
    share: float
    information: float


def sector_rows(field: ClusterField, cluster_id: str, counterpart_id: str) -> tuple[ConceptRow, ...]:
    """Return every code of two clusters, those of both first, what few clusters have before the rest.

    Raises
    ------
    UnknownName
        When one of them is not in the field.
    """
    here, there = (field.declared[field.row(one)] > 0 for one in (cluster_id, counterpart_id))
    found = [
        ConceptRow(
            *field.concepts[k],
            ours=bool(here[k]),
            theirs=bool(there[k]),
            share=float(field.share[k]),
            information=float(field.weights[k]),
        )
        for k in np.flatnonzero(here | there).tolist()
    ]
    return tuple(sorted(found, key=lambda row: (not (row.ours and row.theirs), -row.information)))


def sector_overlap(field: ClusterField, rows: Rows, others: Rows) -> Values:
    """Return the column for these rows and others, shape (rows, others); NaN where it is unknown."""
    here, there = field.declared[rows] * field.weights, field.declared[others]
    shared = here @ there.T
    either = here.sum(axis=1)[:, None] + (there @ field.weights)[None, :] - shared
    coded_here, coded_there = (np.sum(field.declared[side], axis=1) > 0 for side in (rows, others))
    known = coded_here[:, None] & coded_there[None, :] & (either > _LEAST)
    return np.divide(shared, either, out=np.full(shared.shape, np.nan, dtype=np.float32), where=known)


def explained_sector(field: ClusterField, a: int, b: int) -> Explanation:
    """Explain the column for the clusters of two rows: one part for each code of both."""
    without = [k for k in (a, b) if not field.declared[k].any()]
    if without:
        code = UnknownCode.CLUSTER_WITHOUT_CODES
        return Explanation(None, (), tuple(Unknown(code, {"owner": field.clusters[k].id}) for k in without))
    here, there = field.declared[a] > 0, field.declared[b] > 0
    weights = field.weights.astype(np.float64)
    either = float(weights[here | there].sum())
    if either <= _LEAST:
        values = {"owner": field.clusters[a].id, "other_owner": field.clusters[b].id}
        return Explanation(None, (), (Unknown(UnknownCode.CODES_OF_ALL, values),))
    shared = np.flatnonzero(here & there & (weights > 0)).tolist()
    parts = [_in_common(field, k, weights[k] / either) for k in shared]
    parts.sort(key=lambda part: -part.amount)
    score = float(weights[here & there].sum()) / either
    return Explanation(score, tuple(parts) or (Part(PartCode.NOTHING_IN_COMMON, 0.0),))


def _in_common(field: ClusterField, concept: int, amount: float) -> Part:
    kind, code = field.concepts[concept]
    named = {kind: code}
    if kind == "cell":
        named = dict(zip(("market", "technology"), code.split("|"), strict=True))
    values = {**named, "share": float(field.share[concept]), "information": float(field.weights[concept])}
    return Part(_BOTH_IN[kind], float(amount), values)
