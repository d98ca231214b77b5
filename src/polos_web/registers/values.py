"""What a field of a record may hold: each kind of value is checked at the door and told in one form.

A value arrives from a form, a file or the programming interface (``read``), is stored as plain JSON, and
leaves as one cell of a table (``cell``). Nothing is guessed: what does not fit is refused in words.
"""

import decimal
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext

from polos.vocabularies import Vocabulary
from polos_web.translation.text import Text, from_plain

SEPARATOR = ";"
# What may be handed in as a file, by its kind and the ending of its name.
FILE_TYPES = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "image/png": "png",
    "image/jpeg": "jpg",
}
SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_GROUPED = re.compile(
    r"[0-9]{1,3}(?:([ \u00a0\u202f'’])[0-9]{3}(?:\1[0-9]{3})*|([.,])[0-9]{3}(?:\2[0-9]{3})+)"
)
# Characters that no text of ours needs: controls, and marks that turn the direction of what follows.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class WrongValue(ValueError):
    """A value that its field cannot hold: what was found, and what was needed."""

    def __init__(self, found: object, needed: str) -> None:
        self.found, self.needed = str(found)[:80], needed
        if self.found:
            words = gettext("Found “%(found)s”. Needed: %(needed)s. Correct it, or leave it empty.")
        else:
            words = gettext(
                "Nothing was found here. Needed: %(needed)s. Fill it in, or leave all of it empty."
            )
        super().__init__(words % {"found": self.found, "needed": needed})


class Value(Protocol):
    """One kind of value. ``read`` raises :class:`WrongValue`; it gives ``None`` for nothing at all."""

    name: str

    def read(self, given: Any) -> Any: ...

    def cell(self, stored: Any) -> str: ...


@dataclass(frozen=True)
class Line:
    """One line of text that is the same in every language: an acronym, a legal form, a street."""

    longest: int = 200
    name = "line"

    def read(self, given: Any) -> str | None:
        text = _plain(given, longest=self.longest)
        if text and "\n" in text:
            raise WrongValue(text, gettext("one line"))
        return text or None

    def cell(self, stored: Any) -> str:
        return stored or ""


@dataclass(frozen=True)
class Words:
    """Text that somebody wrote in a language, with its translations; stored as ``Text.to_plain()``."""

    longest: int = 2000
    is_long: bool = True
    name = "words"

    def read(self, given: Any) -> dict[str, Any] | None:
        if given in (None, "", {}):
            return None
        text = given if isinstance(given, Text) else self._text(given)
        checked = Text(text.language, _plain(text.original, longest=self.longest))
        if not checked.original:
            return None
        for language, made in text.translations.items():
            _plain(made.text, longest=self.longest)
            checked = Text(checked.language, checked.original, {**checked.translations, language: made})
        return checked.to_plain()

    def cell(self, stored: Any) -> str:
        return stored["original"] if stored else ""

    def _text(self, given: Any) -> Text:
        try:
            return from_plain({"translations": {}, **given})
        except (KeyError, TypeError, ValueError, AttributeError):
            raise WrongValue(given, gettext("a text with the language it is written in")) from None


@dataclass(frozen=True)
class WholeNumber:
    """A count of something; nothing is unknown, and not zero."""

    least: int = 0
    most: int = 10_000_000
    name = "number"

    def read(self, given: Any) -> int | None:
        if given is None or given == "":
            return None
        number = _number(_without_groups(given), whole=True)
        if number is None or not self.least <= number <= self.most:
            needed = gettext("a whole number from %(least)s to %(most)s")
            raise WrongValue(given, needed % {"least": self.least, "most": self.most})
        return int(number)

    def cell(self, stored: Any) -> str:
        return "" if stored is None else str(stored)


# The largest number that is stored; nobody comes near it, so no page speaks of it as a limit.
LARGEST = 1_000_000_000


