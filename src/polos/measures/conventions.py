"""The choices that make two packages differ on the same table, each named, and each package's numbers.

A :class:`Convention` states every choice; :func:`reproduce` computes all results under one;
:func:`differences` says which choices two conventions make differently, and :func:`effects` how much each
of them alone moves the numbers of a table. ``polos.conventions`` is this module.

>>> import polos
>>> [one.choice for one in polos.conventions.differences(polos.conventions.POLOS, polos.conventions.STATA)]
['presence', 'unknown_cells', 'divisor', 'own_in_density', 'gain_of_present']
"""

from dataclasses import dataclass, fields, replace

import numpy as np
from scipy.stats import rankdata

from polos.measures.complexity import Complexity, complexity_of_weights, reflections_of_weights
from polos.measures.concentration import gini, locational_gini
from polos.measures.convention_presence import (
    Population,
    deviation,
    divided,
    in_core,
    presence_by,
    quotients_by,
    rounded_as_in_r,
    standardised,
)
from polos.measures.convention_profiles import (
    ATLAS,
    DATAWHEEL,
    ECONCOMPLEX,
    ECONGEO,
    ECONOMICCOMPLEXITY,
    EFFECTS,
    POLOS,
    PY_ECOMPLEXITY,
    STATA,
    Convention,
)
from polos.measures.convention_relatedness import density_by, outlook_by, relatedness_by, share_by
from polos.measures.convention_switches import (
    ATLAS_BINARY,
    CONVENTIONS,
    DATAWHEEL_SQRT,
    ECONCI,
    ECONCOMPLEX_BOTH,
    ECONCOMPLEX_CORE,
    ECONCOMPLEX_CORRELATION,
    ECONCOMPLEX_COSINE,
    ECONCOMPLEX_EXTREMALITY,
    ECONCOMPLEX_INDEX_ASSOCIATION,
    ECONCOMPLEX_INDEX_COSINE,
    ECONCOMPLEX_INDEX_JACCARD,
    ECONCOMPLEX_INDEX_PROBABILITY,
    ECONCOMPLEX_MIN,
    ECONCOMPLEX_REFLECTIONS,
    ECONCOMPLEX_RPOP,
    ECONCOMPLEX_SQRT,
    ECONGEO_ASSOCIATION,
    ECONGEO_COSINE,
    ECONGEO_JACCARD,
    ECONGEO_RCA,
    FERMI,
    FERMI_ICA,
    FERMI_REDUNDANT,
    FERMI_REFLECTIONS,
    FERMI_SERVEDIO,
    FERMI_TAXONOMY,
    PY_ECOMPLEXITY_ASYMMETRIC,
    PY_ECOMPLEXITY_BOTH,
    PY_ECOMPLEXITY_CONTINUOUS,
    PY_ECOMPLEXITY_KNN,
    PY_ECOMPLEXITY_RPOP,
    STATA_RPOP,
)
from polos.measures.fitness_iteration import Fitness, fitness, stable_fitness
from polos.measures.portfolio import entropy, herfindahl_index
from polos.measures.results import ByActivity, ByTerritory, Grid, Pairs, Reason, Reasons, Values
from polos.tables.matrix import Matrix

__all__ = [
    "ATLAS",
    "ATLAS_BINARY",
    "CONVENTIONS",
    "DATAWHEEL",
    "DATAWHEEL_SQRT",
    "ECONCI",
    "ECONCOMPLEX",
    "ECONCOMPLEX_BOTH",
    "ECONCOMPLEX_CORE",
    "ECONCOMPLEX_CORRELATION",
    "ECONCOMPLEX_COSINE",
    "ECONCOMPLEX_EXTREMALITY",
    "ECONCOMPLEX_INDEX_ASSOCIATION",
    "ECONCOMPLEX_INDEX_COSINE",
    "ECONCOMPLEX_INDEX_JACCARD",
    "ECONCOMPLEX_INDEX_PROBABILITY",
    "ECONCOMPLEX_MIN",
    "ECONCOMPLEX_REFLECTIONS",
    "ECONCOMPLEX_RPOP",
    "ECONCOMPLEX_SQRT",
    "ECONGEO",
    "ECONGEO_ASSOCIATION",
    "ECONGEO_COSINE",
    "ECONGEO_JACCARD",
    "ECONGEO_RCA",
    "ECONOMICCOMPLEXITY",
    "EFFECTS",
    "FERMI",
    "FERMI_ICA",
    "FERMI_REDUNDANT",
    "FERMI_REFLECTIONS",
    "FERMI_SERVEDIO",
    "FERMI_TAXONOMY",
    "POLOS",
    "PY_ECOMPLEXITY",
    "PY_ECOMPLEXITY_ASYMMETRIC",
    "PY_ECOMPLEXITY_BOTH",
    "PY_ECOMPLEXITY_CONTINUOUS",
    "PY_ECOMPLEXITY_KNN",
    "PY_ECOMPLEXITY_RPOP",
    "RESULTS",
    "STATA",
    "STATA_RPOP",
    "Convention",
    "Difference",
    "Effect",
    "Reproduction",
    "differences",
    "effects",
    "reproduce",
]

