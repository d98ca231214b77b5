"""How territories move between classes of a quantity, and what that says of their long run."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polos.errors import InputError, Undefined, WrongRows
from polos.measures.arguments import as_numbers, require_count, require_kind
from polos.measures.composed import Composed
from polos.measures.numbers import Number
from polos.measures.results import Reason, Reasons, Result, Values, undefined_where
from polos.provenance import Origin
from polos.tables.indicators import Indicators

_SUM_TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False, repr=False)
class ClassPairs(Result):
    """Values from one class to the next, shape (K, K); NaN exactly where ``undefined`` gives a reason."""

    values: Values
    classes: tuple[str, ...]
    undefined: Reasons
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ("from_class", self.classes), ("to_class", self.classes)


@dataclass(frozen=True, eq=False, repr=False)
class ByClass(Result):
    """One value a class, shape (K,); NaN exactly where ``undefined`` gives a reason."""

    values: Values
    classes: tuple[str, ...]
    undefined: Reasons
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (("class", self.classes),)


@dataclass(frozen=True, eq=False, repr=False)
class Transitions(Composed):
    """How often, and with which probability, a territory moves from one class to another in one period.

    ``left_out`` counts the steps of a territory from one period to the next that are not known at both
    ends.
    """

    counts: ClassPairs
    probabilities: ClassPairs
    left_out: int


def class_transitions(panel: Indicators, *, limits: Sequence[float]) -> Transitions:
    r"""Probability of moving from one class of a quantity to another in one period: a Markov chain.

    .. math:: p_{kl} = \frac{n_{kl}}{\sum_m n_{km}}

    ``n`` counts the territories that were in class k and are in class l one period later, over all pairs of
    consecutive periods.

    Parameters
    ----------
    panel
        One quantity of the territories, shape (R, T): the variables are the periods, in order. Divide by
        the mean of every period first, where growth of all is not to count as moving.
    limits
        Where one class ends and the next begins, increasing; a value equal to a limit is in the lower
        class. K - 1 limits make K classes; :func:`class_limits` finds quantiles.

    Returns
    -------
    Transitions
        ``counts`` and ``probabilities`` from 0 to 1, shape (K, K) each, rows of probabilities summing to 1.
        The probabilities of a class from which no step is known are undefined (``NOTHING_TO_COMPARE``).

    Raises
    ------
    InputError
        When the limits do not increase, or are not finite.
    WrongRows
        When the panel has fewer than two periods.

    References
    ----------
    Quah (1993), European Economic Review 37, 426-434 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = class_transitions(samples.incomes(), limits=(15,))
    >>> found.probabilities.at("up to 15", "above 15")
    0.5
    """
    require_kind("panel", panel, Indicators)
    names, inner = classes_between(limits)
    require_periods(panel)
    classes, known = classified(panel.values, inner)
    steps = known[:, :-1] & known[:, 1:]
    counts = counted(classes[:, :-1][steps], classes[:, 1:][steps], len(names))
    return transitions_of(panel, counts, names, "class_transitions", left_out=int((~steps).sum()))


def class_limits(panel: Indicators, *, count: int = 5) -> tuple[float, ...]:
    r"""Limits between classes that hold about as many values each: quantiles over all periods.

    .. math:: q_k = F^{-1}(k / K), \quad k = 1, \dots, K - 1

    Parameters
    ----------
    panel
        One quantity of the territories, shape (R, T).
    count
        How many classes, K.

    Returns
    -------
    tuple of float
        K - 1 limits in the unit of the values, interpolated between them; fewer where quantiles coincide.

    Raises
    ------
    InputError
        When fewer than two classes are wanted.
    Undefined
        When no value is known.

    References
    ----------
    Hyndman & Fan (1996), The American Statistician 50, 361-365, definition 7.

    Examples
    --------
    >>> from polos.measures import samples
    >>> class_limits(samples.incomes(), count=2)
    (16.5,)
    """
    require_kind("panel", panel, Indicators)
    require_count("classes", count, least=2)
    known = panel.values[~np.isnan(panel.values)]
    if not known.size:
        raise Undefined(
            found="a panel without a known value",
            needed="at least one, to find limits among them",
            next_step="Give limits instead.",
        )
    limits = np.unique(np.quantile(known, np.arange(1, count) / count))
    return tuple(limits.tolist())


def steady_state(probabilities: ClassPairs) -> ByClass:
    r"""Share of territories in each class in the long run, if the probabilities stayed as they are.

    .. math:: \pi_l = \sum_k \pi_k p_{kl}, \quad \sum_k \pi_k = 1

    Parameters
    ----------
    probabilities
        Of :func:`class_transitions`, shape (K, K).

    Returns
    -------
    ByClass
        Shares that sum to 1, shape (K,). A class that is neither left nor entered has none
        (``NOTHING_TO_COMPARE``). All are undefined where a class is entered from which no step is known
        (``UNKNOWN_CELL``), and where the long run depends on the start because there are several closed
        groups of classes (``NOT_UNIQUE``).

    Raises
    ------
    WrongRows
        When probabilities lie outside 0 to 1 or do not sum to 1.

    References
    ----------
    Kemeny & Snell (1976), Finite Markov Chains, chapter 4.

    Examples
    --------
    >>> from polos.measures import samples
    >>> chain = class_transitions(samples.incomes(), limits=(15,))
    >>> round(steady_state(chain.probabilities).at("above 15"), 4)
    0.6667
    """
    require_kind("probabilities", probabilities, ClassPairs)
    p, seen, is_open = _chain(probabilities)
    values = np.full(len(p), np.nan)
    undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, ~seen))
    closed = _closed_groups(p, seen)
    if is_open or len(closed) > 1:
        undefined[seen] = Reason.UNKNOWN_CELL if is_open else Reason.NOT_UNIQUE
    elif closed:
        values[seen] = 0.0
        values[closed[0]] = _stationary(p[np.ix_(closed[0], closed[0])])
    return _by_class(probabilities, values, undefined, "steady_state")


def mean_first_passage(probabilities: ClassPairs) -> ClassPairs:
    r"""Mean number of periods until a territory of one class first reaches another.

    .. math:: m_{kl} = 1 + \sum_{j \neq l} p_{kj} m_{jl}

    From a class to itself it is the mean time of return, 1 over the share of the steady state.

    Parameters
    ----------
    probabilities
        Of :func:`class_transitions`, shape (K, K).

    Returns
    -------
    ClassPairs
        In periods, 1 or more, shape (K, K). Undefined where the class is not reached for certain, so that
        the mean is infinite (``SEPARATE_PARTS``), where a class is neither left nor entered
        (``NOTHING_TO_COMPARE``), and everywhere when a class is entered from which no step is known
        (``UNKNOWN_CELL``).

    Raises
    ------
    WrongRows
        As in :func:`steady_state`.

    References
    ----------
    Kemeny & Snell (1976), Finite Markov Chains, chapter 4.

    Examples
    --------
    >>> from polos.measures import samples
    >>> chain = class_transitions(samples.incomes(), limits=(15,))
    >>> mean_first_passage(chain.probabilities).at("up to 15", "above 15")
    2.0
    """
    require_kind("probabilities", probabilities, ClassPairs)
    p, seen, is_open = _chain(probabilities)
    values = np.full(p.shape, np.nan)
    both = seen[:, None] & seen[None, :]
    if is_open:
        undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, ~both), (Reason.UNKNOWN_CELL, both))
    else:
        for target in np.flatnonzero(seen):
            _fill_passage(values, p, int(target))
        values[~both] = np.nan
        undefined = undefined_where(
            values, (Reason.NOTHING_TO_COMPARE, ~both), (Reason.SEPARATE_PARTS, np.isnan(values))
        )
    return _class_pairs(probabilities, values, undefined, "mean_first_passage")


def shorrocks_mobility(probabilities: ClassPairs) -> Number:
    r"""How far a chain is from everybody staying where they are.

    .. math:: \frac{K - \sum_k p_{kk}}{K - 1}

    Parameters
    ----------
    probabilities
        Of :func:`class_transitions`, shape (K, K).

    Returns
    -------
    Number
        0 where nobody moves, 1 where the next class does not depend on the present one, up to K / (K - 1).

    Raises
    ------
    Undefined
        When there are fewer than two classes, or one from which no step is known.
    WrongRows
        As in :func:`steady_state`.

    References
    ----------
    Shorrocks (1978), Econometrica 46, 1013-1024.

    Examples
    --------
    >>> from polos.measures import samples
    >>> shorrocks_mobility(class_transitions(samples.incomes(), limits=(15,)).probabilities)
    shorrocks_mobility: 0.75
    """
    require_kind("probabilities", probabilities, ClassPairs)
    _require_probabilities(probabilities)
    staying = np.diagonal(probabilities.values)
    if len(staying) < 2 or np.isnan(staying).any():
        raise Undefined(
            found=f"{len(staying)} classes, {int(np.isnan(staying).sum())} of them never seen before a step",
            needed="two or more, each with a known step",
            next_step="Use fewer classes, or limits that every class has values between.",
        )
    moving = (len(staying) - staying.sum()) / (len(staying) - 1)
    return Number.over(probabilities, moving, "shorrocks_mobility")


def prais_mobility(probabilities: ClassPairs) -> ByClass:
    r"""Probability of leaving each class within a period.

    .. math:: 1 - p_{kk}

    Parameters
    ----------
    probabilities
        Of :func:`class_transitions`, shape (K, K).

    Returns
    -------
    ByClass
        0 to 1, shape (K,). Undefined for a class from which no step is known (``NOTHING_TO_COMPARE``).

    Raises
    ------
    WrongRows
        As in :func:`steady_state`.

    References
    ----------
    Prais (1955), Journal of the Royal Statistical Society A 118, 56-66 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> prais_mobility(class_transitions(samples.incomes(), limits=(15,)).probabilities).at("up to 15")
    0.5
    """
    require_kind("probabilities", probabilities, ClassPairs)
    _require_probabilities(probabilities)
    values = 1.0 - np.diagonal(probabilities.values)
    undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    return _by_class(probabilities, values, undefined, "prais_mobility")


def transitions_of(
    source: Indicators, counts: Values, names: tuple[str, ...], step: str, *, left_out: int
) -> Transitions:
    """Label counts of steps between classes, and divide each row by its sum."""
    left = counts.sum(axis=1, keepdims=True)
    values = np.full(counts.shape, np.nan)
    np.divide(counts, left, out=values, where=left > 0)
    none = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    origin = source.origin.then(step)
    whole = np.zeros(counts.shape, dtype=np.uint8)
    return Transitions(
        ClassPairs(counts, names, whole, origin, {}, source.backend),
        ClassPairs(values, names, none, origin.then("probabilities"), {}, source.backend),
        left_out,
    )


def classes_between(limits: Sequence[float]) -> tuple[tuple[str, ...], Values]:
    """Return the names of the classes between limits, and the limits; refuse those that do not increase."""
    inner = as_numbers("limits", limits)
    if inner.ndim != 1 or not np.isfinite(inner).all() or (np.diff(inner) <= 0).any():
        raise InputError(
            found=f"the limits {', '.join(map(str, limits))}",
            needed="finite numbers, each larger than the one before",
            next_step="Sort them and drop those that come twice.",
        )
    if not inner.size:
        return ("all",), inner
    written = _written(inner)
    middle = (f"{low} to {high}" for low, high in pairwise(written))
    return (f"up to {written[0]}", *middle, f"above {written[-1]}"), inner


def _written(limits: Values) -> list[str]:
    """Write the limits with as few digits as tell them apart, four at least."""
    texts = ([f"{limit:.{digits}g}" for limit in limits] for digits in range(4, 18))
    return next(text for text in texts if len(set(text)) == len(limits))


def classified(values: Values, limits: Values) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the class of every value, which has none where it is unknown, and which are known."""
    known = ~np.isnan(values)
    return np.searchsorted(limits, np.where(known, values, 0.0), side="left"), known


