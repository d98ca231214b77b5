"""Codes of the stored statistics as words of the page."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from polos.vocabularies import countries, nace

UNIT_LEVELS: Mapping[str, str | Promise] = {
    "nation": gettext_lazy("Nation"),
    "nuts1": gettext_lazy("NUTS 1 region"),
    "nuts2": gettext_lazy("NUTS 2 region"),
    "metropolitan zone": gettext_lazy("Metropolitan zone"),
    "department": gettext_lazy("Department"),
    "own unit": gettext_lazy("Unit of an own table"),
}
# How statistical units lie to a territory.
RELATIONS: Mapping[str, str | Promise] = {
    "same": gettext_lazy("the same area"),
    "contains": gettext_lazy("a containing region"),
    "part of": gettext_lazy("areas inside it"),
    "converted": gettext_lazy("regions of an older division, converted by population"),
}
# The same, said of one unit.
UNIT_RELATIONS: Mapping[str, str | Promise] = {
    "same": gettext_lazy("the same area"),
    "contains": gettext_lazy("the containing region"),
    "part of": gettext_lazy("an area inside it"),
    "converted": gettext_lazy("a region of an older division, converted by population"),
}
STATUSES: Mapping[str, str | Promise] = {
    "known": gettext_lazy("known"),
    "zero": gettext_lazy("zero"),
    "confidential": gettext_lazy("confidential or not available"),
    "not recorded": gettext_lazy("not recorded"),
}


def relation(code: str, levels: Sequence[str]) -> str:
    """Return what the units are to the territory; zones of a state have a name of their own."""
    if code == "part of" and set(levels) == {"metropolitan zone"}:
        return gettext("its metropolitan zones")
    return str(RELATIONS[code])


def country(code: str, units: Iterable[Mapping[str, str]], language: str) -> str:
    """Return a country in words: our own where it is on record, else as the source names the nation."""
    if code in countries():
        return countries().label(code, language)
    named = (unit["name"] for unit in units if unit["country"] == code and unit["level"] == "nation")
    return next(named, code)


def activity(code: str, language: str) -> str:
    """Return an activity of NACE in words."""
    return nace().label(code, language)


def not_observed(divisions: Sequence[str], language: str) -> list[tuple[str, list[str]]]:
    """Return (section, divisions) for divisions that are missing; no divisions where all of a section are."""
    sections: dict[str, list[str]] = {}
    for code in divisions:
        sections.setdefault(nace().parent(code), []).append(code)
    whole = {section: sum(1 for c in nace() if c.parent == section) for section in sections}
    return [
        (
            activity(section, language),
            [] if len(missing) == whole[section] else [activity(code, language) for code in missing],
        )
        for section, missing in sections.items()
    ]
