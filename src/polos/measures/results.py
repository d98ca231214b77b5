"""What a measure returns: numbers with labels, and a reason wherever there is no number.

All kinds carry the same papers and differ in their axes only::

    Grid            territories x activities   (R, A)
    Pairs           activities x activities    (A, A)
    CrossPairs      activities x other ones    (A, B)
    TerritoryPairs  territories x territories  (R, R)
    ByTerritory     territories                (R,)
    ByActivity      activities                 (A,)
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from polos import tables
from polos.errors import InputError, UnknownName, WrongRows
from polos.measures.arguments import require_kind
from polos.provenance import Origin
from polos.tables.matrix import read_only, require_unique

Values = NDArray[np.float64]
Reasons = NDArray[np.uint8]


class Reason(IntEnum):
    """Why a cell has no value; 0 where it has one."""

    DEFINED = 0
    UNKNOWN_CELL = 1
    EMPTY_TERRITORY = 2
    EMPTY_ACTIVITY = 3
    NOTHING_TO_COMPARE = 4
    NOT_A_CANDIDATE = 5
    SEPARATE_PARTS = 6
    NOT_UNIQUE = 7


class Source(Protocol):
    """What a result takes its papers from: a ``Matrix`` or another result."""

    @property
    def origin(self) -> Origin: ...
    @property
    def backend(self) -> str: ...


class LabelledSource(Source, Protocol):
    """A source with territories and activities: a ``Matrix`` or a ``Grid``."""

    @property
    def territories(self) -> tuple[str, ...]: ...
    @property
    def activities(self) -> tuple[str, ...]: ...


class Result:
    """What the kinds of result share; each names its axes in ``_axes``.

    The arrays given are held, not copied: the result sees them through views that nobody can write to, and
    the caller's own stay as they were. Whoever writes to those changes the result.
    """

    if TYPE_CHECKING:  # the kinds hold these as fields

        @property
        def values(self) -> NDArray[Any]: ...
        @property
        def undefined(self) -> Reasons: ...
        @property
        def origin(self) -> Origin: ...
        @property
        def parameters(self) -> dict[str, Any]: ...
        @property
        def backend(self) -> str: ...

    def __post_init__(self) -> None:
        shape = tuple(len(labels) for _, labels in self._axes())
        if self.values.shape != shape or self.undefined.shape != shape:
            raise WrongRows(
                found=f"values of shape {self.values.shape} and reasons of shape {self.undefined.shape}",
                needed=f"{shape} for both, as many as there are labels",
                next_step="Give every label one value and one reason (0 where it is defined).",
            )
        self._require_unique()
        self._require_numbers()
        self._hold("values", "undefined")

    def _require_unique(self) -> None:
        checked: tuple[str, ...] = ()
        for kind, labels in self._axes():
            if labels is not checked:  # both axes of a table of pairs are the same labels
                require_unique(labels, kind, next_step="Give each label once.")
            checked = labels

    def _hold(self, *names: str) -> None:
        """Keep these arrays as views to be read only, so that the caller's own stay as they were."""
        for name in names:
            object.__setattr__(self, name, read_only(getattr(self, name).view()))

    def _require_numbers(self) -> None:
        """Refuse what would spoil every sum it enters: values without end, and NaN without a reason."""
        if self.values.dtype.kind not in "fiub":
            raise WrongRows(
                found=f"values of the kind {self.values.dtype}",
                needed="numbers",
                next_step="Convert the values to numbers, NaN where undefined.",
            )
        has_no_gaps = is_all_defined(self.undefined) or not self.undefined.any()
        with np.errstate(over="ignore", invalid="ignore"):
            squares = float(np.vdot(self.values, self.values))  # the quickest way through all of them
        if has_no_gaps and squares <= _LARGEST**2:
            return
        largest = self.values.dtype.type(_LARGEST) if self.values.dtype.itemsize > 4 else np.inf
        is_too_large = np.isinf(self.values) | (np.abs(self.values) > largest)
        wrong = is_too_large | (np.isnan(self.values) & (self.undefined == 0))
        if wrong.any():
            raise WrongRows(
                found=f"{self.values[wrong][0]} without a reason, {np.count_nonzero(wrong)} times",
                needed=f"numbers up to {_LARGEST:.0e}, and NaN only where a reason says why",
                next_step="Mark these cells as undefined, with NaN and a reason.",
            )

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        raise NotImplementedError

    def at(self, *labels: Any) -> float:
        """Return one value, NaN where it is undefined; a label an axis, in the order of the axes."""
        return float(self.values[self._place(labels)])

    def why(self, *labels: Any) -> Reason:
        """Return why a cell has no value, or ``Reason.DEFINED``."""
        return Reason(int(self.undefined[self._place(labels)]))

    def _place(self, labels: Sequence[Any]) -> tuple[int, ...]:
        self._require_one_each(labels)
        return tuple(
            position(names, label, axis) for (axis, names), label in zip(self._axes(), labels, strict=True)
        )

    def _require_one_each(self, labels: Sequence[Any]) -> None:
        axes = [axis for axis, _ in self._axes()]
        if len(labels) != len(axes):
            raise InputError(
                found=f"{len(labels)} labels{': ' if labels else ''}{', '.join(map(str, labels))}",
                needed=f"{len(axes)}: {', '.join(axes)}",
                next_step="Give one label for each axis, in this order.",
            )

    @property
    def reason_counts(self) -> dict[Reason, int]:
        """How many cells are undefined for which reason."""
        counts = np.bincount(self.undefined.ravel(), minlength=len(Reason))
        return {reason: int(counts[reason]) for reason in Reason if reason and counts[reason]}

    def to_frame(self) -> Any:
        """Return one row per cell, in the kind of table the input came in (Polars where there was none).

        The columns are the axes, ``value`` (missing where undefined) and ``reason`` (missing where defined).
        """
        return tables.frames.in_kind(self.to_columns(), self.backend)

    def to_columns(self) -> dict[str, list[Any]]:
        """Return the columns of :meth:`to_frame` as lists."""
        axes, size = self._axes(), self.values.size
        places = np.unravel_index(np.arange(size), self.values.shape)
        flat, reasons = self.values.ravel(), self.undefined.ravel()
        names = [None if reason is Reason.DEFINED else reason.name.lower() for reason in Reason]
        columns: dict[str, list[Any]] = {
            axis: [labels[i] for i in place] for (axis, labels), place in zip(axes, places, strict=True)
        }
        columns["value"] = [None if np.isnan(value) else float(value) for value in flat]
        columns["reason"] = [names[reason] for reason in reasons]
        return columns

    def __repr__(self) -> str:
        """Say what it is, how large, what is undefined and why, and show the first cells."""
        sizes = " x ".join(f"{len(labels)} {_PLURALS.get(axis, axis)}" for axis, labels in self._axes())
        what = self.origin.steps[-1] if self.origin.steps else self.origin.name
        gaps = ", ".join(f"{count} {reason.name.lower()}" for reason, count in self.reason_counts.items())
        return f"{what}: {sizes}; undefined: {gaps or 'none'}\n{self._preview()}"

    def _preview(self) -> str:
        axes = self._axes()
        rows = [str(label) for label in axes[0][1][:_PREVIEW]]
        table = np.atleast_2d(self.values.T).T[:_PREVIEW, :_PREVIEW]
        heading = [str(label) for label in axes[1][1][:_PREVIEW]] if len(axes) == 2 else ["value"]
        cells = [["", *heading]] + [
            [label, *("-" if np.isnan(value) else f"{value:.4g}" for value in line)]
            for label, line in zip(rows, table, strict=True)
        ]
        return lined_up(cells)


