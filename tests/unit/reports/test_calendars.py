"""Calendars of one person: right for people, and read alike by a second library."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
import vobject

from polos.errors import UnknownName
from polos.matches.agenda import Meeting
from polos.reports.calendars import calendar_of
from polos.tables.event_files import day_slots
from polos.tables.events import Event, Interpreter, Participant, Request

SATURDAY, SUNDAY = (
    day_slots(day=date(2027, 3, day), zone="Europe/Madrid", first=time(9), minutes=20, count=1)
    for day in (27, 28)
)
EVENT = Event(
    name="Encuentro, día 1; ¡bien!",
    zone="Europe/Madrid",
    slots=(*SATURDAY, *SUNDAY),
    participants=(
        Participant("a", "Ána Ñ", "Clúster; del, agua"),
        Participant("b", "Bo " + "x" * 100),
        Participant("c"),
    ),
    requests=(Request("r1", "a", "b"), Request("r2", "c", "a"), Request("r3", "b", "c")),
    interpreters=(Interpreter("i", ("es", "en"), name="Ina"),),
)
MEETINGS = (
    Meeting("r2", SUNDAY[0].id, "c", "a", "Mesa 7"),
    Meeting("r1", SATURDAY[0].id, "a", "b", "", "i"),
    Meeting("r3", SUNDAY[0].id, "b", "c"),
)
AT = datetime(2027, 3, 1, 12, tzinfo=UTC)


def read(person: str, **options) -> list:
    text = calendar_of(EVENT, MEETINGS, person, written_at=AT, **options).decode("utf-8")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "RFC 5545, 3.1"
    return list(vobject.readOne(text).contents.get("vevent", []))


def test_a_second_library_reads_the_meetings_of_a_person_and_no_others():
    """9:00 in Madrid is 8:00 UTC on the Saturday and 7:00 UTC on the Sunday, when clocks have changed."""
    first, second = read("a")
    assert first.dtstart.value == datetime(2027, 3, 27, 8, tzinfo=UTC)
    assert second.dtstart.value == datetime(2027, 3, 28, 7, tzinfo=UTC)
    assert second.dtend.value == datetime(2027, 3, 28, 7, 20, tzinfo=UTC)
    assert first.summary.value == "Meeting with Bo " + "x" * 100
    assert first.description.value == "Interpreter: Ina"
    assert second.location.value == "Table Mesa 7"
    assert not hasattr(second, "description")


@pytest.mark.parametrize(
    ("language", "said"), [("es", "Reunión con"), ("pt", "Reunião com"), ("fr", "Réunion avec")]
)
def test_it_speaks_the_language_of_its_reader(language, said):
    (first, _) = read("b", language=language)
    assert first.summary.value == f"{said} Ána Ñ, Clúster; del, agua"


def test_an_entry_is_known_again_when_its_time_has_changed():
    """The same UID replaces the entry in the calendar of whoever has the old file; sides have their own."""
    moved = replace(MEETINGS[1], slot=SUNDAY[0].id)
    after = vobject.readOne(calendar_of(EVENT, [moved], "a", written_at=AT).decode())
    assert after.vevent.uid.value == read("a")[0].uid.value != read("b")[0].uid.value


def test_nobody_and_an_empty_day():
    with pytest.raises(UnknownName, match="'nobody'"):
        calendar_of(EVENT, MEETINGS, "nobody", written_at=AT)
    assert list(vobject.readComponents(calendar_of(EVENT, [], "a", written_at=AT).decode()))
