"""Structural distance: contributions, unknown values, outliers, intervals."""

import numpy as np
import polars as pl
import pytest

from polos.errors import InputError, UnknownName, WrongRows
from polos.measures.results import Reason
from polos.measures.structure import (
    Standardisation,
    structural_distance,
    structural_distance_intervals,
)
from polos.provenance import Origin
from polos.tables.indicators import Indicators


def indicators(values, variables=None):
    values = np.array(values, dtype=float)
    variables = variables or tuple(f"v{i}" for i in range(values.shape[1]))
    return Indicators(values, tuple(f"r{i}" for i in range(len(values))), tuple(variables), Origin("drawn"))


def normal(rows=30, columns=5, seed=0):
    return np.random.default_rng(seed).normal(50, 10, (rows, columns))


def test_contributions_add_up_to_the_squared_distance():
    weights = {"v0": 1, "v1": 2, "v2": 0.5, "v3": 0, "v4": 1}
    table = normal()
    table[3, 1] = np.nan
    result = structural_distance(indicators(table), weights=weights)
    for one, other in (("r0", "r1"), ("r3", "r7")):
        parts = result.contributions(one, other)
        assert sum(parts.values()) == pytest.approx(result.distance.at(one, other) ** 2)
        assert "v3" not in parts
    assert "v1" not in result.contributions("r3", "r7")


def test_without_outliers_or_skewness_it_is_the_distance_of_z_scores():
    table = normal()
    plain = Standardisation(outlier_limit=np.inf, skewness_limit=np.inf)
    result = structural_distance(indicators(table), standardisation=plain)
    z = (table - table.mean(axis=0)) / table.std(axis=0)
    by_hand = np.sqrt(((z[:, None] - z[None]) ** 2).mean(axis=2))
    assert result.distance.values == pytest.approx(by_hand)
    assert (result.distance.values == result.distance.values.T).all()


def test_units_do_not_matter():
    table = normal()
    other = table * [1, 1000, 0.01, 7, 3] + [5, 0, 0, -900, 1]
    one, two = (structural_distance(indicators(t)).distance.values for t in (table, other))
    assert one == pytest.approx(two)


def test_an_outlier_is_held_at_the_limit_and_counted():
    table = normal()
    table[0, 0] = 1e6
    result = structural_distance(indicators(table))
    assert result.scales["v0"].limited_count >= 1
    assert result.scales["v1"].limited_count == 0
    assert result.distance.at("r0", "r1") < 5
    unlimited = structural_distance(
        indicators(table), standardisation=Standardisation(np.inf, np.inf)
    ).scales["v0"]
    assert unlimited.limited_count == 0


def test_a_skewed_variable_is_transformed_and_says_how():
    table = normal(200)
    table[:, 0] = np.random.default_rng(1).lognormal(0, 1.2, 200)
    result = structural_distance(indicators(table), standardisation=Standardisation(outlier_limit=np.inf))
    scale = result.scales["v0"]
    assert scale.skewness > 1
    assert scale.transformation is not None
    z = result.standardised.values[:, 0]
    assert abs(((z - z.mean()) ** 3).mean()) < 0.3
    assert result.scales["v1"].transformation is None


def test_a_variable_that_does_not_vary_is_left_out_and_marked():
    table = normal()
    table[:, 2] = 7
    result = structural_distance(indicators(table))
    assert result.scales["v2"].is_constant
    assert "v2" not in result.contributions("r0", "r1")
    rest = structural_distance(indicators(np.delete(table, 2, axis=1)))
    assert result.distance.values == pytest.approx(rest.distance.values)


def test_nothing_varies_nothing_to_compare():
    result = structural_distance(indicators(np.ones((3, 2))))
    assert result.distance.reason_counts == {Reason.NOTHING_TO_COMPARE: 9}


