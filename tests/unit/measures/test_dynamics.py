"""Reasons and bad input of entry, exit and growth."""

import numpy as np
import pytest

from polos import measures
from polos.errors import WrongRows
from polos.measures.results import Reason
from unit.measures.drawing import grid, matrix


def test_unknown_cells_are_neither_entries_nor_exits():
    before, after = grid([[0, np.nan, 1, 1]]), grid([[np.nan, 1, np.nan, 0]])
    entries, exits = measures.entries(before, after), measures.exits(before, after)
    assert entries.undefined.tolist() == [[1, 1, 1, Reason.NOT_A_CANDIDATE]]
    assert exits.undefined.tolist() == [[1, 1, 1, 0]]
    assert exits.at("r0", "a3") == 1


def test_growth_from_nothing_is_undefined_and_growth_to_nothing_is_minus_one():
    result = measures.growth(matrix([[0, 5, 10, np.nan]]), matrix([[3, 0, 11, 4]]))
    assert result.why("r0", "a0") is Reason.NOTHING_TO_COMPARE
    assert result.at("r0", "a1") == -1
    assert result.at("r0", "a2") == pytest.approx(0.1)
    assert result.why("r0", "a3") is Reason.UNKNOWN_CELL


def test_growth_of_sums_compares_only_what_is_known_twice():
    before, after = matrix([[10, np.nan], [0, 0]]), matrix([[15, 900], [1, np.nan]])
    by_territory, by_activity = (
        measures.territory_growth(before, after),
        measures.activity_growth(before, after),
    )
    assert by_territory.at("r0") == pytest.approx(0.5)
    assert by_territory.why("r1") is Reason.NOTHING_TO_COMPARE
    assert by_activity.at("a0") == pytest.approx(0.6)
    assert by_activity.why("a1") is Reason.UNKNOWN_CELL


@pytest.mark.parametrize("measure", [measures.growth, measures.territory_growth, measures.activity_growth])
def test_periods_with_other_labels_are_refused(measure):
    with pytest.raises(WrongRows, match="two periods"):
        measure(matrix([[1, 2]]), matrix([[1, 2]], activities=["b", "c"]))
    with pytest.raises(WrongRows, match="two periods"):
        measures.entries(grid([[1, 0]]), grid([[1, 0]], territories=["s"]))
