"""Stored statistics on employment: brought together once a process and state of the store."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from polos.matches.evidence import Evidence
from polos.matches.gathering import gather_evidence
from polos.measures.results import Grid, Reason, Values
from polos.measures.specialisation import location_quotient
from polos.store import Dataset, Papers, Store
from polos.tables.activity import (
    Coverage,
    TerritoryEmployment,
    compared_activities,
    employment_matrix,
    section_matrix,
    takes_part,
    territory_employment,
    unit_bounds,
)
from polos.tables.matrix import Matrix


@dataclass(frozen=True)
class Line:
    """One activity of a unit or a territory.

    ``persons`` is ``None`` where unknown; then ``lower`` and ``upper`` bound it as far as a published
    total does. ``share`` and ``share_elsewhere`` are shares of known employment in the compared activities,
    here and in all compared units; their ratio is ``quotient``. ``undefined`` says why there is none, and
    is ``None`` for an activity that is not compared because another source does not cover it.
    """

    activity: str
    persons: float | None
    lower: float | None
    upper: float | None
    share: float | None
    share_elsewhere: float | None
    quotient: float | None
    undefined: Reason | None
    status: str = ""


@dataclass(frozen=True)
class Profile:
    """What one source says of a territory: its lines, largest quotient first, and what they rest on."""

    source: "Source"
    territory_id: str
    relation: str
    units: tuple[tuple[str, float], ...]
    coverage: Coverage
    known_sum: float
    unknown_share: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, eq=False)
class Source:
    """A stored dataset with its employment, and quotients over the activities all sources cover.

    Where it covers too few divisions to take part, ``compared`` is what it covers itself.
    """

    dataset: Dataset
    compared: tuple[str, ...]
    employment: Matrix
    base: Matrix
    takes_part: bool

    @property
    def name(self) -> str:
        return self.dataset.name

    @property
    def papers(self) -> Papers:
        return self.dataset.papers

    @cached_property
    def units(self) -> dict[str, dict[str, Any]]:
        """Every statistical unit by its id."""
        rows = self.dataset.units().sort("country", "unit_id")
        return {row["unit_id"]: row for row in rows.iter_rows(named=True)}

    @cached_property
    def territories_of(self) -> dict[str, list[tuple[str, str]]]:
        """The territories each unit is linked to, with the relation."""
        found: dict[str, list[tuple[str, str]]] = {}
        for unit, territory, relation in (
            self.dataset.links()
            .select("unit_id", "territory_id", "relation")
            .sort("territory_id")
            .iter_rows()
        ):
            found.setdefault(unit, []).append((territory, relation))
        return found

    @cached_property
    def status(self) -> dict[tuple[str, str], str]:
        """Whether each cell is known, zero, confidential or not recorded, as stored."""
        rows = self.dataset.cells().select("unit_id", "activity", "status").iter_rows()
        return {(unit, activity): status for unit, activity, status in rows}

    @cached_property
    def bounds(self) -> tuple[Values, Values]:
        """Lower and upper bound of every cell of a unit, as published totals of sections leave them."""
        return unit_bounds(self.employment, section_matrix(self.dataset))

    @cached_property
    def quotients(self) -> Grid:
        """Location quotients of every unit; the compared units make the denominator."""
        return location_quotient(self.employment.select(activities=self.compared), reference=self.base)

    @cached_property
    def of_territories(self) -> TerritoryEmployment:
        """Employment of the linked territories over all activities of the source."""
        return territory_employment(
            self.employment, self.dataset.links(), sections=section_matrix(self.dataset)
        )

    @cached_property
    def territory_quotients(self) -> Grid:
        """Location quotients of the linked territories."""
        matrix = self.of_territories.matrix.select(activities=self.compared)
        return location_quotient(matrix, reference=self.base)

    def lines(self, unit: str) -> tuple[Line, ...]:
        """Return every activity of a unit, largest quotient first."""
        row, (low, high) = self.employment.territories.index(unit), self.bounds
        bounds = {
            a: (_number(low[row, i]), _number(high[row, i])) for i, a in enumerate(self.employment.activities)
        }
        found = _lines(unit, bounds, employment=self.employment, quotients=self.quotients, base=self.base)
        return tuple(
            replace(line, status=self.status.get((unit, line.activity), "not recorded")) for line in found
        )

    def profile(self, territory_id: str) -> Profile | None:
        """Return what the source says of a territory; ``None`` where it knows nothing of it."""
        held = self.of_territories
        if territory_id not in held.matrix.territories:
            return None
        row = held.matrix.territories.index(territory_id)
        bounds = {
            a: (_number(held.lower[row, i]), _number(held.upper[row, i]))
            for i, a in enumerate(held.matrix.activities)
        }
        return Profile(
            source=self,
            territory_id=territory_id,
            relation=held.relation[territory_id],
            units=held.units[territory_id],
            coverage=held.coverage[territory_id],
            known_sum=float(held.known_sum[row]),
            unknown_share=float(held.unknown_share[row]),
            lines=_lines(
                territory_id,
                bounds,
                employment=held.matrix,
                quotients=self.territory_quotients,
                base=self.base,
            ),
        )

    def quotient(self, territory_id: str, activity: str) -> float | None:
        """Return one location quotient of a territory, ``None`` where there is none."""
        grid = self.territory_quotients
        if territory_id not in grid.territories or activity not in grid.activities:
            return None
        return _number(grid.at(territory_id, activity))


@dataclass(frozen=True, eq=False)
class Statistics:
    """Everything stored at one moment; ``evidence`` is what counterparts are found with."""

    sources: tuple[Source, ...]
    evidence: tuple[Evidence, ...]

    @property
    def checksums(self) -> dict[str, str]:
        """The SHA-256 of each file, by the name it is stored under."""
        return {source.name: source.papers.checksum for source in self.sources}

    def source(self, name: str) -> Source | None:
        """Return a source by name, or ``None``."""
        return next((source for source in self.sources if source.name == name), None)

    def profiles(self, territory_id: str) -> tuple[Profile, ...]:
        """Return what each source says of a territory."""
        found = (source.profile(territory_id) for source in self.sources)
        return tuple(profile for profile in found if profile is not None)


def statistics() -> Statistics:
    """Return what is stored now: the same value until a dataset is added or replaced."""
    folders = tuple(dataset.folder for dataset in Store(Path(settings.DATA_FOLDER)).datasets())
    return _gathered(folders)


@lru_cache(maxsize=2)
def _gathered(folders: tuple[Path, ...]) -> Statistics:
    datasets = [Dataset.read(folder) for folder in folders]
    if not datasets:
        return Statistics((), ())
    bases = [employment_matrix(dataset) for dataset in datasets]
    sources = tuple(
        Source(
            dataset=dataset,
            compared=compared,
            employment=employment_matrix(dataset, every_level=True),
            base=base.select(activities=compared),
            takes_part=takes_part(base),
        )
        for dataset, base, compared in zip(datasets, bases, compared_activities(bases), strict=True)
    )
    return Statistics(sources, gather_evidence(datasets))


def table(source: Source, name: str) -> pl.DataFrame:
    """Return one of the stored tables of a dataset: ``cells``, ``units``, ``links``, ``splits`` ..."""
    return getattr(source.dataset, name)()


def _lines(
    name: str,
    bounds: Mapping[str, tuple[float | None, float | None]],
    *,
    employment: Matrix,
    quotients: Grid,
    base: Matrix,
) -> tuple[Line, ...]:
    row, compared = employment.territories.index(name), quotients.activities
    persons = dict(zip(employment.activities, employment.values[row], strict=True))
    here = sum(persons[a] for a in compared if not math.isnan(persons[a]))
    elsewhere = dict(zip(compared, base.known_values.sum(axis=0), strict=True))
    everywhere = float(base.known_values.sum())
    lines = []
    for activity in employment.activities:
        amount, is_compared = _number(persons[activity]), activity in elsewhere
        lower, upper = bounds[activity] if amount is None else (None, None)
        lines.append(
            Line(
                activity=activity,
                persons=amount,
                lower=lower,
                upper=upper,
                share=float(amount / here) if is_compared and amount is not None and here else None,
                share_elsewhere=float(elsewhere[activity] / everywhere)
                if is_compared and everywhere
                else None,
                quotient=_number(quotients.at(name, activity)) if is_compared else None,
                undefined=quotients.why(name, activity) if is_compared else None,
            )
        )
    return tuple(sorted(lines, key=_by_quotient))


def _by_quotient(line: Line) -> tuple[bool, float, bool, str]:
    return line.quotient is None, -(line.quotient or 0.0), line.undefined is None, line.activity


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def specialised_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines whose quotient reaches 1: what a territory does more than others."""
    return tuple(line for line in lines if line.quotient is not None and line.quotient >= 1)
