"""How well a definition of clusters stands up to several kinds of similarity, and the best of many."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polos.errors import InputError, Undefined, WrongRows
from polos.measures.arguments import require_counts, require_generator, require_kind
from polos.measures.cluster_definitions import (
    ClusterDefinition,
    Grouping,
    Scaling,
    definition_candidates,
)
from polos.measures.composed import Composed
from polos.measures.results import (
    ByActivity,
    Pairs,
    Reason,
    Reasons,
    Result,
    Values,
    undefined_where,
)
from polos.measures.sparse_pairs import require_all_pairs
from polos.provenance import Origin

_HIGH = 95
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False, repr=False)
class ByCluster(Result):
    """One value a cluster, shape (C,); NaN exactly where ``undefined`` gives a reason."""

    values: Values
    clusters: tuple[str, ...]
    undefined: Reasons
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (("cluster", self.clusters),)


@dataclass(frozen=True, eq=False, repr=False)
class SimilarityScores(Composed):
    """Similarity inside and to other clusters, of clusters and of activities, and how often inside wins.

    ``between`` is the mean over the other clusters, ``between_high`` the 95th percentile over them.
    ``clusters`` and ``activities`` are the shares whose ``within`` exceeds ``between``, ``clusters_high``
    and ``activities_high`` the shares in which it exceeds ``between_high``.
    """

    within: ByCluster
    between: ByCluster
    between_high: ByCluster
    activity_within: ByActivity
    activity_between: ByActivity
    activity_between_high: ByActivity
    clusters: float
    clusters_high: float
    activities: float
    activities_high: float

    @property
    def score(self) -> float:
        """Mean of the four shares, 0 to 1."""
        return (self.clusters + self.clusters_high + self.activities + self.activities_high) / 4


@dataclass(frozen=True, eq=False, repr=False)
class ClusterScores(Composed):
    """The scores by each kind of similarity, and their mean."""

    by_similarity: tuple[SimilarityScores, ...]

    @property
    def score(self) -> float:
        """Mean score over the kinds of similarity, 0 to 1."""
        return sum(one.score for one in self.by_similarity) / len(self.by_similarity)


@dataclass(frozen=True, eq=False, repr=False)
class ClusterSearch(Composed):
    """The best definition, its scores, and the score of every one tried, with what it was made by."""

    best: ClusterDefinition
    scores: ClusterScores
    tried: tuple[tuple[dict[str, Any], float], ...]

    def __repr__(self) -> str:
        """Show the best; of the others only how many there are and how far their scores go."""
        scores = [score for _, score in self.tried]
        others = f"{len(scores)} tried, scores from {min(scores):.4g} to {max(scores):.4g}"
        return f"best of {others}: {self.scores.score:.4g}\n{self.best!r}"


@dataclass(frozen=True, eq=False, repr=False)
class Reassignment(Composed):
    """A definition after its systematic outliers moved; each move is activity, old and new cluster.

    The clusters keep the numbers they had.
    """

    definition: ClusterDefinition
    moves: tuple[tuple[str, int, int], ...]


def cluster_scores(definition: ClusterDefinition, similarities: Pairs | Sequence[Pairs]) -> ClusterScores:
    r"""Whether clusters, and the activities in them, are more similar inside than to other clusters.

    .. math:: W_c = \operatorname{mean}_{i \neq j \in c} s_{ij}, \quad
        B_{cd} = \operatorname{mean}_{i \in c, j \in d} s_{ij}, \quad
        \mathrm{VS} = \frac{1}{C} \sum_c \mathbf{1}\left[ W_c > \operatorname{mean}_{d \neq c} B_{cd} \right]

    The second score takes the 95th percentile of B over the other clusters in place of its mean; the
    scores of activities take an activity in place of the cluster c. A cluster of one activity has no W and
    counts as not more similar inside.

    Parameters
    ----------
    definition
        Clusters of activities, two or more; activities without one stay out.
    similarities
        One or more kinds of relatedness with the same activities, shape (A, A); undefined pairs stay out.

    Returns
    -------
    ClusterScores
        ``by_similarity`` with one :class:`SimilarityScores` each, and ``score``, the mean of their shares.
        Undefined within a cluster or for an activity without a known pair (``NOTHING_TO_COMPARE``), and
        for activities without a cluster (``UNKNOWN_CELL``).

    Raises
    ------
    Undefined
        When there are fewer than two clusters.
    WrongRows
        When no similarity is given, or one has other activities.

    References
    ----------
    Delgado, Porter & Stern (2016), Journal of Economic Geography 16, 1-38 [recall].

    Examples
    --------
    >>> from polos.measures import activity_groups, location_correlation, samples
    >>> alike = location_correlation(samples.establishments())
    >>> cluster_scores(activity_groups(alike, count=2), alike).score
    1.0
    """
    require_kind("definition", definition, ClusterDefinition)
    kinds = _kinds(definition.activities, similarities)
    _require_two(definition)
    return ClusterScores(tuple(_scores(definition, kind) for kind in kinds))


def best_cluster_definition(
    similarities: Sequence[Pairs],
    *,
    counts: Sequence[int],
    generator: np.random.Generator,
    scored_by: Sequence[Pairs] | None = None,
    groupings: Sequence[Grouping] = tuple(Grouping),
    scalings: Sequence[Scaling] = tuple(Scaling),
    starts: int = 3,
) -> ClusterSearch:
    r"""Best of many definitions of clusters, each scored by several kinds of similarity.

    .. math:: C^* = \operatorname{argmax}_C \frac{1}{K} \sum_k \mathrm{VS}_k(C)

    Parameters
    ----------
    similarities
        Kinds of relatedness to group by, each in turn, shape (A, A); add a :func:`composite_relatedness`
        of them to group by all at once.
    counts
        Numbers of clusters to try; those above the number of activities are passed over.
    generator
        Source of randomness for the starts of partitions.
    scored_by
        Kinds of relatedness to score by; without them the same.
    groupings, scalings
        What to try, as in :func:`activity_groups`.
    starts
        How many random starts each partition gets.

    Returns
    -------
    ClusterSearch
        ``best``, its ``scores`` as in :func:`cluster_scores`, and every choice ``tried`` with its score
        from 0 to 1. Where several are as good, the first one tried. Scores are undefined as in
        :func:`cluster_scores`; a cluster or an activity without one counts as not more similar inside.

    Raises
    ------
    InputError
        When nothing is left to try: no number from 2 to the number of activities, no grouping, no scaling
        or no start.
    WrongRows
        When no similarity is given, or activities differ.

    References
    ----------
    Delgado, Porter & Stern (2016), Journal of Economic Geography 16, 1-38 [recall].

    Examples
    --------
    >>> from polos.measures import location_correlation, samples
    >>> alike = location_correlation(samples.establishments())
    >>> found = best_cluster_definition([alike], counts=(2, 3), generator=np.random.default_rng(1))
    >>> found.best.members(1), found.scores.score
    (('bread', 'cheese'), 1.0)
    """
    kinds = _kinds(None, similarities)
    judges = kinds if scored_by is None else _kinds(kinds[0].activities, scored_by)
    require_counts(starts=starts, **{f"counts[{i}]": count for i, count in enumerate(counts)})
    require_generator(generator)
    several = [count for count in counts if 1 < count <= len(kinds[0].activities)]
    given = {"generator": generator, "groupings": groupings, "scalings": scalings, "starts": starts}
    candidates = [
        replace(one, parameters=one.parameters | {"similarity": k})
        for k, kind in enumerate(kinds if several else (), 1)
        for one in definition_candidates(kind, counts=several, **given)
    ]
    if not candidates:
        raise InputError(
            found=f"nothing to try among {len(list(counts))} numbers of clusters and {starts} starts",
            needed="a number from 2 to that of the activities, a grouping, a scaling and a start",
            next_step="Give, for example, counts=range(5, 16) and starts=3.",
        )
    tried = tuple((one.parameters, _mean_score(one, judges)) for one in candidates)
    best = candidates[int(np.argmax([score for _, score in tried]))]
    return ClusterSearch(best, cluster_scores(best, judges), tried)


def reassigned_outliers(definition: ClusterDefinition, similarities: Pairs | Sequence[Pairs]) -> Reassignment:
    r"""Move activities that are more similar to another cluster than to their own by most similarities.

    .. math:: \frac{1}{K} \sum_k \mathbf{1}\left[ B^k_{id} > W^k_i \right] > \frac{1}{2}

    ``W`` is the mean similarity of activity i to the others of its cluster, B that to cluster d. The
    activity with the largest mean gain B - W, each similarity divided by its standard deviation over pairs,
    moves first; then means are taken anew. An activity moves once at most, and a cluster is never emptied.

    Parameters
    ----------
    definition, similarities
        As in :func:`cluster_scores`.

    Returns
    -------
    Reassignment
        The definition after the moves, shape (A,), and the moves in their order.

    Raises
    ------
    Undefined, WrongRows
        As in :func:`cluster_scores`.

    References
    ----------
    Delgado, Porter & Stern (2016), Journal of Economic Geography 16, 1-38 [recall].

    Examples
    --------
    >>> from polos.measures import activity_groups, location_correlation, samples
    >>> alike = location_correlation(samples.establishments())
    >>> reassigned_outliers(activity_groups(alike, count=2), alike).moves
    ()
    """
    require_kind("definition", definition, ClusterDefinition)
    kinds = _kinds(definition.activities, similarities)
    _require_two(definition)
    values = definition.values.copy()
    grouped = np.flatnonzero(definition.undefined == 0)
    numbers = np.unique(values[grouped])
    moves: list[tuple[str, int, int]] = []
    free = np.ones(len(grouped), dtype=bool)
    while free.any():
        labels = np.searchsorted(numbers, values[grouped])
        gain = _systematic_gain([_part(kind, grouped) for kind in kinds], labels, len(numbers))
        gain[~free] = -np.inf
        activity, cluster = np.unravel_index(gain.argmax(), gain.shape)
        if not gain[activity, cluster] > 0:
            break
        at = grouped[activity]
        moves.append((definition.activities[at], int(values[at]), int(numbers[cluster])))
        values[at] = numbers[cluster]
        free[activity] = False
    origin = definition.origin.then("reassigned_outliers")
    return Reassignment(replace(definition, values=values, origin=origin), tuple(moves))


class _Means(NamedTuple):
    """Mean similarities of activities to clusters (A, C) and between clusters (C, C), own pair left out."""

    activities: Values
    clusters: Values


def _means(part: Values, labels: NDArray[np.intp], count: int) -> _Means:
    known = ~np.isnan(part)
    np.fill_diagonal(known, False)
    member = np.eye(count)[labels]
    sums, pairs = np.where(known, part, 0.0) @ member, known.astype(np.float64) @ member
    return _Means(_over(sums, pairs), _over(member.T @ sums, member.T @ pairs))


def _inside_and_outside(means: Values, own: NDArray[np.intp]) -> tuple[Values, Values, Values]:
    """Return the mean to the own cluster, and mean and 95th percentile over the others; NaN where unknown."""
    is_own = np.eye(means.shape[1], dtype=bool)[own]
    within, others = means[is_own], means[~is_own].reshape(len(means), -1)
    if not np.isnan(others).any():
        return within, others.mean(axis=1), np.percentile(others, _HIGH, axis=1)
    known = ~np.isnan(others).all(axis=1)
    average, high = np.full(len(means), np.nan), np.full(len(means), np.nan)
    average[known] = np.nanmean(others[known], axis=1)
    high[known] = np.nanpercentile(others[known], _HIGH, axis=1)
    return within, average, high


def _shares(inside: tuple[Values, Values, Values]) -> tuple[float, float]:
    within, average, high = inside
    return float(_exceeds(within, average).mean()), float(_exceeds(within, high).mean())


def _exceeds(one: Values, other: Values) -> NDArray[np.bool_]:
    """Return where a mean is larger by more than rounding; nowhere that one is undefined."""
    return (one > other) & ~np.isclose(one, other, rtol=_ROUNDING, atol=_ROUNDING)


def _labels(definition: ClusterDefinition) -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
    """Return which activities have a cluster, and its place among the clusters of the definition."""
    grouped = np.flatnonzero(definition.undefined == 0)
    numbers, labels = np.unique(definition.values[grouped], return_inverse=True)
    return grouped, labels, len(numbers)


def _mean_score(definition: ClusterDefinition, kinds: Sequence[Pairs]) -> float:
    grouped, labels, count = _labels(definition)
    scores = []
    for kind in kinds:
        means = _means(_part(kind, grouped), labels, count)
        of_clusters = _shares(_inside_and_outside(means.clusters, np.arange(count)))
        scores.append(np.mean([*of_clusters, *_shares(_inside_and_outside(means.activities, labels))]))
    return float(np.mean(scores))


def _scores(definition: ClusterDefinition, kind: Pairs) -> SimilarityScores:
    grouped, labels, count = _labels(definition)
    means = _means(_part(kind, grouped), labels, count)
    of_clusters = _inside_and_outside(means.clusters, np.arange(count))
    of_activities = _inside_and_outside(means.activities, labels)
    names = tuple(str(int(number)) for number in np.unique(definition.values[grouped]))
    origin = kind.origin.then("cluster_scores")
    within, between, between_high = (
        ByCluster(
            values,
            names,
            undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values))),
            origin,
            backend=kind.backend,
        )
        for values in of_clusters
    )
    own, others, others_high = (_of_all(definition, kind, grouped, values) for values in of_activities)
    clusters, clusters_high = _shares(of_clusters)
    activities, activities_high = _shares(of_activities)
    return SimilarityScores(
        within=within,
        between=between,
        between_high=between_high,
        activity_within=own,
        activity_between=others,
        activity_between_high=others_high,
        clusters=clusters,
        clusters_high=clusters_high,
        activities=activities,
        activities_high=activities_high,
    )


def _of_all(
    definition: ClusterDefinition, kind: Pairs, grouped: NDArray[np.intp], values: Values
) -> ByActivity:
    whole = np.full(len(definition.activities), np.nan)
    whole[grouped] = values
    undefined = undefined_where(
        whole,
        (Reason.UNKNOWN_CELL, definition.undefined > 0),
        (Reason.NOTHING_TO_COMPARE, np.isnan(whole)),
    )
    origin = kind.origin.then("cluster_scores")
    return ByActivity(whole, definition.activities, undefined, origin, {}, kind.backend)


def _systematic_gain(parts: Sequence[Values], labels: NDArray[np.intp], count: int) -> Values:
    """Return the mean gain of moving to each cluster, shape (A, C); -inf where most kinds are against."""
    votes, gains = np.zeros((len(labels), count)), np.zeros((len(labels), count))
    for part in parts:
        means = _means(part, labels, count).activities
        pairs = part[~np.eye(len(part), dtype=bool) & ~np.isnan(part)]
        spread = pairs.std() if pairs.size else 0.0
        own = means[np.arange(len(labels)), labels][:, None]
        apart = means - own
        known = ~np.isnan(apart)
        votes += _exceeds(means, own)
        gains += np.divide(apart, spread, out=np.zeros_like(apart), where=known & (spread > 0))
    is_single = np.bincount(labels, minlength=count)[labels] == 1
    return np.where((votes > len(parts) / 2) & ~is_single[:, None], gains / len(parts), -np.inf)


def _part(kind: Pairs, grouped: NDArray[np.intp]) -> Values:
    return kind.values[np.ix_(grouped, grouped)]


def _over(sums: Values, counts: Values) -> Values:
    return np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)


def _kinds(activities: tuple[str, ...] | None, similarities: Pairs | Sequence[Pairs]) -> tuple[Pairs, ...]:
    """Return one or several kinds of similarity, all of these activities, or of those of the first."""
    kinds = tuple(similarities) if isinstance(similarities, Sequence) else (similarities,)
    require_all_pairs(*kinds)
    if not kinds or any(kind.activities != (activities or kinds[0].activities) for kind in kinds):
        raise WrongRows(
            found=f"{len(kinds)} kinds of similarity" + (" with other activities" if kinds else ""),
            needed="one or more, all with the same activities in the same order",
            next_step="Select the activities that all have.",
        )
    return kinds


def _require_two(definition: ClusterDefinition) -> None:
    if definition.count < 2:
        raise Undefined(
            found=f"{definition.count} clusters",
            needed="two or more, to compare inside with outside",
            next_step="Group the activities into more clusters.",
        )
