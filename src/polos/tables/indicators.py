"""Indicators of territories: one number a variable, in whatever unit it comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from polos.errors import WrongRows
from polos.provenance import Origin
from polos.tables.columns import read_columns


@dataclass(frozen=True, eq=False)
class Indicators:
    """Values of variables V for territories R, shape (R, V); NaN marks an unknown value.

    Raises
    ------
    WrongRows
        When the shape does not fit the labels, a label appears twice, or a value is infinite.
    """

    values: NDArray[np.float64]
    territories: tuple[str, ...]
    variables: tuple[str, ...]
    origin: Origin
    backend: str = "polars"

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        shape = (len(self.territories), len(self.variables))
        is_unique = all(len(set(names)) == len(names) for names in (self.territories, self.variables))
        if values.shape != shape or not is_unique or np.isinf(values).any():
            raise WrongRows(
                found=f"values of shape {values.shape}, a label twice, or an infinite value",
                needed=f"finite or unknown values of shape {shape}, each label once",
                next_step="Give one row a territory and one column a variable.",
            )
        values.setflags(write=False)
        object.__setattr__(self, "values", values)

    @classmethod
    def from_frame(
        cls, frame: Any, *, territory: str, variables: Sequence[str], origin: Origin | None = None
    ) -> "Indicators":
        """Build from a table with one row a territory and one column a variable."""
        table, backend = read_columns(frame, codes=(territory,), numbers=tuple(variables))
        values = table.select(variables).fill_null(float("nan")).to_numpy()
        names = tuple(table[territory].cast(pl.String))
        return cls(values, names, tuple(variables), origin or Origin("a table in memory"), backend)
