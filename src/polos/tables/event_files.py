"""Events written down: our own JSON, or two tables in CSV, and slots of a day."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from polos.errors import InputError, UnreadableFile, WrongColumns, WrongRows
from polos.parameters import zones
from polos.tables.events import Event, Fixed, Interpreter, Participant, Priority, Request, Slot

PARTICIPANT_COLUMNS = (
    "id", "name", "organisation", "zone", "hours", "away", "languages",
    "most", "least", "most_in_a_row", "booth",
)  # fmt: skip
REQUEST_COLUMNS = ("id", "asks", "asked", "priority", "answer")
_LISTED = 5
T = TypeVar("T")
_LISTS = frozenset({"hours", "away", "languages"})


def day_slots(
    *, day: date, zone: str, first: time, minutes: int, count: int, pause: int = 0, session: str = ""
) -> tuple[Slot, ...]:
    """Return ``count`` slots of so many minutes from a local time on, with a pause (minutes) between two.

    The slots of a day are one session (its date) where none is named. Ids are such as "2027-03-02T09:30",
    local to the zone.

    Raises
    ------
    UnknownName
        When there is no such zone.
    InputError
        When a slot would have no length, or clocks are turned forward over its start.
    """
    if minutes < 1 or pause < 0:
        raise InputError(
            found=f"slots of {minutes} minutes with {pause} minutes between",
            needed="slots of at least one minute, and no negative pause",
            next_step="Correct the length of the slots.",
        )
    begins = zones.moment(datetime.combine(day, first), zone)
    usual, length = zones.offset(begins, zone), timedelta(minutes=minutes)
    moments = [begins + n * timedelta(minutes=minutes + pause) for n in range(count)]
    return tuple(
        Slot(_clock_id(one, zone, usual), one, one + length, session or day.isoformat()) for one in moments
    )


def from_json(data: bytes) -> Event:
    """Read an event from JSON; ``docs/guide/agenda.md`` shows its shape.

    Raises
    ------
    UnreadableFile
        When it is no JSON, or lacks name, zone, slots, participants or requests.
    WrongRows
        When a value cannot be read; every such row is named. What the rows mean together is looked at by
        ``polos.tables.events.faults_of``.
    """
    plain = _object(data)
    read = _Reading()
    zone = str(plain["zone"])
    tables = plain.get("tables")
    found = Event(
        name=str(plain["name"]),
        zone=zone,
        slots=tuple(read.each("slots", plain["slots"], lambda row: _slot(row, zone))),
        participants=tuple(read.each("participants", plain["participants"], _participant)),
        requests=tuple(read.each("requests", plain["requests"], _request)),
        tables=_tables(tables),
        interpreters=tuple(read.each("interpreters", plain.get("interpreters", []), _interpreter)),
        must=_ids(plain, "must"),
        must_not=_ids(plain, "must_not"),
        fixed=tuple(read.each("fixed", plain.get("fixed", []), _fixed)),
        floor=_whole(plain.get("floor", 3)),
    )
    read.require_all()
    return found


def to_json(event: Event) -> str:
    """Return an event as JSON that :func:`from_json` reads; moments are in UTC."""
    return json.dumps(
        {
            "name": event.name,
            "zone": event.zone,
            "floor": event.floor,
            "tables": event.tables,
            "slots": [
                {"id": s.id, "starts": s.starts.isoformat(), "ends": s.ends.isoformat(), "session": s.session}
                for s in event.slots
            ],
            "participants": [_plain_participant(person) for person in event.participants],
            "requests": [vars(request) for request in event.requests],
            "interpreters": [
                vars(one) | {"languages": one.languages, "away": sorted(one.away)}
                for one in event.interpreters
            ],
            "must": sorted(event.must),
            "must_not": sorted(event.must_not),
            "fixed": [vars(one) for one in event.fixed],
        },
        ensure_ascii=False,
        indent=1,
    )


def from_csv(participants: bytes, requests: bytes, *, frame: Event) -> Event:
    """Return an event with the participants and requests of two tables, and all else from ``frame``.

    Columns are ``PARTICIPANT_COLUMNS`` and ``REQUEST_COLUMNS``, in any order; only ``id`` (participants),
    ``asks`` and ``asked`` (requests) are needed. Lists are separated by ";". Two rows about the same pair,
    one from each side, are one request: the second row is the answer.

    Raises
    ------
    UnreadableFile
        When a table is no text in UTF-8.
    WrongColumns
        When a needed column is missing.
    WrongRows
        When a value cannot be read; every such row is named.
    """
    read = _Reading()
    people = tuple(
        read.each("participants", _csv_rows(participants, PARTICIPANT_COLUMNS, ("id",)), _participant)
    )
    rows = _csv_rows(requests, REQUEST_COLUMNS, ("asks", "asked"))
    numbered = ({"id": f"r{number}"} | row for number, row in enumerate(rows, 1))
    asked = tuple(read.each("requests", numbered, _request))
    read.require_all()
    return replace(frame, participants=people, requests=joined(asked))


def slots_from_csv(data: bytes, zone: str) -> tuple[Slot, ...]:
    """Return the slots of a table with the columns id, starts, ends and session; times are local to the zone.

    Only ``starts`` and ``ends`` are needed. Raises what :func:`from_csv` raises.
    """
    read = _Reading()
    rows = _csv_rows(data, ("id", "starts", "ends", "session"), ("starts", "ends"))
    found = tuple(read.each("slots", rows, lambda row: _slot(row, zone)))
    read.require_all()
    return found


def joined(requests: Iterable[Request]) -> tuple[Request, ...]:
    """Make one request of two about the same pair where each side has asked the other."""
    found: dict[tuple[str, str], Request] = {}
    rest = []
    for one in requests:
        back = found.get((one.asked, one.asks))
        if back is not None and back.answer == Priority.UNANSWERED == one.answer:
            found[one.asked, one.asks] = replace(back, answer=one.priority)
        elif (one.asks, one.asked) in found or back is not None:
            rest.append(one)  # a pair that stands twice otherwise is a fault of the rows
        else:
            found[one.asks, one.asked] = one
    return (*found.values(), *rest)


class _Reading:
    """Reads rows one by one and remembers those that cannot be read."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def each(self, name: str, rows: Iterable[Any], made: Callable[[Mapping[str, Any]], T]) -> Iterator[T]:
        for number, row in enumerate(rows, 1):
            try:
                yield made(row)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                lacks = f"lacks {error}" if isinstance(error, KeyError) else str(error)
                self.wrong.append(f"{name} {number}: {lacks}")
            except InputError as error:
                self.wrong.append(f"{name} {number}: {error.found}")

    def require_all(self) -> None:
        if self.wrong:
            more = f"; and {len(self.wrong) - _LISTED} more" if len(self.wrong) > _LISTED else ""
            raise WrongRows(
                found="; ".join(self.wrong[:_LISTED]) + more,
                needed="times such as 2027-03-02T09:30, windows such as 09:00-18:00, whole numbers, and the "
                f"priorities {', '.join(Priority)}",
                next_step="Correct these rows.",
            )


