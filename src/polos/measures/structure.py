"""Which territories resemble each other in structure: whom to compare oneself with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy.stats import skew, yeojohnson

from polos.errors import InputError, UnknownName, WrongRows
from polos.measures.arguments import (
    is_finite,
    numbers_of,
    require_count,
    require_generator,
    require_kind,
    require_share,
)
from polos.measures.composed import Composed
from polos.measures.results import Reason, TerritoryPairs, Values, position, undefined_where
from polos.provenance import Origin
from polos.tables.indicators import Indicators

_LARGEST = 1e75
_MAD_TO_DEVIATION = 1.4826  # makes the median absolute deviation of a normal distribution its deviation


@dataclass(frozen=True)
class Standardisation:
    """How variables are brought to one scale, in this order; each step is recorded in the result.

    Values further than ``outlier_limit`` robust deviations (1.4826 median absolute deviations) from the
    median are set to that limit; a variable then still more skewed than ``skewness_limit`` is transformed
    after Yeo and Johnson; at last it gets mean 0 and standard deviation 1. ``inf`` leaves a step out.
    """

    outlier_limit: float = 3.5
    skewness_limit: float = 1.0


@dataclass(frozen=True)
class Scale:
    """What was done to one variable."""

    weight: float
    limited_count: int
    skewness: float
    transformation: float | None
    mean: float
    deviation: float

    @property
    def is_constant(self) -> bool:
        """Whether the variable does not vary, so that it tells no territory from another."""
        return not self.deviation > 0


@dataclass(frozen=True, eq=False, repr=False)
class StructuralDistance(Composed):
    """Distance between territories and what each variable adds to its square."""

    distance: TerritoryPairs
    scales: Mapping[str, Scale]
    standardised: Indicators

    def contributions(self, territory: str, other: str) -> dict[str, float]:
        """Return what each variable known in both adds to the squared distance; they add up to it."""
        names = self.standardised.territories
        one, two = (position(names, name, "territory") for name in (territory, other))
        weights = np.array([scale.weight for scale in self.scales.values()])
        parts = weights * (self.standardised.values[one] - self.standardised.values[two]) ** 2
        used = ~np.isnan(parts) & (weights > 0)
        shares = parts[used] / weights[used].sum() if used.any() else parts[used]
        return dict(zip(np.array(self.standardised.variables)[used].tolist(), shares.tolist(), strict=True))

    def nearest(self, territory: str, count: int = 5) -> list[tuple[str, float]]:
        """Return the territories nearest to one, with their distance."""
        names = self.distance.territories
        row = self.distance.values[position(names, territory, "territory")]
        order = [i for i in np.argsort(row, kind="stable") if names[i] != territory and not np.isnan(row[i])]
        return [(names[i], float(row[i])) for i in order[:count]]


def structural_distance(
    indicators: Indicators,
    *,
    weights: Mapping[str, float] | None = None,
    standardisation: Standardisation | None = None,
    least_known: float = 0.5,
) -> StructuralDistance:
    r"""Distance between territories over standardised variables, for finding fair comparisons.

    .. math:: d_{rs}^2 = \frac{\sum_{v \in K_{rs}} w_v (z_{rv} - z_{sv})^2}{\sum_{v \in K_{rs}} w_v}

    K holds the variables known in both territories.

    Parameters
    ----------
    indicators
        Variables of any unit, shape (R, V). An unknown value is left out, never filled in.
    weights
        Weight of each variable, 0 or more; without it, 1 each.
    standardisation
        Limits for outliers and skewness.
    least_known
        Share of the weight that must be known in both territories for a distance, 0 to 1.

    Returns
    -------
    StructuralDistance
        ``distance``, shape (R, R), in standard deviations, 0 on the diagonal. Undefined where less than
        ``least_known`` of the weight is known in both (``UNKNOWN_CELL``), and where no variable varies
        (``NOTHING_TO_COMPARE``).

    Raises
    ------
    UnknownName
        When a variable has no weight.
    InputError
        When a weight is negative or none is positive, or ``least_known`` is not between 0 and 1.

    References
    ----------
    Navarro, Gibaja, Franco, Murciego, Gianelle, Hegyi & Kleibrink (2014), Regional benchmarking in the
    smart specialisation process, JRC S3 Working Paper 03/2014; Yeo & Johnson (2000), Biometrika 87,
    954-959; unknown values as in Gower (1971), Biometrics 27, 857-871.

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = structural_distance(samples.indicators())
    >>> found.nearest("North", 1)[0][0]
    'South'
    """
    require_kind("indicators", indicators, Indicators)
    if not is_finite(least_known) or not 0 <= least_known <= 1:
        raise InputError(
            found=f"a least known share of {least_known}",
            needed="a share between 0 and 1",
            next_step="Give, for example, 0.5.",
        )
    given = _weights(indicators, weights)
    scales, z = _standardised(indicators, given, standardisation or Standardisation())
    used = np.array([scale.weight for scale in scales.values()])
    total = _distance(z, used)
    undefined = undefined_where(
        total.squared,
        (Reason.NOTHING_TO_COMPARE, np.full(total.squared.shape, not used.sum() > 0)),
        (Reason.UNKNOWN_CELL, ~((total.known > 0) & (total.known >= least_known * used.sum() - 1e-12))),
    )
    values = np.where(undefined > 0, np.nan, np.sqrt(total.squared))
    origin = indicators.origin.then("structural_distance")
    parameters = {"least_known": least_known, "standardisation": standardisation or Standardisation()}
    distance = TerritoryPairs(
        values, indicators.territories, undefined, origin, parameters, indicators.backend
    )
    standardised = Indicators(
        z, indicators.territories, indicators.variables, origin.then("standardised"), indicators.backend
    )
    return StructuralDistance(distance, scales, standardised)


@dataclass(frozen=True, eq=False, repr=False)
class DistanceIntervals(Composed):
    """How much the distances move when the list of variables is drawn anew.

    ``nearest_share`` is the share of draws in which the second territory is among the nearest of the
    first, shape (R, R), not symmetric.
    """

    lower: TerritoryPairs
    upper: TerritoryPairs
    nearest_share: TerritoryPairs
    level: float
    draws: int


def structural_distance_intervals(
    result: StructuralDistance,
    *,
    generator: np.random.Generator,
    draws: int = 500,
    level: float = 0.95,
    nearest: int = 5,
) -> DistanceIntervals:
    r"""Bootstrap intervals of structural distances, and how stable the circle of the nearest is.

    .. math:: n \sim \mathrm{Multinomial}(V, 1/V), \quad w_v^* = n_v w_v

    Parameters
    ----------
    result
        From :func:`structural_distance`; its standardised variables are drawn with replacement.
    generator
        Source of randomness.
    draws
        Number of draws.
    level
        Share of the draws that the interval holds, between 0 and 1.
    nearest
        How many territories count as nearest.

    Returns
    -------
    DistanceIntervals
        Bounds in standard deviations and shares from 0 to 1, shape (R, R) each. Undefined where the
        distance is, and where no draw gave one.

    Raises
    ------
    InputError
        When ``draws`` or ``nearest`` is below 1, or ``level`` not between 0 and 1.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13 (percentile interval).

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = structural_distance(samples.indicators())
    >>> generator = np.random.default_rng(1)
    >>> stable = structural_distance_intervals(found, generator=generator, draws=50, nearest=1)
    >>> float(stable.nearest_share.at("North", "South"))
    0.82
    """
    require_count("draws", draws, example=500)
    require_count("nearest territories", nearest)
    require_share("level", level)
    require_generator(generator)
    z = result.standardised.values
    weights = np.array([scale.weight for scale in result.scales.values()])
    size = len(weights)
    if not size:
        raise WrongRows(
            found="a distance of no variables",
            needed="one or more to draw from",
            next_step="Give indicators with variables.",
        )
    drawn = np.full((draws, len(z), len(z)), np.nan, dtype=np.float32)  # 7 digits do for quantiles
    among = np.zeros((len(z), len(z)))
    for draw in drawn:
        times = generator.multinomial(size, np.full(size, 1 / size)).astype(np.float64)
        total = _distance(z, weights * times)
        distance = np.where(
            (total.known > 0) & (result.distance.undefined == 0), np.sqrt(total.squared), np.nan
        )
        among += _is_nearest(distance, nearest)
        draw[:] = distance
    undefined = result.distance.undefined.copy()
    undefined[(undefined == 0) & np.isnan(drawn).all(axis=0)] = Reason.NOTHING_TO_COMPARE
    hidden = undefined > 0
    bounds = np.full((2, *hidden.shape), np.nan)
    tails = (1 - level) / 2, (1 + level) / 2
    bounds[:, ~hidden] = np.nanquantile(drawn[:, ~hidden], tails, axis=0)
    lower, upper, share = (
        _pairs(result.distance, np.where(hidden, np.nan, values), undefined, name)
        for values, name in ((bounds[0], "lower"), (bounds[1], "upper"), (among / draws, "nearest_share"))
    )
    return DistanceIntervals(lower, upper, replace(share, parameters={"nearest": nearest}), level, draws)


class _Total(NamedTuple):
    squared: Values
    known: Values


def _distance(z: Values, weights: Values) -> _Total:
    """Return squared distances and the weight known in both territories, shape (R, R) each."""
    squares, known = np.zeros((len(z), len(z))), np.zeros((len(z), len(z)))
    for column, weight in zip(z.T, weights, strict=True):
        if weight > 0:
            apart = column[:, None] - column[None, :]
            both = ~np.isnan(apart)
            squares[both] += weight * apart[both] ** 2
            known[both] += weight
    return _Total(np.divide(squares, known, out=np.zeros_like(squares), where=known > 0), known)


def _weights(indicators: Indicators, weights: Mapping[str, float] | None) -> Values:
    if weights is None:
        return np.ones(len(indicators.variables))
    missing = [name for name in indicators.variables if name not in weights]
    if missing:
        raise UnknownName(
            found=f"no weight for {', '.join(missing[:3])}",
            needed="a weight for every variable, 0 to leave it out",
            next_step="Add the variable to the weights.",
        )
    values = numbers_of("weight", weights, indicators.variables)
    if not (np.isfinite(values).all() and (values >= 0).all() and values.sum() > 0):
        raise InputError(
            found="a weight that is negative or not finite, or weights of 0 only",
            needed="finite weights of 0 or more, at least one positive",
            next_step="Correct the weights.",
        )
    return values


def _standardised(
    indicators: Indicators, weights: Values, standardisation: Standardisation
) -> tuple[dict[str, Scale], Values]:
    scales: dict[str, Scale] = {}
    columns = []
    _require_powers(indicators)
    for name, column, weight in zip(indicators.variables, indicators.values.T, weights, strict=True):
        scale, z = _one(column, float(weight), standardisation)
        scales[name] = scale
        columns.append(z)
    return scales, np.column_stack(columns) if columns else np.empty_like(indicators.values)


def _require_powers(indicators: Indicators) -> None:
    """Refuse a variable whose cubes, which skewness is made of, are beyond what numbers can hold."""
    largest = np.fmax.reduce(np.abs(indicators.values), axis=0, initial=0.0)
    wrong = (largest > _LARGEST) | ((largest > 0) & (largest < 1 / _LARGEST))
    if wrong.any():
        raise WrongRows(
            found=f"a variable whose largest value is {largest[wrong][0]:.3g}",
            needed=f"one from {1 / _LARGEST:.0e} to {_LARGEST:.0e}",
            next_step="State the variable in another unit.",
        )


def _one(column: Values, weight: float, standardisation: Standardisation) -> tuple[Scale, Values]:
    z = np.full(len(column), np.nan)
    is_known = ~np.isnan(column)
    known = column[is_known]
    if known.size == 0 or np.ptp(known) == 0:
        mean = float(known[0]) if known.size else float("nan")
        return Scale(0.0, 0, 0.0, None, mean, 0.0), z
    median = np.median(known)
    spread = _MAD_TO_DEVIATION * np.median(np.abs(known - median))
    limit = standardisation.outlier_limit * spread if spread > 0 else np.inf
    held = np.clip(known, median - limit, median + limit)
    limited = int((held != known).sum())
    skewness, transformation = float(skew(held)), None
    if abs(skewness) > standardisation.skewness_limit:
        held, best = yeojohnson((held - median) / (spread if spread > 0 else held.std()))
        transformation = float(best)
    mean, deviation = float(held.mean()), float(held.std())
    z[is_known] = (held - mean) / deviation
    return Scale(weight, limited, skewness, transformation, mean, deviation), z


def _is_nearest(distance: Values, nearest: int) -> np.ndarray:
    """Return whether each territory is among the nearest of another, itself left out, shape (R, R)."""
    distances = np.where(np.isnan(distance), np.inf, distance)
    np.fill_diagonal(distances, np.inf)
    ranks = distances.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    return (ranks < nearest) & np.isfinite(distances)


def _pairs(distance: TerritoryPairs, values: Values, undefined: np.ndarray, name: str) -> TerritoryPairs:
    origin: Origin = distance.origin.then(f"structural_distance_intervals {name}")
    return TerritoryPairs(values, distance.territories, undefined.copy(), origin, {}, distance.backend)
