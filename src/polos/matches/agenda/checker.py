"""The independent checker: does a schedule keep every rule? It shares no code with the search.

Everything is worked out here again from the rows of the event, in the plainest way there is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from polos.matches.agenda.schedule import Meeting
from polos.parameters import zones
from polos.tables.events import Event, Participant, Slot


class ViolationCode(StrEnum):
    """The rules a schedule can break; ``VIOLATIONS`` names the values of each."""

    UNKNOWN_REQUEST = "schedule_unknown_request"
    UNKNOWN_SLOT = "schedule_unknown_slot"
    WRONG_PERSON = "schedule_wrong_person"
    HELD_TWICE = "schedule_held_twice"
    REFUSED = "schedule_refused"
    MUST_NOT = "schedule_must_not"
    AWAY = "schedule_away"
    OUTSIDE_HOURS = "schedule_outside_hours"
    TWO_AT_ONCE = "schedule_two_at_once"
    TABLES_FULL = "schedule_tables_full"
    TABLE_TWICE = "schedule_table_twice"
    UNKNOWN_TABLE = "schedule_unknown_table"
    NOT_AT_BOOTH = "schedule_not_at_booth"
    NO_LANGUAGE = "schedule_no_language"
    UNKNOWN_INTERPRETER = "schedule_unknown_interpreter"
    INTERPRETER_AWAY = "schedule_interpreter_away"
    INTERPRETER_TWICE = "schedule_interpreter_twice"
    TOO_MANY = "schedule_too_many"
    TOO_FEW = "schedule_too_few"
    TOO_LONG = "schedule_too_long"
    MUST_MISSING = "schedule_must_missing"
    FIXED_ELSEWHERE = "schedule_fixed_elsewhere"


VIOLATIONS: Mapping[str, tuple[str, ...]] = {
    ViolationCode.UNKNOWN_REQUEST: ("request",),
    ViolationCode.UNKNOWN_SLOT: ("request", "slot"),
    ViolationCode.WRONG_PERSON: ("request", "person"),
    ViolationCode.HELD_TWICE: ("request",),
    ViolationCode.REFUSED: ("request",),
    ViolationCode.MUST_NOT: ("request",),
    ViolationCode.AWAY: ("request", "slot", "person"),
    ViolationCode.OUTSIDE_HOURS: ("request", "slot", "person"),
    ViolationCode.TWO_AT_ONCE: ("slot", "person"),
    ViolationCode.TABLES_FULL: ("slot", "meetings", "tables"),
    ViolationCode.TABLE_TWICE: ("slot", "table"),
    ViolationCode.UNKNOWN_TABLE: ("request", "table"),
    ViolationCode.NOT_AT_BOOTH: ("request", "table"),
    ViolationCode.NO_LANGUAGE: ("request",),
    ViolationCode.UNKNOWN_INTERPRETER: ("request", "interpreter"),
    ViolationCode.INTERPRETER_AWAY: ("request", "slot", "interpreter"),
    ViolationCode.INTERPRETER_TWICE: ("slot", "interpreter"),
    ViolationCode.TOO_MANY: ("person", "meetings", "most"),
    ViolationCode.TOO_FEW: ("person", "meetings", "least"),
    ViolationCode.TOO_LONG: ("person", "meetings", "most"),
    ViolationCode.MUST_MISSING: ("request",),
    ViolationCode.FIXED_ELSEWHERE: ("request", "slot"),
}


@dataclass(frozen=True)
class Violation:
    """A rule that a schedule breaks, with the meetings that break it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    meetings: tuple[Meeting, ...] = ()


def violations(event: Event, meetings: Iterable[Meeting]) -> tuple[Violation, ...]:
    """Return every rule that these meetings break; none means that the schedule is right."""
    listed = tuple(meetings)
    wrong = list(_rows(event, listed))
    if wrong:  # who is meant, or when, is not clear: the other rules would say nothing certain
        return tuple(wrong)
    looks = (_forbidden, _presence, _at_once, _tables, _languages, _counts, _runs, _required)
    return tuple(violation for look in looks for violation in look(event, listed))


