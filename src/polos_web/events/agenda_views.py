"""Pages on which an agenda is made, followed and looked at by those who organise an event."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos.tables.events import faults_of, notes_of
from polos_web.accounts import access as accounts
from polos_web.analysis import agendas, jobs
from polos_web.events import agenda_actions, agenda_pages, forms, printed, queries
from polos_web.events.agenda_pages import VIEWS
from polos_web.events.models import Agenda, Event
from polos_web.events.problem import Problem, problem
from polos_web.events.views import NOTHING, back, organised, page
from polos_web.ui.languages import language
from polos_web.ui.listing import page_of
from polos_web.ui.parameters import Choice, Parameters, Text, WholeNumber
from polos_web.ui.tabular import xlsx_answer

AGENDA = Parameters(
    by=Choice(lambda: VIEWS, absent="person"), q=Text(), page=WholeNumber(minimum=1, absent=1)
)
GROUPS_A_PAGE, LEFT_OUT_A_PAGE, FAULTS_SHOWN = 20, 50, 20
LEFT_OUT = Parameters(page=WholeNumber(minimum=1, absent=1))


@organised
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest, event: Event) -> HttpResponse:
    """Show what the search for an agenda has found so far; a POST begins one."""
    NOTHING.read(request.GET)
    form = forms.MakeForm(request.POST or None, initial={"seconds": "60"})
    if request.method == "POST" and form.is_valid():
        seconds = int(form.cleaned_data["seconds"])
        agenda_actions.make(event, seconds=seconds, by=accounts.person(request), at=timezone.now())
        return back("make", event.pk)
    job = jobs.latest(event.about, agendas.MAKING)
    found = agendas.found_so_far(job) if job else None
    now = problem(event)
    return page(
        request,
        "make",
        event=event,
        form=form,
        job=job,
        found=found,
        summary=summary(agendas.plain(found)) if found else None,
        conflict=[now.told(rule, language()) for rule in found.conflict.rules]
        if found and found.conflict
        else [],
        faults=[now.told(fault, language()) for fault in faults_of(now.event)[:FAULTS_SHOWN]],
        notes=[now.told(note, language()) for note in notes_of(now.event)[:FAULTS_SHOWN]],
        may_make=event.stage in agenda_actions.MAKING_STAGES,
    )


@organised
@require_POST
def stop(request: HttpRequest, event: Event) -> HttpResponse:
    """Let the search end."""
    agenda_actions.stop(event, agendas.MAKING, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("The search ends; what it has found so far can be taken."))
    return back("make", event.pk)


@organised
@require_POST
def take(request: HttpRequest, event: Event) -> HttpResponse:
    """Take what was found as the proposed agenda."""
    made = agenda_actions.take(event, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("Version %(number)s is the proposed agenda.") % {"number": made.number})
    return back("agenda", event.pk)


@organised
@require_GET
def agenda(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the latest version of the agenda by person, by table or by slot."""
    filters = AGENDA.read(request.GET)
    latest = queries.agenda(event)
    if latest is None:
        return back("make", event.pk)
    every, days = queries.meetings(latest), queries.calendar(event)
    match filters.by:
        case "table":
            groups = agenda_pages.by_table(every, days, language())
        case "slot":
            groups = agenda_pages.by_slot(every, days, language(), event.timezone)
        case _:
            groups = agenda_pages.by_person(queries.participants(event), every, days, language())
    wanted = filters.q.casefold()
    chosen = [one for one in groups if wanted in f"{one.name} {one.aside}".casefold()]
    return page(
        request,
        "agenda",
        event=event,
        agenda=latest,
        filters=filters,
        page=page_of(chosen, filters.page, size=GROUPS_A_PAGE),
        summary=summary_of(latest),
        counts=counts(event, every),
    )


