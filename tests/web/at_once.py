"""Doing several things at the same moment, each in a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do all of it side by side, and return what each gave; a test of it needs PostgreSQL.

    SQLite admits one writer at a time, and the one in memory that tests use lets no other even read then.
    """
    if connection.vendor != "postgresql":
        pytest.skip("SQLite admits one writer at a time.")
    start, given = threading.Barrier(len(works)), []

    def done(work: Callable[[], Any]) -> None:
        start.wait()
        try:
            given.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=done, args=(work,)) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(given) == len(works), "one of them failed"
    return given
