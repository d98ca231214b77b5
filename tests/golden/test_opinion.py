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


def likeness(people, labels, published):
    """The adjusted Rand index of a division beside the published one, over everybody who is in both."""
    both = [(int(label), published[p]) for p, label in zip(people, labels, strict=True) if p in published]
    return adjusted_rand_index(*zip(*both, strict=True)).value


def plain_division(votes, generator):
    """The textbook pipeline in numpy: column means, two principal components, k-means from random starts."""
    known = votes.voted
    filled = np.where(known, votes.values, np.nanmean(votes.values, axis=0))
    centred = filled - filled.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:2]
    points = centred @ axes.T * (known.shape[1] / known.sum(axis=1))[:, None] ** 0.5
    tries = []
    for _ in range(20):
        centres = points[generator.choice(len(points), 2, replace=False)]
        for _ in range(100):
            labels = ((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
            centres = np.array([points[labels == g].mean(axis=0) for g in (0, 1)])
        tries.append((((points - centres[labels]) ** 2).sum(), labels))
    return min(tries, key=lambda one: one[0])[1]


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("name", REACHED)
def test_published_groups_are_found(shared, name):
    """Everybody of five published conversations who is in a published group and on our map."""
    votes, published = conversation(shared, name)
    found = opinion_groups(votes, generator=np.random.default_rng(2014), number=2)
    least, is_stable = REACHED[name]
    assert likeness(found.map.participants, found.group_of, published) >= least
    stability = group_stability(votes, found, generator=np.random.default_rng(1), draws=30)
    assert stability.is_stable is is_stable


@pytest.mark.shared
def test_a_plain_pipeline_gives_the_smallest_conversation_the_same(shared):
    """Exactly the 108 people of the published groups, as many as the publisher placed: 0.348 both ways."""
    votes, published = conversation(shared, "bg2050-volunteers")
    placed = [place for place, person in enumerate(votes.participants) if person in published]
    people = tuple(votes.participants[place] for place in placed)
    kept = Votes(votes.values[placed], people, votes.statements, votes.origin)
    ours = opinion_groups(kept, generator=np.random.default_rng(2014), number=2, least_votes=1)
    silent = [name for name, count in zip(kept.statements, kept.voted.sum(axis=0), strict=True) if count == 0]
    plain = plain_division(kept.without(silent), np.random.default_rng(2014))
    reached = likeness(ours.map.participants, ours.group_of, published)
    assert reached == pytest.approx(0.348, abs=5e-4)
    assert reached >= likeness(people, plain, published)


@pytest.mark.slow
@pytest.mark.shared
def test_the_small_group_of_the_smallest_conversation_dissolves(shared):
    """8 of 108 people make the second published group: among people like these another one is found."""
    votes, _ = conversation(shared, "bg2050-volunteers")
    found = opinion_groups(votes, generator=np.random.default_rng(2014), number=2)
    stability = group_stability(votes, found, generator=np.random.default_rng(1), draws=30)
    assert stability.index < 0.5
    assert stability.found_again[1] < 0.5 < stability.found_again[0]
