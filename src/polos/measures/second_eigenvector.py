"""The second eigenvector of a presence: what complexity indices are made of.

The symmetric form on the smaller side is solved by Lanczos iterations, which need products with the table
only, or densely where it is small or its eigenvalues are too close for that. The residual is checked in the
usual form, and the ends are told apart by diversity, or by ubiquity where all territories are equally
diverse.
"""

from collections.abc import Callable
from enum import Enum
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from polos.errors import Undefined
from polos.measures.arguments import require_precision
from polos.measures.results import Grid, Reason, Values

Flags = NDArray[np.bool_]
Single = NDArray[np.float32]
Product = Callable[[NDArray[Any]], NDArray[Any]]

_NO_DIFFERENCE = 1e-12  # a second eigenvalue below this: all territories have the same mix
_NOT_UNIQUE = 1e-10  # closer neighbours than this leave the eigenvector without reliable digits
_NO_CORRELATION = 1e-9
_LARGEST_RESIDUAL = {np.dtype(np.float64): 1e-9, np.dtype(np.float32): 1e-3}
_DENSE = 40  # up to this order the dense solver is the faster one
_MADE = 320  # up to this order S is made, in single precision; above, the table is multiplied with each time
_FIRST_LOOK = 7  # steps of Lanczos before the first look whether they are enough
_MOST_STEPS = 120  # of Lanczos; what takes more has eigenvalues too close together
_VECTOR_ERROR, _VALUE_ERROR = 2e-15, 1e-7  # residuals; an eigenvalue errs by the square of its own
_SINGLE_ERROR = 1e-6  # residual that single precision reaches
_SINGLE_VALUE_ERROR = 1e-4  # and what is enough for an eigenvalue that is as good as its precision
_SOLVED = 1e-5  # what a refinement leaves of the error
_NEARLY = 1e-10  # residual from which one more refinement is the last
_MOST_REFINEMENTS = 5
_TELLS_APART = 1e-6  # eigenvalues closer than this are left to the dense solver
_CLEARLY_APART = 0.01  # of the second eigenvalue: what single precision may be trusted to tell apart


class Orientation(Enum):
    """What decided which end of the index is called complex."""

    DIVERSITY = "complex territories are the diverse ones"
    UBIQUITY = "complex activities are the rare ones, since all territories are equally diverse"
    OVERLAP = "carried over from the neighbouring year"
    ARBITRARY = "neither diversity nor ubiquity tells the ends apart: the sign means nothing"
    NONE = "there is no index to orient"


class Core(NamedTuple):
    """A presence without empty rows and columns, its diversity and ubiquity, and weights over ubiquity.

    ``in_type`` gives the presence in another precision.
    """

    m: Values
    d: Values
    u: Values
    scale: Values
    in_type: Callable[[DTypeLike], NDArray[Any]]

    @property
    def is_wide(self) -> bool:
        """Whether territories are the smaller side."""
        return len(self.d) <= len(self.u)


class Leading(NamedTuple):
    """The second and the third eigenvalue, and the second eigenvector."""

    second: float
    third: float
    vector: NDArray[Any]


class Rough(NamedTuple):
    """The second and the third pair, in single precision."""

    second: float
    third: float
    vector: Single
    third_vector: Single

    def leading(self, first: Values) -> Leading:
        """Return what was found as it is, but perpendicular to the first vector."""
        single = first.astype(np.float32)
        vector = self.vector - single.dot(self.vector) * single
        return Leading(self.second, self.third, vector / np.float32(length(vector)))


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


