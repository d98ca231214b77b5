"""Faults measured elsewhere, bad input, panels and intervals of complexity."""

from dataclasses import replace

import numpy as np
import pytest

from polos.errors import InputError, Undefined, WrongRows
from polos.measures import second_eigenvector
from polos.measures.complexity import (
    Orientation,
    economic_complexity,
    economic_complexity_index,
    economic_complexity_panel,
    external_complexity,
    product_complexity_index,
    reflections,
)
from polos.measures.resampled_complexity import complexity_intervals
from polos.measures.results import Reason
from unit.measures.drawing import grid, nested


def random_presence(rows, columns, seed, share=0.3):
    generator = np.random.default_rng(seed)
    capability, requirement = generator.random(rows), generator.random(columns)
    chance = share + 0.6 * (capability[:, None] - requirement[None, :])
    return (generator.random((rows, columns)) < chance).astype(float)


def test_an_empty_territory_and_an_empty_activity_leave_the_others_as_they_are():
    """Elsewhere one location below the threshold made every ECI and PCI of the year NaN."""
    table = random_presence(20, 30, 1)
    table[:, 0], table[0] = 1, 1  # connected
    alone = economic_complexity(grid(table))
    wider = np.zeros((21, 31))
    wider[:20, :30] = table
    result = economic_complexity(grid(wider))
    assert result.eci.values[:20] == pytest.approx(alone.eci.values, abs=1e-10)
    assert result.pci.values[:30] == pytest.approx(alone.pci.values, abs=1e-10)
    assert result.eci.why("r20") is Reason.EMPTY_TERRITORY
    assert result.pci.why("a30") is Reason.EMPTY_ACTIVITY
    assert result.eci.reason_counts == {Reason.EMPTY_TERRITORY: 1}
    assert result.diagnostics.territory_parts[20] == -1


def test_an_unknown_cell_empties_nothing():
    """Elsewhere one NaN emptied the table; here it counts neither as present nor as absent territory."""
    table = nested()
    table[0, 5] = np.nan
    result = economic_complexity(grid(table))
    assert not result.eci.undefined.any()
    assert not result.pci.undefined.any()
    table[0, 5] = 0
    assert result.eci.values == pytest.approx(economic_complexity(grid(table)).eci.values)


@pytest.mark.parametrize("seed", range(20))
def test_pci_never_points_against_eci(seed):
    """The index of a territory is the mean of its activities' index, sign and scale included."""
    table = random_presence(12, 15, seed)
    table[:, 0], table[0] = 1, 1
    result = economic_complexity(grid(table))
    means = (table @ result.pci.values) / table.sum(axis=1)
    second = result.diagnostics.eigenvalues[0]
    assert means == pytest.approx(result.eci.values, abs=1e-9)
    assert 0 < second < 1
    assert result.diagnostics.diversity_correlation > 0
    assert result.eci.values.mean() == pytest.approx(0, abs=1e-12)
    assert result.eci.values.std() == pytest.approx(1)


def test_the_second_eigenvector_is_found_whatever_the_order_of_rows():
    """Elsewhere LAPACK's second column was taken unsorted."""
    table = random_presence(30, 40, 3)
    table[:, 0], table[0] = 1, 1
    order = np.random.default_rng(0).permutation(30)
    one, two = economic_complexity(grid(table)), economic_complexity(grid(table[order]))
    assert two.eci.values == pytest.approx(one.eci.values[order], abs=1e-10)


def test_a_table_that_falls_apart_is_reported_and_not_indexed():
    """Every peer returns an indicator of the block without a word."""
    table = np.zeros((5, 5))
    table[:3, :3] = np.triu(np.ones((3, 3)))
    table[3:, 3:] = [[1, 1], [0, 1]]
    result = economic_complexity(grid(table))
    assert result.eci.reason_counts == {Reason.SEPARATE_PARTS: 5}
    assert result.pci.reason_counts == {Reason.SEPARATE_PARTS: 5}
    diagnostics = result.diagnostics
    assert diagnostics.part_count == 2
    assert diagnostics.territory_parts.tolist() == [0, 0, 0, 1, 1]
    assert diagnostics.activity_parts.tolist() == [0, 0, 0, 1, 1]
    assert diagnostics.orientation is Orientation.NONE
    largest = table[np.ix_(diagnostics.territory_parts == 0, diagnostics.activity_parts == 0)]
    assert economic_complexity(grid(largest)).eci.reason_counts == {}


