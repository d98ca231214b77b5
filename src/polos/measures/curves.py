"""Values along distance, and the bands in which they would lie by chance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.stats import rankdata

from polos.errors import InputError, UnknownName
from polos.measures.arguments import as_numbers, require_count, require_share
from polos.measures.composed import Composed
from polos.measures.results import Reason, Reasons, Result, Values
from polos.provenance import Origin
from polos.tables.matrix import require_unique
from polos.tables.points import Points


@dataclass(frozen=True, eq=False, repr=False)
class ByDistance(Result):
    """One value a distance, shape (D,); NaN exactly where ``undefined`` gives a reason.

    ``distances``, shape (D,), are in the unit of the coordinates.
    """

    values: Values
    distances: Values
    undefined: Reasons
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._hold("distances")

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (("distance", tuple(f"{distance:g}" for distance in self.distances)),)

    def _require_unique(self) -> None:
        require_unique(tuple(self.distances.tolist()), "distance", next_step="Give each distance once.")

    def to_columns(self) -> dict[str, list[Any]]:
        """Return the columns of :meth:`to_frame` as lists: the distances are numbers."""
        return super().to_columns() | {"distance": self.distances.tolist()}

    def _place(self, labels: Sequence[Any]) -> tuple[int, ...]:
        self._require_one_each(labels)
        (distance,) = labels
        found = np.flatnonzero(self.distances == distance)
        if not found.size:
            raise UnknownName(
                found=f"the distance {distance:g}",
                needed=f"one of the {len(self.distances)} distances this was computed for",
                next_step="Compute it with this distance among the distances.",
            )
        return (int(found[0]),)


@dataclass(frozen=True, eq=False, repr=False)
class Bands(Composed):
    """A curve, and where it would lie if the null hypothesis held.

    At each distance by itself, a share ``level`` of the curves drawn lies from ``lower`` to ``upper``; over
    all distances at once, a share of at least ``level`` lies wholly from ``global_lower`` to
    ``global_upper``. ``null`` says what was drawn.
    """

    curve: ByDistance
    lower: ByDistance
    upper: ByDistance
    global_lower: ByDistance
    global_upper: ByDistance
    level: float
    draws: int
    null: str

    @property
    def is_localised(self) -> bool:
        """Whether the curve rises above the global band somewhere."""
        return bool((self.curve.values > self.global_upper.values).any())

    @property
    def is_dispersed(self) -> bool:
        """Whether the curve falls below the global band somewhere, and rises above it nowhere."""
        return not self.is_localised and bool((self.curve.values < self.global_lower.values).any())


def require_distances(distances: Sequence[float]) -> Values:
    """Return the distances as an array, or raise ``InputError`` where they are not an ascending list."""
    values = as_numbers("distances", distances)
    if values.ndim != 1 or not values.size or not np.isfinite(values).all() or values[0] < 0:
        found = "no distance, or one that is negative or not finite"
    elif (np.diff(values) <= 0).any():
        found = "distances out of order, or one of them twice"
    else:
        return values
    raise InputError(
        found=found,
        needed="finite distances of 0 or more, each once, from the nearest to the farthest",
        next_step="Give, for example, range(0, 101, 2), in the unit of the coordinates.",
    )


def curve_over(
    points: Points, distances: Values, found: tuple[Values, Reasons], step: str, **parameters: Any
) -> ByDistance:
    """Label values and reasons by distance with the papers of the points; ``step`` names the measure."""
    values, undefined = found
    origin = points.origin.then(step)
    return ByDistance(values, distances.copy(), undefined, origin, parameters, points.backend)


def bands(curve: ByDistance, draw: Callable[[], Values], *, draws: int, level: float, null: str) -> Bands:
    """Compare a curve with curves drawn under a null hypothesis.

    The local bounds are percentiles at each distance. The global bounds are the narrowest pair of t-th
    smallest and t-th largest values that holds the share ``level`` of the curves over all distances.
    A distance at which the curve, or every curve drawn, is undefined has no band.

    Raises
    ------
    InputError
        When there are too few draws for the level, or the level is not between 0 and 1.
    """
    require_share("level", level)
    require_count("draws", draws, example=1000)
    if draws * (1 - level) < 1 - 1e-9:
        raise InputError(
            found=f"{draws} draws and a level of {level}",
            needed="a level between 0 and 1, and draws enough for one of them to fall outside",
            next_step="Give, for example, draws=1000 and level=0.95.",
        )
    drawn = np.array([draw() for _ in range(draws)])
    undefined = curve.undefined.copy()
    undefined[(undefined == 0) & np.isnan(drawn).all(axis=0)] = Reason.NOTHING_TO_COMPARE
    bounds = np.full((4, len(undefined)), np.nan)
    depth = _depth(drawn, level)
    for d in np.flatnonzero(undefined == 0):
        ordered = np.sort(drawn[~np.isnan(drawn[:, d]), d])
        outermost = min(depth, (len(ordered) + 1) // 2) - 1
        bounds[:2, d] = np.quantile(ordered, ((1 - level) / 2, (1 + level) / 2))
        bounds[2:, d] = ordered[outermost], ordered[-1 - outermost]
    lower, upper, global_lower, global_upper = (
        ByDistance(
            values,
            curve.distances.copy(),
            undefined.copy(),
            curve.origin.then(f"{curve.origin.steps[-1]} {name} bound"),
            curve.parameters,
            curve.backend,
        )
        for name, values in zip(("lower", "upper", "global lower", "global upper"), bounds, strict=True)
    )
    return Bands(curve, lower, upper, global_lower, global_upper, level, draws, null)


def _depth(drawn: Values, level: float) -> int:
    """Return the largest t such that a share ``level`` of the curves lies within all t-th extreme values."""
    shallowest = np.full(len(drawn), len(drawn))
    for column in drawn.T:
        has_value = ~np.isnan(column)
        from_below = rankdata(column[has_value], method="max")
        from_above = rankdata(-column[has_value], method="max")
        ranks = np.minimum(from_below, from_above)
        shallowest[has_value] = np.minimum(shallowest[has_value], ranks)
    inside = int(np.ceil(level * len(drawn)))
    return int(np.sort(shallowest)[len(drawn) - inside])
