"""Pages of those who hold a dialogue."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.accounts.access import WHOLE_SITE
from polos_web.accounts.roles import Permission
from polos_web.dialogue import access, actions, beginning, building, forms, inviting, people_actions, queries
from polos_web.dialogue.links import address_of
from polos_web.dialogue.models import Dialogue
from polos_web.dialogue.views import NOTHING, View, Visit, back, found, mails, page
from polos_web.dialogue.words import GROUPINGS, SOURCES
from polos_web.programmes.queries import programmes
from polos_web.territories import queries as territories
from polos_web.ui.labels import choices
from polos_web.ui.parameters import Choice, Parameters, WholeNumber

SILENCE = Parameters(by=Choice(lambda: tuple(GROUPINGS), absent="territory"), question=WholeNumber(minimum=1))
CANDIDATES = Parameters(
    among=Choice(lambda: tuple(SOURCES)),
    territory=Choice(territories.ids),
    helix=Choice(lambda: [code for code, _ in choices("helix")]),
)


def held(view: View) -> View:
    """Hand the view the dialogue of its address, after asking whether the person holds it.

    What cannot be done at its state is said on its page.
    """

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, slug: str, **arguments: Any) -> HttpResponse:
        asking = accounts.asking(request)
        accounts.require(access.may_facilitate_some, asking)
        dialogue = queries.dialogue(slug)
        if dialogue is None:
            raise Http404
        accounts.require(access.may_facilitate, asking, dialogue)
        visit = Visit(dialogue, asking, queries.place_of(dialogue, asking), holds=True)
        try:
            return view(request, visit, **arguments)
        except actions.NotNow as problem:
            messages.error(request, str(problem))
            return back("keep", slug)

    return shown


# ---- the dialogue -----------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a dialogue, from a template or from nothing."""
    NOTHING.read(request.GET)
    asking = accounts.asking(request)
    accounts.require(access.may_facilitate_some, asking)
    start = {"reach": "public"}
    form = forms.DialogueForm(
        request.POST or None, initial=start, programmes=_programmes(request), is_new=True
    )
    if request.method == "POST" and form.is_valid():
        made = beginning.begin(
            form.cleaned_data, language=get_language() or "en", by=accounts.person(request), at=timezone.now()
        )
        return back("build", made.slug)
    return page(request, "new", form=form)


def _programmes(request: HttpRequest, dialogue: Dialogue | None = None) -> list[tuple[str, str]]:
    """Return the programmes somebody may hold a dialogue for; facilitators of the site, all and none."""
    asking = accounts.asking(request)
    scopes = access.programmes_of(asking)
    named = {sheet.record.slug: sheet.title for sheet in programmes()}
    if accounts.may(asking, Permission.FACILITATE) or WHOLE_SITE in scopes:
        offered = [("", "—"), *sorted(named.items(), key=lambda one: one[1])]
    else:
        offered = [(scope, named.get(scope, scope)) for scope in sorted(scopes)]
    kept = dialogue.programme if dialogue else ""
    return offered if kept in dict(offered) or not kept else [*offered, (kept, named.get(kept, kept))]


