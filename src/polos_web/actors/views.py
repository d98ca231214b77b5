from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from polos import vocabularies
from polos_web.accounts.access import asking
from polos_web.actors import queries
from polos_web.actors.kinds import ACTOR, BODY, CONTACT
from polos_web.registers.access import may_create
from polos_web.registers.pages import record_page
from polos_web.ui.labels import choices
from polos_web.ui.listing import page_of
from polos_web.ui.parameters import Choice, Parameters, Text, WholeNumber
from polos_web.ui.tabular import csv_answer

PAGE_SIZE = 50
CHOICES = {
    "helix": Choice(lambda: vocabularies.helix().codes),
    "kind": Choice(lambda: vocabularies.actor_kinds().codes),
    "country": Choice(lambda: vocabularies.countries().codes),
    "territory": Text(),
}
FILTERS = Parameters(q=Text(), **CHOICES, page=WholeNumber(minimum=1, absent=1))
DOWNLOAD = Parameters(q=Text(), **CHOICES)


def listing(request: HttpRequest) -> HttpResponse:
    """List the actors that fit the filters of the address."""
    filters = FILTERS.read(request.GET)
    context = {
        "filters": filters,
        "page": page_of(queries.chosen(filters), filters.page, size=PAGE_SIZE),
        "may_create": may_create(asking(request), ACTOR),
        "options": {
            "helix": choices("helix"),
            "kind": choices("actor_kinds", queries.used("kind")),
            "country": choices("countries", queries.used("country")),
        },
    }
    return render(request, "actors/list.html", context)


def actors_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the actors that fit the filters."""
    filters = DOWNLOAD.read(request.GET)
    return csv_answer("polos-actors", queries.COLUMNS, queries.rows(filters))


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an actor."""
    return record_page(request, ACTOR, slug)


def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a contact person, as far as the person's own choice lets this reader see."""
    return record_page(request, CONTACT, slug)


def body(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a body with its members and decisions."""
    return record_page(request, BODY, slug)
