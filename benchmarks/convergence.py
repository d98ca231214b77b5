"""Comparing the declared priorities of all territories of both sides."""

import numpy as np
import polars as pl

from benchmarks.figures import Figure, Workplace, milliseconds
from polos import reference
from polos.measures.coded_priorities import coded_priorities
from polos.measures.convergence import convergence
from polos.measures.convergence_uncertainty import sureness
from polos.table import Table
from polos.tables.priorities import priorities_of
from polos.vocabularies import markets, technologies


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
    large = many()
    how_many = "synthetic: 2,000 territories of three priorities, 1,000 draws, comparison included"
    return [
        Figure("convergence of both sides", amount, "ms", 50, how),
        Figure("convergence with intervals", milliseconds(large, repeats=5) / 1000, "s", 2, how_many),
    ]


def many():
    """Draw 2,000 territories and return the work: comparing them, with 1,000 draws."""
    draw = np.random.default_rng(2026)
    rows = [
        {
            "priority_id": f"p{k}_{n}",
            "territory_id": f"t{k}",
            "markets": draw.choice(markets().codes, draw.integers(1, 3), replace=False).tolist(),
            "technologies": draw.choice(technologies().codes, draw.integers(0, 3), replace=False).tolist(),
        }
        for k in range(2000)
        for n in range(3)
    ]
    coded = coded_priorities(priorities_of(pl.DataFrame(rows)))
    names = [f"t{k}" for k in range(2000)]

    def work():
        found = convergence(coded, names[:1000], names[1000:])
        return sureness(found, generator=np.random.default_rng(1), draws=1000)

    return work
