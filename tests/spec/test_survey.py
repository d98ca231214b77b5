"""What the measures of answers mean, on numbers one can check by hand."""

import pytest

from polos import reference
from polos.errors import InputError
from polos.measures.survey import answer_counts, exact_interval, wilson_interval
from polos.measures.survey_bounds import (
    Bounds,
    Qualifier,
    count_behind_share,
    joint_bounds,
    published_figures,
    published_steps,
)
from polos.measures.survey_comparison import fisher_test, holm_correction, rank_sum_test
from polos.measures.survey_design import (
    finite_population_correction,
    minimum_detectable_difference,
    response_rate,
)
from polos.measures.survey_disclosure import Hidden, suppressed
from polos.measures.survey_pairs import change_between_waves, paired_differences, relevance_against_support
from polos.measures.survey_results import WhyUndefined
from spec.by_hand import by_hand


@by_hand("answer_counts")
def test_who_chose_two_options_counts_once_among_those_who_answered():
    """Three people, four choices: shares are of people, and add up to more than one."""
    found = answer_counts([("visit", "training"), ("visit",), ("training",), (), None], ["visit", "training"])
    assert found.counts == (2, 2)
    assert (found.answered, found.unanswered) == (3, 2)
    assert [share.value for share in found.shares()] == [2 / 3, 2 / 3]


def test_an_option_nobody_chose_counts_nothing_and_is_not_left_out():
    assert answer_counts(["some", "some"], ["none", "some"]).counts == (0, 2)


@by_hand("wilson_interval")
def test_a_share_of_all_is_not_certain():
    """All 32 were satisfied: of endlessly many, 89 per cent or more would be."""
    found = wilson_interval(32, 32)
    assert found.upper == 1.0
    assert 0.89 < found.lower < 0.9


@by_hand("exact_interval")
def test_who_answered_is_known_when_the_population_is():
    """28 of 32 who answered, of 40 who could have: between 28 and 36 of 40 in truth, whatever else."""
    found = exact_interval(28, 32, population=40)
    assert 28 / 40 <= found.lower < 28 / 32 < found.upper <= 36 / 40
    assert exact_interval(28, 40, population=40).lower == exact_interval(28, 40, population=40).upper == 0.7
    assert wilson_interval(28, 40, population=40).lower == 0.7


def test_nobody_answered_leaves_nothing_to_say():
    for interval in (wilson_interval, exact_interval):
        found = interval(0, 0)
        assert (found.value, found.lower, found.upper) == (None, None, None)
        assert found.undefined is WhyUndefined.NO_ANSWERS


@by_hand("fisher_test")
def test_three_against_three_can_at_best_reach_one_in_ten():
    """All of a and none of b: 2 of 20 ways to choose three of six are as extreme."""
    assert fisher_test(3, 3, 0, 3).probability == pytest.approx(2 / 20)
    assert rank_sum_test([3, 4, 5], [0, 1, 2]).probability == pytest.approx(2 / 20)


def test_the_familiar_of_2019_do_not_differ_by_side():
    """All 15 of one side and 13 of 17 of the other: one such or rarer in ten draws."""
    found = fisher_test(15, 15, 13, 17)
    assert found.difference == pytest.approx(4 / 17)
    assert found.probability > 0.1


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ([], [], WhyUndefined.NO_ANSWERS),
        ([None], [4, 5], WhyUndefined.ONE_SIDE_SILENT),
        ([4, 4], [4], WhyUndefined.ALL_ALIKE),
    ],
)
def test_two_sides_that_cannot_be_compared_say_why(a, b, why):
    found = rank_sum_test(a, b)
    assert (found.probability, found.undefined) == (None, why)


@by_hand("rank_sum_test")
def test_ties_share_their_rank():
    """5 against 3, 4: above both; 4 against 3, 4: above one, tied with one. Of 6 ways 4 are as extreme."""
    found = rank_sum_test([5, 4], [3, 4])
    assert found.difference == pytest.approx(3 / 4)
    assert found.probability == pytest.approx(4 / 6)


