"""A measure over several years in one call: territories by activities by years."""

from collections.abc import Callable, Mapping
from itertools import repeat
from typing import Any, TypeVar

from polos.errors import WrongRows
from polos.measures.complexity import (
    Complexity,
    economic_complexity,
    economic_complexity_index,
    economic_complexity_panel,
    product_complexity_index,
)
from polos.measures.years import Years

Found = TypeVar("Found")
Through = Callable[..., Any]
# What has a direction, which has to be the same in all years: the part of a complexity that it is.
_DIRECTED: dict[Callable[..., Any], Callable[[Complexity], Any]] = {
    economic_complexity: lambda found: found,
    economic_complexity_index: lambda found: found.eci,
    product_complexity_index: lambda found: found.pci,
}


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
        return of_all.of_each(_DIRECTED[measure])
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
