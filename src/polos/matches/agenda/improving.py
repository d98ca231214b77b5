"""A better agenda by exchange: a request comes in, what stands in its way moves elsewhere or gives way."""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import count

from polos.matches.agenda.greedy import Draft
from polos.matches.agenda.places import Ground, Place

MOST_IN_THE_WAY = 3


def improved(
    ground: Ground, places: Iterable[Place], lot: str, *, is_enough: Callable[[], bool]
) -> tuple[Place, ...]:
    """Return places that are at least as good in floor and value.

    A round tries every request that is not held in each of its places, until a whole round changed nothing
    or ``is_enough`` says so; ``lot`` decides the order of equals.
    """
    draft = Draft(ground)
    for place in places:
        draft.take(place)
    exchange = _Exchange(draft)
    for number in count():
        drawn = [zlib.crc32(f"{lot} {number} {request.id}".encode()) for request in ground.requests]
        order = sorted(range(len(drawn)), key=lambda n: (-ground.requests[n].value, drawn[n]))
        waiting = (n for n in order if n not in draft.taken and ground.places[n])
        came_in = [exchange.let_in(n) for n in waiting if not is_enough()]
        if not any(came_in):
            break
    return tuple(draft.taken.values())


def tidied(ground: Ground, places: Iterable[Place], *, is_enough: Callable[[], bool]) -> tuple[Place, ...]:
    """Return the same requests in places with fewer breaks, until nothing changes or ``is_enough`` says so.

    A meeting moves to a free slot, or two meetings change slots.
    """
    draft = Draft(ground)
    for place in places:
        draft.take(place)
    exchange, is_better = _Exchange(draft), True
    while is_better and not is_enough():
        held = tuple(draft.taken.values())
        is_better = any([exchange.tidy(place) for place in held if not is_enough()])
    return tuple(draft.taken.values())


