"""The page of a record, for registers whose records need no page of their own making."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from polos_web.accounts.access import asking
from polos_web.registers import access, care, queries
from polos_web.registers.kinds import Kind
from polos_web.ui import sections
from polos_web.ui.parameters import Parameters

NOTHING = Parameters()


def record_page(
    request: HttpRequest, kind: Kind, slug: str, *, template: str = "registers/record.html", **context: Any
) -> HttpResponse:
    """Show a record block by block, with what other applications add to pages of its kind."""
    NOTHING.read(request.GET)
    record = queries.record(kind, slug)
    if record is None or not access.may_read(asking(request), record):
        raise Http404
    told = {
        "kind": kind,
        "record": record,
        "sheet": queries.sheet(record, access.reaches(asking(request), record)),
        "may_edit": access.may_edit(asking(request), record),
        **care.told(record, asking(request)),
        "sections": sections.read_sections(kind.name, slug, get_language() or "en"),
    }
    return render(request, template, {**told, **context})
