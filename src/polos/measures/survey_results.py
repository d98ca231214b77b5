"""What measures of answers return: numbers, or the reason why nothing can be said."""

from dataclasses import dataclass
from enum import StrEnum

from polos.errors import InputError

#: The most people that questions are asked of: every possible count is tried.
MOST_ANSWERS = 1_000_000


class WhyUndefined(StrEnum):
    """Why a measure of answers, ratings, codings or votes has no value.

    =====================  ============================================================================
    no_answers             nobody answered
    one_answer             one answer alone says nothing about how answers differ
    too_few_answers        fewer answers than the measure needs, or than may be shown
    one_side_silent        nobody answered on one of two sides that were to be compared
    all_alike              all answers are the same, so there is nothing to compare
    too_few_pairs          fewer pairs of answers than may be shown
    too_few_raters         fewer than two raters or coders
    too_few_objects        fewer than two things to rank
    no_shared_units        no unit was coded by two coders
    one_step               a scale of a single step
    nobody_invited         nobody was asked
    nothing_detectable     no difference, however large, would be found with so few answers
    below_minimum          a whole table with fewer answers than may be shown
    one_group              only one group large enough to be shown
    no_votes               nobody voted on it
    =====================  ============================================================================
    """

    NO_ANSWERS = "no_answers"
    ONE_ANSWER = "one_answer"
    TOO_FEW_ANSWERS = "too_few_answers"
    ONE_SIDE_SILENT = "one_side_silent"
    ALL_ALIKE = "all_alike"
    TOO_FEW_PAIRS = "too_few_pairs"
    TOO_FEW_RATERS = "too_few_raters"
    TOO_FEW_OBJECTS = "too_few_objects"
    NO_SHARED_UNITS = "no_shared_units"
    ONE_STEP = "one_step"
    NOBODY_INVITED = "nobody_invited"
    NOTHING_DETECTABLE = "nothing_detectable"
    BELOW_MINIMUM = "below_minimum"
    ONE_GROUP = "one_group"
    NO_VOTES = "no_votes"


@dataclass(frozen=True)
class Quantity:
    """One number from ``count`` answers; without a value, ``undefined`` says why."""

    value: float | None
    count: int
    undefined: WhyUndefined | None = None


@dataclass(frozen=True)
class Share:
    """``part`` of ``count``, as a share from 0 to 1 with its interval.

    ``level`` is the share of such intervals that hold the true share; ``population`` is how many could have
    answered, where the interval takes it into account. Without answers, ``undefined`` says so.
    """

    part: int
    count: int
    value: float | None
    lower: float | None
    upper: float | None
    level: float
    population: int | None = None
    undefined: WhyUndefined | None = None


@dataclass(frozen=True)
class ExactTest:
    """How surprising a difference between two groups is, if there were none.

    ``count_a`` and ``count_b`` are the answers compared; ``difference`` is the effect, in the unit its
    measure names; ``probability`` is two-sided. ``is_exact`` is false where the groups were so large that a
    normal approximation took the place of the exact distribution.
    """

    count_a: int
    count_b: int
    difference: float | None
    probability: float | None
    is_exact: bool = True
    undefined: WhyUndefined | None = None


@dataclass(frozen=True)
class Bounds:
    """The least and the most a count can be, both included."""

    lower: int
    upper: int

    def __post_init__(self) -> None:
        if not 0 <= self.lower <= self.upper:
            raise InputError(
                found=f"a count from {self.lower} to {self.upper}",
                needed="a least of 0 or more, and a most that is not below it",
                next_step="Give the bounds the other way round, or check what they are bounds of.",
            )
