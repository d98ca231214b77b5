"""Recording what was done. Nothing recorded is ever changed; a person's part can be made unreadable."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import Model

from polos_web.audit.chain import Link, content_digest
from polos_web.audit.models import Event, Head, Payload, PersonKey
from polos_web.audit.sealing import new_key, plain, seal
from polos_web.audit.triggers import lifted


class Person(Protocol):
    """Somebody who does things: known here by a pseudonym only."""

    @property
    def pseudonym(self) -> str: ...


@dataclass(frozen=True)
class Subject:
    """What an event is about, where that is no record of the database: its kind and its name."""

    kind: str
    name: str


class NotInTransaction(RuntimeError):
    """An event was recorded outside the transaction of what it tells of."""


class PersonIsGone(RuntimeError):
    """Somebody whose key was destroyed cannot do or be told of anything more."""


def take_turn() -> None:
    """Wait until every other write has ended, and keep the next ones waiting until this transaction ends.

    For a write that is allowed only while something holds of other rows: what is read after this call
    stays true. Events are appended one after the other anyhow; this moves the waiting before the reading.
    """
    Head.objects.select_for_update().get(pk=1)


def record(
    subject: Model | Subject,
    verb: str,
    *,
    by: Person | None,
    at: datetime,
    details: Mapping[str, Any] | None = None,
    of: Person | None = None,
) -> Event:
    """Append one event, in the transaction of the change it tells of: both are kept, or neither.

    ``by`` is who did it, ``None`` for the software itself. ``details`` lie outside the chain, encrypted
    under the key of ``of`` (by default of ``by``), in the open where they are about nobody.

    Raises
    ------
    NotInTransaction
        When there is no transaction around the call.
    PersonIsGone
        When the person has been erased.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(
            f"Found the event {verb!r} outside a transaction. Needed the one of the change it tells of. "
            "Call record() inside transaction.atomic()."
        )
    head = Head.objects.select_for_update().get(pk=1)
    number = head.count + 1
    person = of or by
    content = _content(details, person, event=number) if details else None
    about = _subject(subject)
    link = Link(
        number=number,
        at=at,
        verb=verb,
        kind=about.kind,
        subject=about.name,
        actor=str(by.pseudonym) if by else "",
        payload=content_digest(content) if content else "",
        previous=head.digest,
    )
    event = _append(link)
    if content:
        Payload.objects.create(event=event, person=str(person.pseudonym) if person else "", content=content)
    Head.objects.filter(pk=1).update(count=number, digest=event.digest)
    return event


def forget(person: Person, *, at: datetime) -> Event:
    """Destroy a person's key: every detail under it is unreadable from now on, and the chain stays whole."""
    PersonKey.objects.get_or_create(pseudonym=str(person.pseudonym), defaults={"key": new_key()})
    event = record(Subject("person", str(person.pseudonym)), "forgotten", by=None, at=at)
    PersonKey.objects.filter(pk=str(person.pseudonym), key__isnull=False).update(key=None, destroyed_at=at)
    transaction.on_commit(_sweep)
    return event


@contextmanager
def taking_back() -> Iterator[None]:
    """Let events be written as an archive holds them, into an audit without any; then move its end there."""
    if Event.objects.exists() or not connection.in_atomic_block:
        raise NotInTransaction("Found events already, or no transaction. Needed an empty audit within one.")
    with lifted():
        yield
        last = Event.objects.order_by("-number").first()
        if last is not None:
            Head.objects.filter(pk=1).update(count=last.number, digest=last.digest)


def _append(link: Link) -> Event:
    return Event.objects.create(
        number=link.number,
        at=link.at,
        verb=link.verb,
        kind=link.kind,
        subject=link.subject,
        actor=link.actor,
        payload_digest=link.payload,
        previous=link.previous,
        digest=link.digest,
    )


def _content(details: Mapping[str, Any], person: Person | None, *, event: int) -> bytes:
    if person is None:
        return plain(dict(details))
    kept, _ = PersonKey.objects.get_or_create(pseudonym=str(person.pseudonym), defaults={"key": new_key()})
    if kept.key is None:
        raise PersonIsGone(f"Found an event about {kept.pseudonym}. Needed somebody who is not erased.")
    return seal(dict(details), bytes(kept.key), event=event)


def _subject(subject: Model | Subject) -> Subject:
    if isinstance(subject, Subject):
        return subject
    return Subject(subject._meta.label_lower, str(subject.pk))


def _sweep() -> None:
    """Let no copy of a destroyed key stay where the database keeps what rows were before.

    SQLite: its write-ahead log. PostgreSQL: the old rows of all tables; the table of keys is written anew.
    """
    if connection.in_atomic_block:
        return
    sweeping = {
        "sqlite": ("PRAGMA wal_checkpoint(TRUNCATE)",),
        "postgresql": ("VACUUM FULL audit_personkey", "VACUUM"),
    }
    with connection.cursor() as cursor:
        for statement in sweeping[connection.vendor]:
            cursor.execute(statement)
