"""Whether moving between classes depends on the neighbours: Markov chains given the spatial lag."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.special import chdtrc

from polos.errors import Undefined, WrongRows
from polos.measures.arguments import require_kind
from polos.measures.composed import Composed
from polos.measures.local_spatial import Quadrant, local_moran
from polos.measures.numbers import Numbers
from polos.measures.results import Grid, Values
from polos.measures.spatial_weights import SpatialWeights
from polos.measures.transitions import (
    Transitions,
    classes_between,
    classified,
    counted,
    require_periods,
    transitions_of,
)
from polos.tables.indicators import Indicators

#: Quadrants of the Moran scatterplot by name: the territory itself, and what surrounds it.
QUADRANTS = tuple(quadrant.name.lower().replace("_", " ") for quadrant in Quadrant)


@dataclass(frozen=True, eq=False, repr=False)
class SpatialTransitions(Composed):
    """The chain of the territories whose neighbours are in each class, and of all of them together.

    ``pooled.left_out`` counts the steps without known values at both ends or without a known lag.
    """

    by_lag: Mapping[str, Transitions]
    pooled: Transitions


@dataclass(frozen=True)
class Homogeneity(Numbers):
    """A test of the claim that several chains have the same probabilities.

    A small ``probability`` speaks against the claim: that chance alone sets the chains so far apart.
    """

    chi_square: float
    chi_square_probability: float
    likelihood_ratio: float
    likelihood_ratio_probability: float
    degrees_of_freedom: int


def spatial_transitions(
    panel: Indicators,
    weights: SpatialWeights,
    *,
    limits: Sequence[float],
    lag_limits: Sequence[float] | None = None,
) -> SpatialTransitions:
    r"""Probability of moving from one class to another, given the class of what surrounds a territory.

    .. math:: p_{kl|m} = \frac{n_{kl|m}}{\sum_j n_{kj|m}},
        \quad m = \operatorname{class}\Bigl( \sum_s w_{rs} y_{s,t} \Bigr)

    Parameters
    ----------
    panel
        One quantity of the territories, shape (R, T): the variables are the periods, in order.
    weights
        Who is whose neighbour; has a row for every territory of the panel. Standardised by row, what
        surrounds a territory is the mean of its neighbours, else their sum.
    limits
        Limits between classes, as in :func:`class_transitions`.
    lag_limits
        Limits between classes of what surrounds a territory; without them the same as ``limits``.

    Returns
    -------
    SpatialTransitions
        ``by_lag`` with one chain a class of the neighbours, ``pooled`` with all steps counted in them. A
        step is left out where the territory or one of its neighbours is unknown, or where it has none.
        Undefined as in :func:`class_transitions`.

    Raises
    ------
    InputError
        When limits do not increase, or are not finite.
    UnknownName
        When a territory has no weights.
    WrongRows
        When the panel has fewer than two periods.

    References
    ----------
    Rey (2001), Geographical Analysis 33, 195-214.

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = spatial_transitions(samples.incomes(), samples.borders(), limits=(15,))
    >>> round(found.by_lag["above 15"].probabilities.at("up to 15", "above 15"), 4)
    0.3333
    """
    require_kind("weights", weights, SpatialWeights)
    require_kind("panel", panel, Indicators)
    names, inner = classes_between(limits)
    lag_names, lag_inner = (names, inner) if lag_limits is None else classes_between(lag_limits)
    require_periods(panel)
    lags = _lags(panel.values, weights.over(panel.territories))
    classes, known = classified(panel.values, inner)
    lag_classes, lag_known = classified(lags, lag_inner)
    steps = known[:, :-1] & known[:, 1:] & lag_known[:, :-1]
    before, after, lag = classes[:, :-1][steps], classes[:, 1:][steps], lag_classes[:, :-1][steps]
    counts = np.stack([counted(before[lag == m], after[lag == m], len(names)) for m in range(len(lag_names))])
    by_lag = {
        name: transitions_of(panel, count, names, f"spatial_transitions {name}", left_out=0)
        for name, count in zip(lag_names, counts, strict=True)
    }
    left_out = int((~steps).sum())
    whole = counts.sum(axis=0)
    pooled = transitions_of(panel, whole, names, "spatial_transitions pooled", left_out=left_out)
    return SpatialTransitions(by_lag, pooled)


def quadrant_transitions(panel: Indicators, weights: SpatialWeights) -> Transitions:
    r"""Probability of moving between quadrants of the Moran scatterplot: LISA Markov.

    .. math:: p_{kl} = \frac{n_{kl}}{\sum_j n_{kj}}, \quad
        k = \Bigl( \operatorname{sign} (y_{r,t} - \bar y_t), \;
        \operatorname{sign} \sum_s w_{rs} (y_{s,t} - \bar y_t) \Bigr)

    Each period has its own mean, so that growth of all is no move. A deviation of exactly 0 counts as low.

    Parameters
    ----------
    panel
        One quantity of the territories, shape (R, T): the variables are the periods, in order.
    weights
        Who is whose neighbour; has a row for every territory of the panel.

    Returns
    -------
    Transitions
        ``counts`` and ``probabilities`` between the quadrants of :func:`local_moran` (high among high, low
        among high, low among low, high among low), shape (4, 4) each. A step is left out where the
        territory is unknown or has no known neighbour at one of its ends, and where a period does not vary.
        The probabilities of a quadrant from which no step is known are undefined (``NOTHING_TO_COMPARE``).

    Raises
    ------
    UnknownName
        When a territory has no weights.
    WrongRows
        When the panel has fewer than two periods.

    References
    ----------
    Rey (2001), Geographical Analysis 33, 195-214; quadrants of Anselin (1995), Geographical Analysis 27,
    93-115 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = quadrant_transitions(samples.incomes(), samples.borders())
    >>> found.counts.at("high among low", "high among low")
    3.0
    """
    require_kind("weights", weights, SpatialWeights)
    require_kind("panel", panel, Indicators)
    require_periods(panel)
    quadrants = cast("Grid", local_moran(panel, weights).quadrant)  # Moran's has them
    known = quadrants.known
    steps = known[:, :-1] & known[:, 1:]
    places = (quadrants.known_values - 1).astype(np.intp)
    counts = counted(places[:, :-1][steps], places[:, 1:][steps], len(QUADRANTS))
    return transitions_of(panel, counts, QUADRANTS, "quadrant_transitions", left_out=int((~steps).sum()))


def transition_homogeneity(*chains: Transitions) -> Homogeneity:
    r"""Whether several chains, such as those of different neighbours, have the same probabilities.

    .. math:: Q = \sum_m \sum_{kl} n_{k|m} \frac{(p_{kl|m} - p_{kl})^2}{p_{kl}},
        \quad \mathrm{LR} = 2 \sum_m \sum_{kl} n_{kl|m} \log \frac{p_{kl|m}}{p_{kl}}

    Without a mark for the chain, p is of all chains together. Degrees of freedom are, over the classes k,
    the sum of (chains with a step from k less 1) times (classes reached from k less 1).

    Parameters
    ----------
    chains
        Two or more with the same classes, such as ``by_lag.values()`` of :func:`spatial_transitions`.

    Returns
    -------
    Homogeneity
        Numbers, not tables: both statistics, without unit, 0 where the chains agree; their degrees of
        freedom; and the probabilities, by the chi-square distribution, of values as large if the chains
        were the same.

    Raises
    ------
    Undefined
        When nothing can differ: no class is left in two chains for two classes.
    WrongRows
        When there are fewer than two chains, or their classes differ.

    References
    ----------
    Bickenbach & Bode (2003), International Regional Science Review 26, 363-392.

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = spatial_transitions(samples.incomes(), samples.borders(), limits=(15,))
    >>> test = transition_homogeneity(*found.by_lag.values())
    >>> round(test.chi_square, 3), test.degrees_of_freedom
    (5.333, 2)
    """
    if len(chains) < 2 or any(chain.counts.classes != chains[0].counts.classes for chain in chains):
        raise WrongRows(
            found=f"{len(chains)} chains" + (" with different classes" if len(chains) > 1 else ""),
            needed="two or more with the same classes",
            next_step="Count all chains with the same limits.",
        )
    counts = np.stack([chain.counts.values for chain in chains])
    pooled = counts.sum(axis=0)
    left = counts.sum(axis=2)
    rows = np.maximum((left > 0).sum(axis=0) - 1, 0) * np.maximum((pooled > 0).sum(axis=1) - 1, 0)
    degrees = int(rows.sum())
    if degrees == 0:
        raise Undefined(
            found="no class that is left in two chains, and for two classes",
            needed="at least one",
            next_step="Use fewer classes, or more territories and periods.",
        )
    total = pooled.sum(axis=1, keepdims=True)
    usual = np.divide(pooled, total, out=np.zeros_like(pooled), where=total > 0)
    expected = left[:, :, None] * usual
    is_expected, is_seen = expected > 0, counts > 0
    apart = (counts - expected)[is_expected] ** 2 / expected[is_expected]
    ratio = 2 * (counts[is_seen] * np.log(counts[is_seen] / expected[is_seen])).sum()
    square = float(apart.sum())
    first = chains[0].counts
    return Homogeneity(
        square,
        float(chdtrc(degrees, square)),
        float(ratio),
        float(chdtrc(degrees, ratio)),
        degrees,
        origin=first.origin.then("transition_homogeneity"),
        parameters={},
        backend=first.backend,
    )


def _lags(values: Values, weights: SpatialWeights) -> Values:
    """Return what surrounds each territory, NaN where a neighbour is unknown or there is none."""
    known = ~np.isnan(values)
    lags = weights.matrix @ np.where(known, values, 0.0)
    is_unknown = (weights.links != 0).astype(np.float64) @ (~known).astype(np.float64) > 0
    is_island = np.diff(weights.links.indptr) == 0
    return np.where(is_unknown | is_island[:, None], np.nan, lags)
