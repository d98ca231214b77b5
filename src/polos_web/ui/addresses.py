"""Addresses by the name of a route, remembered: a list with a map asks for hundreds of them."""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language


def address(route: str, *values: str, **named: str) -> str:
    """Return the address of a route in the present language."""
    return _address(get_language() or "en", route, values, tuple(named.items()))


@lru_cache(maxsize=20_000)
def _address(language: str, route: str, values: tuple[str, ...], named: tuple[tuple[str, str], ...]) -> str:
    return reverse(route, args=values or None, kwargs=dict(named) or None)
