"""What measures on maps mean, on maps small enough to measure with a ruler."""

import numpy as np
import pytest

from polos import measures
from spec.by_hand import by_hand
from spec.tables import read_drawn, to_points

STREET = """
       | x  | y | activity | weight
     A |  0 | 0 | bread    |      1
     B |  1 | 0 | bread    |      1
     C |  2 | 0 | shoes    |      1
     D | 10 | 0 | shoes    |      1
"""
SQUARE = """
       | x | y | activity | weight
     A | 0 | 0 | bread    |      3
     B | 3 | 4 | bread    |      1
     C | 0 | 4 | bread    |      2
     D | 0 | 4 | shoes    |      0
"""
CHAIN = """
           | North | South | West | East
     North |     0 |     1 |    0 |    0
     South |     1 |     0 |    1 |    0
     West  |     0 |     1 |    0 |    1
     East  |     0 |     0 |    1 |    0
"""
STEPS = """
           | age | wage | rain | frost
     North |   1 |    1 |    5 |     ?
     South |   2 |    0 |    5 |     ?
     West  |   3 |    1 |    5 |     ?
     East  |   4 |    ? |    5 |     ?
"""


def test_the_only_two_bakeries_stand_one_apart(spec):
    """One pair, one bell of width 1 around its distance of 1: 0.399 at the top, 0.054 two widths away.

    At 0 what would fall below is reflected: twice 0.242.
    """
    spec(
        measures.duranton_overman,
        given=STREET,
        activity="bread",
        distances=(0, 1, 3),
        bandwidth=1.0,
        expected="""
              | value
            0 | 0.484
            1 | 0.453
            3 | 0.054
        """,
    )


def test_pairs_of_large_plants_count_more(spec):
    """Three bakeries, pairs 5, 4 and 3 apart that weigh 3, 6 and 2: narrow bells of 3/11, 6/11 and 2/11."""
    spec(
        measures.duranton_overman,
        given=SQUARE,
        activity="bread",
        distances=(3, 4, 5),
        is_weighted=True,
        bandwidth=0.1,
        expected="""
              | value
            3 | 0.725
            4 | 2.176
            5 | 1.088
        """,
    )


def test_one_plant_has_no_distance_to_another(spec):
    """Nothing can be said of a single plant, nor of pairs without weight."""
    spec(
        measures.duranton_overman,
        given=SQUARE,
        activity="shoes",
        distances=(1, 2),
        expected="""
              | value
            1 | nothing_to_compare
            2 | nothing_to_compare
        """,
    )
    spec(
        measures.duranton_overman,
        given=SQUARE,
        activity="bread",
        other="shoes",
        distances=(1, 2),
        is_weighted=True,
        expected="""
              | value
            1 | empty_activity
            2 | empty_activity
        """,
    )


def test_around_bakeries_there_are_more_bakeries_than_elsewhere(spec):
    """Within 1, A sees only B: all of it bread; B sees A and C: one half. Everywhere, one in three others is.

    Three halves over two thirds is 9/4. Within 10 both see the whole street, and M is 1. Within one half
    nobody sees anybody.
    """
    spec(
        measures.marcon_puech,
        given=STREET,
        activity="bread",
        distances=(0.5, 1, 2, 10),
        expected="""
                | value
            0.5 | nothing_to_compare
              1 | 9/4
              2 | 3/2
             10 | 1
        """,
    )


def test_shoes_around_bakeries(spec):
    """Two in three of what is not the bakery itself are shoes; within 1, A sees none and B one of two."""
    spec(
        measures.marcon_puech,
        given=STREET,
        activity="bread",
        neighbour="shoes",
        distances=(1, 10),
        expected="""
               | value
             1 | 3/8
            10 | 1
        """,
    )


def test_of_shoes_without_weight_there_is_no_share(spec):
    """The neighbour activity must weigh something to be found anywhere."""
    spec(
        measures.marcon_puech,
        given=SQUARE,
        activity="bread",
        neighbour="shoes",
        distances=(4,),
        expected="""
              | value
            4 | empty_activity
        """,
    )


def test_at_a_distance_of_one_half_of_what_b_sees_is_bread(spec):
    """A sees B at 1 and, less, C at 2: 1 / (1 + 0.607); B sees A and C alike; over two thirds."""
    spec(
        measures.marcon_puech_density,
        given=STREET,
        activity="bread",
        distances=(1,),
        bandwidth=1.0,
        expected="""
              | value
            1 | 1.684
        """,
    )


def test_values_that_rise_along_a_chain_are_alike_next_to_each_other(spec):
    """Three links, both ways: 4/6 times 2 (0.75 - 0.25 + 0.75) over 5. Wages without East: 1, 0, 1.

    Rain does not vary, and frost is known nowhere.
    """
    spec(
        measures.moran,
        given=STEPS,
        weights=CHAIN,
        part="value",
        expected="""
                  | value
            age   | 1/3
            wage  | -1
            rain  | nothing_to_compare
            frost | unknown_cell
        """,
    )


