"""Input coefficients of a region from those of its nation, by location quotients, with their known bias."""

import math

import numpy as np

from polos.errors import InputError, WrongRows
from polos.measures.arguments import (
    is_finite,
    require_kind,
)
from polos.measures.results import Pairs, Reason, Values, position, undefined_where
from polos.measures.value_chain import input_coefficients
from polos.provenance import Origin
from polos.tables.input_output import InputOutput
from polos.tables.matrix import Matrix


def simple_regional_coefficients(table: InputOutput, employment: Matrix, *, territory: str) -> Pairs:
    r"""Input coefficients of a region: the nation's, cut where the region is less specialised than it.

    .. math:: a^r_{ij} = a_{ij} \min(1, Q_{ri}), \qquad
              Q_{ri} = \frac{x_{ri} / x_{r\cdot}}{x_{\cdot i} / x_{\cdot\cdot}}

    Known bias: a region that has enough of an activity is supposed to buy nothing of it elsewhere. In truth
    regions sell and buy the same thing (cross-hauling), so these coefficients, and the multipliers made of
    them, are too high; most so in small regions. See :func:`flegg_regional_coefficients`.

    Parameters
    ----------
    table
        The nation's flows and output, shapes (A, A) and (A,), without imports.
    employment
        Persons employed, shape (R, A), of all territories of the nation, over the activities of the table.
    territory
        The region.

    Returns
    -------
    Pairs
        Shape (A, A): row i is what is bought within the region, column j who buys. Undefined for buyers
        without output (``EMPTY_ACTIVITY``) and where the region's quotient of the seller is unknown
        (``UNKNOWN_CELL``).

    Raises
    ------
    WrongRows
        When the activities differ.
    UnknownName
        When the territory is not in ``employment``.

    References
    ----------
    Miller & Blair (2009), Input-Output Analysis, 2nd ed., chapter 8 [recall]; on the bias Flegg, Webber &
    Elliott (1995), Regional Studies 29, 547-561 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> table, jobs = samples.input_output(), samples.jobs()
    >>> found = simple_regional_coefficients(table, jobs, territory="South")
    >>> round(float(found.at("chips", "lasers")), 3)
    0.216
    """
    require_kind("table", table, InputOutput)
    quotients = _quotients(table, employment, territory)
    limits = np.broadcast_to(np.minimum(1.0, quotients)[:, None], table.flows.shape)
    return _limited(table, limits, "simple_regional_coefficients", {"territory": territory})


def flegg_regional_coefficients(
    table: InputOutput, employment: Matrix, *, territory: str, delta: float = 0.3
) -> Pairs:
    r"""Input coefficients of a region: the nation's, cut by relative size of seller, buyer and region.

    .. math:: a^r_{ij} = a_{ij} \min(1, \lambda_r C_{ij}), \quad
              C_{ij} = \begin{cases} Q_{ri} / Q_{rj} & i \ne j \\ Q_{ri} & i = j \end{cases}, \quad
              \lambda_r = \left[ \log_2 \left( 1 + \frac{x_{r\cdot}}{x_{\cdot\cdot}} \right) \right]^\delta

    The smaller the region, the more it buys elsewhere, which takes back much of the bias of
    :func:`simple_regional_coefficients`. Known limits: no single delta fits all; values between 0.1 and 0.4
    have been found, 0.3 is the one most used, and what is right for a region is not known without a survey.

    Parameters
    ----------
    table
        The nation's flows and output, shapes (A, A) and (A,), without imports.
    employment
        Persons employed, shape (R, A), of all territories of the nation, over the activities of the table.
    territory
        The region.
    delta
        How strongly size counts, 0 to less than 1; at 0 it does not.

    Returns
    -------
    Pairs
        Shape (A, A): row i is what is bought within the region, column j who buys. Undefined for buyers
        without output or employment in the region (``EMPTY_ACTIVITY``), and where a quotient is unknown
        (``UNKNOWN_CELL``).

    Raises
    ------
    InputError
        When ``delta`` is not from 0 to below 1.
    WrongRows
        When the activities differ.
    UnknownName
        When the territory is not in ``employment``.

    References
    ----------
    Flegg & Webber (1997), Regional Studies 31, 795-805; Flegg & Tohmo (2013), Regional Studies 47, 703-721,
    on delta [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> table, jobs = samples.input_output(), samples.jobs()
    >>> found = flegg_regional_coefficients(table, jobs, territory="South")
    >>> round(float(found.at("bread", "cheese")), 3)
    0.035
    """
    require_kind("table", table, InputOutput)
    if not is_finite(delta) or not 0 <= delta < 1:
        raise InputError(
            found=f"a delta of {delta}",
            needed="a number from 0 to below 1",
            next_step="Give, for example, 0.3.",
        )
    quotients = _quotients(table, employment, territory)
    row = employment.territories.index(territory)
    known = employment.known_values
    total = known.sum()
    size = math.log2(1 + (known[row].sum() / total if total > 0 else 0.0)) ** delta
    buyers = np.where(quotients > 0, quotients, np.nan)
    cross = quotients[:, None] / buyers[None, :]
    np.fill_diagonal(cross, quotients)
    limits = np.minimum(1.0, size * cross)
    parameters = {"territory": territory, "delta": delta}
    return _limited(
        table, limits, "flegg_regional_coefficients", parameters, idle=~np.isnan(quotients) & (quotients == 0)
    )


def _quotients(table: InputOutput, employment: Matrix, territory: str) -> Values:
    """Return the location quotients of the region, shape (A,), NaN where unknown."""
    require_kind("employment", employment, Matrix)
    if employment.activities != table.activities:
        raise WrongRows(
            found="employment in other activities",
            needed="the activities of the table, in the same order",
            next_step="Add employment up to the activities of the table.",
        )
    row = position(employment.territories, territory, "territory")
    x = employment.known_values
    of_activity, total = x.sum(axis=0), x.sum()
    expected = x[row].sum() * of_activity / total if total else np.zeros(x.shape[1])
    defined = employment.known[row] & (expected > 0)
    return np.divide(x[row], expected, out=np.full(x.shape[1], np.nan), where=defined)


def _limited(
    table: InputOutput,
    limits: Values,
    name: str,
    parameters: dict[str, str | float],
    *,
    idle: np.ndarray | None = None,
) -> Pairs:
    values = input_coefficients(table).values * limits
    empty = table.output == 0 if idle is None else (table.output == 0) | idle
    empty = np.broadcast_to(empty[None, :], values.shape)
    undefined = undefined_where(
        values, (Reason.EMPTY_ACTIVITY, empty), (Reason.UNKNOWN_CELL, np.isnan(values))
    )
    values = np.where(undefined > 0, np.nan, values)
    origin: Origin = table.origin.then(name)
    return Pairs(values, table.activities, undefined, origin, dict(parameters), table.backend)
