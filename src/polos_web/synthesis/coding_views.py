"""Pages of coders, and of those who lead the coding."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.analysis import opinions
from polos_web.dialogue import queries as dialogues
from polos_web.dialogue.models import Statement
from polos_web.synthesis import access, coding_actions, codings, factors, forms, queries
from polos_web.synthesis.models import Coder, Synthesis
from polos_web.synthesis.refusals import NotNow
from polos_web.synthesis.views import NOTHING, back, coded, found, held, page
from polos_web.ui.languages import language
from polos_web.ui.parameters import Parameters, WholeNumber

QUESTION = Parameters(question=WholeNumber(minimum=1))


@require_GET
@coded
def coding(request: HttpRequest, synthesis: Synthesis, coder: Coder | None) -> HttpResponse:
    """Show who codes and how far everybody is; once the codes are open, how far coders agree."""
    NOTHING.read(request.GET)
    asking = accounts.asking(request)
    sees = access.may_see_codes(asking, synthesis, coder)
    settled = codings.settled(synthesis) if sees else {}
    return page(
        request,
        "coding",
        synthesis.dialogue,
        synthesis=synthesis,
        coders=codings.coders(synthesis),
        count=len(queries.statements(synthesis.dialogue)),
        form=forms.CoderForm(),
        sees=sees,
        agreement=opinions.agreement(codings.codings(synthesis)) if sees else {},
        level=opinions.settings()["level"],
        draws=opinions.settings()["draws"],
        counts=codings.code_counts(synthesis) if sees else [],
        open_count=sum(one.is_open for one in settled.values()),
        differing=[one for one in settled.values() if not one.is_same],
        words=queries.statement_words(synthesis.dialogue, settled) if sees else {},
        titles=_titles(synthesis),
        saw_suggestions=codings.saw_suggestions(synthesis) if sees else False,
        own_language=language(),
    )


@require_POST
@held
def name_coder(request: HttpRequest, synthesis: Synthesis) -> HttpResponse:
    """Let somebody code."""
    form = forms.CoderForm(request.POST)
    if not form.is_valid():
        raise NotNow(gettext("Nobody has an account with this address."))
    made = coding_actions.name_coder(
        synthesis, form.cleaned_data["email"], by=accounts.person(request), at=timezone.now()
    )
    messages.success(
        request, gettext("%(name)s is coder %(number)s.") % {"name": made.person, "number": made.number}
    )
    return back("coding", synthesis.dialogue.slug)


@require_POST
@held
def remove_coder(request: HttpRequest, synthesis: Synthesis, number: int) -> HttpResponse:
    """Let a coder go who has not coded."""
    coder = found(codings.coder_by_number(synthesis, number))
    coding_actions.remove_coder(coder, by=accounts.person(request), at=timezone.now())
    return back("coding", synthesis.dialogue.slug)


@require_POST
@held
def suggest(request: HttpRequest, synthesis: Synthesis) -> HttpResponse:
    """Show coders the machine's suggestions, or no longer."""
    wanted = request.POST.get("suggests") == "yes"
    coding_actions.show_suggestions(
        synthesis, suggests=wanted, by=accounts.person(request), at=timezone.now()
    )
    return back("coding", synthesis.dialogue.slug)


@require_POST
@held
def open_codes(request: HttpRequest, synthesis: Synthesis) -> HttpResponse:
    """Let coders see each other's codes now."""
    coding_actions.open_codes(synthesis, by=accounts.person(request), at=timezone.now())
    return back("coding", synthesis.dialogue.slug)


# ---- coding -----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@coded
def passages(request: HttpRequest, synthesis: Synthesis, coder: Coder | None) -> HttpResponse:
    """Show what was contributed to a question; a POST marks a passage of it as a statement."""
    wanted = QUESTION.read(request.GET)
    questions = dialogues.questions(synthesis.dialogue)
    question = next((one for one in questions if one.pk == wanted.question), None)
    question = question or next(iter(questions), None)
    if request.method == "POST":
        said = found(dialogues.contribution(synthesis.dialogue, _number(request.POST.get("contribution"))))
        form = forms.MarkForm(request.POST)
        passage = form.cleaned_data["passage"] if form.is_valid() else ""
        by = accounts.person(request)
        made = coding_actions.mark(synthesis, said, passage, coder=coder, by=by, at=timezone.now())
        messages.success(request, gettext("“%(words)s” is a statement.") % {"words": made.text.original[:80]})
        return back_to_question(synthesis, said.version.question_id)
    return page(
        request,
        "passages",
        synthesis.dialogue,
        synthesis=synthesis,
        questions=[(one, dialogues.number_of(one), dialogues.version(one)) for one in questions],
        question=question,
        said_here=queries.passages(synthesis.dialogue, question) if question else [],
    )


