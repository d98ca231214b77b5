"""Who may what on the routes of ``events``."""

from typing import Any

from polos_web.events import queries
from polos_web.events.models import Event, Participant
from web.people import BEGAN
from web.rights.answers import (
    MANAGER,
    STATES,
    ByState,
    Rights,
    account,
    everybody,
    organisers,
    public,
)


def of_the_event(answer: str = "shown") -> ByState:
    """For those who organise the event; who organises others learns whether there is one of that number."""
    refused = account("refused")
    return ByState(organisers(answer), refused, refused, refused, {**refused, MANAGER: "missing"})


def posted(example: str, answer: str = "elsewhere") -> Rights:
    """A form for those who organise the event."""
    return Rights(example, of_the_event("not so"), of_the_event(answer))


def by_link(answer: str) -> ByState:
    """For whoever has the private link, from the opening of the event to the erasure of its owner."""
    told, missing = everybody(answer), everybody("missing")
    return ByState(told, told, missing, told, missing)


def posted_by_link(example: str, answer: str = "elsewhere") -> Rights:
    """A form for whoever has the private link of its address."""
    return Rights(example, by_link("not so"), by_link(answer))


EXPECTED: dict[str, Rights] = {
    # events: the numbers and the private link are those of an event of the programme "x" made by the test
    "/events/": public("/events/"),
    "/events/<number>/": Rights("/events/{event}/", of_the_event()),
    "/events/<number>/clusters/": Rights(
        "/events/{event}/clusters/", of_the_event(), of_the_event("elsewhere")
    ),
    "/events/<number>/edit/": Rights("/events/{event}/edit/", of_the_event(), of_the_event()),
    "/events/<number>/files/<kind>.csv": Rights("/events/{event}/files/requests.csv", of_the_event()),
    "/events/<number>/files/<kind>/": Rights(
        "/events/{event}/files/requests/", of_the_event(), of_the_event()
    ),
    "/events/<number>/interpreters/": Rights("/events/{event}/interpreters/", of_the_event(), of_the_event()),
    "/events/<number>/interpreters/<interpreter>/remove/": Rights(
        "/events/{event}/interpreters/999999/remove/", of_the_event("not so"), of_the_event("missing")
    ),
    "/events/<number>/move/": posted("/events/{event}/move/"),
    "/events/<number>/participants/": Rights("/events/{event}/participants/", of_the_event()),
    "/events/<number>/participants/<person>/": Rights(
        "/events/{event}/participants/{place}/", of_the_event(), of_the_event()
    ),
    "/events/<number>/participants/<person>/erase/": Rights(
        "/events/{event}/participants/999999/erase/", of_the_event("not so"), of_the_event("missing")
    ),
    "/events/<number>/participants/<person>/link/": Rights(
        "/events/{event}/participants/999999/link/", of_the_event("not so"), of_the_event("missing")
    ),
    "/events/<number>/participants/new/": Rights(
        "/events/{event}/participants/new/", of_the_event(), of_the_event()
    ),
    "/events/<number>/participants/participants.csv": Rights(
        "/events/{event}/participants/participants.csv", of_the_event()
    ),
    "/events/<number>/requests/": Rights("/events/{event}/requests/", of_the_event()),
    "/events/<number>/requests/<wanted>/": Rights(
        "/events/{event}/requests/999999/", of_the_event("missing"), of_the_event("missing")
    ),
    "/events/<number>/requests/new/": Rights("/events/{event}/requests/new/", of_the_event(), of_the_event()),
    "/events/<number>/upload/<upload>/": Rights(
        "/events/{event}/upload/999999/", of_the_event("missing"), of_the_event("missing")
    ),
    # the event has no agenda yet: its pages lead to the making of one, and there is nothing to take away
    "/events/<number>/agenda/": Rights("/events/{event}/agenda/", of_the_event("elsewhere")),
    "/events/<number>/agenda/<person>.ics": Rights(
        "/events/{event}/agenda/{place}.ics", of_the_event("missing")
    ),
    "/events/<number>/agenda/agenda.xlsx": Rights(
        "/events/{event}/agenda/agenda.xlsx", of_the_event("missing")
    ),
    "/events/<number>/agenda/left-out/": Rights(
        "/events/{event}/agenda/left-out/", of_the_event("elsewhere"), of_the_event("elsewhere")
    ),
    "/events/<number>/agenda/make/": Rights("/events/{event}/agenda/make/", of_the_event(), of_the_event()),
    "/events/<number>/agenda/persons.pdf": Rights(
        "/events/{event}/agenda/persons.pdf", of_the_event("missing")
    ),
    "/events/<number>/agenda/stop/": posted("/events/{event}/agenda/stop/"),
    "/events/<number>/agenda/tables.pdf": Rights(
        "/events/{event}/agenda/tables.pdf", of_the_event("missing")
    ),
    "/events/<number>/agenda/take/": posted("/events/{event}/agenda/take/"),
    "/events/<number>/day/": Rights("/events/{event}/day/", of_the_event()),
    "/events/<number>/day/late/": posted("/events/{event}/day/late/", "shown"),
    "/events/<number>/day/missing/": posted("/events/{event}/day/missing/", "shown"),
    "/events/<number>/day/publish/": posted("/events/{event}/day/publish/"),
    "/events/<number>/day/repair/": posted("/events/{event}/day/repair/"),
    "/events/<number>/day/wishes/<wish>/": posted("/events/{event}/day/wishes/999999/", "missing"),
    "/events/<number>/follow-up/": Rights("/events/{event}/follow-up/", of_the_event()),
    "/events/<number>/follow-up/follow-up.csv": Rights(
        "/events/{event}/follow-up/follow-up.csv", of_the_event()
    ),
    # whoever has the private link is the participant
    "/events/mine/<link>/": Rights("/events/mine/{link}/", by_link("shown")),
    "/events/mine/<link>/agenda.ics": Rights("/events/mine/{link}/agenda.ics", everybody("missing")),
    "/events/mine/<link>/agenda.pdf": Rights("/events/mine/{link}/agenda.pdf", everybody("missing")),
    "/events/mine/<link>/change/": posted_by_link("/events/mine/{link}/change/"),
    "/events/mine/<link>/rate/<request_number>/": posted_by_link(
        "/events/mine/{link}/rate/999999/", "missing"
    ),
    "/events/mine/<link>/answers/": posted_by_link("/events/mine/{link}/answers/"),
    "/events/mine/<link>/ask/": posted_by_link("/events/mine/{link}/ask/"),
    "/events/mine/<link>/free/": posted_by_link("/events/mine/{link}/free/", "shown"),
    "/events/mine/<link>/leave/": posted_by_link("/events/mine/{link}/leave/"),
    "/events/new/": Rights("/events/new/", organisers(), organisers()),
}


def made() -> dict[str, Any]:
    """Make events of the programme "x" and of another one, each with one place.

    The draft is not open yet, what is public has its agenda published, and of the erased one nothing is left.
    """
    events = ByState(
        event("x", "open"),
        event("y", "open"),
        event("y", "draft"),
        event("y", "published"),
        event("y", "open"),
    )
    places = [Participant.objects.create(event=getattr(events, one), code="p1") for one in STATES]
    links = ByState(*map(queries.link_of, places))
    told = {"event": ByState(*(getattr(events, one).pk for one in STATES)), "link": links}
    told["place"] = ByState(*(place.pk for place in places))
    events.erased.delete()
    return told


def event(programme: str, stage: str) -> Event:
    """Make an event of a programme."""
    return Event.objects.create(
        name="E", programme=programme, zone="Europe/Madrid", table_count=1, stage=stage, made_at=BEGAN
    )
