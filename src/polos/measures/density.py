"""How much of what is related to an activity a territory already has."""

import numpy as np
from numpy.typing import NDArray

from polos.errors import WrongRows
from polos.measures.arguments import require_count, require_kind
from polos.measures.prefix_products import is_shorter, others_with_proximity
from polos.measures.relatedness import known_axes
from polos.measures.results import (
    ByActivity,
    CrossPairs,
    Grid,
    Pairs,
    Reason,
    Reasons,
    Values,
    all_defined,
    require_presence,
    undefined_where,
)
from polos.measures.sparse_pairs import require_all_pairs


def relatedness_density(presence: Grid, proximity: Pairs) -> Grid:
    r"""Share of the activities related to each activity that the territory has, weighted by relatedness.

    .. math:: \omega_{ri} = \frac{\sum_{j \ne i} \phi_{ij} M_{rj}}{\sum_{j \ne i} \phi_{ij}}

    The activity itself is left out, so having it does not make it look closer. Activities unknown in the
    territory, and pairs of undefined relatedness, are left out of both sums.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    proximity
        Any relatedness that is not negative, of the same activities, shape (A, A); row i weighs what is
        related to i.

    Returns
    -------
    Grid
        Shape (R, A), 0 to 1. Undefined where the territory knows no activity that is related to this one.

    Raises
    ------
    WrongRows
        When the activities of the two differ, a relatedness is negative or a presence outside 0 to 1, or the
        pairs are sparse (``SparsePairs.to_pairs()`` writes them out).

    References
    ----------
    Hidalgo, Klinger, Barabási & Hausmann (2007), Science 317, 482-487; without the activity itself as in
    Balland, Boschma, Crespo & Rigby (2019), Regional Studies 53, 1252-1268.
    """
    _require_related(presence, proximity)
    if is_shorter(presence, proximity):
        values, undefined = _divided(*_shares_by_territory(presence, proximity.values.dtype))
    elif presence.is_complete and len(presence.territories) >= len(presence.activities):
        values, undefined = _by_row_shares(presence, proximity)
    else:
        values, undefined = _divided(*_shares_by_activity(presence, weights_from_zero(proximity.values)))
    return Grid.over(presence, values, undefined, "relatedness_density")


def _by_row_shares(presence: Grid, proximity: Pairs) -> tuple[Values, Reasons]:
    """Divide the relatedness, which is smaller than the table, where every cell is known."""
    weights = weights_of_others(presence, proximity)
    values = presence.as_type(weights.dtype) @ row_shares(weights).T
    nothing = ~weights.any(axis=1)
    if not nothing.any():
        return values, all_defined(values.shape)
    values[:, nothing] = np.nan
    return values, undefined_where(
        values, (Reason.NOTHING_TO_COMPARE, np.broadcast_to(nothing, values.shape))
    )


def _shares_by_activity(presence: Grid, weights: Values) -> tuple[Values, Values]:
    """Return sum_j w_ij m_rj and sum_j w_ij over what is known, j other than i."""
    own, having = np.diagonal(weights), presence.as_type(weights.dtype)
    shares = having @ weights.T
    if presence.is_binary and (own == 1).all():
        shares -= having  # cheaper than a copy of the relatedness with an empty diagonal
    else:
        shares -= having * own
    axes = known_axes(presence)
    if presence.is_complete:
        total = (weights.sum(axis=1) - own)[None, :]
    elif axes is not None:
        known = axes.activities.astype(weights.dtype)
        total = np.where(axes.territories[:, None], weights @ known - known * own, 0)
    else:
        known = presence.known.astype(weights.dtype)
        total = known @ weights.T - known * own
    return np.maximum(shares, 0.0, out=shares), total


def _shares_by_territory(presence: Grid, dtype: np.dtype) -> tuple[Values, Values]:
    """Return the same where the weights are the proximity of the presence; a row of ones sums them."""
    activity_count = presence.values.shape[1]
    rows = np.vstack([presence.values, np.ones(activity_count)], dtype=dtype)
    found = others_with_proximity(rows, presence)
    return np.maximum(found[:-1], 0.0, out=found[:-1]), found[-1:]


def relatedness_density_of_absent(presence: Grid, proximity: Pairs) -> Grid:
    r"""Relatedness density of the activities that the territory does not have.

    .. math:: \omega_{ri} \text{ where } M_{ri} = 0

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    proximity
        As in :func:`relatedness_density`.

    Returns
    -------
    Grid
        Shape (R, A), 0 to 1. Undefined as in :func:`relatedness_density`, where the activity is unknown,
        and, as not a candidate, where it is present.

    Raises
    ------
    WrongRows
        As in :func:`relatedness_density`.

    References
    ----------
    Hidalgo, Klinger, Barabási & Hausmann (2007), Science 317, 482-487.
    """
    return _of_absent(presence, relatedness_density(presence, proximity), "relatedness_density_of_absent")


