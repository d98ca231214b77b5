"""How alike activities are in where they locate and in what they buy and sell."""

import numpy as np
from numpy.typing import NDArray

from polos.errors import WrongRows
from polos.measures.arguments import require_kind
from polos.measures.results import Pairs, Reason, Values, undefined_where
from polos.measures.sparse_pairs import require_all_pairs
from polos.tables.matrix import Matrix

_FEWEST = 3  # any two points correlate perfectly
_SAME = 1e-28  # share of the squares below which what varies is rounding


def location_correlation(employment: Matrix) -> Pairs:
    r"""Correlation over territories of two activities' amounts.

    .. math:: \rho_{ab} = \frac{\sum_r (x_{ra} - \bar x_a)(x_{rb} - \bar x_b)}
        {\sqrt{\sum_r (x_{ra} - \bar x_a)^2 \sum_r (x_{rb} - \bar x_b)^2}}

    Sums and means run over the territories where both activities are known. With numbers of establishments
    it is the correlation of establishments; with occupations in place of territories, that of occupations,
    since a correlation of numbers of jobs is one of the shares of an activity's jobs too.

    Parameters
    ----------
    employment
        Persons employed, establishments, or any other amounts, shape (R, A).

    Returns
    -------
    Pairs
        Shape (A, A), -1 to 1, symmetric. Undefined where fewer than three territories know both, or one of
        the two is the same in all of these (``NOTHING_TO_COMPARE``).

    Raises
    ------
    Nothing
        The table was checked when it was made; what cannot be computed is undefined.

    References
    ----------
    Porter (2003), Regional Studies 37, 549-578; Delgado, Porter & Stern (2016), Journal of Economic
    Geography 16, 1-38 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> round(location_correlation(samples.jobs()).at("chips", "lasers"), 3)
    0.945
    """
    require_kind("employment", employment, Matrix)
    values = _of_complete(employment.values) if employment.is_complete else _of_known(employment)
    undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    return Pairs.over(employment, values, undefined, "location_correlation")


def input_output_link(flows: Pairs) -> Pairs:
    r"""Highest share that a pair of activities has of what either buys or sells.

    .. math:: \ell_{ab} = \max\left( \frac{f_{ab}}{f_{a\cdot}}, \frac{f_{ab}}{f_{\cdot b}},
        \frac{f_{ba}}{f_{b\cdot}}, \frac{f_{ba}}{f_{\cdot a}} \right)

    Parameters
    ----------
    flows
        What the activity of the row sells to that of the column, shape (A, A), in any unit of value. Sales
        of an activity to itself count in the totals; unknown flows do not.

    Returns
    -------
    Pairs
        Shape (A, A), 0 to 1, symmetric. Undefined where a flow between the two is, where neither buys or
        sells anything (``EMPTY_ACTIVITY``), and for an activity with itself (``NOT_A_CANDIDATE``).

    Raises
    ------
    WrongRows
        When a flow is negative or infinite, or the pairs are sparse.

    References
    ----------
    Ellison, Glaeser & Kerr (2010), American Economic Review 100, 1195-1213; Delgado, Porter & Stern
    (2016), Journal of Economic Geography 16, 1-38 [recall].

    Examples
    --------
    >>> from polos.measures import samples
    >>> input_output_link(samples.sales()).at("bread", "cheese")
    0.5
    """
    require_all_pairs(flows)
    f = np.where(flows.undefined == 0, flows.values, 0.0)
    if (f < 0).any() or np.isinf(f).any():
        raise WrongRows(
            found="a flow that is negative or infinite",
            needed="amounts of 0 or more",
            next_step="Leave subsidies and changes of stock out of the flows.",
        )
    bought, sold = f.sum(axis=0), f.sum(axis=1)
    shares = np.maximum(_over(f, sold[:, None]), _over(f, bought[None, :]))
    values = np.maximum(shares, shares.T)
    empty = bought + sold == 0
    undefined = undefined_where(
        values,
        (Reason.NOT_A_CANDIDATE, np.eye(len(f), dtype=bool)),
        (Reason.EMPTY_ACTIVITY, empty[:, None] & empty[None, :]),
    )
    unknown = np.maximum(flows.undefined, flows.undefined.T)
    undefined = np.where(undefined > 0, undefined, unknown)
    values = np.where(undefined > 0, np.nan, values)
    origin = flows.origin.then("input_output_link")
    return Pairs(values, flows.activities, undefined, origin, {}, flows.backend)


def _of_complete(values: Values) -> Values:
    apart = values - values.sum(axis=0) / max(len(values), 1)
    squares = (apart**2).sum(axis=0)
    varies = (squares > _SAME * (values**2).sum(axis=0)) & (len(values) >= _FEWEST)
    norm = np.sqrt(np.where(varies, squares, 1.0))
    correlations = np.clip((apart / norm).T @ (apart / norm), -1.0, 1.0)
    return np.where(varies[:, None] & varies[None, :], correlations, np.nan)


def _of_known(employment: Matrix) -> Values:
    values, known = employment.known_values, employment.known
    return np.stack([_with(values, known, a) for a in range(len(employment.activities))])


def _with(values: Values, known: NDArray[np.bool_], a: int) -> Values:
    """Return the correlation of one activity with each, NaN where it is undefined."""
    rows = known[:, a]
    both, other, own = known[rows], values[rows], values[rows, a, None]
    count = np.maximum(both.sum(axis=0), 1)
    x = np.where(both, own, 0.0)
    apart_x = np.where(both, x - x.sum(axis=0) / count, 0.0)
    apart_y = np.where(both, other - np.where(both, other, 0.0).sum(axis=0) / count, 0.0)
    squares_x, squares_y = (apart_x**2).sum(axis=0), (apart_y**2).sum(axis=0)
    varies = (squares_x > _SAME * (x**2).sum(axis=0)) & (squares_y > _SAME * (other**2).sum(axis=0))
    norm = np.sqrt(squares_x) * np.sqrt(squares_y)
    result = np.full(len(count), np.nan)
    is_defined = (both.sum(axis=0) >= _FEWEST) & varies & (norm > 0)
    np.divide((apart_x * apart_y).sum(axis=0), norm, out=result, where=is_defined)
    return np.clip(result, -1.0, 1.0)


def _over(flows: Values, total: Values) -> Values:
    return np.divide(flows, total, out=np.zeros_like(flows), where=np.broadcast_to(total > 0, flows.shape))
