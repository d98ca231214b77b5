"""Pages on which a programme manager prepares, solves and decides an assignment of pairs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos.errors import InputError
from polos_web.accounts import access as accounts
from polos_web.analysis import jobs, pairings
from polos_web.matchmaking import assignment_access as access
from polos_web.matchmaking import assignment_actions as actions
from polos_web.matchmaking import assignment_forms as forms
from polos_web.matchmaking import assignment_queries as queries
from polos_web.matchmaking import assignment_tables as tables
from polos_web.matchmaking.assignment_decision import Deciding
from polos_web.matchmaking.assignment_jobs import SCORING
from polos_web.matchmaking.assignment_words import (
    HINTS,
    KINDS,
    LABELS,
    OBJECTIVES,
    PROOFS,
    SIDES,
    SOURCES,
    STAGES,
)
from polos_web.matchmaking.models import PairingPlan, PairingRun
from polos_web.ui.languages import language
from polos_web.ui.parameters import Parameters, Text
from polos_web.ui.problems import told
from polos_web.ui.tabular import FORMS, json_answer
from polos_web.ui.themes import named_themes

NOTHING, OF = Parameters(), Parameters(programme=Text())
# Lines of tables that a page shows; all of them are in the files to take away.
SHOWN = 300
WORDS = {
    "labels": LABELS,
    "hints": HINTS,
    "kinds": KINDS,
    "side_words": SIDES,
    "sources": SOURCES,
    "objectives": OBJECTIVES,
    "proofs": PROOFS,
    "stages": STAGES,
    "shown": SHOWN,
}
View = Callable[..., HttpResponse]


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Show one of the templates of assignments."""
    return render(request, f"matchmaking/{template}.html", {**WORDS, **context})


def back(route: str, *arguments: Any) -> HttpResponseRedirect:
    """Lead on to a page after something was written."""
    return HttpResponseRedirect(reverse(f"assignments:{route}", args=arguments))


def planned(view: View) -> View:
    """Hand the view the plan of its address, after asking whether the person manages its programme.

    What cannot be done in the state of the plan is said on its page.
    """

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, number: int, **arguments: Any) -> HttpResponse:
        NOTHING.read(request.GET)
        asking = accounts.asking(request)
        accounts.require(access.may_plan_some, asking)
        plan = queries.plan(number)
        if plan is None:
            raise Http404
        accounts.require(access.may_plan, asking, plan)
        try:
            return view(request, plan, **arguments)
        except actions.NotNow as problem:
            messages.error(request, str(problem))
            return back("plan", plan.pk)

    return shown


# ---- plans ------------------------------------------------------------------------------------


@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the assignments of the programmes somebody manages."""
    NOTHING.read(request.GET)
    asking = accounts.asking(request)
    accounts.require(access.may_plan_some, asking)
    return page(request, "assignments", plans=queries.plans_of(asking))


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an assignment."""
    programme = OF.read(request.GET).programme
    person = accounts.person(request)
    accounts.require(access.may_plan_some, person)
    form = forms.PlanForm(
        request.POST or None,
        programmes=queries.programmes_of(person, programme),
        initial=queries.beginning_of(programme),
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        begin = actions.begin_with_selected if given.pop("start") else actions.begin
        try:
            plan = begin(**given, by=person, at=timezone.now())
        except actions.NotNow as problem:
            form.add_error("start", str(problem))
        else:
            return back("plan", plan.pk)
    return page(request, "assignment_form", form=form, title=gettext("Begin an assignment"))


@planned
@require_GET
def plan(request: HttpRequest, plan: PairingPlan) -> HttpResponse:
    """Show what is prepared, what is missing, and what was found."""
    made = queries.decision(plan)
    return page(
        request,
        "assignment",
        plan=plan,
        rules=queries.rules_of(plan),
        names=queries.names_of(plan),
        missing=queries.faults(plan),
        runs=list(plan.runs.all()),
        decision=made,
        addresses=queries.addresses(made) if made else {},
        weighed=queries.weighed(made, language()) if made else None,
    )


@planned
@require_http_methods(["GET", "POST"])
def side(request: HttpRequest, plan: PairingPlan, side: str) -> HttpResponse:
    """Say who is on one side."""
    own, other = (plan.a, plan.b) if side == "a" else (plan.b, plan.a)
    form = forms.TableForm(
        request.POST or None, request.FILES or None, initial={"text": tables.text_of_partners(own)}
    )
    if request.method == "POST" and form.is_valid():
        rows = _rows(form, tables.PARTNERS, ("name",))
        judged = tables.partners(plan.kind, rows, other) if rows is not None else None
        if judged and judged.faults:
            form.refuse(judged.faults)
        elif judged:
            actions.set_side(plan, side, judged.found, by=accounts.person(request), at=timezone.now())
            return back("plan", plan.pk)
    return page(request, "assignment_side", plan=plan, side=side, form=form, named_themes=named_themes())


@planned
@require_http_methods(["GET", "POST"])
def worth(request: HttpRequest, plan: PairingPlan) -> HttpResponse:
    """Say what pairs are worth, from a table; or lead to scores and calls."""
    names = queries.names_of(plan)
    typed = "\n".join(f"{names[a]}; {names[b]}; {value:g}" for a, b, value in plan.worth[:SHOWN])
    initial = {"text": typed if len(plan.worth) <= SHOWN else ""}
    form = forms.TableForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        rows = _rows(form, tables.WORTH, ("a", "b", "value"))
        judged = tables.worth(plan.a, plan.b, rows) if rows is not None else None
        if judged and judged.faults:
            form.refuse(judged.faults)
        elif judged:
            actions.set_worth(plan, judged.found, "table", by=accounts.person(request), at=timezone.now())
            return back("plan", plan.pk)
    job = jobs.latest(plan.about, SCORING)
    return page(request, "assignment_values", plan=plan, form=form, job=job)


def _rows(form: forms.TableForm, columns: Any, needed: tuple[str, ...]) -> list[Any] | None:
    """Return the rows that were typed or handed in; ``None`` where the file cannot be read."""
    file = form.cleaned_data.get("file")
    if not file:
        return tables.typed(form.cleaned_data["text"], list(columns))
    try:
        return tables.uploaded(file, columns, needed)
    except InputError as problem:
        form.add_error("file", str(told(problem)))
        return None


@planned
@require_POST
def scores(request: HttpRequest, plan: PairingPlan) -> HttpResponse:
    """Ask for the scores of all pairs, or take those that were computed."""
    person = accounts.person(request)
    if request.POST.get("wanted") == "take":
        actions.take_scores(plan, by=person, at=timezone.now())
        return back("plan", plan.pk)
    actions.ask_for_scores(plan, by=person, at=timezone.now())
    return back("worth", plan.pk)


@planned
@require_POST
def take(request: HttpRequest, plan: PairingPlan) -> HttpResponse:
    """Take sides and values from the calls or the board of the programme."""
    person = accounts.person(request)
    if request.POST.get("wanted") == "board":
        count = actions.take_board(plan, by=person, at=timezone.now())
        messages.success(request, gettext("Taken from the board: %(count)s.") % {"count": count})
    else:
        first, second = actions.take_selected(plan, by=person, at=timezone.now())
        words = gettext("Taken: %(first)s on the first side, %(second)s on the second.")
        messages.success(request, words % {"first": first, "second": second})
    return back("plan", plan.pk)


@planned
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, plan: PairingPlan) -> HttpResponse:
    """Say the rules."""
    data = request.POST or None
    form = forms.RulesForm(data, plan=plan, initial=forms.RulesForm.values_of(plan))
    quotas = forms.quota_forms(data, queries.rules_of(plan)["quotas"])
    if data is not None and form.is_valid() and all([one.is_valid() for one in quotas]):
        found = [quota for one in quotas if (quota := one.quota())]
        try:
            given = {**form.cleaned_data, "quotas": found}
            actions.set_rules(plan, given, by=accounts.person(request), at=timezone.now())
            return back("plan", plan.pk)
        except actions.NotNow as problem:
            form.add_error("must", str(problem))
    return page(request, "assignment_rules", plan=plan, form=form, quotas=quotas)