_NOT_CHOICES = {"name", "basis", "switch"}
_ROUNDING = 1e-12  # differences below this are those of the order of additions

RESULTS = (
    "presence",
    "eci",
    "pci",
    "relatedness",
    "density",
    "outlook_index",
    "outlook_gain",
    "fitness",
    "activity_fitness",
    "gini",
    "locational_gini",
    "herfindahl",
    "entropy",
)


@dataclass(frozen=True, eq=False)
class Reproduction:
    """All results of one table under one convention."""

    convention: Convention
    presence: Grid
    eci: ByTerritory
    pci: ByActivity
    relatedness: Pairs
    density: Grid
    outlook_index: ByTerritory
    outlook_gain: Grid
    fitness: ByTerritory
    activity_fitness: ByActivity
    gini: ByActivity
    locational_gini: ByActivity
    herfindahl: ByTerritory
    entropy: ByTerritory


@dataclass(frozen=True)
class Difference:
    """One choice two conventions make differently, and what follows from it."""

    choice: str
    one: str
    other: str
    effect: str


@dataclass(frozen=True)
class Effect:
    """How far one choice alone moves each result: the largest change of a value, and cells gained or lost."""

    choice: str
    largest_change: dict[str, float]
    undefined_changed: dict[str, int]


def differences(one: Convention, other: Convention) -> tuple[Difference, ...]:
    """Return the choices the two make differently, from the table towards the outlook."""
    return tuple(
        Difference(name, str(getattr(one, name)), str(getattr(other, name)), EFFECTS[name])
        for name in _choices()
        if getattr(one, name) != getattr(other, name)
    )


def effects(
    employment: Matrix, one: Convention, other: Convention, *, population: Population | None = None
) -> tuple[Effect, ...]:
    """Return how far each differing choice moves the results when it alone is switched in ``one``."""
    before = reproduce(employment, one, population=population)

    def switched(name: str) -> Reproduction:
        changed = replace(one, **{name: getattr(other, name)})
        return reproduce(employment, changed, population=population)

    return tuple(
        _effect(before, switched(name), name)
        for name in (difference.choice for difference in differences(one, other))
    )


def reproduce(
    employment: Matrix, convention: Convention, *, population: Population | None = None
) -> Reproduction:
    """Return presence, complexity, relatedness, density, outlook and fitness under a convention.

    All of it is computed by the measures of this library; only what a convention adds or rounds off is
    done here.

    Parameters
    ----------
    employment
        Amounts, shape (R, A).
    convention
        One of those named here, or one of your own. What a package does not compute at all is as ours.
    population
        Inhabitants of every territory, for conventions that compare amounts per head.

    Returns
    -------
    Reproduction
        Labelled results; what a package gives as NaN is undefined with a reason.

    Raises
    ------
    InputError
        When the convention compares amounts per head and no population is given.

    Examples
    --------
    >>> differences(PY_ECOMPLEXITY, STATA)[0].choice
    'presence'
    """
    presence = presence_by(employment, convention, population)
    quotients = quotients_by(employment, convention, population)
    if convention.least_presences > 1:
        eci, pci = _of_core(in_core(employment, convention, population), presence, convention)
    else:
        eci, pci = _complexity(presence, convention)
    relatedness = relatedness_by(presence, quotients, convention)
    share = share_by(presence, relatedness, quotients, convention)
    shift = _shift(presence, eci) if convention.outlook_complexity == "raw" else 0.0
    worth = ByActivity.over(presence, pci.values + shift, pci.undefined.copy(), "complexity in the outlook")
    index, gain = outlook_by(presence, worth, (relatedness, share), convention)
    fit = _fitness(presence, convention)
    return Reproduction(
        convention,
        presence,
        eci,
        pci,
        relatedness,
        density_by(presence, share, convention),
        index,
        gain,
        fit.territories,
        fit.activities,
        *_concentration(employment, convention),
    )


def _choices() -> list[str]:
    return [field.name for field in fields(Convention) if field.name not in _NOT_CHOICES]


