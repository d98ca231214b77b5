"""How good agendas are and how fast they are made: ``python -m benchmarks agenda``.

Writes ``LARGE.md`` (a large event three ways) and ``PUBLISHED.md`` (the 120 published results) beside it.
"""

import statistics
from pathlib import Path

from benchmarks.agenda import large, published
from benchmarks.figures import Figure, NotMeasured, Workplace


def measure(place: Workplace) -> list[Figure | NotMeasured]:
    """Make a large event, repair it, and solve every published result."""
    found: list[Figure | NotMeasured] = _large()
    if place.shared is None:
        return [*found, NotMeasured("agenda: published results", "there is no folder of statistics")]
    return found + _published(place.shared / "data" / "b2b_meetings")


def _large() -> list[Figure | NotMeasured]:
    measured = large.measured()
    large.TABLE.write_text(large.report(measured), "utf-8")
    made = [row for row in measured.rows if row.way == "make_agenda"]
    how = "300 participants, 2,500 requests, 24 slots, at 60 tables and virtual; the worse of both"
    firsts = [large.SECONDS if row.first is None else row.first for row in made]
    return [
        Figure("agenda: first agenda of a large event", max(firsts), "s", 5, how),
        Figure("agenda: gap after 60 s", 100 * max(row.gap for row in made), "%", 2, how),
        Figure("agenda: most memory of one process", measured.megabytes, "MB", 2048, how),
        Figure(
            "agenda: repair of a no-show", measured.repair_seconds, "s", 5, "the busiest person does not come"
        ),
    ]


def _published(folder: Path) -> list[Figure | NotMeasured]:
    rows = published.rows(folder, published.LIMIT)
    published.TABLE.write_text(published.report(rows, published.LIMIT), "utf-8")
    seconds = [float(row["seconds"]) for row in rows]
    missed, how = (
        sum(row["verdict"] != "equal" for row in rows),
        f"{len(rows)} results, see agenda/PUBLISHED.md",
    )
    return [
        Figure("agenda: published results not proven or not equal", missed, "rows", 0.5, how),
        Figure("agenda: median of the published results", statistics.median(seconds), "s", 2, how),
        Figure("agenda: longest of the published results", max(seconds), "s", 120, how),
    ]
