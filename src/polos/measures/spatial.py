"""Whether neighbours resemble one another: the measures over a whole map."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, get_args

import numpy as np
from scipy.sparse import csr_array
from scipy.special import ndtr

from polos.errors import WrongRows
from polos.measures.arguments import require_count, require_generator, require_kind
from polos.measures.composed import Composed
from polos.measures.results import ByActivity, ByTerritory, Grid, Reason, Values, undefined_where
from polos.measures.spatial_weights import SpatialWeights
from polos.tables.indicators import Indicators
from polos.tables.matrix import Matrix

Variables = Indicators | Matrix | Grid | ByTerritory
_NO_SPREAD = 1e-12  # a variance this small beside the square of its terms is rounding


@dataclass(frozen=True, eq=False, repr=False)
class SpatialAssociation(Composed):
    """A measure of spatial association with what it would be by chance, one value a variable, (V,) each.

    ``expected`` and the variances hold if the values were placed at random: ``variance_normal`` if they were
    drawn from a normal distribution (undefined where the measure has none), ``variance_random`` if the
    values at hand were dealt out anew. ``p_value`` is the share of the deals drawn that are at least as
    extreme in the direction observed, counting the observed one, (c + 1) / (draws + 1); 1 / (draws + 1) is
    the smallest it can be, and None where nothing was drawn. ``islands`` names, by variable, the
    territories without a known neighbour: they count in the mean and in the number of territories.
    """

    value: ByActivity
    expected: ByActivity
    variance_normal: ByActivity
    variance_random: ByActivity
    p_value: ByActivity | None
    islands: dict[str, tuple[str, ...]]

    @property
    def z_normal(self) -> ByActivity:
        """Deviations from the expectation in standard deviations under normality."""
        return self._standardised(self.variance_normal, "z under normality")

    @property
    def z_random(self) -> ByActivity:
        """Deviations from the expectation in standard deviations under randomisation."""
        return self._standardised(self.variance_random, "z under randomisation")

    def two_sided(self, z: ByActivity) -> ByActivity:
        """Return the two-sided probability of deviations at least as large, by the normal distribution."""
        return _derived(z, 2 * ndtr(-np.abs(z.values)), "two-sided probability")

    def _standardised(self, variance: ByActivity, step: str) -> ByActivity:
        with np.errstate(invalid="ignore", divide="ignore"):
            z = (self.value.values - self.expected.values) / np.sqrt(variance.values)
        return _derived(variance, z, step)


def moran(
    values: Variables,
    weights: SpatialWeights,
    *,
    generator: np.random.Generator | None = None,
    draws: int = 999,
) -> SpatialAssociation:
    r"""Correlation of a variable with its value in the neighbourhood: Moran's I.

    .. math:: I = \frac{n}{S_0} \frac{\sum_i \sum_j w_{ij} z_i z_j}{\sum_i z_i^2}, \quad
        z_i = x_i - \bar x, \quad S_0 = \sum_i \sum_j w_{ij}, \quad E(I) = \frac{-1}{n - 1}

    Parameters
    ----------
    values
        Variables of any unit by territory, shape (R, V): indicators, a table, or one value a territory. An
        unknown value leaves its territory out of that variable, and the weights are standardised anew.
    weights
        Who is whose neighbour, for every territory of the values.
    generator
        Source of randomness for the pseudo p-value; without it, none is given.
    draws
        Number of permutations.

    Returns
    -------
    SpatialAssociation
        Without unit: above the expectation where neighbours are alike, below where they differ. Undefined
        for a variable that no territory has (``UNKNOWN_CELL``), and for one with fewer than two territories,
        without spread, or without any link (``NOTHING_TO_COMPARE``); a variance under randomisation needs
        four territories, and a variance of 0 (all linked to all) is undefined.

    Raises
    ------
    UnknownName
        When a territory has no weights.
    InputError
        When ``draws`` is below 1.

    References
    ----------
    Moran (1950), Biometrika 37, 17-23; moments: Cliff & Ord (1981), Spatial Processes, Pion [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = moran(samples.ages(), samples.borders())
    >>> round(found.value.at("age"), 3), round(found.expected.at("age"), 3)
    (0.535, -0.333)
    """
    require_kind("weights", weights, SpatialWeights)
    require_kind("values", values, *get_args(Variables))
    return _associated(values, weights, _MORAN, _Chance(generator, draws))


def geary(
    values: Variables,
    weights: SpatialWeights,
    *,
    generator: np.random.Generator | None = None,
    draws: int = 999,
) -> SpatialAssociation:
    r"""Squared difference between neighbours, relative to that between any two: Geary's C.

    .. math:: C = \frac{(n - 1) \sum_i \sum_j w_{ij} (x_i - x_j)^2}{2 S_0 \sum_i (x_i - \bar x)^2},
        \quad E(C) = 1

    Parameters
    ----------
    values, weights, generator, draws
        As in :func:`moran`.

    Returns
    -------
    SpatialAssociation
        Shape (V,), one a variable, without unit: below 1 where neighbours are alike, above where they
        differ. Undefined as in :func:`moran`.

    Raises
    ------
    UnknownName, InputError
        As in :func:`moran`.

    References
    ----------
    Geary (1954), The Incorporated Statistician 5, 115-146; moments: Cliff & Ord (1981), Spatial Processes,
    Pion [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> round(geary(samples.ages(), samples.borders()).value.at("age"), 3)
    0.269
    """
    require_kind("weights", weights, SpatialWeights)
    require_kind("values", values, *get_args(Variables))
    return _associated(values, weights, _GEARY, _Chance(generator, draws))


def getis_ord(
    values: Variables,
    weights: SpatialWeights,
    *,
    generator: np.random.Generator | None = None,
    draws: int = 999,
) -> SpatialAssociation:
    r"""Share of all products of two territories' values that neighbours make: the general G.

    .. math:: G = \frac{\sum_i \sum_j w_{ij} x_i x_j}{\sum_i \sum_{j \neq i} x_i x_j}, \quad
        E(G) = \frac{S_0}{n (n - 1)}

    Unlike :func:`moran` it tells high values beside high ones (G above its expectation) from low beside low
    (G below). Use weights that are not row-standardised for the usual reading.

    Parameters
    ----------
    values
        Variables as in :func:`moran`, of 0 or more.
    weights, generator, draws
        As in :func:`moran`.

    Returns
    -------
    SpatialAssociation
        Shape (V,), one a variable, without unit. Undefined as in :func:`moran`, and where fewer than two
        territories have a value above 0; ``variance_normal`` is undefined, the measure has none.

    Raises
    ------
    WrongRows
        When a value is negative.
    UnknownName, InputError
        As in :func:`moran`.

    References
    ----------
    Getis & Ord (1992), Geographical Analysis 24, 189-206 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> round(getis_ord(samples.ages(), samples.borders()).value.at("age"), 3)
    0.337
    """
    require_kind("weights", weights, SpatialWeights)
    require_kind("values", values, *get_args(Variables))
    for known in columns_of(values).T:
        if (known < 0).any():
            raise WrongRows(
                found="a negative value",
                needed="values of 0 or more, such as amounts or shares",
                next_step="Use moran() for a variable that can be negative.",
            )
    return _associated(values, weights, _GETIS_ORD, _Chance(generator, draws))


class Sums(NamedTuple):
    """Sums over the weights: all, squares of both directions together, squares of row and column totals."""

    s0: float
    s1: float
    s2: float


class _Measure(NamedTuple):
    name: str
    value: Callable[[Values, csr_array], Values]
    moments: Callable[[Values, Sums], tuple[float, float, float]]


class _Chance(NamedTuple):
    generator: np.random.Generator | None
    draws: int


def columns_of(values: Variables) -> Values:
    """Return the variables as columns, shape (R, V)."""
    return values.values if values.values.ndim == 2 else values.values[:, None]


def names_of(values: Variables) -> tuple[str, ...]:
    """Return the names of the variables; that of one value a territory is the measure it came from."""
    if isinstance(values, Indicators):
        return values.variables
    if isinstance(values, ByTerritory):
        return (values.origin.steps[-1] if values.origin.steps else "value",)
    return values.activities


def require_draws(generator: np.random.Generator | None, draws: int) -> None:
    """Refuse fewer than one draw where something is to be drawn."""
    if generator is not None:
        require_generator(generator)
        require_count("draws", draws, example=999)


def scaled(x: Values) -> Values:
    """Return values brought to at most 1, so that no power overflows; all measures here have no unit."""
    largest = np.abs(x).max(initial=0.0)
    return x / largest if largest > 0 else x


def pseudo_p(drawn: Values, observed: Values | float) -> Values:
    """Return the share of draws as extreme as observed in its direction, the observed one counted."""
    close = 1e-12 * np.maximum(np.abs(observed), np.abs(drawn).max(axis=0, initial=0.0))
    above = (drawn >= observed - close).sum(axis=0)
    below = (drawn <= observed + close).sum(axis=0)
    return (np.minimum(above, below) + 1) / (len(drawn) + 1)


def _associated(
    values: Variables, weights: SpatialWeights, measure: _Measure, chance: _Chance
) -> SpatialAssociation:
    require_draws(chance.generator, chance.draws)
    whole = weights.over(values.territories)
    table, names = columns_of(values), names_of(values)
    rows = np.full((5, len(names)), np.nan)
    reasons = np.zeros((5, len(names)), dtype=np.uint8)
    islands: dict[str, tuple[str, ...]] = {}
    for v, (name, column) in enumerate(zip(names, table.T, strict=True)):
        known = ~np.isnan(column)
        among = whole if known.all() else whole.over([whole.territories[i] for i in np.flatnonzero(known)])
        islands[name] = among.islands
        reason = _why_not(column[known], among, measure)
        if reason is Reason.DEFINED:
            rows[:, v] = _one(scaled(column[known]), among.matrix, measure, chance)
        reasons[:, v] = reason
    reasons[(reasons == 0) & np.isnan(rows)] = Reason.NOTHING_TO_COMPARE
    parameters = {"is_row_standardised": weights.is_row_standardised, "draws": chance.draws}
    parts = [
        ByActivity(line, names, reason, values.origin.then(step), parameters, values.backend)
        for line, reason, step in zip(rows, reasons, _steps(measure.name), strict=True)
    ]
    p_value = None if chance.generator is None else parts[4]
    return SpatialAssociation(parts[0], parts[1], parts[2], parts[3], p_value, islands)


def _steps(name: str) -> tuple[str, ...]:
    parts = "expected", "variance under normality", "variance under randomisation", "pseudo p-value"
    return name, *(f"{name} {part}" for part in parts)


def _why_not(x: Values, among: SpatialWeights, measure: _Measure) -> Reason:
    if not x.size:
        return Reason.UNKNOWN_CELL
    is_flat = np.ptp(x) == 0 if measure is not _GETIS_ORD else (x > 0).sum() < 2
    return Reason.NOTHING_TO_COMPARE if len(x) < 2 or is_flat or not among.links.nnz else Reason.DEFINED


def _one(x: Values, w: csr_array, measure: _Measure, chance: _Chance) -> tuple[float, ...]:
    observed = float(measure.value(x[:, None], w)[0])
    moments = measure.moments(x, sums_of(w))
    if chance.generator is None:
        return observed, *moments, np.nan
    dealt = chance.generator.permuted(np.tile(x, (chance.draws, 1)), axis=1).T
    return observed, *moments, float(pseudo_p(measure.value(dealt, w), observed))


def sums_of(w: csr_array) -> Sums:
    """Return the sums over weights that the moments need."""
    both = w + w.T
    totals = np.asarray(w.sum(axis=1)) + np.asarray(w.sum(axis=0))
    return Sums(float(w.sum()), float((both.data**2).sum() / 2), float((totals**2).sum()))


def _moran_values(x: Values, w: csr_array) -> Values:
    z = x - x.mean(axis=0)
    return len(x) / w.sum() * (z * (w @ z)).sum(axis=0) / (z**2).sum(axis=0)


def _moran_moments(x: Values, sums: Sums) -> tuple[float, float, float]:
    n, (s0, s1, s2), b2 = len(x), sums, kurtosis_of(x)
    expected = -1 / (n - 1)
    normal = (n**2 * s1 - n * s2 + 3 * s0**2) / ((n - 1) * (n + 1) * s0**2) - expected**2
    if n < 4:
        return expected, _spread(normal, 1), np.nan
    dealt = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    dealt -= b2 * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    shuffled = dealt / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    return expected, _spread(normal, 1), _spread(shuffled, 1)


def _geary_values(x: Values, w: csr_array) -> Values:
    n, pairs = len(x), w.tocoo()
    first, second = pairs.coords
    apart = (pairs.data[:, None] * (x[first] - x[second]) ** 2).sum(axis=0)
    return (n - 1) * apart / (2 * w.sum() * ((x - x.mean(axis=0)) ** 2).sum(axis=0))


def _geary_moments(x: Values, sums: Sums) -> tuple[float, float, float]:
    n, (s0, s1, s2), b2 = len(x), sums, kurtosis_of(x)
    normal = ((2 * s1 + s2) * (n - 1) - 4 * s0**2) / (2 * (n + 1) * s0**2)
    if n < 4:
        return 1.0, _spread(normal, 1), np.nan
    dealt = (n - 1) * s1 * (n**2 - 3 * n + 3 - (n - 1) * b2)
    dealt -= (n - 1) * s2 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * b2) / 4
    dealt += s0**2 * (n**2 - 3 - (n - 1) ** 2 * b2)
    return 1.0, _spread(normal, 1), _spread(dealt / (n * (n - 2) * (n - 3) * s0**2), 1)


def _getis_ord_values(x: Values, w: csr_array) -> Values:
    return (x * (w @ x)).sum(axis=0) / (x.sum(axis=0) ** 2 - (x**2).sum(axis=0))


def _getis_ord_moments(x: Values, sums: Sums) -> tuple[float, float, float]:
    n, (s0, s1, s2) = len(x), sums
    expected = s0 / (n * (n - 1))
    if n < 4:
        return expected, np.nan, np.nan
    m1, m2, m3, m4 = (float((x**power).sum()) for power in (1, 2, 3, 4))
    b0 = (n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2
    b1 = -((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s0**2)
    b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0**2
    b4 = s1 - s2 + s0**2
    square = b0 * m2**2 + b1 * m4 + b2 * m1**2 * m2 + b3 * m1 * m3 + b4 * m1**4
    square /= (m1**2 - m2) ** 2 * n * (n - 1) * (n - 2) * (n - 3)
    return expected, np.nan, _spread(square - expected**2, expected**2)


def kurtosis_of(x: Values) -> float:
    """Return the fourth moment over the squared second one."""
    z = x - x.mean()
    return float((z**4).mean() / (z**2).mean() ** 2)


def _spread(variance: float, unit: float) -> float:
    return variance if variance > _NO_SPREAD * unit else np.nan


def _derived(source: ByActivity, values: Values, step: str) -> ByActivity:
    undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    undefined = np.where(source.undefined > 0, source.undefined, undefined)
    values = np.where(undefined > 0, np.nan, values)
    origin = source.origin.then(step)
    return ByActivity(values, source.activities, undefined, origin, source.parameters, source.backend)


_MORAN = _Measure("moran", _moran_values, _moran_moments)
_GEARY = _Measure("geary", _geary_values, _geary_moments)
_GETIS_ORD = _Measure("getis_ord", _getis_ord_values, _getis_ord_moments)
