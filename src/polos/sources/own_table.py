"""A table of one's own: territory, activity, employment, one row a cell (CSV, XLSX or Parquet)."""

from polos.provenance import Citation, Licence
from polos.sources.source import Source

SOURCE = Source(
    name="table",
    title="A table of territories, activities and employment",
    citation=Citation("The user's own table"),
    licence=Licence("LicenseRef-not-stated"),
    columns={
        "unit": ("territory", "territory_id", "region", "territorio", "unit"),
        "activity": ("activity", "nace", "nace_r2", "isic", "ciiu", "division", "actividad"),
        "employment": ("employment", "persons_employed", "jobs", "empleo", "emprego", "emploi"),
    },
    needed=("unit", "activity", "employment"),
    vintage="not stated",
    base_level="own unit",
    status_of_empty="unknown",
    every_row_needed=True,
    assumptions={
        "codes": (
            "Activities are codes of NACE Rev. 2 or ISIC Rev. 4, at the division or below; a single letter "
            "is the total of a section; a code of one digit lost a leading zero; three digits without a "
            "point are refused, since they may be a group or a class that lost its zero."
        ),
        "territories": (
            "A territory that is not on record, or whose name several have, stays a unit of its own: it "
            "is compared with the others and linked to nothing."
        ),
        "empty": "A cell without a value is unknown, not zero.",
    },
)