def _object(data: bytes) -> Mapping[str, Any]:
    try:
        plain = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UnreadableFile(
            found=f"a file that is no JSON ({error})",
            needed="an event as JSON",
            next_step="Check that this is the right file.",
        ) from error
    needed = ("name", "zone", "slots", "participants", "requests")
    lists = ("slots", "participants", "requests", "interpreters", "must", "must_not", "fixed")
    missing = [name for name in needed if not isinstance(plain, dict) or name not in plain]
    if missing or any(not isinstance(plain.get(name, []), list) for name in lists):
        raise UnreadableFile(
            found=f"JSON without {', '.join(missing)}" if missing else "a value where a list belongs",
            needed=f"an object with {', '.join(needed)}; also {', '.join(lists)} are lists",
            next_step="See the page How the agenda is made for the shape of an event.",
        )
    return plain


def _slot(row: Mapping[str, Any], zone: str) -> Slot:
    starts, ends = _moment(row["starts"], zone), _moment(row["ends"], zone)
    return Slot(str(row.get("id") or row["starts"]), starts, ends, str(row.get("session") or ""))


def _moment(text: str, zone: str) -> datetime:
    clock = datetime.fromisoformat(text)
    return clock.astimezone(UTC) if clock.tzinfo else zones.moment(clock, zone)


