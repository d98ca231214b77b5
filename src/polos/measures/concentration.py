"""How concentrated an activity is in few territories."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from polos.errors import UnknownName, WrongRows
from polos.measures.arguments import numbers_of, require_kind
from polos.measures.composed import Composed
from polos.measures.results import ByActivity, Reason, Reasons, Values, undefined_where
from polos.tables.matrix import Matrix

Formula = Callable[[Values, Values], float]


def gini(employment: Matrix, *, is_corrected: bool = False) -> ByActivity:
    r"""Inequality of an activity's amounts between territories.

    .. math:: G_a = \frac{\sum_i (2 i - n - 1) \, x_{(i) a}}{n \sum_i x_{(i) a}}, \quad
        x_{(1)a} \le \dots \le x_{(n)a}

    Parameters
    ----------
    employment
        Amounts, shape (R, A). Only the n territories where the activity is known count.
    is_corrected
        Whether to multiply by n / (n - 1), so that full concentration in one territory gives 1.

    Returns
    -------
    ByActivity
        Shape (A,), 0 (even) to (n - 1) / n, or 1 where corrected. Undefined for an activity without known
        amounts, or known in one territory only.

    Raises
    ------
    Nothing
        The table was checked when it was made; what cannot be computed is undefined.

    References
    ----------
    Gini (1921), The Economic Journal 31, 124-126.

    Examples
    --------
    >>> from polos.measures import samples
    >>> round(gini(samples.jobs()).at("lasers"), 3)
    0.667
    """
    values, undefined = _over_territories(employment, None, lambda x, _: _gini(x, is_corrected))
    return ByActivity.over(employment, values, undefined, "gini", is_corrected=is_corrected)


def locational_gini(employment: Matrix, *, reference: Mapping[str, float] | None = None) -> ByActivity:
    r"""Inequality of an activity relative to the size of the territories.

    .. math:: G_a = \sum_{i=2}^{n} (s_{i a}^{\uparrow} x_{i-1}^{\uparrow} - s_{i-1, a}^{\uparrow}
        x_i^{\uparrow}) \cdot (-1)

    Territories are ordered by location quotient; the arrows are cumulated shares of the activity and of
    the reference. It is twice the area between this curve and the diagonal.

    Parameters
    ----------
    employment
        Amounts, shape (R, A). Only territories where the activity is known count.
    reference
        Size of each territory, such as its population; without it, its known employment.

    Returns
    -------
    ByActivity
        Shape (A,), 0 (as the reference) to below 1. Krugman's own scale is half of this. Undefined for an
        activity without known amounts, or known in one territory only.

    Raises
    ------
    UnknownName
        When the reference lacks a territory.
    WrongRows
        When the reference is negative, not finite, or sums to 0.

    References
    ----------
    Krugman (1991), Geography and Trade, MIT Press, chapter 2; Hoover (1936), The Review of Economics and
    Statistics 18, 162-171.

    Examples
    --------
    >>> from polos.measures import samples
    >>> round(locational_gini(samples.jobs()).at("lasers"), 3)
    0.565
    """
    sizes = territory_sizes(employment, reference)
    values, undefined = _over_territories(employment, sizes, _locational_gini)
    return ByActivity.over(employment, values, undefined, "locational_gini", **reference_kind(reference))


def hoover(employment: Matrix, *, reference: Mapping[str, float] | None = None) -> ByActivity:
    r"""Share of an activity that would have to move for it to be spread like the reference.

    .. math:: H_a = \frac{1}{2} \sum_r | s_{ra} - x_r |

    Parameters
    ----------
    employment
        Amounts, shape (R, A). Only territories where the activity is known count.
    reference
        As in :func:`locational_gini`.

    Returns
    -------
    ByActivity
        Shape (A,), 0 to 1. Undefined for an activity without known amounts, or known in one territory only.

    Raises
    ------
    UnknownName, WrongRows
        As in :func:`locational_gini`.

    References
    ----------
    Hoover (1936), The Review of Economics and Statistics 18, 162-171.

    Examples
    --------
    >>> from polos.measures import samples
    >>> round(hoover(samples.jobs()).at("lasers"), 3)
    0.565
    """
    sizes = territory_sizes(employment, reference)
    values, undefined = _over_territories(
        employment, sizes, lambda x, w: 0.5 * float(np.abs(x / x.sum() - w / w.sum()).sum())
    )
    return ByActivity.over(employment, values, undefined, "hoover", **reference_kind(reference))


@dataclass(frozen=True, eq=False, repr=False)
class Theil(Composed):
    """Theil's index of each activity, and its parts within and between groups, which add up to it."""

    total: ByActivity
    within: ByActivity
    between: ByActivity


