"""Distances between plants, one by one or counted in cells: what densities of distance are made from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist, pdist

from polos.measures.results import Values
from polos.tables.points import EARTH, Along, as_it_is, great_circle, straight_line

CELLS = 16_384  #: cells of a first count of distances
_BLOCK = 320_000  # distances at a time: what fits beside the counts in a fast cache


@dataclass(frozen=True, eq=False)
class PlantPairs:
    """Plants whose pairs are looked at: within one activity, or between it and another one."""

    places: Values
    weights: Values
    other_places: Values | None
    other_weights: Values | None
    along: Along = as_it_is

    @property
    def count(self) -> int:
        """How many plants there are."""
        return len(self.places) + (0 if self.other_places is None else len(self.other_places))

    @property
    def pair_count(self) -> int:
        """How many pairs there are."""
        n = len(self.places)
        return n * (n - 1) // 2 if self.other_places is None else n * len(self.other_places)

    def moved(self, places: Values) -> "PlantPairs":
        """Return the same plants, with their weights, at other places."""
        n = len(self.places)
        others = None if self.other_places is None else places[n:]
        return PlantPairs(places[:n], self.weights, others, self.other_weights, self.along)

    @property
    def is_on_earth(self) -> bool:
        """Whether distances are great circles."""
        return self.along is great_circle

    def stretched(self, top: float) -> float:
        """By how much a cell of straight lines is longer along the surface, up to a distance (at most 10)."""
        return 1 / max(np.cos(top / (2 * EARTH)), 0.1) if self.is_on_earth else 1.0

    def all(self) -> tuple[Values, Values]:
        """Return the distance and the weight of every pair, shape (N,) each."""
        if self.other_places is None or self.other_weights is None:
            first, second = np.triu_indices(len(self.places), 1)
            return self.along(_plain(pdist(self.places))), self.weights[first] * self.weights[second]
        apart = self.along(_plain(cdist(self.places, self.other_places)).ravel())
        return apart, (self.weights[:, None] * self.other_weights).ravel()


@dataclass(frozen=True, eq=False)
class Counted:
    """Pair distances: the middle of each cell, the number of pairs and their weight in it."""

    distances: Values
    counts: Values
    weights: Values
    width: float


def every_distance(pairs: PlantPairs) -> Counted:
    """Return every pair distance as it is."""
    distances, weights = pairs.all()
    return Counted(distances, np.ones(len(distances)), weights, 0.0)


def counted_distances(pairs: PlantPairs, top: float, cells: int) -> Counted:
    """Count all pairs in cells of distance up to ``top``; what lies beyond counts in one more cell."""
    is_within = pairs.other_places is None
    others = pairs.places if pairs.other_places is None else pairs.other_places
    other_weights = pairs.weights if pairs.other_weights is None else pairs.other_weights
    everywhere = np.concatenate([pairs.places, others])
    lowest, extent = everywhere.min(axis=0), np.ptp(everywhere, axis=0)
    if pairs.is_on_earth and np.isfinite(top):
        top = float(straight_line(np.array(top)))
    widest = float(np.linalg.norm(extent)) * (1 + 1e-6) or 1.0
    top, is_all = min(top, widest), top >= widest
    precision = np.float32 if cells <= 4 * CELLS else np.float64
    one, two = (
        ((places - lowest - extent / 2) * (cells / top)).astype(precision).T.copy()
        for places in (pairs.places, others)
    )
    step = max(_BLOCK // two.shape[1], 1)
    is_plain = bool((pairs.weights == 1).all() and (other_weights == 1).all())
    block = _Block.of(step * two.shape[1], precision, cells, is_plain=is_plain, is_all=is_all)
    for start in range(0, one.shape[1], step):
        rows, columns = slice(start, start + step), slice(start + step if is_within else 0, None)
        block.count(one[:, rows], two[:, columns], pairs.weights[rows], other_weights[columns])
        if is_within:
            block.count_within(one[:, rows], pairs.weights[rows])
    edges = pairs.along(_plain(np.arange(cells + 1) * (top / cells)))
    middles = pairs.along(_plain((np.arange(cells + 1) + 0.5) * (top / cells)))
    width = float(np.diff(edges).max())
    return Counted(middles, block.counts, block.counts if is_plain else block.weights, width)


@dataclass(frozen=True, eq=False)
class _Block:
    """Room for the distances of one block, used again for the next, and the counts so far.

    ``is_plain`` says that all weights are 1, so that the counts are the weights, ``is_all`` that no distance
    lies beyond the last cell.
    """

    apart: NDArray[np.floating]
    aside: NDArray[np.floating]
    cell: NDArray[np.intp]
    weight: Values
    counts: Values
    weights: Values
    is_plain: bool
    is_all: bool

    @classmethod
    def of(cls, size: int, precision: type, cells: int, *, is_plain: bool, is_all: bool) -> "_Block":
        apart, aside = np.empty(size, precision), np.empty(size, precision)
        room = np.empty(size, np.intp), np.empty(size)
        return cls(apart, aside, *room, np.zeros(cells + 1), np.zeros(cells + 1), is_plain, is_all)

    def count(self, one: NDArray, two: NDArray, one_weights: Values, two_weights: Values) -> None:
        """Count each of one with each of two."""
        shape = one.shape[1], two.shape[1]
        size, last = shape[0] * shape[1], len(self.counts) - 1
        apart, aside = self.apart[:size].reshape(shape), self.aside[:size].reshape(shape)
        np.subtract(one[0][:, None], two[0][None, :], out=apart)
        np.multiply(apart, apart, out=apart)
        for here, there in zip(one[1:], two[1:], strict=True):
            np.subtract(here[:, None], there[None, :], out=aside)
            np.multiply(aside, aside, out=aside)
            np.add(apart, aside, out=apart)
        np.sqrt(apart, out=apart)
        if not self.is_all:
            np.minimum(apart, last, out=apart)
        np.copyto(self.cell[:size].reshape(shape), apart, casting="unsafe")
        if not self.is_plain:
            np.multiply(one_weights[:, None], two_weights[None, :], out=self.weight[:size].reshape(shape))
        self._add(self.cell[:size], self.weight[:size])

    def count_within(self, one: NDArray, weights: Values) -> None:
        """Count each pair of one once."""
        first, second = np.triu_indices(one.shape[1], 1)
        apart = np.linalg.norm(one[:, first] - one[:, second], axis=0)
        apart = np.minimum(apart, len(self.counts) - 1)
        self._add(apart.astype(np.intp), weights[first] * weights[second])

    def _add(self, cell: NDArray[np.intp], weight: Values) -> None:
        np.add(self.counts, np.bincount(cell, minlength=len(self.counts)), out=self.counts)
        if not self.is_plain:
            np.add(self.weights, np.bincount(cell, weight, minlength=len(self.weights)), out=self.weights)


def _plain(values: NDArray[np.floating]) -> Values:
    return np.asarray(values, dtype=np.float64)
