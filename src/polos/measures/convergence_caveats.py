"""What to keep in mind beside a comparison of priorities, counted."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from polos.measures.caveats import Caveat, CaveatCode
from polos.measures.coded_priorities import CodedPriorities
from polos.parameters.convergence import Thresholds

Counts = NDArray[np.int64]
Group = Sequence[str]

_WORD = {"within": "in", "overlaps": "overlaps"}


def caveats_on_groups(
    coded: CodedPriorities, group_a: Group, group_b: Group, limits: Thresholds
) -> tuple[Caveat, ...]:
    """Return the caveats that follow from who is compared."""
    found = [
        *_without_priorities(coded, group_a, group_b),
        *_small(coded, group_a, group_b, limits),
        *_uneven(coded, group_a, group_b, limits),
        *_both(group_a, group_b),
        *_levels(coded, group_a, group_b),
        *_contained(coded, group_a, group_b),
    ]
    return tuple(found)


def caveats_on_priorities(
    coded: CodedPriorities, group_a: Group, group_b: Group, limits: Thresholds
) -> tuple[Caveat, ...]:
    """Return the caveats that follow from what was declared, and how it was coded."""
    a, b = _priorities(coded, group_a), _priorities(coded, group_b)
    broad = _broad(limits)
    unstated = pl.col("technologies").list.len() == 0
    recalled = pl.col("provenance") == "recalled"
    total = a.height + b.height
    found = [*_periods(a, b)]
    if count := _count(a, broad) + _count(b, broad):
        values = _per_side("broad", a, b, broad) | {"markets": limits.broad_markets}
        found.append(Caveat(CaveatCode.BROAD_PRIORITIES, values))
    if count := _count(a, unstated) + _count(b, unstated):
        values = _per_side("unstated", a, b, unstated) | {"share": count / total}
        found.append(Caveat(CaveatCode.TECHNOLOGY_NOT_STATED, values))
    if _count(a, recalled) + _count(b, recalled):
        found.append(Caveat(CaveatCode.RECALLED_PRIORITIES, _per_side("recalled", a, b, recalled)))
    return tuple(found)


def caveat_on_thin_cells(shared: NDArray[np.bool_], fewest: Counts, limits: Thresholds) -> tuple[Caveat, ...]:
    """Return the caveat on shared cells in which a side has few territories (``fewest`` of the two)."""
    thin = int((shared & (fewest < limits.thin_cell)).sum())
    values = {"cells": thin, "shared_cells": int(shared.sum()), "minimum": limits.thin_cell}
    return (Caveat(CaveatCode.THIN_CELLS, values),) if thin else ()


def _without_priorities(coded: CodedPriorities, group_a: Group, group_b: Group) -> list[Caveat]:
    found = []
    for side, group in (("a", group_a), ("b", group_b)):
        without = tuple(sorted(t for t in group if t not in coded.row_of))
        if without:
            found.append(Caveat(CaveatCode.NO_OWN_PRIORITIES, {"side": side, "territories": without}))
        if len(without) == len(group):
            found.append(Caveat(CaveatCode.SIDE_WITHOUT_PRIORITIES, {"side": side}))
    return found


def _uneven(coded: CodedPriorities, group_a: Group, group_b: Group, limits: Thresholds) -> list[Caveat]:
    smaller, larger = sorted(sum(t in coded.row_of for t in group) for group in (group_a, group_b))
    if smaller <= 1 or larger < limits.uneven_groups * smaller:
        return []  # of a single territory other caveats speak
    values = {"smaller": smaller, "larger": larger, "step": 1 / smaller}
    return [Caveat(CaveatCode.UNEVEN_GROUPS, values)]


def _small(coded: CodedPriorities, group_a: Group, group_b: Group, limits: Thresholds) -> list[Caveat]:
    base_a, base_b = (sum(t in coded.row_of for t in group) for group in (group_a, group_b))
    if min(base_a, base_b) >= limits.small_group:
        return []
    values = {"base_a": base_a, "base_b": base_b, "minimum": limits.small_group}
    return [Caveat(CaveatCode.SMALL_GROUP, values)]


def _both(group_a: Group, group_b: Group) -> list[Caveat]:
    both = tuple(sorted(set(group_a) & set(group_b)))
    return [Caveat(CaveatCode.IN_BOTH_GROUPS, {"territories": both})] if both else []


def _levels(coded: CodedPriorities, group_a: Group, group_b: Group) -> list[Caveat]:
    if coded.levels is None:
        return [Caveat(CaveatCode.LEVELS_NOT_GIVEN)]
    nations = [sum(coded.levels.get(t) == "nation" for t in group) for group in (group_a, group_b)]
    if sum(nations) in (0, len(group_a) + len(group_b)):
        return []
    values = {
        "nations_a": nations[0],
        "base_a": len(group_a),
        "nations_b": nations[1],
        "base_b": len(group_b),
    }
    return [Caveat(CaveatCode.LEVEL_MISMATCH, values)]


def _contained(coded: CodedPriorities, group_a: Group, group_b: Group) -> list[Caveat]:
    a, b = set(group_a), set(group_b)
    pairs = {(c.inner, c.outer): c.relation for c in coded.containments or () if {c.inner, c.outer} <= a | b}
    if not pairs:
        return []
    in_a, in_b = ({pair for pair in pairs if set(pair) <= side} for side in (a, b))
    values = {
        "pairs_a": len(in_a),
        "pairs_b": len(in_b),
        "pairs_across": len(set(pairs) - in_a - in_b),
        "pairs": tuple(f"{inner} {_WORD[pairs[inner, outer]]} {outer}" for inner, outer in sorted(pairs)),
    }
    return [Caveat(CaveatCode.CONTAINED, values)]


def _priorities(coded: CodedPriorities, group: Group) -> pl.DataFrame:
    return coded.details.filter(pl.col("territory_id").is_in(list(group)))


def _broad(limits: Thresholds) -> pl.Expr:
    """Many markets, or manufacturing alone: no technology and no NACE division narrows it."""
    only_manufacturing = (
        (pl.col("markets").list.len() == 1)
        & pl.col("markets").list.contains("manufacturing")
        & (pl.col("technologies").list.len() == 0)
        & (pl.col("nace").list.eval(pl.element().str.len_chars() == 2).list.any().not_())
    )
    return (pl.col("markets").list.len() >= limits.broad_markets) | only_manufacturing


def _count(rows: pl.DataFrame, condition: pl.Expr) -> int:
    return rows.filter(condition).height


def _per_side(name: str, a: pl.DataFrame, b: pl.DataFrame, condition: pl.Expr) -> dict[str, int | float]:
    return {
        f"{name}_a": _count(a, condition),
        "priorities_a": a.height,
        f"{name}_b": _count(b, condition),
        "priorities_b": b.height,
    }


def _periods(a: pl.DataFrame, b: pl.DataFrame) -> list[Caveat]:
    periods = pl.concat([side.select("period_start", "period_end") for side in (a, b)]).unique()
    if periods.height < 2:
        return []
    values = {"periods": periods.height}
    for name, side in (("a", a), ("b", b)):
        values |= {f"first_{name}": side["period_start"].min(), f"last_{name}": side["period_end"].max()}
    return [Caveat(CaveatCode.DIFFERENT_PERIODS, values)]
