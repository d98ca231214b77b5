"""How the distances between plants are spread: the density of Duranton and Overman."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from polos.errors import InputError
from polos.measures.arguments import is_number, require_above, require_generator, require_kind
from polos.measures.curves import Bands, ByDistance, bands, curve_over, require_distances
from polos.measures.distance_counts import CELLS, Counted, PlantPairs, counted_distances, every_distance
from polos.measures.results import Reason, Values
from polos.tables.points import Points

_EXACT = 20_000_000  # kernel values up to which every pair is summed as it is
_MOST_CELLS = 4_194_304
_CELLS_IN_BANDWIDTH = 50
_REACH = 9.0  # bandwidths beyond which a Gaussian kernel adds nothing to 15 digits


def duranton_overman(
    points: Points,
    activity: str,
    *,
    distances: Sequence[float],
    other: str | None = None,
    is_weighted: bool = False,
    bandwidth: float | None = None,
    bandwidth_within: float = np.inf,
) -> ByDistance:
    r"""Density of the distances between the plants of an activity.

    .. math:: K_d(r) = \frac{1}{h \sum_{i<j} e_i e_j} \sum_{i<j} e_i e_j
        \left[ k\!\left(\frac{r - d_{ij}}{h}\right) + k\!\left(\frac{r + d_{ij}}{h}\right) \right],
        \quad h = 0.9 \min\!\left(s, \frac{\mathrm{IQR}}{1.34}\right) N^{-1/5}

    k is the standard normal density; its second term reflects at 0 what would fall on negative distances.
    All :math:`e_i` are 1 unless weighted. s and IQR are the standard deviation and the interquartile range
    of the N pair distances; where the IQR is 0, s alone decides. Up to some twenty million pairs times
    distances every pair is summed; beyond, pair distances are first counted in cells no wider than h / 50,
    which moves each by at most h / 100. The error is then below 0.7 % of the kernel's peak, were all pairs
    moved the same way; on spread distances it is below 0.01 %, or below 0.05 % where a
    bandwidth holds some hundred pairs only.

    Parameters
    ----------
    points
        Plants with plane coordinates, whose unit is that of distances; or on the Earth, where distances are
        great circles in kilometres.
    activity
        The activity whose plants are looked at.
    distances
        Where to evaluate the density, ascending.
    other
        Another activity: pairs are then of one plant of each. Without it, pairs within ``activity``.
    is_weighted
        Whether a pair counts by the product of its weights (employment), not once.
    bandwidth
        h, above 0; without it, chosen by the formula.
    bandwidth_within
        Only pair distances up to this one decide the bandwidth; dbmss uses twice the largest distance asked.

    Returns
    -------
    ByDistance
        Shape (D,), per unit of distance; its integral from 0 is 1. Undefined everywhere where there is no
        pair, or all pair distances are the same and no bandwidth is given (``NOTHING_TO_COMPARE``), and
        where all weights are 0 (``EMPTY_ACTIVITY``). ``parameters["bandwidth"]`` is h.

    Raises
    ------
    UnknownName
        When an activity has no plant.
    InputError
        When distances are not ascending from 0, both activities are the same, or a bandwidth is not above 0
        or too small to be resolved.

    References
    ----------
    Duranton & Overman (2005), Review of Economic Studies 72, 1077-1106; bandwidth: Silverman (1986), Density
    Estimation for Statistics and Data Analysis, equation 3.31 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> curve = duranton_overman(samples.places(), "bread", distances=(0, 1, 2, 5), bandwidth=0.5)
    >>> [round(value, 3) for value in curve.values.tolist()]
    [0.072, 0.266, 0.036, 0.527]
    """
    require_kind("points", points, Points)
    r = require_distances(distances)
    _require_bandwidth(bandwidth, bandwidth_within)
    pairs = _pairs_of(points, activity, other, is_weighted)
    found = _density(pairs, r, bandwidth, bandwidth_within)
    undefined = np.full(r.shape, found.reason, dtype=np.uint8)
    return curve_over(
        points,
        r,
        (found.values, undefined),
        "duranton_overman",
        activity=activity,
        other=other,
        is_weighted=is_weighted,
        bandwidth=found.bandwidth,
    )


def duranton_overman_bands(
    points: Points,
    curve: ByDistance,
    *,
    generator: np.random.Generator,
    draws: int = 1000,
    level: float = 0.95,
) -> Bands:
    r"""Where the density of distances would lie if the plants stood on sites drawn from all sites.

    .. math:: K_d^{*}: \; (i_1, \dots, i_n) \text{ drawn without replacement from the } N \text{ sites}

    Every row of the points is a site. The plants of the activity (and of the other one) keep their weights
    and are put on sites drawn without replacement, so that neither the number nor the sizes of plants, nor
    where there are sites at all, counts as localisation. The bandwidth stays that of the curve.

    Parameters
    ----------
    points
        The same plants; all of them, of every activity, are the sites.
    curve
        From :func:`duranton_overman`, whose options it carries.
    generator
        Source of randomness.
    draws
        Number of draws.
    level
        Share of the draws inside: at each distance for the local band, over all distances for the global
        one. The local bounds leave out as many draws above as below.

    Returns
    -------
    Bands
        The curve with its local and global bounds, shape (D,) each. Undefined where the curve is, and where
        no draw has a value.

    Raises
    ------
    InputError
        When the draws are too few for the level, or the level is not between 0 and 1.

    References
    ----------
    Duranton & Overman (2005), Review of Economic Studies 72, 1077-1106; that sites keep no weight and plants
    carry theirs is our reading of the weighted case [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> curve = duranton_overman(samples.places(), "bread", distances=(0, 1, 2), bandwidth=0.5)
    >>> found = duranton_overman_bands(
    ...     samples.places(), curve, generator=np.random.default_rng(1), draws=200
    ... )
    >>> found.is_localised, found.is_dispersed
    (False, False)
    """
    require_kind("points", points, Points)
    require_generator(generator)
    asked = curve.parameters
    pairs = _pairs_of(points, asked["activity"], asked["other"], asked["is_weighted"])
    sites, r, h = points.places, curve.distances, asked["bandwidth"]

    def draw() -> Values:
        chosen = sites[generator.choice(len(sites), pairs.count, replace=False)]
        return _density(pairs.moved(chosen), r, h, np.inf).values

    null = "the plants keep their weights and stand on sites drawn without replacement from all sites"
    return bands(curve, draw, draws=draws, level=level, null=null)


def silverman_bandwidth(
    points: Points, activity: str, other: str | None, *, given: float | None, within: float
) -> float:
    """Return the bandwidth given, or Silverman's from all pair distances; 0 where they do not vary."""
    _require_bandwidth(given, within)
    if given is not None:
        return given
    pairs = _pairs_of(points, activity, None if other == activity else other, is_weighted=False)
    if not pairs.pair_count:
        return 0.0
    return _silverman(
        every_distance(pairs) if pairs.pair_count <= _EXACT else counted_distances(pairs, np.inf, CELLS),
        within,
    )


@dataclass(frozen=True, eq=False)
class _Density:
    values: Values
    reason: Reason
    bandwidth: float | None


def _pairs_of(points: Points, activity: str, other: str | None, is_weighted: bool) -> PlantPairs:
    if other == activity:
        raise InputError(
            found=f"{activity!r} as both activities",
            needed="two different activities, or one alone",
            next_step="Leave the other one out for the pairs within an activity.",
        )
    weights = points.weights if is_weighted else np.ones(len(points.rows))
    weights = weights / (weights.max(initial=0.0) or 1.0)  # products of large weights stay numbers
    at = points.of(activity)
    if other is None:
        return PlantPairs(points.places[at], weights[at], None, None, points.along)
    there = points.of(other)
    return PlantPairs(points.places[at], weights[at], points.places[there], weights[there], points.along)


def _density(pairs: PlantPairs, r: Values, bandwidth: float | None, within: float) -> _Density:
    nothing = np.full(r.shape, np.nan)
    if not pairs.pair_count:
        return _Density(nothing, Reason.NOTHING_TO_COMPARE, bandwidth)
    is_exact = pairs.pair_count * len(r) <= _EXACT
    counted = every_distance(pairs) if is_exact else counted_distances(pairs, np.inf, CELLS)
    h = _silverman(counted, within) if bandwidth is None else bandwidth
    if not counted.weights.sum() > 0:
        return _Density(nothing, Reason.EMPTY_ACTIVITY, h or None)
    if not h > 0:
        return _Density(nothing, Reason.NOTHING_TO_COMPARE, None)
    if not is_exact and counted.width > h / _CELLS_IN_BANDWIDTH:
        counted = _finer(pairs, r, h)
    return _Density(_smoothed(counted, r, h), Reason.DEFINED, h)


def _finer(pairs: PlantPairs, r: Values, h: float) -> Counted:
    """Count again, only as far as the kernel reaches and in cells narrow enough for the bandwidth."""
    top = r[-1] + _REACH * h
    in_bandwidth = _CELLS_IN_BANDWIDTH * pairs.stretched(top)
    cells = int(np.ceil(top / h * in_bandwidth))
    if cells > _MOST_CELLS:
        least = r[-1] * in_bandwidth / (_MOST_CELLS - _REACH * in_bandwidth)
        raise InputError(
            found=f"a bandwidth of {h:.3g} for distances up to {r[-1]:.3g}",
            needed=f"one of at least {1.01 * least:.3g}",
            next_step="Give a wider bandwidth or nearer distances.",
        )
    return counted_distances(pairs, top, cells)


def _smoothed(counted: Counted, r: Values, h: float) -> Values:
    """Return the density at each distance, with what lies below 0 reflected."""
    d, w = counted.distances, counted.weights
    values = np.empty(len(r))
    for i, distance in enumerate(r):
        near = np.abs(d - distance) <= _REACH * h
        inside, weight = d[near], w[near]
        kernel = np.exp(-0.5 * ((distance - inside) / h) ** 2) + np.exp(-0.5 * ((distance + inside) / h) ** 2)
        values[i] = (weight * kernel).sum()
    return values / (h * np.sqrt(2 * np.pi) * w.sum())


def _silverman(counted: Counted, within: float) -> float:
    """Return the bandwidth from the distances alone, every pair once; 0 where they do not vary."""
    some = (counted.distances <= within) & (counted.counts > 0)
    d, n = counted.distances[some], counted.counts[some]
    total = n.sum()
    if total < 2 or np.ptp(d) == 0:
        return 0.0
    mean = (n * d).sum() / total
    deviation = float(np.sqrt((n * (d - mean) ** 2).sum() / (total - 1)))
    order = np.argsort(d, kind="stable")
    upto = np.cumsum(n[order])

    def quantile(share: float) -> float:
        place = share * (total - 1)
        below, above = (
            np.searchsorted(upto, step, side="right") for step in (np.floor(place), np.ceil(place))
        )
        low, high = d[order][below], d[order][above]
        return float(low + (high - low) * (place - np.floor(place)))

    spread = (quantile(0.75) - quantile(0.25)) / 1.34
    return 0.9 * (min(deviation, spread) or deviation) * float(total) ** -0.2


def _require_bandwidth(bandwidth: float | None, within: float) -> None:
    if bandwidth is not None:
        require_above("bandwidth", bandwidth)
    if not is_number(within) or not within > 0:
        raise InputError(
            found=f"a bandwidth from distances within {within}",
            needed="distances within a limit above 0",
            next_step="Leave the limit out for Silverman's choice over all pairs.",
        )