def counted(before: NDArray[np.intp], after: NDArray[np.intp], size: int) -> Values:
    """Return how often a step leads from one class to another, shape (K, K)."""
    cells = np.bincount(before * size + after, minlength=size * size)
    return cells.reshape(size, size).astype(np.float64)


def require_periods(panel: Indicators) -> None:
    """Refuse a panel in which nothing can change."""
    if len(panel.variables) < 2:
        raise WrongRows(
            found=f"a panel of {len(panel.variables)} periods",
            needed="two or more",
            next_step="Add a period, one column each, in order.",
        )


def _require_probabilities(probabilities: ClassPairs) -> None:
    p = probabilities.values
    rows = p[~np.isnan(p).any(axis=1)]
    is_half_known = np.isnan(p).any(axis=1) & ~np.isnan(p).all(axis=1)
    is_wrong = (rows < 0).any() or (np.abs(rows.sum(axis=1) - 1) > _SUM_TOLERANCE).any()
    if is_wrong or is_half_known.any():
        raise WrongRows(
            found="rows of probabilities below 0, partly unknown, or that do not sum to 1",
            needed="rows of probabilities that sum to 1, or are wholly undefined",
            next_step="Take the probabilities of class_transitions, not its counts.",
        )


def _chain(probabilities: ClassPairs) -> tuple[Values, NDArray[np.bool_], bool]:
    """Return p with 0 where undefined, the classes seen, and whether one is entered without a known exit."""
    _require_probabilities(probabilities)
    is_left = np.asarray(~np.isnan(probabilities.values).any(axis=1))
    p = np.where(is_left[:, None], probabilities.values, 0.0)
    seen = np.asarray(is_left | (p > 0).any(axis=0))
    return p, seen, bool((seen & ~is_left).any())


