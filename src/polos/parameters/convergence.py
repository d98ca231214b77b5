"""Thresholds of the market x technology matrix: ours, dated, adjustable."""

import math
from dataclasses import dataclass
from functools import cache

from polos.errors import InputError
from polos.parameters import read


@dataclass(frozen=True)
class Thresholds:
    """When a cell is shared, and from which closeness of emphasis it is medium or high.

    ``minimum_count`` is the number of territories that must touch a cell on each side. ``medium`` and
    ``high`` bound the closeness of emphasis, the smaller emphasis divided by the larger (0 to 1): at or
    above ``high`` a shared cell is high, at or above ``medium`` it is medium, below it is low. The rest
    says when a caveat is due: ``broad_markets`` markets make a priority broad, a side of fewer than
    ``small_group`` territories is small, a shared cell with fewer than ``thin_cell`` territories on a side
    rests on few rows, shares that differ by ``divergence`` are marked, and a side with ``uneven_groups``
    times the territories of the other is no even comparison.

    Raises
    ------
    InputError
        When a bound lies outside its range, or ``medium`` above ``high``.
    """

    minimum_count: int
    medium: float
    high: float
    broad_markets: int
    small_group: int
    thin_cell: int
    divergence: float
    uneven_groups: float = 5.0

    def __post_init__(self) -> None:
        for name in ("minimum_count", "broad_markets", "small_group", "thin_cell"):
            _require(getattr(self, name) >= 1, f"{getattr(self, name)} for {name}", "a whole number from 1")
        for name in ("medium", "high", "divergence"):
            value = getattr(self, name)
            _require(
                math.isfinite(value) and 0 <= value <= 1,
                f"{value} for {name}",
                "a number from 0 to 1",
                code="threshold beyond 0 to 1",
                value=value,
            )
        _require(self.uneven_groups >= 1, f"{self.uneven_groups} for uneven_groups", "a number from 1")
        _require(
            self.medium <= self.high,
            f"medium {self.medium} above high {self.high}",
            "medium <= high",
            code="thresholds crossed",
            medium=self.medium,
            high=self.high,
        )


@cache
def default_thresholds() -> Thresholds:
    """Return the thresholds of ``data/convergence.toml``."""
    values = read("convergence").values
    return Thresholds(**values["thresholds"], **values["caveats"])


def _require(holds: bool, found: str, needed: str, *, code: str = "", **facts: object) -> None:
    if not holds:
        next_step = "Correct the threshold, or leave it out."
        raise InputError(found=found, needed=needed, next_step=next_step, code=code, **facts)
