"""Groups of activities that belong together, found from their similarity rather than decreed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import cut_tree, linkage
from scipy.spatial.distance import cdist, pdist

from polos.errors import InputError
from polos.measures.arguments import require_count, require_generator
from polos.measures.results import Pairs, Reason, Reasons, Result, Values, undefined_where
from polos.measures.sparse_pairs import require_all_pairs
from polos.provenance import Origin

_MOST_STEPS = 100


class Grouping(StrEnum):
    """How activities are grouped: a tree by Ward's rule, or a partition around means or medians."""

    WARD = "ward"
    MEANS = "means"
    MEDIANS = "medians"


class Scaling(StrEnum):
    """What is done to the similarities with each activity before: nothing, or mean 0 and deviation 1."""

    NONE = "none"
    STANDARDISED = "standardised"


@dataclass(frozen=True, eq=False, repr=False)
class ClusterDefinition(Result):
    """The cluster of every activity, 1 to N in the order of their first activities, shape (A,).

    An activity has none, and ``undefined`` says why, where its similarity with others is unknown.
    """

    values: Values
    activities: tuple[str, ...]
    undefined: Reasons
    origin: Origin
    parameters: dict[str, Any] = field(default_factory=dict)
    backend: str = "polars"

    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (("activity", self.activities),)

    @property
    def count(self) -> int:
        """How many clusters there are."""
        return len(np.unique(self.values[self.undefined == 0]))

    @property
    def groups(self) -> dict[str, str]:
        """The cluster of every activity that has one, as what measures take for groups."""
        return {
            name: str(int(value))
            for name, value, reason in zip(self.activities, self.values, self.undefined, strict=True)
            if reason == Reason.DEFINED
        }

    def members(self, cluster: int) -> tuple[str, ...]:
        """Return the activities of a cluster."""
        return tuple(np.array(self.activities, dtype=object)[self.values == cluster].tolist())


def activity_groups(
    similarity: Pairs,
    *,
    count: int,
    grouping: Grouping = Grouping.WARD,
    scaling: Scaling = Scaling.NONE,
    generator: np.random.Generator | None = None,
) -> ClusterDefinition:
    r"""Group activities whose similarities with all activities are alike.

    .. math:: \min_C \sum_c \sum_{i \in c} \lVert s_i - \mu_c \rVert^2

    ``s_i`` is the row of an activity's similarities, with the highest of them in place of its similarity
    with itself, and μ the mean of the cluster's rows. Ward's rule joins the two clusters that raise the sum
    least until ``count`` are left; the partitions start from ``count`` activities drawn at random, put every
    activity with the nearest centre, and take the means again until nothing moves. With medians, absolute
    distances take the place of squares.

    Parameters
    ----------
    similarity
        Any kind of relatedness between activities, shape (A, A), such as :func:`location_correlation`,
        :func:`coagglomeration`, :func:`input_output_link` or :func:`composite_relatedness` of several.
    count
        How many clusters.
    grouping
        Tree or partition.
    scaling
        What is done to the rows before.
    generator
        Source of randomness for partitions.

    Returns
    -------
    ClusterDefinition
        Numbers of clusters, shape (A,). Undefined (``UNKNOWN_CELL``) for the activities that have to be
        left out, those with most undefined similarities first, until all similarities of the others are
        known.

    Raises
    ------
    InputError
        When ``count`` is below 1 or above the number of activities that can be grouped, or a partition is
        wanted without a generator.
    WrongRows
        When the similarities are sparse pairs.

    References
    ----------
    Delgado, Porter & Stern (2016), Journal of Economic Geography 16, 1-38 [recall]; Ward (1963), Journal
    of the American Statistical Association 58, 236-244.

    Examples
    --------
    >>> from polos.measures import location_correlation, samples
    >>> activity_groups(location_correlation(samples.establishments()), count=2).groups
    {'bread': '1', 'cheese': '1', 'chips': '2', 'lasers': '2'}
    """
    require_count("clusters", count)
    if generator is not None:
        require_generator(generator)
    usable = _complete_part(similarity)
    if not 1 <= count <= len(usable) or (grouping is not Grouping.WARD and generator is None):
        raise InputError(
            found=f"{count} clusters for {len(usable)} activities whose similarities are defined, of "
            f"{len(similarity.activities)}, grouped by {grouping.value}"
            f"{'' if generator else ' without a generator'}",
            needed="1 cluster to as many as activities, and a generator for means and medians",
            next_step="Lower the number, or pass numpy.random.default_rng(seed).",
        )
    rows = _features(similarity.values[np.ix_(usable, usable)], scaling)
    if generator is None or grouping is Grouping.WARD:
        labels = _tree_cuts(rows, (count,))[0]
    else:
        labels = _partition(rows, count, grouping, generator)
    chosen = {"count": count, "grouping": grouping, "scaling": scaling}
    return _definition(similarity, usable, labels, chosen)


