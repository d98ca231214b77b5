"""Checked rows with their papers, and the outcome of admitting rows from outside."""

from dataclasses import dataclass

import polars as pl

from polos.table import Table

__all__ = ["Admission", "Table"]


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