def test_parts_of_a_tall_table_are_found_on_the_side_of_activities():
    table = np.zeros((6, 2))
    table[:4, 0], table[4:, 1] = 1, 1
    diagnostics = economic_complexity(grid(table)).diagnostics
    assert diagnostics.part_count == 2
    assert sorted(diagnostics.activity_parts) == [0, 1]
    assert diagnostics.territory_parts.tolist() in ([0, 0, 0, 0, 1, 1], [1, 1, 1, 1, 0, 0])


@pytest.mark.parametrize("shape", [(50, 60), (60, 50), (400, 410)])
def test_parts_of_a_larger_table_are_found_whatever_solves_it(shape):
    """Two halves that share nothing but are each far from alike; the second is the larger one."""
    table, (rows, columns) = np.zeros(shape), (shape[0] // 2 - 3, shape[1] // 2 - 3)
    table[:rows, :columns] = random_presence(rows, columns, 1)
    table[rows:, columns:] = random_presence(shape[0] - rows, shape[1] - columns, 2)
    table[0, :columns], table[:rows, 0], table[rows, columns:], table[rows:, columns] = 1, 1, 1, 1
    result = economic_complexity(grid(table))
    assert result.eci.reason_counts == {Reason.SEPARATE_PARTS: shape[0]}
    assert result.diagnostics.territory_parts.tolist() == [1] * rows + [0] * (shape[0] - rows)
    assert result.diagnostics.activity_parts.tolist() == [1] * columns + [0] * (shape[1] - columns)


def test_the_gap_and_the_parts_of_nothing():
    """No second eigenvalue: no ratio; no part where nobody has anything."""
    found = economic_complexity(grid(nested())).diagnostics
    flat = replace(found, eigenvalues=(0.0, 0.0), territory_parts=np.zeros(0, dtype=np.int64))
    assert np.isnan(flat.gap_ratio)
    assert flat.part_count == 0


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(np.ones((3, 4)), id="all alike"),
        pytest.param(np.ones((1, 4)), id="one territory"),
        pytest.param(np.ones((4, 1)), id="one activity"),
    ],
)
def test_territories_that_do_not_differ_have_no_index(table):
    result = economic_complexity(grid(table))
    assert set(result.eci.reason_counts) == {Reason.NOTHING_TO_COMPARE}
    assert np.isnan(result.eci.values).all()


def test_a_table_of_zeros_has_reasons_and_no_index():
    result = economic_complexity(grid(np.zeros((3, 2))))
    assert result.eci.reason_counts == {Reason.EMPTY_TERRITORY: 3}
    assert result.pci.reason_counts == {Reason.EMPTY_ACTIVITY: 2}
    assert result.diagnostics.part_count == 0
    assert np.isnan(result.diagnostics.gap_ratio)


@pytest.mark.parametrize("size", [4, 400])
def test_two_equally_good_vectors_are_no_index(size):
    """A ring looks the same from everywhere: no direction in it is the complex one."""
    ring = np.eye(size) + np.roll(np.eye(size), 1, axis=1)
    result = economic_complexity(grid(ring))
    assert result.eci.reason_counts == {Reason.NOT_UNIQUE: size}
    assert result.diagnostics.gap_ratio == pytest.approx(1)


@pytest.mark.parametrize("shape", [(60, 90), (90, 60), (300, 310), (330, 350), (350, 330)])
@pytest.mark.parametrize("single", [True, False])
def test_every_solver_gives_what_the_dense_solver_gives(monkeypatch, shape, single):
    """Refined from single precision, and by multiplying with the table only."""
    table = random_presence(*shape, 5)
    table[:, 0], table[0] = 1, 1
    monkeypatch.setattr(second_eigenvector, "_MADE", 10_000 if single else 0)
    fast = economic_complexity(grid(table))
    monkeypatch.setattr(second_eigenvector, "_DENSE", 10_000)
    slow = economic_complexity(grid(table))
    assert fast.eci.values == pytest.approx(slow.eci.values, abs=1e-10)
    (second, third), expected = fast.diagnostics.eigenvalues, slow.diagnostics.eigenvalues
    assert second == pytest.approx(expected[0], abs=1e-13)
    assert third == pytest.approx(expected[1], abs=1e-10)


