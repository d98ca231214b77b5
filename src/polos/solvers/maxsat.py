"""Engine: core-guided MaxSAT (RC2 of python-sat) for the first aim; its bound rises until it is the optimum.

Ignatiev, Morgado and Marques-Silva (2019), Journal on Satisfiability, Boolean Modeling and Computation 11.
Options: ``solver`` (of python-sat) and ``encoding`` of the sums.
"""

from pysat.examples.rc2 import RC2

from polos.solvers.clauses import add_aim, formula
from polos.solvers.engine import read_task, say


class _Telling(RC2):
    """RC2 that says its lower bound each time it has a core."""

    def process_core(self) -> None:
        super().process_core()
        say("bound", aim=0, bound=self.cost)


def main() -> None:
    """Find the optimum of the first aim, or that there is no solution."""
    task = read_task()
    clauses, _ = formula(task.model, encoding=task.options.get("encoding", "sequential"))
    add_aim(clauses, task.model.aims[0])
    solver = task.options.get("solver", "glucose4")
    with _Telling(clauses, solver=solver, adapt=True, exhaust=True, minz=True, trim=5) as search:
        true = search.compute()
        if true is None:
            say("end", status="infeasible")
            return
        chosen = {literal for literal in true if 0 < literal <= task.model.count}
        cost = task.model.aims[0].cost(chosen)
        say("solution", aim=0, cost=cost, bound=cost, true=sorted(chosen))
        say("end", status="optimal")


if __name__ == "__main__":
    main()
