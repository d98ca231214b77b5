"""The worker: one process beside the pages that does jobs one after the other.

It ends when asked to (SIGTERM), or when whoever started it has gone; the job it is at then waits again and
goes on from its best.
"""

import os
import sys
import threading
import time
import traceback
from types import FrameType

from django.db import OperationalError, connection
from django.utils import timezone

from polos.errors import PolosError
from polos_web.analysis import jobs
from polos_web.analysis.models import Job

IDLE_SECONDS = 0.5


class Ending:
    """Whether the worker has to end: it was asked to, or is left alone."""

    def __init__(self) -> None:
        self.parent, self.is_asked = os.getppid(), False

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Remember a signal."""
        self.is_asked = True

    def __bool__(self) -> bool:
        return self.is_asked or os.getppid() != self.parent


class Watch(threading.Thread):
    """Says every two seconds that the worker is there, and asks whether the job is still wanted."""

    def __init__(self, job: Job) -> None:
        super().__init__(daemon=True)
        self.job, self.over, self.is_unwanted = job, threading.Event(), False

    def run(self) -> None:
        while not self.over.wait(jobs.SEEN_EVERY.total_seconds() / 2):
            try:
                self.is_unwanted = not jobs.see(self.job, at=timezone.now())
            except OperationalError:  # the job itself writes for long, in SQLite; the next turn says it
                continue
        connection.close()


def work(ending: Ending) -> None:
    """Do jobs until the worker has to end."""
    while not ending:
        job = jobs.claim(at=timezone.now())
        if job is None:
            time.sleep(IDLE_SECONDS)
        else:
            do(job, ending)


def do(job: Job, ending: Ending) -> None:
    """Do one job: its result is kept, or why it has none, or it waits again because the worker has to end."""
    watch = Watch(job)
    watch.start()
    try:
        result = jobs.perform(job, lambda: watch.is_unwanted or bool(ending))
    except PolosError as problem:
        jobs.fail(job, str(problem), at=timezone.now())
    except (RuntimeError, ValueError, KeyError, TypeError, OSError, MemoryError):
        traceback.print_exc(file=sys.stderr)
        jobs.fail(job, "The software failed; what it said is in its log.", at=timezone.now())
    else:
        if ending and not watch.is_unwanted:
            jobs.put_back(job)
        else:
            jobs.finish(job, result, at=timezone.now())
    finally:
        watch.over.set()
        watch.join()
