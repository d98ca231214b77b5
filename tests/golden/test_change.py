"""Shift-share, Markov chains and ranks against printed formulas and what other software gives."""

import csv

import numpy as np
import pytest
from scipy.sparse import csr_array

from polos import measures
from polos.measures.results import ByTerritory
from polos.measures.spatial_weights import SpatialWeights
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from polos.tables.matrix import Matrix

ORIGIN = Origin("golden")
TEXTBOOK = ("i1", "i2", "i3", "i4")


def amounts(values, territories, activities) -> Matrix:
    return Matrix(np.array(values, dtype=float), territories, activities, "jobs", "", ORIGIN)


def test_the_textbook_s_three_regions():
    """Farhauer & Kröll (2013), as given with REAT: region A gains 25 = 27 + 1 - 3, the regions cancel out."""
    regions = ("A", "B", "C")
    before = amounts([[90, 20, 10, 60], [60, 30, 30, 40], [250, 100, 110, 300]], regions, TEXTBOOK)
    after = amounts([[100, 40, 10, 55], [85, 55, 40, 35], [255, 115, 85, 390]], regions, TEXTBOOK)
    totals = measures.shift_share(before, after).totals
    found = [
        [round(effect.at(region), 9) for effect in (totals.national, totals.mix, totals.competitive)]
        for region in regions
    ]
    assert found == [[27, 1, -3], [24, -1, 32], [114, 0, -29]]
    nation = tuple(
        amounts([values], ("X",), TEXTBOOK) for values in ([400, 150, 150, 400], [440, 210, 135, 480])
    )
    with_nation = measures.shift_share(before, after, reference_before=nation[0], reference_after=nation[1])
    np.testing.assert_allclose(with_nation.totals.competitive.values, totals.competitive.values, atol=1e-12)


def printed_by_reat(before, after, nation_before, nation_after) -> dict[str, float]:
    """The components of REAT 3.0.3 (Dunn, and Esteban), from the formulas in its shift()."""
    whole = nation_after.sum() / nation_before.sum()
    own, usual = after / before, nation_after / nation_before
    homothetic = before.sum() * nation_before / nation_before.sum()
    return {
        "national": before.sum() * whole - before.sum(),
        "mix": (before * usual).sum() - before.sum() * whole,
        "competitive": (before * (own - usual)).sum(),
        "homothetic": (homothetic * (own - usual)).sum(),
        "allocation": ((before - homothetic) * (own - usual)).sum(),
    }


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "place", "nation", "years", "first_row"),
    [
        ("goettingen", "Goettingen", "BRD", ("2008", "2017"), 1),
        ("freiburg", "e_Freiburg", "e_Germany", ("2008", "2014"), 0),
    ],
)
def test_shift_share_of_german_cities_is_that_of_reat(shared, file, place, nation, years, first_row):
    """Göttingen gained 9178 of its 10411 jobs with Germany and 2205 by its mix, and lost 972 against it."""
    path = shared / f"data/eu_employment/reat/{file}.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))[first_row:]
    columns = [[float(row[f"{name}{year}"]) for row in rows] for name in (place, nation) for year in years]
    activities = tuple(next(iter(row.values())) for row in rows)
    city = [amounts([column], (place,), activities) for column in columns[:2]]
    country = [amounts([column], (nation,), activities) for column in columns[2:]]
    compared = {"reference_before": country[0], "reference_after": country[1]}
    totals = measures.shift_share(*city, **compared).totals
    parts = measures.competitive_parts(*city, **compared)
    expected = printed_by_reat(*map(np.array, columns))
    assert totals.national.at(place) == pytest.approx(expected["national"], rel=1e-12)
    assert totals.mix.at(place) == pytest.approx(expected["mix"], rel=1e-11)
    assert totals.competitive.at(place) == pytest.approx(expected["competitive"], rel=1e-11)
    assert parts.competitive.values.sum() == pytest.approx(expected["homothetic"], rel=1e-11)
    assert parts.allocation.values.sum() == pytest.approx(expected["allocation"], rel=1e-11)
    if file == "goettingen":
        found = [round(effect.at(place)) for effect in (totals.national, totals.mix, totals.competitive)]
        assert found == [9178, 2205, -972]


