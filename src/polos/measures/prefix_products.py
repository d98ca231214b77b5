r"""Products with the proximity of a presence, without going through all pairs of activities.

With the activities in the order of their ubiquity, the larger of two is that of the later one. What a row
:math:`a` of weights has near an activity j then splits in two sums over territories s:

.. math:: \sum_i a_i \phi_{ij} = \frac{1}{u_j} \sum_s M_{sj} \sum_{i < j} a_i M_{si}
    + \sum_s M_{sj} \sum_{i > j} a_i \frac{M_{si}}{u_i}

The inner sums grow with j and are kept, which costs in the order of R times R times A for R rows where the
product with the pairs costs R times A times A: an eighth for 200 territories and 5,000 activities.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from polos.measures.relatedness import Proximity
from polos.measures.results import Grid, Pairs

_BLOCK = 128  # activities worked on at a time; within a block, through their pairs
_FROM = 1000  # activities from which this is the shorter way, if there are also
_FOR_EACH = 7  # times as many of them as of territories


def is_shorter(presence: Grid, proximity: Pairs) -> bool:
    """Whether products with this relatedness can be had from the presence itself, and sooner."""
    territory_count, activity_count = presence.values.shape
    return (
        isinstance(proximity, Proximity)
        and proximity.presence is presence
        and presence.is_complete
        and activity_count >= max(_FROM, _FOR_EACH * territory_count)
    )


def others_with_proximity(rows: NDArray[Any], presence: Grid) -> NDArray[Any]:
    """Return sum_i rows_ri phi_ij over i other than j, shape (rows, A), for a presence without unknown cells.

    It is exact up to rounding in the precision of ``rows``, shape (rows, A). What is near to an activity that
    occurs nowhere counts as 0.
    """
    order = np.argsort(presence.ubiquity, kind="stable")
    a, m = rows[:, order], presence.as_type(rows.dtype)[:, order]
    u = presence.ubiquity[order].astype(rows.dtype)
    inverse = np.divide(1, u, out=np.zeros_like(u), where=u > 0)
    found = np.empty_like(a)
    blocks = [slice(start, start + _BLOCK) for start in range(0, len(u), _BLOCK)]
    sums = np.zeros((len(a), len(m)), dtype=rows.dtype)
    for block in reversed(blocks):
        np.matmul(sums, m[:, block], out=found[:, block])
        sums += (a[:, block] * inverse[block]) @ m[:, block].T
    sums[:] = 0
    for block in blocks:
        here = m[:, block]
        pairs = here.T @ here
        pairs *= np.minimum(inverse[block, None], inverse[None, block])
        np.fill_diagonal(pairs, 0)
        found[:, block] += (sums @ here) * inverse[block]
        found[:, block] += a[:, block] @ pairs
        sums += a[:, block] @ here.T
    unsorted = np.empty_like(found)
    unsorted[:, order] = found
    return unsorted
