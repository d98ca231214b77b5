"""Reader of the stored output of EconGeo 2.1 (see data/complexity in the folder of statistics)."""

import csv
import gzip
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from polos.measures.results import Grid
from polos.tables.matrix import Matrix


@cache
def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt") as file:
        return list(csv.DictReader(file))


def cells(shared: Path, name: str) -> pl.DataFrame:
    """Return the input table as row, col, value."""
    rows = _rows(shared / "data/complexity/econgeo21_inputs.csv.gz")
    return pl.DataFrame([row for row in rows if row["input"] == name]).with_columns(
        pl.col("value").cast(pl.Float64)
    )


def matrix(shared: Path, name: str) -> Matrix:
    """Return an input table with labels in sorted order."""
    return Matrix.from_frame(cells(shared, name), territory="row", activity="col", value="value")


def incidence(shared: Path, name: str) -> Grid:
    """Return an input of zeros and ones as a presence."""
    table = matrix(shared, name)
    reasons = np.zeros(table.shape, dtype=np.uint8)
    return Grid(np.array(table.values), table.territories, table.activities, reasons, table.origin)


def expected(shared: Path, function: str, arguments: str, source: str) -> list[tuple[str, str, float]]:
    """Return what the function gave, as (row, col, value) in its own order; NaN for R's NA."""
    rows = _rows(shared / "data/complexity/econgeo21_expected.csv.gz")
    found = [
        (row["row"], row["col"], float("nan") if row["value"] in {"NA", "NaN"} else float(row["value"]))
        for row in rows
        if (row["fun"], row["args"], row["input"]) == (function, arguments, source)
    ]
    assert found, (function, arguments, source)
    return found


def expected_values(shared: Path, function: str, arguments: str, source: str) -> np.ndarray:
    """Return the values alone: what a function without labels gave, in the order of the input."""
    return np.array([value for _, _, value in expected(shared, function, arguments, source)])


def expected_by_label(shared: Path, function: str, arguments: str, source: str) -> dict[str, float]:
    """Return the values of a function that labels one axis."""
    return {row or col: value for row, col, value in expected(shared, function, arguments, source)}
