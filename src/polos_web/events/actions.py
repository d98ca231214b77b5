"""Writes of those who organise an event: permission, change and audit event in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext

from polos.errors import InputError
from polos_web.accounts import access as accounts
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.audit.facts import facts
from polos_web.events import access, queries, uploads
from polos_web.events.models import (
    STAGES,
    Event,
    Interpreter,
    Participant,
    Request,
    Session,
    Upload,
    Wish,
    new_key,
)

EVENT_FIELDS = (
    "name", "place", "is_virtual", "zone", "programme", "slot_minutes", "pause_minutes", "table_count",
    "most", "least", "most_in_a_row", "floor", "first_hour", "last_hour",
)  # fmt: skip
PERSON_FIELDS = (
    "name", "organisation", "email", "zone", "first_hour", "last_hour", "languages", "language", "away",
    "missing", "most", "least", "most_in_a_row", "booth",
)  # fmt: skip
# From which stages one may move to which; the agenda itself moves an event to "proposed".
MOVES: dict[str, tuple[str, ...]] = {
    "draft": ("open",),
    "open": ("closed", "draft"),
    "closed": ("open",),
    "proposed": ("published", "closed"),
    "published": ("held",),
    "held": ("followed_up",),
    "followed_up": (),
}


class NotNow(Exception):
    """The event is not at a stage, or not in a state, in which this can be done; the words say why."""


# ---- the event --------------------------------------------------------------------------------


@transaction.atomic
def make_event(values: Mapping[str, Any], sessions: Sequence[Session], *, by: User, at: datetime) -> Event:
    """Begin an event as a draft."""
    accounts.require(access.may_organise_for, by, values["programme"])
    event = Event.objects.create(**values, made_at=at)
    _keep_sessions(event, sessions)
    audit.record(event, "made", by=by, at=at, details=_facts_of(event))
    return event


@transaction.atomic
def change_event(
    event: Event, values: Mapping[str, Any], sessions: Sequence[Session], *, by: User, at: datetime
) -> None:
    """Change what an event is and its rules; its sessions are those given."""
    accounts.require(access.may_organise, by, event)
    accounts.require(access.may_organise_for, by, values["programme"])
    if event.has_reached("published"):
        raise NotNow(gettext("The agenda is published. Dates and rules stay as they are; repair the agenda."))
    for name, value in values.items():
        setattr(event, name, value)
    event.save()
    event.sessions.all().delete()
    _keep_sessions(event, sessions)
    audit.record(event, "changed", by=by, at=at, details=_facts_of(event))


def _keep_sessions(event: Event, sessions: Sequence[Session]) -> None:
    for session in sessions:
        Session.objects.create(
            event=event, name=session.name, day=session.day, first=session.first, last=session.last
        )


def _facts_of(event: Event) -> dict[str, Any]:
    held = [facts(session, "name", "day", "first", "last") for session in event.sessions.all()]
    return {**facts(event, *EVENT_FIELDS), "sessions": held}


@transaction.atomic
def move(event: Event, stage: str, *, by: User, at: datetime) -> None:
    """Take an event to its next stage, or back by one where nothing has been published.

    Raises
    ------
    NotNow
        When the event cannot go there from where it is.
    """
    accounts.require(access.may_organise, by, event)
    if stage not in MOVES[event.stage]:
        raise NotNow(gettext("The event cannot go there from where it is."))
    _check_ready(event, stage)
    if stage == "published":
        latest = queries.agenda(event)
        assert latest is not None, "an event with a proposed agenda has one"
        latest.published_at = at
        latest.save(update_fields=["published_at"])
    before, event.stage = event.stage, stage
    event.save(update_fields=["stage"])
    audit.record(event, "moved", by=by, at=at, details={"from": before, "to": stage})


def _check_ready(event: Event, stage: str) -> None:
    forward = STAGES.index(stage) > STAGES.index(event.stage)
    if stage == "open" and forward and not queries.calendar(event).slots:
        raise NotNow(gettext("The event has no session with room for a meeting yet."))
    if stage == "closed" and forward and not event.requests.exists():
        raise NotNow(gettext("Nobody has asked for a meeting yet."))


# ---- files ------------------------------------------------------------------------------------


@transaction.atomic
def upload(event: Event, kind: str, file: UploadedFile, *, by: User, at: datetime) -> Upload:
    """Keep the rows of a file until somebody has looked at what they would do; nothing else changes.

    Raises
    ------
    InputError
        When the file cannot be read.
    """
    accounts.require(access.may_organise, by, event)
    _check_may_import(event)
    rows = uploads.rows_of(file, kind)
    if not rows:
        raise InputError(
            found=f"no rows in {file.name}",
            needed="a heading and at least one row",
            next_step="Fill in the file.",
        )
    event.uploads.all().delete()
    return Upload.objects.create(
        event=event, kind=kind, file_name=(file.name or "")[-200:], rows=rows, made_at=at
    )


def _check_may_import(event: Event) -> None:
    if event.has_reached("published"):
        raise NotNow(gettext("The agenda is published. What is new goes through the page of the day."))


@transaction.atomic
def admit(found: Upload, *, by: User, at: datetime) -> dict[str, int]:
    """Do what the rows of a file say, without those that are refused; return how many of each there were."""
    event = found.event
    accounts.require(access.may_organise, by, event)
    _check_may_import(event)
    rows = uploads.judged(event, found.kind, found.rows)
    wanted = [row for row in rows if row.verdict in ("new", "changed")]
    if found.kind == "requests":
        kept = _admit_requests(event, wanted)
    else:
        kept = [_admit_person(event, found.kind, row, by=by, at=at) for row in wanted]
    count = {verdict: sum(row.verdict == verdict for row in rows) for verdict in uploads.VERDICTS}
    details = {"kind": found.kind, "rows": count, "kept": kept}
    audit.record(event, "imported", by=by, at=at, details=details)
    found.delete()
    return count


def _admit_person(event: Event, kind: str, row: uploads.Judged, *, by: User, at: datetime) -> int:
    model = Participant if kind == "participants" else Interpreter
    record, _ = model.objects.get_or_create(event=event, code=row.values["code"])
    for name, value in row.values.items():
        setattr(record, name, value)
    if isinstance(record, Participant):
        record.language = _page_language(record)
    record.save()
    if isinstance(record, Participant):
        audit.record(record, "imported", by=by, of=record, at=at, details=facts(record, *PERSON_FIELDS))
    return record.pk


def _page_language(person: Participant) -> str:
    """Return the first language of our pages that a person speaks, English where none is."""
    ours = [code for code in person.languages if code in ("en", "es", "pt", "fr")]
    return ours[0] if ours else "en"


def _admit_requests(event: Event, rows: Iterable[uploads.Judged]) -> list[list[Any]]:
    known = {uploads.pair_of(one): one for one in event.requests.all()}
    for row in rows:
        made = Request(event=event, **{name: row.values[name] for name in uploads.PAIR})
        kept = known.setdefault(uploads.pair_of(made), made)
        for name, value in row.values.items():
            setattr(kept, name, value)
        row.values["kept"] = kept
    new = [one for one in known.values() if one.pk is None]
    Request.objects.bulk_create(new)
    fields = ["priority", "answer", "ruling", "slot"]
    Request.objects.bulk_update([one for one in known.values() if one not in new], fields, batch_size=500)
    return [[one.pk, *(getattr(one, name) for name in fields)] for one in known.values()]


@transaction.atomic
def drop_upload(found: Upload, *, by: User) -> None:
    """Forget rows that were read and are not meant."""
    accounts.require(access.may_organise, by, found.event)
    found.delete()


# ---- participants, interpreters and requests ---------------------------------------------------


@transaction.atomic
def add_clusters(event: Event, clusters: Iterable[Any], *, by: User, at: datetime) -> int:
    """Let clusters of the register take part, each once; return how many are new."""
    accounts.require(access.may_organise, by, event)
    _check_may_import(event)
    there = set(event.participants.values_list("code", flat=True))
    added = [one for one in clusters if one.pk[:40] not in there]
    for cluster in added:
        person = Participant.objects.create(
            event=event,
            code=cluster.pk[:40],
            name=(cluster.acronym or cluster.name)[:150],
            organisation=cluster.name[:200],
            cluster=cluster.pk,
            languages=list(cluster.languages),
        )
        person.language = _page_language(person)
        person.save(update_fields=["language"])
        audit.record(
            person, "added from clusters", by=by, of=person, at=at, details=facts(person, *PERSON_FIELDS)
        )
    return len(added)


@transaction.atomic
def change_participant(
    person: Participant, values: Mapping[str, Any], *, by: User | Participant, at: datetime
) -> None:
    """Change what is known of a participant and the rules for the person."""
    if isinstance(by, User):
        accounts.require(access.may_organise, by, person.event)
    for name, value in values.items():
        setattr(person, name, value)
    person.save()
    audit.record(person, "changed", by=by, of=person, at=at, details=facts(person, *values))


@transaction.atomic
def add_participant(event: Event, values: Mapping[str, Any], *, by: User, at: datetime) -> Participant:
    """Let one more person take part."""
    accounts.require(access.may_organise, by, event)
    person = Participant(event=event, **values)
    person.language = _page_language(person)
    person.save()
    audit.record(person, "added", by=by, of=person, at=at, details=facts(person, *PERSON_FIELDS))
    return person


@transaction.atomic
def renew_link(person: Participant, *, by: User, at: datetime) -> None:
    """Make a participant's private address another one; the old one leads nowhere from now on."""
    accounts.require(access.may_organise, by, person.event)
    person.key = new_key()
    person.save(update_fields=["key"])
    audit.record(person, "renewed link", by=by, at=at)


