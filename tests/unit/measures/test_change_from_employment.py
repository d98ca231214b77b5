"""Measures of change and of clusters made from stored tables of employment."""

import numpy as np
import pytest

from polos import measures
from polos.errors import InputError
from polos.measures import samples
from polos.measures.from_employment import Inputs, measured, parts

LATER = Inputs(samples.jobs(2020), {}, {}, later=samples.jobs(2025), generator=np.random.default_rng(1))


def test_shift_share_of_two_stored_tables_has_eight_named_tables():
    tables, values = parts(measured(measures.shift_share, LATER, {}))
    assert list(tables)[:4] == ["cells.change", "cells.national", "cells.mix", "cells.competitive"]
    assert len(tables) == 8
    assert values == {}


@pytest.mark.parametrize("grouping", ["ward", "means", "medians"])
def test_activities_are_grouped_by_where_they_locate(grouping):
    inputs = Inputs(samples.establishments(), {}, {}, generator=np.random.default_rng(1))
    found = measured(measures.activity_groups, inputs, {"count": "2", "grouping": grouping})
    assert found.members(1) == ("bread", "cheese")


def test_what_employment_does_not_give_is_named():
    with pytest.raises(InputError, match="also panel, limits for class_transitions"):
        measured(measures.class_transitions, LATER, {})
