"""Engine: a bound for one aim from the linear relaxation, where every variable may lie between 0 and 1.

Options: ``aim`` (its number), ``as`` (the number to say it under). It says one bound, and nothing where time
does not suffice.
"""

import math

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from polos.solvers.engine import read_task, say
from polos.solvers.model import Model, Sum


def main() -> None:
    """Solve the relaxation and say what the aim cannot fall below."""
    task = read_task()
    number = task.options["aim"]
    aim = task.model.aims[number]
    cost, constant = np.zeros(task.model.count), 0
    for literal, weight in zip(aim.literals, aim.weights or (1,) * len(aim.literals), strict=True):
        cost[abs(literal) - 1] += math.copysign(weight, literal)
        constant += weight * (literal < 0)
    matrix, limits = rows(task.model)
    found = linprog(
        cost, A_ub=matrix, b_ub=limits, bounds=(0, 1), method="highs", options={"time_limit": task.left}
    )
    if found.status == 0:
        say(
            "bound",
            aim=task.options.get("as", number),
            bound=max(aim.floor, math.ceil(found.fun + constant - 1e-6)),
        )
    say("end")


def rows(model: Model) -> tuple[coo_array, np.ndarray]:
    """Return every clause and sum without a guard as rows of an inequality, matrix times values <= limits."""
    entries: list[tuple[int, int, int]] = []
    limits: list[int] = []
    for one in (*(Sum(clause, 1) for clause in model.clauses), *model.sums):
        if one.guard:
            continue
        weights = one.weights or (1,) * len(one.literals)
        away = sum(weight for literal, weight in zip(one.literals, weights, strict=True) if literal < 0)
        for sign, limit in ((1, one.most), (-1, one.least)):
            if limit is None:
                continue
            for literal, weight in zip(one.literals, weights, strict=True):
                entries.append((len(limits), abs(literal) - 1, sign * (weight if literal > 0 else -weight)))
            limits.append(sign * (limit - away))
    table = np.array(entries, dtype=np.int64).reshape(-1, 3)
    shape = (len(limits), model.count)
    return coo_array((table[:, 2].astype(float), (table[:, 0], table[:, 1])), shape), np.array(limits, float)


if __name__ == "__main__":
    main()
