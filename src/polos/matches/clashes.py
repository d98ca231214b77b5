"""When the rules of an assignment cannot all be met: which clash, and what the least relaxation is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from polos.errors import InputError
from polos.matches.assignment import Program, Rule, pairs_at, rules_of
from polos.matches.pairing import Assignment, Objective, PairingTask, Proof, assignment_of
from polos.matches.pairing_codes import RuleCode
from polos.measures.caveats import Caveat

# Rules that give way only where lowering quotas is not enough: what people have decided pair by pair.
_FIRM = frozenset({RuleCode.MUST_PAIR, RuleCode.MUST_NOT_PAIR})


@dataclass(frozen=True)
class Relaxed:
    """A rule and by how many pairs (or partners) its bound gives way."""

    rule: Caveat
    by: int


@dataclass(frozen=True)
class Clash:
    """Rules that cannot hold together.

    ``rules`` is a minimal set: without any one of them the others can be met, within the capacities and
    the pairs of known value. There may be other such sets. ``relaxed`` is a relaxation of all the rules
    that gives way by the fewest pairs in all; ``assignment`` is the one of greatest total under it.
    """

    rules: tuple[Caveat, ...]
    relaxed: tuple[Relaxed, ...]
    assignment: Assignment


def clash(task: PairingTask, *, seconds: float | None = None) -> Clash:
    """Say which rules of a task clash, and what the smallest relaxation is.

    Quotas, least numbers of partners and the minimum value give way first; required and forbidden pairs
    only where that is not enough. Where several relaxations give way equally little, one of the greatest
    total value is shown.

    Parameters
    ----------
    task
        A task whose rules cannot all be met.
    seconds
        How long each question to the solver may take; as long as it needs where not given.

    Returns
    -------
    Clash
        A minimal set of clashing rules, and a smallest relaxation with its best assignment.

    Raises
    ------
    InputError
        When all rules can be met.
    """
    rules = rules_of(task)
    if _can_be_met(task, rules):
        raise InputError(
            found="rules that can all be met",
            needed="a task that no assignment keeps",
            next_step="Ask for the best assignment.",
        )
    found = _minimal(task, (), (), rules)
    soft = [rule for rule in rules if rule.named.code not in _FIRM]
    firm = [rule for rule in rules if rule.named.code in _FIRM]
    relaxed = _relaxation(task, firm, soft, seconds) or _relaxation(task, [], rules, seconds)
    if relaxed is None:  # without any rule, making no pair is always an assignment
        raise InputError(
            found="no relaxation in the time given",
            needed="more time",
            next_step="Allow more seconds, or drop one of the clashing rules.",
        )
    named = {id(rule): k for k, rule in enumerate(rules)}
    ordered = sorted(found, key=lambda rule: named[id(rule)])
    return Clash(tuple(rule.named for rule in ordered), *relaxed)


def _can_be_met(task: PairingTask, rules: Sequence[Rule]) -> bool:
    return Program(task, rules).greatest(np.zeros(task.values.size)).made is not None


def _minimal(
    task: PairingTask, kept: tuple[Rule, ...], added: tuple[Rule, ...], rules: tuple[Rule, ...]
) -> tuple[Rule, ...]:
    """Return a minimal part of ``rules`` that cannot be met beside ``kept`` (divide and conquer).

    Junker (2004), QuickXplain, AAAI-04, 167-172.
    """
    if added and not _can_be_met(task, kept):
        return ()
    if len(rules) == 1:
        return rules
    half = len(rules) // 2
    first, second = rules[:half], rules[half:]
    of_second = _minimal(task, (*kept, *first), first, second)
    of_first = _minimal(task, (*kept, *of_second), of_second, first)
    return (*of_first, *of_second)


def _relaxation(
    task: PairingTask, firm: Sequence[Rule], soft: Sequence[Rule], seconds: float | None
) -> tuple[tuple[Relaxed, ...], Assignment] | None:
    """Let the soft rules give way by the fewest pairs, of the greatest total; None where firm ones clash."""
    slack = _Slack(task, firm, soft, seconds)
    variables = slack.variables
    worth = np.nan_to_num(task.values.ravel(), nan=0.0)[variables]
    fewest = slack.solve(np.zeros(len(variables)), np.ones(slack.count))
    if fewest is None:
        return None
    least = round(float(fewest[len(variables) :].sum()))
    best = slack.solve(-worth, np.zeros(slack.count), at_most=least)
    chosen = fewest if best is None else best
    taken, given = chosen[: len(variables)] > 0.5, chosen[len(variables) :].round().astype(int)
    relaxed = tuple(
        Relaxed(soft[k // 2].named, int(by)) for k, by in enumerate(given) if by
    )  # two slacks a rule, of which one is needed
    pairs = pairs_at(task, variables[taken].tolist())
    free = replace(task, must=frozenset(), must_not=frozenset(), quotas=task.quotas, minimum=None)
    total = float(worth[taken].sum())
    made = assignment_of(free, pairs, objective=Objective.TOTAL, proof=Proof.PROVEN, bound=total)
    return relaxed, made


class _Slack:
    """The integer program in which soft rules may give way, each by a whole number of pairs."""

    def __init__(
        self, task: PairingTask, firm: Sequence[Rule], soft: Sequence[Rule], seconds: float | None
    ) -> None:
        program = Program(task, firm)
        asked = [rule.on for rule in soft if rule.named.code == RuleCode.MUST_PAIR]
        self.variables = np.unique(np.concatenate([program.variables, *asked]))
        self.count, self.size, self.seconds = 2 * len(soft), len(self.variables), seconds
        self._fixed = program.constraint(self.variables, firm)
        self._soft = program.constraint(self.variables, soft, capacities=False) if soft else None
        lower, upper = np.zeros(self.count), np.full(self.count, np.inf)
        self._bounds = Bounds(
            np.concatenate([np.zeros(self.size), lower]), np.concatenate([np.ones(self.size), upper])
        )

    def solve(self, worth: np.ndarray, cost: np.ndarray, *, at_most: float = np.inf) -> np.ndarray | None:
        """Return the variables and the slacks of the least cost, None where the firm rules clash."""
        rows = [self._row(self._fixed, None)]
        if self._soft is not None:
            least = np.kron(np.eye(self.count // 2), [1.0, -1.0])  # + below the least, - above the most
            rows.append(self._row(self._soft, least))
        limit = np.concatenate([np.zeros(self.size), np.ones(self.count)])[None, :]
        rows.append(LinearConstraint(limit, -np.inf, at_most + 1e-6))
        result = milp(
            np.concatenate([worth, cost]),
            integrality=np.ones(self.size + self.count),
            bounds=self._bounds,
            constraints=rows,
            options={"mip_rel_gap": 0.0} | ({} if self.seconds is None else {"time_limit": self.seconds}),
        )
        return result.x

    def _row(self, constraint: LinearConstraint, slack: np.ndarray | None) -> LinearConstraint:
        beside = csr_array((constraint.A.shape[0], self.count)) if slack is None else csr_array(slack)
        return LinearConstraint(hstack([constraint.A, beside]).tocsr(), constraint.lb, constraint.ub)
