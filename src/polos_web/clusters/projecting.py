"""Rows of clusters to list, map and hand out, made from their two records whenever one of them changes.

A row repeats what the sheets show to everybody: the owner's word where there is one, else what was built in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from polos.vocabularies import countries
from polos_web.analysis import actions as analysis
from polos_web.analysis import cluster_fields, queries
from polos_web.clusters.kinds import CLUSTER, ORGANISATION
from polos_web.clusters.models import Cluster
from polos_web.clusters.sector_words import words_of
from polos_web.registers.access import readable
from polos_web.registers.kinds import PUBLIC, Kind
from polos_web.registers.models import Fact, Record, Voice
from polos_web.registers.queries import Sheet, sheets
from polos_web.territories.queries import country_names
from polos_web.territories.queries import ids as territory_ids
from polos_web.translation.text import Text, from_plain
from polos_web.ui.text import folded

HTTPS = "https://"
REGISTER = "clusters"


def clusters(records: Sequence[Record]) -> None:
    """Bring the rows of these records, production systems or organisations, up to date."""
    slugs = sorted({record.slug for record in records})
    systems = _told(CLUSTER, slugs)
    Cluster.objects.filter(pk__in=set(slugs) - set(systems)).delete()
    organisations = _told(ORGANISATION, sorted(systems))
    known = set(territory_ids())
    rows = [Cluster(**_row(sheet, organisations.get(slug), known)) for slug, sheet in systems.items()]
    Cluster.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["cluster_id"],
        update_fields=[field.attname for field in Cluster._meta.concrete_fields if not field.primary_key],
    )
    _noted(records)


def _noted(records: Sequence[Record]) -> None:
    """Note that the register has changed; its checksum goes on from the one before, change by change."""
    now = [f"{record.kind_name} {record.slug} {record.version} {record.state}" for record in records]
    text = "\n".join([queries.checksum(REGISTER), *sorted(now)])
    analysis.changed(REGISTER, checksum=sha256(text.encode()).hexdigest())


def anew() -> None:
    """Make every row again, where the way in which rows are made has changed."""
    clusters(list(_public(CLUSTER)))


def _public(kind: Kind) -> QuerySet[Record]:
    return readable(AnonymousUser()).filter(kind_name=kind.name)


def _told(kind: Kind, slugs: Sequence[str]) -> dict[str, Sheet]:
    """Return what everybody may read of the records that are public and have a name, by short name."""
    found = sheets(list(_public(kind).filter(slug__in=slugs)), PUBLIC)
    return {sheet.record.slug: sheet for sheet in found.values() if sheet.value(kind.title)}


def _row(system: Sheet, organisation: Sheet | None, territories: set[str]) -> dict[str, Any]:
    offers, needs = (list(_exchanges(system.values(field))) for field in ("offers", "needs"))
    name, sector = from_plain(system.value("name")), _text(system, "sector")
    territory = system.value("territory")
    row = {
        "cluster_id": system.record.slug,
        "is_claimed": system.record.is_claimed,
        "name": name.original,
        "name_lang": name.language,
        "name_en": _english_name(system, name),
        "kind": system.value("kind") or "",
        "territory_id": territory if territory in territories else None,
        "country": system.value("country") or "",
        "side": _side(system),
        "codes": [code.strip() for code in (system.value("codes") or "").split(";") if code.strip()],
        "sector": sector.original if sector else "",
        "sector_lang": sector.language if sector else "",
        "maturity": system.value("maturity") or "",
        "labels": [one["name"] for one in system.values("certificates")],
        "website": (system.value("website") or "").removeprefix(HTTPS) or None,
        "offers": [text.original for text, _ in offers],
        "needs": [text.original for text, _ in needs],
        "offer_types": _types(system.values("offers")),
        "need_types": _types(system.values("needs")),
        "exchanges": [cluster_fields.exchange("offer", one) for _, one in offers]
        + [cluster_fields.exchange("need", one) for _, one in needs],
        **{code: system.value(code) for code in ("acronym", "place", "latitude", "longitude")},
        **{code: system.value(code) or [] for code in ("markets", "technologies", "nace", "languages")},
        **_members(system, organisation),
        **_papers(system.told["name"][0].fact),
    }
    exchanged = [part for text, _ in (*offers, *needs) for part in _wordings(text)]
    return {**row, "search_text": _search_text(row, system, exchanged), "coded_text": _coded_text(row)}


def _english_name(system: Sheet, name: Text) -> str | None:
    if "en" in name.translations:
        return name.translations["en"].text
    full = _text(system, "full_name")
    if full and full.language == "en":
        return full.original
    return name.original if name.language == "en" else None


def _side(system: Sheet) -> str:
    """Return the side its country lies on; what is stated only where no country is."""
    country = system.value("country")
    return countries().parent(country) if country in countries() else system.value("side") or ""


def _members(system: Sheet, organisation: Sheet | None) -> dict[str, Any]:
    """Return members of the organisation and the year it was founded, else firms of the production system."""
    founded = organisation.value("year") if organisation else None
    told = {"year_founded": founded if founded is not None else system.value("since")}
    if organisation and organisation.value("members_count") is not None:
        basis = organisation.value("members_basis") or "unknown"
        told |= {code: organisation.value(code) for code in ("members_count", "members_year")}
        return told | {"members_basis": basis}
    firms, year = system.value("firms"), system.value("firms_year")
    basis = "unknown" if firms is None else "firms"
    return told | {"members_count": firms, "members_year": year, "members_basis": basis}


def _papers(fact: Fact) -> dict[str, Any]:
    """Return the papers of the name, which is what shows that there is such a cluster."""
    page = fact.source if fact.source.startswith(("http://", "https://")) else None
    told = {Voice.OWNER: "owner", Voice.IMPORTED: "source" if fact.source else "imported"}
    return {
        "provenance": told.get(Voice(fact.voice), "source" if fact.source else "recalled"),
        "confidence": fact.confidence,
        "source_url": page,
        "source_year": int(fact.dated[:4]) if fact.dated[:4].isdigit() else None,
        "note": fact.note or None,
    }


def _types(exchanges: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(one["type"] for one in exchanges if one.get("type")))


def _exchanges(told: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Text, Mapping[str, Any]]]:
    return ((from_plain(one["text"]), one) for one in told)


def _text(sheet: Sheet, field: str) -> Text | None:
    stored = sheet.value(field)
    return from_plain(stored) if stored else None


def _wordings(text: Text | None) -> list[str]:
    """Return a text in every language it exists in."""
    return [text.original, *(made.text for made in text.translations.values())] if text else []


def _search_text(row: Mapping[str, Any], system: Sheet, exchanged: list[str]) -> str:
    found_by = [part for field in ("name", "full_name", "sector") for part in _wordings(_text(system, field))]
    found_by += [row["acronym"], row["place"], *exchanged]
    found_by += country_names(row["country"]) if row["country"] else ()
    found_by += words_of(row["markets"], row["technologies"], row["nace"])
    return folded(" ".join(filter(None, found_by)))


def _coded_text(row: Mapping[str, Any]) -> str:
    coded = [f"{kind}:{code}" for kind, column in CODED.items() for code in row[column]]
    coded += [f"maturity:{row['maturity']}"] if row["maturity"] else []
    return f" {' '.join(coded)} "


# What can be filtered by, and the column that holds its codes.
CODED = {
    "market": "markets",
    "technology": "technologies",
    "nace": "nace",
    "language": "languages",
    "offer": "offer_types",
    "need": "need_types",
}
