"""Employment as matrices: of statistical units, and of territories through the links between the two.

Unknown stays unknown on the way: a territory's cell is known only where all its units are, and bounds say
what published section totals leave open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from polos.parameters.counterparts import fewest_divisions
from polos.provenance import Origin
from polos.tables.matrix import Matrix
from polos.vocabularies import nace

Values = NDArray[np.float64]


class _Papers(Protocol):
    @property
    def origin(self) -> Origin: ...
    @property
    def base_level(self) -> str: ...
    @property
    def absent_is_zero(self) -> bool: ...
    @property
    def vintage(self) -> str: ...


class EmploymentData(Protocol):
    """What is needed of a dataset; ``polos.store.Dataset`` has it."""

    @property
    def papers(self) -> Any: ...
    def units(self) -> pl.DataFrame: ...
    def cells(self) -> pl.DataFrame: ...
    def sections(self) -> pl.DataFrame: ...


def employment_matrix(
    dataset: EmploymentData, *, every_level: bool = False, absent_is_zero: bool | None = None
) -> Matrix:
    """Persons employed by unit and NACE division, shape (units, divisions); NaN where unknown.

    Parameters
    ----------
    dataset
        A stored dataset.
    every_level
        Also the units that repeat the jobs of others (nations, NUTS 1 regions). Left out otherwise, so
        that nothing is counted twice when units are compared or pooled.
    absent_is_zero
        Whether a cell without a row in the source counts as 0; what the papers declare, if not given.
        The decision is noted in the steps of ``origin``.
    """
    papers = dataset.papers
    zero = papers.absent_is_zero if absent_is_zero is None else absent_is_zero
    cells = dataset.cells()
    if not every_level:
        base = dataset.units().filter(pl.col("level") == papers.base_level)["unit_id"]
        cells = cells.filter(pl.col("unit_id").is_in(base.implode()))
    if zero:
        is_absent = pl.col("status") == "not recorded"
        cells = cells.with_columns(employment=pl.when(is_absent).then(0.0).otherwise("employment"))
    step = f"cells without a row {'count as 0' if zero else 'are unknown'}"
    return _matrix(cells, "activity", papers.vintage, papers.origin.then(step))


def section_matrix(dataset: EmploymentData) -> Matrix | None:
    """Published totals of NACE sections, shape (units, sections), all levels; ``None`` if there are none."""
    sections = dataset.sections()
    if sections.is_empty():
        return None
    return _matrix(sections, "section", dataset.papers.vintage, dataset.papers.origin)


def _matrix(cells: pl.DataFrame, activity: str, vintage: str, origin: Origin) -> Matrix:
    return Matrix.from_frame(
        cells,
        territory="unit_id",
        activity=activity,
        value="employment",
        unit="persons employed",
        vintage=vintage,
        origin=origin,
    )


def common_activities(*matrices: Matrix) -> tuple[str, ...]:
    """Activities that every one of the matrices covers, in order."""
    shared = set(matrices[0].activities).intersection(*(matrix.activities for matrix in matrices[1:]))
    return tuple(sorted(shared))


def takes_part(matrix: Matrix, *, fewest: int | None = None) -> bool:
    """Tell whether a source covers enough divisions to be compared with others.

    ``fewest`` is :func:`polos.parameters.counterparts.fewest_divisions` where not given.
    """
    return len(matrix.activities) >= (fewest_divisions() if fewest is None else fewest)


def compared_activities(
    matrices: Sequence[Matrix], *, fewest: int | None = None
) -> tuple[tuple[str, ...], ...]:
    """For each source, the activities over which its units are compared.

    Those that every source that takes part covers; a source that does not take part is compared only
    within itself, over the activities it has, and narrows nothing for the others.
    """
    taking_part = [matrix for matrix in matrices if takes_part(matrix, fewest=fewest)]
    shared = common_activities(*taking_part) if taking_part else ()
    return tuple(
        shared if takes_part(matrix, fewest=fewest) else tuple(sorted(matrix.activities))
        for matrix in matrices
    )


def unobserved_sections(*matrices: Matrix) -> dict[str, tuple[str, ...]]:
    """NACE sections with divisions that are not in every matrix, each with these divisions."""
    covered = set(common_activities(*matrices))
    missing: dict[str, list[str]] = {}
    for code in nace().codes:
        if len(code) == 2 and code not in covered:
            missing.setdefault(nace().parent(code), []).append(code)
    return {section: tuple(divisions) for section, divisions in missing.items()}


@dataclass(frozen=True)
class Coverage:
    """How far the units speak for a territory.

    ``complete`` is false where the territory has parts in no unit (a Mexican state outside its
    metropolitan zones). ``known_cells`` counts the cells (units × activities) that are known, of
    ``cells``.
    """

    complete: bool
    cells: int
    known_cells: int


@dataclass(frozen=True, eq=False)
class TerritoryEmployment:
    """Employment of territories, shape (R, A), and what it rests on.

    Attributes
    ----------
    matrix
        The sum over the territory's units by weight; unknown where any of them is unknown.
    known_sum
        Persons in known cells, shape (R,).
    unknown_share
        Share of the territory's cells (units × activities) that are unknown, shape (R,).
    lower, upper
        Bounds of each cell, shape (R, A): equal to it where it is known. ``upper`` is NaN where no
        published section total bounds it.
    relation
        ``same``, ``contains``, ``part of`` or ``converted``, the weakest of the territory's links.
    units
        The units behind each territory with their weights.
    coverage
        How far these units speak for the territory.
    """

    matrix: Matrix
    known_sum: Values
    unknown_share: Values
    lower: Values
    upper: Values
    relation: dict[str, str]
    units: dict[str, tuple[tuple[str, float], ...]]
    coverage: dict[str, Coverage]


def territory_employment(
    matrix: Matrix,
    links: pl.DataFrame,
    territory_ids: Sequence[str] | None = None,
    *,
    sections: Matrix | None = None,
) -> TerritoryEmployment:
    """Bring employment of units to territories; territories without a linked unit are left out.

    ``matrix`` must hold the linked units: use ``employment_matrix(dataset, every_level=True)``. The cell
    of a territory is the sum of its units by weight, unknown where one of them is. ``contains`` gives
    the whole of the containing unit, not a share of it.

    An unknown division of a unit lies between 0 and the published total of its section less the known
    divisions; when it is the only unknown one, both bounds are that difference. Rounding can make the
    difference negative; then it counts as 0.
    """
    row_of = {unit: row for row, unit in enumerate(matrix.territories)}
    linked = links.filter(pl.col("unit_id").is_in(list(row_of)))
    if territory_ids is not None:
        linked = linked.filter(pl.col("territory_id").is_in(list(territory_ids)))
    territories = tuple(linked["territory_id"].unique().sort())
    weights = np.zeros((len(territories), len(matrix.territories)))
    at = np.searchsorted(territories, linked["territory_id"].to_list())
    weights[at, [row_of[unit] for unit in linked["unit_id"]]] = linked["weight"].to_numpy()
    low, high = unit_bounds(matrix, sections)
    used, known = (weights > 0).astype(float), matrix.known
    unknown = used @ (~known).astype(float)
    sums = weights @ matrix.known_values
    upper = _sum_or_nan(weights, high)
    values = np.where(unknown == 0, sums, np.nan)
    cells = used.sum(axis=1) * len(matrix.activities)
    origin = matrix.origin.then("units brought to territories by their links")
    return TerritoryEmployment(
        matrix=Matrix(values, territories, matrix.activities, matrix.unit, matrix.vintage, origin),
        known_sum=sums.sum(axis=1),
        unknown_share=np.divide(unknown.sum(axis=1), cells, out=np.zeros(len(cells)), where=cells > 0),
        lower=weights @ low,
        upper=upper,
        relation=_relations(linked),
        units=_units_of(linked),
        coverage={
            territory: Coverage(bool(complete), int(cells[i]), int(cells[i] - unknown[i].sum()))
            for i, (territory, complete) in enumerate(_complete(linked))
        },
    )


def unit_bounds(matrix: Matrix, sections: Matrix | None) -> tuple[Values, Values]:
    """Bounds of every cell of units, shape (units, divisions); the upper one NaN where there is none."""
    low = matrix.known_values.copy()
    high = matrix.values.copy()
    if sections is None:
        return low, high
    totals = _totals(matrix, sections)
    column_of = {section: i for i, section in enumerate(sections.activities)}
    for section, column in column_of.items():
        inside = [i for i, code in enumerate(matrix.activities) if nace().parent(code) == section]
        if not inside:
            continue
        all_present = len(inside) == _divisions_in(section)
        unknown = ~matrix.known[:, inside]
        rest = np.maximum(totals[:, column] - matrix.known_values[:, inside].sum(axis=1), 0.0)
        bound = np.where(unknown, rest[:, None], high[:, inside])
        high[:, inside] = bound
        only = unknown & (unknown.sum(axis=1) == 1)[:, None] & ~np.isnan(rest)[:, None]
        if all_present:
            low[:, inside] = np.where(only, rest[:, None], low[:, inside])
    return low, high


def _totals(matrix: Matrix, sections: Matrix) -> Values:
    row_of = {unit: row for row, unit in enumerate(sections.territories)}
    totals = np.full((len(matrix.territories), len(sections.activities)), np.nan)
    for row, unit in enumerate(matrix.territories):
        if unit in row_of:
            totals[row] = sections.values[row_of[unit]]
    return totals


def _divisions_in(section: str) -> int:
    return sum(1 for code in nace().codes if len(code) == 2 and nace().parent(code) == section)


def _sum_or_nan(weights: Values, values: Values) -> Values:
    """Weighted sums that are NaN where a summand with a weight is NaN."""
    missing = (weights > 0).astype(float) @ np.isnan(values).astype(float)
    return np.where(missing > 0, np.nan, weights @ np.nan_to_num(values))


_WEAKEST_LAST = ("same", "part of", "converted", "contains")


def _relations(linked: pl.DataFrame) -> dict[str, str]:
    by_territory = linked.group_by("territory_id").agg("relation").sort("territory_id")
    return {
        territory: max(relations, key=_WEAKEST_LAST.index)
        for territory, relations in by_territory.iter_rows()
    }


def _units_of(linked: pl.DataFrame) -> dict[str, tuple[tuple[str, float], ...]]:
    by_territory = (
        linked.sort("unit_id").group_by("territory_id", maintain_order=True).agg("unit_id", "weight")
    )
    return {
        territory: tuple(zip(units, weights, strict=True))
        for territory, units, weights in by_territory.sort("territory_id").iter_rows()
    }


def _complete(linked: pl.DataFrame) -> list[tuple[str, bool]]:
    return linked.group_by("territory_id").agg(pl.col("complete").all()).sort("territory_id").rows()
