"""Tables of context: what is admitted, what is refused, and that a name belongs to one table only."""

from pathlib import Path

import polars as pl
import pytest

from polos.errors import AmbiguousName, InputError, NotStored, UnknownName, WrongColumns, WrongRows
from polos.store import ContextStore, Store
from polos.tables.seasons import calendar

FLOWS = """seller,buyer,value,geo,time
C10-C12,C10-C12,1,HR,2010
C10-C12,I,4,HR,2010
I,C10-C12,2,HR,2010
I,I,0,HR,2010
P1,C10-C12,10,HR,2010
P1,I,8,HR,2010
"""
SEASONS = "territory,product,months\nColima,lime,11;12\nES21,lime,none\nCL-BI,lime,\n"
INDICATORS = "region;population;income\nColima;700000;9,5\nES21;2200000;\n"


@pytest.fixture
def store(tmp_path) -> ContextStore:
    return ContextStore(tmp_path / "data")


@pytest.fixture
def file(tmp_path):
    def write(text: str, name: str = "given.csv") -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def test_an_input_output_table_is_read_with_its_divisions_and_papers(store, file):
    added = store.add("input-output", file(FLOWS), name="hr", citation="Printed", licence="CC-BY-4.0")
    table = store.table("hr").input_output
    assert table.activities == ("C10-C12", "I")
    assert table.divisions[0] == ("10", "11", "12")
    assert table.flows.tolist() == [[1, 4], [2, 0]]
    assert (table.vintage, added.table.papers.chosen) == ("2010", {"country": "HR", "year": "2010"})
    assert (table.origin.citation.text, table.origin.licence.identifier) == ("Printed", "CC-BY-4.0")


def test_the_same_file_again_changes_nothing_and_another_replaces_it(store, file):
    first = store.add("input-output", file(FLOWS), name="hr")
    assert store.add("input-output", file(FLOWS), name="hr").unchanged
    again = store.add("input-output", file(FLOWS.replace(",4,", ",5,")), name="hr")
    assert (again.unchanged, again.replaced) == (False, first.table.papers)
    assert store.table("hr").input_output.flows[0, 1] == 5
    assert first.table.input_output.flows[0, 1] == 4


def test_of_a_file_with_several_tables_one_has_to_be_named(store, file):
    two = FLOWS + FLOWS.split("\n", 1)[1].replace("HR", "SI").replace(",4,", ",6,")
    with pytest.raises(InputError, match="HR, SI in one file"):
        store.add("input-output", file(two))
    store.add("input-output", file(two), only={"country": "SI"})
    assert store.table("given").input_output.flows[0, 1] == 6
    with pytest.raises(InputError, match="no country 'CL'"):
        store.add("input-output", file(two), only={"country": "CL"})
    with pytest.raises(InputError, match="'colour' as what to keep"):
        store.add("input-output", file(two), only={"colour": "red"})


@pytest.mark.parametrize("year", ["2010", "2010-01-01"])
def test_a_year_is_named_as_such_also_where_the_file_writes_its_first_day(store, file, year):
    """The tables of Eurostat come with days in some packages."""
    days = FLOWS.replace("2010", "2010-01-01")
    two = days + days.split("\n", 1)[1].replace("2010", "2015").replace(",4,", ",6,")
    with pytest.raises(
        InputError, match=r"(?s)years 2010, 2015 in one file.*Say which with --only year=2010"
    ):
        store.add("input-output", file(two))
    store.add("input-output", file(two), only={"year": year})
    table = store.table("given").input_output
    assert (table.vintage, table.flows[0, 1]) == ("2010", 4)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (FLOWS.replace("P1", "P7"), WrongRows),  # no output
        (FLOWS.replace(",4,", ",,"), WrongRows),  # an unknown flow is not no flow
        (FLOWS.replace(",4,", ",many,"), WrongRows),
        (FLOWS.replace(",4,", ",-4,"), WrongRows),
        (FLOWS.replace("buyer", "colour"), WrongColumns),
        (FLOWS.split("\n", maxsplit=1)[0] + "\n", WrongRows),
    ],
)
def test_an_input_output_table_that_cannot_be_used_is_refused_and_nothing_is_stored(store, file, text, error):
    with pytest.raises(error):
        store.add("input-output", file(text))
    assert store.tables() == ()


def test_in_a_calendar_none_is_no_supply_and_an_empty_cell_is_unknown(store, file):
    store.add("seasons", file(SEASONS))
    lime = calendar(store.table("given").seasons, "lime")
    assert lime.at("mx_col", "12") == 1
    assert lime.at("es21", "12") == 0
    assert not lime.known[lime.territories.index("cl_bi")].any()


def test_a_month_or_a_territory_that_is_none_is_refused(store, file):
    with pytest.raises(WrongRows, match="month '13'"):
        store.add("seasons", file(SEASONS.replace("11;12", "13")))
    with pytest.raises((UnknownName, AmbiguousName)):
        store.add("seasons", file(SEASONS.replace("Colima", "No Such Place")))
    with pytest.raises(InputError, match="--only"):
        store.add("seasons", file(SEASONS), only={"country": "HR"})


def test_a_territory_that_is_not_built_in_is_kept_by_its_id_and_said(store, file):
    papers = store.add("seasons", file(SEASONS.replace("Colima", "valle-nuevo"))).table.papers
    assert any("valle-nuevo" in note for note in papers.notes)
    assert "valle-nuevo" in store.table("given").seasons.rows["territory_id"]


def test_indicators_have_a_column_a_variable_and_unknown_stays_unknown(store, file):
    store.add("indicators", file(INDICATORS))
    found = store.table("given").indicators
    assert (found.territories, found.variables) == (("mx_col", "es21"), ("population", "income"))
    assert found.values[0].tolist() == [700000, 9.5]
    assert pl.Series(found.values[:, 1]).is_nan().to_list() == [False, True]


@pytest.mark.parametrize(
    "text", ["region\nColima\n", INDICATORS.replace("9,5", "high"), INDICATORS + "Colima;1;1\n"]
)
def test_indicators_that_cannot_be_used_are_refused(store, file, text):
    with pytest.raises(InputError):
        store.add("indicators", file(text))
    assert store.tables() == ()


def test_what_is_removed_is_gone_and_what_is_not_there_is_said(store, file):
    store.add("indicators", file(INDICATORS), name="one")
    assert [one.name for one in store.tables("indicators")] == ["one"]
    assert store.tables("seasons") == ()
    store.remove("one")
    for name in ("one", "../one", ""):
        with pytest.raises(NotStored):
            store.table(name)
    with pytest.raises(UnknownName, match="'weather'"):
        store.add("weather", file(INDICATORS))


def test_a_name_belongs_to_one_table_whatever_it_holds(store, file, tmp_path):
    employment = Store(tmp_path / "data")
    jobs = file("territory,activity,employment\nColima,10,5\nColima,29,7\n", "jobs.csv")
    employment.add("table", jobs, name="both")
    with pytest.raises(InputError, match="'both'"):
        store.add("indicators", file(INDICATORS), name="both")
    store.add("indicators", file(INDICATORS), name="other")
    with pytest.raises(InputError, match="'other'"):
        employment.add("table", jobs, name="other")


@pytest.mark.shared
def test_the_table_of_croatia_is_stored_as_eurostat_wrote_it(store, shared):
    path = shared / "data" / "input_output" / "iotables" / "croatia_2010_1700.parquet"
    found = store.add("input-output", path).table.input_output
    assert "C10-C12" in found.activities
    assert found.output.min() > 0
