"""Specialisation against printed and stored values of other software."""

import csv

import numpy as np
import polars as pl
import pytest

from golden import econgeo
from polos import measures
from polos.provenance import Origin
from polos.tables.matrix import Matrix

pytestmark = pytest.mark.shared
TABLES = ("A", "B")
ROUNDING = 1e-14  # the last bits of a double on sums of some 20 numbers


def differences(measured, stored) -> np.ndarray:
    """Return |ours - theirs|; what is undefined here is 0 or not a number there."""
    return np.array(
        [abs(np.nan_to_num(measured(row, col)) - np.nan_to_num(value)) for row, col, value in stored]
    )


@pytest.mark.parametrize("table", TABLES)
def test_location_quotient_is_econgeo_s(shared, table):
    quotients = measures.location_quotient(econgeo.matrix(shared, table))
    stored = econgeo.expected(shared, "location_quotient", "", table)
    assert differences(quotients.at, stored).max() < ROUNDING


@pytest.mark.parametrize("table", TABLES)
def test_rca_differs_from_econgeo_s_by_its_rounding_to_two_places_only(shared, table):
    advantage = measures.revealed_comparative_advantage(econgeo.matrix(shared, table))
    found = differences(advantage.at, econgeo.expected(shared, "rca", "", table))
    assert 0.004 < found.max() <= 0.005 + ROUNDING


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("function", ["location_quotient", "rca"])
def test_presence_is_econgeo_s(shared, table, function):
    present = measures.specialised(econgeo.matrix(shared, table))
    assert not differences(present.at, econgeo.expected(shared, function, "binary", table)).any()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("function", "measure", "tolerance"),
    [
        ("krugman_index", measures.krugman_index, ROUNDING),
        ("spec_coeff", measures.specialisation_coefficient, ROUNDING),
        ("hachman", measures.hachman_index, ROUNDING),
        ("herfindahl", measures.herfindahl_index, ROUNDING),
        ("entropy", measures.entropy, 0.0005 + 1e-8),  # printed to three places
    ],
)
def test_indices_of_a_territory_are_econgeo_s(shared, table, function, measure, tolerance):
    result = measure(econgeo.matrix(shared, table))
    stored = econgeo.expected(shared, function, "", table)
    assert differences(lambda row, col: result.at(row), stored).max() < tolerance


@pytest.fixture
def freiburg(shared) -> tuple[Matrix, Matrix]:
    """Freiburg and Germany by nine groups of industries, 2014 (REAT's example)."""
    with (shared / "data/eu_employment/reat/freiburg.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    activities = tuple(row["industry"] for row in rows)

    def matrix(column: str) -> Matrix:
        return Matrix(
            [[float(row[column]) for row in rows]], (column,), activities, "jobs", "2014", Origin("REAT")
        )

    return matrix("e_Freiburg2014"), matrix("e_Germany2014")


def test_freiburg_is_as_reat_prints_it(freiburg):
    """REAT 3.0.3 prints 15 digits: locq, krugman.spec and herf."""
    city, country = freiburg
    quotients = measures.location_quotient(city, reference=country).values[0]
    printed = [
        0.442965933410752,
        0.486049300951881,
        0.998457225236820,
        1.355516697734742,
        0.884915148715311,
        1.192850359418741,
        0.971898782401848,
        1.575155894559531,
        1.553925941410214,
    ]
    assert quotients == pytest.approx(printed, abs=1e-15)
    krugman = measures.krugman_index(city, reference=country)
    assert krugman.values[0] == pytest.approx(0.340547175298936, abs=1e-15)


def published(shared, column: str) -> Matrix:
    """Return a column of US Cluster Mapping's states of 2016, 50 states x 51 traded clusters."""
    rows = pl.read_parquet(shared / "data/us_clusters/clustermapping_us_states_2016.parquet")
    rows = rows.filter(pl.col("traded_b"))
    return Matrix.from_frame(rows, territory="region_name_t", activity="cluster_name_t", value=column)


def test_us_cluster_mapping_s_quotients_compare_shares_of_traded_employment(shared):
    """California's row gives the national shares; with them every other state's quotient is as published.

    The site prints quotients to six places or more, so small ones carry about five digits.
    """
    employment, quotients = published(shared, "emp_tl"), published(shared, "lq_tf")
    shares = published(shared, "region_emp_per_tf")
    california = employment.territories.index("California")
    nation = Matrix(
        shares.values[[california]] / quotients.values[[california]],
        ("nation",),
        employment.activities,
        "share",
        "2016",
        Origin("implied"),
    )
    assert nation.values.sum() == pytest.approx(1.0, abs=1e-5)
    groups = dict.fromkeys(employment.activities, "traded")
    found = measures.location_quotient_within(employment, groups=groups, reference=nation)
    assert found.values == pytest.approx(quotients.values, rel=1e-4, abs=2e-6)
