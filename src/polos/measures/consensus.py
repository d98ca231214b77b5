"""Consensus: how close answers on a scale, or rankings of the same things, are to one another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from polos.errors import WrongRows
from polos.measures.arguments import as_numbers
from polos.measures.survey_results import Quantity, WhyUndefined


def ordinal_consensus(counts: Sequence[int], scale: Sequence[float] | None = None) -> Quantity:
    r"""How close the answers on a scale are: 1 where all agree, 0 where half stand at each end.

    .. math:: C = 1 + \sum_k p_k \log_2 \left(1 - \frac{|x_k - \mu|}{x_{max} - x_{min}}\right),
        \quad \mu = \sum_k p_k x_k

    Parameters
    ----------
    counts
        Answers by step of the scale, shape (K,).
    scale
        The value of each step, rising; 1 to K where it is not given.

    Returns
    -------
    Quantity
        From 0 to 1, without unit. Undefined without answers, with a single one, or on a scale of one step.

    Raises
    ------
    WrongRows
        When a count is negative, or the scale does not rise or has another number of steps.

    References
    ----------
    Tastle and Wierman (2007), International Journal of Approximate Reasoning 45, 531-545.

    Examples
    --------
    >>> round(ordinal_consensus([30, 40, 210, 130, 530, 50, 10]).value, 7)
    0.7256876
    """
    numbers = as_numbers("counts", counts)
    steps = np.arange(1.0, len(numbers) + 1) if scale is None else as_numbers("scale", scale)
    is_counted = np.isfinite(numbers) & (numbers >= 0) & (numbers == np.floor(numbers))
    is_rising = np.isfinite(steps).all() and (np.diff(steps) > 0).all()
    if len(steps) != len(numbers) or not is_rising or not is_counted.all():
        raise WrongRows(
            found=f"{len(numbers)} counts on a scale of {len(steps)} steps, or a count that is negative or "
            "not whole",
            needed="one whole count of 0 or more for each step of a rising scale",
            next_step="Give the steps from the lowest to the highest.",
        )
    count = int(numbers.sum())
    if len(steps) < 2 or count < 2:
        few = WhyUndefined.ONE_ANSWER if count else WhyUndefined.NO_ANSWERS
        return Quantity(None, count, few if count < 2 else WhyUndefined.ONE_STEP)
    chosen = numbers > 0
    shares, values = numbers[chosen] / count, steps[chosen]
    distance = np.abs(values - shares @ values) / (steps[-1] - steps[0])
    return Quantity(float(np.clip(1 + shares @ np.log2(1 - distance), 0, 1)), count)


@dataclass(frozen=True)
class RankAgreement:
    """How far rankings agree: ``value`` is Kendall's W from 0 to 1.

    ``raters`` are those who ranked everything, ``left_out`` those who did not; ``mean_ranks`` has one value a
    thing, 1 the first.
    """

    value: float | None
    raters: int
    left_out: int
    mean_ranks: tuple[float, ...]
    undefined: WhyUndefined | None = None


def kendalls_w(ranks: Sequence[Sequence[float | None]]) -> RankAgreement:
    r"""How far several people rank the same things alike, ties corrected.

    .. math:: W = \frac{12 \sum_j (R_j - \bar R)^2}{m^2 (n^3 - n) - m \sum_i T_i}, \quad
        T_i = \sum (t^3 - t)

    R is the sum of ranks of a thing, m the number of people, n of things, t the size of each tie.

    Parameters
    ----------
    ranks
        Shape (people, things): ranks, or scores that are ranked here, lowest first; ties share their mean
        rank. Who left a thing out is not counted.

    Returns
    -------
    RankAgreement
        0 where the rankings have nothing in common, 1 where they are the same. Undefined with fewer than two
        complete rankings or two things, or where everybody ties everything.

    Raises
    ------
    WrongRows
        When the rankings have different lengths.

    References
    ----------
    Kendall and Babington Smith (1939), Annals of Mathematical Statistics 10, 275-287; ties as in Siegel and
    Castellan (1988), Nonparametric Statistics, section 9.4.

    Examples
    --------
    >>> found = kendalls_w([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])
    >>> round(found.value, 4)
    0.1619
    """
    if len({len(one) for one in ranks}) > 1:
        raise WrongRows(
            found="rankings of different lengths",
            needed="a rank of every thing from everybody, None where there is none",
            next_step="Give the things in the same order for all.",
        )
    complete = [[r for r in one if r is not None] for one in ranks if None not in one]
    people, things = len(complete), len(ranks[0]) if ranks else 0
    left_out = len(ranks) - people
    if people == 0:
        return RankAgreement(None, 0, left_out, (), WhyUndefined.NO_ANSWERS)
    ranked = rankdata(np.array(complete, dtype=float).reshape(people, things), axis=1)
    means = tuple(float(mean) for mean in ranked.mean(axis=0))
    if people < 2 or things < 2:
        few = WhyUndefined.TOO_FEW_RATERS if people < 2 else WhyUndefined.TOO_FEW_OBJECTS
        return RankAgreement(None, people, left_out, means, few)
    ties = sum(float((t**3 - t).sum()) for t in (np.unique(one, return_counts=True)[1] for one in ranked))
    most = people**2 * (things**3 - things) - people * ties
    if most == 0:
        return RankAgreement(None, people, left_out, means, WhyUndefined.ALL_ALIKE)
    sums = ranked.sum(axis=0)
    return RankAgreement(float(12 * ((sums - sums.mean()) ** 2).sum() / most), people, left_out, means)
