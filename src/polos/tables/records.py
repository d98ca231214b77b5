"""Records that each name several activities: patents by class, projects by topic."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from polos.errors import WrongRows
from polos.provenance import Origin
from polos.tables.columns import label_codes, read_columns


@dataclass(frozen=True, eq=False)
class Records:
    """Which record names which activity, shape (N, A), 1 and 0, sparse.

    Raises
    ------
    WrongRows
        When the shape does not fit the labels.
    """

    incidence: csr_array
    records: tuple[str, ...]
    activities: tuple[str, ...]
    origin: Origin
    backend: str = "polars"

    def __post_init__(self) -> None:
        if self.incidence.shape != (len(self.records), len(self.activities)):
            raise WrongRows(
                found=f"an incidence of shape {self.incidence.shape}",
                needed=f"({len(self.records)}, {len(self.activities)}), as many as there are labels",
                next_step="Give one row a record and one column an activity.",
            )

    @classmethod
    def from_frame(cls, frame: Any, *, record: str, activity: str, origin: Origin | None = None) -> "Records":
        """Build from a long table with one row for each activity a record names; repeats count once."""
        rows, backend = read_columns(frame, codes=(record, activity))
        pairs = rows.unique()
        at_record, records = label_codes(pairs[record])
        at_activity, activities = label_codes(pairs[activity])
        shape = (len(records), len(activities))
        incidence = csr_array((np.ones(len(pairs)), (at_record, at_activity)), shape=shape)
        return cls(incidence, records, activities, origin or Origin("records in memory"), backend)
