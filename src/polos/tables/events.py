"""An event of meetings: slots, participants, requests and rules, and what is wrong with them.

An :class:`Event` is only put together here; :func:`faults_of` names every row that cannot be used and the
rule it breaks, :func:`notes_of` what is right and still worth knowing. What makes an agenda impossible is no
fault: that is an answer, with its reason, of ``polos.matches.agenda``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from polos.errors import WrongRows
from polos.parameters import zones

MOST_REQUESTS = 20_000
MOST_PLACES = 1_000_000  # requests x slots
_LISTED = 5


class Priority(StrEnum):
    """What one side says of a meeting. A "no" of either side forbids it."""

    MUST = "must"
    WANT = "want"
    MAYBE = "maybe"
    NO = "no"
    UNANSWERED = "unanswered"


#: What a side adds to the value of a meeting, which is the product of both sides. Who has not answered
#: counts like "maybe": not knowing is no refusal.
WEIGHTS: Mapping[Priority, int] = MappingProxyType(
    {Priority.MUST: 3, Priority.WANT: 2, Priority.MAYBE: 1, Priority.UNANSWERED: 1, Priority.NO: 0}
)


@dataclass(frozen=True)
class Slot:
    """A time in which each person can have one meeting: aware datetimes. Idle time between two sessions is
    no break.
    """

    id: str
    starts: datetime
    ends: datetime
    session: str = ""


@dataclass(frozen=True)
class Participant:
    """A person. ``hours`` are local, the same each day; none given means whenever the event is on.

    ``away`` are slots in which the person is not there; ``languages`` codes, none given meaning that they are
    not known, which forbids nothing; ``most`` and ``least`` count meetings; after ``most_in_a_row`` meetings
    without a pause there has to be a free slot; ``booth`` is a table of the person's own.
    """

    id: str
    name: str = ""
    organisation: str = ""
    zone: str = ""
    hours: tuple[tuple[time, time], ...] = ()
    away: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    most: int | None = None
    least: int = 0
    most_in_a_row: int | None = None
    booth: str = ""


@dataclass(frozen=True)
class Request:
    """A wish to meet. Each side is a person, or an organisation of which any person may come."""

    id: str
    asks: str
    asked: str
    priority: Priority = Priority.WANT
    answer: Priority = Priority.UNANSWERED

    @property
    def value(self) -> int:
        """What the meeting is worth: the product of what both sides say, 0 to 9."""
        return WEIGHTS[self.priority] * WEIGHTS[self.answer]


@dataclass(frozen=True)
class Interpreter:
    """Somebody who can serve one meeting a slot, between any two of these languages."""

    id: str
    languages: tuple[str, ...]
    away: frozenset[str] = frozenset()
    name: str = ""


@dataclass(frozen=True)
class Fixed:
    """A request that has to be held, in this slot."""

    request: str
    slot: str


@dataclass(frozen=True)
class Event:
    """Everything an agenda is made of. ``zone`` is the time zone of the venue, or the one hours are shown in.

    ``tables`` names the tables that meetings share; ``None`` means a virtual event without limit. ``must``
    and ``must_not`` are requests, by id. As many people as possible get one meeting before anybody's second
    counts, and so on up to ``floor``.
    """

    name: str
    zone: str
    slots: tuple[Slot, ...]
    participants: tuple[Participant, ...]
    requests: tuple[Request, ...]
    tables: tuple[str, ...] | None = None
    interpreters: tuple[Interpreter, ...] = ()
    must: frozenset[str] = frozenset()
    must_not: frozenset[str] = frozenset()
    fixed: tuple[Fixed, ...] = ()
    floor: int = 3

    def people(self, party: str) -> tuple[Participant, ...]:
        """Return the person with this id, or the persons of the organisation with this name."""
        return tuple(p for p in self.participants if party == p.id) or tuple(
            p for p in self.participants if party == p.organisation
        )


class FaultCode(StrEnum):
    """What can be wrong with a row; ``FAULTS`` names the values of each."""

    NO_SLOTS = "event_no_slots"
    NO_TABLES = "event_no_tables"
    TOO_LARGE = "event_too_large"
    ID_TWICE = "event_id_twice"
    ID_MISSING = "event_id_missing"
    UNKNOWN_ZONE = "event_unknown_zone"
    SLOT_ENDS_FIRST = "event_slot_ends_first"
    SLOTS_OVERLAP = "event_slots_overlap"
    EMPTY_WINDOW = "event_empty_window"
    UNKNOWN_SLOT = "event_unknown_slot"
    WRONG_NUMBER = "event_wrong_number"
    LEAST_ABOVE_MOST = "event_least_above_most"
    WITH_ONESELF = "event_with_oneself"
    UNKNOWN_PARTY = "event_unknown_party"
    PAIR_TWICE = "event_pair_twice"
    UNKNOWN_REQUEST = "event_unknown_request"
    FIXED_TWICE = "event_fixed_twice"
    MUST_AND_MUST_NOT = "event_must_and_must_not"
    ONE_LANGUAGE = "event_interpreter_one_language"
    CLOCKS_CHANGE = "event_clocks_change"
    NEVER_THERE = "event_never_there"


FAULTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        FaultCode.NO_SLOTS: (),
        FaultCode.NO_TABLES: (),
        FaultCode.TOO_LARGE: ("requests", "slots", "most_requests", "most_places"),
        FaultCode.ID_TWICE: ("row", "id"),
        FaultCode.ID_MISSING: ("row",),
        FaultCode.UNKNOWN_ZONE: ("row", "zone"),
        FaultCode.SLOT_ENDS_FIRST: ("row", "id"),
        FaultCode.SLOTS_OVERLAP: ("row", "id", "other"),
        FaultCode.EMPTY_WINDOW: ("row", "id", "window"),
        FaultCode.UNKNOWN_SLOT: ("row", "slot"),
        FaultCode.WRONG_NUMBER: ("row", "id", "number"),
        FaultCode.LEAST_ABOVE_MOST: ("row", "id", "least", "most"),
        FaultCode.WITH_ONESELF: ("row", "id", "party"),
        FaultCode.UNKNOWN_PARTY: ("row", "id", "party"),
        FaultCode.PAIR_TWICE: ("row", "id", "other"),
        FaultCode.UNKNOWN_REQUEST: ("row", "request"),
        FaultCode.FIXED_TWICE: ("row", "request"),
        FaultCode.MUST_AND_MUST_NOT: ("request",),
        FaultCode.ONE_LANGUAGE: ("row", "id"),
        FaultCode.CLOCKS_CHANGE: ("zone", "slot"),
        FaultCode.NEVER_THERE: ("row", "id"),
    }
)


@dataclass(frozen=True)
class Fault:
    """A row that breaks a rule: ``polos.reports.wording`` says it. ``row`` is such as "requests 3"."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def row(self) -> str:
        return str(self.values.get("row", ""))


