"""Who is told when what a dialogue says to everybody has changed: a search, for example.

An application to the right registers a function when it starts; it is called with the dialogue, in the
transaction of the change.
"""

from collections.abc import Callable
from typing import Any

from django.utils.module_loading import import_string

_registered: list[str] = []


def register(function: str) -> None:
    """Add the dotted name of a function ``(dialogue) -> None``."""
    if function not in _registered:
        _registered.append(function)


def tell(dialogue: Any) -> None:
    """Call everybody who wants to know; no model here, so that applications register while they start."""
    for name in _registered:
        function: Callable[[Any], None] = import_string(name)
        function(dialogue)
