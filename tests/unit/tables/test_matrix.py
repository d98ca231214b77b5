"""Parts of a matrix."""

import numpy as np
import pytest

from polos.errors import UnknownName
from polos.provenance import Origin
from polos.tables.matrix import Matrix

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