def solved(presence: Grid, weights: Values | None = None, *, dtype: DTypeLike = np.float64) -> Solution:
    """Solve one table; ``weights`` says how often each activity counts, ``dtype`` how precisely to solve.

    Where single precision cannot tell the eigenvalues apart, and where it saves nothing, double is taken.
    """
    precision = require_precision(dtype)
    m, ubiquity = presence.known_values, presence.ubiquity
    counted = ubiquity > 0 if weights is None else (ubiquity > 0) & (weights > 0)
    diversity = presence.diversity if weights is None else m @ weights
    present = diversity > 0
    d, u = diversity[present], ubiquity[counted]
    scale = 1 / u if weights is None else weights[counted] / u
    if counted.all() and present.all():
        core = Core(m, d, u, scale, presence.as_type)
    else:
        part = m[np.ix_(present, counted)]
        core = Core(part, d, u, scale, part.astype)
    gram = _gram(core, np.float32) if _DENSE < min(core.m.shape) <= _MADE else None
    parts = _parts(core, gram)
    eigenvalues, reason, residual = (np.nan, np.nan), _unsolvable(parts, core), np.nan
    territories, activities = np.full(len(d), np.nan), np.full(len(u), np.nan)
    if not reason:
        *eigenvalues, reason, territories, activities = _second_pair(core, gram, precision)
        if not reason:
            residual = _residual(core, (territories, activities), eigenvalues[0], precision)
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


def _gram(core: Core, dtype: DTypeLike = np.float64) -> NDArray[Any]:
    """Return S on the smaller side: territories when there are no more of them than activities."""
    m, d, scale = core.in_type(dtype), core.d.astype(dtype), core.scale.astype(dtype)
    root = np.sqrt(d if core.is_wide else scale)
    if core.is_wide:
        half = m * np.sqrt(scale)
        gram = half @ half.T
        gram /= np.multiply.outer(root, root)
    else:
        half = m / np.sqrt(d)[:, None]
        gram = half.T @ half
        gram *= np.multiply.outer(root, root)
    return gram


def _product(core: Core) -> Product:
    """Return the function that multiplies a vector with S, without making S."""
    m, transposed = core.m, core.m.T
    if core.is_wide:
        inverse = 1 / np.sqrt(core.d)
        return lambda vector: inverse * (m @ (core.scale * (transposed @ (inverse * vector))))
    root = np.sqrt(core.scale)
    return lambda vector: root * (transposed @ ((m @ (root * vector)) / core.d))


