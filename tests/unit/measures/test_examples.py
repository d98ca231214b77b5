"""The examples in the documentation of the measures give what they say."""

import doctest
import pkgutil
from importlib import import_module

import pytest

from polos import measures

MODULES = sorted(module.name for module in pkgutil.iter_modules(measures.__path__))


@pytest.mark.slow
@pytest.mark.parametrize("name", MODULES)
def test_examples_run_and_give_what_is_printed(name):
    assert doctest.testmod(import_module(f"polos.measures.{name}")).failed == 0


def test_there_are_examples_to_run():
    """A run that finds none would pass for ever."""
    assert doctest.testmod(import_module("polos.measures.complexity")).attempted > 10
