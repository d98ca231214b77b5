"""How related activities are, judged by where they occur together."""

import numpy as np
from numpy.typing import DTypeLike

from polos.measures.results import Grid, Pairs, Reason, Values, undefined_where


def proximity(presence: Grid, *, dtype: DTypeLike = np.float64) -> Pairs:
    r"""Minimum of the two conditional probabilities that a territory has one activity given the other.

    .. math:: \phi_{ij} = \frac{\sum_r M_{ri} M_{rj}}{\max(u_i, u_j)}

    ``u`` counts the territories that have the activity. A pair is judged over the territories where both
    activities are known.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A); a continuous presence between 0 and 1 is taken as it is.
    dtype
        ``float64``, or ``float32`` for half the memory with errors below 1e-6.

    Returns
    -------
    Pairs
        Shape (A, A), 0 to 1, symmetric, 1 on the diagonal for 1/0 presence. Undefined where no territory
        knows both activities, or where neither occurs anywhere.

    References
    ----------
    Hidalgo, Klinger, Barabási & Hausmann (2007), Science 317, 482-487.
    """
    present = presence.known_values.astype(np.float32 if _is_binary(presence.known_values) else dtype)
    together = present.T @ present
    if presence.known.all():
        count = present.sum(axis=0)
        either = np.maximum(count[:, None], count[None, :])
        unseen = np.zeros((1, 1), dtype=bool)
    else:
        known = presence.known.astype(present.dtype)
        given = present.T @ known
        either = np.maximum(given, given.T)
        unseen = known.T @ known == 0
    undefined = undefined_where(
        together, (Reason.NOTHING_TO_COMPARE, unseen), (Reason.EMPTY_ACTIVITY, either == 0)
    )
    values = np.full(together.shape, np.nan, dtype=dtype)
    np.divide(together, either, out=values, where=either > 0, casting="unsafe")
    return Pairs.over(presence, values, undefined, "proximity")


def _is_binary(values: Values) -> bool:
    return bool(((values == 0) | (values == 1)).all())
