"""What a measure returns: numbers with labels, and a reason wherever there is no number."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polos.provenance import Origin

Values = NDArray[np.float64]


class Reason(IntEnum):
    """Why a cell has no value; 0 where it has one."""

    DEFINED = 0
    UNKNOWN_CELL = 1
    EMPTY_TERRITORY = 2
    EMPTY_ACTIVITY = 3
    NOTHING_TO_COMPARE = 4
    NOT_A_CANDIDATE = 5


@dataclass(frozen=True, eq=False)
class Grid:
    """Values by territory and activity, shape (R, A); NaN exactly where ``undefined`` gives a reason."""

    values: Values
    territories: tuple[str, ...]
    activities: tuple[str, ...]
    undefined: NDArray[np.uint8]
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)

    def at(self, territory: str, activity: str) -> float:
        """Return one value, NaN where it is undefined."""
        return float(self.values[self.territories.index(territory), self.activities.index(activity)])

    def why(self, territory: str, activity: str) -> Reason:
        """Return why a cell is undefined, or ``Reason.DEFINED``."""
        return Reason(int(self.undefined[self.territories.index(territory), self.activities.index(activity)]))


@dataclass(frozen=True, eq=False)
class Pairs:
    """Values between activities, shape (A, A); NaN exactly where ``undefined`` gives a reason."""

    values: Values
    activities: tuple[str, ...]
    undefined: NDArray[np.uint8]
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)

    def at(self, activity: str, other: str) -> float:
        """Return one value, NaN where it is undefined."""
        return float(self.values[self.activities.index(activity), self.activities.index(other)])