@dataclass(frozen=True)
class Decimal:
    """A number with a decimal point, such as full-time equivalents or a percentage."""

    least: float = 0
    most: float = LARGEST
    name = "decimal"

    def read(self, given: Any) -> float | None:
        if given is None or given == "":
            return None
        number = given if isinstance(given, float) else _number(self._with_point(given), whole=False)
        if number is None or not self.least <= number <= self.most:
            raise WrongValue(given, self.needed)
        return float(number)

    @property
    def needed(self) -> str:
        """Which numbers it takes, in words."""
        bounds = {"least": f"{self.least:g}", "most": f"{self.most:g}"}
        if self.most == LARGEST:
            return gettext("a number from %(least)s on, with a point before its decimals") % bounds
        return gettext("a number from %(least)s to %(most)s, with a point before its decimals") % bounds

    def _with_point(self, given: Any) -> Any:
        """Take a comma for a point where it can stand before nothing but decimals.

        Before three digits it may part thousands as well, unless that gives a number out of bounds.
        """
        found = re.fullmatch(r"(-?[0-9]+),([0-9]+)", str(given).strip())
        if found is None:
            return given
        whole, decimals = found.groups()
        is_within = self.least <= float(whole + decimals) <= self.most
        if len(decimals) == 3 and whole not in ("0", "-0") and is_within:
            return given
        return f"{whole}.{decimals}"

    def cell(self, stored: Any) -> str:
        return "" if stored is None else f"{decimal.Decimal(repr(stored)):f}".removesuffix(".0")


@dataclass(frozen=True)
class Year(WholeNumber):
    """A year of the common calendar."""

    least: int = 1500
    most: int = 2100
    name = "year"


@dataclass(frozen=True)
class Day:
    """A day, as 2026-11-30."""

    name = "day"

    def read(self, given: Any) -> str | None:
        if not given:
            return None
        try:
            return date.fromisoformat(str(given).strip()).isoformat()
        except ValueError:
            raise WrongValue(given, gettext("a day such as 2026-11-30")) from None

    def cell(self, stored: Any) -> str:
        return stored or ""


@dataclass(frozen=True)
class Flag:
    """Yes or no; nothing is unknown."""

    name = "flag"
    _said = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

    def read(self, given: Any) -> bool | None:
        if given is None or given == "":
            return None
        said = self._said.get(str(given).strip().lower())
        if said is None:
            raise WrongValue(given, gettext("yes or no"))
        return said

    def cell(self, stored: Any) -> str:
        return "" if stored is None else ("yes" if stored else "no")


@dataclass(frozen=True)
class Code:
    """One code of a list; ``codes`` gives the vocabulary."""

    codes: Callable[[], Vocabulary]
    name = "code"

    def read(self, given: Any) -> str | None:
        code = _plain(given, longest=60)
        if code and code not in self.codes():
            raise WrongValue(code, _one_of(self.codes()))
        return code or None

    def cell(self, stored: Any) -> str:
        return stored or ""


@dataclass(frozen=True)
class Codes:
    """Several codes of a list, each once, in the order they are given: of languages the main one is first."""

    codes: Callable[[], Vocabulary]
    name = "codes"

    def read(self, given: Any) -> list[str] | None:
        if given is not None and not isinstance(given, (str, list, tuple)):
            raise WrongValue(given, gettext("codes with a semicolon between them"))
        parts = given.split(SEPARATOR) if isinstance(given, str) else given or ()
        chosen = dict.fromkeys(filter(None, (_plain(part, longest=60) for part in parts)))
        known = self.codes()
        for code in chosen:
            if code not in known:
                raise WrongValue(code, _one_of(known))
        return list(chosen) or None

    def cell(self, stored: Any) -> str:
        return SEPARATOR.join(stored or ())


@dataclass(frozen=True)
class Link:
    """An address on the web; it is shown, and never fetched."""

    longest: int = 500
    name = "link"

    def read(self, given: Any) -> str | None:
        address = _plain(given, longest=self.longest)
        if not address:
            return None
        if "://" not in address:
            address = f"https://{address}"
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or "." not in host or re.search(r"[\s\"'<>\\]", address):
            raise WrongValue(address, gettext("an address such as https://www.example.org"))
        return address

    def cell(self, stored: Any) -> str:
        return stored or ""


@dataclass(frozen=True)
class Email:
    """An address of e-mail."""

    name = "email"

    def read(self, given: Any) -> str | None:
        address = _plain(given, longest=254).lower()
        if not address:
            return None
        try:
            validate_email(address)
        except ValidationError:
            raise WrongValue(address, gettext("an address such as name@example.org")) from None
        return address

    def cell(self, stored: Any) -> str:
        return stored or ""


