"""Every measure of the list with every bad number beside its table: refused in words, or with a meaning."""

import inspect
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from polos import measures
from polos.errors import InputError, PolosError
from polos.measures.arguments import require_count, require_generator, require_precision
from unit.measures.arguments import arguments, good
from unit.measures.test_bad_input import NAMES

BAD = {"nan": np.nan, "inf": np.inf, "-1": -1, "1.5": 1.5, "x": "x"}
KINDS = {
    "int": lambda given, bad: bad,
    "float": lambda given, bad: bad,
    "int | None": lambda given, bad: bad,
    "float | None": lambda given, bad: bad,
    "Sequence[int]": lambda given, bad: [bad],
    "Sequence[float]": lambda given, bad: [bad],
    "Mapping[str, float]": lambda given, bad: {**given, next(iter(given)): bad},
    "Mapping[str, float] | None": lambda given, bad: {**PER_LABEL, "r0": bad, "a0": bad},
}
PER_LABEL = dict.fromkeys([*good().territories, *good().activities], 1.0)
#: What a number means that is bad elsewhere, by measure and parameter; 1.5 is good where no count is wanted.
MEANINGS = {
    ("class_transitions", "limits"): {"-1"},  # values of any sign have classes
    ("spatial_transitions", "limits"): {"-1"},
    ("duranton_overman", "bandwidth_within"): {"inf"},  # over all pairs
    ("marcon_puech_density", "bandwidth_within"): {"inf"},
    ("presence", "threshold"): {"-1"},  # of an advantage from -1 to 1
    ("prody", "income"): {"nan"},  # unknown: the territory is left out
    ("product_gini_index", "gini"): {"nan"},
    ("product_emission_intensity", "intensity"): {"nan", "-1"},  # a territory may take in more than it emits
    ("relevance_against_support", "relevant_from"): {"-1"},  # a scale may begin below 0
    ("relevance_against_support", "supported_from"): {"-1"},
}
#: Continuous settings for which 1.5 is out of bounds.
BOUNDED = {"level", "power", "share", "majority", "least_known", ("flegg_regional_coefficients", "delta")}


def numeric() -> list[tuple[str, str, str]]:
    """Every measure with each of its parameters that takes numbers, and how they are given."""
    return [
        (name, parameter.name, kind)
        for name in NAMES
        for parameter in inspect.signature(getattr(measures, name)).parameters.values()
        if (kind := _kind(parameter)) in KINDS
    ]


def _kind(parameter: inspect.Parameter) -> str:
    written = getattr(parameter.annotation, "__name__", "")
    text = str(parameter.annotation).replace("collections.abc.", "")
    return written if written in KINDS else text


def answered(name: str, parameter: str, kind: str, bad: Any) -> bool:
    """Whether the measure gives a result rather than an error in full; any other error is raised."""
    row, named = arguments(name, good())
    given = named.get(parameter)
    try:
        getattr(measures, name)(*row, **named | {parameter: KINDS[kind](given, bad)})
    except PolosError as refusal:
        assert refusal.found and refusal.needed and refusal.next_step
        return False
    return True


@pytest.mark.parametrize(("name", "parameter", "kind"), numeric())
def test_a_bad_number_is_refused_or_known_to_mean_something(name, parameter, kind):
    found = {text for text, bad in BAD.items() if answered(name, parameter, kind, bad)}
    is_continuous = "float" in kind and BOUNDED.isdisjoint({parameter, (name, parameter)})
    assert found == MEANINGS.get((name, parameter), set()) | ({"1.5"} if is_continuous else set())


@pytest.mark.parametrize("bad", [np.nan, 1.5, "x", True, None, 2.0, 0])
def test_a_count_is_a_whole_number(bad):
    with pytest.raises(InputError, match=r"draws\. Needed a whole number, 1 or more"):
        require_count("draws", bad)


@pytest.mark.parametrize("good", [1, np.int64(7), 10**9])
def test_a_whole_number_of_any_kind_is_a_count(good):
    require_count("draws", good)


@pytest.mark.parametrize("bad", [np.float16, int, "x", 1.5, str])
def test_other_precisions_are_refused_by_all_who_take_one(bad):
    presence = measures.specialised(good())
    for measure in (measures.proximity, measures.economic_complexity):
        with pytest.raises(InputError, match="float32 or float64"):
            measure(presence, dtype=bad)
    assert require_precision("float32") == require_precision(np.float32) == np.float32


