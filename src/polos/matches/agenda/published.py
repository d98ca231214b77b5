"""The published meeting problem, solved to proof: core-guided MaxSAT and CP-SAT side by side.

All meetings are held, one a participant and slot, at most as many in a slot as there are tables; the breaks
of all participants are made few, no two participants differing by more than ``fairness`` breaks.

The model follows Bofill et al. (2022), JAIR 74, 263-301, with the constraints that follow from the others and
make proofs short: each participant is busy in exactly as many slots as they have meetings; at most twice as
many participants as tables are busy in a slot; meetings of one participant, of which only one can take place
in a slot, count once before tables are counted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from polos.errors import InputError
from polos.matches.agenda.counting import Counter, Literal, opposite, require_any
from polos.matches.agenda.making import require_time
from polos.matches.agenda.schedule import Status, Stop
from polos.solvers.model import Aim, Job, Model
from polos.solvers.running import Clock, Message, messages
from polos.tables.meeting_instances import Instance

MAXSAT, SAT, CP_SAT = "polos.solvers.maxsat", "polos.solvers.steps", "polos.solvers.cpsat"
# Two engines look for proofs. Where MaxSAT has not even found that something has to cost, the optimum is
# likely to be 0 and only a schedule is missing: a second SAT solver looks for it too. CP-SAT comes last,
# for the best schedule without proof.
SECOND_AFTER, CP_SAT_AFTER = 20.0, 60.0


@dataclass(frozen=True)
class Solution:
    """Slots of the meetings in their order, with what is proven: no schedule has fewer breaks than ``bound``.

    ``slots`` is empty and ``breaks`` unknown where no schedule was found, or where none exists.
    """

    status: Status
    slots: tuple[int, ...] = ()
    breaks: int | None = None
    bound: int | None = None
    seconds: float = 0.0
    engine: str = ""

    @property
    def gap(self) -> float | None:
        """Distance of the bound from the breaks as a share of the breaks; ``None`` where one is unknown."""
        if self.breaks is None or self.bound is None:
            return None
        return (self.breaks - self.bound) / max(self.breaks, 1)


@dataclass(eq=False)
class InstanceModel:
    """The model of an instance: ``held`` numbers the variable of each meeting and slot."""

    instance: Instance
    model: Model = field(default_factory=Model)
    held: dict[tuple[int, int], int] = field(default_factory=dict)
    busy: dict[tuple[int, int], int] = field(default_factory=dict)

    def slots(self, true: Iterable[int]) -> tuple[int, ...]:
        """Return the slot of each meeting in a solution."""
        chosen = set(true)
        found = {meeting: slot for (meeting, slot), variable in self.held.items() if variable in chosen}
        return tuple(found[meeting] for meeting in range(1, len(self.instance.meetings) + 1))


def solve_instance(
    instance: Instance,
    *,
    fairness: int | None = None,
    time_limit: float = 120.0,
    seed: int = 0,
    on_progress: Callable[[Solution], None] | None = None,
    stop: Stop | None = None,
) -> Solution:
    """Return a schedule with the fewest breaks, with its proof, or the best and a bound when time is up.

    Raises
    ------
    InputError
        When the time limit is not above 0, or the fairness bound is negative.
    """
    require_time(time_limit)
    if fairness is not None and fairness < 0:
        raise InputError(
            found=f"a fairness bound of {fairness}",
            needed="0 or more: the largest difference of breaks between two participants",
            next_step="Correct the fairness bound, or leave it out.",
        )
    clock = Clock()
    made = modelled_instance(instance, fairness=fairness)
    if made is None:
        return Solution(Status.INFEASIBLE, seconds=clock.seconds, engine="windows")
    found = _Found(made, clock, on_progress)
    jobs = {
        "MaxSAT": Job(MAXSAT, made.model, seed=seed),
        "SAT": Job(SAT, made.model, seed=seed),
        "SAT, second": Job(
            SAT,
            made.model,
            seed=seed + 1,
            options={"solver": "cadical153", "encoding": "modulo", "configuration": {}},
            after=SECOND_AFTER,
            when=lambda: found.bound == 0 and found.breaks is None,
        ),
        "CP-SAT": Job(CP_SAT, made.model, seed=seed, options={"workers": 2}, after=CP_SAT_AFTER),
    }
    for message in messages(jobs, limit=max(0.1, time_limit - clock.seconds), stop=stop):
        found.hear(message)
        if found.is_done:
            break
    return found.solution()


class _Found:
    """The best schedule and the best bound of all engines so far."""

    def __init__(
        self, made: InstanceModel, clock: Clock, on_progress: Callable[[Solution], None] | None
    ) -> None:
        self.made, self.clock, self.on_progress = made, clock, on_progress
        self.slots: tuple[int, ...] = ()
        self.breaks: int | None = None
        self.bound, self.engine, self.is_infeasible = 0, "", False
        self.failed: list[Message] = []

    @property
    def is_done(self) -> bool:
        return self.is_infeasible or self.breaks == self.bound

    def hear(self, message: Message) -> None:
        values, before = message.values, (self.breaks, self.bound)
        if message.kind in ("solution", "bound", "aim") and values["bound"] > self.bound:
            self.bound, self.engine = values["bound"], message.engine
        if message.kind == "solution" and (self.breaks is None or values["cost"] < self.breaks):
            self.breaks, self.engine = values["cost"], message.engine
            self.slots = self.made.slots(values["true"])
        if message.kind == "end" and values["status"] == "infeasible":
            self.is_infeasible, self.engine = True, message.engine
        if message.kind == "failed":
            self.failed.append(message)
            if len(self.failed) == 4:
                raise RuntimeError("; ".join(f"{m.engine}: {m.values['error']}" for m in self.failed))
        if self.on_progress is not None and before != (self.breaks, self.bound):
            self.on_progress(self.solution())

    def solution(self) -> Solution:
        seconds = self.clock.seconds
        if self.is_infeasible:
            return Solution(Status.INFEASIBLE, seconds=seconds, engine=self.engine)
        if self.breaks is None:
            return Solution(Status.UNKNOWN, bound=self.bound, seconds=seconds)
        status = Status.OPTIMAL if self.is_done else Status.FEASIBLE
        return Solution(status, self.slots, self.breaks, self.bound, seconds, self.engine)


def modelled_instance(instance: Instance, *, fairness: int | None) -> InstanceModel | None:
    """Return the model of an instance, or ``None`` where a meeting or a participant has too few slots."""
    windows = _windows(instance)
    if any(not slots for slots in windows.values()):
        return None
    made = InstanceModel(instance)
    _meetings(made, windows)
    breaks: dict[int, list[int]] = {}
    for participant in range(1, instance.participants + 1):
        meetings = instance.of(participant)
        ends = _participant(made, participant, meetings) if meetings else []
        if ends is None:
            return None
        breaks[participant] = ends
    _tables(made)
    if fairness is not None:
        _fair(made.model, breaks, fairness)
    made.model.aims.append(Aim("breaks", tuple(end for ends in breaks.values() for end in ends)))
    return made


def _windows(instance: Instance) -> dict[int, set[int]]:
    """The slots of each meeting that sessions, forbidden and fixed slots and precedences leave."""
    slots = {m: set(instance.allowed(m)) for m in range(1, len(instance.meetings) + 1)}
    is_changed = True
    while is_changed and all(slots.values()):
        is_changed = False
        for earlier, later in instance.precedences:
            if not slots[earlier] or not slots[later]:
                break
            after = {slot for slot in slots[later] if slot > min(slots[earlier])}
            before = {slot for slot in slots[earlier] if slot < max(slots[later])}
            is_changed = is_changed or (after, before) != (slots[later], slots[earlier])
            slots[later], slots[earlier] = after, before
    return slots


def _meetings(made: InstanceModel, windows: Mapping[int, set[int]]) -> None:
    model, held = made.model, made.held
    for meeting, slots in windows.items():
        for slot in sorted(slots):
            held[meeting, slot] = model.variable()
        _exactly_one(model, [held[meeting, slot] for slot in sorted(slots)])
    for earlier, later in made.instance.precedences:
        for slot in windows[later]:
            model.require(-held[later, slot], *(held[earlier, s] for s in windows[earlier] if s < slot))
        for slot in windows[earlier]:
            model.require(-held[earlier, slot], *(held[later, s] for s in windows[later] if s > slot))


def _exactly_one(model: Model, literals: list[int]) -> None:
    model.require(*literals)
    _at_most_one(model, literals)


def _at_most_one(model: Model, literals: list[int]) -> None:
    for number, one in enumerate(literals):
        for other in literals[:number]:
            model.require(-one, -other)


def _participant(made: InstanceModel, participant: int, meetings: tuple[int, ...]) -> list[int] | None:
    """Add what concerns one participant; return the variables of the ends of their breaks."""
    model, busy = made.model, made.busy
    for slot in range(1, made.instance.slots + 1):
        here = [made.held[m, slot] for m in meetings if (m, slot) in made.held]
        if here:
            busy[participant, slot] = _either(model, here)
            _at_most_one(model, here)
    slots = [slot for slot in range(1, made.instance.slots + 1) if (participant, slot) in busy]
    if len(slots) < len(meetings):
        return None
    counter = Counter(model, [busy[participant, slot] for slot in slots], exactly=len(meetings))
    ends = []
    for number, (before, slot) in enumerate(pairwise(slots), 1):
        begun = counter.at_least(number, 1)
        end = _end_of_break(made, (participant, before, slot), begun)
        if end is not None:
            ends.append(end)
    return ends if len(meetings) > 1 else []


def _end_of_break(made: InstanceModel, at: tuple[int, int, int], begun: Literal) -> int | None:
    """A variable that is true where a participant goes on after an idle slot, having begun before."""
    participant, before, slot = at
    if begun is False:
        return None
    model, end = made.model, made.model.variable()
    now = made.busy[participant, slot]
    just: Literal = made.busy[participant, before] if before == slot - 1 else False
    require_any(model, end, -now, just, opposite(begun))
    require_any(model, -end, now)
    require_any(model, -end, opposite(just))
    require_any(model, -end, begun)
    return end


def _either(model: Model, literals: list[int]) -> int:
    """A variable that is true exactly when one of the literals is."""
    if len(literals) == 1:
        return literals[0]
    variable = model.variable()
    model.require(-variable, *literals)
    for one in literals:
        model.require(-one, variable)
    return variable


def _tables(made: InstanceModel) -> None:
    instance, model = made.instance, made.model
    groups = tuple(_groups(instance))
    for slot in range(1, instance.slots + 1):
        in_use = []
        for group in groups:
            here = [made.held[m, slot] for m in group if (m, slot) in made.held]
            if here:
                in_use.append(_either(model, here))
        if len(in_use) > instance.tables:
            model.limit(in_use, most=instance.tables)
        present = [busy for (_, at), busy in made.busy.items() if at == slot]
        if len(present) > 2 * instance.tables:
            model.limit(present, most=2 * instance.tables)


def _groups(instance: Instance) -> Iterator[tuple[int, ...]]:
    """Meetings in groups of which one a slot can take place: those of the busiest participant, and so on."""
    left: dict[int, set[int]] = defaultdict(set)
    for number, (one, other, _) in enumerate(instance.meetings, 1):
        left[one].add(number)
        left[other].add(number)
    while any(left.values()):
        busiest = max(left, key=lambda participant: (len(left[participant]), -participant))
        group = tuple(sorted(left[busiest]))
        yield group
        for those in left.values():
            those.difference_update(group)


def _fair(model: Model, breaks: Mapping[int, list[int]], fairness: int) -> None:
    """For each count: when anybody has so many breaks more than the bound, then everybody has so many."""
    if any(not ends for ends in breaks.values()):
        for ends in breaks.values():
            if len(ends) > fairness:
                model.limit(ends, most=fairness)
        return
    counters = [Counter(model, ends) for ends in breaks.values()]
    for count in range(1, max(counter.length for counter in counters) + 1):
        everybody = model.variable()
        for counter in counters:
            require_any(model, -everybody, counter.at_least(counter.length, count))
            require_any(model, opposite(counter.at_least(counter.length, count + fairness)), everybody)