def lined_up(cells: Sequence[Sequence[str]]) -> str:
    """Return rows of text, each as long as the others, as lines with columns of one width."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)) for row in cells
    )


_PREVIEW = 6
_DEFINED = bytes([Reason.DEFINED])
_LARGEST = 1e150  # so that products stay numbers
_COUNTED_EXACTLY = 2**24  # in single precision
_PLURALS = {
    "record": "records",
    "territory": "territories",
    "activity": "activities",
    "other_activity": "activities",
    "other_territory": "territories",
    "distance": "distances",
}


def position(labels: Sequence[str], label: str, kind: str) -> int:
    """Return where a label stands, or raise ``UnknownName``."""
    try:
        return labels.index(label)
    except ValueError:
        raise UnknownName(
            found=f"the {kind} {label!r}",
            needed=f"one of the {len(labels)} labels, such as {', '.join(labels[:3])}",
            next_step="Use a label of the table this was computed from.",
        ) from None


@dataclass(frozen=True, eq=False, repr=False)
class Grid(Result):
    """Values by territory and activity, shape (R, A); NaN exactly where ``undefined`` gives a reason."""

    values: Values
    territories: tuple[str, ...]
    activities: tuple[str, ...]
    undefined: Reasons
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    @classmethod
    def over(
        cls, source: LabelledSource, values: Values, undefined: Reasons, step: str, **parameters: Any
    ) -> "Grid":
        """Label values with the axes and papers of what they were made from; ``step`` names the measure."""
        origin = source.origin.then(step)
        return cls(
            values, source.territories, source.activities, undefined, origin, parameters, source.backend
        )

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ("territory", self.territories), ("activity", self.activities)

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """Which cells have a value, shape (R, A)."""
        if self.is_complete:
            return np.broadcast_to(np.True_, self.values.shape)
        return read_only(~np.isnan(self.values))

    @cached_property
    def is_complete(self) -> bool:
        """Whether every cell has a value."""
        return not np.isnan(self._lowest)

    @cached_property
    def _lowest(self) -> float:
        """The lowest value or 0, NaN where a cell has none."""
        return float(self.values.min(initial=0.0))

    @cached_property
    def extent(self) -> tuple[float, float]:
        """The lowest and the highest value, at most and at least 0."""
        lowest = self._lowest if self.is_complete else float(self.known_values.min(initial=0.0))
        return lowest, float(self.known_values.max(initial=0.0))

    def knowing(self, **facts: Any) -> "Grid":
        """Return this with facts that its maker knows, such as ``is_binary``: nobody looks them up again."""
        vars(self).update(facts)
        return self

    @cached_property
    def diversity(self) -> Values:
        """Sum of each territory's values: how many activities it has, shape (R,)."""
        return read_only(self._summed(axis=1))

    @cached_property
    def ubiquity(self) -> Values:
        """Sum of each activity's values: how many territories have it, shape (A,)."""
        return read_only(self._summed(axis=0))

    def _summed(self, axis: int) -> Values:
        if self.is_binary and max(self.values.shape) < _COUNTED_EXACTLY:
            ones = np.ones(self.values.shape[axis], dtype=np.float32)
            with np.errstate(invalid="ignore"):  # OpenBLAS may flag lanes beyond the end (numpy issue 24067)
                sums = self._in_single @ ones if axis else ones @ self._in_single
            return sums.astype(np.float64)
        return self.known_values.sum(axis=axis)

    def as_type(self, dtype: DTypeLike) -> NDArray[Any]:
        """The values with 0 where undefined, in single or in double precision; made once."""
        return self._in_single if np.dtype(dtype) == np.float32 else self.known_values

    @cached_property
    def _in_single(self) -> NDArray[np.float32]:
        return read_only(self.known_values.astype(np.float32))

    @cached_property
    def is_binary(self) -> bool:
        """Whether every value is 1 or 0; cells without one do not matter."""
        values = self.known_values
        return bool(((values == 0) | (values == 1)).all())

    @cached_property
    def known_values(self) -> Values:
        """The values with 0 where undefined: for sums only, together with ``known``."""
        return self.values if self.is_complete else read_only(np.where(self.known, self.values, 0.0))


