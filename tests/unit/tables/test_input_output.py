"""Input-output tables and season calendars: what is admitted, merged and refused."""

import numpy as np
import polars as pl
import pytest

from polos.errors import InputError, UnknownName, WrongColumns, WrongRows
from polos.measures.results import ByActivity, Grid, Reason, undefined_where
from polos.measures.value_chain import grouped_presence, input_multiplier, supplier_strength
from polos.measures.value_chain_regional import flegg_regional_coefficients, simple_regional_coefficients
from polos.measures.value_chain_seasons import season_overlap
from polos.provenance import Origin
from polos.tables.input_output import InputOutput, divisions_of, from_eurostat
from polos.tables.matrix import Matrix
from polos.tables.seasons import MONTHS, calendar, seasons_of

FLOWS = pl.DataFrame(
    [("mills", "bakers", 4), ("mills", "export", 9), ("bakers", "shops", 6), ("mills", "mills", 1)],
    schema=["from", "to", "value"],
    orient="row",
)
OUTPUT = {"mills": 5, "bakers": 8, "shops": 10}


def table(**changes):
    given = {"flows": np.eye(3), "output": np.full(3, 9.0), "activities": ("a", "b", "c")} | changes
    return InputOutput(unit="", vintage="", origin=Origin("test"), **given)


def test_a_pair_without_a_row_sells_nothing_and_final_use_is_no_activity():
    found = InputOutput.from_frame(FLOWS, OUTPUT, seller="from", buyer="to", value="value")
    assert found.activities == ("mills", "bakers", "shops")
    assert found.flows.tolist() == [[1, 4, 0], [0, 0, 6], [0, 0, 0]]
    assert found.imbalance is None


def test_a_flow_that_stands_twice_or_is_unknown_is_refused():
    twice = pl.concat([FLOWS, FLOWS.head(1)])
    with pytest.raises(WrongRows, match="two flows from 'mills' to 'bakers'"):
        InputOutput.from_frame(twice, OUTPUT, seller="from", buyer="to", value="value")
    unknown = FLOWS.with_columns(value=pl.lit(None, dtype=pl.Float64))
    with pytest.raises(WrongRows, match="unknown"):
        InputOutput.from_frame(unknown, OUTPUT, seller="from", buyer="to", value="value")


@pytest.mark.parametrize(
    "changes",
    [
        {"flows": np.eye(2)},
        {"output": np.ones(2)},
        {"activities": ("a", "a", "c")},
        {"flows": -np.eye(3)},
        {"output": np.array([1, np.nan, 1])},
        {"output": np.array([1, np.inf, 1])},
    ],
)
def test_tables_that_do_not_fit_are_refused(changes):
    with pytest.raises(WrongRows):
        table(**changes)


def test_nobody_can_change_a_table():
    found = table()
    with pytest.raises(ValueError, match="read-only"):
        found.flows[0, 0] = 7


def test_merged_activities_add_up():
    found = InputOutput.from_frame(FLOWS, OUTPUT, seller="from", buyer="to", value="value").merged(
        {"mills": "food", "bakers": "food", "shops": "shops"}
    )
    assert (found.activities, found.output.tolist()) == (("food", "shops"), [13, 10])
    assert found.flows.tolist() == [[5, 6], [0, 0]]
    with pytest.raises(UnknownName, match="'shops'"):
        found.merged({"food": "food"})


@pytest.mark.parametrize(
    ("code", "divisions"),
    [
        ("CPA_A01", ("01",)),
        ("B", ("05", "06", "07", "08", "09")),
        ("C10-C12", ("10", "11", "12")),
        ("C10-12", ("10", "11", "12")),
        ("J62_J63", ("62", "63")),
        ("L68A", ("68",)),
        ("E37-E39", ("37", "38", "39")),
    ],
)
def test_codes_of_eurostat_name_divisions(code, divisions):
    assert divisions_of(code) == divisions