@pytest.mark.parametrize("shape", [(60, 90), (90, 60), (300, 310)])
def test_single_precision_says_how_far_off_it_is(shape):
    table = random_presence(*shape, 5)
    table[:, 0], table[0] = 1, 1
    single, double = economic_complexity(grid(table), dtype=np.float32), economic_complexity(grid(table))
    assert single.diagnostics.residual < 1e-4
    assert 0 < np.abs(single.eci.values - double.eci.values).max() < 1e-4
    assert single.pci.values == pytest.approx(double.pci.values, abs=1e-3)
    assert single.diagnostics.eigenvalues == pytest.approx(double.diagnostics.eigenvalues, abs=1e-5)


def test_another_precision_is_refused():
    with pytest.raises(InputError, match="float16"):
        economic_complexity(grid(nested()), dtype=np.float16)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_close_together_is_left_to_the_dense_solver(monkeypatch, dtype):
    """Two almost equal halves, hardly linked otherwise than through one activity each: close eigenvalues."""
    half = random_presence(30, 40, 7)
    half[:, 0] = 1
    table = np.zeros((120, 160))
    for i in range(4):
        table[30 * i : 30 * i + 30, 40 * i : 40 * i + 40] = half
    table[0] = 1
    table[31, 45] = 1 - table[31, 45]
    found = economic_complexity(grid(table), dtype=dtype)
    monkeypatch.setattr(second_eigenvector, "_DENSE", 10_000)
    dense = economic_complexity(grid(table))
    assert found.diagnostics.eigenvalues == pytest.approx(dense.diagnostics.eigenvalues, abs=1e-12)
    assert found.diagnostics.gap_ratio > 0.99
    assert found.eci.values == pytest.approx(dense.eci.values, abs=1e-8)


@pytest.mark.parametrize("single", [True, False])
def test_an_eigenvalue_that_occurs_twice_is_found_twice(monkeypatch, single):
    """Four equal parts linked alike: whatever tells one from another is as good as anything else."""
    block = random_presence(20, 30, 3)
    block[:, 0] = 1
    table = np.kron(np.eye(4), block)
    table[:, 1:2] = 1
    monkeypatch.setattr(second_eigenvector, "_MADE", 10_000 if single else 0)
    found = economic_complexity(grid(table))
    assert found.eci.reason_counts == {Reason.NOT_UNIQUE: 80}


def test_where_all_are_equally_diverse_the_rare_activities_are_complex():
    table = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 1, 0], [1, 0, 0, 1]], dtype=float)
    result = economic_complexity(grid(table))
    assert result.diagnostics.orientation is Orientation.UBIQUITY
    assert result.diagnostics.is_orientation_weak
    assert np.corrcoef(result.pci.values, table.sum(axis=0))[0, 1] < 0


def test_where_nothing_tells_the_ends_apart_the_sign_is_called_arbitrary():
    path = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=float)
    both_ends = np.vstack([path, [1, 0, 0, 0], [0, 0, 0, 1]])
    result = economic_complexity(grid(both_ends))
    assert result.diagnostics.orientation is Orientation.ARBITRARY


def test_a_negative_presence_is_refused():
    with pytest.raises(InputError, match=r"a presence of -1 for 'r0', 'a1'"):
        economic_complexity(grid([[1, -1], [1, 1]]))


def test_a_solver_that_errs_is_caught(monkeypatch):
    def wrong(core, gram, first, precision):
        return second_eigenvector.Leading(0.5, 0.1, np.arange(1.0, len(first) + 1))

    monkeypatch.setattr(second_eigenvector, "_leading", wrong)
    with pytest.raises(Undefined, match="relative error"):
        economic_complexity(grid(nested()))


def test_a_continuous_presence_is_taken_as_it_is():
    table = nested() * 0.4 + 0.1
    result = economic_complexity(grid(table))
    means = (table @ result.pci.values) / table.sum(axis=1)
    assert means == pytest.approx(result.eci.values, abs=1e-9)


def test_the_argument_is_left_as_it_was():
    table = grid(nested())
    before = table.values.copy()
    economic_complexity(table)
    reflections(table, steps=3)
    complexity_intervals(table, generator=np.random.default_rng(1), draws=3)
    assert (table.values == before).all()


def test_the_two_sides_alone_are_those_of_the_whole():
    table = grid(nested())
    both = economic_complexity(table)
    assert (economic_complexity_index(table).values == both.eci.values).all()
    assert (product_complexity_index(table).values == both.pci.values).all()


# ---- panels ---------------------------------------------------------------------------------


def _flipping_panel():
    """Return a first year whose diversity speaks for one end, and a second that speaks for the other."""
    first = nested(6)
    second = first.copy()
    second[5] = [1, 0, 0, 0, 1, 1]
    return {"2010": grid(first), "2011": grid(second), "2012": grid(first)}


