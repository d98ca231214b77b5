"""Raw records of any kind of table are summed where they are kept, to the same cells everywhere."""

import duckdb
import ibis
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from polos import measures
from polos.errors import WrongColumns, WrongRows
from polos.tables.aggregation import aggregate, matrices_of_records, matrix_of_records
from polos.tables.matrix import Matrix
from unit.tables.records_of_plants import COUNT, plants, sums, table_of

KINDS = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "polars lazy": pl.LazyFrame,
    "arrow": pa.table,
    "duckdb": lambda rows: duckdb.from_arrow(pa.table(rows)),
    "ibis": lambda rows: ibis.memtable(pa.table(rows)),
}
SMALL = {
    "region": ["n", "n", "n", "s", "s"],
    "industry": ["x", "x", "y", "x", "x"],
    "jobs": [1, 2, 3, 4, None],
}


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def rows() -> dict[str, list]:
    return plants()


def as_rows(table) -> list[dict]:
    """Read a table of any kind as rows."""
    if isinstance(table, duckdb.DuckDBPyRelation):
        table = table.pl()
    if isinstance(table, ibis.Table):
        table = table.to_polars()
    return pl.DataFrame(table.collect() if isinstance(table, pl.LazyFrame) else table).rows(named=True)


@pytest.mark.slow
def test_sixty_thousand_records_give_the_sums_of_a_plain_loop(kind, rows):
    """More rows than the 32,768 above which window sums on Arrow tables err."""
    summed = aggregate(kind(rows), territory="region", activity="industry", year="year", value="jobs")
    found = {
        (row["region"], row["industry"], row["year"]): (row["jobs"], row["records"])
        for row in as_rows(summed)
    }
    expected = sums(rows, "region", "industry", "year")
    assert found == expected
    assert sum(count for _, count in found.values()) == COUNT
    assert any(total is None for total, _ in found.values())


def test_the_result_is_a_table_of_the_caller_s_kind(kind):
    frame = kind(SMALL)
    assert type(aggregate(frame, territory="region", activity="industry", value="jobs")) is type(frame)
    assert type(aggregate(frame, territory="region", activity="industry")) is type(frame)


def test_a_lazy_table_is_not_read():
    """The records stay in the engine: reading them here would raise."""

    def read(_):
        raise AssertionError("the records were read")

    lazy = pl.LazyFrame(SMALL).map_batches(
        read, schema={"region": pl.String, "industry": pl.String, "jobs": pl.Int64}
    )
    assert isinstance(aggregate(lazy, territory="region", activity="industry", value="jobs"), pl.LazyFrame)


def test_a_sum_with_an_unknown_part_is_unknown(kind):
    """4 and unknown is not 4; how many are unknown stands beside it."""
    summed = as_rows(aggregate(kind(SMALL), territory="region", activity="industry", value="jobs"))
    cells = {(row["region"], row["industry"]): row for row in summed}
    assert cells["n", "x"]["jobs"] == 3
    assert cells["s", "x"]["jobs"] is None
    assert [cells["s", "x"][name] for name in ("records", "records_unknown", "records_refused")] == [2, 1, 0]


def test_not_a_number_is_an_unknown_amount(kind):
    """pandas cannot tell the two apart, so no other kind of table does."""
    rows = {"region": ["n", "n", "s"], "industry": ["x", "x", "x"], "jobs": [1.0, float("nan"), 2.0]}
    found = matrix_of_records(kind(rows), territory="region", activity="industry", value="jobs")
    assert np.isnan(found.at("n", "x"))
    assert found.at("s", "x") == 2


def test_records_are_counted_where_no_value_is_named(kind):
    found = matrix_of_records(kind(SMALL), territory="region", activity="industry", absent_is_zero=True)
    assert found.values.tolist() == [[2, 1], [2, 0]]
    assert found.origin.steps[-1] == "count of records"


@pytest.mark.slow
def test_a_matrix_of_records_is_the_matrix_of_their_sums(kind, rows):
    columns = {"territory": "region", "activity": "industry", "value": "jobs"}
    found = matrix_of_records(kind(rows), unit="persons", vintage="2020", **columns)
    expected = sums(rows, "region", "industry")
    np.testing.assert_array_equal(found.values, table_of(expected, found.territories, found.activities))
    assert (found.unit, found.vintage, found.origin.steps[-1]) == ("persons", "2020", "sum over records")
    assert found.territories[0] == "NA"


@pytest.mark.slow
def test_every_year_has_its_matrix(kind, rows):
    columns = {"territory": "region", "activity": "industry", "value": "jobs"}
    found = matrices_of_records(kind(rows), year="year", absent_is_zero=True, **columns)
    assert list(found) == ["2020", "2021"]
    assert found["2021"].vintage == "2021"
    in_2021 = {
        (territory, activity): of_cell
        for (territory, activity, year), of_cell in sums(rows, "region", "industry", "year").items()
        if year == 2021
    }
    late = found["2021"]
    expected = table_of(in_2021, late.territories, late.activities, absent=0.0)
    np.testing.assert_array_equal(late.values, expected)
    presences = {year: measures.specialised(matrix) for year, matrix in found.items()}
    assert measures.economic_complexity_panel(presences)["2021"].diagnostics.overlap is not None


