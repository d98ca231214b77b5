"""Intervals of a location quotient, and rules of strength."""

import numpy as np
import pytest
from scipy.stats import binom

from polos import measures
from polos.errors import InputError, UnknownName, WrongRows
from polos.measures.results import Reason
from polos.parameters.strength import Condition, Quantity, strength_rule, strength_rules
from polos.provenance import Origin
from polos.tables.matrix import Matrix

ORIGIN = Origin("drawn")


def matrix(values, territories=None) -> Matrix:
    values = np.array(values, dtype=float)
    labels = territories or tuple(f"r{i}" for i in range(len(values)))
    return Matrix(values, labels, tuple(f"a{i}" for i in range(values.shape[1])), "", "", ORIGIN)


def test_the_bounds_are_where_the_binomial_tails_hold_half_of_the_rest():
    """Clopper and Pearson's definition, with the tails of another implementation."""
    counts = matrix([[3, 17], [9, 71]])
    found = measures.location_quotient_interval(counts, level=0.9)
    share = 20 / 100
    assert binom.sf(2, 12, found.lower.values[0, 0] * share) == pytest.approx(0.05)
    assert binom.cdf(3, 12, found.upper.values[0, 0] * share) == pytest.approx(0.05)
    assert found.lower.values[0, 0] < found.value.values[0, 0] < found.upper.values[0, 0]


def test_the_interval_holds_the_truth_at_least_as_often_as_it_says():
    """Two territories, a true quotient of 1.5, two thousand tables drawn from it."""
    generator = np.random.default_rng(11)
    here = generator.binomial(40, 0.3, 2000)  # of 40 jobs in the activity, where 20 % of all jobs are here
    held = 0
    for x in np.unique(here):
        table = matrix([[x, 200 - x], [40 - x, 760 + x]])
        found = measures.location_quotient_interval(table)
        if found.lower.values[0, 0] <= 1.5 <= found.upper.values[0, 0]:
            held += (here == x).sum()
    assert 0.95 <= held / 2000 <= 0.99


def test_more_counts_make_the_probability_surer():
    few = measures.location_quotient_probability(matrix([[3, 7], [1, 9]])).values[0, 0]
    many = measures.location_quotient_probability(matrix([[300, 700], [100, 900]])).values[0, 0]
    assert 0.5 < few < 0.95 < many


def test_amounts_that_are_not_counts_are_refused():
    with pytest.raises(WrongRows, match="not whole numbers"):
        measures.location_quotient_interval(matrix([[0.5, 1]]))
    with pytest.raises(InputError, match="a level of 1"):
        measures.location_quotient_interval(matrix([[1, 1]]), level=1)


UNITS = matrix(
    [[10, 0], [0, 10], [5, 5], [1, 9], [2, 8], [0, 10], [4, 6]],
    territories=("n1", "n2", "n3", "s1", "s2", "s3", "w1"),
)
TERRITORY_OF = {name: name[0] for name in UNITS.territories}


def bootstrapped(seed=3, **options):
    generator = np.random.default_rng(seed)
    options = {"territory_of": TERRITORY_OF, "generator": generator, "draws": 200} | options
    return measures.bootstrapped_location_quotient(UNITS, **options)


def test_drawing_units_anew_surrounds_the_observed_quotient():
    found = bootstrapped()
    assert found.intervals.lower.at("n", "a0") < found.intervals.value.at("n", "a0")
    assert found.intervals.value.at("n", "a0") < found.intervals.upper.at("n", "a0")
    assert found.intervals.value.at("n", "a0") == pytest.approx(0.5 / (22 / 70))
    assert found.probability.at("n", "a0") > 0.8 > 0.2 > found.probability.at("s", "a0")


def test_a_territory_of_one_unit_cannot_be_drawn_anew():
    found = bootstrapped()
    assert found.intervals.value.why("w", "a0") is Reason.NOTHING_TO_COMPARE
    assert np.isnan(found.probability.at("w", "a0"))


def test_a_cell_that_no_draw_gives_a_quotient_says_so():
    """The only plant with jobs is missing from both draws of its territory, which has no mix then."""
    units = matrix([[0], [8], [5], [5]], territories=("n1", "n2", "s1", "s2"))
    missing = next(
        seed
        for seed in range(100)
        if all(
            not np.random.default_rng(seed).integers(0, 2, 8).reshape(2, 2, 2)[draw, 0].any()
            for draw in (0, 1)
        )
    )
    found = measures.bootstrapped_location_quotient(
        units, territory_of=TERRITORY_OF, generator=np.random.default_rng(missing), draws=2
    )
    assert found.intervals.lower.why("n", "a0") is Reason.NOTHING_TO_COMPARE
    assert np.isnan(found.probability.at("n", "a0"))
    assert found.intervals.lower.at("s", "a0") > 0


def test_the_same_generator_gives_the_same_draws():
    one, two, other = bootstrapped(), bootstrapped(), bootstrapped(seed=4)
    np.testing.assert_array_equal(one.intervals.lower.values, two.intervals.lower.values)
    assert not np.array_equal(one.intervals.lower.values, other.intervals.lower.values, equal_nan=True)


def test_units_must_be_known_and_have_a_territory():
    with pytest.raises(WrongRows, match="no territory for the unit 'n1'"):
        bootstrapped(territory_of={})
    with pytest.raises(InputError, match="1 draws"):
        bootstrapped(draws=1)


