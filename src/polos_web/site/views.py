from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from polos_web.cooperation.queries import pairs
from polos_web.cooperation.views import on_map
from polos_web.site import queries
from polos_web.site.glossary import TERMS
from polos_web.ui import navigation
from polos_web.ui.maps import plates
from polos_web.ui.parameters import Parameters
from polos_web.ui.text import folded

NOTHING = Parameters()


def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, show the reference pairings, and open the doors."""
    NOTHING.read(request.GET)
    found = pairs()
    map_of_pairings = on_map(found)
    marks = [place.mark for place in map_of_pairings["placed"]]
    context = {
        "doors": navigation.reachable(navigation.DOORS),
        "coverage": queries.coverage(),
        "pairings": found,
        **map_of_pairings,
        "europe": plates()["europe"],
        "in_europe": plates()["europe"].placed(marks),
    }
    return render(request, "site/home.html", context)


def glossary(request: HttpRequest) -> HttpResponse:
    """Say what the words of the pages mean, in the order of the alphabet."""
    NOTHING.read(request.GET)
    terms = sorted(TERMS, key=lambda term: folded(str(term.word)))
    return render(request, "site/glossary.html", {"terms": terms})


def about(request: HttpRequest) -> HttpResponse:
    """Say how far the data carries."""
    NOTHING.read(request.GET)
    context = {
        "coverage": queries.coverage(),
        "coding": queries.coding(),
        "documents": queries.documents(),
        "registers": queries.registers(),
    }
    return render(request, "site/about.html", context)
