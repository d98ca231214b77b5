"""Engines run in this process, so that a test of many small agendas does not start a process for each."""

import io
import json
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

import pytest

from polos.solvers.model import Job
from polos.solvers.running import Message

CALLERS = ("making", "published", "explaining", "repairing", "pricing")


def messages_here(
    jobs: Mapping[str, Job], *, limit: float, stop: Callable[[], bool] | None = None
) -> Iterator[Message]:
    """Run the engines one after the other, and give what they said."""
    for name, job in jobs.items():
        if job.after or (stop is not None and stop()):
            continue
        before, said = (sys.stdin, sys.stdout), io.StringIO()
        sys.stdin, sys.stdout = io.StringIO(job.to_text(limit)), said
        try:
            import_module(job.engine).main()
        finally:
            sys.stdin, sys.stdout = before
            signal.setitimer(signal.ITIMER_REAL, 0)
        for line in said.getvalue().splitlines():
            values = json.loads(line)
            yield Message(name, values.pop("kind"), 0.0, values)


@pytest.fixture(scope="module")
def engines_here() -> Iterator[None]:
    """Run every engine in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for caller in CALLERS:
            patch.setattr(f"polos.matches.agenda.{caller}.messages", messages_here)
        yield
