"""What consensus, agreement of coders and the rounds of a Delphi mean."""

import math

import numpy as np
import pytest

from polos.measures.agreement import Difference, krippendorff_alpha, krippendorff_alpha_interval
from polos.measures.consensus import kendalls_w, ordinal_consensus
from polos.measures.consensus_delphi import (
    DelphiRule,
    Outcome,
    delphi_decision,
    delphi_feedback,
    delphi_lock,
    dissent,
    round_stability,
)
from polos.measures.survey_results import WhyUndefined
from spec.by_hand import by_hand


def test_all_at_one_step_agree_and_halves_at_the_ends_do_not():
    assert ordinal_consensus([0, 0, 8, 0, 0]).value == 1.0
    assert ordinal_consensus([16, 0, 0, 0, 16]).value == 0.0


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([0, 0, 0], WhyUndefined.NO_ANSWERS),
        ([0, 1, 0], WhyUndefined.ONE_ANSWER),
        ([7], WhyUndefined.ONE_STEP),
    ],
)
def test_consensus_of_one_is_none(counts, why):
    assert (ordinal_consensus(counts).value, ordinal_consensus(counts).undefined) == (None, why)


@by_hand("ordinal_consensus")
def test_two_people_at_neighbouring_steps_are_close():
    """Each stands half a step from their mean, an eighth of the four steps between the ends."""
    assert ordinal_consensus([1, 1, 0, 0, 0]).value == pytest.approx(1 + math.log2(7 / 8))


@by_hand("kendalls_w")
def test_the_same_ranking_is_one_and_the_reverse_is_nought():
    """Alike, the ranks add up to 2, 4 and 6, as far apart as can be; reversed, to 4, 4 and 4."""
    assert kendalls_w([[1, 2, 3], [1, 2, 3]]).value == 1.0
    assert kendalls_w([[1, 2, 3], [3, 2, 1]]).value == 0.0


def test_rankings_that_say_nothing_are_undefined():
    assert kendalls_w([]).undefined is WhyUndefined.NO_ANSWERS
    assert kendalls_w([[1, 2]]).undefined is WhyUndefined.TOO_FEW_RATERS
    assert kendalls_w([[1], [1]]).undefined is WhyUndefined.TOO_FEW_OBJECTS
    assert kendalls_w([[2, 2], [1, 1]]).undefined is WhyUndefined.ALL_ALIKE


def test_who_left_a_thing_out_is_counted_apart():
    found = kendalls_w([[1, 2, 3], [1, None, 2], [1, 2, 3]])
    assert (found.value, found.raters, found.left_out) == (1.0, 2, 1)
    assert found.mean_ranks == (1.0, 2.0, 3.0)


@by_hand("krippendorff_alpha")
def test_two_coders_of_ten_units():
    """Ten units, six alike; 14 of 20 codes are 0: alpha 1 - 19 x 8 / (2 x 14 x 6)."""
    one = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    two = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert krippendorff_alpha([one, two]).value == pytest.approx(1 - 19 * 8 / (2 * 14 * 6))
    assert krippendorff_alpha([one, two]).agreed == 6


def test_codes_in_order_agree_more_when_they_lie_near():
    """One step apart twice: nearly agreed by order, half agreed by name."""
    one, two = [1, 2, 3, 4, 5, 1], [1, 2, 3, 5, 5, 2]
    nominal, ordinal = (
        krippendorff_alpha([one, two], kind).value for kind in (Difference.NOMINAL, Difference.ORDINAL)
    )
    assert ordinal > nominal


@pytest.mark.parametrize(
    ("codings", "why"),
    [
        ([], WhyUndefined.TOO_FEW_RATERS),
        ([["a", "b"]], WhyUndefined.TOO_FEW_RATERS),
        ([["a", None], [None, "b"]], WhyUndefined.NO_SHARED_UNITS),
        ([["a", "a"], ["a", "a"]], WhyUndefined.ALL_ALIKE),
    ],
)
def test_agreement_is_undefined_where_chance_cannot_be_told(codings, why):
    found = krippendorff_alpha(codings)
    assert (found.value, found.undefined) == (None, why)


RULE = DelphiRule()


def scores(*numbers):
    return {name: number for name, number in zip("abcdefgh", numbers, strict=False)}


def decided(*rounds):
    return delphi_decision([scores(*one) for one in rounds], RULE, "abcdefgh")