def test_a_seed_is_no_generator():
    """Where numbers are drawn, the error says how a seed becomes a generator."""
    with pytest.raises(InputError, match=r"default_rng\(seed\)"):
        require_generator(1)
    drawing = [
        (name, one)
        for name in NAMES
        for one in inspect.signature(getattr(measures, name)).parameters.values()
        if one.name == "generator"
    ]
    assert len(drawing) > 10
    for name, _ in drawing:
        row, named = arguments(name, good())
        with pytest.raises(InputError, match="1 as generator"):
            getattr(measures, name)(*row, **named | {"generator": 1})


def test_a_group_has_a_name():
    for group in ([1], np.nan, None):
        with pytest.raises(InputError, match="the name of a group"):
            measures.related_variety(good(), dict.fromkeys(good().activities, group))


def test_a_missing_population_is_told_from_none():
    with pytest.raises(PolosError, match="no population for 'r1' and 3 more"):
        measures.revealed_population_advantage(good(), population={"r0": 5.0})
    with pytest.raises(PolosError, match=r"a population of 0 for 'r1'\. "):
        measures.revealed_population_advantage(good(), population={**PER_LABEL, "r1": 0})


TABLES_OF = {"Matrix": "as .*Make one of a table first", "Grid": "as .*Compute one first"}


def tables_taken() -> list[tuple[str, str, str]]:
    """Every measure with each of its parameters that is a table of one kind."""
    return [
        (name, parameter.name, parameter.annotation.__name__)
        for name in NAMES
        for parameter in inspect.signature(getattr(measures, name)).parameters.values()
        if getattr(parameter.annotation, "__name__", "") in TABLES_OF
        and parameter.kind is not parameter.VAR_POSITIONAL
    ]


@pytest.mark.parametrize(("name", "parameter", "kind"), tables_taken())
def test_another_kind_of_table_is_refused_with_how_to_make_the_right_one(name, parameter, kind):
    """An array, a frame, amounts for a presence, a presence for amounts."""
    other = measures.specialised(good()) if kind == "Matrix" else good()
    for table in (good().values, pd.DataFrame(good().values), other):
        row, named = arguments(name, good())
        with pytest.raises(InputError, match=f"a {type(table).__name__} {TABLES_OF[kind]}"):
            getattr(measures, name)(*row, **named | {parameter: table})


#: What measures take besides tables of amounts and grids, all of which say how one is made.
OTHER_KINDS = {
    *("Pairs", "CrossPairs", "TerritoryPairs", "ClassPairs", "CoOccurrence", "ByActivity", "ByTerritory"),
    *("Indicators", "Points", "Plants", "Records", "InputOutput", "SpatialWeights", "ClusterDefinition"),
}


def results_taken() -> list[tuple[str, str]]:
    """Every measure with each of its parameters that takes one of these kinds, or one of several."""
    return [
        (name, parameter.name)
        for name in NAMES
        for parameter in inspect.signature(getattr(measures, name)).parameters.values()
        if OTHER_KINDS & set(re.findall(r"\w+", _kind(parameter)))
        and "Mapping" not in _kind(parameter)
        and parameter.kind is not parameter.VAR_POSITIONAL
    ]


@pytest.mark.parametrize(("name", "parameter"), results_taken())
def test_what_is_no_result_is_refused_with_how_to_make_one(name, parameter):
    """An array, a frame and a list of numbers, where relatedness, neighbours, plants and such are meant."""
    for thing in (good().values, pd.DataFrame(good().values), [1, 2]):
        row, named = arguments(name, good())
        position = list(inspect.signature(getattr(measures, name)).parameters).index(parameter)
        given = [*row[:position], thing, *row[position + 1 :]] if position < len(row) else row
        with pytest.raises(InputError) as refused:
            getattr(measures, name)(*given, **named | ({} if position < len(row) else {parameter: thing}))
        assert re.fullmatch(r"a (ndarray|DataFrame|list|int) as \w+", refused.value.found)
        assert re.match("Make|Compute", refused.value.next_step)
