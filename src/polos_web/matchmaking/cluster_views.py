from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from polos import vocabularies
from polos_web.clusters import chains
from polos_web.clusters import queries as clusters
from polos_web.matchmaking import cluster_queries as queries
from polos_web.matchmaking import cooperation_level
from polos_web.matchmaking.cluster_stock import BeingMade
from polos_web.ui.labels import choices
from polos_web.ui.languages import language
from polos_web.ui.parameters import Choice, Number, Parameters, Text, WholeNumber
from polos_web.ui.tabular import csv_answer, xlsx_answer

FORMS = {"csv": csv_answer, "xlsx": xlsx_answer}
PAIR = Parameters(
    country=Choice(lambda: vocabularies.countries().codes),
    market=Choice(lambda: vocabularies.markets().codes),
    **{name: Number(maximum=100) for name in queries.COLUMNS},
)
ROWS = Parameters(**PAIR.kinds, sort=Choice(lambda: queries.COLUMNS))
LIST = Parameters(**ROWS.kinds, robust=Choice(lambda: ("yes",)), page=WholeNumber(minimum=1, absent=1))
START = Parameters(q=Text())


def when_made(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page say that its comparison is being made, and be asked for again, until it is there."""

    @wraps(view)
    def answer(request: HttpRequest, **of: str) -> HttpResponse:
        try:
            return view(request, **of)
        except BeingMade as making:
            answered = render(request, "matchmaking/cluster_being_made.html", {"count": making.count})
            answered["Cache-Control"] = "no-store"
            return answered

    return answer


def start(request: HttpRequest) -> HttpResponse:
    """Let somebody look for the cluster whose counterparts are wanted."""
    asked = START.read(request.GET)
    found = clusters.called(asked.q) if asked.q else None
    return render(request, "matchmaking/cluster_start.html", {"q": asked.q, "found": found})


@when_made
def listing(request: HttpRequest, cluster_id: str) -> HttpResponse:
    """Rank the other side's clusters for one."""
    chosen = LIST.read(request.GET)
    found = queries.listing(cluster_id, chosen, on=timezone.localdate(), language=language())
    if found is None:
        raise Http404
    names = queries.column_names(language())
    context = {
        "chosen": chosen,
        "listing": found,
        "names": names,
        "fit": queries.FIT,
        "circumstances": queries.CIRCUMSTANCES,
        "weights": queries.weights(chosen),
        "is_adjusted": queries.is_adjusted(chosen),
        "query": _kept(request),
        "sorting": _kept(request, ROWS),
        "sortable": list(names.items()),
        "countries": choices("countries", list(found.countries)),
        "markets": choices("markets"),
        "forms": list(FORMS),
    }
    return render(request, "matchmaking/cluster_counterparts.html", context)


def download(request: HttpRequest, cluster_id: str, form: str) -> HttpResponse:
    """Hand out the whole list for a cluster."""
    chosen = ROWS.read(request.GET)
    rows = queries.rows(cluster_id, chosen, on=timezone.localdate())
    if rows is None or form not in FORMS:
        raise Http404
    return FORMS[form]("polos-counterparts", (*queries.FACTS, *queries.COLUMNS), rows)


@when_made
def pair(request: HttpRequest, cluster_id: str, other: str) -> HttpResponse:
    """Explain one counterpart of a cluster."""
    chosen = PAIR.read(request.GET)
    found = queries.pair(cluster_id, other, chosen, on=timezone.localdate(), language=language())
    if found is None:
        raise Http404
    context = {
        "pair": found,
        "query": _kept(request),
        "is_adjusted": queries.is_adjusted(chosen),
        "names": {
            one.territory_id: one.territory.named(language()).text
            for one in (found.ours, found.theirs)
            if one.territory
        },
        "cooperation": cooperation_level.of_clusters(cluster_id, other, language()),
        "value_chain": chains.of_clusters(cluster_id, other),
    }
    return render(request, "matchmaking/cluster_pair.html", context)


def _kept(request: HttpRequest, of: Parameters = PAIR) -> str:
    """Return what the address chooses, to be passed on to the pages it links to."""
    kept = {name: value for name, value in request.GET.items() if value and name in of.kinds}
    return f"?{urlencode(kept)}" if kept else ""
