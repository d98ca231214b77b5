"""Which choices differ, how much each moves, and the faults a convention keeps and ours does not."""

from dataclasses import fields, replace

import numpy as np
import pytest

from golden.peers import population, table
from polos import conventions, measures
from polos.errors import InputError
from polos.measures.convention_relatedness import outlook_by
from polos.measures.conventions import (
    ATLAS,
    CONVENTIONS,
    DATAWHEEL,
    ECONCOMPLEX,
    ECONCOMPLEX_BOTH,
    ECONCOMPLEX_REFLECTIONS,
    ECONGEO,
    ECONOMICCOMPLEXITY,
    EFFECTS,
    FERMI,
    POLOS,
    PY_ECOMPLEXITY,
    PY_ECOMPLEXITY_BOTH,
    PY_ECOMPLEXITY_KNN,
    RESULTS,
    STATA,
    STATA_RPOP,
    Convention,
    differences,
    effects,
    reproduce,
)
from polos.measures.results import ByActivity, Reason
from unit.measures.drawing import matrix


def test_ours_is_what_the_measures_give():
    found = reproduce(table(), POLOS)
    presence = measures.specialised(table())
    proximity = measures.proximity(presence)
    density = measures.relatedness_density(presence, proximity)
    complexity = measures.economic_complexity(presence)
    fitness = measures.fitness(presence)
    expected = {
        "presence": presence,
        "eci": complexity.eci,
        "pci": complexity.pci,
        "relatedness": proximity,
        "density": density,
        "outlook_index": measures.complexity_outlook_index(presence, density, complexity.pci),
        "outlook_gain": measures.complexity_outlook_gain(presence, proximity, complexity.pci),
        "fitness": fitness.territories,
        "activity_fitness": fitness.activities,
        "gini": measures.gini(table()),
        "locational_gini": measures.locational_gini(table()),
        "herfindahl": measures.herfindahl_index(table()),
        "entropy": measures.entropy(table()),
    }
    assert set(expected) == set(RESULTS)
    for name, result in expected.items():
        assert getattr(found, name).values == pytest.approx(result.values, abs=1e-12, nan_ok=True), name
        assert (getattr(found, name).undefined == result.undefined).all(), name


def test_a_convention_does_not_differ_from_itself():
    for one in CONVENTIONS.values():
        assert differences(one, one) == ()


def test_every_choice_says_what_follows_from_it():
    choices = {field.name for field in fields(Convention)} - {"name", "basis", "switch"}
    assert set(EFFECTS) == choices
    found = differences(PY_ECOMPLEXITY, STATA)
    assert [(one.choice, one.one, one.other) for one in found] == [
        ("presence", "at least", "above"),
        ("empty_units", "spoil all", "left out"),
        ("divisor", "n", "n - 1"),
        ("outlook_complexity", "raw", "standardised"),
        ("outlook_scale", "standard deviation", "as it is"),
    ]


def test_what_is_known_from_documentation_only_says_so():
    """Ours aside, all others were run."""
    assert {name for name, one in CONVENTIONS.items() if one.basis == "documentation only"} == {
        "STATA",
        "STATA_RPOP",
        "ATLAS",
        "ATLAS_BINARY",
    }
    assert {one.basis for one in CONVENTIONS.values()} == {"ours", "run", "documentation only"}


def test_a_switch_is_written_as_its_package_writes_it_and_makes_a_difference():
    """Each differs from its package's default in what it states, and in nothing else it does not."""
    switched = {name: one for name, one in CONVENTIONS.items() if one.switch}
    assert len(switched) == 30
    for name, one in switched.items():
        package = max((other for other in CONVENTIONS if name.startswith(f"{other}_")), key=len)
        assert CONVENTIONS[package].switch == ""
        assert differences(CONVENTIONS[package], one)


def test_amounts_per_head_need_a_population():
    """Nothing is put in its place."""
    with pytest.raises(InputError, match="without a population"):
        reproduce(table(), STATA_RPOP)
    with pytest.raises(InputError, match="without a population"):
        effects(table(), STATA, STATA_RPOP)
    (found,) = effects(table(), STATA, STATA_RPOP, population=population())
    assert found.choice == "advantage"
    assert found.largest_change["presence"] == 1


def test_both_is_either_of_the_two_in_one_package_and_their_sum_in_another():
    """So that one gives 0 and 1, the other 0, 1 and 2, and densities above 1."""
    one, other = (
        reproduce(table(), each, population=population()) for each in (ECONCOMPLEX_BOTH, PY_ECOMPLEXITY_BOTH)
    )
    assert set(one.presence.values.ravel()) == {0, 1}
    assert set(other.presence.values.ravel()) == {0, 1, 2}
    assert (one.presence.values == np.minimum(other.presence.values, 1)).all()
    assert one.density.values.max() <= 100
    assert other.density.values.max() > 1


