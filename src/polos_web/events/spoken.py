"""Languages people speak: codes of two or three letters, found under their names in our four languages."""

import re
from functools import lru_cache

from babel.core import Locale

from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.text import folded


@lru_cache
def _codes() -> dict[str, str]:
    found = {}
    for language in OWN_NAMES:
        for code, name in Locale.parse(language).languages.items():
            if "_" not in code:
                found[folded(name)] = code
                found.setdefault(code, code)
    return found


def code_of(typed: str) -> str | None:
    """Return the code of a language given by code or by name, ``None`` where it is not known."""
    return _codes().get(folded(typed.strip()))


def parted(text: str) -> list[str]:
    """Return the languages of a cell such as ``es; inglés``, as written."""
    return [part.strip() for part in re.split(r"[;,/|]", text) if part.strip()]


def name_of(code: str, language: str) -> str:
    """Return the name of a language in the language of the page."""
    return Locale.parse(language).languages.get(code, code)
