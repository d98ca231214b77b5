"""The measures of opinions, compared with slow, obvious versions on random votes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracles import opinions as slow
from polos.measures.opinion import k_means, opinion_groups, opinion_map
from polos.measures.opinion_stability import adjusted_rand_index, group_overlap, group_stability
from polos.measures.opinion_statements import group_informed_consensus, statement_views
from polos.provenance import Origin
from polos.tables.votes import Votes

SEEDS = range(12)


def drawn(seed, people=30, statements=9):
    """Votes of two camps with noise and gaps; everybody voted on something."""
    generator = np.random.default_rng(seed)
    camp = generator.integers(0, 2, people) * 2 - 1
    likes = generator.normal(0, 1, statements)
    values = np.sign(np.round(camp[:, None] * likes + generator.normal(0, 0.7, (people, statements))))
    values[generator.random(values.shape) < 0.3] = np.nan
    values[:, 0] = camp
    return Votes(
        values,
        tuple(f"p{i}" for i in range(people)),
        tuple(f"s{j}" for j in range(statements)),
        Origin("drawn"),
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shape", [(30, 9), (6, 15), (130, 120)])
def test_the_map(seed, shape):
    """Axes may point either way; ours always the same way."""
    votes = drawn(seed, *shape)
    found = opinion_map(votes, least_votes=1, stretch=0.5)
    expected, centred, axes = slow.positions(votes.values, 0.5)
    for axis in (0, 1):
        sign = np.sign(axes[axis] @ found.loadings[axis])
        assert found.positions[:, axis] == pytest.approx(sign * expected[:, axis], abs=1e-7)
        share = ((centred @ axes[axis]) ** 2).sum() / (centred**2).sum()
        assert found.shares[axis] == pytest.approx(share)
        assert found.loadings[axis][np.abs(found.loadings[axis]).argmax()] > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("number", [2, 3])
def test_no_division_of_camps_is_closer_together(seed, number):
    generator = np.random.default_rng(seed)
    points = 3 * generator.normal(size=(number, 2))[np.arange(9) % number] + generator.normal(size=(9, 2)) / 3
    labels = k_means(points, number, np.random.default_rng(1))
    assert slow.spread(points, labels) == pytest.approx(slow.least_spread(points, number))


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_is_nearest_to_the_middle_of_their_own_group(seed):
    """Without camps the best of ten starts may not be the best of all; it always is at rest."""
    points = np.random.default_rng(seed).normal(size=(60, 2))
    labels = k_means(points, 4, np.random.default_rng(1))
    middles = np.array([points[labels == group].mean(axis=0) for group in range(4)])
    for point, label in zip(points, labels, strict=True):
        assert np.argmin([np.linalg.norm(point - middle) for middle in middles]) == label


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_groups_are_the_division_with_the_largest_silhouette(seed):
    votes = drawn(seed, people=40)
    found = opinion_groups(votes, generator=np.random.default_rng(1), least_votes=1)
    where = found.map.positions
    assert found.silhouette == pytest.approx(slow.silhouette(where, found.group_of.tolist()))
    again = np.random.default_rng(1)
    tried = [k_means(where, number, again) for number in range(2, 6)]
    widths = [slow.silhouette(where, t.tolist()) for t in tried if np.bincount(t).min() >= 5]
    assert found.silhouette == pytest.approx(max(widths))
    sizes = [len(group) for group in found.groups]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) == 40


@pytest.mark.parametrize("seed", SEEDS)
def test_consensus_and_views(seed):
    votes = drawn(seed)
    groups = {"a": votes.participants[:8], "b": votes.participants[8:20], "c": votes.participants[20:24]}
    found = group_informed_consensus(votes, groups)
    shown = {name: groups[name] for name in ("a", "b")}
    assert found.values == pytest.approx(slow.consensus(votes, shown, 1))
    assert found.against == pytest.approx(slow.consensus(votes, shown, -1))
    for column, view in enumerate(statement_views(votes, groups)):
        cast = {g: [votes.values[votes.row_of[p], column] for p in shown[g]] for g in shown}
        known = {g: [v for v in values if v in (-1, 0, 1)] for g, values in cast.items()}
        enough = [values for values in known.values() if len(values) >= 5]
        if len(enough) < 2:
            assert view.undefined
            continue
        for_it = [(values.count(1) + 1) / (len(values) + 2) for values in enough]
        against = [(values.count(-1) + 1) / (len(values) + 2) for values in enough]
        assert view.division == pytest.approx(max(for_it) - min(for_it))
        assert view.unity == pytest.approx(max(min(for_it), min(against)))
        assert view.unites == (min(for_it) >= 0.6 or min(against) >= 0.6)
        assert view.divides == (max(for_it) >= 0.6 and max(against) >= 0.6)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=15))
@settings(deadline=None)
def test_index_of_divisions(people):
    one, two = zip(*people, strict=True)
    expected = slow.pairs_alike(one, two)
    found = adjusted_rand_index(one, two).value
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-12))


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_stability(seed):
    """The same people drawn, and their groups compared as sets."""
    votes = drawn(seed)
    groups = opinion_groups(votes, generator=np.random.default_rng(1), least_votes=1, number=2)
    found = group_stability(
        votes, groups, generator=np.random.default_rng(9), draws=10, least_votes=1, stretch=0.5
    )
    again = np.random.default_rng(9)
    indices, common = [], []
    for _ in range(10):
        people = again.integers(30, size=30)
        names = tuple(str(i) for i in range(30))
        where = opinion_map(
            Votes(votes.values[people], names, votes.statements, votes.origin), least_votes=1, stretch=0.5
        )
        labels = dict(zip(people.tolist(), k_means(where.positions, 2, again).tolist(), strict=True))
        drawn_once = sorted(labels)
        ours = [int(groups.group_of[person]) for person in drawn_once]
        theirs = [labels[person] for person in drawn_once]
        indices.append(slow.pairs_alike(ours, theirs))
        sets = [
            [{p for p, label in zip(drawn_once, which, strict=True) if label == g} for g in (0, 1)]
            for which in (ours, theirs)
        ]
        common.append([max(slow.jaccard(own, other) for other in sets[1]) for own in sets[0]])
    assert found.index == pytest.approx(np.mean(indices))
    assert found.found_again == pytest.approx(tuple(np.mean(common, axis=0)))


def test_overlap_counts_people():
    votes = drawn(3, people=60)
    groups = opinion_groups(votes, generator=np.random.default_rng(1), least_votes=1, number=2)
    declared = {"x": votes.participants[::2], "y": votes.participants[1::2]}
    found = group_overlap(groups, declared, minimum=1)
    counts = [[len(set(group) & set(people)) for people in declared.values()] for group in groups.groups]
    assert [list(row) for row in found.table.inner] == counts
    of_person = {p: name for name, people in declared.items() for p in people}
    ours = [(g, of_person[p]) for g, group in enumerate(groups.groups) for p in group]
    assert found.index.value == pytest.approx(slow.pairs_alike(*zip(*ours, strict=True)))
