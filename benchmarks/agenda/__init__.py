"""How good agendas are and how fast they are made: ``python -m benchmarks agenda``."""

from benchmarks.agenda.events import event
from benchmarks.figures import Figure, NotMeasured, Workplace
from polos.matches.agenda import quick_agenda


def measure(place: Workplace) -> list[Figure | NotMeasured]:
    """Measure the first agenda of a large event."""
    del place
    how = "300 participants, 2,500 requests, 24 slots, 60 tables; every rule kept"
    return [Figure("agenda: first agenda of a large event", quick_agenda(event(1)).seconds, "s", 5, how)]