def test_the_expectation_depends_on_the_number_of_territories_alone(spec):
    """-1 / (n - 1): four ages, three wages."""
    spec(
        measures.moran,
        given=STEPS,
        weights=CHAIN,
        part="expected",
        expected="""
                  | value
            age   | -1/3
            wage  | -1/2
            rain  | nothing_to_compare
            frost | unknown_cell
        """,
    )


def test_neighbours_differ_less_than_any_two(spec):
    """Six differences of 1: 3 times 6 over 2 times 6 times 5. Wages: 2 times 4 over 2 times 4 times 2/3."""
    spec(
        measures.geary,
        given=STEPS,
        weights=CHAIN,
        part="value",
        expected="""
                  | value
            age   | 3/10
            wage  | 3/2
            rain  | nothing_to_compare
            frost | unknown_cell
        """,
    )


def test_neighbours_make_four_sevenths_of_all_products(spec):
    """2 (2 + 6 + 12) of the 100 - 30 that all pairs make; equal rain: 6 of 12 pairs; no two wages touch."""
    spec(
        measures.getis_ord,
        given=STEPS,
        weights=CHAIN,
        part="value",
        expected="""
                  | value
            age   | 4/7
            wage  | 0
            rain  | 1/2
            frost | unknown_cell
        """,
    )


def test_what_each_territory_adds(spec):
    """-1.5 times -0.5 over the variance 1.25 is 0.6; South: -0.5 times (-1.5 + 0.5)."""
    spec(
        measures.local_moran,
        given=STEPS,
        weights=CHAIN,
        part="value",
        expected="""
                  | age | wage         | rain               | frost
            North | 0.6 | -1.0         | nothing_to_compare | unknown_cell
            South | 0.4 | -2.0         | nothing_to_compare | unknown_cell
            West  | 0.4 | -1.0         | nothing_to_compare | unknown_cell
            East  | 0.6 | unknown_cell | nothing_to_compare | unknown_cell
        """,
    )


def test_low_among_low_and_high_among_high(spec):
    """1 high among high, 2 low among high, 3 low among low, 4 high among low."""
    spec(
        measures.local_moran,
        given=STEPS,
        weights=CHAIN,
        part="quadrant",
        expected="""
                  | age | wage         | rain               | frost
            North | 3   | 4            | nothing_to_compare | unknown_cell
            South | 3   | 2            | nothing_to_compare | unknown_cell
            West  | 1   | 4            | nothing_to_compare | unknown_cell
            East  | 1   | unknown_cell | nothing_to_compare | unknown_cell
        """,
    )


def test_share_of_the_others_that_the_neighbours_have(spec):
    """North's neighbour has 2 of the others' 9; South's have 1 and 3 of 8. In wages South has none beside."""
    spec(
        measures.local_getis_ord,
        given=STEPS,
        weights=CHAIN,
        part="value",
        expected="""
                  | age | wage         | rain | frost
            North | 2/9 | 0            | 1/3  | unknown_cell
            South | 1/2 | 1            | 2/3  | unknown_cell
            West  | 6/7 | 0            | 2/3  | unknown_cell
            East  | 1/2 | unknown_cell | 1/3  | unknown_cell
        """,
    )


def test_an_island_counts_in_the_mean_and_has_nothing_around_it(spec):
    """East borders on nobody: its own part is undefined, and yet it lifts the mean of all to 2.5."""
    spec(
        measures.local_moran,
        given="""
                  | age
            North | 1
            South | 2
            West  | 3
            East  | 4
        """,
        weights="""
                  | North | South | West | East
            North |     0 |     1 |    0 |    0
            South |     1 |     0 |    0 |    0
            West  |     1 |     0 |    0 |    0
            East  |     0 |     0 |    0 |    0
        """,
        part="value",
        expected="""
                  | age
            North | 0.6
            South | 0.6
            West  | -0.6
            East  | nothing_to_compare
        """,
    )


TWO = """
       | x | y | activity | weight
     A | 0 | 0 | bread    |      1
     B | 1 | 0 | bread    |      1
"""


@by_hand("duranton_overman_bands")
def test_two_bakeries_on_the_only_two_sites_have_no_room_for_chance():
    """Whichever plant is put on which site, the pair stands one apart: each bound is the curve itself."""
    points = to_points(read_drawn(TWO))
    curve = measures.duranton_overman(points, "bread", distances=(0, 1, 3), bandwidth=1.0)
    found = measures.duranton_overman_bands(points, curve, generator=np.random.default_rng(1), draws=100)
    for bound in (found.lower, found.upper, found.global_lower, found.global_upper):
        assert bound.values == pytest.approx([0.484, 0.453, 0.054], abs=5e-4)
    assert not found.is_localised
    assert not found.is_dispersed


@by_hand("marcon_puech_bands")
def test_where_everybody_is_a_neighbour_places_do_not_matter():
    """Within 100 each bakery sees all three others, one of which bakes: 1/3, as in the whole, so M is 1.

    That stays so wherever the plants are put: both bounds are 1.
    """
    points = to_points(read_drawn(STREET))
    curve = measures.marcon_puech(points, "bread", distances=(100,))
    found = measures.marcon_puech_bands(points, curve, generator=np.random.default_rng(1), draws=100)
    for values in (curve.values, found.lower.values, found.upper.values):
        assert values == pytest.approx([1])
