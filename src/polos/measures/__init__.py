"""Numbers with meaning from tables of territories by activities.

Every function here is a measure named after its quantity; ``__all__`` is the list that ``polos measures``
prints, with the formula and the source from the docstrings. Each module's measures are exported here, in
alphabetical order.
"""

from polos.measures.complementarity import added_relatedness_density
from polos.measures.density import relatedness_density
from polos.measures.relatedness import proximity
from polos.measures.specialisation import location_quotient, pool, presence, specialised

__all__ = [
    "added_relatedness_density",
    "location_quotient",
    "pool",
    "presence",
    "proximity",
    "relatedness_density",
    "specialised",
]
