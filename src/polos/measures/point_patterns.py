"""How much of what surrounds the plants of an activity is of that activity: M and m."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist

from polos.measures.arguments import require_generator, require_kind
from polos.measures.curves import Bands, ByDistance, bands, curve_over, require_distances
from polos.measures.pair_distances import silverman_bandwidth
from polos.measures.results import Reason, Reasons, Values, undefined_where
from polos.tables.points import Along, Points

_BLOCK = 1_000_000  # distances held at a time
_SMALLEST = 1e-280  # kernel sums below this have lost their digits


def marcon_puech(
    points: Points, activity: str, *, distances: Sequence[float], neighbour: str | None = None
) -> ByDistance:
    r"""Share of an activity in what lies around its plants, relative to its share everywhere: M.

    .. math:: M(r) = \left. \sum_{i \in I(r)} \frac{\sum_{j \neq i} c_j 1[d_{ij} \le r]\, w_j}
        {\sum_{j \neq i} 1[d_{ij} \le r]\, w_j} \right/ \sum_{i \in I(r)} \frac{W_c - w_i}{W - w_i}

    i are the plants of the activity, :math:`c_j` says whether plant j is of the neighbour activity, w are
    the weights, :math:`W_c` and W their sums over the neighbour activity and over all plants (where the two
    activities differ, :math:`w_i` is not taken from :math:`W_c`). I(r) are the plants with a neighbour
    within r, as in dbmss: one without any says nothing of its surroundings.

    Parameters
    ----------
    points
        Plants with weights, on a plane or on the Earth; all of them are the surroundings.
    activity
        The activity around whose plants one looks.
    distances
        Radii, ascending, in the unit of the coordinates.
    neighbour
        The activity looked for; without it, the same one.

    Returns
    -------
    ByDistance
        Shape (D,), without unit, 0 or more; 1 where the surroundings are as everywhere. Undefined where no
        plant has a neighbour of any weight within the radius, or no other plant is there to compare with
        (``NOTHING_TO_COMPARE``), and where the neighbour activity has no weight (``EMPTY_ACTIVITY``).

    Raises
    ------
    UnknownName
        When an activity has no plant.
    InputError
        When the distances do not ascend from 0.

    References
    ----------
    Marcon & Puech (2010), Journal of Economic Geography 10, 745-762; Marcon & Puech (2017), Regional Science
    and Urban Economics 62, 56-67.

    Examples
    --------
    >>> from polos.measures import samples
    >>> curve = marcon_puech(samples.places(), "bread", distances=(1, 2, 6))
    >>> [round(value, 3) for value in curve.values.tolist()]
    [1.543, 0.914, 1.195]
    """
    require_kind("points", points, Points)
    r = require_distances(distances)
    around = _around(points, activity, neighbour)
    return curve_over(
        points,
        r,
        _cumulative(around, r),
        "marcon_puech",
        activity=activity,
        neighbour=neighbour or activity,
    )


def marcon_puech_density(
    points: Points,
    activity: str,
    *,
    distances: Sequence[float],
    neighbour: str | None = None,
    bandwidth: float | None = None,
    bandwidth_within: float = np.inf,
) -> ByDistance:
    r"""Share of an activity in what lies at a distance from its plants, relative to everywhere: m.

    .. math:: m(r) = \left. \sum_{i} \frac{\sum_{j \neq i} c_j w_j k((r - d_{ij})/h)}
        {\sum_{j \neq i} w_j k((r - d_{ij})/h)} \right/ \sum_{i} \frac{W_c - w_i}{W - w_i}

    As :func:`marcon_puech`, with a standard normal density k around the distance r in place of all that lies
    within it; nothing is reflected at 0, as in dbmss. The bandwidth h is Silverman's, from the distances
    between the plants of the two activities, each pair once. Every kernel value is computed: the time grows
    with plants of the activity times all plants times distances.

    Parameters
    ----------
    points, activity, neighbour
        As in :func:`marcon_puech`.
    distances
        Where to evaluate, ascending, in the unit of the coordinates.
    bandwidth
        h, above 0; without it, chosen.
    bandwidth_within
        Only distances up to this one decide the bandwidth; dbmss uses twice the largest distance asked.

    Returns
    -------
    ByDistance
        Shape (D,), without unit; 1 where it is as everywhere. Undefined as :func:`marcon_puech`, where no
        plant lies within some 35 bandwidths of the distance, and where the distances do not vary and no
        bandwidth is given (``NOTHING_TO_COMPARE``).

    Raises
    ------
    UnknownName
        When an activity has no plant.
    InputError
        When the distances do not ascend from 0, or a bandwidth is not above 0.

    References
    ----------
    Lang, Marcon & Puech (2020), The Annals of Regional Science 64, 243-265.

    Examples
    --------
    >>> from polos.measures import samples
    >>> curve = marcon_puech_density(samples.places(), "bread", distances=(1, 5), bandwidth=0.5)
    >>> [round(value, 3) for value in curve.values.tolist()]
    [0.646, 2.718]
    """
    require_kind("points", points, Points)
    r = require_distances(distances)
    around = _around(points, activity, neighbour)
    h = silverman_bandwidth(points, activity, neighbour, given=bandwidth, within=bandwidth_within)
    return curve_over(
        points,
        r,
        _density(around, r, h),
        "marcon_puech_density",
        activity=activity,
        neighbour=neighbour or activity,
        bandwidth=h or None,
    )


def marcon_puech_bands(
    points: Points,
    curve: ByDistance,
    *,
    generator: np.random.Generator,
    draws: int = 1000,
    level: float = 0.95,
) -> Bands:
    r"""Where M or m would lie if the plants were relocated at random over the places there are.

    .. math:: M^{*}: \; (c_{\pi(j)}, w_{\pi(j)}) \text{ at place } j, \quad \pi \text{ a random permutation}

    Random relocation: every plant keeps activity and weight, and all plants are permuted over all places.

    Parameters
    ----------
    points
        The same plants.
    curve
        From :func:`marcon_puech` or :func:`marcon_puech_density`, whose options it carries; a bandwidth
        stays that of the curve.
    generator
        Source of randomness.
    draws
        Number of draws.
    level
        Share of the draws inside: at each distance for the local band, over all distances for the global
        one.

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
    Marcon & Puech (2010), Journal of Economic Geography 10, 745-762; the null hypothesis is the one dbmss
    calls random location.

    Examples
    --------
    >>> from polos.measures import samples
    >>> curve = marcon_puech(samples.places(), "bread", distances=(1, 2, 6))
    >>> found = marcon_puech_bands(samples.places(), curve, generator=np.random.default_rng(1), draws=200)
    >>> found.is_localised
    False
    """
    require_kind("points", points, Points)
    require_generator(generator)
    asked, r = curve.parameters, curve.distances
    around = _around(points, asked["activity"], asked["neighbour"])

    def draw() -> Values:
        moved = around.permuted(generator.permutation(len(around.weights)))
        if "bandwidth" in asked:
            return _density(moved, r, asked["bandwidth"] or 0.0)[0]
        return _cumulative(moved, r)[0]

    null = "all plants keep activity and weight and are permuted over all places (random relocation)"
    return bands(curve, draw, draws=draws, level=level, null=null)


@dataclass(frozen=True, eq=False)
class _Around:
    """All plants: where, how heavy, which are looked from, which are looked for."""

    places: Values
    weights: Values
    is_reference: np.ndarray
    is_wanted: np.ndarray
    along: Along

    def permuted(self, order: np.ndarray) -> "_Around":
        order_of = self.weights[order], self.is_reference[order], self.is_wanted[order]
        return _Around(self.places, *order_of, self.along)

    def everywhere(self) -> Values:
        """Return the share of what is wanted among all but the reference plant, shape (n,)."""
        at = self.is_reference
        rest = self.weights.sum() - self.weights[at]
        wanted = self.weights[self.is_wanted].sum() - np.where(self.is_wanted, self.weights, 0.0)[at]
        return np.divide(wanted, rest, out=np.full(rest.shape, np.nan), where=rest > 0)

    def blocks(self) -> Iterator[tuple[slice, Values]]:
        """Yield distances from some reference plants to all; a plant is infinitely far from itself."""
        at = np.flatnonzero(self.is_reference)
        step = max(_BLOCK // len(self.places), 1)
        for start in range(0, len(at), step):
            rows = at[start : start + step]
            apart = self.along(np.asarray(cdist(self.places[rows], self.places), dtype=np.float64))
            apart[np.arange(len(rows)), rows] = np.inf
            yield slice(start, start + len(rows)), apart


def _around(points: Points, activity: str, neighbour: str | None) -> _Around:
    is_reference, is_wanted = (np.zeros(len(points.rows), dtype=bool) for _ in range(2))
    is_reference[points.of(activity)] = True
    is_wanted[points.of(neighbour or activity)] = True
    weights = points.weights / (points.weights.max() or 1.0)
    return _Around(points.places, weights, is_reference, is_wanted, points.along)


def _cumulative(around: _Around, r: Values) -> tuple[Values, Reasons]:
    shape = (int(around.is_reference.sum()), len(r))
    wanted, total = np.zeros(shape), np.zeros(shape)
    for rows, apart in around.blocks():
        ring = np.searchsorted(r, apart, side="left")  # the first radius that reaches so far
        place = (ring + np.arange(len(ring))[:, None] * (len(r) + 1)).ravel()
        for sums, weights in (
            (wanted, np.where(around.is_wanted, around.weights, 0.0)),
            (total, around.weights),
        ):
            flat = np.bincount(
                place, np.tile(weights, len(ring)), minlength=len(ring) * (len(r) + 1)
            ).reshape(len(ring), -1)
            sums[rows] = flat[:, :-1].cumsum(axis=1)
    return _relative(around, wanted, total, total > 0)


def _density(around: _Around, r: Values, h: float) -> tuple[Values, Reasons]:
    shape = (int(around.is_reference.sum()), len(r))
    wanted, total = np.zeros(shape), np.zeros(shape)
    if h > 0:
        for rows, apart in around.blocks():
            for d, distance in enumerate(r):
                kernel = np.exp(-0.5 * ((distance - apart) / h) ** 2)
                wanted[rows, d] = kernel[:, around.is_wanted] @ around.weights[around.is_wanted]
                total[rows, d] = kernel @ around.weights
    return _relative(around, wanted, total, total > _SMALLEST)


def _relative(
    around: _Around, wanted: Values, total: Values, has_neighbour: np.ndarray
) -> tuple[Values, Reasons]:
    """Return the mean local share over the mean share everywhere, over plants with a neighbour."""
    everywhere = around.everywhere()
    counts = has_neighbour & ~np.isnan(everywhere)[:, None]
    local = np.divide(wanted, total, out=np.zeros(total.shape), where=counts).sum(axis=0)
    usual = np.where(counts, everywhere[:, None], 0.0).sum(axis=0)
    undefined = undefined_where(
        usual,
        (Reason.EMPTY_ACTIVITY, np.full(usual.shape, not around.weights[around.is_wanted].sum() > 0)),
        (Reason.NOTHING_TO_COMPARE, ~(usual > 0)),
    )
    values = np.full(usual.shape, np.nan)
    np.divide(local, usual, out=values, where=undefined == 0)
    return values, undefined
