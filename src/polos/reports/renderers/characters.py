"""Characters that the drawing and typesetting engines can take; what they cannot is replaced visibly.

Both engines stop the whole process on some characters (NUL in a chart, some mixtures of scripts in a
document), so nothing reaches them unchecked.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

REPLACEMENT = "\ufffd"

# What the fonts that come with the typesetting engine hold: Latin, Greek, Cyrillic, marks and signs.
PRINTED = (
    (0x20, 0x4FF),
    (0x1E00, 0x1FFF),
    (0x2010, 0x2027),
    (0x202F, 0x2040),
    (0x2070, 0x20CF),
    (0x2190, 0x22FF),
    (0xFB00, 0xFB06),
    (0xFFFD, 0xFFFD),
)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def for_xml(text: str) -> str:
    """Return the text with every character that XML forbids replaced."""
    return _NOT_IN_XML.sub(REPLACEMENT, text)


def for_print(text: str) -> str:
    """Return the text on one line, in characters that the fonts hold.

    Invisible characters are dropped, and accents that no letter of the fonts carries.
    """
    return "".join(_printed(character) for character in unicodedata.normalize("NFC", text))


def throughout(value: Any, change: Callable[[str], str]) -> Any:
    """Return plain data (dicts, lists, tuples) with ``change`` made in every text, keys included."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(key): throughout(inner, change) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [throughout(inner, change) for inner in value]
    return value


@lru_cache(maxsize=4096)  # documents are made of few characters, again and again
def _printed(character: str) -> str:
    if character.isspace():
        return character if character in "\u00a0\u202f" else " "
    category = unicodedata.category(character)
    if category == "Cf" or category.startswith("M"):
        return ""
    is_held = any(first <= ord(character) <= last for first, last in PRINTED)
    return character if is_held and not category.startswith("C") else REPLACEMENT
