"""People with and without roles and second factors."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from polos_web.accounts.models import Assignment, User
from web.signing_in import PASSWORD, SECRET

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
Make = Callable[..., User]


@pytest.fixture(autouse=True)
def no_attempts_before():
    """Limits count anew in every test."""
    cache.clear()


@pytest.fixture
def make_person(db) -> Make:
    """Make a person with a confirmed address and, if wished, a role and a second factor."""

    def made(name: str, role: str = "", *, scope: str = "", second_factor: bool = False) -> User:
        person = User(email=f"{name}@example.org", name=name.title(), joined_at=BEGAN)
        person.set_password(PASSWORD)
        person.save()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        if role:
            Assignment.objects.create(person=person, role=role, scope=scope, begins_on=BEGAN.date())
        if second_factor:
            TOTP.activate(person, SECRET)
            RecoveryCodes.activate(person)
        return person

    return made


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """Sign somebody in, as far as pages can tell just now and with every factor the person has."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        records = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        if Authenticator.objects.filter(user=person).exists():
            records.append({"method": "mfa", "type": "totp", "at": time.time()})
        session["account_authentication_methods"] = records
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return client

    return signed_in
