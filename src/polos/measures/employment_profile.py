"""What a territory does more than others: every activity with its employment and location quotient."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import polars as pl

from polos.measures.results import Grid
from polos.measures.specialisation import location_quotient, specialised
from polos.tables.activity import (
    EmploymentData,
    TerritoryEmployment,
    compared_activities,
    employment_matrix,
    section_matrix,
    takes_part,
    territory_employment,
    unobserved_sections,
)
from polos.tables.matrix import Matrix


class LinkedEmployment(EmploymentData, Protocol):
    """A stored dataset: its name, its employment, and its links to territories."""

    @property
    def name(self) -> str: ...
    def links(self) -> pl.DataFrame: ...


@dataclass(frozen=True)
class ActivityLine:
    """One activity of a territory.

    ``employment`` is None where unknown; then ``lower`` and ``upper`` bound it as far as a published
    total of its section does. ``quotient`` is the location quotient within the source, ``specialised``
    whether it reaches 1; both are None where ``undefined`` says why ("not_compared": another of the
    sources does not cover the activity).
    """

    activity: str
    employment: float | None
    lower: float | None
    upper: float | None
    quotient: float | None
    specialised: bool | None
    undefined: str | None


@dataclass(frozen=True)
class EmploymentProfile:
    """What one source says of a territory; lines by quotient, the largest first, then by activity.

    ``relation`` says how the statistical units lie to the territory: "same"; "contains" (the figures are
    those of a larger unit that contains it); "part of" (they are the sum of units inside it);
    "converted" (they were brought here from an older delineation). ``units`` names them with weights,
    ``complete`` says whether they make up the whole territory. ``known_sum`` counts the persons in known
    cells, ``unknown_share`` is the share of cells that are unknown, ``unobserved_sections`` are NACE sections
    of which the sources together do not cover all divisions. ``takes_part`` is False where the source covers
    too few divisions to be compared with others: its quotients are over what it has itself.
    """

    dataset: str
    territory_id: str
    relation: str
    units: tuple[tuple[str, float], ...]
    complete: bool
    known_sum: float
    unknown_share: float
    unobserved_sections: tuple[str, ...]
    lines: tuple[ActivityLine, ...]
    takes_part: bool = True


def employment_profiles(
    sources: Sequence[LinkedEmployment], territory_id: str, *, fewest: int | None = None
) -> tuple[EmploymentProfile, ...]:
    """Tell what each source that covers a territory says of its activities.

    Quotients are those of :func:`polos.measures.specialisation.location_quotient` within one source, over
    the activities that every one of the sources covers, so that they compare across sources. A source of few
    divisions narrows nothing for the others; its own quotients are over the activities it has.

    Parameters
    ----------
    sources
        Stored datasets.
    territory_id
        The territory.
    fewest
        How many divisions a source must cover to be compared with others; the parameter
        ``fewest_divisions`` of ``counterparts.toml`` where not given.

    Returns
    -------
    tuple of EmploymentProfile
        One for each source that is linked to the territory; empty where none is.
    """
    bases = [employment_matrix(source) for source in sources]
    compared = compared_activities(bases, fewest=fewest)
    found = (
        (_profile(source, base.select(activities=shared), territory_id), takes_part(base, fewest=fewest))
        for source, base, shared in zip(sources, bases, compared, strict=True)
    )
    return tuple(replace(profile, takes_part=broad) for profile, broad in found if profile)


def _profile(source: LinkedEmployment, base: Matrix, territory: str) -> EmploymentProfile | None:
    every = employment_matrix(source, every_level=True)
    employment = territory_employment(every, source.links(), [territory], sections=section_matrix(source))
    if territory not in employment.matrix.territories:
        return None
    here = employment.matrix.select(activities=base.activities)
    quotients = location_quotient(here, reference=base)
    reached = specialised(here, reference=base)
    lines = [_line(employment, k, quotients, reached) for k in range(len(employment.matrix.activities))]
    lines.sort(key=lambda line: (line.quotient is None, -(line.quotient or 0.0), line.activity))
    return EmploymentProfile(
        dataset=source.name,
        territory_id=territory,
        relation=employment.relation[territory],
        units=employment.units[territory],
        complete=employment.coverage[territory].complete,
        known_sum=float(employment.known_sum[0]),
        unknown_share=float(employment.unknown_share[0]),
        unobserved_sections=tuple(unobserved_sections(base)),
        lines=tuple(lines),
    )


def _line(employment: TerritoryEmployment, column: int, quotients: Grid, reached: Grid) -> ActivityLine:
    activity = employment.matrix.activities[column]
    amount = _number(employment.matrix.values[0, column])
    quotient, is_specialised, undefined = None, None, "not_compared"
    if activity in quotients.activities:
        territory = quotients.territories[0]
        quotient = _number(quotients.at(territory, activity))
        is_specialised = None if quotient is None else bool(reached.at(territory, activity))
        undefined = quotients.why(territory, activity).name.lower()
    bounds = (employment.lower[0, column], employment.upper[0, column]) if amount is None else ()
    lower, upper = (_number(bound) for bound in bounds) if bounds else (None, None)
    why = undefined if quotient is None else None
    return ActivityLine(activity, amount, lower, upper, quotient, is_specialised, why)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