class _Exchange:
    """Tries a request in its places, and takes everything back where nothing is gained."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.ground = draft, draft.ground
        self.at: dict[tuple[str, int], Place] = {}
        self.in_slot: dict[int, set[Place]] = defaultdict(set)
        for place in draft.taken.values():
            self._note(place)
        event = self.ground.event
        self.required = {
            n for n, r in enumerate(self.ground.requests) if r.id in event.must or r.id in self.ground.fixed
        }

    def let_in(self, number: int) -> bool:
        """Hold a request if floor and value gain by it, or the value stays and another request gives way."""
        for place in self.ground.places[number]:
            blockers = self._in_the_way(place)
            if blockers is not None and self._try(place, blockers):
                return True
        return False

    def tidy(self, place: Place) -> bool:
        """Move a meeting, or let two change slots, where that takes breaks away."""
        if self.draft.taken.get(place.request) != place:
            return False
        for other in self.ground.places[place.request]:
            there = {self.at.get((name, other.slot)) for name in (other.asks, other.asked)} - {None, place}
            if other.slot != place.slot and len(there) < 2 and self._change(place, other, *there):
                return True
        return False

    def _change(self, place: Place, other: Place, back: Place | None = None) -> bool:
        """Take ``other`` for ``place``, and for ``back`` a place of its own in the slot that is left."""
        out = [one for one in (place, back) if one is not None]
        names = {name for one in (*out, other) for name in (one.asks, one.asked)}
        before = sum(map(self._runs, names))
        for one in out:
            self._drop(one)
        came = self._came(other, place.slot, back)
        if came is not None and sum(map(self._runs, names)) < before:
            return True
        for one in came or ():
            self._drop(one)
        for one in out:
            self._take(one)
        return False

    def _came(self, other: Place, slot: int, back: Place | None) -> list[Place] | None:
        """Take ``other``, and for ``back`` what is free in the slot; nothing where either is not possible."""
        if not self.draft.is_free(other):
            return None
        self._take(other)
        if back is None:
            return [other]
        choices = (one for one in self.ground.places[back.request] if one.slot == slot)
        swapped = next(
            (one for one in choices if self._names(one) == self._names(back) and self.draft.is_free(one)),
            None,
        )
        if swapped is None:
            self._drop(other)
            return None
        self._take(swapped)
        return [other, swapped]

    def _names(self, place: Place) -> tuple[str, str]:
        return place.asks, place.asked

    def _runs(self, name: str) -> int:
        """The runs of meetings of a person, over all sessions."""
        busy = self.draft.busy[name]
        return sum(
            slot in busy and (at == 0 or run[at - 1] not in busy)
            for run in self.ground.runs
            for at, slot in enumerate(run)
        )

    def _in_the_way(self, place: Place) -> set[Place] | None:
        """What has to go for a place to be free, ``None`` where that is too much or cannot be told."""
        ground, draft = self.ground, self.draft
        found = {
            self.at[name, place.slot] for name in (place.asks, place.asked) if (name, place.slot) in self.at
        }
        for name in (place.asks, place.asked):
            most = ground.people[name].most
            if most is not None and len(draft.busy[name]) >= most and not self._of(name) & found:
                found.add(min(self._of(name), key=self._worth))
        tables = ground.event.tables
        if tables is not None and ground.needs_table(place) and draft.tables[place.slot] >= len(tables):
            seated = {one for one in self.in_slot[place.slot] if ground.needs_table(one)}
            if not seated & found:
                found.add(min(seated, key=self._worth))
        if place.pool >= 0 and draft.interpreters[place.pool, place.slot] >= len(ground.pools[place.pool]):
            served = {one for one in self.in_slot[place.slot] if one.pool == place.pool}
            if not served & found:
                found.add(min(served, key=self._worth))
        return found if len(found) <= MOST_IN_THE_WAY else None

    def _try(self, place: Place, blockers: set[Place]) -> bool:
        parties = {side for one in (place, *blockers) for side in self._sides(one)}
        before = self._score(parties)
        for one in blockers:
            self._drop(one)
        if not self.draft.is_free(place):
            for one in blockers:
                self._take(one)
            return False
        self._take(place)
        moved = []
        for one in sorted(blockers, key=self._worth, reverse=True):
            elsewhere = self.draft.best(one.request)
            if elsewhere is not None:
                self._take(elsewhere)
                moved.append(elsewhere)
        gained = self._worth(place) + sum(map(self._worth, moved)) - sum(map(self._worth, blockers))
        floors = tuple(b - a for a, b in zip(before, self._score(parties), strict=True))
        if (*floors, gained) > (*(0,) * len(floors), 0) and self._keeps(blockers):
            return True
        for one in (*moved, place):
            self._drop(one)
        for one in blockers:
            self._take(one)
        return False

    def _keeps(self, blockers: set[Place]) -> bool:
        """Whether what has to be held still is, and everybody has the least number of meetings."""
        draft, people = self.draft, self.ground.people
        return all(one.request in draft.taken for one in blockers if one.request in self.required) and all(
            len(draft.busy[name]) >= people[name].least for one in blockers for name in (one.asks, one.asked)
        )

    def _score(self, parties: set[str]) -> tuple[int, ...]:
        counts = [self.draft.meetings[party] for party in parties]
        return tuple(sum(c >= step for c in counts) for step in range(1, self.ground.event.floor + 1))

    def _sides(self, place: Place) -> tuple[str, str]:
        request = self.ground.requests[place.request]
        return request.asks, request.asked

    def _worth(self, place: Place) -> int:
        return self.ground.requests[place.request].value

    def _of(self, name: str) -> set[Place]:
        return {self.at[name, slot] for slot in self.draft.busy[name]}

    def _note(self, place: Place) -> None:
        self.at[place.asks, place.slot] = self.at[place.asked, place.slot] = place
        self.in_slot[place.slot].add(place)

    def _take(self, place: Place) -> None:
        self.draft.take(place)
        self._note(place)

    def _drop(self, place: Place) -> None:
        self.draft.drop(place)
        del self.at[place.asks, place.slot], self.at[place.asked, place.slot]
        self.in_slot[place.slot].discard(place)
