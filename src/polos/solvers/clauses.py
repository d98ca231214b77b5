"""A model as clauses alone: sums become clauses too, in one of the known encodings."""

from pysat.card import CardEnc, EncType
from pysat.formula import WCNF, IDPool

from polos.solvers.model import Aim, Model, Sum

ENCODINGS = {"modulo": EncType.mtotalizer, "sequential": EncType.seqcounter, "total": EncType.totalizer}


def formula(model: Model, *, encoding: str) -> tuple[WCNF, IDPool]:
    """Return the clauses of a model without its aims, and the pool of variables to go on with.

    Sums with weights do not occur here: those who need them ask CP-SAT.
    """
    pool, found = IDPool(start_from=model.count + 1), WCNF()
    pool.top = max(pool.top, model.count)
    for clause in model.clauses:
        found.append(list(clause))
    for one in model.sums:
        for clause in sum_clauses(one, pool, encoding):
            found.append(clause)
    return found, pool


def sum_clauses(one: Sum, pool: IDPool, encoding: str) -> list[list[int]]:
    """Return the clauses of one sum without weights.

    Raises
    ------
    NotImplementedError
        When the sum has weights.
    """
    if one.weights:
        raise NotImplementedError("A sum with weights has no clauses here; CP-SAT takes it.")
    literals, kind = list(one.literals), ENCODINGS[encoding]
    found: list[list[int]] = []
    if one.most is not None and one.most < len(literals):
        found += CardEnc.atmost(literals, one.most, vpool=pool, encoding=kind).clauses
    if one.least is not None and one.least > 0:
        if one.least > len(literals):
            return [[-one.guard]] if one.guard else [[]]
        found += CardEnc.atleast(literals, one.least, vpool=pool, encoding=kind).clauses
    return [[-one.guard, *clause] for clause in found] if one.guard else found


def add_aim(found: WCNF, aim: Aim) -> None:
    """Add an aim: each literal that stays false saves its weight."""
    for literal, weight in zip(aim.literals, aim.weights or (1,) * len(aim.literals), strict=True):
        found.append([-literal], weight=weight)
