"""What holds for everything that the measures take and return."""

import dataclasses
import inspect
import math
import re
from importlib import import_module
from pkgutil import iter_modules

import numpy as np
import pytest

from polos import measures
from polos.measures.results import Result

MODULES = [import_module(f"polos.measures.{found.name}") for found in iter_modules(measures.__path__)]
KINDS = [
    pytest.param(kind, id=f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}")
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_made_is_not_changed_afterwards(kind):
    one = object.__new__(kind)
    (name, *_) = [field.name for field in dataclasses.fields(kind)] or ["anything"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(one, name, 1)


def holders_of_arrays():
    """Yield what has a field that is an array, or that holds one."""
    kinds = {one.values[0]: str(one.values[0].__annotations__) for one in KINDS}
    holding = {"ndarray", "Matrix", "Indicators", "Points", "Panel"}
    while more := [
        kind for kind, said in kinds.items() if any(re.search(rf"\b{n}\b", said) for n in holding)
    ]:
        for kind in more:
            holding.add(kind.__name__)
            del kinds[kind]
            yield pytest.param(kind, id=kind.__name__)


@pytest.mark.parametrize("kind", list(holders_of_arrays()))
def test_what_holds_arrays_is_equal_to_itself_only(kind):
    """Comparing arrays cell by cell would end in an error, and hashing them too."""
    one, same = (object.__new__(kind) for _ in range(2))
    for made in (one, same):
        for field in dataclasses.fields(kind):
            object.__setattr__(made, field.name, np.zeros(2))
    assert one == one
    assert one != same
    assert len({one, same}) == 2


@pytest.mark.parametrize("kind", [one for one in KINDS if issubclass(one.values[0], Result)])
def test_every_result_prints_as_a_table(kind):
    assert kind.__repr__ is Result.__repr__


# What is taken where nothing is said: published numbers rest on it, so it changes on purpose or not at all.
DEFAULTS = {
    "best_cluster_definition": {"starts": 3},
    "best_partners": {"count": 5},
    "bootstrapped_location_quotient": {"draws": 1000, "level": 0.95, "limit": 1},
    "class_limits": {"count": 5},
    "colocation_information": {"prior": 1, "draws": 200},
    "complexity_intervals": {"draws": 1000, "level": 0.95},
    "duranton_overman": {"is_weighted": False, "bandwidth_within": math.inf},
    "duranton_overman_bands": {"draws": 1000, "level": 0.95},
    "entropy": {"base": 2},
    "exact_interval": {"level": 0.95},
    "fitness": {"exponent": 1, "tolerance": 1e-10, "limit": 10_000, "is_sequential": False},
    "flegg_regional_coefficients": {"delta": 0.3},
    "geary": {"draws": 999},
    "getis_ord": {"draws": 999},
    "gini": {"is_corrected": False},
    "group_informed_consensus": {"minimum": 5},
    "group_overlap": {"minimum": 5},
    "group_stability": {"draws": 100, "least_votes": 7, "stretch": 0.5},
    "krippendorff_alpha_interval": {"draws": 2000, "level": 0.95},
    "local_getis_ord": {"draws": 999},
    "local_moran": {"draws": 999},
    "location_information": {"prior": 1},
    "location_quotient_interval": {"level": 0.95},
    "location_quotient_probability": {"limit": 1},
    "marcon_puech_bands": {"draws": 1000, "level": 0.95},
    "marcon_puech_density": {"bandwidth_within": math.inf},
    "minimum_detectable_difference": {"share": 0.5, "power": 0.8, "level": 0.05},
    "moran": {"draws": 999},
    "opinion_groups": {"most_groups": 5, "least_votes": 7, "stretch": 0.5},
    "opinion_map": {"least_votes": 7, "stretch": 0.5},
    "paired_differences": {"minimum": 5},
    "presence": {"threshold": 1},
    "product_complexity_intervals": {"draws": 1000, "level": 0.95},
    "relevance_against_support": {"relevant_from": 4, "supported_from": 4},
    "spatial_rank_concordance": {"draws": 999},
    "specialised": {"threshold": 1},
    "stable_fitness": {"delta": 0.001, "tolerance": 1e-10, "limit": 100_000},
    "statement_views": {"majority": 0.6, "minimum": 5},
    "strength_sensitivity": {"factors": (0.8, 0.9, 1.0, 1.1, 1.25)},
    "structural_distance": {"least_known": 0.5},
    "structural_distance_intervals": {"draws": 500, "level": 0.95, "nearest": 5},
    "suppressed": {"minimum": 5},
    "wilson_interval": {"level": 0.95},
}


def test_what_is_taken_where_nothing_is_said():
    found = {}
    for name in measures.__all__:
        given = getattr(measures, name)
        chosen = inspect.signature(given).parameters.values() if inspect.isfunction(given) else ()
        numbers = {one.name: one.default for one in chosen if is_number(one.default)}
        found |= {name: numbers} if numbers else {}
    assert found == DEFAULTS


def is_number(default):
    """Whether it is one, or several."""
    several = default if isinstance(default, tuple) and default else (default,)
    return all(isinstance(one, int | float) for one in several)
