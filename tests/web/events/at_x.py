"""An open event of the programme "x", for the matrix of rights."""

import pytest

from polos_web.events import queries
from polos_web.events.models import Event, Participant
from web.people import BEGAN


@pytest.fixture
def event_of_x(db):
    """The numbers and the private link of an open event of the programme "x" with one place."""
    event = Event.objects.create(
        name="E", programme="x", zone="Europe/Madrid", table_count=1, stage="open", made_at=BEGAN
    )
    place = Participant.objects.create(event=event, code="p1")
    return {"event": event.pk, "place": place.pk, "link": queries.link_of(place)}
