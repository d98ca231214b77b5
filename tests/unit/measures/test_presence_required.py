"""A quotient is no presence: measures of who has what refuse it, those of weighted tables take it."""

import numpy as np
import pytest

from polos import measures
from polos.errors import WrongRows
from polos.measures.results import Reason
from unit.measures.drawing import grid, matrix

JOBS = matrix([[9, 1, 2, 4], [1, 8, 3, 2], [2, 2, 9, 1], [3, 1, 1, 7], [5, 4, 3, 2]])
QUOTIENTS, PRESENCE = measures.location_quotient(JOBS), measures.specialised(JOBS)
PROXIMITY, PCI = measures.proximity(PRESENCE), measures.product_complexity_index(PRESENCE)
DENSITY = measures.relatedness_density(PRESENCE, PROXIMITY)


def generator() -> np.random.Generator:
    return np.random.default_rng(1)


TAKERS = {
    "economic_complexity": measures.economic_complexity,
    "economic_complexity_index": measures.economic_complexity_index,
    "product_complexity_index": measures.product_complexity_index,
    "economic_complexity_panel": lambda m: measures.economic_complexity_panel({"2020": PRESENCE, "2025": m}),
    "complexity_intervals": lambda m: measures.complexity_intervals(m, generator=generator(), draws=2),
    "product_complexity_intervals": lambda m: measures.product_complexity_intervals(
        m, generator=generator(), draws=2
    ),
    "external_complexity": lambda m: measures.external_complexity(m, PCI),
    "reflections": lambda m: measures.reflections(m, steps=2),
    "complexity_outlook_index": lambda m: measures.complexity_outlook_index(m, DENSITY, PCI),
    "complexity_outlook_gain": lambda m: measures.complexity_outlook_gain(m, PROXIMITY, PCI),
    "opportunity_gain": lambda m: measures.opportunity_gain(m, DENSITY, PROXIMITY, PCI),
}
OF_CHANGE = {
    "entries after": lambda m: measures.entries(PRESENCE, m),
    "entries before": lambda m: measures.entries(m, PRESENCE),
    "exits": lambda m: measures.exits(m, PRESENCE),
    "lasting_entries": lambda m: measures.lasting_entries(PRESENCE, m),
    "lasting_exits": lambda m: measures.lasting_exits(PRESENCE, m),
}
BELOW = grid(np.where(PRESENCE.values > 0, 1, -1), JOBS.territories, JOBS.activities)


@pytest.mark.parametrize("name", TAKERS)
@pytest.mark.parametrize("wrong", [QUOTIENTS, BELOW], ids=["above 1", "below 0"])
def test_what_lies_outside_nothing_and_all_is_refused(name, wrong):
    with pytest.raises(WrongRows, match=r"a presence of .* for 'r\d', 'a\d'.*Decide presence first"):
        TAKERS[name](wrong)


@pytest.mark.parametrize("name", TAKERS)
def test_a_presence_in_parts_is_taken(name):
    """The continuous presence of the Atlas, Q / (1 + Q)."""
    parts = grid(QUOTIENTS.values / (1 + QUOTIENTS.values), JOBS.territories, JOBS.activities)
    assert TAKERS[name](parts) is not None


@pytest.mark.parametrize("name", OF_CHANGE)
@pytest.mark.parametrize("wrong", [QUOTIENTS, grid(np.full((5, 4), 0.5))], ids=["above 1", "in parts"])
def test_change_is_judged_from_what_is_there_or_not(name, wrong):
    with pytest.raises(WrongRows, match=r"a presence of .*1 or 0 in each cell"):
        OF_CHANGE[name](wrong)


def test_an_unknown_cell_is_no_presence_in_parts():
    unknown = PRESENCE.values.copy()
    unknown[0, 0] = np.nan
    found = measures.entries(grid(unknown), PRESENCE)
    assert found.reason_counts[Reason.UNKNOWN_CELL] == 1


def test_fitness_is_defined_for_weights():
    """Twice the weight of every cell changes no fitness that is divided by its mean."""
    found, twice = (
        measures.fitness(grid(factor * QUOTIENTS.values), tolerance=1e-12, limit=500) for factor in (1, 2)
    )
    assert twice.territories.values == pytest.approx(found.territories.values)
    assert measures.stable_fitness(QUOTIENTS).has_converged


def test_what_is_pooled_is_stacked_as_it_is():
    other = grid(QUOTIENTS.values, [f"s{i}" for i in range(5)], JOBS.activities)
    assert measures.pool(QUOTIENTS, other).at("s0", "a0") == QUOTIENTS.at("r0", "a0")
