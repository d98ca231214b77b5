"""Co-occurrence compared with what chance would give: several answers, each named."""

from collections.abc import Callable
from enum import Enum
from typing import overload

import numpy as np
from scipy.sparse import csr_array
from scipy.special import digamma

from polos.errors import InputError, WrongRows
from polos.measures.arguments import require_above, require_count, require_generator, require_kind
from polos.measures.composed import Estimates
from polos.measures.joint_occurrence import CoOccurrence, SparseCoOccurrence
from polos.measures.results import Grid, Pairs, Reason, Values, undefined_where
from polos.measures.sparse_pairs import SparsePairs
from polos.tables.matrix import Matrix

Formula = Callable[[Values, Values, Values, Values | float], Values]
_BLOCK = 2**16  # pairs compared at a time


class Sizes(Enum):
    """What the size s of an activity is, in the measures that compare co-occurrence with sizes.

    ``OCCURRENCES``: the events that have the activity; the total T is the number of events.
    ``CO_OCCURRENCES``: the activity's co-occurrences with all others; T is the sum of these, each pair
    counted from both sides. (EconGeo.)
    """

    OCCURRENCES = "occurrences"
    CO_OCCURRENCES = "co-occurrences"


@overload
def association_strength(counts: CoOccurrence, *, sizes: Sizes = ...) -> Pairs: ...
@overload
def association_strength(counts: SparseCoOccurrence, *, sizes: Sizes = ...) -> SparsePairs: ...
def association_strength(
    counts: CoOccurrence | SparseCoOccurrence, *, sizes: Sizes = Sizes.OCCURRENCES
) -> Pairs | SparsePairs:
    r"""Observed co-occurrence over the one expected if activities were independent.

    .. math:: a_{ij} = \frac{C_{ij} \, T}{s_i s_j}

    Parameters
    ----------
    counts
        Joint occurrences, shape (A, A).
    sizes
        Which reading of s and T; van Eck & Waltman allow both.

    Returns
    -------
    Pairs
        Shape (A, A), 1 where as often as expected; ``SparsePairs`` for sparse counts, whose ``to_pairs()``
        gives the ``Pairs`` that other measures take. Undefined where the counts are, or where an activity of
        the pair has size 0.

    Raises
    ------
    Nothing
        The values were checked when they were made; what cannot be computed is undefined.

    References
    ----------
    van Eck & Waltman (2009), Journal of the American Society for Information Science and Technology 60,
    1635-1651.
    """
    require_kind("counts", counts, CoOccurrence, SparseCoOccurrence)
    return _compared(counts, sizes, lambda c, s, t, total: c * total / (s * t), "association_strength")


@overload
def association_probability(counts: CoOccurrence, *, sizes: Sizes = ...) -> Pairs: ...
@overload
def association_probability(counts: SparseCoOccurrence, *, sizes: Sizes = ...) -> SparsePairs: ...
def association_probability(
    counts: CoOccurrence | SparseCoOccurrence, *, sizes: Sizes = Sizes.CO_OCCURRENCES
) -> Pairs | SparsePairs:
    r"""Observed co-occurrence over the one expected when no activity is drawn twice into a pair.

    .. math::
        p_{ij} = C_{ij} \Big/ \left[ \left( \frac{s_i}{T} \frac{s_j}{T - s_i}
        + \frac{s_j}{T} \frac{s_i}{T - s_j} \right) \frac{T}{2} \right]

    Parameters
    ----------
    counts
        Joint occurrences, shape (A, A).
    sizes
        Which reading of s and T.

    Returns
    -------
    Pairs
        Shape (A, A), 1 where as often as expected; ``SparsePairs`` for sparse counts. Undefined where the
        counts are, or where an activity has size 0 or T.

    Raises
    ------
    Nothing
        The values were checked when they were made; what cannot be computed is undefined.

    References
    ----------
    Steijn (2021), Quantitative Science Studies 2, 778-790.
    """
    require_kind("counts", counts, CoOccurrence, SparseCoOccurrence)
    return _compared(counts, sizes, _over_expected_without_repetition, "association_probability")


