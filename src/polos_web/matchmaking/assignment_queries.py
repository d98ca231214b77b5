"""Reads of assignments of pairs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from polos_web.accounts.access import WHOLE_SITE, Asking, scopes_of
from polos_web.accounts.roles import Permission
from polos_web.analysis import jobs, pairings
from polos_web.analysis.models import Job
from polos_web.matchmaking import assignment_access as access
from polos_web.matchmaking import decisions
from polos_web.matchmaking.assignment_tables import Known, country_of, known_records
from polos_web.matchmaking.models import PairingDecision, PairingPlan, PairingRun
from polos_web.programmes import board_queries
from polos_web.programmes import queries as programmes
from polos_web.ui.text import folded

NO_RULES: Mapping[str, Any] = {
    "must": [], "must_not": [], "quotas": [], "minimum": None, "rankings": {}, "objective": "total",
}  # fmt: skip
PARTNER = ("id", "country", "themes", "most", "least")
COLUMNS = (
    "a", "a_name", "b", "b_name", "value", "themes", "must", "place_for_a", "place_for_b", "proposed",
    "decided", "reason",
)  # fmt: skip


# ---- plans and runs ---------------------------------------------------------------------------


def plan(number: int) -> PairingPlan | None:
    """Return one plan, or ``None``."""
    return PairingPlan.objects.filter(pk=number).first()


def plans_of(asking: Asking) -> list[PairingPlan]:
    """Return the plans of the programmes somebody manages."""
    scopes = scopes_of(asking, Permission.EDIT_PROGRAMME)
    found = PairingPlan.objects.all()
    return list(found if WHOLE_SITE in scopes else found.filter(programme__in=scopes))


def programmes_of(asking: Asking, asked: str) -> list[tuple[str, str]]:
    """Return (short name, title) of the programmes somebody can plan for; the one that is asked for, too."""
    found = access.programmes_of(asking)
    if asked and access.may_plan_for(asking, asked):
        found |= {asked}
    return sorted(((one, programmes.title_of(one)) for one in found), key=lambda one: folded(one[1]))


def beginning_of(programme: str) -> dict[str, str]:
    """Return what the form for a new assignment holds: of a programme, whom it has selected."""
    board = board_queries.board(programme) if programme else None
    kind = board_queries.template_of(board).subject if board else "territory"
    return {"programme": programme, "kind": kind, "start": "selected" if programme else ""}


def run(of: PairingPlan, number: int) -> PairingRun | None:
    """Return one run of a plan, or ``None``."""
    return of.runs.select_related("plan").filter(number=number).first()


def decision(of: PairingPlan) -> PairingDecision | None:
    """Return what was decided, or ``None``."""
    return PairingDecision.objects.filter(plan=of).select_related("run", "decided_by").first()


def rules_of(of: PairingPlan) -> dict[str, Any]:
    """Return the rules of a plan, those that were not said as they are without."""
    return {**NO_RULES, **of.rules}


def names_of(of: PairingPlan) -> dict[str, str]:
    """Return the names of the partners of a plan by id."""
    return {one["id"]: one["name"] for one in chain(of.a, of.b)}


def task_of(of: PairingPlan) -> dict[str, Any]:
    """Return a plan as the library takes it, but for the objective."""
    rules = rules_of(of)
    return {
        **{side: [{name: one[name] for name in PARTNER} for one in getattr(of, side)] for side in "ab"},
        "pairs": [{"a": a, "b": b, "value": value} for a, b, value in of.worth],
        **{name: rules[name] for name in ("must", "must_not", "quotas", "minimum", "rankings")},
    }


def faults(of: PairingPlan) -> list[str]:
    """Say what is still missing before pairs can be looked for, as codes."""
    missing = [side for side in "ab" if not getattr(of, side)]
    return [*missing, *(["worth"] if not of.worth and not rules_of(of)["must"] else [])]


def of_programme(programme: str, language: str) -> dict[str, Any]:
    """Return what pages about the selection of a programme show of its assignments."""
    return {"programme": programme, "plans": list(PairingPlan.objects.filter(programme=programme))}


# ---- what a run has found ---------------------------------------------------------------------


def job_of(of: PairingRun) -> Job | None:
    """Return the work of a run, while it is known."""
    return jobs.job(of.job) if of.job else None


def found_by(of: PairingRun) -> dict[str, Any]:
    """Return what a run has found so far, as plain values; nothing where it has found nothing."""
    if of.result is not None:
        return of.result
    job = job_of(of)
    return (job.result or job.best or {}) if job else {}


def proposal_of(of: PairingRun) -> dict[str, Any] | None:
    """Return the assignment a run proposes; of clashing rules, the one under the smallest relaxation."""
    found = found_by(of)
    return found.get("assignment") or (found["clash"]["assignment"] if "clash" in found else None)


@dataclass(frozen=True)
class Told:
    """One rule in words, with what the page says of it: its price, or by how much it gives way."""

    words: str
    about: Any


def sayer(of: PairingRun, language: str) -> Callable[[Mapping[str, Any]], str]:
    """Return what says rules and caveats with the names of the partners."""
    return lambda rule: pairings.told(rule, language, of.names)


def prices(of: PairingRun, language: str) -> list[Told]:
    """Return what each rule costs, the dearest first."""
    say, found = sayer(of, language), found_by(of).get("prices", [])
    order = sorted(found, key=lambda one: (-one["total"], -one["pairs"], -(one["worst"] or 0.0)))
    return [Told(say(one["rule"]), one) for one in order]


def clash(of: PairingRun, language: str) -> dict[str, list[Any]] | None:
    """Return in words which rules clash and the smallest relaxation; ``None`` where the rules can be met."""
    found, say = found_by(of).get("clash"), sayer(of, language)
    if found is None:
        return None
    return {
        "rules": [say(rule) for rule in found["rules"]],
        "relaxed": [Told(say(one["rule"]), one["by"]) for one in found["relaxed"]],
    }


def quotas(of: PairingRun, found: Mapping[str, Any], language: str) -> list[Told]:
    """Return the quotas in words with how many pairs each counts."""
    say = sayer(of, language)
    return [Told(words, one) for one in found["quotas"] for words in _quota(one, say)]


def _quota(one: Mapping[str, Any], say: Callable[[Mapping[str, Any]], str]) -> list[str]:
    named = {"country": ("side", "country"), "theme": ("theme",), "pairs": ()}[one["kind"]]
    of = {name: one["side"] if name == "side" else one["code"] for name in named}
    bounds = [("least", one["least"] or None), ("most", one["most"])]
    return [
        say({"code": f"quota_{one['kind']}_{name}", "values": {**of, name: bound}})
        for name, bound in bounds
        if bound is not None
    ]


def drop_out(of: PairingRun) -> tuple[Job | None, dict[str, Any] | None]:
    """Return the latest question what changes if a partner of this run drops out, and its answer."""
    job = jobs.latest(of.plan.about, pairings.DROPPING)
    if job is None or job.question["task"] != of.task or job.options["objective"] != of.objective:
        return None, None
    return job, ((job.result or job.best) or {}).get("drop_out")


# ---- what was decided -------------------------------------------------------------------------


@dataclass(frozen=True)
class Weighed:
    """What decided pairs are worth beside the proposal, and which rules they do not keep."""

    total: float
    difference: float
    broken: tuple[str, ...]


def weighed(made: PairingDecision, language: str) -> Weighed:
    """Return what a decision is worth beside what was proposed."""
    of = made.run
    pairs = [(one["a"], one["b"]) for one in made.pairs]
    total = pairings.weighed(of.task, pairs, objective=of.objective)["total"]
    proposed = (proposal_of(of) or {"total": 0.0})["total"]
    say = sayer(of, language)
    return Weighed(total, total - proposed, tuple(say(one) for one in pairings.broken_rules(of.task, pairs)))


def addresses(made: PairingDecision) -> dict[str, str]:
    """Return the pages on which decided pairs go on, by "a|b"."""
    kind = made.plan.kind
    return {f"{one['a']}|{one['b']}": decisions.address_of(kind, one["a"], one["b"]) for one in made.pairs}


def rows(of: PairingRun, made: PairingDecision | None) -> list[dict[str, Any]]:
    """Return proposed and decided pairs as rows of ``COLUMNS``; what is not decided yet is ``None``."""
    proposed = {(one["a"], one["b"]): one for one in (proposal_of(of) or {"pairs": []})["pairs"]}
    said = made if made is not None and made.run_id == of.pk else None
    decided = {(one["a"], one["b"]): one for one in said.pairs} if said else {}
    dropped = {(one["a"], one["b"]): one["reason"] for one in said.dropped} if said else {}
    worth = {(one["a"], one["b"]): one["value"] for one in of.task["pairs"]}
    return [
        {
            "a": a,
            "a_name": of.names.get(a, a),
            "b": b,
            "b_name": of.names.get(b, b),
            "value": worth.get((a, b)),
            "themes": {**decided.get((a, b), {}), **proposed.get((a, b), {})}.get("themes"),
            **{name: proposed.get((a, b), {}).get(name) for name in ("must", "place_for_a", "place_for_b")},
            "proposed": (a, b) in proposed,
            "decided": ((a, b) in decided) if said else None,
            "reason": decided.get((a, b), {}).get("reason") or dropped.get((a, b)),
        }
        for a, b in dict.fromkeys((*proposed, *decided))
    ]


def everything(of: PairingRun, made: PairingDecision | None) -> dict[str, Any]:
    """Return a run with its data, what was found and what was decided, as plain values."""
    told = {
        "assignment": of.plan.name,
        "programme": of.plan.programme,
        "run": of.number,
        "asked_at": of.asked_at.isoformat(),
        "library_version": of.library_version,
        "values_from": of.worth_from,
        "objective": of.objective,
        "names": of.names,
        "task": of.task,
        "found": found_by(of),
    }
    if made is not None and made.run_id == of.pk:
        told["decision"] = {
            "pairs": made.pairs,
            "dropped": made.dropped,
            "reason": made.reason,
            "decided_at": made.decided_at.isoformat(),
        }
    return told


# ---- from the board and the calls of a programme ----------------------------------------------


def from_board(programme: str, kind: str) -> list[dict[str, Any]]:
    """Return those on the board of a programme who are still in it, as partners."""
    board = board_queries.board(programme)
    if board is None or kind == "name":
        return []
    slugs = board.candidates.filter(kind=kind, is_out=False).values_list("slug", flat=True)
    known = known_records(kind)
    return [_partner(kind, slug, known) for slug in slugs if slug in known.names]


def selected(programme: str, kind: str) -> tuple[list[Any], list[Any], list[Any]]:
    """Return whom a programme has selected, as two sides, and what reviews gave.

    On the first side stand those at the last stage of the board and the regions of decided calls; on the
    second the territories that were accepted. The value of a pair is the mean of the scores at the decision:
    unknown where one was missing, or the call was made for another region. Who applied to several calls is
    there once, and may have one partner.
    """
    known, calls = known_records(kind), programmes.decided_calls(programme) if kind == "territory" else []
    found = [one for call in calls for one in programmes.decided(call)]
    regions = [*board_queries.selected(programme, kind), *(one.region for one in found)]
    first = [one for one in dict.fromkeys(regions) if one in known.names]
    accepted = dict.fromkeys(one.territory for one in found)
    second = [one for one in accepted if one in known.names and one not in first]
    values = {(one.region, one.territory): one.value for one in found if one.value is not None}
    return (
        [_partner(kind, slug, known) for slug in first],
        [_partner(kind, slug, known) for slug in second],
        [[a, b, value] for (a, b), value in values.items() if a in first and b in second],
    )


def _partner(kind: str, slug: str, known: Known) -> dict[str, Any]:
    return {
        "id": slug,
        "name": known.names[slug],
        "country": country_of(kind, slug),
        "themes": [],
        "most": 1,
        "least": 0,
    }
