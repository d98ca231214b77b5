"""Whether two sides answer differently: exact tests for few answers, corrected for many questions."""

from collections.abc import Mapping, Sequence
from math import comb, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, rankdata

from polos.errors import InputError
from polos.measures.arguments import require_counts
from polos.measures.survey_results import ExactTest, WhyUndefined

#: Up to this many steps the exact distribution of rank sums is counted, which takes about a second.
_MOST_STEPS = 300_000_000


def fisher_test(part_a: int, count_a: int, part_b: int, count_b: int) -> ExactTest:
    r"""Whether two sides choose an option equally often: Fisher's exact test, two-sided.

    .. math:: p = \sum_{j : P(j) \le P(k)} P(j), \quad
        P(j) = \binom{n_a}{j} \binom{n_b}{m - j} \Big/ \binom{n_a + n_b}{m}

    m is how many chose the option on both sides together, k how many of them on side a. Probabilities are
    compared as whole numbers, so that ties are ties.

    Parameters
    ----------
    part_a, part_b
        How many of each side chose the option.
    count_a, count_b
        How many of each side answered.

    Returns
    -------
    ExactTest
        ``difference`` is the share of a minus the share of b. Undefined where a side is silent, or all
        answered alike.

    Raises
    ------
    InputError
        When a part is negative or above its count.

    References
    ----------
    Fisher (1935), Journal of the Royal Statistical Society 98, 39-82.

    Examples
    --------
    >>> round(fisher_test(15, 15, 13, 17).probability, 4)
    0.1041
    """
    require_counts(part_a=part_a, count_a=count_a, part_b=part_b, count_b=count_b)
    for part, count in ((part_a, count_a), (part_b, count_b)):
        if not 0 <= part <= count <= _MOST_COUNTED:
            raise InputError(
                found=f"{part} of {count} answers",
                needed=f"a part from 0 to the number of answers, and at most {_MOST_COUNTED:,} of these",
                next_step="Check which number is the part and which the whole.",
            )
    if not count_a or not count_b:
        why = WhyUndefined.ONE_SIDE_SILENT if count_a or count_b else WhyUndefined.NO_ANSWERS
        return ExactTest(count_a, count_b, None, None, undefined=why)
    difference = part_a / count_a - part_b / count_b
    chosen = part_a + part_b
    if chosen in (0, count_a + count_b):
        return ExactTest(count_a, count_b, difference, None, undefined=WhyUndefined.ALL_ALIKE)
    weights = _table_weights(count_a, count_b, chosen)
    as_rare = sum(weight for weight in weights.values() if weight <= weights[part_a])
    return ExactTest(count_a, count_b, difference, as_rare / sum(weights.values()))


_MOST_COUNTED = 100_000  # the test counts every table with the same totals


def _table_weights(count_a: int, count_b: int, chosen: int) -> dict[int, int]:
    """Return in how many ways each number of a's answers can fall among those that chose the option."""
    first, last = max(0, chosen - count_b), min(count_a, chosen)
    weight = comb(count_a, first) * comb(count_b, chosen - first)
    weights = {first: weight}
    for part in range(first, last):
        weight = weight * (count_a - part) * (chosen - part)
        weight //= (part + 1) * (count_b - chosen + part + 1)
        weights[part + 1] = weight
    return weights


