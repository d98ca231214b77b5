"""Writes about people and roles: permission, change and event in one transaction."""

import quopri
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from polos_web.accounts import access, scopes
from polos_web.accounts.holdings import holdings
from polos_web.accounts.models import Assignment, User
from polos_web.accounts.queries import everything_about, person_of
from polos_web.accounts.roles import Operator, Role
from polos_web.audit import actions as audit

ACCOUNT = "account"


@transaction.atomic
def assign(
    role: type[Role],
    person: User,
    *,
    scope: str = access.WHOLE_SITE,
    begins_on: date,
    ends_on: date | None = None,
    by: User,
    at: datetime,
) -> Assignment:
    """Give somebody a role."""
    access.require(access.may_assign_roles, by)
    held = Assignment.objects.create(
        person=person, role=role.name, scope=scope, begins_on=begins_on, ends_on=ends_on, assigned_by=by
    )
    audit.record(held, "assigned", by=by, of=person, at=at, details=held.facts())
    scopes.changed(role, scope, by=by, at=at)
    return held


def entrust(role: type[Role], person: User, *, scope: str, by: User, at: datetime) -> Assignment:
    """Give somebody a role for one thing, in the transaction of a decision whose action has asked who may.

    Whoever has the role already keeps it as it is.
    """
    held = person.assignments.filter(role=role.name, scope=scope, ends_on=None).first()
    if held is not None:
        return held
    held, _ = Assignment.objects.update_or_create(
        person=person,
        role=role.name,
        scope=scope,
        begins_on=at.date(),
        defaults={"ends_on": None, "assigned_by": by},
    )
    audit.record(held, "assigned", by=by, of=person, at=at, details=held.facts())
    scopes.changed(role, scope, by=by, at=at)
    return held


@transaction.atomic
def end_assignment(held: Assignment, *, by: User, at: datetime) -> None:
    """Let a role end today; one that began today, or has not begun, is taken back."""
    audit.take_turn()
    access.require(access.may_end_assignment, by, held)
    release(held, by=by, at=at)


def release(held: Assignment, *, by: User, at: datetime) -> None:
    """Let a role end, in the transaction of a decision whose action has asked who may."""
    audit.record(held, "ended", by=by, of=held.person, at=at, details=held.facts())
    last = at.date() - timedelta(days=1)
    if held.begins_on > last:
        held.delete()
    else:
        held.ends_on = last
        held.save()
    scopes.changed(held.kind, held.scope, by=by, at=at)


@transaction.atomic
def appoint_operator(email: str, *, at: datetime) -> User:
    """Make the person with this address an operator, from the command line of the machine itself."""
    person = person_of(email)
    if person is None:
        person = User(email=email.strip().lower(), joined_at=at)
        person.set_unusable_password()
        person.save()
        audit.record(_about(person), "registered", by=None, at=at)
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    held, is_new = Assignment.objects.get_or_create(
        person=person, role=Operator.name, ends_on=None, defaults={"begins_on": at.date()}
    )
    if is_new:
        audit.record(held, "assigned", by=None, of=person, at=at, details=held.facts())
    return person


@transaction.atomic
def note(person: User, verb: str, *, at: datetime, **details: Any) -> None:
    """Record what happened to somebody's account, in the transaction in which it happened."""
    audit.record(_about(person), verb, by=person, at=at, details=details)


@transaction.atomic
def rename(person: User, name: str, *, language: str = "", at: datetime) -> None:
    """Change the name under which somebody is shown, and the language of mails."""
    access.require(access.is_signed_in, person)
    person.name, person.language = name, language or person.language
    person.save(update_fields=["name", "language"])
    audit.record(_about(person), "renamed", by=person, at=at, details={"name": name})


@transaction.atomic
def choose_rhythm(person: User, rhythm: str, *, at: datetime) -> None:
    """Change how often somebody is told what is new; what was before is not told again."""
    access.require(access.is_signed_in, person)
    kept = User.objects.select_for_update().get(pk=person.pk)
    if kept.rhythm != rhythm:
        kept.rhythm, kept.told_until = rhythm, at
        kept.save(update_fields=["rhythm", "told_until"])
        audit.record(_about(kept), "rhythm changed", by=kept, at=at, details={"rhythm": rhythm})


def take_digest(person: User) -> User:
    """Return the person as it is now, locked to the end of the caller's transaction: nobody is told twice."""
    return User.objects.select_for_update().get(pk=person.pk)


def note_digest(person: User, *, at: datetime) -> None:
    """Note up to when somebody has been told what is new, in the transaction of the letter that tells it."""
    person.told_until = at
    person.save(update_fields=["told_until"])


@transaction.atomic
def export(person: User, *, at: datetime) -> dict[str, Any]:
    """Return everything that is held about a person, and record that it was handed out."""
    access.require(access.is_signed_in, person)
    audit.record(_about(person), "exported", by=person, at=at)
    return everything_about(person)


@transaction.atomic
def erase(person: User, *, by: User, at: datetime) -> None:
    """Erase a person from everything: what the person contributed stays, without the person."""
    audit.take_turn()
    access.require(access.may_erase, by, person)
    # The account last: until then, its addresses tell what is about the person.
    for holding in sorted(holdings(), key=lambda holding: holding.name == ACCOUNT):
        holding.remove(person, at)
    audit.forget(person, at=at)


def erase_account(person: User, at: datetime) -> None:
    """Erase what this application holds; the row stays, saying nothing but that somebody was here."""
    addresses = set(EmailAddress.objects.filter(user=person).values_list("email", flat=True))
    held = addresses | {word for word in (person.email, person.name) if word}
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    _lose_roles(person, at)
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    person.email, person.name, person.last_login = None, "", None
    person.is_active, person.erased_at = False, at
    person.set_unusable_password()
    person.save()
    transaction.on_commit(lambda: _erase_written_mail(held))


def _lose_roles(person: User, at: datetime) -> None:
    held = list(person.assignments.all())
    person.assignments.all().delete()
    for one in held:
        scopes.changed(one.kind, one.scope, by=None, at=at)


def _erase_written_mail(held: set[str]) -> None:
    """Where mail is written to files, remove those to the person, and those that name the person."""
    folder = Path(settings.EMAIL_FILE_PATH) if settings.EMAIL_FILE_PATH else None
    for path in folder.glob("*.log") if folder and folder.is_dir() else ():
        written = path.read_bytes()
        told = (written + quopri.decodestring(written)).decode("utf-8", "replace")
        if any(re.search(rf"\b{re.escape(word)}\b", told) for word in held):
            path.unlink()


def _about(person: User) -> audit.Subject:
    return audit.Subject("person", person.pseudonym)