def _effect(before: Reproduction, after: Reproduction, choice: str) -> Effect:
    changes, counts = {}, {}
    for name in RESULTS:
        was, now = getattr(before, name), getattr(after, name)
        apart = np.abs(was.values - now.values)
        largest = float(np.nanmax(apart)) if not np.isnan(apart).all() else float("nan")
        changes[name] = 0.0 if largest < _ROUNDING else largest
        counts[name] = int(((was.undefined > 0) != (now.undefined > 0)).sum())
    return Effect(choice, changes, counts)


# ---- complexity -----------------------------------------------------------------------------


def _complexity(presence: Grid, convention: Convention) -> tuple[ByTerritory, ByActivity]:
    step = f"complexity by {convention.name}"
    exact = complexity_of_weights(presence)
    eci, pci, why_eci, why_pci = _vectors(presence, exact, convention)
    m = presence.known_values
    if convention.empty_units == "spoil all" and _has_empty_unit(presence):
        why_eci = np.where(why_eci == 0, np.uint8(Reason.NOTHING_TO_COMPARE), why_eci)
        why_pci = np.where(why_pci == 0, np.uint8(Reason.NOTHING_TO_COMPARE), why_pci)
    rows, columns = why_eci == 0, why_pci == 0
    if rows.any():
        x, y = _scaled(eci[rows], pci[columns], m[np.ix_(rows, columns)], convention)
        eci, pci = _put(x, rows), _put(y, columns)
        why_eci = _or_why(eci, why_eci, exact.eci.undefined)
        why_pci = _or_why(pci, why_pci, exact.pci.undefined)
    nothing = np.full(len(why_eci), np.nan), np.full(len(why_pci), np.nan)
    eci, pci = np.where(rows, eci, nothing[0]), np.where(columns, pci, nothing[1])
    return (
        ByTerritory.over(presence, eci, why_eci, step),
        ByActivity.over(presence, pci, why_pci, step),
    )


def _of_core(core: Grid, presence: Grid, convention: Convention) -> tuple[ByTerritory, ByActivity]:
    """Return the complexity of a part of the table, undefined for what was taken out."""
    eci, pci = _complexity(core, convention)
    step = f"complexity by {convention.name}"
    of_territory = [eci.at(one) if one in eci.territories else np.nan for one in presence.territories]
    of_activity = [pci.at(one) if one in pci.activities else np.nan for one in presence.activities]
    return (
        ByTerritory.over(presence, *_or_undefined(of_territory), step),
        ByActivity.over(presence, *_or_undefined(of_activity), step),
    )


def _or_undefined(values: list[float]) -> tuple[Values, Reasons]:
    found = np.array(values)
    return found, np.where(np.isnan(found), np.uint8(Reason.NOTHING_TO_COMPARE), np.uint8(0))


def _vectors(
    presence: Grid, exact: Complexity, convention: Convention
) -> tuple[Values, Values, Reasons, Reasons]:
    """Return both raw vectors, before direction and scale, and why some of their values are undefined."""
    m, why = presence.known_values, (exact.eci.undefined, exact.pci.undefined)
    if convention.vector == "reflections":
        of_territories, of_activities = convention.reflections or (18, 19)
        rows = reflections_of_weights(presence, steps=of_territories).territories
        columns = reflections_of_weights(presence, steps=of_activities).activities
        return rows.values, columns.values, rows.undefined, columns.undefined
    if convention.vector == "rounded eigenvector" and not exact.eci.undefined.all():
        rows, columns = why[0] == 0, why[1] == 0
        x, y = _rounded(m[np.ix_(rows, columns)])
        return _put(x, rows), _put(y, columns), *why
    shift = _shift(presence, exact.eci)
    return exact.eci.values + shift, exact.pci.values + shift, *why


def _rounded(m: Values) -> tuple[Values, Values]:
    """Return the second eigenvectors of both transition matrices rounded to four decimals."""
    by_row, by_column = m / m.sum(axis=1, keepdims=True), m / m.sum(axis=0)
    vectors = []
    for transition in (by_row @ by_column.T, by_column.T @ by_row):
        values, columns = np.linalg.eig(rounded_as_in_r(transition, 4))
        second = columns[:, np.argsort(-np.abs(values))[1]].real
        vectors.append(second)
    return vectors[0], vectors[1]


def _shift(presence: Grid, eci: ByTerritory) -> float:
    """Return what the standardised index lacks to the eigenvector, whose mean over diversity is 0."""
    diversity = presence.known_values.sum(axis=1)
    defined = eci.undefined == 0
    total = diversity[defined].sum()
    return -float(diversity[defined] @ eci.values[defined]) / total if total > 0 else 0.0


