"""What lasting entry and exit, shift-share, moving between classes and keeping ranks mean."""

from itertools import pairwise

import pytest

from polos import measures
from polos.measures.results import Reason
from polos.measures.spatial_weights import SpatialWeights
from spec.by_hand import by_hand
from spec.tables import read_drawn, to_by_territory, to_class_pairs, to_grid, to_indicators

ABSENT, PRESENT = " | lasers\nNorth | 0", " | lasers\nNorth | 1"


def test_a_lasting_entry_is_0011_against_0000(spec):
    """Only what was absent twice can come to stay; 0101 is neither, and 1111 no candidate."""
    spec(
        measures.lasting_entries,
        given=(
            """
                    | came | stayed_away | flickered | was_there | unseen
              North |    0 |           0 |         0 |         1 |      0
            """,
            """
                    | came | stayed_away | flickered | was_there | unseen
              North |    0 |           0 |         1 |         1 |      ?
            """,
            """
                    | came | stayed_away | flickered | was_there | unseen
              North |    1 |           0 |         0 |         1 |      1
            """,
            """
                    | came | stayed_away | flickered | was_there | unseen
              North |    1 |           0 |         1 |         1 |      1
            """,
        ),
        expected="""
                | came | stayed_away |       flickered |       was_there |       unseen
          North |    1 |           0 | not_a_candidate | not_a_candidate | unknown_cell
        """,
    )


def test_a_lasting_exit_is_1100_against_1111(spec):
    """Only what was present twice can go for good; what never was there is no candidate."""
    spec(
        measures.lasting_exits,
        given=(
            """
                    | went | stayed | flickered | never_there
              North |    1 |      1 |         1 |           0
            """,
            """
                    | went | stayed | flickered | never_there
              North |    1 |      1 |         0 |           0
            """,
            """
                    | went | stayed | flickered | never_there
              North |    0 |      1 |         1 |           0
            """,
            """
                    | went | stayed | flickered | never_there
              North |    0 |      1 |         0 |           0
            """,
        ),
        expected="""
                | went | stayed |       flickered |     never_there
          North |    1 |      0 | not_a_candidate | not_a_candidate
        """,
    )


def test_the_windows_before_can_be_more_than_those_after():
    """With three before and one after, 0001 is a lasting entry; with two and two it is none."""
    presences = [to_grid(read_drawn(table)) for table in (ABSENT, ABSENT, ABSENT, PRESENT)]
    found = measures.lasting_entries(*presences, before=3)
    assert found.at("North", "lasers") == 1
    half = measures.lasting_entries(*presences)
    assert half.why("North", "lasers") is Reason.NOT_A_CANDIDATE


BEFORE = """
        | farms | mines | mills | shops
  A     |    90 |    20 |    10 |    60
  B     |    60 |    30 |    30 |    40
  C     |   250 |   100 |   110 |   300
"""
AFTER = """
        | farms | mines | mills | shops
  A     |   100 |    40 |    10 |    55
  B     |    85 |    55 |    40 |    35
  C     |   255 |   115 |    85 |   390
"""


def test_the_national_effect_is_growth_at_the_rate_of_the_whole(spec):
    """The whole grew by 15 per cent, from 1100 to 1265: A's 180 would have gained 27, whatever its mix."""
    spec(
        measures.shift_share,
        part="totals.national",
        given=BEFORE,
        after=AFTER,
        expected="""
              | value
          A   |    27
          B   |    24
          C   |   114
        """,
    )


def test_the_mix_effect_is_what_the_activities_gained_beyond_the_whole(spec):
    """Mines grew by 40 per cent, 25 points more than the whole: A's 20 gain 5, its farms lose 4.5."""
    spec(
        measures.shift_share,
        part="cells.mix",
        given=BEFORE,
        after=AFTER,
        expected="""
              | farms | mines | mills | shops
          A   |  -4.5 |     5 |  -2.5 |     3
          B   |    -3 |   7.5 |  -7.5 |     2
          C   | -12.5 |    25 | -27.5 |    15
        """,
    )


def test_the_competitive_effect_is_the_gain_beyond_one_s_activities(spec):
    """A's farms kept pace (10 of 10 per cent), its mines doubled; over the regions the effect sums to 0."""
    spec(
        measures.shift_share,
        part="cells.competitive",
        given=BEFORE,
        after=AFTER,
        expected="""
              | farms | mines | mills | shops
          A   |     1 |    12 |     1 |   -17
          B   |    19 |    13 |    13 |   -13
          C   |   -20 |   -25 |   -14 |    30
        """,
    )


