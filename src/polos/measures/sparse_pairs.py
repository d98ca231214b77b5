"""Pairs of so many activities that only those which occur are stored."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from polos import tables
from polos.errors import WrongRows
from polos.measures.arguments import require_kind
from polos.measures.results import Pairs, Reason, position, undefined_where
from polos.provenance import Origin

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class SparsePairs:
    """Values between many activities, shape (A, A), those above the diagonal; a pair not stored is 0.

    Measures that take ``Pairs`` refuse it; :meth:`to_pairs` makes them, where the memory for A x A numbers
    is there.
    """

    values: "csr_array"
    activities: tuple[str, ...]
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    def at(self, activity: str, other: str) -> float:
        """Return one value."""
        i, j = sorted(position(self.activities, name, "activity") for name in (activity, other))
        return stored(self.values, i, j)

    def to_frame(self) -> Any:
        """Return one row per pair that is stored, each once, in the kind of table the input came in.

        The columns are ``activity``, ``other_activity`` and ``value``, which is missing where undefined.
        """
        return stored_rows(self.values, self.activities, self.backend)

    def to_pairs(self) -> Pairs:
        """Return all pairs both ways, shape (A, A), with the zeros written out and 0 on the diagonal."""
        upper = self.values.toarray()
        values = upper + upper.T
        reasons = undefined_where(values, (Reason.EMPTY_ACTIVITY, np.isnan(values)))
        return Pairs(values, self.activities, reasons, self.origin, self.parameters, self.backend)


def require_all_pairs(*kinds: object) -> None:
    """Refuse pairs stored above the diagonal only: what reads both ways would miss half of them.

    Raises
    ------
    InputError
        When one is something else than pairs.
    WrongRows
        When one of the kinds is a ``SparsePairs``.
    """
    for kind in kinds:
        if isinstance(kind, SparsePairs):
            count = len(kind.activities)
            raise WrongRows(
                found=f"sparse pairs of {count} activities, each stored one way only",
                needed="all pairs, both ways",
                next_step=f"Write them out with to_pairs(); that takes {count} x {count} numbers of memory.",
            )
        require_kind("relatedness", kind, Pairs)


def stored(table: "csr_array", i: int, j: int) -> float:
    """Return what is stored for a pair, 0 where nothing is."""
    row = slice(table.indptr[i], table.indptr[i + 1])
    return float(table.data[row][table.indices[row] == j].sum())


def stored_rows(table: "csr_array", activities: tuple[str, ...], backend: str) -> Any:
    """Return the pairs that are stored, one a row, as a table of that kind."""
    rows = np.repeat(np.arange(len(activities)), np.diff(table.indptr))
    shown = {
        "activity": [activities[i] for i in rows],
        "other_activity": [activities[i] for i in table.indices],
        "value": [None if np.isnan(value) else float(value) for value in table.data],
    }
    return tables.frames.in_kind(shown, backend)
