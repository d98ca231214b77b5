"""What every result can do."""

import numpy as np
import pytest

from polos import measures
from polos.errors import InputError, UnknownName, WrongRows
from polos.measures import samples
from polos.measures.curves import ByDistance
from polos.measures.results import (
    ByActivity,
    ByTerritory,
    CrossPairs,
    Grid,
    Pairs,
    Reason,
    TerritoryPairs,
    all_defined,
    is_all_defined,
    require_presence,
)
from polos.provenance import Origin
from polos.tables.matrix import Matrix
from unit.measures.drawing import grid, matrix

ORIGIN = Origin("here")
NONE = np.zeros((2, 2), dtype=np.uint8)
JOBS = Matrix([[20, 20, 0], [0, np.nan, 0]], ("North", "South"), ("food", "steel", "coal"), "", "", ORIGIN)


def test_a_result_prints_what_it_is_and_what_is_missing_from_it():
    printed = repr(measures.location_quotient(JOBS))
    assert printed.splitlines() == [
        "location_quotient: 2 territories x 3 activities; undefined: 1 unknown_cell, 2 empty_territory, "
        "1 empty_activity",
        "       food  steel  coal",
        "North     1      1     -",
        "South     -      -     -",
    ]


def test_a_result_of_one_value_each_prints_one_column():
    assert repr(measures.herfindahl_index(JOBS)).splitlines()[1:] == [
        "       value",
        "North    0.5",
        "South      -",
    ]


def test_a_frame_has_one_row_a_cell_with_value_or_reason():
    frame = measures.location_quotient(JOBS).to_frame()
    assert frame.columns == ["territory", "activity", "value", "reason"]
    assert frame.row(0) == ("North", "food", 1.0, None)
    assert frame.row(4) == ("South", "steel", None, "unknown_cell")
    assert len(frame) == 6


@pytest.mark.parametrize(
    ("result", "labels", "columns"),
    [
        (Grid(np.eye(2), ("n", "s"), ("x", "y"), NONE, ORIGIN), ("s", "x"), ["territory", "activity"]),
        (Pairs(np.eye(2), ("x", "y"), NONE, ORIGIN), ("y", "x"), ["activity", "other_activity"]),
        (
            CrossPairs(np.eye(2), ("x", "y"), ("p", "q"), NONE, ORIGIN),
            ("y", "p"),
            ["activity", "other_activity"],
        ),
        (TerritoryPairs(np.eye(2), ("n", "s"), NONE, ORIGIN), ("s", "n"), ["territory", "other_territory"]),
        (ByTerritory(np.array([1.0, 0.0]), ("n", "s"), NONE[0], ORIGIN), ("s",), ["territory"]),
        (ByActivity(np.array([1.0, 0.0]), ("x", "y"), NONE[0], ORIGIN), ("y",), ["activity"]),
    ],
)
def test_every_kind_answers_by_label(result, labels, columns):
    assert result.at(*labels) == 0
    assert result.why(*labels) is Reason.DEFINED
    assert result.to_frame().columns == [*columns, "value", "reason"]
    with pytest.raises(UnknownName, match="'elsewhere'"):
        result.at("elsewhere", *labels[1:])
    with pytest.raises(ValueError, match="read-only"):
        result.values[0] = 9


def test_values_and_reasons_fit_the_labels():
    with pytest.raises(WrongRows, match=r"needed|Needed \(2, 2\)"):
        Grid(np.eye(3), ("n", "s"), ("x", "y"), NONE, ORIGIN)
    with pytest.raises(WrongRows, match=r"Needed \(2, 2\)"):
        Pairs(np.eye(2), ("x", "y"), NONE[0], ORIGIN)


def test_every_result_carries_its_papers():
    quotients = measures.location_quotient(JOBS)
    present = measures.presence(quotients, threshold=0.5)
    related = measures.proximity(present)
    assert related.origin.name == "here"
    assert related.origin.steps == ("location_quotient", "presence", "proximity")
    assert present.parameters == {"threshold": 0.5}


@pytest.mark.parametrize("value", [-0.1, 1.1])
def test_a_presence_lies_between_nothing_and_all(value):
    values = np.array([[value, np.nan], [0.0, 1.0]])
    with pytest.raises(WrongRows, match="Decide presence first"):
        require_presence(grid(values))


def test_the_extent_reaches_from_nothing_to_nothing_at_least():
    assert grid([[0.25, 0.5], [0.75, 0.5]]).extent == (0, 0.75)
    assert grid([[-0.25, np.nan], [-0.75, -0.5]]).extent == (-0.75, 0)
    assert grid([[0.25, np.nan], [0.75, 0.5]]).extent == (0, 0.75)
    assert grid([[2, np.nan], [3, 4]]).extent == (0, 4)


def test_one_label_for_each_axis():
    table, curve = grid([[1, 2]]), samples.places()
    with pytest.raises(InputError, match="territory, activity"):
        table.at("r0")
    with pytest.raises(InputError, match="distance"):
        measures.duranton_overman(curve, "bread", distances=(0, 1), bandwidth=0.5).why()


LARGE = [matrix(np.random.default_rng(seed).integers(1, 90, (60, 40))) for seed in range(3)]
HERE = measures.specialised(LARGE[0])
NEAR = measures.proximity(HERE)
LONG = {
    "best_partners": lambda: measures.best_partners(HERE, NEAR),
    "best_cluster_definition": lambda: measures.best_cluster_definition(
        [NEAR], counts=(2, 3), generator=np.random.default_rng(1)
    ),
    "dynamic_shift_share": lambda: measures.dynamic_shift_share(*LARGE),
    "economic_complexity": lambda: measures.economic_complexity(HERE),
}


@pytest.mark.parametrize("name", LONG)
def test_what_is_large_prints_as_one_page_with_its_size(name):
    printed = repr(LONG[name]())
    assert len(printed.splitlines()) < 60
    assert len(printed) < 3_000
    assert "60" in printed or "40" in printed


def test_best_partners_print_their_first_rows():
    """r0 lacks a2 and a3, which only r1 has: either brings the other nearer."""
    presence = grid([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 0, 0]])
    found = measures.best_partners(presence, measures.proximity(presence), count=1)
    title, heading, *rows = repr(found).splitlines()
    assert title == "best_partners: 3 x 4, at most 1 partners each, 6 found"
    assert heading.split() == ["territory", "activity", "partner", "added"]
    assert [row.split() for row in rows[:2]] == [["r0", "a2", "r1", "1"], ["r0", "a3", "r1", "1"]]
    assert len(rows) == 6


def test_a_result_leaves_the_arrays_it_was_given_as_they_were():
    values, undefined, distances = np.zeros(2), np.zeros(2, dtype=np.uint8), np.array([1.0, 2.0])
    found = ByDistance(values, distances, undefined, ORIGIN)
    for given, held in (
        (values, found.values),
        (undefined, found.undefined),
        (distances, found.distances),
    ):
        assert given.flags.writeable
        assert not held.flags.writeable
        assert np.shares_memory(given, held)


def test_one_number_still_stands_for_the_reasons_of_all_cells():
    """A result is a view of its arrays: what was cheap to hold stays so."""
    found = Pairs(np.eye(2), ("x", "y"), all_defined((2, 2)), ORIGIN)
    assert is_all_defined(found.undefined)