def test_a_reference_without_an_activity_before_gives_it_no_rate(spec):
    """Solar came from nothing and the salt works are unknown: neither enters the total of North, 3 to 6."""
    spec(
        measures.shift_share,
        part="cells.change",
        given="""
                | solar | salt | bread
          North |     0 |    ? |     3
          South |     0 |    4 |     6
        """,
        after="""
                | solar | salt | bread
          North |     5 |    2 |     6
          South |     0 |    4 |     6
        """,
        expected="""
                |              solar |         salt | bread
          North | nothing_to_compare | unknown_cell |     3
          South | nothing_to_compare |            0 |     0
        """,
    )


def test_the_homothetic_effect_uses_the_mix_of_the_reference(spec):
    """Half the whole is bread: with 10 jobs North would have 5, which grew 50 points more than bread did."""
    spec(
        measures.competitive_parts,
        part="competitive",
        given="""
                | bread | chips
          North |     8 |     2
          South |    12 |    18
        """,
        after="""
                | bread | chips
          North |    16 |     2
          South |    14 |    18
        """,
        expected="""
                |  bread |  chips
          North |    2.5 |      0
          South |   -5.0 |      0
        """,
    )


def test_dynamic_effects_are_summed_over_the_steps(spec):
    """The whole grew by 50 and then by 0 per cent: North's national effect is 5 of 10, then 0 of 20."""
    spec(
        measures.dynamic_shift_share,
        part="sums.cells.national",
        given=(
            """
                    | bread
              North |    10
              South |    10
            """,
            """
                    | bread
              North |    20
              South |    10
            """,
            """
                    | bread
              North |    15
              South |    15
            """,
        ),
        expected="""
                | bread
          North |     5
          South |     5
        """,
    )


PANEL = """
        | 2010 | 2015 | 2020
  North |   14 |   18 |   19
  South |   12 |   13 |   11
  West  |   21 |   20 |   17
  East  |   18 |   15 |   16
  Isle  |   19 |    ? |   12
"""


def test_probabilities_are_shares_of_the_steps_from_a_class(spec):
    """Of four steps from 15 or less two lead above, of four from above one leads back; the Isle has none."""
    spec(
        measures.class_transitions,
        part="probabilities",
        given=PANEL,
        limits=(15,),
        expected="""
                   | up to 15 | above 15
          up to 15 |      1/2 |      1/2
          above 15 |      1/4 |      3/4
        """,
    )


def test_a_class_without_a_step_from_it_has_no_probabilities(spec):
    """Nobody starts above 20 but the one who then is not seen again."""
    spec(
        measures.class_transitions,
        part="probabilities",
        given="""
                | 2010 | 2015
          North |   14 |   18
          South |   12 |   22
          West  |   25 |    ?
        """,
        limits=(15, 20),
        expected="""
                   |           up to 15 |           15 to 20 |           above 20
          up to 15 |                  0 |                1/2 |                1/2
          15 to 20 | nothing_to_compare | nothing_to_compare | nothing_to_compare
          above 20 | nothing_to_compare | nothing_to_compare | nothing_to_compare
        """,
    )


def test_the_steady_state_is_kept_by_a_further_step(spec):
    """One third poor: a half of it stays, a quarter of two thirds joins: one third again."""
    spec(
        measures.steady_state,
        given="""
               | poor | rich
          poor |  0.5 |  0.5
          rich | 0.25 | 0.75
        """,
        expected="""
               | value
          poor |   1/3
          rich |   2/3
        """,
    )


def test_two_closed_groups_have_no_single_long_run(spec):
    """Who is rich stays rich and who is poor stays poor: the long run is whatever the start was."""
    spec(
        measures.steady_state,
        given="""
               | poor | rich
          poor |    1 |    0
          rich |    0 |    1
        """,
        expected="""
               |      value
          poor | not_unique
          rich | not_unique
        """,
    )


def test_first_passage_waits_for_an_even_chance_two_periods(spec):
    """A chance of a half takes 2 periods in the mean, of a quarter 4; back home after 1 / (1/3) and 3/2."""
    spec(
        measures.mean_first_passage,
        given="""
               | poor | rich
          poor |  0.5 |  0.5
          rich | 0.25 | 0.75
        """,
        expected="""
               | poor | rich
          poor |    3 |    2
          rich |    4 |  3/2
        """,
    )


def test_what_is_not_reached_for_certain_has_no_mean(spec):
    """From the middle half end up poor and half rich, so the mean time to either is infinite."""
    spec(
        measures.mean_first_passage,
        given="""
                 | poor | middle | rich
          poor   |    1 |      0 |    0
          middle |  0.5 |      0 |  0.5
          rich   |    0 |      0 |    1
        """,
        expected="""
                 |           poor |         middle |           rich
          poor   |              1 | separate_parts | separate_parts
          middle | separate_parts | separate_parts | separate_parts
          rich   | separate_parts | separate_parts |              1
        """,
    )


