"""Writes of the registers: permission, change, event and projections in one transaction."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from polos_web.accounts.access import require
from polos_web.accounts.actions import entrust
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.registers import access
from polos_web.registers.batch import Batch, signed
from polos_web.registers.keepers import beside, keepers, owned
from polos_web.registers.kinds import Kind, Reach
from polos_web.registers.models import Draft, Fact, Record, State, Voice
from polos_web.registers.projecting import project
from polos_web.registers.queries import sheet
from polos_web.registers.statements import (
    Conflict,
    Difference,
    Statement,
    WrongStatements,
    as_fact,
    checked,
    is_news,
)

AT_ONCE = 500


def subject(record: Record) -> audit.Subject:
    """Return how the audit names a record: by its register and its address, which outlive the database."""
    return audit.Subject(record.kind_name, record.slug)


@transaction.atomic
def create(kind: Kind, slug: str, statements: Iterable[Statement] = (), *, by: User, at: datetime) -> Record:
    """Add a record, as a draft.

    Raises
    ------
    PermissionDenied, WrongStatements
    """
    require(access.may_create, by, kind)
    for other in Record.objects.filter(kind_name__in=beside(kind), slug=slug):
        require(access.is_keeper, by, other)  # who keeps one of this short name keeps the other
    made = Record(kind_name=kind.name, slug=slug, created_at=at, changed_at=at)
    roles = keepers(kind)
    owner = roles.owner if roles and not access.is_keeper(by, made) else None
    made.claimed_at = at if owner or owned(kind, at.date(), [slug]) else None
    made.save()
    audit.record(subject(made), "created", by=by, at=at)
    _write(made, checked(kind, tuple(statements)), voice=Voice.OWNER, by=by, at=at)
    require(access.may_have_made, by, made)
    if owner:
        entrust(owner, by, scope=slug, by=by, at=at)
    return made


def free_slug(kind: Kind, *parts: str) -> str:
    """Return a short name made of the parts that no record of the register has yet, or of one beside it.

    That of a person is a number: an address is for everybody, and stays when the person is erased.
    """
    stem = ("" if kind.is_of_people else slugify("-".join(parts))[:80].strip("-")) or kind.name
    found = Record.objects.filter(kind_name__in=beside(kind), slug__startswith=stem)
    taken = set(found.values_list("slug", flat=True))
    return next(name for name in _numbered(stem) if name not in taken)


@transaction.atomic
def state(
    record: Record,
    statements: Iterable[Statement],
    *,
    seen: int,
    by: User,
    at: datetime,
    voice: Voice = Voice.OWNER,
) -> Record:
    """Let a record say something; ``seen`` is the version the editor read. Return the record as it is now.

    Raises
    ------
    PermissionDenied, WrongStatements
    Conflict
        When somebody else has changed one of the same fields since; nothing is written.
    """
    kept = locked(record)
    require(access.may_edit, by, kept)
    news = checked(kept.kind, tuple(statements))
    _refuse_conflicts(kept, news, seen=seen, voice=voice)
    _write(kept, news, voice=voice, by=by, at=at)
    return kept


@transaction.atomic
def settled(record: Record, statements: Iterable[Statement], *, by: User, at: datetime) -> Record:
    """Let a record say what people have come to in another application, which has asked who may decide it.

    That there is no value is said too, where only another voice knew of one.

    Raises
    ------
    WrongStatements
    """
    kept = locked(record)
    news = checked(kept.kind, tuple(statements))
    _write(kept, news, voice=Voice.OWNER, by=by, at=at, denies=True)
    return kept


@transaction.atomic
def publish_block(
    record: Record, block: str, statements: Iterable[Statement], *, seen: int, by: User, at: datetime
) -> Record:
    """Let a record say what a form of a block says; what its author had drafted of the block goes."""
    kept = state(record, statements, seen=seen, by=by, at=at)
    Draft.objects.filter(record=kept, block=block, person=by).delete()
    return kept


@transaction.atomic
def claimed(record: Record, *, by: User | None, at: datetime) -> Record:
    """Note that somebody owns a record and so answers for it; the caller has asked who may decide that."""
    return _changed(record, "claimed", by=by, at=at, claimed_at=at)


@transaction.atomic
def unclaimed(record: Record, *, by: User | None, at: datetime) -> Record:
    """Note that nobody answers for a record any more."""
    return _changed(record, "unclaimed", by=by, at=at, claimed_at=None)


@transaction.atomic
def publish(record: Record, *, by: User, at: datetime) -> Record:
    """Show a record to everybody.

    Raises
    ------
    PermissionDenied
    WrongStatements
        When the title, or what its register needs beside it, is not known.
    """
    require_complete(record)
    return _move(record, State.PUBLISHED, "published", access.may_edit, by=by, at=at)


@transaction.atomic
def withdraw(record: Record, *, by: User, at: datetime) -> Record:
    """Take a record from the public; what it said stays with those who keep it."""
    return _move(record, State.WITHDRAWN, "withdrawn", access.may_withdraw, by=by, at=at)


@transaction.atomic
def restore(record: Record, *, by: User, at: datetime) -> Record:
    """Bring a withdrawn record back, as a draft."""
    return _move(record, State.DRAFT, "restored", access.may_withdraw, by=by, at=at)


@transaction.atomic
def save_draft(
    record: Record, block: str, given: Mapping[str, Any], *, seen: int, by: User, at: datetime
) -> Draft:
    """Keep what somebody has filled in of a block, right or wrong, without showing it to anybody else."""
    require(access.may_edit, by, record)
    draft, _ = Draft.objects.update_or_create(
        record=record,
        block=block,
        person=by,
        defaults={"given": dict(given), "version": seen, "saved_at": at},
    )
    audit.record(subject(record), "drafted", by=by, at=at, details={"block": block})
    return draft


@transaction.atomic
def drop_draft(record: Record, block: str, *, by: User, at: datetime) -> None:
    """Throw away what somebody has filled in of a block."""
    require(access.may_edit, by, record)
    gone, _ = Draft.objects.filter(record=record, block=block, person=by).delete()
    if gone:
        audit.record(subject(record), "draft dropped", by=by, at=at, details={"block": block})


@transaction.atomic
def load(
    kind: Kind,
    rows: Iterable[tuple[str, Sequence[Statement]]],
    *,
    voice: Voice,
    at: datetime,
    by: User | None = None,
    is_built_in: bool = False,
) -> dict[str, int]:
    """Let many records say what a source says of them, and nothing else in that voice.

    New records are published. What the voice said before and does not say now is ended, not deleted. The
    event that tells of it is for the caller to record: it knows the source. Return how many records were
    ``created``, how many ``changed`` and how many are the ``same``.
    """
    counts = Counter({"created": 0, "changed": 0, "same": 0})
    remaining = iter(rows)
    while some := dict(islice(remaining, AT_ONCE)):
        said = {slug: checked(kind, tuple(statements)) for slug, statements in some.items()}
        batch = Batch(kind, voice, at, by)
        batch.find(said, is_built_in=is_built_in)
        for slug, statements in said.items():
            counts[batch.take(slug, statements)] += 1
        batch.write()
        project(kind.name, batch.touched)
    return dict(counts)


@transaction.atomic
def end_absent(kind: Kind, slugs: set[str], *, voice: Voice, at: datetime) -> int:
    """End what a voice says of records its source no longer has; withdraw those nobody else speaks of."""
    gone = Record.objects.filter(kind_name=kind.name, facts__voice=voice, facts__ended_at__isnull=True)
    records = [record for record in gone.distinct() if record.slug not in slugs]
    standing = Fact.objects.filter(record__in=records, ended_at__isnull=True)
    standing.filter(voice=voice).update(ended_at=at)
    kept = set(standing.values_list("record_id", flat=True))
    for record in records:
        record.version, record.changed_at = record.version + 1, at
        record.state = record.state if record.pk in kept else State.WITHDRAWN
        record.save(update_fields=["version", "changed_at", "state"])
    project(kind.name, records)
    return len(records)


def require_complete(record: Record) -> None:
    """Refuse a record that does not say what has to be known before anybody may see it."""
    said = sheet(record, frozenset(Reach))
    needed = (record.kind.title, *record.kind.also_needed)
    missing = [code for code in needed if not said.of(code) or said.value(code) is False]
    if missing:
        raise WrongStatements({code: gettext("Needed before the record is published.") for code in missing})


# ---- in the transaction of the caller ---------------------------------------------------------


def locked(record: Record) -> Record:
    """Return a record as it is now, kept from other writes until the transaction of the caller ends."""
    return Record.objects.select_for_update().get(pk=record.pk)


def _move(record: Record, state: State, verb: str, may: Any, *, by: User, at: datetime) -> Record:
    require(may, by, locked(record))
    return _changed(record, verb, by=by, at=at, state=state)


def _changed(record: Record, verb: str, *, by: User | None, at: datetime, **columns: Any) -> Record:
    kept = locked(record)
    for name, value in {**columns, "version": kept.version + 1, "changed_at": at}.items():
        setattr(kept, name, value)
    kept.save(update_fields=[*columns, "version", "changed_at"])
    audit.record(subject(kept), verb, by=by, at=at)
    project(kept.kind_name, [kept])
    return kept


def _refuse_conflicts(record: Record, news: tuple[Statement, ...], *, seen: int, voice: Voice) -> None:
    if record.version == seen:
        return
    since = {
        (fact.field, fact.item): fact
        for fact in record.facts.filter(voice=voice, ended_at__isnull=True, version__gt=seen)
    }
    clashes = tuple(
        Difference(one.field, one.item, since[one.key], one.value)
        for one in news
        if one.key in since and since[one.key].value != one.value
    )
    if clashes:
        raise Conflict(clashes)


def _write(
    record: Record,
    news: tuple[Statement, ...],
    *,
    voice: Voice,
    by: User,
    at: datetime,
    denies: bool = False,
) -> None:
    standing = {
        (fact.field, fact.item): fact for fact in record.facts.filter(voice=voice, ended_at__isnull=True)
    }
    kind = record.kind
    changes = [
        one
        for one in news
        if is_news(one, standing.get(one.key), kind) or (denies and one.key not in standing)
    ]
    if changes:
        record.version, record.changed_at = record.version + 1, at
        followed = [standing[one.key].pk for one in changes if one.key in standing]
        Fact.objects.filter(pk__in=followed).update(ended_at=at)
        facts = [as_fact(one, kind, voice, standing.get(one.key)) for one in changes]
        Fact.objects.bulk_create(signed(facts, record, by=by, at=at))
        record.save(update_fields=["version", "changed_at"])
        fields = sorted({one.field for one in changes})
        audit.record(
            subject(record), "stated", by=by, at=at, details={"fields": fields, "version": record.version}
        )
    project(record.kind_name, [record])


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in range(2, 10_000))
