"""Named conventions of other packages, and what makes their numbers differ from ours.

>>> import polos
>>> [one.choice for one in polos.conventions.differences(polos.conventions.POLOS, polos.conventions.STATA)]
['presence', 'unknown_cells', 'divisor', 'own_in_density', 'gain_of_present']
"""

from polos.measures.conventions import (
    ATLAS,
    CONVENTIONS,
    DATAWHEEL,
    ECONCOMPLEX,
    ECONGEO,
    ECONOMICCOMPLEXITY,
    POLOS,
    PY_ECOMPLEXITY,
    STATA,
    Convention,
    Difference,
    Effect,
    Reproduction,
    differences,
    effects,
    reproduce,
)

__all__ = [
    "ATLAS",
    "CONVENTIONS",
    "DATAWHEEL",
    "ECONCOMPLEX",
    "ECONGEO",
    "ECONOMICCOMPLEXITY",
    "POLOS",
    "PY_ECOMPLEXITY",
    "STATA",
    "Convention",
    "Difference",
    "Effect",
    "Reproduction",
    "differences",
    "effects",
    "reproduce",
]
