"""Sum the plants of a folder in one engine, measure the table here, and print a checksum of both as JSON.

``python engine.py duckdb FOLDER`` or ``python engine.py spark FOLDER``.
"""

import hashlib
import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from measure import most_memory

from polos import measures
from polos.tables.aggregation import matrix_of_records

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "3g",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


def of_duckdb(folder: str) -> Any:
    duckdb = import_module("duckdb")
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
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
    return {"seconds": seconds, "megabytes": most_memory(), "checksum": checksum.hexdigest()}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
