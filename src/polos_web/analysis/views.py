from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from polos_web.analysis import specialisations
from polos_web.analysis.statistics import statistics, table
from polos_web.ui.languages import language
from polos_web.ui.parameters import Parameters
from polos_web.ui.tabular import csv_answer

NOTHING = Parameters()


def datasets(request: HttpRequest) -> HttpResponse:
    """List the stored statistics with their papers."""
    NOTHING.read(request.GET)
    return render(request, "analysis/datasets.html", specialisations.sources())


def dataset(request: HttpRequest, dataset: str) -> HttpResponse:
    """Show the papers of one dataset, and its statistical units."""
    NOTHING.read(request.GET)
    return _page(request, "analysis/dataset.html", specialisations.dataset(dataset, language()))


def unit(request: HttpRequest, dataset: str, unit: str) -> HttpResponse:
    """Show what a statistical unit does more than others, activity by activity."""
    NOTHING.read(request.GET)
    return _page(request, "analysis/unit.html", specialisations.unit(dataset, unit, language()))


def figure(request: HttpRequest, dataset: str, territory: str) -> HttpResponse:
    """Draw the largest quotients of a territory."""
    NOTHING.read(request.GET)
    drawn = specialisations.picture(territory, dataset, language())
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/svg+xml")


def rows(request: HttpRequest, dataset: str, name: str) -> HttpResponse:
    """Hand out one of the stored tables of a dataset."""
    NOTHING.read(request.GET)
    source = statistics().source(dataset)
    if source is None:
        raise Http404
    found = table(source, name)
    return csv_answer(f"polos-{dataset}-{name}", found.schema, found.iter_rows(named=True))


def _page(request: HttpRequest, template: str, context: dict[str, object] | None) -> HttpResponse:
    if context is None:
        raise Http404
    return render(request, template, context)
