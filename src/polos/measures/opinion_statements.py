"""Statements before groups of people: which unite all groups, which divide them, and how each group votes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polos.errors import UnknownName
from polos.measures.arguments import require_count, require_share
from polos.measures.opinion import MINIMUM_GROUP
from polos.measures.survey_results import WhyUndefined
from polos.tables.votes import AGREE, DISAGREE, Votes


@dataclass(frozen=True, eq=False)
class GroupConsensus:
    """One value a statement, shape (S,): the chance that all groups agree; ``against`` that all disagree.

    ``groups`` are those that count, in order; ``too_small`` those that are not shown.
    """

    statements: tuple[str, ...]
    values: NDArray[np.float64]
    against: NDArray[np.float64]
    groups: tuple[str, ...]
    too_small: tuple[str, ...]
    undefined: WhyUndefined | None = None


@dataclass(frozen=True)
class GroupVotes:
    """How one group voted on a statement; counts are None where fewer than five of it voted."""

    group: str
    voted: int | None
    agree: int | None
    disagree: int | None
    undefined: WhyUndefined | None = None


@dataclass(frozen=True)
class StatementView:
    """One statement before the groups.

    ``unity`` is the least over all groups of the share that agrees, or that disagrees where that is more;
    ``division`` the largest difference between two groups of the share that agrees. ``direction`` is "agree"
    or "disagree" where a statement unites, else empty. Undefined where fewer than two groups voted enough.
    """

    statement: str
    groups: tuple[GroupVotes, ...]
    unity: float | None
    division: float | None
    unites: bool
    divides: bool
    direction: str
    undefined: WhyUndefined | None = None


Groups = Mapping[str, Collection[str]]


def group_informed_consensus(votes: Votes, groups: Groups, *, minimum: int = MINIMUM_GROUP) -> GroupConsensus:
    r"""How far all groups agree with a statement, the smallest group as much as the largest.

    .. math:: C_j = \prod_g \frac{A_{gj} + 1}{V_{gj} + 2}

    A counts who agrees in the group, V who voted on the statement, passes included.

    Parameters
    ----------
    votes
        Without hidden statements.
    groups
        Participants by group: discovered ones, or declared ones such as the side; who is in none counts
        nowhere.
    minimum
        Smaller groups are left out, and named.

    Returns
    -------
    GroupConsensus
        From 0 to 1; undefined, all values NaN, where no group is large enough.

    Raises
    ------
    UnknownName
        When a group names somebody who is no participant.

    References
    ----------
    Small et al. (2021), as for :func:`opinion_map`; equal to the column of the exports of Polis.

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = group_informed_consensus(samples.votes(), samples.camps())
    >>> found.statements[int(found.values.argmax())]
    'trains'
    """
    large, small = _shown(votes, groups, minimum)
    if not large:
        nothing = np.full(len(votes.statements), np.nan)
        why = WhyUndefined.TOO_FEW_ANSWERS if small else WhyUndefined.NO_ANSWERS
        return GroupConsensus(votes.statements, nothing, nothing.copy(), (), small, why)
    products = []
    for vote in (AGREE, DISAGREE):
        shares = [_smoothed(votes.values[rows], vote) for rows in large.values()]
        products.append(np.prod(shares, axis=0))
    return GroupConsensus(votes.statements, products[0], products[1], tuple(large), small)


def _smoothed(values: NDArray[np.float64], vote: float) -> NDArray[np.float64]:
    return ((values == vote).sum(axis=0) + 1) / ((~np.isnan(values)).sum(axis=0) + 2)


def _shown(
    votes: Votes, groups: Groups, minimum: int
) -> tuple[dict[str, NDArray[np.int64]], tuple[str, ...]]:
    require_count("answers at least", minimum)
    for name, people in groups.items():
        strange = next((person for person in people if person not in votes.row_of), None)
        if strange is not None:
            raise UnknownName(
                found=f"{strange!r} in the group {name!r}",
                needed="people who voted",
                next_step="Leave out who did not vote.",
            )
    rows = {
        name: np.array([votes.row_of[p] for p in people], dtype=np.int64) for name, people in groups.items()
    }
    large = {name: of for name, of in rows.items() if len(of) >= minimum}
    return large, tuple(name for name in rows if name not in large)


def statement_views(
    votes: Votes, groups: Groups, *, majority: float = 0.6, minimum: int = MINIMUM_GROUP
) -> tuple[StatementView, ...]:
    r"""Which statements unite all groups and which divide them, with the votes of each group.

    .. math:: p_{gj} = \frac{A_{gj} + 1}{V_{gj} + 2}, \quad \text{division}_j = \max_{g, h} (p_{gj} - p_{hj})

    A statement unites where the share of every group that agrees (or of every group that disagrees) reaches
    the majority, and divides where one group reaches it agreeing and another disagreeing. Nothing here is a
    test: groups found in the same votes differ on them by construction.

    Parameters
    ----------
    votes
        Without hidden statements.
    groups
        Participants by group, discovered or declared.
    majority
        The share from which a group counts as agreeing or disagreeing.
    minimum
        Smaller groups, and votes of fewer people of a group, are not shown and do not count.

    Returns
    -------
    tuple of StatementView
        One a statement, in the order of the votes.

    Raises
    ------
    InputError
        When the majority is not between 0 and 1.
    UnknownName
        When a group names somebody who is no participant.

    References
    ----------
    Shares as in :func:`group_informed_consensus`; the majority is ours.

    Examples
    --------
    >>> from polos.measures import samples
    >>> found = statement_views(samples.votes(), samples.camps())
    >>> [view.statement for view in found if view.divides]
    ['tolls', 'airport', 'suburbs']
    """
    require_share("majority", majority)
    large, _ = _shown(votes, groups, minimum)
    return tuple(
        _view(
            statement, {name: votes.values[rows, column] for name, rows in large.items()}, majority, minimum
        )
        for column, statement in enumerate(votes.statements)
    )


def _view(
    statement: str, by_group: dict[str, NDArray[np.float64]], majority: float, minimum: int
) -> StatementView:
    counted = {name: values[~np.isnan(values)] for name, values in by_group.items()}
    shown = tuple(_group_votes(name, values, minimum) for name, values in counted.items())
    enough = [values for values in counted.values() if len(values) >= minimum]
    if len(enough) < 2:
        voted = any(len(values) for values in counted.values())
        why = WhyUndefined.ONE_GROUP if voted else WhyUndefined.NO_VOTES
        return StatementView(
            statement, shown, None, None, unites=False, divides=False, direction="", undefined=why
        )
    agree, disagree = (
        np.array([((values == vote).sum() + 1) / (len(values) + 2) for values in enough])
        for vote in (AGREE, DISAGREE)
    )
    unity = float(max(agree.min(), disagree.min()))
    unites = unity >= majority
    return StatementView(
        statement,
        shown,
        unity,
        float(agree.max() - agree.min()),
        unites=unites,
        divides=bool((agree >= majority).any() and (disagree >= majority).any()),
        direction=("agree" if agree.min() >= disagree.min() else "disagree") if unites else "",
    )


def _group_votes(name: str, values: NDArray[np.float64], minimum: int) -> GroupVotes:
    if len(values) < minimum:
        why = WhyUndefined.TOO_FEW_ANSWERS if len(values) else WhyUndefined.NO_VOTES
        return GroupVotes(name, None, None, None, why)
    return GroupVotes(name, len(values), int((values == AGREE).sum()), int((values == DISAGREE).sum()))
