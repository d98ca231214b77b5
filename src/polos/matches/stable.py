"""Whether two would rather leave an assignment for each other, and an assignment in which nobody would."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polos.matches.assignment import CannotBeMet, pairs_at
from polos.matches.pairing import (
    Assignment,
    Numbers,
    Objective,
    Pair,
    PairingTask,
    Partner,
    Proof,
    assignment_of,
)

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class BlockingPair:
    """Two who are not paired, and would both rather be.

    ``leaves_a`` is the partner whom a would give up for b, None where a has a place free; likewise b.
    """

    a: str
    b: str
    leaves_a: str | None
    leaves_b: str | None


def blocking_pairs(task: PairingTask, assignment: Assignment) -> tuple[BlockingPair, ...]:
    """Return the pairs that would rather be made than what the assignment gives them.

    Each of the two either has a place free or wants the other more than the least wanted of its partners;
    equally wanted is not more. A pair that must be made is never given up. Quotas are not looked at: a
    blocking pair may be one that a quota keeps apart.

    Parameters
    ----------
    task
        The partners and their wishes.
    assignment
        Any assignment of the same partners.

    Returns
    -------
    tuple of BlockingPair
        In the order of the partners; empty where the assignment is stable.
    """
    taken = _taken(task, assignment.made)
    wish_a, wish_b = task.wishes["a"], task.wishes["b"]
    fixed = _taken(task, task.must)
    limit_a = _limits(task.a, taken, wish_a, fixed)
    limit_b = _limits(task.b, taken.T, wish_b, fixed.T)
    wanted = (wish_a > 0) & (wish_b.T > 0) & ~taken
    blocking = wanted & (wish_a < limit_a[:, None]) & (limit_b[None, :] > wish_b.T)
    return tuple(
        BlockingPair(
            a=task.a[row].id,
            b=task.b[column].id,
            leaves_a=_given_up(task, "a", row, taken=taken, fixed=fixed),
            leaves_b=_given_up(task, "b", column, taken=taken.T, fixed=fixed.T),
        )
        for row, column in np.argwhere(blocking).tolist()
    )


def stable_assignment(task: PairingTask, *, proposing: str = "a") -> Assignment:
    """Return an assignment without blocking pairs, by deferred acceptance with capacities.

    The proposing side makes its offers in the order of its wishes; the other side holds the best of them
    it has room for. Among the stable assignments it is the one that the proposing side likes best. Equally
    wanted partners are taken by value, then in the order given. Required pairs are made first and keep
    their places. Quotas and least numbers of partners are not looked at.

    Parameters
    ----------
    task
        The partners, their wishes and their capacities.
    proposing
        The side that makes the offers, "a" or "b".

    Returns
    -------
    Assignment
        With ``proof`` stable: it is not the best by an objective, and has no bound.

    Raises
    ------
    CannotBeMet
        When required pairs exceed a capacity.

    References
    ----------
    Gale & Shapley (1962), American Mathematical Monthly 69, 9-15; Roth (1984), Econometrica 52, 47-57, for
    both sides with capacities.
    """
    fixed = _taken(task, task.must)
    room_a = np.array([p.most for p in task.a]) - fixed.sum(axis=1)
    room_b = np.array([p.most for p in task.b]) - fixed.sum(axis=0)
    if min(room_a.min(), room_b.min()) < 0:
        raise CannotBeMet(
            found="more required pairs for one partner than it may have partners",
            needed="required pairs within the capacities",
            next_step="Raise the capacity, or require fewer pairs.",
        )
    strict_a, strict_b = _strict(task, "a"), _strict(task, "b")
    strict_a[fixed], strict_b[fixed.T] = 0, 0
    if proposing == "a":
        made = _deferred(strict_a, strict_b, room_a, room_b)
    else:
        made = _deferred(strict_b, strict_a, room_b, room_a).T
    places = np.flatnonzero((made | fixed).ravel())
    return assignment_of(
        task, pairs_at(task, places.tolist()), objective=Objective.TOTAL, proof=Proof.STABLE, bound=None
    )


def _deferred(offers: Numbers, holds: Numbers, room: Numbers, places: Numbers) -> Flags:
    """Return who ends with whom, shape (proposers, others); orders are strict, 0 stands for nobody."""
    held: list[list[int]] = [[] for _ in places]
    asked = [[int(k) for k in np.argsort(row, kind="stable") if row[k] > 0][::-1] for row in offers]
    free = {row for row in range(len(offers)) if room[row] > 0}
    count = np.zeros(len(offers), dtype=np.int64)
    while free:
        row = min(free)
        if not asked[row] or count[row] >= room[row]:
            free.discard(row)
            continue
        other = asked[row].pop()
        if holds[other, row] == 0 or places[other] == 0:
            continue
        held[other].append(row)
        count[row] += 1
        if len(held[other]) > places[other]:
            worst = max(held[other], key=lambda one: int(holds[other, one]))
            held[other].remove(worst)
            count[worst] -= 1
            free.add(worst)
    made = np.zeros(offers.shape, dtype=bool)
    for other, rows in enumerate(held):
        made[rows, other] = True
    return made


def _strict(task: PairingTask, side: str) -> Numbers:
    """Return the wishes of a side with ties broken by value, then by the order given; 0 stands for nobody."""
    wishes = task.wishes[side]
    values = np.nan_to_num(task.values if side == "a" else task.values.T, nan=-1.0)
    mutual = (task.wishes["a"] > 0) & (task.wishes["b"].T > 0)
    wanted = mutual if side == "a" else mutual.T
    strict = np.zeros_like(wishes)
    for row in range(len(wishes)):
        order = np.lexsort((np.arange(wishes.shape[1]), -values[row], wishes[row]))
        order = order[wanted[row][order]]
        strict[row, order] = np.arange(1, len(order) + 1)
    return strict


def _taken(task: PairingTask, pairs: frozenset[Pair]) -> Flags:
    taken = np.zeros(task.values.shape, dtype=bool)
    for pair in pairs:
        taken[task.place(pair)] = True
    return taken


def _limits(partners: tuple[Partner, ...], taken: Flags, wishes: Numbers, fixed: Flags) -> Numbers:
    """Return the place another must be wanted above; past everybody where there is room."""
    past = wishes.shape[1] + 1
    limits = np.full(len(partners), past)
    for row, partner in enumerate(partners):
        if taken[row].sum() >= partner.most:
            given = wishes[row][taken[row] & ~fixed[row]]
            # a partner nobody wished for is given up for anyone wanted; required ones are kept
            limits[row] = max((place or past for place in given.tolist()), default=0)
    return limits


def _given_up(task: PairingTask, side: str, row: int, *, taken: Flags, fixed: Flags) -> str | None:
    """Return whom a partner would give up for one it wants more: nobody where it has a place free."""
    partner, others = (task.a[row], task.b) if side == "a" else (task.b[row], task.a)
    if taken[row].sum() < partner.most:
        return None
    wishes = task.wishes[side][row]
    places = np.where(wishes > 0, wishes, len(wishes) + 1)
    may_go = np.flatnonzero(taken[row] & ~fixed[row])
    return others[int(may_go[places[may_go].argmax()])].id