def test_prais_mobility_is_the_chance_of_leaving(spec):
    """Half of the poor and a quarter of the rich leave within a period."""
    spec(
        measures.prais_mobility,
        given="""
               | poor | rich
          poor |  0.5 |  0.5
          rich | 0.25 | 0.75
        """,
        expected="""
               | value
          poor |   1/2
          rich |   1/4
        """,
    )


@by_hand("shorrocks_mobility")
def test_shorrocks_mobility_is_0_where_nobody_moves_and_1_where_all_is_chance():
    """(Classes less the trace) / (classes less 1): (2 - 2) / 1 where all stay, 1 / 1 for equal chances."""
    still, chance = (
        measures.shorrocks_mobility(to_class_pairs(read_drawn(table)))
        for table in (
            """
                   | poor | rich
              poor |    1 |    0
              rich |    0 |    1
            """,
            """
                   | poor | rich
              poor |  0.5 |  0.5
              rich |  0.5 |  0.5
            """,
        )
    )
    assert (still, chance) == (0, 1)


def test_a_spatial_chain_is_counted_for_each_class_of_neighbours(spec):
    """All steps count but those of the Isle, which has nobody beside it and was not seen twice."""
    row = ("North", "South", "West", "East")
    spec(
        measures.spatial_transitions,
        part="pooled.counts",
        given=PANEL,
        weights=SpatialWeights.from_pairs(pairwise(row), (*row, "Isle")),
        limits=(15,),
        expected="""
                   | up to 15 | above 15
          up to 15 |        2 |        2
          above 15 |        1 |        3
        """,
    )


def test_moves_between_quadrants_are_counted_by_what_lies_around(spec):
    """North rises from low among low and stays; East, beside rich West, falls below the mean and returns."""
    spec(
        measures.quadrant_transitions,
        part="counts",
        given=PANEL,
        weights=SpatialWeights.from_pairs(
            pairwise(("North", "South", "West", "East")), ("North", "South", "West", "East", "Isle")
        ),
        expected="""
                          | high among high | low among high | low among low | high among low
          high among high |               0 |              1 |             0 |              0
          low among high  |               1 |              2 |             0 |              0
          low among low   |               0 |              0 |             0 |              1
          high among low  |               0 |              0 |             0 |              3
        """,
    )


@by_hand("transition_homogeneity")
def test_homogeneous_chains_have_a_statistic_of_0_and_others_more():
    """Two chains that agree leave nothing to explain; with all poor leaving in one and none in the other,
    2 of 4 expected against 4 and 0 of 4: Q = 4 (1/2)^2 / (1/2) in each of four cells = 8."""
    leaving, staying = (
        measures.class_transitions(_panel(rows), limits=(1,)) for rows in (["0 | 2"] * 4, ["0 | 0"] * 4)
    )
    mixed = measures.class_transitions(_panel(["0 | 2", "0 | 0"]), limits=(1,))
    assert measures.transition_homogeneity(mixed, mixed).chi_square == 0
    found = measures.transition_homogeneity(leaving, staying)
    assert found.chi_square == pytest.approx(8)
    assert found.degrees_of_freedom == 1
    assert found.chi_square_probability == pytest.approx(0.0047, abs=5e-5)


@by_hand("rank_concordance", "spatial_rank_concordance")
def test_rank_concordance_counts_pairs_that_keep_their_order():
    """Of three pairs one turns round, that of the neighbours North and South: (2 - 1) / 3."""
    before, after = _values(1, 2, 3), _values(2, 1, 3)
    assert measures.rank_concordance(before, after) == pytest.approx(1 / 3)
    weights = SpatialWeights.from_pairs([("North", "South")], ("North", "South", "West"))
    found = measures.spatial_rank_concordance(before, after, weights)
    assert (found.neighbours, found.others, found.share_of_neighbours) == pytest.approx((-1, 1, 1 / 3))
    assert found.whole == pytest.approx(1 / 3)


@by_hand("class_limits")
def test_limits_of_two_classes_are_the_median():
    """Of fourteen known values, from 11 to 21, the seventh is 16 and the eighth 17: halfway between."""
    assert measures.class_limits(to_indicators(read_drawn(PANEL)), count=2) == (16.5,)


def _panel(rows):
    lines = "\n".join(f"r{i} | {row}" for i, row in enumerate(rows))
    return to_indicators(read_drawn(f" | first | second\n{lines}"))


def _values(*values):
    lines = "\n".join(
        f"{name} | {value}" for name, value in zip(("North", "South", "West"), values, strict=True)
    )
    return to_by_territory(read_drawn(f" | value\n{lines}"))
