"""Pages of those who organise an event, and the list of events for everybody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos.errors import InputError
from polos_web.accounts import access as accounts
from polos_web.accounts.roles import ProgrammeManager
from polos_web.clusters import queries as register
from polos_web.events import access, actions, agenda_actions, forms, queries, uploads
from polos_web.events.models import PRIORITIES, UNANSWERED, Event
from polos_web.events.slots import zone_names
from polos_web.events.spoken import name_of
from polos_web.events.words import CHANGES, HINTS, KINDS, LABELS, MOVES, PLACES, REASONS, RULINGS, STAGES
from polos_web.events.words import PRIORITIES as WISHES
from polos_web.ui.listing import page_of
from polos_web.ui.parameters import Choice, Parameters, Text, WholeNumber
from polos_web.ui.problems import told
from polos_web.ui.tabular import csv_answer

NOTHING = Parameters()
REQUESTS = Parameters(
    q=Text(), answer=Choice(lambda: (*PRIORITIES, UNANSWERED)), page=WholeNumber(minimum=1, absent=1)
)
CLUSTERS = Parameters(q=Text())
REQUESTS_A_PAGE, ROWS_SHOWN, CLUSTERS_SHOWN = 50, 300, 40
WORDS = {
    "labels": LABELS,
    "hints": HINTS,
    "stages": STAGES,
    "moves": MOVES,
    "wishes": WISHES,
    "rulings": RULINGS,
    "kinds": KINDS,
    "places": PLACES,
    "change_kinds": CHANGES,
    "reasons": REASONS,
    "language_name": name_of,
    "link_of": queries.link_of,
}
View = Callable[..., HttpResponse]


def organised(view: View) -> View:
    """Hand the view the event of its address, after asking whether the person organises it.

    What cannot be done at the stage of the event is said on the event's own page.
    """

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, number: int, **arguments: Any) -> HttpResponse:
        asking = accounts.asking(request)
        accounts.require(access.may_organise_some, asking)
        event = queries.event(number)
        if event is None:
            raise Http404
        accounts.require(access.may_organise, asking, event)
        try:
            return view(request, event, **arguments)
        except actions.NotNow as problem:
            messages.error(request, str(problem))
            return HttpResponseRedirect(reverse("events:event", args=[event.pk]))

    return shown


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Show one of the templates of events."""
    return render(request, f"events/{template}.html", {**WORDS, **context})


def back(route: str, *arguments: Any) -> HttpResponseRedirect:
    """Lead on to a page after something was written."""
    return HttpResponseRedirect(reverse(f"events:{route}", args=arguments))


