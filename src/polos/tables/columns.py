"""The door for tables from outside: any kind of table in, checked Polars columns out."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import pyarrow as pa
from narwhals.exceptions import NarwhalsError
from numpy.typing import NDArray

from polos.errors import WrongColumns, WrongRows
from polos.tables.frames import LAZY_POLARS


def read_columns(
    frame: Any, *, codes: Sequence[str], numbers: Sequence[str] = ()
) -> tuple[pl.DataFrame, str]:
    """Return these columns as Polars columns, and the kind of table they came in.

    Arrow tables go through Polars as well: narwhals' window sums on them err above 32,768 rows.

    Raises
    ------
    WrongColumns
        When a column is missing or double, codes are not text or whole numbers, or amounts are not numbers.
    WrongRows
        When a code is missing.
    """
    try:
        rows = nw.from_native(frame)
        present = rows.collect_schema().names()
    except (TypeError, NarwhalsError) as error:
        raise WrongColumns(
            found=f"an object of type {type(frame).__name__} ({error})",
            needed="a table of pandas, Polars, DuckDB, Arrow, PySpark or Ibis, each column once",
            next_step="Make a table with one row per cell first.",
        ) from error
    _require_columns(present, (*codes, *numbers))
    table = _to_polars(rows.select(*dict.fromkeys((*codes, *numbers))))
    for name in codes:
        _require_codes(table[name])
    for name in numbers:
        _require_numbers(table[name])
    kind = LAZY_POLARS if isinstance(frame, pl.LazyFrame) else rows.implementation.value
    return table.with_columns(pl.col(*numbers).cast(pl.Float64)) if numbers else table, kind


def row_in_words(rows: pl.DataFrame, at: int) -> str:
    """Return a row for a refusal: its number from 1, and what stands in each column."""
    row = rows.row(at, named=True)
    return f"row {at + 1}: " + ", ".join(f"{name} {value}" for name, value in row.items())


def has_gap(rows: pl.DataFrame) -> pl.Series:
    """Return for every row whether something is missing in it."""
    return rows.select(pl.any_horizontal(pl.all().is_null())).to_series()


def label_codes(names: pl.Series) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return for every row the position of its label, and the labels in order."""
    if names.dtype.is_integer():
        return _number_codes(names)
    text = names.cast(pl.String)
    labels = text.unique().sort()
    return text.cast(pl.Enum(labels)).to_physical().to_numpy().astype(np.intp), tuple(labels.to_list())


def _number_codes(names: pl.Series) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return the same for codes that are numbers, each made a text once and not in every row."""
    numbers = names.unique().sort()
    text = numbers.cast(pl.String)
    order = text.arg_sort().to_numpy()
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    labels = tuple(text.gather(order).to_list())
    if not labels:
        return place, labels
    lowest, highest = int(numbers[0]), int(numbers[-1])
    if highest - lowest > 4 * len(names) or highest >= 2**62:
        return place[np.searchsorted(numbers.to_numpy(), names.to_numpy())], labels
    place_of = np.empty(highest - lowest + 1, dtype=np.intp)
    place_of[(numbers.cast(pl.Int64) - lowest).to_numpy()] = place
    return place_of[(names.cast(pl.Int64) - lowest).to_numpy()], labels


def _to_polars(rows: Any) -> pl.DataFrame:
    if isinstance(rows, nw.LazyFrame):
        return rows.collect("polars").to_native()
    native = rows.to_native()
    if isinstance(native, pa.Table):
        return pl.DataFrame(native)
    try:
        return rows.to_polars()
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise WrongColumns(
            found=f"a column of several types ({error})",
            needed="one type a column: text for codes, numbers for amounts",
            next_step="Read the columns with their types stated.",
        ) from error


def _require_columns(present: Sequence[str], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in present]
    if missing:
        raise WrongColumns(
            found=f"the columns {', '.join(present)}",
            needed=f"also {', '.join(missing)}",
            next_step="Say which columns hold what.",
        )


def _require_codes(names: pl.Series) -> None:
    if not len(names) and names.dtype != pl.String:
        raise WrongRows(
            found=f"an empty table: no row, and no text in the column {names.name!r}",
            needed="at least one row",
            next_step="Check what the table was read or selected from.",
        )
    if not (names.dtype.is_integer() or names.dtype in {pl.String, pl.Categorical, pl.Enum, pl.Date}):
        raise WrongColumns(
            found=f"{names.dtype} codes in {names.name!r}",
            needed="text, or whole numbers: 2.10 and 2.1 are one number and two codes",
            next_step="Read this column as text.",
        )
    if names.null_count():
        raise WrongRows(
            found=f"{names.null_count()} rows without a code in {names.name!r}",
            needed="a code in every row",
            next_step="If a code is 'NA' (Namibia), read the file with missing-value parsing switched off.",
        )


def _require_numbers(amounts: pl.Series) -> None:
    if not (amounts.dtype.is_numeric() or amounts.dtype == pl.Null):
        raise WrongColumns(
            found=f"{amounts.dtype} in {amounts.name!r}",
            needed="numbers, and nothing where an amount is unknown",
            next_step="Convert the column, deciding what each text in it means.",
        )
