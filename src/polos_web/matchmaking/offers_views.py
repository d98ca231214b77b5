"""Pages of anonymous offers and needs: what everybody sees, one's own, and the adviser's."""

from typing import Any

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from polos import vocabularies
from polos.vocabularies import cluster_lists
from polos_web.accounts.access import asking, may_assign_roles, person
from polos_web.matchmaking import access, offers, offers_search
from polos_web.matchmaking import interests_queries as queries
from polos_web.matchmaking.interests import NotNow
from polos_web.matchmaking.interests_views import NOTHING, about, own, page, site
from polos_web.matchmaking.models import Reply
from polos_web.matchmaking.offers_forms import InquiryForm, OfferForm, ReplyForm
from polos_web.matchmaking.offers_words import EXCHANGES, HINTS, LABELS, REPLIES, SHOWN
from polos_web.registers.models import Record
from polos_web.ui.labels import choices
from polos_web.ui.languages import language
from polos_web.ui.listing import page_of
from polos_web.ui.parameters import Choice, Parameters, Text, WholeNumber
from polos_web.ui.refusals import too_many

PAGE_SIZE = 30
FILTERS = Parameters(
    q=Text(),
    exchange=Choice(lambda: tuple(EXCHANGES)),
    type=Choice(lambda: cluster_lists.exchange_types().codes),
    side=Choice(lambda: vocabularies.sides().codes),
    country=Choice(lambda: vocabularies.countries().codes),
    whose=Choice(lambda: (offers_search.NAMED, offers_search.UNNAMED)),
    page=WholeNumber(minimum=1, absent=1),
)


def _shown(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    said = {"labels": LABELS, "hints": HINTS, "exchanges": EXCHANGES, "shown": SHOWN, "replies": REPLIES}
    return page(request, template, **said, **context)


# ---- what everybody sees ----------------------------------------------------------------------


@never_cache
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """Search the offers and needs that everybody may read; without a name they stand in no telling order."""
    filters = FILTERS.read(request.GET)
    context = {
        "filters": filters,
        "page": page_of(offers_search.chosen(filters), filters.page, size=PAGE_SIZE),
        "options": {
            "type": choices("exchange_types"),
            "side": choices("sides"),
            "country": choices("countries", offers_search.used_countries()),
        },
        "mine": queries.titled(access.spoken_for(asking(request))),
    }
    return _shown(request, "offers", **context)


@never_cache
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, key: str) -> HttpResponse:
    """Show one; a POST asks about it, through its adviser."""
    NOTHING.read(request.GET)
    found = offers.public(key)
    if found is None:
        raise Http404
    if request.method == "POST":
        person(request)
    mine = queries.titled(access.spoken_for(asking(request)))
    advisers = queries.titled(offers.advisers(mine[0][0])) if mine else []
    form = InquiryForm(
        request.POST or None, records=mine, advisers=advisers, initial={"language": language()}
    )
    if request.method == "POST" and form.is_valid():
        if not consume(request, action="contact"):
            return too_many(request)
        asks, given = form.wanted
        try:
            offers.inquire(found, asks, **given, by=person(request), at=timezone.now(), site=site(request))
        except NotNow:
            messages.error(
                request, gettext("You have asked about it before, or it cannot be asked about now.")
            )
            return HttpResponseRedirect(request.path)
        messages.success(request, gettext("Your inquiry is with the adviser."))
        return HttpResponseRedirect(reverse("contacts:anonymous", args=[asks.kind_name, asks.slug]))
    return _shown(request, "offer", offer=found, form=form, own=mine)


# ---- one's own --------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def anonymous(request: HttpRequest, kind_name: str, slug: str) -> HttpResponse:
    """Show what one offers and asks without a name; a POST does what its field ``do`` says."""
    NOTHING.read(request.GET)
    ours = own(request, kind_name, slug)
    form = _offer_form(request, ours, is_posted=request.POST.get("do") == "draft")
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do in DOING:
            _do(request, do, ours)
        elif not form.is_bound:
            raise Http404
        if do in DOING or (form.is_valid() and _drafted(request, ours, form)):
            return HttpResponseRedirect(request.path)
    made = offers.made_by(ours)
    owners = dict(_titles([one.offer.owner for one in made if one.shown_at]))
    context = {
        "offers": offers.of_owner(ours),
        "made": made,
        "owners": owners,
        "may_name": access.may_name_advisers(asking(request)),
        "may_assign": may_assign_roles(asking(request)),
    }
    askers = dict(_titles([one.asks for found in context["offers"] for one in found.inquiries.all()]))
    return _shown(request, "offers_own", form=form, askers=askers, **context, **about(ours))


def _titles(records: list[Record]) -> list[tuple[int, str]]:
    return [(record.pk, title) for record, title in queries.titled(records)]


def _offer_form(request: HttpRequest, ours: Record, *, is_posted: bool) -> OfferForm:
    given = request.POST if is_posted else None
    advisers = queries.titled(offers.advisers(ours))
    return OfferForm(given, advisers=advisers, initial={"language": language(), "exchange": "offer"})


def _drafted(request: HttpRequest, ours: Record, form: OfferForm) -> bool:
    side = queries.sheet_of(ours).value("side") or ""
    try:
        offers.draft(
            ours, adviser=form.speaks, values=form.values(side), by=person(request), at=timezone.now()
        )
    except offers.Tells as problem:
        form.add_error("text", _what_tells(problem))
        return False
    messages.success(request, gettext("It is kept as a draft. Nobody else sees it yet."))
    return True


def _what_tells(problem: offers.Tells) -> str:
    words = gettext("Found %(words)s, which would tell who you are. Leave it out.")
    return words % {"words": ", ".join(f"“{word}”" for word in problem.words)}


def _do(request: HttpRequest, do: str, ours: Record) -> None:
    key, by, at = request.POST.get("key", ""), person(request), timezone.now()
    try:
        if do == "show_owner":
            inquiry = offers.own_inquiry(ours, key)
            if inquiry is None:
                raise Http404
            offers.show_owner(inquiry, by=by, at=at, site=site(request))
            messages.success(request, gettext("They know now who you are."))
            return
        found = offers.own(ours, key)
        if found is None:
            raise Http404
        (offers.publish if do == "publish" else offers.withdraw)(found, by=by, at=at)
        messages.success(request, gettext("It is done."))
    except offers.Tells as problem:
        messages.error(request, _what_tells(problem))
    except NotNow:
        messages.error(request, gettext("Something has changed meanwhile, and nothing was done. Look again."))


DOING = ("publish", "withdraw", "show_owner")


# ---- the adviser's ----------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def inquiry(request: HttpRequest, link: str) -> HttpResponse:
    """Show an inquiry to the adviser whose link this is; a POST answers it."""
    NOTHING.read(request.GET)
    found = offers.inquiry_of(link)
    if found is None:
        raise Http404
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        is_answered = given["did"] == Reply.ANSWERED
        try:
            offers.reply(
                found, is_answered=is_answered, answer=given["answer"], at=timezone.now(), site=site(request)
            )
            messages.success(request, gettext("Your answer was passed on."))
        except NotNow:
            messages.error(
                request, gettext("Something has changed meanwhile, and nothing was done. Look again.")
            )
        return HttpResponseRedirect(request.path)
    asks = queries.titled([found.asks])[0][1]
    adviser = queries.contact_of(found.adviser) if found.adviser else None
    return _shown(request, "inquiry", inquiry=found, form=form, asks=asks, adviser=adviser)
