"""How long the command line takes to say what it can do."""

from benchmarks.figures import POLOS, Figure, Workplace, milliseconds, run


def measure(place: Workplace) -> list[Figure]:
    amount = milliseconds(lambda: run([POLOS, "--help"]), repeats=15, warm_up=3)
    return [Figure("polos --help", amount, "ms", 150, "a new process each time, files in memory")]
