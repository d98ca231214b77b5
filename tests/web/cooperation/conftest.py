"""Keepers of two clusters, a manager of a programme, and a pairing; the people are invented."""

from datetime import UTC, date, datetime

import pytest

from polos_web.cooperation import kept_actions
from web.contacting import forges, mills, mutual, side
from web.people import make_person, no_attempts_before, sign_in

__all__ = ["forges", "make_person", "mills", "mutual", "no_attempts_before", "side", "sign_in"]
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TWO = ("es-acicae", "mx-polo-tic-de-yucatan")
SITE = "https://polos.example.org/"
INDICATOR = {
    "name": "Firms in joint projects", "unit": "firms", "baseline": 2.0, "baseline_on": date(2026, 1, 1),
    "target": 10.0, "target_on": date(2027, 1, 1), "source": "own count", "is_public": True,
}  # fmt: skip
STEP = {
    "stage": "contact", "day": date(2026, 3, 1), "words": "First call", "instrument": "", "topics": "",
    "valid_until": None, "link": "", "is_public": False,
}  # fmt: skip


@pytest.fixture
def ana(make_person):
    """Who keeps the one cluster."""
    return make_person("ana", "cluster owner", scope=TWO[0])


@pytest.fixture
def bea(make_person):
    """Who keeps the other."""
    return make_person("bea", "cluster owner", scope=TWO[1])


@pytest.fixture
def manager(make_person):
    """The manager of the programme "x"."""
    return make_person("olga", "programme manager", scope="x", second_factor=True)


@pytest.fixture
def proposed(ana):
    """What ana has proposed for the side she keeps."""
    return kept_actions.propose("cluster", TWO, because="Both make parts", by=ana, at=AT, site=SITE)


@pytest.fixture
def pairing(proposed, bea):
    """A pairing to which both sides have said yes."""
    kept_actions.accept(proposed, "b", by=bea, at=AT)
    return proposed
