"""The best assignment of 200 and 200 partners under 30 quotas, on drawn values (synthetic)."""

import json
import subprocess
import sys
import time

import numpy as np

from benchmarks.figures import Figure, Workplace
from polos.matches.assignment import best_assignment
from polos.matches.pairing import Objective, PairingTask, Partner, Proof, Quota, QuotaKind
from polos.matches.pairing_plain import plain_of

SIZE = 200
THEMES = tuple(f"theme {k}" for k in range(8))


def measure(place: Workplace) -> list[Figure]:
    task = drawn_task()
    how = f"synthetic: {SIZE} x {SIZE}, {len(task.quotas)} quotas on countries and themes, one run"
    objectives = (("total", Objective.TOTAL), ("worst-off first", Objective.WORST_OFF))
    return [
        Figure(f"pairing proven best, {name}{where}", measured(task, objective), "s", 30, how)
        for where, measured in (("", seconds), (", through the job of the page", seconds_of_job))
        for name, objective in objectives
    ]


def seconds(task: PairingTask, objective: Objective) -> float:
    start = time.perf_counter()
    found = best_assignment(task, objective=objective)
    taken = time.perf_counter() - start
    assert found.proof is Proof.PROVEN, "not proven"
    assert all(use.quota.least <= use.count <= use.quota.most for use in found.quotas)
    return taken


def seconds_of_job(task: PairingTask, objective: Objective) -> float:
    """How long the process that a job runs beside itself takes, from its start to the first answer."""
    question = {"task": plain_of(task), "objective": objective.value, "seconds": 120.0}
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "polos_web.analysis.pairing_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None and process.stdout is not None, "both were asked for"
        process.stdin.write(json.dumps(question))
        process.stdin.close()
        answer = json.loads(process.stdout.readline())
        taken = time.perf_counter() - start
        process.kill()
    assert answer["assignment"]["proof"] == Proof.PROVEN.value, "not proven"
    return taken


def drawn_task() -> PairingTask:
    """Draw partners of 10 and 12 countries, pairs on 8 themes, one pair in ten unknown; quotas that bind."""
    draw = np.random.default_rng(2026)
    a = tuple(Partner(f"a{k}", f"A{draw.integers(10)}") for k in range(SIZE))
    b = tuple(Partner(f"b{k}", f"B{draw.integers(12)}") for k in range(SIZE))
    values = draw.random((SIZE, SIZE)).round(3)
    values[draw.random(values.shape) < 0.1] = np.nan
    of_country = [Quota(QuotaKind.COUNTRY, f"A{k}", "a", 8, 17) for k in range(10)]
    of_country += [Quota(QuotaKind.COUNTRY, f"B{k}", "b", 7, 16) for k in range(12)]
    of_theme = [Quota(QuotaKind.THEME, theme, least=15, most=21) for theme in THEMES]
    drawn = draw.integers(len(THEMES), size=values.shape)
    themes = {
        (one.id, other.id): (THEMES[drawn[i, j]],) for i, one in enumerate(a) for j, other in enumerate(b)
    }
    return PairingTask(a, b, values, quotas=(*of_country, *of_theme), themes=themes)
