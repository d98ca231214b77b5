"""Matrices of units and of territories: what is known, what is bounded, what stays unknown."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
import pytest

from polos.provenance import Origin
from polos.store import Store
from polos.tables.activity import (
    common_activities,
    employment_matrix,
    section_matrix,
    territory_employment,
    unobserved_sections,
)
from polos.tables.employment import CELLS, SECTIONS, UNITS
from polos.tables.links import LINKS


@dataclass
class Papers:
    origin: Origin = field(default_factory=lambda: Origin("a test"))
    base_level: str = "region"
    absent_is_zero: bool = False
    vintage: str = "2014"


@dataclass
class Small:
    """Two regions and their nation; divisions 05 to 09 are all of section B."""

    cell_rows: list
    section_rows: list = field(default_factory=list)
    papers: Papers = field(default_factory=Papers)

    def units(self):
        rows = [(name, name, "region", "AA", "EU") for name in ("north", "south")]
        return pl.DataFrame([*rows, ("AA", "AA", "nation", "AA", "EU")], schema=UNITS, orient="row")

    def cells(self):
        rows = [
            (unit, code, amount, "known" if amount else "zero" if amount == 0 else "confidential")
            if not isinstance(amount, str)
            else (unit, code, None, amount)
            for unit, code, amount in self.cell_rows
        ]
        return pl.DataFrame(rows, schema=CELLS, orient="row")

    def sections(self):
        return pl.DataFrame(
            [(unit, section, amount, "known") for unit, section, amount in self.section_rows],
            schema=SECTIONS,
            orient="row",
        )


def links(*rows):
    return pl.DataFrame(
        [
            (unit, territory, relation, weight, "a test", complete)
            for unit, territory, relation, weight, complete in rows
        ],
        schema=LINKS,
        orient="row",
    )


GRID = [
    ("north", "05", 4), ("north", "06", None), ("north", "07", 0), ("north", "08", 1), ("north", "09", 0),
    ("south", "05", 6), ("south", "06", None), ("south", "07", None), ("south", "08", 1), ("south", "09", 0),
    ("AA", "05", 10), ("AA", "06", 3), ("AA", "07", 2), ("AA", "08", 2), ("AA", "09", 0),
]  # fmt: skip
TOTALS = [("north", "B", 7), ("south", "B", 9)]
BOTH = links(("north", "land", "part of", 1.0, True), ("south", "land", "part of", 1.0, True))


def test_only_units_of_the_level_compared_enter_so_that_nothing_counts_twice():
    assert employment_matrix(Small(GRID)).territories == ("north", "south")
    assert employment_matrix(Small(GRID), every_level=True).territories == ("AA", "north", "south")


def test_a_cell_without_a_row_is_unknown_unless_declared_zero_and_the_papers_note_it():
    small = Small([("north", "05", 4), ("north", "06", "not recorded"), ("north", "07", "rejected")])
    assert np.isnan(employment_matrix(small).at("north", "06"))
    zero = employment_matrix(small, absent_is_zero=True)
    assert zero.at("north", "06") == 0
    assert np.isnan(zero.at("north", "07"))
    assert zero.origin.steps[-1] == "cells without a row count as 0"


def test_the_declared_assumption_holds_where_none_is_given():
    small = Small([("north", "05", 4), ("north", "06", "not recorded")], papers=Papers(absent_is_zero=True))
    assert employment_matrix(small).at("north", "06") == 0
    assert np.isnan(employment_matrix(small, absent_is_zero=False).at("north", "06"))


def test_confidential_is_never_zero():
    assert np.isnan(employment_matrix(Small(GRID), absent_is_zero=True).at("north", "06"))


def brought(links, **options):
    small = Small(GRID, TOTALS)
    matrix = employment_matrix(small, every_level=True)
    return territory_employment(matrix, links, sections=section_matrix(small), **options)


def test_a_territory_is_the_sum_of_its_units_and_unknown_where_one_of_them_is():
    land = brought(BOTH)
    np.testing.assert_array_equal(land.matrix.values, [[10, np.nan, np.nan, 2, 0]])
    assert land.known_sum.tolist() == [12]
    assert land.unknown_share.tolist() == [3 / 10]
    assert land.relation == {"land": "part of"}
    assert land.units == {"land": (("north", 1.0), ("south", 1.0))}
    assert (land.coverage["land"].known_cells, land.coverage["land"].cells) == (7, 10)


def test_section_totals_bound_what_is_unknown():
    """North lacks only 06, so it is 7 - 5 = 2; south's 06 and 07 share the 9 - 7 = 2 that are left."""
    land = brought(BOTH)
    np.testing.assert_array_equal(land.lower, [[10, 2, 0, 2, 0]])
    np.testing.assert_array_equal(land.upper, [[10, 4, 2, 2, 0]])


