"""Facets: by which codes entries can be chosen. The registers' fields declare which of them they fill."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from polos import vocabularies
from polos.vocabularies import Vocabulary
from polos_web.registers.kinds import Field, faceted, kinds
from polos_web.registers.values import Code, Codes, Entry, Value

PRIORITY = "priority"
DIALOGUE = "dialogue"
WHAT = "what"
LABELS: Mapping[str, str | Promise] = {
    WHAT: _("What"),
    "side": _("Side"),
    "country": _("Country"),
    "form": _("Form or kind"),
    "market": _("Market"),
    "technology": _("Technology"),
    "maturity": _("Maturity"),
    "helix": _("Group of the helix"),
    "offer": _("Offers"),
    "need": _("Needs"),
    "language": _("Language"),
}
# What a register calls its own kind of thing is one facet with the forms of territories.
_ALSO = {"kind": "form"}
# Facets that are filled without a field: from the register itself, the country, the priorities.
_DERIVED: Mapping[str, tuple[Callable[[], Vocabulary], ...]] = {
    "side": (vocabularies.sides,),
    "country": (vocabularies.countries,),
    "market": (vocabularies.markets,),
    "technology": (vocabularies.technologies,),
}


@dataclass(frozen=True)
class Facet:
    """A facet as the form shows it: (code, words, how many entries), the last ``None`` where not counted."""

    name: str
    label: str | Promise
    options: tuple[tuple[str, str, int | None], ...]


def name_of(field: Field) -> str:
    """Return the facet that a field fills."""
    return _ALSO.get(field.facet, field.facet)


def codes_of(value: Value, stored: Any) -> Iterator[str]:
    """Give the codes of a stored value; of an entry with parts, those of its first part that is a code."""
    match value:
        case Code():
            yield stored
        case Codes():
            yield from stored
        case Entry():
            for name, part in value.parts.items():
                if isinstance(part, Code):
                    yield from [stored[name]] if stored.get(name) else []
                    return


def options(facet: str) -> Mapping[str, str]:
    """Return the codes of a facet with their words in the language of the page."""
    language = get_language() or "en"
    if facet == WHAT:
        return {kind.name: str(kind.plural) for kind in kinds()} | {DIALOGUE: gettext("dialogues")}
    return {code: known.label(code, language) for known in _vocabularies()[facet] for code in known.codes}


def names() -> Mapping[str, str]:
    """Return what one entry of each register is called."""
    return {kind.name: str(kind.label) for kind in kinds()} | {DIALOGUE: gettext("dialogue")}


def shown(found: Counter[str] | None, chosen: Mapping[str, str]) -> list[Facet]:
    """Return the facets for the form; with counts where they are known, and then only codes that occur."""
    return [_facet(name, found if not chosen.get(name) else None) for name in LABELS]


def _facet(name: str, found: Counter[str] | None) -> Facet:
    words = _in_order(name, get_language() or "en")
    counted = [(code, text, None if found is None else found[f"{name}:{code}"]) for code, text in words]
    return Facet(name, LABELS[name], tuple(option for option in counted if option[2] != 0))


@cache
def _in_order(facet: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the codes of a facet with their words, by their words."""
    with override(language):
        return tuple(sorted(options(facet).items(), key=lambda option: option[1].casefold()))


@cache
def _vocabularies() -> Mapping[str, tuple[Vocabulary, ...]]:
    """Return the code lists behind each facet; the registers are known once the application has started."""
    found: dict[str, list[Callable[[], Vocabulary]]] = {name: list(_DERIVED.get(name, ())) for name in LABELS}
    for kind in kinds():
        for field in faceted(kind):
            there = found[name_of(field)]
            there += [lists for lists in _lists(field.value) if lists not in there]
    return {name: tuple(lists() for lists in several) for name, several in found.items()}


def _lists(value: Value) -> Iterable[Callable[[], Vocabulary]]:
    match value:
        case Code() | Codes():
            return [value.codes]
        case Entry():
            return [part.codes for part in value.parts.values() if isinstance(part, Code)][:1]
    return []
