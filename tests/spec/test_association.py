"""What co-occurrence is compared with."""

import numpy as np
import polars as pl
import pytest

from polos import measures
from spec.by_hand import by_hand
from spec.tables import read_drawn, to_matrix

PRESENCE = """
                | food | steel | coal
          North |    1 |     1 |    0
          South |    1 |     1 |    1
          West  |    0 |     0 |    1
          East  |    0 |     1 |    0
"""


def test_co_occurrence_counts_the_territories_that_have_both(spec):
    """Two territories have food and steel; the diagonal counts those that have the activity."""
    spec(
        measures.co_occurrence,
        given=PRESENCE,
        expected="""
                | food | steel | coal
          food  |    2 |     2 |    1
          steel |    2 |     3 |    1
          coal  |    1 |     1 |    2
        """,
    )


def test_association_strength_is_one_where_chance_would_do_as_well(spec):
    """Food and coal are in half of the territories each; together in a quarter, as by chance."""
    spec(
        measures.association_strength,
        given=PRESENCE,
        expected="""
                | food | steel | coal
          food  |    2 |   4/3 |    1
          steel |  4/3 |   4/3 |  2/3
          coal  |    1 |   2/3 |    2
        """,
    )


def test_association_strength_by_co_occurrences_takes_links_for_size(spec):
    """Food has 3 links, steel 3, coal 2, in all 8: 2 x 8 / (3 x 3) for food and steel."""
    spec(
        measures.association_strength,
        given=PRESENCE,
        sizes=measures.Sizes.CO_OCCURRENCES,
        expected="""
                | food | steel | coal
          food  |    0 |  16/9 |  4/3
          steel | 16/9 |     0 |  4/3
          coal  |  4/3 |   4/3 |    0
        """,
    )


def test_association_probability_does_not_draw_an_activity_twice(spec):
    """Expected for food and steel: (3/8 x 3/5 + 3/8 x 3/5) x 4 = 9/5; observed 2."""
    spec(
        measures.association_probability,
        given=PRESENCE,
        expected="""
                |  food | steel |  coal
          food  |     0 |  10/9 | 10/11
          steel |  10/9 |     0 | 10/11
          coal  | 10/11 | 10/11 |     0
        """,
    )


def test_cosine_is_one_for_activities_that_always_occur_together(spec):
    """Food occurs with steel only, but steel also without food: 2 / sqrt(2 x 3)."""
    spec(
        measures.cosine,
        given=PRESENCE,
        expected="""
                |  food | steel |  coal
          food  |     1 | 0.816 |   0.5
          steel | 0.816 |     1 | 0.408
          coal  |   0.5 | 0.408 |     1
        """,
    )


def test_jaccard_is_the_share_of_those_with_either_that_have_both(spec):
    """Three territories have food or coal, one has both."""
    spec(
        measures.jaccard,
        given=PRESENCE,
        expected="""
                | food | steel | coal
          food  |    1 |   2/3 |  1/3
          steel |  2/3 |     1 |  1/4
          coal  |  1/3 |   1/4 |    1
        """,
    )


def test_relatedness_statistic_is_zero_where_chance_would_do_as_well(spec):
    """Food and coal: one expected, one observed. Food and steel: 1.5 expected, variance 1/4, 2 observed."""
    spec(
        measures.relatedness_statistic,
        given=PRESENCE,
        expected="""
                |   food |  steel |   coal
          food  |  1.732 |      1 |      0
          steel |      1 |  1.732 |     -1
          coal  |      0 |     -1 |  1.732
        """,
    )


def test_location_information_of_a_table_shaped_by_chance_is_near_nothing(spec):
    """With many jobs the prior hardly counts: the logarithm of a quotient of 1."""
    spec(
        measures.location_information,
        part="value",
        given="""
                |    food |   steel
          North | 3000000 | 1000000
          South | 6000000 | 2000000
        """,
        expected="""
                |  food | steel
          North | 0.000 | 0.000
          South | 0.000 | 0.000
        """,
    )


def test_location_information_is_unsure_where_there_is_little(spec):
    """With 10 and 1 of 22 after the prior: sqrt((22/10 - 4 + 80/22 - 1) / 23), and far more for the 1."""
    spec(
        measures.location_information,
        part="standard_error",
        prior=1.0,
        given="""
                | food | steel
          North |    9 |     0
          South |    0 |     9
        """,
        expected="""
                |  food | steel
          North | 0.191 | 0.869
          South | 0.869 | 0.191
        """,
    )


@by_hand("colocation_information")
def test_colocation_information_is_positive_for_what_shares_territories():
    """Food and steel are in North, coal in South: the first two meet, and neither meets coal.

    Two jobs of one territory are in food and steel by 2/3 x 1/2 x 1/2 = 1/6, against 1/3 x 1/3 by chance:
    log 1.5. With as many jobs the draws scatter little around it.
    """
    jobs = to_matrix(
        read_drawn("""
                | food | steel | coal
          North | 1000 |  1000 |    0
          South |    0 |     0 | 1000
        """)
    )
    found = measures.colocation_information(jobs, generator=np.random.default_rng(1), prior=0.01)
    assert found.value.at("food", "steel") > 0 > found.value.at("food", "coal")
    assert found.value.at("food", "steel") == pytest.approx(np.log(1.5), abs=0.01)


@by_hand("co_occurrence_of_records")
def test_records_are_counted_for_every_pair_they_name():
    """Two patents name optics and glass, one of them lasers too; a pair named twice in one counts once."""
    named = {"1": ["optics", "glass", "glass", "lasers"], "2": ["optics", "glass"], "3": ["optics"]}
    rows = [(patent, what) for patent, whats in named.items() for what in whats]
    table = pl.DataFrame(rows, schema=["patent", "class"], orient="row")
    found = measures.co_occurrence_of_records(table, record="patent", activity="class")
    assert found.at("optics", "glass") == found.at("glass", "optics") == 2
    assert found.at("optics", "lasers") == found.at("glass", "lasers") == 1
