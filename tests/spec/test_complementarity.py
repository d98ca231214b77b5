"""What complementarity means."""

import pytest

from polos import measures
from spec.by_hand import by_hand
from spec.tables import read_drawn, to_grid, to_pairs
from spec.test_density import PROXIMITY


def test_added_relatedness_density_counts_what_is_related_missing_here_and_present_there(spec):
    """For steel, North has food and lacks coal: only a partner with coal adds anything."""
    spec(
        measures.added_relatedness_density,
        given="""
                | food | steel | coal
          North |    1 |     0 |    0
          South |    1 |     0 |    0
          West  |    0 |     0 |    1
          East  |    1 |     1 |    1
        """,
        proximity=PROXIMITY,
        territory="North",
        expected="""
                | food | steel | coal
          South |    0 |     0 |    0
          West  |    0 |   1/2 |    0
          East  |    1 |   1/2 |    1
        """,
    )


def test_added_relatedness_density_of_a_territory_for_itself_is_nothing(spec):
    """What one has cannot be added."""
    spec(
        measures.added_relatedness_density,
        given="""
                | food | steel | coal
          North |    1 |     0 |    1
        """,
        proximity=PROXIMITY,
        territory="North",
        partners=["North"],
        expected="""
                | food | steel | coal
          North |    0 |     0 |    0
        """,
    )


def test_added_relatedness_density_leaves_out_what_is_unknown_in_either(spec):
    """With West's coal unknown, food alone is left to judge steel by, and North has it already."""
    spec(
        measures.added_relatedness_density,
        given="""
                | food | steel | coal
          North |    1 |     0 |    0
          West  |    0 |     1 |    ?
        """,
        proximity=PROXIMITY,
        territory="North",
        expected="""
                | food | steel | coal
          West  |    1 |     0 |    1
        """,
    )


PRESENCE = """
                | food | steel | coal
          North |    1 |     0 |    0
          West  |    0 |     0 |    1
          East  |    1 |     1 |    1
"""


def test_complementarity_is_the_mean_over_what_is_missing(spec):
    """North misses steel and coal: West adds 1/2 to the first and 0 to the second, East 1/2 and 1."""
    spec(
        measures.complementarity,
        given=PRESENCE,
        proximity=PROXIMITY,
        expected="""
                |              North |               West |               East
          North |                  0 |                1/4 |                3/4
          West  |                1/4 |                  0 |                3/4
          East  | nothing_to_compare | nothing_to_compare | nothing_to_compare
        """,
    )


def test_complementarity_on_chosen_targets(spec):
    """For coal alone, West's coal adds nothing to North: what is related to it is steel."""
    spec(
        measures.complementarity,
        given=PRESENCE,
        proximity=PROXIMITY,
        targets=("coal",),
        expected="""
                |              North |               West |               East
          North |                  0 |                  0 |                  1
          West  | nothing_to_compare | nothing_to_compare | nothing_to_compare
          East  | nothing_to_compare | nothing_to_compare | nothing_to_compare
        """,
    )


def test_realised_complementarity_weighs_partners_by_their_links(spec):
    """Three of North's four links are with West: for coal it adds nothing and East all, so a quarter."""
    spec(
        measures.realised_complementarity,
        given=PRESENCE,
        proximity=PROXIMITY,
        links="""
                | North | West | East
          North |     9 |    3 |    1
          West  |     3 |    0 |    0
          East  |     0 |    0 |    0
        """,
        expected="""
                |               food |              steel |               coal
          North |                1/4 |                1/2 |                1/4
          West  |                  0 |                1/2 |                  0
          East  | nothing_to_compare | nothing_to_compare | nothing_to_compare
        """,
    )


PARTS = """
                | food | steel | coal
          North |    1 |     0 |    0
          South |    0 |     1 |    0
          West  |    0 |     0 |    1
"""
NEAR = """
                | food | steel | coal
          food  |    0 |     2 |    1
          steel |    2 |     0 |    3
          coal  |    1 |     3 |    0
"""


@by_hand("best_partners")
def test_the_best_partner_has_most_of_what_is_near_and_missing():
    """To steel food is near by 2 and coal by 3. North has the food; West brings the coal, 3 of 5.

    South has steel itself, but neither food nor coal: it adds nothing. To coal, South brings North the
    steel, 3 of 4, and West nothing.
    """
    found = measures.best_partners(to_grid(read_drawn(PARTS)), to_pairs(read_drawn(NEAR)), count=2)
    assert found.of("North", "steel") == (("West", pytest.approx(3 / 5)),)
    assert found.of("North", "coal") == (("South", pytest.approx(3 / 4)),)
    assert found.of("North", "food") == ()
