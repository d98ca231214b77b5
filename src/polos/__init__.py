"""Polos: regions and clusters find each other. ``import polos`` and every step and measure is at hand.

>>> import polos
>>> polos.location_quotient.__name__
'location_quotient'
"""

from importlib import import_module
from typing import Any

_FROM = {
    "Matrix": "polos.tables.matrix",
    "Origin": "polos.provenance",
    "Citation": "polos.provenance",
    "Licence": "polos.provenance",
    "PolosError": "polos.errors",
    "Store": "polos.store",
    "aggregate": "polos.tables.aggregation",
    "coded_priorities": "polos.measures.coded_priorities",
    "convergence": "polos.measures.convergence",
    "counterparts": "polos.matches.counterparts",
    "employment_profiles": "polos.measures.employment_profile",
    "gather_evidence": "polos.matches.gathering",
    "matrices_of_records": "polos.tables.aggregation",
    "matrix_of_records": "polos.tables.aggregation",
    "over_years": "polos.measures.panels",
    "priorities_of": "polos.tables.priorities",
    "territories_of": "polos.tables.territories",
    "validate_pairings": "polos.matches.validation",
}
_PACKAGES = {
    name: f"polos.{name}"
    for name in (
        *("matches", "measures", "parameters", "reference", "reports", "solvers"),
        *("sources", "store", "tables", "vocabularies"),
    )
} | {"conventions": "polos.measures.conventions"}


def __getattr__(name: str) -> Any:
    """Load a measure, ``Matrix`` or a part of the library when it is first asked for."""
    if name.startswith("_"):
        raise AttributeError(name)
    if name in _FROM:
        return getattr(import_module(_FROM[name]), name)
    if name in _PACKAGES:
        return import_module(_PACKAGES[name])
    measures = import_module("polos.measures")
    if name in measures.__all__:
        return getattr(measures, name)
    raise AttributeError(f"polos has no {name!r}; its measures are in polos.measures.__all__")


def __dir__() -> list[str]:
    return sorted({*_FROM, *_PACKAGES, *import_module("polos.measures").__all__})