def test_ties_are_lost_by_square_roots():
    """Twelve territories of one mix: all quotients are exactly 1, and some come out below."""
    sizes = np.arange(1, 13)[:, None]
    tied = matrix(sizes * np.array([[3, 6, 7, 11]]))
    assert reproduce(tied, POLOS).presence.values.all()
    assert not reproduce(tied, FERMI).presence.values.all()


def test_the_core_leaves_out_until_all_have_as_many():
    """An activity of one territory goes; the index of the others is that of the table without it."""
    core = replace(POLOS, least_presences=3)
    found = reproduce(table(), core)
    assert found.pci.reason_counts == {Reason.NOTHING_TO_COMPARE: 1}
    without = [one for one in table().activities if found.pci.why(one) is Reason.DEFINED]
    alone = reproduce(table().select(activities=without), POLOS)
    assert found.eci.values == pytest.approx(alone.eci.values)


def test_as_many_as_the_core_asks_for_are_enough():
    """Every territory and every activity of the ring has two, one of each has three."""
    ring = np.eye(6) + np.roll(np.eye(6), 1, axis=1)
    ring[0, 3] = 1
    found = reproduce(matrix(10 * ring), replace(POLOS, least_presences=2))
    assert found.eci.reason_counts == found.pci.reason_counts == {}


def test_the_count_of_nearest_counts_and_is_no_share():
    """Of three most related activities, as many as are present."""
    found = reproduce(table(), replace(POLOS, counted_nearest=3))
    assert set(found.density.values.ravel()) <= {0, 1, 2, 3}
    assert found.density.values.max() == 3


def test_an_effect_is_the_change_of_one_choice_alone():
    found = {one.choice: one for one in effects(table(), PY_ECOMPLEXITY, DATAWHEEL)}
    assert set(found) == {one.choice for one in differences(PY_ECOMPLEXITY, DATAWHEEL)}
    divisor = found["divisor"].largest_change
    top = np.abs(reproduce(table(), PY_ECOMPLEXITY).eci.values).max()
    assert divisor["eci"] == pytest.approx(top * (1 - np.sqrt(13 / 14)))
    assert divisor["presence"] == divisor["density"] == 0
    assert found["own_relatedness"].largest_change["relatedness"] == 1
    assert found["own_relatedness"].largest_change["eci"] == 0


def test_an_effect_counts_the_cells_it_makes_undefined():
    only = replace(POLOS, gain_of_present="zero")
    (found,) = effects(table(), POLOS, only)
    assert found.undefined_changed["outlook_gain"] == int(reproduce(table(), POLOS).presence.values.sum())
    assert found.largest_change["outlook_gain"] == 0


# ---- faults that a convention keeps, beside what we do --------------------------------------


def with_empty_activity():
    amounts = np.zeros((14, 19))
    amounts[:, :18] = table().values
    return matrix(amounts, table().territories, [*table().activities, "none"])


def test_an_empty_product_is_everywhere_in_economiccomplexity():
    found = reproduce(with_empty_activity(), ECONOMICCOMPLEXITY).presence
    assert found.values[:, 18].tolist() == [1] * 14
    ours = reproduce(with_empty_activity(), POLOS).presence
    assert ours.why("r00", "none") is Reason.EMPTY_ACTIVITY


def test_an_empty_product_makes_datawheel_give_nothing():
    assert np.isnan(reproduce(with_empty_activity(), DATAWHEEL).eci.values).all()
    ours = reproduce(with_empty_activity(), POLOS)
    assert not np.isnan(ours.eci.values).any()
    assert ours.pci.why("none") is Reason.EMPTY_ACTIVITY


def test_a_country_below_the_threshold_everywhere_makes_py_ecomplexity_give_nothing():
    """A territory with the mix of the whole has a quotient of 1 in every activity: below 1.5."""
    amounts = table().values
    alike = matrix(np.vstack([amounts, amounts.sum(axis=0)]))
    strict = replace(PY_ECOMPLEXITY, threshold=1.5)
    assert np.isnan(reproduce(alike, strict).eci.values).all()
    ours = reproduce(alike, replace(POLOS, threshold=1.5)).eci
    assert ours.reason_counts == {Reason.EMPTY_TERRITORY: 1}


