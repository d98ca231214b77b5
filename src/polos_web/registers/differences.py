"""What changed between two wordings, word by word, so that a person can read it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Change(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Words in a row to which the same happened."""

    change: Change
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts in reading order; removed words stand before those in their place."""
    old, new = _words(before), _words(after)
    return tuple(piece for piece in _pieces(old, new) if piece.text)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for verb, a, b, c, d in SequenceMatcher(
        None, old, new, autojunk=len(old) + len(new) > 2000
    ).get_opcodes():
        if verb == "equal":
            yield Piece(Change.KEPT, "".join(old[a:b]))
        else:
            yield Piece(Change.REMOVED, "".join(old[a:b]))
            yield Piece(Change.ADDED, "".join(new[c:d]))


def _words(text: str) -> list[str]:
    """Words, signs and what is blank between them, each for itself."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)
