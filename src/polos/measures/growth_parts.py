"""What a territory's change owes to the whole economy, to its mix of activities, and to itself."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polos.errors import WrongRows
from polos.measures.arguments import require_kind
from polos.measures.composed import Composed
from polos.measures.results import ByTerritory, Grid, Reason, Reasons, Values, undefined_where
from polos.tables.matrix import Matrix


@dataclass(frozen=True, eq=False, repr=False)
class Effects(Composed):
    """A change and its three parts, undefined together; ``national + mix + competitive`` is ``change``."""

    change: Grid | ByTerritory
    national: Grid | ByTerritory
    mix: Grid | ByTerritory
    competitive: Grid | ByTerritory


@dataclass(frozen=True, eq=False, repr=False)
class ShiftShare(Composed):
    """The effects by territory and activity, shape (R, A), and their sums by territory, shape (R,)."""

    cells: Effects
    totals: Effects


@dataclass(frozen=True, eq=False, repr=False)
class DynamicShiftShare(Composed):
    """The effects summed over the steps from one year to the next, and each step."""

    sums: ShiftShare
    steps: tuple[ShiftShare, ...]

    def __repr__(self) -> str:
        """Show the sums by territory; cells and steps look alike."""
        return f"sums over {len(self.steps)} steps:\n{self.sums.totals!r}"


@dataclass(frozen=True, eq=False, repr=False)
class CompetitiveParts(Composed):
    """The competitive effect in two parts, shape (R, A); ``competitive + allocation`` is the classic one."""

    competitive: Grid
    allocation: Grid


def shift_share(
    before: Matrix,
    after: Matrix,
    *,
    reference_before: Matrix | None = None,
    reference_after: Matrix | None = None,
) -> ShiftShare:
    r"""Change of employment as the sum of a national, an industry-mix and a competitive effect.

    .. math:: x'_{ra} - x_{ra} = x_{ra} g + x_{ra} (g_a - g) + \left(x'_{ra} - x_{ra} (1 + g_a)\right)

    ``g`` is the growth of the whole reference and ``g_a`` that of one activity in it, over cells known in
    both years. The three parts stand in the order of the formula: what the territory would have gained had
    it grown like the whole; what its activities grew more or less than the whole; and what it gained beyond
    its activities, which for an activity it had already is x (g_ra - g_a).

    Parameters
    ----------
    before, after
        Amounts in two years, shape (R, A), with the same labels and unit.
    reference_before, reference_after
        Amounts in the same years of what is compared with, such as the nation, with the same activities;
        without them the sum of the territories given.

    Returns
    -------
    ShiftShare
        In the unit of the amounts: ``cells`` by territory and activity, ``totals`` by territory, each with
        ``change``, ``national``, ``mix`` and ``competitive``. Undefined where either year is unknown, and
        where the reference had nothing of the activity before, so that it has no rate of growth
        (``NOTHING_TO_COMPARE``). A total sums the cells that are defined; where there is none, it is
        undefined.

    Raises
    ------
    WrongRows
        When the labels of the years differ, one reference comes without the other, or a reference lacks an
        activity.

    References
    ----------
    Dunn (1960), Papers of the Regional Science Association 6, 97-112.

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = shift_share(samples.jobs(2020), samples.jobs(2025))
    >>> found.cells.competitive.at("North", "cheese")
    -10.0
    >>> round(found.totals.national.at("North"), 2)
    8.7
    """
    _require_same(before, after)
    rates = _rates(before, after, reference_before, reference_after)
    x, change = before.known_values, after.known_values - before.known_values
    undefined = _undefined(before, after, rates)
    activity = np.nan_to_num(rates.activity)
    parts = {
        "change": change,
        "national": x * rates.whole,
        "mix": x * (activity - rates.whole),
        "competitive": change - x * activity,
    }
    return _labelled(after, parts, undefined, "shift_share")


def dynamic_shift_share(*years: Matrix, references: Sequence[Matrix] | None = None) -> DynamicShiftShare:
    r"""Effects of shift-share summed over the steps of a series, so that the mix may change on the way.

    .. math:: \sum_t \left[ x_{ra,t} g_t + x_{ra,t} (g_{a,t} - g_t)
        + \left(x_{ra,t+1} - x_{ra,t} (1 + g_{a,t})\right) \right]

    Parameters
    ----------
    years
        Amounts in two years or more, in order, each shape (R, A), with the same labels and unit.
    references
        As many tables of what is compared with; without them the sum of the territories given.

    Returns
    -------
    DynamicShiftShare
        ``sums`` as in :func:`shift_share`, undefined where one step is; ``steps`` with every one of them.

    Raises
    ------
    WrongRows
        When there are fewer than two years, another number of references, or as in :func:`shift_share`.

    References
    ----------
    Barff & Knight (1988), Growth and Change 19, 1-10.

    Examples
    --------
    >>> from polos.measures import samples
    >>> years = samples.jobs(2020), samples.jobs(2025), samples.jobs(2025)
    >>> found = dynamic_shift_share(*years)
    >>> found.sums.cells.competitive.at("North", "cheese"), len(found.steps)
    (-10.0, 2)
    """
    if len(years) < 2 or (references is not None and len(references) != len(years)):
        raise WrongRows(
            found=f"{len(years)} years" + ("" if references is None else f", {len(references)} references"),
            needed="two years or more, and as many references where there are any",
            next_step="Give one table a year, in order.",
        )
    compared = references if references is not None else (None,) * len(years)
    steps = tuple(
        shift_share(was, now, reference_before=then, reference_after=later)
        for was, now, then, later in zip(years, years[1:], compared, compared[1:], strict=False)
    )
    undefined = reduce(_first_reason, (step.cells.change.undefined for step in steps))
    parts = {
        one.name: np.sum([getattr(step.cells, one.name).values for step in steps], axis=0)
        for one in fields(Effects)
    }
    return DynamicShiftShare(_labelled(years[-1], parts, undefined, "dynamic_shift_share"), steps)


def competitive_parts(
    before: Matrix,
    after: Matrix,
    *,
    reference_before: Matrix | None = None,
    reference_after: Matrix | None = None,
) -> CompetitiveParts:
    r"""Competitive effect freed from the territory's mix, and what the mix adds to it (allocation).

    .. math:: x^*_{ra} (g_{ra} - g_a) + (x_{ra} - x^*_{ra})(g_{ra} - g_a),
        \quad x^*_{ra} = x_{r\cdot} \frac{X_a}{X}

    ``x*`` is what the territory would have of the activity if its mix were that of the reference: the
    homothetic employment.

    Parameters
    ----------
    before, after, reference_before, reference_after
        As in :func:`shift_share`.

    Returns
    -------
    CompetitiveParts
        In the unit of the amounts, shape (R, A) each. Undefined as in :func:`shift_share`, and where the
        territory had nothing of the activity before, so that it has no rate of growth of its own
        (``NOTHING_TO_COMPARE``).

    Raises
    ------
    WrongRows
        As in :func:`shift_share`.

    References
    ----------
    Esteban-Marquillas (1972), Regional and Urban Economics 2, 249-261.

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = competitive_parts(samples.jobs(2020), samples.jobs(2025))
    >>> round(found.competitive.at("North", "cheese"), 2), round(found.allocation.at("North", "cheese"), 2)
    (-13.04, 3.04)
    """
    _require_same(before, after)
    rates = _rates(before, after, reference_before, reference_after)
    undefined = _undefined(before, after, rates)
    x = before.known_values
    undefined = _first_reason(undefined, undefined_where(x, (Reason.NOTHING_TO_COMPARE, x == 0)))
    is_defined = undefined == 0
    apart = np.full(x.shape, np.nan)
    np.divide(after.known_values, x, out=apart, where=is_defined)
    apart -= 1 + np.where(is_defined, rates.activity, np.nan)
    both = before.known & after.known
    usual = np.where(both, x, 0.0).sum(axis=1, keepdims=True) * rates.shares
    competitive, allocation = (
        Grid.over(
            after, np.where(is_defined, size * apart, np.nan), undefined.copy(), f"competitive_parts {name}"
        )
        for name, size in (("competitive", usual), ("allocation", x - usual))
    )
    return CompetitiveParts(competitive, allocation)


class _Rates(NamedTuple):
    """Growth of the whole and of each activity (NaN without any), the activities' shares, what is unseen."""

    whole: float
    activity: Values
    shares: Values
    unseen: NDArray[np.bool_]


