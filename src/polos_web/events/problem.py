"""An event as the library takes it, and its answers told with the names of the event.

People, requests and interpreters go by ``p``, ``r`` and ``i`` with their number, organisations by ``o`` and a
digest of their name: nothing can be taken for something else, and a job keeps no names of people.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from polos.reports.wording import say
from polos.tables import events as library
from polos_web.analysis import agendas
from polos_web.events.models import Event, Interpreter, Meeting, Participant, Request
from polos_web.events.queries import absent_slots, calendar
from polos_web.events.slots import Calendar

NUMBERED = re.compile(r"([pri])(\d+)")


@dataclass(frozen=True)
class Problem:
    """The event as the library takes it, with the records behind its ids."""

    event: library.Event
    people: dict[str, Participant]
    requests: dict[str, Request]
    interpreters: dict[str, Interpreter]
    organisations: dict[str, str]
    calendar: Calendar

    def told(self, thing: Any, language: str) -> str:
        """Say a rule, a fault or a violation with the names of people and requests and with local times."""
        return say(replace(thing, values=self._named(thing.values)), language)

    def _named(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._name(name, value) for name, value in values.items()}

    def _name(self, name: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if name == "row":
            return self._row(value)
        if value in self.calendar.by_id:
            begins = self.calendar.by_id[value].begins(self.calendar.event.timezone)
            return f"{begins:%Y-%m-%d %H:%M}"
        held = {**self.people, **self.requests, **self.interpreters}.get(value)
        return str(held) if held is not None else self.organisations.get(value, value)

    def _row(self, row: str) -> str:
        """Say whose row it is: the library counts rows from 1 within each table."""
        kind, _, number = row.partition(" ")
        table = {"participants": self.people, "requests": self.requests, "interpreters": self.interpreters}
        records = list(table.get(kind, {}).values())
        if number.isdigit() and int(number) <= len(records):
            return str(records[int(number) - 1])
        return row


def problem(of: Event) -> Problem:
    """Return an event as the library takes it, as it is now, without those who were erased."""
    days = calendar(of)
    people = [one for one in of.participants.all() if one.erased_at is None]
    for one in people:
        one.event = of
    present = {one.pk for one in people}
    wanted = [one for one in of.requests.select_related("asks", "asked") if _is_alive(one, present)]
    helpers = list(of.interpreters.all())
    return Problem(
        library.Event(
            name=of.name,
            zone=of.zone,
            slots=tuple(library.Slot(slot.id, slot.starts, slot.ends, slot.session) for slot in days.slots),
            participants=tuple(_participant(one, days) for one in people),
            requests=tuple(_request(one) for one in wanted),
            tables=None if of.is_virtual else tuple(str(n) for n in range(1, (of.table_count or 0) + 1)),
            interpreters=tuple(_interpreter(one, days) for one in helpers),
            must=frozenset(f"r{one.pk}" for one in wanted if one.ruling == "must"),
            must_not=frozenset(f"r{one.pk}" for one in wanted if one.ruling == "must_not"),
            fixed=tuple(library.Fixed(f"r{one.pk}", one.slot) for one in wanted if one.slot),
            floor=of.floor,
        ),
        {f"p{one.pk}": one for one in people},
        {f"r{one.pk}": one for one in wanted},
        {f"i{one.pk}": one for one in helpers},
        {_organisation(one.organisation): one.organisation for one in (*people, *wanted) if one.organisation},
        days,
    )


def _is_alive(request: Request, present: set[int]) -> bool:
    return request.asks_id in present and (request.asked is None or request.asked_id in present)


def _participant(person: Participant, days: Calendar) -> library.Participant:
    event = days.event
    own = {name: getattr(person, name) for name in ("most", "least", "most_in_a_row")}
    rules = {name: getattr(event, name) if value is None else value for name, value in own.items()}
    return library.Participant(
        id=f"p{person.pk}",
        organisation=_organisation(person.organisation) if person.organisation else "",
        zone=person.timezone.key,
        away=absent_slots(person, days) & frozenset(days.by_id),
        languages=tuple(person.languages),
        booth=person.booth,
        **rules,
    )


def _request(request: Request) -> library.Request:
    asked = f"p{request.asked_id}" if request.asked_id else _organisation(request.organisation)
    return library.Request(
        id=f"r{request.pk}",
        asks=f"p{request.asks_id}",
        asked=asked,
        priority=library.Priority(request.priority),
        answer=library.Priority(request.answer),
    )


def _interpreter(one: Interpreter, days: Calendar) -> library.Interpreter:
    away = frozenset(one.away) & frozenset(days.by_id)
    return library.Interpreter(f"i{one.pk}", tuple(one.languages), away)


def _organisation(name: str) -> str:
    return f"o{sha256(name.encode()).hexdigest()[:12]}"


def number_of(name: str) -> int:
    """Return the number of the record behind ``p12``, ``r7`` or ``i3``."""
    found = NUMBERED.fullmatch(name)
    assert found is not None, name
    return int(found[2])


def meeting_of(one: Any, agenda: Any) -> Meeting:
    """Return a meeting of the library as a record of an agenda, not yet kept."""
    return Meeting(
        agenda=agenda,
        request_id=number_of(one.request),
        slot=one.slot,
        asks_id=number_of(one.asks),
        asked_id=number_of(one.asked),
        table=one.table,
        interpreter_id=number_of(one.interpreter) if one.interpreter else None,
    )


def library_meeting(one: Meeting) -> Any:
    """Return a meeting of an agenda as the library takes it."""
    return agendas.Meeting(
        request=f"r{one.request_id}",
        slot=one.slot,
        asks=f"p{one.asks_id}",
        asked=f"p{one.asked_id}",
        table=one.table,
        interpreter=f"i{one.interpreter_id}" if one.interpreter_id else "",
    )
