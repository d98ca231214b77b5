"""One cluster's list of counterparts with 10,000 synthetic clusters registered."""

import http.client
import random
import time

from benchmarks.figures import POLOS, Figure, Workplace, run
from benchmarks.pages import served
from benchmarks.registers import filling, most_memory, p95

CLUSTERS, TERRITORIES, ASKED = 10_000, 300, 150
HOW = f"{ASKED} lists one after the other; {CLUSTERS} clusters, synthetic, on SQLite, 1 worker"
LANGUAGES = ("en", "es", "pt", "fr")


def measure(place: Workplace) -> list[Figure]:
    folder = place.folder / "cluster pages"
    run([POLOS, "site", "prepare", "--data", folder])
    filling(folder, "fill", CLUSTERS, TERRITORIES, 0)
    with served(folder) as port:
        connection, chance = http.client.HTTPConnection("127.0.0.1", port, timeout=60), random.Random(2026)
        first = asked(connection, listed(chance))
        lists = [asked(connection, listed(chance)) for _ in range(ASKED)]
        return [
            Figure("counterparts of a cluster: the first after a change", first, "ms", None, HOW),
            Figure("counterparts of a cluster: page, 95th percentile", p95(lists), "ms", 200, HOW),
            Figure("counterparts of a cluster: memory of a worker", most_memory(port), "MB", 500, HOW),
        ]


def listed(chance: random.Random) -> str:
    """Return the address of a list for a cluster not asked for before."""
    number = chance.randrange(CLUSTERS)
    return f"/{chance.choice(LANGUAGES)}/counterparts/clusters/synthetic-{number}/"


def asked(connection: http.client.HTTPConnection, path: str) -> float:
    """Return the milliseconds from the request to the last byte."""
    start = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return (time.perf_counter() - start) * 1000
