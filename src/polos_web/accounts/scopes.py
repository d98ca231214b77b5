"""What a role may be for: the things of a kind, by the short names that scopes are made of.

An application to the right registers, when it starts (in its ``AppConfig.ready``), how they are found, and
what follows for them when somebody gets a role for one of them or loses it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from polos_web.accounts.roles import Role

if TYPE_CHECKING:  # applications register before there are any models
    from polos_web.accounts.models import User

_finders: dict[str, str] = {}
_callers: dict[str, str] = {}
_followers: list[str] = []


def register(kind_name: str, finder: str, *, called: str) -> None:
    """Name two functions for one kind of things.

    ``finder`` is ``(kind name, short names) -> titles by short name``, ``called`` the way back:
    ``(kind name, title) -> short names``.
    """
    _finders[kind_name], _callers[kind_name] = finder, called


def follow(follower: str) -> None:
    """Name a function ``(role, short name, *, by, at)`` to call where a role for one thing changes hands."""
    _followers.append(follower)


def changed(role: type[Role], scope: str, *, by: "User | None", at: datetime) -> None:
    """Tell those who follow it that somebody got or lost a role, in the transaction in which that happens."""
    for follower in _followers if scope else ():
        import_string(follower)(role, scope, by=by, at=at)


def titles(kind_name: str, scopes: Collection[str]) -> dict[str, str]:
    """Return the titles of those of the things that there are; of an unknown kind there is none."""
    if kind_name not in _finders or not scopes:
        return {}
    return import_string(_finders[kind_name])(kind_name, scopes)


def named(kind_name: str, text: str) -> str:
    """Return the short name of the thing that has it or is called so; nothing of none, or several."""
    if kind_name not in _finders or not text:
        return ""
    if text in titles(kind_name, [text]):
        return text
    found = import_string(_callers[kind_name])(kind_name, text)
    return found[0] if len(found) == 1 else ""
