"""How special or how mixed the activities of a whole territory are."""

import numpy as np

from polos.measures.arguments import require_above, require_kind
from polos.measures.results import ByTerritory, Reason, Reasons, Values, undefined_where
from polos.measures.specialisation import reference_name, reference_totals
from polos.tables.matrix import Matrix


def krugman_index(employment: Matrix, *, reference: Matrix | None = None) -> ByTerritory:
    r"""Sum of the differences between the shares of a territory and those of the reference.

    .. math:: K_r = \sum_a \left| \frac{x_{ra}}{x_{r\cdot}} - \frac{x_{\cdot a}}{x_{\cdot\cdot}} \right|

    Parameters
    ----------
    employment
        Persons employed, shape (R, A).
    reference
        Another set of units with the same activities; its totals give the shares to compare with.

    Returns
    -------
    ByTerritory
        Shape (R,), 0 (the same mix) to 2 (nothing in common). Compared over the activities known in the
        territory. Undefined where it, or the reference in them, has no known employment.

    Raises
    ------
    WrongRows
        When the reference lacks an activity.

    References
    ----------
    Krugman (1991), Geography and Trade, MIT Press.
    """
    shares, usual, undefined = _shares(employment, reference)
    values = np.abs(shares - usual).sum(axis=1)
    values[undefined > 0] = np.nan
    return ByTerritory.over(employment, values, undefined, "krugman_index", **reference_name(reference))


def specialisation_coefficient(employment: Matrix, *, reference: Matrix | None = None) -> ByTerritory:
    r"""Share of a territory's employment that would have to change activity to have the reference's mix.

    .. math:: S_r = \tfrac{1}{2} K_r

    Parameters
    ----------
    employment
        Persons employed, shape (R, A).
    reference
        As in :func:`krugman_index`.

    Returns
    -------
    ByTerritory
        Shape (R,), 0 to 1. Undefined as in :func:`krugman_index`.

    Raises
    ------
    WrongRows
        When the reference lacks an activity.

    References
    ----------
    Hoover & Giarratani (1985), An Introduction to Regional Economics, 3rd edition.
    """
    krugman = krugman_index(employment, reference=reference)
    return ByTerritory.over(
        employment, krugman.values / 2, krugman.undefined, "specialisation_coefficient", **krugman.parameters
    )


def hachman_index(employment: Matrix, *, reference: Matrix | None = None) -> ByTerritory:
    r"""How close a territory's mix of activities is to that of the reference.

    .. math:: H_r = 1 \Big/ \sum_a Q_{ra} \frac{x_{ra}}{x_{r\cdot}}

    Parameters
    ----------
    employment
        Persons employed, shape (R, A).
    reference
        As in :func:`krugman_index`.

    Returns
    -------
    ByTerritory
        Shape (R,), above 0 to 1 (the same mix). Over the activities known in the territory. Undefined where
        the territory has no known employment, or has some in an activity of which the reference has none.

    Raises
    ------
    WrongRows
        When the reference lacks an activity.

    References
    ----------
    Hachman (1995), Bureau of Economic and Business Research, University of Utah [recall].
    """
    shares, usual, undefined = _shares(employment, reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        weighted = np.where(shares > 0, shares * (shares / usual), 0.0)
        values = 1 / weighted.sum(axis=1)
    foreign = (undefined == 0) & ((shares > 0) & (usual == 0)).any(axis=1)
    undefined = np.where(foreign, np.uint8(Reason.NOTHING_TO_COMPARE), undefined)
    values[undefined > 0] = np.nan
    return ByTerritory.over(employment, values, undefined, "hachman_index", **reference_name(reference))


def herfindahl_index(employment: Matrix) -> ByTerritory:
    r"""Probability that two jobs of a territory, drawn with replacement, are in the same activity.

    .. math:: H_r = \sum_a \left( \frac{x_{ra}}{x_{r\cdot}} \right)^2

    Parameters
    ----------
    employment
        Persons employed, shape (R, A).

    Returns
    -------
    ByTerritory
        Shape (R,), 1/A to 1, over the known activities. Undefined where a territory has no known employment.

    Raises
    ------
    Nothing
        The table was checked when it was made; what cannot be computed is undefined.

    References
    ----------
    Hirschman (1964), The American Economic Review 54, 761.
    """
    shares, undefined = _own_shares(employment)
    values = (shares**2).sum(axis=1)
    values[undefined > 0] = np.nan
    return ByTerritory.over(employment, values, undefined, "herfindahl_index")


def entropy(employment: Matrix, *, base: float = 2.0) -> ByTerritory:
    r"""Diversity of a territory's activities as the information in learning in which one a job is.

    .. math:: E_r = - \sum_a s_{ra} \log_b s_{ra}, \quad s_{ra} = x_{ra} / x_{r\cdot}

    Parameters
    ----------
    employment
        Persons employed, shape (R, A).
    base
        Of the logarithm: 2 for bits, e for natural units.

    Returns
    -------
    ByTerritory
        Shape (R,), 0 (one activity) to log A (all alike), over the known activities; no amount is added to
        zeros. Undefined where a territory has no known employment.

    Raises
    ------
    InputError
        When the base is not above 1.

    References
    ----------
    Shannon (1948), Bell System Technical Journal 27, 379-423.
    """
    require_above("base", base, 1.0, example=2.0)
    shares, undefined = _own_shares(employment)
    logarithms = np.log(shares, out=np.zeros_like(shares), where=shares > 0) / np.log(base)
    values = 0.0 - (shares * logarithms).sum(axis=1)
    values[undefined > 0] = np.nan
    return ByTerritory.over(employment, values, undefined, "entropy", base=base)


def _own_shares(employment: Matrix) -> tuple[Values, Reasons]:
    """Return the shares within each territory, shape (R, A), and reasons, shape (R,)."""
    require_kind("employment", employment, Matrix)
    x = employment.known_values
    total: Values = np.asarray(x.sum(axis=1))
    shares = np.divide(x, total[:, None], out=np.zeros_like(x), where=total[:, None] > 0)
    nothing_known = np.equal(employment.known.sum(axis=1), 0)
    return shares, undefined_where(
        total, (Reason.UNKNOWN_CELL, nothing_known), (Reason.EMPTY_TERRITORY, np.equal(total, 0))
    )


def _shares(employment: Matrix, reference: Matrix | None) -> tuple[Values, Values, Reasons]:
    """Return own shares and the reference's over the same known activities, and reasons."""
    shares, undefined = _own_shares(employment)
    usual = np.where(employment.known, reference_totals(employment, reference), 0.0)
    total = usual.sum(axis=1, keepdims=True)
    usual = np.divide(usual, total, out=np.zeros_like(usual), where=total > 0)
    empty = (undefined == 0) & (total[:, 0] == 0)
    return shares, usual, np.where(empty, np.uint8(Reason.NOTHING_TO_COMPARE), undefined)