def attends(event: Event, person: Participant) -> frozenset[str]:
    """Return the slots in which a person is there: within declared local hours, and not away."""
    return frozenset(s.id for s in event.slots if s.id not in person.away and _within_hours(event, person, s))


def faults_of(event: Event) -> tuple[Fault, ...]:
    """Return every row that cannot be used, with the rule it breaks; none when the event is sound."""
    return tuple(
        fault
        for look in (_frame, _ids, _slots, _participants, _requests, _rules, _interpreters)
        for fault in look(event)
    )


def notes_of(event: Event) -> tuple[Fault, ...]:
    """Return what is right and still worth knowing: clocks that change, people who are never there."""
    return (*_clock_changes(event), *_never_there(event))


def require_sound(event: Event) -> None:
    """Refuse an event with faults.

    Raises
    ------
    WrongRows
        Names the first rows and the rules they break.
    """
    faults = faults_of(event)
    if faults:
        more = f"; and {len(faults) - _LISTED} more" if len(faults) > _LISTED else ""
        raise WrongRows(
            found="; ".join(_plainly(fault) for fault in faults[:_LISTED]) + more,
            needed="rows that name slots, people and requests of the event, each pair once, and at least "
            "one slot and one table",
            next_step="Correct these rows and try again.",
        )


def _plainly(fault: Fault) -> str:
    rule = fault.code.removeprefix("event_").replace("_", " ")
    rest = ", ".join(f"{name} {value}" for name, value in fault.values.items() if name != "row")
    return f"{fault.row + ': ' if fault.row else ''}{rule}{f' ({rest})' if rest else ''}"


