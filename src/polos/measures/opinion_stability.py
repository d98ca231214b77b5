"""Whether groups found in votes would be found again, and how they lie to groups that were declared."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polos.errors import WrongRows
from polos.measures.arguments import require_count, require_generator
from polos.measures.opinion import OpinionGroups, k_means, opinion_map, require_settings
from polos.measures.survey_disclosure import MINIMUM_CELL, SuppressedTable, suppressed
from polos.measures.survey_results import Quantity, WhyUndefined
from polos.tables.votes import Votes

#: A group found again with less than this in common dissolves; with the second, it is the same group.
DISSOLVED, STABLE = 0.5, 0.75


def adjusted_rand_index(one: Sequence[object], two: Sequence[object]) -> Quantity:
    r"""How far two divisions of the same people agree beyond chance.

    .. math:: \frac{\sum_{ij} \binom{n_{ij}}{2} - E}{\frac12 \left[\sum_i \binom{a_i}{2} +
        \sum_j \binom{b_j}{2}\right] - E}, \quad
        E = \sum_i \binom{a_i}{2} \sum_j \binom{b_j}{2} \Big/ \binom{n}{2}

    Parameters
    ----------
    one, two
        The group of every person in each division, in the same order of people.

    Returns
    -------
    Quantity
        1 for the same division, about 0 for chance. Undefined for fewer than two people, or where both
        divisions put all in one group or each alone.

    Raises
    ------
    WrongRows
        When the divisions are of different numbers of people.

    References
    ----------
    Hubert and Arabie (1985), Journal of Classification 2, 193-218.

    Examples
    --------
    >>> adjusted_rand_index("aabb", "bbaa").value
    1.0
    """
    if len(one) != len(two):
        raise WrongRows(
            found=f"divisions of {len(one)} and {len(two)} people",
            needed="a group for each of the same people",
            next_step="Take the people both divisions have.",
        )
    if len(one) < 2:
        why = WhyUndefined.ONE_ANSWER if len(one) else WhyUndefined.NO_ANSWERS
        return Quantity(None, len(one), why)
    together = _cross(one, two)
    rows, columns = _pairs(together.sum(axis=1)), _pairs(together.sum(axis=0))
    expected = rows * columns / _pairs(np.array([len(one)]))
    if (rows + columns) / 2 == expected:
        return Quantity(None, len(one), WhyUndefined.ALL_ALIKE)
    value = (_pairs(together.ravel()) - expected) / ((rows + columns) / 2 - expected)
    return Quantity(float(value), len(one))


def _cross(one: Sequence[object], two: Sequence[object]) -> NDArray[np.int64]:
    places = [{label: i for i, label in enumerate(dict.fromkeys(labels))} for labels in (one, two)]
    together = np.zeros((len(places[0]), len(places[1])), dtype=np.int64)
    for first, second in zip(one, two, strict=True):
        together[places[0][first], places[1][second]] += 1
    return together


def _pairs(sizes: NDArray[np.int64]) -> float:
    return float((sizes * (sizes - 1) / 2).sum())


@dataclass(frozen=True)
class GroupStability:
    """How groups fare when people are drawn anew.

    ``index`` is the mean adjusted Rand index between the groups and those found in each draw, with the bounds
    that hold 95 per cent of the draws. ``found_again`` is, by group, the mean share it has in common with the
    group nearest to it in a draw (Jaccard): below one half it dissolves, from three quarters on it is stable.
    ``is_stable`` where that holds for every group.
    """

    index: float | None
    lower: float | None
    upper: float | None
    found_again: tuple[float, ...]
    is_stable: bool
    draws: int
    undefined: WhyUndefined | None = None


def group_stability(
    votes: Votes,
    groups: OpinionGroups,
    *,
    generator: np.random.Generator,
    draws: int = 100,
    least_votes: int = 7,
    stretch: float = 0.5,
) -> GroupStability:
    r"""Whether the same groups would be found among people like these: a bootstrap.

    .. math:: \gamma_g = \frac{1}{B} \sum_b \max_h \frac{|g \cap h_b|}{|g \cup h_b|}

    People are drawn with replacement from those on the map, and map and groups, as many as before, made anew.
    Both divisions are compared over the people drawn, each once.

    Parameters
    ----------
    votes
        The same from which the groups were made.
    groups
        Discovered ones.
    generator
        Source of randomness.
    draws
        How often people are drawn.
    least_votes, stretch
        As the groups were made.

    Returns
    -------
    GroupStability
        Undefined where the groups are.

    Raises
    ------
    InputError
        When there are fewer than one draw.

    References
    ----------
    Hennig (2007), Computational Statistics and Data Analysis 52, 258-271 (Jaccard of clusters and its limits)
    [recall].

    Examples
    --------
    >>> from polos.measures import samples, opinion
    >>> found = opinion.opinion_groups(samples.votes(), generator=np.random.default_rng(1))
    >>> group_stability(samples.votes(), found, generator=np.random.default_rng(2), draws=20).is_stable
    True
    """
    require_count("draws", draws, example=100)
    require_settings(least_votes, stretch)
    require_generator(generator)
    if groups.undefined:
        return GroupStability(None, None, None, (), is_stable=False, draws=0, undefined=groups.undefined)
    rows = np.array([votes.row_of[person] for person in groups.map.participants])
    names = tuple(str(place) for place in range(len(rows)))  # some are drawn several times
    indices, common = [], []
    for _ in range(draws):
        drawn = generator.integers(len(rows), size=len(rows))
        people = Votes(votes.values[rows[drawn]], names, votes.statements, votes.origin)
        where = opinion_map(people, least_votes=least_votes, stretch=stretch)
        labels = None if where.undefined else k_means(where.positions, len(groups.groups), generator)
        again = np.zeros(len(rows), dtype=np.int64) if labels is None else labels  # all vote alike
        once, firsts = np.unique(drawn, return_index=True)
        before, after = groups.group_of[once], again[firsts]
        indices.append(adjusted_rand_index(before.tolist(), after.tolist()).value or 0.0)
        common.append(_most_in_common(before, after, len(groups.groups)))
    found_again = tuple(float(mean) for mean in np.nanmean(common, axis=0))
    lower, upper = (float(bound) for bound in np.quantile(indices, [0.025, 0.975]))
    is_stable = min(found_again) >= STABLE
    return GroupStability(float(np.mean(indices)), lower, upper, found_again, is_stable, draws)


def _most_in_common(before: NDArray[np.int64], after: NDArray[np.int64], number: int) -> NDArray[np.float64]:
    """Return, by group, the largest Jaccard with a group of the draw; NaN where none of it was drawn."""
    best = np.full(number, np.nan)
    for group in range(number):
        own = before == group
        if own.any():
            best[group] = max(
                (own & (after == h)).sum() / (own | (after == h)).sum() for h in np.unique(after)
            )
    return best


@dataclass(frozen=True)
class GroupOverlap:
    """Discovered groups beside declared ones: how many people are in both, small cells hidden.

    ``table`` has the discovered groups as rows and ``declared`` as columns; ``index`` says how far the two
    divisions agree, over the people who are in both.
    """

    declared: tuple[str, ...]
    table: SuppressedTable
    index: Quantity


def group_overlap(
    groups: OpinionGroups, declared: Mapping[str, Collection[str]], *, minimum: int = MINIMUM_CELL
) -> GroupOverlap | None:
    r"""How discovered groups lie to declared ones, such as side, helix or role.

    .. math:: n_{gd} = |g \cap d|

    Parameters
    ----------
    groups
        Discovered ones.
    declared
        Participants by declared group, each person in one at most.
    minimum
        The least count that is shown; see :func:`suppressed`.

    Returns
    -------
    GroupOverlap or None
        None where there are no discovered or no declared groups.

    Raises
    ------
    WrongRows
        When a person is in two declared groups.

    References
    ----------
    As for :func:`adjusted_rand_index` and :func:`suppressed`.

    Examples
    --------
    >>> from polos.measures import samples, opinion
    >>> found = opinion.opinion_groups(samples.votes(), generator=np.random.default_rng(1))
    >>> group_overlap(found, samples.camps()).index.value
    1.0
    """
    require_count("answers at least", minimum)
    if groups.undefined or not declared:
        return None
    of_person: dict[str, str] = {}
    for name, people in declared.items():
        twice = next((person for person in people if person in of_person), None)
        if twice is not None:
            raise WrongRows(
                found=f"{twice!r} in {of_person[twice]!r} and {name!r}",
                needed="each person in one declared group",
                next_step="Compare one way of grouping at a time.",
            )
        of_person |= dict.fromkeys(people, name)
    counts = [[sum(of_person.get(p) == name for p in group) for name in declared] for group in groups.groups]
    both = [(g, of_person[p]) for g, group in enumerate(groups.groups) for p in group if p in of_person]
    index = adjusted_rand_index([g for g, _ in both], [d for _, d in both])
    return GroupOverlap(tuple(declared), suppressed(counts, minimum=minimum), index)
