"""Answers that belong together: the two ends of a pairing, two waves, relevance and support of a step."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb
from statistics import mean

from polos.errors import WrongRows
from polos.measures.arguments import require_count, require_counts
from polos.measures.survey import wilson_interval
from polos.measures.survey_comparison import holm_correction, rank_sum_test
from polos.measures.survey_results import ExactTest, Share, WhyUndefined

#: Fewer pairs than this are not shown: who they are could be told from them.
MINIMUM_PAIRS = 5


@dataclass(frozen=True)
class PairedDifferences:
    """Differences of two answers that belong together, one a minus two.

    ``pairs`` is how many have both answers, ``one_only`` how many have one. ``differences`` counts the pairs
    by difference, from the lowest; ``mean`` is their mean and ``probability`` that of a mean as far from 0 if
    every difference could as well have the other sign. With too few pairs all of these are None or empty.
    ``consented`` gives single differences by pair, of those alone whose both ends agreed to it.
    """

    pairs: int
    one_only: int
    differences: tuple[tuple[int, int], ...]
    mean: float | None
    probability: float | None
    consented: tuple[tuple[str, int], ...] = ()
    undefined: WhyUndefined | None = None


def paired_differences(
    one: Mapping[str, int | None],
    two: Mapping[str, int | None],
    *,
    minimum: int = MINIMUM_PAIRS,
    consents: Collection[str] = (),
) -> PairedDifferences:
    r"""How the answers of the two ends of a pairing, or of two waves of the same people, differ.

    .. math:: d_i = a_i - b_i, \quad p = \Pr\left(\left|\sum_i \pm d_i\right| \ge
        \left|\sum_i d_i\right|\right)

    The probability goes through all :math:`2^n` choices of signs.

    Parameters
    ----------
    one, two
        Whole scores by pair: of the EU end and the LAC end, or of before and after. None is no answer.
    minimum
        With fewer pairs than this, only their number is given.
    consents
        Pairs of which both ends agreed that their difference is shown.

    Returns
    -------
    PairedDifferences
        Undefined with too few pairs; without probability where all differences are 0.

    Raises
    ------
    InputError
        When the minimum is below 1.

    References
    ----------
    Fisher (1935), The Design of Experiments, section 21 (randomisation test of matched pairs) [recall].

    Examples
    --------
    >>> eu = {"P01": 5, "P02": 4, "P03": 5, "P04": 3, "P05": 5}
    >>> lac = {"P01": 4, "P02": 4, "P03": 3, "P04": 3, "P05": 4}
    >>> found = paired_differences(eu, lac)
    >>> found.mean, found.probability
    (0.8, 0.25)
    """
    require_count("pairs at least", minimum)
    known = [{pair: s for pair, s in side.items() if s is not None} for side in (one, two)]
    shared = sorted(known[0].keys() & known[1].keys())
    one_only = len(known[0].keys() ^ known[1].keys())
    by_pair = {pair: known[0][pair] - known[1][pair] for pair in shared}
    shown = tuple((pair, by_pair[pair]) for pair in shared if pair in consents)
    if len(shared) < minimum:
        why = WhyUndefined.TOO_FEW_PAIRS if shared else WhyUndefined.NO_ANSWERS
        return PairedDifferences(len(shared), one_only, (), None, None, shown, why)
    differences = list(by_pair.values())
    moved = any(differences)
    return PairedDifferences(
        len(shared),
        one_only,
        tuple(sorted(Counter(differences).items())),
        mean(differences),
        _sign_flip_probability(differences) if moved else None,
        shown,
        None if moved else WhyUndefined.ALL_ALIKE,
    )


def _sign_flip_probability(differences: Sequence[int]) -> float:
    """Count, of all choices of signs, those whose sum lies as far from 0 as the one observed."""
    ways = {0: 1}
    for size in map(abs, differences):
        following: Counter[int] = Counter()
        for total, count in ways.items():
            following[total + size] += count
            following[total - size] += count
        ways = following
    here = abs(sum(differences))
    return sum(count for total, count in ways.items() if abs(total) >= here) / 2 ** len(differences)


@dataclass(frozen=True)
class WaveChange:
    """Scores of two waves whose people are not linked: mean and number of each, and the test between them."""

    count_before: int
    count_after: int
    mean_before: float | None
    mean_after: float | None
    test: ExactTest


def change_between_waves(before: Sequence[int | None], after: Sequence[int | None]) -> WaveChange:
    r"""How scores changed between two waves of answers that cannot be linked to one another.

    .. math:: \bar a - \bar b, \quad \text{test}: \Pr(a > b) - \Pr(a < b)

    Where the same people can be linked, use :func:`paired_differences`, which sees smaller changes. Here the
    waves count as two groups, although most people may be the same: who left and who joined changes the
    figures too.

    Parameters
    ----------
    before, after
        Scores of each wave; None is no answer.

    Returns
    -------
    WaveChange
        Means in the unit of the scores, None for a wave without answers, and the test of
        :func:`rank_sum_test` of after against before.

    References
    ----------
    As for :func:`rank_sum_test`.

    Examples
    --------
    >>> change_between_waves([2, 3, 3], [4, 4, 5]).test.difference
    1.0
    """
    one, two = ([score for score in wave if score is not None] for wave in (before, after))
    means = [mean(wave) if wave else None for wave in (one, two)]
    return WaveChange(len(one), len(two), means[0], means[1], rank_sum_test(two, one))


@dataclass(frozen=True)
class StepGap:
    """How relevance and support of one step compare, over those who answered both.

    ``both`` found the step relevant and were supported, ``unmet`` found it relevant and were not,
    ``unasked`` were supported without finding it relevant, ``neither`` the rest. ``gap`` is the share that is
    relevant minus the share that is supported; ``probability`` is McNemar's exact one, ``corrected`` by Holm
    over all steps.
    """

    step: str
    answered_both: int
    relevance: Share
    support: Share
    both: int
    unmet: int
    unasked: int
    neither: int
    gap: float | None
    probability: float | None
    corrected: float | None
    undefined: WhyUndefined | None = None


def relevance_against_support(
    relevance: Mapping[str, Sequence[int | None]],
    support: Mapping[str, Sequence[int | None]],
    *,
    relevant_from: int = 4,
    supported_from: int = 4,
) -> tuple[StepGap, ...]:
    r"""Whether the steps that matter most are those that were supported.

    .. math:: \text{gap} = \frac{\text{unmet} - \text{unasked}}{n}, \quad
        p = \min\left\{1, 2 \Pr\left(X \le \min(\text{unmet}, \text{unasked})\right)\right\}, \quad
        X \sim \text{Bin}\left(\text{unmet} + \text{unasked}, \tfrac12\right)

    Parameters
    ----------
    relevance
        By step, one score a person, such as 1 to 5.
    support
        By the same steps, one level a person, in the same order of persons, such as 1 (none) to 5.
    relevant_from
        From which score a step counts as relevant; 4 of 5 as in the report on the survey of 2019.
    supported_from
        From which level a person counts as supported; 4 of 5 ("some support") as there.

    Returns
    -------
    tuple of StepGap
        One a step, in the order of ``relevance``; gap undefined where nobody answered both, probability
        where no one's two answers differ.

    Raises
    ------
    WrongRows
        When the steps differ, or a step has another number of persons in the two.

    References
    ----------
    McNemar (1947), Psychometrika 12, 153-157, exact; correction as in :func:`holm_correction`.

    Examples
    --------
    >>> gap, = relevance_against_support({"vision": [5, 4, 5, 2]}, {"vision": [2, 4, None, 5]})
    >>> gap.unmet, gap.both, gap.unasked, gap.answered_both
    (1, 1, 1, 3)
    """
    if relevance.keys() != support.keys():
        raise WrongRows(
            found=f"the steps {', '.join(relevance)} and {', '.join(support)}",
            needed="the same steps in both questions",
            next_step="Compare questions that list the same steps.",
        )
    require_counts(relevant_from=relevant_from, supported_from=supported_from)
    limits = relevant_from, supported_from
    gaps = [_gap(step, relevance[step], support[step], limits) for step in relevance]
    corrected = holm_correction({gap.step: gap.probability for gap in gaps})
    return tuple(replace(gap, corrected=corrected[gap.step]) for gap in gaps)


def _gap(
    step: str,
    relevance: Sequence[int | None],
    support: Sequence[int | None],
    limits: tuple[int, int],
) -> StepGap:
    relevant_from, supported_from = limits
    if len(relevance) != len(support):
        raise WrongRows(
            found=f"{len(relevance)} and {len(support)} persons for {step!r}",
            needed="the two answers of each person at the same place, None where there is none",
            next_step="Take both columns from the same rows of answers.",
        )
    answered = [(r, s) for r, s in zip(relevance, support, strict=True) if r is not None and s is not None]
    cells = Counter((r >= relevant_from, s >= supported_from) for r, s in answered)
    unmet, unasked = cells[True, False], cells[False, True]
    count, differing = len(answered), unmet + unasked
    why = None if differing else (WhyUndefined.ALL_ALIKE if count else WhyUndefined.NO_ANSWERS)
    return StepGap(
        step,
        count,
        _share_from(relevance, relevant_from),
        _share_from(support, supported_from),
        cells[True, True],
        unmet,
        unasked,
        cells[False, False],
        (unmet - unasked) / count if count else None,
        _sign_probability(min(unmet, unasked), differing) if differing else None,
        None,
        why,
    )


def _share_from(scores: Sequence[int | None], limit: int) -> Share:
    known = [score for score in scores if score is not None]
    return wilson_interval(sum(score >= limit for score in known), len(known))


def _sign_probability(fewer: int, count: int) -> float:
    below = sum(comb(count, k) for k in range(fewer + 1))
    return min(1.0, 2 * below / 2**count)
