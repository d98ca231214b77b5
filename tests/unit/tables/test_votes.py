"""Votes come in as a long table, each person once on a statement."""

import numpy as np
import polars as pl
import pytest

from polos.errors import WrongColumns, WrongRows
from polos.provenance import Origin
from polos.tables.votes import Votes

ROWS = {"who": ["a", "a", "b"], "what": ["x", "y", "x"], "vote": [1, -1, 0]}


def read(rows):
    return Votes.from_frame(pl.DataFrame(rows), participant="who", statement="what", vote="vote")


def test_a_vote_that_was_not_cast_is_unknown_and_a_pass_is_a_vote():
    votes = read(ROWS)
    assert (votes.participants, votes.statements) == (("a", "b"), ("x", "y"))
    assert np.array_equal(votes.values, [[1, -1], [0, np.nan]], equal_nan=True)
    assert votes.voted.tolist() == [[True, True], [True, False]]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({**ROWS, "what": ["x", "x", "x"]}, "two votes of 'a' on 'x'"),
        ({**ROWS, "vote": [2, 1, 1]}, "other than -1, 0 or 1"),
        ({**ROWS, "who": ["a", None, "b"]}, "without a code"),
    ],
)
def test_rows_that_are_no_votes_are_refused(rows, message):
    with pytest.raises(WrongRows, match=message):
        read(rows)


def test_a_missing_column_is_named():
    with pytest.raises(WrongColumns, match="also vote"):
        read({"who": ["a"], "what": ["x"]})


def test_labels_fit_the_shape():
    with pytest.raises(WrongRows, match="of shape"):
        Votes(np.zeros((2, 1)), ("a",), ("x",), Origin("test"))
    with pytest.raises(WrongRows, match="each label once"):
        Votes(np.zeros((2, 1)), ("a", "a"), ("x",), Origin("test"))


def test_votes_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        read(ROWS).values[0, 0] = 0
