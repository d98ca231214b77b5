"""What the capabilities of one territory would add to those of another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polos import tables
from polos.errors import InputError, WrongRows
from polos.measures.arguments import require_count, require_kind
from polos.measures.density import row_shares, shares_of_related, weights_of_others
from polos.measures.prefix_products import is_shorter, others_with_proximity
from polos.measures.results import (
    Grid,
    Pairs,
    Reason,
    TerritoryPairs,
    Values,
    all_defined,
    lined_up,
    position,
    undefined_where,
)
from polos.measures.sparse_pairs import require_all_pairs
from polos.provenance import Origin
from polos.tables.matrix import require_unique

_SHOWN = 6  # rows of a print
_ROUNDING = 1e-5  # what is added is a share in single precision; less than this counts as nothing


def added_relatedness_density(
    presence: Grid, proximity: Pairs, *, territory: str, partners: Sequence[str] | None = None
) -> Grid:
    r"""Relatedness density that each partner adds for a territory: related, missing here, present there.

    .. math:: c_{rsi} = \frac{\sum_{j \ne i} \phi_{ij} M_{sj} (1 - M_{rj})}{\sum_{j \ne i} \phi_{ij}}

    Added to the territory's own density it gives the density of the two together. Activities unknown in
    either of the two are left out of both sums.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    proximity
        Relatedness of the same activities, not negative, shape (A, A).
    territory
        The territory r that would gain.
    partners
        The territories s, in the order wanted; all others where not given.

    Returns
    -------
    Grid
        Shape (partners, A), 0 to 1. Undefined where the pair knows no activity that is related to this one.

    Raises
    ------
    UnknownName
        When a territory is not in ``presence``.
    WrongRows
        When a partner is named twice; as in :func:`relatedness_density`.

    References
    ----------
    Balland & Boschma (2021), Regional Studies 55, 1059-1070; equation reconstructed [recall].
    """
    weights = weights_of_others(presence, proximity)
    names = tuple(name for name in presence.territories if name != territory)
    names = names if partners is None else tuple(partners)
    require_unique(names, "partner", next_step="Name each partner once.")
    own = position(presence.territories, territory, "territory")
    at = [position(presence.territories, name, "territory") for name in names]
    known = presence.known[at] & presence.known[own]
    gained = presence.known_values[at] * (1 - presence.known_values[own])
    values, undefined = shares_of_related(np.where(known, gained, 0.0), known, weights)
    return Grid(
        values,
        names,
        presence.activities,
        undefined,
        presence.origin.then("added_relatedness_density"),
        {"territory": territory},
        presence.backend,
    )


def complementarity(
    presence: Grid, proximity: Pairs, *, targets: Sequence[str] | None = None
) -> TerritoryPairs:
    r"""Mean added relatedness density over the activities that the territory of the row is missing.

    .. math:: \bar c_{rs} = \frac{1}{|O_r|} \sum_{i \in O_r} c_{rsi}, \quad O_r = \{i : M_{ri} = 0\}

    Without unknown cells this is two matrix products, :math:`[((1 - M) Q) \circ (1 - M)] M^\top` over the
    number missing, where Q is the relatedness with rows that sum to 1.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    proximity
        Relatedness of the same activities, not negative, shape (A, A).
    targets
        Only these activities count as missing; all where not given.

    Returns
    -------
    TerritoryPairs
        Shape (R, R), 0 to 1: what the column adds for the row; not symmetric, 0 on the diagonal. Undefined
        where the territory is missing none of the activities, or none that can be judged for the pair.

    Raises
    ------
    InputError
        When no target is named.
    UnknownName
        When a target is not an activity of ``presence``.
    WrongRows
        As in :func:`added_relatedness_density`.

    References
    ----------
    Balland & Boschma (2021), Regional Studies 55, 1059-1070; equation reconstructed [recall].
    """
    require_kind("presence", presence, Grid)
    require_all_pairs(proximity)
    chosen = _chosen(presence, targets)
    if presence.is_complete:
        values = _mean_added(presence, chosen, proximity)
        nothing = np.isnan(values[:, :1])  # what a territory is missing is the same beside every partner
    else:
        missing = presence.known & (presence.known_values == 0) & chosen[None, :]
        values = _mean_added_with_unknown(presence, missing, weights_of_others(presence, proximity))
        nothing = np.isnan(values)
    undefined = (
        undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.broadcast_to(nothing, values.shape)))
        if nothing.any()
        else all_defined(values.shape)
    )
    parameters: dict[str, Any] = {} if targets is None else {"targets": tuple(targets)}
    return TerritoryPairs.over(presence, values, undefined, "complementarity", **parameters)


@dataclass(frozen=True, eq=False)
class BestPartners:
    """The best partners of every territory for every activity it is missing.

    ``partners``, shape (R, A, k), holds positions in ``territories``, -1 where there are fewer than k;
    ``added``, same shape, what each adds, NaN where there is none.
    """

    partners: NDArray[np.int32]
    added: NDArray[np.float32]
    territories: tuple[str, ...]
    activities: tuple[str, ...]
    origin: Origin
    backend: str = "polars"
    parameters: dict[str, Any] = field(default_factory=dict)

    def of(self, territory: str, activity: str) -> tuple[tuple[str, float], ...]:
        """Return the partners, best first, each with the relatedness density it adds."""
        r = position(self.territories, territory, "territory")
        i = position(self.activities, activity, "activity")
        found = zip(self.partners[r, i], self.added[r, i], strict=True)
        return tuple((self.territories[s], float(added)) for s, added in found if s >= 0)

    def __repr__(self) -> str:
        """Say how large it is, and show the first rows."""
        found = np.argwhere(self.partners >= 0)
        shown = found[:_SHOWN]
        at = tuple(shown.T)
        rows = [
            (self.territories[r], self.activities[i], self.territories[partner], f"{added:.4g}")
            for (r, i, _), partner, added in zip(shown, self.partners[at], self.added[at], strict=True)
        ]
        sizes = " x ".join(map(str, self.partners.shape[:2]))
        title = f"best_partners: {sizes}, at most {self.partners.shape[2]} partners each, {len(found)} found"
        return f"{title}\n{lined_up([('territory', 'activity', 'partner', 'added'), *rows])}"

    def to_frame(self) -> Any:
        """Return one row per territory, activity and rank, in the kind of table the input came in."""
        r, i, rank = np.nonzero(self.partners >= 0)
        columns: dict[str, list[Any]] = {
            "territory": [self.territories[place] for place in r],
            "activity": [self.activities[place] for place in i],
            "rank": (rank + 1).tolist(),
            "partner": [self.territories[place] for place in self.partners[r, i, rank]],
            "added": self.added[r, i, rank].astype(np.float64).tolist(),
        }
        return tables.frames.in_kind(columns, self.backend)


def best_partners(presence: Grid, proximity: Pairs, *, count: int = 5) -> BestPartners:
    r"""The partners that add most relatedness density, for every territory and missing activity.

    .. math:: \operatorname{arg\,max}_s \; c_{rsi} \quad \text{where } M_{ri} = 0 \text{ and } c_{rsi} > 0

    Works one territory at a time; the table of all territories, partners and activities is never stored.
    Of partners with the same activities the one listed first comes first; amounts are in single precision,
    and less than 1e-5 counts as nothing.

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    proximity
        Relatedness of the same activities, not negative, shape (A, A).
    count
        How many partners, k.

    Returns
    -------
    BestPartners
        Shape (R, A, k). Empty where the activity is present or unknown, or where nobody adds anything.

    Raises
    ------
    InputError
        When ``count`` is below 1.
    WrongRows
        As in :func:`added_relatedness_density`.

    References
    ----------
    Balland & Boschma (2021), Regional Studies 55, 1059-1070; equation reconstructed [recall].
    """
    require_count("partners", count)
    weights = weights_of_others(presence, proximity).astype(np.float32)
    m, known = presence.known_values.astype(np.float32), presence.known
    by_activity = np.ascontiguousarray(m.T)
    shape = (*m.shape, count)
    partners, added = np.full(shape, -1, dtype=np.int32), np.full(shape, np.nan, dtype=np.float32)
    of_all = weights @ by_activity
    for r in range(len(m)):
        missing = np.flatnonzero(known[r] & (m[r] == 0))
        values = _gained(m[r], known[r], weights[missing], by_activity=by_activity, of_all=of_all[missing])
        total = _known_weights(presence, weights[missing], r)
        np.divide(values, np.where(total > 0, total, 1), out=values)
        for rank in range(min(count, len(m))):
            best = values.argmax(axis=1)
            amount = np.take_along_axis(values, best[:, None], axis=1)[:, 0]
            useful = amount > _ROUNDING
            partners[r, missing[useful], rank] = best[useful]
            added[r, missing[useful], rank] = amount[useful]
            np.put_along_axis(values, best[:, None], -1.0, axis=1)
    origin = presence.origin.then("best_partners")
    labels = presence.territories, presence.activities
    return BestPartners(partners, added, *labels, origin, presence.backend, {"count": count})


def realised_complementarity(presence: Grid, proximity: Pairs, links: TerritoryPairs) -> Grid:
    r"""Added relatedness density of the partners a territory is actually linked with.

    .. math:: C_{ri} = \frac{\sum_{s \ne r} L_{rs} \, c_{rsi}}{\sum_{s \ne r} L_{rs}}

    Parameters
    ----------
    presence
        1 and 0, shape (R, A).
    proximity
        Relatedness of the same activities, not negative, shape (A, A).
    links
        Weights of the links between the same territories, such as joint patents, not negative, shape (R, R).
        Unknown links, and a territory's link with itself, are left out.

    Returns
    -------
    Grid
        Shape (R, A), 0 to 1. Undefined where the territory has no link with a partner that can be judged.

    Raises
    ------
    WrongRows
        When the territories of ``links`` differ or a link is negative; as in
        :func:`added_relatedness_density`.

    References
    ----------
    Balland & Boschma (2021), Regional Studies 55, 1059-1070; equation reconstructed [recall].
    """
    require_kind("links", links, TerritoryPairs)
    weights, link = weights_of_others(presence, proximity), _link_weights(presence, links)
    if presence.known.all():
        total = link.sum(axis=1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            values = (1 - presence.values) * (link @ presence.values) @ row_shares(weights).T / total
        values[:, weights.sum(axis=1) == 0] = np.nan
    else:
        values = np.vstack([_realised(presence, weights, link, r) for r in range(len(link))])
    undefined = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    return Grid.over(presence, values, undefined, "realised_complementarity")


def _chosen(presence: Grid, targets: Sequence[str] | None) -> NDArray[np.bool_]:
    if targets is None:
        return np.ones(len(presence.activities), dtype=bool)
    if not len(targets):
        raise InputError(
            found="no target",
            needed="one activity or more that counts as missing",
            next_step="Name activities, or leave targets out for all of them.",
        )
    chosen = np.zeros(len(presence.activities), dtype=bool)
    chosen[[position(presence.activities, target, "activity") for target in targets]] = True
    return chosen


def _mean_added(presence: Grid, chosen: NDArray[np.bool_], proximity: Pairs) -> Values:
    """Return the mean where everything is known: two matrix products."""
    dtype = proximity.values.dtype
    m, (total, near_to) = presence.as_type(dtype), _sums_of_others(presence, proximity)
    judged, absent = chosen & (total > 0), 1 - m
    asked = absent if presence.is_binary else (m == 0).astype(dtype)
    asked = asked if judged.all() else asked * judged
    counts = asked @ np.ones(len(judged), dtype=dtype)
    near = near_to(asked * np.divide(1, total, out=np.zeros_like(total), where=total > 0))
    near *= absent
    with np.errstate(divide="ignore", invalid="ignore"):
        if len(m) > len(judged):  # what is smaller is divided
            near /= counts[:, None]
            return near @ m.T
        values = near @ m.T
        values /= counts[:, None]
        return values


def _sums_of_others(
    presence: Grid, proximity: Pairs
) -> tuple[NDArray[Any], Callable[[NDArray[Any]], NDArray[Any]]]:
    """Return sum_j w_ij over j other than i, and what takes rows to sum_i rows_ri w_ij, the shorter way."""
    if is_shorter(presence, proximity):  # its proximity is symmetric
        ones = np.ones((1, presence.values.shape[1]), dtype=proximity.values.dtype)
        return others_with_proximity(ones, presence)[0], lambda rows: others_with_proximity(rows, presence)
    weights = weights_of_others(presence, proximity)
    return weights.sum(axis=1), lambda rows: rows @ weights


def _mean_added_with_unknown(presence: Grid, missing: NDArray[np.bool_], weights: Values) -> Values:
    """Return the mean where each pair has its own known activities: one territory at a time."""
    m, known = presence.known_values, presence.known
    means = np.full((len(m), len(m)), np.nan)
    for r in range(len(m)):
        with_r = known & known[r]
        added, _ = shares_of_related(np.where(with_r, m * (1 - m[r]), 0.0), with_r, weights[missing[r]])
        judged = ~np.isnan(added)
        counts = judged.sum(axis=1)
        sums = np.where(judged, added, 0.0).sum(axis=1)
        np.divide(sums, counts, out=means[r], where=counts > 0)
    return means


def _gained(
    own: NDArray[np.float32],
    known: NDArray[np.bool_],
    weights: NDArray[np.float32],
    *,
    by_activity: NDArray[np.float32],
    of_all: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return sum_j w_ij m_sj (1 - own_j) over what is known, shape (activities, R), the shorter way round."""
    present, lacking = np.flatnonzero(own > 0), np.flatnonzero(known & (own < 1))
    if known.all() and len(present) < len(lacking):
        np.subtract(of_all, (weights[:, present] * own[present]) @ by_activity[present], out=of_all)
        return of_all
    return (weights[:, lacking] * np.subtract(1, own[lacking], dtype=np.float32)) @ by_activity[lacking]


