"""Complexity, outlook, variety, concentration and distance against slow, obvious versions."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from oracles import dense
from polos import measures
from polos.measures.results import Reason
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from unit.measures.drawing import grid, matrix

few = settings(max_examples=40, deadline=None)
shapes = st.tuples(st.integers(1, 7), st.integers(1, 7))
presences = hnp.arrays(float, shapes, elements=st.sampled_from([0.0, 1.0, 1.0]))
amounts = hnp.arrays(float, shapes, elements=st.integers(0, 60).map(float))


def full(table):
    """Return the table without its empty rows and columns."""
    return table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]


@few
@given(presences)
def test_complexity_is_the_second_vector_of_the_textbook_matrix(table):
    core = full(table)
    assume(core.size > 0)
    result = measures.economic_complexity(grid(core))
    assert result.diagnostics.part_count == dense.parts(core.tolist())
    expected = dense.complexity(core.tolist())
    if expected is None:
        return
    assert not result.eci.undefined.any()
    eci, pci = (np.array(side) for side in expected)
    sign = np.sign(eci @ result.eci.values)
    # where two eigenvalues are close, both solvers lose digits in the same way
    error = 1e-9 / max(1e-6, result.diagnostics.eigenvalues[0] - result.diagnostics.eigenvalues[1])
    assert result.eci.values == pytest.approx(sign * eci, abs=error)
    assert result.pci.values == pytest.approx(sign * pci, abs=error)


@few
@given(presences)
def test_empty_rows_and_columns_change_nothing(table):
    core = full(table)
    assume(core.size > 0 and core.shape != table.shape)
    whole, alone = measures.economic_complexity(grid(table)), measures.economic_complexity(grid(core))
    kept = table.sum(axis=1) > 0
    if not alone.eci.undefined.any() and alone.diagnostics.gap_ratio < 0.99:
        assert whole.eci.values[kept] == pytest.approx(alone.eci.values, abs=1e-7)
    assert (whole.eci.undefined[~kept] == Reason.EMPTY_TERRITORY).all()


@few
@given(presences, st.integers(1, 6))
def test_fitness_is_its_loop(table, steps):
    core = full(table)
    assume(core.size > 0)
    result = measures.fitness(grid(core), tolerance=0, limit=steps)
    f, q = dense.fitness(core.tolist(), steps)
    assert result.territories.values == pytest.approx(f, rel=1e-9)
    assert result.activities.values == pytest.approx(q, rel=1e-9)


@few
@given(presences, st.integers(0, 2**32 - 1))
def test_outlook_is_its_loop(table, seed):
    generator = np.random.default_rng(seed)
    count = table.shape[1]
    phi = generator.random((count, count)) * (generator.random((count, count)) < 0.7)
    pci, density = generator.normal(size=count), generator.random(table.shape)
    presence, reasons = grid(table), np.zeros(count, dtype=np.uint8)
    complexity = measures.product_complexity_index(presence)
    complexity = type(complexity)(pci, presence.activities, reasons, Origin("drawn"))
    pairs = type(measures.proximity(presence))(
        phi, presence.activities, np.zeros(phi.shape, dtype=np.uint8), Origin("drawn")
    )
    index = measures.complexity_outlook_index(presence, grid(density), complexity)
    by_loop = dense.outlook_index(table.tolist(), density.tolist(), pci.tolist())
    assert index.values == pytest.approx(by_loop)
    gain = measures.complexity_outlook_gain(presence, pairs, complexity)
    for r, a in np.ndindex(table.shape):
        if table[r, a] == 1:
            assert gain.undefined[r, a] == Reason.NOT_A_CANDIDATE
        elif phi[a].sum() > 0:
            expected = dense.outlook_gain(table.tolist(), phi.tolist(), pci.tolist(), r, a)
            assert gain.values[r, a] == pytest.approx(expected)


@few
@given(amounts, st.lists(st.sampled_from("xyz"), min_size=7, max_size=7))
def test_variety_is_its_formula(table, groups):
    used = matrix(table)
    group_of = dict(zip(used.activities, groups, strict=False))
    unrelated, related = (
        measure(used, group_of).values for measure in (measures.unrelated_variety, measures.related_variety)
    )
    for r, row in enumerate(table):
        if row.sum() > 0:
            expected = dense.variety(row.tolist(), groups[: len(row)])
            assert (unrelated[r], related[r]) == pytest.approx(expected, abs=1e-10)
        else:
            assert np.isnan(unrelated[r])


@few
@given(amounts)
def test_gini_and_locational_gini_are_differences_of_all_pairs(table):
    used = matrix(table)
    sizes = table.sum(axis=1)
    plain, located = measures.gini(used), measures.locational_gini(used)
    for a, column in enumerate(table.T):
        if column.sum() > 0 and len(column) > 1:
            assert plain.values[a] == pytest.approx(dense.gini(column.tolist()), abs=1e-10)
            expected = dense.locational_gini(column.tolist(), sizes.tolist())
            assert located.values[a] == pytest.approx(expected, abs=1e-10)
        else:
            assert np.isnan(plain.values[a])


@few
@given(amounts, st.floats(0, 0.9))
def test_ellison_glaeser_is_its_formula(table, h):
    used = matrix(table)
    assume(table.sum() > 0)
    herfindahl = measures.gini(used)
    herfindahl = type(herfindahl)(
        np.full(table.shape[1], h),
        used.activities,
        np.zeros(table.shape[1], dtype=np.uint8),
        Origin("drawn"),
    )
    result = measures.ellison_glaeser(used, herfindahl)
    x = table.sum(axis=1) / table.sum()
    for a, column in enumerate(table.T):
        if column.sum() > 0 and (x > 0).sum() > 1:
            expected = dense.ellison_glaeser((column / column.sum()).tolist(), x.tolist(), h)
            assert result.values[a] == pytest.approx(expected, abs=1e-9)
        else:
            assert result.undefined[a] > 0


@few
@given(
    hnp.arrays(
        float,
        st.tuples(st.integers(2, 6), st.integers(1, 5)),
        elements=st.one_of(st.integers(-50, 50).map(float), st.just(np.nan)),
    ),
    st.lists(st.floats(0.1, 3), min_size=5, max_size=5),
)
def test_structural_distance_is_its_loop_and_its_contributions_add_up(table, weights):
    names = tuple(f"v{i}" for i in range(table.shape[1]))
    used = Indicators(table, tuple(f"r{i}" for i in range(len(table))), names, Origin("drawn"))
    result = measures.structural_distance(
        used, weights=dict(zip(names, weights, strict=False)), least_known=0
    )
    kept = [i for i, scale in enumerate(result.scales.values()) if not scale.is_constant]
    z = result.standardised.values[:, kept]
    for r, s in np.ndindex(len(table), len(table)):
        both = ~np.isnan(z[r]) & ~np.isnan(z[s])
        if not both.any():
            assert np.isnan(result.distance.values[r, s])
            continue
        expected = dense.distance(z[r].tolist(), z[s].tolist(), [weights[i] for i in kept])
        assert result.distance.values[r, s] == pytest.approx(expected, abs=1e-9)
        parts = result.contributions(f"r{r}", f"r{s}")
        assert sum(parts.values()) == pytest.approx(expected**2, abs=1e-9)
