"""Engines in processes: started together, listened to, ended at the deadline or when the caller has enough.

An engine is a module with a ``main`` that reads one job from standard input and writes one JSON object a
line. It ends itself a little after its time limit even when nobody is there any more to end it.
"""

import json
import queue
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Thread
from time import monotonic
from typing import Any

from polos.solvers.model import Job

POLL = 0.1  # seconds between two looks at the deadline and at the caller's wish to stop


@dataclass(frozen=True)
class Message:
    """What an engine says: ``kind`` is "solution", "bound", "aim" (done with one), "end" or "failed"."""

    engine: str
    kind: str
    seconds: float
    values: Mapping[str, Any] = field(default_factory=dict)


class Clock:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._started = monotonic()

    @property
    def seconds(self) -> float:
        return monotonic() - self._started


def messages(
    jobs: Mapping[str, Job], *, limit: float, stop: Callable[[], bool] | None = None
) -> Iterator[Message]:
    """Start engines on their jobs and yield what they say, until all have ended, or time or ``stop`` says so.

    Closing the iterator ends them all at once. An engine that ends without having said so yields one
    message of the kind "failed", with what it wrote to standard error.
    """
    race = _Race(jobs, limit)
    try:
        yield from race.heard(stop)
    finally:
        race.end()


class _Race:
    """The processes that run, what they have said and nobody has heard yet, and how long it has taken."""

    def __init__(self, jobs: Mapping[str, Job], limit: float) -> None:
        self.clock, self.limit = Clock(), limit
        self.lines = queue.SimpleQueue[tuple[str, str | None]]()
        self.later = dict(jobs)
        self.running: dict[str, subprocess.Popen[str]] = {}
        self.waiting: set[str] = set()

    def heard(self, stop: Callable[[], bool] | None) -> Iterator[Message]:
        """Yield messages until all engines have ended, or time or ``stop`` says so."""
        ended = set()
        self._start()
        while (self.waiting or self.later) and self.clock.seconds < self.limit and not (stop and stop()):
            self._start()
            try:
                name, line = self.lines.get(timeout=POLL)
            except queue.Empty:
                continue
            if line is None:
                self.waiting.discard(name)
                if name not in ended:
                    error = _error(self.running[name])
                    yield Message(name, "failed", self.clock.seconds, {"error": error})
                continue
            values = json.loads(line)
            kind = values.pop("kind")
            if kind == "end":
                ended.add(name)
            yield Message(name, kind, self.clock.seconds, values)

    def end(self) -> None:
        """End every process."""
        for process in self.running.values():
            process.kill()
            process.wait()

    def _start(self) -> None:
        for name in [name for name, job in self.later.items() if job.after <= self.clock.seconds]:
            job = self.later.pop(name)
            if job.when is not None and not job.when():
                continue
            process = self.running[name] = _started(job)
            self.waiting.add(name)
            left = max(self.limit - self.clock.seconds, 0.1)
            Thread(target=_give, args=(process, job.to_text(left)), daemon=True).start()
            Thread(target=_listen, args=(name, process, self.lines), daemon=True).start()


def _started(job: Job) -> subprocess.Popen[str]:
    command: Sequence[str] = (sys.executable, "-m", job.engine)
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)  # noqa: S603


def _give(process: subprocess.Popen[str], text: str) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write(text)
        process.stdin.close()
    except (BrokenPipeError, ValueError):  # it has ended already; what it said about that is being heard
        return


def _listen(
    name: str, process: subprocess.Popen[str], lines: "queue.SimpleQueue[tuple[str, str | None]]"
) -> None:
    for line in process.stdout or ():
        lines.put((name, line))
    lines.put((name, None))


def _error(process: subprocess.Popen[str]) -> str:
    process.wait()
    return (process.stderr.read() if process.stderr else "").strip()[-2000:]
