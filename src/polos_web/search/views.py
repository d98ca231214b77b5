from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from polos_web.search import facets, queries
from polos_web.search.models import Entry
from polos_web.search.queries import Wanted
from polos_web.ui.feeds import LENGTH, Item, feed
from polos_web.ui.listing import page_of
from polos_web.ui.maps import Mark, plates
from polos_web.ui.parameters import Choice, Parameters, Text, WholeNumber
from polos_web.ui.tabular import FORMS

PAGE_SIZE = 25
CHOICES = {name: Choice(lambda name=name: facets.options(name)) for name in facets.LABELS}
ASKED = Parameters(q=Text(), **CHOICES, page=WholeNumber(minimum=1, absent=1))
DOWNLOAD = Parameters(q=Text(), **CHOICES)


def listing(request: HttpRequest) -> HttpResponse:
    """List what fits the words and facets of the address."""
    given = ASKED.read(request.GET)
    found = queries.found(_wanted(given))
    page = page_of(found, given.page, size=PAGE_SIZE)
    shown = [(entry, queries.address_of(entry)) for entry in page.records]
    context = {"page": page, "entries": shown, "kinds": facets.names(), **_form(given, found)}
    return render(request, "search/list.html", context)


def on_map(request: HttpRequest) -> HttpResponse:
    """Show where what fits lies."""
    given = DOWNLOAD.read(request.GET)
    found = queries.found(_wanted(given))
    placed = queries.placed(found)
    context = {"plates": plates(), "marks": marks(placed), "most": queries.ON_MAP, **_form(given, found)}
    return render(request, "search/map.html", context)


def entries(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out what fits."""
    if form not in FORMS:
        raise Http404
    wanted = _wanted(DOWNLOAD.read(request.GET))
    site = f"{request.scheme}://{request.get_host()}"
    rows = queries.rows(wanted, get_language() or "en", site=site)
    return FORMS[form]("polos-search", queries.COLUMNS, rows)


def latest(request: HttpRequest) -> HttpResponse:
    """Hand out the records among what fits that were changed last, as an Atom feed."""
    wanted, language = _wanted(DOWNLOAD.read(request.GET)), get_language() or "en"
    items = (
        Item(entry.title(language)[0], queries.address_of(entry), entry.summary(language)[0], at)
        for entry, at in queries.latest(wanted, LENGTH)
    )
    chosen = [wanted.question, *(facets.options(name)[code] for name, code in wanted.codes.items())]
    title = " · ".join([gettext("What was changed last"), *filter(None, chosen)])
    return feed(request, title, f"{reverse('search:list')}?{request.GET.urlencode()}", items)


def marks(entries: Iterable[Entry]) -> list[Mark]:
    """Return entries as marks of a map."""
    language = get_language() or "en"
    return [
        Mark(
            longitude=entry.longitude,
            latitude=entry.latitude,
            kind=entry.side,
            title=entry.title(language)[0],
            address=queries.address_of(entry),
            is_whole=entry.is_stand_in,
        )
        for entry in entries
        if entry.longitude is not None and entry.latitude is not None
    ]


def _wanted(given: SimpleNamespace) -> Wanted:
    return Wanted(given.q, {name: getattr(given, name) for name in facets.LABELS})


def _form(given: SimpleNamespace, found: queries.Found) -> dict[str, Any]:
    wanted = _wanted(given)
    return {
        "wanted": wanted,
        "total": len(found),
        "facets": facets.shown(found.counts, wanted.chosen),
        "counted": queries.COUNTED,
    }
