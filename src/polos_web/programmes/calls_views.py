"""Calls: the public list and page, and the pages of those who run them."""

from functools import wraps
from typing import Any
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.programmes import (
    access,
    board_queries,
    calls_actions,
    calls_forms,
    calls_queries,
    criteria_forms,
    forms,
    queries,
    words,
)
from polos_web.programmes.models import Call
from polos_web.programmes.pages import NOTHING, View, back, page, refusals_told
from polos_web.programmes.refusals import Changed, NotNow
from polos_web.ui.languages import OWN_NAMES, language
from polos_web.ui.parameters import Choice, Parameters

PLACES = (
    ("call_manage", words.PLACES["call_manage"]),
    ("call_applications", words.PLACES["call_applications"]),
    ("call_reviewers", words.PLACES["call_reviewers"]),
    ("call_moderation", words.PLACES["call_moderation"]),
    ("call_decisions", words.PLACES["call_decisions"]),
)


def of_call(view: View) -> View:
    """Hand the view the call of its address, after asking whether the person runs it."""

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, number: int, **arguments: Any) -> HttpResponse:
        asking = accounts.asking(request)
        accounts.require(access.may_manage_some, asking)
        call = calls_queries.call(number)
        if call is None:
            raise Http404
        accounts.require(access.may_manage, asking, call.programme)
        with refusals_told(request):
            return view(request, call, **arguments)
        return back("call_manage", call.pk)

    return shown


def managed(request: HttpRequest, template: str, call: Call, **context: Any) -> HttpResponse:
    """Show one of the pages of those who run a call."""
    common = {
        "call": call,
        "programme": call.programme,
        "name": queries.title_of(call.programme),
        "places": PLACES,
    }
    return page(request, template, **common, **context)


# ---- for everybody ----------------------------------------------------------------------------


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the calls everybody may read, and one's own applications, reviews and calls."""
    NOTHING.read(request.GET)
    asking = accounts.asking(request)
    found = calls_queries.listed()
    return page(
        request,
        "calls",
        open=[call for call in found if call.state == "open"],
        others=[call for call in found if call.state != "open"],
        applications=calls_queries.applications_of(asking),
        reviews=calls_queries.reviews_of(asking),
        calls=calls_queries.managed_by(asking),
        now=timezone.now(),
    )


@require_GET
def call(request: HttpRequest, number: int) -> HttpResponse:
    """Show one call, and its result where that was published."""
    NOTHING.read(request.GET)
    asking = accounts.asking(request)
    found = calls_queries.call(number)
    if found is None or not access.may_read(asking, found):
        raise Http404
    one = found.candidate
    return page(
        request,
        "call",
        call=found,
        programme=found.programme,
        name=queries.title_of(found.programme),
        criteria=calls_queries.criteria_of(found),
        sums=calls_queries.sums(found),
        region=board_queries.name_of(one.kind, one.slug, language()) if one else "",
        result=queries.result(found) if found.is_published else (),
        territory_names=_names(found) if found.is_published else {},
        is_taking=found.is_taking(timezone.now()),
        may_manage=access.may_manage(asking, found.programme),
        now=timezone.now(),
    )


def _names(call: Call) -> dict[str, str]:
    slugs = {one.territory for one in queries.result(call)}
    return {slug: board_queries.name_of("territory", slug, language()) for slug in slugs}


# ---- for those who run it ---------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a call of a programme."""
    NOTHING.read(request.GET)
    accounts.require(access.may_manage, accounts.asking(request), slug)
    candidates = _candidates(slug)
    form = calls_forms.CallForm(request.POST or None, call=None, offered=_offered(slug))
    if request.method == "POST" and form.is_valid():
        made = calls_actions.make(
            slug,
            form.values,
            candidate=candidates.get(form.cleaned_data["candidate"]),
            template=form.cleaned_data["template"],
            by=accounts.person(request),
            at=timezone.now(),
        )
        return back("call_manage", made.pk)
    return page(
        request,
        "call_form",
        form=form,
        programme=slug,
        name=queries.title_of(slug),
        zones=sorted(available_timezones()),
    )


@of_call
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, call: Call) -> HttpResponse:
    """Change what a call says; where somebody else did so meanwhile, both are shown."""
    NOTHING.read(request.GET)
    candidates = _candidates(call.programme)
    form = calls_forms.CallForm(request.POST or None, call=call, offered=_offered(call.programme))
    clash: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            calls_actions.change(
                call,
                form.values,
                candidate=candidates.get(form.cleaned_data["candidate"]),
                seen=form.cleaned_data["seen"],
                by=accounts.person(request),
                at=timezone.now(),
            )
        except Changed:
            clash = calls_queries.changes(call, form.values)
        else:
            messages.success(request, gettext("The call was changed."))
            return back("call_manage", call.pk)
    return managed(request, "call_form", call, form=form, clash=clash, zones=sorted(available_timezones()))


def _candidates(programme: str) -> dict[str, Any]:
    board = board_queries.board(programme)
    return {str(one.pk): one for one in board_queries.candidates(board)} if board else {}


