"""Concentration, agglomeration, entry, exit and growth against printed and stored values."""

import csv
import gzip

import numpy as np
import polars as pl
import pytest

from golden import econgeo
from polos import measures
from polos.provenance import Origin
from polos.tables.matrix import Matrix
from polos.tables.plants import Plants

pytestmark = pytest.mark.shared

FIRST, SECOND, THIRD = "Vienna", "Linz", "Graz"


def _population(table: Matrix) -> dict[str, float]:
    return {name: 100 + 37 * k for k, name in enumerate(table.territories)}


@pytest.mark.parametrize("source", ["A", "B"])
def test_gini_hoover_and_locational_gini_are_those_of_econgeo(shared, source):
    """To the decimals it prints; its locational Gini is half of the area ratio, its Hoover index per cent."""
    table = econgeo.matrix(shared, source)
    population = _population(table)
    cases = [
        ("gini", "", measures.gini(table), 1, 5.1e-4),
        ("locational_gini", "", measures.locational_gini(table), 0.5, 1e-12),
        ("hoover_gini", "pop=100+37k", measures.locational_gini(table, reference=population), 1, 5.1e-4),
        ("hoover_index", "pop=100+37k", measures.hoover(table, reference=population), 100, 5.1e-3),
    ]
    for function, arguments, ours, scale, error in cases:
        for activity, value in econgeo.expected_by_label(shared, function, arguments, source).items():
            assert ours.at(activity) * scale == pytest.approx(value, abs=error), (function, activity)


def test_entry_and_exit_are_those_of_econgeo(shared):
    before, after = (measures.specialised(econgeo.matrix(shared, name)) for name in ("B", "B2"))
    for function, ours in (
        ("entry_mat", measures.entries(before, after)),
        ("exit_mat", measures.exits(before, after)),
    ):
        cells = econgeo.expected(shared, function, "of binary rca", "B->B2")
        assert [ours.at(row, col) for row, col, _ in cells] == pytest.approx(
            [value for *_, value in cells], nan_ok=True
        )


def test_growth_is_that_of_econgeo_where_there_was_something_before(shared):
    """EconGeo prints per cent with two decimals; 0/0 it calls 0, we call it undefined."""
    before, after = (econgeo.matrix(shared, name) for name in ("B", "B2"))
    ours = measures.growth(before, after)
    compared = 0
    for row, col, value in econgeo.expected(shared, "growth_mat", "", "B->B2"):
        if before.at(row, col) > 0:
            compared += 1
            assert 100 * ours.at(row, col) == pytest.approx(value, abs=5.1e-3)
        else:
            assert np.isnan(ours.at(row, col))
    assert compared > 500
    for function, result in (
        ("growth_reg", measures.territory_growth(before, after)),
        ("growth_ind", measures.activity_growth(before, after)),
    ):
        for label, value in econgeo.expected_by_label(shared, function, "", "B->B2").items():
            assert 100 * result.at(label) == pytest.approx(value, abs=5.1e-3)


