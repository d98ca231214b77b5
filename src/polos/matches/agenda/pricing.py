"""What each rule costs: how much more value an agenda could have without it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from polos.matches.agenda.codes import PriceCode
from polos.matches.agenda.event_model import EventModel, modelled
from polos.matches.agenda.making import CP_SAT, Search, require_time
from polos.matches.agenda.places import Ground
from polos.matches.agenda.schedule import Agenda, Level, Progress, Rule, Stop, Watch
from polos.matches.agenda.seating import places_of
from polos.solvers.model import Job
from polos.solvers.running import Clock, messages
from polos.tables.events import Event, Participant, require_sound


@dataclass(frozen=True)
class Price:
    """What is gained in value without a rule: at least ``gained``, and at most ``bound``."""

    rule: Rule
    gained: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether exactly this is gained."""
        return self.gained == self.bound


def prices(
    event: Event,
    agenda: Agenda,
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    on_progress: Watch | None = None,
    stop: Stop | None = None,
) -> tuple[Price, ...]:
    """Return the price of each kind of rule the event has, the dearest first.

    Each rule is taken away alone; the numbers of people with their first meetings must not fall below those
    of ``agenda``. The price is against the value of ``agenda``: where that is not proven, a part of the price
    may be what a longer search would find anyway.

    Raises
    ------
    WrongRows
        When the event has faults.
    InputError
        When the time limit is not above 0.
    """
    require_time(time_limit)
    require_sound(event)
    clock, without = Clock(), dict(_without(event))
    found = []
    for number, (code, freer) in enumerate(without.items()):
        if stop is not None and stop():
            break
        seconds = max(0.5, (time_limit - clock.seconds) / (len(without) - number))
        found.append(_price(code, (event, freer), agenda, (seconds, seed, stop)))
        if on_progress is not None:
            on_progress(Progress("prices", number + 1, len(without), clock.seconds))
    return tuple(sorted(found, key=lambda price: -price.gained))


def _price(
    code: PriceCode, events: tuple[Event, Event], agenda: Agenda, search: tuple[float, int, Stop | None]
) -> Price:
    event, freer = events
    seconds, seed, stop = search
    made = modelled(Ground(freer))
    first = places_of(made.ground, agenda.meetings)
    value = sum(made.ground.requests[place.request].value for place in first)
    _only_value(
        made, [] if code is PriceCode.FLOOR else [one for one in agenda.levels if one.name == "floor"]
    )
    heard = Search(made, Clock(), None)
    heard.improve(first, "agenda")
    job = Job(CP_SAT, made.model, made.solution(first), seed)
    for message in messages({"CP-SAT": job}, limit=seconds, stop=stop):
        heard.hear(message)
    level = heard.result().level("value") or Level("value", value, value)
    values = {"tables": len(event.tables or ())} if code.fields else {}
    return Price(Rule(code, values), max(0, level.achieved - value), max(0, level.bound - value))


def _only_value(made: EventModel, floors: list[Level]) -> None:
    """Keep the value as the only aim; what the floor reached has to stay."""
    aims = list(zip(made.model.aims, made.aims, strict=True))
    reached = {level.step: level.achieved for level in floors}
    for aim, (name, step, _, constant) in aims:
        if name == "floor" and step in reached:
            made.model.limit(aim.literals, most=max(constant - reached[step], 0))
    made.model.aims = [replace(aim, share=1.0) for aim, meaning in aims if meaning[0] == "value"]
    made.aims = [meaning for _, meaning in aims if meaning[0] == "value"]


def _without(event: Event) -> Iterator[tuple[PriceCode, Event]]:
    """The event without each kind of rule that it has."""
    people = event.participants
    if event.tables is not None:
        yield PriceCode.ONE_TABLE, replace(event, tables=(*event.tables, _new_name(event.tables)))
        yield PriceCode.TABLES, replace(event, tables=None)
    if len({p.languages for p in people if p.languages}) > 1:
        yield PriceCode.LANGUAGES, _each(event, lambda p: replace(p, languages=()))
    named: Mapping[PriceCode, tuple[bool, Callable[[Participant], Participant]]] = {
        PriceCode.HOURS: (any(p.hours for p in people), lambda p: replace(p, hours=())),
        PriceCode.ABSENCES: (any(p.away for p in people), lambda p: replace(p, away=frozenset())),
        PriceCode.MOST: (any(p.most is not None for p in people), lambda p: replace(p, most=None)),
        PriceCode.LEAST: (any(p.least for p in people), lambda p: replace(p, least=0)),
        PriceCode.IN_A_ROW: (
            any(p.most_in_a_row is not None for p in people),
            lambda p: replace(p, most_in_a_row=None),
        ),
    }
    yield from ((code, _each(event, change)) for code, (is_there, change) in named.items() if is_there)
    if event.must:
        yield PriceCode.MUST, replace(event, must=frozenset())
    if event.must_not:
        yield PriceCode.MUST_NOT, replace(event, must_not=frozenset())
    if event.fixed:
        held = event.must | {one.request for one in event.fixed}
        yield PriceCode.FIXED, replace(event, fixed=(), must=held)
    if event.floor:
        yield PriceCode.FLOOR, replace(event, floor=0)


def _each(event: Event, change: Callable[[Participant], Participant]) -> Event:
    return replace(event, participants=tuple(change(person) for person in event.participants))


def _new_name(tables: tuple[str, ...]) -> str:
    return next(name for number in range(len(tables) + 1) if (name := f"+{number + 1}") not in tables)
