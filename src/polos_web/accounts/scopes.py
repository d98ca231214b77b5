"""What a role may be for: the things of a kind, by the short names that scopes are made of.

An application to the right registers how they are found when it starts (in its ``AppConfig.ready``).
"""

from collections.abc import Collection

from django.utils.module_loading import import_string

_finders: dict[str, str] = {}


def register(kind_name: str, finder: str) -> None:
    """Name a function ``(kind name, short names) -> titles by short name`` for one kind of things."""
    _finders[kind_name] = finder


def titles(kind_name: str, scopes: Collection[str]) -> dict[str, str]:
    """Return the titles of those of the things that there are; of an unknown kind there is none."""
    if kind_name not in _finders or not scopes:
        return {}
    return import_string(_finders[kind_name])(kind_name, scopes)
