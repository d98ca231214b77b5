"""Complexity, outlook, variety, concentration and distance against slow, obvious versions."""

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from oracles import dense
from polos import measures
from polos.measures.results import ByActivity, Pairs, Reason, undefined_where
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from polos.tables.plants import Plants
from polos.tables.records import Records
from unit.measures.drawing import grid, matrix

few = settings(max_examples=40, deadline=None)
shapes = st.tuples(st.integers(1, 7), st.integers(1, 7))
presences = hnp.arrays(float, shapes, elements=st.sampled_from([0.0, 1.0, 1.0]))
amounts = hnp.arrays(float, shapes, elements=st.integers(0, 60).map(float))


def full(table):
    """Return the table without its empty rows and columns."""
    return table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]


def by_activity(values) -> ByActivity:
    """Label values a0, a1 ..., as a drawn table has them."""
    values = np.array(values, dtype=float)
    reasons = undefined_where(values, (Reason.SEPARATE_PARTS, np.isnan(values)))
    return ByActivity(values, tuple(f"a{i}" for i in range(len(values))), reasons, Origin("drawn"))


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


@pytest.mark.slow
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


@pytest.mark.slow
@few
@given(st.lists(hnp.arrays(float, (4, 5), elements=st.floats(0.05, 1)), min_size=2, max_size=4))
def test_panel_carries_the_direction_from_year_to_year(tables):
    """Each year is its own index, turned by the chain of correlations."""
    alone = [measures.economic_complexity(grid(table)) for table in tables]
    assume(not any(one.eci.undefined.any() for one in alone))
    assume(all(one.diagnostics.gap_ratio < 0.99 for one in alone))
    years = [(one.eci.values, one.diagnostics.diversity_correlation) for one in alone]
    links = [np.corrcoef(before, now)[0, 1] for (before, _), (now, _) in itertools.pairwise(years)]
    assume(all(abs(link) > 1e-6 for link in links))
    signs = dense.panel(years)
    assume(abs(sum(sign * with_d for sign, (_, with_d) in zip(signs, years, strict=True))) > 1e-9)
    panel = measures.economic_complexity_panel({str(t): grid(table) for t, table in enumerate(tables)})
    for t, (one, sign) in enumerate(zip(alone, signs, strict=True)):
        assert panel[str(t)].eci.values == pytest.approx(sign * one.eci.values, abs=1e-9)
        assert panel[str(t)].pci.values == pytest.approx(sign * one.pci.values, abs=1e-9)
        assert measures.economic_complexity_index(grid(tables[t])).values.tolist() == one.eci.values.tolist()


@few
@given(presences, st.integers(0, 5))
def test_reflections_are_averages_of_averages(table, steps):
    core = full(table)
    assume(core.size > 0)
    found = measures.reflections(grid(core), steps=steps)
    territories, activities = dense.reflections(core.tolist(), steps)
    assert found.territories.values == pytest.approx(territories, rel=1e-9)
    assert found.activities.values == pytest.approx(activities, rel=1e-9)


@few
@given(presences, st.lists(st.one_of(st.floats(-3, 3), st.just(np.nan)), min_size=7, max_size=7))
def test_external_complexity_is_a_mean(table, worth):
    pci = by_activity(worth[: table.shape[1]])
    found = measures.external_complexity(grid(table), pci).values
    expected = [dense.mean_complexity(row, pci.values.tolist()) for row in table.tolist()]
    assert found == pytest.approx(expected, abs=1e-9, nan_ok=True)


@few
@given(presences, st.integers(1, 6), st.floats(0.01, 2))
def test_stable_fitness_is_its_loop(table, steps, delta):
    core = full(table)
    assume(core.size > 0)
    result = measures.stable_fitness(grid(core), delta=delta, tolerance=0, limit=steps)
    f, q = dense.stable_fitness(core.tolist(), delta, steps)
    assert result.territories.values == pytest.approx(f, rel=1e-9)
    assert result.activities.values == pytest.approx(q, rel=1e-9)


@few
@given(presences, st.integers(0, 2**32 - 1))
def test_opportunity_gain_is_its_loop(table, seed):
    generator = np.random.default_rng(seed)
    count = table.shape[1]
    phi = generator.random((count, count)) + 0.01
    pci, density = generator.normal(size=count), generator.random(table.shape)
    presence = grid(table)
    related = Pairs(phi, presence.activities, np.zeros(phi.shape, dtype=np.uint8), Origin("drawn"))
    gain = measures.opportunity_gain(presence, grid(density), related, by_activity(pci))
    for r, a in np.ndindex(table.shape):
        if table[r, a] == 1:
            assert gain.undefined[r, a] == Reason.NOT_A_CANDIDATE
        else:
            reach = dense.outlook_gain(table.tolist(), phi.tolist(), pci.tolist(), r, a)
            assert gain.values[r, a] == pytest.approx(reach - density[r, a] * pci[a])


