"""What the measures of specialisation mean."""

from polos import measures


def test_location_quotient_of_a_territory_shaped_like_the_whole_is_one(spec):
    """Size does not matter, only the mix of activities."""
    spec(
        measures.location_quotient,
        given="""
                | food | steel
          North |   30 |    10
          South |   60 |    20
        """,
        expected="""
                | food | steel
          North |  1.0 |   1.0
          South |  1.0 |   1.0
        """,
    )


def test_location_quotient_is_the_share_here_over_the_share_everywhere(spec):
    """Half of North's jobs are in food, and a quarter of all jobs: twice the share."""
    spec(
        measures.location_quotient,
        given="""
                | food | steel
          North |   20 |    20
          South |    0 |    40
        """,
        expected="""
                | food | steel
          North |  2.0 |   2/3
          South |  0.0 |   4/3
        """,
    )


def test_location_quotient_leaves_an_unknown_cell_out_of_every_sum(spec):
    """Unknown is not zero: South's share is over what is known of it, and the cell itself stays unknown."""
    spec(
        measures.location_quotient,
        given="""
                | food | steel
          North |   20 |    20
          South |    ? |    40
        """,
        expected="""
                |         food | steel
          North |          2.0 |   2/3
          South | unknown_cell |   4/3
        """,
    )


def test_location_quotient_says_why_it_has_no_value(spec):
    """Nothing over nothing is not zero: a territory or an activity without jobs has no quotient."""
    spec(
        measures.location_quotient,
        given="""
                | food | steel | coal
          North |   10 |    10 |    0
          South |    0 |     0 |    0
        """,
        expected="""
                |            food |           steel |            coal
          North |             1.0 |             1.0 |  empty_activity
          South | empty_territory | empty_territory | empty_territory
        """,
    )


def test_location_quotient_against_another_set_of_units(spec):
    """The reference gives the shares to compare with; the territories themselves need not be in it."""
    spec(
        measures.location_quotient,
        given="""
                | food | steel
          North |   20 |    20
        """,
        reference="""
                | food | steel
          Union |   25 |    75
        """,
        expected="""
                | food | steel
          North |  2.0 |   2/3
        """,
    )


def test_specialised_counts_an_exact_tie(spec):
    """A quotient of exactly 1 reaches the threshold 1, whatever rounding would make of it."""
    spec(
        measures.specialised,
        given="""
                | food | steel | coal
          North |    1 |     2 |    4
          South |    3 |     6 |    0
          West  |    ? |     0 |    4
        """,
        expected="""
                |         food | steel | coal
          North |            0 |     0 |    1
          South |            1 |     1 |    0
          West  | unknown_cell |     0 |    1
        """,
    )


def test_presence_is_reaching_the_threshold(spec):
    """What equals the threshold is present, what is undefined stays undefined."""
    spec(
        measures.presence,
        given="""
                | food | steel
          North |  1.0 |   0.5
          South |    ? |   1.5
        """,
        expected="""
                |         food | steel
          North |            1 |     0
          South | unknown_cell |     1
        """,
    )


def test_pool_stacks_the_units_over_shared_activities(spec):
    """Two sources with different classifications can be judged together where they say the same."""
    spec(
        measures.pool,
        given=(
            """
                | food | steel | coal
          North |    1 |     0 |    1
            """,
            """
                | steel | food
          Sur   |     ? |    1
            """,
        ),
        expected="""
                | food |        steel
          North |    1 |            0
          Sur   |    1 | unknown_cell
        """,
    )
