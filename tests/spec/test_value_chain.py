"""What multipliers, linkages, links between two territories and seasons mean."""

import pytest

from polos import measures
from polos.errors import Undefined
from spec.tables import read_drawn, to_input_output

MILLS = """
         | mills | bakers | shops | output
  mills  |     0 |     40 |     0 |     50
  bakers |     0 |      0 |    60 |     80
  shops  |     5 |      0 |    20 |    100
"""


def test_a_coefficient_is_what_is_bought_for_one_unit_made(spec):
    """Bakers buy flour for 40 to make bread for 80."""
    spec(
        measures.input_coefficients,
        given="""
                 | mills | bakers | shops | output
          mills  |     0 |     40 |     0 |     50
          bakers |     0 |      0 |    60 |     80
          shops  |     5 |      0 |    20 |    100
        """,
        expected="""
                 | mills | bakers | shops
          mills  |     0 |    0.5 |     0
          bakers |     0 |      0 |   0.6
          shops  |   0.1 |      0 |   0.2
        """,
    )


def test_the_inverse_counts_every_step_of_a_chain(spec):
    """For one loaf bakers need half its worth in flour; mills need nothing of bread."""
    spec(
        measures.leontief_inverse,
        given="""
                 | mills | bakers | idle | output
          mills  |     0 |     40 |    0 |     50
          bakers |     0 |      0 |    0 |     80
          idle   |     0 |      0 |    0 |      0
        """,
        expected="""
                 | mills | bakers |           idle
          mills  |     1 |    0.5 | empty_activity
          bakers |     0 |      1 | empty_activity
          idle   |     0 |      0 | empty_activity
        """,
    )


def test_what_an_activity_pulls_with_it(spec):
    """A loaf for 1 brings flour for 0.5; flour brings nothing but itself."""
    spec(
        measures.backward_linkage,
        given="""
                 | mills | bakers | idle | output
          mills  |     0 |     40 |    0 |     50
          bakers |     0 |      0 |    0 |     80
          idle   |     0 |      0 |    0 |      0
        """,
        expected="""
                 |          value
          mills  |              1
          bakers |            1.5
          idle   | empty_activity
        """,
    )


def test_what_an_activity_makes_possible(spec):
    """Of flour for 1, 0.8 goes to bakers; bread goes to nobody who makes something of it."""
    spec(
        measures.forward_linkage,
        given="""
                 | mills | bakers | idle | output
          mills  |     0 |     40 |    0 |     50
          bakers |     0 |      0 |    0 |     80
          idle   |     0 |      0 |    0 |      0
        """,
        expected="""
                 |          value
          mills  |            1.8
          bakers |              1
          idle   | empty_activity
        """,
    )


def test_jobs_along_the_chain(spec):
    """Mills have 1 job for 1 of output, bakers 0.25; half the worth of bread comes from mills."""
    spec(
        measures.input_multiplier,
        given="""
                 | mills | bakers | output
          mills  |     0 |     40 |     50
          bakers |     0 |      0 |     80
        """,
        inputs="""
                 | value
          mills  |    50
          bakers |    20
        """,
        expected="""
                 | value
          mills  |     1
          bakers |  0.75
        """,
    )


def test_who_could_supply_whom(spec):
    """Town bakes: three quarters of what bakers buy from others is flour, which Plain mills. Plain's mills
    buy only from shops, and who has shops is unknown for Town."""
    spec(
        measures.supplier_strength,
        given="""
                | mills | bakers | shops
          Plain |     1 |      0 |     0
          Town  |     0 |      1 |     ?
          Port  |     0 |      0 |     1
        """,
        table="""
                 | mills | bakers | shops | output
          mills  |     0 |     30 |     0 |     50
          bakers |     0 |      7 |    60 |     80
          shops  |     5 |     10 |    20 |    100
        """,
        expected="""
                |           Plain |               Town |            Port
          Plain | not_a_candidate | nothing_to_compare |               1
          Town  |            0.75 |    not_a_candidate |            0.25
          Port  |               0 |                  1 | not_a_candidate
        """,
    )


def test_who_could_buy_from_whom(spec):
    """All flour goes to bakers, which Town has; shops sell to mills and bakers one to two."""
    spec(
        measures.buyer_strength,
        given="""
                | mills | bakers | shops
          Plain |     1 |      0 |     0
          Town  |     0 |      1 |     0
          Port  |     0 |      0 |     1
        """,
        table="""
                 | mills | bakers | shops | output
          mills  |     0 |     30 |     0 |     50
          bakers |     0 |      7 |    60 |     80
          shops  |     5 |     10 |    20 |    100
        """,
        expected="""
                |           Plain |            Town |            Port
          Plain | not_a_candidate |               1 |               0
          Town  |               0 | not_a_candidate |               1
          Port  |             1/3 |             2/3 | not_a_candidate
        """,
    )