@pytest.mark.shared
def test_dynamic_shift_share_of_goettingen_follows_every_year(shared):
    """Summed over nine years the effects still add up to the change, with less put down to the place."""
    path = shared / "data/eu_employment/reat/goettingen.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))[1:]
    activities = tuple(row["WZ2008_Code"] for row in rows)
    city, country = (
        [
            amounts([[float(row[f"{name}{year}"]) for row in rows]], (name,), activities)
            for year in range(2008, 2018)
        ]
        for name in ("Goettingen", "BRD")
    )
    found = measures.dynamic_shift_share(*city, references=country)
    totals = found.sums.totals
    assert len(found.steps) == 9
    assert totals.change.at("Goettingen") == 67283 - 56872
    static = measures.shift_share(city[0], city[-1], reference_before=country[0], reference_after=country[-1])
    assert totals.mix.at("Goettingen") != pytest.approx(static.totals.mix.at("Goettingen"), rel=0.01)
    assert totals.national.at("Goettingen") + totals.mix.at("Goettingen") + totals.competitive.at(
        "Goettingen"
    ) == pytest.approx(10411)


# What giddy 2.3.8 (with mapclassify 2.10.0 and libpysal 4.14.1) gave for the panel below, on 2026-11-21.
GIDDY = {
    "limits": [0.600107619749657, 1.018849439280825, 1.400409252415031],
    "lag_limits": [0.8871791669475408, 1.0112233627972729, 1.1129260491051973],
    "first_row": [0.7213114754098361, 0.21311475409836067, 0.06557377049180328, 0.0],
    "steady_state": [0.25324817007538547, 0.26064148333155374, 0.24561013735460246, 0.24050020923845825],
    "first_passage": [
        [3.948695857120421, 5.599173553719011, 9.496096861558058, 15.211147204650333],
        [9.473003194888202, 3.836687802792821, 7.72566512665285, 13.112155924089556],
        [14.180351437699715, 8.54648760330579, 4.071493183346244, 6.782868866472885],
        [16.127955271565536, 10.209710743801658, 2.8685677871594693, 4.15800054048389],
    ],
    "shorrocks": 0.5792809212545446,
    "prais": [0.2786885245901639, 0.39655172413793105, 0.6271186440677966, 0.435483870967742],
    "counts_by_lag": [
        [[3, 2, 1, 0], [0, 5, 1, 0], [0, 3, 6, 13], [0, 0, 10, 13]],
        [[6, 1, 2, 0], [0, 4, 4, 0], [2, 3, 10, 7], [0, 0, 11, 13]],
        [[20, 8, 1, 0], [3, 13, 1, 2], [1, 2, 2, 1], [0, 1, 2, 6]],
        [[15, 2, 0, 0], [9, 13, 3, 0], [1, 2, 4, 2], [0, 1, 2, 3]],
    ],
    "chi_square": (45.05660706255916, 0.038136128948026426),
    "likelihood_ratio": (46.02907989106826, 0.03087645199722089),
    "degrees": 30,
    "tau": 0.6367816091954023,
    "spatial_tau": 0.5102040816326531,
}


@pytest.fixture(scope="module")
def panel():
    """Thirty places over nine periods, by formula, so that anybody can make them."""
    r, t = np.arange(30.0)[:, None], np.arange(9.0)[None, :]
    values = 1 + 0.6 * np.sin(2.3 * r) + 0.35 * np.sin(1.1 * r * t + t)
    return Indicators(values, tuple(map(str, range(30))), tuple(map(str, range(9))), ORIGIN)


@pytest.fixture(scope="module")
def lattice():
    """Five rows of six places; those that share a side are neighbours."""
    at = np.arange(30)
    row, column = np.divmod(at, 6)
    apart = np.abs(row[:, None] - row) + np.abs(column[:, None] - column)
    return SpatialWeights(csr_array((apart == 1).astype(float)), tuple(map(str, range(30))))


