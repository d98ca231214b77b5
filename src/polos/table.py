"""Rows that hold a declared schema, with their papers: what reference data and checked input both are."""

from dataclasses import dataclass

import polars as pl

from polos.errors import WrongColumns
from polos.provenance import Origin


@dataclass(frozen=True, eq=False)
class Table:
    """Rows that hold what ``schema`` declares: column names and Polars types, in this order.

    Raises
    ------
    WrongColumns
        When a declared column is missing or has another type.
    """

    rows: pl.DataFrame
    schema: dict[str, pl.DataType | type[pl.DataType]]
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
