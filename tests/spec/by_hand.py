"""Marks a test as the example by hand of measures whose results are not one table."""

from collections.abc import Callable
from typing import TypeVar

from polos import measures

Test = TypeVar("Test", bound=Callable[..., None])


def by_hand(*names: str) -> Callable[[Test], Test]:
    """Put a test on the pages of these measures: its docstring, the drawn tables it uses, and its code."""
    assert set(names) <= set(measures.__all__)
    return lambda test: test
