"""The results of a measure by year, as one table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from polos import tables
from polos.errors import WrongRows
from polos.measures.composed import Composed
from polos.measures.results import Result
from polos.provenance import Origin

Found = TypeVar("Found")
Part = TypeVar("Part")


@dataclass(frozen=True, eq=False, repr=False)
class Years(Mapping[str, Found], Generic[Found]):
    """What a measure found, by year, in the order of time."""

    found: dict[str, Found]

    def __getitem__(self, year: str) -> Found:
        return self.found[year]

    def __iter__(self) -> Iterator[str]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __repr__(self) -> str:
        """Say which years there are, and show the last of them."""
        if not self.found:
            return "no years"
        last = next(reversed(self.found))
        return f"{len(self)} years, {next(iter(self.found))} to {last}; in {last}:\n{self.found[last]!r}"

    @property
    def years(self) -> tuple[str, ...]:
        """The years, in the order of time."""
        return tuple(self.found)

    @property
    def origin(self) -> Origin:
        """Where the table of the last year came from, and what was done to it."""
        return self._last.origin

    @property
    def parameters(self) -> dict[str, Any]:
        """What was asked for, the same in every year."""
        return self._last.parameters

    @property
    def _last(self) -> Result | Composed:
        return self._tables()[-1]

    def of_each(self, part: Callable[[Found], Part]) -> "Years[Part]":
        """Return a part of what was found in every year."""
        return Years({year: part(found) for year, found in self.found.items()})

    def to_frame(self) -> Any:
        """Return the tables of all years under one another, in their kind, with the column ``year`` first.

        Raises
        ------
        WrongRows
            When there is no year, or the measure gives no table.
        """
        by_year = [(year, one.to_columns()) for year, one in zip(self.found, self._tables(), strict=True)]
        names = dict.fromkeys(name for _, columns in by_year for name in columns)
        stacked: dict[str, list[Any]] = {name: [] for name in ("year", *names)}
        for year, columns in by_year:
            size = len(next(iter(columns.values())))
            for name in stacked:
                stacked[name] += [year] * size if name == "year" else columns.get(name, [None] * size)
        last = self._last
        numbers = tuple(last.parts) if isinstance(last, Composed) else ()
        return tables.frames.in_kind(stacked, last.backend, numbers=numbers)

    def _tables(self) -> list[Result | Composed]:
        held = list(self.found.values())
        tabular: list[Result | Composed] = [one for one in held if isinstance(one, Result | Composed)]
        if not held or len(tabular) < len(held):
            raise WrongRows(
                found=f"a {type(held[0]).__name__} a year, which is no table" if held else "no year",
                needed="a table for each of one year or more",
                next_step="Take a measure that gives tables, or read each year by itself.",
            )
        return tabular
