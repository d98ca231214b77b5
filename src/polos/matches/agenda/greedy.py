"""A first agenda at once: requests in order of need and value, each in the first place that is free."""

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable

from polos.matches.agenda.places import Ground, Place


class Draft:
    """Places taken so far, and what they use; it never holds two that exclude each other."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.taken: dict[int, Place] = {}
        self.busy: dict[str, set[int]] = defaultdict(set)
        self.tables: Counter[int] = Counter()
        self.interpreters: Counter[tuple[int, int]] = Counter()
        self.meetings: Counter[str] = Counter()

    def is_free(self, place: Place) -> bool:
        """Whether a place can be taken beside those taken already."""
        ground, tables = self.ground, self.ground.event.tables
        if place.request in self.taken:
            return False
        for name in (place.asks, place.asked):
            person = ground.people[name]
            if place.slot in self.busy[name]:
                return False
            if person.most is not None and len(self.busy[name]) >= person.most:
                return False
            if person.most_in_a_row is not None and self._run(name, place.slot) > person.most_in_a_row:
                return False
        if tables is not None and ground.needs_table(place) and self.tables[place.slot] >= len(tables):
            return False
        return place.pool < 0 or (self.interpreters[place.pool, place.slot] < len(ground.pools[place.pool]))

    def take(self, place: Place) -> None:
        """Take a place that is free."""
        request = self.ground.requests[place.request]
        self.taken[place.request] = place
        for name in (place.asks, place.asked):
            self.busy[name].add(place.slot)
        self.tables[place.slot] += self.ground.needs_table(place)
        self.interpreters[place.pool, place.slot] += place.pool >= 0
        self.meetings.update((request.asks, request.asked))

    def drop(self, place: Place) -> None:
        """Give up a place that was taken."""
        request = self.ground.requests[place.request]
        del self.taken[place.request]
        for name in (place.asks, place.asked):
            self.busy[name].discard(place.slot)
        self.tables[place.slot] -= self.ground.needs_table(place)
        self.interpreters[place.pool, place.slot] -= place.pool >= 0
        self.meetings.subtract((request.asks, request.asked))

    def best(self, number: int) -> Place | None:
        """Return the free place of a request that opens the fewest breaks, the earliest of these."""
        free = [place for place in self.ground.places[number] if self.is_free(place)]
        return min(
            free, key=lambda place: (self._apart(place), self.tables[place.slot], place.slot), default=None
        )

    def _apart(self, place: Place) -> int:
        """How many of the two persons have meetings, but none just before or after."""
        return sum(
            bool(self.busy[name]) and not {place.slot - 1, place.slot + 1} & self.busy[name]
            for name in (place.asks, place.asked)
        )

    def _run(self, name: str, slot: int) -> int:
        run = next(numbers for numbers in self.ground.runs if slot in numbers)
        at, length = run.index(slot), 1
        for step in (-1, 1):
            next_at = at + step
            while 0 <= next_at < len(run) and run[next_at] in self.busy[name]:
                length, next_at = length + 1, next_at + step
        return length


def first_places(ground: Ground, lot: str, *, kept: Iterable[Place] = ()) -> tuple[Place, ...] | None:
    """Return places that keep every rule, or ``None`` where this simple order of requests finds none.

    First what has to be held, then the least number of meetings of each person, then the floor of each
    party, then value; ``lot`` decides between equals, the same text always alike. ``kept`` are places to take
    first, as far as they are free.
    """
    draft = Draft(ground)
    for place in kept:
        if place in ground.places[place.request] and draft.is_free(place):
            draft.take(place)
    needed = [n for n, r in enumerate(ground.requests) if r.id in ground.event.must or r.id in ground.fixed]
    for number in sorted(needed, key=lambda n: len(ground.places[n])):
        _hold(draft, number)
    drawn = [zlib.crc32(f"{lot} {request.id}".encode()) for request in ground.requests]
    order = sorted(
        range(len(drawn)), key=lambda n: (-ground.requests[n].value, len(ground.places[n]), drawn[n])
    )
    _fill_least(draft, order)
    _fill_floor(draft, order)
    for number in order:
        _hold(draft, number)
    is_enough = all(len(draft.busy[p.id]) >= p.least for p in ground.event.participants)
    is_held = all(number in draft.taken for number in needed)
    return tuple(draft.taken.values()) if is_enough and is_held else None


def _hold(draft: Draft, number: int) -> bool:
    place = None if number in draft.taken else draft.best(number)
    if place is not None:
        draft.take(place)
    return place is not None


def _fill_least(draft: Draft, order: list[int]) -> None:
    ground = draft.ground
    of: dict[str, list[int]] = defaultdict(list)
    for number in order:
        request = ground.requests[number]
        for side in (request.asks, request.asked):
            for person in ground.sides[side]:
                if person.least:
                    of[person.id].append(number)
    for name in sorted(of, key=lambda one: len(of[one])):
        for number in of[name]:
            if len(draft.busy[name]) >= ground.people[name].least:
                break
            free = [p for p in ground.places[number] if name in (p.asks, p.asked) and draft.is_free(p)]
            if free:
                draft.take(free[0])


def _fill_floor(draft: Draft, order: list[int]) -> None:
    ground = draft.ground
    of: dict[str, list[int]] = defaultdict(list)
    for number in order:
        if ground.places[number]:
            of[ground.requests[number].asks].append(number)
            of[ground.requests[number].asked].append(number)
    for step in range(1, ground.event.floor + 1):
        for party in sorted(of, key=lambda one: len(of[one])):
            if draft.meetings[party] < step:
                any(_hold(draft, number) for number in of[party])