def test_the_rules_say_what_is_recalled_and_what_was_checked():
    rules = strength_rules()
    assert {rule.edition for rule in rules.values() if rule.recalled} == {"2008", "2016", "2020", "2021"}
    assert {name for name, rule in rules.items() if not rule.recalled} == {
        f"us_cluster_mapping_{grade}" for grade in ("qualifying", "significant", "strong", "strong10")
    }
    assert all(rule.citation and 0 < rule.needed <= len(rule.conditions) for rule in rules.values())
    with pytest.raises(UnknownName, match="european_panorama_2021"):
        strength_rule("stars")


@pytest.mark.parametrize("bound", [-1.0, float("nan"), float("inf")])
def test_a_bound_is_a_number_from_nothing_on(bound):
    with pytest.raises(InputError, match="for specialisation"):
        Condition(Quantity.SPECIALISATION, bound)
    with pytest.raises(InputError, match="a quantile from 0 to 1"):
        Condition(Quantity.SPECIALISATION, 1.5, is_quantile=True)


def test_a_scaled_rule_changes_its_bounds_of_specialisation_only():
    rule = strength_rule("us_cluster_mapping_strong").scaled(2)
    assert [condition.bound for condition in rule.conditions] == [0.25, 0.25, 0.5, 2.0]


def test_quantities_without_a_table_are_named():
    jobs = matrix([[20, 20], [0, 40]])
    found = measures.strength(jobs, strength_rule("european_panorama_2016"))
    assert found.not_judged == (Quantity.PRODUCTIVITY, Quantity.GROWTH)
    assert found.strong.why("r0", "a0") is Reason.UNKNOWN_CELL
    assert found.strong.at("r1", "a0") == 0


def test_the_2021_rule_asks_for_a_quotient_of_one_and_a_half_and_a_hundredth_of_all():
    jobs = matrix([[30, 70], [5, 5], [1000, 8890]])
    found = measures.strength(jobs, strength_rule("european_panorama_2021"))
    assert found.strong.values[:, 0].tolist() == [1, 0, 0]  # r1: quotient 4.8, but 5 of 1,035 jobs
    assert found.strong.parameters["recalled"] is True


def test_tables_of_other_quantities_have_the_same_axes():
    jobs = matrix([[20, 20], [0, 40]])
    with pytest.raises(WrongRows, match="other territories or activities"):
        measures.strength(
            jobs, strength_rule("european_panorama_2016"), others={Quantity.GROWTH: matrix([[1, 1]])}
        )


def test_groups_change_the_quotient_that_a_rule_judges():
    jobs = matrix([[30, 10, 60], [10, 30, 400]])
    rule = strength_rule("us_cluster_mapping_strong")
    establishments = matrix([[9, 3, 9], [3, 9, 9]])
    others = {Quantity.ESTABLISHMENTS: establishments}
    groups = {"a0": "traded", "a1": "traded", "a2": "local"}
    within = measures.strength(jobs, rule, others=others, groups=groups)
    among_all = measures.strength(jobs, rule, others=others)
    assert within.strong.at("r1", "a1") == 1
    assert among_all.strong.at("r1", "a1") == 0


def test_sensitivity_counts_what_changes_sides():
    generator = np.random.default_rng(2)
    jobs = matrix(generator.integers(0, 100, (12, 6)))
    rule = strength_rule("european_panorama_2021")
    elsewhere = matrix(generator.integers(0, 100, (5, 6)), territories=tuple("vwxyz"))
    found = measures.strength_sensitivity(
        jobs, rule, references={"these": None, "elsewhere": elsewhere}, factors=(0.5, 1.0, 2.0)
    )
    assert [(one.reference, one.factor) for one in found[:4:3]] == [("these", 0.5), ("elsewhere", 0.5)]
    usual = found[1]
    assert (usual.gained_count, usual.lost_count) == (0, 0)
    assert found[0].strong_count == usual.strong_count + found[0].gained_count
    assert found[0].gained_count > 0 == found[0].lost_count
    assert found[2].lost_count > 0 == found[2].gained_count
    assert len(found) == 6
    table = found.to_frame()
    assert table["reference"].to_list() == ["these"] * 3 + ["elsewhere"] * 3
    assert table["strong_count"].to_list() == [one.strong_count for one in found]
    assert found.parameters["factors"] == (0.5, 1.0, 2.0)
    with pytest.raises(InputError, match="no reference"):
        measures.strength_sensitivity(jobs, rule, references={})


@pytest.mark.parametrize("name", strength_rules())
@pytest.mark.parametrize("shape", [(0, 3), (3, 0)])
def test_a_table_without_territories_or_activities_has_an_empty_verdict(name, shape):
    territories, activities = ("n", "s", "w")[: shape[0]], ("x", "y", "z")[: shape[1]]
    nobody = Matrix(np.zeros(shape), territories, activities, "", "", ORIGIN)
    rule = strength_rule(name)
    found = measures.strength(nobody, rule)
    assert found.strong.values.shape == found.held.values.shape == shape
    counted = measures.strength_sensitivity(nobody, rule, references={"itself": None}, factors=(1.0, 1.25))
    assert [(one.strong_count, one.gained_count, one.lost_count) for one in counted] == [(0, 0, 0)] * 2
