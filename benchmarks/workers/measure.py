"""Run one program on one case in this process, and print what it took as one line of JSON.

``python measure.py tables PROGRAM FOLDER`` works through the tables of a folder, one a year; the other
subjects are in ``SUBJECTS``. What is called is loaded before the clock starts. One thread does the
arithmetic, unless the environment says otherwise.
"""

import contextlib
import io
import json
import math
import os
import platform
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import numpy as np

LONG_ENOUGH = 1.0  # seconds that repeats of a short call may take together
MOST_REPEATS = 15
RECORDED = ("numpy", "scipy", "pandas", "polars", "numba")


class Clock:
    """Processor and elapsed seconds of the calls it was given."""

    def __init__(self) -> None:
        self.processor = self.elapsed = 0.0

    def run(self, call: Callable, *given: Any) -> Any:
        start = time.process_time(), time.perf_counter()
        found = call(*given)
        self.processor += time.process_time() - start[0]
        self.elapsed += time.perf_counter() - start[1]
        return found

    def median(self, call: Callable, *given: Any) -> Any:
        """Repeat a short call and keep the medians."""
        return self.median_of_new(call, lambda: given)

    def median_of_new(self, call: Callable, make: Callable) -> Any:
        """Repeat a short call on what is made anew each time, which does not count; keep the medians."""
        taken: list[Clock] = []
        while not taken or (len(taken) < MOST_REPEATS and sum(t.elapsed for t in taken) < LONG_ENOUGH):
            taken.append(Clock())
            given = make()
            found = taken[-1].run(call, *given)
        self.processor = statistics.median(one.processor for one in taken)
        self.elapsed = statistics.median(one.elapsed for one in taken)
        return found


def tables(program: str, folder: str, limit: str) -> dict:
    """Complexity, proximity and density of every year; a small table first, which does not count.

    Where the first year foretells more seconds than ``limit``, it is all: ``years`` says how many were done.
    """
    prepared, call = import_module("programs").PROGRAMS[program]()
    years = sorted(Path(folder).glob("*.npy"))
    call(prepared(np.load(years[0])[:40, :60] + 1.0))
    clock, complexities, densities = Clock(), [], []
    for year in years:
        given = prepared(np.load(year))
        complexity, density = (clock.median if len(years) == 1 else clock.run)(call, given)
        complexities.append(np.asarray(complexity, dtype=float))
        densities.append(float(np.nanmean(np.asarray(density, dtype=float))))
        del given, density
        if len(complexities) == 1 and clock.processor * len(years) > float(limit):
            break
    return took(clock, complexity=complexities[0].tolist(), density=densities[0], years=len(complexities))


def matrices(program: str, folder: str) -> dict:
    """What it takes to bring every year's array, whose labels are there, into the form that Polos wants."""
    programs, clock = import_module("programs"), Clock()
    programs.as_matrix(np.ones((2, 2)))  # what is loaded with it does not count
    for year in sorted(Path(folder).glob("*.npy")):
        x = np.load(year)
        clock.run(programs.labelled, x, programs.names(x))
    return took(clock)


def panel(dtype: str, folder: str) -> dict:
    """The same by the panel of Polos, whose complexities have one direction over the years."""
    measures = import_module("polos.measures")
    clock, presences = Clock(), {}
    for year in sorted(Path(folder).glob("*.npy")):
        matrix = as_matrix(np.load(year))
        presence = presences[year.stem] = clock.run(measures.specialised, matrix)
        clock.run(lambda p: measures.relatedness_density(p, measures.proximity(p, dtype=dtype)), presence)
    found = clock.run(measures.economic_complexity_panel, presences)
    return took(clock, overlap=min(one.diagnostics.overlap or 1.0 for one in found.values()))


def threads(dtype: str, folder: str) -> dict:
    """The same with two years at a time, each in a thread of its own."""
    prepared, call = import_module("programs").polos(np.dtype(dtype))

    def one(year: Path) -> float:
        return float(call(prepared(np.load(year)))[0].sum())

    def both() -> list[float]:
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(one, sorted(Path(folder).glob("*.npy"))))

    clock = Clock()
    clock.run(both)
    return took(clock)


