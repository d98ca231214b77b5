"""Parameters of addresses: declared once a page, read strictly, refused in words.

A page declares what its address may say::

    FILTERS = Parameters(q=Text(), side=Choice(lambda: sides().codes), page=WholeNumber(minimum=1, default=1))
    chosen = FILTERS.read(request.GET)   # chosen.q, chosen.side, chosen.page

A parameter that is not declared, comes twice where one was needed, or has a value that cannot be used raises
``BadParameter``, which the pages answer with 400. An empty value counts as absent.
"""

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol

from django.http import QueryDict
from django.utils.translation import gettext

from polos_web.ui.refusals import BadParameter


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
        text = _single(name, values).strip()
        if len(text) > self.longest or "\x00" in text:
            raise _refused(
                name, text[:20] + "…", gettext("at most %(count)d letters") % {"count": self.longest}
            )
        return text


@dataclass(frozen=True)
class Choice:
    """One of the options, which are looked up each time."""

    options: Callable[[], Collection[str]]
    absent: str = ""

    def read(self, name: str, values: list[str]) -> str:
        return _known(name, _single(name, values), self.options())


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
        value = _single(name, values)
        needed = gettext("a whole number from %(minimum)s to %(maximum)s") % self._bounds()
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise _refused(name, value, needed)
        if not self.minimum <= int(value) <= self.maximum:
            raise _refused(name, value, needed)
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
        value = _single(name, values)
        needed = gettext("a number from %(minimum)s to %(maximum)s") % {
            "minimum": f"{self.minimum:g}",
            "maximum": f"{self.maximum:g}",
        }
        try:
            number = float(value.replace(",", "."))
        except ValueError:
            raise _refused(name, value, needed) from None
        if not (math.isfinite(number) and self.minimum <= number <= self.maximum):
            raise _refused(name, value, needed)
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
            if name not in self.kinds:
                raise BadParameter(
                    found=gettext("the parameter “%(name)s”") % {"name": name[:40]},
                    needed=gettext("only these parameters: %(names)s") % {"names": ", ".join(self.kinds)},
                    next_step=gettext(
                        "Remove it from the address, or start again from the form of the page."
                    ),
                )
        read = {}
        for name, kind in self.kinds.items():
            values = [value for value in query.getlist(name) if value.strip()]
            read[name] = kind.read(name, values) if values else kind.absent
        return SimpleNamespace(**read)


def _single(name: str, values: list[str]) -> str:
    if len(values) > 1:
        raise _refused(name, ", ".join(values)[:60], gettext("this parameter only once"))
    return values[0]


def _known(name: str, value: str, options: Collection[str]) -> str:
    if value not in options:
        needed = gettext("one of: %(options)s") % {"options": ", ".join(list(options)[:150])}
        raise _refused(name, value, needed)
    return value


def _refused(name: str, value: str, needed: str) -> BadParameter:
    return BadParameter(
        found=gettext("“%(value)s” for the parameter “%(name)s”") % {"value": value[:60], "name": name},
        needed=needed,
        next_step=gettext("Correct the address, or start again from the form of the page."),
    )
