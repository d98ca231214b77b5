"""Bringing stored employment together as evidence for counterparts: one method for all sources."""

from collections.abc import Sequence
from typing import Protocol

import polars as pl

from polos.matches.evidence import Evidence
from polos.measures.relatedness import proximity
from polos.measures.results import Pairs
from polos.measures.specialisation import pool, specialised
from polos.tables.activity import (
    EmploymentData,
    compared_activities,
    employment_matrix,
    takes_part,
    territory_employment,
)
from polos.tables.matrix import Matrix


class EmploymentSource(EmploymentData, Protocol):
    """A stored dataset: its name, its employment, and its links to territories."""

    @property
    def name(self) -> str: ...
    def links(self) -> pl.DataFrame: ...


def gather_evidence(
    sources: Sequence[EmploymentSource],
    territory_ids: Sequence[str] | None = None,
    *,
    fewest: int | None = None,
) -> tuple[Evidence, ...]:
    """Tell who is specialised in what, on one method, and how related activities are.

    Only the activities that every source covers are used. A source of few divisions takes no part: it
    gives no evidence and narrows nothing for the others. A territory is specialised where its location
    quotient within its own source reaches 1; the totals are those of all units of that source. How
    related activities are is judged over the units of all sources together; unknown cells stay out.

    Parameters
    ----------
    sources
        Stored datasets, in the order in which they speak for a territory that several of them cover.
    territory_ids
        The territories wanted; all that are linked where not given.
    fewest
        How many divisions a source must cover to take part; the parameter ``fewest_divisions`` of
        ``counterparts.toml`` where not given.

    Returns
    -------
    tuple of Evidence
        One for each source that takes part, to be built once and used for any territory.
    """
    read = [(source, employment_matrix(source)) for source in sources]
    broad = [(source, matrix) for source, matrix in read if takes_part(matrix, fewest=fewest)]
    if not broad:
        return ()
    compared = compared_activities([matrix for _, matrix in broad], fewest=fewest)
    units = [matrix.select(activities=shared) for (_, matrix), shared in zip(broad, compared, strict=True)]
    taking_part = [source for source, _ in broad]
    related = _relatedness(taking_part, units)
    return tuple(
        _evidence(source, base, territory_ids, related)
        for source, base in zip(taking_part, units, strict=True)
    )


def _relatedness(sources: Sequence[EmploymentSource], units: Sequence[Matrix]) -> Pairs:
    """Judge relatedness over the units of all sources; units carry the name of their source."""
    presences = [specialised(_named(source.name, base)) for source, base in zip(sources, units, strict=True)]
    return proximity(pool(*presences))


def _named(dataset: str, units: Matrix) -> Matrix:
    names = tuple(f"{dataset}/{unit}" for unit in units.territories)
    return Matrix(units.values, names, units.activities, units.unit, units.vintage, units.origin)


def _evidence(
    source: EmploymentSource, base: Matrix, territory_ids: Sequence[str] | None, related: Pairs
) -> Evidence:
    every = employment_matrix(source, every_level=True).select(activities=base.activities)
    employment = territory_employment(every, source.links(), territory_ids)
    return Evidence(
        dataset=source.name,
        presence=specialised(employment.matrix, reference=base),
        relation=employment.relation,
        units=employment.units,
        relatedness=related,
    )
