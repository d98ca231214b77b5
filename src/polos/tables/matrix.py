"""The table every measure works on: territories by activities, with known and unknown cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from polos import tables
from polos.errors import UnknownName, WrongRows
from polos.provenance import Origin

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
_LARGEST, _SMALLEST = 1e150, 1e-150
# Tuples of labels without a double, by identity; held here, so that nothing else can take their place.
_FOUND_UNIQUE: dict[int, tuple[str, ...]] = {}
_REMEMBERED = 16
# The C library of Linux gives freed memory back and fetches it anew, page by page, which takes longer than
# the arithmetic on tables of a few megabytes. How much it keeps, it decides by the largest block freed so
# far: this one, which is never written to and so takes no memory.
np.empty(2**24, dtype=np.uint8)
Kept = TypeVar("Kept", bound=NDArray[Any])


@dataclass(frozen=True, eq=False)
class Matrix:
    """Amounts of activities A in territories R, shape (R, A); NaN marks an unknown cell.

    Unknown is not zero: a cell that is confidential or was not recorded stays NaN and is left out,
    never filled in. Amounts are finite and not negative; labels are unique strings.

    Raises
    ------
    WrongRows
        When shapes do not fit the labels, a label appears twice, or an amount is negative or infinite.
    """

    values: Values
    territories: tuple[str, ...]
    activities: tuple[str, ...]
    unit: str
    vintage: str
    origin: Origin
    backend: str = "polars"

    def __post_init__(self) -> None:
        # a copy: the caller's array stays the caller's; row by row, as every measure goes through it
        values = np.array(self.values, dtype=np.float64, order="C")
        _require_shape(values, self.territories, self.activities)
        require_unique(self.territories, "territory")
        require_unique(self.activities, "activity")
        object.__setattr__(self, "values", read_only(values))
        _require_amounts(self)

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        *,
        territory: str,
        activity: str,
        value: str,
        unit: str = "",
        vintage: str = "",
        origin: Origin | None = None,
        absent_is_zero: bool = False,
    ) -> "Matrix":
        """Build a matrix from a long table with one row per cell (pandas, Polars, DuckDB, Arrow ...).

        A pair without a row is unknown, unless ``absent_is_zero`` declares that the source lists every
        cell that is not zero; a row without a value is always unknown.
        """
        rows, backend = tables.columns.read_columns(frame, codes=(territory, activity), numbers=(value,))
        at_row, territories = tables.columns.label_codes(rows[territory])
        at_column, activities = tables.columns.label_codes(rows[activity])
        _require_one_row_per_cell(at_row, at_column, territories, activities)
        values = np.full((len(territories), len(activities)), 0.0 if absent_is_zero else np.nan)
        values[at_row, at_column] = rows[value].fill_null(np.nan).to_numpy()
        origin = origin or Origin("a table in memory")
        return cls(values, territories, activities, unit, vintage, origin, backend)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of territories and of activities."""
        return len(self.territories), len(self.activities)

    @cached_property
    def known(self) -> Flags:
        """Which cells are known, shape (R, A)."""
        if self.is_complete:
            return np.broadcast_to(np.True_, self.values.shape)
        return read_only(~np.isnan(self.values))

    @cached_property
    def is_complete(self) -> bool:
        """Whether every cell is known."""
        return not np.isnan(self._extent[0])

    @cached_property
    def _extent(self) -> tuple[float, float]:
        """The lowest and the highest amount, NaN where a cell is unknown."""
        return float(self.values.min(initial=np.inf)), float(self.values.max(initial=0.0))

    @cached_property
    def known_values(self) -> Values:
        """The amounts with 0 in place of unknown cells: for sums only, together with ``known``."""
        return self.values if self.is_complete else read_only(np.where(self.known, self.values, 0.0))

    def at(self, territory: str, activity: str) -> float:
        """Return one amount, NaN where it is unknown."""
        (row,) = _positions(self.territories, (territory,), "territory")
        (column,) = _positions(self.activities, (activity,), "activity")
        return float(self.values[row, column])

    def select(
        self, *, territories: Sequence[str] | None = None, activities: Sequence[str] | None = None
    ) -> "Matrix":
        """Return the part with these territories and activities, in the order given."""
        rows = self.territories if territories is None else tuple(territories)
        columns = self.activities if activities is None else tuple(activities)
        at_rows = _positions(self.territories, rows, "territory")
        at_columns = _positions(self.activities, columns, "activity")
        part = self.values[np.ix_(at_rows, at_columns)]
        return Matrix(part, rows, columns, self.unit, self.vintage, self.origin, self.backend)


