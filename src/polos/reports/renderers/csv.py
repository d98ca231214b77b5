"""Tables as CSV (RFC 4180, UTF-8) that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Iterable, Sequence

import polars as pl

from polos.reports.figures import Figure
from polos.table import Table

BYTE_ORDER_MARK = "\ufeff"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LIST_SEPARATOR = ";"


def render(table: Table | Figure | pl.DataFrame, *, byte_order_mark: bool = False) -> bytes:
    """Return the rows with a heading; ``byte_order_mark`` helps older spreadsheets see the encoding.

    Numbers are written with a decimal point and without rounding, an unknown value is an empty field,
    lists are joined by semicolons. Text that a spreadsheet would run as a formula gets an apostrophe
    in front; numbers, also negative ones, stay numbers.
    """
    headings, rows = _contents(table)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([_guarded(heading) for heading in headings])
    writer.writerows([[_field(value) for value in row] for row in rows])
    return ((BYTE_ORDER_MARK if byte_order_mark else "") + file.getvalue()).encode()


def _contents(table: Table | Figure | pl.DataFrame) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    if isinstance(table, Figure):
        return table.table.headings, table.table.rows
    frame = table.rows if isinstance(table, Table) else table
    return frame.columns, frame.iter_rows()


def _field(value: object) -> object:
    if isinstance(value, str):
        return _guarded(value)
    if isinstance(value, list | tuple):
        return _guarded(LIST_SEPARATOR.join(str(item) for item in value))
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - NaN is unknown: an empty field
        return ""
    return value


def _guarded(value: str) -> str:
    return f"'{value}" if value.lstrip(" ").startswith(STARTS_A_FORMULA) else value