def test_results_of_measures_come_back_in_the_kind_of_the_records(kind):
    frame = kind(SMALL)
    result = measures.location_quotient(
        matrix_of_records(frame, territory="region", activity="industry", value="jobs")
    ).to_frame()
    assert isinstance(result, type(frame))


def test_small_whole_numbers_do_not_overflow():
    """300 plants of 200 persons are 60,000 persons, not 60,000 modulo 256."""
    rows = pl.DataFrame({"region": ["n"] * 300, "industry": ["x"] * 300, "jobs": [200] * 300})
    small = rows.with_columns(pl.col("jobs").cast(pl.UInt8))
    for frame in (small, small.lazy(), small.to_pandas(), small.to_arrow()):
        found = matrix_of_records(frame, territory="region", activity="industry", value="jobs")
        assert found.at("n", "x") == 60_000


def test_the_argument_is_not_changed():
    frame = pd.DataFrame(SMALL)
    before = frame.copy(deep=True)
    aggregate(frame, territory="region", activity="industry", value="jobs")
    pd.testing.assert_frame_equal(frame, before)


def test_records_without_rows_give_a_matrix_without_cells():
    empty = pl.LazyFrame(schema={"region": pl.String, "industry": pl.String, "jobs": pl.Int64})
    assert matrix_of_records(empty, territory="region", activity="industry", value="jobs").shape == (0, 0)


@pytest.mark.parametrize("wrong", [-1.0, float("inf"), float("-inf")])
def test_a_record_that_is_no_amount_is_named_and_its_sum_missing(kind, wrong):
    """A negative record would vanish in the sum of its cell."""
    rows = {"region": ["n", "n", "s"], "industry": ["x", "x", "x"], "jobs": [5.0, wrong, 2.0]}
    summed = as_rows(aggregate(kind(rows), territory="region", activity="industry", value="jobs"))
    (north,) = [row for row in summed if row["region"] == "n"]
    assert north["jobs"] is None
    assert north["records_refused"] == 1
    with pytest.raises(WrongRows, match="1 records with a negative or infinite jobs, first in region 'n'"):
        matrix_of_records(kind(rows), territory="region", activity="industry", value="jobs")


def test_a_record_without_a_code_is_refused_by_the_matrix(kind):
    rows = {"region": ["n", None, "s"], "industry": ["x", "x", "x"], "jobs": [5, 1, 2]}
    with pytest.raises(WrongRows, match="without a code in 'region'"):
        matrix_of_records(kind(rows), territory="region", activity="industry", value="jobs")


REFUSED = {
    "no such column": ({"activity": "branch"}, "also branch"),
    "a column for two purposes": ({"activity": "region"}, "each once"),
    "fractions as codes": ({"activity": "share"}, "2.10 and 2.1"),
    "text as amounts": ({"value": "name"}, "String in 'name'"),
    "the name of a count": ({"value": "records"}, "none named records"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_summed_is_refused_before_anything_is_read(case, kind):
    change, says = REFUSED[case]
    rows = SMALL | {"share": [0.5] * 5, "name": ["a"] * 5, "records": [1] * 5}
    columns = {"territory": "region", "activity": "industry", "value": "jobs"} | change
    with pytest.raises(WrongColumns, match=says) as refused:
        aggregate(kind(rows), **columns)
    assert refused.value.next_step


def test_what_is_no_table_is_refused():
    with pytest.raises(WrongColumns, match="list"):
        aggregate([["n", "x", 1]], territory="region", activity="industry")


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(220, 150), (300, 200)])
def test_a_matrix_of_33_000_and_of_60_000_rows_is_the_same_from_every_kind_of_table(kind, shape):
    amounts = np.random.default_rng(5).integers(0, 2**40, shape)
    territory, activity = np.indices(shape).reshape(2, -1)
    rows = {
        "territory": [f"r{place:03}" for place in territory],
        "activity": [f"{place:04}" for place in activity],  # codes that start with zeros
        "value": amounts.ravel().tolist(),
    }
    matrix = Matrix.from_frame(kind(rows), territory="territory", activity="activity", value="value")
    assert matrix.territories == tuple(f"r{place:03}" for place in range(shape[0]))
    assert matrix.activities == tuple(f"{place:04}" for place in range(shape[1]))
    assert (matrix.values == amounts).all()
    back = as_rows(measures.location_quotient(matrix).to_frame())
    assert len(back) == shape[0] * shape[1]
