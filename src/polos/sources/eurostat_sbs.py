"""Eurostat, structural business statistics by NUTS 2 region and NACE Rev. 2 (``sbs_r_nuts06_r2``).

Two layouts are read: a table with one row a region and activity (``nuts_id``, ``nace_r2``,
``persons_employed``), and the SDMX-CSV of the dissemination API (``geo``, ``nace_r2``, ``OBS_VALUE``,
``OBS_FLAG``), in which divisions are written with their section (``C10``).
"""

from polos.provenance import Citation, Licence
from polos.sources.source import Companion, Source

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
        "unit_name": ("name",),
        "flag": ("obs_flag",),
        "indicator": ("indic_sb",),
        "period": ("time_period",),
    },
    needed=("unit", "activity", "employment"),
    vintage="2014",
    base_level="nuts2",
    side="EU",
    empty_is_confidential=True,
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
