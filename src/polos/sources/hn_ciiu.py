"""INE Honduras, formal employment of departments by CIIU Rev. 4 class (the Spanish edition of ISIC)."""

from polos.provenance import Citation, Licence
from polos.sources.source import Companion, Source

SOURCE = Source(
    name="hn-ciiu",
    title="Formal employment by department and CIIU Rev. 4 class, Honduras",
    citation=Citation(
        "INE Honduras: formal employment by department and class of the CIIU Rev. 4",
        address="https://ine.gob.hn/",
    ),
    licence=Licence("LicenseRef-INE-Honduras-open", "Source: INE Honduras"),
    columns={
        "unit": ("department", "departamento"),
        "activity": ("ciiu4", "ciiu", "isic4"),
        "employment": ("employment", "empleo"),
    },
    needed=("unit", "activity", "employment"),
    vintage="not stated",
    base_level="department",
    country="HN",
    side="LAC",
    companions=(
        Companion(
            "isic4",
            ("../classifications/eurostat/ISIC4.csv",),
            "the list of ISIC Rev. 4 classes, to check codes",
        ),
    ),
    assumptions={
        "leading_zeros": "Codes of three digits lost a leading zero and get it back.",
        "unlisted_classes": (
            "A code that is no ISIC class but begins with an ISIC division counts for that division."
        ),
    },
)
