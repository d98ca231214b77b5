"""The ``spec`` fixture: what a measure means, as tables one can check by hand."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from polos.measures.results import Reason
from spec.tables import (
    Drawn,
    read_drawn,
    to_by_activity,
    to_by_territory,
    to_class_pairs,
    to_cluster_definition,
    to_co_occurrence,
    to_cross_pairs,
    to_grid,
    to_indicators,
    to_input_output,
    to_matrix,
    to_pairs,
    to_plants,
    to_points,
    to_records,
    to_spatial_weights,
    to_territory_pairs,
)

KINDS = {
    "Indicators": to_indicators,
    "InputOutput": to_input_output,
    "ClassPairs": to_class_pairs,
    "ClusterDefinition": to_cluster_definition,
    "ByTerritory": to_by_territory,
    "CoOccurrence": to_co_occurrence,
    "CrossPairs": to_cross_pairs,
    "TerritoryPairs": to_territory_pairs,
    "ByActivity": to_by_activity,
    "Plants": to_plants,
    "Points": to_points,
    "SpatialWeights": to_spatial_weights,
    "Records": to_records,
    "Matrix": to_matrix,
    "Grid": to_grid,
    "Pairs": to_pairs,
}


@pytest.fixture
def spec() -> Callable[..., None]:
    """Call a measure on drawn tables and compare every cell of what it returns with the table expected.

    ``given`` is the first argument, or all of them where the measure takes any number; further drawn tables
    go by parameter name, other options as they are. A cell ``?`` is unknown where given; where expected, a
    cell says why it is undefined, by its reason. ``part`` names the part of a result that has several.
    Joint occurrences are given as the table of presence they are counted from.
    """

    def check(
        measure: Callable[..., Any],
        *,
        given: str | tuple[str, ...],
        expected: str,
        part: str = "",
        **options: Any,
    ) -> None:
        parameters = inspect.signature(measure).parameters
        first = next(iter(parameters.values()))
        tables = (given,) if isinstance(given, str) else given
        inputs = [_argument(table, str(first.annotation)) for table in tables]
        named = {name: _argument(value, str(parameters[name].annotation)) for name, value in options.items()}
        result = measure(*inputs, **named)
        for name in filter(None, part.split(".")):
            result = getattr(result, name)
        _require_equal(result, read_drawn(expected))

    return check


def _argument(value: Any, annotation: str) -> Any:
    if not (isinstance(value, str) and "|" in value):
        return value
    drawn = read_drawn(value)
    kind = next(kind for kind in KINDS if kind in annotation)
    return KINDS[kind](drawn)


def _require_equal(result: Any, expected: Drawn) -> None:
    axes = [labels for _, labels in result._axes()]
    assert list(axes[0]) == expected.rows
    values = result.values
    reasons = result.undefined
    if len(axes) == 1:
        values, reasons = values[:, None], reasons[:, None]
    else:
        assert list(axes[1]) == expected.columns
    for r, row in enumerate(expected.cells):
        for c, cell in enumerate(row):
            where = f"{expected.rows[r]}, {expected.columns[c]}"
            if _is_reason(cell):
                assert Reason(int(reasons[r, c])) is Reason[cell.upper()], where
                assert np.isnan(values[r, c]), where
            else:
                assert reasons[r, c] == Reason.DEFINED, f"{where}: {Reason(int(reasons[r, c])).name}"
                assert values[r, c] == pytest.approx(_number(cell), abs=_half_of_last_place(cell)), where


def _is_reason(cell: str) -> bool:
    return cell.upper() in Reason.__members__


def _number(cell: str) -> float:
    top, _, bottom = cell.partition("/")
    return float(top) / float(bottom) if bottom else float(cell)


def _half_of_last_place(cell: str) -> float:
    """A printed 0.333 stands for anything that rounds to it; a fraction or a short number is exact."""
    places = len(cell.partition(".")[2])
    return 0.5 * 10**-places + 1e-12 if places >= 3 else 1e-12