def rank_sum_test(scores_a: Sequence[float | None], scores_b: Sequence[float | None]) -> ExactTest:
    r"""Whether one side gives higher scores: Mann and Whitney's test, exact with ties, two-sided.

    .. math:: p = \Pr(|W - \bar W| \ge |w - \bar W|), \quad
        \text{difference} = 2 \left( \frac{U_a}{n_a n_b} \right) - 1

    W is the sum of the mean ranks of side a over all ways in which the same scores could have fallen to the
    two sides. For Likert scales: only the order of the scores counts. Where the groups are too large to
    count all ways, a normal approximation with correction for ties takes their place, and ``is_exact`` says
    so.

    Parameters
    ----------
    scores_a, scores_b
        Scores of each side; None where somebody did not answer.

    Returns
    -------
    ExactTest
        ``difference`` is Cliff's delta: the chance that a score of a is above one of b, minus the chance
        that it is below. Undefined where a side is silent or all scores are alike.

    References
    ----------
    Mann and Whitney (1947), Annals of Mathematical Statistics 18, 50-60; exact with ties as in Streitberg
    and Roehmel (1986), Statistical Software Newsletter 12, 10-18 [recall]; Cliff (1993), Psychological
    Bulletin 114, 494-509 [recall].

    Examples
    --------
    >>> found = rank_sum_test([5, 5, 4, 5], [3, 4, 2, 3])
    >>> round(found.difference, 4), round(found.probability, 4)
    (0.9375, 0.0571)
    """
    one, two = (
        np.array([s for s in scores if s is not None], dtype=float) for scores in (scores_a, scores_b)
    )
    if not len(one) or not len(two):
        why = WhyUndefined.ONE_SIDE_SILENT if len(one) or len(two) else WhyUndefined.NO_ANSWERS
        return ExactTest(len(one), len(two), None, None, undefined=why)
    doubled = np.rint(2 * rankdata(np.concatenate([one, two]))).astype(np.int64)
    above = int(doubled[: len(one)].sum()) - len(one) * (len(one) + 1)  # twice the wins of a, ties once
    difference = above / (len(one) * len(two)) - 1
    if (doubled == doubled[0]).all():
        return ExactTest(len(one), len(two), difference, None, undefined=WhyUndefined.ALL_ALIKE)
    smaller = min(one, two, key=len)
    ranks_of_smaller = doubled[: len(one)] if smaller is one else doubled[len(one) :]
    is_exact = _steps(doubled, len(smaller)) <= _MOST_STEPS
    probability = (_exact_probability if is_exact else _normal_probability)(doubled, ranks_of_smaller)
    return ExactTest(len(one), len(two), difference, probability, is_exact)


def _steps(doubled: NDArray[np.int64], drawn: int) -> int:
    return len(doubled) * drawn * int(np.sort(doubled)[-drawn:].sum())


def _exact_probability(doubled: NDArray[np.int64], observed: NDArray[np.int64]) -> float:
    """Count the ways in which so many ranks add up to each sum, as shares of all ways."""
    drawn, total = len(observed), len(doubled)
    shifted = doubled - doubled.min()  # smaller sums, same distances
    ways = np.zeros((drawn + 1, int(np.sort(shifted)[-drawn:].sum()) + 1))
    ways[0, 0] = 1.0
    for place, rank in enumerate(shifted.tolist()):
        most = min(place + 1, drawn)
        ways[1 : most + 1, rank:] += ways[:most, : ways.shape[1] - rank]
        ways /= ways.max()  # only their proportions count, and so they stay within what a float holds
    sums = np.arange(ways.shape[1])
    middle = drawn * int(shifted.sum())
    distance = np.abs(total * sums - middle)
    here = abs(total * int((observed - doubled.min()).sum()) - middle)
    weights = ways[drawn]
    return float(weights[distance >= here].sum() / weights.sum())


def _normal_probability(doubled: NDArray[np.int64], observed: NDArray[np.int64]) -> float:
    drawn, total = len(observed), len(doubled)
    variance = drawn * (total - drawn) / (total - 1) * float(doubled.var())
    distance = abs(float(observed.sum()) - drawn * float(doubled.mean()))
    return float(2 * norm.sf(distance / sqrt(variance)))


def holm_correction(probabilities: Mapping[str, float | None]) -> dict[str, float | None]:
    r"""Probabilities of many tests corrected so that one surprise among them stays as rare as it is alone.

    .. math:: \tilde p_{(i)} = \max_{j \le i} \min\{1, (m - j + 1) p_{(j)}\}

    Parameters
    ----------
    probabilities
        Those of the m tests of one family by name; None where a test is undefined, which does not count.

    Returns
    -------
    dict
        The corrected probabilities by name, in the same order; None where there was none.

    Raises
    ------
    InputError
        When a probability is below 0 or above 1.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    Examples
    --------
    >>> holm_correction({"governance": 0.01, "vision": 0.04, "policy mix": None})
    {'governance': 0.02, 'vision': 0.04, 'policy mix': None}
    """
    known = {name: value for name, value in probabilities.items() if value is not None}
    wrong = [value for value in known.values() if not 0 <= value <= 1]
    if wrong:
        raise InputError(
            found=f"a probability of {wrong[0]}",
            needed="numbers from 0 to 1",
            next_step="Give the probabilities of the tests, not their statistics.",
        )
    corrected: dict[str, float] = {}
    highest = 0.0
    for place, name in enumerate(sorted(known, key=lambda name: known[name])):
        highest = max(highest, min(1.0, (len(known) - place) * known[name]))
        corrected[name] = highest
    return {name: corrected.get(name) for name in probabilities}
