from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from polos import vocabularies
from polos_web.accounts.access import asking
from polos_web.programmes import access, board_queries, queries, words
from polos_web.programmes.kinds import DOCUMENT, PROGRAMME
from polos_web.registers.access import may_create
from polos_web.registers.pages import record_page
from polos_web.ui import sections
from polos_web.ui.labels import choices
from polos_web.ui.languages import language
from polos_web.ui.parameters import Choice, Parameters, Text

FILTERS = Parameters(q=Text(), kind=Choice(lambda: vocabularies.programme_kinds().codes))


def listing(request: HttpRequest) -> HttpResponse:
    """List the programmes that fit the filters of the address."""
    filters = FILTERS.read(request.GET)
    context = {
        "filters": filters,
        "programmes": queries.programmes(filters.q, filters.kind),
        "options": {"kind": choices("programme_kinds")},
        "may_create": may_create(asking(request), PROGRAMME),
    }
    return render(request, "programmes/list.html", context)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a programme with its components, phases and partners."""
    may_manage = access.may_manage(asking(request), slug)
    return record_page(
        request,
        PROGRAMME,
        slug,
        template="programmes/detail.html",
        calls=queries.calls_of(asking(request), slug),
        state_words=words.CALL_STATES,
        committed=queries.committed,
        may_manage=may_manage,
        has_board=may_manage and board_queries.board(slug) is not None,
        of_selection=sections.read_sections("selection", slug, language()) if may_manage else [],
    )


def document(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is known of a document."""
    return record_page(request, DOCUMENT, slug)
