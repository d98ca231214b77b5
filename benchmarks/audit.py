"""How long it takes to walk a chain of a million synthetic events, and the memory that takes."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.figures import POLOS, Figure, Workplace, run
from polos_web.audit.chain import Link, content_digest

EVENTS = 1_000_000
PART = 20_000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def measure(place: Workplace) -> list[Figure]:
    folder = place.folder / "audited"
    run([POLOS, "site", "prepare", "--data", folder])
    count = lengthen(folder / "polos.sqlite3", by=EVENTS)
    walked = run([POLOS, "audit", "verify", "--data", folder])
    how = f"polos audit verify over {count} events on SQLite, synthetic but for the first"
    return [
        Figure("audit: a million events", walked.seconds, "s", None, how),
        Figure("audit: a million events, memory", walked.megabytes, "MB", 300, how),
    ]


def lengthen(database: Path, *, by: int) -> int:
    """Append synthetic events without the guard of the head; return how many events there are."""
    connection = sqlite3.connect(database)
    connection.execute("DROP TRIGGER audit_head_no_UPDATE")
    count, digest = connection.execute("SELECT count, digest FROM audit_head").fetchone()
    events = chained(count, digest, by=by)
    while part := list(islice(events, PART)):
        connection.executemany("INSERT INTO audit_event VALUES (?,?,?,?,?,?,?,?,?)", (row for row, _ in part))
        connection.executemany("INSERT INTO audit_payload VALUES (?,'',?)", (payload for _, payload in part))
        last = part[-1][0]
        connection.execute("UPDATE audit_head SET count = ?, digest = ?", (last[0], last[-1]))
    connection.commit()
    connection.close()
    return count + by


def chained(count: int, previous: str, *, by: int) -> Iterator[tuple[tuple, tuple]]:
    for number in range(count + 1, count + by + 1):
        content = json.dumps({"field": "name", "length": number % 97}).encode()
        at = BEGIN + timedelta(seconds=number)
        facts = ("changed", "clusters.profile", f"c{number % 10_000}", "", content_digest(content), previous)
        previous = Link(number, at, *facts).digest
        yield (number, at.strftime("%Y-%m-%d %H:%M:%S"), *facts, previous), (number, content)
