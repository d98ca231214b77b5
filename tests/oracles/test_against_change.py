"""Measures of change, of clusters and of productivity against slow, obvious ones, on random tables."""

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from oracles import change
from oracles.test_against_loops import array, counts, grid, matrix, names, pairs, presences, same, tables
from polos import measures
from polos.measures.cluster_definitions import ClusterDefinition
from polos.measures.results import ByTerritory
from polos.measures.spatial_weights import SpatialWeights
from polos.measures.transitions import ClassPairs
from polos.provenance import Origin
from polos.tables.indicators import Indicators

ORIGIN = Origin("drawn at random")
few = settings(max_examples=30, deadline=None)
cells = st.one_of(st.integers(0, 6), st.none())
LIMITS = (1.5, 3)


@st.composite
def several(draw, kind=cells, count=2):
    """Draw several tables of one shape."""
    shape = draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
    return [draw(tables(kind, (shape[0],) * 2, (shape[1],) * 2)) for _ in range(count)]


@st.composite
def chains(draw, size=(1, 4)):
    """Draw probabilities whose rows sum to 1, all positive so that every class follows every other."""
    count = draw(st.integers(*size))
    rows = draw(tables(st.integers(1, 9), (count, count), (count, count)))
    return [[value / sum(row) for value in row] for row in rows]


@st.composite
def panels(draw):
    panel = draw(tables(st.one_of(st.integers(0, 5), st.none()), (2, 6), (2, 5)))
    links = draw(tables(st.sampled_from([0, 0, 1, 2]), (len(panel),) * 2, (len(panel),) * 2))
    return panel, [[0 if r == s else link for s, link in enumerate(row)] for r, row in enumerate(links)]


def indicators(table) -> Indicators:
    return Indicators(array(table), names("r", len(table)), names("t", len(table[0])), ORIGIN)


def class_pairs(table) -> ClassPairs:
    values = array(table)
    return ClassPairs(values, names("c", len(table)), np.zeros(values.shape, np.uint8), ORIGIN)


def by_territory(values) -> ByTerritory:
    values = np.array(values, dtype=float)
    return ByTerritory(values, names("r", len(values)), np.zeros(values.shape, np.uint8), ORIGIN)


@few
@given(several())
def test_shift_share(drawn):
    before, after = drawn
    cells_of = measures.shift_share(matrix(before), matrix(after)).cells
    expected = change.shift_share(before, after)
    for i, name in enumerate(("national", "mix", "competitive")):
        same(getattr(cells_of, name), [[None if c is None else c[i] for c in row] for row in expected])


@few
@given(several(count=3))
def test_effects_sum_to_the_change_and_steps_to_the_whole(drawn):
    years = [matrix(table) for table in drawn]
    for found in (measures.shift_share(*years[:2]), measures.dynamic_shift_share(*years).sums):
        for effects in (found.cells, found.totals):
            total = effects.national.values + effects.mix.values + effects.competitive.values
            np.testing.assert_allclose(total, effects.change.values, atol=1e-9)
            assert (np.isnan(total) == (effects.change.undefined > 0)).all()


@few
@given(several())
def test_competitive_parts_sum_to_the_competitive_effect(drawn):
    before, after = (matrix(table) for table in drawn)
    parts = measures.competitive_parts(before, after)
    classic = measures.shift_share(before, after).cells.competitive
    total = parts.competitive.values + parts.allocation.values
    defined = ~np.isnan(total)
    np.testing.assert_allclose(total[defined], classic.values[defined], atol=1e-9)
    assert (defined == ((classic.undefined == 0) & (before.known_values > 0))).all()


@few
@given(several(st.sampled_from([0, 1, None]), count=4), st.integers(1, 3))
def test_lasting_entries_and_exits(drawn, before):
    windows = [grid(table) for table in drawn]
    same(measures.lasting_entries(*windows, before=before), change.lasting(drawn, before, 0))
    same(measures.lasting_exits(*windows, before=before), change.lasting(drawn, before, 1))


