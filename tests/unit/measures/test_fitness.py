"""How the fitness iteration ends, and what bad input gets."""

import numpy as np
import pytest

from polos.errors import InputError
from polos.measures.fitness_iteration import fitness, stable_fitness
from polos.measures.results import Reason
from unit.measures.drawing import grid, nested

BALANCED = np.array([[1, 1, 0, 1], [1, 1, 1, 0], [0, 1, 1, 1], [1, 0, 1, 1]], dtype=float)


def test_the_fixed_point_solves_its_equations():
    table = BALANCED.copy()
    table[0, 2] = 1
    result = fitness(grid(table), tolerance=1e-14)
    f, q = result.territories.values, result.activities.values
    assert result.has_converged
    assert f == pytest.approx((table @ q) / (table @ q).mean(), abs=1e-10)
    weakest = 1 / (table.T @ (1 / f))
    assert q == pytest.approx(weakest / weakest.mean(), abs=1e-10)


def test_both_orders_reach_the_same_point():
    table = BALANCED.copy()
    table[0, 2] = 1
    one, two = (
        fitness(grid(table), tolerance=1e-14, is_sequential=flag).territories.values for flag in (False, True)
    )
    assert one == pytest.approx(two, abs=1e-10)


def test_a_nested_table_does_not_converge_and_says_so():
    """Fitness of the least goes to zero, ever more slowly."""
    result = fitness(grid(nested()), limit=50)
    assert not result.has_converged
    assert result.steps == 50
    assert result.change > 1e-10
    assert (np.diff(result.territories.values) < 0).all()


def test_a_tolerance_of_zero_makes_exactly_the_steps_asked_for():
    assert fitness(grid(nested()), tolerance=0, limit=7).steps == 7


def test_the_stable_iteration_converges_on_a_nested_table():
    result = stable_fitness(grid(nested()), delta=0.1)
    assert result.has_converged
    f, p = result.territories.values, 1 / result.activities.values
    assert f == pytest.approx(0.1 + nested() @ (1 / p), rel=1e-6)
    assert p == pytest.approx(1 + nested().T @ (1 / f), rel=1e-6)
    assert (np.diff(f) < 0).all()


def test_empty_rows_and_columns_have_reasons_and_change_nothing():
    table = np.zeros((5, 5))
    table[:4, :4] = BALANCED
    wide, alone = fitness(grid(table)), fitness(grid(BALANCED))
    assert wide.territories.values[:4] == pytest.approx(alone.territories.values)
    assert wide.territories.why("r4") is Reason.EMPTY_TERRITORY
    assert wide.activities.why("a4") is Reason.EMPTY_ACTIVITY


def test_a_table_of_zeros_gives_reasons_only():
    result = fitness(grid(np.zeros((2, 3))))
    assert result.territories.reason_counts == {Reason.EMPTY_TERRITORY: 2}


def test_a_large_exponent_leaves_only_the_weakest_doer():
    """After two steps Q is that of the least fit territory with the activity."""
    first = nested().sum(axis=1) / nested().sum(axis=1).mean()
    weakest = np.array([first[nested()[:, a] > 0].min() for a in range(6)])
    q = fitness(grid(nested()), exponent=500, tolerance=0, limit=2).activities.values
    assert q == pytest.approx(weakest / weakest.mean(), rel=0.01)


@pytest.mark.parametrize("options", [{"exponent": 0}, {"tolerance": -1}, {"limit": 0}])
def test_impossible_settings_are_refused(options):
    with pytest.raises(InputError):
        fitness(grid(nested()), **options)


def test_a_negative_presence_is_refused():
    with pytest.raises(InputError, match="negative presence"):
        stable_fitness(grid([[1, -1], [1, 1]]))


def test_in_sequence_the_second_side_follows_from_the_new_first():
    table = nested(3)
    new_f = table.sum(axis=1) / table.sum(axis=1).mean()
    new_q = 1 / (table.T @ (1 / new_f))
    result = fitness(grid(table), tolerance=0, limit=1, is_sequential=True)
    assert result.activities.values == pytest.approx(new_q / new_q.mean())


def test_without_a_tolerance_it_goes_on_to_the_limit_even_where_nothing_moves():
    result = fitness(grid(BALANCED), tolerance=0, limit=7)
    assert (result.change, result.steps) == (0, 7)
    assert fitness(grid(BALANCED), tolerance=1e-300, limit=7).steps == 1