def theil(
    employment: Matrix, groups: Mapping[str, str], *, reference: Mapping[str, float] | None = None
) -> Theil:
    r"""Inequality of an activity relative to the size of territories, within and between groups of them.

    .. math:: T_a = \sum_r s_{ra} \ln \frac{s_{ra}}{x_r}
        = \sum_g S_{ga} \ln \frac{S_{ga}}{X_g}
        + \sum_g S_{ga} \sum_{r \in g} \frac{s_{ra}}{S_{ga}} \ln \frac{s_{ra} / S_{ga}}{x_r / X_g}

    Parameters
    ----------
    employment
        Amounts, shape (R, A). Only territories where the activity is known count.
    groups
        The group of each territory, such as its country.
    reference
        As in :func:`locational_gini`.

    Returns
    -------
    Theil
        ``total``, ``within``, ``between``, shape (A,) each, in nats, 0 or more. Undefined for an activity
        without known amounts, known in one territory only, or present where the reference is 0.

    Raises
    ------
    UnknownName
        When a territory has no group, or the reference lacks one.
    WrongRows
        As in :func:`locational_gini`.

    References
    ----------
    Theil (1967), Economics and Information Theory, North-Holland.

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = theil(samples.jobs(), samples.SIDES)
    >>> round(found.within.at("bread"), 3), round(found.between.at("bread"), 3)
    (0.024, 0.192)
    """
    require_kind("employment", employment, Matrix)
    missing = [name for name in employment.territories if name not in groups]
    if missing:
        raise UnknownName(
            found=f"no group for the territory {', '.join(missing[:3])}",
            needed="a group for every territory",
            next_step="Add the territory to the groups.",
        )
    sizes = territory_sizes(employment, reference)
    _, group = np.unique(np.array([groups[name] for name in employment.territories]), return_inverse=True)
    parts = np.full((2, len(employment.activities)), np.nan)
    undefined = _not_comparable(employment)
    for a in np.flatnonzero(undefined == 0):
        known = employment.known[:, a]
        x, w, g = employment.values[known, a], sizes[known], group[known]
        if (x[w == 0] > 0).any():
            undefined[a] = Reason.NOTHING_TO_COMPARE
            continue
        whole = _divergence(x, w)
        between = _divergence(np.bincount(g, x).astype(np.float64), np.bincount(g, w).astype(np.float64))
        parts[:, a] = max(whole - between, 0.0), between
    asked = {"groups": list(dict.fromkeys(groups.values()))} | reference_kind(reference)
    labelled = [
        ByActivity.over(employment, values, undefined, name, **asked)
        for values, name in zip(
            (parts.sum(axis=0), *parts), ("theil", "theil_within", "theil_between"), strict=True
        )
    ]
    return Theil(*labelled)


def reference_kind(reference: Mapping[str, float] | None) -> dict[str, str]:
    """Return the reference as a parameter of a result; nothing where there is none."""
    return {} if reference is None else {"reference": f"sizes of {len(reference)} territories"}


def territory_sizes(employment: Matrix, reference: Mapping[str, float] | None) -> Values:
    """Return the size of each territory, shape (R,): the reference, or the known employment."""
    require_kind("employment", employment, Matrix)
    if reference is None:
        return employment.known_values.sum(axis=1)
    missing = [name for name in employment.territories if name not in reference]
    if missing:
        raise UnknownName(
            found=f"no size for the territory {', '.join(missing[:3])}",
            needed="a size for every territory",
            next_step="Add the territory to the reference.",
        )
    sizes = numbers_of("size", reference, employment.territories)
    if not np.isfinite(sizes).all() or (sizes < 0).any() or sizes.sum() == 0:
        raise WrongRows(
            found="sizes that are negative, not finite, or all 0",
            needed="a finite size of 0 or more for each territory, and more than 0 in all",
            next_step="Correct the reference.",
        )
    return sizes


def _over_territories(employment: Matrix, sizes: Values | None, formula: Formula) -> tuple[Values, Reasons]:
    """Apply ``formula`` to the known amounts of each activity and the sizes of the same territories."""
    undefined = _not_comparable(employment)
    values = np.full(len(undefined), np.nan)
    weights = np.ones(len(employment.territories)) if sizes is None else sizes
    for a in np.flatnonzero(undefined == 0):
        known = employment.known[:, a]
        if weights[known].sum() > 0:
            values[a] = formula(employment.values[known, a], weights[known])
    undefined[np.isnan(values) & (undefined == 0)] = Reason.NOTHING_TO_COMPARE
    return values, undefined


def _not_comparable(employment: Matrix) -> Reasons:
    require_kind("employment", employment, Matrix)
    total = employment.known_values.sum(axis=0)
    known = employment.known.sum(axis=0)
    return undefined_where(
        total,
        (Reason.UNKNOWN_CELL, known == 0),
        (Reason.EMPTY_ACTIVITY, total == 0),
        (Reason.NOTHING_TO_COMPARE, known < 2),
    )


def _gini(x: Values, is_corrected: bool) -> float:
    n = len(x)
    ordered = np.sort(x)
    value = float(((2 * np.arange(1, n + 1) - n - 1) * ordered).sum() / (n * ordered.sum()))
    return value * n / (n - 1) if is_corrected else value


def _locational_gini(x: Values, w: Values) -> float:
    quotient = np.divide(x, w, out=np.where(x > 0, np.inf, 0.0), where=w > 0)
    order = np.argsort(quotient, kind="stable")
    s, t = np.cumsum(x[order]) / x.sum(), np.cumsum(w[order]) / w.sum()
    return float((t[1:] * s[:-1] - t[:-1] * s[1:]).sum() * -1)


def _divergence(x: Values, w: Values) -> float:
    """Return sum s ln(s / t) for the shares s of x and t of w."""
    s, t = x / x.sum(), w / w.sum()
    some = s > 0
    return float((s[some] * np.log(s[some] / t[some])).sum())
