"""What complexity lies within reach of a territory."""

from collections.abc import Sequence

import numpy as np

from polos.errors import WrongRows
from polos.measures.arguments import require_kind
from polos.measures.density import weights_from_zero
from polos.measures.results import (
    ByActivity,
    ByTerritory,
    Grid,
    Pairs,
    Reason,
    Values,
    require_presence,
    undefined_where,
)
from polos.measures.sparse_pairs import require_all_pairs


def complexity_outlook_index(presence: Grid, density: Grid, complexity: ByActivity) -> ByTerritory:
    r"""Complexity of the activities a territory does not have, each weighted by how near it is.

    .. math:: \mathrm{COI}_r = \sum_a \omega_{ra} (1 - M_{ra}) K_a

    Activities without a complexity, and cells without a known presence or density, are left out.

    Parameters
    ----------
    presence
        1 and 0, or a continuous presence from 0 to 1, shape (R, A).
    density
        Relatedness density of the same cells, shape (R, A).
    complexity
        Complexity of the activities, shape (A,), from :func:`~polos.measures.economic_complexity`.

    Returns
    -------
    ByTerritory
        Shape (R,), in the unit of the complexity times the number of activities. Undefined where no cell
        of the territory has all three.

    Raises
    ------
    WrongRows
        When territories or activities of the three differ, or a presence lies outside 0 to 1.

    References
    ----------
    Hausmann, Hidalgo et al. (2014), The Atlas of Economic Complexity, MIT Press.

    Examples
    --------
    >>> from polos.measures import product_complexity_index, proximity, relatedness_density, samples
    >>> m = samples.presence()
    >>> density = relatedness_density(m, proximity(m))
    >>> outlook = complexity_outlook_index(m, density, product_complexity_index(m))
    >>> round(outlook.at("West"), 3)
    0.199
    """
    require_kind("complexity", complexity, ByActivity)
    require_presence(presence)
    require_kind("density", density, Grid)
    return outlook_index_of_weights(presence, density, complexity)


def outlook_index_of_weights(presence: Grid, density: Grid, complexity: ByActivity) -> ByTerritory:
    """Return the index for any weights from 0 on, for conventions that count a presence twice."""
    _require_same(presence, density.territories, density.activities)
    _require_same(presence, presence.territories, complexity.activities)
    terms = density.values * (1 - presence.values) * complexity.values
    known = ~np.isnan(terms)
    undefined = undefined_where(
        np.empty(len(presence.territories)), (Reason.NOTHING_TO_COMPARE, np.asarray(~known.any(axis=1)))
    )
    values = np.where(undefined > 0, np.nan, np.nansum(terms, axis=1))
    return ByTerritory.over(presence, values, undefined, "complexity_outlook_index")


def complexity_outlook_gain(presence: Grid, proximity: Pairs, complexity: ByActivity) -> Grid:
    r"""Complexity that comes within reach when a territory enters an activity.

    .. math:: \mathrm{COG}_{ra} = (1 - M_{ra}) \sum_b (1 - M_{rb})
        \frac{\phi_{ab} K_b}{\sum_c \phi_{cb}}

    This is the definition most software computes; :func:`opportunity_gain` is the one of the Atlas.

    Parameters
    ----------
    presence
        1 and 0, or a continuous presence from 0 to 1, shape (R, A).
    proximity
        Relatedness of the same activities, not negative, shape (A, A), with its diagonal as it is.
    complexity
        Complexity of the activities, shape (A,).

    Returns
    -------
    Grid
        Shape (R, A), in the unit of the complexity. Undefined where the territory already has the activity
        (``NOT_A_CANDIDATE``), or does not know whether, and where the activity has no relatedness.

    Raises
    ------
    WrongRows
        When the activities of the three differ, a relatedness is negative or a presence outside 0 to 1,
        or the pairs are sparse (``SparsePairs.to_pairs()`` writes them out).

    References
    ----------
    Hausmann, Hidalgo et al. (2014), The Atlas of Economic Complexity, MIT Press, without its last term.

    Examples
    --------
    >>> from polos.measures import product_complexity_index, proximity, relatedness_density, samples
    >>> m = samples.presence()
    >>> gain = complexity_outlook_gain(m, proximity(m), product_complexity_index(m))
    >>> gain.why("West", "bread").name
    'NOT_A_CANDIDATE'
    >>> round(gain.at("West", "chips"), 3)
    1.474
    """
    require_kind("complexity", complexity, ByActivity)
    require_presence(presence)
    gain = within_reach(presence, proximity, complexity) * (1 - presence.values)
    return _gain(presence, gain, "complexity_outlook_gain")


