"""Fifty million plants summed and measured through Spark and through DuckDB, to one checksum (synthetic).

Writes ``benchmarks/ENGINES.md``. Memory is bounded: plants are written two million at a time, and each engine
is given two gigabytes.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.figures import Figure, NotMeasured, Workplace, machine

WORKER = Path(__file__).parent / "workers" / "engine.py"
REPORT = Path(__file__).with_name("ENGINES.md")
SPARK = Path(__file__).parents[1] / ".venv-spark" / "bin" / "python"
PLANTS, CHUNK = 50_000_000, 2_000_000
TERRITORIES, ACTIVITIES = 1300, 650


def measure(place: Workplace) -> list[Figure | NotMeasured]:
    folder = place.folder / "plants"
    write_plants(folder, count=PLANTS)
    found = {"DuckDB": through("duckdb", Path(sys.executable), folder)}
    if SPARK.exists():
        found["Spark, local mode"] = through("spark", SPARK, folder)
    checksums = {one["checksum"] for one in found.values()}
    if len(checksums) > 1:
        raise RuntimeError(f"DuckDB and Spark disagree: {' and '.join(sorted(checksums))}")
    REPORT.write_text(report(found), "utf-8")
    how = f"{PLANTS:,} synthetic plants in Parquet to {TERRITORIES:,} x {ACTIVITIES}, measures included"
    figures: list[Figure | NotMeasured] = []
    for engine, one in found.items():
        figures += [
            Figure(f"plants through {engine}", one["seconds"], "s", None, how),
            Figure(f"plants through {engine}, memory", one["megabytes"], "MB", None, how),
        ]
    if len(found) < 2:
        figures.append(NotMeasured("plants through Spark", "`make spark` has not installed Spark here"))
    return figures


METHOD = """\
# Raw records through engines

Measured on {now} UTC by `python -m benchmarks engines`, a part of `make bench`.

{machine}, load average {load:.1f}.

{plants:,} plants, drawn from one seed and labelled synthetic, in {files} files of Parquet. Each engine sums
their jobs to {territories:,} territories x {activities} activities; Polos measures the sums: location
quotient, presence, complexity, proximity, relatedness density. The checksum is over the labels, the sums and
every number measured. Seconds are elapsed, from the files to the last number; memory is the most that the
process held, and with it Spark's Java.

| Engine | Seconds | Memory, MB | SHA-256 |
|---|---:|---:|---|
"""


def report(found: dict[str, dict]) -> str:
    """Write what each engine took, and the checksum they share."""
    method = METHOD.format(
        now=f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        machine=machine(),
        load=os.getloadavg()[0],
        plants=PLANTS,
        files=-(-PLANTS // CHUNK),
        territories=TERRITORIES,
        activities=ACTIVITIES,
    )
    rows = "".join(
        f"| {engine} {one['version']} | {one['seconds']:.1f} | {one['megabytes']:,.0f} |"
        f" `{one['checksum']}` |\n"
        for engine, one in found.items()
    )
    return f"{method}{rows}\nThe checksums are {'the same' if len(found) > 1 else 'of one engine only'}.\n"


def through(engine: str, python: Path, folder: Path) -> dict:
    """Sum and measure in a process of its own."""
    command = [python, WORKER, engine, folder]
    surroundings = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)
    if done.returncode:
        raise RuntimeError(f"{engine} ended with {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def write_plants(folder: Path, *, count: int) -> None:
    """Write plants in files of two million, drawn from a seed: many in large territories and activities."""
    folder.mkdir(parents=True)
    draw = np.random.default_rng(2026)
    territories = pl.Series([f"r{i:04}" for i in range(TERRITORIES)])
    activities = pl.Series([f"a{i:03}" for i in range(ACTIVITIES)])
    for number in range(-(-count // CHUNK)):
        size = min(CHUNK, count - number * CHUNK)
        rows = pl.DataFrame(
            {
                "territory": territories.gather((TERRITORIES * draw.random(size) ** 2).astype(np.uint32)),
                "activity": activities.gather((ACTIVITIES * draw.random(size) ** 3).astype(np.uint32)),
                "jobs": (1 + draw.lognormal(1, 1.5, size)).astype(np.int32),
            }
        )
        rows.write_parquet(folder / f"{number:03}.parquet", compression="snappy")
