"""A territory as people write it in an address: its id, an official code or a name."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from polos.errors import AmbiguousName, InputError
from polos.tables.territories import find
from polos_web.territories import queries
from polos_web.territories.tables import tables
from polos_web.ui.parameters import nearest, refused, single
from polos_web.ui.refusals import BadParameter
from polos_web.ui.text import folded

SUGGESTED = 6


@dataclass(frozen=True)
class TerritoryNamed:
    """One territory, by id, official code or unambiguous name; its id is what is read."""

    absent: str = ""

    def read(self, name: str, values: list[str]) -> str:
        typed = single(name, values).strip()
        if typed in queries.ids():
            return typed
        try:
            return find(tables().territories, typed[:100])
        except AmbiguousName as several:
            raise _refused(name, typed, several.candidates) from None
        except InputError:
            raise _refused(name, typed, _alike(typed[:100])) from None


def _refused(name: str, typed: str, candidates: tuple[str, ...]) -> BadParameter:
    known = {t.pk: t for t in queries.all_territories(get_language() or "en")}
    words = [f"{pk} ({known[pk].named(get_language() or 'en').text})" for pk in candidates]
    needed = gettext("the id, official code or name of one territory; the nearest are: %(options)s")
    return refused(name, typed, needed % {"options": ", ".join(words)})


def _alike(typed: str) -> tuple[str, ...]:
    """Return the territories whose ids or names are written most like what was typed."""
    spellings = {
        folded(text): t.pk
        for t in queries.all_territories("en")
        for text in (t.pk, t.name, t.name_en or t.name, *t.names.values())
    }
    found = nearest(typed, spellings, most=2 * SUGGESTED)
    return tuple(dict.fromkeys(spellings[spelling] for spelling in found))[:SUGGESTED]
