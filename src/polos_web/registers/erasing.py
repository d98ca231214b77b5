"""Erasing a person from the registers: what the person contributed stays, the person does not."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from polos_web.accounts.models import User
from polos_web.accounts.queries import addresses_of
from polos_web.registers import files
from polos_web.registers.forms import SIGNED_FILES
from polos_web.registers.models import Draft, Fact, Record
from polos_web.registers.projecting import project
from polos_web.registers.values import Email
from polos_web.translation.text import Text

GONE = "…"
_PAPERS = ("source", "place", "note")


def erase_person(person: User, at: datetime) -> None:
    """Erase what the registers hold about a person; what the person stated about others stays, unsigned.

    Statements about the person go, and so does what a personal field says that holds an address of the
    person. In other statements and in drafts of others the address alone is taken out. Files that only
    these held leave the data folder.
    """
    addresses = addresses_of(person)
    found = _mentioning(addresses, Q(about=person))
    gone = [fact for fact in found if fact.about_id == person.pk or _is_personal(fact)]
    touched = {fact.record for fact in found}
    held = set(_checksums([fact.value for fact in gone]))
    Fact.objects.filter(pk__in=[fact.pk for fact in gone]).delete()
    for fact in found:
        if fact not in gone:
            _without(fact, addresses).save()
    Fact.objects.filter(author=person).update(author=None)
    drafts = Draft.objects.filter(person=person)
    held |= {checksum for draft in drafts for checksum in _signed_checksums(draft.given)}
    drafts.delete()
    for draft in _drafts_mentioning(addresses):
        draft.given = scrubbed(draft.given, [re.escape(address) for address in addresses])
        draft.save(update_fields=["given"])
    _bring_up_to_date(touched, at)
    drop_unused(held)


def drop_unused(checksums: set[str]) -> None:
    """Remove files that nothing holds any more, once the transaction of the caller has ended."""
    transaction.on_commit(lambda: files.drop(checksums - in_use()))


def in_use() -> set[str]:
    """Return the checksums of every file that a statement, a draft or another application holds."""
    said = Fact.objects.annotate(told=Cast("value", TextField())).filter(told__contains="checksum")
    drafted = {name for draft in Draft.objects.all() for name in _signed_checksums(draft.given)}
    return drafted | set(_checksums(said.values_list("value", flat=True))) | files.held_elsewhere()


def sweep(before: datetime) -> int:
    """Remove files handed in before a moment that nothing holds, and files of imports nobody decided on.

    Such a file is left where a form was given up, or a draft was dropped. Return how many were removed.
    """
    folder, held = Path(settings.DATA_FOLDER), in_use()
    left = [path for path in folder.glob("documents/*/*") if path.name not in held]
    old = [path for path in (*left, *folder.glob("imports/*")) if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _bring_up_to_date(records: Iterable[Record], at: datetime) -> None:
    by_kind: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        record.version, record.changed_at = record.version + 1, at
        record.save(update_fields=["version", "changed_at"])
        by_kind[record.kind_name].append(record)
    for name, changed in by_kind.items():
        project(name, changed)


def _mentioning(addresses: list[str], wanted: Q) -> list[Fact]:
    for address in addresses:
        wanted |= Q(told__icontains=address)
        for part in _PAPERS:
            wanted |= Q(**{f"{part}__icontains": address})
    found = Fact.objects.annotate(told=Cast("value", TextField())).filter(wanted)
    return list(found.select_related("record"))


def _drafts_mentioning(addresses: list[str]) -> list[Draft]:
    wanted = Q(pk=None)
    for address in addresses:
        wanted |= Q(told__icontains=address)
    return list(Draft.objects.annotate(told=Cast("given", TextField())).filter(wanted))


def _is_personal(fact: Fact) -> bool:
    """Whether a statement is about a person and nothing else."""
    known = fact.record.kind.fields.get(fact.field)
    return known is None or known.is_personal or isinstance(known.value, Email)


def _without(fact: Fact, addresses: list[str]) -> Fact:
    patterns = [re.escape(address) for address in addresses]
    fact.value = scrubbed(fact.value, patterns)
    for part in _PAPERS:
        setattr(fact, part, scrubbed(getattr(fact, part), patterns))
    return fact


def scrubbed(told: Any, patterns: Sequence[str]) -> Any:
    """Return a value with what the patterns match taken out of every text in it, in capitals or not.

    A text in several languages becomes plain values, as its field takes them.
    """
    match told:
        case str():
            for pattern in patterns:
                told = re.sub(pattern, GONE, told, flags=re.IGNORECASE)
            return told
        case dict():
            return {name: scrubbed(part, patterns) for name, part in told.items()}
        case list():
            return [scrubbed(part, patterns) for part in told]
        case Text():
            return scrubbed(told.to_plain(), patterns)
    return told


def _checksums(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, dict):
            if isinstance(value.get("checksum"), str):
                yield value["checksum"]
            yield from _checksums(value.values())


def _signed_checksums(given: dict[str, list[str]]) -> Iterator[str]:
    for name, values in given.items():
        if name.endswith(".kept"):
            for value in values:
                try:
                    yield signing.loads(value, salt=SIGNED_FILES)["checksum"]
                except signing.BadSignature:
                    continue