def _within_hours(event: Event, person: Participant, slot: Slot) -> bool:
    if not person.hours:
        return True
    zone = person.zone or event.zone
    starts, ends = zones.local(slot.starts, zone), zones.local(slot.ends, zone)
    midnight = datetime.combine(starts.date() + timedelta(days=1), time())
    return any(
        datetime.combine(starts.date(), opens) <= starts.replace(tzinfo=None)
        and ends.replace(tzinfo=None)
        <= (midnight if closes == time() else datetime.combine(starts.date(), closes))
        for opens, closes in person.hours
    )


def _frame(event: Event) -> Iterator[Fault]:
    if not event.slots:
        yield Fault(FaultCode.NO_SLOTS)
    if event.tables is not None and not event.tables and not any(p.booth for p in event.participants):
        yield Fault(FaultCode.NO_TABLES)
    if not zones.is_zone(event.zone):
        yield Fault(FaultCode.UNKNOWN_ZONE, {"row": "event", "zone": event.zone})
    if event.floor < 0:
        yield Fault(FaultCode.WRONG_NUMBER, {"row": "event", "id": "floor", "number": event.floor})
    if len(event.requests) > MOST_REQUESTS or len(event.requests) * len(event.slots) > MOST_PLACES:
        counts = {"requests": len(event.requests), "slots": len(event.slots)}
        limits = {"most_requests": MOST_REQUESTS, "most_places": MOST_PLACES}
        yield Fault(FaultCode.TOO_LARGE, counts | limits)


def _ids(event: Event) -> Iterator[Fault]:
    tables: tuple[tuple[str, Iterable[str]], ...] = (
        ("slots", (s.id for s in event.slots)),
        ("participants", (p.id for p in event.participants)),
        ("requests", (r.id for r in event.requests)),
        ("interpreters", (i.id for i in event.interpreters)),
        ("tables", event.tables or ()),
    )
    for table, ids in tables:
        seen: set[str] = set()
        for number, one in enumerate(ids, 1):
            if not one:
                yield Fault(FaultCode.ID_MISSING, {"row": f"{table} {number}"})
            elif one in seen:
                yield Fault(FaultCode.ID_TWICE, {"row": f"{table} {number}", "id": one})
            seen.add(one)
    organisations = {p.organisation for p in event.participants if p.organisation}
    for number, person in enumerate(event.participants, 1):
        if person.id in organisations - {person.organisation}:
            yield Fault(FaultCode.ID_TWICE, {"row": f"participants {number}", "id": person.id})


def _slots(event: Event) -> Iterator[Fault]:
    rows = sorted(enumerate(event.slots, 1), key=lambda row: row[1].starts)
    for number, slot in rows:
        if slot.ends <= slot.starts:
            yield Fault(FaultCode.SLOT_ENDS_FIRST, {"row": f"slots {number}", "id": slot.id})
    for (_, one), (number, other) in pairwise(rows):
        if other.starts < one.ends:
            values = {"row": f"slots {number}", "id": other.id, "other": one.id}
            yield Fault(FaultCode.SLOTS_OVERLAP, values)


