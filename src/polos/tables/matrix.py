"""The table every measure works on: territories by activities, with known and unknown cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from polos.errors import WrongColumns, WrongRows
from polos.provenance import Origin

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


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

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        _require_shape(values, self.territories, self.activities)
        _require_unique(self.territories, "territory")
        _require_unique(self.activities, "activity")
        _require_amounts(values, self.territories, self.activities)
        values.setflags(write=False)
        object.__setattr__(self, "values", values)

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
        rows = _as_rows(frame, territory, activity, value)
        territories = tuple(sorted(rows[territory].unique().to_list()))
        activities = tuple(sorted(rows[activity].unique().to_list()))
        values = np.full((len(territories), len(activities)), 0.0 if absent_is_zero else np.nan)
        at_row = np.searchsorted(territories, rows[territory].to_list())
        at_column = np.searchsorted(activities, rows[activity].to_list())
        _require_one_row_per_cell(at_row, at_column, territories, activities)
        values[at_row, at_column] = rows[value].cast(nw.Float64).to_numpy()
        return cls(values, territories, activities, unit, vintage, origin or Origin("a table in memory"))

    @property
    def shape(self) -> tuple[int, int]:
        """Number of territories and of activities."""
        return len(self.territories), len(self.activities)

    @property
    def known(self) -> Flags:
        """Which cells are known, shape (R, A)."""
        return ~np.isnan(self.values)

    @property
    def known_values(self) -> Values:
        """The amounts with 0 in place of unknown cells: for sums only, together with ``known``."""
        return np.nan_to_num(self.values, nan=0.0)

    def at(self, territory: str, activity: str) -> float:
        """Return one amount, NaN where it is unknown."""
        return float(self.values[self.territories.index(territory), self.activities.index(activity)])

    def select(
        self, *, territories: Sequence[str] | None = None, activities: Sequence[str] | None = None
    ) -> "Matrix":
        """Return the part with these territories and activities, in the order given."""
        rows = self.territories if territories is None else tuple(territories)
        columns = self.activities if activities is None else tuple(activities)
        row_of = {name: i for i, name in enumerate(self.territories)}
        column_of = {name: i for i, name in enumerate(self.activities)}
        part = self.values[np.ix_([row_of[r] for r in rows], [column_of[c] for c in columns])]
        return Matrix(part, rows, columns, self.unit, self.vintage, self.origin)


def _as_rows(frame: Any, territory: str, activity: str, value: str) -> nw.DataFrame:
    rows = nw.from_native(frame)
    present = rows.collect_schema().names()
    missing = [name for name in (territory, activity, value) if name not in present]
    if missing:
        raise WrongColumns(
            found=f"the columns {', '.join(present)}",
            needed=f"also {', '.join(missing)}",
            next_step="Name the columns with territory=, activity= and value=.",
        )
    rows = rows.select(nw.col(territory).cast(nw.String), nw.col(activity).cast(nw.String), nw.col(value))
    return rows.collect() if isinstance(rows, nw.LazyFrame) else rows


def _require_shape(values: Values, territories: Sequence[str], activities: Sequence[str]) -> None:
    if values.shape != (len(territories), len(activities)):
        raise WrongRows(
            found=f"values of shape {values.shape}",
            needed=f"({len(territories)}, {len(activities)}), as many as there are labels",
            next_step="Give one row a territory and one column an activity.",
        )


def _require_unique(labels: Sequence[str], kind: str) -> None:
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            raise WrongRows(
                found=f"the {kind} {label!r} twice",
                needed=f"each {kind} once",
                next_step="Sum or drop the repeated rows, knowing which is right.",
            )
        seen.add(label)


def _require_amounts(values: Values, territories: Sequence[str], activities: Sequence[str]) -> None:
    wrong = np.argwhere((values < 0) | np.isinf(values))
    if len(wrong):
        r, a = wrong[0]
        raise WrongRows(
            found=f"{values[r, a]} for territory {territories[r]!r}, activity {activities[a]!r}",
            needed="an amount that is finite and not negative, or nothing where it is unknown",
            next_step=f"Correct this cell{'' if len(wrong) == 1 else f' and {len(wrong) - 1} more'}.",
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
