"""Parameters of addresses: declared once a page, read strictly, refused in words.

A page declares what its address may say::

    FILTERS = Parameters(q=Text(), side=Choice(lambda: sides().codes), page=WholeNumber(minimum=1, default=1))
    chosen = FILTERS.read(request.GET)   # chosen.q, chosen.side, chosen.page

A parameter that is not declared, comes twice where one was needed, or has a value that cannot be used raises
``BadParameter``, which the pages answer with 400. An empty value counts as absent, and so does what mail
programs and social networks add to the addresses people send each other.
"""

import math
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from types import SimpleNamespace
from typing import Any, Protocol

from django.http import QueryDict
from django.utils.translation import gettext

from polos_web.ui.refusals import BadParameter
from polos_web.ui.text import folded

# Options that a refusal lists in full; of more, only as many of those nearest to what was typed.
LISTED = 12
# How alike an option has to be to what was typed to be named, and how many stand for all where none is.
ALIKE, EXAMPLES = 0.5, 3
# Added to links on their way, by mail programs and social networks; never meant for us.
ADDED_ON_THE_WAY = frozenset({"fbclid", "gclid", "mc_cid", "mc_eid"})


class Kind(Protocol):
    """How the values of one parameter are read; ``values`` are not empty."""

    @property
    def absent(self) -> Any: ...

    def read(self, name: str, values: list[str]) -> Any: ...


@dataclass(frozen=True)
class Text:
    """Free text up to a length; spaces at the ends are dropped."""

    longest: int = 100
    absent: str = ""

    def read(self, name: str, values: list[str]) -> str:
        text = single(name, values).strip()
        if len(text) > self.longest or "\x00" in text:
            raise refused(
                name, text[:20] + "…", gettext("at most %(count)d letters") % {"count": self.longest}
            )
        return text


@dataclass(frozen=True)
class Choice:
    """One of the options, which are looked up each time."""

    options: Callable[[], Collection[str]]
    absent: str = ""

    def read(self, name: str, values: list[str]) -> str:
        return _known(name, single(name, values), self.options())


@dataclass(frozen=True)
class Several:
    """Any number of the options, in the order of the address, each once."""

    options: Callable[[], Collection[str]]
    absent: tuple[str, ...] = ()

    def read(self, name: str, values: list[str]) -> tuple[str, ...]:
        options = self.options()
        return tuple(dict.fromkeys(_known(name, value, options) for value in values))


@dataclass(frozen=True)
class WholeNumber:
    """A whole number within bounds."""

    minimum: int = 0
    maximum: int = 1_000_000
    absent: int | None = None

    def read(self, name: str, values: list[str]) -> int:
        value = single(name, values)
        needed = gettext("a whole number from %(minimum)s to %(maximum)s") % self._bounds()
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise refused(name, value, needed)
        if not self.minimum <= int(value) <= self.maximum:
            raise refused(name, value, needed)
        return int(value)

    def _bounds(self) -> dict[str, int]:
        return {"minimum": self.minimum, "maximum": self.maximum}


@dataclass(frozen=True)
class Number:
    """A number within bounds, with a point or a comma for its decimals."""

    minimum: float = 0.0
    maximum: float = 1.0
    absent: float | None = None

    def read(self, name: str, values: list[str]) -> float:
        value = single(name, values)
        needed = gettext("a number from %(minimum)s to %(maximum)s") % {
            "minimum": f"{self.minimum:g}",
            "maximum": f"{self.maximum:g}",
        }
        try:
            number = float(value.replace(",", "."))
        except ValueError:
            raise refused(name, value, needed) from None
        if not (math.isfinite(number) and self.minimum <= number <= self.maximum):
            raise refused(name, value, needed)
        return number


class Parameters:
    """What the address of a page may say."""

    def __init__(self, **kinds: Kind) -> None:
        self.kinds = kinds

    def read(self, query: QueryDict) -> SimpleNamespace:
        """Return the value of every declared parameter.

        Raises
        ------
        BadParameter
            When a parameter is not declared, or its value cannot be used.
        """
        for name in query:
            if name not in self.kinds and not _is_added_on_the_way(name):
                raise BadParameter(
                    found=gettext("the parameter “%(name)s”") % {"name": name[:40]},
                    needed=self._needed(),
                    next_step=gettext(
                        "Remove it from the address, or start again from the form of the page."
                    ),
                )
        read = {}
        for name, kind in self.kinds.items():
            values = [value for value in query.getlist(name) if value.strip()]
            read[name] = kind.read(name, values) if values else kind.absent
        return SimpleNamespace(**read)

    def _needed(self) -> str:
        if not self.kinds:
            return gettext("no parameters")
        return gettext("only these parameters: %(names)s") % {"names": ", ".join(self.kinds)}


def nearest(typed: str, options: Iterable[str], *, most: int = LISTED, least: float = 0.0) -> list[str]:
    """Return the options that are written most like what was typed, at least so alike (0 to 1)."""
    by_spelling = {folded(option): option for option in options}
    return [by_spelling[near] for near in get_close_matches(folded(typed), by_spelling, n=most, cutoff=least)]


def _is_added_on_the_way(name: str) -> bool:
    return name in ADDED_ON_THE_WAY or name.startswith("utm_")


def single(name: str, values: list[str]) -> str:
    """Return the only value, or refuse."""
    if len(values) > 1:
        raise refused(name, ", ".join(values)[:60], gettext("this parameter only once"))
    return values[0]


def _known(name: str, value: str, options: Collection[str]) -> str:
    if value not in options:
        raise refused(name, value, _one_of(value[:100], options))
    return value


def _one_of(value: str, options: Collection[str]) -> str:
    if len(options) <= LISTED:
        return gettext("one of: %(options)s") % {"options": ", ".join(options)}
    alike = nearest(value, options, least=ALIKE)
    if alike:
        words = gettext("one of %(count)s options; nearest to what was found: %(options)s")
    else:
        words = gettext("one of %(count)s options, none of them like what was found; such as: %(options)s")
    named = alike or list(options)[:EXAMPLES]
    return words % {"count": len(options), "options": ", ".join(named)}


def refused(name: str, value: str, needed: str) -> BadParameter:
    """Return the refusal of one value of a parameter."""
    return BadParameter(
        found=gettext("“%(value)s” for the parameter “%(name)s”") % {"value": value[:60], "name": name},
        needed=needed,
        next_step=gettext("Correct the address, or start again from the form of the page."),
        parameter=name,
    )
