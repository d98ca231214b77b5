"""Reads of the programming interface: keys, and records as it tells them."""

from datetime import date
from typing import Any

from polos_web.accounts.models import User
from polos_web.api.actions import digest
from polos_web.api.models import Answered, Token
from polos_web.registers.models import Fact, Record
from polos_web.registers.queries import Sheet


def token(secret: str, *, on: date) -> Token | None:
    """Return the key, where it is one that is in force and its person is there; note that it was used."""
    found = Token.objects.select_related("person").filter(digest=digest(secret)).first()
    if found is None or not found.is_in_force(on) or not found.person.is_active:
        return None
    if found.used_on != on:
        Token.objects.filter(pk=found.pk).update(used_on=on)
    return found


def tokens(person: User) -> list[Token]:
    """Return a person's keys, the latest first."""
    return list(Token.objects.filter(person=person))


def answered(token: Token, key: str) -> Answered | None:
    """Return what a request with this key was answered before, or ``None``."""
    return Answered.objects.filter(token=token, key=key).first()


def holdings_of(person: User) -> list[dict[str, Any]]:
    """Return what is held about a person's keys."""
    return [
        {"name": one.name, "scopes": list(one.scopes), "until": one.ends_on.isoformat()}
        for one in tokens(person)
    ]


def told(sheet: Sheet) -> dict[str, Any]:
    """Return a record as the interface tells it: every statement that stands, each with its papers."""
    record = sheet.record
    facts = [one for items in sheet.told.values() for told in items for one in (told.fact, *told.others)]
    return {
        "kind": record.kind_name,
        "slug": record.slug,
        "state": record.state,
        "is_claimed": record.is_claimed,
        "version": record.version,
        "changed_at": record.changed_at,
        "facts": [plain(fact) for fact in facts],
    }


def plain(fact: Fact) -> dict[str, Any]:
    """Return a statement with its papers. Who stated it is told by voice, never by name."""
    return {
        "field": fact.field,
        "item": fact.item,
        "value": fact.value,
        "voice": fact.voice,
        "nature": fact.nature,
        "reach": fact.reach,
        "source": fact.source,
        "place": fact.place,
        "dated": fact.dated,
        "confidence": fact.confidence,
        "stated_at": fact.stated_at,
        "ended_at": fact.ended_at,
    }


def etag(record: Record, reaches: frozenset[str]) -> str:
    """Return what a record at this version is to a reader of these reaches."""
    return f'"{record.pk}-{record.version}-{len(reaches)}"'
