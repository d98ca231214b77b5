"""The tables of territories and priorities, made from their records: what the library and the lists read."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext

from polos.errors import WrongRows
from polos.tables.territories import lies_within
from polos.vocabularies import LANGUAGES, confidences, countries
from polos.vocabularies.crosswalks import nabs_chapters
from polos_web.analysis import actions as analysis
from polos_web.registers.kinds import PUBLIC
from polos_web.registers.models import Record, Voice
from polos_web.registers.queries import Sheet, naming, of_slugs, sheets
from polos_web.registers.statements import WrongStatements
from polos_web.territories.kinds import PRIORITY, TERRITORY
from polos_web.territories.models import Containment, Priority, Territory
from polos_web.territories.queries import country_names, priorities_table, territories_table
from polos_web.translation.text import Text, from_plain
from polos_web.ui.loading import replace_rows
from polos_web.ui.text import folded

# The columns of codes, by the fields they come from.
CODED = {"market": "markets", "technology": "technologies", "nace": "nace", "sdg": "sdg"}
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
    priorities(
        naming("territory", *sorted({row["territory_id"] for row in rows} - set(before)), kind=PRIORITY)
    )
    _contain()


def priorities(records: Sequence[Record]) -> None:
    """Bring the table of priorities up to date.

    A record that is not public leaves the table, and so does one whose territory is not public.

    Raises
    ------
    WrongStatements
        When a public record names a territory that there is not.
    """
    if not records:
        return
    public = [record for record in records if record.is_public]
    said = {sheet.record.slug: sheet for sheet in sheets(public, PUBLIC).values() if sheet.value("name")}
    there = _territories_there({sheet.value("territory") or "" for sheet in said.values()} - {""})
    shown = [sheet for sheet in said.values() if sheet.value("territory") in there]
    before = Priority.objects.in_bulk([record.slug for record in records])
    Priority.objects.filter(pk__in=set(before) - {sheet.record.slug for sheet in shown}).delete()
    made = [Priority(**_priority(sheet, before.get(sheet.record.slug))) for sheet in shown]
    columns = [field.name for field in Priority._meta.concrete_fields if not field.primary_key]
    Priority.objects.bulk_create(
        made, batch_size=500, update_conflicts=True, unique_fields=["priority_id"], update_fields=columns
    )


def priorities_changed(records: Sequence[Record]) -> None:
    """Bring the table of priorities up to date, and let results computed from it follow."""
    priorities(records)
    analysis.changed("territories", checksum=checksum())


def checksum() -> str:
    """Return the checksum of both tables as they stand."""
    return f"{territories_table().origin.checksum}+{priorities_table().origin.checksum}"


def _territories_there(slugs: set[str]) -> set[str]:
    there = set(Territory.objects.filter(pk__in=slugs).values_list("pk", flat=True))
    missing = slugs - there - {record.slug for record in of_slugs(TERRITORY, slugs - there)}
    if missing:
        words = gettext("Found “%(found)s”. Needed: a territory on record.") % {"found": min(missing)}
        raise WrongStatements({"territory": words})
    return there


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
    analysis.changed("territories", checksum=f"{table.origin.checksum}+{priorities_table().origin.checksum}")


def _row(sheet: Sheet, before: Territory | None) -> dict[str, Any]:
    name: Text = from_plain(sheet.value("name"))
    english = name.shown("en").text
    country = sheet.value("country")
    codes = {"nuts_2021": sheet.values("nuts"), "iso_3166_2": sheet.values("iso")}
    names = {code: name.shown(code).text for code in LANGUAGES if code in name.translations}
    found_by = [name.original, *names.values(), sheet.record.slug, *codes["nuts_2021"], *codes["iso_3166_2"]]
    note = sheet.value("note")
    return {
        "territory_id": sheet.record.slug,
        "name": name.original,
        "name_en": english,
        "names": names,
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


def _priority(sheet: Sheet, before: Priority | None) -> dict[str, Any]:
    name: Text = from_plain(sheet.value("name"))
    niche = sheet.value("niche")
    fact = sheet.told["name"][0].fact
    coded = {column: sheet.value(field) or [] for field, column in CODED.items()}
    is_as_before = before is not None and all(getattr(before, column) == coded[column] for column in coded)
    coding = before.coding if before and is_as_before and before.coding == "agreed" else _coding(sheet)
    has_papers = bool(fact.source or sheet.value("document") or sheet.value("passage"))
    begins, ends = sheet.value("begins"), sheet.value("ends")
    return {
        "priority_id": sheet.record.slug,
        "territory_id": sheet.value("territory"),
        "scope": sheet.value("scope") or "own",
        "strategy": sheet.value("strategy") or "",
        "period": f"{begins or ''}-{ends or ''}" if begins or ends else "",
        "period_start": begins,
        "period_end": ends,
        "name": name.original,
        "name_lang": name.language,
        "name_en": _in_english(name, before),
        "niche": from_plain(niche).shown("en").text if niche else None,
        **coded,
        "nabs": (before.nabs if before and is_as_before else []) or nabs_chapters(coded["markets"]),
        "provenance": "source" if has_papers else "recalled",
        "confidence": _confidence(fact.confidence, coding),
        "source_url": fact.source if "://" in fact.source else None,
        "source_year": int(fact.dated[:4]) if fact.dated[:4].isdigit() else None,
        "coder_note": fact.note or None,
        "coding": coding,
        "has_emphasis": sheet.value("emphasis") is not None,
    }


def _in_english(name: Text, before: Priority | None) -> str:
    """The English name; where there is no translation, the one that came with the built-in name."""
    is_as_before = before is not None and before.name == name.original and "en" not in name.translations
    return before.name_en if before and is_as_before else name.shown("en").text


def _coding(sheet: Sheet) -> str:
    """Return who has coded: where anybody but the built-in data says a code, those who keep the record."""
    voices = {told.fact.voice for field in CODED for told in sheet.told.get(field, ())}
    return "machine" if voices <= {Voice.REFERENCE} and voices else "stated"


def _confidence(said: str, coding: str) -> str:
    """Return how sure the codes are: high where two people agree, else as said, else medium."""
    if coding == "agreed":
        return "high"
    return said if said in confidences() else "medium"
