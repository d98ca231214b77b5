"""How far complexity depends on which activities, or which territories, are listed: tables drawn anew."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polos.measures.arguments import require_count, require_generator, require_share
from polos.measures.complexity import standardised, why_undefined
from polos.measures.composed import Composed
from polos.measures.results import ByActivity, ByTerritory, Grid, Reason, Values, require_presence
from polos.measures.second_eigenvector import Solution, correlation_of, solved


@dataclass(frozen=True, eq=False, repr=False)
class ComplexityIntervals(Composed):
    """How much an index of territories moves when the list of activities is drawn anew.

    Rank 1 is the most complex. ``draws_used`` counts the draws whose table gave an index; the others fell
    apart or left nothing to compare.
    """

    lower: ByTerritory
    upper: ByTerritory
    rank_lower: ByTerritory
    rank_upper: ByTerritory
    level: float
    draws: int
    draws_used: int


def complexity_intervals(
    presence: Grid, *, generator: np.random.Generator, draws: int = 1000, level: float = 0.95
) -> ComplexityIntervals:
    r"""Bootstrap intervals of the complexity of territories and of their ranks.

    .. math:: w \sim \mathrm{Multinomial}(A, 1/A), \quad
        S_w = D_w^{-1/2} M W U^{-1} M^\top D_w^{-1/2}, \quad D_w = \mathrm{diag}(M w)

    Each draw takes as many activities as there are, with replacement, and is turned to agree with the
    index of the whole table. The interval says how far the index depends on which activities are listed,
    not how well each cell was measured.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    generator
        Source of randomness.
    draws
        Number of draws.
    level
        Share of the draws that the interval holds, between 0 and 1.

    Returns
    -------
    ComplexityIntervals
        Bounds of index and rank, shape (R,) each. Undefined where the index is, and where no draw gave one.

    Raises
    ------
    InputError
        When ``draws`` is below 1, or ``level`` not between 0 and 1.
    WrongRows
        When a presence lies outside 0 to 1.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13 (percentile interval).

    Examples
    --------
    >>> from polos.measures import samples
    >>> generator = np.random.default_rng(1)
    >>> found = complexity_intervals(samples.presence(), generator=generator, draws=100)
    >>> found.rank_upper.at("North")
    1.0
    """
    require_count("draws", draws, example=1000)
    require_share("level", level)
    require_generator(generator)
    require_presence(presence)
    whole = solved(presence)
    drawn = np.full((draws, len(presence.territories)), np.nan)
    for draw in drawn if not whole.reason else ():
        index = solved(presence, _weights(len(presence.activities), generator))
        if not index.reason:
            draw[:] = standardised(index)[0] * _agreement(whole.territories, index.territories)
    why = why_undefined(whole.parts[0], Reason.EMPTY_TERRITORY, whole.reason)
    bounds, used = _bounds(drawn, why, level)
    step = "complexity_intervals"
    labelled = (ByTerritory.over(presence, *bound, step, level=level) for bound in bounds)
    return ComplexityIntervals(*labelled, level=level, draws=draws, draws_used=used)


@dataclass(frozen=True, eq=False, repr=False)
class ProductComplexityIntervals(Composed):
    """How much an index of activities moves when the list of territories is drawn anew.

    Rank 1 is the most complex. ``draws_used`` counts the draws whose table gave an index.
    """

    lower: ByActivity
    upper: ByActivity
    rank_lower: ByActivity
    rank_upper: ByActivity
    level: float
    draws: int
    draws_used: int


def product_complexity_intervals(
    presence: Grid, *, generator: np.random.Generator, draws: int = 1000, level: float = 0.95
) -> ProductComplexityIntervals:
    r"""Bootstrap intervals of the complexity of activities and of their ranks.

    .. math:: w \sim \mathrm{Multinomial}(R, 1/R), \quad
        U_w^{-1} M^\top W D^{-1} M K = \lambda_2 K, \quad U_w = \mathrm{diag}(M^\top w)

    Each draw takes as many territories as there are, with replacement, is put on the scale of the index of
    the territories drawn, each as often as it was, and is turned to agree with the index of the whole table.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    generator
        Source of randomness.
    draws
        Number of draws.
    level
        Share of the draws that the interval holds, between 0 and 1.

    Returns
    -------
    ProductComplexityIntervals
        Bounds of index and rank, shape (A,) each. Undefined where the index is, and where no draw gave one.

    Raises
    ------
    InputError
        When ``draws`` is below 1, or ``level`` not between 0 and 1.
    WrongRows
        When a presence lies outside 0 to 1.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13 (percentile interval).

    Examples
    --------
    >>> from polos.measures import samples
    >>> generator = np.random.default_rng(1)
    >>> found = product_complexity_intervals(samples.presence(), generator=generator, draws=100)
    >>> found.rank_upper.at("bread")
    4.0
    """
    require_count("draws", draws, example=1000)
    require_share("level", level)
    require_generator(generator)
    require_presence(presence)
    whole = solved(presence)
    turned = Grid(
        np.ascontiguousarray(presence.values.T),
        presence.activities,
        presence.territories,
        np.ascontiguousarray(presence.undefined.T),
        presence.origin,
    )
    drawn = np.full((draws, len(presence.activities)), np.nan)
    for draw in drawn if not whole.reason else ():
        weights = _weights(len(presence.territories), generator)
        index = solved(turned, weights)
        if not index.reason:
            draw[:] = _on_scale(index, weights) * _agreement(whole.activities, index.territories)
    why = why_undefined(whole.parts[1], Reason.EMPTY_ACTIVITY, whole.reason)
    bounds, used = _bounds(drawn, why, level)
    step = "product_complexity_intervals"
    labelled = (ByActivity.over(presence, *bound, step, level=level) for bound in bounds)
    return ProductComplexityIntervals(*labelled, level=level, draws=draws, draws_used=used)


def _weights(count: int, generator: np.random.Generator) -> Values:
    """Return how often each of them is drawn when as many are drawn as there are."""
    return generator.multinomial(count, np.full(count, 1 / count)).astype(np.float64)


def _on_scale(index: Solution, weights: Values) -> Values:
    """Return the index of activities on the scale of the territories': mean 0, standard deviation 1.

    Territories and activities have changed places in ``index``; a territory's own is the mean of its
    activities', which is the second eigenvalue times what is found there.
    """
    has_index = ~np.isnan(index.activities)
    own, often = index.eigenvalues[0] * index.activities[has_index], weights[has_index]
    mean = np.average(own, weights=often)
    deviation = np.sqrt(np.average((own - mean) ** 2, weights=often))
    return (index.territories - mean) / deviation


def _agreement(one: Values, other: Values) -> float:
    both = ~np.isnan(one) & ~np.isnan(other)
    return -1.0 if correlation_of(one[both], other[both]) < 0 else 1.0


def _bounds(
    drawn: Values, why: NDArray[np.uint8], level: float
) -> tuple[list[tuple[Values, NDArray[np.uint8]]], int]:
    """Return the bounds of values and of ranks with their reasons, and how many draws gave an index."""
    drawn = drawn[~np.isnan(drawn).all(axis=1)]
    ranks = np.array([_ranks(values) for values in drawn]) if len(drawn) else drawn
    tails = (1 - level) / 2, (1 + level) / 2
    ever = ~np.isnan(drawn).all(axis=0) if len(drawn) else np.zeros(drawn.shape[1], dtype=bool)
    undefined = np.where((why == 0) & ~ever, np.uint8(Reason.NOTHING_TO_COMPARE), why)
    bounds = []
    for values in (drawn, ranks):
        both = np.full((2, drawn.shape[1]), np.nan)
        shown = undefined == 0
        if shown.any():
            both[:, shown] = np.nanquantile(values[:, shown], tails, axis=0)
        bounds += [(bound, undefined.copy()) for bound in both]
    return bounds, len(drawn)


def _ranks(values: Values) -> Values:
    """Return 1 for the largest value, equal values at the better rank; NaN where there is none."""
    ordered = np.sort(-values)  # NaN comes last
    return np.where(np.isnan(values), np.nan, 1.0 + np.searchsorted(ordered, -values, side="left"))
