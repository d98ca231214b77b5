"""For how much of the space of weights a counterpart stays at the top."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polos.errors import InputError
from polos.matches.clusters import ClusterCounterpart
from polos.matches.counterparts import Counterpart

Floats = NDArray[np.float64]
# So many scores are held in memory at a time: 16 MB.
CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Robustness:
    """The share of drawn weights with which a counterpart is among the first ``top``.

    ``standard_error`` is that of the share over the draws: sqrt(p (1 - p) / draws).
    """

    share: float
    standard_error: float


def robustness(
    found: Sequence[Counterpart] | Sequence[ClusterCounterpart],
    *,
    generator: np.random.Generator,
    columns: Sequence[str] | None = None,
    top: int = 3,
    draws: int = 10_000,
) -> dict[str, Robustness]:
    """Return for how much of the space of weights each counterpart stays among the first few.

    Weights are drawn evenly from all that add up to 1 (Dirichlet with ones). The score is the weighted mean
    of what is known, as in the list; equal scores share the better place.

    Parameters
    ----------
    found
        The counterparts of one territory or cluster.
    generator
        Source of randomness.
    columns
        The columns whose weights vary; those that count in the list where not given, which only the list of
        a territory tells.
    top
        How many count as the first.
    draws
        Number of weights drawn, one or more.

    Returns
    -------
    dict
        By id of the counterpart; those without a score in the list have no share.

    Raises
    ------
    InputError
        When nothing is drawn, nobody is first, or there is no column to vary.

    References
    ----------
    Lahdelma & Salminen (2001), Operations Research 49, 444-454 (rank acceptability in SMAA-2) [recall].
    """
    ranked = [one for one in found if one.score is not None]
    varied = tuple(columns) if columns is not None else _counting(ranked)
    if draws < 1 or top < 1 or (ranked and not varied):
        raise InputError(
            found=f"{draws} draws, the first {top} and {len(varied)} columns",
            needed="at least one of each",
            next_step="Give, for example, top=3 and draws=10000.",
        )
    if not ranked:
        return {}
    values = np.array([[one.columns[name] for name in varied] for one in ranked], dtype=np.float64)
    shares = _shares(values, generator.dirichlet(np.ones(len(varied)), draws), top)
    return {
        _id(one): Robustness(float(share), math.sqrt(share * (1 - share) / draws))
        for one, share in zip(ranked, shares, strict=True)
    }


def _shares(values: Floats, weights: Floats, top: int) -> Floats:
    """Return in what share of the weights (draws, C) each row of values (N, C) is among the first."""
    known = ~np.isnan(values)
    counts = np.zeros(len(values))
    for some in np.array_split(weights, max(1, weights.shape[0] * len(values) // CELLS_AT_ONCE)):
        total = some @ known.T
        scores = np.divide(
            some @ np.nan_to_num(values).T, total, out=np.full(total.shape, -1.0), where=total > 0
        ).round(12)
        place = len(values) - min(top, len(values))
        kth = np.partition(scores, place, axis=1)[:, place]
        counts += (scores >= kth[:, None]).sum(axis=0)
    return counts / len(weights)


def _id(one: Counterpart | ClusterCounterpart) -> str:
    return one.cluster_id if isinstance(one, ClusterCounterpart) else one.territory_id


def _counting(ranked: Sequence[Counterpart | ClusterCounterpart]) -> tuple[str, ...]:
    """Return the columns that count in any of the scores, in order."""
    told = [one for one in ranked if isinstance(one, Counterpart)]
    names = [str(part.code) for one in told for part in one.explanation.parts]
    return tuple(dict.fromkeys(names))