def _reaches(p: Values) -> NDArray[np.bool_]:
    """Return which class can come after which, in any number of steps (0 included)."""
    reach = (p > 0) | np.eye(len(p), dtype=bool)
    for _ in range(max(len(p), 1).bit_length()):
        reach = (reach.astype(np.float64) @ reach.astype(np.float64)) > 0
    return reach


def _closed_groups(p: Values, seen: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Return the groups of classes that are never left again, each with all its classes."""
    reach = _reaches(p)
    groups: list[NDArray[np.intp]] = []
    for k in np.flatnonzero(seen):
        from_here = np.flatnonzero(reach[k])
        is_closed = reach[from_here, k].all()
        if is_closed and k == from_here[0]:
            groups.append(from_here)
    return groups


def _stationary(p: Values) -> Values:
    """Return the shares that an irreducible chain keeps, from its equations and their sum of 1."""
    size = len(p)
    equations = np.vstack([p.T - np.eye(size), np.ones(size)])
    shares = np.linalg.lstsq(equations, np.append(np.zeros(size), 1.0), rcond=None)[0]
    return np.asarray(np.clip(shares, 0.0, 1.0), dtype=np.float64)


def _fill_passage(values: Values, p: Values, target: int) -> None:
    """Write the mean steps to ``target`` for the classes that reach it for certain."""
    on_the_way = p.copy()
    on_the_way[target] = 0.0  # the walk ends there
    reach = _reaches(on_the_way)
    lost = reach @ ~reach[:, target]  # comes to a class from which the target is out of reach
    others = np.flatnonzero(~lost & (np.arange(len(p)) != target))
    steps = np.linalg.solve(np.eye(len(others)) - p[np.ix_(others, others)], np.ones(len(others)))
    values[others, target] = steps
    if not lost[p[target] > 0].any():
        values[target, target] = 1.0 + p[target, others] @ steps


def _by_class(source: ClassPairs, values: Values, undefined: Reasons, step: str) -> ByClass:
    return ByClass(values, source.classes, undefined, source.origin.then(step), {}, source.backend)


def _class_pairs(source: ClassPairs, values: Values, undefined: Reasons, step: str) -> ClassPairs:
    return ClassPairs(values, source.classes, undefined, source.origin.then(step), {}, source.backend)
