"""What a benchmark gives: figures with their targets, and how time and memory are taken."""

import json
import os
import platform
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


# A small process starts the command: what a process held at most begins with what its parent held.
LAUNCHER = """
import json, os, sys, time
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
start = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(process, 0)
print(json.dumps([time.perf_counter() - start, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""


def run(command: Sequence[str | Path]) -> Run:
    """Run a command to its end and return its time and the most memory it held; it must succeed."""
    launched = [sys.executable, "-S", "-c", LAUNCHER, *map(str, command)]
    result = subprocess.run(launched, capture_output=True, text=True, check=True)
    seconds, most, code = json.loads(result.stdout)
    if code:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {code}: {result.stderr}")
    return Run(seconds, most / (1024 * 1024 if sys.platform == "darwin" else 1024))


def machine() -> str:
    """Describe the machine: processor, cores that may be used, memory, system."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.machine()}"
    return f"Machine: {processor()}, {cores} cores, {memory:.0f} GB of memory, {system}"


def processor() -> str:
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text("utf-8").splitlines() if facts.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "processor not stated"
