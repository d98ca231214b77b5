"""Making an agenda: a first one at once, then better ones and bounds until it is proven or time is up."""

from collections.abc import Iterator
from dataclasses import replace

from polos.errors import InputError
from polos.matches.agenda.event_model import EventModel, modelled, value_model
from polos.matches.agenda.explaining import explain_event
from polos.matches.agenda.greedy import first_places
from polos.matches.agenda.improving import improved, tidied
from polos.matches.agenda.places import Ground, Place
from polos.matches.agenda.schedule import Agenda, Level, Progress, Status, Stop, Watch
from polos.matches.agenda.seating import places_of, seated
from polos.solvers.model import Job
from polos.solvers.running import Clock, Message, messages
from polos.tables.events import Event, require_sound

CP_SAT, LP, GREEDY = "polos.solvers.cpsat", "polos.solvers.relaxation", "greedy"
EXCHANGE = 10.0  # seconds in which exchange makes the first agenda better in value, and as many in breaks
LARGE, LP_ALONE = (
    20_000,
    10.0,
)  # variables from which the bound comes first, and the seconds it has for itself
EXPLAIN = 10.0  # seconds the reasons may take where no agenda is possible
TRIES = 8  # orders of requests that the first agenda is looked for in


def quick_agenda(event: Event, *, seed: int = 0) -> Agenda:
    """Return an agenda that keeps every rule, at once and without proof; unknown where none is found.

    Raises
    ------
    WrongRows
        When the event has faults.
    """
    require_sound(event)
    clock, ground = Clock(), Ground(event)
    made = modelled(ground)
    places = _first(ground, seed)
    if places is None:
        return Agenda(Status.UNKNOWN, seconds=clock.seconds, engine=GREEDY)
    return _agenda(made, places, clock.seconds, GREEDY)


def make_agenda(
    event: Event,
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    start: Agenda | None = None,
    on_progress: Watch | None = None,
    stop: Stop | None = None,
) -> Agenda:
    """Choose and place requests: every rule kept, then floor, value and breaks in this order.

    The first agenda comes at once, from ``start`` or a simple order of requests; CP-SAT then makes it better
    and gives bounds. ``optimal`` means that every aim is proven; floor, value and breaks are then the same
    whatever the seed, though another of several equally good agendas may come. ``time_limit`` is in seconds;
    ``stop`` is asked ten times a second, and whatever it ends, the best so far is returned. ``on_progress``
    hears of every improvement and every better bound.

    Raises
    ------
    WrongRows
        When the event has faults.
    InputError
        When the time limit is not above 0.
    """
    require_time(time_limit)
    require_sound(event)
    clock, ground = Clock(), Ground(event)
    made = modelled(ground)
    search = Search(made, clock, on_progress)
    first = _first(ground, seed, start)
    if first is not None:
        search.improve(first, GREEDY)
        _exchange(search, first, (time_limit, stop), str(seed))
    hint = made.solution(search.places) if search.places is not None else ()
    value = next(number for number, aim in enumerate(made.aims) if aim[0] == "value")
    jobs = {
        "CP-SAT": Job(CP_SAT, made.model, hint, seed, after=LP_ALONE if made.model.count > LARGE else 0.0),
        "LP": Job(LP, value_model(ground), seed=seed, options={"aim": 0, "as": value}),
    }
    for message in messages(jobs, limit=max(0.1, time_limit - clock.seconds), stop=stop):
        search.hear(message)
        if message.engine == "CP-SAT" and message.kind == "end":
            break
    found = search.result()
    if found.status is Status.INFEASIBLE:
        return replace(found, conflict=explain_event(event, time_limit=EXPLAIN, stop=stop))
    return found


def _exchange(search: "Search", first: tuple[Place, ...], until: tuple[float, Stop | None], lot: str) -> None:
    """Make a first agenda better by exchange, in a share of the time: value first, then breaks."""
    time_limit, stop = until
    ground, begun = search.made.ground, search.clock.seconds

    def is_over(most: float) -> bool:
        ends = min(begun + most, max(begun, time_limit / 2))
        return search.clock.seconds > ends or (stop is not None and stop())

    better = improved(ground, first, lot, is_enough=lambda: is_over(EXCHANGE))
    search.improve(better, "exchange")
    search.improve(tidied(ground, better, is_enough=lambda: is_over(2 * EXCHANGE)), "exchange")


