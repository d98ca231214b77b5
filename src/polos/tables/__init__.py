"""Checked rows: what comes in from sources and frames, and what measures work on.

``columns`` and ``frames``, the doors for frames of pandas, Polars, Arrow and others, are loaded when a frame
first comes in or goes out: arithmetic on arrays needs none of these libraries in memory.
"""

from importlib import import_module
from typing import Any

_DOORS = ("columns", "frames")


def __getattr__(name: str) -> Any:
    """Load a door for frames when it is first asked for."""
    if name not in _DOORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
