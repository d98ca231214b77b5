"""Who may what on the routes of ``events``."""

from typing import Any

from polos_web.events import queries
from polos_web.events.models import Event, Participant
from web.people import BEGAN
from web.rights.answers import Rights, by_link, everybody, of_organisers, organisers, public

EXPECTED: dict[str, Rights] = {
    # events: the numbers and the private link are those of an event of the programme "x" made by the test
    "/events/": public("/events/"),
    "/events/<number>/": Rights("/events/{event}/", organisers()),
    "/events/<number>/clusters/": Rights("/events/{event}/clusters/", organisers(), organisers("elsewhere")),
    "/events/<number>/edit/": Rights("/events/{event}/edit/", organisers(), organisers()),
    "/events/<number>/files/<kind>.csv": Rights("/events/{event}/files/requests.csv", organisers()),
    "/events/<number>/files/<kind>/": Rights("/events/{event}/files/requests/", organisers(), organisers()),
    "/events/<number>/interpreters/": Rights("/events/{event}/interpreters/", organisers(), organisers()),
    "/events/<number>/interpreters/<interpreter>/remove/": Rights(
        "/events/{event}/interpreters/999999/remove/", organisers("not so"), organisers("missing")
    ),
    "/events/<number>/move/": of_organisers("/events/{event}/move/"),
    "/events/<number>/participants/": Rights("/events/{event}/participants/", organisers()),
    "/events/<number>/participants/<person>/": Rights(
        "/events/{event}/participants/{place}/", organisers(), organisers()
    ),
    "/events/<number>/participants/<person>/erase/": Rights(
        "/events/{event}/participants/999999/erase/", organisers("not so"), organisers("missing")
    ),
    "/events/<number>/participants/<person>/link/": Rights(
        "/events/{event}/participants/999999/link/", organisers("not so"), organisers("missing")
    ),
    "/events/<number>/participants/new/": Rights(
        "/events/{event}/participants/new/", organisers(), organisers()
    ),
    "/events/<number>/participants/participants.csv": Rights(
        "/events/{event}/participants/participants.csv", organisers()
    ),
    "/events/<number>/requests/": Rights("/events/{event}/requests/", organisers()),
    "/events/<number>/requests/<wanted>/": Rights(
        "/events/{event}/requests/999999/", organisers("missing"), organisers("missing")
    ),
    "/events/<number>/requests/new/": Rights("/events/{event}/requests/new/", organisers(), organisers()),
    "/events/<number>/upload/<upload>/": Rights(
        "/events/{event}/upload/999999/", organisers("missing"), organisers("missing")
    ),
    # the event has no agenda yet: its pages lead to the making of one, and there is nothing to take away
    "/events/<number>/agenda/": Rights("/events/{event}/agenda/", organisers("elsewhere")),
    "/events/<number>/agenda/<person>.ics": Rights(
        "/events/{event}/agenda/{place}.ics", organisers("missing")
    ),
    "/events/<number>/agenda/agenda.xlsx": Rights(
        "/events/{event}/agenda/agenda.xlsx", organisers("missing")
    ),
    "/events/<number>/agenda/left-out/": Rights(
        "/events/{event}/agenda/left-out/", organisers("elsewhere"), organisers("elsewhere")
    ),
    "/events/<number>/agenda/make/": Rights("/events/{event}/agenda/make/", organisers(), organisers()),
    "/events/<number>/agenda/persons.pdf": Rights(
        "/events/{event}/agenda/persons.pdf", organisers("missing")
    ),
    "/events/<number>/agenda/stop/": of_organisers("/events/{event}/agenda/stop/"),
    "/events/<number>/agenda/tables.pdf": Rights("/events/{event}/agenda/tables.pdf", organisers("missing")),
    "/events/<number>/agenda/take/": of_organisers("/events/{event}/agenda/take/"),
    "/events/<number>/day/": Rights("/events/{event}/day/", organisers()),
    "/events/<number>/day/late/": of_organisers("/events/{event}/day/late/", "shown"),
    "/events/<number>/day/missing/": of_organisers("/events/{event}/day/missing/", "shown"),
    "/events/<number>/day/publish/": of_organisers("/events/{event}/day/publish/"),
    "/events/<number>/day/repair/": of_organisers("/events/{event}/day/repair/"),
    "/events/<number>/day/wishes/<wish>/": of_organisers("/events/{event}/day/wishes/999999/", "missing"),
    "/events/<number>/follow-up/": Rights("/events/{event}/follow-up/", organisers()),
    "/events/<number>/follow-up/follow-up.csv": Rights(
        "/events/{event}/follow-up/follow-up.csv", organisers()
    ),
    # whoever has the private link is the participant
    "/events/mine/<link>/": public("/events/mine/{link}/"),
    "/events/mine/<link>/agenda.ics": Rights("/events/mine/{link}/agenda.ics", everybody("missing")),
    "/events/mine/<link>/agenda.pdf": Rights("/events/mine/{link}/agenda.pdf", everybody("missing")),
    "/events/mine/<link>/change/": by_link("/events/mine/{link}/change/"),
    "/events/mine/<link>/rate/<request_number>/": by_link("/events/mine/{link}/rate/999999/", "missing"),
    "/events/mine/<link>/answers/": by_link("/events/mine/{link}/answers/"),
    "/events/mine/<link>/ask/": by_link("/events/mine/{link}/ask/"),
    "/events/mine/<link>/free/": by_link("/events/mine/{link}/free/", "shown"),
    "/events/mine/<link>/leave/": by_link("/events/mine/{link}/leave/"),
    "/events/new/": Rights("/events/new/", organisers(), organisers()),
}


def made() -> dict[str, Any]:
    """Make an open event of the programme "x" with one place."""
    event = Event.objects.create(
        name="E", programme="x", zone="Europe/Madrid", table_count=1, stage="open", made_at=BEGAN
    )
    place = Participant.objects.create(event=event, code="p1")
    return {"event": event.pk, "place": place.pk, "link": queries.link_of(place)}