@by_hand("holm_correction")
def test_one_surprise_among_many_questions_is_less_of_one():
    """Three tests: the smallest counts three times, the next twice, and none falls below the one before."""
    assert holm_correction({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx(
        {"a": 0.03, "b": 0.06, "c": 0.06}
    )
    assert holm_correction({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}
    for impossible in (-0.01, 1.01):
        with pytest.raises(InputError, match="from 0 to 1"):
            holm_correction({"a": 0.5, "b": impossible})


def pairs(*scores):
    return {f"P{number:02}": score for number, score in enumerate(scores)}


@by_hand("paired_differences")
def test_five_pairs_make_a_difference_four_do_not():
    """Each EU end is one step higher: of 32 choices of signs two are as far from 0."""
    found = paired_differences(pairs(5, 4, 3, 5, 4), pairs(4, 3, 2, 4, 3))
    assert (found.mean, found.probability, found.differences) == (1, 2 / 32, ((1, 5),))
    few = paired_differences(pairs(5, 4, 3, 5), pairs(4, 3, 2, 4))
    assert (few.pairs, few.differences, few.mean) == (4, (), None)
    assert few.undefined is WhyUndefined.TOO_FEW_PAIRS


def test_a_single_pair_is_shown_only_where_both_ends_agreed():
    found = paired_differences(pairs(5, 4), pairs(4, 4), consents=["P00", "P07"])
    assert found.consented == (("P00", 1),)


def test_pairs_with_one_end_are_counted_and_not_compared():
    found = paired_differences(pairs(5, 4, None), pairs(4, None, 3))
    assert (found.pairs, found.one_only) == (1, 2)


def test_pairs_that_agree_throughout_have_a_mean_of_zero_and_no_test():
    found = paired_differences(pairs(4, 4, 4, 4, 4), pairs(4, 4, 4, 4, 4))
    assert (found.mean, found.probability, found.undefined) == (0, None, WhyUndefined.ALL_ALIKE)


@by_hand("change_between_waves")
def test_unlinked_waves_are_compared_as_two_groups():
    """(2 + 2 + 3) / 3 before, (4 + 5) / 2 after. All after lie above all before: a difference of 1."""
    found = change_between_waves([2, 2, 3, None], [4, 5])
    assert (found.mean_before, found.mean_after) == (pytest.approx(7 / 3), 4.5)
    assert found.test.difference == 1.0
    nobody = change_between_waves([], [4])
    assert (nobody.mean_before, nobody.test.undefined) == (None, WhyUndefined.ONE_SIDE_SILENT)


@by_hand("relevance_against_support")
def test_unmet_steps_are_relevant_to_people_who_were_not_supported():
    """Four answered both: two relevant without support, one supported without need, one both."""
    (gap,) = relevance_against_support({"vision": [5, 4, 4, 3, 5]}, {"vision": [1, 2, 5, 4, None]})
    assert (gap.both, gap.unmet, gap.unasked, gap.neither) == (1, 2, 1, 0)
    assert gap.gap == pytest.approx(1 / 4)
    assert gap.probability == 1.0
    assert (gap.relevance.count, gap.support.count) == (5, 4)
    assert (gap.relevance.value, gap.support.value) == (4 / 5, 2 / 4)


def test_a_step_nobody_answered_on_says_so():
    (gap,) = relevance_against_support({"vision": [None]}, {"vision": [4]})
    assert (gap.gap, gap.probability, gap.undefined) == (None, None, WhyUndefined.NO_ANSWERS)


@by_hand("response_rate")
def test_32_of_40_answered():
    """32 / 40 is 0.8; of nobody invited there is no rate."""
    assert response_rate(32, 40).value == 0.8
    assert response_rate(0, 0).undefined is WhyUndefined.NOBODY_INVITED


@by_hand("finite_population_correction")
def test_a_population_that_answered_wholly_leaves_no_chance():
    """40 of 40: the root of 0 / 39. 1 of 40: the root of 39 / 39. Without answers there is no factor."""
    assert finite_population_correction(40, 40).value == 0.0
    assert finite_population_correction(1, 40).value == 1.0
    assert finite_population_correction(0, 40).undefined is WhyUndefined.NO_ANSWERS


@by_hand("minimum_detectable_difference")
def test_with_two_a_side_no_difference_would_be_found():
    """Two against two fall in 6 ways, 2 of them all against none: p is never below 1/3."""
    assert minimum_detectable_difference(2, 2).undefined is WhyUndefined.NOTHING_DETECTABLE
    assert minimum_detectable_difference(2, 0).undefined is WhyUndefined.ONE_SIDE_SILENT
    assert minimum_detectable_difference(0, 0).undefined is WhyUndefined.NO_ANSWERS


def test_seventeen_and_fifteen_find_only_large_differences():
    """A survey like that of 2019 mostly finds a half against nearly all, and no less."""
    found = minimum_detectable_difference(17, 15)
    assert found.increase == found.decrease == pytest.approx(0.44)
    assert minimum_detectable_difference(100, 100).increase < 0.25


@by_hand("suppressed")
def test_a_small_cell_takes_a_second_one_of_its_row_and_column_with_it():
    """3 alone would be 15 minus 12; its column would give it away as well."""
    found = suppressed([[12, 3], [9, 8]])
    assert found.inner == ((None, None), (None, None))
    assert found.counts[-1] == (21, 11, 32)
    assert found.hidden[0] == (Hidden.COMPLEMENTARY, Hidden.SMALL, None)


def test_cells_are_hidden_before_totals():
    """One small cell of nine: three others with few people go with it, and every total stays."""
    found = suppressed([[3, 20, 40], [30, 8, 60], [70, 80, 90]])
    assert found.inner == ((None, None, 40), (None, None, 60), (70, 80, 90))
    assert [row[-1] for row in found.counts] == [63, 98, 240, 401]
    assert found.counts[-1] == (103, 108, 190, 401)


def test_a_group_that_answered_nothing_of_a_kind_is_hidden_too():
    """0 of 9 says what none of the nine thinks."""
    assert suppressed([[9, 0], [9, 9]]).hidden[0][1] is Hidden.SMALL


def test_a_table_without_small_cells_is_shown_whole():
    assert suppressed([[5, 6], [7, 8]]).inner == ((5, 6), (7, 8))


def test_a_table_of_four_people_shows_nothing():
    found = suppressed([[1, 3]])
    assert found.undefined is WhyUndefined.BELOW_MINIMUM
    assert {count for row in found.counts for count in row} == {None}


@by_hand("count_behind_share")
def test_counts_behind_printed_shares():
    """Of 32: 6 % is two, more than 93 % is thirty at least, about 20 % is six or seven."""
    assert count_behind_share("6", 32) == Bounds(2, 2)
    assert count_behind_share(">93", 32) == Bounds(30, 32)
    assert count_behind_share("~20", 32) == Bounds(6, 7)
    assert count_behind_share("≤50", 4) == Bounds(0, 2)
    assert count_behind_share("<50", 4) == Bounds(0, 1)
    assert count_behind_share("≥ 50 %", 4) == Bounds(2, 4)


@by_hand("joint_bounds")
def test_two_large_groups_must_overlap():
    """7 and 6 of 10 share three at least and six at most."""
    found = joint_bounds(Bounds(7, 7), Bounds(6, 6), 10)
    assert (found.both, found.first_only, found.second_only, found.neither) == (
        Bounds(3, 6),
        Bounds(1, 4),
        Bounds(0, 3),
        Bounds(0, 3),
    )
    assert found.gap == pytest.approx((0.1, 0.1))


@pytest.fixture(scope="module")
def published():
    return reference.survey_figures()


def test_the_figures_of_2019_say_how_they_are_known(published):
    found = published_figures(published)
    by = {(one.question_id, one.option, one.side): one for one in found}
    assert by["Q05", "very or broadly familiar", "all"].qualifier is Qualifier.EXACT
    assert by["Q05", "very or broadly familiar", "EU"].qualifier is Qualifier.DERIVED
    assert by["Q07", "marginal", "all"].qualifier is Qualifier.APPROXIMATE
    assert by["Q04", "has an S3 or aims to elaborate one", "all"].qualifier is Qualifier.BOUND
    assert by["Q10", "joint action plans", "all"].bounds is None
    assert len(found) == 67


@by_hand("published_figures")
def test_what_is_derived_from_a_bound_is_a_bound(published):
    """At least 30 have a strategy or plan one, so at most 2 do neither: the 2 is no exact figure."""
    neither = next(one for one in published_figures(published) if one.option == "neither, or not answered")
    assert neither.bounds == Bounds(0, 2)


@by_hand("published_steps")
def test_at_least_five_of_32_found_diagnosis_relevant_and_were_not_supported(published):
    """31 found it relevant, at most 26 were supported."""
    first = published_steps(published)[0]
    assert (first.step, first.supported, first.joint.first_only) == (
        "diagnosis / EDP",
        Bounds(21, 26),
        Bounds(5, 11),
    )
    assert len(published_steps(published)) == 6
