from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from polos_web.cooperation import kept_queries, queries
from polos_web.cooperation.kept_views import WORDS
from polos_web.cooperation.models import Pairing
from polos_web.cooperation.standing import grounds
from polos_web.territories.views import marks
from polos_web.ui.maps import Arc, plates
from polos_web.ui.parameters import Parameters
from polos_web.ui.tabular import csv_answer

NOTHING = Parameters()


def listing(request: HttpRequest) -> HttpResponse:
    """Show the reference pairings, on a map and in words."""
    NOTHING.read(request.GET)
    found = queries.pairings()
    context = {
        "pairings": found,
        "about_all": queries.facts_about_all(),
        "counts": queries.counts(),
        "kept": kept_queries.public(),
        "sharing": queries.sharing(found),
        **WORDS,
        **on_map(found),
    }
    return render(request, "cooperation/list.html", context)


def detail(request: HttpRequest, pairing_id: str) -> HttpResponse:
    """Show what is known of one pairing."""
    NOTHING.read(request.GET)
    found = queries.pairing(pairing_id)
    if found is None:
        raise Http404
    sharing = [two for two in queries.sharing(queries.pairs()) if found in two]
    context = {
        "pairing": found,
        "grounds": grounds("territory", (found.lac_id, found.eu_id)),
        "sharing": [one for two in sharing for one in two if one != found],
        "programme": queries.REFERENCE_PROGRAMME,
    }
    return render(request, "cooperation/detail.html", {**context, **on_map([found])})


def pairings_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the pairings."""
    NOTHING.read(request.GET)
    return csv_answer("polos-pairings", queries.COLUMNS, queries.rows())


def on_map(pairings: Sequence[Pairing]) -> dict[str, Any]:
    """Return what a map of pairings needs: the plate of both continents, marks and arcs."""
    plate = plates()["atlantic"]
    territories = {side.pk: side for pairing in pairings for side in (pairing.lac, pairing.eu)}
    arcs = [
        Arc((pairing.lac.longitude, pairing.lac.latitude), (pairing.eu.longitude, pairing.eu.latitude))
        for pairing in pairings
    ]
    return {"plate": plate, "placed": plate.placed(marks(territories.values())), "arcs": arcs}
