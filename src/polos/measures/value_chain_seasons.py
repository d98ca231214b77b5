"""Seasons of produce on both sides: when two supply at once, and when one fills the other's empty months."""

import numpy as np
from numpy.typing import NDArray

from polos.errors import WrongRows
from polos.measures.arguments import require_kind
from polos.measures.results import Reason, TerritoryPairs, Values, undefined_where
from polos.tables.matrix import Matrix


def season_overlap(calendar: Matrix) -> TerritoryPairs:
    r"""Share of the months with supply in either of two territories in which both supply.

    .. math:: o_{rt} = \frac{|S_r \cap S_t|}{|S_r \cup S_t|}

    Two that overlap are rivals on a market, or partners who could fill a larger order together.

    Parameters
    ----------
    calendar
        1 where a territory supplies a product in a month, 0 where not, shape (R, 12).

    Returns
    -------
    TerritoryPairs
        Shape (R, R), 0 to 1, symmetric. Undefined where a month of one is unknown (``UNKNOWN_CELL``), where
        neither supplies (``NOTHING_TO_COMPARE``), and with itself (``NOT_A_CANDIDATE``).

    Raises
    ------
    WrongRows
        When an entry is neither 0 nor 1.

    References
    ----------
    Jaccard (1912), New Phytologist 11, 37-50, on the months of supply.

    Examples
    --------
    >>> from polos.measures import samples
    >>> float(season_overlap(samples.harvest()).at("North", "South"))
    0.0
    """
    s, known = _supply(calendar)
    both = s @ s.T
    either = s.sum(axis=1)[:, None] + s.sum(axis=1)[None, :] - both
    return _over(calendar, both, either, known=known, name="season_overlap")


def season_complement(calendar: Matrix) -> TerritoryPairs:
    r"""Share of a territory's months without supply in which the other supplies.

    .. math:: c_{rt} = \frac{|S_t \setminus S_r|}{12 - |S_r|}

    What a counterpart of the other hemisphere could add to a year-round offer. It says nothing of varieties,
    plant health rules or transport.

    Parameters
    ----------
    calendar
        1 where a territory supplies a product in a month, 0 where not, shape (R, 12).

    Returns
    -------
    TerritoryPairs
        Shape (R, R), 0 to 1: row r has the empty months, column t supplies in them; not symmetric. Undefined
        where a month of one is unknown (``UNKNOWN_CELL``), where r supplies all year
        (``NOTHING_TO_COMPARE``), and with itself (``NOT_A_CANDIDATE``).

    Raises
    ------
    WrongRows
        When an entry is neither 0 nor 1.

    References
    ----------
    Ours.

    Examples
    --------
    >>> from polos.measures import samples
    >>> round(float(season_complement(samples.harvest()).at("North", "South")), 3)
    0.333
    """
    s, known = _supply(calendar)
    added = (1 - s) @ s.T
    empty = np.broadcast_to((1 - s).sum(axis=1)[:, None], added.shape)
    return _over(calendar, added, empty, known=known, name="season_complement")


def _supply(calendar: Matrix) -> tuple[Values, NDArray[np.bool_]]:
    """Return the supply with 0 for unknown months, and which territories are known in every month."""
    require_kind("calendar", calendar, Matrix)
    if not np.isin(calendar.values[calendar.known], (0.0, 1.0)).all():
        raise WrongRows(
            found="an entry that is neither 0 nor 1",
            needed="1 in a month with supply, 0 in one without",
            next_step="Mark the months of supply.",
        )
    known: NDArray[np.bool_] = np.all(calendar.known, axis=1)
    return calendar.known_values, known


def _over(
    calendar: Matrix, part: Values, whole: Values, *, known: NDArray[np.bool_], name: str
) -> TerritoryPairs:
    pairs = known[:, None] & known[None, :]
    undefined = undefined_where(
        part,
        (Reason.NOT_A_CANDIDATE, np.eye(len(part), dtype=bool)),
        (Reason.UNKNOWN_CELL, ~pairs),
        (Reason.NOTHING_TO_COMPARE, whole == 0),
    )
    values = np.divide(part, whole, out=np.full(part.shape, np.nan), where=undefined == 0)
    origin = calendar.origin.then(name)
    return TerritoryPairs(values, calendar.territories, undefined, origin, {}, calendar.backend)
