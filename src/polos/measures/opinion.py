"""Groups of people who vote alike: a map of two axes, and groups on it, as Polis makes them."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from polos.measures.arguments import require_count, require_generator, require_number
from polos.measures.survey_results import WhyUndefined
from polos.tables.votes import Votes

#: Smaller groups are not shown: who is in them could be told.
MINIMUM_GROUP = 5
_RESTARTS = 10
_STEPS = 100
_ROWS_AT_ONCE = 512
#: From this size on, two axes are looked for one by one instead of among all.
_LARGE = 100
_Points = NDArray[np.float64]
_Labels = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """People placed by their votes on two axes.

    ``positions`` has shape (P, 2), ``loadings`` (2, S): how much a statement pulls along each axis.
    ``shares`` of the whole variation lie on the axes. ``left_out`` voted on too few statements to be placed.
    """

    participants: tuple[str, ...]
    positions: _Points
    statements: tuple[str, ...]
    loadings: _Points
    shares: tuple[float, float]
    left_out: tuple[str, ...]
    undefined: WhyUndefined | None = None


@dataclass(frozen=True, eq=False)
class OpinionGroups:
    """People in groups that vote alike, the largest first; ``map`` says where each stands.

    ``silhouette`` runs from -1 to 1: how much nearer people are to their own group than to the next.
    ``group_of`` gives the place of each participant of the map's group, shape (P,).
    """

    groups: tuple[tuple[str, ...], ...]
    group_of: _Labels
    silhouette: float | None
    map: OpinionMap
    undefined: WhyUndefined | None = None


def require_settings(least_votes: int, stretch: float) -> None:
    """Refuse settings of the map that place nobody, or turn it inside out."""
    require_count("votes at least", least_votes, example=7)
    require_number("stretch", stretch, example=0.5)


def opinion_map(votes: Votes, *, least_votes: int = 7, stretch: float = 0.5) -> OpinionMap:
    r"""Place people by how they vote: principal components, those with few votes moved outwards.

    .. math:: y_i = \left( \frac{S}{S_i} \right)^{s} \sum_{j \in S_i} (v_{ij} - \bar v_j) w_j

    w are the first two principal axes of the votes of those placed, where a vote somebody did not give stands
    at the mean of its statement and so moves nobody. Who voted on :math:`S_i` of S statements lies nearer the
    middle for that alone, which the stretch s evens out. The sign of each axis makes its largest loading
    positive.

    Parameters
    ----------
    votes
        Without hidden statements.
    least_votes
        Who voted on fewer statements than this, or than there are if these are fewer, is not placed.
    stretch
        0 leaves people where their votes put them; 0.5 is what Polis does.

    Returns
    -------
    OpinionMap
        Undefined with fewer than three people placed, or where all of them vote alike.

    Raises
    ------
    InputError
        When the least number of votes is below 1, or the stretch negative.

    References
    ----------
    Small, Bjorkegren, Erkkila, Shaw and Megill (2021), Recerca 26(2), "Polis: scaling deliberation by mapping
    high dimensional opinion spaces" [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> opinion_map(samples.votes()).shares[0] > 0.5
    True
    """
    require_settings(least_votes, stretch)
    numbers = votes.voted.sum(axis=1)
    placed = numbers >= max(1, min(least_votes, len(votes.statements)))
    people = tuple(p for p, is_in in zip(votes.participants, placed, strict=True) if is_in)
    others = tuple(p for p, is_in in zip(votes.participants, placed, strict=True) if not is_in)
    known = votes.voted[placed]
    totals = np.where(known, votes.values[placed], 0.0)
    in_column = known.sum(axis=0)
    mean = np.divide(totals.sum(axis=0), in_column, out=np.zeros(known.shape[1]), where=in_column > 0)
    centred = np.where(known, totals - mean, 0.0)
    variation = float((centred**2).sum())
    if len(people) < 3 or variation < 1e-12:
        why = WhyUndefined.ALL_ALIKE if len(people) > 2 else _too_few(len(people))
        return _empty_map(votes, people, others, why)
    lengths, axes = _principal_axes(centred)
    outwards = (len(votes.statements) / numbers[placed]) ** stretch
    positions = centred @ axes.T * outwards[:, None]
    shares = (float(lengths[0] / variation), float(lengths[1] / variation))
    return OpinionMap(people, positions, votes.statements, axes, shares, others)


def _principal_axes(centred: _Points) -> tuple[_Points, _Points]:
    """Return how much variation lies along the first two axes, and the axes, shape (2, S)."""
    people, statements = centred.shape
    wide = statements > people
    products = centred @ centred.T if wide else centred.T @ centred
    lengths, vectors = _two_largest(products)
    axes = (vectors.T @ centred) if wide else vectors.T
    norms = np.linalg.norm(axes, axis=1, keepdims=True)
    axes = np.divide(axes, norms, out=np.zeros_like(axes), where=norms > 1e-9 * max(norms.max(), 1))
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    axes = axes * np.where(largest < 0, -1.0, 1.0)
    if len(lengths) == 2:
        return lengths, axes
    return np.append(lengths, 0.0), np.vstack([axes, np.zeros((1, statements))])


def _two_largest(products: _Points) -> tuple[_Points, _Points]:
    """Return the two largest eigenvalues, the largest first, and their vectors as columns."""
    size = len(products)
    if size > _LARGE:
        start = np.cos(np.arange(size))  # any fixed vector: the same votes give the same map
        try:
            lengths, vectors = eigsh(products, k=2, v0=start)
        except ArpackNoConvergence:  # several nearly equal axes
            lengths, vectors = eigh(products, subset_by_index=[size - 2, size - 1])[:2]
    else:
        lengths, vectors = eigh(products, subset_by_index=[max(size - 2, 0), size - 1])[:2]
    return np.clip(lengths[::-1], 0, None), np.asarray(vectors)[:, ::-1]


def opinion_groups(
    votes: Votes,
    *,
    generator: np.random.Generator,
    number: int | None = None,
    most_groups: int = 5,
    least_votes: int = 7,
    stretch: float = 0.5,
) -> OpinionGroups:
    r"""People in groups that vote alike: k-means on the map, the number of groups by silhouette.

    .. math:: \min_{G} \sum_g \sum_{i \in g} \lVert y_i - \bar y_g \rVert^2, \quad
        k = \operatorname{arg\,max}_k \frac{1}{P} \sum_i \frac{b_i - a_i}{\max(a_i, b_i)}

    :math:`a_i` is the mean distance to the others of one's group, :math:`b_i` that to the nearest other
    group. A number of groups that leaves one with fewer than five people is not considered. Every number is
    tried from ten starts drawn far apart (k-means++); the best is kept.

    Parameters
    ----------
    votes
        Without hidden statements.
    generator
        Source of randomness for the starts.
    number
        Of groups; the best of 2 to ``most_groups`` without it.
    most_groups
        The largest number tried.
    least_votes, stretch
        As in :func:`opinion_map`.

    Returns
    -------
    OpinionGroups
        Undefined where no map can be made, or no division leaves five people in every group.

    Raises
    ------
    InputError
        When fewer than two groups are asked for.

    References
    ----------
    As for :func:`opinion_map`; Arthur and Vassilvitskii (2007), Proceedings of SODA, 1027-1035 (starts);
    Rousseeuw (1987), Journal of Computational and Applied Mathematics 20, 53-65 (silhouette).

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = opinion_groups(samples.votes(), generator=np.random.default_rng(1))
    >>> [len(group) for group in found.groups]
    [6, 5]
    """
    for groups in (most_groups, *(() if number is None else (number,))):
        require_count("groups", groups, least=2)
    require_generator(generator)
    where = opinion_map(votes, least_votes=least_votes, stretch=stretch)
    if where.undefined:
        return _no_groups(where, where.undefined)
    tried = [number] if number else range(2, most_groups + 1)
    found = [labels for k in tried if (labels := k_means(where.positions, k, generator)) is not None]
    large = [labels for labels in found if np.bincount(labels).min() >= MINIMUM_GROUP]
    if not large:
        few = len(where.participants) < 2 * MINIMUM_GROUP
        return _no_groups(where, WhyUndefined.TOO_FEW_ANSWERS if few else WhyUndefined.ONE_GROUP)
    widths = _silhouettes(where.positions, large)
    best = int(np.argmax(widths))
    return _grouped(where, large[best], widths[best])


def _grouped(where: OpinionMap, labels: _Labels, silhouette: float) -> OpinionGroups:
    """Number the groups from the largest; of two as large, the one with the first person comes first."""
    sizes, firsts = (
        np.bincount(labels),
        [int(np.flatnonzero(labels == g)[0]) for g in range(labels.max() + 1)],
    )
    order = sorted(range(len(sizes)), key=lambda group: (-sizes[group], firsts[group]))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    group_of = place[labels]
    groups = tuple(
        tuple(where.participants[i] for i in np.flatnonzero(group_of == group)) for group in range(len(order))
    )
    group_of.setflags(write=False)
    return OpinionGroups(groups, group_of, silhouette, where)


def k_means(points: _Points, number: int, generator: np.random.Generator) -> _Labels | None:
    """Return the group of every point, shape (P,), or None where there are fewer places than groups."""
    if len(np.unique(points, axis=0)) < number:
        return None
    tries = [_one_run(points, _starts(points, number, generator)) for _ in range(_RESTARTS)]
    return min(tries, key=lambda found: found[0])[1]


def _starts(points: _Points, number: int, generator: np.random.Generator) -> _Points:
    """Draw places to start from, each likelier the further it lies from those drawn before."""
    chosen = [points[generator.integers(len(points))]]
    nearest = ((points - chosen[0]) ** 2).sum(axis=1)
    while len(chosen) < number:
        chosen.append(points[generator.choice(len(points), p=nearest / nearest.sum())])
        nearest = np.minimum(nearest, ((points - chosen[-1]) ** 2).sum(axis=1))
    return np.array(chosen)


def _one_run(points: _Points, centres: _Points) -> tuple[float, _Labels]:
    squares = (points**2).sum(axis=1)
    labels = np.full(len(points), -1)
    for _ in range(_STEPS):
        distances = squares[:, None] - 2 * points @ centres.T + (centres**2).sum(axis=1)
        following = distances.argmin(axis=1)
        if (following == labels).all():
            break
        labels = following
        members = np.eye(len(centres))[labels]
        sizes = members.sum(axis=0)
        centres = np.where(sizes[:, None] > 0, members.T @ points / np.maximum(sizes, 1)[:, None], centres)
    return float(((points - centres[labels]) ** 2).sum()), labels


def _silhouettes(points: _Points, several: Collection[_Labels]) -> list[float]:
    """Return the mean silhouette of each division; a person alone in a group counts 0."""
    members = [np.eye(labels.max() + 1)[labels] for labels in several]
    widths = [0.0 for _ in members]
    for start in range(0, len(points), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        distances = np.sqrt(sum((points[part, None, axis] - points[None, :, axis]) ** 2 for axis in (0, 1)))
        for which, one in enumerate(members):
            sums, sizes, own = distances @ one, one.sum(axis=0), one[part].astype(bool)
            within = sums[own] / np.maximum(sizes - 1, 1)[own.argmax(axis=1)]
            beside = np.where(own, np.inf, sums / np.maximum(sizes, 1)).min(axis=1)
            larger = np.maximum(within, beside)
            width = np.divide(beside - within, larger, out=np.zeros(len(larger)), where=larger > 0)
            widths[which] += float(width[sizes[own.argmax(axis=1)] > 1].sum())
    return [width / len(points) for width in widths]


def _too_few(people: int) -> WhyUndefined:
    return WhyUndefined.TOO_FEW_ANSWERS if people else WhyUndefined.NO_ANSWERS


def _empty_map(
    votes: Votes, people: tuple[str, ...], others: tuple[str, ...], why: WhyUndefined
) -> OpinionMap:
    nowhere, nothing = np.zeros((len(people), 2)), np.zeros((2, len(votes.statements)))
    return OpinionMap(people, nowhere, votes.statements, nothing, (0.0, 0.0), others, why)


def _no_groups(where: OpinionMap, why: WhyUndefined) -> OpinionGroups:
    return OpinionGroups((), np.full(len(where.participants), -1), None, where, why)
