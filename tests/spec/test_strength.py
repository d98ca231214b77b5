"""What the sureness of a specialisation and its strength mean."""

import numpy as np

from polos import measures
from polos.parameters.strength import Condition, Quantity, StrengthRule
from spec.by_hand import by_hand
from spec.tables import read_drawn, to_matrix


def test_location_quotient_interval_of_few_counts_is_wide(spec):
    """One plant of two: its share is anywhere from 1.3 to 98.7 %, so the quotient from 0.025 to 1.975."""
    spec(
        measures.location_quotient_interval,
        part="lower",
        given="""
                | food | steel
          North |    1 |     9
          South |    1 |     9
        """,
        expected="""
                |  food |  steel
          North | 0.025 |  0.520
          South | 0.025 |  0.520
        """,
    )


def test_location_quotient_interval_of_nothing_starts_at_nothing(spec):
    """No plant of three may be chance: the upper bound of the share is 1 - 0.025^(1/3)."""
    spec(
        measures.location_quotient_interval,
        part="upper",
        given="""
                | food | steel
          North |    0 |     3
          South |    3 |     0
        """,
        expected="""
                |  food | steel
          North | 1.415 | 2.000
          South | 2.000 | 1.415
        """,
    )


def test_location_quotient_probability_of_an_even_split_is_one_half(spec):
    """With as many here as there, more than the share and less than the share are equally likely."""
    spec(
        measures.location_quotient_probability,
        given="""
                | food | steel
          North |    4 |     6
          South |    4 |     6
        """,
        expected="""
                | food | steel
          North |  1/2 |   1/2
          South |  1/2 |   1/2
        """,
    )


STARS = StrengthRule(
    name="two stars",
    edition="an example",
    recalled=False,
    within_groups=False,
    needed=2,
    conditions=(
        Condition(Quantity.SPECIALISATION, 1.5),
        Condition(Quantity.SHARE, 0.5, strict=True),
        Condition(Quantity.GROWTH, 0.5, is_quantile=True),
    ),
    citation="an example",
)


def test_strength_counts_the_conditions_that_hold(spec):
    """North's food has a quotient of 2 and all the jobs; South's steel 4/3, and 2/3 of the jobs."""
    spec(
        measures.strength,
        part="held",
        given="""
                | food | steel
          North |   20 |    20
          South |    0 |    40
        """,
        rule=STARS,
        expected="""
                | food | steel
          North |    2 |     0
          South |    0 |     1
        """,
    )


def test_strength_leaves_open_what_hangs_on_the_unknown(spec):
    """Growth is not known: two of two are enough, none cannot become two, one may or may not."""
    spec(
        measures.strength,
        part="strong",
        given="""
                | food | steel
          North |   20 |    20
          South |    0 |    40
        """,
        rule=STARS,
        expected="""
                | food |        steel
          North |    1 |            0
          South |    0 | unknown_cell
        """,
    )


def test_plants_that_are_all_alike_leave_nothing_to_chance(spec):
    """Whichever plants of a territory are drawn, three quarters of North's jobs are in food, against 1/2."""
    spec(
        measures.bootstrapped_location_quotient,
        part="intervals.lower",
        given="""
                    | food | steel
          oven      |    3 |     1
          bakery    |    3 |     1
          smithy    |    1 |     3
          foundry   |    1 |     3
        """,
        territory_of={"oven": "North", "bakery": "North", "smithy": "South", "foundry": "South"},
        generator=np.random.default_rng(1),
        draws=50,
        expected="""
                | food | steel
          North |  1.5 |   0.5
          South |  0.5 |   1.5
        """,
    )


JOBS = """
                | food | steel
          North |   20 |    20
          South |    0 |    40
"""


@by_hand("strength_sensitivity")
def test_verdicts_change_where_the_threshold_passes_a_quotient():
    """The quotients are 2 (North's food), 4/3 (South's steel), 2/3 and 0; the rule asks for 1.5.

    With 0.8 of that, 1.2, South's steel is strong too; with twice that, 3, nothing is.
    """
    rule = StrengthRule(
        name="one star",
        edition="an example",
        recalled=False,
        within_groups=False,
        needed=1,
        conditions=(Condition(Quantity.SPECIALISATION, 1.5),),
        citation="an example",
    )
    found = measures.strength_sensitivity(
        to_matrix(read_drawn(JOBS)), rule, references={"all": None}, factors=(0.8, 1.0, 2.0)
    )
    assert [one.strong_count for one in found] == [2, 1, 0]
    assert [one.gained_count for one in found] == [1, 0, 0]
    assert [one.lost_count for one in found] == [0, 0, 1]
