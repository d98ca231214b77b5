"""What an agenda is: meetings in slots, how good it is, what is proven, and how far the search has come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from polos.tables.events import Event


class Status(StrEnum):
    """``optimal``: nothing better exists. ``feasible``: every rule holds, better may exist. ``infeasible``:
    no agenda keeps every rule. ``unknown``: none was found in the time given, and none was ruled out.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Meeting:
    """One request that is held: in which slot, by which two persons, where, and through which interpreter."""

    request: str
    slot: str
    asks: str
    asked: str
    table: str = ""
    interpreter: str = ""

    @property
    def people(self) -> tuple[str, str]:
        """The two persons, by id."""
        return (self.asks, self.asked)


@dataclass(frozen=True)
class Level:
    """One aim, in order of importance: what was reached and what nobody could exceed (or undercut).

    ``name`` is ``floor`` (parties with at least ``step`` meetings; more is better), ``value`` (sum of the
    values of the meetings; more is better), ``breaks`` (idle stretches between meetings of a person within
    a session; fewer is better) or ``changes`` (other meetings changed by a repair; fewer is better).
    ``bound`` holds for what the aims before this one reached.
    """

    name: str
    achieved: int
    bound: int
    step: int = 0

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.achieved == self.bound

    @property
    def gap(self) -> float:
        """Distance from the bound as a share of the larger of both, 0 when proven, at most 1."""
        return abs(self.bound - self.achieved) / max(abs(self.bound), abs(self.achieved), 1)


@dataclass(frozen=True)
class Rule:
    """A rule of an event, or a row of it, as part of a reason; ``polos.reports.wording`` says it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Conflict:
    """Why something cannot be.

    ``rules`` cannot all hold, and each of them is needed for that; ``relaxation`` is a smallest set of
    rules to give up so that it can be (``proven`` says that there is no smaller one). ``kind`` is
    ``impossible`` (the rules of the event alone), ``crowded_out`` (the rules with the meetings that are held)
    or ``possible`` (nothing stands against it; both lists are empty).
    """

    kind: str
    rules: tuple[Rule, ...] = ()
    relaxation: tuple[Rule, ...] = ()
    proven: bool = True


@dataclass(frozen=True)
class Agenda:
    """Meetings of an event with what is proven about them; ``conflict`` is given when it is infeasible."""

    status: Status
    meetings: tuple[Meeting, ...] = ()
    levels: tuple[Level, ...] = ()
    seconds: float = 0.0
    engine: str = ""
    conflict: Conflict | None = None

    def unscheduled(self, event: Event) -> tuple[str, ...]:
        """Return the requests that are not held, refused ones included."""
        held = {meeting.request for meeting in self.meetings}
        return tuple(request.id for request in event.requests if request.id not in held)

    def level(self, name: str, step: int = 0) -> Level | None:
        """Return the aim of this name, where it was looked at."""
        return next((one for one in self.levels if (one.name, one.step) == (name, step)), None)


@dataclass(frozen=True)
class Progress:
    """How far a search has come: the aim it works at (as in :class:`Level`), its best value and bound so far.

    ``agenda`` is the best so far, each time it has improved: what is kept of it survives the search.
    """

    stage: str
    best: int | None
    bound: int | None
    seconds: float
    agenda: Agenda | None = None
    step: int = 0

    @property
    def gap(self) -> float | None:
        """Distance from the bound as a share, see :class:`Level`; ``None`` where one of both is not known."""
        return None if self.best is None or self.bound is None else Level("", self.best, self.bound).gap


Watch = Callable[[Progress], None]
Stop = Callable[[], bool]
