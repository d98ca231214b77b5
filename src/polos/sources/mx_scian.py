"""INEGI, employment of Mexican metropolitan zones by SCIAN 2018 class (Economic Census 2019)."""

from pathlib import Path

import polars as pl

from polos.errors import WrongColumns
from polos.provenance import Citation, Licence
from polos.sources.source import Companion, Source

SOURCE = Source(
    name="mx-scian",
    title="Employment by metropolitan zone and SCIAN 2018 class, Mexico",
    citation=Citation(
        "INEGI, Censos Economicos 2019: employment by metropolitan zone and class of the SCIAN 2018",
        address="https://www.inegi.org.mx/programas/ce/2019/",
        year="2018",
    ),
    licence=Licence("LicenseRef-INEGI-free-use", "Source: INEGI", may_be_redistributed=True),
    columns={
        "unit": ("zm", "cve_zona", "cve_zm"),
        "activity": ("scian2018", "scian_2018", "scian"),
        "employment": ("employment", "empleo", "personal_ocupado"),
    },
    needed=("unit", "activity", "employment"),
    vintage="2018",
    base_level="metropolitan zone",
    country="MX",
    side="LAC",
    absent_is_zero=True,
    companions=(
        Companion(
            "scian-isic",
            ("../classifications/isic_scian_naics/ciiu_rev_4_to_scian_2023.csv",),
            "the correspondence of SCIAN 2023 and ISIC Rev. 4, to bring classes to NACE divisions",
        ),
        Companion(
            "naics-nace",
            ("../classifications/eurostat/NAICS2017_NACE.csv.gz",),
            "the correspondence of NAICS 2017 and NACE Rev. 2, for classes SCIAN 2023 no longer has",
        ),
        Companion("zone-names", ("metro_zones_names.csv",), "the names of the metropolitan zones"),
    ),
    assumptions={
        "classification": (
            "Classes are of SCIAN 2018, the correspondence is of SCIAN 2023; a class it lacks is brought "
            "over by the classes of its branch, or by NAICS 2017, and the basis is recorded."
        ),
        "splits": "A class that reaches several divisions is split equally over its linked ISIC classes.",
        "state_of_zone": (
            "A zone counts for the state its code begins with, also where it reaches into the next state; "
            "the zones of a state are not the whole state."
        ),
    },
)


def read_zone_names(path: Path) -> dict[str, str]:
    """Read the list of zones: the short name of each, by its code, both as written.

    Raises
    ------
    WrongColumns
        When the columns ``CVE_ZONA`` and ``NOMGEO_COR`` are not there.
    """
    rows = pl.read_csv(path, infer_schema=False)
    if not {"CVE_ZONA", "NOMGEO_COR"} <= set(rows.columns):
        raise WrongColumns(
            found=f"the columns {', '.join(rows.columns)} in {path.name}",
            needed="CVE_ZONA and NOMGEO_COR",
            next_step="Use the list of metropolitan zones as published.",
        )
    return dict(rows.select("CVE_ZONA", "NOMGEO_COR").drop_nulls().iter_rows())
