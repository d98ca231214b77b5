"""Presence under a convention: what is compared with a threshold, how, and what empty cells become."""

from collections.abc import Mapping

import numpy as np

from polos.errors import InputError
from polos.measures.configuration_model import inferred_advantage
from polos.measures.convention_profiles import Convention
from polos.measures.results import Grid, Reason, Values
from polos.measures.specialisation import location_quotient, revealed_population_advantage, specialised
from polos.tables.matrix import Matrix

Population = Mapping[str, float]

_EQUAL = 4 * np.finfo(np.float64).eps  # nothing but the last digits differs


def presence_by(employment: Matrix, convention: Convention, population: Population | None) -> Grid:
    """Return presence, shape (R, A): 1 and 0, between them where continuous, up to 2 where two are added.

    Raises
    ------
    InputError
        When amounts per head are asked for without a population.
    """
    advantage = _advantage(employment, convention, population)
    values = _decided(employment, advantage, convention)
    if convention.advantage in ("either", "sum of both"):
        values = values + _cut(_per_head(employment, population).values, convention)
        values = np.minimum(values, 1) if convention.advantage == "either" else values
    undefined = advantage.undefined.copy()
    if convention.unknown_cells == "absent":
        values[undefined == Reason.UNKNOWN_CELL] = 0
        undefined[undefined == Reason.UNKNOWN_CELL] = 0
    if convention.nothing_over_nothing != "undefined":
        empty = (undefined == Reason.EMPTY_TERRITORY) | (undefined == Reason.EMPTY_ACTIVITY)
        values[empty] = convention.nothing_over_nothing == "present"
        undefined[empty] = 0
    return Grid.over(employment, values, undefined, f"presence by {convention.name}")


def quotients_by(employment: Matrix, convention: Convention, population: Population | None) -> Values:
    """Return what presence was decided by, 0 where undefined: some relatedness is of quotients, not cut."""
    return np.nan_to_num(_advantage(employment, convention, population).values)


def in_core(employment: Matrix, convention: Convention, population: Population | None) -> Grid:
    """Return the presence of the part in which all have as many presences as the convention asks for.

    What is taken out changes the quotients of the rest, so they are computed anew each time.
    """
    while True:
        presence = presence_by(employment, convention, population)
        m = presence.known_values
        rows = m.sum(axis=1) >= convention.least_presences
        columns = m.sum(axis=0) >= convention.least_presences
        if (rows.all() and columns.all()) or not (rows.any() and columns.any()):
            return presence
        employment = employment.select(
            territories=np.array(employment.territories)[rows].tolist(),
            activities=np.array(employment.activities)[columns].tolist(),
        )


def rounded_as_in_r(values: Values, decimals: int) -> Values:
    """Round to the nearer of the two neighbours as R 4 does; NumPy's scaling decides some ties otherwise."""
    scale = 10.0**decimals
    below, above = np.floor(values * scale), np.ceil(values * scale)
    down, up = values - below / scale, above / scale - values
    is_below = (down < up) | ((down == up) & (below % 2 == 0))
    return np.where(is_below, below, above) / scale


def deviation(values: Values, freedom: int = 0) -> float:
    """Return the standard deviation of known values, 0 where they differ by rounding only."""
    is_flat = np.ptp(values) <= _EQUAL * np.abs(values).max()
    return 0.0 if is_flat else float(values.std(ddof=freedom))


def standardised(values: Values, mean: float, deviation: float) -> Values:
    """Return the distances from the mean in standard deviations, NaN throughout where there is none."""
    return divided(values - mean, deviation, deviation)


def divided(values: Values, divisor: float, size: float) -> Values:
    """Divide, or return NaN where the divisor is 0 but for the rounding of what is ``size`` large."""
    return values / divisor if abs(divisor) > _EQUAL * size else np.full(values.shape, np.nan)


def _advantage(employment: Matrix, convention: Convention, population: Population | None) -> Grid:
    if convention.advantage == "per head":
        return _per_head(employment, population)
    if convention.advantage == "inferred":
        return inferred_advantage(employment)
    return location_quotient(employment)


def _per_head(employment: Matrix, population: Population | None) -> Grid:
    if population is None:
        raise InputError(
            found="a convention that compares amounts per head, without a population",
            needed="the inhabitants of every territory",
            next_step="Give them as population; on the command line, with --population FILE.",
        )
    return revealed_population_advantage(employment, population=population)


def _decided(employment: Matrix, advantage: Grid, convention: Convention) -> Values:
    if convention.presence == "continuous":
        return advantage.values / (1 + advantage.values)
    is_exact = convention.quotient_decimals is None and convention.quotient_order == "exact"
    is_of_quotients = convention.advantage not in ("per head", "inferred")
    if convention.presence == "at least" and is_exact and is_of_quotients:
        return specialised(employment, threshold=convention.threshold).values.copy()
    values = advantage.values
    if convention.quotient_order == "by square roots":
        values = np.where(np.isnan(values), np.nan, _by_square_roots(employment))
    if convention.quotient_decimals is not None:
        values = rounded_as_in_r(values, convention.quotient_decimals)
    return _cut(values, convention)


def _by_square_roots(employment: Matrix) -> Values:
    """Return the quotients in an order of multiplications that brings some ties below 1."""
    x = employment.known_values
    root = np.sqrt(x.sum())
    in_territory, in_activity = x.sum(axis=1, keepdims=True), x.sum(axis=0, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(x * (root / in_activity) * (root / in_territory))


def _cut(values: Values, convention: Convention) -> Values:
    is_strict = convention.presence == "above"
    is_present = values > convention.threshold if is_strict else values >= convention.threshold
    return np.where(np.isnan(values), np.nan, is_present)