def _participant(row: Mapping[str, Any]) -> Participant:
    most, run = row.get("most"), row.get("most_in_a_row")
    return Participant(
        id=str(row["id"]).strip(),
        name=str(row.get("name") or ""),
        organisation=str(row.get("organisation") or "").strip(),
        zone=str(row.get("zone") or "").strip(),
        hours=tuple(_window(text) for text in row.get("hours") or ()),
        away=frozenset(row.get("away") or ()),
        languages=tuple(str(code).strip().lower() for code in row.get("languages") or ()),
        most=None if most in (None, "") else _whole(most),
        least=_whole(row.get("least") or 0),
        most_in_a_row=None if run in (None, "") else _whole(run),
        booth=str(row.get("booth") or "").strip(),
    )


def _plain_participant(person: Participant) -> dict[str, Any]:
    hours = [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in person.hours]
    return vars(person) | {"hours": hours, "away": sorted(person.away), "languages": list(person.languages)}


def _request(row: Mapping[str, Any]) -> Request:
    return Request(
        id=str(row["id"]).strip(),
        asks=str(row["asks"]).strip(),
        asked=str(row["asked"]).strip(),
        priority=Priority(str(row.get("priority") or Priority.WANT).strip().lower()),
        answer=Priority(str(row.get("answer") or Priority.UNANSWERED).strip().lower()),
    )


def _interpreter(row: Mapping[str, Any]) -> Interpreter:
    languages = tuple(str(code).strip().lower() for code in row["languages"])
    return Interpreter(
        str(row["id"]), languages, frozenset(row.get("away") or ()), str(row.get("name") or "")
    )


def _fixed(row: Mapping[str, Any]) -> Fixed:
    return Fixed(str(row["request"]), str(row["slot"]))


def _tables(given: Any) -> tuple[str, ...] | None:
    if given is None:
        return None
    if isinstance(given, list):
        return tuple(str(one) for one in given)
    return tuple(str(number) for number in range(1, _whole(given) + 1))


def _ids(plain: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(str(one) for one in plain.get(name, []))


def _window(text: str) -> tuple[time, time]:
    opens, dash, closes = str(text).partition("-")
    if not dash:
        raise ValueError(f"{text!r} is no window such as 09:00-18:00")
    ends = closes.strip()
    return time.fromisoformat(opens.strip()), time() if ends == "24:00" else time.fromisoformat(ends)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or (isinstance(value, float) and value != int(value)):
        raise ValueError(f"{value!r} is no whole number")
    return int(value)


def _csv_rows(data: bytes, columns: Sequence[str], needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            found=f"bytes that are no text in UTF-8 (at byte {error.start})",
            needed="a table in CSV, in UTF-8",
            next_step="Save the table as CSV in UTF-8.",
        ) from error
    heading = text.splitlines()[0] if text.strip() else ""
    rows = csv.DictReader(io.StringIO(text), delimiter="\t" if "\t" in heading else ",")
    names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    if missing := [name for name in needed if name not in names]:
        raise WrongColumns(
            found=f"the columns {', '.join(names) or 'none'}",
            needed=f"the columns {', '.join(missing)} (all there can be: {', '.join(columns)})",
            next_step="Correct the heading of the table.",
        )
    rows.fieldnames = names
    return (_cells(row) for row in rows)


def _cells(row: Mapping[str | None, Any]) -> dict[str, Any]:
    cells = {name: (text or "").strip() for name, text in row.items() if name}
    lists = {
        name: [part.strip() for part in cells[name].split(";") if part.strip()]
        for name in _LISTS & set(cells)
    }
    return {name: text for name, text in (cells | lists).items() if text != ""}


def _clock_id(moment: datetime, zone: str, usual: timedelta) -> str:
    clock = zones.local(moment, zone)
    return clock.strftime("%Y-%m-%dT%H:%M" if zones.offset(moment, zone) == usual else "%Y-%m-%dT%H:%M%z")
