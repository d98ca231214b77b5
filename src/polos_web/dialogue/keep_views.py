"""Pages of those who hold a dialogue."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.accounts.access import WHOLE_SITE
from polos_web.accounts.roles import Permission
from polos_web.dialogue import access, actions, beginning, building, forms, queries, statement_queries
from polos_web.dialogue.models import Dialogue
from polos_web.dialogue.views import NOTHING, View, Visit, back, found, mails, page
from polos_web.programmes.queries import programmes


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
        votes=statement_queries.vote_counts(visit.dialogue, None),
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
    one = found(statement_queries.statement(visit.dialogue, statement))
    is_hidden = request.POST.get("wanted") == "hide"
    actions.hide_statement(one, is_hidden=is_hidden, by=accounts.person(request), at=timezone.now())
    return back("statements", visit.dialogue.slug)
