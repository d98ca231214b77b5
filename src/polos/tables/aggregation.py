"""Raw records of plants, firms, patents or projects, summed to territory by activity where they are kept."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa
from narwhals.exceptions import NarwhalsError

from polos.errors import WrongColumns, WrongRows
from polos.provenance import Origin
from polos.tables.columns import read_columns
from polos.tables.matrix import Matrix

RECORDS, UNKNOWN, REFUSED = "records", "records_unknown", "records_refused"
_CODES = (nw.String, nw.Categorical, nw.Enum, nw.Date)


def aggregate(
    records: Any, *, territory: str, activity: str, value: str | None = None, year: str | None = None
) -> Any:
    """Sum records to one row for each territory and activity, and year, in the engine that holds them.

    A Polars lazy frame, a DuckDB relation, a PySpark or an Ibis table stays lazy and comes back as one:
    nothing is read here before the result is asked for. pandas, Polars and Arrow tables are summed at once.

    Parameters
    ----------
    records
        One row a record, such as a plant.
    territory, activity
        The columns of codes: text or whole numbers.
    value
        The column to sum, such as persons employed; without it the records are counted.
    year
        A third column of codes, where the table has several years.

    Returns
    -------
    the kind of table that came in
        The columns of codes; the sum, under the name of ``value``; ``records``, their number;
        ``records_unknown``, those without a value, and ``records_refused``, those whose value is negative or
        infinite. The sum is missing where one of these two is above 0: the sum of the others would not be
        the total. Without ``value`` only ``records`` stands beside the codes. The engine orders the rows.

    Raises
    ------
    WrongColumns
        When a column is missing or named twice, codes are not text or whole numbers, values are not numbers,
        or a column has the name of a count.
    """
    codes = (territory, activity) if year is None else (territory, activity, year)
    rows = _opened(records)
    _require_columns(rows, codes, value)
    summed = _counted(rows, codes) if value is None else _summed(rows, codes, value)
    result = summed.to_native()
    return result.to_arrow() if isinstance(records, pa.Table) else result


def matrix_of_records(
    records: Any,
    *,
    territory: str,
    activity: str,
    value: str | None = None,
    unit: str = "",
    vintage: str = "",
    origin: Origin | None = None,
    absent_is_zero: bool = False,
) -> Matrix:
    """Build a matrix from raw records: :func:`aggregate` where they are kept, the small result here.

    A cell is unknown where one of its records has no value. A pair without records is unknown as well,
    unless ``absent_is_zero`` declares that the records are complete.

    Raises
    ------
    WrongColumns
        As :func:`aggregate`.
    WrongRows
        When a record lacks a code, or its value is negative or infinite.
    """
    summed = aggregate(records, territory=territory, activity=activity, value=value)
    table, backend = _read(summed, (territory, activity), value)
    return _matrix(
        table,
        backend,
        territory=territory,
        activity=activity,
        value=value or RECORDS,
        unit=unit,
        vintage=vintage,
        origin=origin,
        absent_is_zero=absent_is_zero,
    )


def matrices_of_records(
    records: Any,
    *,
    territory: str,
    activity: str,
    year: str,
    value: str | None = None,
    unit: str = "",
    origin: Origin | None = None,
    absent_is_zero: bool = False,
) -> dict[str, Matrix]:
    """Build a matrix a year, in the order of time, from raw records: the input of measures of several years.

    Each matrix has the territories and activities that its year has records of, and the year as vintage.

    Raises
    ------
    WrongColumns
        As :func:`aggregate`.
    WrongRows
        As :func:`matrix_of_records`.
    """
    summed = aggregate(records, territory=territory, activity=activity, value=value, year=year)
    table, backend = _read(summed, (territory, activity, year), value)
    by_year = table.sort(year).partition_by(year, maintain_order=True)
    return {
        vintage: _matrix(
            part,
            backend,
            territory=territory,
            activity=activity,
            value=value or RECORDS,
            unit=unit,
            vintage=vintage,
            origin=origin,
            absent_is_zero=absent_is_zero,
        )
        for vintage, part in ((str(part[year][0]), part) for part in by_year)
    }


def _opened(records: Any) -> Any:
    """Return the records for narwhals; Arrow tables by way of Polars, whose sums are tested."""
    try:
        return nw.from_native(pl.DataFrame(records) if isinstance(records, pa.Table) else records)
    except (TypeError, NarwhalsError) as error:
        raise WrongColumns(
            found=f"an object of type {type(records).__name__} ({error})",
            needed="a table of pandas, Polars, DuckDB, Arrow, PySpark or Ibis, each column once",
            next_step="Make a table with one row per record first.",
        ) from error


def _require_columns(rows: Any, codes: Sequence[str], value: str | None) -> None:
    kinds = rows.collect_schema()
    named = (*codes, value) if value is not None else tuple(codes)
    if missing := [name for name in named if name not in kinds]:
        raise WrongColumns(
            found=f"the columns {', '.join(kinds)}",
            needed=f"also {', '.join(missing)}",
            next_step="Say which columns hold what.",
        )
    if len(set(named)) < len(named) or set(named) & {RECORDS, UNKNOWN, REFUSED}:
        raise WrongColumns(
            found=f"the columns {', '.join(named)}",
            needed=f"each once, and none named {RECORDS}, {UNKNOWN} or {REFUSED}",
            next_step="Rename the column first.",
        )
    for name in codes:
        if not (kinds[name].is_integer() or kinds[name] in _CODES):
            raise WrongColumns(
                found=f"{kinds[name]} codes in {name!r}",
                needed="text, or whole numbers: 2.10 and 2.1 are one number and two codes",
                next_step="Read this column as text.",
            )
    if value is not None and not kinds[value].is_numeric():
        raise WrongColumns(
            found=f"{kinds[value]} in {value!r}",
            needed="numbers, and nothing where an amount is unknown",
            next_step="Convert the column, deciding what each text in it means.",
        )


def _counted(rows: Any, codes: Sequence[str]) -> Any:
    counted = rows.select(*codes).group_by(*codes).agg(nw.len().alias(RECORDS))
    return counted.with_columns(nw.col(RECORDS).cast(nw.Int64))


def _summed(rows: Any, codes: Sequence[str], value: str) -> Any:
    """Sum in float64: small whole numbers do not overflow, and sums up to 2^53 are exact in any order."""
    amounts = rows.select(*codes, nw.col(value).cast(nw.Float64))
    unknown = nw.col(value).is_null() | nw.col(value).is_nan()
    refused = ~unknown & ((nw.col(value) < 0) | (nw.col(value) == float("inf")))
    usable = nw.when(~(unknown | refused)).then(nw.col(value)).otherwise(nw.lit(0.0))
    marked = amounts.with_columns(
        usable.alias(value), unknown.cast(nw.Int64).alias(UNKNOWN), refused.cast(nw.Int64).alias(REFUSED)
    )
    totals = marked.group_by(*codes).agg(
        nw.col(value).sum(), nw.len().alias(RECORDS), nw.col(UNKNOWN).sum(), nw.col(REFUSED).sum()
    )
    is_total = (nw.col(UNKNOWN) == 0) & (nw.col(REFUSED) == 0)
    return totals.with_columns(
        nw.when(is_total).then(nw.col(value)).alias(value), nw.col(RECORDS, UNKNOWN, REFUSED).cast(nw.Int64)
    )


def _read(summed: Any, codes: Sequence[str], value: str | None) -> tuple[pl.DataFrame, str]:
    """Bring the small result here, refusing sums over what is not an amount."""
    if value is None:
        return read_columns(summed, codes=codes, numbers=(RECORDS,))
    table, backend = read_columns(summed, codes=codes, numbers=(value, REFUSED))
    refused = table.filter(pl.col(REFUSED) > 0).sort(codes)
    if refused.height:
        count, cell = refused[REFUSED].sum(), ", ".join(f"{name} {refused[name][0]!r}" for name in codes)
        raise WrongRows(
            found=f"{count:.0f} records with a negative or infinite {value}, first in {cell}",
            needed="an amount that is finite and not negative, or nothing where it is unknown",
            next_step="Correct these records, or leave them out and say so beside the result.",
        )
    return table, backend


def _matrix(table: pl.DataFrame, backend: str, *, origin: Origin | None, **columns: Any) -> Matrix:
    step = "sum over records" if columns["value"] != RECORDS else "count of records"
    papers = (origin or Origin("records in memory")).then(step)
    return replace(Matrix.from_frame(table, origin=papers, **columns), backend=backend)
