"""Rows that hold a declared schema, with their papers: what reference data and checked input both are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from polos.errors import WrongColumns, WrongRows
from polos.provenance import Origin

Schema = dict[str, pl.DataType | type[pl.DataType]]


@dataclass(frozen=True, eq=False)
class Table:
    """Rows that hold what ``schema`` declares: column names and Polars types, in this order.

    Raises
    ------
    WrongColumns
        When a declared column is missing or has another type.
    """

    rows: pl.DataFrame
    schema: Schema
    origin: Origin

    def __post_init__(self) -> None:
        for name, needed in self.schema.items():
            found = self.rows.schema.get(name)
            if found is None or found != needed:
                raise WrongColumns(
                    found=f"{found or 'no column'} for {name!r}",
                    needed=f"{needed}",
                    next_step="Bring the rows into the declared schema before making a table.",
                )
        object.__setattr__(self, "rows", self.rows.select(list(self.schema)))

    @classmethod
    def from_frame(cls, frame: Any, schema: Schema, *, origin: Origin | None = None) -> "Table":
        """Bring a frame (pandas, Polars, DuckDB, Arrow ...) into a schema.

        A column that may be missing is one that the caller has no values for: it is unknown in every row.
        A list column takes lists, or text with semicolons.

        Raises
        ------
        WrongColumns
            When the frame has none of the columns, or one that the schema does not know.
        WrongRows
            When a value cannot be read as the type of its column.
        """
        rows = _to_polars(frame)
        _require_columns(rows.columns, schema)
        columns = [_typed(rows, name, needed) for name, needed in schema.items()]
        return cls(pl.DataFrame(columns), schema, origin or Origin("a table in memory"))


def require_ids(rows: pl.DataFrame, name: str, *, unique: bool) -> None:
    """Refuse rows without an id, and, where ids are unique, an id that stands twice."""
    ids = rows[name]
    if ids.null_count():
        raise WrongRows(
            found=f"no {name} in row {int(ids.is_null().arg_true()[0]) + 1}",
            needed=f"a {name} in every row",
            next_step=f"Give the column {name!r}, without gaps.",
        )
    if unique and ids.is_duplicated().any():
        raise WrongRows(
            found=f"the {name} {ids.filter(ids.is_duplicated())[0]!r} twice",
            needed=f"each {name} once",
            next_step="Drop or rename the repeated row.",
        )


def _to_polars(frame: Any) -> pl.DataFrame:
    rows = nw.from_native(frame)
    eager = rows.collect() if isinstance(rows, nw.LazyFrame) else rows
    return eager.to_polars()


def _require_columns(present: list[str], schema: Mapping[str, Any]) -> None:
    strange = [name for name in present if name not in schema]
    if strange or not present:
        raise WrongColumns(
            found=f"the column {strange[0]!r}" if strange else "no columns",
            needed=f"columns among {', '.join(schema)}",
            next_step="Rename or drop the column.",
        )


def _typed(rows: pl.DataFrame, name: str, needed: pl.DataType | type[pl.DataType]) -> pl.Series:
    if name not in rows.columns:
        return pl.Series(name, [None] * rows.height, dtype=needed)
    column = rows[name]
    if needed == pl.List(pl.String) and column.dtype == pl.String:
        return column.str.split(";").list.eval(pl.element().str.strip_chars().filter(pl.element() != ""))
    if column.dtype == pl.String and needed != pl.String():
        column = column.replace("", None)  # frames read as text write nothing where a number is unknown
    try:
        return column.cast(needed)
    except pl.exceptions.PolarsError as problem:
        raise WrongRows(
            found=f"values in {name!r} that are not {needed}: {str(problem).splitlines()[0]}",
            needed=f"{needed} in every row, or nothing where it is unknown",
            next_step="Correct the column.",
        ) from problem
