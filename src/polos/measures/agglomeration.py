"""Concentration beyond what a few large plants explain, of one activity and of several together."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from polos.errors import Undefined, UnknownName
from polos.measures.arguments import require_kind
from polos.measures.concentration import reference_kind, territory_sizes
from polos.measures.numbers import Number
from polos.measures.results import ByActivity, Pairs, Reason, Reasons, Values, undefined_where
from polos.tables.matrix import Matrix
from polos.tables.plants import Plants


def plant_herfindahl(plants: Plants) -> ByActivity:
    r"""Sum of squared plant shares: how much of an activity is in few plants.

    .. math:: H_a = \sum_k z_{ka}^2

    Parameters
    ----------
    plants
        Plants with their size.

    Returns
    -------
    ByActivity
        Shape (A,), from 1 / number of plants to 1 (a single plant). Undefined for an activity whose plants
        employ nobody.

    Raises
    ------
    Nothing
        The plants were checked when they were read; what cannot be computed is undefined.

    References
    ----------
    Ellison & Glaeser (1997), Journal of Political Economy 105, 889-927.

    Examples
    --------
    >>> from polos.measures import samples
    >>> plant_herfindahl(samples.plants()).values.tolist()
    [0.375, 0.82]
    """
    require_kind("plants", plants, Plants)
    sums = (
        plants.rows.group_by("activity")
        .agg(pl.col("size").sum().alias("total"), (pl.col("size") ** 2).sum().alias("squares"))
        .sort("activity")
    )
    total, squares = sums["total"].to_numpy(), sums["squares"].to_numpy()
    values = np.full(len(total), np.nan)
    np.divide(squares, total**2, out=values, where=total > 0)
    undefined = undefined_where(values, (Reason.EMPTY_ACTIVITY, total == 0))
    origin = plants.origin.then("plant_herfindahl")
    return ByActivity(values, tuple(sums["activity"]), undefined, origin, {}, plants.backend)


def raw_concentration(employment: Matrix, *, reference: Mapping[str, float] | None = None) -> ByActivity:
    r"""Squared distance between an activity's and all employment's spread over territories.

    .. math:: G_a = \sum_r (s_{ra} - x_r)^2

    Parameters
    ----------
    employment
        Persons employed, shape (R, A).
    reference
        Size of each territory; without it, its known employment.

    Returns
    -------
    ByActivity
        Shape (A,), 0 to below 2. Undefined for an activity with an unknown cell, or without employment.

    Raises
    ------
    UnknownName
        When the reference lacks a territory.
    WrongRows
        When the reference is negative, not finite, or sums to 0.

    References
    ----------
    Ellison & Glaeser (1997), Journal of Political Economy 105, 889-927.

    Examples
    --------
    >>> from polos.measures import samples
    >>> round(raw_concentration(samples.jobs()).at("lasers"), 3)
    0.488
    """
    shares, undefined = _shares(employment)
    x = _reference_shares(employment, reference)
    values = np.where(undefined > 0, np.nan, ((shares - x[:, None]) ** 2).sum(axis=0))
    return ByActivity.over(employment, values, undefined, "raw_concentration", **reference_kind(reference))


def ellison_glaeser(
    employment: Matrix, herfindahl: ByActivity, *, reference: Mapping[str, float] | None = None
) -> ByActivity:
    r"""Excess concentration of an activity over plants thrown at random on territories.

    .. math:: \gamma_a = \frac{G_a - (1 - \sum_r x_r^2) H_a}{(1 - \sum_r x_r^2)(1 - H_a)}

    Parameters
    ----------
    employment
        Persons employed, shape (R, A).
    herfindahl
        :func:`plant_herfindahl` of the same activities.
    reference
        Size of each territory; without it, its known employment.

    Returns
    -------
    ByActivity
        Shape (A,), without unit; 0 is as if at random, below 0 more even than that. Undefined for an
        activity with an unknown cell, without employment, or in a single plant.

    Raises
    ------
    UnknownName
        When an activity has no Herfindahl index, or the reference lacks a territory.
    WrongRows
        As in :func:`raw_concentration`.

    References
    ----------
    Ellison & Glaeser (1997), Journal of Political Economy 105, 889-927.

    Examples
    --------
    >>> from polos.measures import samples
    >>> plants = samples.plants()
    >>> gamma = ellison_glaeser(plants.employment(), plant_herfindahl(plants))
    >>> round(gamma.at("bread"), 3)
    0.664
    """
    require_kind("herfindahl", herfindahl, ByActivity)
    shares, undefined = _shares(employment)
    x = _reference_shares(employment, reference)
    raw = ((shares - x[:, None]) ** 2).sum(axis=0)
    return _beyond_plants(
        employment,
        raw,
        herfindahl,
        place=(x, undefined),
        step="ellison_glaeser",
        asked=reference_kind(reference),
    )


def maurel_sedillot(
    employment: Matrix, herfindahl: ByActivity, *, reference: Mapping[str, float] | None = None
) -> ByActivity:
    r"""Excess concentration of an activity, from the probability that two plants share a territory.

    .. math:: \gamma_a = \frac{\dfrac{\sum_r s_{ra}^2 - \sum_r x_r^2}{1 - \sum_r x_r^2} - H_a}{1 - H_a}

    Parameters
    ----------
    employment, herfindahl, reference
        As in :func:`ellison_glaeser`.

    Returns
    -------
    ByActivity
        Shape (A,), without unit. Undefined as in :func:`ellison_glaeser`.

    Raises
    ------
    UnknownName, WrongRows
        As in :func:`ellison_glaeser`.

    References
    ----------
    Maurel & Sédillot (1999), Regional Science and Urban Economics 29, 575-604.

    Examples
    --------
    >>> from polos.measures import samples
    >>> plants = samples.plants()
    >>> gamma = maurel_sedillot(plants.employment(), plant_herfindahl(plants))
    >>> round(gamma.at("bread"), 3)
    -1.227
    """
    require_kind("herfindahl", herfindahl, ByActivity)
    shares, undefined = _shares(employment)
    x = _reference_shares(employment, reference)
    raw = (shares**2).sum(axis=0) - (x**2).sum()
    return _beyond_plants(
        employment,
        raw,
        herfindahl,
        place=(x, undefined),
        step="maurel_sedillot",
        asked=reference_kind(reference),
    )


def coagglomeration(employment: Matrix, *, reference: Mapping[str, float] | None = None) -> Pairs:
    r"""How much two activities concentrate in the same territories.

    .. math:: \gamma_{ab} = \frac{\sum_r (s_{ra} - x_r)(s_{rb} - x_r)}{1 - \sum_r x_r^2}

    Parameters
    ----------
    employment
        Persons employed, shape (R, A).
    reference
        Size of each territory; without it, its known employment.

    Returns
    -------
    Pairs
        Shape (A, A), symmetric, without unit; the diagonal is G over its factor, not a coagglomeration.
        Undefined where one of the two has an unknown cell or no employment.

    Raises
    ------
    UnknownName, WrongRows
        As in :func:`raw_concentration`.

    References
    ----------
    Ellison, Glaeser & Kerr (2010), American Economic Review 100, 1195-1213.

    Examples
    --------
    >>> from polos.measures import samples
    >>> round(coagglomeration(samples.jobs()).at("chips", "lasers"), 3)
    0.404
    """
    shares, reasons = _shares(employment)
    x = _reference_shares(employment, reference)
    apart = shares - x[:, None]
    rest = 1 - (x**2).sum()
    values = apart.T @ apart / rest if rest > 0 else np.full((len(reasons),) * 2, np.nan)
    undefined = np.maximum(reasons[:, None], reasons[None, :])
    if not rest > 0:
        undefined = np.where(undefined == 0, np.uint8(Reason.NOTHING_TO_COMPARE), undefined)
    return Pairs.over(
        employment,
        np.where(undefined > 0, np.nan, values),
        undefined,
        "coagglomeration",
        **reference_kind(reference),
    )


def group_coagglomeration(
    employment: Matrix, activities: Sequence[str], *, reference: Mapping[str, float] | None = None
) -> Number:
    r"""How much a group of activities concentrates together, beyond each activity's own concentration.

    .. math:: \gamma^c = \frac{\dfrac{G}{1 - \sum_r x_r^2} - H - \sum_a \gamma_a w_a^2 (1 - H_a)}
        {1 - \sum_a w_a^2} = \frac{G - \sum_a w_a^2 G_a}{(1 - \sum_r x_r^2)(1 - \sum_a w_a^2)}

    ``w`` are the activities' shares of the group's employment and sum to 1; G is the raw concentration of
    the whole group. Plant sizes cancel out, so none are asked for.

    Parameters
    ----------
    employment
        Persons employed, shape (R, A).
    activities
        The group, two activities or more.
    reference
        Size of each territory; without it, its known employment of all activities of the table.

    Returns
    -------
    Number
        Without unit; 0 where the activities locate independently of one another.

    Raises
    ------
    Undefined
        When fewer than two activities of the group have employment, one has an unknown cell, or only one
        territory has any size.
    UnknownName, WrongRows
        As in :func:`raw_concentration`.

    References
    ----------
    Ellison & Glaeser (1997), Journal of Political Economy 105, 889-927.

    Examples
    --------
    >>> from polos.measures import samples
    >>> round(group_coagglomeration(samples.jobs(), ("chips", "lasers")), 3)
    0.404
    """
    x = _reference_shares(employment, reference)
    group = employment.select(activities=activities)
    shares, undefined = _shares(group)
    total = group.known_values.sum(axis=0)
    weights = total / total.sum() if total.sum() > 0 else total
    spread = (1 - (x**2).sum()) * (1 - (weights**2).sum())
    if undefined.any() or not spread > 0:
        raise Undefined(
            found=f"the group {', '.join(activities)} in territories of {int((x > 0).sum())} known sizes",
            needed="two activities or more, all known in every territory, and two territories or more",
            next_step="Leave out activities without employment or with unknown cells.",
        )
    apart = ((shares - x[:, None]) ** 2).sum(axis=0)
    together = ((shares @ weights - x) ** 2).sum()
    value = (together - (weights**2 * apart).sum()) / spread
    asked = {"activities": tuple(activities)} | reference_kind(reference)
    return Number.over(group, value, "group_coagglomeration", **asked)


def _beyond_plants(
    employment: Matrix,
    raw: Values,
    herfindahl: ByActivity,
    *,
    place: tuple[Values, Reasons],
    step: str,
    asked: dict[str, str],
) -> ByActivity:
    x, undefined = place
    h = _of_activities(employment, herfindahl)
    rest = 1 - (x**2).sum()
    single = ~(h < 1) | ~(rest > 0)
    undefined = np.where((undefined == 0) & single, np.uint8(Reason.NOTHING_TO_COMPARE), undefined)
    values = np.full(len(raw), np.nan)
    np.divide(raw - rest * h, rest * (1 - h), out=values, where=undefined == 0)
    return ByActivity.over(employment, values, undefined, step, **asked)


def _of_activities(employment: Matrix, herfindahl: ByActivity) -> Values:
    place_of = {activity: i for i, activity in enumerate(herfindahl.activities)}
    missing = [activity for activity in employment.activities if activity not in place_of]
    if missing:
        raise UnknownName(
            found=f"no Herfindahl index of plants for {', '.join(missing[:3])}",
            needed="one for every activity of the table",
            next_step="Compute plant_herfindahl from plants of all these activities.",
        )
    return herfindahl.values[[place_of[activity] for activity in employment.activities]]


def _shares(employment: Matrix) -> tuple[Values, Reasons]:
    """Return each activity's shares over territories, shape (R, A), and why some have none, shape (A,)."""
    require_kind("employment", employment, Matrix)
    total = employment.known_values.sum(axis=0)
    undefined = undefined_where(
        total,
        (Reason.UNKNOWN_CELL, np.asarray(~employment.known.all(axis=0))),
        (Reason.EMPTY_ACTIVITY, total == 0),
    )
    shares = np.full(employment.values.shape, np.nan)
    np.divide(employment.values, total, out=shares, where=np.broadcast_to(undefined == 0, shares.shape))
    return shares, undefined


def _reference_shares(employment: Matrix, reference: Mapping[str, float] | None) -> Values:
    sizes = territory_sizes(employment, reference)
    total = sizes.sum()
    return sizes / total if total > 0 else sizes
