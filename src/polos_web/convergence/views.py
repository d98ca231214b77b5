import re
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from polos.errors import InputError
from polos.reports.renderers.images import render_svg
from polos.vocabularies import markets, technology_columns
from polos_web.accounts.access import Asking, asking, is_signed_in
from polos_web.convergence import access, groups, queries, runs
from polos_web.convergence.published import published
from polos_web.territories import queries as territories
from polos_web.ui.charts import on_page
from polos_web.ui.languages import language
from polos_web.ui.maps import plates
from polos_web.ui.parameters import Choice, Number, Parameters, Several, WholeNumber
from polos_web.ui.problems import told
from polos_web.ui.refusals import BadParameter
from polos_web.ui.tabular import FORMS

CELL = Choice(lambda: [f"{m}|{t}" for m in markets().codes for t in technology_columns().codes])

NUMBERS = ("medium", "high", "minimum_count", "first", "last")
TYPED = (*NUMBERS, "provenance", "confidence")
# What a field of numbers can hold; it shows nothing of a word.
NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+")
# The fields that a refusal of the library is about, by its code.
CROSSED = {
    "threshold beyond 0 to 1": ("medium", "high"),
    "thresholds crossed": ("medium", "high"),
    "years crossed": ("first", "last"),
}


def parameters(asks: Asking) -> Parameters:
    """Return what the address of a comparison may say; of saved groups, those its reader may see."""

    def sides() -> list[str]:
        return groups.codes(territories.all_territories("en"), access.visible_groups(asks))

    return Parameters(
        a=Several(sides),
        b=Several(sides),
        medium=Number(),
        high=Number(),
        minimum_count=WholeNumber(minimum=1, maximum=50),
        first=WholeNumber(minimum=1990, maximum=2060),
        last=WholeNumber(minimum=1990, maximum=2060),
        provenance=Choice(lambda: ["all", "source"], absent="all"),
        confidence=Choice(lambda: ["all", "medium", "high"], absent="all"),
        sure=Choice(lambda: ["no", "yes"], absent="no"),
        cell=CELL,
    )


def chosen_from(request: HttpRequest) -> SimpleNamespace:
    """Return what the address of a comparison says."""
    return parameters(asking(request)).read(request.GET)


def compare(request: HttpRequest) -> HttpResponse:
    """Compare the priorities of two sides; what is refused is said beside what was typed."""
    try:
        return _compared(request)
    except (BadParameter, InputError) as problem:
        return _refused(request, problem)


def _compared(request: HttpRequest) -> HttpResponse:
    chosen, saved = chosen_from(request), runs.groups_of(asking(request))
    comparison = queries.compare(chosen, language(), saved)
    context = {
        "chosen": chosen,
        "asked": _asked(chosen, comparison),
        "comparison": comparison,
        "choices": queries.choices(language(), saved),
        "published": published(language()),
        "plate": plates()["atlantic"],
        "marks": queries.marks(comparison, language(), lambda pk: reverse("territories:detail", args=[pk])),
        "shown": queries.SHOWN,
        "figure_address": lambda axis, form: _figure_address(request, axis, form),
        "table_address": lambda form: _address(request, reverse("convergence:table", args=[form])),
        "save_address": _address(request, reverse("convergence:save")),
        "is_signed_in": is_signed_in(asking(request)),
    }
    return render(request, "convergence/compare.html", context)


def _asked(chosen: SimpleNamespace, comparison: queries.Comparison) -> SimpleNamespace:
    """Return what stands in the fields of the form over a comparison."""
    limits = comparison.result.thresholds
    return SimpleNamespace(
        a=comparison.a.chosen,
        b=comparison.b.chosen,
        medium=limits.medium,
        high=limits.high,
        minimum_count=limits.minimum_count,
        first=chosen.first or "",
        last=chosen.last or "",
        provenance=chosen.provenance,
        confidence=chosen.confidence,
        is_adjusted=comparison.is_adjusted,
    )


def _refused(request: HttpRequest, problem: BadParameter | InputError) -> HttpResponse:
    """Show the form as it was filled in, and what cannot be used of it."""
    is_read = isinstance(problem, InputError)
    typed = {name: request.GET.get(name, "")[:100] for name in TYPED}
    typed |= {name: "" for name in NUMBERS if not NUMBER.fullmatch(typed[name])}
    asked = SimpleNamespace(
        a=tuple(request.GET.getlist("a")) or ("eu",),
        b=tuple(request.GET.getlist("b")) or ("lac",),
        is_adjusted=True,
        **typed,
    )
    context = {
        "problem": told(problem) if is_read else problem,
        "wrong": CROSSED.get(problem.code, ()) if is_read else (problem.parameter,),
        "asked": asked,
        "choices": queries.choices(language(), runs.groups_of(asking(request))),
    }
    return render(request, "convergence/refused.html", context, status=400)


def figure(request: HttpRequest, axis: str, form: str) -> HttpResponse:
    """Hand out the bars of one profile, drawn or as their specification."""
    saved = runs.groups_of(asking(request))
    drawn = on_page(queries.figure(chosen_from(request), axis, language(), saved))
    if form == "json":
        return JsonResponse(drawn.spec)
    return HttpResponse(render_svg(drawn, language()), content_type="image/svg+xml")


def table(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out the cells of a comparison, with intervals."""
    chosen, saved = chosen_from(request), runs.groups_of(asking(request))
    chosen.sure = "yes"
    found = queries.compare(chosen, language(), saved)
    return FORMS[form]("polos-comparison", queries.CELL_COLUMNS, queries.cells(found))


def _address(request: HttpRequest, address: str) -> str:
    """Return an address with what the present one says, but for the cell that is open."""
    query = request.GET.copy()
    query.pop("cell", None)
    return f"{address}?{query.urlencode()}" if query else address


def _figure_address(request: HttpRequest, axis: str, form: str) -> str:
    return _address(request, reverse("convergence:figure", args=[axis, form]))
