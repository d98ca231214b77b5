"""Sum the plants of a folder in one engine, measure the table here, and print a checksum of both as JSON.

``python engine.py duckdb FOLDER`` or ``python engine.py spark FOLDER``.
"""

import contextlib
import hashlib
import json
import os
import sys
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from measure import most_memory

from polos import measures
from polos.tables.aggregation import matrix_of_records

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


def of_duckdb(folder: str) -> Any:
    duckdb = import_module("duckdb")
    limits = {"memory_limit": "2GB", "threads": "2", "temp_directory": str(Path(folder).parent / "spilled")}
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"} | limits)
    return connection.read_parquet(f"{folder}/*.parquet")


def of_spark(folder: str) -> Any:
    builder = import_module("pyspark.sql").SparkSession.builder.master("local[2]").appName("polos-benchmark")
    for name, setting in SETTINGS.items():
        builder = builder.config(name, setting)
    session = builder.config("spark.sql.warehouse.dir", str(Path(folder).parent / "spark")).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session.read.parquet(folder)


def main(engine: str, folder: str) -> dict[str, Any]:
    records = {"duckdb": of_duckdb, "spark": of_spark}[engine](folder)
    start = time.perf_counter()
    jobs = matrix_of_records(
        records, territory="territory", activity="activity", value="jobs", absent_is_zero=True
    )
    presence = measures.specialised(jobs)
    found = [
        jobs.values,
        measures.location_quotient(jobs).values,
        presence.values,
        measures.economic_complexity(presence).eci.values,
        measures.relatedness_density(presence, measures.proximity(presence)).values,
    ]
    seconds = time.perf_counter() - start
    checksum = hashlib.sha256("\n".join((*jobs.territories, *jobs.activities)).encode())
    for values in found:
        checksum.update(values.tobytes())
    return {
        "seconds": seconds,
        "megabytes": most_memory() + memory_of_children(),
        "checksum": checksum.hexdigest(),
        "version": version({"spark": "pyspark"}.get(engine, engine)),
    }


def memory_of_children() -> float:
    """Megabytes that the processes started from here held at most: Spark's Java."""
    found = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):  # it has just ended
            facts = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines())
            if int(facts["PPid"]) == os.getpid() and "VmHWM" in facts:
                found += int(facts["VmHWM"].split()[0]) / 1024
    return found


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
