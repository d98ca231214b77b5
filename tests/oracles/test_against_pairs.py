"""Products with proximity that never look at pairs of activities, against those that do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as drawn_arrays

from polos import measures
from polos.measures import prefix_products
from polos.measures.results import Pairs
from unit.measures.drawing import grid

SHARES = st.sampled_from([0.0, 0.25, 0.5, 1.0])
PRESENCES = st.tuples(st.integers(1, 5), st.integers(1, 17)).flatmap(
    lambda shape: st.one_of(
        drawn_arrays.arrays(np.float64, shape, elements=st.sampled_from([0.0, 1.0])),
        drawn_arrays.arrays(np.float64, shape, elements=SHARES),
    )
)


@pytest.fixture(autouse=True)
def short_blocks(monkeypatch):
    """Every table goes the way that only many activities would."""
    monkeypatch.setattr(prefix_products, "_FROM", 0)
    monkeypatch.setattr(prefix_products, "_FOR_EACH", 0)
    monkeypatch.setattr(prefix_products, "_BLOCK", 4)


def both_ways(values, dtype):
    presence = grid(values)
    of_presence = measures.proximity(presence, dtype=dtype)
    of_nothing = Pairs(of_presence.values, of_presence.activities, of_presence.undefined, presence.origin)
    assert prefix_products.is_shorter(presence, of_presence)
    assert not prefix_products.is_shorter(presence, of_nothing)
    return presence, of_presence, of_nothing


@pytest.mark.filterwarnings("error")
@given(PRESENCES, st.sampled_from([np.float32, np.float64]))
def test_density_is_the_same_by_territories_as_by_pairs(values, dtype):
    presence, short, long = both_ways(values, dtype)
    one, other = (measures.relatedness_density(presence, related) for related in (short, long))
    assert (one.undefined == other.undefined).all()
    assert one.values == pytest.approx(other.values, abs=1e-12 if dtype is np.float64 else 2e-6, nan_ok=True)


@given(PRESENCES, st.sampled_from([np.float32, np.float64]))
def test_complementarity_is_the_same_by_territories_as_by_pairs(values, dtype):
    presence, short, long = both_ways(values, dtype)
    one, other = (measures.complementarity(presence, related) for related in (short, long))
    assert (one.undefined == other.undefined).all()
    assert one.values == pytest.approx(other.values, abs=1e-12 if dtype is np.float64 else 2e-6, nan_ok=True)


@given(PRESENCES)
def test_products_are_those_with_all_pairs(values):
    presence = grid(values)
    related = np.nan_to_num(measures.proximity(presence).values)
    np.fill_diagonal(related, 0)
    rows = np.vstack([values, np.arange(values.size).reshape(values.shape)])
    assert prefix_products.others_with_proximity(rows, presence) == pytest.approx(rows @ related, abs=1e-9)


def test_the_proximity_of_another_presence_is_not_taken_for_its_own():
    presence, other = grid([[1, 0, 1, 1]]), grid([[1, 0, 1, 1]])
    assert not prefix_products.is_shorter(presence, measures.proximity(other))


def test_a_presence_with_unknown_cells_goes_by_pairs():
    presence = grid([[1, np.nan, 1, 1]])
    assert not prefix_products.is_shorter(presence, measures.proximity(presence))