def nearest_density(presence: Grid, proximity: Pairs, *, nearest: int) -> Grid:
    r"""Relatedness density over the k activities most related to each activity.

    .. math:: \omega^k_{ri} = \frac{\sum_{j \in N_k(i)} \phi_{ij} M_{rj}}{\sum_{j \in N_k(i)} \phi_{ij}}

    A weighted share, not a count. Of equally related activities the one listed first is taken.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    proximity
        As in :func:`relatedness_density`.
    nearest
        How many activities, k.

    Returns
    -------
    Grid
        Shape (R, A), 0 to 1. Undefined where none of the k is known in the territory and related.

    Raises
    ------
    InputError
        When ``nearest`` is below 1.
    WrongRows
        As in :func:`relatedness_density`.

    References
    ----------
    Hidalgo, Klinger, Barabási & Hausmann (2007), Science 317, 482-487, restricted to the nearest.
    """
    require_count("nearest activities", nearest)
    weights = weights_of_others(presence, proximity)
    places = np.argsort(-weights, axis=1, kind="stable")[:, :nearest]
    kept = np.zeros_like(weights)
    np.put_along_axis(kept, places, np.take_along_axis(weights, places, axis=1), axis=1)
    values, undefined = shares_of_related(presence.known_values, presence.known, kept)
    return Grid.over(presence, values, undefined, "nearest_density", nearest=nearest)


def relatedness_distance(presence: Grid, proximity: Pairs) -> Grid:
    r"""Share of the activities related to each activity that the territory lacks.

    .. math:: \delta_{ri} = 1 - \omega_{ri}

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    proximity
        As in :func:`relatedness_density`.

    Returns
    -------
    Grid
        Shape (R, A), 0 to 1. Undefined as in :func:`relatedness_density`.

    Raises
    ------
    WrongRows
        As in :func:`relatedness_density`.

    References
    ----------
    Hausmann et al. (2014), The Atlas of Economic Complexity, MIT Press.
    """
    density = relatedness_density(presence, proximity)
    return Grid.over(presence, 1 - density.values, density.undefined, "relatedness_distance")


def relative_relatedness(presence: Grid, proximity: Pairs) -> Grid:
    r"""Relatedness density of an absent activity compared with the territory's other absent activities.

    .. math:: \tilde\omega_{ri} = \frac{\omega_{ri} - \overline{\omega_{rj}}}{\operatorname{sd}(\omega_{rj})},
        \quad j \in \{M_{rj} = 0\}

    The standard deviation has the divisor n.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    proximity
        As in :func:`relatedness_density`.

    Returns
    -------
    Grid
        Shape (R, A), in standard deviations. Undefined as in :func:`relatedness_density_of_absent`, and where
        the territory's absent activities are all equally near.

    Raises
    ------
    WrongRows
        As in :func:`relatedness_density`.

    References
    ----------
    Pinheiro, Balland, Boschma & Hartmann (2022), Regional Studies (online first) [recall].
    """
    density = relatedness_density_of_absent(presence, proximity)
    known, count = density.known, np.maximum(density.known.sum(axis=1, keepdims=True), 1)
    mean = np.where(known, density.values, 0.0).sum(axis=1, keepdims=True) / count
    deviations = density.values - mean
    spread = np.sqrt(np.where(known, deviations**2, 0.0).sum(axis=1, keepdims=True) / count)
    flat = known & (spread <= 1e-12)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(flat, np.nan, deviations / spread)
    undefined = np.where(flat, np.uint8(Reason.NOTHING_TO_COMPARE), density.undefined)
    return Grid.over(presence, values, undefined, "relative_relatedness")


def diversification_opportunities(
    presence: Grid, proximity: Pairs, complexity: ByActivity, *, candidates: Grid | None = None
) -> Grid:
    r"""Relatedness density times complexity of the activities a territory could grow into.

    .. math:: o_{ri} = \omega_{ri} \, K_i \quad \text{for candidates } i

    With a standardised complexity, activities below the average are negative whatever their density: choose
    candidates, or another scale of complexity, with that in mind.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    proximity
        As in :func:`relatedness_density`.
    complexity
        Complexity of the same activities, shape (A,).
    candidates
        1 where the activity is a candidate for the territory, shape (R, A); all absent ones where not given.

    Returns
    -------
    Grid
        Shape (R, A), in units of ``complexity``. Undefined as in :func:`relatedness_density_of_absent`,
        where the complexity is, and, as not a candidate, where ``candidates`` is not 1.

    Raises
    ------
    WrongRows
        When the activities, or the territories of ``candidates``, differ; as in :func:`relatedness_density`.

    References
    ----------
    Balland, Boschma, Crespo & Rigby (2019), Regional Studies 53, 1252-1268, who plot density against
    complexity; the product is a convention of this library.
    """
    require_kind("complexity", complexity, ByActivity)
    require_kind("presence", presence, Grid)
    _require(presence.activities == complexity.activities, "a complexity of other activities")
    density = relatedness_density_of_absent(presence, proximity)
    undefined = np.where(density.undefined > 0, density.undefined, complexity.undefined)
    if candidates is not None:
        require_kind("candidates", candidates, Grid)
        same = (candidates.territories, candidates.activities) == (presence.territories, presence.activities)
        _require(same, "candidates with other territories or activities")
        undefined = np.where(candidates.values == 1, undefined, np.uint8(Reason.NOT_A_CANDIDATE))
    values = np.where(undefined > 0, np.nan, density.values * complexity.values)
    return Grid.over(presence, values, undefined, "diversification_opportunities")


