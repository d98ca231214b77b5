"""Pages that applications further along the line add to the menu of a dialogue."""

from django.urls import reverse
from django.utils.functional import Promise

_registered: dict[str, str | Promise] = {}


def register(route: str, words: str | Promise) -> None:
    """Add a page: its route, which takes the short name of the dialogue, and what it is called."""
    _registered[route] = words


def further(slug: str) -> list[tuple[str, str | Promise]]:
    """Return the added pages of a dialogue: the address of each, and what it is called."""
    return [(reverse(route, args=[slug]), words) for route, words in _registered.items()]
