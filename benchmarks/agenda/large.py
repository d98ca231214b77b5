"""A large event three ways: greedy, CP-SAT alone, and as ``make_agenda`` does it; and its repair on the day.

``python -m benchmarks.agenda.large [TABLE]`` writes the table.
"""

import json
import os
import resource
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.agenda.events import event
from benchmarks.figures import machine
from polos.matches.agenda import (
    Agenda,
    Progress,
    Repair,
    make_agenda,
    quick_agenda,
    repair_agenda,
    violations,
)
from polos.matches.agenda.event_model import modelled
from polos.matches.agenda.making import CP_SAT, Search
from polos.matches.agenda.places import Ground
from polos.solvers.model import Job
from polos.solvers.running import Clock, messages
from polos.tables.events import Event

SECONDS = 60.0


@dataclass(frozen=True)
class Row:
    """One way to make the agenda of one event; ``bound`` is the same for all ways."""

    event: str
    way: str
    first: float | None
    seconds: float
    meetings: int
    floors: str
    value: int
    bound: int
    breaks: int

    @property
    def gap(self) -> float:
        """Distance of the value from its bound, as a share of the bound."""
        return (self.bound - self.value) / self.bound


def rows(name: str, drawn: Event) -> tuple[list[Row], Agenda]:
    """Make the agenda all three ways."""
    seen: list[Progress] = []
    best = make_agenda(drawn, time_limit=SECONDS, on_progress=seen.append)
    first = next((p.seconds for p in seen if p.agenda is not None), None)
    level = best.level("value")
    bound = level.bound if level else 0
    quick = quick_agenda(drawn)
    alone, found_at = by_cp_sat(drawn)
    made = [("make_agenda", best, first), ("CP-SAT alone", alone, found_at), ("greedy", quick, quick.seconds)]
    return [_row(name, way, agenda, at, bound, drawn) for way, agenda, at in made], best


def by_cp_sat(drawn: Event) -> tuple[Agenda, float | None]:
    """Return what CP-SAT finds from nothing, and when it had a first agenda."""
    clock = Clock()
    made = modelled(Ground(drawn))
    search, found_at = Search(made, clock, None), None
    for message in messages({"CP-SAT": Job(CP_SAT, made.model)}, limit=SECONDS - clock.seconds):
        search.hear(message)
        if found_at is None and message.kind == "solution":
            found_at = clock.seconds
    return search.result(), found_at


def _row(name: str, way: str, agenda: Agenda, first: float | None, bound: int, drawn: Event) -> Row:
    wrong = violations(drawn, agenda.meetings) if agenda.meetings else ()
    if wrong:
        raise RuntimeError(f"{way} breaks {Counter(one.code for one in wrong)}")
    told = {(level.name, level.step): level.achieved for level in agenda.levels}
    floors = " ".join(str(told.get(("floor", step), 0)) for step in range(1, drawn.floor + 1))
    value, breaks = told.get(("value", 0), 0), told.get(("breaks", 0), 0)
    return Row(name, way, first, agenda.seconds, len(agenda.meetings), floors, value, bound, breaks)


def no_show(drawn: Event, agenda: Agenda) -> Event:
    """The event when its busiest person does not come."""
    counts = Counter(name for meeting in agenda.meetings for name in meeting.people)
    gone, everywhere = counts.most_common(1)[0][0], frozenset(slot.id for slot in drawn.slots)
    people = (replace(p, away=everywhere) if p.id == gone else p for p in drawn.participants)
    return replace(drawn, participants=tuple(people))


def memory() -> float:
    """The most memory this process or one of its engines has held, in megabytes."""
    return (
        max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        / 1024
    )


@dataclass(frozen=True)
class Measured:
    """What was measured: all ways for both events, the repair with its seconds, and memory in megabytes."""

    rows: list[Row]
    repair: Repair
    repair_seconds: float
    is_right: bool
    megabytes: float


def measured() -> Measured:
    """Make both events all three ways, and repair the first."""
    venue, virtual = event(1), event(1, tables=None)
    found, best = rows("at tables", venue)
    found += rows("virtual", virtual)[0]
    clock, absent = Clock(), no_show(venue, best)
    repair = repair_agenda(absent, best.meetings, time_limit=5)
    took = clock.seconds
    return Measured(found, repair, took, not violations(absent, repair.agenda.meetings), memory())


def report(all_of: Measured) -> str:
    """Write the table."""
    repair, kinds = all_of.repair, Counter(change.kind for change in all_of.repair.changes)
    load = ", ".join(f"{one:.0f}" for one in os.getloadavg())
    lines = [
        "# A large event",
        "",
        f"Measured on {datetime.now(UTC):%Y-%m-%d} by `python -m benchmarks.agenda.large`. {machine()}.",
        f"Load of the machine at the end (1, 5, 15 minutes): {load}.",
        "",
        "300 participants of two continents, 2,500 requests, 24 slots over two days, four languages, six",
        "interpreters; 60 tables, or virtual within working hours at home. First: seconds until a first",
        "agenda that keeps every rule. Floors: parties with at least 1, 2 and 3 meetings. Bound: no agenda",
        "has more value (linear relaxation). Every agenda passed the checker.",
        "",
        "| event | way | first | seconds | meetings | floors | value | bound | gap | breaks |",
        "|---|---|---:|---:|---:|---|---:|---:|---:|---:|",
        *map(_line, all_of.rows),
        "",
        f"Most memory of one process: {all_of.megabytes:.0f} MB.",
        "",
        f"Repair when the busiest person does not come: {all_of.repair_seconds:.1f} s. "
        f"Other meetings changed: {repair.fewest}, "
        f"{'proven to be the fewest' if repair.proven else 'not proven'}. "
        f"Changes in all: {json.dumps(dict(kinds))}. "
        f"{'Every rule kept.' if all_of.is_right else 'RULES BROKEN.'}",
        "",
    ]
    return "\n".join(lines)


def _line(row: Row) -> str:
    first = "none" if row.first is None else f"{row.first:.1f}"
    ends = (
        f"{row.value} | {row.bound} | {row.gap:.2%} | {row.breaks} |"
        if row.meetings
        else f"none | {row.bound} | | |"
    )
    return f"| {row.event} | {row.way} | {first} | {row.seconds:.1f} | {row.meetings} | {row.floors} | {ends}"


TABLE = Path(__file__).with_name("LARGE.md")

if __name__ == "__main__":
    table = Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE
    table.write_text(report(measured()), "utf-8")
    print(table.read_text("utf-8"))
