r"""The best assignment of pairs, proven by integer programming.

.. math:: \max \sum_{ab} v_{ab} x_{ab} \quad\text{with}\quad
          x_{ab} \in \{0, 1\},\; l_a \le \sum_b x_{ab} \le u_a,\; l_b \le \sum_a x_{ab} \le u_b

and every quota a bound on the sum over the pairs it counts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import csr_array

from polos.errors import InputError, Undefined
from polos.matches.pairing import (
    Assignment,
    Objective,
    Pair,
    PairingTask,
    Partner,
    Proof,
    QuotaKind,
    Values,
    assignment_of,
)
from polos.matches.pairing_codes import RuleCode
from polos.measures.caveats import Caveat

Places = NDArray[np.int64]


class CannotBeMet(InputError):
    """The rules cannot all be met; :func:`polos.matches.clashes.clash` says which of them clash."""


class NotDecided(Undefined):
    """The time ran out before any assignment was found."""


@dataclass(frozen=True, eq=False)
class Rule:
    """Bounds on how many of some pairs are made: ``least`` <= sum of x over ``on`` <= ``most``.

    ``on`` holds places in the flattened table of pairs, ``named`` says which rule it is. With ``weights``,
    shape as ``on``, each pair counts for its weight.
    """

    named: Caveat
    on: Places
    least: float
    most: float
    weights: Values | None = None


@dataclass(frozen=True, eq=False)
class Found:
    """What the solver returned: the places of the pairs made (None: it cannot be), and the bound."""

    made: Places | None
    bound: float | None
    proven: bool


def best_assignment(
    task: PairingTask, *, objective: Objective = Objective.TOTAL, seconds: float | None = None
) -> Assignment:
    """Return the assignment that is best by the declared objective, with its proof.

    Parameters
    ----------
    task
        Partners, values and rules.
    objective
        The greatest total value, or the worst-off pair first.
    seconds
        How long each stage may take; as long as it needs where not given. ``TOTAL`` has one stage,
        ``WORST_OFF`` about twenty.

    Returns
    -------
    Assignment
        Proven best, or the best found in time together with what it cannot exceed.

    Raises
    ------
    CannotBeMet
        When no assignment keeps all rules.
    NotDecided
        When the time ran out before any assignment was found.
    """
    found = best_under(task, rules_of(task), objective=objective, seconds=seconds)
    if found.made is None:
        raise _refusal(proven=found.proven)
    proof = Proof.PROVEN if found.proven else Proof.NOT_PROVEN
    return assignment_of(
        task, pairs_at(task, found.made), objective=objective, proof=proof, bound=found.bound
    )


def rules_of(task: PairingTask) -> tuple[Rule, ...]:
    """Return every rule of a task but the capacities, in the order in which people would give way last."""
    return (*_must(task), *_must_not(task), *_minimum(task), *_least_of_partners(task), *_quotas(task))


def best_under(
    task: PairingTask,
    rules: Sequence[Rule],
    *,
    objective: Objective = Objective.TOTAL,
    seconds: float | None = None,
) -> Found:
    """Return the best pairs under these rules and the capacities."""
    values = np.nan_to_num(task.values.ravel(), nan=0.0)
    program = Program(task, rules)
    if objective is Objective.TOTAL:
        return program.greatest(values, seconds=seconds)
    return _worst_off_first(program, values, seconds)


def pairs_at(task: PairingTask, places: Iterable[int]) -> list[Pair]:
    """Return the pairs at these places of the flattened table."""
    return [(task.a[k // len(task.b)].id, task.b[k % len(task.b)].id) for k in places]


def places_of(task: PairingTask, pairs: Iterable[Pair]) -> Places:
    """Return the places of pairs in the flattened table."""
    at = [task.place(pair) for pair in pairs]
    return np.array([row * len(task.b) + column for row, column in at], dtype=np.int64)


def at_least(task: PairingTask, pairs: int) -> Rule:
    """Return the rule that at least so many pairs are made."""
    return Rule(Caveat(RuleCode.QUOTA_PAIRS_LEAST), np.arange(task.values.size), pairs, np.inf)


class Program:
    """The integer program of a task under some of its rules.

    A pair is a variable where its value is known or the task requires it, and no rule forbids it outright. A
    required pair stays possible where its rule is left out, so that leaving out a rule never makes less.
    """

    def __init__(self, task: PairingTask, rules: Sequence[Rule]) -> None:
        self.task, self.rules = task, tuple(rules)
        possible = ~np.isnan(task.values.ravel())
        possible[places_of(task, task.must)] = True
        for rule in self.rules:
            if rule.most <= 0:
                possible[rule.on] = False
        self.variables: Places = np.flatnonzero(possible)

    def greatest(
        self,
        worth: Values,
        *,
        among: NDArray[np.bool_] | None = None,
        extra: Sequence[Rule] = (),
        seconds: float | None = None,
    ) -> Found:
        """Return the pairs of the greatest worth; ``among`` limits them, ``extra`` adds rules."""
        chosen = self.variables if among is None else self.variables[among[self.variables]]
        rules = (*self.rules, *extra)
        if self._is_plain(rules):
            return self._by_assignment(worth, chosen)
        return self._by_integers(worth, chosen, rules, seconds)

    def _is_plain(self, rules: Sequence[Rule]) -> bool:
        return not rules and all(partner.most == 1 for partner in (*self.task.a, *self.task.b))

    def _by_assignment(self, worth: Values, chosen: Places) -> Found:
        """Solve the problem without rules and with one partner each, where the optimum needs no search."""
        gain = np.zeros(self.task.values.size)
        gain[chosen] = worth[chosen]
        rows, columns = linear_sum_assignment(gain.reshape(self.task.values.shape), maximize=True)
        made = rows * len(self.task.b) + columns
        made = made[np.isin(made, chosen)]
        return Found(made, float(gain[made].sum()), proven=True)

    def _by_integers(
        self, worth: Values, chosen: Places, rules: Sequence[Rule], seconds: float | None
    ) -> Found:
        if not len(chosen):
            met = all(rule.least <= 0 for rule in rules)
            return Found(chosen if met else None, 0.0, proven=True)
        result = milp(
            -worth[chosen],
            integrality=np.ones(len(chosen)),
            bounds=Bounds(0, 1),
            constraints=self.constraint(chosen, rules),
            options={"mip_rel_gap": 0.0} | ({} if seconds is None else {"time_limit": seconds}),
        )
        if result.x is None:
            return Found(None, None, proven=result.status == 2)
        made = chosen[result.x > 0.5]
        bound = float(worth[made].sum()) if result.status == 0 else -float(result.mip_dual_bound)
        return Found(made, bound, proven=result.status == 0)

    def constraint(
        self, chosen: Places, rules: Sequence[Rule], *, capacities: bool = True
    ) -> LinearConstraint:
        """Return the rules, and the capacities, as bounds on sums of the chosen variables."""
        place = np.full(self.task.values.size, -1, dtype=np.int64)
        place[chosen] = np.arange(len(chosen))
        bounded = [*(_capacities(self.task) if capacities else ()), *rules]
        columns = [place[rule.on] for rule in bounded]
        weights = [np.ones(len(rule.on)) if rule.weights is None else rule.weights for rule in bounded]
        here = [column >= 0 for column in columns]
        starts = np.concatenate([[0], np.cumsum([one.sum() for one in here])])
        table = csr_array(
            (
                np.concatenate([weight[one] for weight, one in zip(weights, here, strict=True)]),
                np.concatenate([column[one] for column, one in zip(columns, here, strict=True)]),
                starts,
            ),
            shape=(len(bounded), len(chosen)),
        )
        return LinearConstraint(table, [rule.least for rule in bounded], [rule.most for rule in bounded])


def _worst_off_first(program: Program, values: Values, seconds: float | None) -> Found:
    """Make as many pairs as can be, then bring up the worst one, then take the greatest sum."""
    most = program.greatest(np.ones(len(values)), seconds=seconds)
    if most.made is None:
        return most
    as_many = at_least(program.task, len(most.made))
    exempt = np.isnan(program.task.values.ravel())
    exempt[places_of(program.task, program.task.must)] = True
    limits = np.unique(values[program.variables][~exempt[program.variables]])
    proven = most.proven

    def can_be(limit: float) -> bool:
        nonlocal proven
        tried = program.greatest(
            np.zeros(len(values)), among=exempt | (values >= limit), extra=(as_many,), seconds=seconds
        )
        proven = proven and (tried.made is not None or tried.proven)
        return tried.made is not None

    limit = _highest(limits, values[program.variables], can_be, first=2 * sum(program.task.values.shape))
    last = program.greatest(values, among=exempt | (values >= limit), extra=(as_many,), seconds=seconds)
    if last.made is None:
        return Found(most.made, None, proven=False)
    return Found(last.made, last.bound, proven=proven and last.proven)


def _highest(limits: Values, values: Values, can_be: Callable[[float], bool], *, first: int) -> float:
    """Return the highest limit that can be kept; few pairs are tried first, since that is quick.

    The lowest limit can always be kept. ``first`` is how many of the best pairs are tried first.
    """
    if not len(limits):
        return 0.0
    ordered = np.sort(values)[::-1]
    low, high, size = 0, len(limits), first
    while size < len(ordered) and low == 0:
        tried = int(np.searchsorted(limits, ordered[size - 1]))
        if tried >= high:
            break
        low, high = (tried, high) if can_be(limits[tried]) else (low, tried)
        size *= 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if can_be(limits[middle]) else (low, middle)
    return float(limits[low])


def _capacities(task: PairingTask) -> list[Rule]:
    return [Rule(Caveat("capacity"), on, 0, partner.most) for on, partner in _partners(task)]


def _least_of_partners(task: PairingTask) -> list[Rule]:
    return [
        Rule(
            Caveat(RuleCode.PARTNER_LEAST, {"partner": partner.id, "least": partner.least}),
            on,
            partner.least,
            np.inf,
        )
        for on, partner in _partners(task)
        if partner.least
    ]


def _partners(task: PairingTask) -> list[tuple[Places, Partner]]:
    """Return every partner with the places of its pairs."""
    size = len(task.b)
    rows = [(np.arange(k * size, (k + 1) * size), partner) for k, partner in enumerate(task.a)]
    columns = [(np.arange(k, task.values.size, size), partner) for k, partner in enumerate(task.b)]
    return [*rows, *columns]


def _must(task: PairingTask) -> list[Rule]:
    return [
        Rule(Caveat(RuleCode.MUST_PAIR, {"a": a, "b": b}), places_of(task, [(a, b)]), 1, 1)
        for a, b in sorted(task.must)
    ]


def _must_not(task: PairingTask) -> list[Rule]:
    known = [(a, b) for a, b in sorted(task.must_not) if task.value((a, b)) is not None]
    return [
        Rule(Caveat(RuleCode.MUST_NOT_PAIR, {"a": a, "b": b}), places_of(task, [(a, b)]), 0, 0)
        for a, b in known
    ]


def _minimum(task: PairingTask) -> list[Rule]:
    if task.minimum is None:
        return []
    below = np.flatnonzero(task.values.ravel() < task.minimum)  # unknown values are not below
    return [Rule(Caveat(RuleCode.MINIMUM_VALUE, {"minimum": task.minimum}), below, 0, 0)]


def _quotas(task: PairingTask) -> list[Rule]:
    found = []
    for quota in task.quotas:
        on = np.flatnonzero(task.counted(quota).ravel())
        of: dict[str, str] = {}
        if quota.kind is QuotaKind.COUNTRY:
            of = {"side": quota.side, "country": quota.code}
        elif quota.kind is QuotaKind.THEME:
            of = {"theme": quota.code}
        name = f"quota_{quota.kind.value}"
        if quota.least:
            code = RuleCode(f"{name}_least")
            found.append(Rule(Caveat(code, {**of, "least": quota.least}), on, quota.least, np.inf))
        if quota.most is not None:
            code = RuleCode(f"{name}_most")
            found.append(Rule(Caveat(code, {**of, "most": quota.most}), on, 0, quota.most))
    return found


def _refusal(*, proven: bool) -> CannotBeMet | NotDecided:
    if proven:
        return CannotBeMet(
            found="rules that no assignment keeps",
            needed="quotas, required pairs and capacities that can hold together",
            next_step="See which of them clash, and the smallest relaxation.",
        )
    return NotDecided(
        found="no assignment in the time given",
        needed="more time, or fewer rules",
        next_step="Allow more seconds.",
    )
