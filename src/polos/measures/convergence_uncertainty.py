"""How sure a comparison of priorities is: intervals, what its choices change, and two runs compared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from polos.measures.arguments import require_count, require_generator, require_share
from polos.measures.coded_priorities import CodedPriorities, coded_priorities, selected
from polos.measures.convergence import Convergence, Emphasis, Level, Rows, Values, convergence
from polos.parameters.convergence import Thresholds, default_thresholds
from polos.table import Table

_SLACK = 0.1
LEVELS = (Level.NONE, Level.LOW, Level.MEDIUM, Level.HIGH)
_CHUNK = 250


@dataclass(frozen=True, eq=False)
class Sureness:
    """Percentile intervals of what levels rest on, and how often each level comes out; shape (14, 8) each.

    Drawn anew are the territories of each side, or the priorities of each side where emphasis is a share of
    priorities. The intervals say how much the shares hang on which of them are on record; where all
    territories of a side are, there is nothing to infer, only this. ``level_shares`` has shape (14, 8, 4),
    in the order of ``LEVELS``; all are NaN where a side has no own priorities.
    """

    lower_a: Values
    upper_a: Values
    lower_b: Values
    upper_b: Values
    level_shares: Values
    level: float
    draws: int


@dataclass(frozen=True)
class CellChange:
    """A cell whose level differs."""

    market: str
    technology: str
    before: Level
    after: Level


@dataclass(frozen=True)
class Variant:
    """One choice made otherwise: other thresholds, or other priorities by years, provenance or confidence."""

    code: str
    thresholds: Thresholds
    years: tuple[int, int] | None = None
    provenances: tuple[str, ...] | None = None
    confidences: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Sensitivity:
    """Which cells change level under a variant; ``left_out`` are territories then without priorities."""

    variant: Variant
    changes: tuple[CellChange, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class RunDifference:
    """What differs between two runs: levels, thresholds as (name, before, after), and who is in the groups.

    ``promising_gained`` and ``promising_lost`` are the high cells that one of the two has.
    """

    changes: tuple[CellChange, ...]
    thresholds: tuple[tuple[str, float, float], ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    bases: tuple[tuple[int, int], tuple[int, int]]
    promising_gained: tuple[tuple[str, str], ...]
    promising_lost: tuple[tuple[str, str], ...]


def sureness(
    result: Convergence, *, generator: np.random.Generator, draws: int = 1000, level: float = 0.95
) -> Sureness:
    r"""Bootstrap intervals of the shares of a comparison, and of its levels.

    .. math:: n^* \sim \mathrm{Multinomial}(n, 1/n), \qquad
              e^*_{mt} = \frac{1}{n} \sum_r n^*_r \,[r \text{ touches } mt]

    Where emphasis is a share of priorities, priorities are drawn, and a cell is shared from one on.

    Parameters
    ----------
    result
        A comparison.
    generator
        Source of randomness.
    draws
        Number of draws, one or more.
    level
        Share of the draws that an interval holds, between 0 and 1.

    Returns
    -------
    Sureness
        Bounds between 0 and 1, and shares of the draws in which each level comes out.

    Raises
    ------
    InputError
        When nothing is drawn, or the level is not between 0 and 1.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13 (percentile interval).
    """
    require_count("draws", draws, example=1000)
    require_share("level", level)
    require_generator(generator)
    shape = result.counts_a.shape
    touched = [_touched(result, group) for group in (result.group_a, result.group_b)]
    if not all(len(one) for one in touched):
        unknown = np.full(shape, np.nan)
        return Sureness(unknown, unknown, unknown, unknown, np.full((*shape, 4), np.nan), level, draws)
    drawn = [_drawn(one, generator, draws).reshape(draws, *shape) for one in touched]
    bounds = [np.quantile(one, ((1 - level) / 2, (1 + level) / 2), axis=0) for one in drawn]
    return Sureness(
        lower_a=bounds[0][0],
        upper_a=bounds[0][1],
        lower_b=bounds[1][0],
        upper_b=bounds[1][1],
        level_shares=_level_shares(result, drawn, [len(one) for one in touched]),
        level=level,
        draws=draws,
    )


def default_variants(thresholds: Thresholds, *, years: tuple[int, int] | None = None) -> tuple[Variant, ...]:
    """Return the choices worth making otherwise: thresholds 0.1 lower and higher, weak codes left out.

    ``years`` adds the priorities of these years alone.
    """
    found = [
        Variant(f"{name}_{way}", changed)
        for name in ("medium", "high")
        for way, step in (("lower", -_SLACK), ("higher", _SLACK))
        if (changed := _moved(thresholds, name, step)) is not None
    ]
    found.append(Variant("more_territories", replace(thresholds, minimum_count=thresholds.minimum_count + 1)))
    found.append(Variant("without_recalled", thresholds, provenances=("source",)))
    found.append(Variant("without_low_confidence", thresholds, confidences=("high", "medium")))
    if years is not None:
        found.append(Variant("years", thresholds, years=years))
    return tuple(found)


def sensitivity(
    priorities: Table,
    group_a: Sequence[str],
    group_b: Sequence[str],
    *,
    thresholds: Thresholds | None = None,
    variants: Sequence[Variant] | None = None,
) -> tuple[Sensitivity, ...]:
    """Return which cells change level when a choice is made otherwise.

    Parameters
    ----------
    priorities
        The table of priorities, before any selection.
    group_a, group_b, thresholds
        As in :func:`polos.measures.convergence.convergence`.
    variants
        The choices; those of :func:`default_variants` where not given.

    Returns
    -------
    tuple of Sensitivity
        One for each variant, in their order.

    Raises
    ------
    WrongRows, UnknownName
        As in :func:`polos.measures.convergence.convergence`.
    """
    limits = thresholds or default_thresholds()
    coded = coded_priorities(priorities)
    before = convergence(coded, group_a, group_b, thresholds=limits)
    found = []
    for variant in variants if variants is not None else default_variants(limits):
        chosen = _chosen(priorities, coded, variant)
        after = convergence(chosen, group_a, group_b, thresholds=variant.thresholds)
        without = sorted({*group_a, *group_b} & coded.row_of.keys() - chosen.row_of.keys())
        found.append(Sensitivity(variant, _changes(before, after), tuple(without)))
    return tuple(found)


def run_difference(before: Convergence, after: Convergence) -> RunDifference:
    """Return what differs between two runs of a comparison.

    Parameters
    ----------
    before, after
        Two comparisons, of any groups, thresholds and versions of the data.

    Returns
    -------
    RunDifference
        Changed levels of the cells with a stated technology and of those without, thresholds that differ,
        territories that joined or left either group, and both bases of both runs.
    """
    chosen = vars(before.thresholds).items()
    limits = [(name, value, getattr(after.thresholds, name)) for name, value in chosen]
    here, there = ({*run.group_a, *run.group_b} for run in (before, after))
    high_before, high_after = set(before.promising), set(after.promising)
    return RunDifference(
        changes=_changes(before, after),
        thresholds=tuple(one for one in limits if one[1] != one[2]),
        joined=tuple(sorted(there - here)),
        left=tuple(sorted(here - there)),
        bases=((before.base_a, before.base_b), (after.base_a, after.base_b)),
        promising_gained=tuple(sorted(high_after - high_before)),
        promising_lost=tuple(sorted(high_before - high_after)),
    )


def _touched(result: Convergence, group: Sequence[str]) -> NDArray[np.float32]:
    """Return which territory, or priority, of a group touches which cell, shape (n, cells)."""
    coded, cells = result.coded, result.coded.columns["cell"]
    rows: Rows = np.array([coded.row_of[t] for t in group if t in coded.row_of], dtype=np.int64)
    if result.emphasis is Emphasis.TERRITORIES:
        return coded.declared[rows, cells].astype(np.float32)
    return coded.marks[np.isin(coded.owner, rows), cells].astype(np.float32)


def _drawn(touched: NDArray[np.float32], generator: np.random.Generator, draws: int) -> Values:
    """Return the shares of cells in each draw, shape (draws, cells)."""
    size = len(touched)
    shares = np.empty((draws, touched.shape[1]))
    even = np.full(size, 1 / size)
    for start in range(0, draws, _CHUNK):
        times = generator.multinomial(size, even, size=min(_CHUNK, draws - start)).astype(np.float32)
        shares[start : start + len(times)] = times @ touched / size
    return shares


def _level_shares(result: Convergence, drawn: Sequence[Values], sizes: Sequence[int]) -> Values:
    single = result.emphasis is Emphasis.PRIORITIES
    needed = [1 if single or size <= 1 else result.thresholds.minimum_count for size in sizes]
    shared = np.logical_and(
        *(np.rint(one * size) >= least for one, size, least in zip(drawn, sizes, needed, strict=True))
    )
    smaller, larger = np.minimum(*drawn), np.maximum(*drawn)
    closeness = np.divide(smaller, larger, out=np.full(shared.shape, np.nan), where=shared)
    bounds = (-np.inf, result.thresholds.medium, result.thresholds.high)
    reached = [closeness >= bound - 1e-6 for bound in bounds]  # single precision reaches 4/5 so far
    low, medium, high = (one.mean(axis=0) for one in reached)
    return np.stack([1 - low, low - medium, medium - high, high], axis=-1)


def _moved(thresholds: Thresholds, name: str, step: float) -> Thresholds | None:
    moved = round(getattr(thresholds, name) + step, 9)
    low, high = (0.0, thresholds.high) if name == "medium" else (thresholds.medium, 1.0)
    return replace(thresholds, **{name: moved}) if low <= moved <= high else None


def _chosen(priorities: Table, coded: CodedPriorities, variant: Variant) -> CodedPriorities:
    """Return the priorities of a variant, in which every territory on record stays on record."""
    filters = (variant.years, variant.provenances, variant.confidences)
    if all(one is None for one in filters):
        return coded
    chosen = selected(
        priorities, years=variant.years, provenances=variant.provenances, confidences=variant.confidences
    )
    return replace(coded_priorities(chosen), on_record=coded.on_record)


def _changes(before: Convergence, after: Convergence) -> tuple[CellChange, ...]:
    at = np.argwhere(before.levels != after.levels).tolist()
    return tuple(
        CellChange(
            market=before.markets[m],
            technology=before.technologies[t],
            before=Level(before.levels[m, t]),
            after=Level(after.levels[m, t]),
        )
        for m, t in at
    )
