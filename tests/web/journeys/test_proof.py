"""The fixtures of the journeys can fail: a foreign request, an error and a missing page are noticed."""

import pytest

from web.record import Record

SITE = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("address", "foreign"),
    [
        (f"{SITE}/en/", False),
        (SITE, False),
        ("data:image/svg+xml,x", False),
        ("https://fonts.example.org/x.woff2", True),
        ("http://127.0.0.1:80001/x", True),
        ("http://127.0.0.1:9000/x", True),
        (f"{SITE}.example.org/x", True),
    ],
)
def test_a_request_to_anybody_else_is_foreign(address, foreign):
    """Only the very server under test is its own."""
    assert bool(Record(SITE, [address]).foreign) is foreign
