"""Fitness of territories and complexity of activities by the nonlinear iteration."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polos.errors import InputError
from polos.measures.arguments import require_above, require_count, require_kind, require_number
from polos.measures.composed import Composed
from polos.measures.results import ByActivity, ByTerritory, Grid, Reason, Values

_TINY = 1e-300


@dataclass(frozen=True, eq=False, repr=False)
class Fitness(Composed):
    """Fitness of territories and complexity of activities, and how the iteration ended.

    ``change`` is the largest change of any value in the last step; ``has_converged`` whether it fell below
    the tolerance. Where it has not, the order of the values may still move.
    """

    territories: ByTerritory
    activities: ByActivity
    steps: int
    change: float
    has_converged: bool


def fitness(
    presence: Grid,
    *,
    exponent: float = 1.0,
    tolerance: float = 1e-10,
    limit: int = 10_000,
    is_sequential: bool = False,
) -> Fitness:
    r"""Fitness of territories and complexity of activities: an activity is as complex as its weakest doers.

    .. math::
        \tilde F_r^{(n)} = \sum_a M_{ra} Q_a^{(n-1)}, \quad
        \tilde Q_a^{(n)} = \Big[ \sum_r M_{ra} \big(F_r^{(n-1)}\big)^{-\gamma} \Big]^{-1/\gamma}

    Both are divided by their mean after each step and begin at 1.

    Parameters
    ----------
    presence
        1 and 0, or any weights from 0 on, such as shares or quotients: the iteration is defined for weighted
        tables too, whose fitness is another one. Shape (R, A). Unknown cells count as absent.
    exponent
        The exponent gamma; 1 is the original iteration.
    tolerance
        The iteration ends when no value changes by more than this; 0 makes exactly ``limit`` steps.
    limit
        Largest number of steps.
    is_sequential
        Whether Q follows from the new F of the same step. The fixed point is the same, the way there not.

    Returns
    -------
    Fitness
        ``territories``, shape (R,), and ``activities``, shape (A,), each with mean 1, without unit.
        Undefined for a territory or activity without any presence. In a table that falls apart, values
        compare within a part only (:func:`~polos.measures.economic_complexity` tells the parts).

    Raises
    ------
    InputError
        When a presence is negative, the exponent or the limit not positive, or the tolerance negative.

    References
    ----------
    Tacchella, Cristelli, Caldarelli, Gabrielli & Pietronero (2012), Scientific Reports 2, 723; exponent:
    Mariani, Vidmer, Medo & Zhang (2015), European Physical Journal B 88, 293; slow convergence: Pugliese,
    Zaccaria & Pietronero (2016), European Physical Journal Special Topics 225, 1893-1911.

    Examples
    --------
    >>> from polos.measures import samples
    >>> fitness(samples.presence(), tolerance=0, limit=2).territories.values.round(3).tolist()
    [1.875, 0.75, 0.375]
    """
    _require_settings(exponent, tolerance, limit)
    core = _Core(presence)
    f, q, change, steps = np.ones(core.m.shape[0]), np.ones(core.m.shape[1]), np.inf, 0
    while steps < limit and not change < tolerance:
        new_f = _by_mean(core.m @ q)
        weakest = new_f if is_sequential else f
        new_q = _by_mean((core.m.T @ np.maximum(weakest, _TINY) ** -exponent) ** (-1 / exponent))
        change = max(_largest(new_f - f), _largest(new_q - q))
        f, q, steps = new_f, new_q, steps + 1
    options = {"exponent": exponent, "tolerance": tolerance, "limit": limit, "is_sequential": is_sequential}
    return core.labelled((f, q), (steps, change), "fitness", options)


def stable_fitness(
    presence: Grid, *, delta: float = 1e-3, tolerance: float = 1e-10, limit: int = 100_000
) -> Fitness:
    r"""Fitness and complexity with a constant that keeps the iteration away from zero.

    .. math::
        F_r = \delta + \sum_a \frac{M_{ra}}{P_a}, \quad P_a = 1 + \sum_r \frac{M_{ra}}{F_r}, \quad
        Q_a = \frac{1}{P_a}

    Unlike :func:`fitness`, it converges for every table, also where territories and activities form a
    nested table with an empty side.

    Parameters
    ----------
    presence
        1 and 0, or any weights from 0 on, such as shares or quotients: the iteration is defined for weighted
        tables too, whose fitness is another one. Shape (R, A). Unknown cells count as absent.
    delta
        The constant; the smaller, the closer to the fixed point of :func:`fitness`.
    tolerance, limit
        As in :func:`fitness`; the change is relative to the largest value.

    Returns
    -------
    Fitness
        F and Q, not divided by their mean, without unit. Undefined for a territory or activity without
        any presence.

    Raises
    ------
    InputError
        When a presence is negative, delta or the limit not positive, or the tolerance negative.

    References
    ----------
    Servedio, Buttà, Mazzolini & Patelli (2018), Entropy 20, 783; [recall] how the constant enters.

    Examples
    --------
    >>> from polos.measures import samples
    >>> stable_fitness(samples.presence(), delta=0.1).has_converged
    True
    """
    _require_settings(delta, tolerance, limit)
    core = _Core(presence)
    f, p, change, steps = np.ones(core.m.shape[0]), np.ones(core.m.shape[1]), np.inf, 0
    while steps < limit and not change < tolerance:
        new_f = delta + core.m @ (1 / p)
        new_p = 1 + core.m.T @ (1 / f)
        change = max(
            _largest(new_f - f) / max(_largest(new_f), _TINY),
            _largest(new_p - p) / max(_largest(new_p), _TINY),
        )
        f, p, steps = new_f, new_p, steps + 1
    options = {"delta": delta, "tolerance": tolerance, "limit": limit}
    return core.labelled((f, 1 / p), (steps, change), "stable_fitness", options)


class _Core:
    """A presence without its empty rows and columns, and the way back to all of them."""

    def __init__(self, presence: Grid) -> None:
        require_kind("presence", presence, Grid)
        m = presence.known_values
        if (m < 0).any():
            raise InputError(
                found="a negative presence",
                needed="a presence of 0 or more",
                next_step="Make a presence from the measure first, for example with presence().",
            )
        self.presence = presence
        self.rows, self.columns = m.sum(axis=1) > 0, m.sum(axis=0) > 0
        self.m = m[np.ix_(self.rows, self.columns)]

    def labelled(
        self, values: tuple[Values, Values], end: tuple[int, float], step: str, options: dict[str, float]
    ) -> Fitness:
        (f, q), (steps, change) = values, end
        territories = ByTerritory.over(
            self.presence, *_spread(f, self.rows, Reason.EMPTY_TERRITORY), step, **options
        )
        activities = ByActivity.over(
            self.presence, *_spread(q, self.columns, Reason.EMPTY_ACTIVITY), step, **options
        )
        converged = change < options["tolerance"] or change == 0
        return Fitness(territories, activities, steps, float(change), bool(converged))


def _spread(values: Values, where: NDArray[np.bool_], reason: Reason) -> tuple[Values, NDArray[np.uint8]]:
    spread = np.full(len(where), np.nan)
    spread[where] = values
    return spread, np.where(where, np.uint8(0), np.uint8(reason))


def _by_mean(values: Values) -> Values:
    mean = values.mean() if values.size else 1.0
    return values / mean


def _largest(values: Values) -> float:
    return float(np.abs(values).max(initial=0.0))


def _require_settings(positive: float, tolerance: float, limit: int) -> None:
    require_above("exponent or delta", positive)
    require_number("tolerance", tolerance, example=1e-10)
    require_count("steps", limit, example=10_000)
