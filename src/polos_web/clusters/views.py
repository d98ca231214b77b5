from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from polos import vocabularies
from polos.vocabularies import cluster_lists
from polos_web.accounts import access
from polos_web.clusters import actions, chains, comparison, queries
from polos_web.clusters.comparison import Compared
from polos_web.clusters.forms import FirstForm
from polos_web.clusters.kinds import CLUSTER, ORGANISATION
from polos_web.clusters.models import Cluster
from polos_web.clusters.questions import questions
from polos_web.clusters.words import HINTS, LABELS, STAGES
from polos_web.registers import care
from polos_web.registers.queries import Sheet
from polos_web.registers.statements import WrongStatements
from polos_web.territories.queries import ids as territory_ids
from polos_web.translation.text import Text as Wording
from polos_web.ui import sections
from polos_web.ui.addresses import address
from polos_web.ui.labels import choices, label
from polos_web.ui.listing import page_of
from polos_web.ui.maps import Mark, plates
from polos_web.ui.parameters import Choice, Parameters, Text, WholeNumber, refused
from polos_web.ui.tabular import FORMS, csv_answer

PAGE_SIZE = 50
CHOICES = {
    "side": Choice(lambda: vocabularies.sides().codes),
    "country": Choice(lambda: vocabularies.countries().codes),
    "kind": Choice(lambda: vocabularies.cluster_kinds().codes),
    "market": Choice(lambda: vocabularies.markets().codes),
    "technology": Choice(lambda: vocabularies.technologies().codes),
    "maturity": Choice(lambda: cluster_lists.cluster_maturities().codes),
    "offer": Choice(lambda: cluster_lists.exchange_types().codes),
    "need": Choice(lambda: cluster_lists.exchange_types().codes),
    "language": Choice(lambda: vocabularies.languages().codes),
    "territory": Choice(territory_ids),
}
FILTERS = Parameters(q=Text(), **CHOICES, page=WholeNumber(minimum=1, absent=1))
DOWNLOAD = Parameters(q=Text(), **CHOICES)
NOTHING = Parameters()
SIDE_BY_SIDE = range(2, 7)
# A map with more places than this is a page too heavy for a telephone, and a carpet.
MOST_MARKS = 1000


@dataclass(frozen=True)
class Slugs:
    """Short names of records, each once, in the order of the address."""

    most: int
    absent: tuple[str, ...] = ()

    def read(self, name: str, values: list[str]) -> tuple[str, ...]:
        wanted = tuple(dict.fromkeys(values))
        if len(wanted) > self.most:
            needed = gettext("at most %(most)s clusters") % {"most": self.most}
            raise refused(name, ", ".join(wanted), needed)
        return wanted


COMPARED = Parameters(c=Slugs(most=SIDE_BY_SIDE[-1]), q=Text())


def listing(request: HttpRequest) -> HttpResponse:
    """List and map the clusters that fit the filters of the address."""
    filters = FILTERS.read(request.GET)
    found = queries.chosen(filters)
    context = {
        "filters": filters,
        "page": page_of(found, filters.page, size=PAGE_SIZE),
        **_map_of(found),
        "plates": plates(),
        "options": {
            "side": choices("sides"),
            "country": choices("countries", queries.used("country")),
            "kind": choices("cluster_kinds", queries.used("kind")),
            "market": choices("markets"),
            "technology": choices("technologies"),
            "maturity": in_order("cluster_maturities"),
            "exchange": choices("exchange_types"),
            "language": choices("languages"),
        },
        "forms": list(FORMS),
        "most": SIDE_BY_SIDE[-1],
    }
    return render(request, "clusters/list.html", context)


def _map_of(found: QuerySet[Cluster]) -> dict[str, Any]:
    """Return the marks of a map, or none where there are too many to be told apart or carried by a page."""
    placed = queries.placed(found)
    count = placed.count()
    return {"placed_count": count, "marks": marks(placed) if count <= MOST_MARKS else []}


def in_order(kind: str) -> list[tuple[str, str]]:
    """Return (code, words) for the options of a form, in the order of the list."""
    return [(code, label(kind, code)) for code in getattr(cluster_lists, kind)().codes]


