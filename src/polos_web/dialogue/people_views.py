"""Pages about who takes part in a dialogue, for those who hold it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.actors.queries import covered_by
from polos_web.dialogue import forms, inviting, people_actions, queries
from polos_web.dialogue.keep_views import held
from polos_web.dialogue.links import address_of
from polos_web.dialogue.views import NOTHING, Visit, back, found, mails, page
from polos_web.dialogue.words import GROUPINGS, SOURCES
from polos_web.territories import queries as territories
from polos_web.ui.labels import choices
from polos_web.ui.parameters import Choice, Parameters, WholeNumber

SILENCE = Parameters(by=Choice(lambda: tuple(GROUPINGS), absent="territory"), question=WholeNumber(minimum=1))

CANDIDATES = Parameters(
    among=Choice(lambda: tuple(SOURCES)),
    territory=Choice(territories.ids),
    helix=Choice(lambda: [code for code, _ in choices("helix")]),
)


@held
@require_GET
def people(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show who takes part."""
    NOTHING.read(request.GET)
    taking_part = queries.participants(visit.dialogue)
    coverage = covered_by(one.helix for one in taking_part)
    named = queries.Named.of(taking_part)
    return page(request, "people", visit, people=taking_part, named=named, coverage=coverage)


@held
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Invite people, one in a line."""
    NOTHING.read(request.GET)
    form = forms.InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _invited(request, visit, given["rows"], given["note"])
    return page(request, "invite", visit, form=form)


@held
@require_http_methods(["GET", "POST"])
def candidates(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Find people in the registers by role, territory and group of the helix, and invite them."""
    filters = CANDIDATES.read(request.GET)
    there = inviting.candidates(visit.dialogue, filters, by=accounts.person(request))
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = set(request.POST.getlist("person"))
        rows = [one.row for one in there if one.key in chosen]
        return _invited(request, visit, rows, form.cleaned_data["note"])
    language = get_language() or "en"
    return page(
        request,
        "candidates",
        visit,
        form=form,
        filters=filters,
        candidates=there,
        named=queries.Named.of(there),
        sources=list(SOURCES.items()),
        territories=[(one.pk, one.named(language).text) for one in territories.all_territories(language)],
        helixes=choices("helix"),
    )


def _invited(request: HttpRequest, visit: Visit, rows: list[dict[str, Any]], note: str) -> HttpResponse:
    count = people_actions.invite(
        visit.dialogue, rows, note=note, by=accounts.person(request), at=timezone.now(), mails=mails(request)
    )
    said = ngettext("%(num)s person is new.", "%(num)s people are new.", count) % {"num": count}
    if visit.dialogue.state == "draft":
        said = f"{said} {gettext('Their links are sent once the dialogue is open and you say so.')}"
    messages.success(request, said)
    return back("people", visit.dialogue.slug)


@held
@require_POST
def send(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Send the private link to everybody who has not got it yet."""
    form = forms.NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    count = people_actions.send_invitations(
        visit.dialogue, note=note, by=accounts.person(request), at=timezone.now(), mails=mails(request)
    )
    said = ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", count)
    messages.success(request, said % {"num": count})
    return back("people", visit.dialogue.slug)


@held
@require_http_methods(["GET", "POST"])
def participant(request: HttpRequest, visit: Visit, person: int) -> HttpResponse:
    """Show one participant; a POST changes what is known of the person."""
    NOTHING.read(request.GET)
    one = found(queries.participant(visit.dialogue, person))
    start = forms.ParticipantForm.values_of(one)
    form = forms.ParticipantForm(request.POST or None, initial=start, dialogue=visit.dialogue, person=one)
    if request.method == "POST" and form.is_valid():
        people_actions.change_participant(
            one, form.cleaned_data, by=accounts.person(request), at=timezone.now()
        )
        return back("people", visit.dialogue.slug)
    address = request.build_absolute_uri(address_of(one))
    return page(request, "participant", visit, form=form, person=one, address=address)


@held
@require_POST
def renew_link(request: HttpRequest, visit: Visit, person: int) -> HttpResponse:
    """Replace a private link that has got into wrong hands."""
    one = found(queries.participant(visit.dialogue, person))
    people_actions.renew_link(one, by=accounts.person(request), at=timezone.now())
    return back("participant", visit.dialogue.slug, one.pk)


@held
@require_POST
def erase(request: HttpRequest, visit: Visit, person: int) -> HttpResponse:
    """Erase a participant; what the person contributed stays."""
    one = found(queries.participant(visit.dialogue, person))
    people_actions.erase_participant(one, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("The person was erased from the dialogue."))
    return back("people", visit.dialogue.slug)


@held
@require_http_methods(["GET", "POST"])
def silent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show who has not answered, by territory, side, helix or role; a POST reminds a group, or all."""
    filters = SILENCE.read(request.GET)
    asked = queries.question(visit.dialogue, filters.question) if filters.question else None
    groups = queries.silence(visit.dialogue, asked, filters.by)
    if request.method == "POST":
        return _reminded(request, visit, groups)
    return page(
        request,
        "silent",
        visit,
        filters=filters,
        groups=groups,
        asked=asked,
        named=queries.Named.of([one for group in groups for one in group.silent]),
        places_named=queries.Named.of(queries.participants(visit.dialogue)),
        asked_questions=[
            one for part in queries.outline(visit.dialogue, None, timezone.now()) for one in part.questions
        ],
        form=forms.NoteForm(),
    )


def _reminded(request: HttpRequest, visit: Visit, groups: list[queries.Silence]) -> HttpResponse:
    form = forms.NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    wanted = request.POST.get("group")
    chosen = [one.pk for group in groups if wanted in (None, group.code) for one in group.silent]
    count = people_actions.remind(
        visit.dialogue,
        chosen,
        note=note,
        by=accounts.person(request),
        at=timezone.now(),
        mails=mails(request),
    )
    said = ngettext("%(num)s person was reminded.", "%(num)s people were reminded.", count)
    messages.success(request, said % {"num": count})
    return back("silent", visit.dialogue.slug)
