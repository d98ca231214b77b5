"""Pages on which priorities are coded by a first and a second person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from polos_web.accounts.access import SignInNeeded, asking, is_signed_in, person, require
from polos_web.convergence import access, actions, coding
from polos_web.convergence.models import CODED
from polos_web.convergence.words import FILTERS, KINDS, PLACES, STATES, UNDEFINED
from polos_web.registers import access as registers
from polos_web.registers.models import Record
from polos_web.registers.queries import record as record_of
from polos_web.registers.queries import sheet
from polos_web.territories import queries as territories
from polos_web.territories.kinds import PRIORITY
from polos_web.territories.parameters import TerritoryNamed
from polos_web.ui.languages import language
from polos_web.ui.listing import page_of
from polos_web.ui.parameters import Choice, Parameters, WholeNumber

NOTHING = Parameters()
LIST = Parameters(
    territory=TerritoryNamed(),
    state=Choice(lambda: tuple(FILTERS)),
    page=WholeNumber(minimum=1, absent=1),
)
PAGE_SIZE = 50
WORDS = {"kinds": KINDS, "states": STATES, "filters": FILTERS, "undefined": UNDEFINED, "places": PLACES}
# The lists whose words name the codes of each kind.
LISTS = {"market": "markets", "technology": "technologies", "nace": "nace", "sdg": "sdgs"}


@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List priorities by where their coding stands, and say how far coders agree."""
    chosen = LIST.read(request.GET)
    page = page_of(coding.chosen(chosen.territory, chosen.state), chosen.page, size=PAGE_SIZE)
    context = {
        "chosen": chosen,
        "page": page,
        "lines": coding.listed(page.records),
        "may_code": access.may_code_of(asking(request), [one.pk for one in page.records]),
        "agreements": coding.agreements(),
        "territories": [
            (one.pk, one.named(language()).text) for one in territories.all_territories(language())
        ],
        **WORDS,
    }
    return render(request, "convergence/coding.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def priority(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a priority to a coder; a POST says which codes of one kind it has."""
    NOTHING.read(request.GET)
    record = _record(request, slug)
    asks, problem, status = person(request), {}, 200
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in CODED:
            raise Http404
        try:
            made = actions.code(
                record,
                kind,
                _codes(request),
                fits_none="none" in request.POST,
                note=request.POST.get("note", "").strip(),
                by=asks,
                at=timezone.now(),
            )
        except actions.NotSo as wrong:
            problem, status = {kind: str(wrong)}, 422
        else:
            messages.success(request, gettext("Kept: %(kind)s.") % {"kind": KINDS[made.kind]})
            return HttpResponseRedirect(f"{reverse('convergence:code', args=[slug])}#{kind}")
    context = {
        "record": record,
        "sheet": sheet(record, registers.reaches(asks, record)),
        "asked": coding.asked(record, asks),
        "unread": coding.unread_languages(record),
        "problem": problem,
        "given": _codes(request) if problem else [],
        "lists": LISTS,
        "person": asks,
        **WORDS,
    }
    return render(request, "convergence/code.html", context, status=status)


def _record(request: HttpRequest, slug: str) -> Record:
    if not is_signed_in(asking(request)):
        raise SignInNeeded
    found = record_of(PRIORITY, slug)
    if found is None or not registers.may_read(asking(request), found):
        raise Http404
    require(access.may_code, asking(request), found)
    return found


def _codes(request: HttpRequest) -> list[str]:
    """Return the codes that were ticked, and those written with a semicolon between them."""
    ticked = [code for code in request.POST.getlist("code") if code]
    written = request.POST.get("written", "").replace(",", ";").split(";")
    return ticked + [code.strip() for code in written if code.strip()]