def require_time(time_limit: float) -> None:
    """Refuse a time limit that leaves no time."""
    if not time_limit > 0:
        raise InputError(
            found=f"a time limit of {time_limit:g} seconds",
            needed="a time limit above 0",
            next_step="Give some seconds; 60 is usual. A search ends earlier when nothing better exists.",
        )


class Search:
    """What a search has found so far, message by message."""

    def __init__(self, made: EventModel, clock: Clock, on_progress: Watch | None) -> None:
        self.made, self.clock, self.on_progress = made, clock, on_progress
        self.places: tuple[Place, ...] | None = None
        self.bounds = [aim.floor for aim in made.model.aims]
        self.aim, self.status, self.engine = 0, Status.UNKNOWN, ""

    def improve(self, places: tuple[Place, ...], engine: str) -> None:
        """Keep places that are better than those before, and tell it."""
        if self.places is None or self._costs(places) < self._costs(self.places):
            self.places, self.engine = places, engine
            self._tell(is_better=True)

    def hear(self, message: Message) -> None:
        """Take in one message of an engine."""
        values = message.values
        if message.kind == "solution":
            self._bound(values["aim"], values["bound"])
            self.improve(self.made.places(values["true"]), message.engine)
        elif message.kind == "bound":
            self._bound(values["aim"], values["bound"])
        elif message.kind == "aim":
            self._bound(values["aim"], values["bound"])
            self.aim = values["aim"] + 1
        elif message.kind == "end" and "status" in values:
            self.status = Status(values["status"])
        elif message.kind == "failed":
            raise RuntimeError(f"{message.engine} ended without an answer: {values['error']}")

    def result(self) -> Agenda:
        """Return the best agenda found, with its status."""
        if self.places is None:
            infeasible = self.status == Status.INFEASIBLE
            status = Status.INFEASIBLE if infeasible else Status.UNKNOWN
            return Agenda(status, seconds=self.clock.seconds, engine=self.engine)
        return self._agenda(seconds=self.clock.seconds)

    def _agenda(self, seconds: float) -> Agenda:
        agenda = _agenda(self.made, self.places or (), seconds, self.engine)
        return with_bounds(self.made, agenda, self._costs(self.places or ()), self.bounds)

    def _costs(self, places: tuple[Place, ...]) -> list[int]:
        true = set(self.made.solution(places))
        return [aim.cost(true) for aim in self.made.model.aims]

    def _bound(self, aim: int, bound: int) -> None:
        if bound > self.bounds[aim]:
            self.bounds[aim] = bound
            self.aim = max(self.aim, aim)
            self._tell(is_better=False)

    def _tell(self, *, is_better: bool) -> None:
        if self.on_progress is None:
            return
        number = min(self.aim, len(self.bounds) - 1)
        name, step, sign, constant = self.made.aims[number]
        agenda = self._agenda(self.clock.seconds) if is_better else None
        best = None if self.places is None else constant + sign * self._costs(self.places)[number]
        bound = constant + sign * self.bounds[number]
        self.on_progress(Progress(name, best, bound, self.clock.seconds, agenda, step))


def with_bounds(made: EventModel, agenda: Agenda, costs: list[int], bounds: list[int]) -> Agenda:
    """Return an agenda with these costs and lower bounds as its levels; optimal where all of them meet."""
    levels = tuple(_levels(made, costs, bounds))
    is_proven = all(level.proven for level in levels)
    return replace(agenda, levels=levels, status=Status.OPTIMAL if is_proven else Status.FEASIBLE)


def _levels(made: EventModel, costs: list[int], bounds: list[int]) -> Iterator[Level]:
    for number, cost in enumerate(costs):
        yield made.level(number, cost, min(bounds[number], cost))


def _first(ground: Ground, seed: int, start: Agenda | None = None) -> tuple[Place, ...] | None:
    kept = places_of(ground, start.meetings) if start else ()
    tries = (first_places(ground, f"{seed} {n}", kept=kept if n == 0 else ()) for n in range(TRIES))
    return next((places for places in tries if places is not None), None)


def _agenda(made: EventModel, places: tuple[Place, ...], seconds: float, engine: str) -> Agenda:
    meetings = seated(made.ground, places)
    agenda = Agenda(Status.FEASIBLE, meetings, (), seconds, engine)
    true = set(made.solution(places))
    costs = [aim.cost(true) for aim in made.model.aims]
    return with_bounds(made, agenda, costs, [aim.floor for aim in made.model.aims])
