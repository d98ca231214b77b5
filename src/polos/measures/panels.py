"""A measure over several years in one call: territories by activities by years."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Generic, TypeVar

from polos import tables
from polos.errors import WrongRows
from polos.measures.complexity import (
    Complexity,
    economic_complexity,
    economic_complexity_index,
    economic_complexity_panel,
    product_complexity_index,
)
from polos.measures.results import Result

Found = TypeVar("Found")
Through = Callable[..., Any]
# What has a direction, which has to be the same in all years: the part of a complexity that it is.
_DIRECTED: dict[Callable[..., Any], Callable[[Complexity], Any]] = {
    economic_complexity: lambda found: found,
    economic_complexity_index: lambda found: found.eci,
    product_complexity_index: lambda found: found.pci,
}


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
        last = next(reversed(self.found))
        return f"{len(self)} years, {next(iter(self.found))} to {last}; in {last}:\n{self.found[last]!r}"

    def to_frame(self) -> Any:
        """Return the tables of all years under one another, in their kind, with the column ``year`` first.

        Raises
        ------
        WrongRows
            When what was found has several parts, such as the two indices of complexity.
        """
        stacked: dict[str, list[Any]] = {"year": []}
        backend = ""
        for year, part in self.found.items():
            if not isinstance(part, Result):
                raise WrongRows(
                    found=f"a {type(part).__name__} in {year}, which is no single table",
                    needed="one table a year",
                    next_step="Take a measure that gives one, such as economic_complexity_index.",
                )
            for name, cells in part.to_columns().items():
                stacked.setdefault(name, []).extend(cells)
            stacked["year"] += [year] * part.values.size
            backend = part.backend
        return tables.frames.in_kind(stacked, backend)


def over_years(
    measure: Callable[..., Found], *arguments: Any, through: Through = map, **parameters: Any
) -> Years[Found]:
    """Compute a measure in every year: one call for a table of territories, activities and years.

    A complexity index has no direction of its own; here it has one for all years, carried from year to year
    as :func:`economic_complexity_panel` does.

    Parameters
    ----------
    measure
        Any measure of one year.
    arguments
        What it takes: a mapping by year is taken year by year, anything else is the same in all of them.
    through
        What goes through the years: ``map``, or the ``map`` of a pool of threads, which does several at a
        time (the arithmetic lets other threads work).
    parameters
        Given to the measure in every year.

    Returns
    -------
    Years
        The results by year, in the order of the first mapping; input of further measures of the same years.

    Raises
    ------
    WrongRows
        When there is no mapping by year, or the mappings have different years.
    """
    by_year = [one for one in arguments if isinstance(one, Mapping)]
    years = _same_years(by_year)
    if measure in _DIRECTED:
        of_all = economic_complexity_panel(*arguments, through=through, **parameters)
        return Years({year: _DIRECTED[measure](found) for year, found in of_all.items()})
    columns = [
        [one[year] for year in years] if isinstance(one, Mapping) else repeat(one, len(years))
        for one in arguments
    ]
    return Years(dict(zip(years, through(lambda *of: measure(*of, **parameters), *columns), strict=True)))


def _same_years(by_year: list[Mapping[str, Any]]) -> list[str]:
    if not by_year or not by_year[0]:
        raise WrongRows(
            found="no table by year",
            needed="at least one argument that is a mapping from years to tables",
            next_step="Make one with matrices_of_records(), or write {'2020': ..., '2025': ...}.",
        )
    years = list(by_year[0])
    for other in by_year[1:]:
        apart = sorted(set(other) ^ set(years))
        if apart:
            raise WrongRows(
                found=f"the year {apart[0]!r} in one argument and not in another",
                needed="the same years in all of them",
                next_step="Select the years that all have.",
            )
    return years
