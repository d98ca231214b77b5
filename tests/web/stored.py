"""The three files of statistics, added once a test run to a data folder of their own."""

import fcntl
from pathlib import Path

from polos.store import Store

FILES = {
    "eurostat-sbs": "eu_employment/eurostat_sbs_nuts2_nace2_2014.parquet",
    "mx-scian": "mexico/metro_scian6_employment.parquet",
    "hn-ciiu": "honduras/department_ciiu4_employment.csv.gz",
}


def stored_in(base: Path, shared: Path) -> Path:
    """Return the data folder under ``base``; the first who asks adds the files."""
    folder = base / "statistics"
    with (base / "statistics.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for source, path in FILES.items():
                Store(base / "statistics-incoming").add(source, shared / "data" / path)
            (base / "statistics-incoming").rename(folder)
    return folder
