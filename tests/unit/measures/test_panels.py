"""A measure over several years is the measure of each year, with one direction where it has one."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import polos
from polos import measures
from polos.errors import WrongRows
from polos.measures import samples
from polos.measures.years import Years
from polos.provenance import Origin
from polos.tables.matrix import Matrix

YEARS = ("2019", "2020", "2021")


def table(seed: int, size: tuple[int, int] = (6, 8)) -> Matrix:
    values = np.random.default_rng(seed).integers(0, 50, size).astype(float)
    territories, activities = (
        [f"{letter}{i}" for i in range(n)] for letter, n in zip("ra", size, strict=True)
    )
    return Matrix(values, territories, activities, "jobs", "", Origin("drawn"))


def panel(first: int = 0) -> dict[str, Matrix]:
    return {year: table(first + place) for place, year in enumerate(YEARS)}


@given(first=st.integers(0, 10_000))
def test_every_year_is_what_the_measure_gives_for_it_alone(first):
    of_years = panel(first)
    presences = polos.over_years(measures.specialised, of_years, threshold=1.2)
    related = polos.over_years(measures.proximity, presences)
    found = polos.over_years(measures.relatedness_density, presences, related)
    for year, one in of_years.items():
        presence = measures.specialised(one, threshold=1.2)
        alone = measures.relatedness_density(presence, measures.proximity(presence))
        assert found[year].values == pytest.approx(alone.values, nan_ok=True)
    assert list(found) == list(YEARS)


def test_what_is_no_mapping_is_the_same_in_every_year():
    presences = polos.over_years(measures.specialised, panel())
    pci = measures.product_complexity_index(presences["2019"])
    found = polos.over_years(measures.external_complexity, presences, pci)
    alone = measures.external_complexity(presences["2021"], pci)
    assert found["2021"].values == pytest.approx(alone.values, nan_ok=True)


def test_complexity_has_one_direction_over_the_years():
    """The second year mirrors the first: alone, each is turned by its own diversity."""
    presences = {"2020": samples.presence(2020), "2025": samples.presence(2025)}
    whole = measures.economic_complexity_panel(presences)
    found = polos.over_years(measures.economic_complexity, presences)
    index = polos.over_years(measures.economic_complexity_index, presences)
    products = polos.over_years(measures.product_complexity_index, presences)
    for year, one in whole.items():
        assert found[year].diagnostics.overlap == one.diagnostics.overlap
        assert index[year].values == pytest.approx(one.eci.values, nan_ok=True)
        single = polos.over_years(measures.economic_complexity, presences, dtype=np.float32)[year]
        assert single.diagnostics.overlap == pytest.approx(one.diagnostics.overlap, abs=1e-4)
        assert products[year].values == pytest.approx(one.pci.values, nan_ok=True)


def test_years_can_be_worked_through_by_a_pool_of_threads():
    with ThreadPoolExecutor(2) as pool:
        found = polos.over_years(measures.location_quotient, panel(), through=pool.map)
    for year, one in panel().items():
        assert found[year].values == pytest.approx(measures.location_quotient(one).values, nan_ok=True)


def test_complexities_are_solved_by_the_pool_too():
    presences, solved = {"2020": samples.presence(2020), "2025": samples.presence(2025)}, []

    def through(solve, grids):
        for grid in grids:
            solved.append(grid)
            yield solve(grid)

    found = polos.over_years(measures.economic_complexity, presences, through=through)
    assert solved == list(presences.values())
    assert list(found) == list(presences)
    assert found["2025"].diagnostics.overlap == pytest.approx(0.993, abs=1e-3)


def test_the_table_of_all_years_has_a_row_for_each_cell_and_year():
    of_years = panel() | {"2021": table(9, (5, 8))}
    found = polos.over_years(measures.location_quotient, of_years)
    frame = found.to_frame()
    assert frame.columns == ["year", "territory", "activity", "value", "reason"]
    assert frame.height == 6 * 8 * 2 + 5 * 8
    one = frame.filter(
        (pl.col("year") == "2020") & (pl.col("territory") == "r2") & (pl.col("activity") == "a3")
    )
    assert one["value"].item() == found["2020"].at("r2", "a3")
    assert "3 years, 2019 to 2021; in 2021:" in repr(found)


def test_what_has_several_parts_is_one_table_with_a_column_for_the_year():
    presences = polos.over_years(measures.specialised, panel())
    whole = polos.over_years(measures.economic_complexity, presences, dtype=np.float32)
    frame = whole.to_frame()
    assert frame.columns == ["year", "part", "territory", "activity", "value", "reason"]
    assert frame.height == 3 * (6 + 8)
    one = frame.filter((pl.col("year") == "2020") & (pl.col("part") == "pci") & (pl.col("activity") == "a3"))
    assert one["value"].item() == whole["2020"].pci.at("a3")
    assert whole.years == YEARS
    assert whole.parameters["dtype"] == "float32"
    assert whole.origin.steps[-1] == "economic_complexity"


def test_the_panel_of_complexities_gives_the_same_table():
    presences = {"2020": samples.presence(2020), "2025": samples.presence(2025)}
    whole = measures.economic_complexity_panel(presences)
    assert whole.to_frame().equals(polos.over_years(measures.economic_complexity, presences).to_frame())
    assert "2 years, 2020 to 2025; in 2025:" in repr(whole)
    assert dict(whole) == {year: whole[year] for year in presences}


def test_parts_of_the_same_labels_have_a_column_each_beside_the_year():
    tables = {year: table(place, (5, 3)) for place, year in enumerate(YEARS)}
    groups = {f"r{i}": "north" if i < 2 else "south" for i in range(5)}
    frame = polos.over_years(lambda one: measures.theil(one, groups), tables).to_frame()
    assert frame.columns[:4] == ["year", "activity", "total", "total_reason"]
    assert frame.height == 3 * 3
    assert frame["within"].dtype == pl.Float64


@pytest.mark.parametrize("found", [{}, {"2020": "a word"}])
def test_what_is_no_table_in_any_year_gives_none(found):
    with pytest.raises(WrongRows, match=r"Needed a table for each of one year or more"):
        Years(found).to_frame()


def test_different_years_are_refused():
    presences = polos.over_years(measures.specialised, panel())
    related = {year: measures.proximity(one) for year, one in presences.items() if year != "2020"}
    with pytest.raises(WrongRows, match="the year '2020'"):
        polos.over_years(measures.relatedness_density, presences, related)


@pytest.mark.parametrize("argument", [{}, table(1)])
def test_a_call_without_years_is_refused(argument):
    with pytest.raises(WrongRows, match="no table by year"):
        polos.over_years(measures.specialised, argument)