@overload
def cosine(counts: CoOccurrence, *, sizes: Sizes = ...) -> Pairs: ...
@overload
def cosine(counts: SparseCoOccurrence, *, sizes: Sizes = ...) -> SparsePairs: ...
def cosine(
    counts: CoOccurrence | SparseCoOccurrence, *, sizes: Sizes = Sizes.OCCURRENCES
) -> Pairs | SparsePairs:
    r"""Co-occurrence over the geometric mean of the two sizes.

    .. math:: \cos_{ij} = \frac{C_{ij}}{\sqrt{s_i s_j}}

    Parameters
    ----------
    counts
        Joint occurrences, shape (A, A).
    sizes
        Which reading of s.

    Returns
    -------
    Pairs
        Shape (A, A), 0 to 1; ``SparsePairs`` for sparse counts. Undefined where the counts are, or where an
        activity of the pair has size 0.

    Raises
    ------
    Nothing
        The values were checked when they were made; what cannot be computed is undefined.

    References
    ----------
    van Eck & Waltman (2009), Journal of the American Society for Information Science and Technology 60,
    1635-1651.
    """
    require_kind("counts", counts, CoOccurrence, SparseCoOccurrence)
    return _compared(counts, sizes, lambda c, s, t, total: c / np.sqrt(s * t), "cosine")


@overload
def jaccard(counts: CoOccurrence, *, sizes: Sizes = ...) -> Pairs: ...
@overload
def jaccard(counts: SparseCoOccurrence, *, sizes: Sizes = ...) -> SparsePairs: ...
def jaccard(
    counts: CoOccurrence | SparseCoOccurrence, *, sizes: Sizes = Sizes.OCCURRENCES
) -> Pairs | SparsePairs:
    r"""Events with both activities over events with either.

    .. math:: J_{ij} = \frac{C_{ij}}{s_i + s_j - C_{ij}}

    Parameters
    ----------
    counts
        Joint occurrences, shape (A, A).
    sizes
        Which reading of s.

    Returns
    -------
    Pairs
        Shape (A, A), 0 to 1; ``SparsePairs`` for sparse counts. Undefined where the counts are, or where
        neither activity has a size above 0.

    Raises
    ------
    Nothing
        The values were checked when they were made; what cannot be computed is undefined.

    References
    ----------
    van Eck & Waltman (2009), Journal of the American Society for Information Science and Technology 60,
    1635-1651.
    """
    require_kind("counts", counts, CoOccurrence, SparseCoOccurrence)
    return _compared(counts, sizes, lambda c, s, t, total: c / (s + t - c), "jaccard")


def relatedness_statistic(counts: CoOccurrence) -> Pairs:
    r"""Joint occurrences in standard deviations from those that random assignment would give.

    .. math::
        t_{ij} = \frac{C_{ij} - \mu_{ij}}{\sigma_{ij}}, \quad \mu_{ij} = \frac{n_i n_j}{N}, \quad
        \sigma_{ij}^2 = \mu_{ij} \left(1 - \frac{n_i}{N}\right) \frac{N - n_j}{N - 1}

    n counts the events that have the activity, N all events; the number of joint occurrences is then
    hypergeometric.

    Parameters
    ----------
    counts
        Joint occurrences, shape (A, A), of all pairs: one that never occurs lies below the expectation, so
        that sparse counts would not stay sparse.

    Returns
    -------
    Pairs
        Shape (A, A), in standard deviations. Undefined where the counts are, or where an activity occurs
        nowhere or everywhere.

    Raises
    ------
    WrongRows
        When the counts are sparse.

    References
    ----------
    Teece, Rumelt, Dosi & Winter (1994), Journal of Economic Behavior & Organization 23, 1-30.
    """
    _require_all_counts(counts)
    require_kind("counts", counts, CoOccurrence)
    n, other, total = counts.occurrences, counts.occurrences.T, counts.events
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = n * other / total
        variance = expected * (1 - n / total) * (total - other) / (total - 1)
        values = (counts.values - expected) / np.sqrt(variance)
    return _defined(counts, values, "relatedness_statistic")


