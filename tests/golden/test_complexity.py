"""Complexity, fitness and recombination against stored output of EconGeo and economiccomplexity."""

import csv
import gzip

import numpy as np
import polars as pl
import pytest

from golden import econgeo
from polos import measures
from polos.measures.complexity import Orientation
from polos.tables.matrix import Matrix
from polos.tables.records import Records

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def trade(shared):
    """Presence of 226 countries in 785 products, 1998-2000."""
    frame = pl.read_parquet(shared / "data/trade/economiccomplexity_r/world_trade_avg_1998_2000.parquet")
    exports = Matrix.from_frame(
        frame, territory="country", activity="product", value="value", absent_is_zero=True
    )
    return measures.specialised(exports)


@pytest.fixture(scope="module")
def trade_complexity(trade):
    return measures.economic_complexity(trade)


@pytest.mark.parametrize("source", ["A", "B"])
def test_kci_and_tci_of_econgeo_are_ours_up_to_scale_and_its_rounding(shared, source):
    """EconGeo rounds the matrix it decomposes to 4 decimals and scales the vector to sum 1."""
    table = econgeo.matrix(shared, source)
    ours = measures.economic_complexity(measures.specialised(table))
    kci = econgeo.expected_values(shared, "kci", "rca", source)
    tci = econgeo.expected_values(shared, "tci", "rca", source)
    assert abs(np.corrcoef(kci, ours.eci.values)[0, 1]) > 0.99999
    assert abs(np.corrcoef(tci, ours.pci.values)[0, 1]) > 0.99999


@pytest.mark.parametrize("source", ["A", "B"])
@pytest.mark.parametrize("steps", [0, 1, 2])
def test_reflections_are_those_of_econgeo(shared, source, steps):
    table = measures.specialised(econgeo.matrix(shared, source))
    ours = measures.reflections(table, steps=steps)
    for function, values in (("morc", ours.territories), ("mort", ours.activities)):
        assert values.values == pytest.approx(
            econgeo.expected_values(shared, function, f"rca steps={steps}", source), abs=1e-12
        )


@pytest.mark.parametrize("steps", [3, 4, 10, 19, 20])
def test_later_reflections_are_those_of_econgeo_rescaled_to_100(shared, steps):
    """From step 3 on EconGeo prints 0 for the least and 100 for the most.

    Rescaling at each step, it keeps digits that the plain averages lose as they approach one number.
    """
    table = measures.specialised(econgeo.matrix(shared, "B"))
    ours = measures.reflections(table, steps=steps)
    for function, result in (("morc", ours.territories), ("mort", ours.activities)):
        scaled = 100 * (result.values - result.values.min()) / np.ptp(result.values)
        theirs = econgeo.expected_values(shared, function, f"rca steps={steps}", "B")
        assert scaled == pytest.approx(theirs, abs=1e-5)


def test_ease_of_recombination_and_modular_complexity_are_those_of_econgeo(shared):
    """To the 5 and 2 decimals it prints."""
    named = econgeo.cells(shared, "P").filter(pl.col("value") > 0)
    records = Records.from_frame(named, record="row", activity="col")
    ease = measures.ease_of_recombination(records)
    for activity, value in econgeo.expected_by_label(shared, "ease_recombination", "", "P'").items():
        assert ease.at(activity) == pytest.approx(value, abs=5.1e-6)
    modular = measures.modular_complexity(records)
    of_records = dict(zip(modular.records, modular.of_records, strict=True))
    for record, value in econgeo.expected_by_label(shared, "modular_complexity", "", "P'").items():
        assert of_records[record] == pytest.approx(value, abs=5.1e-6)
    for activity, value in econgeo.expected_by_label(shared, "modular_complexity_avg", "", "P'").items():
        assert modular.activities.at(activity) == pytest.approx(value, abs=5.1e-3)


def test_trade_has_the_spread_of_products_that_was_measured(trade_complexity):
    """measures.md: PCI on the scale of ECI has a standard deviation of 2.310 on this table."""
    assert trade_complexity.eci.values.mean() == pytest.approx(0, abs=1e-12)
    assert trade_complexity.eci.values.std() == pytest.approx(1, abs=1e-12)
    assert trade_complexity.pci.values.std() == pytest.approx(2.310, abs=5e-4)
    assert trade_complexity.diagnostics.orientation is Orientation.DIVERSITY
    assert trade_complexity.diagnostics.residual < 1e-13


def test_twenty_reflections_have_not_converged_on_trade(trade, trade_complexity):
    """Datawheel's economic-complexity 0.3.0 stops at 20: close to the eigenvector, and visibly not it."""
    reflected = measures.reflections(trade, steps=18).territories.values
    correlation = np.corrcoef(reflected, trade_complexity.eci.values)[0, 1]
    assert 0.9998 < correlation < 0.99999


def test_fitness_of_trade_is_the_published_one(shared, trade):
    """economiccomplexity ships 20 columns of the iteration, the first of which holds the ones."""
    ours = measures.fitness(trade, tolerance=0, limit=19)
    assert ours.steps == 19
    folder = shared / "data/trade/economiccomplexity_r"
    for side, name, values in (
        ("country", "fitness20", ours.territories),
        ("product", "complexity20", ours.activities),
    ):
        with gzip.open(folder / f"trade_sitc4_expected_fitness_{side}.csv.gz", "rt") as file:
            theirs = {row[side]: float(row[name]) for row in csv.DictReader(file)}
        assert [values.at(label) for label in theirs] == pytest.approx(list(theirs.values()), rel=1e-11)
