"""The page of what is new, the feed of calls, and the link that stops digests."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from polos_web.accounts import actions
from polos_web.accounts.access import person
from polos_web.programmes import calls_queries
from polos_web.programmes.models import Call
from polos_web.site.digests import person_of
from polos_web.site.forms import RhythmForm
from polos_web.site.news import new_for, waiting_for
from polos_web.ui.feeds import LENGTH, Item, feed
from polos_web.ui.parameters import Parameters

NOTHING = Parameters()
SHOWN = timedelta(days=60)


@never_cache
@require_http_methods(["GET", "POST"])
def news(request: HttpRequest) -> HttpResponse:
    """Show what is new for whoever is signed in, and what waits; a POST chooses how often to be told."""
    NOTHING.read(request.GET)
    reader, now = person(request), timezone.now()
    form = RhythmForm(request.POST or None, initial={"rhythm": reader.rhythm})
    if request.method == "POST" and form.is_valid():
        actions.choose_rhythm(reader, form.cleaned_data["rhythm"], at=now)
        messages.success(request, gettext("How often you are told was changed."))
        return HttpResponseRedirect(reverse("site:news"))
    context = {
        "form": form,
        "new": new_for(reader, now - SHOWN, now),
        "waiting": waiting_for(reader, on=timezone.localdate()),
        "days": SHOWN.days,
    }
    return render(request, "site/news.html", context)


@never_cache
@csrf_exempt  # a mail program posts here by itself (RFC 8058); the link is the proof
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """Ask whether somebody wants no more digests; a POST ends them."""
    reader = person_of(link)
    if reader is None:
        raise Http404
    if request.method == "POST":
        actions.choose_rhythm(reader, "never", at=timezone.now())
    return render(request, "site/stop.html", {"is_stopped": request.method == "POST"})


@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """Hand out the calls everybody may read as an Atom feed, with their results once they are published."""
    NOTHING.read(request.GET)
    language = get_language() or "en"
    items = (_item(call, language) for call in calls_queries.listed()[:LENGTH])
    return feed(request, gettext("Calls for applications"), reverse("programmes:calls"), items)


def _item(call: Call, language: str) -> Item:
    name = call.title.shown(language).text
    return Item(
        gettext("Result: %(call)s") % {"call": name} if call.published_at else name,
        reverse("programmes:call", args=[call.pk]),
        call.text.shown(language).text,
        call.published_at or call.opens_at,
    )
