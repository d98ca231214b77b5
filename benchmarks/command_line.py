"""How long the command line takes to say what it can do."""

import statistics

from benchmarks.figures import POLOS, Figure, Workplace, run


def measure(place: Workplace) -> list[Figure]:
    amount = statistics.median(run([POLOS, "--help"]).seconds for _ in range(15)) * 1000
    return [Figure("polos --help", amount, "ms", 150, "a new process each time, files in memory")]