# ---- events -----------------------------------------------------------------------------------


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the events everybody may know of, and one's own."""
    NOTHING.read(request.GET)
    asking = accounts.asking(request)
    return page(
        request,
        "list",
        events=queries.listed(),
        organised=queries.organised_by(asking),
        attended=queries.attended_by(asking),
        may_make=access.may_organise_some(asking),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an event."""
    NOTHING.read(request.GET)
    accounts.require(access.may_organise_some, accounts.asking(request), role=ProgrammeManager)
    return _event_form(request, None)


@organised
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, event: Event) -> HttpResponse:
    """Change an event, its sessions and its rules."""
    NOTHING.read(request.GET)
    return _event_form(request, event)


def _event_form(request: HttpRequest, event: Event | None) -> HttpResponse:
    person, data = accounts.person(request), request.POST or None
    programmes = sorted(access.programmes_of(person))
    initial = forms.EventForm.values_of(event) if event else {"slot_minutes": 20, "floor": 3}
    form = forms.EventForm(data, initial=initial, programmes=programmes)
    sessions = forms.Sessions(data, event)
    if data is not None and form.is_valid() and sessions.is_valid(form.cleaned_data["zone"]):
        if event is None:
            event = actions.make_event(form.cleaned_data, sessions.found, by=person, at=timezone.now())
        else:
            actions.change_event(event, form.cleaned_data, sessions.found, by=person, at=timezone.now())
        return back("event", event.pk)
    kept = {"event": event} if event else {}
    return page(request, "form", form=form, sessions=sessions.forms, zones=zone_names(), **kept)


@organised
@require_GET
def overview(request: HttpRequest, event: Event) -> HttpResponse:
    """Show where an event stands and what comes next."""
    NOTHING.read(request.GET)
    return page(
        request,
        "overview",
        event=event,
        calendar=queries.calendar(event),
        counts=queries.counts(event),
        steps=queries.steps(event),
        onward=actions.MOVES[event.stage],
    )


@organised
@require_POST
def move(request: HttpRequest, event: Event) -> HttpResponse:
    """Take an event to another stage."""
    stage = request.POST.get("stage", "")
    if stage == "published":
        agenda_actions.publish(event, by=accounts.person(request), at=timezone.now())
    else:
        actions.move(event, stage, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("The event is now at: %(stage)s.") % {"stage": STAGES[stage]})
    return back("event", event.pk)


# ---- participants -----------------------------------------------------------------------------


@organised
@require_GET
def participants(request: HttpRequest, event: Event) -> HttpResponse:
    """Show who takes part, and the private link of each."""
    NOTHING.read(request.GET)
    found = queries.participants(event)
    return page(request, "participants", event=event, people=found, interpreters=queries.interpreters(event))


@organised
@require_GET
def participants_csv(request: HttpRequest, event: Event) -> HttpResponse:
    """Hand out the participants with their private links, to be mailed to each."""
    NOTHING.read(request.GET)
    columns = ("id", "name", "organisation", "email", "zone", "languages", "requests", "received", "link")
    rows = [
        {
            "id": person.code,
            **{name: getattr(person, name) for name in columns[1:6]},
            "requests": person.made,
            "received": person.received,
            "link": request.build_absolute_uri(queries.address_of(person)),
        }
        for person in queries.participants(event)
    ]
    return csv_answer(f"polos-event-{event.pk}-participants", columns, rows)


@organised
@require_http_methods(["GET", "POST"])
def new_participant(request: HttpRequest, event: Event) -> HttpResponse:
    """Let one more person take part."""
    NOTHING.read(request.GET)
    form = forms.NewParticipantForm(request.POST or None, event=event, initial={"language": "en"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person = actions.add_participant(event, given, by=accounts.person(request), at=timezone.now())
        messages.success(request, gettext("%(name)s takes part.") % {"name": person})
        return back("participants", event.pk)
    return page(request, "participant", event=event, form=form, zones=zone_names())


@organised
@require_http_methods(["GET", "POST"])
def participant(request: HttpRequest, event: Event, person: int) -> HttpResponse:
    """Show one participant; a POST changes what is known of the person."""
    NOTHING.read(request.GET)
    found = _found(queries.participant(event, person))
    form = forms.ParticipantForm(request.POST or None, initial=forms.ParticipantForm.values_of(found))
    if request.method == "POST" and form.is_valid():
        actions.change_participant(found, form.cleaned_data, by=accounts.person(request), at=timezone.now())
        messages.success(request, gettext("What is known of %(name)s was changed.") % {"name": found})
        return back("participants", event.pk)
    return page(
        request,
        "participant",
        event=event,
        person=found,
        form=form,
        zones=zone_names(),
        address=request.build_absolute_uri(queries.address_of(found)),
        made=queries.made(found),
        received=queries.received(found),
    )


@organised
@require_POST
def renew_link(request: HttpRequest, event: Event, person: int) -> HttpResponse:
    """Replace a private link that has got into wrong hands."""
    found = _found(queries.participant(event, person))
    actions.renew_link(found, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("%(name)s has a new private link.") % {"name": found})
    return back("participant", event.pk, found.pk)


@organised
@require_POST
def erase(request: HttpRequest, event: Event, person: int) -> HttpResponse:
    """Erase a participant."""
    found = _found(queries.participant(event, person))
    actions.erase_participant(found, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("The person was erased from the event."))
    return back("participants", event.pk)


def _found(record: Any) -> Any:
    if record is None:
        raise Http404
    return record


@organised
@require_http_methods(["GET", "POST"])
def clusters(request: HttpRequest, event: Event) -> HttpResponse:
    """Choose clusters of the register that take part."""
    filters = CLUSTERS.read(request.GET)
    if request.method == "POST":
        wanted = [register.cluster(name) for name in request.POST.getlist("cluster")[:CLUSTERS_SHOWN]]
        chosen = [one for one in wanted if one is not None]
        count = actions.add_clusters(event, chosen, by=accounts.person(request), at=timezone.now())
        said = ngettext("%(num)s cluster was added.", "%(num)s clusters were added.", count)
        messages.success(request, said % {"num": count})
        return back("participants", event.pk)
    found = queries.clusters_to_add(event, filters.q, most=CLUSTERS_SHOWN) if filters.q else []
    return page(request, "clusters", event=event, filters=filters, clusters=found, most=CLUSTERS_SHOWN)


@organised
@require_http_methods(["GET", "POST"])
def interpreters(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the interpreters; a POST adds one."""
    NOTHING.read(request.GET)
    form = forms.InterpreterForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.add_interpreter(event, given, by=accounts.person(request), at=timezone.now())
        return back("interpreters", event.pk)
    found = queries.interpreters(event)
    return page(request, "interpreters", event=event, form=form, interpreters=found)


@organised
@require_POST
def remove_interpreter(request: HttpRequest, event: Event, interpreter: int) -> HttpResponse:
    """Let an interpreter go."""
    found = _found(queries.interpreter(event, interpreter))
    actions.remove_interpreter(found, by=accounts.person(request), at=timezone.now())
    return back("interpreters", event.pk)


# ---- files ------------------------------------------------------------------------------------


@organised
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, event: Event, kind: str) -> HttpResponse:
    """Take a file of participants, requests or interpreters, and lead to what its rows would do."""
    NOTHING.read(request.GET)
    if kind not in KINDS:
        raise Http404
    form, problem = forms.UploadForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.upload(
                event, kind, form.cleaned_data["file"], by=accounts.person(request), at=timezone.now()
            )
            return back("upload", event.pk, kept.pk)
        except InputError as refusal:
            problem = told(refusal)
    columns = uploads.COLUMNS[kind]
    return page(
        request,
        "files",
        event=event,
        kind=kind,
        form=form,
        problem=problem,
        columns=columns,
        most=uploads.MOST_ROWS,
    )


