"""Writes about keys of the programming interface."""

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction

from polos_web.accounts.access import is_signed_in, require
from polos_web.accounts.models import User
from polos_web.api.models import Answered, Token
from polos_web.audit import actions as audit

LONGEST = timedelta(days=366)
# A request sent again is known for this long.
KNOWN_FOR = timedelta(days=2)
MOST_TOKENS = 20


class TooMany(ValueError):
    """Somebody has as many keys as one may have."""


@transaction.atomic
def make_token(person: User, name: str, *, may_write: bool, ends_on: date, at: datetime) -> str:
    """Make a key for a person; return it. It is told once and kept nowhere."""
    require(is_signed_in, person)
    if Token.objects.filter(person=person).count() >= MOST_TOKENS:
        raise TooMany
    secret = f"polos_{secrets.token_urlsafe(32)}"
    made = Token.objects.create(
        person=person,
        name=name,
        digest=digest(secret),
        may_write=may_write,
        made_at=at,
        ends_on=min(ends_on, (at + LONGEST).date()),
    )
    told = {"name": name, "scopes": list(made.scopes), "until": made.ends_on.isoformat()}
    audit.record(_about(person), "made a token", by=person, at=at, details=told)
    return secret


@transaction.atomic
def end_token(token: Token, *, by: User, at: datetime) -> None:
    """Take a key back."""
    require(_is_own, by, token)
    audit.record(_about(by), "ended a token", by=by, at=at, details={"name": token.name})
    token.delete()


@transaction.atomic
def keep_answer(token: Token, key: str, asked: str, answer: tuple[int, str, str], *, at: datetime) -> None:
    """Keep what a request was answered, in the transaction of what it wrote."""
    status, body, version = answer
    Answered.objects.filter(at__lt=at - KNOWN_FOR).delete()
    Answered.objects.create(
        token=token, key=key, asked=asked, status=status, body=body, version=version, at=at
    )


def digest(secret: str) -> str:
    """Return what is kept of a key."""
    return sha256(secret.encode()).hexdigest()


def erase_person(person: User, at: datetime) -> None:
    """Erase a person's keys, and what was answered to them."""
    Token.objects.filter(person=person).delete()


def _is_own(asking: User, token: Token) -> bool:
    return is_signed_in(asking) and token.person_id == asking.pk


def _about(person: User) -> audit.Subject:
    return audit.Subject("person", str(person.pseudonym))
