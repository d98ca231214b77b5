"""A hundred thousand steps of everybody over the routes: how many answers are not as the matrix declares."""

import os
import re
import subprocess
import sys
import time

from benchmarks.figures import Figure, Workplace

STEPS = 100_000
TEST = "tests/web/rights/test_rights.py::test_a_random_walk_of_everybody_at_once_finds_no_leak"


def measure(place: Workplace) -> list[Figure]:
    began = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", TEST]
    done = subprocess.run(
        command, env={**os.environ, "POLOS_STEPS": str(STEPS)}, capture_output=True, text=True, check=False
    )
    passed = done.returncode == 0 and re.search(r"\b1 passed\b", done.stdout)
    how = f"{STEPS} steps of {TEST.split('::')[1]}"
    return [
        Figure("rights: leaks in a random walk", 0 if passed else 1, "leaks", 0, how),
        Figure("rights: the random walk", time.perf_counter() - began, "s", None, how),
    ]
