"""Pages of contacts: everything one record has with others, and with each of them."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from polos_web.accounts.access import SignInNeeded, asking, is_signed_in, person, require
from polos_web.matchmaking import access, interests
from polos_web.matchmaking import interests_queries as queries
from polos_web.matchmaking.cooperation_level import of_two
from polos_web.matchmaking.information_words import REQUESTS
from polos_web.matchmaking.interests_forms import InterestForm, LevelForm, NoWords, ReasonForm
from polos_web.matchmaking.interests_queries import Between
from polos_web.matchmaking.words import HINTS, LABELS, LEVELS, STANDS, STEPS, WAYS
from polos_web.registers.models import Record
from polos_web.registers.views import readable
from polos_web.ui.languages import language
from polos_web.ui.parameters import Choice, Parameters, Text
from polos_web.ui.refusals import too_many

NOTHING = Parameters()
TO = Parameters(kind=Choice(lambda: access.KINDS, absent="cluster"), to=Text(100))


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Show a page of this application, with its words."""
    said = {"labels": LABELS, "hints": HINTS, "stands": STANDS, "steps": STEPS, "ways": WAYS}
    return render(request, f"matchmaking/{template}.html", {**said, "today": today(), **context})


def ours_and_theirs(request: HttpRequest, kind_name: str, slug: str, other: str) -> tuple[Record, Record]:
    """Return the record somebody speaks for and the public one of the same kind it is about."""
    ours = own(request, kind_name, slug)
    theirs = readable(request, kind_name, other)
    if not theirs.is_public or theirs.pk == ours.pk:
        raise Http404
    return ours, theirs


def own(request: HttpRequest, kind_name: str, slug: str) -> Record:
    """Return a record that whoever asks speaks for; who is not signed in is asked to."""
    if kind_name not in access.KINDS:
        raise Http404
    if not is_signed_in(asking(request)):
        raise SignInNeeded
    found = readable(request, kind_name, slug)
    require(access.may_contact, asking(request), found)
    return found


def about(record: Record) -> dict[str, Any]:
    """Return what the frame of a page about a record needs."""
    return {"record": record, "kind": record.kind, "sheet": queries.sheet_of(record)}


@never_cache
@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """Choose for which of one's records to look at contacts, or to turn to another."""
    chosen = TO.read(request.GET)
    mine = access.spoken_for(person(request))
    other = readable(request, chosen.kind, chosen.to) if chosen.to else None
    own_records = queries.own_of(chosen.kind, mine, other) if other else queries.titled(mine)
    title = queries.titled([other])[0][1] if other else ""
    return page(request, "contact_records", own=own_records, other=other, other_title=title)


@never_cache
@require_GET
def contacts(request: HttpRequest, kind_name: str, slug: str) -> HttpResponse:
    """Show everything a record has with others, and what is to be done next."""
    NOTHING.read(request.GET)
    ours = own(request, kind_name, slug)
    return page(request, "contacts", contacts=queries.contacts(ours, on=today()), **about(ours))


@never_cache
@require_http_methods(["GET", "POST"])
def between(request: HttpRequest, kind_name: str, slug: str, other: str) -> HttpResponse:
    """Show what two records have with each other; a POST does what its field ``do`` says."""
    NOTHING.read(request.GET)
    ours, theirs = ours_and_theirs(request, kind_name, slug, other)
    found = queries.between(ours, theirs)
    form, reason = InterestForm(initial={"language": language()}), ReasonForm()
    level = LevelForm(initial={"level": found.mine.level if found.mine else ""})
    if request.method == "POST":
        wanted = request.POST.get("do", "")
        if wanted not in DOING:
            raise Http404
        form = InterestForm(request.POST) if wanted == "express" else form
        reason = ReasonForm(request.POST) if wanted == "decline" else reason
        level = LevelForm(request.POST) if wanted == "level" else level
        filled = {"express": form, "decline": reason, "level": level}.get(wanted, NoWords(request.POST))
        if filled.is_valid():
            if not consume(request, action="contact"):
                return too_many(request)
            return _done(request, DOING[wanted], found, filled.cleaned_data)
    context = {
        "form": form,
        "reason": reason,
        "level": level,
        "levels": LEVELS,
        "requests": REQUESTS,
        "cooperation": of_two(kind_name, ours.slug, theirs.slug, language()),
    }
    return page(request, "between", between=found, **context, **about(ours))


Doing = Callable[[HttpRequest, Between, dict[str, Any]], str]
Thing = TypeVar("Thing")


def _done(request: HttpRequest, do: Doing, found: Between, given: dict[str, Any]) -> HttpResponse:
    try:
        messages.success(request, do(request, found, given))
    except interests.NotNow:
        messages.error(request, gettext("Something has changed meanwhile, and nothing was done. Look again."))
    return HttpResponseRedirect(
        reverse("contacts:between", args=[found.ours.kind_name, found.ours.slug, found.theirs.slug])
    )


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": person(request), "at": timezone.now()}


def _express(request: HttpRequest, found: Between, given: dict[str, Any]) -> str:
    interests.express(found.ours, found.theirs, **given, **_by(request), site=site(request))
    return gettext("Your interest is kept.")


def _level(request: HttpRequest, found: Between, given: dict[str, Any]) -> str:
    interests.choose_level(_there(found.mine), **given, **_by(request))
    return gettext("The level your side chooses is kept.")


def _show(request: HttpRequest, found: Between, given: dict[str, Any]) -> str:
    interests.show(_there(found.mine), **_by(request), site=site(request))
    return gettext("They can see your interest now.")


def _withdraw(request: HttpRequest, found: Between, given: dict[str, Any]) -> str:
    interests.withdraw(_there(found.mine), **_by(request))
    return gettext("Your interest was taken back.")


def _decline(request: HttpRequest, found: Between, given: dict[str, Any]) -> str:
    said: dict[str, Any] = {**given, **_by(request), "site": site(request)}
    if found.stand(today()).startswith("match_"):
        interests.refuse(_there(found.match), found.ours, **said)
    else:
        interests.decline(_there(found.yours), **said)
    return gettext("Your answer was passed on.")


def _accept(request: HttpRequest, found: Between, given: dict[str, Any]) -> str:
    made = interests.accept(_there(found.match), found.ours, **_by(request), site=site(request))
    if made.matched_at:
        return gettext("Both sides have accepted: it is a pairing.")
    return gettext("You have accepted. It is a pairing when the other side does too.")


DOING: dict[str, Doing] = {
    "express": _express,
    "level": _level,
    "show": _show,
    "withdraw": _withdraw,
    "decline": _decline,
    "accept": _accept,
}


def _there(found: Thing | None) -> Thing:
    if found is None:
        raise interests.NotNow
    return found


def site(request: HttpRequest) -> str:
    """Return the address of this site as the visitor reaches it."""
    return request.build_absolute_uri("/")


def today() -> date:
    """Return the day it is."""
    return timezone.now().date()
