"""How statistical units stand to territories, on a made-up map and on the real one."""

import polars as pl
import pytest

from polos import reference
from polos.provenance import Origin
from polos.table import Table
from polos.tables.links import links_by_iso_code, links_by_nuts
from polos.vocabularies.crosswalks import nuts_flows

FLOWS = pl.DataFrame(
    [
        ("AA11", "AA11", 2, 1.0, 1.0),
        ("AA12", "AA19", 2, 1.0, 1.0),
        ("AA21", "AA21", 2, 0.7, 1.0),
        ("AA21", "AA22", 2, 0.3, 0.6),
        ("AA23", "AA22", 2, 1.0, 0.4),
        ("AA1", "AA1", 1, 1.0, 1.0),
        ("AA2", "AA2", 1, 1.0, 1.0),
    ],
    schema=["from_code", "to_code", "level", "given", "taken"],
    orient="row",
)
UNITS = {"AA", "AA1", "AA11", "AA12", "AA21", "AA23"}


def territories(**codes):
    rows = pl.DataFrame(
        {"territory_id": list(codes), "nuts_2021": list(codes.values())},
        schema={"territory_id": pl.String, "nuts_2021": pl.List(pl.String)},
    )
    return Table(rows, dict(rows.schema), Origin("a test"))


def linked(units=UNITS, **codes):
    rows = links_by_nuts(units, FLOWS, territories(**codes))
    return rows.select("unit_id", "relation", "weight").rows(), rows["complete"].to_list()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("AA", [("AA", "same", 1.0)]),
        ("AA1", [("AA1", "same", 1.0)]),
        ("AA11", [("AA11", "same", 1.0)]),
        ("AA19", [("AA12", "same", 1.0)]),
        ("AA22", [("AA21", "converted", 0.3), ("AA23", "part of", 1.0)]),
        ("AA21", [("AA21", "converted", 0.7)]),
        ("AA2", [("AA21", "part of", 1.0), ("AA23", "part of", 1.0)]),
        ("AA111", [("AA11", "contains", 1.0)]),
        ("AA191", [("AA12", "contains", 1.0)]),
    ],
)
def test_a_territory_is_linked_by_what_its_code_is_to_the_units(code, expected):
    assert linked(here=[code])[0] == expected


def test_a_small_region_inside_one_that_was_cut_is_not_linked():
    assert linked(here=["AA221"])[0] == []


def test_a_nation_without_a_row_of_its_own_is_the_sum_of_its_regions():
    links, complete = linked(UNITS - {"AA"}, here=["AA"])
    assert links == [(unit, "part of", 1.0) for unit in ("AA11", "AA12", "AA21", "AA23")]
    assert set(complete) == {True}


def test_a_territory_of_which_a_unit_is_missing_is_not_complete():
    links, complete = linked({"AA23"}, here=["AA22"])
    assert (links, complete) == ([("AA23", "part of", 1.0)], [False])


def test_a_territory_of_two_regions_has_both_as_parts_and_none_twice():
    assert linked(here=["AA11", "AA19", "AA111"])[0] == [("AA11", "part of", 1.0), ("AA12", "part of", 1.0)]


@pytest.fixture(scope="module")
def real(shared):
    crosswalk = shared / "data" / "boundaries" / "nuts_crosswalks_2006_2024.parquet"
    file = shared / "data" / "eu_employment" / "eurostat_sbs_nuts2_nace2_2014.parquet"
    units = set(pl.read_parquet(file)["nuts_id"])
    return links_by_nuts(units, nuts_flows(crosswalk, "2013"), reference.territories())


@pytest.mark.parametrize(
    ("territory", "expected"),
    [
        ("es43", [("ES43", "same")]),
        ("pl84", [("PL34", "same")]),
        ("frh0", [("FR52", "same")]),
        ("frk", [("FR7", "same")]),
        ("fre", [("FR22", "part of"), ("FR30", "part of")]),
        ("de3", [("DE3", "part of"), ("DE4", "part of")]),
        ("nl4", [("NL34", "part of"), ("NL4", "part of")]),
        ("pl225", [("PL22", "contains")]),
        ("dk", [("DK", "same")]),
        ("cz", []),
        ("cz031", []),
    ],
)
def test_real_territories_have_the_units_a_map_shows(real, territory, expected):
    found = real.filter(pl.col("territory_id") == territory).sort("unit_id")
    assert found.select("unit_id", "relation").rows() == expected


def test_zones_are_parts_of_their_state_and_of_the_nation_and_make_up_neither():
    links = links_by_iso_code(
        {"zone1": "MX-COL", "zone2": "MX-PUE"},
        reference.territories(),
        units_are_parts=True,
        basis="digits",
        country="MX",
    )
    assert sorted(links.select("unit_id", "territory_id", "relation", "complete").rows()) == [
        ("zone1", "mx", "part of", False),
        ("zone1", "mx_col", "part of", False),
        ("zone2", "mx", "part of", False),
        ("zone2", "mx_pue", "part of", False),
    ]


def test_a_unit_with_the_code_of_a_territory_is_the_same():
    links = links_by_iso_code(
        {"biobio": "CL-BI"}, reference.territories(), units_are_parts=False, basis="code", country="CL"
    )
    assert sorted(links.select("territory_id", "relation", "complete").rows()) == [
        ("cl", "part of", False),
        ("cl_bi", "same", True),
    ]
