"""Reasons and bad input of concentration and agglomeration."""

import numpy as np
import polars as pl
import pytest

from polos import measures
from polos.errors import Undefined, UnknownName, WrongRows
from polos.measures.results import Reason
from polos.tables.plants import Plants
from unit.measures.drawing import matrix

TABLE = np.array([[10, 0, 5, 0], [20, 30, 5, 0], [30, 0, np.nan, 0]])
COUNTRY = {"r0": "x", "r1": "x", "r2": "y"}
MEASURES = [measures.gini, measures.locational_gini, measures.hoover]


@pytest.mark.parametrize("measure", MEASURES)
def test_an_activity_without_amounts_has_a_reason_and_the_others_values(measure):
    result = measure(matrix(TABLE))
    assert result.why("a3") is Reason.EMPTY_ACTIVITY
    assert result.reason_counts == {Reason.EMPTY_ACTIVITY: 1}


@pytest.mark.parametrize("measure", MEASURES)
def test_an_activity_known_nowhere_or_once_has_a_reason(measure):
    result = measure(matrix([[1, np.nan, 5], [2, np.nan, np.nan]]))
    assert result.why("a1") is Reason.UNKNOWN_CELL
    assert result.why("a2") is Reason.NOTHING_TO_COMPARE


def test_a_corrected_gini_of_full_concentration_is_one():
    table = matrix([[9, 3], [0, 3], [0, 3]])
    assert measures.gini(table).at("a0") == pytest.approx(2 / 3)
    assert measures.gini(table, is_corrected=True).at("a0") == pytest.approx(1)
    assert measures.gini(table).at("a1") == pytest.approx(0)


def test_an_activity_spread_like_the_reference_is_not_concentrated():
    sizes = {"r0": 1, "r1": 2, "r2": 3}
    for measure in (measures.hoover, measures.locational_gini):
        result = measure(matrix(TABLE), reference=sizes)
        assert result.at("a0") == pytest.approx(0)
        assert result.at("a1") > 0.3


def test_an_activity_where_the_reference_has_nothing_is_fully_concentrated():
    table = matrix([[5], [0]])
    assert measures.locational_gini(table, reference={"r0": 0, "r1": 1}).at("a0") == pytest.approx(1)
    assert measures.hoover(table, reference={"r0": 0, "r1": 1}).at("a0") == pytest.approx(1)


def test_a_reference_without_size_where_the_activity_is_known_gives_nothing_to_compare():
    table = matrix([[5], [1], [np.nan]])
    result = measures.hoover(table, reference={"r0": 0, "r1": 0, "r2": 1})
    assert result.why("a0") is Reason.NOTHING_TO_COMPARE


@pytest.mark.parametrize(
    "sizes", [{"r0": 1, "r1": -1, "r2": 1}, dict.fromkeys(COUNTRY, 0), {"r0": 1, "r1": 1, "r2": np.inf}]
)
def test_an_impossible_reference_is_refused(sizes):
    with pytest.raises(WrongRows, match="sizes"):
        measures.hoover(matrix(TABLE), reference=sizes)


def test_a_reference_that_lacks_a_territory_is_refused():
    with pytest.raises(UnknownName, match="no size for the territory r2"):
        measures.hoover(matrix(TABLE), reference={"r0": 1, "r1": 1})


def test_theil_within_and_between_add_up():
    table = matrix(np.random.default_rng(1).integers(1, 90, (6, 4)))
    groups = dict(zip(table.territories, "xxyyzz", strict=True))
    result = measures.theil(table, groups)
    assert result.within.values + result.between.values == pytest.approx(result.total.values)
    s, x = table.values / table.values.sum(axis=0), table.values.sum(axis=1) / table.values.sum()
    assert result.total.values == pytest.approx((s * np.log(s / x[:, None])).sum(axis=0))
    one = measures.theil(table, dict.fromkeys(table.territories, "all"))
    assert one.between.values == pytest.approx(0)


def test_theil_where_the_reference_is_zero_is_undefined():
    sizes = {"r0": 0, "r1": 1, "r2": 1}
    result = measures.theil(matrix(TABLE), COUNTRY, reference=sizes)
    assert result.total.why("a0") is Reason.NOTHING_TO_COMPARE
    assert result.total.at("a1") > 0


