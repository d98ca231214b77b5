import pytest
from django.test import Client

from web.people import make_person, no_attempts_before, sign_in

__all__ = ["make_person", "no_attempts_before", "sign_in"]


@pytest.fixture
def client(db: None) -> Client:
    """A visitor."""
    return Client()


@pytest.fixture
def officer(make_person):
    """Somebody who keeps the territory es21."""
    return make_person("ofelia", "territory officer", scope="es21", second_factor=True)


@pytest.fixture
def reviewer(make_person):
    """Somebody who reviews what others state."""
    return make_person("rita", "reviewer", second_factor=True)
