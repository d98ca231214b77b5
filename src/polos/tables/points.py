"""Places in the plane or on the Earth, each with what is done there and how much of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from polos.errors import UnknownName, WrongRows
from polos.provenance import Origin
from polos.tables.columns import has_gap, read_columns, row_in_words

Along = Callable[[NDArray[np.float64]], NDArray[np.float64]]
EARTH = 6371.0088  #: mean radius of the Earth in kilometres (IUGG)


def as_it_is(straight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the straight line itself: in the plane it is the distance."""
    return straight


def great_circle(straight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the length over the Earth's surface of straight lines through it, in kilometres."""
    return 2 * EARTH * np.arcsin(np.minimum(straight / (2 * EARTH), 1.0))


def straight_line(along: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the straight line through the Earth for a length over its surface, in kilometres."""
    return 2 * EARTH * np.sin(np.minimum(along / (2 * EARTH), np.pi / 2))


@dataclass(frozen=True, eq=False)
class Points:
    """One row a plant: ``x``, ``y``, ``activity``, ``weight`` (persons employed; 1 to count plants).

    x and y are plane coordinates in one unit of length, which is the unit of every distance measured from
    them (metres or kilometres of a projected map). On the Earth (``is_on_earth``) they are longitude and
    latitude in degrees, and distances are great circles in kilometres. Two plants may stand at one place.

    Raises
    ------
    WrongRows
        When a row lacks a value, a coordinate is not finite, or a weight is negative or not finite.
    """

    rows: pl.DataFrame
    origin: Origin
    backend: str = "polars"
    is_on_earth: bool = False

    def __post_init__(self) -> None:
        numbers = self.rows.select("x", "y", "weight").to_numpy()
        wrong = has_gap(self.rows).to_numpy() | ~np.isfinite(numbers).all(axis=1) | (numbers[:, 2] < 0)
        if wrong.any():
            first = row_in_words(self.rows, int(np.argmax(wrong)))
            raise WrongRows(
                found=f"{np.count_nonzero(wrong)} plants that lack a place, activity or weight, or have one "
                f"that is not finite or negative; the first in {first}",
                needed="finite coordinates, an activity and a weight of 0 or more for every plant",
                next_step="Leave out the plants whose place or size is unknown, and say so in the text.",
            )
        beyond = (np.abs(numbers[:, :2]) > (180, 90)).any(axis=1)
        if self.is_on_earth and beyond.any():
            first = row_in_words(self.rows, int(np.argmax(beyond)))
            raise WrongRows(
                found=f"{np.count_nonzero(beyond)} plants beyond 180 degrees of longitude or 90 of latitude; "
                f"the first in {first}",
                needed="longitude in x and latitude in y, in degrees",
                next_step="Check the order of the two, or use plane coordinates with from_frame.",
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

    @classmethod
    def from_degrees(
        cls,
        frame: Any,
        *,
        longitude: str,
        latitude: str,
        activity: str,
        weight: str | None = None,
        origin: Origin | None = None,
    ) -> "Points":
        """Build from a table with one row a plant and its place on the Earth in degrees."""
        found = cls.from_frame(
            frame, x=longitude, y=latitude, activity=activity, weight=weight, origin=origin
        )
        return replace(found, is_on_earth=True)

    @property
    def places(self) -> NDArray[np.float64]:
        """Coordinates, shape (N, 2); on the Earth in space, in kilometres from its middle, shape (N, 3)."""
        flat = self.rows.select("x", "y").to_numpy()
        if not self.is_on_earth:
            return flat
        longitude, latitude = np.radians(flat).T
        level = np.cos(latitude)
        in_space = level * np.cos(longitude), level * np.sin(longitude), np.sin(latitude)
        return EARTH * np.column_stack(in_space)

    @property
    def along(self) -> Along:
        """What makes a distance from a straight line between two places."""
        return great_circle if self.is_on_earth else as_it_is

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