def test_a_panel_keeps_its_direction_and_reports_the_overlap():
    panel = _flipping_panel()
    result = economic_complexity_panel(panel)
    assert list(result) == ["2010", "2011", "2012"]
    assert result["2010"].diagnostics.overlap is None
    for before, after in (("2010", "2011"), ("2011", "2012")):
        together = np.corrcoef(result[before].eci.values, result[after].eci.values)[0, 1]
        assert together > 0
        assert result[after].diagnostics.overlap == pytest.approx(together)


def test_a_year_against_the_others_is_turned_and_says_so():
    base = random_presence(15, 20, 0)
    base[:, 0], base[0] = 1, 1
    alone = economic_complexity(grid(base))
    low = np.argsort(alone.eci.values)[:5]
    top = np.argsort(alone.pci.values)[:9]
    changed = base.copy()
    changed[np.ix_(low, top)] = 1  # the least complex become the most diverse
    panel = economic_complexity_panel({"1": grid(base), "2": grid(changed), "3": grid(base)})
    single = economic_complexity(grid(changed))
    joined = panel["2"]
    assert np.corrcoef(alone.eci.values, single.eci.values)[0, 1] < -0.9
    assert joined.diagnostics.overlap > 0.9
    assert joined.diagnostics.orientation is Orientation.OVERLAP
    assert joined.diagnostics.diversity_correlation == -single.diagnostics.diversity_correlation
    assert joined.eci.values == pytest.approx(-single.eci.values)
    means = (changed @ joined.pci.values) / changed.sum(axis=1)
    assert means == pytest.approx(joined.eci.values)  # PCI follows


def test_a_panel_passes_over_a_year_without_an_index():
    apart = np.eye(6)
    panel = economic_complexity_panel({"1": grid(nested()), "2": grid(apart), "3": grid(nested())})
    assert panel["2"].eci.reason_counts == {Reason.SEPARATE_PARTS: 6}
    assert panel["3"].diagnostics.overlap == pytest.approx(1)


@pytest.mark.parametrize("shared", [0, 1])
def test_years_without_two_common_territories_begin_anew(shared):
    """One that both years have tells of no direction."""
    other = grid(nested(), [f"{'r' if i < shared else 's'}{i}" for i in range(6)])
    panel = economic_complexity_panel({"1": grid(nested()), "2": other})
    assert panel["2"].diagnostics.overlap is None
    assert panel["2"].diagnostics.diversity_correlation > 0


# ---- from outside, reflections, intervals ---------------------------------------------------


def test_external_complexity_is_the_mean_of_what_a_region_does():
    pci = economic_complexity(grid(nested(4))).pci
    region = grid([[1, 0, 0, 1], [0, 0, 0, 0]], ("one", "none"))
    result = external_complexity(region, pci)
    assert result.at("one") == pytest.approx((pci.at("a0") + pci.at("a3")) / 2)
    assert result.why("none") is Reason.EMPTY_TERRITORY


def test_external_complexity_leaves_out_activities_without_a_complexity():
    wide = np.zeros((4, 5))
    wide[:, :4] = nested(4)
    pci = economic_complexity(grid(wide)).pci
    region = grid([[1, 0, 0, 0, 1], [0, 0, 0, 0, 1]])
    result = external_complexity(region, pci)
    assert result.at("r0") == pytest.approx(pci.at("a0"))
    assert result.why("r1") is Reason.EMPTY_TERRITORY


def test_external_complexity_needs_every_activity():
    pci = economic_complexity(grid(nested(3))).pci
    with pytest.raises(WrongRows, match="no complexity for a3"):
        external_complexity(grid(nested(4)), pci)


def test_no_reflection_is_diversity_and_ubiquity():
    result = reflections(grid([[1, 1], [0, 1], [0, 0]]), steps=0)
    assert result.territories.values[:2].tolist() == [2, 1]
    assert result.activities.values.tolist() == [1, 2]
    assert result.territories.why("r2") is Reason.EMPTY_TERRITORY
    with pytest.raises(InputError):
        reflections(grid(nested()), steps=-1)