def download(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out the clusters that fit the filters."""
    if form not in FORMS:
        raise Http404
    filters = DOWNLOAD.read(request.GET)
    return FORMS[form]("polos-clusters", queries.COLUMNS, queries.rows(filters))


def detail(request: HttpRequest, cluster_id: str) -> HttpResponse:
    """Show what is known of one cluster: its production system, its organisation, how far it reaches."""
    NOTHING.read(request.GET)
    profile = queries.profile(cluster_id, access.asking(request))
    if profile is None:
        raise Http404
    row = queries.cluster(cluster_id)
    placed = marks([row], emphasis="strong") if row else _own_mark(profile.system)
    plate = next((plate for plate in plates().values() if _fits(plate, placed)), None)
    context = {
        "profile": profile,
        "system": profile.system,
        "organisation": profile.organisation,
        **care.told(profile.system.record, access.asking(request)),
        "row": row,
        "blocks": CLUSTER.blocks,
        "parts": ORGANISATION.blocks,
        "stages": STAGES,
        "questions": questions(get_language() or "en"),
        "cells": cells(profile.system),
        "value_chain": chains.of_sheets([profile.system]),
        "sections": sections.read_sections("cluster", cluster_id, get_language() or "en"),
        "plate": plate,
        "placed": plate.placed(placed) if plate else [],
        "window": plate.window(placed, least=240) if plate else None,
    }
    return render(request, "clusters/detail.html", context)


def cells(system: Sheet) -> list[tuple[str, list[str]]]:
    """Return the cells of the market by technology matrix a cluster lies in: markets, each with technologies.

    Without a technology the cells lie in the column of what is not stated.
    """
    columns = system.value("technologies") or [vocabularies.NOT_STATED]
    return [(market, columns) for market in system.value("markets") or ()]


@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for one offer and one need of a new cluster; a POST makes its records."""
    NOTHING.read(request.GET)
    by = access.person(request)
    form = FirstForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.begin(
            list(form.statements()),
            name=Wording(given["language"], given["name"]),
            country=given["country"],
            is_published="publish" in request.POST,
            by=by,
            at=timezone.now(),
        )
        messages.success(request, gettext("Your cluster has a page. You keep it; colleagues can join you."))
        return HttpResponseRedirect(reverse("clusters:detail", args=[made.slug]))
    return render(request, "clusters/begin.html", {"form": form, "labels": LABELS, "hints": HINTS})


@require_POST
def publish(request: HttpRequest, cluster_id: str) -> HttpResponse:
    """Show both records of a cluster to everybody."""
    by = access.person(request)
    profile = queries.profile(cluster_id, by)
    if profile is None:
        raise Http404
    sheets = [sheet for sheet in (profile.system, profile.organisation) if sheet]
    try:
        actions.publish([sheet.record for sheet in sheets], by=by, at=timezone.now())
        messages.success(request, gettext("Everybody can see the profile now."))
    except WrongStatements as wrong:
        fields = [
            str(sheet.record.kind.fields[code].label)
            for sheet in sheets
            for code in wrong.problems
            if code in sheet.record.kind.fields
        ]
        missing = ", ".join(dict.fromkeys(fields))
        messages.error(request, gettext("Before it is published, fill in: %(fields)s") % {"fields": missing})
    return HttpResponseRedirect(reverse("clusters:detail", args=[cluster_id]))


@require_POST
def add_organisation(request: HttpRequest, cluster_id: str) -> HttpResponse:
    """Add the record of the organisation to a cluster that has none."""
    by = access.person(request)
    profile = queries.profile(cluster_id, by)
    if profile is None or profile.organisation:
        raise Http404
    actions.add_organisation(profile.system.record, by=by, at=timezone.now())
    messages.success(request, gettext("The organisation has a record of its own now, as a draft."))
    return HttpResponseRedirect(reverse("clusters:detail", args=[cluster_id]))


def compare(request: HttpRequest) -> HttpResponse:
    """Lay clusters side by side and mark where they are not alike."""
    asked, found = _compared(request)
    here = reverse("clusters:compare")
    context = {
        "wanted": asked.c,
        "q": asked.q,
        "others": [row for row in queries.called(asked.q) if row.pk not in asked.c] if asked.q else [],
        "with_more": lambda slug: f"{here}?{urlencode([('c', one) for one in (*asked.c, slug)])}",
        "clusters": found,
        "rows": {one.system.record.slug: queries.cluster(one.system.record.slug) for one in found},
        "sections": comparison.sections(found) if len(found) in SIDE_BY_SIDE else (),
        "meetings": comparison.meetings(found),
        "apart": comparison.APART,
        "most": SIDE_BY_SIDE[-1],
    }
    return render(request, "clusters/compare.html", context)


def compare_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the same table, a column a cluster."""
    _, found = _compared(request)
    slugs = [one.system.record.slug for one in found]
    columns = ("section", "field", *slugs, "stands_out")
    return csv_answer("polos-clusters-side-by-side", columns, _compared_rows(found, slugs))


def _compared(request: HttpRequest) -> tuple[SimpleNamespace, list[Compared]]:
    asked = COMPARED.read(request.GET)
    found = queries.compared(asked.c)
    unknown = set(asked.c) - {one.system.record.slug for one in found}
    if unknown:
        raise refused("c", sorted(unknown)[0], gettext("the short name of a cluster that everybody may see"))
    return asked, found


def _compared_rows(found: Sequence[Compared], slugs: Sequence[str]) -> Iterator[dict[str, Any]]:
    for section in comparison.sections(found):
        for row in section.rows:
            cells = {slug: [term.text for term in cell] for slug, cell in zip(slugs, row.cells, strict=True)}
            told = {"section": str(section.label), "field": str(row.label), "stands_out": row.words}
            yield {**cells, **told}


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


def _own_mark(system: Sheet) -> list[Mark]:
    """Return the mark of a cluster that is not in the list, because it is not public."""
    place = system.value("longitude"), system.value("latitude")
    if None in place:
        return []
    here = address("clusters:detail", system.record.slug)
    return [
        Mark(*place, kind=system.value("side") or "", title=system.title, address=here, emphasis="strong")
    ]


def _fits(plate, placed: list[Mark]) -> bool:
    return bool(placed) and plate.name != "atlantic" and plate.shows(placed[0].longitude, placed[0].latitude)
