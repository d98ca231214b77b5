"""How complex territories and activities are, judged by who does what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from polos.errors import WrongRows
from polos.measures.arguments import require_count, require_kind
from polos.measures.composed import Composed
from polos.measures.results import (
    ByActivity,
    ByTerritory,
    Grid,
    Reason,
    Reasons,
    Values,
    all_defined,
    require_presence,
)
from polos.measures.second_eigenvector import Orientation, Solution, correlation_of, length, solved
from polos.measures.years import Years


@dataclass(frozen=True, eq=False)
class Diagnostics:
    """How far an index of complexity can be trusted.

    ``eigenvalues`` are the second and the third largest, the third to within 1e-10 (1e-4 in single
    precision). A third close to the second means that a small change of the table can turn the index; a
    second close to 1, that the table nearly falls apart.
    ``territory_parts`` and ``activity_parts``, shape (R,) and (A,), number the part of the table each of
    them belongs to (-1: empty), counted from the largest, 0. ``residual`` is the relative error of the
    eigenvector; ``overlap`` the correlation with the index of the year before, in a panel only.
    """

    eigenvalues: tuple[float, float]
    diversity_correlation: float
    orientation: Orientation
    territory_parts: NDArray[np.int64]
    activity_parts: NDArray[np.int64]
    residual: float
    overlap: float | None = None

    @property
    def gap_ratio(self) -> float:
        """Third eigenvalue over the second: 0 is a clear index, 1 none at all."""
        second, third = self.eigenvalues
        return third / second if second > 0 else float("nan")

    @property
    def part_count(self) -> int:
        """Number of parts without any activity in common; an index needs exactly 1."""
        return int(self.territory_parts.max(initial=-1)) + 1

    @property
    def is_orientation_weak(self) -> bool:
        """Whether diversity says too little about the index to decide its direction (|r| < 0.1)."""
        return not abs(self.diversity_correlation) >= 0.1


@dataclass(frozen=True, eq=False, repr=False)
class Complexity(Composed):
    """Complexity of territories (``eci``) and of activities (``pci``) from one table."""

    eci: ByTerritory
    pci: ByActivity
    diagnostics: Diagnostics


def economic_complexity(presence: Grid, *, dtype: DTypeLike = np.float64) -> Complexity:
    r"""Economic complexity index of territories and product complexity index of activities.

    .. math::
        S = D^{-1/2} M U^{-1} M^\top D^{-1/2}, \quad S v = \lambda_2 v, \quad
        K_r = D^{-1/2} v, \quad K_a = \tfrac{1}{\lambda_2} U^{-1} M^\top K_r

    ``D`` and ``U`` hold diversity (activities of a territory) and ubiquity (territories of an activity).
    The symmetric problem has the same solution as the usual one and is solved on the smaller side. The
    index of a territory is the mean index of its activities. Both are standardised with the mean and the
    standard deviation (divisor n) of the territories' index, and oriented together, so that complex
    territories are diverse.

    Parameters
    ----------
    presence
        1 and 0 (or a continuous presence from 0 to 1), shape (R, A). Unknown cells count neither for
        diversity nor for ubiquity.
    dtype
        ``float64``, or ``float32`` to solve more quickly, with an error that ``diagnostics.residual`` states
        (about 1e-6, never above 1e-3). Where single precision would not tell the eigenvalues apart, and
        where it would save nothing, the solution is the one in double precision.

    Returns
    -------
    Complexity
        ``eci``, shape (R,), mean 0, standard deviation 1; ``pci``, shape (A,), on the same scale; both
        without unit. A territory or activity without any presence is undefined and leaves the others as
        they are. All are undefined where the table falls apart into parts that share nothing
        (``SEPARATE_PARTS``; the diagnostics say which), where the territories do not differ
        (``NOTHING_TO_COMPARE``), and where two eigenvectors are equally good (``NOT_UNIQUE``).

    Raises
    ------
    InputError
        When ``dtype`` is another one.
    WrongRows
        When a presence lies outside 0 to 1.
    Undefined
        When the solver errs; the result is checked against the table.

    References
    ----------
    Hidalgo & Hausmann (2009), PNAS 106, 10570-10575; Mealy, Farmer & Teytelboym (2019), Science Advances 5,
    eaau1705; van Dam et al. (2021), Scientific Reports 11, 8926 (symmetric form); Balland & Rigby (2017),
    Economic Geography 93, 1-23 (regions and technologies).

    Examples
    --------
    >>> from polos.measures import samples
    >>> economic_complexity(samples.presence()).diagnostics.part_count
    1
    """
    return complexity_of_weights(_required(presence), dtype=dtype)


def complexity_of_weights(weights: Grid, *, dtype: DTypeLike = np.float64) -> Complexity:
    """Return the complexity of any weights from 0 on, for conventions that count a presence twice."""
    return _labelled(weights, solved(weights, dtype=dtype), overlap=None, dtype=dtype)


def economic_complexity_index(presence: Grid) -> ByTerritory:
    r"""Economic complexity index of territories: ``eci`` of :func:`economic_complexity`.

    .. math:: D^{-1} M U^{-1} M^\top K = \lambda_2 K, \quad
        \mathrm{ECI}_r = \frac{K_r - \bar K}{\mathrm{sd}(K)}

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).

    Returns
    -------
    ByTerritory
        Shape (R,), mean 0, standard deviation 1. Undefined as in :func:`economic_complexity`.

    Raises
    ------
    WrongRows
        When a presence lies outside 0 to 1.

    References
    ----------
    Hidalgo & Hausmann (2009), PNAS 106, 10570-10575.

    Examples
    --------
    >>> from polos.measures import samples
    >>> economic_complexity_index(samples.presence()).values.round(3).tolist()
    [1.328, -0.244, -1.085]
    """
    return economic_complexity(presence).eci


def product_complexity_index(presence: Grid) -> ByActivity:
    r"""Complexity index of activities: ``pci`` of :func:`economic_complexity`.

    .. math:: U^{-1} M^\top D^{-1} M K = \lambda_2 K, \quad
        \mathrm{ECI}_r = \frac{1}{d_r} \sum_a M_{ra} \mathrm{PCI}_a

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).

    Returns
    -------
    ByActivity
        Shape (A,), on the scale of the territories' index. Undefined as in :func:`economic_complexity`.

    Raises
    ------
    WrongRows
        When a presence lies outside 0 to 1.

    References
    ----------
    Hidalgo & Hausmann (2009), PNAS 106, 10570-10575.

    Examples
    --------
    >>> from polos.measures import samples
    >>> product_complexity_index(samples.presence()).values.round(3).tolist()
    [-1.085, 0.598, 1.693, 1.693]
    """
    return economic_complexity(presence).pci


def economic_complexity_panel(
    presences: Mapping[str, Grid], *, dtype: DTypeLike = np.float64, through: Callable[..., Any] = map
) -> Years[Complexity]:
    r"""Economic complexity of several years, with one direction for all of them.

    .. math:: s_t = s_{t-1} \, \mathrm{sign} \, \mathrm{corr}(K_{r,t-1}, K_{r,t}), \quad
        \sum_t s_t \, \mathrm{corr}(K_{r,t}, d_t) \ge 0

    Each year's index is turned to agree with the year before over the territories both have; then the
    whole chain is turned so that complex territories are diverse on average over the years. A year alone
    would flip where diversity says little about the index.

    Parameters
    ----------
    presences
        One presence a year, each of shape (R, A), in the order of time; territories and activities may
        come and go.
    dtype
        As in :func:`economic_complexity`.
    through
        What goes through the years: ``map``, or the ``map`` of a pool of threads, which solves several at a
        time.

    Returns
    -------
    Years
        As :func:`economic_complexity` for each year; ``diagnostics.overlap`` is the correlation with the
        latest earlier year that has an index. A year that shares fewer than two territories with it
        begins a new chain. Undefined as in :func:`economic_complexity`, each year by itself; the overlap
        is None where a chain begins.

    Raises
    ------
    InputError
        When ``dtype`` is another one.
    WrongRows
        When a presence lies outside 0 to 1.

    References
    ----------
    Hidalgo & Hausmann (2009), PNAS 106, 10570-10575; the direction rule is ours.

    Examples
    --------
    >>> from polos.measures import samples
    >>> years = {"2020": samples.presence(2020), "2025": samples.presence(2025)}
    >>> panel = economic_complexity_panel(years)
    >>> round(panel["2025"].diagnostics.overlap, 3)
    0.993
    """
    found = through(lambda grid: solved(_required(grid), dtype=dtype), presences.values())
    indices = dict(zip(presences, found, strict=True))
    chains: list[dict[str, float]] = []
    overlaps: dict[str, float | None] = {}
    previous = ""
    for year, index in indices.items():
        overlaps[year] = None
        if index.reason:
            continue
        overlap = _overlap(presences, indices, previous, year) if previous else None
        if overlap is None:
            chains.append({year: 1.0})
        else:
            chains[-1][year] = chains[-1][previous] * (-1.0 if overlap < 0 else 1.0)
            overlaps[year] = abs(overlap)
        previous = year
    signs = {year: sign for chain in chains for year, sign in _turned(chain, indices).items()}
    return Years(
        {
            year: _labelled(
                presences[year], _signed(index, signs.get(year, 1.0)), overlap=overlaps[year], dtype=dtype
            )
            for year, index in indices.items()
        }
    )


def external_complexity(presence: Grid, pci: ByActivity) -> ByTerritory:
    r"""Mean complexity of a territory's activities, with complexities taken from a larger system.

    .. math:: K_r = \frac{1}{d_r} \sum_a M_{ra} K_a

    Parameters
    ----------
    presence
        1 and 0 (or a continuous presence from 0 to 1), shape (R, A).
    pci
        Complexity of the activities, from :func:`economic_complexity` of the larger system. Activities
        it leaves undefined are left out of both sums.

    Returns
    -------
    ByTerritory
        Shape (R,), in the unit of ``pci``. Undefined for a territory without any activity that has a
        complexity.

    Raises
    ------
    WrongRows
        When the larger system lacks an activity, or a presence lies outside 0 to 1.

    References
    ----------
    Hausmann & Hidalgo (2014), The Atlas of Economic Complexity, MIT Press; applied to parts of a country.

    Examples
    --------
    >>> from polos.measures import samples
    >>> pci = product_complexity_index(samples.presence())
    >>> external_complexity(samples.presence(2025), pci).values.round(3).tolist()
    [1.693, 0.402, -0.244]
    """
    require_kind("pci", pci, ByActivity)
    require_presence(presence)
    place_of = {activity: i for i, activity in enumerate(pci.activities)}
    missing = [activity for activity in presence.activities if activity not in place_of]
    if missing:
        raise WrongRows(
            found=f"no complexity for {', '.join(missing[:3])}",
            needed="a complexity, or the reason why there is none, for every activity of the table",
            next_step="Take a system with these activities, or select the activities both have.",
        )
    complexity = pci.values[[place_of[activity] for activity in presence.activities]]
    has_complexity = ~np.isnan(complexity)
    present = presence.known_values[:, has_complexity]
    diversity = present.sum(axis=1)
    values = np.full(len(diversity), np.nan)
    np.divide(present @ complexity[has_complexity], diversity, out=values, where=diversity > 0)
    undefined = np.where(diversity > 0, np.uint8(0), np.uint8(Reason.EMPTY_TERRITORY))
    return ByTerritory.over(presence, values, undefined, "external_complexity")


@dataclass(frozen=True, eq=False, repr=False)
class Reflections(Composed):
    """One step of the method of reflections: averages of averages, on both sides."""

    territories: ByTerritory
    activities: ByActivity


def reflections(presence: Grid, *, steps: int) -> Reflections:
    r"""Averages of averages: the iteration that complexity was first defined by.

    .. math::
        k_{r,n} = \frac{1}{d_r} \sum_a M_{ra} k_{a,n-1}, \quad
        k_{a,n} = \frac{1}{u_a} \sum_r M_{ra} k_{r,n-1}, \quad k_{r,0} = d_r, \; k_{a,0} = u_a

    Even steps carry the index of territories, odd steps that of activities up to sign. The values approach
    one number for all; what differs in the last digits approaches :func:`economic_complexity`, slowly
    where the second and third eigenvalue are close. Kept for comparison with results made this way.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    steps
        Number of reflections n; 0 gives diversity and ubiquity.

    Returns
    -------
    Reflections
        ``territories``, shape (R,), and ``activities``, shape (A,). Undefined for a territory or an
        activity without any presence.

    Raises
    ------
    InputError
        When ``steps`` is negative.
    WrongRows
        When a presence lies outside 0 to 1.

    References
    ----------
    Hidalgo & Hausmann (2009), PNAS 106, 10570-10575.

    Examples
    --------
    >>> from polos.measures import samples
    >>> reflections(samples.presence(), steps=1).territories.values.round(3).tolist()
    [1.333, 2.0, 2.0]
    """
    require_count("steps", steps, least=0, example=18)
    return reflections_of_weights(_required(presence), steps=steps)


def reflections_of_weights(weights: Grid, *, steps: int) -> Reflections:
    """Return the reflections of any weights from 0 on, for conventions that count a presence twice."""
    m = weights.known_values
    diversity, ubiquity = m.sum(axis=1), m.sum(axis=0)
    territories, activities = diversity.copy(), ubiquity.copy()
    for _ in range(steps):
        territories, activities = (
            _share(m @ activities, diversity),
            _share(m.T @ territories, ubiquity),
        )
    return Reflections(
        _by_territory(weights, territories, diversity, "reflections", steps=steps),
        _by_activity(weights, activities, ubiquity, "reflections", steps=steps),
    )


# ---- labels, scale and direction ------------------------------------------------------------


def _required(presence: Grid) -> Grid:
    require_presence(presence)
    return presence


def standardised(index: Solution) -> tuple[Values, Values]:
    """Return both sides on the scale of the territories: mean 0, standard deviation 1 (divisor n)."""
    defined = index.territories[index.parts[0] >= 0]
    mean = defined.mean()
    deviation = length(defined - mean) / sqrt(len(defined))
    return (index.territories - mean) / deviation, (index.activities - mean) / deviation


def _labelled(presence: Grid, index: Solution, *, overlap: float | None, dtype: DTypeLike) -> Complexity:
    eci, pci = (index.territories, index.activities) if index.reason else standardised(index)
    parts = index.parts
    step, name = "economic_complexity", np.dtype(dtype).name
    of_territories = why_undefined(parts[0], Reason.EMPTY_TERRITORY, index.reason)
    of_activities = why_undefined(parts[1], Reason.EMPTY_ACTIVITY, index.reason)
    return Complexity(
        ByTerritory.over(presence, eci, of_territories, step, dtype=name),
        ByActivity.over(presence, pci, of_activities, step, dtype=name),
        Diagnostics(
            index.eigenvalues,
            index.diversity_correlation,
            index.orientation,
            *parts,
            index.residual,
            overlap,
        ),
    )


def why_undefined(parts: NDArray[np.int64], empty: Reason, otherwise: Reason) -> Reasons:
    """Return the reason of each territory or activity: without presence, or that of the whole table."""
    if otherwise is Reason.DEFINED and parts.min(initial=0) >= 0:
        return all_defined(parts.shape)
    return np.where(parts < 0, np.uint8(empty), np.uint8(otherwise)).astype(np.uint8)


def _signed(index: Solution, sign: float) -> Solution:
    if sign > 0:
        return index
    orientation = Orientation.OVERLAP
    return index._replace(
        territories=-index.territories,
        activities=-index.activities,
        diversity_correlation=-index.diversity_correlation,
        orientation=orientation,
    )


def _overlap(
    presences: Mapping[str, Grid], indices: Mapping[str, Solution], before: str, now: str
) -> float | None:
    """Return the correlation of two indices over the territories both have, None for fewer than two."""
    there, here = (
        dict(zip(presences[year].territories, indices[year].territories, strict=True))
        for year in (before, now)
    )
    shared = [(there[name], value) for name, value in here.items() if name in there]
    pairs = np.array([pair for pair in shared if not np.isnan(pair).any()])
    return correlation_of(pairs[:, 0], pairs[:, 1]) if len(pairs) > 1 else None


def _turned(chain: Mapping[str, float], indices: Mapping[str, Solution]) -> dict[str, float]:
    agreement = sum(sign * indices[year].diversity_correlation for year, sign in chain.items())
    turn = -1.0 if agreement < 0 else 1.0
    return {year: sign * turn for year, sign in chain.items()}


def _share(total: Values, count: Values) -> Values:
    return np.divide(total, count, out=np.zeros_like(total), where=count > 0)


def _by_territory(
    presence: Grid, values: Values, diversity: Values, step: str, **parameters: int
) -> ByTerritory:
    undefined = np.where(diversity > 0, np.uint8(0), np.uint8(Reason.EMPTY_TERRITORY))
    return ByTerritory.over(presence, np.where(diversity > 0, values, np.nan), undefined, step, **parameters)


def _by_activity(
    presence: Grid, values: Values, ubiquity: Values, step: str, **parameters: int
) -> ByActivity:
    undefined = np.where(ubiquity > 0, np.uint8(0), np.uint8(Reason.EMPTY_ACTIVITY))
    return ByActivity.over(presence, np.where(ubiquity > 0, values, np.nan), undefined, step, **parameters)