def _parts(core: Core, gram: Single | None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number the parts of the table that share nothing, the largest first, for both sides.

    The largest part has most members on the smaller side of the table.
    """
    near_by_far = core.m if core.is_wide else core.m.T
    if gram is not None and _is_one_part(gram):
        near, far = (np.zeros(size, dtype=np.int64) for size in near_by_far.shape)
        return (near, far) if core.is_wide else (far, near)
    near, far = (np.full(size, -1, dtype=np.int64) for size in near_by_far.shape)
    count = 0
    while (near < 0).any():
        reached, linked = _reached(near_by_far, int(np.argmax(near < 0)))
        near[reached], far[linked] = count, count
        count += 1
    if count > 1:
        order = np.empty(count, dtype=np.int64)
        order[np.argsort(-np.bincount(near, minlength=count), kind="stable")] = np.arange(count)
        near, far = order[near], order[far]
    return (near, far) if core.is_wide else (far, near)


def _is_one_part(gram: Single) -> bool:
    """Whether all are within two steps of one; where not, it is looked at more closely."""
    near = gram[np.argmax(np.diagonal(gram))]
    return bool(near.min() > 0 or (gram @ near).min() > 0)


def _reached(table: Values, start: int) -> tuple[Flags, Flags]:
    """Return the rows, and the columns, that can be reached from a row by going through cells above 0."""
    rows, size = np.arange(len(table)) == start, 0
    columns = np.zeros(table.shape[1], dtype=bool)
    while size < np.count_nonzero(rows):
        size = np.count_nonzero(rows)
        if size == len(rows):
            columns[:] = True  # none of them is empty
        else:
            columns = (rows.astype(np.float64) @ table) > 0
            rows = (table @ columns.astype(np.float64)) > 0
    return rows, columns


def _unsolvable(parts: tuple[NDArray[np.int64], NDArray[np.int64]], core: Core) -> Reason:
    if min(core.m.shape) < 2:
        return Reason.NOTHING_TO_COMPARE
    return Reason.SEPARATE_PARTS if parts[0].any() else Reason.DEFINED


def _second_pair(
    core: Core, gram: Single | None, precision: np.dtype
) -> tuple[float, float, Reason, Values, Values]:
    """Return second and third eigenvalue, and the raw index of territories and of activities."""
    d, u, shares = core.d, core.u, core.scale * core.u
    second, third, vector = _leading(core, gram, np.sqrt(d if core.is_wide else shares * u), precision)
    nothing = np.full(len(d), np.nan), np.full(len(u), np.nan)
    if second < _NO_DIFFERENCE:
        return second, third, Reason.NOTHING_TO_COMPARE, *nothing
    if second - third < _NOT_UNIQUE:
        return second, third, Reason.NOT_UNIQUE, *nothing
    return second, third, Reason.DEFINED, *_both_sides(core, vector, second)


def _both_sides(core: Core, vector: NDArray[Any], second: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the raw index of territories and of activities, in the precision of the vector."""
    m, d, u, shares = core.in_type(vector.dtype), core.d, core.u, core.scale * core.u
    if core.is_wide:
        territories = (vector / np.sqrt(d)).astype(vector.dtype)
        return territories, m.T.dot(territories) / (u * second)
    activities = vector / np.sqrt(shares * u)
    return m.dot((activities * shares).astype(vector.dtype)) / d, activities


def _leading(core: Core, gram: Single | None, first: Values, precision: np.dtype) -> Leading:
    """Return the second and the third eigenvalue, and the second eigenvector; the first vector is known."""
    n = len(first)
    if n > _DENSE:
        first = first / length(first)
        error = _SINGLE_VALUE_ERROR if precision == np.float32 else _SINGLE_ERROR
        rough = None if gram is None else _in_single(gram, first, third_error=error)
        if rough is not None and precision == np.float32:
            return rough.leading(first)
        found = None if rough is None or gram is None else _refined(core, gram, first, rough)
        found = found or _iterated(core, first)
        if found is not None and found.second - found.third > _TELLS_APART:
            return found
    values, vectors = np.linalg.eigh(_gram(core))
    return Leading(float(values[-2]), float(values[-3]) if n > 2 else 0.0, vectors[:, -2])


def _iterated(core: Core, first: Values) -> Leading | None:
    """Find the pair by multiplying with the table only; None where that does not end soon."""
    product, places = _product(core), np.arange(1.0, len(first) + 1.0)
    found = _largest(product, [first], np.cos(places), error=_VECTOR_ERROR)
    if found is None:
        return None
    second, vector = found
    # From another start, so that an eigenvalue that occurs twice is found twice.
    after = _largest(product, [first, vector], np.cos(places**2), error=_VALUE_ERROR)
    return None if after is None else Leading(second, after[0], vector)


def _in_single(gram: Single, first: Values, *, third_error: float) -> Rough | None:
    """Find both pairs in single precision; None where that is not sure to tell them apart."""
    places = np.arange(1.0, len(first) + 1.0)
    single = first.astype(np.float32)
    found = _largest(gram.dot, [single], np.cos(places).astype(np.float32), error=_SINGLE_ERROR)
    if found is None:
        return None
    start = np.cos(places**2).astype(np.float32)
    after = _largest(gram.dot, [single, found[1]], start, error=third_error)
    if after is None or found[0] - after[0] < _CLEARLY_APART * found[0]:
        return None
    return Rough(found[0], after[0], found[1], after[1])


def _refined(core: Core, gram: Single, first: Values, rough: Rough) -> Leading | None:
    """Refine in double what was found in single precision; None where that is not sure to work.

    A step of refinement solves (lambda - S) x = S v - lambda v for what v lacks, perpendicular to
    v and to the first vector. Only the error is in single precision, and little of it is left.
    """
    single = first.astype(np.float32)
    product, vector = _product(core), rough.vector.astype(np.float64)
    for _ in range(_MOST_REFINEMENTS):
        vector -= (first @ vector) * first
        vector /= length(vector)
        image = product(vector)
        second = float(vector @ image)
        lacking = image - second * vector
        size = length(lacking)
        known = np.array((single, vector), dtype=np.float32)
        vector += size * _solution(gram, np.float32(second), (lacking / size).astype(np.float32), known)
        if size < _NEARLY:
            other = rough.third_vector.astype(np.float64)
            other -= (first @ other) * first + (vector @ other) * vector
            return Leading(second, float(other @ product(other) / (other @ other)), vector)
    return None


def _solution(gram: Single, value: np.float32, right: Single, known: Single) -> Single:
    """Solve (value - S) x = right, perpendicular to the known vectors, by conjugate gradients."""
    x = np.zeros_like(right)
    rest = right - (known @ right) @ known
    direction, size = rest, rest @ rest
    for _ in range(_MOST_STEPS):
        image = value * direction - gram @ direction
        image -= (known @ image) @ known
        step = size / (direction @ image)
        x += step * direction
        rest = rest - step * image
        before, size = size, rest @ rest
        if size < _SOLVED**2:
            break
        direction = rest + (size / before) * direction
    return x


def _largest(
    product: Product, known: list[NDArray[Any]], start: NDArray[Any], *, error: float
) -> tuple[float, NDArray[Any]] | None:
    """Return the largest eigenvalue besides those of the known vectors, and its vector; None if not found.

    Lanczos iterations, each new vector made perpendicular to all before it.
    """
    base, n, is_double = len(known), len(start), start.dtype == np.float64
    steps = min(_MOST_STEPS, n - base)
    basis = np.empty((base + steps + 1, n), dtype=start.dtype)
    basis[:base] = known
    start = start - (basis[:base] @ start) @ basis[:base]
    basis[base] = start / length(start)
    small = np.zeros((steps, steps))  # S in this basis: eigh reads the lower half
    for step in range(steps):
        kept = basis[: base + step + 1]
        image = product(kept[-1])
        along = kept.dot(image)  # which costs half of what @ does where vectors are short
        image -= along.dot(kept)
        if is_double:
            image -= (kept @ image) @ kept  # once more, for what rounding left
        small[step, step], beside = along[-1], length(image)
        is_last = step == steps - 1 or beside < error
        if is_last or (step >= _FIRST_LOOK and step % 2):
            values, vectors = np.linalg.eigh(small[: step + 1, : step + 1])
            if beside * abs(vectors[-1, -1]) < error:
                return float(values[-1]), vectors[:, -1].astype(start.dtype) @ kept[base:]
            if is_last:
                return None
        small[step + 1, step] = beside
        basis[base + step + 1] = image / beside
    return None


def _residual(
    core: Core, sides: tuple[NDArray[Any], NDArray[Any]], eigenvalue: float, precision: np.dtype
) -> float:
    """Return the relative error of the index as an eigenvector of the usual, not symmetric, form.

    Of the two sides, each a mean over the other, the one is made from the other: the way back is checked.
    """
    (territories, activities), table = sides, core.in_type(precision)
    if core.is_wide:
        shared = (core.scale * core.u * activities).astype(precision)
        index, image = territories, eigenvalue * table.dot(shared) / core.d
    else:
        index, image = activities, table.T.dot(territories.astype(precision)) / core.u
    error = length(image - eigenvalue * index) / length(index)
    largest = _LARGEST_RESIDUAL[precision]
    if not error < largest:
        raise Undefined(
            found=f"an eigenvector with a relative error of {error:.1e}",
            needed=f"an error below {largest:.0e}",
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
    left, right = a - a.sum() / len(a), b - b.sum() / len(b)
    size = length(left) * length(right)
    varies = size > 1e-13 * max(length(a) * length(b), 1e-300)
    return float(left @ right) / size if varies else 0.0


def length(vector: NDArray[Any]) -> float:
    """Return the Euclidean length."""
    return sqrt(vector.dot(vector))


def placed(values: NDArray, where: Flags, empty: float) -> NDArray:
    if len(values) == len(where):
        return values
    placed = np.full(len(where), empty, dtype=values.dtype)
    placed[where] = values
    return placed
