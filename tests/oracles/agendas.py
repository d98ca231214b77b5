"""Agendas by trying everything: every way to place every request, looked at with the plainest of rules."""

from collections.abc import Iterator
from itertools import combinations, product

from polos.matches.agenda import Meeting
from polos.tables.events import Event
from polos.tables.meeting_instances import Instance

WORTH = {"must": 3, "want": 2, "maybe": 1, "unanswered": 1, "no": 0}


def every_agenda(event: Event) -> Iterator[tuple[Meeting, ...]]:
    """Yield every set of meetings that keeps every rule; tables are left out, only their number counts."""
    people = {p.id: p for p in event.participants}
    choices = []
    for r in event.requests:
        sides = [
            [p.id for p in event.participants if side in (p.id, p.organisation)] for side in (r.asks, r.asked)
        ]
        helpers = ["", *(i.id for i in event.interpreters)]
        ways = [
            Meeting(r.id, s.id, a, b, "", h)
            for s, a, b, h in product(event.slots, *sides, helpers)
            if "no" not in (r.priority.value, r.answer.value)
            and r.id not in event.must_not
            and s.id not in people[a].away | people[b].away
            and _understood(event, a, b, h)
            and all(h != i.id or s.id not in i.away for i in event.interpreters)
            and all(f.request != r.id or f.slot == s.id for f in event.fixed)
        ]
        needed = r.id in event.must or any(f.request == r.id for f in event.fixed)
        choices.append([*ways, *([] if needed else [None])])
    for chosen in product(*choices):
        meetings = tuple(m for m in chosen if m is not None)
        if _fits(event, meetings):
            yield meetings


def _understood(event: Event, a: str, b: str, helper: str) -> bool:
    people = {p.id: p for p in event.participants}
    one, other = set(people[a].languages), set(people[b].languages)
    if not one or not other or one & other:
        return helper == ""
    return any(
        i.id == helper and one & set(i.languages) and other & set(i.languages) for i in event.interpreters
    )


def _fits(event: Event, meetings: tuple[Meeting, ...]) -> bool:
    booths = {p.id for p in event.participants if p.booth}
    for s in event.slots:
        here = [m for m in meetings if m.slot == s.id]
        busy = [name for m in here for name in m.people]
        helpers = [m.interpreter for m in here if m.interpreter]
        common = [m for m in here if not booths & set(m.people)]
        if len(set(busy)) < len(busy) or len(set(helpers)) < len(helpers):
            return False
        if event.tables is not None and len(common) > len(event.tables):
            return False
    for p in event.participants:
        mine = sum(p.id in m.people for m in meetings)
        if mine < p.least or (p.most is not None and mine > p.most):
            return False
        if p.most_in_a_row is not None and longest_run(event, p.id, meetings) > p.most_in_a_row:
            return False
    return True


def line(event: Event, name: str, meetings: tuple[Meeting, ...]) -> list[str]:
    """A person's day: for each session a word of x (meeting) and . (free)."""
    busy = {m.slot for m in meetings if name in m.people}
    slots = sorted(event.slots, key=lambda s: s.starts)
    sessions = list(dict.fromkeys(s.session for s in slots))
    return ["".join("x" if s.id in busy else "." for s in slots if s.session == one) for one in sessions]


def longest_run(event: Event, name: str, meetings: tuple[Meeting, ...]) -> int:
    return max(len(run) for word in line(event, name, meetings) for run in word.split("."))


def breaks(event: Event, meetings: tuple[Meeting, ...]) -> int:
    words = [word for p in event.participants for word in line(event, p.id, meetings)]
    return sum(len(word.strip(".").replace(".", " ").split()) - 1 for word in words if "x" in word)


def rank(event: Event, meetings: tuple[Meeting, ...]) -> tuple[int, ...]:
    """How good an agenda is, larger being better: floor by floor, value, and breaks with a minus."""
    sides = {r.id: (r.asks, r.asked) for r in event.requests}
    met = [side for m in meetings for side in sides[m.request]]
    floors = [sum(met.count(side) >= step for side in set(met)) for step in range(1, event.floor + 1)]
    worth = {r.id: WORTH[r.priority.value] * WORTH[r.answer.value] for r in event.requests}
    return (*floors, sum(worth[m.request] for m in meetings), -breaks(event, meetings))


def fewest_breaks(instance: Instance, fairness: int | None) -> int | None:
    """The fewest breaks of the published problem, ``None`` where no schedule keeps the rules."""
    found = []
    for slots in product(range(1, instance.slots + 1), repeat=len(instance.meetings)):
        each = _breaks_of_each(instance, slots)
        if each is not None and (fairness is None or max(each) - min(each) <= fairness):
            found.append(sum(each))
    return min(found, default=None)


def _breaks_of_each(instance: Instance, slots: tuple[int, ...]) -> list[int] | None:
    rows = list(zip(instance.meetings, slots, strict=True))
    for (a, b, session), slot in rows:
        if slot in instance.forbidden[a - 1] | instance.forbidden[b - 1]:
            return None
        if (session == 1 and slot > instance.morning_slots) or (
            session == 2 and slot <= instance.morning_slots
        ):
            return None
    for (one, slot), (other, at) in combinations(rows, 2):
        if slot == at and {*one[:2]} & {*other[:2]}:
            return None
    if any(slots.count(slot) > instance.tables for slot in slots):
        return None
    if any(slots[m - 1] != slot for m, slot in instance.fixed):
        return None
    if any(slots[a - 1] >= slots[b - 1] for a, b in instance.precedences):
        return None
    words = [
        "".join(
            "x" if any(p in row[:2] and slot == t for row, slot in rows) else "."
            for t in range(1, instance.slots + 1)
        )
        for p in range(1, instance.participants + 1)
    ]
    return [max(len(word.strip(".").replace(".", " ").split()) - 1, 0) for word in words]
