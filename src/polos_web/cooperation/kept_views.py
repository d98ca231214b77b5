"""Pages of pairings that two sides keep: what everybody may read, and what who takes part writes down."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.accounts.access import WHOLE_SITE
from polos_web.accounts.roles import Permission
from polos_web.cooperation import access, forms, kept_actions, kept_queries
from polos_web.cooperation.models import KINDS, SIDES, KeptPairing
from polos_web.cooperation.standing import grounds, standing
from polos_web.cooperation.words import (
    HINTS,
    INSTRUMENTS,
    LABELS,
    MOVES,
    ORIGINS,
    STAGES,
    STATES,
    VERBS,
)
from polos_web.cooperation.words import KINDS as KIND_WORDS
from polos_web.matchmaking.assignment_access import may_plan_some
from polos_web.registers.files import handed_out
from polos_web.registers.values import WrongValue
from polos_web.ui.parameters import Choice, Parameters, Text
from polos_web.ui.tabular import FORMS, csv_answer, json_answer

NOTHING = Parameters()
PROPOSAL = Parameters(kind=Choice(lambda: KINDS), a=Text(), b=Text())
WORDS = {
    "labels": LABELS,
    "hints": HINTS,
    "kinds": KIND_WORDS,
    "states": STATES,
    "moves": MOVES,
    "stages": STAGES,
    "instruments": INSTRUMENTS,
    "origins": ORIGINS,
    "verbs": VERBS,
}
View = Callable[..., HttpResponse | FileResponse]


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Show one of the templates of kept pairings."""
    return render(request, f"cooperation/{template}.html", {**WORDS, **context})


def to_pairing(pairing: KeptPairing) -> HttpResponseRedirect:
    """Lead on to the page of a pairing."""
    return HttpResponseRedirect(reverse("cooperation:kept", args=[pairing.pk]))


def opened(may: Callable[..., bool]) -> Callable[[View], View]:
    """Hand the view the pairing of its address, after asking whether the person may.

    What cannot be done in the state of the pairing is said on its page.
    """

    def with_view(view: View) -> View:
        @never_cache
        @wraps(view)
        def shown(request: HttpRequest, number: int, **arguments: Any) -> HttpResponse | FileResponse:
            NOTHING.read(request.GET)
            pairing = kept_queries.pairing(number)
            if pairing is None:
                raise Http404
            accounts.require(may, accounts.asking(request), pairing)
            try:
                return view(request, pairing, **arguments)
            except kept_actions.NotNow as problem:
                messages.error(request, str(problem))
                return to_pairing(pairing)

        return shown

    return with_view


read, written = opened(access.may_read), opened(access.may_edit)


# ---- one's own, and proposals -----------------------------------------------------------------


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show what waits for somebody: proposals, what is overdue by person and by programme, all pairings."""
    NOTHING.read(request.GET)
    person = accounts.person(request)
    today = timezone.localdate()
    return page(
        request,
        "mine",
        desk=kept_queries.desk(person, on=today),
        today=today,
        may_propose=access.may_propose_some(person),
        may_plan=may_plan_some(person),
        quiet=kept_queries.QUIET.days,
    )


@never_cache
@require_GET
def late_csv(request: HttpRequest) -> HttpResponse:
    """Hand out what is overdue of the pairings somebody takes part in."""
    NOTHING.read(request.GET)
    person, today = accounts.person(request), timezone.localdate()
    columns = ("number", "a", "b", "programme", "next_step", "owner", "due_on", "days")
    rows = [
        {
            "number": row.pairing.pk,
            "a": row.pairing.sides[0].name,
            "b": row.pairing.sides[1].name,
            "programme": row.pairing.programme,
            "next_step": row.step.words if row.step else None,
            "owner": str(row.person) if row.person else None,
            "due_on": row.step.due_on.isoformat() if row.step else None,
            "days": row.days,
        }
        for row in kept_queries.late(kept_queries.own(person), on=today)
    ]
    return csv_answer("polos-follow-ups", columns, rows)


@never_cache
@require_GET
def everything(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out the pairings that exist, and those somebody takes part in, as CSV, XLSX or JSON."""
    NOTHING.read(request.GET)
    asking = accounts.asking(request)
    found = access.public() | access.own(asking)
    rows = kept_queries.rows(found.distinct(), asking, on=timezone.localdate())
    return FORMS[form]("polos-kept-pairings", kept_queries.COLUMNS, rows)


