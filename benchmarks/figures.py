"""What a benchmark gives: figures with their targets, and how time and memory are taken."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

POLOS = Path(sys.executable).with_name("polos")


@dataclass(frozen=True)
class Figure:
    """One measured amount; ``target`` is the most it may be, in the same unit, or ``None``."""

    name: str
    amount: float
    unit: str
    target: float | None
    how: str

    @property
    def ratio(self) -> float | None:
        """The amount over its target: 1 or less keeps it."""
        return None if self.target is None else self.amount / self.target

    @property
    def misses(self) -> bool:
        """Whether the amount is above its target."""
        return self.ratio is not None and self.ratio > 1


@dataclass(frozen=True)
class NotMeasured:
    """A figure that could not be taken here, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Workplace:
    """Where benchmarks run: an empty folder for data, and the folder of statistics where there is one."""

    folder: Path
    shared: Path | None


def milliseconds(work: Callable[[], object], *, repeats: int = 15, warm_up: int = 2) -> float:
    """Return the median time of ``work`` in milliseconds, after ``warm_up`` runs that do not count."""
    for _ in range(warm_up):
        work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


@dataclass(frozen=True)
class Run:
    """What one process took."""

    seconds: float
    megabytes: float


def run(command: Sequence[str | Path]) -> Run:
    """Run a command to its end and return its time and the most memory it held; it must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    process.stderr.close()
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}: {said}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Run(seconds, kilobytes / 1024)