def location_information(employment: Matrix, *, prior: float = 1.0) -> Estimates:
    r"""Pointwise mutual information of territory and activity, with its uncertainty.

    .. math:: \mathrm{PMI}_{ra} = \log \frac{p_{ra}}{p_r \, p_a}

    The shares p have a Dirichlet distribution: ``prior`` jobs are added to every known cell. The value is
    the posterior mean of the logarithm (digamma functions, exact); the standard error is the posterior
    standard deviation by the delta method. Without a prior it is the logarithm of the location quotient.

    Parameters
    ----------
    employment
        Counts, shape (R, A); unknown cells are left out.
    prior
        Jobs added to every known cell, above 0.

    Returns
    -------
    Estimates
        Value and standard error, shape (R, A), natural logarithms. Undefined where the cell is unknown.

    Raises
    ------
    InputError
        When the prior is not above 0.

    References
    ----------
    van Dam, Gomez-Lievano, Neffke & Frenken (2023), Journal of Regional Science 63, 173-205 [recall].
    """
    require_above("prior", prior)
    require_kind("employment", employment, Matrix)
    known = employment.known
    x = np.where(known, employment.known_values + prior, 0.0)
    in_territory, in_activity, total = x.sum(1, keepdims=True), x.sum(0, keepdims=True), x.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        values = digamma(x) - digamma(in_territory) - digamma(in_activity) + digamma(total)
        p, row, column = x / total, in_territory / total, in_activity / total
        spread = 1 / p - 1 / row - 1 / column + 2 * p / (row * column) - 1
        error = np.sqrt(np.maximum(spread, 0.0) / (total + 1))
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, ~known))
    grids = (np.where(known, values, np.nan), np.where(known, error, np.nan))
    steps = ("location_information", "location_information: standard error")
    return Estimates(
        *(
            Grid.over(employment, part, undefined, step, prior=prior)
            for part, step in zip(grids, steps, strict=True)
        )
    )


def colocation_information(
    employment: Matrix, *, generator: np.random.Generator, prior: float = 1.0, draws: int = 200
) -> Estimates:
    r"""Pointwise mutual information of two activities in one territory, with its uncertainty.

    .. math::
        \mathrm{PMI}_{ij} = \log \frac{p_{ij}}{p_i \, p_j}, \quad
        p_{ij} = \sum_r p_{i|r} \, p_{j|r} \, p_r

    p_ij is the probability that two jobs of one territory, the territory drawn by its size, are in i and in
    j. The shares have a Dirichlet distribution with ``prior`` jobs added to every cell; value and standard
    error are mean and standard deviation over draws from it.

    Parameters
    ----------
    employment
        Counts, shape (R, A), all known.
    generator
        The source of randomness.
    prior
        Jobs added to every cell, above 0.
    draws
        How many tables are drawn, at least 2.

    Returns
    -------
    Estimates
        Value and standard error, shape (A, A), natural logarithms. Undefined nowhere: the prior leaves no
        share at 0, also of activities that share no territory.

    Raises
    ------
    InputError
        When the prior is not above 0, fewer than two draws are asked for, or a cell is unknown.
    WrongRows
        When there is no territory, or the prior is so small that a share is drawn as 0.

    References
    ----------
    van Dam, Gomez-Lievano, Neffke & Frenken (2023), Journal of Regional Science 63, 173-205 [recall].
    """
    require_above("prior", prior)
    require_count("draws", draws, least=2, example=200)
    require_generator(generator)
    require_kind("employment", employment, Matrix)
    if not employment.known.all():
        raise InputError(
            found=f"{int((~employment.known).sum())} unknown cells",
            needed="a table without unknown cells",
            next_step="Select territories and activities that are known throughout.",
        )
    if not employment.territories:
        raise WrongRows(
            found="a table without territories",
            needed="one or more: activities come together in territories",
            next_step="Select territories that are known throughout.",
        )
    mean = np.zeros((employment.shape[1], employment.shape[1]))
    squares = np.zeros_like(mean)
    for draw in range(1, draws + 1):
        p = generator.standard_gamma(employment.values + prior)
        change = _joint_information(p / p.sum()) - mean
        mean += change / draw
        squares += change**2 * (draw - 1) / draw
    undefined = np.zeros(mean.shape, dtype=np.uint8)
    error = np.sqrt(squares / (draws - 1))
    parameters = {"prior": prior, "draws": draws}
    return Estimates(
        Pairs.over(employment, mean, undefined, "colocation_information", **parameters),
        Pairs.over(employment, error, undefined, "colocation_information: standard error", **parameters),
    )