@never_cache
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a pairing."""
    given = PROPOSAL.read(request.GET)
    person = accounts.person(request)
    accounts.require(access.may_propose_some, person)
    programmes = sorted(accounts.scopes_of(person, Permission.EDIT_PROGRAMME) - {WHOLE_SITE})
    initial = {"kind": given.kind, "a": given.a, "b": given.b}
    form = forms.ProposalForm(request.POST or None, initial=initial, person=person, programmes=programmes)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = kept_actions.propose(
                values["kind"],
                values["two"],
                programme=values["programme"],
                because=values["because"],
                themes=values["themes"],
                by=person,
                at=timezone.now(),
                site=request.build_absolute_uri("/"),
            )
        except kept_actions.NotNow as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, gettext("The pairing is proposed. It exists once both sides say yes."))
            return to_pairing(made)
    return page(request, "propose", form=form)


# ---- one pairing ------------------------------------------------------------------------------


@read
@require_GET
def detail(request: HttpRequest, pairing: KeptPairing) -> HttpResponse:
    """Show a pairing: to who takes part all of it, to everybody else what is public."""
    asking, today = accounts.asking(request), timezone.localdate()
    inside = access.takes_part(asking, pairing)
    history = kept_queries.history(pairing) if inside else []
    steps = kept_queries.steps(pairing, everything=inside)
    return page(
        request,
        "kept",
        pairing=pairing,
        inside=inside,
        programmes=kept_queries.programmes_of(pairing),
        standing=standing(steps),
        recorded_by=kept_queries.recorded_by(history),
        grounds=grounds(pairing.kind, (pairing.a, pairing.b)),
        may_edit=access.may_edit(asking, pairing),
        to_answer=access.sides_to_answer(asking, pairing),
        may_withdraw=access.may_withdraw(asking, pairing),
        answers=_answers(pairing),
        steps=steps,
        courses=kept_queries.courses(pairing, everything=inside),
        next_steps=_in_order(pairing) if inside else [],
        turns=list(pairing.turns.select_related("by")),
        onward=kept_actions.MOVES.get(pairing.state, ()),
        history=history,
        today=today,
    )


def _in_order(pairing: KeptPairing) -> list[Any]:
    """Return what is to come first, by its date, then what was done, the latest first."""
    every = list(pairing.next_steps.select_related("owner"))
    done = sorted((one for one in every if one.done_on), key=lambda one: str(one.done_on), reverse=True)
    return [*(one for one in every if not one.done_on), *done]


def _answers(pairing: KeptPairing) -> list[dict[str, Any]]:
    """Return for each side whether somebody has said yes, and whether anybody keeps its record."""
    said = {one.side: one for one in pairing.acceptances.select_related("person")}
    return [
        {
            "side": pairing.sides[place],
            "code": code,
            "said": said.get(code),
            "has_keepers": bool(
                kept_queries.keepers_of(pairing.kind, pairing.slug(code), on=timezone.localdate())
            ),
        }
        for place, code in enumerate(SIDES)
    ]


@read
@require_POST
def answer(request: HttpRequest, pairing: KeptPairing) -> HttpResponse:
    """Say yes or no for a side."""
    person, side = accounts.person(request), request.POST.get("side", "")
    if side not in SIDES:
        raise Http404
    if request.POST.get("answer") == "no":
        reason = request.POST.get("reason", "").strip()[:2000]
        kept_actions.decline(pairing, side, reason=reason, by=person, at=timezone.now())
        messages.success(request, gettext("You have said no. Those who take part read your reason."))
    else:
        kept_actions.accept(pairing, side, by=person, at=timezone.now())
        messages.success(request, gettext("You have said yes for this side."))
    return to_pairing(pairing)


@read
@require_POST
def withdraw(request: HttpRequest, pairing: KeptPairing) -> HttpResponse:
    """Take a proposal back."""
    kept_actions.withdraw(pairing, by=accounts.person(request), at=timezone.now())
    return to_pairing(pairing)


@written
@require_POST
def move(request: HttpRequest, pairing: KeptPairing) -> HttpResponse:
    """Call a pairing active, pause, end or re-open it."""
    reason = request.POST.get("reason", "").strip()[:2000]
    what = request.POST.get("what", "")
    kept_actions.move(pairing, what, reason=reason, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("The pairing is now: %(state)s.") % {"state": STATES[pairing.state]})
    return to_pairing(pairing)


@written
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, pairing: KeptPairing) -> HttpResponse:
    """Change what a pairing is about."""
    form = forms.WordsForm(request.POST or None, initial=forms.WordsForm.values_of(pairing))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kept_actions.describe(pairing, **given, by=accounts.person(request), at=timezone.now())
        return to_pairing(pairing)
    return page(request, "form", pairing=pairing, form=form, title=gettext("What it is about"))


@read
@require_GET
def pairing_json(request: HttpRequest, pairing: KeptPairing) -> HttpResponse:
    """Hand out all of a pairing that somebody may read."""
    told = kept_queries.everything(pairing, accounts.asking(request))
    return json_answer(f"polos-pairing-{pairing.pk}", list(told), [told])


# ---- what has happened ------------------------------------------------------------------------


@written
@require_http_methods(["GET", "POST"])
def new_step(request: HttpRequest, pairing: KeptPairing) -> HttpResponse:
    """Write down something that has happened."""
    return _step_form(request, pairing, None)


@written
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pairing: KeptPairing, step: int) -> HttpResponse:
    """Correct something that was written down."""
    return _step_form(request, pairing, _found(kept_queries.step(pairing, step)))


def _step_form(request: HttpRequest, pairing: KeptPairing, known: Any) -> HttpResponse:
    initial = forms.StepForm.values_of(known) if known else {"day": timezone.localdate()}
    form = forms.StepForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept_actions.keep_step(
                pairing,
                form.cleaned_data,
                file=form.cleaned_data["document"],
                step=known,
                by=accounts.person(request),
                at=timezone.now(),
            )
            return to_pairing(pairing)
        except WrongValue as problem:
            form.add_error("document", _said(problem))
    return page(
        request, "form", pairing=pairing, form=form, title=gettext("What has happened"), has_file=True,
        remove=reverse("cooperation:remove_step", args=[pairing.pk, known.pk]) if known else "",
    )  # fmt: skip


def _said(problem: WrongValue) -> str:
    return gettext("Found: %(found)s. Needed: %(needed)s.") % {
        "found": problem.found,
        "needed": problem.needed,
    }


@written
@require_POST
def remove_step(request: HttpRequest, pairing: KeptPairing, step: int) -> HttpResponse:
    """Remove something that was written down by mistake."""
    known = _found(kept_queries.step(pairing, step))
    kept_actions.remove_step(known, by=accounts.person(request), at=timezone.now())
    return to_pairing(pairing)


@read
@require_GET
def document(request: HttpRequest, pairing: KeptPairing, step: int) -> HttpResponse | FileResponse:
    """Hand out the document of something that has happened, to be kept and not to be opened in the page."""
    known = _found(kept_queries.step(pairing, step))
    if not known.document or not (known.is_public or access.takes_part(accounts.asking(request), pairing)):
        raise Http404
    return handed_out(known.document, f"polos-pairing-{pairing.pk}-{known.day}")


# ---- what comes next --------------------------------------------------------------------------


@written
@require_http_methods(["GET", "POST"])
def new_next(request: HttpRequest, pairing: KeptPairing) -> HttpResponse:
    """Say what comes next, who sees to it, and by when."""
    return _next_form(request, pairing, None)


@written
@require_http_methods(["GET", "POST"])
def next_step(request: HttpRequest, pairing: KeptPairing, step: int) -> HttpResponse:
    """Change what comes next."""
    return _next_form(request, pairing, _found(kept_queries.next_step(pairing, step)))


def _next_form(request: HttpRequest, pairing: KeptPairing, known: Any) -> HttpResponse:
    people = kept_queries.people_of(pairing, on=timezone.localdate())
    initial = forms.NextStepForm.values_of(known) if known else {}
    form = forms.NextStepForm(request.POST or None, initial=initial, people=people)
    if request.method == "POST" and form.is_valid():
        kept_actions.plan(
            pairing, form.cleaned_data, step=known, by=accounts.person(request), at=timezone.now()
        )
        return to_pairing(pairing)
    return page(
        request, "form", pairing=pairing, form=form, title=gettext("What comes next"),
        remove=reverse("cooperation:remove_next", args=[pairing.pk, known.pk]) if known else "",
    )  # fmt: skip


@written
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, pairing: KeptPairing, step: int) -> HttpResponse:
    """Say that a next step was taken."""
    known = _found(kept_queries.next_step(pairing, step))
    form = forms.DoneForm(request.POST or None, initial={"done_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        kept_actions.finish(known, **form.cleaned_data, by=accounts.person(request), at=timezone.now())
        return to_pairing(pairing)
    return page(request, "form", pairing=pairing, form=form, title=gettext("Done"), about=known.words)


@written
@require_POST
def remove_next(request: HttpRequest, pairing: KeptPairing, step: int) -> HttpResponse:
    """Remove a next step that is not meant any more."""
    known = _found(kept_queries.next_step(pairing, step))
    kept_actions.remove_next(known, by=accounts.person(request), at=timezone.now())
    return to_pairing(pairing)


# ---- indicators -------------------------------------------------------------------------------


@written
@require_http_methods(["GET", "POST"])
def new_indicator(request: HttpRequest, pairing: KeptPairing) -> HttpResponse:
    """Add an indicator with baseline and target."""
    return _indicator_form(request, pairing, None)


@written
@require_http_methods(["GET", "POST"])
def indicator(request: HttpRequest, pairing: KeptPairing, indicator: int) -> HttpResponse:
    """Change an indicator."""
    return _indicator_form(request, pairing, _found(kept_queries.indicator(pairing, indicator)))


def _indicator_form(request: HttpRequest, pairing: KeptPairing, known: Any) -> HttpResponse:
    initial = forms.IndicatorForm.values_of(known) if known else {}
    form = forms.IndicatorForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept_actions.keep_indicator(
            pairing, form.cleaned_data, indicator=known, by=accounts.person(request), at=timezone.now()
        )
        return to_pairing(pairing)
    return page(
        request, "form", pairing=pairing, form=form, title=gettext("Indicator"),
        remove=reverse("cooperation:remove_indicator", args=[pairing.pk, known.pk]) if known else "",
    )  # fmt: skip


@written
@require_http_methods(["GET", "POST"])
def reading(request: HttpRequest, pairing: KeptPairing, indicator: int) -> HttpResponse:
    """Add a later value of an indicator."""
    known = _found(kept_queries.indicator(pairing, indicator))
    initial = {"day": timezone.localdate(), "source": known.source}
    form = forms.ReadingForm(request.POST or None, initial=initial, indicator=known)
    if request.method == "POST" and form.is_valid():
        kept_actions.read(known, form.cleaned_data, by=accounts.person(request), at=timezone.now())
        return to_pairing(pairing)
    about = f"{known.name} ({known.unit})"
    return page(request, "form", pairing=pairing, form=form, title=gettext("A later value"), about=about)


@written
@require_POST
def remove_indicator(request: HttpRequest, pairing: KeptPairing, indicator: int) -> HttpResponse:
    """Remove an indicator with its values."""
    known = _found(kept_queries.indicator(pairing, indicator))
    kept_actions.remove_indicator(known, by=accounts.person(request), at=timezone.now())
    return to_pairing(pairing)


def _found(record: Any) -> Any:
    if record is None:
        raise Http404
    return record
