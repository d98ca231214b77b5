"""Reads of the audit: events, their details while they can be read, and whether the chain is whole."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from polos_web.audit.chain import ORIGIN, Link, content_digest
from polos_web.audit.models import Event, Head, Payload, PersonKey
from polos_web.audit.sealing import unseal

CHUNK = 5000
_COLUMNS = (
    "number", "at", "verb", "kind", "subject", "actor", "payload_digest", "previous", "digest",
    "payload__content",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """Something in the chain that is not as it was written: at which event, and what."""

    number: int
    words: str


@dataclass(frozen=True)
class End:
    """How long the chain is and the digest it ends with: what to note outside the database."""

    count: int
    digest: str

    def __str__(self) -> str:
        return f"{self.count}:{self.digest}"


def end() -> End:
    """Return the end of the chain, as the database keeps it."""
    head = Head.objects.get(pk=1)
    return End(head.count, head.digest)


def events(*, kind: str = "", actor: str = "", subject: str = "") -> QuerySet[Event]:
    """Return events, the latest first."""
    wanted = {"kind": kind, "actor": actor, "subject": subject}
    return Event.objects.filter(**{name: value for name, value in wanted.items() if value})


def kinds() -> list[str]:
    """Return the kinds of things events are about."""
    return list(Event.objects.order_by("kind").values_list("kind", flat=True).distinct())


def is_recorded(kind: str, subject: str, verb: str) -> bool:
    """Whether an event of this kind was recorded for this subject."""
    return Event.objects.filter(kind=kind, subject=subject, verb=verb).exists()


def details(of: Sequence[Event]) -> dict[int, dict[str, Any] | None]:
    """Return the details of events by number: ``{}`` without any, ``None`` where the person is gone."""
    payloads = {payload.event_id: payload for payload in Payload.objects.filter(event__in=of)}
    people = {payload.person for payload in payloads.values() if payload.person}
    keys = dict(PersonKey.objects.filter(pk__in=people).values_list("pseudonym", "key"))
    return {event.number: _opened(payloads.get(event.number), keys) for event in of}


def about_person(pseudonym: str) -> list[tuple[Event, dict[str, Any] | None]]:
    """Return every event that a person did or whose details are about that person, the earliest first."""
    own = Event.objects.filter(actor=pseudonym) | Event.objects.filter(payload__person=pseudonym)
    found = list(own.distinct().order_by("number"))
    opened = details(found)
    return [(event, opened[event.number]) for event in found]


def faults(*, noted: End | None = None) -> Iterator[Fault]:
    """Walk the chain from its beginning and yield what is not as it was written; memory stays small.

    Found are: a changed event or payload, an event or payload that is missing, put in or moved, and events
    cut off at the end (the kept head says how many there were). What cannot be found in the database alone
    is a chain that somebody with write access to it wrote anew from some event to the head: for that,
    ``noted`` is an end of the chain that was noted elsewhere before.
    """
    expected, previous = 1, ORIGIN
    for row in Event.objects.order_by("number").values_list(*_COLUMNS).iterator(CHUNK):
        link, digest, content = Link(*row[:8]), row[8], row[9]
        if not isinstance(link.at, datetime):
            yield Fault(
                link.number, "was changed: its moment cannot be read, and nothing after it was checked"
            )
            return
        yield from _missing(expected, link.number)
        if link.number == expected and link.previous != previous:
            yield Fault(link.number, "does not follow the event before it: that one was written anew")
        if link.digest != digest:
            yield Fault(link.number, "was changed: its facts do not give its digest")
        yield from _payload_faults(link, content)
        if noted and noted.count == link.number and noted.digest != digest:
            yield Fault(link.number, "is not the event that was noted as the end")
        expected, previous = link.number + 1, digest
    yield from _faults_of_the_end(End(expected - 1, previous), noted)


def _missing(expected: int, found: int) -> Iterator[Fault]:
    if found == expected + 1:
        yield Fault(expected, "is missing")
    elif found > expected:
        yield Fault(expected, f"is missing, and all after it up to event {found - 1}")


def _payload_faults(link: Link, content: bytes | str | None) -> Iterator[Fault]:
    if content is None and link.payload:
        yield Fault(link.number, "has lost its payload")
    elif content is not None and content_digest(_bytes(content)) != link.payload:
        yield Fault(link.number, "has another payload than it was written with")


def _bytes(content: bytes | str) -> bytes:
    """Return a payload as bytes, also where somebody has put text in its place."""
    return content.encode() if isinstance(content, str) else bytes(content)


def _faults_of_the_end(found: End, noted: End | None) -> Iterator[Fault]:
    head = end()
    if found.count < head.count:
        yield Fault(found.count + 1, f"is missing, and all after it up to the end, event {head.count}")
    elif found != head:
        yield Fault(found.count, f"is not the end that was kept, which is event {head.count}")
    if noted and noted.count > found.count:
        yield Fault(
            found.count + 1, f"is missing, and all after it up to event {noted.count}, which was noted"
        )


def _opened(payload: Payload | None, keys: dict[str, bytes | None]) -> dict[str, Any] | None:
    if payload is None:
        return {}
    if not payload.person:
        return json.loads(bytes(payload.content))
    key = keys.get(payload.person)
    return unseal(bytes(payload.content), bytes(key), event=payload.event_id) if key else None
