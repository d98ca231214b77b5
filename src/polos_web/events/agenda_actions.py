"""Writes about the agenda: asking for one, stopping, and taking what was found."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language, gettext

from polos.tables.events import faults_of
from polos_web.accounts import access as accounts
from polos_web.accounts.models import User
from polos_web.analysis import agendas, jobs
from polos_web.analysis.models import Job
from polos_web.audit import actions as audit
from polos_web.events import access, actions, queries
from polos_web.events.actions import NotNow
from polos_web.events.agenda_pages import left_out
from polos_web.events.models import Agenda, Event, Meeting, Participant, Request
from polos_web.events.problem import Problem, library_meeting, meeting_of, problem

MAKING_STAGES = ("closed", "proposed")
REPAIR_SECONDS = 10


@transaction.atomic
def make(event: Event, *, seconds: int, by: User, at: datetime) -> Job:
    """Ask for an agenda; a search that is under way about the same event ends.

    Raises
    ------
    NotNow
        When requests are still open, an agenda is published, or rows of the event cannot be used.
    """
    accounts.require(access.may_organise, by, event)
    if event.stage not in MAKING_STAGES:
        raise NotNow(gettext("An agenda is made once the requests are closed and before one is published."))
    found = problem(event)
    _check_sound(found)
    before = jobs.latest(event.about, agendas.MAKING)
    start = agendas.found_so_far(before) if before else None
    asked = agendas.ask_for_agenda(
        event.about, found.event, seconds=seconds, seed=0, start=_still_good(found, start), at=at
    )
    audit.record(event, "asked for agenda", by=by, at=at, details={"job": asked.pk, "seconds": seconds})
    return asked


def _still_good(found: Problem, start: Any) -> Any:
    """Return an earlier agenda to go on from, where it keeps every rule of the event as it is now."""
    return (
        start if start and start.meetings and not agendas.broken_rules(found.event, start.meetings) else None
    )


def _check_sound(found: Problem) -> None:
    faults = faults_of(found.event)
    if faults:
        said = [found.told(fault, get_language() or "en") for fault in faults[:5]]
        raise NotNow(gettext("The agenda cannot be made yet.") + " " + " ".join(said))


@transaction.atomic
def stop(event: Event, kind: str, *, by: User, at: datetime) -> None:
    """Let a search end; what it has found so far can be taken."""
    accounts.require(access.may_organise, by, event)
    jobs.stop(event.about, kind)
    audit.record(event, "stopped search", by=by, at=at, details={"kind": kind})


@transaction.atomic
def take(event: Event, *, by: User, at: datetime) -> Agenda:
    """Take what the search has found as the proposed agenda, after a check that shares nothing with it.

    Raises
    ------
    NotNow
        When nothing was found, or the event has changed so that the agenda breaks a rule.
    """
    accounts.require(access.may_organise, by, event)
    if event.stage not in MAKING_STAGES:
        raise NotNow(gettext("An agenda is made once the requests are closed and before one is published."))
    job = jobs.latest(event.about, agendas.MAKING)
    found = agendas.found_so_far(job) if job else None
    if job is None or found is None or not found.meetings:
        raise NotNow(gettext("No agenda has been found yet."))
    jobs.stop(event.about, agendas.MAKING)
    made = keep(event, found, "made", changes=(), version=job.library_version, at=at)
    event.stage = "proposed"
    event.save(update_fields=["stage"])
    details = {"agenda": made.number, "status": made.status, "levels": made.levels}
    audit.record(event, "took agenda", by=by, at=at, details={**details, "meetings": len(found.meetings)})
    ask_why(event, made, found, at=at)
    return made


def ask_why(event: Event, made: Agenda, found: Any, *, at: datetime) -> None:
    """Ask why the requests that are wanted most are not held in an agenda, and what each rule costs."""
    missing = left_out(queries.meetings(made), queries.requests(event))
    now = problem(event)
    wanted = [f"r{one.pk}" for one in missing if f"r{one.pk}" in now.requests]
    agendas.ask_for_reasons(event.about, now.event, found, requests=wanted, at=at)


@transaction.atomic
def ask_why_these(event: Event, requests: Iterable[Request], *, by: User, at: datetime) -> None:
    """Ask why further requests are not held in the latest agenda."""
    accounts.require(access.may_organise, by, event)
    job = jobs.latest(event.about, agendas.REASONS)
    if job is None:
        return
    wanted = [f"r{one.pk}" for one in requests]
    audit.record(event, "asked for reasons", by=by, at=at, details={"requests": len(wanted)})
    agendas.ask_for_more_reasons(job, requests=wanted, at=at)


# ---- on the day -------------------------------------------------------------------------------


@transaction.atomic
def miss(person: Participant, slots: Iterable[str], *, reason: str, by: User, at: datetime) -> None:
    """Note that somebody is not there on some slots, or with none that the person is there after all."""
    accounts.require(access.may_organise, by, person.event)
    person.missing = sorted(slots)
    person.save(update_fields=["missing"])
    details = {"reason": reason, "slots": person.missing}
    audit.record(person, "missing", by=by, of=person, at=at, details=details)


@transaction.atomic
def wish_late(event: Event, asks: Participant, asked: Participant, *, by: User, at: datetime) -> Request:
    """Note a meeting that both sides want on the day itself."""
    accounts.require(access.may_organise, by, event)
    made = Request.objects.create(
        event=event, asks=asks, asked=asked, priority="must", answer="must", is_late=True
    )
    audit.record(made, "asked", by=by, at=at, details={"priority": "must", "answer": "must"})
    return made


@transaction.atomic
def repair(event: Event, *, by: User, at: datetime) -> Job:
    """Ask for a repair of the published agenda; meetings that have begun stay as they are."""
    accounts.require(access.may_organise, by, event)
    latest = queries.published(event)
    if event.stage != "published" or latest is None:
        raise NotNow(gettext("Only a published agenda is repaired, before the event is over."))
    now = problem(event)
    _check_sound(now)
    asked = agendas.ask_for_repair(
        event.about,
        now.event,
        _as_published(latest, now),
        keep_before=first_to_come(event, at=at),
        seconds=REPAIR_SECONDS,
        at=at,
    )
    audit.record(event, "asked for repair", by=by, at=at, details={"job": asked.pk})
    return asked


def first_to_come(event: Event, *, at: datetime) -> str:
    """Return the first slot that has not begun, or nothing where none has begun or all have."""
    slots = queries.calendar(event).slots
    coming = [slot.id for slot in slots if slot.starts > at]
    return coming[0] if coming and len(coming) < len(slots) else ""


def _as_published(latest: Agenda, now: Problem) -> list[Any]:
    """Return the meetings of a version as the library takes them, without those of people who were erased."""
    every = [library_meeting(one) for one in queries.meetings(latest)]
    people = now.people
    return [
        one for one in every if one.request in now.requests and one.asks in people and one.asked in people
    ]


@transaction.atomic
def take_repair(event: Event, *, by: User, at: datetime) -> Agenda:
    """Publish the repaired agenda in the place of the one before."""
    accounts.require(access.may_organise, by, event)
    job = jobs.latest(event.about, agendas.REPAIR)
    found = agendas.repair_of(job) if job else None
    latest = queries.published(event)
    if event.stage != "published" or job is None or found is None or latest is None:
        raise NotNow(gettext("No repair has been found yet."))
    if job.asked_at < latest.made_at:
        raise NotNow(gettext("This repair is published already."))
    changes = job.result["changes"] if job.result else []
    made = keep(event, found.agenda, "repaired", changes=changes, version=job.library_version, at=at)
    made.published_at = at
    made.save(update_fields=["published_at"])
    details = {"agenda": made.number, "changes": len(found.changes), "fewest": found.fewest}
    audit.record(event, "published repair", by=by, at=at, details=details)
    return made


@transaction.atomic
def publish(event: Event, *, by: User, at: datetime) -> None:
    """Publish the proposed agenda, if it keeps every rule of the event as it is now."""
    latest = queries.agenda(event)
    if latest is not None:
        _check_kept(problem(event), [library_meeting(one) for one in queries.meetings(latest)])
    actions.move(event, "published", by=by, at=at)


def keep(
    event: Event, found: Any, kind: str, *, changes: Sequence[Any], version: str, at: datetime
) -> Agenda:
    """Keep an agenda of the library as the next version, if it keeps every rule of the event as it is now."""
    _check_kept(problem(event), found.meetings)
    plain = agendas.plain(found)
    latest = queries.agenda(event)
    made = Agenda.objects.create(
        event=event,
        number=latest.number + 1 if latest else 1,
        kind=kind,
        status=plain["status"],
        levels=plain["levels"],
        changes=list(changes),
        seconds=found.seconds,
        engine=found.engine,
        library_version=version,
        made_at=at,
    )
    Meeting.objects.bulk_create([meeting_of(one, made) for one in found.meetings])
    return made


def _check_kept(now: Problem, meetings: Sequence[Any]) -> None:
    broken = agendas.broken_rules(now.event, tuple(meetings))
    if broken:
        said = [now.told(one, get_language() or "en") for one in broken[:3]]
        words = gettext("The event has changed since this agenda was made; make it again.")
        raise NotNow(f"{words} {' '.join(said)}")