def cross_relatedness_density(presence: Grid, proximity: CrossPairs) -> Grid:
    r"""Share of the activities of one kind, related to an activity of another kind, that the territory has.

    .. math:: \omega_{rb} = \frac{\sum_a \phi_{ab} M_{ra}}{\sum_a \phi_{ab}}

    Parameters
    ----------
    presence
        1 and 0 of the first kind, shape (R, A).
    proximity
        Relatedness of the two kinds, shape (A, B).

    Returns
    -------
    Grid
        Shape (R, B), 0 to 1. Undefined where the territory knows no activity that is related to this one.

    Raises
    ------
    WrongRows
        When the activities of the first kind differ; as in :func:`relatedness_density`.

    References
    ----------
    Catalán, Navarrete & Figueroa (2020), Research Policy 51, 103394 [recall].
    """
    require_kind("proximity", proximity, CrossPairs)
    require_presence(presence)
    _require(presence.activities == proximity.activities, "a relatedness of other activities")
    weights = weights_from_zero(proximity.values).T
    values, undefined = shares_of_related(presence.known_values, presence.known, weights)
    origin = presence.origin.then("cross_relatedness_density")
    return Grid(
        values, presence.territories, proximity.other_activities, undefined, origin, {}, presence.backend
    )


def weights_of_others(presence: Grid, proximity: Pairs) -> Values:
    """Return the relatedness with 0 for the activity itself and for undefined pairs, shape (A, A)."""
    _require_related(presence, proximity)
    weights = np.array(weights_from_zero(proximity.values))
    np.fill_diagonal(weights, 0.0)
    return weights


def row_shares(weights: Values) -> Values:
    """Return the weights divided by their row's sum; a row of zeros stays one."""
    total = weights.sum(axis=1, keepdims=True)
    return weights / np.where(total > 0, total, total.dtype.type(1))


def shares_of_related(having: Values, known: NDArray[np.bool_], weights: Values) -> tuple[Values, Reasons]:
    """Return sum_j w_ij having_rj / sum_j w_ij known_rj, shape (R, A), and reasons where that is 0 / 0."""
    having = having.astype(weights.dtype, copy=False)
    total = weights.sum(axis=1)[None, :] if known.all() else known.astype(weights.dtype) @ weights.T
    return _divided(having @ weights.T, total)


def _divided(shares: Values, total: Values) -> tuple[Values, Reasons]:
    """Divide in place, and give reasons where there is nothing to divide by."""
    nothing = total <= 0
    if not nothing.any():
        return np.divide(shares, total, out=shares), all_defined(shares.shape)
    nothing = np.broadcast_to(nothing, shares.shape)
    np.divide(shares, total, out=shares, where=~nothing)
    shares[nothing] = np.nan
    return shares, undefined_where(shares, (Reason.NOTHING_TO_COMPARE, nothing))


def _require_related(presence: Grid, proximity: Pairs) -> None:
    require_presence(presence)
    require_all_pairs(proximity)
    _require(presence.activities == proximity.activities, "a relatedness of other activities")


def weights_from_zero(relatedness: Values) -> Values:
    """Return the relatedness with 0 in place of undefined pairs; not copied where there are none.

    Raises
    ------
    WrongRows
        When a relatedness is negative.
    """
    lowest = relatedness.min(initial=0.0)
    if np.isnan(lowest):
        relatedness = np.where(np.isnan(relatedness), relatedness.dtype.type(0), relatedness)
        lowest = relatedness.min(initial=0.0)
    if lowest < 0:
        raise WrongRows(
            found=f"a relatedness of {lowest:.3g}",
            needed="weights from 0 on: a share with negative weights has no meaning",
            next_step="Use a measure from 0 on, such as proximity or cosine, or cut this one at 0.",
        )
    return relatedness


def _of_absent(presence: Grid, density: Grid, step: str) -> Grid:
    undefined = undefined_where(
        density.values,
        (Reason.UNKNOWN_CELL, ~presence.known),
        (Reason.NOT_A_CANDIDATE, presence.known_values != 0),
        (Reason.NOTHING_TO_COMPARE, density.undefined > 0),
    )
    return Grid.over(presence, np.where(undefined > 0, np.nan, density.values), undefined, step)


def _require(holds: bool, found: str) -> None:
    if not holds:
        raise WrongRows(
            found=found,
            needed="the same ones as in the presence, in the same order",
            next_step="Compute both from one table, or select what both have.",
        )
