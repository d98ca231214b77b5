"""Measures on maps against loops over pairs, and against every way of dealing values out."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oracles import places as slow
from polos import measures
from polos.measures import curves, pair_distances
from polos.measures.results import Reason
from polos.measures.spatial_weights import SpatialWeights
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from polos.tables.points import Points

few = settings(max_examples=30, deadline=None)
RADII = (0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 9.0)
plants = st.lists(
    st.tuples(
        st.tuples(st.integers(0, 4), st.integers(0, 4)),
        st.sampled_from("ab"),
        st.sampled_from([0.0, 1.0, 2.0, 7.5]),
    ),
    min_size=1,
    max_size=9,
)


def points(rows) -> Points:
    columns = {
        "x": [float(place[0]) for place, _, _ in rows],
        "y": [float(place[1]) for place, _, _ in rows],
        "activity": [kind for _, kind, _ in rows],
        "weight": [weight for _, _, weight in rows],
    }
    return Points.from_frame(pl.DataFrame(columns), x="x", y="y", activity="activity", weight="weight")


def same(curve, expected) -> None:
    wanted = np.array([np.nan if value is None else value for value in expected], dtype=float)
    np.testing.assert_allclose(curve.values, wanted, atol=1e-10, rtol=1e-9, equal_nan=True)
    assert (np.isnan(curve.values) == (curve.undefined > 0)).all()


@few
@given(plants, st.booleans(), st.sampled_from([None, 0.7]))
def test_density_of_distances_within_an_activity(rows, is_weighted, bandwidth):
    own = [(place, weight if is_weighted else 1.0) for place, kind, weight in rows if kind == "a"]
    assume(own)
    curve = measures.duranton_overman(
        points(rows), "a", distances=RADII, is_weighted=is_weighted, bandwidth=bandwidth
    )
    pairs = slow.pairs_within([place for place, _ in own], [weight for _, weight in own])
    same(curve, slow.pair_density(pairs, RADII, bandwidth))


@few
@given(plants, st.booleans())
def test_density_of_distances_between_two_activities(rows, is_weighted):
    one, two = ([(p, w if is_weighted else 1.0) for p, k, w in rows if k == kind] for kind in "ab")
    assume(one and two)
    curve = measures.duranton_overman(points(rows), "a", other="b", distances=RADII, is_weighted=is_weighted)
    pairs = [(slow.distance(p, q), v * w) for p, v in one for q, w in two]
    same(curve, slow.pair_density(pairs, RADII))


@pytest.mark.parametrize(
    ("is_weighted", "bandwidth", "other"), [(False, None, None), (True, 0.004, None), (True, None, "b")]
)
def test_counted_distances_stay_within_the_stated_error(monkeypatch, is_weighted, bandwidth, other):
    """Where pairs are many, distances are counted first: near 0.01 % of the highest value."""
    generator = np.random.default_rng(4)
    size = 900
    rows = {"x": generator.random(size), "y": generator.random(size) ** 2, "weight": generator.random(size)}
    rows |= {"activity": ["a", "b"] * (size // 2) if other else ["a"] * size}
    many = Points.from_frame(pl.DataFrame(rows), x="x", y="y", activity="activity", weight="weight")
    asked = {"distances": np.linspace(0, 1.4, 15), "other": other, "is_weighted": is_weighted}
    exact = measures.duranton_overman(many, "a", bandwidth=bandwidth, **asked)
    monkeypatch.setattr(pair_distances, "_EXACT", 0)
    counted = measures.duranton_overman(many, "a", bandwidth=bandwidth, **asked)
    error = np.abs(counted.values - exact.values).max() / exact.values.max()
    assert 0 < error < (1e-4 if bandwidth is None else 5e-4)
    assert counted.parameters["bandwidth"] == pytest.approx(exact.parameters["bandwidth"], rel=1e-3)


def test_weights_on_one_side_only_count_where_distances_are_counted(monkeypatch):
    """The plants of one activity count alike, those of the other by their size."""
    generator = np.random.default_rng(5)
    rows = {"x": generator.random(400), "y": generator.random(400), "activity": ["a", "b"] * 200}
    rows |= {"weight": np.where(np.arange(400) % 2, rows["x"] ** 4, 1.0)}
    many = Points.from_frame(pl.DataFrame(rows), x="x", y="y", activity="activity", weight="weight")
    asked = {"distances": np.linspace(0, 1.4, 15), "other": "b"}
    exact = measures.duranton_overman(many, "a", is_weighted=True, **asked)
    alike = measures.duranton_overman(many, "a", **asked)
    monkeypatch.setattr(pair_distances, "_EXACT", 0)
    counted = measures.duranton_overman(many, "a", is_weighted=True, **asked)
    assert counted.values == pytest.approx(exact.values, abs=1e-3)
    assert np.abs(counted.values - alike.values).max() > 0.01


@few
@given(plants, st.sampled_from("ab"))
def test_share_within_a_radius(rows, neighbour):
    kinds = {kind for _, kind, _ in rows}
    assume({"a", neighbour} <= kinds)
    curve = measures.marcon_puech(points(rows), "a", neighbour=neighbour, distances=RADII)
    same(curve, slow.relative_share(rows, "a", neighbour, RADII, lambda d, r: float(d <= r)))


@few
@given(plants, st.sampled_from("ab"), st.sampled_from([0.5, 1.0, 3.0]))
def test_share_at_a_distance(rows, neighbour, h):
    kinds = {kind for _, kind, _ in rows}
    assume({"a", neighbour} <= kinds)
    curve = measures.marcon_puech_density(
        points(rows), "a", neighbour=neighbour, distances=RADII, bandwidth=h
    )
    expected = slow.relative_share(
        rows, "a", neighbour, RADII, lambda d, r: math.exp(-0.5 * ((r - d) / h) ** 2)
    )
    same(curve, expected)


@few
@given(
    st.integers(20, 80),
    st.integers(1, 6),
    st.sampled_from([0.5, 0.8, 0.95]),
    st.integers(0, 100),
)
def test_the_global_band_holds_the_share_and_is_the_narrowest_to_do_so(draws, length, level, seed):
    """Trying every depth: the one chosen holds enough curves, the next deeper one does not."""
    generator = np.random.default_rng(seed)
    drawn = generator.normal(size=(draws, length)).round(1)
    given_out = iter(drawn)
    curve = curves.ByDistance(
        np.zeros(length), np.arange(length, dtype=float), np.zeros(length, np.uint8), Origin("x").then("y")
    )
    found = curves.bands(curve, lambda: next(given_out), draws=draws, level=level, null="")
    lower, upper = found.global_lower.values, found.global_upper.values
    assert slow.share_inside(drawn, lower, upper) >= level - 1e-9
    ordered = np.sort(drawn, axis=0)
    depth = max(
        t for t in range(draws // 2 + 1) if (ordered[t] == lower).all() and (ordered[-1 - t] == upper).all()
    )
    if depth + 1 < (draws + 1) // 2:
        assert slow.share_inside(drawn, ordered[depth + 1], ordered[-2 - depth]) < level


maps = st.integers(4, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 9).map(float), min_size=n, max_size=n),
        st.lists(
            st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.5]), min_size=n, max_size=n), min_size=n, max_size=n
        ),
        st.booleans(),
    )
)


def prepared(drawn):
    x, links, is_row_standardised = drawn
    links = [[0.0 if i == j else v for j, v in enumerate(row)] for i, row in enumerate(links)]
    assume(len(set(x)) > 1 and any(map(sum, links)) and sum(v > 0 for v in x) > 1)
    names = tuple(f"r{i}" for i in range(len(x)))
    values = Indicators(np.array(x)[:, None], names, ("v",), Origin("drawn"))
    weights = SpatialWeights(np.array(links), names, is_row_standardised)
    return x, slow.row_standardised(links) if is_row_standardised else links, values, weights


@settings(max_examples=12, deadline=None)
@given(maps)
@pytest.mark.parametrize("name", ["moran", "geary", "getis_ord"])
def test_association_and_its_moments_over_every_permutation(name, drawn):
    """The randomisation moments are the mean and the variance over all ways of dealing the values out."""
    x, w, values, weights = prepared(drawn)
    found = getattr(measures, name)(values, weights)
    measure = getattr(slow, name)
    assert found.value.at("v") == pytest.approx(measure(x, w), rel=1e-9, abs=1e-12)
    mean, variance = slow.dealt_out(lambda y: measure(y, w), x)
    assert found.expected.at("v") == pytest.approx(mean, rel=1e-9, abs=1e-12)
    if found.variance_random.why("v") is Reason.DEFINED:
        assert found.variance_random.at("v") == pytest.approx(variance, rel=1e-6, abs=1e-11)
    else:
        assert variance < 1e-11


@settings(max_examples=12, deadline=None)
@given(maps)
def test_local_association_and_its_moments_over_every_permutation(drawn):
    x, w, values, weights = prepared(drawn)
    moran, getis = measures.local_moran(values, weights), measures.local_getis_ord(values, weights)
    for i, name in enumerate(values.territories):
        has_neighbour = sum(w[i]) > 0
        assert (moran.value.why(name, "v") is Reason.DEFINED) is has_neighbour
        if has_neighbour:
            assert moran.value.at(name, "v") == pytest.approx(slow.local_moran(x, w, i), rel=1e-9, abs=1e-12)
            dealt = slow.dealt_out(lambda y, i=i: slow.local_moran(y, w, i), x)
            near(moran, name, dealt)
        if has_neighbour and sum(x) - x[i] > 0:
            own = slow.local_getis_ord(x, w, i)
            assert getis.value.at(name, "v") == pytest.approx(own, rel=1e-9, abs=1e-12)
            near(getis, name, slow.dealt_out(lambda y, i=i: slow.local_getis_ord(y, w, i), x, held=i))


def near(found, name, dealt) -> None:
    mean, variance = dealt
    assert found.expected.at(name, "v") == pytest.approx(mean, rel=1e-9, abs=1e-12)
    if found.variance.why(name, "v") is Reason.DEFINED:
        assert found.variance.at(name, "v") == pytest.approx(variance, rel=1e-6, abs=1e-10)
    else:
        assert variance < 1e-10


def test_the_parts_of_local_moran_sum_to_moran():
    """The parts add up to S0 times the whole."""
    generator = np.random.default_rng(2)
    names = tuple(f"r{i}" for i in range(30))
    positions = {name: tuple(generator.random(2)) for name in names}
    weights = SpatialWeights.within(positions, 0.3, is_row_standardised=False)
    values = Indicators(generator.normal(size=(30, 2)), names, ("u", "v"), Origin("drawn"))
    parts = np.nansum(measures.local_moran(values, weights).value.values, axis=0)
    whole = measures.moran(values, weights).value.values
    assert parts == pytest.approx(weights.matrix.sum() * whole)


def test_pseudo_probabilities_agree_with_the_variance_where_values_are_many():
    """On a regular map the share of permutations beyond is near the probability by the normal law."""
    names = tuple(f"r{i}" for i in range(100))
    positions = {name: (float(i % 10), float(i // 10)) for i, name in enumerate(names)}
    weights = SpatialWeights.within(positions, 1.0)
    slope = np.arange(100) % 10 * 0.15
    values = Indicators(
        (np.random.default_rng(5).normal(size=100) + slope)[:, None], names, ("v",), Origin("d")
    )
    found = measures.moran(values, weights, generator=np.random.default_rng(1), draws=1999)
    analytic = found.two_sided(found.z_random).at("v") / 2
    assert 0.0005 < analytic < 0.3
    assert found.p_value.at("v") == pytest.approx(analytic, abs=0.02)
