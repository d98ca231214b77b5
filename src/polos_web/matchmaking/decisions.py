"""What follows a decision on an assignment of pairs: applications to the right say what they do then.

An application registers a function when it starts (in its ``AppConfig.ready``); it is called inside the
transaction of the decision.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:  # applications register before there are any models
    from polos_web.accounts.models import User
    from polos_web.matchmaking.models import PairingDecision

_registered: dict[str, str] = {}
_addresses: dict[str, str] = {}


def register(name: str, on_decided: str, *, address: str) -> None:
    """Add what follows a decision.

    ``on_decided`` is the dotted name of ``(decision, by=, at=, site=) -> None``; ``address`` is that of
    ``(kind, a, b) -> address or ""``, the page on which a decided pair goes on.
    """
    _registered[name], _addresses[name] = on_decided, address


def follow(decision: "PairingDecision", *, by: "User", at: datetime, site: str) -> None:
    """Let everybody who registered know of a decision, within its transaction."""
    for name in sorted(_registered):
        function: Callable[..., None] = import_string(_registered[name])
        function(decision, by=by, at=at, site=site)


def address_of(kind: str, a: str, b: str) -> str:
    """Return the address of the page on which a decided pair goes on; nothing where there is none."""
    for name in sorted(_addresses):
        if found := import_string(_addresses[name])(kind, a, b):
            return found
    return ""
