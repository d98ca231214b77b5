"""The second eigenvector of a presence: what complexity indices are made of.

The symmetric form on the smaller side is solved, its residual is checked in the usual form, and the ends
are told apart by diversity, or by ubiquity where all territories are equally diverse.
"""

from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from polos.errors import Undefined
from polos.measures.results import Reason, Values

Flags = NDArray[np.bool_]

_NO_DIFFERENCE = 1e-12  # a second eigenvalue below this: all territories have the same mix
_NOT_UNIQUE = 1e-10  # closer neighbours than this leave the eigenvector without reliable digits
_NO_CORRELATION = 1e-9
_LARGEST_RESIDUAL = 1e-9
_SMALL = 256  # up to this order the dense solver is the faster one


class Orientation(Enum):
    """What decided which end of the index is called complex."""

    DIVERSITY = "complex territories are the diverse ones"
    UBIQUITY = "complex activities are the rare ones, since all territories are equally diverse"
    OVERLAP = "carried over from the neighbouring year"
    ARBITRARY = "neither diversity nor ubiquity tells the ends apart: the sign means nothing"
    NONE = "there is no index to orient"


class Core(NamedTuple):
    """A presence without empty rows and columns, its diversity and ubiquity, and weights over ubiquity."""

    m: Values
    d: Values
    u: Values
    scale: Values

    @property
    def is_wide(self) -> bool:
        """Whether territories are the smaller side."""
        return len(self.d) <= len(self.u)


class Solution(NamedTuple):
    """Raw index of one table, with what is needed to orient and judge it."""

    territories: Values
    activities: Values
    eigenvalues: tuple[float, float]
    diversity_correlation: float
    orientation: Orientation
    parts: tuple[NDArray[np.int64], NDArray[np.int64]]
    residual: float
    reason: Reason


def solved(m: Values, weights: Values | None = None) -> Solution:
    """Solve one table; ``weights`` says how often each activity counts."""
    ubiquity = m.sum(axis=0)
    counted = ubiquity > 0 if weights is None else (ubiquity > 0) & (weights > 0)
    diversity = m.sum(axis=1) if weights is None else m @ weights
    present = diversity > 0
    whole = bool(counted.all() and present.all())
    d, u = diversity[present], ubiquity[counted]
    scale = 1 / u if weights is None else weights[counted] / u
    core = Core(m if whole else m[np.ix_(present, counted)], d, u, scale)
    gram = _gram(core)
    parts = _parts(gram, core)
    eigenvalues, reason, residual = (np.nan, np.nan), _unsolvable(parts, core), np.nan
    territories, activities = np.full(len(d), np.nan), np.full(len(u), np.nan)
    if not reason:
        *eigenvalues, reason, territories, activities = _second_pair(gram, core)
        if not reason:
            residual = _residual(core, territories, eigenvalues[0])
    correlation, orientation = np.nan, Orientation.NONE
    if not reason:
        correlation = correlation_of(territories, d)
        sign, orientation = _direction(territories, activities, correlation, u)
        territories, activities, correlation = territories * sign, activities * sign, correlation * sign
    return Solution(
        placed(territories, present, np.nan),
        placed(activities, counted, np.nan),
        (float(eigenvalues[0]), float(eigenvalues[1])),
        float(correlation),
        orientation,
        (placed(parts[0], present, -1), placed(parts[1], counted, -1)),
        residual,
        reason,
    )


def _gram(core: Core) -> Values:
    """Return S on the smaller side: territories when there are no more of them than activities."""
    if core.is_wide:
        half = core.m * np.sqrt(core.scale)
        root = np.sqrt(core.d)
        return (half @ half.T) / np.multiply.outer(root, root)
    half = core.m / np.sqrt(core.d)[:, None]
    root = np.sqrt(core.scale)
    return (half.T @ half) * np.multiply.outer(root, root)


