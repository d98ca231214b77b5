"""Reasons and bad input of recombination."""

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array

from polos import measures
from polos.errors import WrongColumns, WrongRows
from polos.measures.results import Reason
from polos.provenance import Origin
from polos.tables.records import Records


def records(*pairs):
    frame = pl.DataFrame(pairs, schema=["patent", "field"], orient="row")
    return Records.from_frame(frame, record="patent", activity="field")


def test_ease_and_complexity_by_hand():
    """Two patents combine NA with x; one names y alone: y was never combined with anything."""
    result = records(("p1", "NA"), ("p1", "x"), ("p2", "NA"), ("p2", "x"), ("p3", "x"), ("p4", "y"))
    ease = measures.ease_of_recombination(result)
    assert ease.activities == ("NA", "x", "y")
    assert ease.values.tolist() == [1 / 2, 1 / 3, 0]
    modular = measures.modular_complexity(result)
    assert modular.of_records[:3].tolist() == pytest.approx([2 / (5 / 6), 2 / (5 / 6), 3])
    assert np.isnan(modular.of_records[3])
    assert modular.activities.at("x") == pytest.approx((2.4 + 2.4 + 3) / 3)
    assert modular.activities.why("y") is Reason.EMPTY_ACTIVITY


def test_a_repeated_row_counts_once():
    twice = records(("p1", "a"), ("p1", "a"), ("p1", "b"))
    assert measures.ease_of_recombination(twice).values.tolist() == [1, 1]


def test_an_activity_no_record_names_is_undefined():
    table = Records(csr_array(np.array([[1.0, 0.0]])), ("p1",), ("a", "b"), Origin("drawn"))
    assert measures.ease_of_recombination(table).why("b") is Reason.EMPTY_ACTIVITY


def test_records_refuse_missing_columns_labels_and_values():
    frame = pl.DataFrame({"patent": ["p1"], "field": [None]}, schema_overrides={"field": pl.String})
    with pytest.raises(WrongRows):
        Records.from_frame(frame, record="patent", activity="field")
    with pytest.raises(WrongColumns):
        Records.from_frame(frame, record="patent", activity="class")
    with pytest.raises(WrongRows, match="incidence of shape"):
        Records(csr_array((1, 1)), ("p1", "p2"), ("a",), Origin("drawn"))
