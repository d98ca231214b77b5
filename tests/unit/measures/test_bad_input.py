"""Every measure of the list with every bad table: a defined result with its reasons, or an error in full."""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy.sparse import issparse

from polos import conventions, measures
from polos.errors import PolosError, WrongRows
from polos.measures.relatedness import Proximity
from polos.measures.results import Pairs, Result
from polos.tables.matrix import Matrix
from unit.measures.arguments import OF_ONE_SURVEY, arguments, good
from unit.measures.drawing import matrix

NAMES = [
    name
    for name in measures.__all__
    if inspect.isfunction(getattr(measures, name)) and name not in OF_ONE_SURVEY
]
GOOD = good().values
UNKNOWN = float("nan")


def changed(change) -> Any:
    values = GOOD.copy()
    change(values)
    return matrix(values)


def _set(place, value):
    def change(values):
        values[place] = value

    return changed(change)


TABLES = {
    "an empty row": _set(2, 0),
    "an empty column": _set(np.s_[:, 1], 0),
    "an empty row and an empty column": changed(lambda x: (x[2].fill(0), x[:, 1].fill(0))),
    "one territory unknown throughout": _set(2, UNKNOWN),
    "one activity unknown throughout": _set(np.s_[:, 1], UNKNOWN),
    "all zero": matrix(np.zeros((3, 3))),
    "all unknown": matrix(np.full((3, 3), UNKNOWN)),
    "one activity": matrix(GOOD[:, :1]),
    "one territory": matrix(GOOD[:1]),
    "one cell": matrix([[3.0]]),
    "one cell, zero": matrix([[0.0]]),
    "no territory": matrix(np.zeros((0, 3))),
    "no activity": matrix(np.zeros((3, 0))),
    "no cell": matrix(np.zeros((0, 0))),
    "unknown cells": changed(lambda x: x.__setitem__(([0, 1, 3], [1, 2, 0]), UNKNOWN)),
    "blocks without anything in common": matrix([[3, 2, 0, 0], [1, 4, 0, 0], [0, 0, 5, 2], [0, 0, 1, 6]]),
    "exact ties": matrix(np.outer([1, 2, 3, 4], [2, 4, 6])),
    "all the same": matrix(np.full((4, 3), 7.0)),
    "a code NA": matrix(
        GOOD, territories=("NA", "nan", "None", "", "r4"), activities=("NA", "01", "1", "2.10")
    ),
    "the largest whole numbers": matrix(GOOD * (2**63 // 16)),
    "the largest amounts": matrix(GOOD * 1e146),
    "the smallest amounts": matrix(GOOD * 1e-150),
}  # fmt: skip


def parts(value: Any) -> Iterator[Any]:
    """Yield a value and all it is made of."""
    yield value
    if isinstance(value, Mapping):
        inner = list(value.values())
    elif isinstance(value, tuple | list):
        inner = list(value)
    elif is_dataclass(value):
        inner = [getattr(value, one.name) for one in fields(value)]
    else:
        return
    for one in inner:
        yield from parts(one)


def require_defined(found: Any) -> None:
    """No number is infinite, and a cell has no number exactly where it has a reason."""
    for one in parts(found):
        if isinstance(one, Result):
            assert (np.isnan(one.values) == (one.undefined > 0)).all(), one
        if isinstance(one, np.ndarray) and one.dtype.kind == "f":
            assert not np.isinf(one).any(), one
        if isinstance(one, float):
            assert not np.isinf(one), found


def plain(value: Any) -> Any:
    """What can be compared before and after: numbers, words, and nothing that holds a state of its own."""
    return [kept(one) for one in parts(value)]


def kept(one: Any) -> Any:
    if isinstance(one, np.ndarray):
        return one.tobytes(), one.shape
    if isinstance(one, pl.DataFrame):
        return one.clone()
    if issparse(one):
        return one.toarray().tobytes()
    return one if isinstance(one, str | int | float | None) else type(one)


def same(before: list[Any], after: list[Any]) -> bool:
    return all(
        one.equals(other) if isinstance(one, pl.DataFrame) else one == other or one != one
        for one, other in zip(before, after, strict=True)
    )


def require_in_full(error: PolosError) -> None:
    assert error.found and error.needed and error.next_step
    assert str(error).startswith("Found ")


@pytest.mark.slow
def test_every_measure_has_a_good_table_with_which_it_gives_a_result():
    """So that what is refused below is refused for what is bad in it."""
    for name in NAMES:
        row, named = arguments(name, good())
        require_defined(getattr(measures, name)(*row, **named))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_result_prints_readably_and_comes_back_in_the_caller_s_kind_of_table(name):
    """Whatever was given in pandas gives pandas, however many results a measure has."""
    row, named = arguments(name, replace(good(), backend="pandas"))
    found = getattr(measures, name)(*row, **named)
    assert "object at 0x" not in repr(found)
    for one in parts(found):
        if hasattr(one, "to_frame"):
            assert isinstance(one.to_frame(), pd.DataFrame)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_bad_table_gives_a_defined_result_or_an_error_in_full(name, capfd):
    """Nothing is filled in, nothing printed, no argument changed, and nothing but our own errors raised."""
    for table in TABLES.values():
        try:
            row, named = arguments(name, table)
        except PolosError as refusal:  # already what the measure needs cannot be made of this table
            require_in_full(refusal)
            continue
        before = plain([row, named])
        try:
            require_defined(getattr(measures, name)(*row, **named))
        except PolosError as refusal:
            require_in_full(refusal)
        assert same(before, plain([row, named]))
    assert capfd.readouterr() == ("", "")


def _per_head(table: Matrix) -> dict[str, float]:
    return dict(zip(table.territories, range(1, 9), strict=False))


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_every_convention_gives_a_defined_result_on_a_bad_table(table):
    """What a package divides by zero is undefined with a reason; no table makes NumPy complain."""
    for one in conventions.CONVENTIONS.values():
        require_defined(conventions.reproduce(TABLES[table], one, population=_per_head(TABLES[table])))


# ---- results that somebody made by hand ------------------------------------------------------


def by_hand(result: Result, value: float) -> Result:
    """The same result with one value that it should not have."""
    values = np.array(result.values, dtype=float)
    values.flat[values.size // 2] = value
    return replace(result, values=values)


def defined(result: Result) -> Result:
    """The same with 0 for what has a reason, and no reasons."""
    values = np.nan_to_num(np.array(result.values, dtype=float))
    return replace(result, values=values, undefined=np.zeros(values.shape, np.uint8))


def results_of(row: list[Any], named: dict[str, Any]) -> Iterator[tuple[int | str, Result]]:
    for key, argument in [*enumerate(row), *named.items()]:
        if isinstance(argument, Proximity):  # not made by hand, but of a presence
            yield key, Pairs(argument.values, argument.activities, argument.undefined, argument.origin)
        elif isinstance(argument, Result) and argument.values.size:
            yield key, argument


@pytest.mark.parametrize("name", NAMES)
def test_no_result_holds_what_is_infinite_or_no_number_without_a_reason(name):
    """So that no measure meets it: the door is that of the result itself."""
    for _, argument in results_of(*arguments(name, good())):
        for value in (np.inf, -np.inf, 1e300, np.nan):
            with pytest.raises(WrongRows, match="without a reason"):
                by_hand(defined(argument), value)
        with pytest.raises(WrongRows, match="values of the kind"):
            replace(argument, values=argument.values.astype(str))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [-3.0, 1e6])
def test_a_value_outside_its_bounds_gives_a_defined_result_or_an_error_in_full(name, value):
    """A presence of -3, a relatedness below 0, a complexity of a million."""
    row, named = arguments(name, good())
    for key, argument in results_of(row, named):
        changed_row, changed_named = list(row), dict(named)
        bad = by_hand(defined(argument), value)
        (changed_row if isinstance(key, int) else changed_named)[key] = bad
        try:
            require_defined(getattr(measures, name)(*changed_row, **changed_named))
        except PolosError as refusal:
            require_in_full(refusal)