def _parts(gram: Values, core: Core) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number the parts of the table that share nothing, the largest first, for both sides."""
    near = _connected(gram > 0)
    if not near.any():
        return np.zeros(len(core.d), dtype=np.int64), np.zeros(len(core.u), dtype=np.int64)
    if core.is_wide:
        return near, near[core.m.argmax(axis=0)]
    return near[core.m.argmax(axis=1)], near


def _connected(linked: Flags) -> NDArray[np.int64]:
    """Return the part each node of a graph belongs to, counted from the largest, 0."""
    part = np.full(len(linked), -1, dtype=np.int64)
    count = 0
    while (part < 0).any():
        reached = np.zeros(len(linked), dtype=bool)
        frontier = np.array([np.argmax(part < 0)])
        while frontier.size:
            reached[frontier] = True
            frontier = np.flatnonzero(linked[frontier].any(axis=0) & ~reached)
        part[reached] = count
        count += 1
    order = np.empty(count, dtype=np.int64)
    order[np.argsort(-np.bincount(part, minlength=count), kind="stable")] = np.arange(count)
    return order[part]


def _unsolvable(parts: tuple[NDArray[np.int64], NDArray[np.int64]], core: Core) -> Reason:
    if min(core.m.shape) < 2:
        return Reason.NOTHING_TO_COMPARE
    return Reason.SEPARATE_PARTS if parts[0].any() else Reason.DEFINED


def _second_pair(gram: Values, core: Core) -> tuple[float, float, Reason, Values, Values]:
    """Return second and third eigenvalue, and the raw index of territories and of activities."""
    d, u, shares = core.d, core.u, core.scale * core.u
    second, third, vector = _leading(gram, np.sqrt(d if core.is_wide else shares * u))
    nothing = np.full(len(d), np.nan), np.full(len(u), np.nan)
    if second < _NO_DIFFERENCE:
        return second, third, Reason.NOTHING_TO_COMPARE, *nothing
    if second - third < _NOT_UNIQUE:
        return second, third, Reason.NOT_UNIQUE, *nothing
    if core.is_wide:
        territories = vector / np.sqrt(d)
        activities = (core.m.T @ territories) / (u * second)
    else:
        activities = vector / np.sqrt(shares * u)
        territories = (core.m @ (activities * shares)) / d
    return second, third, Reason.DEFINED, territories, activities


def _leading(gram: Values, first: Values) -> tuple[float, float, Values]:
    """Return the second and the third eigenvalue, and the second eigenvector.

    The first eigenvector is known: it is taken out, so that on large tables two Lanczos runs do, which
    also find an eigenvalue that occurs twice.
    """
    n = len(gram)
    if n > _SMALL:
        first = first / np.linalg.norm(first)
        rest = gram - np.multiply.outer(first, first)
        start = np.cos(np.arange(1.0, n + 1.0))  # any direction will do, the same each time
        try:
            (second,), vectors = eigsh(rest, k=1, which="LA", v0=start)
            vector = vectors[:, 0]
            rest -= second * np.multiply.outer(vector, vector)
            (third,), _ = eigsh(rest, k=1, which="LA", v0=start)
            return float(second), float(third), vector
        except ArpackNoConvergence:
            pass  # eigenvalues too close for Lanczos: the dense solver tells them apart
    found = eigh(gram, subset_by_index=(max(n - 3, 0), n - 1), driver="evr")
    values, vectors = np.asarray(found[0]), np.asarray(found[1])
    return float(values[-2]), float(values[-3]) if n > 2 else 0.0, vectors[:, -2]


def _residual(core: Core, territories: Values, eigenvalue: float) -> float:
    """Return the relative error of the index as an eigenvector of the usual, not symmetric, form."""
    image = (core.m @ (core.scale * (core.m.T @ territories))) / core.d
    error = float(np.linalg.norm(image - eigenvalue * territories) / np.linalg.norm(territories))
    if not error < _LARGEST_RESIDUAL:
        raise Undefined(
            found=f"an eigenvector with a relative error of {error:.1e}",
            needed=f"an error below {_LARGEST_RESIDUAL:.0e}",
            next_step="Report this table: the solver did not do what it promises.",
        )
    return error


def _direction(
    territories: Values, activities: Values, correlation: float, u: Values
) -> tuple[float, Orientation]:
    if abs(correlation) > _NO_CORRELATION:
        return np.sign(correlation), Orientation.DIVERSITY
    by_ubiquity = correlation_of(activities, u)
    if abs(by_ubiquity) > _NO_CORRELATION:
        return -np.sign(by_ubiquity), Orientation.UBIQUITY
    return np.sign(territories[np.argmax(np.abs(territories) > _NO_CORRELATION)]), Orientation.ARBITRARY


def correlation_of(a: Values, b: Values) -> float:
    """Return the correlation, 0 where one side does not vary."""
    left, right = a - a.mean(), b - b.mean()
    size = float(np.linalg.norm(left) * np.linalg.norm(right))
    varies = size > 1e-13 * max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-300)
    return float(left @ right) / size if varies else 0.0


def placed(values: NDArray, where: Flags, empty: float) -> NDArray:
    placed = np.full(len(where), empty, dtype=values.dtype)
    placed[where] = values
    return placed
