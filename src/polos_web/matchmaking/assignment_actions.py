"""Writes about assignments of pairs: permission, change and audit event in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from polos.errors import PolosError
from polos_web.accounts import access as accounts
from polos_web.accounts.models import User
from polos_web.analysis import jobs, pairings
from polos_web.analysis.actions import library_version
from polos_web.analysis.models import Job
from polos_web.audit import actions as audit
from polos_web.matchmaking import assignment_access as access
from polos_web.matchmaking import assignment_queries as queries
from polos_web.matchmaking import decisions
from polos_web.matchmaking.assignment_jobs import SCORING
from polos_web.matchmaking.models import PairingDecision, PairingPlan, PairingRun


class NotNow(Exception):
    """The plan is not in a state in which this can be done; the words say why."""


@transaction.atomic
def begin(*, name: str, programme: str, kind: str, by: User, at: datetime) -> PairingPlan:
    """Begin to prepare an assignment of pairs for a programme."""
    accounts.require(access.may_plan_for, by, programme)
    made = PairingPlan.objects.create(name=name, programme=programme, kind=kind, made_at=at)
    audit.record(made, "begun", by=by, at=at, details={"programme": programme, "kind": kind})
    return made


@transaction.atomic
def begin_with_selected(*, name: str, programme: str, kind: str, by: User, at: datetime) -> PairingPlan:
    """Begin with those a programme has selected on both sides.

    Raises
    ------
    NotNow
        When nobody of this kind is selected yet.
    """
    made = begin(name=name, programme=programme, kind=kind, by=by, at=at)
    take_selected(made, by=by, at=at)
    return made


@transaction.atomic
def set_side(plan: PairingPlan, side: str, partners: Sequence[Any], *, by: User, at: datetime) -> None:
    """Say who is on one side; values and rules of those who are gone go with them."""
    _check_open(plan, by)
    setattr(plan, side, list(partners))
    _tidy(plan)
    plan.save(update_fields=["a", "b", "worth", "rules"])
    audit.record(plan, "set side", by=by, at=at, details={"side": side, "partners": len(partners)})


@transaction.atomic
def set_worth(plan: PairingPlan, worth: Sequence[Any], source: str, *, by: User, at: datetime) -> None:
    """Say what each pair is worth, and where the values are from; a pair that is not named is unknown."""
    _check_open(plan, by)
    plan.worth, plan.worth_from = list(worth), source
    plan.save(update_fields=["worth", "worth_from"])
    audit.record(plan, "set values", by=by, at=at, details={"from": source, "known": len(worth)})


@transaction.atomic
def set_rules(plan: PairingPlan, rules: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Say the rules: what has to be, what may not be, quotas, least value, wishes, objective.

    Raises
    ------
    NotNow
        When rules contradict each other; the pair or the quota is named.
    """
    _check_open(plan, by)
    both = [pair for pair in rules["must"] if pair in rules["must_not"]]
    if both:
        names = queries.names_of(plan)
        told = "; ".join(f"{names[a]} – {names[b]}" for a, b in both)
        words = gettext(
            "These pairs both have to be made and may not be: %(pairs)s. "
            "Take them out of one of the two lists."
        )
        raise NotNow(words % {"pairs": told})
    plan.rules = dict(rules)
    plan.save(update_fields=["rules"])
    details = {name: len(rules[name]) for name in ("must", "must_not", "quotas", "rankings")}
    details |= {name: rules[name] for name in ("minimum", "objective")}
    audit.record(plan, "set rules", by=by, at=at, details=details)


def _check_minimum(plan: PairingPlan) -> None:
    rules, names = queries.rules_of(plan), queries.names_of(plan)
    if rules["minimum"] is None:
        return
    worth = {(a, b): value for a, b, value in plan.worth}
    low = [(a, b) for a, b in rules["must"] if worth.get((a, b), rules["minimum"]) < rules["minimum"]]
    if low:
        told = "; ".join(f"{names[a]} – {names[b]}" for a, b in low)
        words = gettext(
            "These pairs have to be made and are worth less than the least: %(pairs)s. "
            "Lower the least value, or take them out of those that have to be."
        )
        raise NotNow(words % {"pairs": told})


