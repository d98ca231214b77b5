"""An agenda as a calendar file (iCalendar, RFC 5545) that any calendar opens: one file a person."""

from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Calendar
from icalendar import Event as Entry

from polos.errors import UnknownName
from polos.matches.agenda.schedule import Meeting
from polos.reports.catalogue import marked, text
from polos.tables.events import Event, Participant, Slot

_WITH = marked("Meeting with %(person)s")
_TABLE = marked("Table %(table)s")
_INTERPRETER = marked("Interpreter: %(name)s")
_PRODUCT = "-//Polos//Agenda//EN"


def calendar_of(
    event: Event, meetings: Iterable[Meeting], person_id: str, *, language: str = "en", written_at: datetime
) -> bytes:
    """Return the meetings of one person as iCalendar.

    Times are in UTC, so that every calendar shows them in its owner's zone, also across a change of clocks.
    Each entry keeps its ``UID`` (request and event) when its time changes, so that a new file replaces it.
    ``written_at`` is the moment the file is made (``DTSTAMP``).

    Raises
    ------
    UnknownName
        When the event has no such person, or the language is not one of ours.
    """
    people = {person.id: person for person in event.participants}
    if person_id not in people:
        raise UnknownName(
            found=f"the person {person_id!r}",
            needed="a participant of the event",
            next_step="Check the id.",
        )
    slots, names = {slot.id: slot for slot in event.slots}, {i.id: i.name or i.id for i in event.interpreters}
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", event.name)
    mine = sorted((m for m in meetings if person_id in m.people), key=lambda m: slots[m.slot].starts)
    for meeting in mine:
        other = people[next(name for name in meeting.people if name != person_id)]
        helper = names.get(meeting.interpreter, meeting.interpreter)
        entry = _entry(meeting, slots[meeting.slot], other, helper=helper, language=language)
        entry.add("uid", f"{meeting.request}.{person_id}@{_domain(event)}")
        entry.add("dtstamp", written_at.astimezone(UTC))
        calendar.add_component(entry)
    return calendar.to_ical()


def _entry(meeting: Meeting, slot: Slot, other: Participant, *, helper: str, language: str) -> Entry:
    entry = Entry()
    shown = ", ".join(part for part in (other.name or other.id, other.organisation) if part)
    entry.add("summary", text(_WITH, language, person=shown))
    entry.add("dtstart", slot.starts.astimezone(UTC))
    entry.add("dtend", slot.ends.astimezone(UTC))
    if meeting.table:
        entry.add("location", text(_TABLE, language, table=meeting.table))
    if meeting.interpreter:
        entry.add("description", text(_INTERPRETER, language, name=helper))
    return entry


def _domain(event: Event) -> str:
    letters = "".join(
        letter if letter.isascii() and letter.isalnum() else "-" for letter in event.name.lower()
    )
    return f"{letters.strip('-') or 'event'}.polos"
