"""What the measures of relatedness mean."""

from polos import measures


def test_proximity_is_the_smaller_of_two_conditional_probabilities(spec):
    """One of the two territories with steel has food too: 1/2, though food never occurs without steel."""
    spec(
        measures.proximity,
        given="""
                | food | steel | coal
          North |    1 |     1 |    0
          South |    0 |     1 |    0
          West  |    0 |     0 |    1
        """,
        expected="""
                | food | steel | coal
          food  |    1 |   1/2 |    0
          steel |  1/2 |     1 |    0
          coal  |    0 |     0 |    1
        """,
    )


def test_proximity_judges_a_pair_where_both_are_known(spec):
    """South's unknown food neither speaks for nor against food and steel going together."""
    spec(
        measures.proximity,
        given="""
                | food | steel | coal
          North |    1 |     1 |    0
          South |    ? |     1 |    0
          West  |    ? |     0 |    ?
        """,
        expected="""
                | food | steel |           coal
          food  |    1 |     1 |              0
          steel |    1 |     1 |              0
          coal  |    0 |     0 | empty_activity
        """,
    )


def test_proximity_without_a_common_territory_has_no_value(spec):
    """Never observed together is not the same as never occurring together."""
    spec(
        measures.proximity,
        given="""
                | food | steel
          North |    1 |     ?
          South |    ? |     1
        """,
        expected="""
                |               food |              steel
          food  |                  1 | nothing_to_compare
          steel | nothing_to_compare |                  1
        """,
    )


PRESENCE = """
                | food | steel | coal
          North |    1 |     1 |    0
          South |    0 |     1 |    0
          West  |    0 |     0 |    1
"""


def test_conditional_proximity_reads_from_the_row(spec):
    """Whoever has food has steel; of those that have steel, half have food."""
    spec(
        measures.conditional_proximity,
        given=PRESENCE,
        expected="""
                | food | steel | coal
          food  |    1 |     1 |    0
          steel |  1/2 |     1 |    0
          coal  |    0 |     0 |    1
        """,
    )


def test_continuous_proximity_is_a_correlation_between_nothing_and_one(spec):
    """Food and steel rise together, coal falls as they rise, and wood does not vary at all."""
    spec(
        measures.continuous_proximity,
        given="""
                | food | steel | coal | wood
          North |    1 |     2 |    3 |    1
          South |    2 |     4 |    2 |    1
          West  |    3 |     6 |    1 |    1
        """,
        expected="""
                |               food |              steel |               coal |               wood
          food  |                  1 |                  1 |                  0 | nothing_to_compare
          steel |                  1 |                  1 |                  0 | nothing_to_compare
          coal  |                  0 |                  0 |                  1 | nothing_to_compare
          wood  | nothing_to_compare | nothing_to_compare | nothing_to_compare | nothing_to_compare
        """,
    )


def test_cross_proximity_relates_two_kinds_of_activities(spec):
    """Lasers occur in one of the two territories with steel, and nowhere without it."""
    spec(
        measures.cross_proximity,
        given="""
                | lasers | dyes
          North |      1 |    0
          South |      0 |    1
        """,
        other="""
                | food | steel
          North |    0 |     1
          South |    1 |     1
        """,
        expected="""
                 | food | steel
          lasers |    0 |   1/2
          dyes   |    1 |   1/2
        """,
    )


def test_taxonomy_lets_a_territory_with_few_activities_say_more(spec):
    """South has steel and nothing else: a whole vote; North's vote is shared by two."""
    spec(
        measures.taxonomy,
        given=PRESENCE,
        expected="""
                | food | steel | coal
          food  |  1/2 |   1/4 |    0
          steel |  1/4 |   3/4 |    0
          coal  |    0 |     0 |    1
        """,
    )


def test_composite_relatedness_averages_standard_deviations(spec):
    """The second kind is the first in another unit: the composite is the first, standardised."""
    spec(
        measures.composite_relatedness,
        given=(
            """
                | food | steel | coal
          food  |    1 |     2 |    0
          steel |    2 |     1 |    1
          coal  |    0 |     1 |    1
            """,
            """
                | food | steel | coal
          food  |    1 |    20 |    0
          steel |   20 |     1 |   10
          coal  |    0 |    10 |    1
            """,
        ),
        expected="""
                |            food |           steel |            coal
          food  | not_a_candidate |           1.225 |          -1.225
          steel |           1.225 | not_a_candidate |           0.000
          coal  |          -1.225 |           0.000 | not_a_candidate
        """,
    )