def opportunity_gain(presence: Grid, density: Grid, proximity: Pairs, complexity: ByActivity) -> Grid:
    r"""Complexity that comes within reach when a territory enters an activity, less what already was.

    .. math:: \mathrm{OG}_{ra} = \sum_b (1 - M_{rb}) \frac{\phi_{ab} K_b}{\sum_c \phi_{cb}}
        - \omega_{ra} K_a

    Parameters
    ----------
    presence, proximity, complexity
        As in :func:`complexity_outlook_gain`.
    density
        Relatedness density of the same cells, shape (R, A).

    Returns
    -------
    Grid
        Shape (R, A), in the unit of the complexity. Undefined as in :func:`complexity_outlook_gain`, and
        where density or complexity are.

    Raises
    ------
    WrongRows
        When territories or activities of the four differ; as in :func:`complexity_outlook_gain`.

    References
    ----------
    Hausmann, Hidalgo et al. (2014), The Atlas of Economic Complexity, MIT Press.

    Examples
    --------
    >>> from polos.measures import product_complexity_index, proximity, relatedness_density, samples
    >>> m = samples.presence()
    >>> phi = proximity(m)
    >>> gain = opportunity_gain(m, relatedness_density(m, phi), phi, product_complexity_index(m))
    >>> round(gain.at("West", "chips"), 3)
    1.474
    """
    require_kind("complexity", complexity, ByActivity)
    require_presence(presence)
    require_kind("density", density, Grid)
    _require_same(presence, density.territories, density.activities)
    gain = within_reach(presence, proximity, complexity) - density.values * complexity.values
    return _gain(presence, gain, "opportunity_gain")


def within_reach(
    presence: Grid, proximity: Pairs, complexity: ByActivity, *, is_shared_by_other: bool = True
) -> Values:
    """Return sum_b (1 - M_rb) phi_ab K_b / sum_c phi_cb, leaving out what is undefined, shape (R, A).

    Some software divides by the relatedness of the activity a itself, sum_c phi_ac, instead of that of the
    other, b: ``is_shared_by_other=False``.
    """
    require_all_pairs(proximity)
    _require_same(presence, presence.territories, proximity.activities)
    _require_same(presence, presence.territories, complexity.activities)
    weights = weights_from_zero(proximity.values)
    worth, absent = np.nan_to_num(complexity.values), np.nan_to_num(1 - presence.values, nan=0.0)
    by_other, by_own = weights.sum(axis=0), weights.sum(axis=1)
    reach = np.full(absent.shape, np.nan)
    if is_shared_by_other:
        worth = np.divide(worth, by_other, out=np.zeros(len(worth)), where=by_other > 0)
        reach[:, by_own > 0] = ((absent * worth) @ weights.T)[:, by_own > 0]
    else:
        np.divide((absent * worth) @ weights.T, by_own, out=reach, where=by_own > 0)
    return reach


def _gain(presence: Grid, values: Values, step: str) -> Grid:
    undefined = undefined_where(
        values,
        (Reason.UNKNOWN_CELL, ~presence.known),
        (Reason.NOT_A_CANDIDATE, presence.known_values >= 1),
        (Reason.NOTHING_TO_COMPARE, np.isnan(values)),
    )
    return Grid.over(presence, np.where(undefined > 0, np.nan, values), undefined, step)


def _require_same(presence: Grid, territories: Sequence[str], activities: Sequence[str]) -> None:
    if presence.territories == territories and presence.activities == activities:
        return
    raise WrongRows(
        found="tables whose territories or activities differ, or stand in another order",
        needed="the same territories and activities, in the same order, in all of them",
        next_step="Compute all of them from one table, or select the labels they share.",
    )
