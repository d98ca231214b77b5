"""Pages of those who read a dialogue and take part in it.

Whoever has come by a private link takes part in that dialogue for as long as the browser keeps the session;
everybody else by the account.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.accounts.access import Asking, SignInNeeded
from polos_web.accounts.models import User
from polos_web.dialogue import (
    access,
    actions,
    forms,
    own_actions,
    people_actions,
    places,
    queries,
    statement_queries,
)
from polos_web.dialogue.links import link_of, participant_of
from polos_web.dialogue.mails import Mails
from polos_web.dialogue.models import (
    PROPOSED,
    VOTES,
    Contribution,
    Dialogue,
    Participant,
    Question,
    Statement,
)
from polos_web.dialogue.models import USES as USE_KINDS
from polos_web.dialogue.words import (
    GROUPINGS,
    HINTS,
    KINDS,
    LABELS,
    MOVES,
    NATURES,
    OPENINGS,
    ORIGINS,
    PLACES,
    QUESTION_STATES,
    REACHES,
    ROLES,
    STATES,
    USES,
)
from polos_web.dialogue.words import VOTES as VOTE_WORDS
from polos_web.ui import feeds
from polos_web.ui.listing import page_of
from polos_web.ui.parameters import Choice, Parameters, WholeNumber

NOTHING = Parameters()
PAGE = Parameters(page=WholeNumber(minimum=1, absent=1))
STATEMENTS = Parameters(
    page=WholeNumber(minimum=1, absent=1), reached=Choice(lambda: (PROPOSED, *USE_KINDS), absent="")
)
LISTING = Parameters(state=Choice(lambda: ("open", "closed", "archived")))
STATEMENTS_A_PAGE = 50
LINKS = "dialogue links"
WORDS = {
    "labels": LABELS,
    "hints": HINTS,
    "states": STATES,
    "moves": MOVES,
    "question_states": QUESTION_STATES,
    "reaches": REACHES,
    "openings": OPENINGS,
    "kinds": KINDS,
    "natures": NATURES,
    "origins": ORIGINS,
    "roles": ROLES,
    "vote_words": VOTE_WORDS,
    "use_words": USES,
    "groupings": GROUPINGS,
    "places": PLACES,
    "number_of": queries.number_of,
    "further_places": places.further,
}
View = Callable[..., HttpResponse]
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Visit:
    """Who looks at which dialogue: ``person`` is the place taken there, if any."""

    dialogue: Dialogue
    asking: Asking
    person: Participant | None
    holds: bool

    @property
    def follower(self) -> User | Participant | None:
        """Who would follow."""
        return self.person or (self.asking if accounts.is_signed_in(self.asking) else None)


def visit_of(request: HttpRequest, slug: str) -> Visit:
    """Return who looks at a dialogue, or refuse; a draft is not there for those who may not see it."""
    dialogue = queries.dialogue(slug)
    if dialogue is None:
        raise Http404
    asking = accounts.asking(request)
    person = queries.place_of(dialogue, asking, request.session.get(LINKS, {}).get(str(dialogue.pk), ""))
    holds = access.may_facilitate(asking, dialogue)
    if dialogue.state == "draft" and not holds:
        raise Http404
    accounts.require(access.may_read, asking, dialogue, person)
    return Visit(dialogue, asking, person, holds)


def read(view: View) -> View:
    """Hand the view who looks at the dialogue of its address; what cannot be done is said on its page."""

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, slug: str, **arguments: Any) -> HttpResponse:
        visit = visit_of(request, slug)
        try:
            return view(request, visit, **arguments)
        except actions.NotNow as problem:
            messages.error(request, str(problem))
            return back("dialogue", slug)

    return shown


def page(request: HttpRequest, template: str, visit: Visit | None = None, **context: Any) -> HttpResponse:
    """Show one of the templates of dialogues."""
    held = {"visit": visit, "dialogue": visit.dialogue} if visit else {}
    return render(request, f"dialogue/{template}.html", {**WORDS, **held, **context})


def back(route: str, *arguments: Any, anchor: str = "") -> HttpResponseRedirect:
    """Lead on to a page after something was written."""
    return HttpResponseRedirect(
        reverse(f"dialogue:{route}", args=arguments) + (f"#{anchor}" if anchor else "")
    )


def mails(request: HttpRequest) -> Mails:
    """Return who writes mails that lead back to where this page was asked for."""
    return Mails(request.build_absolute_uri("/"), timezone.now())


def found(record: Thing | None) -> Thing:
    """Return what there is, or say that the page is not there."""
    if record is None:
        raise Http404
    return record


def _taking_part(visit: Visit) -> Participant:
    if visit.person is not None:
        return visit.person
    if not accounts.is_signed_in(visit.asking):
        raise SignInNeeded
    raise actions.NotNow(gettext("Only those who take part can do this. Those who hold the dialogue invite."))


# ---- reading ----------------------------------------------------------------------------------


@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the dialogues somebody may read, and those somebody holds."""
    NOTHING.read(request.GET)
    asking = accounts.asking(request)
    return page(
        request,
        "list",
        dialogues=queries.listed(asking),
        facilitated=queries.facilitated(asking),
        may_make=access.may_facilitate_some(asking),
    )