def one_complexity(program: str, folder: str) -> dict:
    """Complexity alone of the first year, from presence to the index."""
    x = np.load(min(Path(folder).glob("*.npy")))
    clock, measures = Clock(), import_module("polos.measures")
    matrix = as_matrix(x)
    clock.median_of_new(measures.economic_complexity, lambda: (measures.specialised(matrix),))
    return took(clock)


def patents(program: str, path: str) -> dict:
    """Association strength of classes named on the same patents."""
    stored = np.load(path)
    record, activity = stored["record"], stored["activity"]
    clock = Clock()
    if program == "plain numba":
        compiled = import_module("plain_numba").association_strength
        compiled(np.arange(2), np.arange(2))  # compiling does not count
        strength = clock.run(compiled, record, activity)
        return took(clock, pairs=int(np.count_nonzero(strength)), total=float(strength.sum()))
    if program == "plain scipy":
        strength = clock.run(import_module("plain").association_strength, record, activity)
        return took(clock, pairs=int(strength.nnz), total=float(strength.sum()))
    measures, polars = import_module("polos.measures"), import_module("polars")
    together, strengthened = measures.co_occurrence_of_records, measures.association_strength
    frame = polars.DataFrame({"patent": record, "field": activity})
    del stored, record, activity

    def strength_of(rows):
        return strengthened(together(rows, record="patent", activity="field")).values

    strength = clock.run(strength_of, frame)
    return took(clock, pairs=int(strength.nnz), total=float(strength.sum()))


def complementarity(program: str, folder: str) -> dict:
    """Mean complementarity of all pairs of territories, proximity known."""
    clock, x = Clock(), np.load(min(Path(folder).glob("*.npy")))
    measures = import_module("polos.measures")
    presence = measures.specialised(as_matrix(x))
    dtype = program.rpartition(" ")[2]
    related = measures.proximity(presence, dtype=dtype)
    if program.startswith("plain"):
        m, phi = presence.values.astype(dtype), np.array(related.values)
        found = clock.median(import_module("plain").complementarity, m, phi)
    else:
        found = clock.median(measures.complementarity, presence, related).values
    apart = ~np.eye(len(found), dtype=bool)
    return took(clock, mean=float(np.nanmean(found[apart])))


def products(dtype: str, folder: str) -> dict:
    """Complementarity as two products of matrices and nothing else: what this machine needs for them."""
    x = np.load(min(Path(folder).glob("*.npy")))
    m = (x > np.median(x, axis=0)).astype(dtype)
    weights, clock = np.ones((m.shape[1], m.shape[1]), dtype), Clock()
    clock.median(lambda: (m @ weights) @ m.T)
    return took(clock)


def partners(program: str, folder: str) -> dict:
    """The five best partners of every territory for every activity it is missing."""
    clock, x = Clock(), np.load(min(Path(folder).glob("*.npy")))
    measures = import_module("polos.measures")
    presence = measures.specialised(as_matrix(x))
    best, related = measures.best_partners, measures.proximity
    clock.run(lambda p: best(p, related(p), count=5), presence)
    return took(clock)


def distances(program: str, path: str) -> dict:
    """Density of the distances between the plants of one activity (Duranton & Overman), 100 distances."""
    stored, polars = np.load(path), import_module("polars")
    measures, points = import_module("polos.measures"), import_module("polos.tables.points").Points
    x, y = stored["places"].T
    frame = polars.DataFrame({"x": x, "y": y, "activity": ["food"] * len(x)})
    plants = points.from_frame(frame, x="x", y="y", activity="activity")
    clock, density = Clock(), measures.duranton_overman
    clock.run(lambda: density(plants, "food", distances=np.linspace(0, 200, 100).tolist()))
    return took(clock)