def test_classes_and_chain_are_those_of_giddy(panel):
    assert measures.class_limits(panel, count=4) == pytest.approx(GIDDY["limits"], abs=1e-14)
    p = measures.class_transitions(panel, limits=GIDDY["limits"]).probabilities
    assert p.values[0].tolist() == pytest.approx(GIDDY["first_row"], abs=1e-15)
    assert measures.steady_state(p).values.tolist() == pytest.approx(GIDDY["steady_state"], abs=1e-13)
    np.testing.assert_allclose(measures.mean_first_passage(p).values, GIDDY["first_passage"], rtol=1e-12)
    assert measures.shorrocks_mobility(p) == pytest.approx(GIDDY["shorrocks"], abs=1e-14)
    assert measures.prais_mobility(p).values.tolist() == pytest.approx(GIDDY["prais"], abs=1e-14)


def test_the_spatial_chain_and_its_test_are_those_of_giddy(panel, lattice):
    found = measures.spatial_transitions(
        panel, lattice, limits=GIDDY["limits"], lag_limits=GIDDY["lag_limits"]
    )
    counts = [chain.counts.values.tolist() for chain in found.by_lag.values()]
    assert counts == GIDDY["counts_by_lag"]
    test = measures.transition_homogeneity(*found.by_lag.values())
    assert (test.chi_square, test.chi_square_probability) == pytest.approx(GIDDY["chi_square"], abs=1e-11)
    assert (test.likelihood_ratio, test.likelihood_ratio_probability) == pytest.approx(
        GIDDY["likelihood_ratio"], abs=1e-10
    )
    assert test.degrees_of_freedom == GIDDY["degrees"]


def test_rank_concordance_is_that_of_giddy(panel, lattice):
    first, last = (
        ByTerritory(panel.values[:, t], panel.territories, np.zeros(30, np.uint8), ORIGIN) for t in (0, -1)
    )
    assert measures.rank_concordance(first, last) == pytest.approx(GIDDY["tau"], abs=1e-14)
    found = measures.spatial_rank_concordance(
        first, last, lattice, generator=np.random.default_rng(1), draws=99
    )
    assert found.whole == pytest.approx(GIDDY["tau"], abs=1e-14)
    assert found.neighbours == pytest.approx(GIDDY["spatial_tau"], abs=1e-14)
    assert found.share_of_neighbours == pytest.approx(49 / 435)
    assert 0.05 < found.probability < 1


# What giddy 2.3.8 (LISA_Markov, libpysal 4.14.1) counted on 2026-11-22 for these incomes, drawn from a seed.
INCOMES = [
    [13.5, 10.4, 17.7, 24.8, 35.4, 21.2],
    [15.2, 13.6, 29.2, 45.5, 23.0, 10.8],
    [12.4, 44.7, 22.2, 8.4, 19.3, 11.2],
    [14.7, 15.7, 14.1, 26.5, 19.5, 15.0],
    [24.7, 30.4, 8.8, 17.7, 12.3, 18.4],
    [10.5, 20.3, 19.7, 17.3, 11.9, 16.5],
    [11.6, 10.2, 22.5, 11.5, 36.1, 28.7],
    [7.4, 23.0, 11.6, 20.4, 20.5, 7.4],
    [17.9, 17.7, 32.5, 11.1, 29.1, 11.6],
    [17.0, 13.2, 41.4, 26.7, 67.8, 27.7],
    [30.6, 30.6, 14.8, 19.4, 39.5, 16.5],
    [22.1, 19.9, 27.2, 16.7, 18.6, 22.7],
]
SIDE_BY_SIDE = [
    (0, 1),
    (0, 4),
    (1, 2),
    (1, 5),
    (2, 3),
    (2, 6),
    (3, 4),
    (3, 7),
    (4, 5),
    (4, 8),
    (5, 6),
    (5, 9),
    (6, 7),
    (6, 10),
    (7, 8),
    (7, 11),
    (8, 9),
    (9, 10),
    (10, 11),
]
GIDDY_QUADRANTS = [[0, 5, 0, 3], [2, 4, 6, 6], [2, 7, 5, 4], [1, 4, 5, 6]]


def test_moving_between_quadrants_is_that_of_giddy():
    names = tuple(f"r{i:02}" for i in range(12))
    panel = Indicators(np.array(INCOMES), names, tuple("uvwxyz"), ORIGIN)
    beside = SpatialWeights.from_pairs([(names[i], names[j]) for i, j in SIDE_BY_SIDE], names)
    found = measures.quadrant_transitions(panel, beside)
    assert found.counts.values.tolist() == GIDDY_QUADRANTS
    assert found.left_out == 0
