"""The themes of pairings: the seven of a code list, or topics in free words."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from polos import vocabularies
from polos.vocabularies import Vocabulary
from polos_web.ui.labels import label
from polos_web.ui.text import folded

LIST = "pairing_themes"
_PARTED = re.compile(r"[,;\n]")


def _list() -> Vocabulary:
    return vocabularies.pairing_themes()


def theme(told: str) -> str:
    """Return the words for a theme; a free topic as it was written."""
    return label(LIST, told) if told in _list() else told


def named_themes() -> list[tuple[str, str]]:
    """Return (code, words) of the seven themes, in the order of the list."""
    return [(code, label(LIST, code)) for code in _list().codes]


def theme_code(written: str) -> str:
    """Return the code of a theme that is written as its code or its name, else what was written."""
    return _codes().get(folded(written), written)


def themes_of(text: str) -> list[str]:
    """Return the themes of a text, parted by commas, semicolons or lines; each once."""
    parts = (part.strip() for part in _PARTED.split(text))
    return list(dict.fromkeys(theme_code(part) for part in parts if part))


def split_themes(themes: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the themes of the list by code, and the free topics."""
    both: tuple[list[str], list[str]] = ([], [])
    for one in themes:
        both[one not in _list()].append(one)
    return both


def text_of_themes(themes: Sequence[str]) -> str:
    """Return themes as a text that :func:`themes_of` reads."""
    return ", ".join(map(theme, themes))


@cache
def _codes() -> dict[str, str]:
    """Return the codes by what they are called in any language, however it is spelled."""
    called = ((words, one.code) for one in _list() for words in (one.code, *one.labels.values()))
    return {folded(words): code for words, code in called}
