"""Answers sent to the served product by many clients at once, some of them twice; both ends are counted."""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.figures import POLOS, Figure, Workplace, run
from benchmarks.pages import served

SUBMISSIONS, CLIENTS = 1000, 50
# Every so many-th answer is sent a second time by another client at the same moment.
TWICE = 10
WORK = Path(__file__).parent / "workers" / "submissions.py"
ANSWERS = {"q-Q00": "EU", "q-Q05": "very", "q-Q06-diagnosis": "5", "q-Q06-vision": "4", "q-Q03": "visits"}


def measure(place: Workplace) -> list[Figure]:
    folder = place.folder / "submissions"
    run([POLOS, "site", "prepare", "--data", folder])
    asked = worked(folder, "open", SUBMISSIONS)
    with served(folder) as port:
        start = time.perf_counter()
        told = sent(port, asked["links"])
        seconds = time.perf_counter() - start
    kept = worked(folder, "close", asked["survey"])
    texts = Counter(kept["texts"])
    thanked = {text for text, was_thanked in told if was_thanked}
    lost = len(thanked - texts.keys())
    doubled = sum(texts.values()) - len(texts)
    strange = len(texts.keys() - thanked)
    how = (
        f"{CLIENTS} clients, one in {TWICE} sent twice at once; thanked {len(thanked)}, links used "
        f"{kept['used']}, sealed {kept['sealed']}, in the results {len(texts)}; "
        f"lost {lost}, doubled {doubled}, on SQLite"
    )
    if lost or doubled or strange or len(thanked) != SUBMISSIONS:
        raise RuntimeError(how)
    return [Figure(f"surveys: {SUBMISSIONS} submissions", seconds, "s", 60, how)]


def worked(folder: Path, *what: object) -> dict:
    """Run the worker beside the served product."""
    command = [sys.executable, str(WORK), *map(str, what)]
    given = {**os.environ, "POLOS_DATA": str(folder)}
    return json.loads(subprocess.run(command, env=given, capture_output=True, text=True, check=True).stdout)


def sent(port: int, links: list[str]) -> list[tuple[str, bool]]:
    """Send every answer from its client; return the text of each and whether it was thanked for."""
    told: list[tuple[str, bool]] = []
    shares = [
        [(link, f"answer {n}") for n, link in enumerate(links) if n % CLIENTS == client]
        + [
            (link, f"again {n}")
            for n, link in enumerate(links)
            if n % TWICE == 0 and (n // TWICE) % CLIENTS == client
        ]
        for client in range(CLIENTS)
    ]
    threads = [threading.Thread(target=client, args=(port, share, told)) for share in shares]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return told


def client(port: int, share: list[tuple[str, str]], told: list[tuple[str, bool]]) -> None:
    """Open each link, as a browser does, and send an answer to it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for link, text in share:
        path = f"/en/surveys/answer/{link}/"
        connection.request("GET", path)
        page = connection.getresponse()
        cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
        token = re.search(rb'csrfmiddlewaretoken" value="([^"]+)"', page.read())
        if token is None:
            told.append((text, False))  # the link was used by another client meanwhile
            continue
        body = urlencode({**ANSWERS, "q-Q13": text, "go": "send", "step": "9",
                          "csrfmiddlewaretoken": token[1].decode()})  # fmt: skip
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        told.append((text, b"Thank you" in answer.read()))
