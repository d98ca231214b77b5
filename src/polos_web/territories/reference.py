"""The built-in territories and priorities as statements with their papers."""

from collections.abc import Iterator, Mapping
from typing import Any

from polos.table import Table
from polos.tables.territories import exonyms
from polos.vocabularies import languages
from polos_web.registers.statements import Papers, Statement
from polos_web.translation.text import State, Text

CODES = "NUTS 2021 (Eurostat), ISO 3166-1, ISO 3166-2"
KEPT_FOR_SHOW = "rounded, recalled; not for analysis"
# Columns that are one value each, by the field that takes them.
SINGLE = {
    "country": "country",
    "level": "level",
    "form": "form",
    "latitude": "latitude",
    "longitude": "longitude",
    "languages": "languages",
    "iso_relation": "iso_relation",
    "parent": "parent_territory_id",
}
# The same of priorities.
OF_PRIORITY = {
    "territory": "territory_id",
    "scope": "scope",
    "market": "markets",
    "technology": "technologies",
    "nace": "nace",
    "sdg": "sdg",
    "strategy": "strategy",
    "begins": "period_start",
    "ends": "period_end",
}
SEVERAL = {"nuts": "nuts_2021", "iso": "iso_3166_2", "member": "member_ids"}


def rows(territories: Table) -> Iterator[tuple[str, list[Statement]]]:
    """Give every territory of the table with what it says of it."""
    for row in territories.rows.iter_rows(named=True):
        yield row["territory_id"], list(_statements(row))


def _statements(row: Mapping[str, Any]) -> Iterator[Statement]:
    papers = Papers(source=CODES, note=row["code_provenance"] or "")
    yield Statement("name", _name(row), papers=papers)
    for field, column in SINGLE.items():
        yield Statement(field, row[column], papers=papers)
    population = Papers(note=KEPT_FOR_SHOW, confidence="low")
    yield Statement("population", row["population"], papers=population)
    for field, column in SEVERAL.items():
        for value in row[column] or ():
            yield Statement(field, value, item=value.lower(), papers=papers)
    if row["notes"]:
        yield Statement("note", {"language": "en", "original": row["notes"]}, papers=papers)


def _name(row: Mapping[str, Any]) -> Text:
    """The official name with those in other languages as its translations, where they differ."""
    own = next((code for code in row["languages"] if code in languages()), "en")
    others = {"en": row["name_en"], **exonyms(row["territory_id"])}
    name = Text(own, row["name"])
    for language, other in others.items():
        if language != own and other != row["name"]:
            name = name.translated(language, other, by=State.HUMAN)
    return name


def priority_rows(priorities: Table) -> Iterator[tuple[str, list[Statement]]]:
    """Give every priority of the table with what it says of it."""
    for row in priorities.rows.iter_rows(named=True):
        yield row["priority_id"], list(_of_priority(row))


def _of_priority(row: Mapping[str, Any]) -> Iterator[Statement]:
    year = str(row["source_year"] or "")
    papers = Papers(source=row["source_url"] or "", dated=year, confidence=row["confidence"])
    noted = Papers(papers.source, "", year, papers.confidence, row["coder_note"] or "")
    name = Text(row["name_lang"], row["name"])
    if row["name_lang"] != "en" and row["name_en"] and row["name_en"] != row["name"]:
        name = name.translated("en", row["name_en"], by=State.MACHINE)
    yield Statement("name", name, papers=noted)
    if row["niche"]:
        yield Statement("niche", {"language": "en", "original": row["niche"]}, papers=papers)
    for field, column in OF_PRIORITY.items():
        yield Statement(field, row[column], papers=papers)
