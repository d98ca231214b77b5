"""How long the served pages take, asked one after the other over one connection, warm."""

import http.client
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.figures import POLOS, Figure, Workplace, milliseconds, run

PAGES = {
    "home": "/en/",
    "territory": "/en/territories/mx_col/",
    "convergence": "/en/compare/",
    "counterparts": "/en/counterparts/?territory=mx_col",
}


def measure(place: Workplace) -> list[Figure]:
    folder = place.folder / "site"
    shared = ["--shared", place.shared] if place.shared else []
    run([POLOS, "site", "prepare", "--data", folder, *shared])
    loaded = "with the three files of statistics" if place.shared else "without statistics"
    with served(folder) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        return [
            Figure(f"page: {name}", asked(connection, path), "ms", 100, f"{path}, {loaded}")
            for name, path in PAGES.items()
        ]


def asked(connection: http.client.HTTPConnection, path: str) -> float:
    """Return the median time from the request to the last byte."""

    def work() -> None:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")

    return milliseconds(work, repeats=40, warm_up=5)


@contextmanager
def served(folder, *options: str) -> Iterator[int]:
    """Run the product on a free port until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [POLOS, "serve", "--port", str(port), "--data", folder, *options], stdout=subprocess.PIPE, text=True
    )
    try:
        if not process.stdout.readline():
            raise RuntimeError("the server ended before it was ready")
        time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()