def _participants(event: Event) -> Iterator[Fault]:
    known = {slot.id for slot in event.slots}
    for number, person in enumerate(event.participants, 1):
        row = f"participants {number}"
        if person.zone and not zones.is_zone(person.zone):
            yield Fault(FaultCode.UNKNOWN_ZONE, {"row": row, "zone": person.zone})
        for opens, closes in person.hours:
            if closes <= opens and closes != time():
                window = f"{opens:%H:%M}-{closes:%H:%M}"
                yield Fault(FaultCode.EMPTY_WINDOW, {"row": row, "id": person.id, "window": window})
        yield from (
            Fault(FaultCode.UNKNOWN_SLOT, {"row": row, "slot": s}) for s in sorted(person.away - known)
        )
        for count, least in ((person.least, 0), (person.most, 0), (person.most_in_a_row, 1)):
            if count is not None and count < least:
                yield Fault(FaultCode.WRONG_NUMBER, {"row": row, "id": person.id, "number": count})
        if person.most is not None and person.least > person.most:
            counts = {"least": person.least, "most": person.most}
            yield Fault(FaultCode.LEAST_ABOVE_MOST, {"row": row, "id": person.id} | counts)


def _requests(event: Event) -> Iterator[Fault]:
    organisation = {p.id: p.organisation for p in event.participants}
    parties = {*organisation, *organisation.values()} - {""}
    pairs: dict[frozenset[str], str] = {}
    for number, request in enumerate(event.requests, 1):
        row = {"row": f"requests {number}", "id": request.id}
        unknown = [side for side in (request.asks, request.asked) if side not in parties]
        yield from (Fault(FaultCode.UNKNOWN_PARTY, row | {"party": side}) for side in unknown)
        if unknown:
            continue
        if (
            request.asks == request.asked
            or request.asks == organisation.get(request.asked)
            or (request.asked == organisation.get(request.asks))
        ):
            yield Fault(FaultCode.WITH_ONESELF, row | {"party": request.asks})
        pair = frozenset({request.asks, request.asked})
        if pair in pairs:
            yield Fault(FaultCode.PAIR_TWICE, row | {"other": pairs[pair]})
        pairs.setdefault(pair, request.id)


def _rules(event: Event) -> Iterator[Fault]:
    requests, slots = {r.id for r in event.requests}, {s.id for s in event.slots}
    for name, ids in (("must", event.must), ("must_not", event.must_not)):
        yield from (
            Fault(FaultCode.UNKNOWN_REQUEST, {"row": name, "request": one}) for one in sorted(ids - requests)
        )
    for one in sorted(event.must & event.must_not):
        yield Fault(FaultCode.MUST_AND_MUST_NOT, {"request": one})
    times = Counter(one.request for one in event.fixed)
    for number, one in enumerate(event.fixed, 1):
        row = {"row": f"fixed {number}"}
        if one.request not in requests:
            yield Fault(FaultCode.UNKNOWN_REQUEST, row | {"request": one.request})
        if one.slot not in slots:
            yield Fault(FaultCode.UNKNOWN_SLOT, row | {"slot": one.slot})
        if times[one.request] > 1:
            yield Fault(FaultCode.FIXED_TWICE, row | {"request": one.request})


def _interpreters(event: Event) -> Iterator[Fault]:
    known = {slot.id for slot in event.slots}
    for number, one in enumerate(event.interpreters, 1):
        row = f"interpreters {number}"
        if len(set(one.languages)) < 2:
            yield Fault(FaultCode.ONE_LANGUAGE, {"row": row, "id": one.id})
        yield from (Fault(FaultCode.UNKNOWN_SLOT, {"row": row, "slot": s}) for s in sorted(one.away - known))


def _clock_changes(event: Event) -> Iterator[Fault]:
    slots = sorted(event.slots, key=lambda slot: slot.starts)
    for zone in sorted({event.zone, *(p.zone for p in event.participants if p.zone)}):
        for one, other in pairwise(slots):
            if zones.offset(one.starts, zone) != zones.offset(other.starts, zone):
                yield Fault(FaultCode.CLOCKS_CHANGE, {"zone": zone, "slot": other.id})


def _never_there(event: Event) -> Iterator[Fault]:
    for number, person in enumerate(event.participants, 1):
        if not attends(event, person):
            yield Fault(FaultCode.NEVER_THERE, {"row": f"participants {number}", "id": person.id})
