"""The workplace full of synthetic records: loading, writing, and fifty people who search and read at once.

Each of the fifty asks, reads the answer, and asks again one to three seconds later; two workers answer. The
people run on the same machine as the workers, and their share of its time is in the figures.
"""

import csv
import http.client
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.audit import EVENTS, lengthen
from benchmarks.figures import POLOS, Figure, Workplace, run
from benchmarks.pages import served

CLUSTERS, TERRITORIES, ACTORS = 10_000, 2_000, 50_000
USERS, SECONDS, PAUSE = 50, 60, (1.0, 3.0)
WRITES = 200
FILL = Path(__file__).parent / "workers" / "registers.py"
HOW = f"{CLUSTERS} clusters, {TERRITORIES} territories and {ACTORS} actors, synthetic, on SQLite"
CROWD = f"{USERS} people at once, {PAUSE[0]:g} to {PAUSE[1]:g} s between their questions, 2 workers; {HOW}"


def measure(place: Workplace) -> list[Figure]:
    folder = place.folder / "registers"
    run([POLOS, "site", "prepare", "--data", folder])
    filled = filling(folder, "fill", CLUSTERS, TERRITORIES, ACTORS)
    anew = run([POLOS, "search", "reindex", "--data", folder])
    written = filling(folder, "write", WRITES)
    figures = [
        brought_in(folder, place.folder / "registers empty"),
        Figure("registers: index of the search made anew", anew.seconds, "s", None, HOW),
        Figure(
            "registers: a write, 95th percentile", p95(written["milliseconds"]), "ms", 300, f"{WRITES}; {HOW}"
        ),
    ]
    figures += archived(folder, place.folder / "registers again")
    with served(folder, "--workers", "2") as port:
        figures += crowd(port, "search with two facets", searches(filled), 150)
        figures += crowd(port, "profile page", profiles, 120)
        figures.append(Figure("registers: memory of a worker", most_memory(port), "MB", 300, CROWD))
    return figures


def brought_in(folder: Path, empty: Path) -> Figure:
    """Hand the clusters out as a file, and bring those rows into an installation that has none of them."""
    told, file = folder / "all.csv", folder / "clusters.csv"
    run([POLOS, "registers", "hand-out", "cluster", told, "--data", folder])
    with (
        told.open(newline="", encoding="utf-8") as of_all,
        file.open("w", newline="", encoding="utf-8") as of,
    ):
        rows, synthetic = csv.reader(of_all), csv.writer(of)
        synthetic.writerow(next(rows))
        synthetic.writerows(row for row in rows if row[0].startswith("synthetic-"))
    run([POLOS, "site", "prepare", "--data", empty])
    taken = run([POLOS, "registers", "bring-in", "cluster", file, "--write", "--data", empty])
    how = f"a CSV file of {file.stat().st_size / 1e6:.0f} MB by the command line; {HOW}"
    return Figure(f"registers: {CLUSTERS} clusters brought in", taken.seconds, "s", 60, how)


def archived(folder: Path, again: Path) -> list[Figure]:
    """Take everything away, with a million events, and load it; each table is held against its checksum."""
    events = lengthen(folder / "polos.sqlite3", by=EVENTS)
    file = folder / "polos.zip"
    written = run([POLOS, "archive", "write", file, "--data", folder])
    restored = run([POLOS, "archive", "restore", file, "--data", again])
    how = f"with {events} events; {HOW}"
    return [
        Figure("registers: archive of all of it", written.seconds, "s", 120, how),
        Figure("registers: the archive back, equal in every table", restored.seconds, "s", 240, how),
        Figure("registers: the archive", file.stat().st_size / 1e6, "MB", None, how),
        Figure("registers: memory of the archive", written.megabytes, "MB", None, how),
        Figure("registers: memory of the archive back", restored.megabytes, "MB", None, how),
    ]


def filling(folder: Path, *arguments: object) -> dict:
    """Run the worker that fills the folder, and return what it tells."""
    command = [sys.executable, str(FILL), *map(str, arguments)]
    given = {**os.environ, "POLOS_DATA": str(folder)}
    return json.loads(subprocess.run(command, env=given, capture_output=True, text=True, check=True).stdout)


def searches(filled: dict) -> Callable[[random.Random], str]:
    """Return who makes up addresses of searches: two facets, every other one with a word."""

    def address(chance: random.Random) -> str:
        chosen = {
            name: chance.choice(filled["facets"][name]) for name in chance.sample(sorted(filled["facets"]), 2)
        }
        word = {"q": chance.choice(filled["words"])} if chance.random() < 0.5 else {}
        return f"/{chance.choice(('en', 'es', 'pt', 'fr'))}/search/?{urlencode(word | chosen)}"

    return address


def profiles(chance: random.Random) -> str:
    """Return the address of a cluster's page."""
    return f"/{chance.choice(('en', 'es', 'pt', 'fr'))}/clusters/synthetic-{chance.randrange(CLUSTERS)}/"


def crowd(port: int, what: str, address: Callable[[random.Random], str], target: float) -> list[Figure]:
    """Let everybody ask for a minute; return the 95th percentile, and how many got no good answer."""
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(USERS) as people:
        taken = [people.submit(one_person, port, address, until, seed) for seed in range(USERS)]
        asked = [answer for person in taken for answer in person.result()]
    good = [milliseconds for milliseconds, status in asked if status == 200]
    return [
        Figure(
            f"registers: {what}, 95th percentile", p95(good), "ms", target, f"{len(asked)} asked; {CROWD}"
        ),
        Figure(f"registers: {what}, errors", len(asked) - len(good), "", 0.5, f"{len(asked)} asked; {CROWD}"),
    ]


def one_person(
    port: int, address: Callable[[random.Random], str], until: float, seed: int
) -> list[tuple[float, int]]:
    """Ask again and again; return how long each answer took and its status."""
    chance, told = random.Random(seed), []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(chance.uniform(0, PAUSE[1]))
    while time.monotonic() < until:
        start = time.perf_counter()
        connection.request("GET", address(chance), headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        told.append(((time.perf_counter() - start) * 1000, answer.status))
        time.sleep(chance.uniform(*PAUSE))
    connection.close()
    return told


def p95(amounts: list[float]) -> float:
    """Return the amount that 95 in 100 do not exceed."""
    return sorted(amounts)[max(0, -(-len(amounts) * 95 // 100) - 1)]


def most_memory(port: int) -> float:
    """Return the most that one process of the server on this port has held, in megabytes."""
    held = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            words = status.with_name("cmdline").read_bytes().split(b"\0")
            facts = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:  # it has ended
            continue
        if b"serve" in words and str(port).encode() in words:
            held.append(int(facts["VmHWM"].split()[0]) / 1024)
    return max(held)
