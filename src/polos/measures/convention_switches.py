"""The packages' switches that are not their defaults, and packages that differ little from another.

Each has the name of its package, and of what is switched; ``switch`` is how the package's user writes it.
"""

from dataclasses import replace

from polos.measures.convention_profiles import (
    ATLAS,
    DATAWHEEL,
    ECONCOMPLEX,
    ECONGEO,
    ECONOMICCOMPLEXITY,
    POLOS,
    PY_ECOMPLEXITY,
    STATA,
    Convention,
)


def _switched(convention: Convention, what: str, switch: str, **choices: object) -> Convention:
    return replace(convention, name=f"{convention.name}_{what}", switch=switch, **choices)  # type: ignore[arg-type]


PY_ECOMPLEXITY_RPOP = _switched(PY_ECOMPLEXITY, "RPOP", 'presence_test="rpop"', advantage="per head")
PY_ECOMPLEXITY_BOTH = _switched(PY_ECOMPLEXITY, "BOTH", 'presence_test="both"', advantage="sum of both")
PY_ECOMPLEXITY_ASYMMETRIC = _switched(
    PY_ECOMPLEXITY, "ASYMMETRIC", "asymmetric=True", relatedness="conditional"
)
PY_ECOMPLEXITY_CONTINUOUS = _switched(
    PY_ECOMPLEXITY,
    "CONTINUOUS",
    "continuous=True",
    relatedness="correlation of quotients",
    density_of="quotients",
)
PY_ECOMPLEXITY_KNN = _switched(PY_ECOMPLEXITY, "KNN", "knn=5", counted_nearest=5)

DATAWHEEL_SQRT = _switched(DATAWHEEL, "SQRT", 'procedure="sqrt"', relatedness="geometric mean")

ECONCOMPLEX_RPOP = _switched(ECONCOMPLEX, "RPOP", 'presence_test="rpop"', advantage="per head")
ECONCOMPLEX_BOTH = _switched(ECONCOMPLEX, "BOTH", 'presence_test="both"', advantage="either")
ECONCOMPLEX_SQRT = _switched(ECONCOMPLEX, "SQRT", 'method="sqrt"', relatedness="geometric mean")
ECONCOMPLEX_MIN = _switched(ECONCOMPLEX, "MIN", 'method="min"', relatedness="maximum")
ECONCOMPLEX_CORRELATION = _switched(
    ECONCOMPLEX, "CORRELATION", "continuous=True", relatedness="correlation of quotients"
)
ECONCOMPLEX_COSINE = _switched(
    ECONCOMPLEX,
    "COSINE",
    'continuous=True, continuous_method="cosine"',
    relatedness="cosine of quotients",
)
ECONCOMPLEX_INDEX_PROBABILITY = _switched(
    ECONCOMPLEX,
    "INDEX_PROBABILITY",
    'relatedness_index(method="probability")',
    relatedness="association probability",
    sizes="occurrences",
)
ECONCOMPLEX_INDEX_ASSOCIATION = _switched(
    ECONCOMPLEX,
    "INDEX_ASSOCIATION",
    'relatedness_index(method="association")',
    relatedness="association strength",
    sizes="occurrences",
)
ECONCOMPLEX_INDEX_COSINE = _switched(
    ECONCOMPLEX,
    "INDEX_COSINE",
    'relatedness_index(method="cosine")',
    relatedness="cosine",
    sizes="occurrences",
)
ECONCOMPLEX_INDEX_JACCARD = _switched(
    ECONCOMPLEX,
    "INDEX_JACCARD",
    'relatedness_index(method="jaccard")',
    relatedness="jaccard",
    sizes="occurrences",
)
ECONCOMPLEX_REFLECTIONS = _switched(
    ECONCOMPLEX, "REFLECTIONS", 'method="reflections"', vector="reflections", reflections=(20, 20)
)
ECONCOMPLEX_EXTREMALITY = _switched(ECONCOMPLEX, "EXTREMALITY", "extremality=2", fitness_exponent=2.0)
ECONCOMPLEX_CORE = _switched(ECONCOMPLEX, "CORE", "dmin=3, umin=3", least_presences=3)

