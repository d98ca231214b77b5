"""Reads of the register of territories."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import polars as pl
from django.db.models import Count, Max, Min, Q, QuerySet

from polos import reference
from polos.provenance import Origin
from polos.table import Table
from polos.tables.territories import Notice, thin_record
from polos.vocabularies import LANGUAGES, countries
from polos_web.accounts.access import Asking
from polos_web.analysis import cluster_fields
from polos_web.registers import access
from polos_web.registers import queries as registers
from polos_web.registers.kinds import PUBLIC
from polos_web.registers.queries import Sheet
from polos_web.territories.kinds import TERRITORY
from polos_web.territories.models import Containment, Priority, Territory
from polos_web.ui.text import folded, words

TERRITORY_COLUMNS = tuple(reference.territories().schema)
PRIORITY_COLUMNS = tuple(reference.priorities().schema)
OWN = Q(priorities__scope="own")


def country_names(country: str) -> list[str]:
    """Return the name of a country in every language, so that any of them finds it."""
    known = country in countries()
    return [countries().label(country, language) for language in LANGUAGES] if known else [country]


def chosen(filters: SimpleNamespace) -> QuerySet[Territory]:
    """Return the territories that fit the filters ``q``, ``side``, ``country``, ``form``, ``level``."""
    found = Territory.objects.select_related("parent_territory").annotate(
        own_count=Count("priorities", filter=OWN)
    )
    for word in words(filters.q):
        found = found.filter(search_text__contains=word)
    wanted = {name: getattr(filters, name) for name in ("side", "country", "form", "level")}
    return found.filter(**{name: value for name, value in wanted.items() if value})


def in_order(territories: Sequence[Territory], language: str) -> list[Territory]:
    """Return territories by side, country and name, as the language spells them."""

    def place(territory: Territory) -> tuple[str, str, bool, str]:
        country = folded(countries().label(territory.country, language))
        return territory.side, country, territory.level != "nation", folded(territory.named(language).text)

    return sorted(territories, key=place)


def listed(filters: SimpleNamespace, language: str) -> list[Territory]:
    """Return the territories that fit the filters, in the order of the page."""
    return in_order(list(chosen(filters)), language)


def all_territories(language: str) -> list[Territory]:
    """Return every territory, in the order of the page, with ``own_count``, its number of own priorities."""
    return in_order(list(Territory.objects.annotate(own_count=Count("priorities", filter=OWN))), language)


def places() -> QuerySet[Territory]:
    """Return every territory with what a map needs of it, and no more."""
    return Territory.objects.only(
        "name", "name_en", "names", "country", "side", "level", "languages", "latitude", "longitude"
    )


def ids() -> list[str]:
    """Return every territory's id."""
    return list(Territory.objects.values_list("territory_id", flat=True))


def territory(territory_id: str) -> Territory | None:
    """Return a territory, or ``None``."""
    return Territory.objects.select_related("parent_territory").filter(pk=territory_id).first()


def used(column: str) -> list[str]:
    """Return the values of a column that occur, for the choices of a form."""
    return list(Territory.objects.order_by(column).values_list(column, flat=True).distinct())


def record(subject: Territory) -> dict[str, Any]:
    """Return everything the page of a territory says of it by this register."""
    priorities = list(subject.priorities.all())
    own = [priority for priority in priorities if not priority.is_inherited]
    links = Containment.objects.filter(Q(inner=subject) | Q(outer=subject)).select_related("inner", "outer")
    outer = [link for link in links if link.inner_id == subject.pk]
    inner = [link for link in links if link.outer_id == subject.pk]
    return {
        "territory": subject,
        "priorities": own,
        "inherited": [priority for priority in priorities if priority.is_inherited],
        "lies_within": [(link.outer, link.basis) for link in outer if link.relation == "within"],
        "contains": [(link.inner, link.basis) for link in inner if link.relation == "within"],
        "overlaps": [link.outer for link in outer if link.relation == "overlaps"]
        + [link.inner for link in inner if link.relation == "overlaps"],
        "thinness": thinness(priorities, subject.pk),
    }


def sheet(subject: Territory, asking: Asking) -> tuple[Sheet, bool] | None:
    """Return what the record of a territory says to this reader, and whether the reader may fill it in."""
    found = registers.record(TERRITORY, subject.pk)
    if found is None:
        return None
    reaches = access.reaches(asking, found)
    return registers.sheet(found, reaches), access.may_edit(asking, found)


