"""What measures take besides a table of employment, made from frames with columns of fixed names."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from polos.errors import InputError, WrongColumns, WrongRows
from polos.measures.joint_occurrence import SparseCoOccurrence, co_occurrence_of_records
from polos.measures.results import (
    ByActivity,
    ByTerritory,
    CrossPairs,
    Grid,
    Pairs,
    Reason,
    Reasons,
    TerritoryPairs,
    Values,
    undefined_where,
)
from polos.measures.spatial_weights import SpatialWeights
from polos.provenance import Origin
from polos.tables.columns import label_codes
from polos.tables.indicators import Indicators
from polos.tables.input_output import InputOutput
from polos.tables.matrix import Matrix
from polos.tables.plants import Plants
from polos.tables.points import Points
from polos.tables.records import Records

_ORIGIN = Origin("a file")


@dataclass(frozen=True)
class Form:
    """What a file needs to have to be taken for something.

    ``codes`` and ``numbers`` are columns; ``optional`` ones are numbers too, ``...`` all columns that are no
    code. ``has_repeats`` says that several rows may have the same codes.
    """

    codes: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    has_repeats: bool = False

    def numbers_of(self, frame: pl.DataFrame) -> list[str]:
        """Return the columns of a frame that hold numbers."""
        if self.optional == _ALL:
            return [name for name in frame.columns if name not in self.codes]
        return [name for name in (*self.numbers, *self.optional) if name in frame.columns]


_ALL = ("...",)

#: The form of each kind, by the name of its type.
FORMS: Mapping[str, Form] = {
    "Points": Form(("activity",), optional=("x", "y", "longitude", "latitude", "weight"), has_repeats=True),
    "Plants": Form(("territory", "activity"), ("size",), has_repeats=True),
    "Records": Form(("record", "activity"), has_repeats=True),
    "Indicators": Form(("territory",), optional=_ALL),
    "SpatialWeights": Form(("territory", "neighbour"), optional=("weight",)),
    "TerritoryPairs": Form(("territory", "other_territory"), ("value",)),
    "CrossPairs": Form(("activity", "other_activity"), ("value",)),
    "Pairs": Form(("activity", "other_activity"), ("value",)),
    "InputOutput": Form(("activity", "other_activity"), ("value",)),
    "SparseCoOccurrence": Form(("record", "activity"), has_repeats=True),
    "CoOccurrence": Form(("record", "activity"), has_repeats=True),
    "ByTerritory": Form(("territory",), ("value",)),
    "ByActivity": Form(("activity",), ("value",)),
    "Grid": Form(("territory", "activity"), ("value",)),
    "Matrix": Form(("territory", "activity"), ("value",)),
    "Mapping": Form(("name",), ("value",)),
    "Any": Form(()),
}


def form_of(kind: str) -> str | None:
    """Return which of the forms a parameter of a kind takes as a file, the first that fits; or None."""
    plain = kind.removesuffix(" | None")
    if "Mapping" in plain:
        return "Mapping" if _NAMED.fullmatch(plain) else None
    if "Any" in plain:
        return "Any" if plain == "Any" else None
    return next((name for name in FORMS if re.search(rf"\b{name}\b", plain)), None)


_NAMED = re.compile(r"(?:collections\.abc\.)?Mapping\[str, (?:float|int|str)(?: \| None)?\]")


def from_frame(kind: str, frame: pl.DataFrame, file: str = "the file") -> Any:
    """Return a frame as what a parameter takes; ``kind`` is its type, written, ``file`` the frame's name.

    Raises
    ------
    InputError
        When nothing of this kind is made from a frame.
    WrongColumns
        When a column is missing.
    WrongRows
        When there is no row, a row lacks a code or has a text for a number, or two rows have the same codes.
    """
    found = form_of(kind)
    if found is None:
        raise InputError(
            found=f"a file for a parameter of the kind {kind}",
            needed=f"one of the kinds {', '.join(FORMS)}",
            next_step="Call the measure from Python to give it this.",
        )
    form = FORMS[found]
    needed = (*form.codes, *form.numbers)
    if missing := [name for name in needed if name not in frame.columns]:
        raise WrongColumns(
            found=f"the columns {', '.join(frame.columns)} in {file}, without {', '.join(missing)}",
            needed=f"{', '.join(needed)} for a {found}",
            next_step="Name the columns of the file so.",
        )
    _require_rows(frame, form, file)
    typed = frame.with_columns(_numbers(frame[name], file) for name in _numbers_in(form, kind, frame))
    if not form.has_repeats:
        _require_unique(typed, form.codes, file)
    return _MAKERS[found](typed)


def _numbers_in(form: Form, kind: str, frame: pl.DataFrame) -> list[str]:
    return [] if "Mapping[str, str" in kind else form.numbers_of(frame)


def _require_rows(frame: pl.DataFrame, form: Form, file: str) -> None:
    """Refuse a file without rows, and rows without a code."""
    if not frame.height:
        raise WrongRows(
            found=f"no row in {file}",
            needed="at least one under the heading",
            next_step="Check what the file was made from.",
        )
    for name in form.codes:
        if len(empty := (frame[name].cast(pl.String).fill_null("").str.strip_chars() == "").arg_true()):
            raise WrongRows(
                found=f"nothing in the column {name}, row {empty[0] + 2} of {file}",
                needed="a code in every row",
                next_step="Fill it in, or leave the row out. The heading is row 1.",
            )


def _numbers(column: pl.Series, file: str) -> pl.Series:
    """Return a column as numbers; nothing and NaN are unknown."""
    texts = column.cast(pl.String).str.strip_chars()
    numbers = texts.cast(pl.Float64, strict=False)
    is_wrong = (numbers.is_null() & texts.is_not_null() & (texts != "")) | numbers.is_infinite()
    if len(wrong := is_wrong.arg_true()):
        raise WrongRows(
            found=f"{texts[wrong[0]]!r} in the column {column.name}, row {wrong[0] + 2} of {file}",
            needed="a finite number with a decimal point, or nothing where it is unknown",
            next_step="Correct it, or leave the field empty. The heading is row 1.",
        )
    return numbers


def _require_unique(frame: pl.DataFrame, codes: Sequence[str], file: str) -> None:
    if not codes:
        return
    repeated = frame.select(~pl.struct(codes).is_first_distinct()).to_series().arg_true()
    if len(repeated):
        row = frame.select(codes).row(repeated[0])
        raise WrongRows(
            found=f"{', '.join(map(repr, row))} again in row {repeated[0] + 2} of {file}",
            needed=f"one row for each {' and '.join(codes)}",
            next_step="Sum or drop the repeated rows, knowing which is right. The heading is row 1.",
        )


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
    """Return the pairs as they stand in the file, each in its direction; one without a row is unknown."""
    at, other, names = _two_sided(frame, axis, f"other_{axis}")
    values, undefined = _filled(frame, at, other, (len(names), len(names)))
    return values, names, undefined, _ORIGIN


def _filled(
    frame: pl.DataFrame, at: np.ndarray, to: np.ndarray, shape: tuple[int, int]
) -> tuple[Values, Reasons]:
    """Return the values of a table and their reasons; a cell without a row is unknown."""
    values = np.full(shape, np.nan)
    values[at, to] = frame["value"].fill_null(np.nan)
    return values, _unknown(values)


def _by_name(frame: pl.DataFrame, axis: str) -> tuple[Any, ...]:
    values = frame["value"].fill_null(np.nan).to_numpy().copy()
    return values, tuple(frame[axis].cast(pl.String)), _unknown(values), _ORIGIN


def _unknown(values: Values) -> Reasons:
    return undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))


def _cross_pairs(frame: pl.DataFrame) -> CrossPairs:
    at, activities = label_codes(frame["activity"].cast(pl.String))
    to, others = label_codes(frame["other_activity"].cast(pl.String))
    values, undefined = _filled(frame, at, to, (len(activities), len(others)))
    return CrossPairs(values, activities, others, undefined, _ORIGIN)


def _input_output(frame: pl.DataFrame) -> InputOutput:
    """Return what activities sell to others; what each produces is the row whose buyer is ``output``."""
    made = frame.filter(pl.col("other_activity") == OUTPUT).sort(pl.col("activity").cast(pl.String))
    if not made.height:
        raise WrongRows(
            found="flows without the output of any activity",
            needed=f"a row for each activity with {OUTPUT!r} as other_activity and what it produces in all",
            next_step="Add these rows.",
        )
    outputs = dict(zip(made["activity"].cast(pl.String), made["value"].fill_null(np.nan), strict=True))
    columns = {"seller": "activity", "buyer": "other_activity", "value": "value"}
    return InputOutput.from_frame(frame, outputs, **columns, origin=_ORIGIN)


#: Stands for the buyer in the row that says what an activity produces in all.
OUTPUT = "output"


def _joint(frame: pl.DataFrame) -> SparseCoOccurrence:
    return co_occurrence_of_records(frame, record="record", activity="activity", origin=_ORIGIN)


def _grid(frame: pl.DataFrame) -> Grid:
    at, territories = label_codes(frame["territory"].cast(pl.String))
    to, activities = label_codes(frame["activity"].cast(pl.String))
    values, undefined = _filled(frame, at, to, (len(territories), len(activities)))
    return Grid(values, territories, activities, undefined, _ORIGIN)


def _mapping(frame: pl.DataFrame) -> dict[str, Any]:
    return dict(zip(frame["name"].cast(pl.String), frame["value"], strict=True))


def _matrix(frame: pl.DataFrame) -> Matrix:
    return Matrix.from_frame(frame, territory="territory", activity="activity", value="value", origin=_ORIGIN)


_MAKERS: Mapping[str, Callable[[pl.DataFrame], Any]] = {
    "Points": _points,
    "Plants": lambda frame: Plants.from_frame(frame, territory="territory", activity="activity", size="size"),
    "Records": lambda frame: Records.from_frame(frame, record="record", activity="activity"),
    "Indicators": _indicators,
    "SpatialWeights": _weights,
    "TerritoryPairs": lambda frame: TerritoryPairs(*_pairs(frame, "territory")),
    "CrossPairs": _cross_pairs,
    "Pairs": lambda frame: Pairs(*_pairs(frame, "activity")),
    "InputOutput": _input_output,
    "SparseCoOccurrence": _joint,
    "CoOccurrence": lambda frame: _joint(frame).to_co_occurrence(),
    "ByTerritory": lambda frame: ByTerritory(*_by_name(frame, "territory")),
    "ByActivity": lambda frame: ByActivity(*_by_name(frame, "activity")),
    "Grid": _grid,
    "Matrix": _matrix,
    "Mapping": _mapping,
    "Any": lambda frame: frame,
}
