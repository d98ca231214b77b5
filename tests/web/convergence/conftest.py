import pytest
from django.test import Client


@pytest.fixture
def client(db: None) -> Client:
    """A visitor."""
    return Client()