def growth(program: str, folder: str) -> dict:
    """Processor seconds of each stage on a table, and on tables with R, A or T twice as large.

    The sizes take turns, round after round, so that a machine that is slower for a while is slower for all of
    them. A turn is a few calls, as the first finds its memory not at hand; each size keeps its least.
    """
    measures = import_module("polos.measures")
    stages: dict[str, dict[str, float]] = {}
    for calls in (calls_on_large(measures), calls_on_middling(measures)):
        least = [math.inf] * len(calls)
        for _ in range(ROUNDS):
            for i, (_, _, call, make) in enumerate(calls):
                for _ in range(CALLS_A_TURN):
                    clock, given = Clock(), make()
                    clock.run(call, *given)
                    least[i] = min(least[i], clock.processor)
        for (stage, size, _, _), seconds in zip(calls, least, strict=True):
            of_stage = stages.setdefault(stage, {})
            of_stage[size] = of_stage.get(size, 0.0) + seconds
    return {"stages": stages}


# A stage, the axis that is doubled, what is called, and what makes that which it is given.
Call = tuple[str, str, Callable, Callable[[], tuple]]


def calls_on_large(measures: Any) -> list[Call]:
    """Stages that read and write tables and little else; what a table keeps is made anew for the second."""
    calls: list[Call] = []
    for matrix, size in grown(*LARGE):
        calls += [
            ("specialised", size, measures.specialised, partial(tuple, [matrix])),
            (
                "economic_complexity",
                size,
                measures.economic_complexity,
                partial(presence_of, measures, matrix),
            ),
        ]
    return calls


def presence_of(measures: Any, matrix: Any) -> tuple:
    return (measures.specialised(matrix),)


def calls_on_middling(measures: Any) -> list[Call]:
    """Stages that multiply tables."""
    calls: list[Call] = []
    for matrix, size in grown(*MIDDLING):
        presence = measures.specialised(matrix)
        pair = presence, measures.proximity(presence)
        calls += [
            ("proximity", size, measures.proximity, partial(tuple, [presence])),
            ("relatedness_density", size, measures.relatedness_density, partial(tuple, pair)),
            ("complementarity", size, measures.complementarity, partial(tuple, pair)),
        ]
    return calls


# What only reads and writes the table: large enough that no cache holds one size and not the other.
LARGE, MIDDLING = (3200, 4800, 2), (500, 1200, 2)
ROUNDS, CALLS_A_TURN = 4, 3


def grown(territories: int, activities: int, years: int) -> Iterator[tuple[Any, str]]:
    """Yield the tables of a size, and of each size with one axis doubled, with the name of that axis."""
    shapes = {
        "": (territories, activities, years),
        "R": (2 * territories, activities, years),
        "A": (territories, 2 * activities, years),
        "T": (territories, activities, 2 * years),
    }
    for size, shape in shapes.items():
        for amounts in import_module("synthetic").tables(*shape):
            yield as_matrix(amounts), size


def as_matrix(x: np.ndarray) -> Any:
    return import_module("programs").as_matrix(x)


def took(clock: Clock, **found: Any) -> dict:
    return {"seconds": clock.processor, "elapsed": clock.elapsed, **found}


def most_memory() -> float:
    """Megabytes this process held at most; Linux keeps the figure apart from that of the parent."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = [line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    resource = import_module("resource")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def surroundings() -> dict:
    """Versions of what was used, and the kernels of linear algebra."""
    here = {package.metadata["Name"].lower(): package.version for package in distributions()}
    kernels = import_module("threadpoolctl").threadpool_info()
    keep = ("internal_api", "version", "architecture", "num_threads")
    return {
        "python": platform.python_version(),
        "versions": {name: here[name] for name in (*RECORDED, "polos") if name in here},
        "kernels": [{key: kernel.get(key) for key in keep} for kernel in kernels],
        "threads": os.environ.get("OPENBLAS_NUM_THREADS", "not limited"),
    }


SUBJECTS = {
    "tables": tables,
    "matrices": matrices,
    "panel": panel,
    "threads": threads,
    "one_complexity": one_complexity,
    "patents": patents,
    "complementarity": complementarity,
    "partners": partners,
    "products": products,
    "distances": distances,
    "growth": growth,
}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(io.StringIO()):  # some programs print
        result = SUBJECTS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(result | {"megabytes": most_memory()} | surroundings()))
