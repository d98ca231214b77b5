"""Engine: OR-Tools CP-SAT, which has a good solution early and a bound all the time. One aim after the other.

Options: ``workers`` (how many searches side by side).
"""

import math

from ortools.sat.python import cp_model

from polos.solvers.engine import Task, read_task, say
from polos.solvers.model import Aim, Model, Sum

_STATUS = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "unknown",
}


class _Teller(cp_model.CpSolverSolutionCallback):
    """Says every solution when it is found."""

    def __init__(self, model: Model, aim: int) -> None:
        super().__init__()
        self.model, self.aim = model, aim

    def on_solution_callback(self) -> None:
        values = self.response_proto.solution
        true = [number for number in range(1, self.model.count + 1) if values[number - 1]]
        tell(self.model, self.aim, true, whole(self.best_objective_bound))


def tell(model: Model, aim: int, true: list[int], bound: int) -> None:
    """Say a solution with its cost for this aim, worked out anew."""
    cost = model.aims[aim].cost(set(true)) if model.aims else 0
    say("solution", aim=aim, cost=cost, bound=min(bound, cost), true=true)


def whole(bound: float) -> int:
    """Return the least whole number that a sum of whole numbers with this lower bound can have."""
    return math.ceil(bound - 1e-6)


def built(model: Model) -> cp_model.CpModel:
    """Return the model without aims as CP-SAT has it: variable n is there n - 1, "not n" is -n."""
    made = cp_model.CpModel()
    for _ in range(model.count):
        made.new_bool_var("")
    proto = made.Proto()
    for clause in model.clauses:
        proto.constraints.add().bool_or.literals.extend(_literal(one) for one in clause)
    for one in model.sums:
        _add_sum(proto, one)
    return made


def _literal(literal: int) -> int:
    return literal - 1 if literal > 0 else literal


def _add_sum(proto: "cp_model.CpModelProto", one: Sum) -> None:
    constraint = proto.constraints.add()
    if one.guard:
        constraint.enforcement_literal.append(_literal(one.guard))
    elif not one.weights and one.most == 1 and one.least in (0, None):
        constraint.at_most_one.literals.extend(_literal(literal) for literal in one.literals)
        return
    elif not one.weights and one.most == 1 and one.least == 1:
        constraint.exactly_one.literals.extend(_literal(literal) for literal in one.literals)
        return
    weights = one.weights or (1,) * len(one.literals)
    away = sum(weight for literal, weight in zip(one.literals, weights, strict=True) if literal < 0)
    least = -(2**40) if one.least is None else one.least - away
    most = 2**40 if one.most is None else one.most - away
    constraint.linear.vars.extend(abs(literal) - 1 for literal in one.literals)
    constraint.linear.coeffs.extend(
        weight if literal > 0 else -weight for literal, weight in zip(one.literals, weights, strict=True)
    )
    constraint.linear.domain.extend((least, most))


def _aim_at(made: cp_model.CpModel, aim: Aim) -> None:
    weights = aim.weights or (1,) * len(aim.literals)
    made.clear_objective()
    objective = made.Proto().objective
    objective.vars.extend(abs(literal) - 1 for literal in aim.literals)
    objective.coeffs.extend(
        weight if literal > 0 else -weight for literal, weight in zip(aim.literals, weights, strict=True)
    )
    objective.offset = sum(w for literal, w in zip(aim.literals, weights, strict=True) if literal < 0)


def _solver(task: Task, seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(seconds, 0.01)
    solver.parameters.num_workers = task.options.get("workers", 8)
    solver.parameters.random_seed = task.seed
    solver.parameters.symmetry_level = 1
    return solver


def main() -> None:
    """Work through the aims in order; each keeps what the earlier ones reached."""
    task = read_task()
    made, best, is_proven = built(task.model), task.hint, True
    for number, aim in enumerate(task.model.aims or [Aim("any", ())]):
        if best and aim.cost(set(best)) <= aim.floor:
            say("aim", aim=number, cost=aim.floor, bound=aim.floor)
            _add_sum(made.Proto(), Sum(aim.literals, None, aim.floor, aim.weights))
            continue
        made.clear_hints()
        if best:
            hint = made.Proto().solution_hint
            hint.vars.extend(range(task.model.count))
            hint.values.extend(int(one in best) for one in range(1, task.model.count + 1))
        _aim_at(made, aim)
        solver = _solver(task, task.left * (aim.share if best else 1))
        solver.best_bound_callback = lambda bound, n=number: say("bound", aim=n, bound=whole(bound))
        status = _STATUS.get(solver.solve(made, _Teller(task.model, number)), "unknown")
        if status in ("optimal", "feasible"):
            solution = solver.response_proto.solution
            best = frozenset(n for n in range(1, task.model.count + 1) if solution[n - 1])
        elif status == "infeasible" or not best:
            say("end", status=status)
            return
        cost = aim.cost(set(best))
        bound = cost if status == "optimal" else min(cost, max(aim.floor, whole(solver.best_objective_bound)))
        is_proven = is_proven and cost == bound
        say("aim", aim=number, cost=cost, bound=bound)
        _add_sum(made.Proto(), Sum(aim.literals, None, cost, aim.weights))
    say("end", status="optimal" if is_proven else "feasible")


if __name__ == "__main__":
    main()
