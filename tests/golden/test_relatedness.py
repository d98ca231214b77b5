"""Relatedness and density against stored values of other software."""

import gzip

import numpy as np
import polars as pl
import pytest

from golden import econgeo
from polos import measures
from polos.measures.results import Pairs
from polos.provenance import Origin
from polos.tables.matrix import Matrix

pytestmark = pytest.mark.shared
TABLES = ("A", "B")
NORMALISED = {
    "association": measures.association_strength,
    "prob": measures.association_probability,
    "cosine": measures.cosine,
    "jaccard": measures.jaccard,
}


def largest_difference(measured, stored) -> float:
    """Return the largest |ours - theirs|; what is undefined here is 0 by EconGeo's convention."""
    return max(abs(np.nan_to_num(measured(row, col)) - np.nan_to_num(value)) for row, col, value in stored)


@pytest.mark.parametrize("table", TABLES)
def test_co_occurrence_is_econgeo_s(shared, table):
    counts = measures.co_occurrence(measures.specialised(econgeo.matrix(shared, table)))
    stored = econgeo.expected(shared, "co_occurrence", "of binary rca, industries", table)
    apart = [(row, col, value) for row, col, value in stored if row != col]  # EconGeo's diagonal is 0
    assert largest_difference(counts.at, apart) == 0


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", NORMALISED)
def test_normalised_co_occurrence_is_econgeo_s(shared, table, name):
    counts = measures.co_occurrence(measures.specialised(econgeo.matrix(shared, table)))
    found = NORMALISED[name](counts, sizes=measures.Sizes.CO_OCCURRENCES)
    stored = econgeo.expected(shared, "relatedness", name, table)
    assert largest_difference(found.at, stored) < 1e-14


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", NORMALISED)
def test_relatedness_density_is_econgeo_s_in_percent_to_two_places(shared, table, name):
    present = measures.specialised(econgeo.matrix(shared, table))
    related = NORMALISED[name](measures.co_occurrence(present), sizes=measures.Sizes.CO_OCCURRENCES)
    density = measures.relatedness_density(present, related)
    stored = econgeo.expected(shared, "relatedness_density", name, table)
    assert largest_difference(lambda row, col: 100 * density.at(row, col), stored) < 0.005 + 1e-9


def test_the_statistic_is_econgeo_s_z_score(shared):
    found = measures.relatedness_statistic(measures.co_occurrence(econgeo.incidence(shared, "P")))
    stored = econgeo.expected(shared, "z_score", "", "P")
    apart = [
        (row, col, value) for row, col, value in stored if row != col
    ]  # EconGeo's counts have no diagonal
    assert len(apart) == 132
    assert largest_difference(found.at, apart) < 1e-14


@pytest.fixture(scope="module")
def trade(shared) -> Matrix:
    """Exports of 226 countries in 785 products, 1998 to 2000; no row is no export. Read codes as text."""
    rows = pl.read_parquet(shared / "data/trade/economiccomplexity_r/world_trade_avg_1998_2000.parquet")
    return Matrix.from_frame(
        rows, territory="country", activity="product", value="value", absent_is_zero=True
    )


def stored_proximity(shared, of: str) -> tuple[tuple[str, ...], np.ndarray]:
    path = shared / f"data/trade/economiccomplexity_r/trade_sitc4_expected_proximity_{of}.csv.gz"
    with gzip.open(path, "rt") as file:
        lines = [line.rstrip("\n").replace('"', "").split(",") for line in file]
    return tuple(lines[0][1:]), np.array([[float(cell) for cell in line[1:]] for line in lines[1:]])


@pytest.mark.slow
def test_proximity_of_products_is_that_of_the_r_package(shared, trade):
    """Stored with nine digits."""
    found = measures.proximity(measures.specialised(trade))
    labels, stored = stored_proximity(shared, "product")
    assert found.activities == labels
    assert np.abs(found.values - stored).max() < 5.1e-10


def test_proximity_of_countries_is_that_of_the_r_package(shared, trade):
    """The same function on the table turned round: stored with twelve places."""
    present = measures.specialised(trade)
    turned = Matrix(present.values.T, present.activities, present.territories, "", "", Origin("turned round"))
    found = measures.proximity(measures.presence(_grid(turned), threshold=1))
    labels, stored = stored_proximity(shared, "country")
    assert found.activities == labels
    assert np.abs(found.values - stored).max() < 5.1e-13


def test_density_of_the_trade_table_without_and_with_the_activity_itself(shared, trade):
    """Published beside one another: 0.17520 leaves the product itself out, 0.17379 counts it."""
    present = measures.specialised(trade)
    related = measures.proximity(present)
    density = measures.relatedness_density(present, related)
    assert density.at("afg", "0012") == pytest.approx(0.17520, abs=5e-6)
    with_itself = (present.values @ related.values) / related.values.sum(axis=0)
    row, column = trade.territories.index("afg"), trade.activities.index("0012")
    assert with_itself[row, column] == pytest.approx(0.17379, abs=5e-6)


def _grid(matrix: Matrix):
    from_matrix = measures.specialised(matrix)  # labels and reasons; the values are replaced
    return type(from_matrix)(
        np.array(matrix.values),
        matrix.territories,
        matrix.activities,
        np.zeros(matrix.shape, dtype=np.uint8),
        matrix.origin,
    )


def test_composite_relatedness_of_the_us_clusters(shared):
    """Published for 51 clusters: the mean of four kinds, each standardised over pairs of industries.

    Those pairs are not published. Standardised over pairs of clusters instead, the four kinds give nearly
    the same composite; the published one is an exact weighted sum of the four, which is checked as well.
    """
    rows = pl.read_csv(shared / "data/us_clusters/cluster_relatedness_51x51.csv", infer_schema_length=None)

    def kind(column: str) -> Pairs:
        values = np.full((51, 51), np.nan)
        values[rows["clustera"].to_numpy() - 1, rows["clusterb"].to_numpy() - 1] = rows[column].to_numpy()
        labels = tuple(f"{i:02}" for i in range(1, 52))
        return Pairs(values, labels, np.zeros(values.shape, dtype=np.uint8), Origin("US"))

    kinds = [kind(column) for column in ("cr_lcemp", "cr_lcest", "cr_io", "cr_occ")]
    found = measures.composite_relatedness(*kinds)
    apart = ~np.eye(51, dtype=bool)
    assert (found.undefined[apart] == 0).all()
    published = kind("cr_all").values[apart]
    assert np.corrcoef(found.values[apart], published)[0, 1] ** 2 > 0.99
    parts = np.column_stack([np.ones(2550), *(one.values[apart] for one in kinds)])
    _, left_over, *_ = np.linalg.lstsq(parts, published, rcond=None)
    assert left_over[0] < 1e-8
