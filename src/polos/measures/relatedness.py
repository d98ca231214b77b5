"""How related activities are, judged by where they occur together."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from polos.errors import WrongRows
from polos.measures.arguments import require_kind, require_precision
from polos.measures.results import (
    CrossPairs,
    Grid,
    Pairs,
    Reason,
    Reasons,
    Values,
    all_defined,
    require_presence,
    undefined_where,
)
from polos.measures.sparse_pairs import require_all_pairs
from polos.provenance import Origin

_BLOCK = 64  # activities whose pairs are worked on at a time: the parts stay in the processor's cache
# Counting common bits is faster than a matrix product for many activities in few territories (measured).
_BITS_FROM_ACTIVITIES, _BITS_TO_TERRITORIES = 2000, 512


@dataclass(frozen=True, eq=False, repr=False)
class Proximity(Pairs):
    """Proximity of activities, with the presence it is of: see :mod:`polos.measures.prefix_products`."""

    presence: Grid | None = None

    def _require_numbers(self) -> None:
        """Made here only, of what was checked; the table is the largest there is."""


def proximity(presence: Grid, *, dtype: DTypeLike = np.float64) -> Proximity:
    r"""Minimum of the two conditional probabilities that a territory has one activity given the other.

    .. math:: \phi_{ij} = \frac{\sum_r M_{ri} M_{rj}}{\max(u_i, u_j)}

    ``u`` counts the territories that have the activity. A pair is judged over the territories where both
    activities are known.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A); a continuous presence between 0 and 1 is taken as it is.
    dtype
        ``float64``, or ``float32`` for half the memory with errors below 1e-7.

    Returns
    -------
    Pairs
        Shape (A, A), 0 to 1, symmetric, 1 on the diagonal for 1/0 presence. Undefined where no territory
        knows both activities, or where neither occurs anywhere.

    Raises
    ------
    WrongRows
        When a presence lies outside 0 to 1.
    InputError
        When ``dtype`` is another one than ``float32`` or ``float64``.

    References
    ----------
    Hidalgo, Klinger, Barabási & Hausmann (2007), Science 317, 482-487.
    """
    require_presence(presence)
    precision = require_precision(dtype)
    present = presence.known_values
    axes = known_axes(presence)
    if axes is None:
        together, given, seen = _pairwise(present, presence.known)
        values, undefined = _divided(together, np.maximum(given, given.T), seen)
        values = values.astype(precision)
    else:
        ubiquity = presence.ubiquity
        values = _whole_proximity(presence, ubiquity, precision)
        undefined = _without_proximity(values, ubiquity, axes.activities)
    origin = presence.origin.then("proximity")
    parameters = {"dtype": precision.name}
    return Proximity(values, presence.activities, undefined, origin, parameters, presence.backend, presence)


def _whole_proximity(presence: Grid, ubiquity: Values, dtype: np.dtype) -> NDArray[Any]:
    present, either = presence.known_values, np.where(ubiquity > 0, ubiquity, 1.0).astype(dtype)
    few, many = present.shape[0] <= _BITS_TO_TERRITORIES, present.shape[1] >= _BITS_FROM_ACTIVITIES
    if presence.is_binary and few and many:
        return _bit_proximity(present, either)
    return _product_proximity(presence.as_type(np.float32 if presence.is_binary else np.float64), either)


def _without_proximity(values: NDArray[Any], ubiquity: Values, known: NDArray[np.bool_]) -> Reasons:
    """Return the reasons of pairs without proximity, and write NaN there."""
    if known.all() and ubiquity.all():
        return all_defined(values.shape)
    undefined = np.zeros(values.shape, dtype=np.uint8)
    nowhere = np.ix_(ubiquity == 0, ubiquity == 0)
    undefined[nowhere], values[nowhere] = Reason.EMPTY_ACTIVITY, np.nan
    for unknown in np.flatnonzero(~known):
        undefined[unknown], undefined[:, unknown] = (Reason.NOTHING_TO_COMPARE,) * 2
        values[unknown], values[:, unknown] = np.nan, np.nan
    return undefined


def conditional_proximity(presence: Grid) -> Pairs:
    r"""Probability that a territory with the row's activity has the column's activity too.

    .. math:: p_{j|i} = \frac{\sum_r M_{ri} M_{rj}}{u_i}

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).

    Returns
    -------
    Pairs
        Shape (A, A), 0 to 1, not symmetric. Undefined where no territory knows both, or where the row's
        activity occurs nowhere.

    Raises
    ------
    WrongRows
        When a presence lies outside 0 to 1.

    References
    ----------
    Hidalgo, Klinger, Barabási & Hausmann (2007), Science 317, 482-487: the smaller of the two directions is
    :func:`proximity`.
    """
    require_presence(presence)
    together, given, seen = _pairwise(presence.known_values, presence.known)
    values, undefined = _divided(together, given, seen)
    return Pairs.over(presence, values, undefined, "conditional_proximity")


def continuous_proximity(advantage: Grid) -> Pairs:
    r"""Correlation over territories of two activities' advantage, brought to 0 to 1.

    .. math:: \phi_{ij} = \tfrac{1}{2} (1 + \operatorname{corr}_r(Q_{ri}, Q_{rj}))

    Parameters
    ----------
    advantage
        Quotients, not cut at a threshold, shape (R, A).

    Returns
    -------
    Pairs
        Shape (A, A), 0 to 1, symmetric. Undefined where fewer than two territories know both activities, or
        where one of the two does not vary over them.

    Raises
    ------
    Nothing
        The values were checked when they were made; what cannot be computed is undefined.

    References
    ----------
    The option ``continuous`` of py-ecomplexity; a correlation in place of co-occurrence [recall].
    """
    require_kind("advantage", advantage, Grid)
    x, known = advantage.known_values, advantage.known.astype(np.float64)
    count = known.T @ known
    total, square = x.T @ known, (x * x).T @ known
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = (x.T @ x) - total * total.T / count
        variance = np.maximum(square - total**2 / count, 0.0)
        variance[variance <= 1e-12 * square] = 0.0  # what rounding leaves of no variation at all
        values = (1 + np.clip(covariance / np.sqrt(variance * variance.T), -1, 1)) / 2
    undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, ~np.isfinite(values)))
    values[undefined > 0] = np.nan
    return Pairs.over(advantage, values, undefined, "continuous_proximity")


def cross_proximity(presence: Grid, other: Grid) -> CrossPairs:
    r"""Proximity between activities of two kinds, such as technologies and industries.

    .. math:: \phi_{ab} = \frac{\sum_r M_{ra} N_{rb}}{\max(u_a, u_b)}

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    other
        1 and 0 of the other kind in the same territories, shape (R, B).

    Returns
    -------
    CrossPairs
        Shape (A, B), 0 to 1. Undefined where no territory knows both, or neither occurs anywhere.

    Raises
    ------
    WrongRows
        When the territories of the two differ, or a presence lies outside 0 to 1.

    References
    ----------
    Catalán, Navarrete & Figueroa (2020), Research Policy 51, 103394 [recall].
    """
    require_kind("presence", presence, Grid)
    require_kind("other", other, Grid)
    if presence.territories != other.territories:
        raise WrongRows(
            found="two tables with different territories",
            needed="the same territories in the same order",
            next_step="Select the territories both have.",
        )
    require_presence(presence)
    require_presence(other)
    m, n = presence.known_values, other.known_values
    known, other_known = presence.known.astype(np.float64), other.known.astype(np.float64)
    either = np.maximum(m.T @ other_known, known.T @ n)
    values, undefined = _divided(m.T @ n, either, known.T @ other_known)
    origin = presence.origin.then("cross_proximity")
    return CrossPairs(values, presence.activities, other.activities, undefined, origin, {}, presence.backend)


def taxonomy(presence: Grid) -> Pairs:
    r"""Co-occurrence in which a territory with few activities says more than one with many.

    .. math:: B_{ij} = \frac{1}{\max(u_i, u_j)} \sum_r \frac{M_{ri} M_{rj}}{d_r}

    ``d`` counts the known activities that a territory has.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).

    Returns
    -------
    Pairs
        Shape (A, A), symmetric. Undefined where no territory knows both activities, or neither occurs
        anywhere.

    Raises
    ------
    WrongRows
        When a presence lies outside 0 to 1.

    References
    ----------
    Zaccaria, Cristelli, Tacchella & Pietronero (2014), PLoS ONE 9, e113770.
    """
    require_presence(presence)
    present = presence.known_values
    diversity = present.sum(axis=1, keepdims=True)
    weighted = np.divide(present, diversity, out=np.zeros_like(present), where=diversity > 0)
    _, given, seen = _pairwise(present, presence.known)
    values, undefined = _divided(weighted.T @ present, np.maximum(given, given.T), seen)
    return Pairs.over(presence, values, undefined, "taxonomy")


def composite_relatedness(*relatedness: Pairs) -> Pairs:
    r"""Mean of several kinds of relatedness, each standardised over its pairs.

    .. math:: C_{ij} = \frac{1}{K} \sum_k \frac{S^k_{ij} - \overline{S^k}}{\operatorname{sd}(S^k)}

    Mean and standard deviation (divisor n) run over pairs of two different activities.

    Parameters
    ----------
    relatedness
        Two or more kinds over the same activities, each shape (A, A).

    Returns
    -------
    Pairs
        Shape (A, A), in standard deviations. Undefined where one of the kinds is, and for an activity with
        itself.

    Raises
    ------
    WrongRows
        When no kind is given, when activities differ, when one kind does not vary, or holds sparse pairs.

    References
    ----------
    Delgado, Porter & Stern (2016), Journal of Economic Geography 16, 1-38 [recall].
    """
    require_all_pairs(*relatedness)
    _require_same_activities(relatedness)
    apart = ~np.eye(len(relatedness[0].activities), dtype=bool)
    total = np.zeros(apart.shape)
    undefined = undefined_where(total, (Reason.NOT_A_CANDIDATE, ~apart))
    for kind in relatedness:
        pairs = kind.values[apart & (kind.undefined == 0)]
        if not len(pairs) or not np.ptp(pairs) > 0:  # of equal numbers, a deviation can be a rounding error
            raise WrongRows(
                found="a kind of relatedness that is the same for all pairs",
                needed="one that varies",
                next_step="Leave this kind out.",
            )
        total += (kind.values - pairs.mean()) / pairs.std()
        undefined = np.where(undefined > 0, undefined, kind.undefined)
    values = np.where(undefined > 0, np.nan, total / len(relatedness))
    one = relatedness[0]
    origin = Origin(
        "several kinds of relatedness",
        steps=("composite_relatedness",),
        parents=tuple(k.origin for k in relatedness),
    )
    return Pairs(values, one.activities, undefined, origin, {}, one.backend)


class KnownAxes(NamedTuple):
    """The territories and the activities of which something is known, shape (R,) and (A,)."""

    territories: NDArray[np.bool_]
    activities: NDArray[np.bool_]


def known_axes(presence: Grid) -> KnownAxes | None:
    """Return the known axes where all of their cells are known; ``None`` where single cells are not.

    A territory or an activity without employment is unknown throughout. What is left is complete, and
    needs no counting of what each pair knows.
    """
    if presence.is_complete and presence.values.size:
        return KnownAxes(*(np.ones(size, dtype=bool) for size in presence.values.shape))
    known = presence.known
    axes = KnownAxes(np.asarray(known.any(axis=1)), np.asarray(known.any(axis=0)))
    is_whole = np.count_nonzero(known) == axes.territories.sum() * axes.activities.sum()
    return axes if is_whole else None


def _bit_proximity(present: Values, either: NDArray[Any]) -> NDArray[Any]:
    """Return the proximity of 1/0 presence by counting common bits, block by block above the diagonal.

    Bits are counted in words of 64, and byte by byte where they do not fill one.
    """
    bits = np.packbits(present.T.astype(bool), axis=1)
    in_words = bits.shape[1] // 8 * 8
    words = np.ascontiguousarray(bits[:, :in_words]).view(np.uint64)
    columns = (*words.T.copy(), *bits[:, in_words:].T.copy())
    counter = np.min_scalar_type(present.shape[0])
    values = np.empty((len(either), len(either)), dtype=either.dtype)
    for start in range(0, len(either), _BLOCK):
        stop = start + _BLOCK
        together = np.zeros((len(bits[start:stop]), len(bits) - start), dtype=counter)
        for column in columns:
            together += np.bitwise_count(column[start:stop, None] & column[None, start:])
        part, larger = values[start:stop, start:], np.maximum(either[start:stop, None], either[None, start:])
        np.divide(together, larger, out=part, dtype=either.dtype)
        values[start:, start:stop] = part.T
    return values


def _product_proximity(counted: NDArray[Any], either: NDArray[Any]) -> NDArray[Any]:
    """Return the proximity by a matrix product; float32 counts territories exactly up to 2^24."""
    values = (counted.T @ counted).astype(either.dtype, copy=False)
    for start in range(0, len(values), _BLOCK):
        part = values[start : start + _BLOCK]
        part /= np.maximum(either[start : start + _BLOCK, None], either[None, :])
    return values


def _pairwise(present: Values, known: NDArray[np.bool_]) -> tuple[Values, Values, Values]:
    """Return joint occurrences, occurrences of the row's activity, and territories, where both are known."""
    certain = known.astype(np.float64)
    return present.T @ present, present.T @ certain, certain.T @ certain


def _divided(together: Values, possible: Values, seen: Values) -> tuple[Values, Reasons]:
    undefined = undefined_where(
        together, (Reason.NOTHING_TO_COMPARE, seen == 0), (Reason.EMPTY_ACTIVITY, possible == 0)
    )
    values = np.full(together.shape, np.nan)
    np.divide(together, possible, out=values, where=undefined == 0)
    return values, undefined


def _require_same_activities(kinds: tuple[Pairs, ...]) -> None:
    if not kinds or any(kind.activities != kinds[0].activities for kind in kinds):
        raise WrongRows(
            found=f"{len(kinds)} kinds of relatedness" + (" with different activities" if kinds else ""),
            needed="at least one, all with the same activities in the same order",
            next_step="Select the activities that all have.",
        )
