"""Relatedness, density and outlook under a convention."""

from collections.abc import Callable

import numpy as np

from polos.measures.association import (
    Sizes,
    association_probability,
    association_strength,
    cosine,
    jaccard,
)
from polos.measures.convention_presence import deviation, rounded_as_in_r, standardised
from polos.measures.convention_profiles import Convention
from polos.measures.density import shares_of_related
from polos.measures.joint_occurrence import co_occurrence
from polos.measures.outlook import outlook_index_of_weights, within_reach
from polos.measures.relatedness import continuous_proximity, proximity, taxonomy
from polos.measures.results import ByActivity, ByTerritory, Grid, Pairs, Reason, Values, undefined_where

_AGAINST_CHANCE = {
    "association probability": association_probability,
    "association strength": association_strength,
    "cosine": cosine,
    "jaccard": jaccard,
}
# Joint occurrences over a mean of the two conditional probabilities' denominators, row by column.
_OVER: dict[str, Callable[[Values, Values], Values]] = {
    "minimum": np.maximum,
    "geometric mean": lambda own, other: np.sqrt(own * other),
    "maximum": np.minimum,
    "conditional": lambda own, other: own + 0 * other,
}


def relatedness_by(presence: Grid, quotients: Values, convention: Convention) -> Pairs:
    """Return the relatedness of activities, shape (A, A), with the convention's diagonal."""
    found = _related(presence, quotients, convention)
    values, undefined = found.values.copy(), found.undefined.copy()
    if convention.own_relatedness == 0:
        np.fill_diagonal(values, 0.0)
        np.fill_diagonal(undefined, 0)
    return Pairs.over(presence, values, undefined, f"relatedness by {convention.name}")


def _related(presence: Grid, quotients: Values, convention: Convention) -> Pairs:
    kind = convention.relatedness
    if kind in _AGAINST_CHANCE:
        return _AGAINST_CHANCE[kind](co_occurrence(presence), sizes=Sizes(convention.sizes))
    if kind == "taxonomy":
        return taxonomy(presence)
    if kind == "correlation of quotients":
        return continuous_proximity(Grid.over(presence, quotients, presence.undefined, "quotients"))
    if kind == "cosine of quotients":
        length = np.sqrt((quotients**2).sum(axis=0))
        return _over(presence, quotients.T @ quotients, length[:, None] * length[None, :])
    if kind == "minimum" and convention.advantage != "sum of both":
        return proximity(presence)
    m = presence.known_values
    ubiquity = m.sum(axis=0)
    return _over(presence, m.T @ m, _OVER[kind](ubiquity[:, None], ubiquity[None, :]))


def _over(presence: Grid, together: Values, possible: Values) -> Pairs:
    undefined = undefined_where(together, (Reason.EMPTY_ACTIVITY, possible == 0))
    values = np.full(together.shape, np.nan)
    np.divide(together, possible, out=values, where=undefined == 0)
    return Pairs.over(presence, values, undefined, "relatedness")


def share_by(presence: Grid, relatedness: Pairs, quotients: Values, convention: Convention) -> Grid:
    """Return the relatedness density, before a convention's unit and rounding."""
    weights = np.nan_to_num(relatedness.values, nan=0.0)
    if convention.own_in_density == "left out" or convention.counted_nearest is not None:
        np.fill_diagonal(weights, 0.0)
    having = quotients if convention.density_of == "quotients" else presence.known_values
    step = f"density by {convention.name}"
    if convention.counted_nearest is not None:
        places = np.argsort(-weights, axis=1, kind="stable")[:, : convention.counted_nearest]
        counts = np.where(presence.known, having[:, places].sum(axis=2), np.nan)
        return Grid.over(presence, counts, presence.undefined.copy(), step)
    return Grid.over(presence, *shares_of_related(having, presence.known, weights), step)


def density_by(presence: Grid, share: Grid, convention: Convention) -> Grid:
    """Return the density in the convention's unit and with its decimals."""
    values = share.values * convention.density_scale
    if convention.density_decimals is not None:
        values = rounded_as_in_r(values, convention.density_decimals)
    return Grid.over(presence, values, share.undefined.copy(), f"density by {convention.name}")


def outlook_by(
    presence: Grid, worth: ByActivity, related: tuple[Pairs, Grid], convention: Convention
) -> tuple[ByTerritory, Grid]:
    """Return outlook index and gain of activities of this complexity, raw or standardised."""
    relatedness, share = related
    index = outlook_index_of_weights(presence, share, worth)
    if convention.outlook_scale == "standard deviation" and not index.undefined.all():
        index = _standardised(presence, index)
    reach = within_reach(
        presence,
        _towards(presence, relatedness, convention),
        worth,
        is_shared_by_other=convention.gain_divided_by == "the other's relatedness",
    )
    if convention.gain == "less what was":
        reach = reach - share.values * worth.values
    return index, _gain(presence, reach, convention)


def _standardised(presence: Grid, index: ByTerritory) -> ByTerritory:
    known = index.values[index.undefined == 0]
    scaled = standardised(index.values, known.mean(), deviation(known))
    is_flat = np.isnan(scaled) & (index.undefined == 0)
    undefined = np.where(is_flat, np.uint8(Reason.NOTHING_TO_COMPARE), index.undefined)
    return ByTerritory.over(presence, scaled, undefined, "standardised outlook")


def _towards(presence: Grid, relatedness: Pairs, convention: Convention) -> Pairs:
    """Turn what has a direction: the gain goes from the activity entered to the others."""
    if convention.relatedness != "conditional":
        return relatedness
    return Pairs.over(presence, relatedness.values.T, relatedness.undefined.T, "turned")


def _gain(presence: Grid, reach: Values, convention: Convention) -> Grid:
    kept = reach if convention.gain_of_present == "kept" else reach * (1 - presence.values)
    undefined = undefined_where(
        kept,
        (Reason.UNKNOWN_CELL, ~presence.known),
        (
            Reason.NOT_A_CANDIDATE,
            (presence.known_values >= 1) & (convention.gain_of_present == "undefined"),
        ),
        (Reason.NOTHING_TO_COMPARE, np.isnan(kept)),
    )
    values = np.where(undefined > 0, np.nan, kept)
    return Grid.over(presence, values, undefined, f"outlook gain by {convention.name}")