def _tidy(plan: PairingPlan) -> None:
    a, b = ({one["id"] for one in side} for side in (plan.a, plan.b))
    plan.worth = [row for row in plan.worth if row[0] in a and row[1] in b]
    rules = queries.rules_of(plan)
    for name in ("must", "must_not"):
        rules[name] = [pair for pair in rules[name] if pair[0] in a and pair[1] in b]
    rules["rankings"] = {
        who: [one for one in order if one in (b if who in a else a)]
        for who, order in rules["rankings"].items()
        if who in a | b
    }
    plan.rules = rules


def _check_open(plan: PairingPlan, by: User) -> None:
    accounts.require(access.may_plan, by, plan)
    if plan.decided_at:
        raise NotNow(gettext("This assignment is decided; begin another one."))


# ---- values and sides from elsewhere ----------------------------------------------------------


@transaction.atomic
def ask_for_scores(plan: PairingPlan, *, by: User, at: datetime) -> Job:
    """Ask for the score of every pair, as the lists of counterparts have it."""
    _check_open(plan, by)
    if plan.kind == "name" or not (plan.a and plan.b):
        raise NotNow(gettext("Scores are known between territories or clusters; say first who they are."))
    question = {
        "kind": plan.kind,
        "a": [one["id"] for one in plan.a],
        "b": [one["id"] for one in plan.b],
        "on": timezone.localdate().isoformat(),
    }
    asked = jobs.ask(SCORING, plan.about, question, options={}, at=at)
    audit.record(plan, "asked for scores", by=by, at=at, details={"job": asked.pk})
    return asked


@transaction.atomic
def take_scores(plan: PairingPlan, *, by: User, at: datetime) -> None:
    """Take the scores that were computed as the values of the pairs."""
    _check_open(plan, by)
    job = jobs.latest(plan.about, SCORING)
    if job is None or not job.result or not job.result["is_whole"]:
        raise NotNow(gettext("The scores have not been computed yet."))
    a, b = ({one["id"] for one in side} for side in (plan.a, plan.b))
    known = [row for row in job.result["worth"] if row[0] in a and row[1] in b]
    set_worth(plan, known, "score", by=by, at=at)


@transaction.atomic
def take_selected(plan: PairingPlan, *, by: User, at: datetime) -> tuple[int, int]:
    """Take whom the programme has selected: those paired next on its board, and whom its calls accepted.

    Return how many are on each side.
    """
    _check_open(plan, by)
    if plan.kind == "name":
        raise NotNow(gettext("A programme selects territories or clusters; names alone are yours to write."))
    a, b, worth = queries.selected(plan.programme, plan.kind)
    if not (a or b):
        raise NotNow(
            gettext(
                "Nobody is selected yet: none of them stands at the last stage of the board, and no call is "
                "decided. Take somebody there first, or begin with nobody."
            )
        )
    set_side(plan, "a", a, by=by, at=at)
    set_side(plan, "b", b, by=by, at=at)
    set_worth(plan, worth, "review" if worth else "", by=by, at=at)
    return len(a), len(b)


@transaction.atomic
def take_board(plan: PairingPlan, *, by: User, at: datetime) -> int:
    """Take those on the board of the programme who are still in it as the first side; return how many."""
    _check_open(plan, by)
    found = queries.from_board(plan.programme, plan.kind)
    if not found:
        raise NotNow(gettext("Nobody of this kind is on the board of the programme."))
    others = {one["id"] for one in plan.b}
    set_side(plan, "a", [one for one in found if one["id"] not in others], by=by, at=at)
    return len(plan.a)


# ---- solving ----------------------------------------------------------------------------------


