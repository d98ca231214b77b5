"""What measures take besides a table of employment, made from frames with columns of fixed names."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from polos.errors import InputError, WrongColumns
from polos.measures.results import (
    ByActivity,
    ByTerritory,
    Grid,
    Pairs,
    Reason,
    TerritoryPairs,
    undefined_where,
)
from polos.measures.spatial_weights import SpatialWeights
from polos.provenance import Origin
from polos.tables.columns import label_codes
from polos.tables.indicators import Indicators
from polos.tables.matrix import Matrix
from polos.tables.plants import Plants
from polos.tables.points import Points
from polos.tables.records import Records

_ORIGIN = Origin("a file")


def from_frame(kind: str, frame: pl.DataFrame) -> Any:
    """Return a frame as what a parameter takes; ``kind`` is the name of its type.

    Raises
    ------
    InputError
        When nothing of this kind is made from a frame.
    WrongColumns
        When a column is missing.
    """
    found = next((kind_of for kind_of in COLUMNS if kind_of in kind), None)
    if found is None:
        raise InputError(
            found=f"a file for a parameter of the kind {kind}",
            needed=f"one of the kinds {', '.join(COLUMNS)}",
            next_step="Call the measure from Python to give it this.",
        )
    missing = [name for name in COLUMNS[found] if name not in frame.columns]
    if missing:
        raise WrongColumns(
            found=f"the columns {', '.join(frame.columns)}",
            needed=f"{', '.join(COLUMNS[found])} for a {found}",
            next_step="Name the columns of the file so.",
        )
    return _MAKERS[found](frame)


#: The columns that each kind needs; the first kind whose name stands in that of the parameter's counts.
COLUMNS: Mapping[str, Sequence[str]] = {
    "Points": ("activity",),
    "Plants": ("territory", "activity", "size"),
    "Records": ("record", "activity"),
    "Indicators": ("territory",),
    "SpatialWeights": ("territory", "neighbour"),
    "TerritoryPairs": ("territory", "other_territory", "value"),
    "Pairs": ("activity", "other_activity", "value"),
    "ByTerritory": ("territory", "value"),
    "ByActivity": ("activity", "value"),
    "Grid": ("territory", "activity", "value"),
    "Matrix": ("territory", "activity", "value"),
    "Mapping": ("name", "value"),
    "Any": (),
}


def _points(frame: pl.DataFrame) -> Points:
    weight = "weight" if "weight" in frame.columns else None
    if {"longitude", "latitude"} <= set(frame.columns):
        return Points.from_degrees(
            frame, longitude="longitude", latitude="latitude", activity="activity", weight=weight
        )
    return Points.from_frame(frame, x="x", y="y", activity="activity", weight=weight)


def _indicators(frame: pl.DataFrame) -> Indicators:
    variables = [name for name in frame.columns if name != "territory"]
    return Indicators.from_frame(frame, territory="territory", variables=variables)


def _weights(frame: pl.DataFrame) -> SpatialWeights:
    at, around, names = _two_sided(frame, "territory", "neighbour")
    amounts = frame["weight"].to_numpy() if "weight" in frame.columns else np.ones(len(at))
    links = csr_array((amounts.astype(np.float64), (at, around)), shape=(len(names), len(names)))
    return SpatialWeights(links, names)


def _two_sided(frame: pl.DataFrame, one: str, other: str) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    both = pl.concat([frame[one].cast(pl.String), frame[other].cast(pl.String)])
    places, names = label_codes(both)
    return places[: len(frame)], places[len(frame) :], names


def _pairs(frame: pl.DataFrame, axis: str) -> tuple[Any, ...]:
    at, other, names = _two_sided(frame, axis, f"other_{axis}")
    values = np.zeros((len(names), len(names)))
    values[at, other] = frame["value"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    return values, names, undefined, _ORIGIN


def _by_name(frame: pl.DataFrame, axis: str) -> tuple[Any, ...]:
    values = frame["value"].cast(pl.Float64).fill_null(np.nan).to_numpy().copy()
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    return values, tuple(frame[axis].cast(pl.String)), undefined, _ORIGIN


def _grid(frame: pl.DataFrame) -> Grid:
    """Return the cells as they stand in the file; one without a row is unknown."""
    at, territories = label_codes(frame["territory"].cast(pl.String))
    to, activities = label_codes(frame["activity"].cast(pl.String))
    values = np.full((len(territories), len(activities)), np.nan)
    values[at, to] = frame["value"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    return Grid(values, territories, activities, undefined, _ORIGIN)


def _matrix(frame: pl.DataFrame) -> Matrix:
    return Matrix.from_frame(frame, territory="territory", activity="activity", value="value", origin=_ORIGIN)


_MAKERS: Mapping[str, Callable[[pl.DataFrame], Any]] = {
    "Points": _points,
    "Plants": lambda frame: Plants.from_frame(frame, territory="territory", activity="activity", size="size"),
    "Records": lambda frame: Records.from_frame(frame, record="record", activity="activity"),
    "Indicators": _indicators,
    "SpatialWeights": _weights,
    "TerritoryPairs": lambda frame: TerritoryPairs(*_pairs(frame, "territory")),
    "Pairs": lambda frame: Pairs(*_pairs(frame, "activity")),
    "ByTerritory": lambda frame: ByTerritory(*_by_name(frame, "territory")),
    "ByActivity": lambda frame: ByActivity(*_by_name(frame, "activity")),
    "Grid": _grid,
    "Matrix": _matrix,
    "Mapping": lambda frame: dict(zip(frame["name"].cast(pl.String), frame["value"], strict=True)),
    "Any": lambda frame: frame,
}
