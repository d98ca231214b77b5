"""Reasons that go along from counts to what is made of them."""

from dataclasses import replace

import numpy as np
import pytest

from polos import measures
from polos.measures.results import Reason
from unit.measures.drawing import grid


@pytest.mark.parametrize("name", ["association_strength", "association_probability", "cosine", "jaccard"])
def test_why_a_count_is_undefined_is_why_what_is_made_of_it_is(name):
    counts = measures.co_occurrence(grid([[1, 1, 0], [1, 0, 1], [0, 1, 1]]))
    unknown = np.zeros((3, 3), dtype=np.uint8)
    unknown[0, 1] = unknown[1, 0] = Reason.UNKNOWN_CELL
    without = replace(counts, values=np.where(unknown > 0, np.nan, counts.values), undefined=unknown)
    found = getattr(measures, name)(without)
    assert found.why("a0", "a1") is Reason.UNKNOWN_CELL
    assert np.isnan(found.at("a0", "a1"))
    assert found.at("a0", "a2") > 0
