"""Comparing the declared priorities of all territories of both sides."""

from benchmarks.figures import Figure, Workplace, milliseconds
from polos import reference
from polos.measures.convergence import convergence
from polos.table import Table


def measure(place: Workplace) -> list[Figure]:
    territories, priorities = reference.territories(), reference.priorities()
    sides = dict(territories.rows.group_by("side").agg("territory_id").iter_rows())

    def from_the_table():
        table = Table(
            priorities.rows, priorities.schema, priorities.origin
        )  # another one each time: coded anew
        return convergence(table, sides["EU"], sides["LAC"], territories=territories)

    amount = milliseconds(from_the_table)
    how = f"all {territories.rows.height} territories, from the table of priorities to the result"
    return [Figure("convergence of both sides", amount, "ms", 50, how)]
