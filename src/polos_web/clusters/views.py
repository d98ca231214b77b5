from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from polos import vocabularies
from polos_web.clusters import queries
from polos_web.clusters.models import Cluster
from polos_web.territories.queries import ids as territory_ids
from polos_web.ui.addresses import address
from polos_web.ui.labels import choices
from polos_web.ui.listing import page_of
from polos_web.ui.maps import Mark, plates
from polos_web.ui.parameters import Choice, Parameters, Text, WholeNumber
from polos_web.ui.tabular import csv_answer

PAGE_SIZE = 50
CHOICES = {
    "side": Choice(lambda: vocabularies.sides().codes),
    "country": Choice(lambda: vocabularies.countries().codes),
    "kind": Choice(lambda: vocabularies.cluster_kinds().codes),
    "market": Choice(lambda: vocabularies.markets().codes),
    "technology": Choice(lambda: vocabularies.technologies().codes),
    "territory": Choice(territory_ids),
}
FILTERS = Parameters(q=Text(), **CHOICES, page=WholeNumber(minimum=1, absent=1))
DOWNLOAD = Parameters(q=Text(), **CHOICES)
NOTHING = Parameters()


def listing(request: HttpRequest) -> HttpResponse:
    """List and map the clusters that fit the filters of the address."""
    filters = FILTERS.read(request.GET)
    found = queries.chosen(filters)
    context = {
        "filters": filters,
        "page": page_of(found, filters.page, size=PAGE_SIZE),
        "marks": marks(queries.placed(found)),
        "plates": plates(),
        "options": {
            "side": choices("sides"),
            "country": choices("countries", queries.used("country")),
            "kind": choices("cluster_kinds", queries.used("kind")),
            "market": choices("markets"),
            "technology": choices("technologies"),
        },
    }
    return render(request, "clusters/list.html", context)


def detail(request: HttpRequest, cluster_id: str) -> HttpResponse:
    """Show what public pages say about one cluster."""
    NOTHING.read(request.GET)
    subject = queries.cluster(cluster_id)
    if subject is None:
        raise Http404
    placed = marks([subject], emphasis="strong")
    plate = next((plate for plate in plates().values() if _fits(plate, placed)), None)
    context = {
        "cluster": subject,
        "plate": plate,
        "placed": plate.placed(placed) if plate else [],
        "window": plate.window(placed, least=240) if plate else None,
    }
    return render(request, "clusters/detail.html", context)


def clusters_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the clusters that fit the filters."""
    filters = DOWNLOAD.read(request.GET)
    return csv_answer("polos-clusters", queries.COLUMNS, queries.rows(filters))


def marks(clusters: Iterable[Cluster], *, emphasis: str = "") -> list[Mark]:
    """Return clusters as marks of a map; one without an organisation is drawn as an outline."""
    return [
        Mark(
            longitude=cluster.longitude,
            latitude=cluster.latitude,
            kind=cluster.side,
            title=f"{cluster.name}, {cluster.place}" if cluster.place else cluster.name,
            address=address("clusters:detail", cluster.pk),
            is_whole=cluster.is_stand_in or not cluster.has_organisation,
            emphasis=emphasis,
        )
        for cluster in clusters
        if cluster.longitude is not None and cluster.latitude is not None
    ]


def _fits(plate, placed: list[Mark]) -> bool:
    return bool(placed) and plate.name != "atlantic" and plate.shows(placed[0].longitude, placed[0].latitude)