def back_to_question(synthesis: Synthesis, question: int) -> HttpResponse:
    """Lead back to the passages of a question."""
    answer = back("passages", synthesis.dialogue.slug)
    answer["Location"] += f"?question={question}"
    return answer


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 15 else 0


@require_GET
@coded
def own(request: HttpRequest, synthesis: Synthesis, coder: Coder | None) -> HttpResponse:
    """Show a coder the statements, with what the coder gave each."""
    NOTHING.read(request.GET)
    statements = queries.statements(synthesis.dialogue)
    readings = codings.readings(coder) if coder else {}
    following = next((one for one in statements if one.pk not in readings), None)
    return page(
        request,
        "own",
        synthesis.dialogue,
        synthesis=synthesis,
        statements=statements,
        readings=readings,
        following=following,
        titles=_titles(synthesis),
    )


@require_http_methods(["GET", "POST"])
@coded
def code(request: HttpRequest, synthesis: Synthesis, coder: Coder | None, statement: int) -> HttpResponse:
    """Show a coder one statement; a POST gives it codes and leads to the next."""
    NOTHING.read(request.GET)
    one = found(queries.statement(synthesis.dialogue, statement))
    place: Coder = found(coder)
    before = codings.reading(place, one)
    suggested = _suggested(synthesis, one)
    form = forms.CodeForm(
        request.POST or None,
        topics=queries.topics(synthesis),
        concepts=[item.code for item in suggested],
        initial=before.codes if before else None,
    )
    if request.method == "POST" and form.is_valid():
        coding_actions.read(place, one, form.codes(), by=accounts.person(request), at=timezone.now())
        following = codings.next_to_read(place, one)
        if following is None:
            return back("own", synthesis.dialogue.slug)
        return back("code", synthesis.dialogue.slug, following)
    return page(
        request,
        "code",
        synthesis.dialogue,
        synthesis=synthesis,
        statement=one,
        form=form,
        suggested=suggested,
        groups=factors.groups(),
        topics=queries.topics(synthesis),
        is_read=before is not None,
    )


def _suggested(synthesis: Synthesis, statement: Statement) -> tuple[Any, ...]:
    if not synthesis.suggests:
        return ()
    return opinions.suggestions(statement.text.original, statement.text.language)


@require_POST
@coded
def finish(request: HttpRequest, synthesis: Synthesis, coder: Coder | None) -> HttpResponse:
    """Say that one has coded what one wants to code."""
    coding_actions.finish(found(coder), by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("You are done. What you coded stays as it is."))
    return back("coding", synthesis.dialogue.slug)


@require_http_methods(["GET", "POST"])
@coded
def resolve(request: HttpRequest, synthesis: Synthesis, coder: Coder | None, statement: int) -> HttpResponse:
    """Say which codes count where coders differ, and why."""
    NOTHING.read(request.GET)
    accounts.require(access.may_see_codes, accounts.asking(request), synthesis, coder)
    one = found(queries.statement(synthesis.dialogue, statement))
    settled = found(codings.settled(synthesis).get(statement))
    concepts = {item for given in settled.given.values() for item in given.get("concept", ())}
    form = forms.ResolveForm(
        request.POST or None,
        topics=queries.topics(synthesis),
        concepts=sorted(concepts),
        initial={**settled.codes, "note": settled.resolution.note if settled.resolution else ""},
    )
    if request.method == "POST" and form.is_valid():
        coding_actions.resolve(
            synthesis,
            one,
            form.codes(),
            note=form.cleaned_data["note"],
            by=accounts.person(request),
            coder=coder,
            at=timezone.now(),
        )
        return back("coding", synthesis.dialogue.slug)
    return page(
        request,
        "resolve",
        synthesis.dialogue,
        synthesis=synthesis,
        statement=one,
        settled=settled,
        form=form,
        suggested=[{"code": item, "label": item, "words": ""} for item in sorted(concepts)],
        groups=factors.groups(),
        topics=queries.topics(synthesis),
        titles=_titles(synthesis),
    )


def _titles(synthesis: Synthesis) -> dict[str, Any]:
    return {one.code: one.title.shown(language()).text for one in queries.topics(synthesis)}
