"""How sure a specialisation is, and whether it is strong by the rules that others have published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv

from polos import tables
from polos.errors import InputError, WrongRows
from polos.measures.arguments import (
    require_above,
    require_count,
    require_generator,
    require_kind,
    require_number,
    require_share,
)
from polos.measures.composed import Composed, Intervals
from polos.measures.results import Grid, Reason, Values, undefined_where
from polos.measures.specialisation import location_quotient, location_quotient_within
from polos.parameters.strength import Condition, Quantity, StrengthRule
from polos.provenance import Origin
from polos.tables.matrix import Matrix

_MOST_COUNTED = 1e15  # whole numbers beyond about 9e15 are no longer told apart


def location_quotient_interval(counts: Matrix, *, level: float = 0.95) -> Intervals:
    r"""Exact interval of a location quotient made of counts.

    .. math:: \left[ B^{-1}_{\alpha/2}(x, \, c - x + 1), \; B^{-1}_{1-\alpha/2}(x + 1, \, c - x) \right]
        \cdot \frac{x_{\cdot\cdot}}{x_{r\cdot}}

    Given the c jobs of the activity, those in the territory are binomial with a probability p, and the
    quotient is p over the territory's share of all jobs, which is taken as it is. The bounds of p are those
    of Clopper and Pearson: the interval holds the truth at least as often as ``level`` says.

    Parameters
    ----------
    counts
        Whole numbers of things that fell independently (plants, patents, sampled persons), shape (R, A).
        Jobs come in plants; for them the interval is too narrow.
    level
        How often the interval shall hold the truth, between 0 and 1.

    Returns
    -------
    Intervals
        Quotient, lower and upper bound, each shape (R, A). Undefined as in :func:`location_quotient`.

    Raises
    ------
    InputError
        When ``level`` is not between 0 and 1.
    WrongRows
        When an amount is not a whole number.

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26, 404-413.
    """
    require_share("level", level)
    x, everywhere, share = _conditional(counts)
    tail = (1 - level) / 2
    low = np.where(x > 0, betaincinv(np.maximum(x, 1), everywhere - x + 1, tail), 0.0)
    high = np.where(x < everywhere, betaincinv(x + 1, np.maximum(everywhere - x, 1), 1 - tail), 1.0)
    value = location_quotient(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _intervals(value, low / share, high / share, step="location_quotient_interval", level=level)


def location_quotient_probability(counts: Matrix, *, limit: float = 1.0) -> Grid:
    r"""Probability that a location quotient made of counts truly exceeds a limit.

    .. math:: P(Q_{ra} > q) = 1 - I_{q \, x_{r\cdot}/x_{\cdot\cdot}}(x + \tfrac12, \; c - x + \tfrac12)

    The model of :func:`location_quotient_interval`; the probability p has Jeffreys' prior.

    Parameters
    ----------
    counts
        Whole numbers, shape (R, A).
    limit
        The quotient to exceed.

    Returns
    -------
    Grid
        Shape (R, A), 0 to 1. Undefined as in :func:`location_quotient`.

    Raises
    ------
    WrongRows
        When an amount is not a whole number.
    InputError
        When ``limit`` is negative or not finite.

    References
    ----------
    Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133.
    """
    require_number("limit", limit)
    x, everywhere, share = _conditional(counts)
    quotients = location_quotient(counts)
    values = 1 - betainc(x + 0.5, everywhere - x + 0.5, np.clip(limit * share, 0, 1))
    values = np.where(quotients.undefined > 0, np.nan, values)
    return Grid.over(counts, values, quotients.undefined, "location_quotient_probability", limit=limit)


def bootstrapped_location_quotient(
    units: Matrix,
    *,
    territory_of: Mapping[str, str],
    generator: np.random.Generator,
    draws: int = 1000,
    level: float = 0.95,
    limit: float = 1.0,
) -> "Bootstrapped":
    r"""Interval of a location quotient from drawing each territory's units anew, with replacement.

    .. math:: Q^*_{ra} \text{ from } x^*_{ra} = \sum_{u \in U^*_r} x_{ua}

    Parameters
    ----------
    units
        Amounts in the units (plants, municipalities), shape (U, A), all known.
    territory_of
        The territory of every unit.
    generator
        The source of randomness.
    draws
        How often all units are drawn anew.
    level
        The share of draws inside the interval (percentiles).
    limit
        The quotient whose exceeding is counted.

    Returns
    -------
    Bootstrapped
        The interval, and the share of draws above ``limit``, each shape (R, A). Undefined as in
        :func:`location_quotient`, where a territory has a single unit: nothing can be drawn anew, and where
        no draw gave a quotient.

    Raises
    ------
    InputError
        When ``level`` is not between 0 and 1, fewer than two draws are asked for, or a cell is unknown.
    WrongRows
        When a unit has no territory.

    References
    ----------
    O'Donoghue & Gleave (2004), Regional Studies 38, 419-427; Efron & Tibshirani (1993), An Introduction to
    the Bootstrap, Chapman & Hall.
    """
    require_share("level", level)
    require_number("limit", limit)
    require_count("draws", draws, least=2, example=1000)
    require_generator(generator)
    require_kind("units", units, Matrix)
    if not units.known.all():
        raise InputError(
            found=f"{int((~units.known).sum())} unknown cells",
            needed="units that are known throughout",
            next_step="Select units and activities that are known.",
        )
    members = _members(units, territory_of)
    observed = _quotients(units, members, [np.arange(len(at)) for at in members.values()])
    drawn = np.empty((draws, *observed.values.shape))
    for draw in range(draws):
        places = [generator.integers(0, len(at), len(at)) for at in members.values()]
        drawn[draw] = _quotients(units, members, places).values
    single = np.array([len(at) < 2 for at in members.values()])[:, None]
    nothing = single | np.isnan(drawn).all(axis=0)
    undefined = np.where(nothing & (observed.undefined == 0), Reason.NOTHING_TO_COMPARE, observed.undefined)
    undefined = undefined.astype(np.uint8)
    tail = (1 - level) / 2
    low, high = _percentiles(drawn, tail), _percentiles(drawn, 1 - tail)
    step = "bootstrapped_location_quotient"
    value = Grid.over(observed, np.where(undefined > 0, np.nan, observed.values), undefined, step)
    with np.errstate(invalid="ignore"):
        above = (drawn > limit).sum(axis=0) / np.maximum((~np.isnan(drawn)).sum(axis=0), 1)
    above = np.where(undefined > 0, np.nan, above)
    probability = Grid.over(value, above, undefined, f"{step}: share of draws above", limit=limit)
    return Bootstrapped(_intervals(value, low, high, step=step, level=level), probability, draws)


@dataclass(frozen=True, eq=False, repr=False)
class Bootstrapped(Composed):
    """Intervals from drawing anew, and the share of draws above the limit."""

    intervals: Intervals
    probability: Grid
    draws: int


@dataclass(frozen=True, eq=False, repr=False)
class Strength(Composed):
    """What a rule says: how many conditions hold, whether that is enough, and what could not be judged.

    ``held`` counts the conditions that hold, ``strong`` is 1 where they are enough, 0 where they cannot be
    any more; it is undefined where that hangs on quantities that are not known. ``not_judged`` names the
    quantities no table was given for.
    """

    rule: StrengthRule
    held: Grid
    strong: Grid
    not_judged: tuple[Quantity, ...]


def strength(
    employment: Matrix,
    rule: StrengthRule,
    *,
    others: Mapping[Quantity, Matrix | Grid] | None = None,
    groups: Mapping[str, str] | None = None,
    reference: Matrix | None = None,
) -> Strength:
    r"""Whether the activities of the territories are strong by a published rule.

    .. math:: S_{ra} = \left[ \sum_k [ y^k_{ra} \ge b^k_a ] \ge n \right]

    Parameters
    ----------
    employment
        Persons employed, shape (R, A).
    rule
        The conditions on quantities y with bounds b, and the number n of them needed; see
        ``polos.parameters.strength.strength_rules``.
    others
        Tables with the same territories and activities for quantities that employment does not give
        (establishments, productivity, growth), or in place of those it gives.
    groups
        The group of every activity, where the rule judges specialisation within groups. Without it,
        specialisation is judged among all activities of the table.
    reference
        As in :func:`location_quotient`.

    Returns
    -------
    Strength
        Conditions held, and 1 or 0 for strong, shape (R, A). A condition on an unknown quantity neither
        holds nor fails; strong is undefined where that decides.

    Raises
    ------
    WrongRows
        When a table of ``others`` has other territories or activities.

    References
    ----------
    The citation of each rule; those marked as recalled were written without the text at hand [recall].
    """
    tables = _quantities(employment, groups if rule.within_groups else None, reference)
    for quantity, table in (others or {}).items():
        _require_same_axes(employment, table)
        tables[quantity] = table
    present = employment.known_values > 0
    holds = np.zeros(employment.shape, dtype=np.int64)
    open_ = np.zeros(employment.shape, dtype=np.int64)
    for condition in rule.conditions:
        if condition.quantity not in tables:
            open_ += 1
            continue
        values = tables[condition.quantity].values
        verdict, judged = _verdict(values, condition, present)
        holds += verdict & judged
        open_ += ~judged
    enough, impossible = holds >= rule.needed, holds + open_ < rule.needed
    undefined = undefined_where(employment.values, (Reason.UNKNOWN_CELL, ~(enough | impossible)))
    strong = np.where(undefined > 0, np.nan, enough)
    missing = dict.fromkeys(c.quantity for c in rule.conditions if c.quantity not in tables)
    parameters = {"rule": rule.name, "edition": rule.edition, "recalled": rule.recalled}
    nothing = np.zeros(employment.shape, dtype=np.uint8)
    return Strength(
        rule,
        Grid.over(employment, holds.astype(np.float64), nothing, "strength: conditions held", **parameters),
        Grid.over(employment, strong, undefined, "strength", **parameters),
        tuple(missing),
    )


@dataclass(frozen=True)
class Sensitivity:
    """How many activities are strong with another reference or threshold, and how many changed sides."""

    reference: str
    factor: float
    strong_count: int
    gained_count: int
    lost_count: int


class Sensitivities(tuple[Sensitivity, ...]):
    """How a rule fares with every reference and factor, in order, with the papers of the table."""

    origin: Origin
    parameters: dict[str, Any]
    backend: str

    def to_frame(self) -> Any:
        """Return one row a reference and factor, with the three counts."""
        names = [one.name for one in fields(Sensitivity)]
        columns = {name: [getattr(one, name) for one in self] for name in names}
        return tables.frames.in_kind(columns, self.backend, numbers=names[1:])


def strength_sensitivity(
    employment: Matrix,
    rule: StrengthRule,
    *,
    references: Mapping[str, Matrix | None],
    factors: Sequence[float] = (0.8, 0.9, 1.0, 1.1, 1.25),
    others: Mapping[Quantity, Matrix | Grid] | None = None,
    groups: Mapping[str, str] | None = None,
) -> Sensitivities:
    r"""How much the verdicts of a rule hang on its reference and on its threshold of specialisation.

    .. math:: |\{ (r, a) : S'_{ra} \ne S_{ra} \}| \text{ with } b' = f b \text{ or another reference}

    A fixed bound is multiplied by the factor, of a quantile the share above it.

    Parameters
    ----------
    employment, rule, others, groups
        As in :func:`strength`.
    references
        References by name, ``None`` for the territories themselves; the first, with factor 1, is compared
        with.
    factors
        By what the bounds of specialisation are multiplied.

    Returns
    -------
    Sensitivities
        One a reference and factor, in this order: numbers of cells of the table of shape (R, A). Undefined
        nowhere: a verdict that :func:`strength` leaves undefined counts as not strong.

    Raises
    ------
    InputError
        When no reference is given.
    WrongRows
        As in :func:`strength`.

    References
    ----------
    None: a way of reading a rule.
    """
    if not references:
        raise InputError(
            found="no reference", needed="at least one", next_step="Give {'all territories': None}."
        )

    for factor in factors:
        require_above("factor", factor)

    def verdicts(reference: Matrix | None, factor: float) -> NDArray[np.bool_]:
        scaled = rule.scaled(factor)
        result = strength(employment, scaled, others=others, groups=groups, reference=reference)
        return result.strong.values == 1

    usual = verdicts(next(iter(references.values())), 1.0)
    found = []
    for name, reference in references.items():
        for factor in factors:
            strong = verdicts(reference, factor)
            gained, lost = int((strong & ~usual).sum()), int((usual & ~strong).sum())
            found.append(Sensitivity(name, factor, int(strong.sum()), gained, lost))
    result = Sensitivities(found)
    result.origin = employment.origin.then("strength_sensitivity")
    result.parameters = {"rule": rule.name, "references": tuple(references), "factors": tuple(factors)}
    result.backend = employment.backend
    return result


def _conditional(counts: Matrix) -> tuple[Values, Values, Values]:
    """Return counts, the activity's total and the territory's share of all, each shape (R, A)."""
    require_kind("counts", counts, Matrix)
    x = counts.known_values
    if (x != np.floor(x)).any() or x.sum() > _MOST_COUNTED:
        raise WrongRows(
            found="amounts that are not whole numbers, or too many",
            needed=f"counts, {_MOST_COUNTED:.0e} in all at most: the interval speaks of things that fell one "
            "by one",
            next_step="Use counts, or bootstrapped_location_quotient over units.",
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.nan_to_num(x.sum(axis=1, keepdims=True) / x.sum())
    return x, np.broadcast_to(x.sum(axis=0), x.shape), np.broadcast_to(share, x.shape)


def _intervals(value: Grid, low: Values, high: Values, *, step: str, level: float) -> Intervals:
    undefined = value.undefined
    bounds = (np.where(undefined > 0, np.nan, bound) for bound in (low, high))
    lower, upper = (
        Grid.over(value, bound, undefined, f"{step}: {name}", level=level)
        for bound, name in zip(bounds, ("lower", "upper"), strict=True)
    )
    return Intervals(value, lower, upper, level)


def _members(units: Matrix, territory_of: Mapping[str, str]) -> dict[str, NDArray[np.intp]]:
    without = [name for name in units.territories if name not in territory_of]
    if without:
        raise WrongRows(
            found=f"no territory for the unit {without[0]!r}",
            needed="a territory for every unit",
            next_step="Complete territory_of, or select the units that have one.",
        )
    names = np.array([territory_of[name] for name in units.territories], dtype=object)
    return {name: np.flatnonzero(names == name) for name in dict.fromkeys(names)}


def _quotients(
    units: Matrix, members: Mapping[str, NDArray[np.intp]], places: Sequence[NDArray[np.integer]]
) -> Grid:
    sums = np.array(
        [units.values[at[drawn]].sum(axis=0) for at, drawn in zip(members.values(), places, strict=True)]
    )
    territories = tuple(members)
    return location_quotient(
        Matrix(sums, territories, units.activities, units.unit, units.vintage, units.origin, units.backend)
    )


def _percentiles(drawn: Values, share: float) -> Values:
    """Return the percentile over the draws that have a value; NaN where none has, or nothing was drawn."""
    if not len(drawn):
        return np.full(drawn.shape[1:], np.nan)
    ordered = np.sort(drawn, axis=0)  # NaN last
    last = np.maximum((~np.isnan(drawn)).sum(axis=0) - 1, 0)
    place = last * share
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, last)
    low = np.take_along_axis(ordered, below[None], axis=0)[0]
    high = np.take_along_axis(ordered, above[None], axis=0)[0]
    return low + (high - low) * (place - below)


def _quantities(
    employment: Matrix, groups: Mapping[str, str] | None, reference: Matrix | None
) -> dict[Quantity, Matrix | Grid]:
    """Return what employment itself says: size, specialisation, and both kinds of share."""
    require_kind("employment", employment, Matrix)
    x, known = employment.known_values, employment.known
    with np.errstate(divide="ignore", invalid="ignore"):
        focus = np.where(known, x / x.sum(axis=1, keepdims=True), np.nan)
        share = np.where(known, x / x.sum(axis=0, keepdims=True), np.nan)
    quotients = (
        location_quotient(employment, reference=reference)
        if groups is None
        else location_quotient_within(employment, groups=groups, reference=reference)
    )
    unknown = (Reason.UNKNOWN_CELL, ~known)
    no_focus = undefined_where(focus, unknown, (Reason.EMPTY_TERRITORY, np.isnan(focus)))
    no_share = undefined_where(share, unknown, (Reason.EMPTY_ACTIVITY, np.isnan(share)))
    return {
        Quantity.EMPLOYMENT: employment,
        Quantity.SPECIALISATION: quotients,
        Quantity.FOCUS: Grid.over(employment, focus, no_focus, "focus"),
        Quantity.SHARE: Grid.over(employment, share, no_share, "share"),
    }


def _verdict(
    values: Values, condition: Condition, present: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which cells meet the condition, and which are known well enough to say."""
    judged = ~np.isnan(values)
    bound: float | Values = condition.bound
    if condition.is_quantile:
        among = judged & (present if condition.over_present else True)
        bound = _percentiles(np.where(among, values, np.nan), condition.bound)[None, :]
        judged = judged & among.any(axis=0)
    with np.errstate(invalid="ignore"):
        return (values > bound if condition.strict else values >= bound), judged


def _require_same_axes(employment: Matrix, table: Matrix | Grid) -> None:
    if (table.territories, table.activities) != (employment.territories, employment.activities):
        raise WrongRows(
            found="a table with other territories or activities",
            needed="those of the employment, in the same order",
            next_step="Select what both have.",
        )
