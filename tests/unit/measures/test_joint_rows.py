"""Joint occurrences of many activities as a table."""

import pandas as pd
import polars as pl
import pytest

from polos.measures import association_strength, co_occurrence_of_records

ROWS = {"record": ["p", "p", "q", "q", "r", "r", "s"], "activity": ["x", "y", "x", "y", "x", "z", "z"]}


def counted(frame):
    return co_occurrence_of_records(frame, record="record", activity="activity")


def test_every_pair_stands_once_and_every_activity_with_itself():
    rows = counted(pl.DataFrame(ROWS)).to_frame().rows()
    assert rows == [("x", "x", 3), ("x", "y", 2), ("x", "z", 1), ("y", "y", 2), ("z", "z", 2)]


def test_what_is_made_of_the_counts_has_the_pairs_that_occur():
    rows = association_strength(counted(pl.DataFrame(ROWS))).to_frame().rows()
    assert [row[:2] for row in rows] == [("x", "y"), ("x", "z")]
    assert rows[0][2] == pytest.approx(2 / (3 * 2 / 4))


def test_the_table_comes_in_the_kind_of_the_records():
    assert isinstance(counted(pd.DataFrame(ROWS)).to_frame(), pd.DataFrame)


def test_all_pairs_both_ways_have_what_is_needed_to_judge_them():
    found = counted(pl.DataFrame(ROWS)).to_co_occurrence()
    assert (found.at("x", "y"), found.at("y", "x"), found.at("y", "z"), found.at("x", "x")) == (2, 2, 0, 3)
    assert found.occurrences.tolist() == [[3, 3, 3], [2, 2, 2], [2, 2, 2]]
    assert (found.events == 4).all()


def test_more_activities_than_two_bytes_number():
    """Of 70,000 activities each record names two; the number of a pair takes more than four bytes."""
    count = 70_000
    named = [*range(count), 0, count - 1]
    records = [place // 2 for place in range(len(named))]
    found = counted(pl.DataFrame({"record": records, "activity": named}))
    assert (len(found.activities), found.records) == (count, count // 2 + 1)
    assert [found.at("0", "69999"), found.at("2", "3"), found.at("1", "2")] == [1, 1, 0]
    assert found.at("0", "0") == 2
    assert found.counts.sum() == found.records


def test_records_may_have_any_whole_numbers():
    frame = pl.DataFrame({"record": [-5, -5, 2**62, 2**62, -5], "activity": ["a", "b", "a", "b", "c"]})
    found = counted(frame)
    assert (found.records, found.at("a", "b"), found.at("b", "c")) == (2, 2, 1)
