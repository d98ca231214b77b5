"""Reads about people and their roles."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from polos_web.accounts import scopes
from polos_web.accounts.holdings import holdings
from polos_web.accounts.models import Assignment, User
from polos_web.accounts.roles import Role
from polos_web.audit import queries as audit


def count() -> int:
    """Return how many people have, or had, an account."""
    return User.objects.count()


def person_of(email: str) -> User | None:
    """Return the person with this address, if there is one."""
    return User.objects.filter(email=email.strip().lower()).first()


def person_called(pseudonym: str) -> User | None:
    """Return the person the audit knows under this name, as long as there is an account."""
    return User.objects.filter(pseudonym=pseudonym, is_active=True).first()


def with_rhythm(rhythms: Collection[str]) -> list[User]:
    """Return the people who want to be told what is new in one of these rhythms."""
    return list(User.objects.filter(rhythm__in=rhythms, is_active=True).order_by("pk"))


def assignments() -> QuerySet[Assignment]:
    """Return every assignment of a role with its person."""
    return Assignment.objects.select_related("person", "assigned_by")


def named_scopes(assignments: Iterable[Assignment]) -> dict[int, str]:
    """Return what roles are for by the title it has, by the number of the assignment."""
    held = [one for one in assignments if one.scope]
    wanted: dict[str, set[str]] = defaultdict(set)
    for one in held:
        wanted[one.kind.scope].add(one.scope)
    known = {kind_name: scopes.titles(kind_name, names) for kind_name, names in wanted.items()}
    return {one.pk: known[one.kind.scope].get(one.scope, one.scope) for one in held}


def assignment(number: int) -> Assignment | None:
    """Return one assignment."""
    return assignments().filter(pk=number).first()


def roles_of(person: User, *, on: date) -> list[Assignment]:
    """Return the roles of a person in force on a day."""
    return [held for held in person.assignments.all() if held.is_in_force(on)]


def people_with(role: type[Role], *, on: date, scope: str = "") -> list[User]:
    """Return everybody with a role in force on a day, for the site or one thing, by when they joined."""
    held = assignments().filter(role=role.name, scope=scope, person__is_active=True)
    return sorted({one.person for one in held if one.is_in_force(on)}, key=lambda person: person.pk)


def held_scopes(role: type[Role], *, on: date, scopes: Collection[str] | None = None) -> set[str]:
    """Return for which things somebody has a role in force on a day, among these or of all."""
    held = Assignment.objects.filter(role=role.name, person__is_active=True, begins_on__lte=on)
    if scopes is not None:
        held = held.filter(scope__in=scopes)
    return set(held.filter(Q(ends_on=None) | Q(ends_on__gte=on)).values_list("scope", flat=True))


def addresses_of(person: User) -> list[str]:
    """Return the addresses of a person, the main one among them, in small letters."""
    found = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return sorted({address.lower() for address in (*found, person.email) if address})


def second_factors(person: User) -> list[Authenticator]:
    """Return what somebody has set up besides a password."""
    return list(Authenticator.objects.filter(user=person).order_by("created_at"))


def everything_about(person: User) -> dict[str, Any]:
    """Return what all applications hold about a person, as plain values, and the person's events."""
    told = {holding.name: holding.read(person) for holding in holdings()}
    return {**told, "events": [_event(*found) for found in audit.about_person(person.pseudonym)]}


def holdings_of(person: User) -> dict[str, Any]:
    """Return what this application holds about a person; no secrets."""
    return {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "told_what_is_new": person.rhythm,
        "joined_at": person.joined_at.isoformat(),
        "last_sign_in_at": person.last_login.isoformat() if person.last_login else None,
        "name_in_the_audit": person.pseudonym,
        "addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary")),
        "roles": [held.facts() for held in person.assignments.all()],
        "second_factors": [
            {"kind": factor.type, "added_at": factor.created_at.isoformat()}
            for factor in second_factors(person)
        ],
        "identities": [
            {
                "provider": known.provider,
                "number_there": known.uid,
                "added_at": known.date_joined.isoformat(),
                "last_sign_in_at": known.last_login.isoformat(),
            }
            for known in SocialAccount.objects.filter(user=person)
        ],
    }


def _event(event: Any, details: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "number": event.number,
        "at": event.at.isoformat(),
        "verb": event.verb,
        "about": f"{event.kind} {event.subject}",
        "details": details,
    }


def names_of(pseudonyms: set[str]) -> dict[str, str]:
    """Return how people are called by their names in the audit; those who were erased are not among them."""
    known = User.objects.filter(pseudonym__in=pseudonyms, erased_at__isnull=True)
    called = {person.pseudonym: str(person) for person in known}
    for holding in holdings():  # people without an account by what an application calls them
        called |= import_string(holding.names)(pseudonyms) if holding.names else {}
    return called
