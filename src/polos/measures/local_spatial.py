"""Where on the map neighbours resemble one another: one value a territory."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, get_args

import numpy as np
from scipy.sparse import csr_array

from polos.errors import WrongRows
from polos.measures.arguments import require_kind
from polos.measures.composed import Composed
from polos.measures.results import Grid, Reason, Reasons, Values
from polos.measures.spatial import (
    Variables,
    columns_of,
    kurtosis_of,
    names_of,
    pseudo_p,
    require_draws,
    scaled,
)
from polos.measures.spatial_weights import SpatialWeights


class Quadrant(IntEnum):
    """Where a territory and the mean of its neighbours lie, each above or below the mean of all."""

    HIGH_AMONG_HIGH = 1
    LOW_AMONG_HIGH = 2
    LOW_AMONG_LOW = 3
    HIGH_AMONG_LOW = 4


@dataclass(frozen=True, eq=False, repr=False)
class LocalAssociation(Composed):
    """A local measure with what it would be by chance, shape (R, V) each.

    ``expected`` and ``variance`` hold if the values were dealt out at random. ``p_value`` is conditional:
    the territory keeps its value and the others' are dealt over its neighbours; the share of deals at least
    as extreme in the direction observed, (c + 1) / (draws + 1), None where nothing was drawn. It is not
    corrected for testing many territories at once. ``quadrant`` holds :class:`Quadrant` values, None where
    the measure has none.
    """

    value: Grid
    expected: Grid
    variance: Grid
    quadrant: Grid | None
    p_value: Grid | None


def local_moran(
    values: Variables,
    weights: SpatialWeights,
    *,
    generator: np.random.Generator | None = None,
    draws: int = 999,
) -> LocalAssociation:
    r"""What a territory adds to Moran's I: whether it is like its neighbours, and on which side (LISA).

    .. math:: I_i = \frac{z_i}{m_2} \sum_j w_{ij} z_j, \quad m_2 = \frac{1}{n} \sum_i z_i^2, \quad
        \sum_i I_i = S_0 I

    Parameters
    ----------
    values
        Variables of any unit by territory, shape (R, V). An unknown value leaves its territory out of that
        variable, and the weights are standardised anew.
    weights
        Who is whose neighbour, for every territory of the values.
    generator
        Source of randomness for the pseudo p-value; without it, none is given.
    draws
        Number of deals a territory.

    Returns
    -------
    LocalAssociation
        Without unit: above 0 among likes, below 0 among others. Undefined for an unknown value
        (``UNKNOWN_CELL``), and for a territory without known neighbour, or a variable known in fewer than
        two territories or without spread (``NOTHING_TO_COMPARE``); the variance needs three territories.

    Raises
    ------
    UnknownName
        When a territory has no weights.
    InputError
        When ``draws`` is below 1.

    References
    ----------
    Anselin (1995), Geographical Analysis 27, 93-115 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = local_moran(samples.ages(), samples.borders())
    >>> round(found.value.at("North", "age"), 3), Quadrant(int(found.quadrant.at("North", "age"))).name
    (0.906, 'LOW_AMONG_LOW')
    """
    require_kind("weights", weights, SpatialWeights)
    require_kind("values", values, *get_args(Variables))
    return _locally(values, weights, _MORAN, _Chance(generator, draws))


def local_getis_ord(
    values: Variables,
    weights: SpatialWeights,
    *,
    generator: np.random.Generator | None = None,
    draws: int = 999,
) -> LocalAssociation:
    r"""Share of a variable found among a territory's neighbours, itself left out: the local G.

    .. math:: G_i = \frac{\sum_{j \neq i} w_{ij} x_j}{\sum_{j \neq i} x_j}, \quad
        E(G_i) = \frac{\sum_j w_{ij}}{n - 1}

    Above its expectation a territory lies among high values (a hot spot), below among low ones.

    Parameters
    ----------
    values
        Variables as in :func:`local_moran`, of 0 or more.
    weights, generator, draws
        As in :func:`local_moran`.

    Returns
    -------
    LocalAssociation
        Shape (R, V), without unit; ``quadrant`` is None. Undefined as in :func:`local_moran`, and where all
        others have 0.

    Raises
    ------
    WrongRows
        When a value is negative.
    UnknownName, InputError
        As in :func:`local_moran`.

    References
    ----------
    Getis & Ord (1992), Geographical Analysis 24, 189-206 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = local_getis_ord(samples.ages(), samples.borders())
    >>> round(found.value.at("North", "age"), 3), round(found.expected.at("North", "age"), 3)
    (0.294, 0.333)
    """
    require_kind("weights", weights, SpatialWeights)
    require_kind("values", values, *get_args(Variables))
    if (columns_of(values) < 0).any():
        raise WrongRows(
            found="a negative value",
            needed="values of 0 or more, such as amounts or shares",
            next_step="Use local_moran() for a variable that can be negative.",
        )
    return _locally(values, weights, _GETIS_ORD, _Chance(generator, draws))


class _Measure(NamedTuple):
    """``of`` gives the value from a territory's own value, its neighbours' weighted sum and the variable."""

    name: str
    of: Callable[[Values, Values, Values], Values]
    moments: Callable[[Values, Values, Values], tuple[Values, Values]]
    has_quadrants: bool


class _Chance(NamedTuple):
    generator: np.random.Generator | None
    draws: int


def _locally(
    values: Variables, weights: SpatialWeights, measure: _Measure, chance: _Chance
) -> LocalAssociation:
    require_draws(chance.generator, chance.draws)
    whole = weights.over(values.territories)
    table, names = columns_of(values), names_of(values)
    cells = np.full((5, *table.shape), np.nan)
    reasons = np.zeros((5, *table.shape), dtype=np.uint8)
    for v, column in enumerate(table.T):
        known = ~np.isnan(column)
        reasons[:, ~known, v] = Reason.UNKNOWN_CELL
        if known.sum() < 2 or (measure.has_quadrants and np.ptp(column[known]) == 0):
            continue
        among = whole if known.all() else whole.over([whole.territories[i] for i in np.flatnonzero(known)])
        cells[:, known, v] = _one(scaled(column[known]), among.matrix, measure, chance)
    reasons[(reasons == 0) & np.isnan(cells)] = Reason.NOTHING_TO_COMPARE
    steps = "", " expected", " variance", " quadrant", " pseudo p-value"

    def grid(part: int) -> Grid:
        undefined: Reasons = reasons[part]
        origin = values.origin.then(f"{measure.name}{steps[part]}")
        parameters = {"is_row_standardised": weights.is_row_standardised, "draws": chance.draws}
        return Grid(cells[part], values.territories, names, undefined, origin, parameters, values.backend)

    quadrant = grid(3) if measure.has_quadrants else None
    return LocalAssociation(
        grid(0), grid(1), grid(2), quadrant, None if chance.generator is None else grid(4)
    )


def _one(x: Values, w: csr_array, measure: _Measure, chance: _Chance) -> Values:
    """Return value, expectation, variance, quadrant and pseudo p-value, shape (5, n)."""
    around = x - x.mean() if measure.has_quadrants else x
    totals, squares = np.asarray(w.sum(axis=1)), np.asarray((w**2).sum(axis=1))
    lag = w @ around
    observed = measure.of(around, lag, around)
    expected, variance = measure.moments(x, totals, squares)
    quadrant = np.select(
        [(around > 0) & (lag > 0), (around <= 0) & (lag > 0), (around <= 0)],
        [Quadrant.HIGH_AMONG_HIGH, Quadrant.LOW_AMONG_HIGH, Quadrant.LOW_AMONG_LOW],
        Quadrant.HIGH_AMONG_LOW,
    )
    p_value = np.full(len(x), np.nan)
    if chance.generator is not None:
        for i, lags in enumerate(_dealt(around, w, chance.generator, chance.draws)):
            drawn = measure.of(around[i : i + 1], lags, around)
            p_value[i] = pseudo_p(drawn, observed[i])
    rows = np.array([observed, expected, variance, quadrant, p_value], dtype=np.float64)
    return np.where((totals > 0) & ~np.isnan(observed), rows, np.nan)


def _dealt(x: Values, w: csr_array, generator: np.random.Generator, draws: int) -> list[Values]:
    """Return for every territory the weighted sums over neighbours when the others' values are dealt anew."""
    others = np.arange(len(x) - 1)
    most = int(np.diff(w.indptr).max(initial=0))
    dealt = np.array([generator.permutation(others)[:most] for _ in range(draws)])
    sums = []
    for i in range(len(x)):
        weights = w.data[w.indptr[i] : w.indptr[i + 1]]
        sums.append(np.delete(x, i)[dealt[:, : len(weights)]] @ weights)
    return sums