@transaction.atomic
def erase_participant(person: Participant, *, by: User | Participant | None, at: datetime) -> None:
    """Erase somebody from an event: the row stays, without the person, so that agendas keep their shape."""
    if isinstance(by, User) and by.email != person.email:
        accounts.require(access.may_organise, by, person.event)
    person.wishes.all().delete()
    person.feedback.all().delete()
    person.name = person.email = person.zone = person.cluster = person.organisation = ""
    person.code, person.key = f"erased {person.pk}", new_key()
    person.languages, person.first_hour, person.last_hour = [], None, None
    person.erased_at = at
    person.save()
    if not person.event.agendas.exists():
        person.asked_for.all().delete()
        person.asked_by.all().delete()
    person.event.uploads.all().delete()
    audit.forget(person, at=at)


def erase_person(person: User, at: datetime) -> None:
    """Erase somebody with an account from every event."""
    for place in Participant.objects.filter(email=person.email or "-", erased_at__isnull=True):
        erase_participant(place, by=None, at=at)


@transaction.atomic
def add_interpreter(event: Event, values: Mapping[str, Any], *, by: User, at: datetime) -> Interpreter:
    """Let one more interpreter help."""
    accounts.require(access.may_organise, by, event)
    made = Interpreter.objects.create(event=event, **values)
    audit.record(made, "added", by=by, at=at, details=facts(made, "languages"))
    return made