@few
@given(panels())
def test_transitions_with_and_without_neighbours(drawn):
    panel, links = drawn
    whole = measures.class_transitions(indicators(panel), limits=LIMITS)
    assert whole.counts.values.tolist() == change.transition_counts(panel, LIMITS)
    assert whole.counts.values.sum() + whole.left_out == len(panel) * (len(panel[0]) - 1)
    weights = SpatialWeights(csr_array(np.array(links, dtype=float)), names("r", len(panel)))
    spatial = measures.spatial_transitions(indicators(panel), weights, limits=LIMITS)

    def beside(m):
        return lambda r, t: (
            (found := change.lag(panel, links, r, t)) is not None
            and change.class_of(found - 1e-12, LIMITS) == m
        )

    for m, chain in enumerate(spatial.by_lag.values()):
        assert chain.counts.values.tolist() == change.transition_counts(panel, LIMITS, beside(m))


@pytest.mark.slow
@few
@given(panels(), st.floats(0.01, 0.9))
def test_moves_between_quadrants(drawn, shift):
    """Shifted by what is no fraction of a few whole numbers: whether a mean is met exactly is rounding."""
    panel, links = drawn
    panel = [
        [
            None if value is None else value + shift * (r + 1) ** 0.5 * (t + 2) ** 0.3
            for t, value in enumerate(row)
        ]
        for r, row in enumerate(panel)
    ]
    weights = SpatialWeights(csr_array(np.array(links, dtype=float)), names("r", len(panel)))
    found = measures.quadrant_transitions(indicators(panel), weights)
    assert (found.counts.values.tolist(), found.left_out) == change.quadrant_counts(panel, links)


@pytest.mark.slow
@few
@given(chains())
def test_long_run_of_chains(p):
    found = measures.steady_state(class_pairs(p))
    np.testing.assert_allclose(found.values, change.steady_state_by_walking(p), atol=1e-9)
    np.testing.assert_allclose(found.values @ array(p), found.values, atol=1e-12)
    leaving = [1 - p[k][k] for k in range(len(p))]
    assert measures.prais_mobility(class_pairs(p)).values.tolist() == pytest.approx(leaving)
    passage = measures.mean_first_passage(class_pairs(p)).values
    for k in range(len(p)):
        assert passage[k, k] == pytest.approx(1 / found.values[k])
        for to in set(range(len(p))) - {k}:
            assert passage[k, to] == pytest.approx(change.passage_by_walking(p, k, to), rel=1e-6)


@few
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=7), st.data())
def test_rank_concordance_of_neighbours_and_others(values, data):
    one, two = zip(*values, strict=True)
    size = len(values)
    flags = data.draw(tables(st.booleans(), (size, size), (size, size)))
    near = [[flags[r][s] and r < s for s in range(size)] for r in range(size)]
    share = sum(map(sum, near)) / (size * (size - 1) / 2)
    assume(0 < share < 1)
    weights = SpatialWeights(csr_array(np.array(near, dtype=float)), names("r", size))
    found = measures.spatial_rank_concordance(by_territory(one), by_territory(two), weights)
    assert found.neighbours == pytest.approx(change.concordance(one, two, lambda r, s: near[r][s]))
    assert found.others == pytest.approx(change.concordance(one, two, lambda r, s: not near[r][s]))
    assert found.whole == pytest.approx(share * found.neighbours + (1 - share) * found.others)


@few
@given(counts)
def test_location_correlation(table):
    columns = range(len(table[0]))
    expected = [[change.correlation(table, a, b) for b in columns] for a in columns]
    same(measures.location_correlation(matrix(table)), expected)


@pytest.mark.parametrize("unknown", [0.0, np.nan])
def test_what_is_alike_correlates_with_1_and_rounding_adds_nothing_to_it(unknown):
    """Three times, seven times and the opposite: without care some of these are 1.0000000000000004."""
    generator = np.random.default_rng(1)
    for _ in range(100):
        x = generator.integers(1, 60, (6, 1)).astype(float)
        table = np.hstack([x, 3 * x, 7 * x, 100 - x])
        table[0, 3] += unknown
        found = measures.location_correlation(matrix(table)).values
        assert np.abs(found).max() <= 1
        assert np.abs(found) == pytest.approx(np.ones((4, 4)))


