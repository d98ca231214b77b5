"""The table of territories, made from their records: what the library and the lists read."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext

from polos.errors import WrongRows
from polos.tables.territories import lies_within
from polos.vocabularies import LANGUAGES, countries
from polos_web.analysis import actions as analysis
from polos_web.registers.kinds import Reach
from polos_web.registers.models import Record, Voice
from polos_web.registers.queries import Sheet, sheets
from polos_web.registers.statements import WrongStatements
from polos_web.territories.models import Containment, Territory
from polos_web.territories.queries import territories_table
from polos_web.translation.text import Text, from_plain
from polos_web.ui.loading import replace_rows
from polos_web.ui.text import folded

PUBLIC = frozenset({Reach.PUBLIC})
# What the reference data say of a territory beside its record, and what holds where they say nothing.
BESIDE = {"pairing_id": None, "priority_scope": "own", "code_provenance": None}


def territories(records: Sequence[Record]) -> None:
    """Bring the table of territories, and who lies in whom, up to date.

    A record that is not public leaves the table. What came built in stays as it came, for priorities,
    pairings and statistics hang on it.
    """
    public = [record for record in records if record.is_public]
    built_in = [record for record in records if record.is_built_in and not record.is_public]
    said = {**sheets(public, PUBLIC), **sheets(built_in, PUBLIC, voices=[Voice.REFERENCE])}
    shown = [sheet for sheet in said.values() if sheet.value("name")]
    before = Territory.objects.in_bulk([record.slug for record in records])
    Territory.objects.filter(pk__in=set(before) - {sheet.record.slug for sheet in shown}).delete()
    rows = [_row(sheet, before.get(sheet.record.slug)) for sheet in shown]
    known = {row["territory_id"] for row in rows} | set(Territory.objects.values_list("pk", flat=True))
    _upsert(rows, known)
    _contain()


def country_names(country: str) -> list[str]:
    """Return the name of a country in every language, so that any of them finds it."""
    known = country in countries()
    return [countries().label(country, language) for language in LANGUAGES] if known else [country]


def _upsert(rows: Iterable[dict[str, Any]], known: set[str]) -> None:
    """Write the rows; a parent that is not on record (yet) is left out, and comes with its own record."""
    rows = [{**row, "parent_territory_id": _known(row["parent_territory_id"], known)} for row in rows]
    made = [Territory(**row) for row in rows]
    columns = [field.name for field in Territory._meta.concrete_fields if not field.primary_key]
    Territory.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["territory_id"], update_fields=columns
    )


def _known(parent: str | None, known: set[str]) -> str | None:
    return parent if parent in known else None


def _contain() -> None:
    table = territories_table()
    try:
        within = lies_within(table).to_dicts()
    except WrongRows as problem:
        words = gettext("A territory cannot lie in itself: %(found)s.") % {"found": problem.found}
        raise WrongStatements({"member": words, "parent": words}) from problem
    replace_rows(Containment, map(_containment, within))
    analysis.changed("territories", checksum=table.origin.checksum)


def _row(sheet: Sheet, before: Territory | None) -> dict[str, Any]:
    name: Text = from_plain(sheet.value("name"))
    english = name.shown("en").text
    country = sheet.value("country")
    codes = {"nuts_2021": sheet.values("nuts"), "iso_3166_2": sheet.values("iso")}
    found_by = [name.original, english, sheet.record.slug, *codes["nuts_2021"], *codes["iso_3166_2"]]
    note = sheet.value("note")
    return {
        "territory_id": sheet.record.slug,
        "name": name.original,
        "name_en": english,
        "country": country,
        "side": countries().parent(country),
        "level": sheet.value("level"),
        "form": sheet.value("form"),
        **codes,
        "iso_relation": sheet.value("iso_relation"),
        "latitude": sheet.value("latitude"),
        "longitude": sheet.value("longitude"),
        "population": sheet.value("population"),
        "languages": sheet.value("languages") or [],
        "parent_territory_id": sheet.value("parent"),
        "member_ids": sheet.values("member"),
        **{column: getattr(before, column) if before else new for column, new in BESIDE.items()},
        "notes": from_plain(note).original if note else None,
        "search_text": folded(" ".join([*found_by, *country_names(country)])),
    }


def _containment(row: dict[str, Any]) -> dict[str, Any]:
    name = f"{row['inner']}>{row['outer']}:{row['basis']}:{row['relation']}"
    ids = {"inner_id": row["inner"], "outer_id": row["outer"]}
    return {"containment_id": name, **ids, "basis": row["basis"], "relation": row["relation"]}
