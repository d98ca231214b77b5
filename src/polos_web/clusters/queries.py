"""Reads of the register of clusters."""

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from django.db.models import Count, Q, QuerySet

from polos import reference
from polos_web.clusters.models import Cluster
from polos_web.ui.text import words

COLUMNS = tuple(reference.clusters().schema)


def chosen(filters: SimpleNamespace) -> QuerySet[Cluster]:
    """Return the clusters that fit the words ``q`` and every other filter that is set."""
    found = Cluster.objects.select_related("territory").order_by("side", "country", "name")
    for word in words(filters.q):
        found = found.filter(search_text__contains=word)
    for kind in ("market", "technology"):
        if code := getattr(filters, kind):
            found = found.filter(coded_text__contains=f" {kind}:{code} ")
    wanted = {"side": filters.side, "country": filters.country, "kind": filters.kind}
    wanted["territory_id"] = filters.territory
    return found.filter(**{name: value for name, value in wanted.items() if value})


def placed(found: QuerySet[Cluster]) -> QuerySet[Cluster]:
    """Return those of the clusters whose place is known, with what a map needs of them."""
    known = found.select_related(None).filter(latitude__isnull=False)
    return known.only("name", "place", "side", "kind", "confidence", "latitude", "longitude")


def cluster(cluster_id: str) -> Cluster | None:
    """Return a cluster, or ``None``."""
    return Cluster.objects.select_related("territory").filter(pk=cluster_id).first()


def used(column: str) -> list[str]:
    """Return the values of a column that occur, for the choices of a form."""
    return list(Cluster.objects.order_by(column).values_list(column, flat=True).distinct())


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
        stand_ins=Count("pk", filter=Q(confidence="low")),
        with_needs=Count("pk", filter=~Q(needs=[])),
        with_offers=Count("pk", filter=~Q(offers=[])),
        placed=Count("pk", filter=Q(latitude__isnull=False)),
    )
    return {"sides": {row["side"]: row for row in by_side}, **totals}


def rows(filters: SimpleNamespace) -> Iterator[dict[str, Any]]:
    """Give the clusters that fit the filters as rows of ``COLUMNS``."""
    return chosen(filters).values(*COLUMNS).iterator()