def _offered(programme: str) -> list[tuple[str, str]]:
    found = _candidates(programme)
    names = board_queries.names_of(found.values(), language())
    return [(number, names[one.kind, one.slug]) for number, one in found.items()]


@of_call
@require_GET
def manage(request: HttpRequest, call: Call) -> HttpResponse:
    """Show where a call stands, what it lacks, and what comes next."""
    NOTHING.read(request.GET)
    ways = calls_actions.MOVES[call.state]
    return managed(
        request,
        "call_manage",
        call,
        steps=calls_queries.steps(call),
        forward=ways[:1],
        backward=ways[1:],
        obstacle=calls_actions.obstacle(call, ways[0], timezone.now()) if ways else "",
        untranslated=calls_queries.untranslated(call),
        criteria=calls_queries.criteria_of(call),
        moves=calls_queries.moves(call),
        counts=queries.counts_of(call),
        form=calls_forms.MoveCallForm(),
        result_form=_result_form(call) if call.has_reached("moderated") else None,
    )


@of_call
@require_POST
def move(request: HttpRequest, call: Call) -> HttpResponse:
    """Take a call to another state."""
    state, reason = request.POST.get("state", ""), request.POST.get("reason", "")[: forms.LONGEST]
    calls_actions.move(
        call,
        state,
        reason=reason,
        by=accounts.person(request),
        at=timezone.now(),
        site=request.build_absolute_uri("/"),
    )
    messages.success(request, gettext("The call is now: %(state)s.") % {"state": words.CALL_STATES[state]})
    return back("call_manage", call.pk)


@of_call
@require_http_methods(["GET", "POST"])
def criteria(request: HttpRequest, call: Call) -> HttpResponse:
    """Show the criteria of a call; a POST lets others hold from now on."""
    NOTHING.read(request.GET)
    before = calls_queries.criteria_of(call)
    form = criteria_forms.CriteriaForm(
        request.POST or None,
        before=before,
        used=calls_queries.used_criteria(call),
        is_scored=True,
        needs_reason=call.state != "draft",
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        calls_actions.set_criteria(
            call,
            form.rows,
            scale=(given["lowest"], given["highest"]),
            seen=given["seen"],
            reason=given["reason"],
            by=accounts.person(request),
            at=timezone.now(),
        )
        messages.success(request, gettext("The criteria hold from now on."))
        return back("call_manage", call.pk)
    return managed(request, "criteria", call, form=form, before=before, versions=calls_queries.versions(call))


@of_call
@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, call: Call) -> HttpResponse:
    """Translate the texts of a call, its budget and its criteria into a language."""
    to = Parameters(to=Choice(lambda: tuple(OWN_NAMES))).read(request.GET).to
    if not to:
        to = next(code for code in OWN_NAMES if code != call.title.language)
    passages = [one for one in calls_queries.passages(call) if one.text.language != to]
    typed: dict[str, str] = {}
    if request.method == "POST":
        typed = {one.name: _plain(request.POST.get(one.name, "")) for one in passages}
        given = {
            one.name: (one.text.original, typed[one.name])
            for one in passages
            if typed[one.name] != _standing(one, to)
        }
        by, seen = accounts.person(request), request.POST.get("seen", "")
        try:
            calls_actions.translate(
                call, to, given, seen=int(seen) if seen.isdigit() else 0, by=by, at=timezone.now()
            )
        except Changed:
            messages.error(
                request, gettext("Somebody else has changed the call meanwhile. Look, and send again.")
            )
        else:
            messages.success(request, gettext("The translation was written down."))
            return back("call_manage", call.pk)
    return managed(request, "call_translate", call, to=to, passages=passages, typed=typed)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()[:10_000]


def _standing(one: calls_queries.Passage, to: str) -> str | None:
    """Return a translation of the present wording; ``None`` where there is but one of an earlier one."""
    return None if one.text.state(to) == "stale" else one.given(to)


def _result_form(call: Call, data: Any = None) -> calls_forms.ResultForm:
    told = call.outcome
    initial = {
        "seen": call.version,
        "language": told.language if told else language(),
        "outcome": told.original if told else "",
        "shows_scores": call.shows_scores,
        "shows_reasons": call.shows_reasons,
    }
    return calls_forms.ResultForm(data, prefix="result", initial=initial)


@of_call
@require_POST
def result(request: HttpRequest, call: Call) -> HttpResponse:
    """Write what the published result says."""
    form = _result_form(call, request.POST)
    if not form.is_valid():
        raise NotNow(gettext("Write what came of the call first."))
    given = dict(form.cleaned_data)
    outcome = calls_forms.worded(call.outcome, given["outcome"], given["language"])
    values = {
        "outcome": outcome,
        "shows_scores": given["shows_scores"],
        "shows_reasons": given["shows_reasons"],
    }
    calls_actions.set_result(call, values, seen=given["seen"], by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("The words of the result were kept."))
    return back("call_manage", call.pk)
