from dataclasses import replace

import pytest

from polos.errors import InputError
from polos.parameters.convergence import default_thresholds
from polos.parameters.counterparts import Weights, default_weights


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("minimum_count", 0),
        ("broad_markets", 0),
        ("small_group", -1),
        ("thin_cell", 0),
        ("medium", -0.1),
        ("high", 1.1),
        ("high", float("nan")),
        ("divergence", 2),
        ("high", 0.4),
    ],
)
def test_a_threshold_outside_its_range_is_refused(name, value):
    with pytest.raises(InputError, match=f"{name}|medium"):
        replace(default_thresholds(), **{name: value})


@pytest.mark.parametrize("value", [-1.0, float("inf"), float("nan")])
def test_a_weight_that_is_no_weight_is_refused(value):
    with pytest.raises(InputError, match="as the weight of 'distance'"):
        replace(default_weights(), distance=value)


def test_weights_that_are_all_0_are_refused():
    with pytest.raises(InputError, match="all 0"):
        Weights(similar=0, related=0, complementary=0)


def test_information_weighs_nothing_unless_given():
    weights = dict(default_weights().items())
    assert [name for name, weight in weights.items() if weight] == ["similar", "related", "complementary"]
