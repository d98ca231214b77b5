"""From places to meetings: which interpreter, and which table, so that people rarely change tables.

Tables are all alike to the search; they are given out afterwards, slot by slot, each slot with the fewest
changes of table against what its people had before. That is the best for each slot, not proven for the day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

import numpy as np
from scipy.optimize import linear_sum_assignment

from polos.matches.agenda.places import Ground, Place
from polos.matches.agenda.schedule import Meeting


def seated(ground: Ground, places: Iterable[Place], *, before: Iterable[Meeting] = ()) -> tuple[Meeting, ...]:
    """Return the meetings of these places in order of time; ``before`` keeps its tables where it can."""
    by_slot: dict[int, list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda one: (one.slot, one.request)):
        by_slot[place.slot].append(place)
    earlier = {(one.request, one.slot): one.table for one in before}
    last: dict[str, str] = {}
    meetings = []
    for slot in sorted(by_slot):
        interpreters = _interpreters(ground, by_slot[slot])
        tables = _tables(ground, by_slot[slot], last, earlier)
        for place in by_slot[slot]:
            table = tables[place]
            last |= {place.asks: table, place.asked: table}
            request = ground.requests[place.request].id
            where = (table, interpreters.get(place, ""))
            meetings.append(Meeting(request, ground.slots[slot].id, place.asks, place.asked, *where))
    return tuple(meetings)


def places_of(ground: Ground, meetings: Iterable[Meeting]) -> tuple[Place, ...]:
    """Return the places of meetings, as far as the event still knows and allows them."""
    number = {request.id: n for n, request in enumerate(ground.requests)}
    pool_of = {one.id: n for n, pool in enumerate(ground.pools) for one in pool}
    found = []
    for meeting in meetings:
        if meeting.request in number and meeting.slot in ground.slot_number:
            slot, pool = ground.slot_number[meeting.slot], pool_of.get(meeting.interpreter, -1)
            place = Place(number[meeting.request], slot, meeting.asks, meeting.asked, pool)
            if place in ground.places[place.request]:
                found.append(place)
    return tuple(found)


def _interpreters(ground: Ground, places: list[Place]) -> dict[Place, str]:
    free = [[one.id for one in reversed(pool)] for pool in ground.pools]
    return {place: free[place.pool].pop() for place in places if place.pool >= 0}


def _tables(
    ground: Ground, places: list[Place], last: dict[str, str], earlier: dict[tuple[str, str], str]
) -> dict[Place, str]:
    found = {place: _booth(ground, place) for place in places}
    tables = ground.event.tables
    common = [place for place in places if ground.needs_table(place)]
    if tables is None or not common:
        return found
    cost = np.array([[_moves(ground, place, last, earlier)(table) for table in tables] for place in common])
    for row, column in zip(*linear_sum_assignment(cost), strict=True):
        found[common[row]] = tables[column]
    return found


def _booth(ground: Ground, place: Place) -> str:
    """The booth of the one who is asked, else of the one who asks."""
    return ground.people[place.asked].booth or ground.people[place.asks].booth


def _moves(
    ground: Ground, place: Place, last: dict[str, str], earlier: dict[tuple[str, str], str]
) -> Callable[[str], int]:
    """What a table costs: how many of the two change tables, unless the meeting had a table before."""
    key = (ground.requests[place.request].id, ground.slots[place.slot].id)
    if key in earlier:
        return lambda table: -10 * (earlier[key] == table)
    return lambda table: sum(last.get(name, table) != table for name in (place.asks, place.asked))
