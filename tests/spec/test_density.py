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
