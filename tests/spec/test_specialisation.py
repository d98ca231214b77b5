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


def test_location_quotient_within_compares_only_activities_of_the_same_group(spec):
    """All of North's traded jobs are in steel and half of everybody's, whatever its retail."""
    spec(
        measures.location_quotient_within,
        given="""
                | food | steel | retail
          North |    0 |    10 |     90
          South |   20 |    10 |     10
        """,
        groups={"food": "traded", "steel": "traded", "retail": "local"},
        expected="""
                | food | steel | retail
          North |    0 |     2 |      1
          South |  4/3 |   2/3 |      1
        """,
    )


def test_revealed_comparative_advantage_of_what_nobody_exports_is_undefined(spec):
    """Nothing over nothing is neither 0 nor 1, and does not make a country good at everything."""
    spec(
        measures.revealed_comparative_advantage,
        given="""
                  | food | steel | coal
          Freedom |   20 |    20 |    0
          Sylvan  |    0 |    40 |    0
        """,
        expected="""
                  | food | steel |           coal
          Freedom |    2 |   2/3 | empty_activity
          Sylvan  |    0 |   4/3 | empty_activity
        """,
    )


def test_revealed_population_advantage_compares_amounts_a_head(spec):
    """A quarter of the people have half of the steel: twice as much a head."""
    spec(
        measures.revealed_population_advantage,
        given="""
                | food | steel
          North |   10 |    20
          South |   30 |    20
        """,
        population={"North": 100, "South": 300},
        expected="""
                | food | steel
          North |    1 |     2
          South |    1 |   2/3
        """,
    )


def test_inferred_advantage_expects_the_most_even_table_with_the_same_totals(spec):
    """Expected are 12, 6, 6 and 4: sums 18 and 10, and 1/12 + 1/4 = 1/6 + 1/6. The quotient of North's food
    would compare 10 with 18 x 18 / 28."""
    spec(
        measures.inferred_advantage,
        given="""
                | food | steel
          North |   10 |     8
          South |    8 |     2
        """,
        expected="""
                | food | steel
          North |  5/6 |   4/3
          South |  4/3 |   1/2
        """,
    )


def test_inferred_advantage_is_undefined_without_any_amount(spec):
    """Of equal totals, equal amounts are expected; what has no total has no expectation."""
    spec(
        measures.inferred_advantage,
        given="""
                | food | steel | coal
          North |    3 |     1 |    0
          South |    1 |     3 |    0
        """,
        expected="""
                | food | steel |           coal
          North |  1.5 |   0.5 | empty_activity
          South |  0.5 |   1.5 | empty_activity
        """,
    )


def test_symmetric_advantage_puts_half_and_double_at_equal_distance_from_nothing(spec):
    """A quotient of 1/2 says as much against as 2 says for."""
    spec(
        measures.symmetric_advantage,
        given="""
                | food | steel | coal
          North |    2 |   0.5 |    0
          South |    1 |     ? |    3
        """,
        expected="""
                | food |        steel | coal
          North |  1/3 |         -1/3 |   -1
          South |    0 | unknown_cell |  1/2
        """,
    )


def test_normalised_advantage_sums_to_nothing(spec):
    """What one territory has in excess of its expected share of everything, another is short of."""
    spec(
        measures.normalised_advantage,
        given="""
                | food | steel
          North |   20 |    20
          South |    0 |    40
        """,
        expected="""
                |  food | steel
          North |   1/8 |  -1/8
          South |  -1/8 |   1/8
        """,
    )