@few
@given(amounts, st.lists(st.sampled_from("xyz"), min_size=7, max_size=7))
def test_variety_by_level_adds_what_each_level_brings(table, fine):
    """Wide groups split into finer ones: entropy between the fine ones less that between the wide ones."""
    used = matrix(table)
    wide_of = {"x": "1", "y": "1", "z": "2"}
    groups = dict(zip(used.activities, fine, strict=False))
    found = measures.variety_by_level(used, [{a: wide_of[g] for a, g in groups.items()}, groups])
    for r, row in enumerate(table):
        if row.sum() == 0:
            assert np.isnan(found.entropy.values[r])
            continue
        wide = [wide_of[g] for g in fine[: len(row)]]
        of_wide, below_wide = dense.variety(row.tolist(), wide)
        of_fine, below_fine = dense.variety(row.tolist(), fine[: len(row)])
        levels = [level.values[r] for level in found.levels]
        assert levels == pytest.approx([of_wide, of_fine - of_wide, below_fine], abs=1e-9)
        assert found.entropy.values[r] == pytest.approx(of_wide + below_wide, abs=1e-9)


@pytest.mark.slow
@few
@given(amounts, st.lists(st.sampled_from("xyz"), min_size=7, max_size=7))
def test_hoover_and_theil_are_their_sums(table, groups):
    used = matrix(table)
    sizes = table.sum(axis=1).tolist()
    of_territory = dict(zip(used.territories, groups, strict=False))
    hoover, theil = measures.hoover(used), measures.theil(used, of_territory)
    for a, column in enumerate(table.T.tolist()):
        if sum(column) > 0 and len(column) > 1:
            assert hoover.values[a] == pytest.approx(dense.hoover(column, sizes), abs=1e-10)
            within, between = dense.theil(column, sizes, groups[: len(column)])
            assert theil.within.values[a] == pytest.approx(within, abs=1e-10)
            assert theil.between.values[a] == pytest.approx(between, abs=1e-10)
            assert theil.total.values[a] == pytest.approx(within + between, abs=1e-10)
        else:
            assert np.isnan(hoover.values[a])
            assert np.isnan(theil.total.values[a])


@few
@given(amounts, st.lists(st.floats(0, 0.9), min_size=7, max_size=7))
def test_concentration_of_one_and_of_several_is_its_formula(table, herfindahl):
    used = matrix(table)
    sizes = table.sum(axis=1)
    assume((sizes > 0).sum() > 1)
    x = (sizes / sizes.sum()).tolist()
    h = herfindahl[: table.shape[1]]
    raw, together = measures.raw_concentration(used), measures.coagglomeration(used)
    sedillot = measures.maurel_sedillot(used, by_activity(h))
    shares = {a: (c / c.sum()).tolist() for a, c in enumerate(table.T) if c.sum() > 0}
    for a, s in shares.items():
        distance = sum((p - q) ** 2 for p, q in zip(s, x, strict=True))
        assert raw.values[a] == pytest.approx(distance, abs=1e-10)
        assert sedillot.values[a] == pytest.approx(dense.maurel_sedillot(s, x, h[a]), abs=1e-8)
        for b, t in shares.items():
            assert together.values[a, b] == pytest.approx(dense.coagglomeration(s, t, x), abs=1e-8)
    assert np.isnan(raw.values).sum() == np.isnan(sedillot.values).sum() == table.shape[1] - len(shares)
    if len(shares) > 1:
        total = table[:, list(shares)].sum(axis=0)
        group = dense.group_coagglomeration(
            list(shares.values()), (total / total.sum()).tolist(), x, [h[a] for a in shares]
        )
        found = measures.group_coagglomeration(used, [used.activities[a] for a in shares])
        assert found == pytest.approx(group, abs=1e-7)


@few
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 50)), min_size=1, max_size=12))
def test_plant_herfindahl_is_its_sum(rows):
    frame = pl.DataFrame(
        [("r", activity, size) for activity, size in rows],
        schema={"territory": pl.String, "activity": pl.String, "size": pl.Int64},
        orient="row",
    )
    plants = Plants.from_frame(frame, territory="territory", activity="activity", size="size")
    found = measures.plant_herfindahl(plants)
    for activity in {activity for activity, _ in rows}:
        sizes = [size for name, size in rows if name == activity]
        if sum(sizes) > 0:
            assert found.at(activity) == pytest.approx(dense.plant_herfindahl(sizes))
        else:
            assert found.why(activity) == Reason.EMPTY_ACTIVITY


@few
@given(st.lists(st.tuples(st.sampled_from("pqrst"), st.sampled_from("abcd")), min_size=1, max_size=14))
def test_recombination_is_counted_record_by_record(rows):
    frame = pl.DataFrame(rows, schema={"patent": pl.String, "class": pl.String}, orient="row")
    records = Records.from_frame(frame, record="patent", activity="class")
    named = {record: {a for r, a in rows if r == record} for record in records.records}
    ease, complexity = measures.ease_of_recombination(records), measures.modular_complexity(records)
    expected = dense.modular_complexity(named)
    for activity in records.activities:
        assert ease.at(activity) == pytest.approx(dense.ease_of_recombination(named, activity))
        own = [expected[record] for record, of in named.items() if activity in of]
        own = [value for value in own if not np.isnan(value)]
        mean = sum(own) / len(own) if own else np.nan
        assert complexity.activities.at(activity) == pytest.approx(mean, nan_ok=True)
    assert complexity.of_records == pytest.approx([expected[r] for r in records.records], nan_ok=True)