@dataclass(frozen=True, eq=False, repr=False)
class Pairs(Result):
    """Values between activities, shape (A, A); NaN exactly where ``undefined`` gives a reason."""

    values: Values
    activities: tuple[str, ...]
    undefined: Reasons
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    @classmethod
    def over(
        cls, source: LabelledSource, values: Values, undefined: Reasons, step: str, **parameters: Any
    ) -> "Pairs":
        """Label values with the activities and papers of what they were made from."""
        origin = source.origin.then(step)
        return cls(values, source.activities, undefined, origin, parameters, source.backend)

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ("activity", self.activities), ("other_activity", self.activities)


@dataclass(frozen=True, eq=False, repr=False)
class CrossPairs(Result):
    """Values between activities of two kinds, shape (A, B); NaN exactly where ``undefined`` says why."""

    values: Values
    activities: tuple[str, ...]
    other_activities: tuple[str, ...]
    undefined: Reasons
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ("activity", self.activities), ("other_activity", self.other_activities)


@dataclass(frozen=True, eq=False, repr=False)
class TerritoryPairs(Result):
    """Values between territories, shape (R, R); NaN exactly where ``undefined`` gives a reason."""

    values: Values
    territories: tuple[str, ...]
    undefined: Reasons
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    @classmethod
    def over(
        cls, source: LabelledSource, values: Values, undefined: Reasons, step: str, **parameters: Any
    ) -> "TerritoryPairs":
        """Label values with the territories and papers of what they were made from."""
        origin = source.origin.then(step)
        return cls(values, source.territories, undefined, origin, parameters, source.backend)

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ("territory", self.territories), ("other_territory", self.territories)


