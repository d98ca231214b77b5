"""Indicators of territories: one number a variable, in whatever unit it comes."""

from collections import Counter
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
        if values.shape != shape:
            raise WrongRows(
                found=f"values of shape {values.shape}",
                needed=f"{shape}, one row a territory and one column a variable",
                next_step="Give one row a territory and one column a variable.",
            )
        _require_once("territory", self.territories)
        _require_once("variable", self.variables)
        if np.isinf(values).any():
            r, v = np.argwhere(np.isinf(values))[0]
            raise WrongRows(
                found=f"{np.isinf(values).sum()} infinite values, the first {values[r, v]} for "
                f"{self.territories[r]!r}, {self.variables[v]!r}",
                needed="finite values, or NaN where unknown",
                next_step="Correct the value, or leave it out.",
            )
        values.setflags(write=False)
        object.__setattr__(self, "values", values)

    @classmethod
    def from_frame(
        cls, frame: Any, *, territory: str, variables: Sequence[str], origin: Origin | None = None
    ) -> "Indicators":
        """Build from a table with one row a territory and one column a variable."""
        _require_once("variable", variables)
        table, backend = read_columns(frame, codes=(territory,), numbers=tuple(variables))
        values = table.select(variables).fill_null(float("nan")).to_numpy()
        names = tuple(table[territory].cast(pl.String))
        return cls(values, names, tuple(variables), origin or Origin("a table in memory"), backend)


def _require_once(kind: str, labels: Sequence[str]) -> None:
    twice = [label for label, count in Counter(labels).items() if count > 1]
    if twice:
        raise WrongRows(
            found=f"the {kind} {twice[0]!r} more than once, and {len(twice)} such in all",
            needed=f"each {kind} once",
            next_step="Give one row a territory and one column a variable.",
        )
