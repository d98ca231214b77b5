"""Conversations with published groups and consensus: five exports of Polis (CC BY 4.0)."""

import csv
import gzip
import io

import numpy as np
import pytest

from polos.measures.opinion import opinion_groups
from polos.measures.opinion_stability import adjusted_rand_index, group_stability
from polos.measures.opinion_statements import group_informed_consensus
from polos.provenance import Origin
from polos.tables.votes import Votes

#: Index reached with the settings of Polis, all exported statements, two groups as published: the least
#: allowed, and whether the bootstrap calls the groups stable.
REACHED = {
    "vtaiwan.uberx": (0.75, True),
    "canadian-electoral-reform": (0.83, True),
    "brexit-consensus": (0.87, True),
    "15-per-hour-seattle": (0.77, True),
    "bg2050-volunteers": (0.345, False),
}


def conversation(shared, name):
    """Votes of a conversation, and the published group of everybody who has one."""
    path = next((shared / "data/polis" / name).glob("participants-votes.csv*"))
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    heading, *rows = csv.reader(io.StringIO(text))
    first = next(place for place, column in enumerate(heading) if column.isdigit())
    values = np.array([[float(cell) if cell else np.nan for cell in row[first:]] for row in rows])
    votes = Votes(values, tuple(row[0] for row in rows), tuple(heading[first:]), Origin(name))
    group = heading.index("group-id")
    return votes, {row[0]: row[group] for row in rows if row[group]}


@pytest.mark.shared
def test_the_consensus_of_all_groups_is_that_of_the_export(shared):
    """Bowling Green 2050, volunteers: 371 statements."""
    votes, published = conversation(shared, "bg2050-volunteers")
    groups = {g: [p for p in published if published[p] == g] for g in sorted(set(published.values()))}
    found = group_informed_consensus(votes, groups)
    with (shared / "data/polis/bg2050-volunteers/comments.csv").open(encoding="utf-8", newline="") as file:
        printed = {row["comment-id"]: float(row["group-informed-consensus"]) for row in csv.DictReader(file)}
    assert len(printed) == 371
    assert dict(zip(found.statements, found.values, strict=True)) == pytest.approx(printed, rel=0, abs=1e-12)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("name", REACHED)
def test_published_groups_are_found(shared, name):
    """Everybody of five published conversations who is in a published group and on our map."""
    votes, published = conversation(shared, name)
    found = opinion_groups(votes, generator=np.random.default_rng(2014), number=2)
    ours = dict(zip(found.map.participants, found.group_of.tolist(), strict=True))
    both = [person for person in ours if person in published]
    index = adjusted_rand_index([ours[p] for p in both], [published[p] for p in both])
    least, is_stable = REACHED[name]
    assert index.value >= least
    stability = group_stability(votes, found, generator=np.random.default_rng(1), draws=30)
    assert stability.is_stable is is_stable


@pytest.mark.shared
def test_the_small_group_of_the_smallest_conversation_dissolves(shared):
    """8 of 108 people make the second published group: among people like these another one is found."""
    votes, _ = conversation(shared, "bg2050-volunteers")
    found = opinion_groups(votes, generator=np.random.default_rng(2014), number=2)
    stability = group_stability(votes, found, generator=np.random.default_rng(1), draws=30)
    assert stability.index < 0.5
    assert stability.found_again[1] < 0.5 < stability.found_again[0]
