"""Opinion groups, and what unites and divides them, among many people and statements."""

import sys

import numpy as np

from benchmarks.figures import Figure, Workplace, milliseconds, run
from polos.measures.opinion import opinion_groups
from polos.measures.opinion_statements import group_informed_consensus, statement_views
from polos.provenance import Origin
from polos.tables.votes import Votes

PEOPLE, STATEMENTS, CAMPS = 2000, 900, 3
ALONE = "from benchmarks import opinion; opinion.groups_and_consensus(opinion.drawn_votes())"


def drawn_votes() -> Votes:
    """Votes of three camps, each person on a third of the statements, always the same."""
    generator = np.random.default_rng(2014)
    likes = generator.uniform(-1, 1, (CAMPS, STATEMENTS))
    camps = generator.choice(CAMPS, PEOPLE, p=[0.5, 0.3, 0.2])
    values = np.sign(np.round(likes[camps] + generator.normal(0, 0.8, (PEOPLE, STATEMENTS)), 0))
    values[generator.random(values.shape) > 1 / 3] = np.nan
    people, statements = (tuple(f"{i:04}" for i in range(n)) for n in values.shape)
    return Votes(values, people, statements, Origin("drawn"))


def groups_and_consensus(votes: Votes) -> None:
    """Groups by the best of 2 to 5, the consensus of all statements, and how each group votes on each."""
    found = opinion_groups(votes, generator=np.random.default_rng(1))
    by_name = {str(place): people for place, people in enumerate(found.groups)}
    group_informed_consensus(votes, by_name)
    statement_views(votes, by_name)


def measure(place: Workplace) -> list[Figure]:
    votes = drawn_votes()
    size = f"{PEOPLE:,} people x {STATEMENTS} statements, a third of them voted on"
    amount = milliseconds(lambda: groups_and_consensus(votes), repeats=5, warm_up=1)
    alone = run([sys.executable, "-c", ALONE])
    return [
        Figure("opinion groups and consensus", amount, "ms", 2000, size),
        Figure(
            "opinion groups and consensus, memory", alone.megabytes, "MB", 500, "one process from its start"
        ),
    ]
