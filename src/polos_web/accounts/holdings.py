"""What applications hold about a person: each registers how it is handed out and how it is erased.

An application to the right registers a ``Holding`` when it starts (in its ``AppConfig.ready``); export and
erasure of a person walk all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Holding:
    """``export`` names a function ``(person) -> plain values``, ``erase`` one ``(person, at) -> None``.

    ``names`` names one ``(pseudonyms) -> names by pseudonym``, where people without an account do things.
    """

    name: str
    export: str
    erase: str
    names: str = ""

    @property
    def read(self) -> Callable[..., Any]:
        return import_string(self.export)

    @property
    def remove(self) -> Callable[..., None]:
        return import_string(self.erase)


_registered: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Add what an application holds about people."""
    _registered[holding.name] = holding


def holdings() -> tuple[Holding, ...]:
    """Return every holding, by name."""
    return tuple(_registered[name] for name in sorted(_registered))