def _joint_information(p: Values) -> Values:
    in_territory, in_activity = p.sum(axis=1, keepdims=True), p.sum(axis=0)
    return np.log((p / in_territory).T @ p) - np.log(in_activity[:, None] * in_activity[None, :])


def _require_all_counts(counts: CoOccurrence | SparseCoOccurrence) -> None:
    if isinstance(counts, SparseCoOccurrence):
        raise WrongRows(
            found="sparse counts, which hold the pairs that occur",
            needed="counts of all pairs: one that never occurs lies below the expectation, not at 0",
            next_step="Use association_strength, or co_occurrence of a table of records by activities.",
        )


def _over_expected_without_repetition(c: Values, s: Values, t: Values, total: Values | float) -> Values:
    one_first, other_first = s / total * t / (total - s), t / total * s / (total - t)
    possible = (total > s) & (total > t)
    return np.where(possible, c / ((one_first + other_first) * total / 2), np.nan)


def _compared(
    counts: CoOccurrence | SparseCoOccurrence, sizes: Sizes, formula: Formula, step: str
) -> Pairs | SparsePairs:
    with np.errstate(divide="ignore", invalid="ignore"):
        if isinstance(counts, SparseCoOccurrence):
            return _compared_sparse(counts, sizes, formula, step)
        if sizes is Sizes.OCCURRENCES:
            values = formula(counts.values, counts.occurrences, counts.occurrences.T, counts.events)
        else:
            others = np.nan_to_num(counts.values)
            np.fill_diagonal(others, 0.0)
            size = others.sum(axis=0)
            values = formula(others, size[:, None], size[None, :], size.sum())
    return _defined(counts, values, step, sizes=sizes.value)


def _compared_sparse(counts: SparseCoOccurrence, sizes: Sizes, formula: Formula, step: str) -> SparsePairs:
    upper = counts.counts
    if sizes is Sizes.OCCURRENCES:
        size, total = counts.occurrences, float(counts.records)
    else:
        size = np.asarray(upper.sum(axis=0) + upper.sum(axis=1), dtype=np.float64)
        total = size.sum()
    rows = np.repeat(np.arange(len(counts.activities), dtype=np.int32), np.diff(upper.indptr))
    data = np.empty(len(rows))
    for start in range(0, len(rows), _BLOCK):  # so that no other table of this length is made
        part = slice(start, start + _BLOCK)
        one, other = size[rows[part]], size[upper.indices[part]]
        data[part] = formula(upper.data[part].astype(np.float64), one, other, total)
    values = csr_array((data, upper.indices, upper.indptr), shape=(len(counts.activities),) * 2)
    origin = counts.origin.then(step)
    return SparsePairs(values, counts.activities, origin, {"sizes": sizes.value}, counts.backend)


def _defined(counts: CoOccurrence, values: Values, step: str, **parameters: str) -> Pairs:
    undefined = np.where(counts.undefined > 0, counts.undefined, Reason.EMPTY_ACTIVITY * ~np.isfinite(values))
    values = np.where(undefined > 0, np.nan, values)
    origin = counts.origin.then(step)
    return Pairs(values, counts.activities, undefined.astype(np.uint8), origin, parameters, counts.backend)
