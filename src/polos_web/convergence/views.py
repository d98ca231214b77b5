from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from polos.reports.renderers.images import render_svg
from polos.vocabularies import markets, technology_columns
from polos_web.convergence import groups, queries
from polos_web.territories import queries as territories
from polos_web.ui.charts import on_page
from polos_web.ui.maps import plates
from polos_web.ui.navigation import address_of
from polos_web.ui.parameters import Choice, Number, Parameters, Several, WholeNumber


def _sides() -> list[str]:
    return groups.codes(territories.all_territories("en"))


FILTERS = Parameters(
    a=Several(_sides),
    b=Several(_sides),
    medium=Number(),
    high=Number(),
    minimum_count=WholeNumber(minimum=1, maximum=50),
    first=WholeNumber(minimum=1990, maximum=2060),
    last=WholeNumber(minimum=1990, maximum=2060),
    provenance=Choice(lambda: ["all", "source"], absent="all"),
    confidence=Choice(lambda: ["all", "medium", "high"], absent="all"),
    cell=Choice(lambda: [f"{m}|{t}" for m in markets().codes for t in technology_columns().codes]),
)


def compare(request: HttpRequest) -> HttpResponse:
    chosen, language = FILTERS.read(request.GET), get_language()
    comparison = queries.compare(chosen, language)
    context = {
        "chosen": chosen,
        "comparison": comparison,
        "choices": queries.choices(language),
        "published": queries.published(language),
        "plate": plates()["atlantic"],
        "marks": queries.marks(comparison, language, lambda pk: reverse("territories:detail", args=[pk])),
        "shown": queries.SHOWN,
        "next_step": address_of("matchmaking:counterparts"),
        "figure_address": lambda axis, form: _figure_address(request, axis, form),
    }
    return render(request, "convergence/compare.html", context)


def figure(request: HttpRequest, axis: str, form: str) -> HttpResponse:
    """Hand out the bars of one profile, drawn or as their specification."""
    language = get_language()
    drawn = on_page(queries.figure(FILTERS.read(request.GET), axis, language))
    if form == "json":
        return JsonResponse(drawn.spec)
    return HttpResponse(render_svg(drawn, language), content_type="image/svg+xml")


def _figure_address(request: HttpRequest, axis: str, form: str) -> str:
    query = request.GET.copy()
    query.pop("cell", None)
    address = reverse("convergence:figure", args=[axis, form])
    return f"{address}?{query.urlencode()}" if query else address
