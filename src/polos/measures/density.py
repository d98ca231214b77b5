"""How much of what is related to an activity a territory already has."""

import numpy as np
from numpy.typing import NDArray

from polos.errors import WrongRows
from polos.measures.results import Grid, Pairs, Reason, Reasons, Values, undefined_where


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
        Any symmetric or row-oriented relatedness of the same activities, shape (A, A).

    Returns
    -------
    Grid
        Shape (R, A), 0 to 1. Undefined where the territory knows no activity that is related to this one.

    Raises
    ------
    WrongRows
        When the activities of the two differ.

    References
    ----------
    Hidalgo, Klinger, Barabási & Hausmann (2007), Science 317, 482-487; without the activity itself as in
    Balland, Boschma, Crespo & Rigby (2019), Regional Studies 53, 1252-1268.
    """
    weights = weights_of_others(presence, proximity)
    values, undefined = shares_of_related(presence.known_values, presence.known, weights)
    return Grid.over(presence, values, undefined, "relatedness_density")


def weights_of_others(presence: Grid, proximity: Pairs) -> Values:
    """Return the relatedness with 0 for the activity itself and for undefined pairs, shape (A, A)."""
    if presence.activities != proximity.activities:
        raise WrongRows(
            found=f"a presence of {len(presence.activities)} activities and a relatedness of "
            f"{len(proximity.activities)}, not the same in the same order",
            needed="the same activities in both",
            next_step="Compute the relatedness from this presence, or select the activities both have.",
        )
    weights = np.nan_to_num(proximity.values, nan=0.0)
    np.fill_diagonal(weights, 0.0)
    return weights


def shares_of_related(having: Values, known: NDArray[np.bool_], weights: Values) -> tuple[Values, Reasons]:
    """Return sum_j w_ij having_rj / sum_j w_ij known_rj, shape (R, A), and reasons where that is 0 / 0."""
    having = having.astype(weights.dtype, copy=False)
    total = weights.sum(axis=1)[None, :] if known.all() else known.astype(weights.dtype) @ weights.T
    total = np.broadcast_to(total, having.shape)
    values = np.full(having.shape, np.nan)
    np.divide(having @ weights.T, total, out=values, where=total > 0)
    return values, undefined_where(values, (Reason.NOTHING_TO_COMPARE, total <= 0))
