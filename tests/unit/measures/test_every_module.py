"""What holds for everything that the measures take and return."""

import dataclasses
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