def _rates(
    before: Matrix, after: Matrix, reference_before: Matrix | None, reference_after: Matrix | None
) -> _Rates:
    was, now = _compared(before, after, reference_before, reference_after)
    known = was.known & now.known
    had, have = (np.where(known, table.known_values, 0.0).sum(axis=0) for table in (was, now))
    activity = np.full(had.shape, np.nan)
    np.divide(have - had, had, out=activity, where=had > 0)
    total = had.sum()
    whole = float((have.sum() - total) / total) if total > 0 else 0.0  # of no use: no activity has a rate
    shares = had / total if total > 0 else had
    return _Rates(whole, activity, shares, np.asarray(~known.any(axis=0)))


def _compared(
    before: Matrix, after: Matrix, reference_before: Matrix | None, reference_after: Matrix | None
) -> tuple[Matrix, Matrix]:
    if reference_before is None and reference_after is None:
        return before, after
    if reference_before is None or reference_after is None:
        raise WrongRows(
            found="a reference for one year only",
            needed="one for both years, or none",
            next_step="Give reference_before and reference_after.",
        )
    _require_same_territories(reference_before, reference_after)
    was, now = (
        reference.select(activities=_shared(before, reference))
        for reference in (reference_before, reference_after)
    )
    return was, now


def _shared(before: Matrix, reference: Matrix) -> tuple[str, ...]:
    missing = [activity for activity in before.activities if activity not in set(reference.activities)]
    if missing:
        raise WrongRows(
            found=f"a reference without {', '.join(missing[:3])}",
            needed="every activity of the table in the reference",
            next_step="Select the activities that both have.",
        )
    return before.activities


