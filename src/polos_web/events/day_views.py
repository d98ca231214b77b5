"""The day itself and after: who is missing, what is wished anew, the repair, what came of the meetings."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.analysis import agendas, jobs
from polos_web.events import actions, agenda_actions, agenda_pages, forms, queries
from polos_web.events.models import Event
from polos_web.events.views import NOTHING, back, organised, page
from polos_web.ui.tabular import csv_answer

COLUMNS = ("when", "table", "asks", "asked", "said_by", "took_place", "rating", "follow_up")


@organised
@require_GET
def day(request: HttpRequest, event: Event) -> HttpResponse:
    """Show who is missing, what is wished, and what a repair would change."""
    NOTHING.read(request.GET)
    days = queries.calendar(event)
    return _day(
        request,
        event,
        missing=forms.MissingForm(event=event, days=days),
        late=forms.RequestForm(event=event),
    )


def _day(request: HttpRequest, event: Event, **given: Any) -> HttpResponse:
    days, people = queries.calendar(event), {one.pk: one for one in event.participants.all()}
    job, latest = jobs.latest(event.about, agendas.REPAIR), queries.published(event)
    repair = agendas.repair_of(job) if job else None
    is_new = bool(job and latest and job.asked_at > latest.made_at)
    kept = job.result["changes"] if job and job.result and is_new else latest.changes if latest else []
    return page(
        request,
        "day",
        event=event,
        agenda=latest,
        days=days,
        absent=[one for one in people.values() if one.missing and not one.erased_at],
        wishes_open=[wish for wish in queries.wishes(event) if wish.settled_at is None],
        job=job if is_new else None,
        repair=repair if is_new else None,
        changes=agenda_pages.changes(kept, people, days),
        **given,
    )


@organised
@require_POST
def missing(request: HttpRequest, event: Event) -> HttpResponse:
    """Note a no-show, a late arrival, or that somebody is there after all."""
    days = queries.calendar(event)
    form = forms.MissingForm(request.POST, event=event, days=days)
    if not form.is_valid():
        return _day(request, event, missing=form, late=forms.RequestForm(event=event))
    given = form.cleaned_data
    agenda_actions.miss(
        given["person"],
        given["slots"],
        reason=given["reason"],
        by=accounts.person(request),
        at=timezone.now(),
    )
    messages.success(request, gettext("It is noted. Repair the agenda when everything is noted."))
    return back("day", event.pk)


@organised
@require_POST
def late(request: HttpRequest, event: Event) -> HttpResponse:
    """Note a meeting that two people want on the day."""
    form = forms.RequestForm(request.POST, event=event)
    if not form.is_valid():
        days = queries.calendar(event)
        return _day(request, event, missing=forms.MissingForm(event=event, days=days), late=form)
    given = form.cleaned_data
    person = accounts.person(request)
    agenda_actions.wish_late(event, given["asks"], given["asked"], by=person, at=timezone.now())
    messages.success(request, gettext("It is noted. Repair the agenda when everything is noted."))
    return back("day", event.pk)


@organised
@require_POST
def repair(request: HttpRequest, event: Event) -> HttpResponse:
    """Ask for a repair."""
    agenda_actions.repair(event, by=accounts.person(request), at=timezone.now())
    return back("day", event.pk)


@organised
@require_POST
def take_repair(request: HttpRequest, event: Event) -> HttpResponse:
    """Publish the repaired agenda."""
    made = agenda_actions.take_repair(event, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("Version %(number)s is published.") % {"number": made.number})
    return back("day", event.pk)


@organised
@require_http_methods(["POST"])
def settle(request: HttpRequest, event: Event, wish: int) -> HttpResponse:
    """Answer a change that a participant proposed."""
    found = queries.wish(event, wish)
    if found is None:
        raise Http404
    answer = request.POST.get("answer", "").strip()[:1000]
    actions.settle(found, answer=answer, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("The participant sees the answer."))
    return back("day", event.pk)


@organised
@require_GET
def follow_up(request: HttpRequest, event: Event) -> HttpResponse:
    """Show what participants say of their meetings and what follows from them."""
    NOTHING.read(request.GET)
    every = queries.meetings(queries.published(event))
    said = queries.feedback_by_request(event)
    days = queries.calendar(event)
    rows = [(days.by_id.get(one.slot), one, said.get(one.request_id, [])) for one in every]
    return page(request, "follow_up", event=event, rows=rows, counts=queries.feedback_counts(event))


@organised
@require_GET
def follow_up_csv(request: HttpRequest, event: Event) -> HttpResponse:
    """Hand out what participants say of their meetings."""
    NOTHING.read(request.GET)
    said, days = queries.feedback_by_request(event), queries.calendar(event)
    rows = [
        {
            "when": f"{days.by_id[one.slot].begins(event.timezone):%Y-%m-%d %H:%M}",
            "table": one.table,
            "asks": str(one.asks),
            "asked": str(one.asked),
            "said_by": str(words.participant),
            "took_place": words.took_place,
            "rating": words.rating,
            "follow_up": words.follow_up,
        }
        for one in queries.meetings(queries.published(event))
        for words in said.get(one.request_id, [])
        if one.slot in days.by_id
    ]
    return csv_answer(f"polos-event-{event.pk}-follow-up", COLUMNS, rows)
