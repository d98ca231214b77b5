"""Repairing an agenda on the day: as few other meetings changed as possible, and exactly which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from polos.errors import InputError
from polos.matches.agenda.event_model import EventModel, modelled
from polos.matches.agenda.greedy import first_places
from polos.matches.agenda.making import CP_SAT, GREEDY, Search, require_time
from polos.matches.agenda.places import Ground, Place
from polos.matches.agenda.schedule import Agenda, Level, Meeting, Status, Stop, Watch
from polos.matches.agenda.seating import places_of, seated
from polos.solvers.model import Aim, Job
from polos.solvers.running import Clock, messages
from polos.tables.events import Event, require_sound


@dataclass(frozen=True)
class Change:
    """What became of a meeting: ``cancelled``, ``moved`` (slot or person), ``added``, or ``reseated``.

    Reseated is a change of table or interpreter only. ``needed`` tells a meeting that could not stay from one
    that gave way to others.
    """

    kind: str
    request: str
    before: Meeting | None
    after: Meeting | None
    needed: bool


@dataclass(frozen=True)
class Repair:
    """A repaired agenda, each change, and the fewest other meetings that any repair has to change."""

    agenda: Agenda
    changes: tuple[Change, ...]
    fewest: int
    proven: bool


def repair_agenda(
    event: Event,
    published: Iterable[Meeting],
    *,
    allowed_changes: int = 0,
    keep_before: str = "",
    time_limit: float = 5.0,
    seed: int = 0,
    on_progress: Watch | None = None,
    stop: Stop | None = None,
) -> Repair:
    """Return an agenda for an event as it is now, with the fewest other published meetings changed.

    A meeting that is no longer possible where it is (a person is away, a request was withdrawn) is no other
    meeting. With the fewest changes, and ``allowed_changes`` more, floor, value and breaks are made as good
    as can be: freed slots are filled. Nothing before the slot ``keep_before`` is touched.

    Raises
    ------
    WrongRows
        When the event has faults.
    InputError
        When the time limit is not above 0, ``allowed_changes`` is negative, or ``keep_before`` is no slot.
    """
    require_time(time_limit)
    require_sound(event)
    if allowed_changes < 0 or (keep_before and keep_before not in {slot.id for slot in event.slots}):
        raise InputError(
            found=f"{allowed_changes} allowed changes, nothing to change before {keep_before!r}",
            needed="0 or more changes, and a slot of the event",
            next_step="Correct these two.",
        )
    clock, before = Clock(), tuple(published)
    ground = _from_now(Ground(event), before, keep_before)
    kept = places_of(ground, before)
    settled = _settled(ground, kept)
    first = first_places(settled, str(seed), kept=kept)
    fewest, bound = 0, 0
    if first is None:
        first, fewest, bound = _fewest_changes(ground, kept, seconds=time_limit / 2, seed=seed, stop=stop)
    if first is None:
        status = Status.INFEASIBLE if bound < 0 else Status.UNKNOWN
        return Repair(Agenda(status, seconds=clock.seconds, engine="CP-SAT"), (), 0, bound < 0)
    made = modelled(settled if fewest + allowed_changes == 0 else ground)
    _allow(made, kept, fewest + allowed_changes)
    search = Search(made, clock, on_progress)
    search.improve(first, GREEDY)
    job = Job(CP_SAT, made.model, made.solution(first), seed)
    left = time_limit - 2 * clock.seconds  # writing the agenda down takes about as long as setting it up did
    for message in messages({"CP-SAT": job}, limit=max(0.1, left), stop=stop):
        search.hear(message)
    return _repair(search, before, kept, (fewest, bound))


def _from_now(ground: Ground, before: tuple[Meeting, ...], keep_before: str) -> Ground:
    """The ground on which nothing earlier than a slot can be touched."""
    if not keep_before:
        return ground
    now = ground.slot_number[keep_before]
    past = {place for place in places_of(ground, before) if place.slot < now}
    held = {place.request: (place,) for place in past}
    later = {
        number: held.get(number) or tuple(place for place in places if place.slot >= now)
        for number, places in enumerate(ground.places)
    }
    return _required(replace(ground, only=later), held)


def _settled(ground: Ground, kept: tuple[Place, ...]) -> Ground:
    """The ground on which every meeting that can stay does."""
    held = {place.request: (place,) for place in kept}
    return _required(replace(ground, only={**dict(enumerate(ground.places)), **held}), held)


def _required(ground: Ground, held: Mapping[int, tuple[Place, ...]]) -> Ground:
    must = ground.event.must | {ground.requests[number].id for number in held}
    return replace(ground, event=replace(ground.event, must=must))


def _fewest_changes(
    ground: Ground, kept: tuple[Place, ...], *, seconds: float, seed: int, stop: Stop | None
) -> tuple[tuple[Place, ...] | None, int, int]:
    """Return places with few changes, how many, and a bound; a bound of -1 where no agenda is possible."""
    made = modelled(ground, with_aims=False)
    made.model.aims.append(Aim("changes", tuple(-made.place[place] for place in kept)))
    first = first_places(ground, str(seed), kept=kept)
    job = Job(CP_SAT, made.model, made.solution(first) if first is not None else (), seed)
    places, cost, bound = first, _changed(first, kept), 0
    for message in messages({"CP-SAT": job}, limit=seconds, stop=stop):
        if message.kind == "failed":
            raise RuntimeError(f"CP-SAT ended without an answer: {message.values['error']}")
        if message.kind == "solution":
            found = made.places(message.values["true"])
            if places is None or _changed(found, kept) < cost:
                places, cost = found, _changed(found, kept)
        if message.kind in ("solution", "bound", "aim"):
            bound = max(bound, message.values["bound"])
        if message.kind == "end" and message.values["status"] == "infeasible":
            return None, 0, -1
    return places, cost, bound


def _changed(places: tuple[Place, ...] | None, kept: tuple[Place, ...]) -> int:
    return len(set(kept) - set(places or ()))


def _allow(made: EventModel, kept: tuple[Place, ...], most: int) -> None:
    """Limit how many meetings that could stay do not."""
    made.model.limit((-made.place[place] for place in kept), most=most)


def _repair(
    search: Search, before: tuple[Meeting, ...], kept: tuple[Place, ...], fewest: tuple[int, int]
) -> Repair:
    found, places = search.result(), search.places or ()
    ground = search.made.ground
    level = Level("changes", _changed(places, kept), fewest[1])
    is_proven = fewest[0] == fewest[1]
    status = found.status if is_proven else Status.FEASIBLE
    agenda = replace(
        found, status=status, meetings=seated(ground, places, before=before), levels=(level, *found.levels)
    )
    could_stay = {(ground.requests[place.request].id, ground.slots[place.slot].id) for place in kept}
    return Repair(agenda, _changes(before, agenda.meetings, could_stay), fewest[0], is_proven)


def _changes(
    before: tuple[Meeting, ...], after: tuple[Meeting, ...], could_stay: set[tuple[str, str]]
) -> tuple[Change, ...]:
    old, new = ({meeting.request: meeting for meeting in those} for those in (before, after))
    found = []
    for request in dict.fromkeys((*old, *new)):
        was, now = old.get(request), new.get(request)
        if was == now:
            continue
        needed = was is not None and (was.request, was.slot) not in could_stay
        found.append(Change(_kind(was, now), request, was, now, needed))
    return tuple(found)


def _kind(was: Meeting | None, now: Meeting | None) -> str:
    if was is None:
        return "added"
    if now is None:
        return "cancelled"
    return "reseated" if (was.slot, was.people) == (now.slot, now.people) else "moved"