def test_a_code_that_names_no_division_is_refused():
    with pytest.raises(UnknownName, match="'P3'"):
        divisions_of("P3")


def test_a_table_without_output_is_refused():
    frame = pl.DataFrame({"prd_ava": ["CPA_A01"], "ind_use": ["A01"], "values": [1.0]})
    with pytest.raises(WrongRows, match="no output"):
        from_eurostat(frame)


def grid(values, activities):
    values = np.array(values, dtype=float)
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    names = tuple(f"t{k}" for k in range(len(values)))
    return Grid(values, names, activities, undefined, Origin("test"))


def test_a_territory_has_a_group_where_it_has_one_of_its_divisions():
    """Unknown decides only where no division is known to be there; a division nobody counted is unknown."""
    divisions = (("10", "11"), ("99",), ("12",))
    wanted = table(divisions=divisions)
    found = grouped_presence(
        grid([[1, np.nan, 0], [0, np.nan, 1], [0, 0, np.nan]], ("10", "11", "12")), wanted
    )
    np.testing.assert_array_equal(found.values, [[1, np.nan, 0], [np.nan, np.nan, 1], [0, np.nan, np.nan]])


def test_other_activities_are_refused():
    with pytest.raises(WrongRows, match="other activities"):
        supplier_strength(grid([[1]], ("x",)), table())
    jobs = Matrix(np.ones((1, 1)), ("t",), ("x",), "", "", Origin("test"))
    for measure in (simple_regional_coefficients, flegg_regional_coefficients):
        with pytest.raises(WrongRows, match="other activities"):
            measure(table(), jobs, territory="t")
    with pytest.raises(InputError, match="delta"):
        flegg_regional_coefficients(table(), jobs, territory="t", delta=1)
    with pytest.raises(WrongRows, match="neither 0 nor 1"):
        season_overlap(Matrix(np.full((1, 12), 2.0), ("t",), MONTHS, "", "", Origin("test")))


def test_an_unknown_input_leaves_every_multiplier_unknown():
    from_jobs = input_multiplier(table(flows=np.eye(3) / 2), by_activity([1, np.nan, 1]))
    assert from_jobs.reason_counts == {Reason.UNKNOWN_CELL: 3}
    with pytest.raises(WrongRows, match="other activities"):
        input_multiplier(table(), by_activity([1, 1, 1], names=("x", "y", "z")))


def by_activity(values, names=("a", "b", "c")):
    from_measures = np.array(values, dtype=float)
    undefined = undefined_where(from_measures, (Reason.UNKNOWN_CELL, np.isnan(from_measures)))
    return ByActivity(from_measures, names, undefined, Origin("test"))


SEASONS = pl.DataFrame(
    {
        "territory_id": ["cl_ma", "es_mu", "pe"],
        "product": ["avocado", "avocado", "avocado"],
        "months": ["08;09;10", "", None],
    }
)


def test_a_calendar_tells_no_supply_from_unknown():
    found = calendar(seasons_of(SEASONS), "avocado")
    assert found.at("cl_ma", "09") == 1
    assert found.at("es_mu", "09") == 0
    assert not found.known[found.territories.index("pe")].any()
    with pytest.raises(UnknownName, match="'lemon'"):
        calendar(seasons_of(SEASONS), "lemon")


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"months": ["13", "01", "02"]}, WrongRows, "month '13'"),
        ({"territory_id": ["pe", "pe", "cl"]}, WrongRows, "'pe' twice"),
        ({"territory_id": [None, "pe", "cl"]}, WrongRows, "no territory_id"),
        ({"colour": ["green", "green", "green"]}, WrongColumns, "colour"),
    ],
)
def test_calendars_that_cannot_be_read_are_refused(change, error, words):
    with pytest.raises(error, match=words):
        seasons_of(SEASONS.with_columns(**{name: pl.Series(values) for name, values in change.items()}))