def _directed(x: Values, y: Values, m: Values, convention: Convention) -> tuple[Values, Values]:
    """Turn both vectors by the convention's rules; a rule that says nothing turns nothing."""
    sign = np.sign(_correlation(x, m.sum(axis=1))) if convention.eci_direction == "diversity" else 0.0
    if convention.eci_direction == "reflections":
        sign = np.sign(_correlation(x, _reflected(m, 20)[0]))
    x = -x if sign < 0 else x
    ubiquity = m.sum(axis=0)
    turned = {
        "follows ECI": sign,
        "against ubiquity": -_correlation(y, ubiquity),
        "with ubiquity": _correlation(y, ubiquity),
        "against ubiquity ranks": -_correlation(rankdata(y), rankdata(ubiquity)),
        "reflections": _correlation(y, _reflected(m, 19)[1]),
        "as it comes": 0.0,
    }
    return x, -y if turned[convention.pci_direction] < 0 else y


def _reflected(m: Values, steps: int) -> tuple[Values, Values]:
    """Return reflections without their mean at each step, which keeps the digits that differ."""
    d, u = m.sum(axis=1), m.sum(axis=0)
    rows, columns = d.copy(), u.copy()
    for _ in range(steps):
        rows, columns = (m @ columns) / d, (m.T @ rows) / u
        rows, columns = rows - rows.mean(), columns - columns.mean()
    return rows, columns


def _scaled(x: Values, y: Values, m: Values, convention: Convention) -> tuple[Values, Values]:
    """Turn and scale both vectors; NaN throughout where there is nothing to scale by."""
    if convention.eci_scale == "sum":
        x = divided(x, x.sum(), np.abs(x).sum())
    if convention.pci_scale == "sum":
        y = divided(y, y.sum(), np.abs(y).sum())
    x, y = _directed(x, y, m, convention)
    freedom = 1 if convention.divisor == "n - 1" else 0
    of_x = x.mean(), deviation(x, freedom)
    if convention.pci_scale == "of ECI":
        y = standardised(y, *of_x)
    elif convention.pci_scale == "own standard deviation":
        y = standardised(y, y.mean(), deviation(y, freedom))
    if convention.eci_scale == "standard deviation":
        x = standardised(x, *of_x)
    return x, y


def _or_why(values: Values, why: Reasons, why_exact: Reasons) -> Reasons:
    """Add the reason of the exact index, or that nothing differs, where there is no value without one."""
    nothing = np.where(why_exact > 0, why_exact, np.uint8(Reason.NOTHING_TO_COMPARE))
    return np.where(np.isnan(values) & (why == 0), nothing, why)


def _has_empty_unit(presence: Grid) -> bool:
    """Whether a territory or an activity with defined cells has no presence at all."""
    m, known = presence.known_values, presence.known
    return bool(
        ((m.sum(axis=1) == 0) & known.any(axis=1)).any() or ((m.sum(axis=0) == 0) & known.any(axis=0)).any()
    )


def _correlation(a: Values, b: Values) -> float:
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _put(values: Values, where: np.ndarray) -> Values:
    put = np.full(len(where), np.nan)
    put[where] = values
    return put


# ---- fitness and concentration --------------------------------------------------------------


def _fitness(presence: Grid, convention: Convention) -> Fitness:
    if convention.fitness_constant is not None:
        return stable_fitness(presence, delta=convention.fitness_constant)
    exponent, is_sequential = convention.fitness_exponent, convention.fitness_order == "sequential"
    if convention.fitness_steps is None:
        return fitness(presence, exponent=exponent, is_sequential=is_sequential)
    steps = convention.fitness_steps
    return fitness(presence, exponent=exponent, tolerance=0, limit=steps, is_sequential=is_sequential)


def _concentration(
    employment: Matrix, convention: Convention
) -> tuple[ByActivity, ByActivity, ByTerritory, ByTerritory]:
    plain, located = gini(employment), locational_gini(employment)
    squares, bits = herfindahl_index(employment), entropy(employment)
    values = {"gini": plain.values, "located": located.values, "squares": squares.values, "bits": bits.values}
    if convention.locational_gini == "half":
        values["located"] = values["located"] / 2
    if convention.herfindahl == "normalised" and len(employment.activities) > 1:  # of one activity it is 1
        least = 1 / len(employment.activities)
        values["squares"] = (values["squares"] - least) / (1 - least)
    if convention.concentration_decimals is not None:
        for name in ("gini", "bits"):
            values[name] = rounded_as_in_r(values[name], convention.concentration_decimals)
    return (
        ByActivity.over(employment, values["gini"], plain.undefined, f"gini by {convention.name}"),
        ByActivity.over(
            employment, values["located"], located.undefined, f"locational_gini by {convention.name}"
        ),
        ByTerritory.over(
            employment, values["squares"], squares.undefined, f"herfindahl by {convention.name}"
        ),
        ByTerritory.over(employment, values["bits"], bits.undefined, f"entropy by {convention.name}"),
    )
