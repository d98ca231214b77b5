"""Comparing the declared priorities of all territories of both sides."""

from benchmarks.figures import Figure, Workplace, milliseconds
from polos import reference
from polos.measures.convergence import convergence


def measure(place: Workplace) -> list[Figure]:
    territories, priorities = reference.territories(), reference.priorities()
    sides = dict(territories.rows.group_by("side").agg("territory_id").iter_rows())
    amount = milliseconds(lambda: convergence(priorities, sides["EU"], sides["LAC"], territories=territories))
    how = f"all {territories.rows.height} territories, from the table of priorities to the result"
    return [Figure("convergence of both sides", amount, "ms", 50, how)]
