"""Definitions of clusters on real tables: published similarity in the US, regions of two continents."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from polos import measures
from polos.measures.results import Pairs, Reason, undefined_where
from polos.provenance import Origin
from polos.store import Store
from polos.tables.activity import common_activities, employment_matrix
from polos.tables.matrix import Matrix

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def published(shared):
    return pl.read_csv(shared / "data/us_clusters/cluster_relatedness_51x51.csv")


def as_pairs(published: pl.DataFrame, column: str) -> Pairs:
    names = tuple(sorted(set(published["cluster_name"])))
    place = {name: i for i, name in enumerate(names)}
    values = np.full((len(names),) * 2, np.nan)
    for one, other, value in published.select("cluster_name", "cluster_name_2", column).iter_rows():
        values[place[one], place[other]] = np.nan if value is None else value
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    return Pairs(values, names, undefined, Origin("US Cluster Mapping"))


@pytest.mark.parametrize(
    ("counted", "column", "least"), [("emp_tl", "cr_lcemp", 0.75), ("est_tl", "cr_lcest", 0.8)]
)
def test_correlation_over_states_goes_with_the_published_one_over_economic_areas(
    shared, published, counted, column, least
):
    """Fifty states are not 179 economic areas, so the numbers differ; what is alike stays alike."""
    states = pl.read_parquet(shared / "data/us_clusters/clustermapping_us_states_2016.parquet")
    traded = states.filter(pl.col("traded_b"))
    table = Matrix.from_frame(traded, territory="region_name_t", activity="cluster_name_t", value=counted)
    ours, theirs = measures.location_correlation(table), as_pairs(published, column)
    assert ours.activities == theirs.activities
    above = np.triu_indices(51, 1)
    assert np.corrcoef(ours.values[above], theirs.values[above])[0, 1] > least


@pytest.mark.slow
def test_the_best_grouping_of_us_clusters_beats_chance_by_every_kind_of_similarity(published):
    """The same sizes with activities dealt at random never come near, whichever similarity looks at them."""
    kinds = [as_pairs(published, name) for name in ("cr_lcemp", "cr_lcest", "cr_io", "cr_occ")]
    found = measures.best_cluster_definition(
        [measures.composite_relatedness(*kinds)],
        counts=range(6, 16),
        generator=np.random.default_rng(2024),
        scored_by=kinds,
        groupings=(measures.Grouping.WARD, measures.Grouping.MEANS),
    )
    generator = np.random.default_rng(7)
    dealt = [
        measures.cluster_scores(replace(found.best, values=generator.permutation(found.best.values)), kinds)
        for _ in range(50)
    ]
    for k, one in enumerate(found.scores.by_similarity):
        assert one.score > max(other.by_similarity[k].score for other in dealt)
    assert found.scores.score == max(score for _, score in found.tried)
    groups = found.best.groups
    for together in (
        ("Apparel", "Footwear", "Leather and Related Products", "Textile Manufacturing"),
        ("Automotive", "Metalworking Technology", "Upstream Metal Manufacturing"),
        ("Coal Mining", "Metal Mining", "Nonmetal Mining"),
        ("Business Services", "Financial Services", "Insurance Services"),
    ):
        assert len({groups[name] for name in together}) == 1, together


@pytest.fixture(scope="module")
def regions(shared, tmp_path_factory):
    """Employment in 59 divisions that the tables of European regions and Mexican metropolitan zones share."""
    store = Store(tmp_path_factory.mktemp("data"))
    store.add("eurostat-sbs", shared / "data/eu_employment/eurostat_sbs_nuts2_nace2_2014.parquet")
    store.add("mx-scian", shared / "data/mexico/metro_scian6_employment.parquet")
    tables = {dataset.name: employment_matrix(dataset) for dataset in store.datasets()}
    common = common_activities(*tables.values())
    return {name: table.select(activities=common) for name, table in tables.items()}


def defined_over(table: Matrix):
    kinds = [measures.location_correlation(table), measures.proximity(measures.specialised(table))]
    found = measures.best_cluster_definition(
        [*kinds, measures.composite_relatedness(*kinds)],
        counts=range(6, 13),
        generator=np.random.default_rng(2024),
        scored_by=kinds,
        starts=1,
    )
    return found, kinds


@pytest.mark.slow
def test_definitions_of_europe_and_mexico_are_each_their_own(regions):
    """Food and beverages go together in Europe, not in Mexico; textiles and clothing in both."""
    (europe, kinds), (mexico, _) = (defined_over(regions[name]) for name in ("eurostat-sbs", "mx-scian"))
    assert not europe.best.undefined.any()
    for found in (europe, mexico):
        groups = found.best.groups
        assert groups["13"] == groups["14"]  # textiles, clothing
        assert groups["28"] == groups["29"]  # machinery, motor vehicles
        assert groups["46"] == groups["47"]  # wholesale, retail trade
        assert groups["14"] != groups["62"]  # clothing, programming
        assert found.scores.score > 0.8
    assert europe.best.groups["10"] == europe.best.groups["11"]
    assert mexico.best.groups["10"] != mexico.best.groups["11"]
    again, _ = defined_over(regions["eurostat-sbs"])
    assert again.best.groups == europe.best.groups
    moved = measures.reassigned_outliers(europe.best, kinds)
    assert len(moved.moves) <= 5
    assert moved.definition.count == europe.best.count
