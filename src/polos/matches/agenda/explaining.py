"""Why a request is not held, or why no agenda is possible at all: rules that clash, and what would be enough.

The rules are put down once more, each behind a switch of its own; a solver then finds a smallest set of
switches that cannot all be on, and the fewest to turn off. That one person cannot be in two places is never
among those.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from polos.errors import UnknownName
from polos.matches.agenda.codes import RuleCode
from polos.matches.agenda.places import Ground
from polos.matches.agenda.schedule import Agenda, Conflict, Meeting, Rule, Stop
from polos.solvers.model import Job, Model
from polos.solvers.running import messages
from polos.tables.events import Event, Participant, Priority, require_sound

CORES = "polos.solvers.cores"
MOST_PLACES = 300_000  # above this, least numbers of meetings are not looked at: they bear on every request

Cell = tuple[int, int, str, str, int]  # request, slot, the two persons, pool of interpreters


def explain_event(event: Event, *, time_limit: float = 30.0, stop: Stop | None = None) -> Conflict:
    """Return why no agenda keeps every rule, or that one does (``possible``).

    Raises
    ------
    WrongRows
        When the event has faults.
    """
    require_sound(event)
    return _asked(_Question(Ground(event)), "impossible", time_limit, stop)


def explain_request(
    event: Event, agenda: Agenda, request_id: str, *, time_limit: float = 10.0, stop: Stop | None = None
) -> Conflict:
    """Return why a request is not held: by the rules alone, or beside the meetings of the agenda as they are.

    ``possible`` means that it is held, or could be added without touching any other meeting.

    Raises
    ------
    UnknownName
        When the event has no such request.
    WrongRows
        When the event has faults.
    """
    require_sound(event)
    ground = Ground(event)
    number = next((n for n, one in enumerate(ground.requests) if one.id == request_id), None)
    if number is None:
        raise UnknownName(
            found=f"the request {request_id!r}", needed="a request of the event", next_step="Check the id."
        )
    if any(meeting.request == request_id for meeting in agenda.meetings):
        return Conflict("possible")
    alone = _asked(_Question(ground, wanted=number), "impossible", time_limit / 2, stop)
    if alone.kind == "impossible":
        return alone
    beside = _Question(ground, wanted=number, stays=agenda.meetings)
    return _asked(beside, "crowded_out", time_limit / 2, stop)


def _asked(question: "_Question", kind: str, time_limit: float, stop: Stop | None) -> Conflict:
    rules = {switch: rule for rule, switch in question.switches.items()}
    never = (RuleCode.AT_ONCE, RuleCode.WANTED)
    options = {"rules": list(rules), "fixed": [s for s, rule in rules.items() if rule[0] in never]}
    job = Job(CORES, question.model, options=options)
    core: tuple[Rule, ...] | None = None
    for message in messages({"reasons": job}, limit=time_limit, stop=stop):
        if message.kind == "possible":
            return Conflict("possible")
        if message.kind == "failed":
            raise RuntimeError(f"The search for reasons ended without an answer: {message.values['error']}")
        if message.kind == "core":
            core = tuple(_rule(rules[switch]) for switch in message.values["rules"])
        if message.kind == "relaxation":
            fewest = tuple(_rule(rules[switch]) for switch in message.values["rules"] or ())
            return Conflict(kind, core or (), fewest)
    return Conflict("unknown" if core is None else kind, core or (), proven=False)


Key = tuple[RuleCode, tuple[str | int, ...]]


def _rule(key: Key) -> Rule:
    code, values = key
    return Rule(code, dict(zip(code.fields, values, strict=True)))


@dataclass(eq=False)
class _Question:
    """The rules with a switch each, for the requests that have to be held and those that bear on them."""

    ground: Ground
    wanted: int | None = None
    stays: tuple[Meeting, ...] = ()
    model: Model = field(default_factory=Model)
    switches: dict[Key, int] = field(default_factory=dict)
    cells: dict[Cell, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        event = self.ground.event
        number = {request.id: n for n, request in enumerate(self.ground.requests)}
        required = {number[one] for one in (*event.must, *self.ground.fixed)}
        if self.wanted is not None:
            required.add(self.wanted)
        kept = {number[m.request]: m for m in self._near()}
        relevant = required | set(kept) | set(self._for_least())
        for one in sorted(relevant):
            self._place(one, kept.get(one))
        for one in sorted(relevant):
            self._require(one, kept.get(one))
        self._people()
        self._shared()

    def _switch(self, code: RuleCode, *values: str | int) -> int:
        key = (code, values)
        if key not in self.switches:
            self.switches[key] = self.model.variable()
        return self.switches[key]

    def _near(self) -> tuple[Meeting, ...]:
        """The meetings of the agenda with a person of the wanted request; the others only take tables."""
        if self.wanted is None:
            return ()
        request = self.ground.requests[self.wanted]
        people = {p.id for side in (request.asks, request.asked) for p in self.ground.sides[side]}
        return tuple(m for m in self.stays if m.request != request.id and people & set(m.people))

    def _for_least(self) -> Iterator[int]:
        """Requests of people who are to have a least number of meetings, where these are not too many."""
        least = {p.id for p in self.ground.event.participants if p.least}
        size = len(self.ground.requests) * len(self.ground.slots)
        if self.stays or not least or size > MOST_PLACES:
            return
        for number, request in enumerate(self.ground.requests):
            if any(p.id in least for side in (request.asks, request.asked) for p in self.ground.sides[side]):
                yield number

    def _place(self, number: int, kept: Meeting | None) -> None:
        ground, request = self.ground, self.ground.requests[number]
        slots = range(len(ground.slots)) if kept is None else (ground.slot_number[kept.slot],)
        cells = []
        for one, other in product(ground.sides[request.asks], ground.sides[request.asked]):
            helped = [pool for pool in ground.interpreting(one, other) if pool >= 0]
            for slot, pool in product(slots, (-1, *helped)):
                cell = (number, slot, one.id, other.id, pool)
                self.cells[cell] = self.model.variable()
                cells.append(self.cells[cell])
                self._conditions(cell, one, other)
        self.model.limit(cells, most=1)

    def _conditions(self, cell: Cell, one: Participant, other: Participant) -> None:
        model, ground, variable = self.model, self.ground, self.cells[cell]
        _, slot, _, _, pool = cell
        for person in (one, other):
            if slot not in ground.there[person.id]:
                model.require(-self._switch(RuleCode.PRESENCE, person.id), -variable)
        if pool < 0 and -1 not in ground.interpreting(one, other):
            model.require(-self._switch(RuleCode.LANGUAGE, one.id, other.id), -variable)
        if pool >= 0 and slot not in ground.pool_slots(pool):
            switch = self._switch(RuleCode.INTERPRETERS, len(ground.event.interpreters))
            model.require(-switch, -variable)

    def _require(self, number: int, kept: Meeting | None) -> None:
        event, request = self.ground.event, self.ground.requests[number]
        mine = {cell: variable for cell, variable in self.cells.items() if cell[0] == number}
        held = list(mine.values())
        model = self.model
        if Priority.NO in (request.priority, request.answer):
            switch = self._switch(RuleCode.REFUSED, request.id)
            for variable in held:
                model.require(-switch, -variable)
        if request.id in event.must_not:
            switch = self._switch(RuleCode.MUST_NOT, request.id)
            for variable in held:
                model.require(-switch, -variable)
        if number == self.wanted:
            model.require(-self._switch(RuleCode.WANTED, request.id), *held)
        if kept is not None:
            model.require(-self._switch(RuleCode.STAYS, request.id, kept.slot), *held)
        elif request.id in event.must:
            model.require(-self._switch(RuleCode.MUST, request.id), *held)
        if request.id in self.ground.fixed and kept is None:
            slot = self.ground.fixed[request.id]
            switch = self._switch(RuleCode.FIXED, request.id, self.ground.slots[slot].id)
            model.require(-switch, *(variable for cell, variable in mine.items() if cell[1] == slot))

    def _people(self) -> None:
        at: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for (_, slot, one, other, _), variable in self.cells.items():
            at[one][slot].append(variable)
            at[other][slot].append(variable)
        for person in self.ground.event.participants:
            name, slots = person.id, at[person.id]
            for variables in slots.values():
                if len(variables) > 1:
                    self.model.limit(variables, most=1, guard=self._switch(RuleCode.AT_ONCE, name))
            self._counts(person, slots)

    def _counts(self, person: Participant, slots: Mapping[int, list[int]]) -> None:
        model, everything = self.model, [v for variables in slots.values() for v in variables]
        if person.most is not None and len(everything) > person.most:
            switch = self._switch(RuleCode.MOST, person.id, person.most)
            model.limit(everything, most=person.most, guard=switch)
        if person.least and not self.stays and self._counts_least():
            switch = self._switch(RuleCode.LEAST, person.id, person.least)
            model.limit(everything, least=person.least, guard=switch)
        if person.most_in_a_row is not None:
            switch = self._switch(RuleCode.IN_A_ROW, person.id, person.most_in_a_row)
            for run in self.ground.runs:
                for first in range(len(run) - person.most_in_a_row):
                    those = run[first : first + person.most_in_a_row + 1]
                    window = [variable for slot in those for variable in slots.get(slot, ())]
                    if len(window) > person.most_in_a_row:
                        model.limit(window, most=person.most_in_a_row, guard=switch)

    def _counts_least(self) -> bool:
        return len(self.ground.requests) * len(self.ground.slots) <= MOST_PLACES

    def _shared(self) -> None:
        ground, model = self.ground, self.model
        others = self._taken_by_others()
        at_tables: dict[int, list[int]] = defaultdict(list)
        through: dict[tuple[int, int], list[int]] = defaultdict(list)
        for (_, slot, one, other, pool), variable in self.cells.items():
            if not (ground.people[one].booth or ground.people[other].booth):
                at_tables[slot].append(variable)
            if pool >= 0:
                through[pool, slot].append(variable)
        tables = ground.event.tables
        for slot, variables in at_tables.items():
            left = len(tables or ()) - others[slot, -1]
            if tables is not None and len(variables) > left:
                model.limit(variables, most=max(left, 0), guard=self._switch(RuleCode.TABLES, len(tables)))
        for (pool, slot), variables in through.items():
            left = max(len(ground.pools[pool]) - others[slot, pool], 0)
            switch = self._switch(RuleCode.INTERPRETERS, len(ground.event.interpreters))
            if len(variables) > left:
                model.limit(variables, most=left, guard=switch)

    def _taken_by_others(self) -> Mapping[tuple[int, int], int]:
        """How many tables (pool -1) and interpreters of each pool the meetings that are not near take."""
        ground, near = self.ground, {meeting.request for meeting in self._near()}
        pools = {one.id: number for number, pool in enumerate(ground.pools) for one in pool}
        found: dict[tuple[int, int], int] = defaultdict(int)
        for meeting in self.stays:
            if meeting.request in near or meeting.slot not in ground.slot_number:
                continue
            slot = ground.slot_number[meeting.slot]
            found[slot, -1] += not any(ground.people[name].booth for name in meeting.people)
            if meeting.interpreter in pools:
                found[slot, pools[meeting.interpreter]] += 1
        return found
