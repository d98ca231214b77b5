"""What complementarity means."""

from polos import measures
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
