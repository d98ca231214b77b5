"""Spatial association: weights, unknown values, islands, chance, and what is refused."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from polos import measures
from polos.errors import InputError, UnknownName, WrongRows
from polos.measures import samples
from polos.measures.local_spatial import Quadrant
from polos.measures.results import Reason
from polos.measures.spatial_weights import SpatialWeights
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from polos.tables.matrix import Matrix

NAMES = tuple("abcdef")
LINE = {name: (float(i), 0.0) for i, name in enumerate(NAMES)}
GLOBAL = ("moran", "geary", "getis_ord")
LOCAL = ("local_moran", "local_getis_ord")


def values(*columns) -> Indicators:
    table = np.array(columns, dtype=float).T
    return Indicators(
        table, NAMES[: len(table)], tuple(f"v{i}" for i in range(len(columns))), Origin("drawn")
    )


def line(**options) -> SpatialWeights:
    return SpatialWeights.within(LINE, 1.0, **options)


def test_weights_from_pairs_distance_and_nearest_agree_on_a_line():
    pairs = SpatialWeights.from_pairs(zip(NAMES[1:], NAMES[:-1], strict=True), NAMES)
    np.testing.assert_array_equal(pairs.matrix.toarray(), line().matrix.toarray())
    nearest = SpatialWeights.nearest(LINE, 2, is_row_standardised=False)
    assert nearest.matrix.toarray()[0].tolist() == [0, 1, 1, 0, 0, 0]
    assert nearest.matrix.toarray()[3].tolist() == [0, 0, 1, 0, 1, 0]


def test_row_standardised_weights_sum_to_one_but_for_islands():
    weights = SpatialWeights.from_pairs([("a", "b"), ("b", "c")], NAMES)
    assert weights.matrix.sum(axis=1).tolist() == [1, 1, 1, 0, 0, 0]
    assert weights.islands == ("d", "e", "f")


def test_of_several_equally_near_the_first_listed_counts():
    ring = {"m": (0.0, 0.0), "n": (1.0, 0.0), "s": (-1.0, 0.0), "w": (0.0, 1.0)}
    weights = SpatialWeights.nearest(ring, 1, is_row_standardised=False)
    assert weights.matrix.toarray()[0].tolist() == [0, 1, 0, 0]


def test_at_one_place_each_is_the_other_s_neighbour_and_none_its_own():
    heap = dict.fromkeys(NAMES[:3], (2.0, 2.0))
    for weights in (SpatialWeights.within(heap, 0.1), SpatialWeights.nearest(heap, 2)):
        assert weights.matrix.toarray().diagonal().tolist() == [0, 0, 0]
        assert weights.links.toarray().sum() == 6


def test_more_territories_than_are_measured_at_a_time():
    generator = np.random.default_rng(1)
    many = {f"t{i}": tuple(generator.random(2)) for i in range(700)}
    weights = SpatialWeights.nearest(many, 3)
    assert np.diff(weights.links.indptr).tolist() == [3] * 700
    assert not weights.links.diagonal().any()
    places = np.array(list(many.values()))
    apart = np.linalg.norm(places - places[650], axis=1)
    assert set(weights.links[[650]].indices) == set(np.argsort(apart)[1:4])


def test_weights_are_copied_and_cannot_be_changed():
    links = np.array([[0.0, 1.0], [1.0, 0.0]])
    given = csr_array(links)
    weights = SpatialWeights(given, ("a", "b"))
    given.data[:] = 9
    assert weights.links.data.tolist() == [1, 1]
    with pytest.raises(ValueError, match="read-only"):
        weights.links.data[0] = 5


REFUSED_WEIGHTS = {
    "another shape": lambda: SpatialWeights(csr_array(np.zeros((2, 2))), NAMES),
    "a negative link": lambda: SpatialWeights(csr_array([[0.0, -1.0], [1.0, 0.0]]), ("a", "b")),
    "an infinite link": lambda: SpatialWeights(csr_array([[0.0, np.inf], [1.0, 0.0]]), ("a", "b")),
    "its own neighbour": lambda: SpatialWeights(csr_array([[1.0, 1.0], [1.0, 0.0]]), ("a", "b")),
    "a territory twice": lambda: SpatialWeights(csr_array([[0.0, 1.0], [1.0, 0.0]]), ("a", "a")),
}


@pytest.mark.parametrize("case", REFUSED_WEIGHTS)
def test_weights_that_are_none_are_refused(case):
    with pytest.raises(WrongRows, match="Correct the links"):
        REFUSED_WEIGHTS[case]()


REFUSED = {
    "a pair with a stranger": (
        lambda: SpatialWeights.from_pairs([("a", "q")], NAMES),
        UnknownName,
        "'q' in a pair",
    ),
    "a distance of 0": (lambda: SpatialWeights.within(LINE, 0), InputError, "a distance of 0"),
    "a place unknown": (
        lambda: SpatialWeights.within({"a": (0.0, np.nan), "b": (1.0, 1.0)}, 1),
        InputError,
        "not finite",
    ),
    "all as nearest": (lambda: SpatialWeights.nearest(LINE, 6), InputError, "6 nearest of 6"),
    "none as nearest": (lambda: SpatialWeights.nearest(LINE, 0), InputError, "0 nearest"),
    "territories without weights": (
        lambda: measures.moran(values(range(6)), SpatialWeights.from_pairs([], NAMES[:4])),
        UnknownName,
        "no spatial weights for e, f",
    ),
    "no draw": (
        lambda: measures.moran(values(range(6)), line(), generator=np.random.default_rng(0), draws=0),
        InputError,
        "0 draws",
    ),
    "no draw around a place": (
        lambda: measures.local_moran(values(range(6)), line(), generator=np.random.default_rng(0), draws=0),
        InputError,
        "0 draws",
    ),
    "negative values for G": (
        lambda: measures.getis_ord(values([1, 2, 3, -1, 2, 2]), line()),
        WrongRows,
        "a negative value",
    ),
    "negative values for the local G": (
        lambda: measures.local_getis_ord(values([1, 2, 3, -1, 2, 2]), line()),
        WrongRows,
        "a negative value",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_measured_is_refused(case):
    call, error, says = REFUSED[case]
    with pytest.raises(error, match=says):
        call()


@pytest.mark.parametrize("name", GLOBAL)
def test_an_unknown_value_is_left_out_as_if_it_had_never_been_listed(name):
    measure = getattr(measures, name)
    with_gap = measure(values([3, 1, 4, np.nan, 5, 9]), line())
    names = ("a", "b", "c", "e", "f")
    without = Indicators(np.array([[3.0, 1, 4, 5, 9]]).T, names, ("v0",), Origin("drawn"))
    weights = SpatialWeights.from_pairs([("a", "b"), ("b", "c"), ("e", "f")], names)
    listed = measure(without, weights)
    for part in ("value", "expected", "variance_random"):
        assert getattr(with_gap, part).at("v0") == pytest.approx(getattr(listed, part).at("v0"))
    assert with_gap.islands == {"v0": ()}
    assert measure(values([np.nan, 1, np.nan, 2, 5, 9]), line()).islands == {"v0": ("b",)}


@pytest.mark.parametrize("name", LOCAL)
def test_an_unknown_value_has_no_local_value_and_says_why(name):
    found = getattr(measures, name)(values([3, 1, np.nan, 4, 5, 9]), line())
    assert found.value.why("c", "v0") is Reason.UNKNOWN_CELL
    assert found.variance.why("c", "v0") is Reason.UNKNOWN_CELL
    assert found.value.why("b", "v0") is Reason.DEFINED


@pytest.mark.parametrize("name", GLOBAL)
def test_without_links_known_values_or_two_territories_there_is_nothing(name):
    measure = getattr(measures, name)
    unlinked = SpatialWeights.from_pairs([], NAMES)
    assert measure(values(range(6)), unlinked).value.why("v0") is Reason.NOTHING_TO_COMPARE
    assert measure(values([np.nan] * 6), line()).value.why("v0") is Reason.UNKNOWN_CELL
    alone = SpatialWeights.from_pairs([], ("a",))
    assert measure(values([5]), alone).value.why("v0") is Reason.NOTHING_TO_COMPARE


@pytest.mark.parametrize("name", LOCAL)
def test_locally_one_territory_or_none_known_is_nothing(name):
    measure = getattr(measures, name)
    assert measure(values([5]), SpatialWeights.from_pairs([], ("a",))).value.why("a", "v0") is (
        Reason.NOTHING_TO_COMPARE
    )
    assert measure(values([np.nan] * 6), line()).value.reason_counts == {Reason.UNKNOWN_CELL: 6}


def test_values_without_spread_are_not_compared_however_they_round():
    """0.1 six times has a mean that is not 0.1 in binary."""
    flat = values([0.1] * 6)
    assert measures.moran(flat, line()).value.why("v0") is Reason.NOTHING_TO_COMPARE
    assert measures.geary(flat, line()).variance_random.why("v0") is Reason.NOTHING_TO_COMPARE
    assert measures.local_moran(flat, line()).value.reason_counts == {Reason.NOTHING_TO_COMPARE: 6}


def test_where_all_are_linked_to_all_there_is_no_variance():
    everyone = SpatialWeights.within(LINE, 100.0)
    found = measures.moran(values([3, 1, 4, 1, 5, 9]), everyone)
    assert found.value.at("v0") == pytest.approx(-1 / 5)
    assert found.variance_random.why("v0") is Reason.NOTHING_TO_COMPARE
    assert found.z_random.why("v0") is Reason.NOTHING_TO_COMPARE
    assert found.z_normal.why("v0") is Reason.NOTHING_TO_COMPARE


@pytest.mark.parametrize("name", GLOBAL)
def test_three_territories_have_no_variance_under_randomisation(name):
    found = getattr(measures, name)(
        values([1, 2, 4]), SpatialWeights.from_pairs([("a", "b"), ("b", "c")], NAMES[:3])
    )
    assert found.value.why("v0") is Reason.DEFINED
    assert found.variance_random.why("v0") is Reason.NOTHING_TO_COMPARE


@pytest.mark.parametrize("name", LOCAL)
def test_two_territories_have_no_local_variance(name):
    found = getattr(measures, name)(values([1, 2]), SpatialWeights.from_pairs([("a", "b")], NAMES[:2]))
    assert found.value.why("a", "v0") is Reason.DEFINED
    assert found.variance.why("a", "v0") is Reason.NOTHING_TO_COMPARE


def test_a_single_value_above_zero_has_no_products():
    found = measures.getis_ord(values([0, 0, 7, 0, 0, 0]), line())
    assert found.value.why("v0") is Reason.NOTHING_TO_COMPARE
    local = measures.local_getis_ord(values([0, 0, 7, 0, 0, 0]), line())
    assert local.value.why("c", "v0") is Reason.NOTHING_TO_COMPARE
    assert local.value.at("b", "v0") == pytest.approx(0.5)


def test_the_measure_of_products_has_no_variance_under_normality():
    assert measures.getis_ord(values(range(6)), line()).variance_normal.why("v0") is Reason.NOTHING_TO_COMPARE


@pytest.mark.parametrize("name", [*GLOBAL, *LOCAL])
def test_units_and_size_of_the_values_do_not_matter(name):
    x = np.array([3.0, 1, 4, 1, 5, 9])
    one, two = (getattr(measures, name)(values(column), line()) for column in (x, x * 1e200))
    assert one.value.values == pytest.approx(two.value.values)


@pytest.mark.parametrize("name", GLOBAL)
def test_a_smooth_slope_is_beyond_chance(name):
    side = 8
    places = {f"t{i}": (float(i % side), float(i // side)) for i in range(side * side)}
    slope = Indicators(
        np.array([[x + y + 1] for x, y in places.values()]), tuple(places), ("v",), Origin("drawn")
    )
    weights = SpatialWeights.within(places, 1.0)
    found = getattr(measures, name)(slope, weights, generator=np.random.default_rng(1), draws=199)
    assert found.p_value.at("v") == pytest.approx(1 / 200)
    assert found.two_sided(found.z_random).at("v") < 0.01
    assert (found.value.at("v") > found.expected.at("v")) is (name != "geary")


def test_the_corners_of_a_slope_stand_out_and_its_middle_does_not():
    side = 8
    places = {f"t{i}": (float(i % side), float(i // side)) for i in range(side * side)}
    slope = Indicators(
        np.array([[x + y + 1] for x, y in places.values()]), tuple(places), ("v",), Origin("drawn")
    )
    weights = SpatialWeights.within(places, 1.5)
    for name in LOCAL:
        found = getattr(measures, name)(slope, weights, generator=np.random.default_rng(1), draws=199)
        assert found.p_value.at("t0", "v") < 0.03
        assert found.p_value.at("t63", "v") < 0.03
        assert found.p_value.at("t28", "v") > 0.05
    assert measures.local_getis_ord(slope, weights).quadrant is None


def test_a_value_at_the_mean_counts_as_low():
    """The mean is 2: a and b have it, a beside more and b beside less."""
    given = values([2, 2, 4, 0])
    around = SpatialWeights.from_pairs([("a", "c"), ("b", "d")], NAMES[:4])
    quadrants = measures.local_moran(given, around).quadrant.values[:, 0].astype(int)
    assert [Quadrant(one).name for one in quadrants] == [
        "LOW_AMONG_HIGH",
        "LOW_AMONG_LOW",
        "HIGH_AMONG_LOW",
        "LOW_AMONG_LOW",
    ]


@pytest.mark.parametrize("name", LOCAL)
def test_a_territory_keeps_its_value_while_the_others_are_dealt(name):
    """Of the ten pairs the five others make, only 4 with 5 is as much as the 9 the neighbours of a have."""
    around = SpatialWeights.from_pairs([("a", "b"), ("a", "c")], NAMES)
    given = values([20, 4, 5, 1, 2, 3])
    found = getattr(measures, name)(given, around, generator=np.random.default_rng(1), draws=4000)
    assert found.p_value.at("a", "v0") == pytest.approx(0.1, abs=0.015)


def test_without_a_generator_no_pseudo_probability_is_given():
    assert measures.moran(values(range(6)), line()).p_value is None
    assert measures.local_moran(values(range(6)), line()).p_value is None


@pytest.mark.parametrize("name", [*GLOBAL, *LOCAL])
def test_the_same_generator_draws_the_same_and_nothing_is_changed_or_printed(name, capsys):
    given, weights = values([3, 1, 4, 1, 5, 9], [2, np.nan, 7, 1, 8, 2]), line()
    before, links = given.values.copy(), weights.links.toarray()
    one, two = (
        getattr(measures, name)(given, weights, generator=np.random.default_rng(3), draws=50).p_value.values
        for _ in range(2)
    )
    np.testing.assert_array_equal(one, two)
    np.testing.assert_array_equal(given.values, before)
    np.testing.assert_array_equal(weights.links.toarray(), links)
    assert capsys.readouterr() == ("", "")


def test_a_table_a_grid_and_one_value_a_territory_are_taken_too():
    jobs = Matrix(
        np.array([[5, 1], [1, 9], [3, 3], [2, 2]]), NAMES[:4], ("x", "y"), "jobs", "", Origin("drawn")
    )
    weights = SpatialWeights.from_pairs([("a", "b"), ("b", "c"), ("c", "d")], NAMES[:4])
    from_table = measures.moran(jobs, weights)
    assert from_table.value.activities == ("x", "y")
    grid = measures.location_quotient(jobs)
    assert measures.local_moran(grid, weights).value.activities == ("x", "y")
    entropies = measures.entropy(jobs)
    assert measures.moran(entropies, weights).value.activities == ("entropy",)
    frame = from_table.value.to_frame()
    assert frame.columns == ["activity", "value", "reason"]
    assert from_table.value.origin.steps[-1] == "moran"
    assert from_table.value.parameters["is_row_standardised"]


def test_the_order_of_the_weights_does_not_matter():
    turned = SpatialWeights.within(dict(reversed(LINE.items())), 1.0)
    x = values([3, 1, 4, 1, 5, 9])
    assert measures.moran(x, turned).value.at("v0") == pytest.approx(measures.moran(x, line()).value.at("v0"))
    assert samples.borders().islands == ()


def test_wrong_weights_are_refused_with_the_two_territories():
    links = csr_array(np.array([[0.0, 1.0], [-2.0, 0.0]]))
    with pytest.raises(WrongRows, match="a link of -2 from 'south' to 'north'"):
        SpatialWeights(links, ("north", "south"))
    with pytest.raises(WrongRows, match=r"links of shape \(2, 2\)"):
        SpatialWeights(links, ("north",))


def test_a_position_that_is_not_finite_is_named():
    with pytest.raises(InputError, match="of 'south', which is not finite"):
        SpatialWeights.within({"north": (0, 0), "south": (1, np.nan)}, 2)