@few
@given(tables(st.integers(0, 6), (2, 5), (4, 4)))
def test_location_correlation_of_complete_tables(table):
    expected = [[change.correlation(table, a, b) for b in range(4)] for a in range(4)]
    same(measures.location_correlation(matrix(table)), expected)


@few
@given(tables(st.integers(0, 5), (4, 4), (4, 4)))
def test_input_output_link(flows):
    found = measures.input_output_link(pairs(flows))
    for a, b in np.argwhere(found.undefined == 0):
        assert found.values[a, b] == pytest.approx(change.link(flows, a, b))
    assert np.isnan(np.diagonal(found.values)).all()


@few
@given(tables(st.sampled_from([-0.5, 0.0, 0.1, 0.4, 0.9, None]), (6, 6), (6, 6)), st.data())
def test_scores_of_clusters(similarity, data):
    labels = data.draw(st.lists(st.integers(0, 2), min_size=6, max_size=6))
    assume(len(set(labels)) > 1)
    names_of = sorted(set(labels))
    groups = [[i for i in range(6) if labels[i] == c] for c in names_of]
    definition = ClusterDefinition(np.array(labels) + 1.0, names("a", 6), np.zeros(6, np.uint8), ORIGIN)
    one = measures.cluster_scores(definition, pairs(similarity)).by_similarity[0]
    won = []
    for c, group in enumerate(groups):
        inside = change.similarity_to(similarity, group, group)
        outside = [change.similarity_to(similarity, group, g) for g in groups if g is not group]
        np.testing.assert_allclose(one.within.values[c], np.nan if inside is None else inside, atol=1e-12)
        average = change.mean(outside)
        np.testing.assert_allclose(one.between.values[c], np.nan if average is None else average, atol=1e-12)
        won.append(inside is not None and average is not None and inside > average + 1e-12)
    assert one.clusters == pytest.approx(sum(won) / len(won))
    for i in range(6):
        own = next(g for g in groups if i in g)
        inside = change.similarity_to(similarity, [i], own)
        outside = change.mean(change.similarity_to(similarity, [i], g) for g in groups if g is not own)
        np.testing.assert_allclose(
            one.activity_within.values[i], np.nan if inside is None else inside, atol=1e-12
        )
        np.testing.assert_allclose(
            one.activity_between.values[i], np.nan if outside is None else outside, atol=1e-12
        )


@few
@given(counts, st.data())
def test_prody_and_expy(table, data):
    income = data.draw(st.lists(st.integers(1, 90), min_size=len(table), max_size=len(table)))
    exports = matrix(table)
    found = measures.prody(exports, income=dict(zip(exports.territories, income, strict=True)))
    same(found, change.prody(table, income))
    implied = measures.expy(exports, found).values
    defined = ~np.isnan(implied)
    assert (implied[defined] <= max(income) + 1e-9).all()
    assert (implied[defined] >= min(income) - 1e-9).all()


@few
@given(presences, st.data())
def test_product_gini_index_is_prody_s_formula_over_what_is_present(table, data):
    present = grid(table)
    exports = matrix([[1] * len(table[0])] * len(table))
    gini = data.draw(st.lists(st.floats(0.2, 0.6), min_size=len(table), max_size=len(table)))
    found = measures.product_gini_index(
        exports, present, gini=dict(zip(present.territories, gini, strict=True))
    )
    expected = [
        change.mean(g if row[a] else None for g, row in zip(gini, table, strict=True))
        for a in range(len(table[0]))
    ]
    same(found, expected)


@few
@given(st.integers(0, 1000), st.integers(1, 8), st.sampled_from(list(measures.Grouping)))
def test_groupings_have_as_many_clusters_as_asked_and_repeat(seed, count, grouping):
    values = np.random.default_rng(seed).normal(size=(8, 8))
    alike = pairs((values + values.T).tolist())
    one, two = (
        measures.activity_groups(alike, count=count, grouping=grouping, generator=np.random.default_rng(seed))
        for _ in range(2)
    )
    assert one.count == count
    assert one.values[0] == 1
    np.testing.assert_array_equal(one.values, two.values)


