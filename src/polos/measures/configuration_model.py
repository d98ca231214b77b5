"""Advantage over what the totals of territories and activities alone would let one expect."""

import numpy as np

from polos.errors import Undefined
from polos.measures.arguments import require_kind
from polos.measures.results import Grid, Reason, Values, undefined_where
from polos.tables.matrix import Flags, Matrix

_FIRST_STEPS, _MOST_STEPS = 20, 120  # plain updates to begin with; with Newton steps in all
_SHORTEST = 1e-12
_EXACT = 1e-10  # relative to the total of a territory or an activity


def inferred_advantage(employment: Matrix) -> Grid:
    r"""Amount over its expectation among all tables that have the same totals on average.

    .. math::
        A_{ra} = x_{ra} (\theta_r + \eta_a), \quad
        \sum_a \frac{1}{\theta_r + \eta_a} = x_{r\cdot}, \quad
        \sum_r \frac{1}{\theta_r + \eta_a} = x_{\cdot a}

    The expectation 1 / (theta + eta) is that of the distribution of tables with the largest entropy among
    those whose totals are the observed ones on average (the bipartite weighted configuration model with
    continuous weights). It differs from the location quotient, whose expectation is the product of the
    totals, most where both totals are large.

    Parameters
    ----------
    employment
        Amounts, shape (R, A). Unknown cells are left out of the totals and of the distribution.

    Returns
    -------
    Grid
        Shape (R, A), without unit; 1 where the amount is the expected one. Undefined where the cell is
        unknown, or where the territory or the activity has no known amount above 0.

    Raises
    ------
    Undefined
        When no such distribution exists, as unknown cells can bring about: no expectation meets the totals.

    References
    ----------
    Bruno, Mazzilli, Patelli, Squartini & Saracco (2023), Journal of Physics: Complexity 4, 045011 [recall];
    called inferred comparative advantage in the package fermi, whose numbers it reproduces.

    Examples
    --------
    >>> from polos.provenance import Origin
    >>> jobs = Matrix([[10, 8], [8, 2]], ("North", "South"), ("food", "steel"), "jobs", "", Origin("by hand"))
    >>> inferred_advantage(jobs).values.round(3).tolist()
    [[0.833, 1.333], [1.333, 0.5]]
    """
    require_kind("employment", employment, Matrix)
    x, known = employment.known_values, employment.known
    rows, columns = x.sum(axis=1) > 0, x.sum(axis=0) > 0
    undefined = undefined_where(
        x,
        (Reason.UNKNOWN_CELL, ~known),
        (Reason.EMPTY_TERRITORY, ~rows[:, None]),
        (Reason.EMPTY_ACTIVITY, ~columns[None, :]),
    )
    values = np.full(x.shape, np.nan)
    within = np.ix_(rows, columns)
    if rows.any():
        values[within] = x[within] * _inverse_expectation(x[within], np.array(known[within]))
    values[undefined > 0] = np.nan
    return Grid.over(employment, values, undefined, "inferred_advantage")


def _inverse_expectation(x: Values, known: Flags) -> Values:
    """Return theta_r + eta_a by Newton steps on the likelihood, which is convex, each as long as it helps."""
    in_territory, in_activity = x.sum(axis=1), x.sum(axis=0)
    theta = known.sum(axis=1) / (2 * in_territory)
    eta = known.sum(axis=0) / (2 * in_activity)
    for step in range(_MOST_STEPS):
        inverse = theta[:, None] + eta[None, :]
        expected = known / inverse
        lacks = expected.sum(axis=1) - in_territory, expected.sum(axis=0) - in_activity
        if max(np.abs(lacks[0] / in_territory).max(), np.abs(lacks[1] / in_activity).max()) <= _EXACT:
            return inverse
        if step < _FIRST_STEPS:
            theta = theta * (1 + lacks[0] / in_territory)
            eta = eta * ((known / (theta[:, None] + eta[None, :])).sum(axis=0) / in_activity)
            continue
        direction = _newton_step(expected**2, *lacks)
        length = _length(known, inverse, direction, (in_territory, in_activity))
        theta, eta = theta + length * direction[0], eta + length * direction[1]
    raise Undefined(
        found="totals that no expectation of positive amounts meets",
        needed="a table in which the known cells can hold the totals of their rows and columns",
        next_step="Leave out the territories or activities with most unknown cells.",
    )


def _length(
    known: Flags, inverse: Values, direction: tuple[Values, Values], totals: tuple[Values, Values]
) -> float:
    """Return how far to go: the whole step, or halves of it until the likelihood gains what it promises."""
    relative = np.where(known, (direction[0][:, None] + direction[1][None, :]) / inverse, 0.0)
    slope = float(totals[0] @ direction[0] + totals[1] @ direction[1])
    promised = slope - float(relative.sum())
    lowest = float(relative.min())
    length = 1.0 if lowest > -1 else -0.99 / lowest
    while length > _SHORTEST:
        gained = length * slope - float(np.log1p(length * relative).sum())
        if gained <= 0.1 * length * promised or length * np.abs(relative).max() < 1e-6:
            break
        length /= 2
    return length


def _newton_step(curvature: Values, of_rows: Values, of_columns: Values) -> tuple[Values, Values]:
    """Solve the Hessian for the step, on its smaller side; theta + c and eta - c are one solution."""
    if curvature.shape[0] < curvature.shape[1]:
        eta, theta = _newton_step(curvature.T, of_columns, of_rows)
        return theta, eta
    rows, columns = curvature.sum(axis=1), curvature.sum(axis=0)
    by_row = curvature / rows[:, None]
    reduced = np.diag(columns) - curvature.T @ by_row
    reduced += columns.mean() / len(columns)  # holds the free constant c
    reduced[np.diag_indices_from(reduced)] += 1e-13 * columns
    eta = np.linalg.solve(reduced, of_columns - by_row.T @ of_rows)
    return (of_rows - curvature @ eta) / rows, eta
