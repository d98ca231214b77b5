"""Before a survey is sent, and who answered: what can be found out with so few people."""

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, hypergeom

from polos.errors import InputError
from polos.measures.arguments import require_counts, require_share
from polos.measures.survey import wilson_interval
from polos.measures.survey_results import Quantity, Share, WhyUndefined

#: Differences are looked for in steps of this size.
_STEP = 0.001
_LARGEST_SIDE = 500


def response_rate(answered: int, invited: int) -> Share:
    r"""The share of those invited that answered.

    .. math:: r = n / N

    Nobody is drawn at random here, so the share has no interval: its bounds are the share itself.

    Parameters
    ----------
    answered
        How many answered.
    invited
        How many were invited.

    Returns
    -------
    Share
        From 0 to 1; undefined where nobody was invited.

    Raises
    ------
    InputError
        When more answered than were invited, or a number is negative.

    References
    ----------
    American Association for Public Opinion Research, Standard Definitions, response rate 1 [recall].

    Examples
    --------
    >>> response_rate(32, 40).value
    0.8
    """
    require_counts(answered=answered, invited=invited)
    if not 0 <= answered <= invited:
        raise InputError(
            found=f"{answered} answers from {invited} invited",
            needed="no more answers than invitations",
            next_step="Count the invitations of this wave, and one answer each.",
        )
    if invited == 0:
        return Share(0, 0, None, None, None, 1.0, 0, WhyUndefined.NOBODY_INVITED)
    rate = answered / invited
    return Share(answered, invited, rate, rate, rate, 1.0, invited)


def finite_population_correction(count: int, population: int) -> Quantity:
    r"""By how much intervals shrink because most of the people there are have answered.

    .. math:: f = \sqrt{\frac{N - n}{N - 1}}

    Holds for answers drawn at random. Those of a survey everybody was invited to are not: who answered may
    differ from who did not, and no factor mends that.

    Parameters
    ----------
    count
        How many answered, n.
    population
        How many could have answered, N.

    Returns
    -------
    Quantity
        From 0 (all answered) to 1; undefined where nobody answered.

    Raises
    ------
    InputError
        When more answered than there are, or a number is negative.

    References
    ----------
    Cochran (1977), Sampling Techniques, section 2.6 [recall].

    Examples
    --------
    >>> round(finite_population_correction(32, 40).value, 3)
    0.453
    """
    wilson_interval(0, count, population=population)  # refuses what cannot be
    if count == 0:
        return Quantity(None, 0, WhyUndefined.NO_ANSWERS)
    return Quantity(sqrt((population - count) / (population - 1)) if population > 1 else 0.0, count)


@dataclass(frozen=True)
class DetectableDifference:
    """The smallest true differences between two sides that a survey of this size would mostly find.

    ``increase`` and ``decrease`` are differences of shares from ``share`` upwards and downwards; None where
    not even 1 or 0 on the other side would be found often enough.
    """

    count_a: int
    count_b: int
    share: float
    power: float
    level: float
    increase: float | None
    decrease: float | None
    undefined: WhyUndefined | None = None


def minimum_detectable_difference(
    count_a: int, count_b: int, *, share: float = 0.5, power: float = 0.8, level: float = 0.05
) -> DetectableDifference:
    r"""How far two sides must differ for the exact test to find it mostly; to be read before sending.

    .. math:: \min \left\{ d : \sum_{j, k} \text{Bin}(j; n_a, p)\, \text{Bin}(k; n_b, p \pm d)\,
        [\text{p-value}(j, k) \le \alpha] \ge 1 - \beta \right\}

    The p-value is that of :func:`fisher_test`; all outcomes are gone through, nothing is approximated.
    Differences are looked for in steps of 0.001.

    Parameters
    ----------
    count_a, count_b
        How many answers are expected from each side: invitations times the response rate hoped for.
    share
        The share of side a that is expected to choose the option.
    power
        How often the difference should be found.
    level
        Up to which p-value a difference counts as found; divide it by the number of questions compared.

    Returns
    -------
    DetectableDifference
        Undefined where no difference at all would be found.

    Raises
    ------
    InputError
        When a count is negative or above 500, or a share, power or level is not between 0 and 1.

    References
    ----------
    Fisher's test with exact unconditional power, as in Bennett and Hsu (1960), Biometrika 47, 393-398
    [recall].

    Examples
    --------
    >>> round(minimum_detectable_difference(17, 15).increase, 3)
    0.44
    """
    for name, value in (("share", share), ("power", power), ("level", level)):
        require_share(name, value)
    require_counts(count_a=count_a, count_b=count_b)
    if not (0 <= count_a <= _LARGEST_SIDE and 0 <= count_b <= _LARGEST_SIDE):
        raise InputError(
            found=f"{count_a} and {count_b} answers",
            needed=f"0 to {_LARGEST_SIDE} on each side",
            next_step="Larger surveys find differences of a few points; give at most this many.",
        )
    if not count_a or not count_b:
        why = WhyUndefined.ONE_SIDE_SILENT if count_a or count_b else WhyUndefined.NO_ANSWERS
        return DetectableDifference(count_a, count_b, share, power, level, None, None, why)
    found = _is_found(count_a, count_b, level)
    given_a = binom.pmf(np.arange(count_a + 1), count_a, share) @ found  # chance of finding it, by k
    increase = _smallest(given_a, share, power, sign=1)
    decrease = _smallest(given_a, share, power, sign=-1)
    why = WhyUndefined.NOTHING_DETECTABLE if increase is None and decrease is None else None
    return DetectableDifference(count_a, count_b, share, power, level, increase, decrease, why)


def _smallest(given_a: NDArray[np.float64], share: float, power: float, *, sign: int) -> float | None:
    """Return the smallest difference from which on the power is reached, to the end of the scale."""
    count_b = len(given_a) - 1
    furthest = 1 - share if sign > 0 else share
    differences = np.unique(np.append(np.arange(0, furthest, _STEP), furthest))
    shares = np.clip(share + sign * differences, 0, 1)
    powers = given_a @ binom.pmf(np.arange(count_b + 1)[:, None], count_b, shares)
    reached = np.flatnonzero(powers < power)
    first = 0 if not len(reached) else int(reached[-1]) + 1
    return float(differences[first]) if first < len(differences) else None


@lru_cache(maxsize=8)
def _is_found(count_a: int, count_b: int, level: float) -> NDArray[np.float64]:
    """Return 1 where Fisher's test of j of a and k of b is at or below the level, shape (j, k)."""
    found = np.zeros((count_a + 1, count_b + 1))
    for chosen in range(1, count_a + count_b):
        parts = np.arange(max(0, chosen - count_b), min(count_a, chosen) + 1)
        weights = hypergeom.pmf(parts, count_a + count_b, count_a, chosen)
        order = np.argsort(weights)
        cumulated = np.cumsum(weights[order])
        # ties within rounding belong together, as in the test on whole numbers
        last_tie = np.searchsorted(weights[order], weights * (1 + 1e-9), side="right") - 1
        found[parts, chosen - parts] = cumulated[last_tie] <= level * (1 + 1e-12)
    found.setflags(write=False)
    return found
