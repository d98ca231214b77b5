"""What activities say of the territories that do them: their income, inequality or emissions."""

from collections.abc import Mapping

import numpy as np

from polos.errors import UnknownName, WrongRows
from polos.measures.arguments import numbers_of, require_kind
from polos.measures.results import (
    ByActivity,
    ByTerritory,
    Grid,
    Reason,
    Values,
    require_presence,
    undefined_where,
)
from polos.tables.matrix import Matrix


def prody(exports: Matrix, *, income: Mapping[str, float]) -> ByActivity:
    r"""Income of the territories that export an activity, weighted by their advantage in it.

    .. math:: \mathrm{PRODY}_a = \sum_r \frac{x_{ra} / x_{r\cdot}}{\sum_s x_{sa} / x_{s\cdot}} Y_r

    Parameters
    ----------
    exports
        Exports, shape (R, A); an unknown cell stays out of its territory's total.
    income
        Income per head of every territory; NaN where it is unknown, which leaves the territory out.

    Returns
    -------
    ByActivity
        In the unit of income, shape (A,), between the lowest and the highest income. Undefined for an
        activity that no territory of known income exports.

    Raises
    ------
    UnknownName
        When a territory has no income listed.
    WrongRows
        When an income is negative or infinite.

    References
    ----------
    Hausmann, Hwang & Rodrik (2007), Journal of Economic Growth 12, 1-25.

    Examples
    --------
    >>> from polos.measures import samples
    >>> income = {"North": 40_000, "South": 20_000, "West": 10_000}
    >>> prody(samples.jobs(), income=income).at("lasers")
    40000.0
    """
    return _mean_of_exporters(exports, _of_territories(exports, income, "income"), _shares(exports), "prody")


def expy(exports: Matrix, prody: ByActivity) -> ByTerritory:
    r"""Income that a territory's exports imply: the mean PRODY of what it exports.

    .. math:: \mathrm{EXPY}_r = \sum_a \frac{x_{ra}}{x_{r\cdot}} \mathrm{PRODY}_a

    Activities without a PRODY stay out of the sum and of the total.

    Parameters
    ----------
    exports
        Exports, shape (R, A).
    prody
        :func:`prody` of the same activities.

    Returns
    -------
    ByTerritory
        In the unit of income, shape (R,). Undefined for a territory whose exports are all unknown
        (``UNKNOWN_CELL``), 0 (``EMPTY_TERRITORY``), or all without a PRODY (``NOTHING_TO_COMPARE``).

    Raises
    ------
    WrongRows
        When the activities of the two differ.

    References
    ----------
    Hausmann, Hwang & Rodrik (2007), Journal of Economic Growth 12, 1-25.

    Examples
    --------
    >>> from polos.measures import samples
    >>> income = {"North": 40_000, "South": 20_000, "West": 10_000}
    >>> found = expy(samples.jobs(), prody(samples.jobs(), income=income))
    >>> found.values.round().tolist()
    [30616.0, 23193.0, 16190.0]
    """
    require_kind("prody", prody, ByActivity)
    require_kind("exports", exports, Matrix)
    if prody.activities != exports.activities:
        raise WrongRows(
            found="a PRODY of other activities, or in another order",
            needed="the activities of the exports",
            next_step="Compute both from the same table, or select the activities both have.",
        )
    has_prody = prody.undefined == 0
    x = exports.known_values
    counted = np.where(has_prody, x, 0.0)
    total = counted.sum(axis=1)
    undefined = undefined_where(
        total,
        (Reason.UNKNOWN_CELL, np.asarray(~exports.known.any(axis=1))),
        (Reason.EMPTY_TERRITORY, x.sum(axis=1) == 0),
        (Reason.NOTHING_TO_COMPARE, total == 0),
    )
    values = np.full(total.shape, np.nan)
    np.divide(counted @ np.where(has_prody, prody.values, 0.0), total, out=values, where=undefined == 0)
    return ByTerritory.over(exports, values, undefined, "expy")


