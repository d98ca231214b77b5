"""Values as people read them: with the words of codes, in the language of the page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from polos_web.registers.models import Fact, Voice
from polos_web.registers.values import (
    Code,
    Codes,
    Day,
    Decimal,
    Email,
    Entry,
    Flag,
    Link,
    Reference,
    Upload,
    Value,
    WholeNumber,
    Words,
    Year,
)
from polos_web.translation.text import Text, from_plain


def note(fact: Fact) -> tuple[str, str]:
    """Return what was noted of a statement, and the language of the note, empty where nobody said.

    Notes of what came built in are English, but for those that have a translation.
    """
    if fact.voice != Voice.REFERENCE or not fact.note:
        return fact.note, ""
    words = gettext(fact.note)
    return words, "en" if words == fact.note else get_language() or "en"


@dataclass(frozen=True)
class Said:
    """A value ready for a page. ``form`` says what ``it`` is.

    ``words``: a ``Text``; ``number`` and ``plain``: as they are; ``day``: a date; ``terms``: a tuple of
    words; ``link``, ``email``: an address; ``record``: a short name, of the kind ``to``; ``file``: its
    facts; ``entry``: a tuple of (label, ``Said``).
    """

    form: str
    it: Any
    to: str = ""


def said(value: Value, stored: Any) -> Said:  # noqa: PLR0911 (one answer for each kind of value)
    """Return a value, which is not ``None``, as a page shows it."""
    match value:
        case Words():
            return Said("words", from_plain(stored))
        case Year():
            return Said("plain", stored)
        case WholeNumber() | Decimal():
            return Said("number", stored)
        case Day():
            return Said("day", date.fromisoformat(stored))
        case Flag():
            return Said("plain", gettext("yes") if stored else gettext("no"))
        case Code():
            return Said("terms", _labels(value, [stored]))
        case Codes():
            return Said("terms", _labels(value, stored))
        case Link():
            return Said("link", stored)
        case Email():
            return Said("email", stored)
        case Reference():
            return Said("record", stored, value.to)
        case Upload():
            return Said("file", stored)
        case Entry():
            known = [(name, part) for name, part in value.parts.items() if stored.get(name) is not None]
            return Said(
                "entry", tuple((value.labels[name], said(part, stored[name])) for name, part in known)
            )
    return Said("plain", stored)


def plain(value: Value, stored: Any) -> str:
    """Return a value as one piece of text, to be compared or written into a mail; nothing for ``None``."""
    return "" if stored is None else _text(said(value, stored))


def title_of(stored: Any) -> str:
    """Return what names a record, from the value of its title: a text or a line."""
    if isinstance(stored, dict):
        return from_plain(stored).shown(get_language() or "en").text
    return stored or ""


def _text(told: Said) -> str:
    match told.form:
        case "words":
            text: Text = told.it
            return text.original
        case "terms":
            return " · ".join(told.it)
        case "file":
            return told.it["title"]
        case "entry":
            return "; ".join(f"{label}: {_text(part)}" for label, part in told.it)
    return str(told.it)


def _labels(value: Code | Codes, codes: list[str]) -> tuple[str, ...]:
    """Words for codes; a code that its list does not have any more stands for itself."""
    known, language = value.codes(), get_language() or "en"
    return tuple(known.label(code, language) if code in known else code for code in codes)