def test_theil_needs_a_group_for_every_territory():
    with pytest.raises(UnknownName, match="no group for the territory r2"):
        measures.theil(matrix(TABLE), {"r0": "x", "r1": "x"})


# ---- plants ---------------------------------------------------------------------------------


def plants(*rows):
    frame = pl.DataFrame(rows, schema=["where", "what", "jobs"], orient="row")
    return Plants.from_frame(frame, territory="where", activity="what", size="jobs")


FOUR = plants(("r0", "a0", 5), ("r1", "a0", 5), ("r0", "a1", 7), ("r1", "a2", 0.0))


def test_plants_give_employment_and_herfindahl():
    table = FOUR.employment()
    assert table.at("r0", "a0") == 5
    assert table.at("r1", "a1") == 0
    herfindahl = measures.plant_herfindahl(FOUR)
    assert herfindahl.at("a0") == 0.5
    assert herfindahl.at("a1") == 1
    assert herfindahl.why("a2") is Reason.EMPTY_ACTIVITY


@pytest.mark.parametrize("measure", [measures.ellison_glaeser, measures.maurel_sedillot])
def test_a_single_plant_says_nothing_about_agglomeration(measure):
    result = measure(FOUR.employment(), measures.plant_herfindahl(FOUR))
    assert result.why("a1") is Reason.NOTHING_TO_COMPARE
    assert result.why("a2") is Reason.EMPTY_ACTIVITY


def test_ellison_glaeser_needs_a_herfindahl_index_and_known_cells():
    herfindahl = measures.plant_herfindahl(plants(("r0", "a0", 5), ("r1", "a0", 3)))
    with pytest.raises(UnknownName, match="no Herfindahl index of plants for a1"):
        measures.ellison_glaeser(matrix([[1, 2], [3, 4]]), herfindahl)
    result = measures.ellison_glaeser(matrix([[1], [np.nan]]), herfindahl)
    assert result.why("a0") is Reason.UNKNOWN_CELL


def test_the_two_indices_of_agglomeration_agree_where_sizes_are_equal():
    """With territories of one size, the sum of (s - x)^2 is the sum of s^2 less that of x^2."""
    table, herfindahl = FOUR.employment(), measures.plant_herfindahl(FOUR)
    even = {"r0": 1, "r1": 1}
    one = measures.ellison_glaeser(table, herfindahl, reference=even).values
    two = measures.maurel_sedillot(table, herfindahl, reference=even).values
    assert one == pytest.approx(two, nan_ok=True)


def test_activities_in_the_same_places_coagglomerate():
    table = matrix([[8, 8, 1, np.nan], [1, 1, 8, 1], [1, 1, 1, 1]])
    pairs = measures.coagglomeration(table, reference={"r0": 1, "r1": 1, "r2": 1})
    assert pairs.at("a0", "a1") > 0 > pairs.at("a0", "a2")
    assert pairs.why("a0", "a3") is Reason.UNKNOWN_CELL
    assert measures.group_coagglomeration(table, ("a0", "a1")) > 0
    with pytest.raises(Undefined, match="a0, a3"):
        measures.group_coagglomeration(table, ("a0", "a3"))


def test_a_pair_is_a_group_of_two():
    """The pairwise formula is the group's, without the weights that cancel."""
    table = matrix([[8, 3, 1], [1, 2, 8], [1, 1, 1]])
    pair = measures.coagglomeration(table).at("a0", "a2")
    assert measures.group_coagglomeration(table, ("a0", "a2")) == pytest.approx(pair)


def test_one_territory_alone_tells_nothing():
    assert measures.coagglomeration(matrix([[1, 2]])).why("a0", "a1") is Reason.NOTHING_TO_COMPARE


@pytest.mark.parametrize("size", [-1.0, float("inf"), None])
def test_a_plant_of_impossible_size_is_refused(size):
    with pytest.raises(WrongRows, match="plant"):
        plants(("r0", "a0", 1.0), ("r1", "a0", size))