def product_gini_index(exports: Matrix, presence: Grid, *, gini: Mapping[str, float]) -> ByActivity:
    r"""Income inequality of the territories specialised in an activity, weighted by its share in each.

    .. math:: \mathrm{PGI}_a = \frac{\sum_r M_{ra} s_{ra} G_r}{\sum_r M_{ra} s_{ra}},
        \quad s_{ra} = \frac{x_{ra}}{x_{r\cdot}}

    Parameters
    ----------
    exports
        Exports, shape (R, A).
    presence
        1 and 0, shape (R, A), with the same labels; where it is unknown, the territory is left out.
    gini
        Gini coefficient of income in every territory; NaN where it is unknown, which leaves it out.

    Returns
    -------
    ByActivity
        In the unit of the Gini coefficients, shape (A,). Undefined for an activity that is present with
        exports in no territory of known inequality.

    Raises
    ------
    UnknownName
        When a territory has no coefficient listed.
    WrongRows
        When labels differ, a presence lies outside 0 to 1, or a coefficient is negative or infinite.

    References
    ----------
    Hartmann, Guevara, Jara-Figueroa, Aristarán & Hidalgo (2017), World Development 93, 75-93 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> gini = {"North": 0.28, "South": 0.35, "West": 0.41}
    >>> round(product_gini_index(samples.jobs(), samples.presence(), gini=gini).at("bread"), 4)
    0.3936
    """
    known = _of_territories(exports, gini, "Gini coefficient")
    return _mean_of_exporters(exports, known, _present_shares(exports, presence), "product_gini_index")


def product_emission_intensity(
    exports: Matrix, presence: Grid, *, intensity: Mapping[str, float]
) -> ByActivity:
    r"""Emission intensity of the territories specialised in an activity, weighted by its share in each.

    .. math:: \mathrm{PEII}_a = \frac{\sum_r M_{ra} s_{ra} E_r}{\sum_r M_{ra} s_{ra}},
        \quad s_{ra} = \frac{x_{ra}}{x_{r\cdot}}

    Parameters
    ----------
    exports, presence
        As in :func:`product_gini_index`.
    intensity
        Emissions per unit of output of every territory; NaN where it is unknown, which leaves it out.

    Returns
    -------
    ByActivity
        In the unit of the intensities, shape (A,). Undefined as in :func:`product_gini_index`.

    Raises
    ------
    UnknownName, WrongRows
        As in :func:`product_gini_index`.

    References
    ----------
    Romero & Gramkow (2021), World Development 139, 105317 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> intensity = {"North": 0.1, "South": 0.3, "West": 0.5}
    >>> found = product_emission_intensity(samples.jobs(), samples.presence(), intensity=intensity)
    >>> round(found.at("cheese"), 3)
    0.243
    """
    known = _of_territories(exports, intensity, "emission intensity", least=-np.inf)  # some take in more
    step = "product_emission_intensity"
    return _mean_of_exporters(exports, known, _present_shares(exports, presence), step)


def _mean_of_exporters(exports: Matrix, value: Values, weights: Values, step: str) -> ByActivity:
    has_value = ~np.isnan(value)
    total = weights[has_value].sum(axis=0)
    undefined = undefined_where(
        total,
        (Reason.UNKNOWN_CELL, np.asarray(~exports.known.any(axis=0))),
        (Reason.EMPTY_ACTIVITY, exports.known_values.sum(axis=0) == 0),
        (Reason.NOTHING_TO_COMPARE, total == 0),
    )
    values = np.full(total.shape, np.nan)
    np.divide(value[has_value] @ weights[has_value], total, out=values, where=undefined == 0)
    return ByActivity.over(exports, values, undefined, step)


def _shares(exports: Matrix) -> Values:
    """Return each activity's share of its territory, shape (R, A); 0 where there is none to add."""
    x = exports.known_values
    total = x.sum(axis=1, keepdims=True)
    return np.divide(x, total, out=np.zeros_like(x), where=total > 0)


def _present_shares(exports: Matrix, presence: Grid) -> Values:
    require_kind("presence", presence, Grid)
    if presence.territories != exports.territories or presence.activities != exports.activities:
        raise WrongRows(
            found="a presence with other territories or activities",
            needed="the labels of the exports, in the same order",
            next_step="Decide presence from the same table.",
        )
    require_presence(presence)
    return presence.known_values * _shares(exports)


def _of_territories(exports: Matrix, value: Mapping[str, float], what: str, *, least: float = 0.0) -> Values:
    require_kind("exports", exports, Matrix)
    missing = [name for name in exports.territories if name not in value]
    if missing:
        raise UnknownName(
            found=f"no {what} for {', '.join(missing[:3])}",
            needed="one for every territory of the table, NaN where it is unknown",
            next_step="Add the territory, or select the territories that have one.",
        )
    values = numbers_of(what, value, exports.territories)
    wrong = np.isinf(values) | (values < least)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise WrongRows(
            found=f"{values[at]:g} as {what} of {exports.territories[at]!r}",
            needed=f"a finite number{', 0 or more' * (least == 0)}, or NaN where it is unknown",
            next_step="Correct it.",
        )
    return values
