"""For how much of the space of weights a counterpart stays at the top."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from polos.errors import InputError
from polos.matches.counterparts import Counterpart


@dataclass(frozen=True)
class Robustness:
    """The share of drawn weights with which a counterpart is among the first ``top``.

    ``standard_error`` is that of the share over the draws: sqrt(p (1 - p) / draws).
    """

    share: float
    standard_error: float


def robustness(
    found: Sequence[Counterpart],
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
        The columns whose weights vary; those that count in the list where not given.
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
    known = ~np.isnan(values)
    weights = generator.dirichlet(np.ones(len(varied)), draws)
    total = weights @ known.T
    scores = np.divide(
        weights @ np.nan_to_num(values).T, total, out=np.full(total.shape, -1.0), where=total > 0
    ).round(12)
    kth = -np.sort(-scores, axis=1)[:, min(top, len(ranked)) - 1]
    shares = (scores >= kth[:, None]).mean(axis=0)
    return {
        one.territory_id: Robustness(float(share), math.sqrt(share * (1 - share) / draws))
        for one, share in zip(ranked, shares, strict=True)
    }


def _counting(ranked: Sequence[Counterpart]) -> tuple[str, ...]:
    """Return the columns that count in any of the scores, in order."""
    names = [str(part.code) for one in ranked for part in one.explanation.parts]
    return tuple(dict.fromkeys(names))