@pytest.fixture
def freiburg(shared):
    """Employment of nine industries in Freiburg, and in Germany as their size, 2014."""
    with gzip.open(shared / "data/complexity/reat_freiburg.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))
    names = tuple(row["industry"] for row in rows)
    amounts = [[float(row["e_Freiburg2014"])] for row in rows]
    table = Matrix(amounts, names, ("Freiburg",), "jobs", "2014", Origin("REAT"))
    return table, {row["industry"]: float(row["e_Germany2014"]) for row in rows}


def test_gini_hoover_and_theil_of_freiburg_are_those_of_reat(freiburg):
    """REAT's "theil" is the mean log deviation: ours with the even spread and the amounts swapped."""
    table, germany = freiburg
    assert measures.gini(table).at("Freiburg") == pytest.approx(0.514110156613368, abs=1e-14)
    assert measures.hoover(table, reference=germany).at("Freiburg") == pytest.approx(
        0.170273587649468, abs=1e-14
    )
    even = Matrix(np.ones((9, 1)), table.territories, ("Freiburg",), "", "", Origin("ones"))
    amounts = dict(zip(table.territories, table.values[:, 0], strict=True))
    one_group = dict.fromkeys(table.territories, "all")
    deviation = measures.theil(even, one_group, reference=amounts)
    assert deviation.total.at("Freiburg") == pytest.approx(0.534121097093817, abs=1e-14)


def test_gini_of_the_quotients_is_the_specialisation_gini_of_reat(freiburg):
    table, germany = freiburg
    shares = table.values[:, 0] / table.values.sum()
    sizes = np.array(list(germany.values()))
    quotients = Matrix(
        (shares / (sizes / sizes.sum()))[:, None], table.territories, ("q",), "", "", table.origin
    )
    assert measures.gini(quotients).at("q") == pytest.approx(0.208900943859099, abs=1e-14)


def test_ellison_glaeser_is_the_textbook_case():
    """Farhauer & Kröll (2014) print 0.05990628 for ten firms in three regions."""
    firms = pl.DataFrame(
        {
            "region": [FIRST] * 5 + [SECOND] * 4 + [THIRD],
            "industry": ["cars"] * 10,
            "jobs": [200, 650, 12000, 100, 50, 16000, 13000, 1500, 1500, 25000],
        }
    )
    plants = Plants.from_frame(firms, territory="region", activity="industry", size="jobs")
    herfindahl = measures.plant_herfindahl(plants)
    sizes = {FIRST: 500_000, SECOND: 400_000, THIRD: 100_000}
    gamma = measures.ellison_glaeser(plants.employment(), herfindahl, reference=sizes)
    raw = measures.raw_concentration(plants.employment(), reference=sizes)
    assert gamma.at("cars") == pytest.approx(0.0599062841165389, abs=1e-15)
    assert raw.at("cars") == pytest.approx(0.168163265306122, abs=1e-14)
    assert herfindahl.at("cars") == pytest.approx(0.244688775510204, abs=1e-14)


@pytest.fixture
def textile_plants(shared):
    frame = pl.read_csv(shared / "data/complexity/reat_fk2014_egc.csv.gz")
    return Plants.from_frame(frame, territory="region", activity="industry", size="emp_firm")


def test_ellison_glaeser_of_several_industries_is_that_of_reat(textile_plants):
    """Without regional totals REAT measures against the plants themselves, as we do by default."""
    gamma = measures.ellison_glaeser(textile_plants.employment(), measures.plant_herfindahl(textile_plants))
    printed = {
        "Clothing trade": -0.0937938445647128,
        "Forestry": 0.1683800334283319,
        "Textiles dyeing": -0.0801253944491777,
        "Textiles trade": -0.1304013405493789,
    }
    assert {name: gamma.at(name) for name in printed} == pytest.approx(printed, abs=1e-13)


def test_coagglomeration_has_weights_that_sum_to_one(textile_plants):
    """Fault of REAT 3.0.3, ellison.c with regional employment: 12.07, the formula of 1997 gives 0.0890."""
    table = textile_plants.employment()
    sizes = {"1": 360_000, "2": 108_000, "3": 132_000}
    value = measures.group_coagglomeration(table, table.activities, reference=sizes)
    assert value == pytest.approx(0.0890, abs=5e-5)
    herfindahl = measures.plant_herfindahl(textile_plants).values
    gamma = measures.ellison_glaeser(table, measures.plant_herfindahl(textile_plants), reference=sizes).values
    x = np.array(list(sizes.values())) / sum(sizes.values())
    w = table.values.sum(axis=0) / table.values.sum()
    raw = ((table.values.sum(axis=1) / table.values.sum() - x) ** 2).sum()
    printed = (
        raw / (1 - (x**2).sum()) - (w**2 * herfindahl).sum() - (gamma * w**2 * (1 - herfindahl)).sum()
    ) / (1 - (w**2).sum())
    assert value == pytest.approx(printed, abs=1e-14)
