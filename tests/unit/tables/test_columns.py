"""Tables of any kind at the door."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from polos import measures
from polos.errors import WrongColumns, WrongRows
from polos.tables.columns import label_codes
from polos.tables.matrix import Matrix

KINDS = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "polars lazy": pl.LazyFrame,
    "arrow": pa.table,
    "duckdb": lambda rows: duckdb.from_arrow(pa.table(rows)),
}


def matrix(frame, **options) -> Matrix:
    return Matrix.from_frame(frame, territory="region", activity="industry", value="jobs", **options)


def of_kind(kind: str, rows: dict) -> object:
    return KINDS[kind](rows)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(165, 200), (300, 200)])  # 33,000 and 60,000 rows
def test_large_tables_arrive_whole_from_every_kind(kind, size):
    territories, activities = size
    jobs = np.random.default_rng(7).integers(0, 1000, territories * activities)
    rows = {
        "region": [f"r{i:03}" for i in range(territories) for _ in range(activities)],
        "industry": [f"a{i:03}" for _ in range(territories) for i in range(activities)],
        "jobs": jobs.tolist(),
    }
    order = np.random.default_rng(8).permutation(len(jobs))
    shuffled = {name: [column[i] for i in order] for name, column in rows.items()}
    found = matrix(of_kind(kind, shuffled))
    assert (found.values == jobs.reshape(size)).all()
    assert found.territories[:2] == ("r000", "r001")


@pytest.mark.parametrize("kind", KINDS)
def test_results_come_back_in_the_caller_s_kind(kind):
    rows = {"region": ["n", "n", "s"], "industry": ["x", "y", "y"], "jobs": [1, 2, 3]}
    frame = of_kind(kind, rows)
    result = measures.location_quotient(matrix(frame)).to_frame()
    assert isinstance(result, type(frame))


@pytest.mark.parametrize("kind", KINDS)
def test_unknown_is_not_zero_and_na_is_a_code(kind):
    """A published paper lost Namibia, whose code NA was read as missing: here it is text like any other, and
    a missing amount stays unknown."""
    rows = {"region": ["NA", "NA", "ZA"], "industry": ["x", "y", "x"], "jobs": [1.0, None, 3.0]}
    found = matrix(of_kind(kind, rows))
    assert found.territories == ("NA", "ZA")
    assert found.known.tolist() == [[True, False], [True, False]]
    declared = matrix(of_kind(kind, rows), absent_is_zero=True)
    assert declared.at("ZA", "y") == 0
    assert np.isnan(declared.at("NA", "y"))


@pytest.mark.parametrize("kind", KINDS)
def test_whole_numbers_are_codes_and_order_is_that_of_text(kind):
    rows = {"region": [10, 9], "industry": [1, 1], "jobs": [5, 6]}
    assert matrix(of_kind(kind, rows)).territories == ("10", "9")


def test_the_smallest_whole_numbers_do_not_overflow():
    """Sums of 8-bit numbers are not taken in 8 bits."""
    rows = pl.DataFrame(
        {"region": ["n", "s"], "industry": ["x", "x"], "jobs": [200, 100]},
        schema_overrides={"jobs": pl.UInt8},
    )
    assert matrix(rows).values.sum() == 300


def test_a_table_without_rows_is_a_matrix_without_cells():
    empty = pl.DataFrame(schema={"region": pl.String, "industry": pl.String, "jobs": pl.Float64})
    found = matrix(empty)
    assert found.shape == (0, 0)
    assert measures.location_quotient(found).values.shape == (0, 0)


REFUSED = {
    "no such column": (pl.DataFrame({"region": ["n"], "jobs": [1]}), WrongColumns, "also industry"),
    "no table at all": ([["n", "x", 1]], WrongColumns, "list"),
    "float codes": (
        pl.DataFrame({"region": [2.10], "industry": ["x"], "jobs": [1]}),
        WrongColumns,
        "2.10 and 2.1",
    ),
    "flags as codes": (
        pl.DataFrame({"region": [True], "industry": ["x"], "jobs": [1]}),
        WrongColumns,
        "Boolean codes",
    ),
    "text as amounts": (
        pl.DataFrame({"region": ["n"], "industry": ["x"], "jobs": ["12 c"]}),
        WrongColumns,
        "String in 'jobs'",
    ),
    "flags as amounts": (
        pl.DataFrame({"region": ["n"], "industry": ["x"], "jobs": [True]}),
        WrongColumns,
        "Boolean in 'jobs'",
    ),
    "a missing code": (
        pl.DataFrame({"region": ["n", None], "industry": ["x", "x"], "jobs": [1, 2]}),
        WrongRows,
        "missing-value parsing",
    ),
    "a code pandas took for missing": (
        pd.DataFrame({"region": ["n", float("nan")], "industry": ["x", "x"], "jobs": [1, 2]}),
        WrongRows,
        "missing-value parsing",
    ),
    "several types in a column": (
        pd.DataFrame({"region": ["n", 7], "industry": ["x", "x"], "jobs": [1, 2]}, dtype=object),
        WrongColumns,
        "several types",
    ),
    "a column twice": (
        pd.DataFrame([["n", "x", 1, 2]], columns=["region", "industry", "jobs", "jobs"]),
        WrongColumns,
        "each column once",
    ),
    "a cell twice": (
        pl.DataFrame({"region": ["n", "n"], "industry": ["x", "x"], "jobs": [1, 2]}),
        WrongRows,
        "several rows for 'n', 'x'",
    ),
    "a negative amount": (
        pl.DataFrame({"region": ["n"], "industry": ["x"], "jobs": [-1]}),
        WrongRows,
        "territory 'n', activity 'x'",
    ),
    "an infinite amount": (
        pl.DataFrame({"region": ["n"], "industry": ["x"], "jobs": [float("inf")]}),
        WrongRows,
        "inf for territory 'n'",
    ),
    "amounts whose total overflows": (
        pl.DataFrame({"region": ["n", "s"], "industry": ["x", "x"], "jobs": [1.5e308, 1.5e308]}),
        WrongRows,
        "another unit",
    ),
    "amounts whose products vanish": (
        pl.DataFrame({"region": ["n", "s"], "industry": ["x", "x"], "jobs": [1e-160, 0.0]}),
        WrongRows,
        "a largest amount of 1e-160",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused_with_found_needed_and_next(case):
    frame, error, says = REFUSED[case]
    with pytest.raises(error, match=says) as refused:
        matrix(frame)
    assert refused.value.found
    assert refused.value.needed
    assert refused.value.next_step


def test_labels_and_shapes_are_checked():
    origin = matrix(pl.DataFrame({"region": ["n"], "industry": ["x"], "jobs": [1]})).origin
    with pytest.raises(WrongRows, match="shape"):
        Matrix(np.ones((2, 1)), ("n",), ("x",), "", "", origin)
    with pytest.raises(WrongRows, match="territory 'n' twice"):
        Matrix(np.ones((2, 1)), ("n", "n"), ("x",), "", "", origin)
    with pytest.raises(WrongRows, match="activity 'x' twice"):
        Matrix(np.ones((1, 2)), ("n",), ("x", "x"), "", "", origin)


def test_the_caller_s_array_stays_the_caller_s():
    values = np.ones((1, 1))
    origin = matrix(pl.DataFrame({"region": ["n"], "industry": ["x"], "jobs": [1]})).origin
    made = Matrix(values, ("n",), ("x",), "", "", origin)
    values[0, 0] = 9
    assert made.at("n", "x") == 1
    with pytest.raises(ValueError, match="read-only"):
        made.values[0, 0] = 9


@pytest.mark.parametrize(
    "numbers",
    [
        pl.Series("code", [10, 9, -2, 10, 100, -2], dtype=pl.Int64),
        pl.Series("code", [-128, 127] * 200, dtype=pl.Int8),
        pl.Series("code", list(range(255, -1, -1)), dtype=pl.UInt8),
        pl.Series("code", [0, 2**64 - 1, 5], dtype=pl.UInt64),
        pl.Series("code", [2**64 - 1, 2**64 - 2], dtype=pl.UInt64),
        pl.Series("code", [2**63 - 1, -(2**63), 0], dtype=pl.Int64),
        pl.Series("code", [], dtype=pl.Int32),
    ],
)
def test_numbers_are_labelled_like_the_texts_they_are_written_as(numbers):
    """In the order of the texts, 10 before 9, whatever their kind and however far apart."""
    places, labels = label_codes(numbers)
    of_texts = label_codes(numbers.cast(pl.String))
    assert labels == of_texts[1]
    assert places.dtype == of_texts[0].dtype
    assert (places == of_texts[0]).all()