@transaction.atomic
def solve(plan: PairingPlan, *, by: User, at: datetime) -> PairingRun:
    """Ask for the best pairs; everything that is asked is kept with the version of the library.

    Raises
    ------
    NotNow
        When a side is empty, no pair has a value, or the rules contradict each other.
    """
    _check_open(plan, by)
    plain = queries.task_of(plan)
    if not (plan.a and plan.b):
        raise NotNow(gettext("Say first who is on both sides."))
    if not plan.worth and not queries.rules_of(plan)["must"]:
        raise NotNow(gettext("No pair has a value yet."))
    _check_minimum(plan)
    try:
        pairings.checked(plain)
    except PolosError as problem:
        raise NotNow(
            gettext("This cannot be solved as it stands: %(found)s.") % {"found": problem.found}
        ) from None
    objective = queries.rules_of(plan)["objective"]
    latest = plan.runs.first()
    run = PairingRun.objects.create(
        plan=plan,
        number=latest.number + 1 if latest else 1,
        task=plain,
        names=queries.names_of(plan),
        objective=objective,
        worth_from=plan.worth_from,
        library_version=library_version(),
        asked_at=at,
    )
    job = pairings.ask_for_assignment(plan.about, plain, objective=objective, seconds=pairings.SECONDS, at=at)
    run.job = job.pk
    run.save(update_fields=["job"])
    audit.record(plan, "asked for pairs", by=by, at=at, details={"run": run.number, "objective": objective})
    return run


@transaction.atomic
def stop(plan: PairingPlan, kind: str, *, by: User, at: datetime) -> None:
    """Let a search end; what it has found so far stays."""
    accounts.require(access.may_plan, by, plan)
    if kind not in (pairings.SOLVING, pairings.DROPPING, SCORING):
        raise NotNow(gettext("There is no such search."))
    jobs.stop(plan.about, kind)
    audit.record(plan, "stopped search", by=by, at=at, details={"kind": kind})


@transaction.atomic
def ask_without(run: PairingRun, partner: str, *, by: User, at: datetime) -> Job:
    """Ask what changes if one partner drops out."""
    accounts.require(access.may_plan, by, run.plan)
    if partner not in run.names:
        raise NotNow(gettext("There is no such partner."))
    audit.record(run.plan, "asked without", by=by, at=at, details={"run": run.number, "partner": partner})
    return pairings.ask_without(
        run.plan.about,
        run.task,
        objective=run.objective,
        seconds=pairings.SECONDS,
        partner=partner,
        at=at,
    )


# ---- deciding ---------------------------------------------------------------------------------


@transaction.atomic
def decide(
    run: PairingRun,
    *,
    pairs: Sequence[Mapping[str, Any]],
    dropped: Sequence[Mapping[str, Any]],
    reason: str,
    by: User,
    at: datetime,
    site: str,
) -> PairingDecision:
    """Keep what people decided, with where and why it differs from the proposal; pairs are then proposed.

    ``pairs`` have ``a``, ``b`` and the ``reason`` for those that were not proposed; ``dropped`` are pairs
    that were, with their reasons. What is written here is read by those who manage the programme. Every pair
    takes the themes along that both partners have.

    Raises
    ------
    NotNow
        When there is no proposal, the plan is decided, or a deviation has no reason.
    """
    plan = run.plan
    _check_open(plan, by)
    proposal = queries.proposal_of(run)
    if proposal is None:
        raise NotNow(gettext("There is no proposal to decide on yet."))
    proposed = {(one["a"], one["b"]) for one in proposal["pairs"]}
    themes = pairings.themes_of(run.task, [(one["a"], one["b"]) for one in pairs])
    told = [
        {**one, "proposed": (one["a"], one["b"]) in proposed, "themes": carried}
        for one, carried in zip(pairs, themes, strict=True)
    ]
    if any(not one["proposed"] and not one["reason"] for one in told) or any(
        not one["reason"] for one in dropped
    ):
        raise NotNow(gettext("Say for every pair that differs from the proposal why."))
    decided = {(one["a"], one["b"]) for one in told}
    if len(decided) < len(told) or proposed - decided != {(one["a"], one["b"]) for one in dropped}:
        raise NotNow(gettext("A pair is named twice, or one of the proposal is neither kept nor left out."))
    if not told:
        raise NotNow(gettext("A decision has at least one pair."))
    made = PairingDecision.objects.create(
        plan=plan, run=run, pairs=told, dropped=list(dropped), reason=reason, decided_by=by, decided_at=at
    )
    plan.decided_at = at
    plan.save(update_fields=["decided_at"])
    jobs.stop(plan.about, pairings.SOLVING)
    details = {
        "run": run.number,
        "pairs": [[one["a"], one["b"]] for one in told],
        "added": sum(not one["proposed"] for one in told),
        "dropped": len(dropped),
    }
    audit.record(plan, "decided", by=by, at=at, details=details)
    decisions.follow(made, by=by, at=at, site=site)
    return made
