"""Pages of information requests: asking another record, and answering."""

from datetime import timedelta
from typing import Any

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from polos_web.accounts.access import person
from polos_web.matchmaking import information
from polos_web.matchmaking import interests_queries as queries
from polos_web.matchmaking.information_forms import AnswerForm, AskForm
from polos_web.matchmaking.information_words import ANSWERS, LABELS, REQUESTS, words_of
from polos_web.matchmaking.interests import NotNow
from polos_web.matchmaking.interests_views import (
    NOTHING,
    about,
    language,
    ours_and_theirs,
    page,
    site,
    today,
)
from polos_web.matchmaking.models import InformationRequest
from polos_web.registers.models import Record
from polos_web.ui.refusals import too_many

WEEKS = timedelta(weeks=3)


def _shown(request: HttpRequest, template: str, ours: Record, theirs: Record, **context: Any) -> HttpResponse:
    said = {"labels": LABELS, "answers": ANSWERS, "requests": REQUESTS, "words_of": words_of}
    title = queries.titled([theirs])[0][1]
    return page(request, template, theirs=theirs, theirs_title=title, **said, **context, **about(ours))


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kind_name: str, slug: str, other: str) -> HttpResponse:
    """Show the lists of what can be asked for; a POST asks."""
    NOTHING.read(request.GET)
    ours, theirs = ours_and_theirs(request, kind_name, slug, other)
    found = queries.between(ours, theirs)
    if not found.can_ask(today()):
        raise Http404
    initial = {"language": language(), "due_on": today() + WEEKS}
    form = AskForm(request.POST or None, initial=initial, on=today())
    if request.method == "POST" and form.is_valid():
        if not consume(request, action="contact"):
            return too_many(request)
        try:
            made = information.ask(
                ours, theirs, **form.wanted, by=person(request), at=timezone.now(), site=site(request)
            )
        except NotNow:
            messages.error(request, gettext("A request of yours waits for its answers already."))
            return HttpResponseRedirect(reverse("contacts:between", args=[kind_name, slug, other]))
        messages.success(request, gettext("Your request was sent."))
        return HttpResponseRedirect(reverse("contacts:request", args=[kind_name, slug, other, made.key]))
    own_side = queries.sheet_of(ours).value("side")
    shows = found.stand(today()) == "ours_open" and found.mine is not None and not found.mine.is_shown
    lists = ["lac", "eu"] if own_side == "LAC" else ["eu", "lac"]
    return _shown(request, "information_ask", ours, theirs, form=form, lists=lists, shows=shows)


@never_cache
@require_http_methods(["GET", "POST"])
def request_of(request: HttpRequest, kind_name: str, slug: str, *, other: str, key: str) -> HttpResponse:
    """Show a request and its answers; a POST answers it, or takes it back."""
    NOTHING.read(request.GET)
    ours, theirs = ours_and_theirs(request, kind_name, slug, other)
    found = information.of_two(key, ours, theirs)
    if found is None:
        raise Http404
    is_asked = found.asked_id == ours.pk
    initial = {"language": language()}
    form = AnswerForm(request.POST or None, initial=initial, items=found.items.all(), on=today())
    if request.method == "POST" and (not is_asked or form.is_valid()):
        _said(request, found, form if is_asked else None)
        return HttpResponseRedirect(request.path)
    context = {"asking": found, "form": form, "is_asked": is_asked}
    return _shown(request, "information_request", ours, theirs, **context)


def _said(request: HttpRequest, found: InformationRequest, form: AnswerForm | None) -> None:
    by, at = person(request), timezone.now()
    try:
        if form is None:
            information.withdraw(found, by=by, at=at)
            messages.success(request, gettext("Your request was taken back."))
        elif form.said:
            spoken = form.cleaned_data["language"]
            information.answer(found, form.said, language=spoken, by=by, at=at, site=site(request))
            messages.success(request, gettext("Your answers are kept, and they are told."))
        else:
            messages.success(request, gettext("Nothing was changed."))
    except NotNow:
        messages.error(request, gettext("Something has changed meanwhile, and nothing was done. Look again."))