def _undefined(before: Matrix, after: Matrix, rates: _Rates) -> Reasons:
    shape = before.values.shape
    return undefined_where(
        before.values,
        (Reason.UNKNOWN_CELL, ~(before.known & after.known) | np.broadcast_to(rates.unseen, shape)),
        (Reason.NOTHING_TO_COMPARE, np.broadcast_to(np.isnan(rates.activity), shape)),
    )


def _first_reason(first: Reasons, second: Reasons) -> Reasons:
    return np.where(first > 0, first, second)


def _labelled(source: Matrix, parts: dict[str, Values], undefined: Reasons, step: str) -> ShiftShare:
    is_defined = undefined == 0
    none = ~is_defined.any(axis=1)
    of_totals = undefined_where(
        none,
        (Reason.UNKNOWN_CELL, none & (undefined == Reason.UNKNOWN_CELL).any(axis=1)),
        (Reason.NOTHING_TO_COMPARE, none),
    )
    cells, totals = {}, {}
    for name, values in parts.items():
        kept = np.where(is_defined, values, np.nan)
        sums = np.where(none, np.nan, np.where(is_defined, values, 0.0).sum(axis=1))
        cells[name] = Grid.over(source, kept, undefined.copy(), f"{step} {name}")
        totals[name] = ByTerritory.over(source, sums, of_totals.copy(), f"{step} {name}")
    return ShiftShare(Effects(**cells), Effects(**totals))


def _require_same(before: Matrix, after: Matrix) -> None:
    require_kind("before", before, Matrix)
    require_kind("after", after, Matrix)
    if before.territories != after.territories or before.activities != after.activities:
        raise WrongRows(
            found="two years whose territories or activities differ, or stand in another order",
            needed="the same territories and activities in both",
            next_step="Select the labels both years have; a change of classification is no growth.",
        )


def _require_same_territories(before: Matrix, after: Matrix) -> None:
    if before.territories != after.territories:
        raise WrongRows(
            found="references of two years with different territories",
            needed="the same units in both years",
            next_step="Select the units both years have.",
        )