def test_intervals_hold_the_index_and_repeat_with_the_same_seed():
    table = random_presence(15, 40, 2)
    table[:, 0], table[0] = 1, 1
    point = economic_complexity(grid(table)).eci.values
    one, two = (
        complexity_intervals(grid(table), generator=np.random.default_rng(7), draws=200) for _ in range(2)
    )
    assert (one.lower.values == two.lower.values).all()
    assert ((one.lower.values <= point + 0.2) & (point - 0.2 <= one.upper.values)).all()
    assert (one.lower.values < one.upper.values).all()
    assert one.rank_lower.values.min() >= 1 and one.rank_upper.values.max() <= 15
    top = point.argmax()
    assert one.rank_lower.values[top] == 1
    assert 0 < one.draws_used <= one.draws == 200


def test_intervals_of_a_table_without_index_say_why():
    result = complexity_intervals(grid(np.eye(3)), generator=np.random.default_rng(0), draws=5)
    assert result.lower.reason_counts == {Reason.SEPARATE_PARTS: 3}
    assert result.draws_used == 0


def test_a_draw_of_nothing_but_shared_activities_is_not_counted():
    table = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]], dtype=float)
    result = complexity_intervals(grid(table[:, :2]), generator=np.random.default_rng(0), draws=50)
    assert result.draws_used < 50


@pytest.mark.parametrize(
    ("draws", "level", "says"),
    [(0, 0.9, "0 draws"), (1.5, 0.9, "1.5 draws"), (10, 0.0, "level of 0"), (10, 1.0, "level of 1")],
)
def test_intervals_refuse_impossible_settings(draws, level, says):
    with pytest.raises(InputError, match=says):
        complexity_intervals(grid(nested()), generator=np.random.default_rng(0), draws=draws, level=level)


def test_nothing_is_printed_and_the_global_random_state_stays(capsys):
    before = np.random.get_state()[1].copy()
    economic_complexity(grid(random_presence(300, 310, 5)))
    complexity_intervals(grid(nested()), generator=np.random.default_rng(0), draws=3)
    assert (np.random.get_state()[1] == before).all()
    assert capsys.readouterr() == ("", "")


def test_a_territory_whose_activities_are_not_drawn_is_left_out_of_that_draw():
    """The last territory has one activity only: in a third of the draws it has none and gets no rank."""
    table = np.triu(np.ones((5, 5)))
    result = complexity_intervals(grid(table), generator=np.random.default_rng(2), draws=300)
    assert result.rank_upper.at("r4") <= 5
    assert result.rank_lower.at("r4") >= 2
    assert not result.lower.undefined.any()


def turned_year():
    """Return a table and one in which its least complex territories have become the most diverse."""
    base = random_presence(15, 20, 0)
    base[:, 0], base[0] = 1, 1
    alone = economic_complexity(grid(base))
    changed = base.copy()
    changed[np.ix_(np.argsort(alone.eci.values)[:5], np.argsort(alone.pci.values)[:9])] = 1
    return base, changed


def test_one_year_does_not_decide_the_direction_of_all():
    """The first year alone would turn the others upside down."""
    base, changed = turned_year()
    panel = economic_complexity_panel({"1": grid(changed), "2": grid(base), "3": grid(base)})
    assert panel["2"].diagnostics.diversity_correlation > 0.3
    assert panel["1"].diagnostics.diversity_correlation < 0
    assert panel["2"].diagnostics.orientation is Orientation.DIVERSITY


def test_draws_are_turned_to_agree_with_the_whole_table():
    """Where diversity says little, draws oriented by it alone would mix both ends."""
    _, changed = turned_year()
    point = economic_complexity(grid(changed)).eci.values
    result = complexity_intervals(grid(changed), generator=np.random.default_rng(3), draws=200, level=0.8)
    assert result.lower.values[point.argmax()] > 0
    assert result.upper.values[point.argmin()] < 0


class Drawn(np.random.Generator):
    """A generator that draws what it was told to."""

    def __init__(self, weights):
        super().__init__(np.random.PCG64(0))
        self.weights = np.array(weights)

    def multinomial(self, count, chances):
        assert count == len(chances) == self.weights.sum()
        return self.weights


def test_an_activity_drawn_twice_counts_as_two_activities():
    table = random_presence(6, 8, 11)
    table[:, 0], table[0] = 1, 1
    weights = [2, 0, 1, 1, 3, 0, 1, 0]
    once = complexity_intervals(grid(table), generator=Drawn(weights), draws=1)
    written_out = economic_complexity(grid(np.repeat(table, weights, axis=1))).eci.values
    sign = np.sign(written_out @ once.lower.values)
    assert once.lower.values == pytest.approx(sign * written_out, abs=1e-10)
