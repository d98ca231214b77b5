"""Sparse pairs are refused by whatever reads pairs both ways; written out, they give what all pairs give."""

import numpy as np
import polars as pl
import pytest

from polos import measures
from polos.errors import WrongRows
from polos.measures.results import TerritoryPairs
from polos.provenance import Origin
from unit.measures.drawing import grid

PRESENCE = grid([[1, 1, 0, 1], [1, 0, 1, 0], [0, 1, 1, 1], [1, 1, 1, 0], [0, 0, 1, 1]])
NAMES = [
    {"record": territory, "activity": activity}
    for territory in PRESENCE.territories
    for activity in PRESENCE.activities
    if PRESENCE.at(territory, activity)
]
COUNTS = measures.co_occurrence_of_records(pl.DataFrame(NAMES), record="record", activity="activity")
SPARSE = measures.association_strength(COUNTS)
DENSITY = measures.relatedness_density(PRESENCE, measures.proximity(PRESENCE))
PCI = measures.product_complexity_index(PRESENCE)
LINKS = TerritoryPairs(
    np.ones((5, 5)), PRESENCE.territories, np.zeros((5, 5), dtype=np.uint8), Origin("drawn")
)

TAKERS = {
    "complexity_outlook_gain": lambda pairs: measures.complexity_outlook_gain(PRESENCE, pairs, PCI),
    "opportunity_gain": lambda pairs: measures.opportunity_gain(PRESENCE, DENSITY, pairs, PCI),
    "relatedness_density": lambda pairs: measures.relatedness_density(PRESENCE, pairs),
    "relatedness_density_of_absent": lambda pairs: measures.relatedness_density_of_absent(PRESENCE, pairs),
    "relatedness_distance": lambda pairs: measures.relatedness_distance(PRESENCE, pairs),
    "relative_relatedness": lambda pairs: measures.relative_relatedness(PRESENCE, pairs),
    "nearest_density": lambda pairs: measures.nearest_density(PRESENCE, pairs, nearest=2),
    "diversification_opportunities": lambda pairs: measures.diversification_opportunities(
        PRESENCE, pairs, PCI
    ),
    "added_relatedness_density": lambda pairs: measures.added_relatedness_density(
        PRESENCE, pairs, territory="r0"
    ),
    "complementarity": lambda pairs: measures.complementarity(PRESENCE, pairs),
    "best_partners": lambda pairs: measures.best_partners(PRESENCE, pairs),
    "realised_complementarity": lambda pairs: measures.realised_complementarity(PRESENCE, pairs, LINKS),
    "composite_relatedness": lambda pairs: measures.composite_relatedness(pairs, pairs),
    "input_output_link": measures.input_output_link,
    "activity_groups": lambda pairs: measures.activity_groups(pairs, count=2),
    "cluster_scores": lambda pairs: measures.cluster_scores(
        measures.activity_groups(SPARSE.to_pairs(), count=2), pairs
    ),
    "cluster_scores of several": lambda pairs: measures.cluster_scores(
        measures.activity_groups(SPARSE.to_pairs(), count=2), [SPARSE.to_pairs(), pairs]
    ),
}


@pytest.mark.parametrize("name", TAKERS)
def test_sparse_pairs_are_refused_with_the_way_to_write_them_out(name):
    with pytest.raises(WrongRows, match=r"to_pairs\(\); that takes 4 x 4 numbers"):
        TAKERS[name](SPARSE)


@pytest.mark.parametrize("name", TAKERS)
def test_written_out_they_are_taken(name):
    assert TAKERS[name](SPARSE.to_pairs()) is not None


def test_the_gain_of_pairs_written_out_is_that_of_the_counts_of_all_pairs():
    of_all = measures.association_strength(measures.co_occurrence(PRESENCE))
    empty = of_all.values.copy()
    np.fill_diagonal(empty, 0.0)
    of_all = type(of_all)(empty, of_all.activities, of_all.undefined, of_all.origin)
    gain, expected = (
        measures.complexity_outlook_gain(PRESENCE, pairs, PCI) for pairs in (SPARSE.to_pairs(), of_all)
    )
    assert gain.values == pytest.approx(expected.values, nan_ok=True)


def test_the_statistic_of_sparse_counts_is_refused():
    """A pair that never occurs lies below the expectation: left out, it would pass for one at 0."""
    with pytest.raises(WrongRows, match="sparse counts"):
        measures.relatedness_statistic(COUNTS)


@pytest.mark.parametrize("name", ["complexity_outlook_gain", "opportunity_gain", "relatedness_density"])
def test_a_relatedness_below_nothing_is_refused_as_a_weight(name):
    below = measures.relatedness_statistic(measures.co_occurrence(PRESENCE))
    assert np.nanmin(below.values) < 0
    with pytest.raises(WrongRows, match="weights from 0 on"):
        TAKERS[name](below)