def definition_candidates(
    similarity: Pairs,
    *,
    counts: Sequence[int],
    generator: np.random.Generator,
    groupings: Sequence[Grouping] = tuple(Grouping),
    scalings: Sequence[Scaling] = tuple(Scaling),
    starts: int = 3,
) -> Iterator[ClusterDefinition]:
    """Yield every definition of a search: counts, groupings, scalings and, where drawn, starts."""
    usable = _complete_part(similarity)
    fitting = [count for count in counts if 1 <= count <= len(usable)]
    part = similarity.values[np.ix_(usable, usable)]
    for scaling, grouping in product(scalings, groupings):
        rows = _features(part, scaling)
        if grouping is Grouping.WARD:
            found = zip(fitting, _tree_cuts(rows, fitting), (0,) * len(fitting), strict=True)
        else:
            found = (
                (count, _partition(rows, count, grouping, generator), start)
                for count, start in product(fitting, range(starts))
            )
        for count, labels, start in found:
            chosen = {"count": count, "grouping": grouping, "scaling": scaling, "start": start}
            yield _definition(similarity, usable, labels, chosen)


def _complete_part(similarity: Pairs) -> NDArray[np.intp]:
    """Return the activities left when those with most undefined similarities go, one after another."""
    require_all_pairs(similarity)
    unknown = np.isnan(similarity.values) | np.isnan(similarity.values.T)
    np.fill_diagonal(unknown, False)
    kept = np.arange(len(unknown))
    while unknown[np.ix_(kept, kept)].any():
        missing = unknown[np.ix_(kept, kept)].sum(axis=1)
        kept = np.delete(kept, missing.argmax())
    return kept


def _features(part: Values, scaling: Scaling) -> Values:
    rows = (part + part.T) / 2
    np.fill_diagonal(rows, -np.inf)
    np.fill_diagonal(rows, rows.max(axis=1, initial=-np.inf) if len(rows) > 1 else 0.0)
    if scaling is Scaling.STANDARDISED:
        apart = rows - rows.mean(axis=0)
        deviation = apart.std(axis=0)
        rows = np.divide(apart, deviation, out=np.zeros_like(apart), where=deviation > 0)
    return rows


def _tree_cuts(rows: Values, counts: Sequence[int]) -> list[NDArray[np.intp]]:
    if len(rows) < 2:
        return [np.zeros(len(rows), dtype=np.intp) for _ in counts]
    tree = linkage(pdist(rows), method="ward")
    return [cut_tree(tree, n_clusters=count)[:, 0] for count in counts]


def _partition(
    rows: Values, count: int, grouping: Grouping, generator: np.random.Generator
) -> NDArray[np.intp]:
    """Return clusters around ``count`` centres that start as activities drawn at random; none is empty."""
    metric = "sqeuclidean" if grouping is Grouping.MEANS else "cityblock"
    centre = np.mean if grouping is Grouping.MEANS else np.median
    centres = rows[generator.choice(len(rows), count, replace=False)]
    labels = np.full(len(rows), -1)
    for _ in range(_MOST_STEPS):
        distances = np.asarray(cdist(rows, centres, metric), dtype=np.float64)
        nearest = _without_empty(distances, count)
        if (nearest == labels).all():
            break
        labels = nearest
        centres = np.array([centre(rows[labels == c], axis=0) for c in range(count)])
    return labels


def _without_empty(distances: Values, count: int) -> NDArray[np.intp]:
    """Return the nearest centre of every row; a centre without rows takes the row farthest from its own."""
    labels = distances.argmin(axis=1)
    to_own = distances[np.arange(len(labels)), labels]
    for empty in np.setdiff1d(np.arange(count), labels):
        sizes = np.bincount(labels, minlength=count)
        movable = np.where(sizes[labels] > 1, to_own, -1.0)
        far = movable.argmax()
        labels[far], to_own[far] = empty, 0.0
    return labels


def _definition(
    similarity: Pairs, usable: NDArray[np.intp], labels: NDArray[np.intp], chosen: dict[str, Any]
) -> ClusterDefinition:
    values = np.full(len(similarity.activities), np.nan)
    values[usable] = _numbered(labels)
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    origin = similarity.origin.then("activity_groups")
    return ClusterDefinition(values, similarity.activities, undefined, origin, chosen, similarity.backend)


def _numbered(labels: NDArray[Any]) -> Values:
    """Number clusters from 1 in the order in which they first appear."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    places = first.argsort().argsort().astype(np.float64)
    return places[inverse] + 1