def test_without_a_section_total_nothing_bounds_from_above():
    land = territory_employment(employment_matrix(Small(GRID)), BOTH)
    np.testing.assert_array_equal(land.lower, [[10, 0, 0, 2, 0]])
    np.testing.assert_array_equal(land.upper, [[10, np.nan, np.nan, 2, 0]])


def test_a_section_with_divisions_the_source_lacks_gives_no_lower_bound():
    small = Small([row for row in GRID if row[1] != "09"], TOTALS)
    land = territory_employment(employment_matrix(small), BOTH, sections=section_matrix(small))
    assert land.lower[0, 1] == 0
    assert land.upper[0, 1] == 4


def test_rounding_never_makes_a_bound_negative():
    small = Small(GRID, [("north", "B", 4), ("south", "B", 6)])
    land = territory_employment(employment_matrix(small), BOTH, sections=section_matrix(small))
    np.testing.assert_array_equal(land.upper, [[10, 0, 0, 2, 0]])


def test_a_converted_unit_counts_by_its_weight():
    land = brought(links(("north", "half", "converted", 0.5, True)))
    assert land.matrix.at("half", "05") == 2
    assert land.upper[0, 1] == 1


def test_a_containing_unit_is_shown_whole_and_said_to_be_so():
    land = brought(links(("north", "town", "contains", 1.0, True)))
    assert land.matrix.at("town", "05") == 4
    assert land.relation == {"town": "contains"}


def test_the_weakest_relation_speaks_for_the_territory_and_missing_parts_are_said():
    land = brought(
        links(("north", "land", "part of", 1.0, False), ("south", "land", "converted", 0.3, False))
    )
    assert land.relation == {"land": "converted"}
    assert not land.coverage["land"].complete


def test_territories_without_a_unit_and_those_not_asked_for_are_left_out():
    both = pl.concat(
        [BOTH, links(("elsewhere", "moon", "same", 1.0, True), ("north", "n", "same", 1.0, True))]
    )
    assert brought(both).matrix.territories == ("land", "n")
    assert brought(both, territory_ids=["n", "moon"]).matrix.territories == ("n",)
    assert brought(both, territory_ids=["moon"]).matrix.shape == (0, 5)


def test_common_activities_and_what_is_left_out_of_them():
    one = employment_matrix(Small(GRID))
    other = one.select(activities=("05", "06"))
    assert common_activities(one, other) == ("05", "06")
    missing = unobserved_sections(one, other)
    assert missing["B"] == ("07", "08", "09")
    assert missing["K"] == ("64", "65", "66")


@pytest.fixture(scope="module")
def stored(shared, tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("data"))
    data = shared / "data"
    store.add("eurostat-sbs", data / "eu_employment" / "eurostat_sbs_nuts2_nace2_2014.parquet")
    store.add("mx-scian", data / "mexico" / "metro_scian6_employment.parquet")
    store.add("hn-ciiu", data / "honduras" / "department_ciiu4_employment.csv.gz")
    return {dataset.name: dataset for dataset in store.datasets()}


def test_the_three_real_sources_share_58_divisions_and_none_of_agriculture_finance_or_health(stored):
    """56 when classes SCIAN 2023 lacks are dropped; the way over NAICS 2017 brings 60 and 61."""
    matrices = [employment_matrix(dataset) for dataset in stored.values()]
    assert len(common_activities(*matrices)) == 58
    assert {"A", "K", "O", "P", "Q"} <= set(unobserved_sections(*matrices))


def test_nineteen_real_regions_hide_nothing(stored):
    matrix = employment_matrix(stored["eurostat-sbs"])
    assert matrix.shape == (275, 68)
    assert int(matrix.known.all(axis=1).sum()) == 19


def test_bounds_of_real_territories_hold_for_what_is_published_elsewhere(stored):
    """The sum of a nation's regions lies within the bounds wherever the nation's own cell is known."""
    dataset = stored["eurostat-sbs"]
    matrix = employment_matrix(dataset, every_level=True)
    regions = [unit for unit in matrix.territories if unit.startswith("AT") and len(unit) == 4]
    austria = territory_employment(
        matrix,
        links(*((unit, "austria", "part of", 1.0, True) for unit in regions)),
        sections=section_matrix(dataset),
    )
    nation = matrix.values[matrix.territories.index("AT")]
    tight = ~np.isnan(nation) & ~np.isnan(austria.upper[0])
    assert tight.sum() > 50
    assert (austria.lower[0, tight] <= nation[tight] * 1.01 + 50).all()
    assert (austria.upper[0, tight] >= nation[tight] * 0.99 - 50).all()
