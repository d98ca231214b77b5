"""Reading an assignment before deciding: what each rule costs, what else is nearly as good, who is missed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from polos.errors import InputError, UnknownName
from polos.matches.assignment import (
    CannotBeMet,
    Found,
    Program,
    Rule,
    Values,
    at_least,
    best_assignment,
    best_under,
    pairs_at,
    places_of,
    rules_of,
)
from polos.matches.pairing import Assignment, Objective, Pair, PairingTask, Proof, assignment_of
from polos.measures.caveats import Caveat

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Price:
    """What one rule costs: how much more there would be without it, all other rules kept.

    ``total``, ``pairs`` and ``worst`` are differences of the best assignment without the rule to the best
    with it; with the objective total the first is never negative. ``worst`` is None where one of the two
    has no pair of known value. ``proven`` says whether both assignments are.
    """

    rule: Caveat
    total: float
    pairs: int
    worst: float | None
    proven: bool


@dataclass(frozen=True)
class Alternative:
    """An assignment nearly as good as the best: what it makes instead (``added``) of what (``dropped``)."""

    assignment: Assignment
    added: tuple[Pair, ...]
    dropped: tuple[Pair, ...]


@dataclass(frozen=True)
class Alternatives:
    """Assignments within ``tolerance`` of the best, each as different from those before as can be.

    ``kept`` are the pairs of the best that all of them keep.
    """

    best: Assignment
    others: tuple[Alternative, ...]
    kept: tuple[Pair, ...]
    tolerance: float


@dataclass(frozen=True)
class DropOut:
    """What changes if a partner drops out.

    ``lost`` are its pairs. ``repaired`` keeps every other pair and fills what became free, ``anew`` is the
    best assignment of those who remain; None where the rules cannot be met any more in this way.
    """

    partner: str
    lost: tuple[Pair, ...]
    repaired: Assignment | None
    anew: Assignment | None
    moved: tuple[Pair, ...]


def prices(task: PairingTask, assignment: Assignment, *, seconds: float | None = None) -> tuple[Price, ...]:
    """Return what each rule of a task costs, the dearest first.

    Rules that cost nothing are listed too. Prices do not add up: dropping two rules may gain more, or less,
    than their two prices.

    Parameters
    ----------
    task
        The task of the assignment.
    assignment
        The best assignment under all rules, whose objective is asked again.
    seconds
        How long each stage of each question may take; as long as it needs where not given.

    Returns
    -------
    tuple of Price
        One for each rule.
    """
    return dearest_first(each_price(task, assignment, seconds=seconds))


def each_price(task: PairingTask, assignment: Assignment, *, seconds: float | None = None) -> Iterator[Price]:
    """Give what each rule costs as it is found, in the order of the rules; as :func:`prices`."""
    rules = rules_of(task)
    for rule in rules:
        others = [other for other in rules if other is not rule]
        free = best_under(task, others, objective=assignment.objective, seconds=seconds)
        yield _price(task, rule, free, assignment)


def dearest_first(found: Iterable[Price]) -> tuple[Price, ...]:
    """Return prices in the order in which they are read."""
    return tuple(sorted(found, key=lambda price: (-price.total, -price.pairs, -(price.worst or 0.0))))


def alternatives(
    task: PairingTask,
    best: Assignment,
    *,
    tolerance: float = 0.02,
    count: int = 3,
    seconds: float | None = None,
) -> Alternatives:
    """Return assignments nearly as good as the best, the most different ones first.

    With the objective total, nearly as good is a total of at least (1 - tolerance) times the best one. With
    the worst-off pair first, it is as many pairs, each worth at least (1 - tolerance) times the worst one.

    Parameters
    ----------
    task, best
        A task and its best assignment.
    tolerance
        What may be given up, 0 to 1.
    count
        How many to look for. Each is one that holds the fewest pairs of those before, and of these one of
        greatest total; the search ends early where every such assignment was seen before.
    seconds
        How long each question to the solver may take; as long as it needs where not given.

    Returns
    -------
    Alternatives
        The assignments with what differs from the best.

    Raises
    ------
    InputError
        When the tolerance does not lie between 0 and 1.
    """
    if not 0 <= tolerance <= 1:
        raise InputError(
            found=f"a tolerance of {tolerance}",
            needed="a share between 0 and 1",
            next_step="Give, for example, 0.02.",
        )
    program = Program(task, rules_of(task))
    near, among = _nearly(task, best, tolerance)
    seen = np.zeros(task.values.size)
    seen[places_of(task, best.made)] += 1
    others: list[Alternative] = []
    for _ in range(count):
        found = _unlike(program, seen, near, among=among, seconds=seconds)
        if found.made is None or any(_same(task, found, one.assignment) for one in others):
            break
        made = frozenset(pairs_at(task, found.made.tolist()))
        if made == best.made:
            break
        seen[found.made] += 1
        others.append(_alternative(task, best, made))
    kept = best.made.intersection(*(other.assignment.made for other in others))
    return Alternatives(best, tuple(others), tuple(sorted(kept, key=task.place)), tolerance)


def drop_out(
    task: PairingTask, assignment: Assignment, partner: str, *, seconds: float | None = None
) -> DropOut:
    """Return what changes if one partner drops out, with the other pairs kept and with all made anew.

    Parameters
    ----------
    task, assignment
        A task and an assignment that keeps its rules.
    partner
        The id of the partner who leaves.
    seconds
        How long each stage may take; as long as it needs where not given.

    Returns
    -------
    DropOut
        ``moved`` are the other pairs that the assignment made anew does not keep.

    Raises
    ------
    UnknownName
        When there is no such partner.
    """
    rest = task.without(partner) if _remains(task, partner) else None
    lost = frozenset(pair for pair in assignment.made if partner in pair)
    kept = assignment.made - lost
    if rest is None:
        return DropOut(partner, tuple(sorted(lost)), None, None, tuple(sorted(kept)))
    held = replace(rest, must=rest.must | kept)
    repaired = _best_or_none(held, assignment.objective, seconds)
    anew = _best_or_none(rest, assignment.objective, seconds)
    moved = kept - (anew.made if anew else frozenset())
    return DropOut(
        partner, tuple(sorted(lost, key=task.place)), repaired, anew, tuple(sorted(moved, key=task.place))
    )


def _remains(task: PairingTask, partner: str) -> bool:
    """Tell whether both sides keep somebody; refuse a partner nobody knows."""
    if not any(partner in known for known in task.places):
        raise UnknownName(
            found=f"the partner {partner!r}",
            needed="the id of a partner of the task",
            next_step="Correct the id.",
        )
    return all(set(known) - {partner} for known in task.places)


def _best_or_none(task: PairingTask, objective: Objective, seconds: float | None) -> Assignment | None:
    try:
        return best_assignment(task, objective=objective, seconds=seconds)
    except CannotBeMet:
        return None


def _price(task: PairingTask, rule: Rule, free: Found, assignment: Assignment) -> Price:
    made = np.zeros(0, dtype=np.int64) if free.made is None else free.made
    known = task.values.ravel()[made]
    known = known[~np.isnan(known)]
    comparable = assignment.worst is not None and len(known)
    return Price(
        rule=rule.named,
        total=_cleared(float(known.sum()) - assignment.total),
        pairs=len(made) - len(assignment.pairs),
        worst=_cleared(float(known.min()) - (assignment.worst or 0.0)) if comparable else None,
        proven=free.proven and assignment.proof is Proof.PROVEN,
    )


def _cleared(difference: float) -> float:
    return 0.0 if abs(difference) < 1e-6 else difference  # what the solver's own tolerance makes


def _nearly(task: PairingTask, best: Assignment, tolerance: float) -> tuple[Rule, np.ndarray]:
    """Return what keeps an assignment nearly as good: a rule, and which pairs may be made."""
    values = task.values.ravel()
    everywhere = np.ones(len(values), dtype=bool)
    if best.objective is Objective.WORST_OFF:
        among = everywhere & ~(values < (1 - tolerance) * (best.worst or 0.0) - _ROUNDING)
        among[places_of(task, task.must)] = True
        return at_least(task, len(best.pairs)), among
    known = np.flatnonzero(~np.isnan(values))
    least = (1 - tolerance) * best.total - _ROUNDING
    return Rule(Caveat("nearly_as_good"), known, least, np.inf, weights=values[known]), everywhere


def _unlike(program: Program, seen: Values, near: Rule, *, among: np.ndarray, seconds: float | None) -> Found:
    """Return the assignment with the fewest pairs seen before, of these one of greatest total."""
    fewest = program.greatest(-seen, among=among, extra=(near,), seconds=seconds)
    if fewest.made is None:
        return fewest
    overlap = float(seen[fewest.made].sum())
    places = np.flatnonzero(seen)
    few = Rule(Caveat("seen_before"), places, -np.inf, overlap + 0.5, weights=seen[places])
    values = np.nan_to_num(program.task.values.ravel(), nan=0.0)
    best = program.greatest(values, among=among, extra=(near, few), seconds=seconds)
    return fewest if best.made is None else best


def _same(task: PairingTask, found: Found, assignment: Assignment) -> bool:
    places: Sequence[int] = [] if found.made is None else found.made.tolist()
    return frozenset(pairs_at(task, places)) == assignment.made


def _alternative(task: PairingTask, best: Assignment, made: frozenset[Pair]) -> Alternative:
    return Alternative(
        assignment=assignment_of(task, made, objective=best.objective, proof=Proof.NEARLY, bound=best.bound),
        added=tuple(sorted(made - best.made, key=task.place)),
        dropped=tuple(sorted(best.made - made, key=task.place)),
    )
