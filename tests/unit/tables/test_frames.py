"""The line in Python: one's own frames, of any kind, through the same steps as the built-in data."""

import duckdb
import ibis
import pandas as pd
import polars as pl
import pytest

import polos
from polos.errors import WrongColumns, WrongRows

PRIORITIES = {
    "priority_id": ["n-1", "n-2", "s-1", "s-2"],
    "territory_id": ["north", "north", "south", "south"],
    "markets": ["health", "energy;environment", "health", "tourism"],
    "technologies": ["photonics", None, "photonics", None],
    "period_start": [2021, 2021, 2019, 2019],
}
TERRITORIES = {
    "territory_id": ["north", "south"],
    "country": ["ES", "CL"],
    "side": ["EU", "LAC"],
    "level": ["region", "region"],
    "latitude": [40.0, -33.0],
    "longitude": [-3.7, -70.6],
    "languages": ["es", "es"],
}
KINDS = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "lazy polars": pl.LazyFrame,
    "duckdb": lambda rows: duckdb.from_df(pd.DataFrame(rows)),
    "arrow": lambda rows: pl.DataFrame(rows).to_arrow(),
    "ibis": lambda rows: ibis.memtable(pl.DataFrame(rows).to_arrow()),
}


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def kind(request):
    return request.param


def test_any_kind_of_frame_goes_through_the_whole_line(kind):
    priorities, territories = polos.priorities_of(kind(PRIORITIES)), polos.territories_of(kind(TERRITORIES))
    shared = polos.convergence(priorities, ["north"], ["south"])
    assert [cell for cell in shared.promising] == [("health", "photonics")]
    (south,) = polos.counterparts("north", territories=territories, priorities=priorities)
    assert south.territory_id == "south"
    assert south.columns["complementary"] is None  # no statistics: unknown, not 0


def test_lists_may_be_lists_or_text_with_semicolons():
    as_lists = {**PRIORITIES, "markets": [["health"], ["energy", "environment"], ["health"], ["tourism"]]}
    from_text, from_lists = (polos.priorities_of(pl.DataFrame(rows)) for rows in (PRIORITIES, as_lists))
    assert from_text.rows["markets"].to_list() == from_lists.rows["markets"].to_list()
    assert from_text.rows["technologies"].to_list() == [["photonics"], [], ["photonics"], []]


def test_a_frame_read_as_text_leaves_gaps_unknown():
    """pandas reads a CSV as text with "" for nothing: no population is an unknown one."""
    rows = {**TERRITORIES, "population": ["", "12"], "latitude": ["40.0", ""]}
    table = polos.territories_of(pd.DataFrame(rows).astype(str))
    assert table.rows["population"].to_list() == [None, 12]
    assert table.rows["latitude"].to_list() == [40.0, None]


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"priority_id": ["n-1", "n-1", "s-1", "s-2"]}, WrongRows, "'n-1' twice"),
        ({"territory_id": ["north", None, "south", "south"]}, WrongRows, "row 2"),
        ({"colour": ["red"] * 4}, WrongColumns, "'colour'"),
        ({"period_start": ["soon", "2021", "2019", "2019"]}, WrongRows, "'period_start'"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_was_found(change, error, words):
    with pytest.raises(error, match=words):
        polos.priorities_of(pl.DataFrame({**PRIORITIES, **change}))


def test_a_territory_without_a_side_is_refused():
    without = {name: values for name, values in TERRITORIES.items() if name != "side"}
    with pytest.raises(WrongRows, match="no side in row 1"):
        polos.territories_of(pl.DataFrame(without))
