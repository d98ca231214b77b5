"""Things every page needs and no page has the time to make: the version there is, while the next is made.

Each process that answers pages holds its own version, in memory.
"""

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from django.db import connections
from django.utils import timezone

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Version(Generic[T]):
    """Something as it was made from one state of the data, and when that was last known to hold."""

    value: T
    state: Hashable
    current_at: datetime


class Latest(Generic[T]):
    """The latest version of something; a state names the data it is made from, and is compared for equality.

    ``make`` reads the data as they are, so a state has to be asked for before it is called: what changes
    in between is then made once more.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make, self._lock = make, Lock()
        self._held: Version[T] | None = None
        self._next: tuple[Hashable, datetime, Future[T]] | None = None
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="latest")

    def of(self, state: Hashable) -> Version[T] | None:
        """Return the version of a state where it is there.

        What prevented a version from being made beside the pages is raised here, once.
        """
        with self._lock:
            self._take()
            if self._held is None or self._held.state != state:
                return None
            self._held = replace(self._held, current_at=timezone.now())
            return self._held

    def at_once(self, state: Hashable) -> Version[T]:
        """Return the version of a state, made now where it is not there."""
        held = self.of(state)
        if held is None:
            read_at = timezone.now()
            held = self._held = Version(self._make(), state, read_at)
        return held

    def begin(self, state: Hashable) -> None:
        """Have the version of a state made beside the pages, unless one is being made."""
        with self._lock:
            if self._next is None:
                self._next = (state, timezone.now(), self._beside.submit(self._made))

    def before(self, *, within: timedelta) -> Version[T] | None:
        """Return the version there is where it was the present one so short a time ago."""
        held = self._held
        return held if held is not None and timezone.now() - held.current_at <= within else None

    def _take(self) -> None:
        if self._next and self._next[2].done():
            (state, read_at, made), self._next = self._next, None
            self._held = Version(made.result(), state, read_at)

    def _made(self) -> T:
        try:
            return self._make()
        finally:
            connections.close_all()
