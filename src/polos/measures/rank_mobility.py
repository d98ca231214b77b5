"""How far territories keep their ranks, among neighbours and among others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau

from polos.errors import Undefined, WrongRows
from polos.measures.arguments import require_count, require_generator, require_kind
from polos.measures.numbers import Number, Numbers
from polos.measures.results import ByTerritory, Values
from polos.measures.spatial_weights import SpatialWeights


@dataclass(frozen=True)
class RankConcordance(Numbers):
    """Concordance of two rankings, among neighbours and among others.

    ``whole`` is ``share_of_neighbours`` times ``neighbours`` plus the rest times ``others``.
    ``probability`` is that of concordance among neighbours as far from the whole, if places were shuffled;
    none where no draws were made.
    """

    whole: float
    neighbours: float
    others: float
    share_of_neighbours: float
    probability: float | None


def rank_concordance(before: ByTerritory, after: ByTerritory) -> Number:
    r"""Whether territories keep their order between two periods: Kendall's tau-b.

    .. math:: \tau_b = \frac{C - D}{\sqrt{(N - T_1)(N - T_2)}}, \quad N = \frac{n (n - 1)}{2}

    C and D count pairs of territories in the same and in the opposite order, T pairs tied in one period.

    Parameters
    ----------
    before, after
        Any quantity in two periods, shape (R,), with the same territories; a territory without a value in
        one of them stays out.

    Returns
    -------
    Number
        -1 where the order is reversed, 1 where it is kept.

    Raises
    ------
    Undefined
        When fewer than two territories have both values, or all are tied in one period.
    WrongRows
        When the territories differ.

    References
    ----------
    Kendall (1945), Biometrika 33, 239-251.

    Examples
    --------
    >>> from polos.measures import samples, territory_growth
    >>> found = territory_growth(samples.jobs(2020), samples.jobs(2025))
    >>> rank_concordance(found, found)
    rank_concordance: 1.0
    """
    require_kind("after", after, ByTerritory)
    require_kind("before", before, ByTerritory)
    one, two, _ = _both(before, after)
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(two) == 0:
        raise Undefined(
            found=f"{len(one)} territories with both values, or all of them equal in one period",
            needed="two or more that differ in each",
            next_step="Compare periods in which the quantity varies.",
        )
    return Number.over(after, kendalltau(one, two).statistic, "rank_concordance")


def spatial_rank_concordance(
    before: ByTerritory,
    after: ByTerritory,
    weights: SpatialWeights,
    *,
    generator: np.random.Generator | None = None,
    draws: int = 999,
) -> RankConcordance:
    r"""Whether neighbours keep their order towards one another more or less than others do.

    .. math:: \tau = \psi \tau_w + (1 - \psi) \tau_{\bar w},
        \quad \tau_w = \frac{\sum_{r<s} W_{rs} a_{rs} b_{rs}}{\sum_{r<s} W_{rs}}

    ``a`` and ``b`` are the signs of the differences in the two periods, W is 1 for neighbours and 0 for
    others, and ψ is the share of pairs that are neighbours. Ties count 0, so that the parts add up.

    Parameters
    ----------
    before, after
        As in :func:`rank_concordance`.
    weights
        Who is whose neighbour; has a row for every territory. A link in one direction is enough.
    generator
        Source of randomness for the draws; without one there are none.
    draws
        How often the territories change places at random.

    Returns
    -------
    RankConcordance
        Numbers, not tables: concordances from -1 to 1 and shares from 0 to 1.

    Raises
    ------
    InputError
        When there are fewer than one draw.
    Undefined
        When no pair of territories with both values is a pair of neighbours, or every pair is.
    UnknownName
        When a territory has no weights.
    WrongRows
        When the territories differ.

    References
    ----------
    Rey (2014), Journal of Geographical Systems 16, 1-24 [recall].

    Examples
    --------
    >>> from polos.measures import samples, territory_growth
    >>> found = territory_growth(samples.jobs(2020), samples.jobs(2025))
    >>> spatial_rank_concordance(found, found, samples.borders()).neighbours
    1.0
    """
    require_kind("weights", weights, SpatialWeights)
    require_kind("after", after, ByTerritory)
    require_kind("before", before, ByTerritory)
    require_count("draws", draws, example=999)
    if generator is not None:
        require_generator(generator)
    one, two, known = _both(before, after)
    links = weights.over(before.territories).links.toarray()[np.ix_(known, known)]
    near = links + links.T > 0
    first, second = np.triu_indices(len(one), 1)
    is_near = near[first, second]
    if not 0 < is_near.sum() < len(is_near):
        raise Undefined(
            found=f"{int(is_near.sum())} neighbours among {len(is_near)} pairs of territories",
            needed="some pairs that are neighbours and some that are not",
            next_step="Use weights that are 0 between places far apart.",
        )
    agreement = np.sign(one[:, None] - one) * np.sign(two[:, None] - two)
    pairs = agreement[first, second]
    whole, neighbours = float(pairs.mean()), float(pairs[is_near].mean())
    probability = None
    if generator is not None:
        drawn = np.array([_of_shuffled(agreement, near, generator) for _ in range(draws)])
        as_far = np.abs(drawn - whole) >= abs(neighbours - whole) - 1e-12
        probability = float((1 + as_far.sum()) / (1 + draws))
    return RankConcordance(
        whole,
        neighbours,
        float(pairs[~is_near].mean()),
        float(is_near.mean()),
        probability,
        origin=before.origin.then("spatial_rank_concordance"),
        parameters={} if generator is None else {"draws": draws},
        backend=before.backend,
    )


def _of_shuffled(agreement: Values, near: NDArray[np.bool_], generator: np.random.Generator) -> float:
    order = generator.permutation(len(agreement))
    return float(agreement[np.ix_(order, order)][near].mean())


def _both(before: ByTerritory, after: ByTerritory) -> tuple[Values, Values, NDArray[np.bool_]]:
    if before.territories != after.territories:
        raise WrongRows(
            found="two periods with different territories, or in another order",
            needed="the same territories in both",
            next_step="Compute both from tables with the same territories.",
        )
    known = (before.undefined == 0) & (after.undefined == 0)
    return before.values[known], after.values[known], known