def related(territory_ids: Iterable[str]) -> dict[str, str]:
    """Return the territories that lie in one of these, or contain one, each with the one it is related to."""
    own = set(territory_ids)
    links = Containment.objects.filter(Q(inner__in=own) | Q(outer__in=own), relation="within")
    found: dict[str, str] = {}
    for inner, outer in links.values_list("inner_id", "outer_id"):
        if outer in own:
            found[inner] = outer
        if inner in own:
            found[outer] = inner
    return found


def sharing_ground(territory_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return which two of these territories share ground, one within the other or both overlapping, by id."""
    own = set(territory_ids)
    links = Containment.objects.filter(inner__in=own, outer__in=own)
    return sorted({(min(pair), max(pair)) for pair in links.values_list("inner_id", "outer_id")})


def thinness(priorities: Sequence[Priority], territory_id: str) -> tuple[Notice, ...]:
    """Return what makes the record of a territory thin, as the library finds it."""
    columns = reference.priorities().schema
    rows = [{column: getattr(priority, column) for column in columns} for priority in priorities]
    frame = pl.DataFrame(rows, schema=dict(columns), orient="row")
    return thin_record(Table(frame, columns, Origin("register of priorities")), territory_id)


def counts() -> dict[str, Any]:
    """Return how much the register holds, for the pages that say how far the data carries."""
    by_side = Territory.objects.values("side").annotate(
        territories=Count("pk", distinct=True), countries=Count("country", distinct=True)
    )
    priorities = Priority.objects.aggregate(
        own=Count("pk", filter=Q(scope="own")),
        declaring=Count("territory", filter=Q(scope="own"), distinct=True),
        inherited=Count("pk", filter=Q(scope="inherited")),
        recalled=Count("pk", filter=Q(scope="own", provenance="recalled")),
        without_technology=Count("pk", filter=Q(scope="own", technologies=[])),
        earliest=Min("period_start"),
        latest=Max("period_end"),
    )
    return {"sides": {row["side"]: row for row in by_side}, "priorities": priorities}


def rows(filters: SimpleNamespace) -> QuerySet[Territory, dict[str, Any]]:
    """Return the territories that fit the filters as rows of ``TERRITORY_COLUMNS``."""
    return chosen(filters).values(*TERRITORY_COLUMNS)


def priorities_of(filters: SimpleNamespace) -> QuerySet[Priority, dict[str, Any]]:
    """Return the priorities of the territories that fit the filters as rows of ``PRIORITY_COLUMNS``."""
    found = Priority.objects.filter(territory__in=chosen(filters).values("pk")).order_by("pk")
    return found.values(*PRIORITY_COLUMNS)


def own_priorities(territory_ids: Iterable[str] | None = None) -> QuerySet[Priority]:
    """Return what territories declare themselves, with the territories: of some of them, or of all."""
    found = Priority.objects.filter(scope="own").select_related("territory").order_by("pk")
    return found if territory_ids is None else found.filter(territory__in=list(territory_ids))


def priorities_by_id(priority_ids: Iterable[str]) -> dict[str, Priority]:
    """Return priorities by id."""
    return Priority.objects.in_bulk(list(priority_ids))


def weighted_priorities() -> frozenset[str]:
    """Return the ids of the priorities that say how much they weigh."""
    return frozenset(Priority.objects.filter(has_emphasis=True).values_list("pk", flat=True))


def exchanges() -> dict[str, list[dict[str, Any]]]:
    """Return the offers and needs that territories themselves state to everybody, by territory."""
    told = registers.sheets(registers.stating(TERRITORY, "offers", "needs"), PUBLIC)
    return {
        sheet.record.slug: [cluster_fields.exchange("offer", one) for one in sheet.values("offers")]
        + [cluster_fields.exchange("need", one) for one in sheet.values("needs")]
        for sheet in told.values()
    }


def territories_table() -> Table:
    """Return the register as the library's table of territories."""
    return _table(reference.territories(), Territory.objects.order_by("pk"), "territories")


def priorities_table() -> Table:
    """Return the register as the library's table of priorities."""
    return _table(reference.priorities(), Priority.objects.order_by("pk"), "priorities")


def _table(pattern: Table, records: QuerySet[Any], name: str) -> Table:
    rows = list(records.values(*pattern.schema))
    frame = pl.DataFrame(rows, schema=dict(pattern.schema), orient="row")
    checksum = sha256(frame.write_ndjson().encode()).hexdigest()
    origin = Origin(f"register of {name}", checksum=checksum, parents=(pattern.origin,))
    return Table(frame, pattern.schema, origin)