# ---- solving ----------------------------------------------------------------------------------


@planned
@require_POST
def solve(request: HttpRequest, plan: PairingPlan) -> HttpResponse:
    """Look for the best pairs."""
    run = actions.solve(plan, by=accounts.person(request), at=timezone.now())
    return back("run", plan.pk, run.number)


@planned
@require_POST
def stop(request: HttpRequest, plan: PairingPlan) -> HttpResponse:
    """Let a search end."""
    actions.stop(plan, request.POST.get("kind", ""), by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("The search ends; what it has found so far stays."))
    return back("plan", plan.pk)


def _run(plan: PairingPlan, run: int) -> PairingRun:
    found = queries.run(plan, run)
    if found is None:
        raise Http404
    return found


@planned
@require_GET
def run(request: HttpRequest, plan: PairingPlan, run: int) -> HttpResponse:
    """Show what a run has found so far: the pairs with their proof, and all that is worth knowing beside."""
    of = _run(plan, run)
    found, proposal = queries.found_by(of), queries.proposal_of(of)
    without, answer = queries.drop_out(of)
    say = queries.sayer(of, language())
    return page(
        request,
        "assignment_run",
        plan=plan,
        run=of,
        job=queries.job_of(of),
        found=found,
        proposal=proposal,
        clash=queries.clash(of, language()),
        caveats=[say(one) for one in proposal["caveats"]] if proposal else [],
        quotas=queries.quotas(of, proposal, language()) if proposal else [],
        prices=queries.prices(of, language()),
        without=without,
        drop_out=answer,
        decision=queries.decision(plan),
        solving=pairings.SOLVING,
        dropping=pairings.DROPPING,
    )


@planned
@require_POST
def without(request: HttpRequest, plan: PairingPlan, run: int) -> HttpResponse:
    """Ask what changes if one partner drops out."""
    partner = request.POST.get("partner", "")
    of = _run(plan, run)
    actions.ask_without(of, partner, by=accounts.person(request), at=timezone.now())
    return HttpResponseRedirect(reverse("assignments:run", args=[plan.pk, of.number]) + "#without")


@planned
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, plan: PairingPlan, run: int) -> HttpResponse:
    """Decide: keep, leave out or add pairs, each difference with its reason."""
    of = _run(plan, run)
    deciding = Deciding(of, request.POST if request.method == "POST" else None)
    if request.method == "POST" and deciding.is_valid():
        actions.decide(
            of,
            pairs=deciding.pairs,
            dropped=deciding.dropped,
            reason=deciding.reason,
            by=accounts.person(request),
            at=timezone.now(),
            site=request.build_absolute_uri("/"),
        )
        messages.success(request, gettext("The decision is recorded."))
        return back("plan", plan.pk)
    return page(request, "assignment_decide", plan=plan, run=of, deciding=deciding)


@planned
@require_GET
def pairs(request: HttpRequest, plan: PairingPlan, run: int, form: str) -> HttpResponse:
    """Hand out proposed and decided pairs; as JSON all of the run with its data."""
    of, made = _run(plan, run), queries.decision(plan)
    name = f"polos-assignment-{plan.pk}-{of.number}"
    if form == "json":
        told = queries.everything(of, made)
        return json_answer(name, list(told), [told])
    return FORMS[form](name, queries.COLUMNS, queries.rows(of, made))