def test_a_region_with_less_buys_less_at_home(spec):
    """North has a third of the mills it would have if it were like the whole: it buys a third at home."""
    spec(
        measures.simple_regional_coefficients,
        given="""
                 | mills | bakers | output
          mills  |     0 |     40 |     50
          bakers |    10 |      0 |     80
        """,
        employment="""
                | mills | bakers
          North |    10 |     50
          South |    50 |     10
        """,
        territory="North",
        expected="""
                 | mills | bakers
          mills  |     0 |    1/6
          bakers |   0.2 |      0
        """,
    )


def test_without_weight_for_size_only_seller_against_buyer_counts(spec):
    """With delta 0: mills 1/3 against bakers 5/3 is a fifth; bakers are more than mills need."""
    spec(
        measures.flegg_regional_coefficients,
        given="""
                 | mills | bakers | output
          mills  |     0 |     40 |     50
          bakers |    10 |      0 |     80
        """,
        employment="""
                | mills | bakers
          North |    10 |     50
          South |    50 |     10
        """,
        territory="North",
        delta=0,
        expected="""
                 | mills | bakers
          mills  |     0 |    0.1
          bakers |   0.2 |      0
        """,
    )


def test_a_small_region_buys_more_elsewhere(spec):
    """North has half of all jobs: log2(1.5) = 0.585, to the power 0.3 is 0.851; the fifth becomes 0.170."""
    spec(
        measures.flegg_regional_coefficients,
        given="""
                 | mills | bakers | output
          mills  |     0 |     40 |     50
          bakers |    10 |      0 |     80
        """,
        employment="""
                | mills | bakers
          North |    10 |     50
          South |    50 |     10
        """,
        territory="North",
        expected="""
                 | mills | bakers
          mills  |     0 | 0.0851
          bakers |   0.2 |      0
        """,
    )


SEASON = """
        | 01 | 02 | 03 | 04 | 05 | 06 | 07 | 08 | 09 | 10 | 11 | 12
  North |  0 |  0 |  0 |  0 |  0 |  1 |  1 |  1 |  1 |  0 |  0 |  0
  South |  1 |  1 |  1 |  0 |  0 |  0 |  0 |  0 |  1 |  0 |  0 |  1
  Glass |  1 |  1 |  1 |  1 |  1 |  1 |  1 |  1 |  1 |  1 |  1 |  1
  Fog   |  ? |  1 |  0 |  0 |  0 |  0 |  0 |  0 |  0 |  0 |  0 |  0
  Stone |  0 |  0 |  0 |  0 |  0 |  0 |  0 |  0 |  0 |  0 |  0 |  0
"""


def test_when_two_supply_at_once(spec):
    """North and South meet in September only, of the eight months with supply in either."""
    spec(
        measures.season_overlap,
        given=SEASON,
        expected="""
                |           North |           South |           Glass |             Fog |              Stone
          North | not_a_candidate |           0.125 |             1/3 |    unknown_cell |                  0
          South |           0.125 | not_a_candidate |            5/12 |    unknown_cell |                  0
          Glass |             1/3 |            5/12 | not_a_candidate |    unknown_cell |                  0
          Fog   |    unknown_cell |    unknown_cell |    unknown_cell | not_a_candidate |       unknown_cell
          Stone |               0 |               0 |               0 |    unknown_cell |    not_a_candidate
        """,
    )


def test_when_one_fills_the_other_s_empty_months(spec):
    """North is without supply for eight months, and South supplies in four of them."""
    spec(
        measures.season_complement,
        given=SEASON,
        expected="""
                |              North |              South |              Glass |             Fog |              Stone
          North |    not_a_candidate |                0.5 |                  1 |    unknown_cell |                  0
          South |                3/7 |    not_a_candidate |                  1 |    unknown_cell |                  0
          Glass | nothing_to_compare | nothing_to_compare |    not_a_candidate |    unknown_cell | nothing_to_compare
          Fog   |       unknown_cell |       unknown_cell |       unknown_cell | not_a_candidate |       unknown_cell
          Stone |                1/3 |               5/12 |                  1 |    unknown_cell |    not_a_candidate
        """,  # noqa: E501
    )


def test_a_chain_without_end_is_refused():
    """Bakers who need more bread than they bake make no economy."""
    drawn = "       | bakers | output\nbakers |     90 |     80"
    for measure in (measures.leontief_inverse, measures.backward_linkage, measures.forward_linkage):
        with pytest.raises(Undefined, match="use up"):
            measure(to_input_output(read_drawn(drawn)))
