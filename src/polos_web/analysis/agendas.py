"""Agendas of meetings: asked for as jobs, followed, and read back with what is proven about them."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from polos.matches.agenda import (
    Agenda,
    Change,
    Conflict,
    Level,
    Meeting,
    Price,
    Progress,
    Repair,
    Rule,
    Status,
    Violation,
    explain_event,
    explain_request,
    make_agenda,
    prices,
    repair_agenda,
    violations,
)
from polos.tables.event_files import from_json, to_json
from polos.tables.events import Event
from polos_web.analysis import jobs
from polos_web.analysis.models import Job

MAKING, REASONS, REPAIR = "agenda", "reasons", "repair"
# Requests whose reasons are looked for, and how long for each; then how long for the prices of all rules.
MOST_REASONS, SECONDS_A_REASON, SECONDS_FOR_PRICES = 100, 4.0, 60.0
# At most this often a second is progress written down.
NOTES_A_SECOND = 2


def ask_for_agenda(
    about: str, event: Event, *, seconds: float, seed: int, start: Agenda | None, at: datetime
) -> Job:
    """Ask for the agenda of an event; ``start`` is one to begin from, such as the best of an earlier job."""
    options = {"seconds": seconds, "seed": seed, "start": plain(start) if start else None}
    return jobs.ask(MAKING, about, _question(event), options=options, at=at)


def perform_making(job: Job, stop: jobs.Stop) -> Any:
    """Make an agenda; every better one is kept at once, so that whatever ends the worker loses nothing."""
    event, options = event_of(job), job.options
    start = job.best or options["start"]
    made = make_agenda(
        event,
        time_limit=options["seconds"],
        seed=options["seed"],
        start=agenda_from(start) if start else None,
        on_progress=Notes(job),
        stop=stop,
    )
    if made.status == Status.INFEASIBLE and made.conflict is None:
        made = replace(made, conflict=explain_event(event, stop=stop))
    return plain(made)


class Notes:
    """Writes progress down, not more often than is worth it; the last better agenda is never lost."""

    def __init__(
        self, job: Job, *, keeps_best: bool = True, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.job, self.keeps_best, self.clock, self.noted_at = job, keeps_best, clock, float("-inf")
        self.better: Agenda | None = None

    def __call__(self, told: Progress) -> None:
        self.better = (told.agenda if self.keeps_best else None) or self.better
        if self.clock() - self.noted_at < 1 / NOTES_A_SECOND:
            return
        self.noted_at = self.clock()
        progress = {**asdict(replace(told, agenda=None)), "gap": told.gap}
        jobs.note(self.job, progress=progress, best=plain(self.better) if self.better else None)
        self.better = None


# ---- reasons and prices -----------------------------------------------------------------------


def ask_for_reasons(
    about: str, event: Event, agenda: Agenda, *, requests: Sequence[str], at: datetime
) -> Job:
    """Ask why requests are not held, the first ones of those given, and what each rule costs."""
    options = {"agenda": plain(agenda), "requests": list(requests[:MOST_REASONS])}
    return jobs.ask(REASONS, about, _question(event), options=options, at=at)


def ask_for_more_reasons(job: Job, *, requests: Sequence[str], at: datetime) -> Job:
    """Ask why further requests are not held in the agenda of an earlier question; what is known stays."""
    known = job.result or job.best or {}
    options = {**job.options, "requests": list(requests[:MOST_REASONS]), "known": known}
    return jobs.ask(REASONS, job.about, job.question, options=options, at=at)


def perform_reasons(job: Job, stop: jobs.Stop) -> Any:
    """Look for the reasons one by one, each kept as it is found, then for the prices of the rules."""
    event, agenda = event_of(job), agenda_from(job.options["agenda"])
    wanted: list[str] = job.options["requests"]
    known = job.options.get("known", {})
    found: dict[str, Any] = {**known.get("reasons", {}), **(job.best or {}).get("reasons", {})}
    done = len([request for request in wanted if request in found])
    for request in wanted:
        if stop():
            break
        if request not in found:
            conflict = explain_request(event, agenda, request, time_limit=SECONDS_A_REASON, stop=stop)
            found[request] = _plain(conflict)
            done += 1
            jobs.note(job, progress={"done": done, "all": len(wanted)}, best={"reasons": found})
    if "prices" in known or stop():
        return {"reasons": found, "prices": known.get("prices", [])}
    costs = prices(event, agenda, time_limit=SECONDS_FOR_PRICES, stop=stop)
    return {"reasons": found, "prices": [_plain(cost) for cost in costs]}


def reasons_of(job: Job) -> dict[str, Conflict]:
    """Return the reasons found so far by request."""
    kept = job.result or job.best or job.options.get("known", {})
    return {request: conflict_from(plain) for request, plain in kept.get("reasons", {}).items()}


def prices_of(job: Job) -> list[Price]:
    """Return what each rule costs, as far as it was looked for; those that cost nothing are left out."""
    kept = (job.result or job.options.get("known", {})).get("prices", [])
    found = [Price(Rule(**one["rule"]), one["gained"], one["bound"]) for one in kept]
    return [price for price in found if price.bound > 0]


# ---- repair -----------------------------------------------------------------------------------


def ask_for_repair(
    about: str, event: Event, published: Sequence[Meeting], *, keep_before: str, seconds: float, at: datetime
) -> Job:
    """Ask for an agenda that keeps the rules as they are now and changes the fewest other meetings."""
    kept = [asdict(meeting) for meeting in published]
    options = {"published": kept, "keep_before": keep_before, "seconds": seconds}
    return jobs.ask(REPAIR, about, _question(event), options=options, at=at)


def perform_repair(job: Job, stop: jobs.Stop) -> Any:
    """Repair an agenda."""
    options = job.options
    found = repair_agenda(
        event_of(job),
        tuple(Meeting(**one) for one in options["published"]),
        keep_before=options["keep_before"],
        time_limit=options["seconds"],
        on_progress=Notes(job, keeps_best=False),
        stop=stop,
    )
    return _plain(found)


def repair_of(job: Job) -> Repair | None:
    """Return the repair a job has found, ``None`` where it has none yet."""
    if job.result is None:
        return None
    changes = tuple(
        Change(one["kind"], one["request"], _meeting(one["before"]), _meeting(one["after"]), one["needed"])
        for one in job.result["changes"]
    )
    return Repair(agenda_from(job.result["agenda"]), changes, job.result["fewest"], job.result["proven"])


def _meeting(kept: Mapping[str, Any] | None) -> Meeting | None:
    return Meeting(**kept) if kept else None


# ---- reading back -----------------------------------------------------------------------------


def found_so_far(job: Job) -> Agenda | None:
    """Return the agenda a job has found: its result, or its best so far; ``None`` where there is none yet."""
    kept = job.result if job.result is not None else job.best
    return agenda_from(kept) if kept else None


def event_of(job: Job) -> Event:
    """Return the event a job was asked about, as it was then."""
    return from_json(json.dumps(job.question["event"]).encode())


def broken_rules(event: Event, meetings: tuple[Meeting, ...]) -> tuple[Violation, ...]:
    """Return the rules that meetings break, by a check that shares nothing with the search."""
    return violations(event, meetings)


def _question(event: Event) -> dict[str, Any]:
    return {"event": json.loads(to_json(event))}


# ---- plain values -----------------------------------------------------------------------------


def plain(agenda: Agenda) -> dict[str, Any]:
    """Return an agenda as plain values."""
    return _plain(agenda)


def _plain(value: Any) -> dict[str, Any]:
    return json.loads(json.dumps(asdict(value), default=_plain_mapping))


def _plain_mapping(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


def agenda_from(kept: Mapping[str, Any]) -> Agenda:
    """Return an agenda from the plain values it was kept as."""
    conflict = kept["conflict"]
    return Agenda(
        status=Status(kept["status"]),
        meetings=tuple(Meeting(**one) for one in kept["meetings"]),
        levels=tuple(Level(**one) for one in kept["levels"]),
        seconds=kept["seconds"],
        engine=kept["engine"],
        conflict=conflict_from(conflict) if conflict else None,
    )


def conflict_from(kept: Mapping[str, Any]) -> Conflict:
    """Return a conflict from the plain values it was kept as."""
    return Conflict(
        kind=kept["kind"],
        rules=tuple(Rule(**one) for one in kept["rules"]),
        relaxation=tuple(Rule(**one) for one in kept["relaxation"]),
        proven=kept["proven"],
    )
