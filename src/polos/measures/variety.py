"""How varied the activities of a territory are, between and within groups of related activities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from polos.errors import InputError, UnknownName, WrongRows
from polos.measures.arguments import is_whole, require_kind
from polos.measures.composed import Composed
from polos.measures.results import ByTerritory, Reason, Values, undefined_where
from polos.tables.matrix import Matrix


def unrelated_variety(employment: Matrix, groups: Mapping[str, str]) -> ByTerritory:
    r"""Entropy of a territory's employment between groups of activities.

    .. math:: \mathrm{UV}_r = \sum_g P_{rg} \log_2 \frac{1}{P_{rg}}

    Parameters
    ----------
    employment
        Amounts, shape (R, A). Shares are taken of the known employment.
    groups
        The group of each activity, such as the section of a division.

    Returns
    -------
    ByTerritory
        Bits, shape (R,); 0 where one group has everything. Undefined for a territory without known
        employment.

    Raises
    ------
    UnknownName
        When an activity has no group.

    References
    ----------
    Frenken, Van Oort & Verburg (2007), Regional Studies 41, 685-697.

    Examples
    --------
    >>> from polos.measures import samples
    >>> unrelated_variety(samples.jobs(), samples.SECTORS).values.round(3).tolist()
    [0.971, 0.544, 0.0]
    """
    between, _ = variety_by_level(employment, [groups]).levels
    return between


def related_variety(employment: Matrix, groups: Mapping[str, str]) -> ByTerritory:
    r"""Mean entropy of a territory's employment within groups of activities, weighted by group.

    .. math:: \mathrm{RV}_r = \sum_g P_{rg} \sum_{a \in g} \frac{p_{ra}}{P_{rg}}
        \log_2 \frac{P_{rg}}{p_{ra}}

    Unrelated and related variety add up to the entropy of all activities.

    Parameters
    ----------
    employment, groups
        As in :func:`unrelated_variety`.

    Returns
    -------
    ByTerritory
        Bits, shape (R,); 0 where every group has one activity only. Undefined for a territory without
        known employment.

    Raises
    ------
    UnknownName
        When an activity has no group.

    References
    ----------
    Frenken, Van Oort & Verburg (2007), Regional Studies 41, 685-697.

    Examples
    --------
    >>> from polos.measures import samples
    >>> related_variety(samples.jobs(), samples.SECTORS).values.round(3).tolist()
    [1.0, 0.862, 0.0]
    """
    _, within = variety_by_level(employment, [groups]).levels
    return within


@dataclass(frozen=True, eq=False, repr=False)
class VarietyByLevel(Composed):
    """Entropy split by level: between the widest groups, then within the groups of each level in turn.

    ``levels`` has one entry more than groupings were given; their sum is ``entropy``.
    """

    levels: tuple[ByTerritory, ...]
    entropy: ByTerritory


def variety_by_level(employment: Matrix, groupings: Sequence[Mapping[str, str]]) -> VarietyByLevel:
    r"""Entropy of a territory's employment, split along a chain of ever finer groups.

    .. math:: H_r = H_r(G_1) + \sum_{k \ge 2} H_r(G_k \mid G_{k-1}) + H_r(A \mid G_K)

    Parameters
    ----------
    employment
        Amounts, shape (R, A). Shares are taken of the known employment.
    groupings
        The group of each activity at each level, the widest first, such as section, division, group.

    Returns
    -------
    VarietyByLevel
        Bits, shape (R,) each. Undefined for a territory without known employment.

    Raises
    ------
    UnknownName
        When an activity has no group at some level.
    WrongRows
        When a finer group lies in two wider ones.

    References
    ----------
    Frenken, Van Oort & Verburg (2007), Regional Studies 41, 685-697; Theil (1972), Statistical
    Decomposition Analysis, North-Holland.

    Examples
    --------
    >>> from polos.measures import samples
    >>> variety_by_level(samples.jobs(), [samples.SECTORS]).entropy.values.round(3).tolist()
    [1.971, 1.406, 0.0]
    """
    chain = [_groups_of(employment, groups) for groups in groupings]
    _require_nested(chain)
    amounts = employment.known_values
    entropies = [_entropy(amounts, groups) for groups in chain] + [_entropy(amounts, employment.activities)]
    steps = [entropies[0], *(fine - wide for wide, fine in pairwise(entropies))]
    empty = amounts.sum(axis=1) == 0
    undefined = undefined_where(amounts.sum(axis=1), (Reason.EMPTY_TERRITORY, empty))
    labelled = [
        ByTerritory.over(employment, np.where(empty, np.nan, np.maximum(bits, 0.0)), undefined, step)
        for bits, step in zip([*steps, entropies[-1]], _names(len(steps)), strict=True)
    ]
    return VarietyByLevel(tuple(labelled[:-1]), labelled[-1])


def _names(levels: int) -> list[str]:
    within = ["related_variety"] if levels == 2 else [f"related_variety_{i}" for i in range(1, levels)]
    return ["unrelated_variety", *within, "entropy"]


def _groups_of(employment: Matrix, groups: Mapping[str, str]) -> tuple[str, ...]:
    require_kind("employment", employment, Matrix)
    missing = [activity for activity in employment.activities if activity not in groups]
    if missing:
        raise UnknownName(
            found=f"no group for the activity {', '.join(missing[:3])}",
            needed="a group for every activity",
            next_step="Add the activity to the groups, or select activities that have one.",
        )
    named = [groups[activity] for activity in employment.activities]
    strange = [group for group in named if not (isinstance(group, str) or is_whole(group))]
    if strange:
        raise InputError(
            found=f"the group {strange[0]!r}",
            needed="the name of a group for every activity",
            next_step="Write the groups as text.",
        )
    return tuple(named)


def _require_nested(chain: Sequence[Sequence[str]]) -> None:
    for wide, fine in pairwise(chain):
        lies_in: dict[str, str] = {}
        for outer, inner in zip(wide, fine, strict=True):
            if lies_in.setdefault(inner, outer) != outer:
                raise WrongRows(
                    found=f"the group {inner!r} in both {lies_in[inner]!r} and {outer!r}",
                    needed="each finer group in one wider group",
                    next_step="Give the groupings from the widest to the finest, of one classification.",
                )


def _entropy(amounts: Values, groups: Sequence[str]) -> Values:
    """Return the entropy in bits between groups, shape (R,), 0 for an empty row."""
    names, at = np.unique(np.array(groups), return_inverse=True)
    sums = np.zeros((len(amounts), len(names)))
    np.add.at(sums.T, at, amounts.T)
    total = sums.sum(axis=1, keepdims=True)
    shares = np.divide(sums, total, out=np.zeros_like(sums), where=total > 0)
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    return -(shares * logs).sum(axis=1) + 0.0
