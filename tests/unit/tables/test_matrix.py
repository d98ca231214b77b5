"""Parts of a matrix."""

import numpy as np
import pytest

from polos.errors import UnknownName, WrongRows
from polos.provenance import Origin
from polos.tables.matrix import Matrix, require_unique

JOBS = Matrix([[1, 2], [3, np.nan]], ("n", "s"), ("x", "y"), "jobs", "2024", Origin("here"), "pandas")


def test_a_part_keeps_the_order_asked_for_and_the_papers():
    part = JOBS.select(territories=["s", "n"], activities=["y"])
    assert part.territories == ("s", "n")
    np.testing.assert_array_equal(part.values, [[np.nan], [2]])
    assert (part.unit, part.vintage, part.origin, part.backend) == ("jobs", "2024", JOBS.origin, "pandas")


def test_unknown_cells_are_known_to_be_unknown():
    assert JOBS.known.tolist() == [[True, True], [True, False]]
    assert JOBS.known_values.tolist() == [[1, 2], [3, 0]]


@pytest.mark.parametrize(
    "ask", [lambda: JOBS.at("w", "x"), lambda: JOBS.at("n", "z"), lambda: JOBS.select(activities=["q", "z"])]
)
def test_a_label_that_is_not_there_is_refused(ask):
    with pytest.raises(UnknownName, match="labels that the table has"):
        ask()


def test_a_label_given_twice_is_refused_whatever_was_in_order_before():
    """A tuple that was in order is not looked through again; a list may have changed since."""
    many = [tuple(f"{number}-{label}" for label in "abc") for number in range(40)]
    for labels in many + many:
        require_unique(labels, "territory")
    changed = ["a", "b"]
    require_unique(changed, "territory")
    changed[1] = "a"
    for doubled in (changed, ("a", "a"), (*many[-1], many[-1][0])):
        for _ in range(2):
            with pytest.raises(WrongRows, match="each territory once"):
                require_unique(doubled, "territory")
