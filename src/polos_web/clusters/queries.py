"""Reads of the registers of clusters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from polos import reference
from polos_web.accounts.access import Asking
from polos_web.analysis import cluster_fields
from polos_web.clusters.comparison import Compared
from polos_web.clusters.kinds import CLUSTER, ORGANISATION
from polos_web.clusters.models import Cluster
from polos_web.clusters.readiness import Ladder, ladders
from polos_web.registers import access
from polos_web.registers import queries as registers
from polos_web.registers.kinds import PUBLIC
from polos_web.registers.queries import Completeness, Sheet
from polos_web.ui.text import words

# What a download holds: the columns of the built-in table, then those that only records have.
COLUMNS = (
    *reference.clusters().schema,
    "sector_lang",
    "maturity",
    "offer_types",
    "need_types",
    "is_claimed",
)
BUILT_IN = reference.clusters().rows["cluster_id"].to_list()
MOST_FOUND = 12
CODED = ("market", "technology", "offer", "need", "language", "maturity")


def chosen(filters: SimpleNamespace) -> QuerySet[Cluster]:
    """Return the clusters that fit the words ``q`` and every other filter that is set."""
    found = Cluster.objects.select_related("territory").order_by("side", "country", "name")
    found = _with_words(found, filters.q)
    for kind in CODED:
        if code := getattr(filters, kind, ""):
            found = found.filter(coded_text__contains=f" {kind}:{code} ")
    wanted = {"side": filters.side, "country": filters.country, "kind": filters.kind}
    wanted["territory_id"] = filters.territory
    return found.filter(**{name: value for name, value in wanted.items() if value})


def called(text: str) -> list[Cluster]:
    """Return the first few clusters that words find."""
    return list(_with_words(Cluster.objects.order_by("name"), text)[:MOST_FOUND])


def _with_words(found: QuerySet[Cluster], text: str) -> QuerySet[Cluster]:
    for word in words(text):
        found = found.filter(search_text__contains=word)
    return found


def placed(found: QuerySet[Cluster]) -> QuerySet[Cluster]:
    """Return those of the clusters whose place is known, with what a map needs of them."""
    known = found.select_related(None).filter(latitude__isnull=False, longitude__isnull=False)
    return known.only("name", "place", "side", "kind", "confidence", "is_claimed", "latitude", "longitude")


def cluster(cluster_id: str) -> Cluster | None:
    """Return the row of a cluster that everybody may see, or ``None``."""
    return Cluster.objects.select_related("territory").filter(pk=cluster_id).first()


def in_bulk(cluster_ids: Sequence[str]) -> dict[str, Cluster]:
    """Return the rows of these clusters by id, with what a list shows of them."""
    found = Cluster.objects.select_related("territory")
    return found.defer("search_text", "coded_text", "exchanges", "territory__search_text").in_bulk(
        list(cluster_ids)
    )


def comparable() -> Iterator[dict[str, Any]]:
    """Give what is compared of each cluster whose side is known, and whether it is only a stand-in."""
    stand_in = Q(confidence="low", is_claimed=False)
    found = _comparable().order_by("cluster_id")
    return found.annotate(stands_in=stand_in).values(*cluster_fields.READ, "stands_in").iterator(500)


def comparable_count() -> int:
    """Return how many clusters :func:`comparable` gives."""
    return _comparable().count()


def comparable_ids() -> frozenset[str]:
    """Return the ids of the clusters that :func:`comparable` gives."""
    return frozenset(_comparable().values_list("pk", flat=True))


def _comparable() -> QuerySet[Cluster]:
    return Cluster.objects.exclude(side="")


def of_territories() -> Iterator[dict[str, Any]]:
    """Give the offers and needs of each cluster that lies in a territory and states any."""
    found = Cluster.objects.exclude(territory=None).exclude(exchanges=[]).order_by("cluster_id")
    return found.values("cluster_id", "name", "territory_id", "exchanges").iterator(2000)


def exchanging() -> Iterator[dict[str, Any]]:
    """Give each cluster that states offers or needs, with where it is, by name."""
    found = Cluster.objects.exclude(exchanges=[]).order_by("name", "cluster_id")
    return found.values("cluster_id", "name", "country", "side", "is_claimed", "exchanges").iterator(2000)


def used(column: str) -> list[str]:
    """Return the values of a column that occur, for the choices of a form."""
    found = Cluster.objects.order_by(column).values_list(column, flat=True).distinct()
    return [value for value in found if value]


def of_territory(territory_id: str, language: str) -> Mapping[str, Any]:
    """Return the clusters of a territory, those that could answer first."""
    found = list(Cluster.objects.filter(territory_id=territory_id).order_by("name"))
    return {
        "territory_id": territory_id,
        "clusters": [cluster for cluster in found if not cluster.is_stand_in],
        "stand_ins": [cluster for cluster in found if cluster.is_stand_in],
    }


def counts() -> dict[str, Any]:
    """Return how much the register holds, for the pages that say how far the data carries."""
    of_side = {"clusters": Count("pk"), "countries": Count("country", distinct=True)}
    by_side = Cluster.objects.order_by().values("side").annotate(**of_side)
    totals = Cluster.objects.aggregate(
        all=Count("pk"),
        recalled=Count("pk", filter=Q(provenance="recalled")),
        stand_ins=Count("pk", filter=Q(confidence="low", is_claimed=False)),
        claimed=Count("pk", filter=Q(is_claimed=True)),
        with_needs=Count("pk", filter=~Q(needs=[])),
        with_offers=Count("pk", filter=~Q(offers=[])),
        placed=Count("pk", filter=Q(latitude__isnull=False)),
    )
    # what was found on public pages, whatever became of it here
    return {"sides": {row["side"]: row for row in by_side}, "found": len(BUILT_IN), **totals}


def rows(filters: SimpleNamespace) -> Iterator[dict[str, Any]]:
    """Give the clusters that fit the filters as rows of ``COLUMNS``."""
    return chosen(filters).values(*COLUMNS).iterator()


# ---- one cluster, and several side by side ----------------------------------------------------


@dataclass(frozen=True)
class Profile:
    """What a reader may know of a cluster: its two records, how complete they are and how far they reach."""

    system: Sheet
    organisation: Sheet | None
    completeness: Completeness
    ladders: tuple[Ladder, ...]
    may_edit: bool

    @property
    def disagreements(self) -> int:
        """In how many fields sources say different things."""
        sheets = (self.system, self.organisation) if self.organisation else (self.system,)
        return sum(len(sheet.disagreements) for sheet in sheets)

    @property
    def is_draft(self) -> bool:
        """Whether one of the records is not public yet."""
        organisation = self.organisation
        return not self.system.record.is_public or bool(organisation and not organisation.record.is_public)


def profile(cluster_id: str, asking: Asking) -> Profile | None:
    """Return a cluster as somebody may see it; ``None`` where there is none for this reader."""
    record = registers.record(CLUSTER, cluster_id)
    if record is None or not access.may_read(asking, record):
        return None
    system = registers.sheet(record, access.reaches(asking, record))
    organisation = _organisation(cluster_id, asking)
    return Profile(
        system,
        organisation,
        _completeness(system, organisation),
        ladders(system, organisation),
        access.may_edit(asking, record),
    )


def compared(cluster_ids: Sequence[str]) -> list[Compared]:
    """Return what everybody may know of these clusters, in their order, without those that are not public."""
    told = {kind.name: _public(kind.name, cluster_ids) for kind in (CLUSTER, ORGANISATION)}
    systems, organisations = told[CLUSTER.name], told[ORGANISATION.name]
    return [Compared(systems[slug], organisations.get(slug)) for slug in cluster_ids if slug in systems]


def _public(kind_name: str, slugs: Sequence[str]) -> dict[str, Sheet]:
    visitor = AnonymousUser()
    found = list(access.readable(visitor).filter(kind_name=kind_name, slug__in=slugs))
    sheets = registers.sheets(found, PUBLIC)
    return {sheet.record.slug: sheet for sheet in sheets.values()}


def _organisation(cluster_id: str, asking: Asking) -> Sheet | None:
    record = registers.record(ORGANISATION, cluster_id)
    if record is None or not access.may_read(asking, record):
        return None
    return registers.sheet(record, access.reaches(asking, record))


def _completeness(system: Sheet, organisation: Sheet | None) -> Completeness:
    parts = [registers.completeness(system, CLUSTER.blocks)]
    empty = Sheet(system.record, {})
    parts.append(registers.completeness(organisation or empty, ORGANISATION.blocks))
    missing = tuple(field for part in parts for field in part.missing)
    return Completeness(sum(part.filled for part in parts), missing)