@dataclass(frozen=True)
class Reference:
    """Another record, by the name in its address; ``to`` is the name of its kind."""

    to: str
    name = "reference"

    def read(self, given: Any) -> str | None:
        slug = _plain(given, longest=100)
        if slug and not SHORT_NAME.fullmatch(slug):
            raise WrongValue(slug, gettext("the name of one record, or its short name as in its address"))
        return slug or None

    def cell(self, stored: Any) -> str:
        return stored or ""


@dataclass(frozen=True)
class Upload:
    """A file that was handed in: what it is, and the checksum under which the data folder keeps it."""

    name = "file"

    def read(self, given: Any) -> dict[str, Any] | None:
        if given in (None, "", {}):
            return None
        parts = given if isinstance(given, Mapping) else {}
        size, checksum = parts.get("size"), str(parts.get("checksum"))
        fits = parts.get("type") in FILE_TYPES and isinstance(size, int) and not isinstance(size, bool)
        if not fits or not re.fullmatch(r"[0-9a-f]{64}", checksum):
            raise WrongValue(given, gettext("a file that was handed in here"))
        title = _plain(parts.get("title"), longest=150).replace("\n", " ")
        return {"title": title, "type": parts["type"], "size": size, "checksum": checksum}

    def cell(self, stored: Any) -> str:
        return f"{stored['title']} ({stored['checksum']})" if stored else ""


def _fits(parts: Mapping[str, Any]) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Entry:
    """A value of several named parts, such as an offer; ``needed`` names those that must be there.

    ``unfit`` says of parts that were read which do not fit the others, and what is needed there instead.
    """

    parts: Mapping[str, Value]
    labels: Mapping[str, Any]
    needed: tuple[str, ...] = ()
    unfit: Callable[[Mapping[str, Any]], Mapping[str, str]] = _fits
    name = "entry"

    def read(self, given: Any) -> dict[str, Any] | None:
        if given in (None, "", {}):
            return None
        if not isinstance(given, Mapping):
            raise WrongValue(given, gettext("an entry with its parts"))
        unknown = sorted(set(given) - set(self.parts))
        if unknown:
            raise WrongValue(unknown[0], ", ".join(self.parts))
        read = {name: part.read(given.get(name)) for name, part in self.parts.items()}
        if all(value is None for value in read.values()):
            return None
        for problem in self.problems(read).values():
            raise problem
        return read

    def problems(self, read: Mapping[str, Any]) -> dict[str, WrongValue]:
        """Return what is wrong with parts that were read, by part: missing, or not fitting the others."""
        missing = {name: WrongValue("", str(self.labels[name])) for name in self.needed if read[name] is None}
        unfit = self.unfit(read).items()
        return missing | {name: WrongValue(self.parts[name].cell(read[name]), words) for name, words in unfit}

    def cell(self, stored: Any) -> str:
        told = ((name, self.parts[name].cell((stored or {}).get(name))) for name in self.parts)
        return " | ".join(f"{name}: {text}" for name, text in told if text)


def _plain(given: Any, *, longest: int) -> str:
    text = _UNSEEN.sub("", "" if given is None else str(given)).replace("\r\n", "\n").strip()
    if len(text) > longest:
        needed = gettext("at most %(longest)s characters, and these are %(found)s")
        raise WrongValue(text, needed % {"longest": longest, "found": len(text)})
    return text


def _without_groups(given: Any) -> Any:
    """Take out what parts thousands, where it can be nothing else: a blank, or one sign more than once."""
    text = str(given).strip()
    return re.sub("[^0-9]", "", text) if _GROUPED.fullmatch(text) else given


def _number(given: Any, *, whole: bool) -> float | None:
    text = str(given).strip()
    if isinstance(given, bool) or not re.fullmatch(
        r"-?[0-9]{1,12}" + ("" if whole else r"(\.[0-9]{1,15})?"), text
    ):
        return None
    return float(text)


def _one_of(codes: Vocabulary) -> str:
    shown = ", ".join(codes.codes[:8])
    return gettext("one of %(codes)s") % {"codes": shown if len(codes.codes) <= 8 else f"{shown} …"}
