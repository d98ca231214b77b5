"""Checked rows with their papers, and the outcome of admitting rows from outside."""

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


@dataclass(frozen=True, eq=False)
class Admission:
    """What became of the rows that came in: ``admitted``, or ``rejected`` with its reason.

    ``rejected`` has the columns ``row`` (1 is the first row after the heading), ``value`` (as found),
    ``reason`` (a stable word) and ``explanation`` (a sentence: found, needed, what to do).
    """

    admitted: Table
    rejected: pl.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were rejected for which reason."""
        counted = self.rejected.group_by("reason").len().sort("reason")
        return dict(counted.iter_rows())
