"""What the sureness of a specialisation and its strength mean."""

from polos import measures
from polos.parameters.strength import Condition, Quantity, StrengthRule


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
