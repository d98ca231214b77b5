"""What the measures of relatedness density mean."""

from polos import measures

PROXIMITY = """
        | food | steel | coal
  food  |  1.0 |   0.5 |  0.0
  steel |  0.5 |   1.0 |  0.5
  coal  |  0.0 |   0.5 |  1.0
"""


def test_relatedness_density_is_the_share_of_the_related_activities_one_has(spec):
    """North has food, half of what steel is related to, and none of what food itself is related to."""
    spec(
        measures.relatedness_density,
        given="""
                | food | steel | coal
          North |    1 |     0 |    0
          South |    0 |     1 |    0
        """,
        proximity=PROXIMITY,
        expected="""
                | food | steel | coal
          North |    0 |   1/2 |    0
          South |    1 |     0 |    1
        """,
    )


def test_relatedness_density_leaves_the_unknown_out_of_both_sums(spec):
    """With coal unknown, food is all that is known of what steel is related to."""
    spec(
        measures.relatedness_density,
        given="""
                | food | steel | coal
          North |    1 |     ? |    ?
        """,
        proximity=PROXIMITY,
        expected="""
                |               food | steel |               coal
          North | nothing_to_compare |     1 | nothing_to_compare
        """,
    )


def test_relatedness_density_of_absent_says_nothing_of_what_one_has(spec):
    """Only what a territory does not have can be entered; what is unknown may be there already."""
    spec(
        measures.relatedness_density_of_absent,
        given="""
                | food | steel | coal
          North |    1 |     0 |    0
          South |    0 |     1 |    ?
        """,
        proximity=PROXIMITY,
        expected="""
                |            food |           steel |         coal
          North | not_a_candidate |             1/2 |            0
          South |               1 | not_a_candidate | unknown_cell
        """,
    )


def test_nearest_density_is_a_weighted_share_of_the_nearest(spec):
    """Wood's two nearest are steel and coal, with 0.6 and 0.3: having steel alone is two thirds of them."""
    spec(
        measures.nearest_density,
        given="""
                | food | steel | coal | wood
          North |    1 |     1 |    0 |    0
        """,
        proximity="""
                | food | steel | coal | wood
          food  |  1.0 |   0.2 |  0.4 |  0.1
          steel |  0.2 |   1.0 |  0.3 |  0.6
          coal  |  0.4 |   0.3 |  1.0 |  0.3
          wood  |  0.1 |   0.6 |  0.3 |  1.0
        """,
        nearest=2,
        expected="""
                | food | steel | coal | wood
          North |  1/3 |     0 |    1 |  2/3
        """,
    )


def test_relatedness_distance_is_what_density_leaves(spec):
    """Half of what is related to steel is missing in North."""
    spec(
        measures.relatedness_distance,
        given="""
                | food | steel | coal
          North |    1 |     0 |    0
        """,
        proximity=PROXIMITY,
        expected="""
                | food | steel | coal
          North |    1 |   1/2 |    1
        """,
    )


def test_relative_relatedness_compares_a_territory_with_itself(spec):
    """Of North's two absent activities steel is the nearer; South's only one has no other beside it."""
    spec(
        measures.relative_relatedness,
        given="""
                | food | steel | coal
          North |    1 |     0 |    0
          South |    1 |     0 |    1
        """,
        proximity=PROXIMITY,
        expected="""
                |            food |              steel |            coal
          North | not_a_candidate |                  1 |              -1
          South | not_a_candidate | nothing_to_compare | not_a_candidate
        """,
    )


def test_diversification_opportunities_weigh_nearness_with_complexity(spec):
    """Steel is half near and twice as complex as coal, which is not near at all."""
    spec(
        measures.diversification_opportunities,
        given="""
                | food | steel | coal
          North |    1 |     0 |    0
          South |    0 |     0 |    1
        """,
        proximity=PROXIMITY,
        complexity="""
                | value
          food  |   0.5
          steel |   2.0
          coal  |     ?
        """,
        expected="""
                |            food | steel |               coal
          North | not_a_candidate |     1 | nothing_to_compare
          South |               0 |     1 |    not_a_candidate
        """,
    )


def test_diversification_opportunities_among_chosen_candidates(spec):
    """A filter can leave out what a territory would never enter."""
    spec(
        measures.diversification_opportunities,
        given="""
                | food | steel | coal
          North |    1 |     0 |    0
        """,
        proximity=PROXIMITY,
        complexity="""
                | value
          food  |     1
          steel |     2
          coal  |     3
        """,
        candidates="""
                | food | steel | coal
          North |    0 |     1 |    0
        """,
        expected="""
                |            food | steel |            coal
          North | not_a_candidate |     1 | not_a_candidate
        """,
    )


def test_cross_relatedness_density_weighs_activities_of_another_kind(spec):
    """North has lasers, three quarters of what steel is related to among technologies."""
    spec(
        measures.cross_relatedness_density,
        given="""
                | lasers | dyes
          North |      1 |    0
        """,
        proximity="""
                 | food | steel
          lasers |  0.0 |   0.6
          dyes   |  0.5 |   0.2
        """,
        expected="""
                | food | steel
          North |    0 |   3/4
        """,
    )
