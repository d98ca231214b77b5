"""The reviewer's desk, and what those who run a call do with reviewers, scores and decisions."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.programmes import (
    access,
    applications_queries,
    board_queries,
    calls_queries,
    forms,
    pages,
    queries,
    reviews_actions,
    reviews_forms,
    reviews_queries,
)
from polos_web.programmes.calls_views import managed, of_call
from polos_web.programmes.models import Application, Call, Review
from polos_web.programmes.pages import NOTHING, View, back, page, refusals_told
from polos_web.programmes.refusals import Changed, NotNow
from polos_web.registers.files import handed_out
from polos_web.ui.languages import language

own = pages.own(
    reviews_queries.review, may_know=access.is_reviewer, is_own=access.is_reviewer, route="review"
)


def seeing(view: View) -> View:
    """Hand the view the application too, after asking whether the reviewer has declared and may judge it."""

    @own
    @wraps(view)
    def shown(request: HttpRequest, review: Review, application: int, **arguments: Any) -> HttpResponse:
        accounts.require(access.may_see_applications, accounts.asking(request), review)
        found = applications_queries.application(application)
        if found is None or found.call_id != review.call_id or not found.counts:
            raise Http404
        barred = reviews_queries.conflicts(review, found)
        if barred:
            raise NotNow(reviews_queries.refusal(barred, review, found))
        return view(request, review, found, **arguments)

    return shown


@own
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, review: Review) -> HttpResponse:
    """Show a reviewer first the declaration, then the applications; a POST declares."""
    NOTHING.read(request.GET)
    offered = board_queries.territory_choices(language())
    initial = {
        "territories": review.territories,
        "bodies": "\n".join(review.bodies),
        "statement": review.statement,
        "certain": review.declared_at is not None,
    }
    form = reviews_forms.DeclarationForm(
        request.POST or None, offers={"territories": offered}, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        reviews_actions.declare(
            review,
            territories=given["territories"],
            bodies=forms.lines(given["bodies"]),
            statement=given["statement"],
            by=accounts.person(request),
            at=timezone.now(),
        )
        return back("review", review.pk)
    may_see = access.may_see_applications(accounts.asking(request), review)
    return page(
        request,
        "desk",
        review=review,
        call=review.call,
        programme=review.call.programme,
        name=queries.title_of(review.call.programme),
        form=form,
        may_see=may_see,
        rows=_rows(review) if may_see else [],
    )


def _rows(review: Review) -> list[dict[str, Any]]:
    """The applications of a call as a reviewer sees them in the list; of those barred only the name."""
    rows = []
    for sheet in reviews_queries.sheets(review.call):
        one = sheet.application
        barred = sheet.barred.get(review.pk, ())
        rows.append(
            {
                "application": one,
                "territory": board_queries.name_of("territory", one.territory, language()),
                "barred": reviews_queries.refusal(barred, review, one) if barred else "",
                "is_given": review.pk in sheet.given,
                "is_complete": sheet.is_complete,
            }
        )
    return rows


@seeing
@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, review: Review, application: Application) -> HttpResponse:
    """Show an application with a form for scores; once all are in, what the others gave."""
    NOTHING.read(request.GET)
    criteria = calls_queries.criteria_of(review.call)
    sheet = reviews_queries.sheet(application)
    given = reviews_queries.own_scores(review, application)
    form = reviews_forms.ScoreForm(request.POST or None, criteria=criteria, given=given)
    if request.method == "POST" and form.is_valid():
        version, by = _number(request.POST.get("version", "")), accounts.person(request)
        try:
            reviews_actions.score(review, application, form.scores, version=version, by=by, at=timezone.now())
        except Changed:
            words = gettext(
                "The criteria have changed meanwhile. What you typed is kept: look, and send again."
            )
            messages.error(request, words)
        else:
            messages.success(request, gettext("Your scores were kept."))
            return back("review", review.pk)
    others = (
        {pk: scores for pk, scores in sheet.given.items() if pk != review.pk} if sheet.is_complete else {}
    )
    return page(
        request,
        "score",
        review=review,
        call=review.call,
        programme=review.call.programme,
        name=queries.title_of(review.call.programme),
        application=application,
        territory=board_queries.name_of("territory", application.territory, language()),
        attachments=list(application.attachments.all()),
        criteria=criteria,
        form=form,
        is_open=review.call.state == "in_review" and not sheet.is_complete,
        given=given,
        others=others if sheet.is_complete else {},
        earlier=reviews_queries.earlier_scores(review, application),
        conflict_form=forms.ReasonForm(prefix="conflict"),
    )


@seeing
@require_POST
def conflict(request: HttpRequest, review: Review, application: Application) -> HttpResponse:
    """Say that one has a conflict of interest with an application."""
    form = forms.ReasonForm(request.POST, prefix="conflict")
    if not form.is_valid():
        raise NotNow(gettext("Say why."))
    reason = form.cleaned_data["reason"]
    reviews_actions.bar(review, application, reason=reason, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("Thank you. This application is not shown to you any more."))
    return back("review", review.pk)


@seeing
@require_GET
def document(request: HttpRequest, review: Review, application: Application, document: int) -> Any:
    """Hand out a document of an application to its reviewer."""
    found = applications_queries.attachment(application, document)
    if found is None:
        raise Http404
    return handed_out(found.file, f"application-{application.pk}-{found.pk}")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


# ---- for those who run the call ---------------------------------------------------------------


@of_call
@require_http_methods(["GET", "POST"])
def reviewers(request: HttpRequest, call: Call) -> HttpResponse:
    """Show who reviews, what each declared, and how far each is; a POST asks one more."""
    NOTHING.read(request.GET)
    form = reviews_forms.InviteForm(request.POST or None, initial={"language": language()})
    if request.method == "POST" and form.is_valid():
        reviews_actions.invite(
            call,
            form.cleaned_data["email"],
            language=form.cleaned_data["language"],
            by=accounts.person(request),
            at=timezone.now(),
            site=request.build_absolute_uri("/"),
        )
        messages.success(request, gettext("A mail asks for the review."))
        return back("call_reviewers", call.pk)
    sheets = reviews_queries.sheets(call)
    rows = [
        {
            "review": one,
            "given": sum(one.pk in sheet.given for sheet in sheets),
            "barred": sum(one.pk in sheet.barred for sheet in sheets),
            "of": len(sheets),
            "places": [board_queries.name_of("territory", slug, language()) for slug in one.territories],
            "may_release": one.released_at is None and not call.has_reached("moderated"),
        }
        for one in reviews_queries.reviews(call)
    ]
    return managed(
        request,
        "call_reviewers",
        call,
        form=form,
        rows=rows,
        applications=[sheet.application for sheet in sheets],
    )


@of_call
@require_POST
def release(request: HttpRequest, call: Call, review: int) -> HttpResponse:
    """Release a reviewer."""
    found = _review(call, review)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        raise NotNow(gettext("Say why."))
    reason = form.cleaned_data["reason"]
    reviews_actions.release(found, reason=reason, by=accounts.person(request), at=timezone.now())
    return back("call_reviewers", call.pk)


@of_call
@require_POST
def bar(request: HttpRequest, call: Call, review: int) -> HttpResponse:
    """Note a conflict of interest of a reviewer that those who run the call have learned of."""
    found = _review(call, review)
    form = forms.ReasonForm(request.POST)
    number = _number(request.POST.get("application", ""))
    one = next((one for one in reviews_queries.judged(call) if one.pk == number), None)
    if one is None or not form.is_valid():
        raise NotNow(gettext("Choose the application, and say why."))
    reason = form.cleaned_data["reason"]
    reviews_actions.bar(found, one, reason=reason, by=accounts.person(request), at=timezone.now())
    return back("call_reviewers", call.pk)


def _review(call: Call, number: int) -> Review:
    found = reviews_queries.review(number)
    if found is None or found.call_id != call.pk:
        raise Http404
    return found


@of_call
@require_GET
def moderation(request: HttpRequest, call: Call) -> HttpResponse:
    """Show how complete the review is, and where complete scores diverge."""
    NOTHING.read(request.GET)
    return _moderation(request, call)


def _moderation(
    request: HttpRequest, call: Call, wrong: dict[tuple[int, str], Any] | None = None
) -> HttpResponse:
    criteria = calls_queries.criteria_of(call)
    found = reviews_queries.divergences(call)
    shown = {(one.application.pk, one.criterion.id): _moderation_form(one, criteria) for one in found}
    return managed(
        request,
        "call_moderation",
        call,
        sheets=reviews_queries.sheets(call),
        divergences=found,
        results=reviews_queries.results(call),
        criteria=criteria,
        shown={**shown, **(wrong or {})},
    )


def _moderation_form(one: reviews_queries.Divergence, criteria: Any, data: Any = None) -> Any:
    agreed = one.moderation
    initial = {"agreed": agreed.agreed, "note": agreed.note} if agreed else {}
    prefix = f"m{one.application.pk}-{one.criterion.id}"
    return reviews_forms.ModerationForm(data, prefix=prefix, scale=criteria.scale, initial=initial)


@of_call
@require_POST
def moderate(request: HttpRequest, call: Call, application: int, criterion: str) -> HttpResponse:
    """Note what was agreed of scores that diverge."""
    found = [one for one in reviews_queries.divergences(call) if one.application.pk == application]
    one = next((one for one in found if one.criterion.id == criterion), None)
    if one is None:
        raise Http404
    form = _moderation_form(one, calls_queries.criteria_of(call), request.POST)
    if not form.is_valid():
        return _moderation(request, call, {(application, criterion): form})
    reviews_actions.moderate(
        one.application, criterion, by=accounts.person(request), at=timezone.now(), **form.cleaned_data
    )
    return back("call_moderation", call.pk)


@of_call
@require_GET
def decisions(request: HttpRequest, call: Call) -> HttpResponse:
    """Show the ranking as advice, and a form for the decision on each application."""
    NOTHING.read(request.GET)
    return _decisions(request, call)


def _decisions(request: HttpRequest, call: Call, wrong: dict[int, Any] | None = None) -> HttpResponse:
    ranks = reviews_queries.ranking(call) if call.has_reached("moderated") else []
    names = {
        one.application.territory: board_queries.name_of("territory", one.application.territory, language())
        for one in ranks
    }
    shown = {one.application.pk: _decision_form(one) for one in ranks}
    return managed(
        request, "call_decisions", call, ranks=ranks, names=names, shown={**shown, **(wrong or {})}
    )


def _decision_form(one: reviews_queries.Rank, data: Any = None) -> reviews_forms.DecisionForm:
    initial: dict[str, Any] = {"seen": one.application.version}
    if one.decision:
        initial |= {
            name: getattr(one.decision, name) for name in ("outcome", "reason", "deviation", "is_public")
        }
    return reviews_forms.DecisionForm(data, prefix=f"d{one.application.pk}", initial=initial)


@of_call
@require_POST
def decide(request: HttpRequest, call: Call, application: int) -> HttpResponse:
    """Decide on an application."""
    one = next((one for one in reviews_queries.ranking(call) if one.application.pk == application), None)
    if one is None:
        raise Http404
    form = _decision_form(one, request.POST)
    if not form.is_valid():
        return _decisions(request, call, {application: form})
    with refusals_told(request):
        reviews_actions.decide(
            one.application, by=accounts.person(request), at=timezone.now(), **form.cleaned_data
        )
    return back("call_decisions", call.pk)