def test_too_little_known_in_common_is_no_distance():
    table = normal(6, 4)
    table[0, :3] = np.nan
    strict = structural_distance(indicators(table), least_known=0.5)
    assert strict.distance.why("r0", "r1") is Reason.UNKNOWN_CELL
    assert strict.distance.why("r1", "r2") is Reason.DEFINED
    lenient = structural_distance(indicators(table), least_known=0.25)
    assert lenient.distance.at("r0", "r1") >= 0
    table[0] = np.nan
    nothing = structural_distance(indicators(table), least_known=0)
    assert nothing.distance.why("r0", "r1") is Reason.UNKNOWN_CELL


def test_the_nearest_are_in_order_and_without_oneself():
    table = np.array([[0, 0], [1, 1], [3, 3], [9, 9]], dtype=float)
    result = structural_distance(indicators(table))
    assert [name for name, _ in result.nearest("r1")] == ["r0", "r2", "r3"]
    assert len(result.nearest("r1", count=1)) == 1


def test_intervals_repeat_with_the_seed_and_hold_the_distance():
    result = structural_distance(indicators(normal(10, 12)))
    one, two = (
        structural_distance_intervals(result, generator=np.random.default_rng(3), draws=200, nearest=3)
        for _ in range(2)
    )
    assert (one.lower.values == two.lower.values).all()
    apart = ~np.eye(10, dtype=bool)
    inside = (one.lower.values <= result.distance.values) & (result.distance.values <= one.upper.values)
    assert inside[apart].mean() > 0.95
    assert one.nearest_share.values.sum(axis=1) == pytest.approx(3)
    nearest = result.nearest("r0", 1)[0][0]
    assert one.nearest_share.at("r0", nearest) > 0.5


@pytest.mark.parametrize("options", [{"draws": 0}, {"level": 1.0}, {"nearest": 0}])
def test_intervals_refuse_impossible_settings(options):
    result = structural_distance(indicators(normal(4)))
    with pytest.raises(InputError):
        structural_distance_intervals(result, generator=np.random.default_rng(0), **options)


@pytest.mark.parametrize("weights", [dict.fromkeys("ab", 0), {"a": -1, "b": 2}, {"a": np.nan, "b": 1}])
def test_impossible_weights_are_refused(weights):
    with pytest.raises(InputError, match="weight"):
        structural_distance(indicators(normal(4, 2), "ab"), weights=weights)


def test_a_missing_weight_and_an_impossible_share_are_refused():
    with pytest.raises(UnknownName, match="no weight for b"):
        structural_distance(indicators(normal(4, 2), "ab"), weights={"a": 1})
    with pytest.raises(InputError, match="least known"):
        structural_distance(indicators(normal(4, 2)), least_known=2)


def test_indicators_come_from_a_frame_and_refuse_what_is_infinite_or_double():
    frame = pl.DataFrame({"code": ["01", "02"], "gdp": [1, None], "age": [2.5, 3.5]})
    table = Indicators.from_frame(frame, territory="code", variables=["gdp", "age"])
    assert table.territories == ("01", "02")
    assert np.isnan(table.values[1, 0])
    with pytest.raises(WrongRows):
        indicators([[np.inf]])
    with pytest.raises(WrongRows):
        indicators([[1, 2]], ("a", "a"))


@pytest.mark.parametrize("size", [1e-110, 1e110])
def test_a_variable_whose_cubes_no_number_can_hold_is_refused(size):
    """Too large or too small, whatever the size of the other variables."""
    values = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 3.0]]) * [1.0, size]
    with pytest.raises(WrongRows, match="another unit"):
        structural_distance(indicators(values))


def test_the_limit_counts_robust_deviations_from_the_median():
    """Median 2.5, median absolute deviation 1.5: 100 is held at 2.5 + 3.5 * 1.4826 * 1.5."""
    table = np.array([0, 1, 2, 3, 4, 100], dtype=float)[:, None]
    result = structural_distance(indicators(table), standardisation=Standardisation(skewness_limit=np.inf))
    held = np.array([0, 1, 2, 3, 4, 2.5 + 3.5 * 1.4826 * 1.5])
    assert result.standardised.values[:, 0] == pytest.approx((held - held.mean()) / held.std())
    assert result.scales["v0"].limited_count == 1
