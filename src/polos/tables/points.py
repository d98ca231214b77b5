"""Places in the plane, each with what is done there and how much of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from polos.errors import UnknownName, WrongRows
from polos.provenance import Origin
from polos.tables.columns import read_columns


@dataclass(frozen=True, eq=False)
class Points:
    """One row a plant: ``x``, ``y``, ``activity``, ``weight`` (persons employed; 1 to count plants).

    x and y are plane coordinates in one unit of length, which is the unit of every distance measured from
    them (metres or kilometres of a projected map, not degrees). Two plants may stand at one place.

    Raises
    ------
    WrongRows
        When a row lacks a value, a coordinate is not finite, or a weight is negative or not finite.
    """

    rows: pl.DataFrame
    origin: Origin
    backend: str = "polars"

    def __post_init__(self) -> None:
        numbers = self.rows.select("x", "y", "weight").to_numpy()
        has_gaps = bool(self.rows.null_count().sum_horizontal().sum())
        if has_gaps or not np.isfinite(numbers).all() or (numbers[:, 2] < 0).any():
            raise WrongRows(
                found="a plant without place, activity or weight, or with one that is not finite or negative",
                needed="finite coordinates, an activity and a weight of 0 or more for every plant",
                next_step="Leave out the plants whose place or size is unknown, and say so in the text.",
            )

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        *,
        x: str,
        y: str,
        activity: str,
        weight: str | None = None,
        origin: Origin | None = None,
    ) -> "Points":
        """Build from a table with one row a plant; without ``weight`` every plant weighs 1."""
        numbers = (x, y) if weight is None else (x, y, weight)
        table, backend = read_columns(frame, codes=(activity,), numbers=numbers)
        rows = table.select(
            pl.col(x).alias("x"),
            pl.col(y).alias("y"),
            pl.col(activity).cast(pl.String).alias("activity"),
            (pl.lit(1.0) if weight is None else pl.col(weight)).alias("weight"),
        )
        return cls(rows, origin or Origin("places in memory"), backend)

    @property
    def places(self) -> NDArray[np.float64]:
        """Coordinates, shape (N, 2)."""
        return self.rows.select("x", "y").to_numpy()

    @property
    def weights(self) -> NDArray[np.float64]:
        """Weight of each plant, shape (N,)."""
        return self.rows["weight"].to_numpy()

    def of(self, activity: str) -> NDArray[np.intp]:
        """Return where the plants of an activity stand in the rows, or raise ``UnknownName``."""
        found = np.flatnonzero((self.rows["activity"] == activity).to_numpy())
        if not found.size:
            known = self.rows["activity"].unique().sort().to_list()
            raise UnknownName(
                found=f"the activity {activity!r}",
                needed=f"one of the {len(known)} activities, such as {', '.join(known[:3])}",
                next_step="Ask for an activity that has a plant.",
            )
        return found
