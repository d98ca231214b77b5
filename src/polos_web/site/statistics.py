"""Statistics of employment that lie in a folder beside the software, added to the store."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from polos.errors import PolosError
from polos.store import Store

# Name of the source, and where its file lies below the folder ``data``.
FILES = {
    "eurostat-sbs": "eu_employment/eurostat_sbs_nuts2_nace2_2014.parquet",
    "mx-scian": "mexico/metro_scian6_employment.parquet",
    "hn-ciiu": "honduras/department_ciiu4_employment.csv.gz",
}


@dataclass(frozen=True)
class Added:
    """What became of one source: ``added``, ``unchanged``, ``absent`` or ``refused`` with the reason."""

    source: str
    outcome: str
    words: str = ""
    version: str = ""
    checksum: str = ""


def add_from(shared: Path, *, data: Path) -> Iterator[Added]:
    """Add what the folder holds and the store does not, one source after the other.

    A file that cannot be used leaves what is stored as it was, and does not keep the others out.
    """
    store = Store(data)
    for source, place in FILES.items():
        path = shared / "data" / place
        if not path.is_file():
            yield Added(source, "absent")
            continue
        try:
            receipt = store.add(source, path)
        except PolosError as problem:
            yield Added(source, "refused", str(problem))
        else:
            papers = receipt.dataset.papers
            outcome = "unchanged" if receipt.unchanged else "added"
            yield Added(source, outcome, version=papers.version, checksum=papers.checksum)