@read
@require_GET
def dialogue(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a dialogue: its blocks, its questions and where they stand."""
    NOTHING.read(request.GET)
    follows = queries.followings(visit.dialogue, visit.follower)
    return page(
        request,
        "dialogue",
        visit,
        blocks=queries.outline(visit.dialogue, visit.person, timezone.now()),
        votes=statement_queries.vote_counts(visit.dialogue, visit.person),
        followed={one.question_id for one in follows},
        news=queries.news(visit.dialogue, follows),
        may_join=visit.person is None and access.may_join(visit.asking, visit.dialogue),
    )


@read
@require_GET
def question(request: HttpRequest, visit: Visit, question: int) -> HttpResponse:
    """Show a question with everything that was said to it, and room for an answer."""
    NOTHING.read(request.GET)
    return _question(request, visit, found(queries.question(visit.dialogue, question)), _answer_form())


def _answer_form(data: Any = None) -> forms.AnswerForm:
    return forms.AnswerForm(data, initial={"language": get_language(), "nature": "opinion"})


def _question(request: HttpRequest, visit: Visit, asked: Question, form: forms.AnswerForm) -> HttpResponse:
    now = timezone.now()
    asked.block.dialogue = visit.dialogue
    return page(
        request,
        "question",
        visit,
        question=asked,
        version=queries.version(asked),
        state=queries.state_of(asked, now),
        is_open=asked.is_open(now),
        versions=queries.voices(asked, visit.person, with_hidden=visit.holds),
        answering=queries.answering_count(asked),
        place=queries.Named.of([visit.person]) if visit.person else None,
        form=form,
        followed=queries.followed(visit.dialogue, visit.follower),
    )


@read
@require_GET
def statements(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the next statement to judge, and all of them with the counts of votes."""
    chosen = STATEMENTS.read(request.GET)
    found = statement_queries.statements(
        visit.dialogue, with_hidden=visit.holds, reached=chosen.reached or ""
    )
    shown = page_of(found, chosen.page, size=STATEMENTS_A_PAGE)
    may_vote = visit.person is not None and visit.dialogue.is_open
    return page(
        request,
        "statements",
        visit,
        page=shown,
        judged=statement_queries.judged(list(shown.records), visit.person),
        how_far=statement_queries.how_far(visit.dialogue, with_hidden=visit.holds),
        reached=chosen.reached,
        votes=statement_queries.vote_counts(visit.dialogue, visit.person),
        next=statement_queries.next_statement(visit.dialogue, visit.person)
        if may_vote and visit.person
        else None,
        may_vote=may_vote,
        choices=list(VOTES),
    )


@read
@require_GET
def feed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Hand out the latest contributions as an Atom feed."""
    NOTHING.read(request.GET)
    language = get_language() or "en"
    address = reverse("dialogue:dialogue", args=[visit.dialogue.slug])
    title = visit.dialogue.title.shown(language).text
    said = queries.last_said(visit.dialogue, feeds.LENGTH)
    return feeds.feed(request, title, address, (_item(visit.dialogue, voice, language) for voice in said))


def _item(dialogue: Dialogue, voice: queries.Voice, language: str) -> feeds.Item:
    asked = voice.said.version.question
    route = reverse("dialogue:question", args=[dialogue.slug, asked.pk])
    return feeds.Item(
        f"{queries.number_of(asked)} {KINDS[voice.said.kind]}",
        f"{route}#c{voice.said.pk}",
        voice.said.text.shown(language).text,
        voice.said.made_at,
    )


# ---- coming in --------------------------------------------------------------------------------


@never_cache
@require_GET
def enter(request: HttpRequest, link: str) -> HttpResponse:
    """Let whoever has a private link take part in its dialogue."""
    person = participant_of(link)
    if person is None or person.dialogue.state == "draft":
        raise Http404
    request.session[LINKS] = {**request.session.get(LINKS, {}), str(person.dialogue_id): link}
    return back("dialogue", person.dialogue.slug)


@never_cache
@csrf_exempt  # a mail program posts here by itself (RFC 8058); the link is the proof
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """Let somebody get no more mails, or get them again."""
    NOTHING.read(request.GET)
    person = found(participant_of(link))
    if request.method == "POST":
        own_actions.stop_mails(person, wanted=request.POST.get("wanted") == "yes", at=timezone.now())
        return back("stop", link)
    return page(request, "stop", person=person, link=link)


@read
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take part in a dialogue that is open to everybody with an account."""
    NOTHING.read(request.GET)
    accounts.require(access.may_join, visit.asking, visit.dialogue)
    by = accounts.person(request)
    start = {"name": by.name, "languages": get_language(), "wants_mail": True, "role": "expert"}
    form = forms.PersonForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        own_actions.join(visit.dialogue, form.cleaned_data, by=by, at=timezone.now())
        messages.success(request, gettext("You take part."))
        return back("dialogue", visit.dialogue.slug)
    return page(request, "join", visit, form=form)


# ---- taking part ------------------------------------------------------------------------------


@read
@require_POST
def answer(request: HttpRequest, visit: Visit, question: int) -> HttpResponse:
    """Keep an answer; one that comes too late or is too long stays in its form."""
    asked, person = found(queries.question(visit.dialogue, question)), _taking_part(visit)
    form = _answer_form(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = own_actions.answer(
                asked, given["text"], given["nature"], by=person, at=timezone.now(), mails=mails(request)
            )
        except actions.NotNow as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, gettext("Your answer is there."))
            return back("question", visit.dialogue.slug, asked.pk, anchor=f"c{made.pk}")
    return _question(request, visit, asked, form)


@read
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, visit: Visit, contribution: int) -> HttpResponse:
    """React to a contribution, refine it, or disagree with reasons."""
    NOTHING.read(request.GET)
    to, person = _shown(visit, contribution), _taking_part(visit)
    start = {"language": get_language(), "nature": "opinion", "kind": "reaction"}
    form = forms.ReplyForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = own_actions.reply(
                to, given["text"], given["nature"], kind=given["kind"], by=person, at=timezone.now()
            )
        except actions.NotNow as problem:
            form.add_error(None, str(problem))
        else:
            return back("question", visit.dialogue.slug, to.version.question_id, anchor=f"c{made.pk}")
    return page(request, "reply", visit, form=form, voice=queries.voice_of(to, person))


