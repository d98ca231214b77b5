"""Agendas to print and to take away: PDF by person and by table, a workbook, a calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from polos.reports.calendars import calendar_of
from polos.reports.documents import Block, Document, Heading, Paragraph, Timetable
from polos.reports.numbers import format_date
from polos.reports.renderers import pdf
from polos_web.events import agenda_pages, queries
from polos_web.events.agenda_pages import Group, Row
from polos_web.events.models import Agenda, Event, Meeting, Participant
from polos_web.events.problem import library_meeting, problem

ROWS_A_SHEET = 26
COLUMNS = (
    "day",
    "from",
    "to",
    "table",
    "asks",
    "asks_organisation",
    "asked",
    "asked_organisation",
    "language",
)


def of_persons(event: Event, agenda: Agenda, *, on: date, language: str) -> bytes:
    """Return the agenda of every person who has meetings, a sheet each, in the zone of each."""
    every, days = queries.meetings(agenda), queries.calendar(event)
    people = queries.participants(event)
    held = [(one, agenda_pages.rows_of_person(one, every, days, language)) for one in people]
    sheets = [
        sheet
        for one, rows in held
        if rows
        for sheet in _sheets(str(one), one.organisation, rows, one.timezone, agenda=agenda)
    ]
    return _pdf(event, sheets, on=on, language=language)


def of_tables(event: Event, agenda: Agenda, *, on: date, language: str) -> bytes:
    """Return the meetings at every table, a sheet each, in the zone of the event."""
    groups = agenda_pages.by_table(queries.meetings(agenda), queries.calendar(event), language)
    sheets = [
        sheet
        for group in groups
        for sheet in _sheets(_table_name(group), "", group.rows, event.timezone, agenda=agenda)
    ]
    return _pdf(event, sheets, on=on, language=language)


def of_person(person: Participant, agenda: Agenda, *, on: date, language: str) -> bytes:
    """Return the agenda of one person, in the person's zone."""
    event = person.event
    rows = agenda_pages.rows_of_person(person, queries.meetings(agenda), queries.calendar(event), language)
    sheets = list(_sheets(str(person), person.organisation, rows, person.timezone, agenda=agenda))
    return _pdf(event, sheets, on=on, language=language)


def _table_name(group: Group) -> str:
    return gettext("Table %(name)s") % {"name": group.name} if group.name.isdigit() else group.name


def _sheets(
    name: str, aside: str, rows: Sequence[Row], zone: Any, *, agenda: Agenda
) -> Iterator[tuple[Block, ...]]:
    version = gettext("Version %(number)s") % {"number": agenda.number}
    clock = gettext("Times on the clock of %(zone)s.") % {"zone": zone.key}
    for first in range(0, max(len(rows), 1), ROWS_A_SHEET):
        some = rows[first : first + ROWS_A_SHEET]
        table = Timetable(_headings(), tuple(_cells(row, zone) for row in some))
        words = clock if some else gettext("no meeting")
        yield (
            Heading(f"{name} · {aside}" if aside and aside != name else name, version),
            Paragraph(words, "note"),
            table,
        )


def _headings() -> tuple[str, ...]:
    return (gettext("Day"), gettext("When"), gettext("Who"), gettext("Table"), gettext("Language"))


def _cells(row: Row, zone: Any) -> tuple[str, ...]:
    begins, ends = row.slot.begins(zone), row.slot.finishes(zone)
    who = _full(row.other) if row.other else f"{_full(row.meeting.asks)} – {_full(row.meeting.asked)}"
    return (
        format_date(begins.date(), get_language() or "en"),
        f"{begins:%H:%M}–{ends:%H:%M}",
        who,
        row.meeting.table,
        row.tongue or gettext("unknown"),
    )


def _full(person: Participant) -> str:
    if person.erased_at:
        return gettext("somebody who was erased")
    name = str(person)
    return f"{name}, {person.organisation}" if person.organisation not in ("", name) else name


def _pdf(event: Event, sheets: Sequence[tuple[Block, ...]], *, on: date, language: str) -> bytes:
    empty = ((Paragraph(gettext("no meeting")),),)
    return pdf.render(
        Document(
            title=event.name,
            kind=gettext("Agenda"),
            language=language,
            dated_on=on,
            pages=tuple(sheets) or empty,
            footer=event.place or gettext("on line"),
        )
    )


def workbook_rows(event: Event, agenda: Agenda, language: str) -> list[dict[str, Any]]:
    """Return every meeting as a row of ``COLUMNS``, on the clock of the event."""
    days = queries.calendar(event)
    every = [one for one in queries.meetings(agenda) if one.slot in days.by_id]
    return [_workbook_row(one, days.by_id[one.slot], event.timezone, language) for one in every]


def _workbook_row(one: Meeting, slot: Any, zone: Any, language: str) -> dict[str, Any]:
    begins, ends = slot.begins(zone), slot.finishes(zone)
    return {
        "day": f"{begins:%Y-%m-%d}",
        "from": f"{begins:%H:%M}",
        "to": f"{ends:%H:%M}",
        "table": one.table,
        "asks": str(one.asks),
        "asks_organisation": one.asks.organisation,
        "asked": str(one.asked),
        "asked_organisation": one.asked.organisation,
        "language": agenda_pages.tongue(one, language),
    }


def calendar(person: Participant, agenda: Agenda, *, language: str) -> bytes:
    """Return the agenda of one person as a calendar file."""
    now = problem(person.event)
    shown = tuple(
        replace(one, name=str(now.people[one.id]), organisation=now.people[one.id].organisation)
        for one in now.event.participants
    )
    helpers = tuple(replace(one, name=str(now.interpreters[one.id])) for one in now.event.interpreters)
    every = [library_meeting(one) for one in queries.meetings(agenda) if one.slot in now.calendar.by_id]
    return calendar_of(
        replace(now.event, participants=shown, interpreters=helpers),
        [one for one in every if one.asks in now.people and one.asked in now.people],
        f"p{person.pk}",
        language=language,
        written_at=agenda.published_at or agenda.made_at,
    )
