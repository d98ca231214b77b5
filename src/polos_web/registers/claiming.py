"""Where claims are looked up: the application that holds them is above this one, and names its reader."""

from typing import Any

from django.utils.module_loading import import_string

_readers: list[str] = []


def register(reader: str) -> None:
    """Name the function ``(record, person) -> claim or None`` that finds a claim nobody has answered yet."""
    _readers[:] = [reader]


def waiting(record: Any, person: Any) -> Any:
    """Return the claim that a person has made and nobody answered, or ``None``."""
    return import_string(_readers[0])(record, person) if _readers else None
