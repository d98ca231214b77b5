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
