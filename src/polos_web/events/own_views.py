"""Pages of participants, reached by a private link: whoever has the link is the participant."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from polos_web.events import actions, agenda_pages, forms, own_actions, printed, queries
from polos_web.events.agenda_views import file_answer
from polos_web.events.models import Agenda, Participant
from polos_web.events.slots import Calendar, zone_names
from polos_web.events.views import NOTHING, View, page
from polos_web.ui.languages import language


def own(view: View) -> View:
    """Hand the view the participant whose link stands in the address; what cannot be done is said."""

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, link: str, **arguments: Any) -> HttpResponse:
        person = queries.participant_of(link)
        if person is None or person.event.stage == "draft":
            raise Http404
        try:
            return view(request, person, **arguments)
        except actions.NotNow as problem:
            messages.error(request, str(problem))
            return HttpResponseRedirect(queries.address_of(person))

    return shown


@own
@require_GET
def mine(request: HttpRequest, person: Participant) -> HttpResponse:
    """Show everything a participant has to say or to know, as far as the event has come."""
    NOTHING.read(request.GET)
    return _mine(request, person, forms.FreeForm(initial=forms.FreeForm.values_of(person)))


def _mine(request: HttpRequest, person: Participant, form: forms.FreeForm) -> HttpResponse:
    calendar = queries.calendar(person.event)
    return page(
        request,
        "mine",
        person=person,
        link=queries.link_of(person),
        calendar=calendar,
        free=queries.free_slots(person, calendar),
        form=form,
        zones=zone_names(),
        received=queries.received(person),
        made=queries.made(person),
        others=queries.open_to(person) if person.event.takes_requests else [],
        **_agenda(person, calendar),
    )


def _agenda(person: Participant, days: Calendar) -> dict[str, Any]:
    """Return what the page says of the published agenda; without one, ``agenda`` is ``None``."""
    latest = queries.published(person.event) if person.event.shows_agenda else None
    if latest is None:
        return {"agenda": None}
    every = queries.meetings(latest)
    return {
        "agenda": latest,
        "rows": agenda_pages.rows_of_person(person, every, days, language()),
        "said": queries.feedback_of(person),
        "proposed": list(person.wishes.all()),
        "ratings": range(1, 6),
    }


@own
@require_POST
def free(request: HttpRequest, person: Participant) -> HttpResponse:
    """Keep when somebody is there."""
    form = forms.FreeForm(request.POST)
    if not form.is_valid():
        return _mine(request, person, form)
    given = form.cleaned_data
    chosen = request.POST.getlist("free")
    own_actions.say_free(person, chosen, zone=given["zone"], language=given["language"], at=timezone.now())
    messages.success(request, gettext("Your free times are kept."))
    return HttpResponseRedirect(queries.address_of(person))


@own
@require_POST
def answers(request: HttpRequest, person: Participant) -> HttpResponse:
    """Keep what somebody says to the requests received."""
    said = {int(name[1:]): str(value) for name, value in request.POST.items() if _is_answer(name)}
    own_actions.answer(person, said, at=timezone.now())
    messages.success(request, gettext("Your answers are kept."))
    return HttpResponseRedirect(queries.address_of(person))


def _is_answer(name: str) -> bool:
    return name.startswith("r") and name[1:].isascii() and name[1:].isdigit() and len(name) < 16


@own
@require_POST
def ask(request: HttpRequest, person: Participant) -> HttpResponse:
    """Ask for a meeting."""
    form = forms.AskForm(request.POST, others=queries.open_to(person))
    if form.is_valid():
        given = form.cleaned_data
        own_actions.ask(person, given["asked"], priority=given["priority"], at=timezone.now())
        messages.success(request, gettext("Your request is kept."))
    else:
        messages.error(request, gettext("Choose with whom you want to meet, and how much."))
    return HttpResponseRedirect(queries.address_of(person))


@own
@require_POST
def change(request: HttpRequest, person: Participant) -> HttpResponse:
    """Propose a change of the agenda."""
    form = forms.WishForm(request.POST, requests=queries.requests_held(person))
    if form.is_valid():
        given = form.cleaned_data
        own_actions.propose_change(person, given["words"], request=given["request"], at=timezone.now())
        messages.success(request, gettext("Your proposal was passed on to those who organise the event."))
    else:
        messages.error(request, gettext("Say in words what should change."))
    return HttpResponseRedirect(queries.address_of(person))


@own
@require_POST
def rate(request: HttpRequest, person: Participant, request_number: int) -> HttpResponse:
    """Keep what somebody says of a meeting."""
    found = queries.requests_held(person).get(str(request_number))
    if found is None:
        raise Http404
    form = forms.FeedbackForm(request.POST)
    if form.is_valid():
        own_actions.rate(person, found, **form.cleaned_data, at=timezone.now())
        messages.success(request, gettext("What you say of the meeting is kept."))
    else:
        messages.error(request, gettext("Say whether the meeting took place; its worth is from 1 to 5."))
    return HttpResponseRedirect(queries.address_of(person))


def _published(request: HttpRequest, person: Participant) -> Agenda:
    NOTHING.read(request.GET)
    found = queries.published(person.event)
    if found is None:
        raise Http404
    return found


@own
@require_GET
def calendar(request: HttpRequest, person: Participant) -> HttpResponse:
    """Hand out one's agenda as a calendar."""
    made = printed.calendar(person, _published(request, person), language=language())
    return file_answer(made, "polos-agenda.ics", "text/calendar; charset=utf-8")


@own
@require_GET
def printed_agenda(request: HttpRequest, person: Participant) -> HttpResponse:
    """Hand out one's agenda to print."""
    found = _published(request, person)
    made = printed.of_person(person, found, on=timezone.localdate(), language=language())
    return file_answer(made, "polos-agenda.pdf", "application/pdf")


@own
@require_POST
def leave(request: HttpRequest, person: Participant) -> HttpResponse:
    """Erase oneself from the event."""
    if request.POST.get("certain") != "on":
        messages.error(request, gettext("Tick the box first, so that nobody is erased by mistake."))
        return HttpResponseRedirect(queries.address_of(person))
    actions.erase_participant(person, by=person, at=timezone.now())
    return page(request, "left")