def _shown(visit: Visit, number: int) -> Contribution:
    one = found(queries.contribution(visit.dialogue, number))
    if one.is_hidden and not visit.holds:
        raise Http404
    return one


@read
@require_POST
def vote(request: HttpRequest, visit: Visit, statement: int) -> HttpResponse:
    """Keep how somebody stands to a statement, and go on to the next."""
    judged: Statement = found(statement_queries.statement(visit.dialogue, statement))
    person, choice = _taking_part(visit), request.POST.get("vote", "")
    if choice not in VOTES:
        messages.error(request, gettext("Choose one of the three buttons."))
        return back("statements", visit.dialogue.slug)
    try:
        own_actions.vote(judged, choice, by=person, at=timezone.now())
    except actions.NotNow as problem:
        messages.error(request, str(problem))
    return back("statements", visit.dialogue.slug, anchor="next")


@read
@require_POST
def follow(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin or cease to follow the dialogue or one of its questions."""
    if visit.follower is None:
        raise SignInNeeded
    number = request.POST.get("question", "")
    asked = found(queries.question(visit.dialogue, int(number))) if _is_number(number) else None
    wanted = request.POST.get("wanted") == "yes"
    own_actions.follow(visit.dialogue, asked, by=visit.follower, wanted=wanted, at=timezone.now())
    messages.success(request, gettext("You follow it.") if wanted else gettext("You follow it no more."))
    return back("question", visit.dialogue.slug, asked.pk) if asked else back("dialogue", visit.dialogue.slug)


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 15


@read
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what somebody has contributed and what became of it; a POST changes what the person is."""
    NOTHING.read(request.GET)
    person = _taking_part(visit)
    form = forms.PersonForm(request.POST or None, initial=forms.PersonForm.values_of(person))
    if request.method == "POST" and form.is_valid():
        people_actions.change_participant(person, form.cleaned_data, by=person, at=timezone.now())
        messages.success(request, gettext("What is known of you was changed."))
        return back("mine", visit.dialogue.slug)
    follows = queries.followings(visit.dialogue, visit.follower)
    own_actions.seen(follows, at=timezone.now())
    return page(
        request,
        "mine",
        visit,
        form=form,
        person=person,
        voices=queries.own_voices(person),
        votes=statement_queries.vote_counts(visit.dialogue, person),
        link=link_of(person),
    )


@read
@require_POST
def leave(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Erase oneself from a dialogue: what was contributed stays, without the person."""
    person = _taking_part(visit)
    if request.POST.get("certain") != "on":
        messages.error(request, gettext("Tick the box first, so that nobody is erased by mistake."))
        return back("mine", visit.dialogue.slug)
    people_actions.erase_participant(person, by=person, at=timezone.now())
    links = {
        key: link for key, link in request.session.get(LINKS, {}).items() if key != str(visit.dialogue.pk)
    }
    request.session[LINKS] = links
    messages.success(
        request, gettext("You were erased from the dialogue. What you contributed has no name now.")
    )
    return back("list")
