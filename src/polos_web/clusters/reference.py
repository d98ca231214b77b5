"""The built-in clusters as records: what a page says, what was derived, what is background knowledge.

Each statement has the papers of what it rests on. A page supports that the cluster exists, its name and
counts; places, websites and languages are mostly background knowledge, and codes follow from the sector.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from polos.table import Table
from polos_web.registers.statements import Papers, Statement
from polos_web.translation.text import State, Text

Row = dict[str, Any]
# Where a count of firms is of the firms of the production system, not of an organisation's members.
OF_THE_SYSTEM = frozenset({"local_productive_arrangement", "network", "agglomeration"})
WITHOUT_ORGANISATION = "agglomeration"
DERIVED = _("Derived from the sector, indicative.")
KNOWN = _("Background knowledge; not read on the page.")


def systems(clusters: Table) -> Iterator[tuple[str, Sequence[Statement]]]:
    """Give every production system with what is known of it."""
    for row in clusters.rows.iter_rows(named=True):
        yield row["cluster_id"], [one for one in _system(row) if one.value is not None]


def organisations(clusters: Table) -> Iterator[tuple[str, Sequence[Statement]]]:
    """Give every organisation with what is known of it."""
    for row in clusters.rows.iter_rows(named=True):
        if row["kind"] != WITHOUT_ORGANISATION:
            yield row["cluster_id"], [one for one in _organisation(row) if one.value is not None]


def _system(row: Row) -> Iterator[Statement]:
    page, derived, known = _page(row), _ours(row, DERIVED), _ours(row, KNOWN)
    yield Statement("name", _name(row), papers=_page(row, row["note"]))
    yield Statement("full_name", _full_name(row), papers=known)
    yield Statement("acronym", row["acronym"], papers=page)
    yield Statement("kind", row["kind"], papers=page)
    yield Statement("country", row["country"], papers=page)  # the side follows from it
    yield Statement("territory", row["territory_id"], papers=known)
    yield Statement("codes", ";".join(row["codes"]), papers=known)
    for code in ("place", "latitude", "longitude", "website", "languages"):
        yield Statement(code, row[code], papers=known)
    yield Statement("sector", {"language": "en", "original": row["sector"]}, papers=page)
    for code in ("markets", "technologies", "nace"):
        yield Statement(code, row[code], papers=derived)
    if _counts_the_system(row):
        yield Statement("firms", row["members_count"], papers=page)
        yield Statement("firms_year", row["members_year"], papers=page)
    if row["kind"] == WITHOUT_ORGANISATION:
        yield Statement("since", row["year_founded"], papers=page)
    for number, label in enumerate(row["labels"], 1):
        yield Statement("certificates", {"name": label}, item=str(number), papers=page)
    for field in ("offers", "needs"):
        for number, tag in enumerate(row[field], 1):
            said = {"text": {"language": "en", "original": tag}}
            yield Statement(field, said, item=str(number), papers=page)


def _organisation(row: Row) -> Iterator[Statement]:
    page = _page(row)
    yield Statement("name", _name(row), papers=page)
    yield Statement("year", row["year_founded"], papers=page)
    if row["members_count"] is not None and not _counts_the_system(row):
        yield Statement("members_count", row["members_count"], papers=page)
        yield Statement("members_basis", row["members_basis"], papers=page)
        yield Statement("members_year", row["members_year"], papers=page)


def _counts_the_system(row: Row) -> bool:
    return row["kind"] in OF_THE_SYSTEM and row["members_basis"] == "firms"


def _name(row: Row) -> Text:
    name = Text(row["name_lang"], row["name"])
    if row["name_lang"] == "en" or not row["name_en"]:
        return name
    return name.translated("en", row["name_en"], by=State.MACHINE)


def _full_name(row: Row) -> dict[str, str] | None:
    if row["name_lang"] != "en" or row["name_en"] == row["name"]:
        return None
    return {"language": "en", "original": row["name_en"]}


def _page(row: Row, note: str | None = None) -> Papers:
    return Papers(
        source=row["source_url"] or "",
        dated=str(row["source_year"] or ""),
        confidence=row["confidence"],
        note=note or "",
    )


def _ours(row: Row, note: str) -> Papers:
    return Papers(confidence=row["confidence"], note=note)