def _moran_of(own: Values, lag: Values, z: Values) -> Values:
    return own / (z**2).mean() * lag


def _moran_moments(x: Values, totals: Values, squares: Values) -> tuple[Values, Values]:
    n, b2 = len(x), kurtosis_of(x)
    expected = -totals / (n - 1)
    if n < 3:
        return expected, np.full(n, np.nan)
    variance = squares * (n - b2) / (n - 1) - expected**2
    variance += (totals**2 - squares) * (2 * b2 - n) / ((n - 1) * (n - 2))
    return expected, np.where(variance > 1e-12 * totals**2, variance, np.nan)


def _getis_ord_of(own: Values, lag: Values, x: Values) -> Values:
    rest = x.sum() - own
    return np.divide(
        lag, rest, out=np.full(np.shape(lag), np.nan), where=np.broadcast_to(rest > 0, lag.shape)
    )


def _getis_ord_moments(x: Values, totals: Values, squares: Values) -> tuple[Values, Values]:
    n = len(x)
    expected = totals / (n - 1)
    if n < 3:
        return expected, np.full(n, np.nan)
    mean = (x.sum() - x) / (n - 1)
    spread = ((x**2).sum() - x**2) / (n - 1) - mean**2
    variance = np.full(n, np.nan)
    np.divide(
        ((n - 1) * squares - totals**2) * spread,
        (n - 1) ** 2 * (n - 2) * mean**2,
        out=variance,
        where=mean > 0,
    )
    return expected, np.where(variance > 1e-12 * expected**2, variance, np.nan)


_MORAN = _Measure("local_moran", _moran_of, _moran_moments, True)
_GETIS_ORD = _Measure("local_getis_ord", _getis_ord_of, _getis_ord_moments, False)
