"""Tables drawn in tests: read from text, and made into what measures take."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from polos.measures.cluster_definitions import ClusterDefinition
from polos.measures.joint_occurrence import CoOccurrence, co_occurrence
from polos.measures.results import (
    ByActivity,
    ByTerritory,
    CrossPairs,
    Grid,
    Pairs,
    Reason,
    TerritoryPairs,
    undefined_where,
)
from polos.measures.spatial_weights import SpatialWeights
from polos.measures.transitions import ClassPairs
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from polos.tables.input_output import InputOutput
from polos.tables.matrix import Matrix
from polos.tables.plants import Plants
from polos.tables.points import Points
from polos.tables.records import Records


@dataclass(frozen=True)
class Drawn:
    """Row labels, column labels and the cells as written."""

    rows: list[str]
    columns: list[str]
    cells: list[list[str]]

    @property
    def numbers(self) -> np.ndarray:
        """The cells as numbers, ``?`` as NaN."""
        return np.array([[np.nan if c == "?" else float(c) for c in row] for row in self.cells], dtype=float)


def read_drawn(text: str) -> Drawn:
    """Read a table drawn with bars; the first line holds the column labels."""
    lines = [
        [cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines() if line.strip()
    ]
    heading, *body = lines
    assert all(len(line) == len(heading) for line in body), "every line needs as many bars as the heading"
    return Drawn([line[0] for line in body], heading[1:], [line[1:] for line in body])


def to_matrix(drawn: Drawn) -> Matrix:
    return Matrix(drawn.numbers, tuple(drawn.rows), tuple(drawn.columns), "jobs", "", Origin("a drawn table"))


def to_grid(drawn: Drawn) -> Grid:
    values = drawn.numbers
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    return Grid(values, tuple(drawn.rows), tuple(drawn.columns), undefined, Origin("a drawn table"))


def to_pairs(drawn: Drawn) -> Pairs:
    values = drawn.numbers
    undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    return Pairs(values, tuple(drawn.rows), undefined, Origin("a drawn table"))


def to_co_occurrence(drawn: Drawn) -> CoOccurrence:
    return co_occurrence(to_grid(drawn))


def to_cross_pairs(drawn: Drawn) -> CrossPairs:
    values = drawn.numbers
    undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    return CrossPairs(values, tuple(drawn.rows), tuple(drawn.columns), undefined, Origin("a drawn table"))


def to_territory_pairs(drawn: Drawn) -> TerritoryPairs:
    values = drawn.numbers
    undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    return TerritoryPairs(values, tuple(drawn.rows), undefined, Origin("a drawn table"))


def to_by_activity(drawn: Drawn) -> ByActivity:
    values = drawn.numbers[:, 0]
    undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    return ByActivity(values, tuple(drawn.rows), undefined, Origin("a drawn table"))


def to_by_territory(drawn: Drawn) -> ByTerritory:
    values = drawn.numbers[:, 0]
    undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    return ByTerritory(values, tuple(drawn.rows), undefined, Origin("a drawn table"))


def to_class_pairs(drawn: Drawn) -> ClassPairs:
    values = drawn.numbers
    undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    return ClassPairs(values, tuple(drawn.rows), undefined, Origin("a drawn table"))


def to_cluster_definition(drawn: Drawn) -> ClusterDefinition:
    values = drawn.numbers[:, 0]
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    return ClusterDefinition(values, tuple(drawn.rows), undefined, Origin("a drawn table"))


def to_plants(drawn: Drawn) -> Plants:
    """One line a plant, with the columns territory, activity and size."""
    columns = {name: [row[i] for row in drawn.cells] for i, name in enumerate(drawn.columns)}
    columns["size"] = [float(size) for size in columns["size"]]
    return Plants.from_frame(pl.DataFrame(columns), territory="territory", activity="activity", size="size")


def to_points(drawn: Drawn) -> Points:
    """One line a plant, with the columns x, y, activity and weight."""
    columns: dict[str, list] = {name: [row[i] for row in drawn.cells] for i, name in enumerate(drawn.columns)}
    columns |= {name: [float(cell) for cell in columns[name]] for name in ("x", "y", "weight")}
    return Points.from_frame(pl.DataFrame(columns), x="x", y="y", activity="activity", weight="weight")


def to_spatial_weights(drawn: Drawn) -> SpatialWeights:
    """Weights as they stand, not standardised."""
    return SpatialWeights(csr_array(drawn.numbers), tuple(drawn.rows), is_row_standardised=False)


def to_records(drawn: Drawn) -> Records:
    """One line a record, 1 under each activity it names."""
    named = [(drawn.rows[r], drawn.columns[c]) for r, c in zip(*np.nonzero(drawn.numbers), strict=True)]
    frame = pl.DataFrame(named, schema=["record", "activity"], orient="row")
    return Records.from_frame(frame, record="record", activity="activity")


def to_indicators(drawn: Drawn) -> Indicators:
    """One line a territory, one column a variable."""
    return Indicators(drawn.numbers, tuple(drawn.rows), tuple(drawn.columns), Origin("a drawn table"))


def to_input_output(drawn: Drawn) -> InputOutput:
    """One line a seller, one column a buyer, and a last column with the output of the seller."""
    numbers = drawn.numbers
    papers = Origin("a drawn table")
    return InputOutput(numbers[:, :-1], numbers[:, -1], tuple(drawn.rows), "million", "", papers)
