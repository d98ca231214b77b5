"""Progress of what takes long: a line on standard error, never anything on standard output."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread

_ERASE = "\r\x1b[2K"  # back to the start of the line, and empty it


@contextmanager
def shown_while_running(what: str, *, after: float = 2.0, every: float = 1.0) -> Iterator[None]:
    """Say how long something has been running, once it runs longer than ``after`` seconds.

    On a terminal the line is written anew every second. Elsewhere (a file, another program) there is one
    line at the end, with the time it took. How much is left is not said, because nobody knows.
    """
    begun, done = datetime.now(UTC), Event()
    is_terminal = sys.stderr.isatty()

    def seconds() -> float:
        return (datetime.now(UTC) - begun).total_seconds()

    def show() -> None:
        waiting = after
        while not done.wait(waiting):
            print(f"{_ERASE}{what}: {seconds():.0f} s", end="", file=sys.stderr, flush=True)
            waiting = every

    line = Thread(target=show, daemon=True)
    if is_terminal:
        line.start()
    try:
        yield
    finally:
        done.set()
        took = seconds()
        if is_terminal:
            line.join()
        if took > after:
            print(f"{_ERASE if is_terminal else ''}{what}: {took:.1f} s", file=sys.stderr)