@few
@given(chains(size=(2, 4)))
def test_shorrocks_mobility_is_one_less_the_mean_of_the_other_eigenvalues(p):
    eigenvalues = np.linalg.eigvals(array(p))
    others = (eigenvalues.sum().real - 1) / (len(p) - 1)
    assert measures.shorrocks_mobility(class_pairs(p)) == pytest.approx(1 - others)


@few
@given(panels(), st.integers(2, 6))
def test_class_limits(drawn, count):
    known = [float(value) for row in drawn[0] for value in row if value is not None]
    assume(known)
    expected = sorted({change.quantile(known, k / count) for k in range(1, count)})
    found = measures.class_limits(indicators(drawn[0]), count=count)
    assert sorted(set(np.round(found, 9))) == pytest.approx(sorted(set(np.round(expected, 9))))


@few
@given(st.lists(tables(st.integers(0, 5), (2, 6), (3, 3)), min_size=2, max_size=4))
def test_transition_homogeneity(panels_drawn):
    chains_drawn = [measures.class_transitions(indicators(panel), limits=LIMITS) for panel in panels_drawn]
    counted = [change.transition_counts(panel, LIMITS) for panel in panels_drawn]
    square, ratio, degrees = change.homogeneity(counted)
    assume(degrees > 0)
    found = measures.transition_homogeneity(*chains_drawn)
    assert (found.chi_square, found.likelihood_ratio) == pytest.approx((square, ratio), abs=1e-9)
    assert found.degrees_of_freedom == degrees


@few
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=8))
def test_rank_concordance(values):
    one, two = zip(*values, strict=True)
    expected = change.tau_b(one, two)
    assume(expected is not None)
    assert measures.rank_concordance(by_territory(one), by_territory(two)) == pytest.approx(expected)


@few
@given(counts, st.data())
def test_product_emission_intensity_of_all_that_is_present_is_prody_s_formula(table, data):
    exports = matrix(table)
    present = grid([[1] * len(table[0])] * len(table))
    values = data.draw(st.lists(st.integers(1, 90), min_size=len(table), max_size=len(table)))
    by_name = dict(zip(exports.territories, values, strict=True))
    found = measures.product_emission_intensity(exports, present, intensity=by_name)
    same(found, change.prody(table, values))


similarities = tables(st.integers(0, 40).map(lambda k: k / 16), (6, 6), (6, 6))


@pytest.mark.slow
@few
@given(st.lists(similarities, min_size=1, max_size=3), st.integers(0, 1000))
def test_the_best_definition_has_the_best_score_of_those_tried(kinds, seed):
    """Trees only: each number and scaling once, scored by loops."""
    found = measures.best_cluster_definition(
        [pairs(kind) for kind in kinds],
        counts=(2, 3, 4),
        generator=np.random.default_rng(seed),
        groupings=(measures.Grouping.WARD,),
    )
    scores = []
    for kind, scaling, count in product(kinds, measures.Scaling, (2, 3, 4)):
        groups = measures.activity_groups(pairs(kind), count=count, scaling=scaling).values
        scores.append(change.mean(change.validation_score(judge, groups.tolist()) for judge in kinds))
    assert [score for _, score in found.tried] == pytest.approx(scores)
    assert found.scores.score == pytest.approx(max(scores))


@few
@given(
    st.lists(tables(st.floats(0, 1), (6, 6), (6, 6)), min_size=1, max_size=3),
    st.lists(st.integers(0, 2), min_size=6, max_size=6).filter(lambda labels: len(set(labels)) > 1),
)
def test_reassigned_outliers(kinds, labels):
    generator = np.random.default_rng(len(kinds))
    kinds = [(np.array(kind) + generator.normal(size=(6, 6))).tolist() for kind in kinds]  # no ties
    definition = ClusterDefinition(np.array(labels) + 1.0, names("a", 6), np.zeros(6, np.uint8), ORIGIN)
    found = measures.reassigned_outliers(definition, [pairs(kind) for kind in kinds])
    expected = change.reassigned(kinds, [label + 1 for label in labels])
    assert found.definition.values.tolist() == expected
