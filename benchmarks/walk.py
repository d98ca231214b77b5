"""A hundred thousand steps of everybody over the routes: how many answers are not as the matrix declares."""

import os
import re
import subprocess
import sys
import time

from benchmarks.figures import Figure, Workplace

STEPS = 100_000
WAYS = max(1, os.cpu_count() or 1)
TEST = "tests/web/rights/test_rights.py::test_a_random_walk_of_everybody_at_once_finds_no_leak"


def measure(place: Workplace) -> list[Figure]:
    """Walk on as many ways at once as there are cores; each ends at the first answer that is another one."""
    began = time.perf_counter()
    walks = [walking(way) for way in range(WAYS)]
    leaks = sum(not walked(walk) for walk in walks)
    how = f"{STEPS} steps on {WAYS} ways of {TEST.split('::')[1]}"
    return [
        Figure("rights: leaks in a random walk", leaks, "leaks", 0.5, how),
        Figure("rights: the random walk", time.perf_counter() - began, "s", None, how),
    ]


def walking(way: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pytest", "-q", "--show-capture=no", "-p", "no:cacheprovider", TEST]
    given = {"POLOS_STEPS": str(-(-STEPS // WAYS)), "POLOS_WAY": str(way)}
    return subprocess.Popen(command, env=os.environ | given, stdout=subprocess.PIPE, text=True)


def walked(walk: subprocess.Popen[str]) -> bool:
    """Wait for the end of a walk; whether every answer was as declared. What was not is told."""
    told, _ = walk.communicate()
    is_good = walk.returncode == 0 and re.search(r"\b1 passed\b", told) is not None
    if not is_good:
        print(told[-3000:], file=sys.stderr)
    return is_good
