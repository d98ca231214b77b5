"""What the measures of a whole territory's specialisation mean."""

from polos import measures

JOBS = """
                | food | steel | coal
          North |   20 |    20 |    0
          South |    0 |    40 |    0
          West  |    ? |     ? |    ?
          East  |    0 |     0 |    0
"""


def test_krugman_index_adds_up_the_differences_of_shares(spec):
    """North has 1/2 where all have 1/4, and 1/2 where all have 3/4: two quarters of difference."""
    spec(
        measures.krugman_index,
        given=JOBS,
        expected="""
                |           value
          North |             1/2
          South |             1/2
          West  |    unknown_cell
          East  | empty_territory
        """,
    )


def test_krugman_index_compares_over_what_is_known(spec):
    """With its steel unknown, North is compared with the others' food and coal only: the same halves."""
    spec(
        measures.krugman_index,
        given="""
                | food | steel | coal
          North |   10 |     ? |   10
          South |   20 |    40 |   20
        """,
        expected="""
                | value
          North |     0
          South |   1/5
        """,
    )


def test_specialisation_coefficient_is_the_share_that_would_have_to_move(spec):
    """A quarter of North's jobs would have to go from food to steel."""
    spec(
        measures.specialisation_coefficient,
        given=JOBS,
        expected="""
                |           value
          North |             1/4
          South |             1/4
          West  |    unknown_cell
          East  | empty_territory
        """,
    )


def test_hachman_index_is_one_for_the_mix_of_the_whole(spec):
    """North: 1 / (1/2 x 2 + 1/2 x 2/3) = 3/4; South: 1 / (1 x 4/3) = 3/4."""
    spec(
        measures.hachman_index,
        given=JOBS,
        expected="""
                |           value
          North |             3/4
          South |             3/4
          West  |    unknown_cell
          East  | empty_territory
        """,
    )


def test_hachman_index_has_no_value_for_what_the_reference_lacks(spec):
    """Coal that the reference does not have at all cannot be weighed against it."""
    spec(
        measures.hachman_index,
        given="""
                | food | coal
          North |   10 |   10
        """,
        reference="""
                | food | coal
          Union |   10 |    0
        """,
        expected="""
                |              value
          North | nothing_to_compare
        """,
    )


def test_herfindahl_index_is_the_chance_to_draw_the_same_activity_twice(spec):
    """Two equal activities: 1/2; one only: 1."""
    spec(
        measures.herfindahl_index,
        given=JOBS,
        expected="""
                |           value
          North |             1/2
          South |               1
          West  |    unknown_cell
          East  | empty_territory
        """,
    )


def test_entropy_counts_yes_no_questions(spec):
    """One question tells two equal activities apart, two questions four, and a single one needs none."""
    spec(
        measures.entropy,
        given="""
                | food | steel | coal | wood
          North |   10 |    10 |    0 |    0
          South |    5 |     5 |    5 |    5
          West  |    0 |     0 |    7 |    0
        """,
        expected="""
                | value
          North |     1
          South |     2
          West  |     0
        """,
    )
