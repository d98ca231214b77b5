"""Rows made from the records of actors, contact persons and bodies."""

from collections.abc import Sequence

from polos_web.actors.models import Actor, Belonging
from polos_web.registers.kinds import PUBLIC, Reach
from polos_web.registers.models import Record
from polos_web.registers.queries import Sheet, sheets
from polos_web.territories.queries import country_names
from polos_web.translation.text import from_plain
from polos_web.ui.text import folded

PLACES = ("territory", "cluster", "actor", "programme")


def actors(records: Sequence[Record]) -> None:
    """Bring the list of actors up to date."""
    Actor.objects.filter(record__in=[record.pk for record in records]).delete()
    said = sheets([record for record in records if record.is_public], PUBLIC)
    Actor.objects.bulk_create([_actor(sheet) for sheet in said.values() if sheet.value("name")])


def belongings(records: Sequence[Record]) -> None:
    """Bring up to date whom contact persons and bodies are for."""
    Belonging.objects.filter(record__in=[record.pk for record in records]).delete()
    said = sheets([record for record in records if record.is_public], frozenset(Reach))
    Belonging.objects.bulk_create(
        Belonging(record=sheet.record, to_kind=place, to_slug=sheet.value(place))
        for sheet in said.values()
        for place in PLACES
        if sheet.value(place)
    )


def _actor(sheet: Sheet) -> Actor:
    name = from_plain(sheet.value("name"))
    country = sheet.value("country") or ""
    found_by = [name.original, *(made.text for made in name.translations.values())]
    found_by += [sheet.value("acronym") or "", *(country_names(country) if country else ())]
    return Actor(
        record=sheet.record,
        slug=sheet.record.slug,
        name=name,
        is_claimed=sheet.record.is_claimed,
        search_text=folded(" ".join(found_by)),
        **{code: sheet.value(code) or "" for code in ("acronym", "kind", "helix", "scale", "territory")},
        country=country,
    )
