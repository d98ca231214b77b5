"""The rules and aims of an event as a model for solvers, and solutions of it as places again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from polos.matches.agenda.places import Ground, Place
from polos.matches.agenda.schedule import Level
from polos.solvers.model import Aim, Model
from polos.tables.events import Participant


@dataclass(eq=False)
class EventModel:
    """A model of an event with the meaning of its variables.

    ``place`` numbers the variable of each place; ``held`` of each request; ``busy`` of each person and slot;
    ``reached`` of each party and step of the floor; ``starts`` and ``met`` of the breaks. ``aims`` gives the
    name, the step and how a cost becomes what :class:`Level` reports: (sign, constant).
    """

    ground: Ground
    model: Model = field(default_factory=Model)
    place: dict[Place, int] = field(default_factory=dict)
    held: dict[int, int] = field(default_factory=dict)
    busy: dict[tuple[str, int], int] = field(default_factory=dict)
    reached: dict[tuple[str, int], int] = field(default_factory=dict)
    starts: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    met: dict[tuple[str, int], tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    aims: list[tuple[str, int, int, int]] = field(default_factory=list)

    @cached_property
    def by_person(self) -> Mapping[tuple[str, int], Sequence[int]]:
        """The variables of the places of each person and slot."""
        found: dict[tuple[str, int], list[int]] = defaultdict(list)
        for place, variable in self.place.items():
            found[place.asks, place.slot].append(variable)
            found[place.asked, place.slot].append(variable)
        return found

    def places(self, true: Iterable[int]) -> tuple[Place, ...]:
        """Return the places of a solution."""
        chosen = set(true)
        return tuple(place for place, variable in self.place.items() if variable in chosen)

    def solution(self, places: Iterable[Place]) -> tuple[int, ...]:
        """Return every variable that is true when these places are taken."""
        chosen = tuple(places)
        true = {self.place[place] for place in chosen} | {self.held[place.request] for place in chosen}
        taken = {(name, place.slot) for place in chosen for name in (place.asks, place.asked)}
        true |= {variable for key, variable in self.busy.items() if key in taken}
        counts: dict[str, int] = defaultdict(int)
        for place in chosen:
            request = self.ground.requests[place.request]
            counts[request.asks] += 1
            counts[request.asked] += 1
        true |= {variable for (party, step), variable in self.reached.items() if counts[party] >= step}
        for (name, slot), (variable, before) in self.starts.items():
            if (name, slot) in taken and (before < 0 or (name, before) not in taken):
                true.add(variable)
        for (name, _), (variable, slots) in self.met.items():
            if any((name, slot) in taken for slot in slots):
                true.add(variable)
        return tuple(sorted(true))

    def level(self, aim: int, cost: int, bound: int) -> Level:
        """Return what a cost and its bound mean for the aim of this number."""
        name, step, sign, constant = self.aims[aim]
        return Level(name, constant + sign * cost, constant + sign * bound, step)


def modelled(ground: Ground, *, with_aims: bool = True) -> EventModel:
    """Return the model of an event: every rule, and the aims floor, value and breaks in this order."""
    made = EventModel(ground)
    _requests(made)
    _people(made)
    _shared(made)
    if with_aims:
        _floors(made)
        _value(made)
        _breaks(made)
    return made


def value_model(ground: Ground) -> Model:
    """Return the model with value as the only aim and without what only other aims need: for its bound."""
    made = EventModel(ground)
    _requests(made)
    for variables in made.by_person.values():
        made.model.limit(variables, most=1)
    of: dict[str, dict[int, Sequence[int]]] = defaultdict(dict)
    for (name, slot), variables in made.by_person.items():
        of[name][slot] = variables
    for name, slots in of.items():
        _most(made, ground.people[name], slots)
    _shared(made)
    _value(made)
    return made.model


def _most(made: EventModel, person: Participant, slots: Mapping[int, Sequence[int]]) -> None:
    if person.most is not None and len(slots) > person.most:
        made.model.limit((v for variables in slots.values() for v in variables), most=person.most)
    if person.most_in_a_row is not None:
        for window in _windows(made.ground.runs, person.most_in_a_row + 1):
            if all(slot in slots for slot in window):
                row = (variable for slot in window for variable in slots[slot])
                made.model.limit(row, most=person.most_in_a_row)


def _requests(made: EventModel) -> None:
    ground, model = made.ground, made.model
    for number, places in enumerate(ground.places):
        variables = [made.place.setdefault(place, model.variable()) for place in places]
        request = ground.requests[number]
        is_needed = request.id in ground.event.must or request.id in ground.fixed
        if variables:
            made.held[number] = model.variable()
            model.equals_sum(made.held[number], variables)
        if is_needed:
            model.require(*((made.held[number],) if variables else ()))


def _people(made: EventModel) -> None:
    ground, model = made.ground, made.model
    for key, variables in made.by_person.items():
        made.busy[key] = model.variable()
        model.equals_sum(made.busy[key], variables)
    for person in ground.event.participants:
        slots = {
            slot: made.busy[person.id, slot]
            for slot in sorted(ground.there[person.id])
            if (person.id, slot) in made.busy
        }
        if person.least:
            model.limit(slots.values(), least=person.least)
        _most(made, person, {slot: (variable,) for slot, variable in slots.items()})


def _windows(runs: Iterable[tuple[int, ...]], length: int) -> Iterable[tuple[int, ...]]:
    return (run[at : at + length] for run in runs for at in range(len(run) - length + 1))


def _shared(made: EventModel) -> None:
    ground, model = made.ground, made.model
    at_tables: dict[int, list[int]] = defaultdict(list)
    through: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, variable in made.place.items():
        if ground.needs_table(place):
            at_tables[place.slot].append(variable)
        if place.pool >= 0:
            through[place.pool, place.slot].append(variable)
    if ground.event.tables is not None:
        for variables in at_tables.values():
            if len(variables) > len(ground.event.tables):
                model.limit(variables, most=len(ground.event.tables))
    for (pool, _), variables in through.items():
        model.limit(variables, most=len(ground.pools[pool]))


def _floors(made: EventModel) -> None:
    ground, model = made.ground, made.model
    of: dict[str, list[int]] = defaultdict(list)
    for number, held in made.held.items():
        of[ground.requests[number].asks].append(held)
        of[ground.requests[number].asked].append(held)
    for step in range(1, ground.event.floor + 1):
        literals = []
        for party, held in sorted(of.items()):
            if len(held) >= step:
                variable = made.reached[party, step] = model.variable()
                model.limit((*held, -variable), least=step, weights=(*(1,) * len(held), step))
                literals.append(-variable)
        if literals:
            model.aims.append(Aim(f"floor {step}", tuple(literals), share=0.2))
            made.aims.append(("floor", step, -1, len(literals)))


def _value(made: EventModel) -> None:
    ground, model = made.ground, made.model
    weights = tuple(ground.requests[number].value for number in made.held)
    model.aims.append(Aim("value", tuple(-held for held in made.held.values()), weights, share=0.75))
    made.aims.append(("value", 0, -1, sum(weights)))


def _breaks(made: EventModel) -> None:
    """Breaks: runs of meetings in a session beyond the first, starts of runs less one where there is any."""
    ground, model = made.ground, made.model
    literals: list[int] = []
    for person in ground.event.participants:
        for number, run in enumerate(ground.runs):
            slots = tuple(slot for slot in run if (person.id, slot) in made.busy)
            if len(slots) < 2:
                continue
            met = model.variable()
            model.require(-met, *(made.busy[person.id, slot] for slot in slots))
            made.met[person.id, number] = (met, slots)
            literals.append(-met)
            for slot, before in zip(run, (-1, *run), strict=False):
                if slot in slots:
                    start = model.variable()
                    earlier = made.busy.get((person.id, before))
                    model.require(start, -made.busy[person.id, slot], *((earlier,) if earlier else ()))
                    made.starts[person.id, slot] = (start, before)
                    literals.append(start)
    model.aims.append(Aim("breaks", tuple(literals), floor=len(made.met)))
    made.aims.append(("breaks", 0, 1, -len(made.met)))
