"""What the capabilities of one territory would add to those of another."""

from collections.abc import Sequence

import numpy as np

from polos.measures.density import shares_of_related, weights_of_others
from polos.measures.results import Grid, Pairs, position


def added_relatedness_density(
    presence: Grid, proximity: Pairs, *, territory: str, partners: Sequence[str] | None = None
) -> Grid:
    r"""Relatedness density that each partner adds for a territory: related, missing here, present there.

    .. math:: c_{rsi} = \frac{\sum_{j \ne i} \phi_{ij} M_{sj} (1 - M_{rj})}{\sum_{j \ne i} \phi_{ij}}

    Added to the territory's own density it gives the density of the two together. Activities unknown in
    either of the two are left out of both sums.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    proximity
        Relatedness of the same activities, shape (A, A).
    territory
        The territory r that would gain.
    partners
        The territories s, in the order wanted; all others where not given.

    Returns
    -------
    Grid
        Shape (partners, A), 0 to 1. Undefined where the pair knows no activity that is related to this one.

    Raises
    ------
    UnknownName
        When a territory is not in ``presence``.
    WrongRows
        When the activities of the two differ.

    References
    ----------
    Balland & Boschma (2021), Regional Studies 55, 1059-1070 [recall].
    """
    weights = weights_of_others(presence, proximity)
    names = tuple(name for name in presence.territories if name != territory)
    names = names if partners is None else tuple(partners)
    own = position(presence.territories, territory, "territory")
    at = [position(presence.territories, name, "territory") for name in names]
    known = presence.known[at] & presence.known[own]
    gained = presence.known_values[at] * (1 - presence.known_values[own])
    values, undefined = shares_of_related(np.where(known, gained, 0.0), known, weights)
    return Grid(
        values,
        names,
        presence.activities,
        undefined,
        presence.origin.then("added_relatedness_density"),
        {"territory": territory},
        presence.backend,
    )
