"""Plants or firms, each with its territory, activity and size."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from polos.errors import WrongRows
from polos.provenance import Origin
from polos.tables.columns import has_gap, read_columns, row_in_words
from polos.tables.matrix import Matrix

_SMALLEST, _LARGEST = 1e-140, 1e140


@dataclass(frozen=True, eq=False)
class Plants:
    """One row a plant: ``territory``, ``activity``, ``size`` (persons employed, 0 or more).

    Raises
    ------
    WrongRows
        When a row lacks a value, or a size is negative or not finite.
    """

    rows: pl.DataFrame
    origin: Origin
    backend: str = "polars"

    def __post_init__(self) -> None:
        size = self.rows["size"]
        wrong = (has_gap(self.rows) | ~(size.is_finite() & (size >= 0)).fill_null(False)).arg_true()
        if len(wrong):
            raise WrongRows(
                found=f"{len(wrong)} plants without territory, activity or size, or with a size below 0 or "
                f"not finite; the first in {row_in_words(self.rows, wrong[0])}",
                needed="all three for every plant",
                next_step="Leave out the plants whose size is unknown, and say so beside the result.",
            )
        sizes = size.filter(size > 0).to_numpy()
        if len(sizes) and not _SMALLEST < sizes.min() <= sizes.max() <= _LARGEST:
            raise WrongRows(
                found=f"sizes from {sizes.min():.3g} to {sizes.max():.3g}",
                needed=f"sizes from {_SMALLEST:.0e} to {_LARGEST:.0e}, so that their squares stay numbers",
                next_step="State the sizes in another unit.",
            )

    @classmethod
    def from_frame(
        cls, frame: Any, *, territory: str, activity: str, size: str, origin: Origin | None = None
    ) -> "Plants":
        """Build from a table with one row a plant."""
        table, backend = read_columns(frame, codes=(territory, activity), numbers=(size,))
        rows = table.select(
            pl.col(territory).cast(pl.String).alias("territory"),
            pl.col(activity).cast(pl.String).alias("activity"),
            pl.col(size).alias("size"),
        )
        return cls(rows, origin or Origin("plants in memory"), backend)

    def employment(self) -> Matrix:
        """Return persons employed by territory and activity; a pair without plants has 0."""
        sums = self.rows.group_by("territory", "activity").agg(pl.col("size").sum())
        return Matrix.from_frame(
            sums,
            territory="territory",
            activity="activity",
            value="size",
            unit="persons",
            origin=self.origin.then("sum over plants"),
            absent_is_zero=True,
        )
