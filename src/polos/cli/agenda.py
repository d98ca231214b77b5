"""``polos agenda``: make an agenda of meetings with its proof, and check one independently."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from polos.cli.output import Json, print_fields, print_json, print_rows, say
from polos.errors import InputError, UnreadableFile
from polos.matches.agenda import (
    Agenda,
    Conflict,
    Meeting,
    Progress,
    Solution,
    Status,
    breaks_of,
    instance_violations,
    make_agenda,
    solve_instance,
    violations,
)
from polos.reports import wording
from polos.tables.event_files import from_csv, from_json, slots_from_csv
from polos.tables.events import Event, notes_of, require_sound
from polos.tables.meeting_instances import Instance, from_dzn

agenda = App(name="agenda", help="Make agendas of meetings with their proof, and check them.")

REFUSED = 2
Given = Annotated[Path | None, Parameter(negative="")]


@agenda.command
def solve(
    file: Path,
    /,
    *,
    fairness: int | None = None,
    time_limit: float = 60.0,
    seed: int = 0,
    requests: Given = None,
    slots: Given = None,
    zone: str = "UTC",
    tables: int | None = None,
    as_json: Json = False,
) -> None:
    """Make the best agenda there is, or the best found in time, with what is proven about it.

    FILE is an instance of the published meeting problem (.dzn), an event as JSON, or a table of participants
    as CSV beside --requests and --slots; the page "How the agenda is made" shows their shape. The status is
    optimal (nothing better exists), feasible (every rule holds), infeasible (no agenda keeps every rule; the
    rules that clash follow) or unknown. Progress goes to stderr.

    Shape of the JSON for an instance: ``status``, ``breaks``, ``bound``, ``gap``, ``seconds``, ``engine`` and
    ``slots`` (of each meeting). For an event: ``status``, ``breaks``, ``bound``, ``gap``, ``seconds``,
    ``engine``, ``levels`` (``name``, ``step``, ``achieved``, ``bound``, ``gap``), ``meetings`` (``request``,
    ``slot``, ``asks``, ``asked``, ``table``, ``interpreter``), ``unscheduled``, and ``conflict`` (``rules``
    and ``relaxation`` as sentences) where it is infeasible.

    Parameters
    ----------
    file
        The instance, the event, or the table of participants.
    fairness
        Instances only: the largest difference of breaks between two participants.
    time_limit
        Seconds; above 0.
    seed
        Where the search begins; what is proven optimal is equally good whatever the seed.
    requests
        With CSV: the table of requests.
    slots
        With CSV: the table of slots (id, starts, ends, session).
    zone
        With CSV: the time zone of the slots, such as Europe/Madrid.
    tables
        With CSV: how many tables there are; none given means a virtual event.
    as_json
        Answer as JSON.
    """
    read = _read(file)
    if isinstance(read, Instance):
        solution = solve_instance(
            read, fairness=fairness, time_limit=time_limit, seed=seed, on_progress=_say_solution
        )
        _print_solution(solution, as_json=as_json)
        return
    if fairness is not None:
        raise InputError(
            found="--fairness with an event",
            needed="an instance (.dzn); an event has a floor instead, and per person most and least",
            next_step="Leave --fairness out.",
        )
    event = read if isinstance(read, Event) else _event(read, (requests, slots), zone, tables)
    require_sound(event)
    for note in notes_of(event):
        say(wording.say(note, "en"))
    found = make_agenda(event, time_limit=time_limit, seed=seed, on_progress=_say_progress)
    _print_agenda(event, found, as_json=as_json)


@agenda.command
def check(file: Path, schedule: Path, /, *, fairness: int | None = None, as_json: Json = False) -> int:
    """Check a schedule against every rule; the checker shares no code with the search.

    SCHEDULE is JSON as ``polos agenda solve --json`` gives it. The exit code is 2 where a rule is broken.
    Shape of the JSON: ``violations``, a list of sentences, empty where the schedule is right.

    Parameters
    ----------
    file
        The instance (.dzn) or the event (JSON).
    schedule
        The schedule: ``slots`` of an instance, or ``meetings`` of an event.
    fairness
        Instances only: the largest difference of breaks between two participants.
    as_json
        Answer as JSON.
    """
    read, given = _read(file), _object(schedule)
    if isinstance(read, Instance):
        wrong = instance_violations(read, _slots(given), fairness=fairness)
    elif isinstance(read, Event):
        require_sound(read)
        wrong = tuple(wording.say(one, "en") for one in violations(read, _meetings(given)))
    else:
        raise _no_event()
    if as_json:
        print_json({"violations": wrong})
    else:
        print("\n".join(wrong) or "Every rule holds.")
    return REFUSED if wrong else 0


def _read(file: Path) -> Instance | Event | bytes:
    data = file.read_bytes()
    if file.suffix.lower() == ".dzn":
        return from_dzn(data)
    return from_json(data) if data.lstrip().startswith(b"{") else data


def _event(
    participants: bytes, files: tuple[Path | None, Path | None], zone: str, tables: int | None
) -> Event:
    requests, slots = files
    if requests is None or slots is None:
        raise _no_event()
    names = None if tables is None else tuple(str(number) for number in range(1, tables + 1))
    frame = Event("", zone, slots_from_csv(slots.read_bytes(), zone), (), (), names)
    return from_csv(participants, requests.read_bytes(), frame=frame)


def _no_event() -> InputError:
    return InputError(
        found="a file that is neither a .dzn instance nor JSON",
        needed="an instance, an event as JSON, or for `solve` a table of participants with --requests and "
        "--slots",
        next_step="Give the other tables, or the event as JSON.",
    )


def _object(file: Path) -> dict[str, Any]:
    try:
        plain = json.loads(file.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise _no_schedule(f"a file that is no JSON ({error})") from error
    if not isinstance(plain, dict):
        raise _no_schedule("JSON that is no object")
    return plain


def _slots(given: dict[str, Any]) -> list[int]:
    slots = given.get("slots")
    if not isinstance(slots, list) or not all(type(slot) is int for slot in slots):
        raise _no_schedule("no list of slots")
    return slots


def _meetings(given: dict[str, Any]) -> list[Meeting]:
    try:
        return [Meeting(**row) for row in given["meetings"]]
    except (KeyError, TypeError) as error:
        raise _no_schedule(f"meetings that cannot be read ({error})") from error


def _no_schedule(found: str) -> UnreadableFile:
    return UnreadableFile(
        found=found,
        needed="what `polos agenda solve --json` writes: slots for an instance, meetings for an event",
        next_step="Check that this is the right file.",
    )


def _say_solution(so_far: Solution) -> None:
    best = "none yet" if so_far.breaks is None else str(so_far.breaks)
    say(f"{so_far.seconds:6.1f} s  breaks {best}, not below {so_far.bound}")


def _say_progress(so_far: Progress) -> None:
    step = f" {so_far.step}" if so_far.step else ""
    gap = "" if so_far.gap is None else f", gap {so_far.gap:.1%}"
    say(f"{so_far.seconds:6.1f} s  {so_far.stage}{step}: {so_far.best}, bound {so_far.bound}{gap}")


def _print_solution(solution: Solution, *, as_json: bool) -> None:
    fields = asdict(solution) | {"gap": solution.gap}
    if as_json:
        print_json(fields)
        return
    print_fields({name: value for name, value in fields.items() if name != "slots"}, as_json=False)
    rows = [{"meeting": number, "slot": slot} for number, slot in enumerate(solution.slots, 1)]
    if rows:
        print()
        print_rows(rows, as_json=False)


def _print_agenda(event: Event, found: Agenda, *, as_json: bool) -> None:
    has_agenda = found.status in (Status.OPTIMAL, Status.FEASIBLE)
    levels = [asdict(level) | {"gap": level.gap} for level in found.levels]
    last = found.level("breaks")
    head = {
        "status": found.status,
        "breaks": sum(breaks_of(event, found.meetings).values()) if has_agenda else None,
        "bound": last.bound if last else None,
        "gap": last.gap if last else None,
        "seconds": found.seconds,
        "engine": found.engine,
    }
    conflict = found.conflict
    unscheduled = found.unscheduled(event) if has_agenda else ()
    if as_json:
        body = {"levels": levels, "meetings": found.meetings, "unscheduled": unscheduled}
        print_json(head | body | {"conflict": _sentences(conflict) if conflict else None})
        return
    print_fields(head, as_json=False)
    for rows in (levels, [asdict(meeting) for meeting in found.meetings]):
        if rows:
            print()
            print_rows(rows, as_json=False)
    if unscheduled:
        say(f"Not held: {', '.join(unscheduled)}")
    if conflict is not None:
        for title, those in _sentences(conflict).items():
            print(f"\n{title}:", *those, sep="\n")


def _sentences(conflict: Conflict) -> dict[str, list[str]]:
    return {
        "rules": [wording.say(rule, "en") for rule in conflict.rules],
        "relaxation": [wording.say(rule, "en") for rule in conflict.relaxation],
    }
