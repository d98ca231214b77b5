"""Keys of people, and the clients that show them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from polos_web.api import actions
from web.people import make_person, no_attempts_before, sign_in

__all__ = ["make_person", "no_attempts_before", "sign_in"]


@pytest.fixture
def keyed():
    """A client that shows a key of the person."""

    def made(person, *, may_write=True, days=30):
        ends_on = timezone.now().date() + timedelta(days=days)
        secret = actions.make_token(person, "a test", may_write=may_write, ends_on=ends_on, at=timezone.now())
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return made


@pytest.fixture
def officer(make_person):
    return make_person("officer", "territory officer", scope="co_vab", second_factor=True)


@pytest.fixture
def machine(keyed, officer):
    return keyed(officer)