@organised
@require_http_methods(["GET", "POST"])
def left_out(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the requests that nobody refused and that are not held; a POST looks for the reasons of a page."""
    filters = LEFT_OUT.read(request.GET)
    latest = queries.agenda(event)
    if latest is None:
        return back("make", event.pk)
    missing = agenda_pages.left_out(queries.meetings(latest), queries.requests(event))
    shown = page_of(missing, filters.page, size=LEFT_OUT_A_PAGE)
    if request.method == "POST":
        asks = accounts.person(request)
        agenda_actions.ask_why_these(event, shown.records, by=asks, at=timezone.now())
        return HttpResponseRedirect(request.get_full_path())
    job = jobs.latest(event.about, agendas.REASONS)
    now = problem(event)
    found = agendas.reasons_of(job) if job else {}
    return page(
        request,
        "left_out",
        event=event,
        agenda=latest,
        page=shown,
        job=job,
        reasons={one.pk: _reason(found[f"r{one.pk}"], now) for one in shown.records if f"r{one.pk}" in found},
        may_ask=bool(job and job.is_over and any(f"r{one.pk}" not in found for one in shown.records)),
        prices=[(now.told(price.rule, language()), price) for price in agendas.prices_of(job)] if job else [],
    )


def _reason(conflict: Any, now: Problem) -> dict[str, Any]:
    """Return in words why a request is not held, and the least that would have to be given up."""
    return {
        "kind": conflict.kind,
        "rules": [now.told(rule, language()) for rule in conflict.rules if rule.code != "agenda_wanted"],
        "relaxation": [now.told(rule, language()) for rule in conflict.relaxation],
        "proven": conflict.proven,
    }


@organised
@require_GET
def workbook(request: HttpRequest, event: Event) -> HttpResponse:
    """Hand out every meeting as a workbook."""
    latest = _latest(request, event)
    rows = printed.workbook_rows(event, latest, language())
    return xlsx_answer(f"polos-event-{event.pk}-agenda", printed.COLUMNS, rows)


@organised
@require_GET
def persons_pdf(request: HttpRequest, event: Event) -> HttpResponse:
    """Hand out the agenda of every person, a sheet each."""
    made = printed.of_persons(event, _latest(request, event), on=timezone.localdate(), language=language())
    return file_answer(made, f"polos-event-{event.pk}-persons.pdf", "application/pdf")


@organised
@require_GET
def tables_pdf(request: HttpRequest, event: Event) -> HttpResponse:
    """Hand out the meetings at every table, a sheet each."""
    made = printed.of_tables(event, _latest(request, event), on=timezone.localdate(), language=language())
    return file_answer(made, f"polos-event-{event.pk}-tables.pdf", "application/pdf")


@organised
@require_GET
def calendar(request: HttpRequest, event: Event, person: int) -> HttpResponse:
    """Hand out the agenda of one person as a calendar."""
    found, latest = queries.participant(event, person), _latest(request, event)
    if found is None:
        raise Http404
    made = printed.calendar(found, latest, language=language())
    return file_answer(made, f"polos-event-{event.pk}-{found.pk}.ics", "text/calendar; charset=utf-8")


def _latest(request: HttpRequest, event: Event) -> Agenda:
    NOTHING.read(request.GET)
    latest = queries.agenda(event)
    if latest is None:
        raise Http404
    return latest


def file_answer(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file to be kept."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def counts(event: Event, every: Any) -> dict[str, int]:
    """Return how much of what is wanted an agenda holds."""
    wanted = [one for one in queries.requests(event) if "no" not in (one.priority, one.answer)]
    people = {person for one in every for person in (one.asks_id, one.asked_id)}
    return {"meetings": len(every), "wanted": len(wanted), "people": len(people)}


def summary(kept: Any) -> dict[str, Any]:
    """Return in words how good an agenda is, from its plain values."""
    return {"verdict": agenda_pages.verdict(kept["status"]), "aims": agenda_pages.aims(kept["levels"])}


def summary_of(made: Agenda) -> dict[str, Any]:
    """Return in words how good a version of the agenda is."""
    return summary({"status": made.status, "levels": made.levels})