def value_of(event: Event, meetings: Iterable[Meeting]) -> int:
    """Return what meetings are worth in all: must 3, want 2, maybe or no answer 1, times the other side."""
    says = {"must": 3, "want": 2, "maybe": 1, "unanswered": 1, "no": 0}
    worth = {r.id: says[r.priority.value] * says[r.answer.value] for r in event.requests}
    return sum(worth[meeting.request] for meeting in meetings)


def breaks_of(event: Event, meetings: Iterable[Meeting]) -> Mapping[str, int]:
    """Return the breaks of each person: runs of meetings within a session beyond the first, summed up."""
    listed = tuple(meetings)
    return {
        person.id: sum(max(len(runs) - 1, 0) for runs in _runs_of(event, person.id, listed))
        for person in event.participants
    }


def met_by(event: Event, meetings: Iterable[Meeting]) -> Mapping[str, int]:
    """Return how many meetings each party has that a request names."""
    sides = {r.id: (r.asks, r.asked) for r in event.requests}
    counts = {side: 0 for pair in sides.values() for side in pair}
    for meeting in meetings:
        for side in sides[meeting.request]:
            counts[side] += 1
    return counts


def _rows(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    requests = {request.id: request for request in event.requests}
    slots = {slot.id for slot in event.slots}
    seen: dict[str, Meeting] = {}
    for one in meetings:
        if one.request not in requests:
            yield Violation(ViolationCode.UNKNOWN_REQUEST, {"request": one.request}, (one,))
            continue
        if one.slot not in slots:
            values = {"request": one.request, "slot": one.slot}
            yield Violation(ViolationCode.UNKNOWN_SLOT, values, (one,))
        request = requests[one.request]
        for name, side in ((one.asks, request.asks), (one.asked, request.asked)):
            if not any(p.id == name and side in (p.id, p.organisation) for p in event.participants):
                values = {"request": one.request, "person": name}
                yield Violation(ViolationCode.WRONG_PERSON, values, (one,))
        if one.request in seen:
            pair = (seen[one.request], one)
            yield Violation(ViolationCode.HELD_TWICE, {"request": one.request}, pair)
        seen[one.request] = one


def _forbidden(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    refused = {r.id for r in event.requests if "no" in (r.priority.value, r.answer.value)}
    for one in meetings:
        if one.request in refused:
            yield Violation(ViolationCode.REFUSED, {"request": one.request}, (one,))
        if one.request in event.must_not:
            yield Violation(ViolationCode.MUST_NOT, {"request": one.request}, (one,))


def _presence(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    people, slots = _people(event), {slot.id: slot for slot in event.slots}
    for one in meetings:
        for name in (one.asks, one.asked):
            values = {"request": one.request, "slot": one.slot, "person": name}
            if one.slot in people[name].away:
                yield Violation(ViolationCode.AWAY, values, (one,))
            if not _in_hours(event, people[name], slots[one.slot]):
                yield Violation(ViolationCode.OUTSIDE_HOURS, values, (one,))


def _in_hours(event: Event, person: Participant, slot: Slot) -> bool:
    zone = person.zone or event.zone
    start = zones.local(slot.starts, zone).replace(tzinfo=None)
    end = zones.local(slot.ends, zone).replace(tzinfo=None)
    today = datetime.combine(start.date(), time.min)
    for opens, closes in person.hours:
        from_, until = (timedelta(hours=t.hour, minutes=t.minute, seconds=t.second) for t in (opens, closes))
        if today + from_ <= start and end <= today + (until or timedelta(days=1)):
            return True
    return not person.hours


def _at_once(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    del event
    for (name, slot), those in _grouped((name, m.slot, m) for m in meetings for name in m.people).items():
        if len(those) > 1:
            yield Violation(ViolationCode.TWO_AT_ONCE, {"slot": slot, "person": name}, those)


def _tables(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    people = _people(event)
    shared = []
    for one in meetings:
        booths = {people[name].booth for name in one.people} - {""}
        if booths:
            if one.table not in booths:
                values = {"request": one.request, "table": one.table}
                yield Violation(ViolationCode.NOT_AT_BOOTH, values, (one,))
        elif event.tables is not None:
            shared.append(one)
            if one.table not in event.tables:
                values = {"request": one.request, "table": one.table}
                yield Violation(ViolationCode.UNKNOWN_TABLE, values, (one,))
    for (slot, _), those in _grouped((m.slot, "", m) for m in shared).items():
        if len(those) > len(event.tables or ()):
            values = {"slot": slot, "meetings": len(those), "tables": len(event.tables or ())}
            yield Violation(ViolationCode.TABLES_FULL, values, those)
    for (slot, table), those in _grouped((m.slot, m.table, m) for m in shared).items():
        if len(those) > 1:
            yield Violation(ViolationCode.TABLE_TWICE, {"slot": slot, "table": table}, those)


def _languages(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    people, interpreters = _people(event), {one.id: one for one in event.interpreters}
    for one in meetings:
        first, second = set(people[one.asks].languages), set(people[one.asked].languages)
        helper = interpreters.get(one.interpreter)
        if one.interpreter and helper is None:
            values = {"request": one.request, "interpreter": one.interpreter}
            yield Violation(ViolationCode.UNKNOWN_INTERPRETER, values, (one,))
            continue
        understood = not first or not second or first & second
        if not understood and not (
            helper and first & set(helper.languages) and second & set(helper.languages)
        ):
            yield Violation(ViolationCode.NO_LANGUAGE, {"request": one.request}, (one,))
        if helper and one.slot in helper.away:
            values = {"request": one.request, "slot": one.slot, "interpreter": helper.id}
            yield Violation(ViolationCode.INTERPRETER_AWAY, values, (one,))
    served = ((m.slot, m.interpreter, m) for m in meetings if m.interpreter)
    for (slot, name), those in _grouped(served).items():
        if len(those) > 1:
            values = {"slot": slot, "interpreter": name}
            yield Violation(ViolationCode.INTERPRETER_TWICE, values, those)


def _counts(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    for person in event.participants:
        those = tuple(m for m in meetings if person.id in m.people)
        values = {"person": person.id, "meetings": len(those)}
        if person.most is not None and len(those) > person.most:
            yield Violation(ViolationCode.TOO_MANY, values | {"most": person.most}, those)
        if len(those) < person.least:
            yield Violation(ViolationCode.TOO_FEW, values | {"least": person.least}, those)


def _runs(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    for person in event.participants:
        most = person.most_in_a_row
        if most is None:
            continue
        for run in (run for runs in _runs_of(event, person.id, meetings) for run in runs):
            if len(run) > most:
                values = {"person": person.id, "meetings": len(run), "most": most}
                yield Violation(ViolationCode.TOO_LONG, values, run)


def _required(event: Event, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    slots = {meeting.request: meeting.slot for meeting in meetings}
    for name in sorted(event.must):
        if name not in slots:
            yield Violation(ViolationCode.MUST_MISSING, {"request": name})
    for one in event.fixed:
        if slots.get(one.request) != one.slot:
            values = {"request": one.request, "slot": one.slot}
            yield Violation(ViolationCode.FIXED_ELSEWHERE, values)


def _runs_of(event: Event, name: str, meetings: tuple[Meeting, ...]) -> list[list[tuple[Meeting, ...]]]:
    """The runs of meetings without a free slot between them, for each session."""
    at: dict[str, Meeting] = {m.slot: m for m in meetings if name in m.people}
    sessions: dict[str, list[Slot]] = defaultdict(list)
    for slot in sorted(event.slots, key=lambda one: one.starts):
        sessions[slot.session].append(slot)
    found = []
    for slots in sessions.values():
        runs: list[list[Meeting]] = [[]]
        for slot in slots:
            if slot.id in at:
                runs[-1].append(at[slot.id])
            elif runs[-1]:
                runs.append([])
        found.append([tuple(run) for run in runs if run])
    return found


def _people(event: Event) -> Mapping[str, Participant]:
    return {person.id: person for person in event.participants}


def _grouped(rows: Iterable[tuple[str, str, Meeting]]) -> Mapping[tuple[str, str], tuple[Meeting, ...]]:
    found: dict[tuple[str, str], list[Meeting]] = defaultdict(list)
    for one, other, meeting in rows:
        found[one, other].append(meeting)
    return {key: tuple(those) for key, those in found.items()}
