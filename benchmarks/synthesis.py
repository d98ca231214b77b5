"""The table of a synthesis whose sentences cite 500 statements, asked for by readers one after the other."""

import http.client
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figures import POLOS, Figure, Workplace, run
from benchmarks.pages import served
from benchmarks.registers import p95

STATEMENTS, PEOPLE, SENTENCES, ASKED = 500, 100, 120, 200
FILL = Path(__file__).parent / "workers" / "synthesis.py"
HOW = f"{STATEMENTS} statements behind {SENTENCES} sentences, {PEOPLE} people who voted on a third, on SQLite"


def measure(place: Workplace) -> list[Figure]:
    folder = place.folder / "synthesis"
    run([POLOS, "site", "prepare", "--data", folder])
    slug = filled(folder)
    with served(folder) as port:
        table, size = timed(port, f"dialogues/{slug}/synthesis/")
        one, _ = timed(port, f"dialogues/{slug}/synthesis/sentences/7/")
    return [
        Figure("synthesis: the table, 95th percentile", table, "ms", 150, f"{ASKED} asked; {HOW}"),
        Figure("synthesis: one sentence, 95th percentile", one, "ms", 150, f"{ASKED} asked; {HOW}"),
        Figure("synthesis: the table, compressed", size / 1000, "kB", 150, HOW),
    ]


def filled(folder: Path) -> str:
    """Run the worker that fills the folder; return the name of the dialogue in addresses."""
    command = [sys.executable, str(FILL), *map(str, (STATEMENTS, PEOPLE, SENTENCES))]
    given = {**os.environ, "POLOS_DATA": str(folder)}
    told = subprocess.run(command, env=given, capture_output=True, text=True, check=True).stdout
    return json.loads(told)["slug"]


def timed(port: int, path: str) -> tuple[float, int]:
    """Return the 95th percentile of so many answers in the four languages, and the size of the last."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    chance, taken, size = random.Random(2014), [], 0
    for number in range(ASKED + 10):
        start = time.perf_counter()
        language = chance.choice(("en", "es", "pt", "fr"))
        connection.request("GET", f"/{language}/{path}", headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        size = len(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        if number >= 10:  # warm
            taken.append((time.perf_counter() - start) * 1000)
    return p95(taken), size