@held
@require_GET
def keep(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show where a dialogue stands and what is to be done next."""
    NOTHING.read(request.GET)
    people = queries.participants(visit.dialogue)
    return page(
        request,
        "keep",
        visit,
        blocks=queries.outline(visit.dialogue, None, timezone.now()),
        people=len(people),
        contributing=sum(bool(one.said) for one in people),
        uninvited=sum(one.invited_at is None and not one.wants_no_mail for one in people if one.email),
        votes=queries.vote_counts(visit.dialogue, None),
        onward=actions.MOVES[visit.dialogue.state],
    )


@held
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Change what a dialogue is called, what it is about, and who reads it."""
    NOTHING.read(request.GET)
    dialogue = visit.dialogue
    form = forms.DialogueForm(
        request.POST or None,
        initial=forms.DialogueForm.values_of(dialogue),
        before={"title": dialogue.title, "description": dialogue.description},
        programmes=_programmes(request, dialogue),
        is_new=False,
    )
    if request.method == "POST" and form.is_valid():
        actions.change_dialogue(dialogue, form.cleaned_data, by=accounts.person(request), at=timezone.now())
        return back("keep", dialogue.slug)
    return page(request, "form", visit, form=form, heading=gettext("Title, subject and readers"))


@held
@require_POST
def move(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Open, close or put away a dialogue."""
    state = request.POST.get("state", "")
    actions.move(visit.dialogue, state, by=accounts.person(request), at=timezone.now(), mails=mails(request))
    return back("keep", visit.dialogue.slug)


# ---- blocks and questions ---------------------------------------------------------------------


@held
@require_GET
def build(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the blocks and questions, to be changed."""
    NOTHING.read(request.GET)
    return page(
        request,
        "build",
        visit,
        blocks=queries.outline(visit.dialogue, None, timezone.now()),
        most_questions=building.MOST_QUESTIONS,
        most_blocks=building.MOST_BLOCKS,
    )


@held
@require_http_methods(["GET", "POST"])
def new_block(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Add a block."""
    NOTHING.read(request.GET)
    form = forms.BlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        building.add_block(
            visit.dialogue, **form.cleaned_data, by=accounts.person(request), at=timezone.now()
        )
        return back("build", visit.dialogue.slug)
    return page(request, "form", visit, form=form, heading=gettext("New block"))


@held
@require_http_methods(["GET", "POST"])
def block(request: HttpRequest, visit: Visit, block: int) -> HttpResponse:
    """Change a block."""
    NOTHING.read(request.GET)
    one = found(queries.block(visit.dialogue, block))
    form = forms.BlockForm(request.POST or None, before={"title": one.title, "about": one.about})
    if request.method == "POST" and form.is_valid():
        building.change_block(one, **form.cleaned_data, by=accounts.person(request), at=timezone.now())
        return back("build", visit.dialogue.slug)
    return page(request, "form", visit, form=form, heading=gettext("Change the block"))


@held
@require_POST
def remove_block(request: HttpRequest, visit: Visit, block: int) -> HttpResponse:
    """Take a block out."""
    one = found(queries.block(visit.dialogue, block))
    building.remove_block(one, by=accounts.person(request), at=timezone.now())
    return back("build", visit.dialogue.slug)


@held
@require_http_methods(["GET", "POST"])
def new_question(request: HttpRequest, visit: Visit, block: int) -> HttpResponse:
    """Add a question to a block."""
    NOTHING.read(request.GET)
    within = found(queries.block(visit.dialogue, block))
    form = forms.QuestionForm(request.POST or None, initial={"opens": "after_summary"})
    if request.method == "POST" and form.is_valid():
        building.add_question(within, **form.cleaned_data, by=accounts.person(request), at=timezone.now())
        return back("build", visit.dialogue.slug)
    return page(request, "form", visit, form=form, heading=gettext("New question"))


@held
@require_http_methods(["GET", "POST"])
def change_question(request: HttpRequest, visit: Visit, question: int) -> HttpResponse:
    """Change the words of a question, or when it opens."""
    NOTHING.read(request.GET)
    asked = found(queries.question(visit.dialogue, question))
    present = queries.version(asked)
    start = {name: getattr(asked, name) for name in ("opens", "opens_after", "opens_at")}
    form = forms.QuestionForm(request.POST or None, initial=start, before={"text": present.text})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        held_now = building.change_question(
            asked, **given, by=accounts.person(request), at=timezone.now(), mails=mails(request)
        )
        if held_now.number != present.number:
            said = gettext(
                "This is version %(number)s of the question; what was said before stays with its own."
            )
            messages.success(request, said % {"number": held_now.number})
        return back("build", visit.dialogue.slug)
    return page(request, "form", visit, form=form, heading=gettext("Change the question"), question=asked)


@held
@require_POST
def remove_question(request: HttpRequest, visit: Visit, question: int) -> HttpResponse:
    """Take a question out."""
    asked = found(queries.question(visit.dialogue, question))
    building.remove_question(asked, by=accounts.person(request), at=timezone.now())
    return back("build", visit.dialogue.slug)


@held
@require_POST
def move_up(request: HttpRequest, visit: Visit, question: int) -> HttpResponse:
    """Let a question change places with the one before it."""
    asked = found(queries.question(visit.dialogue, question))
    building.move_up(asked, by=accounts.person(request), at=timezone.now())
    return back("build", visit.dialogue.slug)


# ---- while it is held -------------------------------------------------------------------------


@held
@require_POST
def turn(request: HttpRequest, visit: Visit, question: int) -> HttpResponse:
    """Open a question now, or close it."""
    asked, by = found(queries.question(visit.dialogue, question)), accounts.person(request)
    if request.POST.get("wanted") == "close":
        actions.close_question(asked, by=by, at=timezone.now())
    else:
        actions.open_question(asked, by=by, at=timezone.now(), mails=mails(request))
    return back("keep", visit.dialogue.slug)


@held
@require_http_methods(["GET", "POST"])
def summary(request: HttpRequest, visit: Visit, question: int) -> HttpResponse:
    """Say what the answers to a question come to."""
    NOTHING.read(request.GET)
    asked = found(queries.question(visit.dialogue, question))
    form = forms.SummaryForm(request.POST or None, before={"text": asked.summary})
    if request.method == "POST" and form.is_valid():
        actions.summarise(
            asked,
            form.cleaned_data["text"],
            by=accounts.person(request),
            at=timezone.now(),
            mails=mails(request),
        )
        return back("question", visit.dialogue.slug, asked.pk)
    return page(
        request,
        "summary",
        visit,
        form=form,
        question=asked,
        version=queries.version(asked),
        versions=queries.voices(asked, None),
    )


@held
@require_http_methods(["GET", "POST"])
def prompt(request: HttpRequest, visit: Visit, question: int) -> HttpResponse:
    """Say something to everybody while a question is open."""
    NOTHING.read(request.GET)
    asked = found(queries.question(visit.dialogue, question))
    form = forms.SummaryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.prompt(asked, form.cleaned_data["text"], by=accounts.person(request), at=timezone.now())
        return back("question", visit.dialogue.slug, asked.pk)
    return page(request, "form", visit, form=form, heading=gettext("A prompt for everybody"), question=asked)


@held
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, visit: Visit, question: int) -> HttpResponse:
    """Enter what was said at a meeting or in an interview."""
    NOTHING.read(request.GET)
    asked = found(queries.question(visit.dialogue, question))
    start = {"language": get_language(), "nature": "opinion", "origin": "meeting"}
    people = queries.interviewed(visit.dialogue)
    form = forms.NotesForm(request.POST or None, initial=start, people=people)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        text = given.pop("text")
        made = actions.note(
            asked, text, given, by=accounts.person(request), at=timezone.now(), mails=mails(request)
        )
        return back("question", visit.dialogue.slug, asked.pk, anchor=f"c{made.pk}")
    return page(
        request,
        "form",
        visit,
        form=form,
        heading=gettext("Notes of a meeting or an interview"),
        question=asked,
    )


@held
@require_POST
def hide(request: HttpRequest, visit: Visit, contribution: int) -> HttpResponse:
    """Take a contribution out of sight, or show it again."""
    one = found(queries.contribution(visit.dialogue, contribution))
    is_hidden = request.POST.get("wanted") == "hide"
    actions.hide(one, is_hidden=is_hidden, by=accounts.person(request), at=timezone.now())
    return back("question", visit.dialogue.slug, one.version.question_id, anchor=f"c{one.pk}")


@held
@require_http_methods(["GET", "POST"])
def mark(request: HttpRequest, visit: Visit, contribution: int) -> HttpResponse:
    """Put a passage of a contribution to the vote."""
    NOTHING.read(request.GET)
    one = found(queries.contribution(visit.dialogue, contribution))
    form = forms.StatementForm(request.POST or None, words=one.text.original)
    if request.method == "POST" and form.is_valid():
        start, end = form.cleaned_data["passage"]
        topic = form.cleaned_data["topic"]
        actions.mark(one, start, end, topic=topic, by=accounts.person(request), at=timezone.now())
        messages.success(request, gettext("The passage is a statement now; people can agree or disagree."))
        return back("statements", visit.dialogue.slug)
    return page(request, "mark", visit, form=form, voice=queries.voice_of(one, None))


@held
@require_POST
def hide_statement(request: HttpRequest, visit: Visit, statement: int) -> HttpResponse:
    """Take a statement out of the vote, or back in."""
    one = found(queries.statement(visit.dialogue, statement))
    is_hidden = request.POST.get("wanted") == "hide"
    actions.hide_statement(one, is_hidden=is_hidden, by=accounts.person(request), at=timezone.now())
    return back("statements", visit.dialogue.slug)


# ---- people -----------------------------------------------------------------------------------


@held
@require_GET
def people(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show who takes part."""
    NOTHING.read(request.GET)
    taking_part = queries.participants(visit.dialogue)
    return page(request, "people", visit, people=taking_part, named=queries.Named.of(taking_part))


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
