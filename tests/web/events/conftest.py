"""Organisers, an event, and people at it; all of them invented."""

from datetime import UTC, date, datetime, time

import pytest

from polos_web.events import actions
from polos_web.events.models import Event, Session
from web.people import make_person, no_attempts_before, sign_in

__all__ = ["make_person", "no_attempts_before", "sign_in"]
AT = datetime(2026, 1, 10, 9, tzinfo=UTC)
DAY = date(2027, 3, 1)
VALUES = {
    "name": "Meeting of invented clusters",
    "place": "Example Hall",
    "is_virtual": False,
    "zone": "Europe/Madrid",
    "programme": "x",
    "slot_minutes": 20,
    "pause_minutes": 0,
    "table_count": 2,
    "most": None,
    "least": 0,
    "most_in_a_row": None,
    "floor": 3,
    "first_hour": None,
    "last_hour": None,
}


@pytest.fixture
def organiser(make_person):
    """A programme manager of the programme "x"."""
    return make_person("olga", "programme manager", scope="x", second_factor=True)


@pytest.fixture
def at_desk(organiser, sign_in):
    """The browser of the organiser."""
    return sign_in(organiser)


@pytest.fixture
def make_event(organiser):
    """Make an event with one session from 9 to 10, that is three slots, unless told otherwise."""

    def made(*sessions: Session, **changed) -> Event:
        kept = sessions or (Session(day=DAY, first=time(9), last=time(10)),)
        return actions.make_event({**VALUES, **changed}, kept, by=organiser, at=AT)

    return made


@pytest.fixture
def event(make_event):
    return make_event()


@pytest.fixture
def add_people(organiser):
    """Add people p1, p2, ... who all speak Spanish and each come alone for an organisation."""

    def added(event: Event, count: int, **values):
        return [
            actions.add_participant(
                event,
                {
                    "code": f"p{number}",
                    "name": f"Person {number}",
                    "organisation": f"Invented cluster {number}",
                    "email": f"p{number}@example.org",
                    "languages": ["es"],
                    **values,
                },
                by=organiser,
                at=AT,
            )
            for number in range(1, count + 1)
        ]

    return added