def test_the_first_round_never_stops():
    """All agree at once, but nobody has seen the others yet."""
    assert decided((5, 5, 5, 5, 5)).outcome is Outcome.ANOTHER_ROUND


@by_hand("delphi_decision")
def test_a_second_round_that_does_not_move_decides():
    """Nobody moves. Four of five, 0.8 where the rule asks for 0.75, give 4 or more: agreed.

    Four give 2 or less: rejected.
    Two against two with one between reach neither: people stay divided.
    """
    assert decided((5, 5, 4, 5, 2), (5, 5, 4, 5, 2)).outcome is Outcome.AGREED
    assert decided((1, 2, 1, 2, 5), (1, 2, 1, 2, 5)).outcome is Outcome.REJECTED
    assert decided((1, 2, 3, 4, 5), (1, 2, 3, 4, 5)).outcome is Outcome.STABLE_DISSENT


def test_a_round_that_moves_goes_on_until_rounds_are_used_up():
    """Two of five move: 0.4 of the answers lie elsewhere."""
    first, second, third = (1, 2, 3, 4, 5), (3, 3, 3, 4, 5), (4, 2, 3, 1, 5)
    assert decided(first, second).outcome is Outcome.ANOTHER_ROUND
    assert decided(first, second).stability.change.value == pytest.approx(0.4)
    assert decided(first, second, third).outcome is Outcome.UNSETTLED


def test_four_answers_decide_nothing():
    assert decided((5, 5, 5, 5), (5, 5, 5, 5)).outcome is Outcome.TOO_FEW_ANSWERS


@by_hand("round_stability")
def test_people_may_move_without_moving_the_whole():
    """One rises from 2 to 4 and one falls from 4 to 2: each step has as many people as before."""
    found = round_stability(scores(4, 2, 3), scores(2, 4, 3))
    assert (found.change.value, found.higher, found.lower, found.unchanged) == (0.0, 1, 1, 1)


def test_who_left_and_who_joined_is_counted():
    found = round_stability({"a": 1, "b": 2}, {"b": 2, "c": 3, "a": None})
    assert (found.left, found.joined, found.unchanged) == (1, 1, 1)
    assert round_stability({"a": 1}, {"b": 1}).change.undefined is WhyUndefined.NO_ANSWERS


@by_hand("delphi_feedback")
def test_feedback_shows_how_answers_lie_and_not_who_gave_them():
    """Of 1 to 5 the middle is 3, the quarters end at 2 and 4. Two answers are too few to show."""
    found = delphi_feedback(scores(1, 2, 3, 4, 5), RULE)
    assert (found.lower_quartile, found.median, found.upper_quartile) == (2.0, 3.0, 4.0)
    assert found.counts == (1, 1, 1, 1, 1)
    assert delphi_feedback(scores(4, 4), RULE).counts == ()
    assert delphi_feedback({}, RULE).undefined is WhyUndefined.NO_ANSWERS


@by_hand("dissent")
def test_dissent_names_both_camps():
    """a and b agree with 5 and 4, d and e disagree, c stands between. One against four is no division."""
    found = dissent(scores(5, 4, 3, 1, 2), RULE)
    assert (found.agreeing, found.neutral, found.disagreeing) == (("a", "b"), ("c",), ("d", "e"))
    assert found.is_divided
    assert not dissent(scores(5, 4, 5, 5, 2), RULE).is_divided
    assert dissent(scores(5, 1), RULE).undefined is WhyUndefined.TOO_FEW_ANSWERS


@by_hand("delphi_lock")
def test_the_lock_changes_with_the_roster_and_with_the_rule():
    """The order of names does not matter; one name more or another threshold gives another lock."""
    assert delphi_lock(RULE, "ab") == delphi_lock(RULE, "ba")
    assert delphi_lock(RULE, "ab") != delphi_lock(RULE, "abc")
    assert delphi_lock(RULE, "ab") != delphi_lock(DelphiRule(threshold=0.8), "ab")


@by_hand("krippendorff_alpha_interval")
def test_coders_who_never_differ_agree_in_whatever_units_are_drawn():
    """Alpha is 1 in every draw that holds both codes, and undefined in the others, which stay out."""
    codings = [["a", "a", "b", "b"], ["a", "a", "b", "b"]]
    found = krippendorff_alpha_interval(codings, generator=np.random.default_rng(1), draws=100)
    assert (found.lower, found.agreement.value, found.upper) == (1, 1, 1)
