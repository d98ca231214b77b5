"""Eurostat, structural business statistics by NUTS 2 region and NACE Rev. 2 (``sbs_r_nuts06_r2``).

Three layouts are read: a table with one row a region and activity (``nuts_id``, ``nace_r2``,
``persons_employed``), and what the dissemination API gives, SDMX-CSV (``geo``, ``nace_r2``,
``OBS_VALUE``) or JSON-stat, in which divisions are written with their section (``C10``).
"""

from pathlib import Path
from urllib.parse import urlencode

from polos.provenance import Citation, Licence
from polos.sources.download import download
from polos.sources.snapshot import Snapshot
from polos.sources.source import Companion, Source

HOST = "https://ec.europa.eu/eurostat/api/dissemination"
DATASET = "sbs_r_nuts06_r2"
PERSONS_EMPLOYED = "V16110"

SOURCE = Source(
    name="eurostat-sbs",
    title="Persons employed by NUTS 2 region and NACE Rev. 2 division (structural business statistics)",
    citation=Citation(
        "Eurostat, SBS data by NUTS 2 region and NACE Rev. 2 (sbs_r_nuts06_r2), persons employed (V16110)",
        address="https://ec.europa.eu/eurostat/databrowser/view/sbs_r_nuts06_r2",
        year="2014",
    ),
    licence=Licence("CC-BY-4.0", "Source: Eurostat", may_be_redistributed=True),
    columns={
        "unit": ("nuts_id", "geo"),
        "activity": ("nace_r2",),
        "employment": ("persons_employed", "obs_value"),
        "unit_name": ("name", "geo_label"),
        "indicator": ("indic_sb",),
        "period": ("time_period", "time"),
    },
    needed=("unit", "activity", "employment"),
    vintage="2014",
    base_level="nuts2",
    side="EU",
    status_of_empty="confidential",
    companions=(
        Companion(
            "nuts-crosswalk",
            ("../boundaries/nuts_crosswalks_2006_2024.parquet",),
            "the flows between NUTS vintages, to link regions to territories",
        ),
    ),
    assumptions={
        "confidential": "A cell without a value is confidential or not available: it stays unknown.",
        "nuts_conversion": (
            "Regions of another NUTS vintage are brought to NUTS 2021 by the share of their population of "
            "2011 that lives in each new region; flows of less than one in two hundred are redrawn borders "
            "and are left out."
        ),
        "own_rows": (
            "Nations and NUTS 1 regions are shown by the rows published for them, which hide fewer cells "
            "than the sum of their regions; only NUTS 2 regions are compared and pooled."
        ),
    },
)


def fetch(folder: Path, *, year: int, host: str = HOST) -> Snapshot:
    """Fetch one year from the statistics service of the dissemination API, as JSON-stat.

    The file is kept in ``folder`` as it came. ``host`` is another address of the same service.

    Raises
    ------
    NotFetched
        When the service cannot be reached, refuses, or answers with something else.
    """
    asked = {"format": "JSON", "lang": "EN", "indic_sb": PERSONS_EMPLOYED, "time": year}
    address = f"{host}/statistics/1.0/data/{DATASET}?{urlencode(asked)}"
    return download(address, folder, name=f"{DATASET}_{year}.json")