@pytest.mark.slow
def test_pci_may_point_against_eci_under_a_rule_of_its_own():
    """Oriented by ubiquity alone it does so in some table; following ECI it never does."""
    against = 0
    for seed in range(40):
        amounts = np.random.default_rng(seed).integers(0, 40, (12, 14)) ** 2
        found, ours = (reproduce(matrix(amounts), one) for one in (ECONCOMPLEX, POLOS))
        if ours.eci.undefined.any():
            continue
        m = ours.presence.values
        means = (m @ found.pci.values) / m.sum(axis=1)
        against += bool(np.corrcoef(means, found.eci.values)[0, 1] < 0)
        own = (m @ ours.pci.values) / m.sum(axis=1)
        assert np.corrcoef(own, ours.eci.values)[0, 1] > 0.999
    assert against > 5


def test_exact_ties_count_at_least_but_not_above():
    """Two territories of one mix: every quotient is exactly 1."""
    tie = matrix([[3, 6], [5, 10]])
    assert reproduce(tie, POLOS).presence.values.tolist() == [[1, 1], [1, 1]]
    assert reproduce(tie, STATA).presence.values.tolist() == [[0, 0], [0, 0]]


def test_rounded_quotients_make_near_misses_present():
    near = matrix([[997, 1003], [1000, 1000]])
    rounded = replace(POLOS, quotient_decimals=2)
    assert reproduce(near, POLOS).presence.at("r0", "a0") == 0
    assert reproduce(near, rounded).presence.at("r0", "a0") == 1


def test_a_continuous_presence_is_between_zero_and_one():
    values = reproduce(table(), ATLAS).presence.values
    quotients = measures.location_quotient(table()).values
    assert values == pytest.approx(quotients / (1 + quotients))


def test_unknown_cells_are_absent_elsewhere_and_left_out_here():
    amounts = table().values.copy()
    amounts[2, 3] = np.nan
    unknown = matrix(amounts)
    assert reproduce(unknown, POLOS).presence.why("r2", "a3") is Reason.UNKNOWN_CELL
    assert reproduce(unknown, ECONGEO).presence.at("r2", "a3") == 0


def test_a_table_without_any_presence_has_reasons_under_every_convention():
    for one in CONVENTIONS.values():
        found = reproduce(matrix(np.zeros((3, 3))), one, population={"r0": 1, "r1": 1, "r2": 1})
        assert np.isnan(found.eci.values).all()


def test_the_front_of_the_library_has_the_conventions():
    assert conventions.PY_ECOMPLEXITY is PY_ECOMPLEXITY
    assert {name for name in CONVENTIONS if getattr(conventions, name) is not CONVENTIONS[name]} == set()


BLOCKS = matrix(np.kron(np.eye(2), np.ones((2, 2))))


@pytest.mark.parametrize("convention", [DATAWHEEL, ECONCOMPLEX_REFLECTIONS])
@pytest.mark.parametrize(
    ("amounts", "reason"),
    [
        (BLOCKS, Reason.SEPARATE_PARTS),
        (matrix(np.ones((4, 3))), Reason.NOTHING_TO_COMPARE),
        (matrix([[3.0], [4.0]]), Reason.NOTHING_TO_COMPARE),
        (matrix([[3.0]]), Reason.NOTHING_TO_COMPARE),
    ],
)
def test_reflections_that_do_not_differ_have_no_deviation_to_be_divided_by(convention, amounts, reason):
    """The packages divide by zero; what comes of it has no value, and says why as our index does."""
    found = reproduce(amounts, convention)
    assert set(found.eci.undefined) == set(found.pci.undefined) == {reason}
    assert found.relatedness.values[0, 0] in (0, 1)  # what needs no complexity is there all the same


def test_an_outlook_that_is_the_same_everywhere_is_not_standardised():
    presence = reproduce(table(), PY_ECOMPLEXITY).presence
    nothing = np.zeros(len(presence.activities))
    worth = ByActivity(nothing, presence.activities, nothing.astype(np.uint8), presence.origin)
    related = (
        measures.proximity(presence),
        measures.relatedness_density(presence, measures.proximity(presence)),
    )
    index, _ = outlook_by(presence, worth, related, PY_ECOMPLEXITY)
    assert set(index.undefined) == {Reason.NOTHING_TO_COMPARE}


def test_no_related_activities_are_counted_where_presence_is_undefined():
    found = reproduce(matrix([[3, 1, 2], [0, 0, 0], [1, 4, 2]]), PY_ECOMPLEXITY_KNN)
    assert set(found.density.undefined[1]) == {Reason.EMPTY_TERRITORY}
    assert np.isnan(found.density.values[1]).all()
