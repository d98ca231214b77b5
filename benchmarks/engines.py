"""Fifty million plants summed and measured through Spark and through DuckDB, to one checksum (synthetic)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.figures import Figure, NotMeasured, Workplace

WORKER = Path(__file__).parent / "workers" / "engine.py"
SPARK = Path(__file__).parents[1] / ".venv-spark" / "bin" / "python"
PLANTS, CHUNK = 50_000_000, 2_000_000
TERRITORIES, ACTIVITIES = 1300, 650


def measure(place: Workplace) -> list[Figure | NotMeasured]:
    folder = place.folder / "plants"
    write_plants(folder, count=PLANTS)
    duckdb = through("duckdb", Path(sys.executable), folder)
    how = f"{PLANTS:,} synthetic plants in Parquet to {TERRITORIES:,} x {ACTIVITIES}, measures included"
    figures: list[Figure | NotMeasured] = [
        Figure("plants through DuckDB", duckdb["seconds"], "s", None, how),
        Figure("plants through DuckDB, memory", duckdb["megabytes"], "MB", None, how),
    ]
    if not SPARK.exists():
        return [*figures, NotMeasured("plants through Spark", "`make spark` has not installed Spark here")]
    spark = through("spark", SPARK, folder)
    if spark["checksum"] != duckdb["checksum"]:
        raise RuntimeError(f"DuckDB and Spark disagree: {duckdb['checksum']} and {spark['checksum']}")
    same = f"{how}; checksum {spark['checksum'][:16]} from both"
    return [*figures, Figure("plants through Spark, local mode", spark["seconds"], "s", None, same)]


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