def read_only(values: Kept) -> Kept:
    """Return the array, which nobody can change any more."""
    values.setflags(write=False)
    return values


def _positions(labels: Sequence[str], wanted: Sequence[str], kind: str) -> list[int]:
    place_of = {label: i for i, label in enumerate(labels)}
    unknown = [label for label in wanted if label not in place_of]
    if unknown:
        raise UnknownName(
            found=f"the {kind} {unknown[0]!r}" + (f" and {len(unknown) - 1} more" if unknown[1:] else ""),
            needed=f"labels among the {len(labels)} of the table, such as {', '.join(labels[:3])}",
            next_step="Ask for labels that the table has.",
        )
    return [place_of[label] for label in wanted]


def _require_shape(values: Values, territories: Sequence[str], activities: Sequence[str]) -> None:
    if values.shape != (len(territories), len(activities)):
        raise WrongRows(
            found=f"values of shape {values.shape}",
            needed=f"({len(territories)}, {len(activities)}), as many as there are labels",
            next_step="Give one row a territory and one column an activity.",
        )


def require_unique(
    labels: Sequence[str],
    kind: str,
    *,
    next_step: str = "Sum or drop the repeated rows, knowing which is right.",
) -> None:
    """Refuse a label given twice.

    Results hand on the labels they were made of: a tuple that was in order lately is not looked
    through again.

    Raises
    ------
    WrongRows
        When one is.
    """
    if _FOUND_UNIQUE.get(id(labels)) is labels:
        return
    if len(set(labels)) == len(labels):
        if isinstance(labels, tuple):
            if len(_FOUND_UNIQUE) >= _REMEMBERED:
                _FOUND_UNIQUE.clear()
            _FOUND_UNIQUE[id(labels)] = labels
        return
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            raise WrongRows(
                found=f"the {kind} {label!r} twice",
                needed=f"each {kind} once",
                next_step=next_step,
            )
        seen.add(label)


def _require_amounts(matrix: Matrix) -> None:
    values, (lowest, highest) = matrix.values, matrix._extent
    if not values.size:
        return
    if np.isnan(lowest):
        lowest, highest = np.fmin.reduce(values, axis=None), np.fmax.reduce(values, axis=None)
    if not lowest < 0 and (not highest > 0 or _SMALLEST < highest <= _LARGEST / values.size):
        return
    wrong = np.argwhere((values < 0) | np.isinf(values))
    if len(wrong):
        r, a = wrong[0]
        territory, activity = matrix.territories[r], matrix.activities[a]
        raise WrongRows(
            found=f"{values[r, a]} for territory {territory!r}, activity {activity!r}",
            needed="an amount that is finite and not negative, or nothing where it is unknown",
            next_step=f"Correct this cell{'' if len(wrong) == 1 else f' and {len(wrong) - 1} more'}.",
        )
    raise WrongRows(
        found=f"{'a largest' if highest <= _SMALLEST else 'an'} amount of {highest:.3g}",
        needed=f"amounts above {_SMALLEST:.0e} whose total stays below {_LARGEST:.0e}, so that products of "
        "totals stay numbers",
        next_step="State the amounts in another unit.",
    )


def _require_one_row_per_cell(
    rows: NDArray[np.intp], columns: NDArray[np.intp], territories: Sequence[str], activities: Sequence[str]
) -> None:
    cells = rows * max(len(activities), 1) + columns
    unique, first, counts = np.unique(cells, return_index=True, return_counts=True)
    if len(unique) != len(cells):
        again = first[counts > 1][0]
        raise WrongRows(
            found=f"several rows for {territories[rows[again]]!r}, {activities[columns[again]]!r}",
            needed="one row for each territory and activity",
            next_step="Sum or drop the repeated rows, knowing which is right.",
        )
