"""Results of several parts: their table, papers and print follow from the parts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from textwrap import shorten
from typing import Any

from polos import tables
from polos.measures.results import Grid, Pairs, Result
from polos.provenance import Origin

_OF_A_CELL = ("value", "reason")
_SHOWN = 300  # characters
_ASKED = ("level", "draws")  # fields that say what was asked for, not what was found


class Composed:
    """What results of several parts share; a part is any field that is a result, or holds some."""

    @property
    def parts(self) -> dict[str, Result]:
        """The single results within, by the name of their field, such as ``cells_mix``."""
        return dict(_results_in("", self))

    @property
    def origin(self) -> Origin:
        """Where the table came from, and what was done to it."""
        return self._first.origin

    @property
    def backend(self) -> str:
        """The kind of table the input came in."""
        return self._first.backend

    @property
    def parameters(self) -> dict[str, Any]:
        """What was asked for, of any of the parts and of them together."""
        of_parts = {name: value for part in self.parts.values() for name, value in part.parameters.items()}
        return of_parts | {name: held for name, held in _held_by(self) if name in _ASKED}

    @property
    def _first(self) -> Result:
        return next(iter(self.parts.values()))

    def to_frame(self) -> Any:
        """Return the parts as one table, in the kind of table the input came in.

        Parts of the same labels stand side by side: one row for each label, and for each part its value and,
        as ``<part>_reason``, why there is none. Parts of different labels stand under one another, with the
        columns ``part``, the axes (missing where a part has none), ``value`` and ``reason``.
        """
        return tables.frames.in_kind(self.to_columns(), self.backend, numbers=tuple(self.parts))

    def to_columns(self) -> dict[str, list[Any]]:
        """Return the columns of :meth:`to_frame` as lists."""
        by_part = {name: part.to_columns() for name, part in self.parts.items()}
        labels = [_labels(columns) for columns in by_part.values()]
        return _side_by_side(by_part) if all(one == labels[0] for one in labels) else _stacked(by_part)

    def __repr__(self) -> str:
        """Print every part under its name, and after them what is no table, shortened."""
        lines = [f"{name} = {part!r}" for name, part in self.parts.items()]
        for name, held in _held_by(self):
            if not dict(_results_in(name, held)):
                lines.append(f"{name} = {shorten(repr(held), _SHOWN, placeholder=' ...')}")
        return "\n".join(lines)


def _results_in(name: str, held: Any) -> Iterator[tuple[str, Result]]:
    if isinstance(held, Result):
        yield name, held
        return
    inner: Any = ()
    if isinstance(held, Composed):
        inner = _held_by(held)
    elif isinstance(held, Mapping):
        inner = held.items()
    elif isinstance(held, tuple):
        inner = enumerate(held, start=1)
    for key, one in inner:
        yield from _results_in(f"{name}_{key}" if name else str(key), one)


def _held_by(composed: Any) -> list[tuple[str, Any]]:
    return [(one.name, getattr(composed, one.name)) for one in fields(composed)]


def _labels(columns: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: cells for name, cells in columns.items() if name not in _OF_A_CELL}


def _side_by_side(by_part: Mapping[str, dict[str, list[Any]]]) -> dict[str, list[Any]]:
    wide = _labels(next(iter(by_part.values())))
    for part, columns in by_part.items():
        wide |= {part: columns["value"], f"{part}_reason": columns["reason"]}
    return wide


def _stacked(by_part: Mapping[str, dict[str, list[Any]]]) -> dict[str, list[Any]]:
    axes = dict.fromkeys(axis for columns in by_part.values() for axis in _labels(columns))
    long: dict[str, list[Any]] = {name: [] for name in ("part", *axes, *_OF_A_CELL)}
    for part, columns in by_part.items():
        size = len(columns["value"])
        for name in long:
            long[name] += [part] * size if name == "part" else columns.get(name, [None] * size)
    return long


@dataclass(frozen=True, eq=False, repr=False)
class Intervals(Composed):
    """An estimate with its interval; ``level`` is the share of such intervals that hold the truth."""

    value: Grid
    lower: Grid
    upper: Grid
    level: float


@dataclass(frozen=True, eq=False, repr=False)
class Estimates(Composed):
    """An estimate of every cell or pair with its standard error, undefined together."""

    value: Grid | Pairs
    standard_error: Grid | Pairs
