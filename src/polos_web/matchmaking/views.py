from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from polos import vocabularies
from polos_web.matchmaking import briefs, check_queries, cooperation_level, mix_lines, queries
from polos_web.matchmaking.firms import across
from polos_web.territories.models import Territory
from polos_web.territories.parameters import TerritoryNamed
from polos_web.ui.labels import choices
from polos_web.ui.languages import OWN_NAMES, language
from polos_web.ui.maps import Arc, Mark, plates
from polos_web.ui.parameters import Choice, Number, Parameters, Several
from polos_web.ui.tabular import csv_answer, xlsx_answer

AMONG = ("all", "regions", "nations")
PAIR = Parameters(
    among=Choice(lambda: AMONG, absent="all"),
    country=Choice(lambda: vocabularies.countries().codes),
    activity=Several(lambda: [code for code in vocabularies.nace().codes if code.isdigit()]),
    table=Choice(queries.tables_of_context),
    **{name: Number(maximum=100) for name in mix_lines.COLUMNS},
)
LIST = Parameters(territory=TerritoryNamed(), sort=Choice(lambda: mix_lines.COLUMNS), **PAIR.kinds)
FORMS = {"csv": csv_answer, "xlsx": xlsx_answer}
FIRMS = Parameters(territory=TerritoryNamed())
NOTHING = Parameters()


def counterparts(request: HttpRequest) -> HttpResponse:
    """Rank the other side's territories for the one chosen."""
    chosen = LIST.read(request.GET)
    context = {
        "chosen": chosen,
        "choices": queries.choices(language()),
        "names": queries.column_names(language()),
        "divisions": queries.divisions(language()),
        "tables": queries.tables_of_context(),
        "countries": choices("countries", queries.countries_across(chosen, language())),
        "forms": list(FORMS),
        "fit": mix_lines.FIT,
        "circumstances": mix_lines.CIRCUMSTANCES,
        "weights": queries.weights(chosen),
        "is_adjusted": queries.is_adjusted(chosen),
        "query": _kept(request),
        "listing": queries.listing(chosen, on=timezone.localdate(), language=language()),
        "check": check_queries.sentences(language()),
    }
    found = context["listing"]
    context["sortable"] = [(column, context["names"][column]) for column in found.columns] if found else []
    context["table_options"] = [(name, name) for name in context["tables"]]
    return render(request, "matchmaking/counterparts.html", context)


def download(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out the list for the territory of the address."""
    chosen = LIST.read(request.GET)
    rows = queries.rows(chosen, on=timezone.localdate(), language=language())
    if rows is None or form not in FORMS:
        raise Http404
    return FORMS[form]("polos-counterparts", (*mix_lines.FACTS, *mix_lines.COLUMNS), rows)


def pair(request: HttpRequest, territory: str, other: str) -> HttpResponse:
    """Explain one counterpart of a territory."""
    chosen = PAIR.read(request.GET)
    found = queries.pair(territory, other, chosen, on=timezone.localdate(), language=language())
    if found is None:
        raise Http404
    plate = plates()["atlantic"]
    both = (found.ours, found.theirs)
    context = {
        "chosen": chosen,
        "fit": mix_lines.FIT,
        "pair": found,
        "query": _kept(request),
        "is_adjusted": queries.is_adjusted(chosen),
        "other_briefs": _other_briefs(territory, other),
        "plate": plate,
        "placed": plate.placed(_marks(both)),
        "arcs": _arcs(both),
        "cooperation": cooperation_level.of_territories(territory, other, language()),
    }
    return render(request, "matchmaking/pair.html", context)


def brief(request: HttpRequest, territory: str, other: str) -> HttpResponse:
    """Hand out the brief on a pair, two pages to print."""
    chosen, on = PAIR.read(request.GET), timezone.localdate()
    typeset = briefs.brief(territory, other, chosen, on=on, language=language())
    if typeset is None:
        raise Http404
    answer = HttpResponse(typeset, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="polos-{territory}-{other}-{language()}.pdf"'
    return answer


def firms(request: HttpRequest) -> HttpResponse:
    """List organisations of the group of businesses across, by offers and needs, for the territory chosen."""
    chosen = FIRMS.read(request.GET)
    context = {
        "chosen": chosen,
        "choices": queries.choices(language()),
        "firms": across(chosen.territory, language()) if chosen.territory else None,
    }
    return render(request, "matchmaking/firms.html", context)


def check(request: HttpRequest) -> HttpResponse:
    """Show where the partners really chosen stand in our ranking."""
    NOTHING.read(request.GET)
    found, work = check_queries.check(language(), at=timezone.now())
    return render(request, "matchmaking/check.html", {"check": found, "work": work})


def _other_briefs(territory: str, other: str) -> list[tuple[str, str, str]]:
    """Return (code, own name, address) of the brief in the languages the page is not in."""
    found = []
    for code, name in OWN_NAMES.items():
        with override(code):
            found.append((code, name, reverse("matchmaking:brief", args=[territory, other])))
    return [brief for brief in found if brief[0] != language()]


def _kept(request: HttpRequest) -> str:
    """Return the weights of the address, to be passed on to the pages it links to."""
    kept = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if value and name in PAIR.kinds
    ]
    return f"?{urlencode(kept)}" if kept else ""


def _marks(both: tuple[Territory, Territory]) -> list[Mark]:
    return [
        Mark(
            longitude=territory.longitude,
            latitude=territory.latitude,
            kind=territory.side,
            title=territory.named(language()).text,
            address=reverse("territories:detail", args=[territory.pk]),
            is_whole=territory.level == "nation",
            emphasis="strong",
        )
        for territory in both
        if territory.longitude is not None and territory.latitude is not None
    ]


def _arcs(both: tuple[Territory, Territory]) -> list[Arc]:
    places = [(t.longitude, t.latitude) for t in both if t.longitude is not None and t.latitude is not None]
    return [Arc(places[0], places[1])] if len(places) == 2 else []
