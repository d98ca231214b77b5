"""How strongly territories specialise in activities, relative to a reference."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from polos.errors import WrongRows
from polos.measures.arguments import numbers_of, require_kind, require_number
from polos.measures.results import (
    Grid,
    Reason,
    Reasons,
    Values,
    all_defined,
    is_all_defined,
    undefined_where,
)
from polos.provenance import Origin
from polos.tables.matrix import Matrix

_EXACT = 2.0**53  # whole numbers below this are exact in float64
_NONE = np.zeros((1, 1), dtype=bool)
_CACHED = 2**16  # cells worked on at a time


def location_quotient(employment: Matrix, *, reference: Matrix | None = None) -> Grid:
    r"""Concentration of each activity in each territory, relative to all territories or to a reference.

    .. math:: Q_{ra} = \frac{x_{ra} / x_{r\cdot}}{x_{\cdot a} / x_{\cdot\cdot}}

    Parameters
    ----------
    employment
        Persons employed, shape (R, A). Unknown cells are left out of every sum.
    reference
        Another set of units with the same activities; its totals make the denominator. Without it, the
        totals of ``employment`` do.

    Returns
    -------
    Grid
        Shape (R, A), without unit; 1 is the share of the reference. Undefined where the cell is unknown,
        where the territory has no known employment, or the reference none in the activity.

    Raises
    ------
    WrongRows
        When the reference lacks an activity.

    References
    ----------
    Balassa (1965), The Manchester School 33, 99-123.

    Examples
    --------
    >>> regions, industries = ("North", "South"), ("food", "steel")
    >>> jobs = Matrix([[30, 10], [60, 20]], regions, industries, "jobs", "2024", Origin("an example"))
    >>> location_quotient(jobs).at("North", "food")
    1.0
    """
    require_kind("employment", employment, Matrix)
    x = employment.known_values
    in_territory = territory_totals(x)
    in_activity = reference_totals(employment, reference)
    total, values = in_activity.sum(), np.empty(x.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        for rows in _blocks(x):
            np.divide(x[rows] * total, in_territory[rows] * in_activity, out=values[rows])
    undefined = _left_out(employment, in_territory, in_activity, values)
    return Grid.over(employment, values, undefined, "location_quotient", **reference_name(reference))


def location_quotient_within(
    employment: Matrix, *, groups: Mapping[str, str], reference: Matrix | None = None
) -> Grid:
    r"""Location quotient among activities of the same group, such as traded and local ones.

    .. math:: Q_{ra} = \frac{x_{ra} / x_{r g(a)}}{x_{\cdot a} / x_{\cdot g(a)}}

    Parameters
    ----------
    employment
        Persons employed, shape (R, A).
    groups
        The group of every activity, such as ``{"steel": "traded", "retail": "local"}``.
    reference
        As in :func:`location_quotient`.

    Returns
    -------
    Grid
        Shape (R, A), without unit. Undefined as in :func:`location_quotient`, where the territory has no
        known employment in the group.

    Raises
    ------
    WrongRows
        When an activity has no group, or the reference lacks an activity.

    References
    ----------
    Delgado, Porter & Stern (2016), Journal of Economic Geography 16, 1-38; the quotient that the US Cluster
    Mapping site publishes.
    """
    require_kind("employment", employment, Matrix)
    ungrouped = [name for name in employment.activities if name not in groups]
    if ungrouped:
        raise WrongRows(
            found=f"no group for {', '.join(ungrouped[:3])}",
            needed="a group for every activity",
            next_step="Complete the groups, or select the activities that have one.",
        )
    of_activity = [groups[name] for name in employment.activities]
    values = np.empty(employment.shape)
    undefined = np.empty(employment.shape, dtype=np.uint8)
    for group in dict.fromkeys(of_activity):
        at = [i for i, name in enumerate(of_activity) if name == group]
        part = employment.select(activities=[employment.activities[i] for i in at])
        quotients = location_quotient(part, reference=reference)
        values[:, at], undefined[:, at] = quotients.values, quotients.undefined
    asked = {"groups": list(dict.fromkeys(of_activity))} | reference_name(reference)
    return Grid.over(employment, values, undefined, "location_quotient_within", **asked)


def revealed_comparative_advantage(exports: Matrix) -> Grid:
    r"""Share of a product in a country's exports over its share in all exports.

    .. math:: \mathrm{RCA}_{cp} = \frac{x_{cp} / x_{c\cdot}}{x_{\cdot p} / x_{\cdot\cdot}}

    The formula of :func:`location_quotient` under the name it has for trade. Nothing is rounded; what has no
    exports has no advantage, neither 0 nor 1.

    Parameters
    ----------
    exports
        Exports, shape (R, A).

    Returns
    -------
    Grid
        Shape (R, A), without unit. Undefined as in :func:`location_quotient`.

    Raises
    ------
    Nothing
        The table was checked when it was made; what cannot be computed is undefined.

    References
    ----------
    Balassa (1965), The Manchester School 33, 99-123.
    """
    quotients = location_quotient(exports)
    return Grid.over(exports, quotients.values, quotients.undefined, "revealed_comparative_advantage")


def revealed_population_advantage(exports: Matrix, *, population: Mapping[str, float]) -> Grid:
    r"""Amount per inhabitant over the amount per inhabitant everywhere.

    .. math:: \mathrm{RPOP}_{cp} = \frac{x_{cp} / n_c}{x_{\cdot p} / n}

    Parameters
    ----------
    exports
        Amounts, shape (R, A).
    population
        Inhabitants of every territory, above 0.

    Returns
    -------
    Grid
        Shape (R, A), without unit. Undefined where the cell is unknown, or nobody has the activity.

    Raises
    ------
    WrongRows
        When a territory has no population above 0.

    References
    ----------
    The population advantage of py-ecomplexity and of the Stata module ecomplexity.
    """
    require_kind("exports", exports, Matrix)
    people = _inhabitants(exports.territories, population)
    x = exports.known_values
    expected = people[:, None] * x.sum(axis=0, keepdims=True)
    undefined = undefined_where(
        x, (Reason.UNKNOWN_CELL, ~exports.known), (Reason.EMPTY_ACTIVITY, expected == 0)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(undefined > 0, np.nan, x * people.sum() / expected)
    asked = {"population": f"of {len(population)} territories"}
    return Grid.over(exports, values, undefined, "revealed_population_advantage", **asked)


def _inhabitants(territories: Sequence[str], population: Mapping[str, float]) -> Values:
    people = numbers_of("population", population, territories)
    wrong = ~(np.isfinite(people) & (people > 0))
    if wrong.any():
        at = int(np.argmax(wrong))
        found = "no population" if np.isnan(people[at]) else f"a population of {people[at]:g}"
        more = f" and {np.count_nonzero(wrong) - 1} more" if np.count_nonzero(wrong) > 1 else ""
        raise WrongRows(
            found=f"{found} for {territories[at]!r}{more}",
            needed="a finite number of inhabitants above 0 for every territory",
            next_step="Complete the population, or select the territories that have one.",
        )
    return people


def symmetric_advantage(quotients: Grid) -> Grid:
    r"""Advantage brought to -1 to 1, 0 where the share is that of the reference.

    .. math:: S_{ra} = \frac{Q_{ra} - 1}{Q_{ra} + 1}

    Parameters
    ----------
    quotients
        Location quotients or revealed advantages, shape (R, A).

    Returns
    -------
    Grid
        Shape (R, A). Undefined where ``quotients`` is.

    Raises
    ------
    WrongRows
        When a quotient is -1, where the formula divides by 0; no location quotient is.

    References
    ----------
    Laursen (2015), Eurasian Business Review 5, 99-115.
    """
    require_kind("quotients", quotients, Grid)
    values = (quotients.values - 1) / (quotients.values + 1)
    return Grid.over(quotients, values, quotients.undefined, "symmetric_advantage")


def normalised_advantage(employment: Matrix) -> Grid:
    r"""Share of the whole in excess of the one expected from the two totals.

    .. math:: N_{ra} = \frac{x_{ra}}{x_{\cdot\cdot}} - \frac{x_{r\cdot} \, x_{\cdot a}}{x_{\cdot\cdot}^2}

    Sums to 0 over every territory and every activity, and can be compared across both.

    Parameters
    ----------
    employment
        Amounts, shape (R, A).

    Returns
    -------
    Grid
        Shape (R, A). Undefined where the cell is unknown, or nothing is known to exist at all.

    Raises
    ------
    Nothing
        The table was checked when it was made; what cannot be computed is undefined.

    References
    ----------
    Yu, Cai & Leung (2009), The Annals of Regional Science 43, 267-282.
    """
    require_kind("employment", employment, Matrix)
    x = employment.known_values
    total = x.sum()
    undefined = undefined_where(
        x, (Reason.UNKNOWN_CELL, ~employment.known), (Reason.EMPTY_TERRITORY, np.full(x.shape, total == 0))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = (x.sum(axis=1, keepdims=True) / total) * (x.sum(axis=0, keepdims=True) / total)
        values = np.where(undefined > 0, np.nan, x / total - expected)
    return Grid.over(employment, values, undefined, "normalised_advantage")


def specialised(employment: Matrix, *, threshold: float = 1.0, reference: Matrix | None = None) -> Grid:
    r"""Whether the location quotient reaches the threshold; exact at ties of whole numbers.

    .. math:: M_{ra} = [ x_{ra} \, x_{\cdot\cdot} \ge t \, x_{r\cdot} \, x_{\cdot a} ]

    A table of whole numbers is decided in whole numbers, so that a quotient of exactly 1 counts as reached.
    A table of fractions is decided in floating point, where most fractions are stored rounded: a tie may fall
    to either side. In drawn tables with one decimal more than one tie in five was lost. State such amounts
    in a smaller unit, as whole numbers.

    Parameters
    ----------
    employment
        Persons employed, shape (R, A).
    threshold
        The quotient that must be reached, read as the decimal number it is written as.
    reference
        As in :func:`location_quotient`.

    Returns
    -------
    Grid
        1 or 0, shape (R, A); undefined as in :func:`location_quotient`.

    Raises
    ------
    InputError
        When the threshold is negative or not finite.
    WrongRows
        As in :func:`location_quotient`.

    References
    ----------
    Balassa (1965), The Manchester School 33, 99-123.
    """
    require_number("threshold", threshold)
    require_kind("employment", employment, Matrix)
    x = employment.known_values
    in_territory, in_activity = territory_totals(x), reference_totals(employment, reference)
    values = _reaches(x, in_territory, in_activity, threshold)
    undefined = _left_out(employment, in_territory, in_activity, values)
    parameters = {"threshold": threshold} | reference_name(reference)
    found = Grid.over(employment, values, undefined, "specialised", **parameters)
    return found.knowing(is_binary=True, is_complete=is_all_defined(undefined))


def presence(quotients: Grid, *, threshold: float = 1.0) -> Grid:
    r"""Whether a value reaches the threshold.

    .. math:: M_{ra} = [ Q_{ra} \ge t ]

    Where the quotients come from a table of whole numbers, :func:`specialised` decides exact ties without
    rounding.

    Parameters
    ----------
    quotients
        Any measure of specialisation, shape (R, A).
    threshold
        The value that must be reached.

    Returns
    -------
    Grid
        1 or 0, shape (R, A); undefined, with the same reasons, where ``quotients`` is.

    Raises
    ------
    InputError
        When the threshold is not finite.

    References
    ----------
    Hidalgo, Klinger, Barabási & Hausmann (2007), Science 317, 482-487.
    """
    require_kind("quotients", quotients, Grid)
    require_number("threshold", threshold, least=None)
    values = np.greater_equal(quotients.values, threshold, out=np.empty(quotients.values.shape))
    np.copyto(values, np.nan, where=quotients.undefined > 0)
    return Grid.over(quotients, values, quotients.undefined, "presence", threshold=threshold)


def pool(*presences: Grid) -> Grid:
    r"""Stack the units of several sources over the activities they all share.

    .. math:: M = (M_1^\top, M_2^\top, \dots)^\top \text{ on } A_1 \cap A_2 \cap \dots

    Parameters
    ----------
    presences
        One grid a source, all of one kind: presences, or amounts such as quotients, which are stacked as
        they are. A territory may occur in one of them only.

    Returns
    -------
    Grid
        Shape (R, A): the territories of all sources, one after the other, by the shared activities in the
        order of the first source; undefined cells keep their reasons.

    Raises
    ------
    WrongRows
        When there is nothing to pool, no shared activity, or a territory in two sources.

    References
    ----------
    None: a bringing together of rows.
    """
    if not presences:
        raise WrongRows(found="no grid", needed="at least one", next_step="Give the grids to pool.")
    shared = [a for a in presences[0].activities if all(a in set(grid.activities) for grid in presences)]
    if not shared:
        raise WrongRows(
            found="sources without a common activity",
            needed="at least one activity that all of them have",
            next_step="Bring the sources to one classification first.",
        )
    territories = tuple(name for grid in presences for name in grid.territories)
    _require_apart(territories)
    columns = [_columns(grid.activities, shared) for grid in presences]
    values = np.vstack([grid.values[:, at] for grid, at in zip(presences, columns, strict=True)])
    undefined = np.vstack([grid.undefined[:, at] for grid, at in zip(presences, columns, strict=True)])
    origin = Origin("several sources", steps=("pool",), parents=tuple(grid.origin for grid in presences))
    return Grid(values, territories, tuple(shared), undefined, origin, {}, presences[0].backend)


def _columns(activities: Sequence[str], wanted: Sequence[str]) -> list[int]:
    place_of = {name: i for i, name in enumerate(activities)}
    return [place_of[name] for name in wanted]


def _require_apart(territories: Sequence[str]) -> None:
    if len(set(territories)) == len(territories):
        return
    twice = sorted({name for name in territories if territories.count(name) > 1})
    raise WrongRows(
        found=f"{', '.join(twice[:3])} in more than one source",
        needed="each territory in one source only",
        next_step="Take the territory from one of its sources.",
    )


def territory_totals(x: Values) -> Values:
    """Return the sum of each row, shape (R, 1)."""
    return x.sum(axis=1, keepdims=True)


def activity_totals(x: Values) -> Values:
    """Return the sum of each column, shape (1, A); a product with ones goes along the rows, as they lie."""
    return np.ones((1, x.shape[0])) @ x


def reference_totals(employment: Matrix, reference: Matrix | None) -> Values:
    """Return the known total of each activity of ``employment`` in the reference, shape (1, A)."""
    if reference is None:
        return activity_totals(employment.known_values)
    missing = sorted(set(employment.activities) - set(reference.activities))
    if missing:
        raise WrongRows(
            found=f"a reference without {', '.join(missing[:3])}",
            needed="a reference with every activity of the table",
            next_step="Select the activities that both have.",
        )
    return activity_totals(reference.select(activities=employment.activities).known_values)


def reference_name(reference: Matrix | None) -> dict[str, str]:
    return {} if reference is None else {"reference": reference.origin.name}


def _left_out(employment: Matrix, in_territory: Values, in_activity: Values, values: Values) -> Reasons:
    """Return the reasons, and write NaN where there is one."""
    if _is_whole(employment, in_territory, in_activity):
        return all_defined(values.shape)
    undefined = undefined_where(
        values,
        (Reason.UNKNOWN_CELL, _NONE if employment.is_complete else ~employment.known),
        (Reason.EMPTY_TERRITORY, in_territory == 0),
        (Reason.EMPTY_ACTIVITY, in_activity == 0),
    )
    np.copyto(values, np.nan, where=undefined > 0)
    return undefined


def _is_whole(employment: Matrix, in_territory: Values, in_activity: Values) -> bool:
    return employment.is_complete and bool(in_territory.min(initial=1) > 0 and in_activity.min(initial=1) > 0)


def _blocks(x: Values) -> Iterator[slice]:
    """Yield rows that the processor's cache can hold: what lies between two tables is then never stored."""
    height = max(1, _CACHED // max(x.shape[1], 1))
    return (slice(start, start + height) for start in range(0, len(x), height))


def _reaches(x: Values, in_territory: Values, in_activity: Values, threshold: float) -> Values:
    """Decide x * t >= threshold * r * c, in whole numbers where rounding could decide it otherwise."""
    limit = _as_written(threshold)
    scale, wanted = in_activity.sum() * limit.denominator, in_activity * limit.numerator
    highest = float(in_territory.max(initial=0)) * float(in_activity.max(initial=0)) * limit.numerator
    sums = (in_territory, in_activity)
    is_exact = highest < _EXACT or max(float(part.sum()) for part in sums) >= _EXACT
    has_ties = not is_exact and all(bool((part == np.floor(part)).all()) for part in (*sums, x))
    reached = np.empty(x.shape)
    for rows in _blocks(x):
        observed, expected = x[rows] * scale, in_territory[rows] * wanted
        reached[rows] = observed >= expected
        for i, a in _near_ties(observed, expected) if has_ties else ():
            left = int(x[rows][i, a]) * int(in_activity.sum()) * limit.denominator
            right = int(in_territory[rows][i, 0]) * int(in_activity[0, a]) * limit.numerator
            reached[rows][i, a] = left >= right
    return reached


@lru_cache(maxsize=16)
def _as_written(threshold: float) -> Fraction:
    """Return what its decimal digits say: 11/10 for 1.1."""
    return Fraction(str(threshold))


def _near_ties(observed: Values, expected: Values) -> NDArray[np.intp]:
    """Return the cells, shape (N, 2), whose two sides are too close for floating point to tell apart."""
    return np.argwhere(np.abs(observed - expected) <= 1e-12 * expected)
