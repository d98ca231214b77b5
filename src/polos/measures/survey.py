"""Answers counted, and how sure the share of an answer is with few of them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import beta, hypergeom, norm

from polos.errors import InputError, UnknownName
from polos.measures.arguments import require_counts, require_share
from polos.measures.survey_results import MOST_ANSWERS, Share, WhyUndefined

#: One choice, several at once, or nothing.
Answer = str | int | None
Choices = Collection[str] | None


@dataclass(frozen=True)
class AnswerCounts:
    """How often each option was chosen, in the order of the options.

    ``answered`` is how many people answered, ``unanswered`` how many saw the question and did not. Where one
    person may choose several options, the counts add up to more than ``answered``.
    """

    options: tuple[str, ...]
    counts: tuple[int, ...]
    answered: int
    unanswered: int

    def count(self, option: str) -> int:
        """Return how often one option was chosen."""
        return self.counts[self.options.index(option)]

    def shares(self, *, level: float = 0.95, population: int | None = None) -> tuple[Share, ...]:
        """Return the share of those who answered that chose each option, with its Wilson interval."""
        return tuple(
            wilson_interval(count, self.answered, level=level, population=population) for count in self.counts
        )


def answer_counts(answers: Sequence[Answer | Choices], options: Sequence[str]) -> AnswerCounts:
    r"""How often each option was chosen.

    .. math:: n_k = \#\{i : k \in a_i\}

    Parameters
    ----------
    answers
        One a person: an option (a number stands for its digits), several of them where several may be
        chosen, or None where the person did not answer. An empty collection is no answer.
    options
        All that could be chosen, in order; an option nobody chose counts 0.

    Returns
    -------
    AnswerCounts
        Counts by option, shape (K,), and how many people answered.

    Raises
    ------
    UnknownName
        When an answer is no option.

    References
    ----------
    Counting; no source is needed.

    Examples
    --------
    >>> answer_counts([4, 5, 5, None], ["1", "2", "3", "4", "5"]).counts
    (0, 0, 0, 1, 2)
    >>> answer_counts([("visit", "workshop"), ("visit",), ()], ["visit", "workshop"]).answered
    2
    """
    chosen = [_choices(answer) for answer in answers]
    counts = Counter(option for one in chosen for option in one)
    strange = sorted(counts.keys() - set(options))
    if strange:
        raise UnknownName(
            found=f"the answer {strange[0]!r}",
            needed=f"one of the options: {', '.join(options)}",
            next_step="Correct the answer, or add the option in a new version of the question.",
        )
    answered = sum(bool(one) for one in chosen)
    return AnswerCounts(
        tuple(options), tuple(counts[option] for option in options), answered, len(chosen) - answered
    )


def _choices(answer: Answer | Choices) -> frozenset[str]:
    if answer is None:
        return frozenset()
    return frozenset([str(answer)]) if isinstance(answer, str | int) else frozenset(answer)


def wilson_interval(part: int, count: int, *, level: float = 0.95, population: int | None = None) -> Share:
    r"""Interval of a share by Wilson's score: close to its level also where few people answered.

    .. math:: \frac{\hat p + \frac{z^2}{2 n} \pm z \sqrt{\frac{\hat p (1 - \hat p)}{n} +
        \frac{z^2}{4 n^2}}}{1 + \frac{z^2}{n}}

    Where the population is known, n becomes :math:`n (N - 1) / (N - n)`, so that the interval of a
    population that answered wholly is a point.

    Parameters
    ----------
    part
        How many chose the option.
    count
        How many answered.
    level
        The share of such intervals that hold the true share.
    population
        How many could have answered, N; without it, the population counts as endless.

    Returns
    -------
    Share
        The share with its bounds, from 0 to 1; undefined where nobody answered.

    Raises
    ------
    InputError
        When the part is above the count, a number is negative, or the population is below the count.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212; the population as in Cochran
    (1977), Sampling Techniques [recall].

    Examples
    --------
    >>> found = wilson_interval(28, 32)
    >>> round(found.lower, 3), round(found.upper, 3)
    (0.719, 0.95)
    """
    _require_part(part, count, population)
    require_share("level", level)
    if count == 0:
        return _no_answers(level, population)
    value = part / count
    if count == population:
        return Share(part, count, value, value, value, level, population)
    size = count if population is None else count * (population - 1) / (population - count)
    z = float(norm.ppf((1 + level) / 2))
    middle = value + z * z / (2 * size)
    spread = z * sqrt(value * (1 - value) / size + z * z / (4 * size * size))
    lower, upper = ((middle + sign * spread) / (1 + z * z / size) for sign in (-1, 1))
    bounds = (0.0 if part == 0 else lower, 1.0 if part == count else upper)
    return Share(part, count, value, *bounds, level, population)


def exact_interval(part: int, count: int, *, level: float = 0.95, population: int | None = None) -> Share:
    r"""Interval of a share that holds it at least as often as its level says.

    .. math:: \Pr(X \ge k \mid p_{lower}) = \Pr(X \le k \mid p_{upper}) = \frac{1 - \text{level}}{2}

    X is binomial (Clopper and Pearson). Where the population is known, X is hypergeometric, and the bounds
    are the fewest and the most people of that population that leave either probability at or above the half
    of what the level leaves: people who answered are then known, and only the others are unknown.

    Parameters
    ----------
    part
        How many chose the option.
    count
        How many answered.
    level
        The share of such intervals that hold the true share, at least.
    population
        How many could have answered.

    Returns
    -------
    Share
        The share with its bounds, from 0 to 1; undefined where nobody answered.

    Raises
    ------
    InputError
        When the part is above the count, a number is negative, or the population is below the count.

    References
    ----------
    Clopper and Pearson (1934), Biometrika 26, 404-413; the finite population as in Wendell and Schmee
    (2001), Communications in Statistics 30 [recall].

    Examples
    --------
    >>> found = exact_interval(28, 32)
    >>> round(found.lower, 3), round(found.upper, 3)
    (0.71, 0.965)
    """
    _require_part(part, count, population)
    require_share("level", level)
    if count == 0:
        return _no_answers(level, population)
    tail = (1 - level) / 2
    if population is not None:
        return Share(
            part, count, part / count, *_of_population(part, count, population, tail), level, population
        )
    lower = 0.0 if part == 0 else float(beta.ppf(tail, part, count - part + 1))
    upper = 1.0 if part == count else float(beta.ppf(1 - tail, part + 1, count - part))
    return Share(part, count, part / count, lower, upper, level)


def _of_population(part: int, count: int, population: int, tail: float) -> tuple[float, float]:
    possible = np.arange(part, population - (count - part) + 1)
    at_least = hypergeom.sf(part - 1, population, possible, count)
    at_most = hypergeom.cdf(part, population, possible, count)
    lower, upper = sorted((int(possible[at_least > tail].min()), int(possible[at_most > tail].max())))
    return lower / population, upper / population


def _no_answers(level: float, population: int | None) -> Share:
    return Share(0, 0, None, None, None, level, population, WhyUndefined.NO_ANSWERS)


def _require_part(part: int, count: int, population: int | None) -> None:
    require_counts(part=part, count=count, population=count if population is None else population)
    if not 0 <= part <= count <= MOST_ANSWERS or (
        population is not None and not count <= population <= MOST_ANSWERS
    ):
        raise InputError(
            found=f"{part} of {count} answers"
            + ("" if population is None else f" from a population of {population}"),
            needed=f"a part from 0 to the number of answers, no more answers than people, and at most "
            f"{MOST_ANSWERS:,} of these",
            next_step="Check which number is the part and which the whole.",
        )