ECONGEO_ASSOCIATION = _switched(
    ECONGEO, "ASSOCIATION", 'method="association"', relatedness="association strength"
)
ECONGEO_COSINE = _switched(ECONGEO, "COSINE", 'method="cosine"', relatedness="cosine")
ECONGEO_JACCARD = _switched(ECONGEO, "JACCARD", 'method="jaccard"', relatedness="jaccard")
ECONGEO_RCA = _switched(ECONGEO, "RCA", "rca() in place of location_quotient()", quotient_decimals=2)

FERMI = replace(
    POLOS,
    name="FERMI",
    basis="run",
    quotient_order="by square roots",
    unknown_cells="absent",
    nothing_over_nothing="absent",
    pci_direction="with ubiquity",
    pci_scale="own standard deviation",
)
FERMI_ICA = _switched(FERMI, "ICA", "compute_ica()", advantage="inferred", quotient_order="exact")
FERMI_REFLECTIONS = _switched(
    FERMI,
    "REFLECTIONS",
    'method="reflections"',
    vector="reflections",
    reflections=(18, 18),
    eci_direction="as it comes",
    pci_direction="as it comes",
)
FERMI_REDUNDANT = _switched(FERMI, "REDUNDANT", "redundant=True", fitness_order="sequential")
FERMI_SERVEDIO = _switched(FERMI, "SERVEDIO", 'method="servedio", normalization="none"', fitness_constant=1.0)
FERMI_TAXONOMY = _switched(FERMI, "TAXONOMY", 'projection_method="taxonomy"', relatedness="taxonomy")

ECONCI = replace(
    POLOS,
    name="ECONCI",
    basis="run",
    unknown_cells="absent",
    empty_units="spoil all",
    pci_direction="against ubiquity",
    pci_scale="own standard deviation",
    own_relatedness=0,
    own_in_density="counted",
)

# That the threshold of amounts per head is as strict as that of quotients is not said, but assumed.
STATA_RPOP = _switched(STATA, "RPOP", "pop() given, rca off", advantage="per head")
ATLAS_BINARY = _switched(ATLAS, "BINARY", "columns that end in rcalt1", presence="at least")

CONVENTIONS = {
    one.name: one
    for one in (
        POLOS,
        PY_ECOMPLEXITY,
        PY_ECOMPLEXITY_RPOP,
        PY_ECOMPLEXITY_BOTH,
        PY_ECOMPLEXITY_ASYMMETRIC,
        PY_ECOMPLEXITY_CONTINUOUS,
        PY_ECOMPLEXITY_KNN,
        DATAWHEEL,
        DATAWHEEL_SQRT,
        ECONCOMPLEX,
        ECONCOMPLEX_RPOP,
        ECONCOMPLEX_BOTH,
        ECONCOMPLEX_SQRT,
        ECONCOMPLEX_MIN,
        ECONCOMPLEX_CORRELATION,
        ECONCOMPLEX_COSINE,
        ECONCOMPLEX_INDEX_PROBABILITY,
        ECONCOMPLEX_INDEX_ASSOCIATION,
        ECONCOMPLEX_INDEX_COSINE,
        ECONCOMPLEX_INDEX_JACCARD,
        ECONCOMPLEX_REFLECTIONS,
        ECONCOMPLEX_EXTREMALITY,
        ECONCOMPLEX_CORE,
        ECONGEO,
        ECONGEO_ASSOCIATION,
        ECONGEO_COSINE,
        ECONGEO_JACCARD,
        ECONGEO_RCA,
        ECONOMICCOMPLEXITY,
        FERMI,
        FERMI_ICA,
        FERMI_REFLECTIONS,
        FERMI_REDUNDANT,
        FERMI_SERVEDIO,
        FERMI_TAXONOMY,
        ECONCI,
        STATA,
        STATA_RPOP,
        ATLAS,
        ATLAS_BINARY,
    )
}