def _known_weights(presence: Grid, weights: NDArray[np.float32], r: int) -> NDArray[np.float32]:
    """Return the sums of weights over what r and each partner know, shape (activities, R or 1)."""
    if presence.is_complete:
        return np.asarray(weights.sum(axis=1, keepdims=True))
    return weights @ (presence.known & presence.known[r]).T.astype(np.float32)


def _link_weights(presence: Grid, links: TerritoryPairs) -> Values:
    if links.territories != presence.territories:
        raise WrongRows(
            found="links between other territories",
            needed="the territories of the presence, in the same order",
            next_step="Select the territories both have.",
        )
    weights = np.nan_to_num(links.values, nan=0.0)
    if weights.size and weights.min() < 0:
        raise WrongRows(
            found=f"a link of {weights.min():.3g}",
            needed="weights from 0 on",
            next_step="Count links; a link that is unknown is left empty.",
        )
    np.fill_diagonal(weights, 0.0)
    return weights


def _realised(presence: Grid, weights: Values, link: Values, r: int) -> Values:
    m, with_r = presence.known_values, presence.known & presence.known[r]
    added, _ = shares_of_related(np.where(with_r, m * (1 - m[r]), 0.0), with_r, weights)
    judged = ~np.isnan(added)
    total = link[r] @ judged
    summed = link[r] @ np.where(judged, added, 0.0)
    return np.divide(summed, total, out=np.full(total.shape, np.nan), where=total > 0)
