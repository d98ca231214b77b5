"""The built-in territories as statements with their papers."""

from collections.abc import Iterator, Mapping
from typing import Any

from polos.table import Table
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
    """The official name with the English one as its translation, where the two differ."""
    own = next((code for code in row["languages"] if code in languages()), "en")
    if own == "en" or row["name"] == row["name_en"]:
        return Text(own, row["name"])
    return Text(own, row["name"]).translated("en", row["name_en"], by=State.HUMAN)
