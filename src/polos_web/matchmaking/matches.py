"""What follows a match: applications to the right say what they do when both sides have accepted.

An application registers a function when it starts (in its ``AppConfig.ready``); it is called inside the
transaction of the second acceptance.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:  # applications register before there are any models
    from polos_web.accounts.models import User
    from polos_web.matchmaking.models import Match

_registered: dict[str, str] = {}
_addresses: dict[str, str] = {}


def register(name: str, on_match: str, *, address: str = "") -> None:
    """Add what follows a match.

    ``on_match`` is the dotted name of a function ``(match, by=, at=) -> None``. ``address`` is that of a
    function ``(match) -> address or ""``: the page on which the two sides go on.
    """
    _registered[name] = on_match
    if address:
        _addresses[name] = address


def follow(match: "Match", *, by: "User", at: datetime) -> None:
    """Let everybody who registered know of a match, within the transaction that made it."""
    for name in sorted(_registered):
        function: Callable[..., None] = import_string(_registered[name])
        function(match, by=by, at=at)


def address_of(match: "Match") -> str:
    """Return the address of the page on which the two sides go on; nothing where there is none."""
    for name in sorted(_addresses):
        if found := import_string(_addresses[name])(match):
            return found
    return ""