@organised
@require_GET
def sample(request: HttpRequest, event: Event, kind: str) -> HttpResponse:
    """Hand out an empty file with the headings of its kind."""
    NOTHING.read(request.GET)
    if kind not in KINDS:
        raise Http404
    headings = [names[0] for names in uploads.COLUMNS[kind].values()]
    return csv_answer(f"polos-{kind}", headings, [])


@organised
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, event: Event, upload: int) -> HttpResponse:
    """Show row by row what a file would do; a POST does it, or forgets the file."""
    NOTHING.read(request.GET)
    found = _found(queries.upload(event, upload))
    leads_to = "requests" if found.kind == "requests" else "participants"
    if request.method == "POST":
        if request.POST.get("wanted") == "drop":
            actions.drop_upload(found, by=accounts.person(request))
            return back("files", event.pk, found.kind)
        count = actions.admit(found, by=accounts.person(request), at=timezone.now())
        messages.success(
            request,
            gettext("Rows added: %(new)s, changed: %(changed)s, as before: %(same)s, left out: %(refused)s.")
            % count,
        )
        return back(leads_to, event.pk)
    rows = uploads.judged(event, found.kind, found.rows)
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in uploads.VERDICTS}
    order = sorted(rows, key=lambda row: (uploads.VERDICTS.index(row.verdict), row.row))
    return page(
        request, "upload", event=event, upload=found, rows=order[:ROWS_SHOWN], total=len(rows), counts=counts
    )


# ---- requests ---------------------------------------------------------------------------------


@organised
@require_GET
def requests(request: HttpRequest, event: Event) -> HttpResponse:
    """Show who asks whom, and what is ruled."""
    filters = REQUESTS.read(request.GET)
    chosen = queries.requests_like(event, filters.q, filters.answer)
    shown = page_of(chosen, filters.page, size=REQUESTS_A_PAGE)
    return page(
        request, "requests", event=event, page=shown, filters=filters, calendar=queries.calendar(event)
    )


@organised
@require_http_methods(["GET", "POST"])
def new_request(request: HttpRequest, event: Event) -> HttpResponse:
    """Ask for a meeting in somebody's name."""
    NOTHING.read(request.GET)
    form = forms.RequestForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.add_request(
            event,
            given["asks"],
            given["asked"],
            priority=given["priority"],
            by=accounts.person(request),
            at=timezone.now(),
        )
        messages.success(request, gettext("The request was added."))
        return back("requests", event.pk)
    return page(request, "new_request", event=event, form=form)


@organised
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, event: Event, wanted: int) -> HttpResponse:
    """Show one request; a POST rules that it has to be held, must not be, or when."""
    NOTHING.read(request.GET)
    found = _found(queries.request(event, wanted))
    calendar = queries.calendar(event)
    form = forms.RuleForm(
        request.POST or None,
        request=found,
        calendar=calendar,
        initial={"ruling": found.ruling, "slot": found.slot},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.rule(
            found, ruling=given["ruling"], slot=given["slot"], by=accounts.person(request), at=timezone.now()
        )
        return back("requests", event.pk)
    return page(request, "rule", event=event, wanted=found, form=form)
