"""Engine: plain SAT, asked whether the first aim can be 0, then 1, and so on; the first yes is the optimum.

Quick where the optimum is small, which is where core-guided search has to look longest for a solution.
Options: ``solver`` (of python-sat), ``configuration`` of it, and ``encoding`` of the sums.
"""

from pysat.solvers import Solver

from polos.solvers.clauses import formula, sum_clauses
from polos.solvers.engine import Task, read_task, say
from polos.solvers.model import Sum


def main() -> None:
    """Raise the bound until there is a solution; nothing says here that there is none at all."""
    task = read_task()
    literals = task.model.aims[0].literals
    for cost in range(task.model.aims[0].floor, len(literals) + 1):
        true = _solution(task, cost)
        if true is not None:
            say("solution", aim=0, cost=task.model.aims[0].cost(true), bound=cost, true=sorted(true))
            say("end", status="optimal")
            return
        say("bound", aim=0, bound=cost + 1)
    say("end", status="infeasible")


def _solution(task: Task, most: int) -> set[int] | None:
    encoding = task.options.get("encoding", "sequential")
    clauses, pool = formula(task.model, encoding=encoding)
    literals = task.model.aims[0].literals
    if most == 0:
        limits = [[-literal] for literal in literals]
    else:
        limits = sum_clauses(Sum(literals, None, most), pool, encoding)
    with Solver(name=task.options.get("solver", "cadical195")) as solver:
        solver.configure(task.options.get("configuration", {"seed": task.seed}))
        solver.append_formula(clauses.hard + limits)
        if not solver.solve():
            return None
        return {literal for literal in solver.get_model() or () if 0 < literal <= task.model.count}


if __name__ == "__main__":
    main()
