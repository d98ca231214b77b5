"""Engine: why there is no solution. Which guarded rules clash, each of them needed; and fewest to give up.

Options: ``rules`` (literals that switch a rule on) and ``fixed`` (those of them that are never given up).
"""

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF
from pysat.solvers import Solver

from polos.solvers.clauses import formula
from polos.solvers.engine import read_task, say


def main() -> None:
    """Say "possible", or "core" and then "relaxation"."""
    task = read_task()
    clauses, _ = formula(task.model, encoding="sequential")
    rules, fixed = task.options["rules"], set(task.options["fixed"])
    core = minimal_core(clauses, rules)
    if core is None:
        say("possible")
    else:
        say("core", rules=core)
        say("relaxation", rules=smallest_relaxation(clauses, rules, fixed))
    say("end", status="optimal")


def minimal_core(clauses: WCNF, rules: list[int]) -> list[int] | None:
    """Return rules that cannot hold together, none of which can be left out; ``None`` where all can hold."""
    with Solver(name="glucose4", bootstrap_with=clauses.hard) as solver:
        if solver.solve(assumptions=rules):
            return None
        core = sorted(solver.get_core() or ())
        for rule in tuple(core):
            without = [one for one in core if one != rule]
            if not solver.solve(assumptions=without):
                core = sorted(solver.get_core() or ())
                core = [one for one in without if one in core]
        return _checked(solver, core)


def _checked(solver: Solver, core: list[int]) -> list[int]:
    """Try each rule once more: a later core may have made an earlier rule needless."""
    for rule in tuple(core):
        without = [one for one in core if one != rule]
        if not solver.solve(assumptions=without):
            core = without
    return core


def smallest_relaxation(clauses: WCNF, rules: list[int], fixed: set[int]) -> list[int] | None:
    """Return the fewest rules to give up, ``None`` where the fixed ones clash on their own."""
    question = WCNF()
    for clause in clauses.hard:
        question.append(clause)
    for rule in rules:
        question.append([rule], weight=None if rule in fixed else 1)
    with RC2(question, solver="glucose4") as search:
        true = search.compute()
        chosen = set(true or ())
        return None if true is None else [rule for rule in rules if rule not in chosen]


if __name__ == "__main__":
    main()
