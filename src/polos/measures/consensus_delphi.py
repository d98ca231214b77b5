"""Rounds of a Delphi: what is fed back, whether answers still move, when to stop, and who disagrees."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

import numpy as np

from polos.errors import InputError, UnknownName
from polos.measures.arguments import require_counts, require_number, require_share
from polos.measures.consensus import ordinal_consensus
from polos.measures.survey import wilson_interval
from polos.measures.survey_results import Quantity, Share, WhyUndefined

#: Scores of one round by person; None where a person of the roster did not answer.
Round = Mapping[str, int | None]


@dataclass(frozen=True)
class DelphiRule:
    """When a round decides: fixed before the first one.

    Scores run from ``lowest`` to ``highest``; from ``agree_from`` on they agree, up to ``disagree_to`` they
    disagree. A statement is agreed or rejected at a share of ``threshold``. Answers are stable when the
    distribution changed by at most ``stable_at`` (a share of answers) since the round before. After
    ``most_rounds`` there is no other; rounds with fewer than ``least_answers`` decide nothing.
    """

    lowest: int = 1
    highest: int = 5
    agree_from: int = 4
    disagree_to: int = 2
    threshold: float = 0.75
    stable_at: float = 0.15
    most_rounds: int = 3
    least_answers: int = 5

    def __post_init__(self) -> None:
        require_share("share to be stable at", self.stable_at)
        counts = ("lowest", "highest", "agree_from", "disagree_to", "most_rounds", "least_answers")
        require_counts(**{name: getattr(self, name) for name in counts})
        require_number("threshold", self.threshold, example=0.75)
        in_order = self.lowest <= self.disagree_to < self.agree_from <= self.highest
        if not in_order or not 0.5 < self.threshold <= 1 or self.most_rounds < 2 or self.least_answers < 2:
            raise InputError(
                found=f"the rule {asdict(self)}",
                needed="a scale in order, a threshold above one half, two rounds and two answers at least",
                next_step="Correct the rule before the first round.",
            )


class Outcome(StrEnum):
    """What a round decides.

    ``another_round``: answers still move. ``agreed`` and ``rejected``: the threshold is reached.
    ``stable_dissent``: answers no longer move, and the threshold is not reached. ``unsettled``: the rounds
    are used up while answers still move. ``too_few_answers``: nothing can be said.
    """

    ANOTHER_ROUND = "another_round"
    AGREED = "agreed"
    REJECTED = "rejected"
    STABLE_DISSENT = "stable_dissent"
    UNSETTLED = "unsettled"
    TOO_FEW_ANSWERS = "too_few_answers"


@dataclass(frozen=True)
class Feedback:
    """What everybody is shown of a round: counts by score, quartiles, and how many answered."""

    scores: tuple[int, ...]
    counts: tuple[int, ...]
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    answered: int
    undefined: WhyUndefined | None = None


@dataclass(frozen=True)
class RoundStability:
    """How answers moved between two rounds.

    ``unchanged``, ``higher`` and ``lower`` count those who answered both, ``left`` those who answered only
    the first and ``joined`` only the second. ``change`` is the share by which the distribution of those who
    answered both changed.
    """

    unchanged: int
    higher: int
    lower: int
    left: int
    joined: int
    change: Quantity


@dataclass(frozen=True)
class Decision:
    """What the last round decides by the rule, with the figures it rests on."""

    outcome: Outcome
    round: int
    agreeing: Share
    disagreeing: Share
    consensus: Quantity
    stability: RoundStability | None
    is_stable: bool


@dataclass(frozen=True)
class Dissent:
    """Who stands against whom in a round: people by position, each in the order of their names.

    ``is_divided`` where both camps hold at least a quarter of the answers.
    """

    agreeing: tuple[str, ...]
    neutral: tuple[str, ...]
    disagreeing: tuple[str, ...]
    is_divided: bool
    undefined: WhyUndefined | None = None


def delphi_lock(rule: DelphiRule, roster: Collection[str]) -> str:
    r"""The digest under which rule and roster are fixed before round one.

    .. math:: \text{SHA-256}(\text{JSON}(\text{rule}, \text{sorted roster}))

    Parameters
    ----------
    rule
        When a round decides.
    roster
        Names or pseudonyms of those who may answer; their order does not matter.

    Returns
    -------
    str
        64 hexadecimal digits; any change of rule or roster gives others.

    Raises
    ------
    InputError
        When a name stands twice.

    References
    ----------
    National Institute of Standards and Technology (2015), FIPS 180-4, for the digest.

    Examples
    --------
    >>> delphi_lock(DelphiRule(), ["b", "a"]) == delphi_lock(DelphiRule(), ["a", "b"])
    True
    """
    names = sorted(roster)
    if len(set(names)) < len(names):
        raise InputError(
            found="a name twice in the roster", needed="each person once", next_step="Remove the repetition."
        )
    fixed = {"rule": asdict(rule), "roster": names}
    return sha256(json.dumps(fixed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def delphi_feedback(scores: Round, rule: DelphiRule) -> Feedback:
    r"""What is shown of a round before the next: how the answers lie, not who gave which.

    .. math:: Q_{1/4}, Q_{1/2}, Q_{3/4}

    Quartiles are interpolated linearly between answers.

    Parameters
    ----------
    scores
        Those of the round.
    rule
        Gives the scale, and the least number of answers that are shown.

    Returns
    -------
    Feedback
        Without counts and quartiles where fewer answered than the rule needs.

    Raises
    ------
    InputError
        When a score lies outside the scale.

    References
    ----------
    Dalkey and Helmer (1963), Management Science 9, 458-467 (feedback of the median and quartiles) [recall].

    Examples
    --------
    >>> delphi_feedback({"a": 4, "b": 4, "c": 5, "d": 2, "e": 3}, DelphiRule()).median
    4.0
    """
    known = list(_answered(scores, rule).values())
    steps = tuple(range(rule.lowest, rule.highest + 1))
    if len(known) < rule.least_answers:
        why = WhyUndefined.TOO_FEW_ANSWERS if known else WhyUndefined.NO_ANSWERS
        return Feedback(steps, (), None, None, None, len(known), why)
    counts = Counter(known)
    lower, median, upper = (float(value) for value in np.quantile(known, [0.25, 0.5, 0.75]))
    return Feedback(steps, tuple(counts[step] for step in steps), lower, median, upper, len(known))


def round_stability(before: Round, after: Round) -> RoundStability:
    r"""How much the answers moved from one round to the next.

    .. math:: \text{change} = \frac{1}{2 n} \sum_k |n_k - n'_k|

    n people answered both rounds, :math:`n_k` of them with score k in the first and :math:`n'_k` in the
    second. People may move without changing the distribution; how many did is counted beside it.

    Parameters
    ----------
    before, after
        Scores of the two rounds.

    Returns
    -------
    RoundStability
        ``change`` from 0 (the same distribution) to 1; undefined where nobody answered both.

    References
    ----------
    Scheibe, Skutsch and Schofer (1975), in Linstone and Turoff, The Delphi Method, 262-287 [recall].

    Examples
    --------
    >>> round_stability({"a": 4, "b": 2}, {"a": 4, "b": 3}).change.value
    0.5
    """
    one, two = ({person: s for person, s in scores.items() if s is not None} for scores in (before, after))
    both = sorted(one.keys() & two.keys())
    moved = Counter(int(np.sign(two[person] - one[person])) for person in both)
    earlier, later = (Counter(scores[person] for person in both) for scores in (one, two))
    changed = sum(abs(earlier[score] - later[score]) for score in earlier | later)
    change = (
        Quantity(changed / (2 * len(both)), len(both)) if both else Quantity(None, 0, WhyUndefined.NO_ANSWERS)
    )
    return RoundStability(
        moved[0], moved[1], moved[-1], len(one.keys() - two.keys()), len(two.keys() - one.keys()), change
    )


def delphi_decision(rounds: Sequence[Round], rule: DelphiRule, roster: Collection[str]) -> Decision:
    r"""What the last round decides by a rule fixed beforehand.

    .. math:: \text{stop} \iff r \ge 2 \wedge (\text{change} \le s \vee r = r_{most})

    The first round never stops: nobody has seen the others' answers yet.

    Parameters
    ----------
    rounds
        Scores of every round so far, the first one first.
    rule
        When a round decides.
    roster
        Who may answer.

    Returns
    -------
    Decision
        Its outcome with the shares that agree and disagree, the consensus of the scores, and what moved.

    Raises
    ------
    InputError
        When there is no round, or more than the rule allows, or a score lies outside the scale.
    UnknownName
        When somebody answered who is not in the roster.

    References
    ----------
    von der Gracht (2012), Technological Forecasting and Social Change 79, 1525-1536 (stability before
    consensus) [recall].

    Examples
    --------
    >>> people = dict.fromkeys("abcde", 5)
    >>> str(delphi_decision([people, people], DelphiRule(), people).outcome)
    'agreed'
    """
    if not 1 <= len(rounds) <= rule.most_rounds:
        raise InputError(
            found=f"{len(rounds)} rounds",
            needed=f"1 to {rule.most_rounds}, as the rule says",
            next_step="Keep to the rule that was fixed before the first round.",
        )
    for scores in rounds:
        _require_roster(scores, roster)
    last = list(_answered(rounds[-1], rule).values())
    agreeing = wilson_interval(sum(score >= rule.agree_from for score in last), len(last))
    disagreeing = wilson_interval(sum(score <= rule.disagree_to for score in last), len(last))
    counts = Counter(last)
    steps = range(rule.lowest, rule.highest + 1)
    stability = round_stability(rounds[-2], rounds[-1]) if len(rounds) > 1 else None
    moved = None if stability is None else stability.change.value
    is_stable = moved is not None and moved <= rule.stable_at
    return Decision(
        _outcome(rule, len(rounds), agreeing, disagreeing, is_stable=is_stable),
        len(rounds),
        agreeing,
        disagreeing,
        ordinal_consensus([counts[step] for step in steps], list(steps)),
        stability,
        is_stable,
    )


def _outcome(
    rule: DelphiRule, number: int, agreeing: Share, disagreeing: Share, *, is_stable: bool
) -> Outcome:
    is_last = number == rule.most_rounds
    if agreeing.count < rule.least_answers:
        return Outcome.TOO_FEW_ANSWERS
    if number < 2 or not (is_stable or is_last):
        return Outcome.ANOTHER_ROUND
    for share, outcome in ((agreeing, Outcome.AGREED), (disagreeing, Outcome.REJECTED)):
        if share.part >= rule.threshold * share.count:
            return outcome
    return Outcome.STABLE_DISSENT if is_stable else Outcome.UNSETTLED


def dissent(scores: Round, rule: DelphiRule) -> Dissent:
    r"""Who agrees, who disagrees and who stands between, for the report on what was not agreed.

    .. math:: \text{divided} \iff \min(n_+, n_-) \ge n / 4

    Parameters
    ----------
    scores
        Those of a round.
    rule
        From which score on people agree, and up to which they disagree.

    Returns
    -------
    Dissent
        Who stands where; undefined, and nobody named, where fewer answered than the rule needs.

    Raises
    ------
    InputError
        When a score lies outside the scale.

    References
    ----------
    The quarter is ours; no source is needed for counting.

    Examples
    --------
    >>> dissent({"a": 5, "b": 4, "c": 1, "d": 2, "e": 3}, DelphiRule()).is_divided
    True
    """
    known = _answered(scores, rule)
    if len(known) < rule.least_answers:
        why = WhyUndefined.TOO_FEW_ANSWERS if known else WhyUndefined.NO_ANSWERS
        return Dissent((), (), (), is_divided=False, undefined=why)
    people = sorted(known)
    agreeing = tuple(person for person in people if known[person] >= rule.agree_from)
    disagreeing = tuple(person for person in people if known[person] <= rule.disagree_to)
    neutral = tuple(p for p in people if rule.disagree_to < known[p] < rule.agree_from)
    is_divided = 4 * min(len(agreeing), len(disagreeing)) >= len(known)
    return Dissent(agreeing, neutral, disagreeing, is_divided)


def _answered(scores: Round, rule: DelphiRule) -> dict[str, int]:
    known = {person: score for person, score in scores.items() if score is not None}
    outside = [score for score in known.values() if not rule.lowest <= score <= rule.highest]
    if outside:
        raise InputError(
            found=f"a score of {outside[0]}",
            needed=f"{rule.lowest} to {rule.highest}",
            next_step="Correct the answer, or the scale before the first round.",
        )
    return known


def _require_roster(scores: Round, roster: Collection[str]) -> None:
    strange = sorted(scores.keys() - set(roster))
    if strange:
        raise UnknownName(
            found=f"an answer of {strange[0]!r}",
            needed="answers of people in the roster that was fixed before the first round",
            next_step="Leave the answer out; who joins later takes part in the next Delphi.",
        )