@dataclass(frozen=True, eq=False, repr=False)
class ByTerritory(Result):
    """One value a territory, shape (R,); NaN exactly where ``undefined`` gives a reason."""

    values: Values
    territories: tuple[str, ...]
    undefined: Reasons
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    @classmethod
    def over(
        cls, source: LabelledSource, values: Values, undefined: Reasons, step: str, **parameters: Any
    ) -> "ByTerritory":
        """Label values with the territories and papers of what they were made from."""
        origin = source.origin.then(step)
        return cls(values, source.territories, undefined, origin, parameters, source.backend)

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (("territory", self.territories),)


@dataclass(frozen=True, eq=False, repr=False)
class ByActivity(Result):
    """One value an activity, shape (A,); NaN exactly where ``undefined`` gives a reason."""

    values: Values
    activities: tuple[str, ...]
    undefined: Reasons
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    @classmethod
    def over(
        cls, source: LabelledSource, values: Values, undefined: Reasons, step: str, **parameters: Any
    ) -> "ByActivity":
        """Label values with the activities and papers of what they were made from."""
        origin = source.origin.then(step)
        return cls(values, source.activities, undefined, origin, parameters, source.backend)

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (("activity", self.activities),)


def require_presence(
    grid: Grid, next_step: str = "Decide presence first, with specialised() or presence()."
) -> None:
    """Refuse values outside 0 to 1: a quotient taken for a presence gives shares above 1.

    Raises
    ------
    InputError
        When this is no ``Grid``.
    WrongRows
        When a value is below 0 or above 1.
    """
    require_kind("presence", grid, Grid)
    if grid.is_binary:
        return
    lowest, highest = grid.extent
    if lowest < 0 or highest > 1:
        outside = lowest if lowest < 0 else highest
        r, a = np.argwhere(grid.known_values == outside)[0]
        raise WrongRows(
            found=f"a presence of {outside:.4g} for {grid.territories[r]!r}, {grid.activities[a]!r}",
            needed="values from 0 to 1: present or not, or a share of it",
            next_step=next_step,
        )


def all_defined(shape: tuple[int, ...]) -> Reasons:
    """Return 0 for every cell, to be read only: a single number stands for all of them."""
    return np.ndarray(shape, np.uint8, buffer=_DEFINED, strides=(0,) * len(shape))


def is_all_defined(reasons: Reasons) -> bool:
    """Whether a single number stands for all reasons, as :func:`all_defined` makes them."""
    return not any(reasons.strides)


def undefined_where(values: NDArray[Any], *cases: tuple[Reason, NDArray[np.bool_]]) -> Reasons:
    """Return the reasons, shape of ``values``; where several hold, the first one given counts."""
    reasons = np.zeros(values.shape, dtype=np.uint8)
    for reason, holds in reversed(cases):
        if holds.any():
            np.copyto(reasons, np.uint8(reason), where=holds)
    return reasons
