"""The 120 published results, solved again: ``python -m benchmarks.agenda.published [TABLE] [SECONDS]``.

Writes a table with one row a result, rows that miss included.
"""

import csv
import os
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import machine
from polos.matches.agenda import Status, instance_violations, solve_instance
from polos.tables.meeting_instances import from_dzn

LIMIT = 120.0
TABLE = Path(__file__).with_name("PUBLISHED.md")


def rows(folder: Path, seconds: float) -> list[dict[str, str]]:
    """Solve every result and say how it compares with what was published."""
    found = []
    with (folder / "known_optima.csv").open(encoding="utf-8") as file:
        for known in csv.DictReader(file):
            row = _row(folder, known, seconds)
            print(" ".join(row.values()), file=sys.stderr, flush=True)
            found.append(row)
    return found


def _row(folder: Path, known: dict[str, str], seconds: float) -> dict[str, str]:
    instance = from_dzn((folder / "instances" / known["file"]).read_bytes())
    fairness, published = int(known["fairness_d"]), known["optimum_total_breaks"]
    found = solve_instance(instance, fairness=fairness, time_limit=seconds)
    got = "INFEASIBLE" if found.status is Status.INFEASIBLE else str(found.breaks)
    wrong = instance_violations(instance, found.slots, fairness=fairness) if found.slots else ()
    is_proven = found.status in (Status.OPTIMAL, Status.INFEASIBLE)
    return {
        "instance": known["file"].removesuffix(".dzn"),
        "d": known["fairness_d"],
        "published": published,
        "found": got,
        "status": found.status.value,
        "by": found.engine,
        "seconds": f"{found.seconds:.1f}",
        "paper": known["paper_maxsat_seconds"],
        "verdict": "equal" if is_proven and got == published and not wrong else "MISSES",
    }


def report(found: list[dict[str, str]], seconds: float) -> str:
    """Write the table with what it comes to."""
    times, paper = ([float(row[name]) for row in found] for name in ("seconds", "paper"))
    missed = [f"{row['instance']} (d = {row['d']})" for row in found if row["verdict"] != "equal"]
    heads = list(found[0])
    return "\n".join(
        [
            "# The published results, solved again",
            "",
            f"Measured on {datetime.now(UTC):%Y-%m-%d} by `python -m benchmarks.agenda.published`.",
            f"{machine()}.",
            f"Load of the machine at the end (1, 5, 15 minutes): {_load()}.",
            f"Limit: {seconds:.0f} s a row. Results: Bofill et al. (2022), JAIR 74, 263-301.",
            "",
            f"{len(found) - len(missed)} of {len(found)} results are proven, equal to the published one, and "
            f"pass the checker. Median {statistics.median(times):.1f} s, longest {max(times):.1f} s, in all "
            f"{sum(times):.0f} s; the paper's MaxSAT runs took {sum(paper):.0f} s in all.",
            "",
            f"What misses: {', '.join(missed) or 'nothing'}.",
            "",
            f"| {' | '.join(heads)} |",
            f"|{'---|' * len(heads)}",
            *(f"| {' | '.join(row.values())} |" for row in found),
            "",
        ]
    )


def _load() -> str:
    return ", ".join(f"{one:.0f}" for one in os.getloadavg())


def main(arguments: list[str]) -> None:
    """Solve all and write the table."""
    table = Path(arguments[0]) if arguments else TABLE
    seconds = float(arguments[1]) if len(arguments) > 1 else LIMIT
    shared = Path(os.environ.get("POLOS_SHARED", "../shared"))
    table.write_text(report(rows(shared / "data" / "b2b_meetings", seconds), seconds), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
