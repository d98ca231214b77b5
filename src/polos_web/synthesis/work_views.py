"""Pages of those who make the table: topics, sentences, versions, its adoption."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.dialogue import access as dialogue_access
from polos_web.dialogue import queries as dialogues
from polos_web.synthesis import actions, codings, evidence, factors, forms, queries, saved
from polos_web.synthesis.models import COLUMNS, Sentence, Synthesis
from polos_web.synthesis.views import NOTHING, back, found, held, page
from polos_web.synthesis.words import SIDES
from polos_web.ui.languages import language
from polos_web.ui.parameters import Choice, Parameters, Text, WholeNumber

PLACE = Parameters(
    topic=WholeNumber(minimum=1),
    column=Choice(lambda: COLUMNS),
    factor=Choice(factors.codes),
    side=Choice(lambda: tuple(SIDES)),
    coded=Text(),
    q=Text(),
)


@require_POST
@never_cache
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the synthesis of a dialogue."""
    accounts.require(dialogue_access.may_facilitate_some, accounts.asking(request))
    dialogue = found(dialogues.dialogue(slug))
    actions.begin(dialogue, by=accounts.person(request), at=timezone.now())
    return back("work", slug)


@require_http_methods(["GET", "POST"])
@held
def work(request: HttpRequest, synthesis: Synthesis) -> HttpResponse:
    """Show the table as it is worked on; a POST adds a topic."""
    NOTHING.read(request.GET)
    form = forms.TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["title"]
        actions.add_topic(synthesis, given, by=accounts.person(request), at=timezone.now())
        return back("work", synthesis.dialogue.slug)
    return page(
        request,
        "work",
        synthesis.dialogue,
        synthesis=synthesis,
        rows=evidence.table(synthesis),
        form=form,
        version_form=forms.VersionForm(),
        decision_form=forms.DecisionForm(initial={"decided_on": timezone.now().date()}),
        reason_form=forms.ReasonForm(),
        latest=saved.latest(synthesis),
        decision=saved.decision(synthesis),
    )


@require_http_methods(["GET", "POST"])
@held
def topic(request: HttpRequest, synthesis: Synthesis, number: int) -> HttpResponse:
    """Change what a topic is called."""
    NOTHING.read(request.GET)
    one = found(queries.topic(synthesis, number))
    form = forms.TopicForm(request.POST or None, before={"title": one.title})
    if request.method == "POST" and form.is_valid():
        actions.change_topic(one, form.cleaned_data["title"], by=accounts.person(request), at=timezone.now())
        return back("work", synthesis.dialogue.slug)
    return page(request, "topic", synthesis.dialogue, synthesis=synthesis, topic=one, form=form)


@require_POST
@held
def remove_topic(request: HttpRequest, synthesis: Synthesis, number: int) -> HttpResponse:
    """Take a topic out."""
    one = found(queries.topic(synthesis, number))
    actions.remove_topic(one, by=accounts.person(request), at=timezone.now())
    return back("work", synthesis.dialogue.slug)


@require_http_methods(["GET", "POST"])
@held
def new_sentence(request: HttpRequest, synthesis: Synthesis) -> HttpResponse:
    """Write a sentence."""
    return _sentence_form(request, synthesis, None)


@require_http_methods(["GET", "POST"])
@held
def edit_sentence(request: HttpRequest, synthesis: Synthesis, number: int) -> HttpResponse:
    """Change a sentence and what it cites."""
    return _sentence_form(request, synthesis, found(queries.sentence(synthesis, number)))


def _sentence_form(request: HttpRequest, synthesis: Synthesis, one: Sentence | None) -> HttpResponse:
    wanted = PLACE.read(request.GET)
    topics = queries.topics(synthesis)
    cited = queries.cited(one) if one else {"behind": [], "against": [], "rests_on": []}
    codes = {"factor": wanted.factor, "topic": wanted.coded}
    chosen = codings.citable(synthesis, scheme_codes=codes, side=wanted.side, typed=wanted.q)
    kept = {*cited["behind"], *cited["against"]}
    every = queries.statements(synthesis.dialogue)
    shown_ones = [item for item in every if item.pk in kept or item in chosen]
    others = queries.sentences_beside(synthesis, one)
    initial: dict[str, Any] = {"topic": wanted.topic, "column": wanted.column}
    if one is not None:
        initial = {"topic": one.topic_id, "column": one.column, **cited}
    form = forms.SentenceForm(
        request.POST or None,
        before={"text": one.text if one else None},
        topics=topics,
        citable=every,
        others=others,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        given = actions.Wanted(**form.cleaned_data)
        made = actions.write(synthesis, given, sentence=one, by=accounts.person(request), at=timezone.now())
        messages.success(request, gettext("Sentence %(number)s is kept.") % {"number": made.number})
        return back("work", synthesis.dialogue.slug)
    return page(
        request,
        "write",
        synthesis.dialogue,
        synthesis=synthesis,
        sentence=one,
        form=form,
        filters=wanted,
        shown_statements=shown_ones,
        all_count=len(every),
        others=others,
        topics=topics,
        settled=codings.settled(synthesis),
        chosen={name: {str(item) for item in form[name].value() or ()} for name in cited},
    )


@require_POST
@held
def remove_sentence(request: HttpRequest, synthesis: Synthesis, number: int) -> HttpResponse:
    """Take a sentence out."""
    one = found(queries.sentence(synthesis, number))
    actions.remove(one, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("Sentence %(number)s was removed.") % {"number": number})
    return back("work", synthesis.dialogue.slug)


@require_POST
@held
def save(request: HttpRequest, synthesis: Synthesis) -> HttpResponse:
    """Save a version."""
    form = forms.VersionForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    made = actions.save_version(synthesis, note=note, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("Version %(number)s is saved.") % {"number": made.number})
    return back("version", synthesis.dialogue.slug, made.number)


@require_http_methods(["GET", "POST"])
@held
def adopt(request: HttpRequest, synthesis: Synthesis) -> HttpResponse:
    """Record that the table was adopted."""
    NOTHING.read(request.GET)
    form = forms.DecisionForm(request.POST or None, initial={"decided_on": timezone.now().date()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.adopt(
            synthesis,
            decided_by=given["decided_by"],
            decided_on=given["decided_on"],
            reasons=given["reasons"],
            language=language(),
            by=accounts.person(request),
            at=timezone.now(),
        )
        messages.success(request, gettext("The table is adopted."))
        return back("table", synthesis.dialogue.slug)
    rows = evidence.table(synthesis)
    uncited = sum(not told.is_cited for row in rows for told in row.told)
    return page(request, "adopt", synthesis.dialogue, synthesis=synthesis, form=form, uncited=uncited)


@require_http_methods(["GET", "POST"])
@held
def take_up(request: HttpRequest, synthesis: Synthesis) -> HttpResponse:
    """Work on an adopted table again."""
    NOTHING.read(request.GET)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["reasons"]
        actions.take_up(synthesis, reasons=given, by=accounts.person(request), at=timezone.now())
        return back("work", synthesis.dialogue.slug)
    return page(request, "take_up", synthesis.dialogue, synthesis=synthesis, form=form)
