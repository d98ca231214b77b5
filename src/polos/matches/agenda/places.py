"""Where a request can be held at all: slot, persons and interpreters that every rule of its own allows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from polos.tables.events import Event, Interpreter, Participant, Priority, Request, Slot, attends


@dataclass(frozen=True)
class Place:
    """One way to hold a request; ``pool`` numbers the pool of interpreters, -1 where none is needed."""

    request: int
    slot: int
    asks: str
    asked: str
    pool: int = -1


@dataclass(frozen=True, eq=False)
class Ground:
    """An event as a search sees it: slots in order of time, people by id, and the places of each request.

    Interpreters of the same languages and the same absences form one ``pool``: which of them comes to which
    meeting makes no difference. ``only`` narrows the places of some requests.
    """

    event: Event
    only: Mapping[int, tuple[Place, ...]] = field(default_factory=dict)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(sorted(self.event.slots, key=lambda slot: slot.starts))

    @cached_property
    def slot_number(self) -> Mapping[str, int]:
        return {slot.id: number for number, slot in enumerate(self.slots)}

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        return self.event.requests

    @cached_property
    def people(self) -> Mapping[str, Participant]:
        return {person.id: person for person in self.event.participants}

    @cached_property
    def there(self) -> Mapping[str, frozenset[int]]:
        """The slots of each person, by number."""
        return {
            person.id: frozenset(self.slot_number[slot] for slot in attends(self.event, person))
            for person in self.event.participants
        }

    @cached_property
    def sides(self) -> Mapping[str, tuple[Participant, ...]]:
        """The persons of each party that a request names."""
        members: dict[str, list[Participant]] = defaultdict(list)
        for person in self.event.participants:
            members[person.organisation].append(person)
        named = {side for request in self.requests for side in (request.asks, request.asked)}
        return {side: (self.people[side],) if side in self.people else tuple(members[side]) for side in named}

    @cached_property
    def pools(self) -> tuple[tuple[Interpreter, ...], ...]:
        alike: dict[tuple[frozenset[str], frozenset[str]], list[Interpreter]] = defaultdict(list)
        for one in self.event.interpreters:
            alike[frozenset(one.languages), one.away].append(one)
        return tuple(tuple(pool) for pool in alike.values())

    @cached_property
    def fixed(self) -> Mapping[str, int]:
        """The slot of each fixed request, by number."""
        return {one.request: self.slot_number[one.slot] for one in self.event.fixed}

    @cached_property
    def runs(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the slots of each session, in order: breaks are counted within one of these."""
        sessions: dict[str, list[int]] = defaultdict(list)
        for number, slot in enumerate(self.slots):
            sessions[slot.session].append(number)
        return tuple(tuple(numbers) for numbers in sessions.values())

    @cached_property
    def places(self) -> tuple[tuple[Place, ...], ...]:
        """The places of each request, in order of time; none where it can never be held."""
        return tuple(
            self.only[number] if number in self.only else self._places(number)
            for number in range(len(self.requests))
        )

    def is_open(self, number: int) -> bool:
        """Whether neither side nor the organiser forbids a request."""
        request = self.requests[number]
        refused = Priority.NO in (request.priority, request.answer)
        return not refused and request.id not in self.event.must_not

    def needs_table(self, place: Place) -> bool:
        """Whether a meeting takes one of the common tables: neither of the two has a booth."""
        return not (self.people[place.asks].booth or self.people[place.asked].booth)

    def interpreting(self, one: Participant, other: Participant) -> tuple[int, ...]:
        """Return the pools two persons can use; -1 alone where they need none, nothing where none helps."""
        if not one.languages or not other.languages or set(one.languages) & set(other.languages):
            return (-1,)
        return tuple(
            number
            for number, pool in enumerate(self.pools)
            if set(pool[0].languages) & set(one.languages) and set(pool[0].languages) & set(other.languages)
        )

    def pool_slots(self, pool: int) -> frozenset[int]:
        """The slots in which the interpreters of a pool are there."""
        away = {self.slot_number[slot] for slot in self.pools[pool][0].away}
        return frozenset(range(len(self.slots))) - away

    def _places(self, number: int) -> tuple[Place, ...]:
        if not self.is_open(number):
            return ()
        request = self.requests[number]
        only = {self.fixed[request.id]} if request.id in self.fixed else None
        found = []
        for one, other in product(self.sides[request.asks], self.sides[request.asked]):
            both = self.there[one.id] & self.there[other.id]
            if one.most == 0 or other.most == 0:
                continue
            for pool in self.interpreting(one, other):
                slots = both if pool < 0 else both & self.pool_slots(pool)
                slots = slots if only is None else slots & only
                found += [Place(number, slot, one.id, other.id, pool) for slot in slots]
        return tuple(sorted(found, key=lambda place: (place.slot, place.asks, place.asked, place.pool)))