@transaction.atomic
def remove_interpreter(interpreter: Interpreter, *, by: User, at: datetime) -> None:
    """Let an interpreter go."""
    accounts.require(access.may_organise, by, interpreter.event)
    audit.record(interpreter, "removed", by=by, at=at, details=facts(interpreter, "languages"))
    interpreter.delete()


@transaction.atomic
def rule(request: Request, *, ruling: str, slot: str, by: User, at: datetime) -> None:
    """Decide that a meeting has to be held, must not be, or when it takes place."""
    accounts.require(access.may_organise, by, request.event)
    request.ruling, request.slot = ruling, slot
    request.save(update_fields=["ruling", "slot"])
    audit.record(request, "ruled", by=by, at=at, details={"ruling": ruling, "slot": slot})


@transaction.atomic
def add_request(
    event: Event, asks: Participant, asked: Participant, *, priority: str, by: User, at: datetime
) -> Request:
    """Ask for a meeting in somebody's name."""
    accounts.require(access.may_organise, by, event)
    made = Request.objects.create(
        event=event, asks=asks, asked=asked, priority=priority, is_late=event.has_reached("published")
    )
    audit.record(made, "asked", by=by, at=at, details={"priority": priority})
    return made


@transaction.atomic
def settle(wish: Wish, *, answer: str, by: User, at: datetime) -> None:
    """Say what became of a change that a participant proposed."""
    accounts.require(access.may_organise, by, wish.event)
    wish.answer, wish.settled_at = answer, at
    wish.save(update_fields=["answer", "settled_at"])
    audit.record(wish, "settled", by=by, of=wish.participant, at=at, details={"answer": answer})
