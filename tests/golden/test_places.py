"""Measures on maps against dbmss 2.9-2 (R) and esda 2.9.0 (Python).

``dbmss_paracou16_*`` are 2,426 weighted trees of three kinds, and what dbmss gave on them at 0 to 100 metres.
``esda.json`` was recorded on 2026-11-21 by running esda 2.9.0 with libpysal 4.14.1, in an environment of
their own, on ``chessboard()`` and ``heights()``; numbers to 15 digits.
"""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from polos import measures
from polos.measures.spatial_weights import SpatialWeights
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from polos.tables.points import Points

ROSEA, AMERICANA = "Q. Rosea", "V. Americana"
#: dbmss evaluates densities on a grid and takes straight lines between, with a sum in place of an integral.
GRID = 3e-3


@pytest.fixture(scope="module")
def trees(shared):
    rows = pl.read_csv(shared / "data/complexity/dbmss_paracou16_points.csv.gz")
    return Points.from_frame(rows, x="x", y="y", activity="type", weight="weight")


@pytest.fixture(scope="module")
def printed(shared):
    path = shared / "data/complexity/dbmss_paracou16_expected.csv.gz"
    return pl.read_csv(path, infer_schema_length=0).with_columns(pl.all().str.strip_chars().cast(pl.Float64))


@pytest.mark.shared
@pytest.mark.parametrize(("column", "activity"), [("M_QR", ROSEA), ("M_VA_QR", AMERICANA)])
def test_marcon_puech_is_that_of_dbmss(trees, printed, column, activity):
    """To 1e-12, and undefined where dbmss has NaN: no tree within 0 metres."""
    curve = measures.marcon_puech(trees, activity, neighbour=ROSEA, distances=printed["r"])
    np.testing.assert_allclose(curve.values, printed[column].to_numpy(), rtol=1e-12, atol=1e-12)
    assert np.isnan(curve.values[0]) == (column == "M_QR")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("column", "other", "is_weighted"),
    [("Kd_QR", None, False), ("Kd_QR_VA", AMERICANA, False), ("Kemp_QR_VA", AMERICANA, True)],
)
def test_duranton_overman_is_that_of_dbmss(trees, printed, column, other, is_weighted):
    """dbmss chooses the bandwidth from distances up to twice the largest one asked."""
    curve = measures.duranton_overman(
        trees, ROSEA, other=other, is_weighted=is_weighted, distances=printed["r"], bandwidth_within=200
    )
    np.testing.assert_allclose(curve.values, printed[column].to_numpy(), rtol=GRID)


@pytest.mark.shared
def test_marcon_puech_density_is_that_of_dbmss(trees, printed):
    curve = measures.marcon_puech_density(trees, ROSEA, distances=printed["r"], bandwidth_within=200)
    np.testing.assert_allclose(curve.values, printed["m_QR"].to_numpy(), rtol=GRID)


SIDE = 5
NAMES = tuple(f"r{i:02d}" for i in range(SIDE * SIDE))


def chessboard(is_row_standardised: bool) -> SpatialWeights:
    """Return a board on which fields that share a side are neighbours; the last one is an island."""
    inside = range(SIDE * SIDE - 1)
    right = [(i, i + 1) for i in inside if (i + 1) % SIDE and i + 1 in inside]
    below = [(i, i + SIDE) for i in inside if i + SIDE in inside]
    pairs = [(NAMES[i], NAMES[j]) for i, j in (*right, *below)]
    return SpatialWeights.from_pairs(pairs, NAMES, is_row_standardised=is_row_standardised)


def heights() -> Indicators:
    """Return whole numbers from 1 to 11 by a formula."""
    i = np.arange(SIDE * SIDE)
    values = (7 * i + 3 * (i // SIDE) ** 2) % 11 + 1
    return Indicators(values[:, None].astype(float), NAMES, ("height",), Origin("a formula"))


@pytest.fixture(scope="module", params=["row_standardised", "binary"])
def peer(request):
    recorded = json.loads(Path(__file__).with_name("esda.json").read_text(encoding="utf-8"))
    return chessboard(request.param == "row_standardised"), recorded[request.param]


def test_moran_is_that_of_esda(peer):
    """I, its expectation, both variances, and both two-sided probabilities."""
    weights, recorded = peer
    found = measures.moran(heights(), weights)
    assert found.islands == {"height": ("r24",)}
    ours = [found.value, found.expected, found.variance_normal, found.variance_random]
    ours += [found.two_sided(found.z_normal), found.two_sided(found.z_random)]
    assert [one.at("height") for one in ours] == pytest.approx(recorded["moran"], rel=1e-12)


def test_geary_is_that_of_esda(peer):
    weights, recorded = peer
    found = measures.geary(heights(), weights)
    ours = found.value, found.expected, found.variance_normal, found.variance_random
    assert [one.at("height") for one in ours] == pytest.approx(recorded["geary"], rel=1e-12)


def test_getis_ord_is_that_of_esda():
    recorded = json.loads(Path(__file__).with_name("esda.json").read_text(encoding="utf-8"))["binary"]
    found = measures.getis_ord(heights(), chessboard(False))
    ours = found.value, found.expected, found.variance_random
    assert [one.at("height") for one in ours] == pytest.approx(recorded["getis_ord"], rel=1e-12)
    local = measures.local_getis_ord(heights(), chessboard(False))
    for one, values in zip(
        (local.value, local.expected, local.variance), recorded["local_getis_ord"], strict=True
    ):
        assert one.values[:-1, 0] == pytest.approx(values[:-1], rel=1e-12)


def test_local_moran_is_that_of_esda(peer):
    """esda divides by n - 1 where Anselin (1995) divides by n, and gives an island 0, we give it none."""
    weights, recorded = peer
    found = measures.local_moran(heights(), weights)
    n = SIDE * SIDE
    values, expected, variances, quadrants = (np.array(line)[:-1] for line in recorded["local_moran"])
    assert found.value.values[:-1, 0] * (n - 1) / n == pytest.approx(values, rel=1e-12)
    assert found.expected.values[:-1, 0] == pytest.approx(expected, rel=1e-12)
    assert found.variance.values[:-1, 0] == pytest.approx(variances, rel=1e-12)
    assert (found.quadrant.values[:-1, 0] == quadrants).all()
    assert np.isnan(found.value.at("r24", "height"))
