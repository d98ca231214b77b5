"""Point patterns: what is refused, what is undefined, bands, and that nothing else changes."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from polos import measures
from polos.errors import InputError, UnknownName, WrongRows
from polos.measures import pair_distances, samples
from polos.measures.results import Reason
from polos.tables.points import Points


def points(places, kinds=None, weights=None) -> Points:
    columns = {
        "x": [float(x) for x, _ in places],
        "y": [float(y) for _, y in places],
        "kind": list(kinds or "a" * len(places)),
        "size": [float(w) for w in weights or [1] * len(places)],
    }
    return Points.from_frame(pl.DataFrame(columns), x="x", y="y", activity="kind", weight="size")


def scattered(size=60, seed=3) -> Points:
    """A kind that huddles in one corner among others that do not."""
    generator = np.random.default_rng(seed)
    places = generator.random((size, 2)) * 10
    kinds = ["b"] * size
    for i in range(0, size, 5):
        kinds[i] = "a"
        places[i] = places[i] / 10
    return points(places, kinds, generator.integers(1, 9, size).tolist())


CURVES = {
    "Kd": lambda p, **more: measures.duranton_overman(p, "a", **{"distances": (1, 2)} | more),
    "M": lambda p, **more: measures.marcon_puech(p, "a", **{"distances": (1, 2)} | more),
    "m": lambda p, **more: measures.marcon_puech_density(p, "a", **{"distances": (1, 2)} | more),
}


@pytest.mark.parametrize("name", CURVES)
def test_one_point_says_nothing(name):
    assert CURVES[name](points([(3, 4)])).reason_counts == {Reason.NOTHING_TO_COMPARE: 2}


@pytest.mark.parametrize("name", ["Kd", "m"])
def test_all_at_one_place_choose_no_bandwidth(name):
    heap = points([(3, 4)] * 5)
    curve = CURVES[name](heap)
    assert curve.reason_counts == {Reason.NOTHING_TO_COMPARE: 2}
    assert curve.parameters["bandwidth"] is None
    assert CURVES[name](heap, bandwidth=1.0).reason_counts == {}


def test_all_at_one_place_are_each_other_s_neighbours_at_once():
    found = measures.marcon_puech(points([(3, 4)] * 5, "aabbb"), "a", distances=(0, 1))
    assert found.values == pytest.approx([1, 1])


def test_a_great_heap_at_one_place_has_its_density_at_zero():
    """Counted distances too: half a cell from 0, and the bell of the bandwidth given around it."""
    heap = points([(3, 4)] * 1500)
    found = measures.duranton_overman(heap, "a", distances=np.linspace(0, 0.01, 30), bandwidth=0.001)
    assert found.at(0.0) == pytest.approx(2 / (0.001 * np.sqrt(2 * np.pi)), rel=1e-3)
    assert found.at(0.01) == pytest.approx(0, abs=1e-9)


def test_where_half_of_the_distances_are_the_same_their_deviation_decides_the_bandwidth():
    """Nine in one place and one beside: 36 distances of 0, 9 of 1, and quartiles that do not differ."""
    curve = measures.duranton_overman(points([(0, 0)] * 9 + [(1, 0)]), "a", distances=(0, 1))
    deviation = np.std([0] * 36 + [1] * 9, ddof=1)
    assert curve.parameters["bandwidth"] == pytest.approx(0.9 * deviation * 45**-0.2)


def test_one_activity_is_everywhere_as_everywhere():
    alike = points([(0, 0), (1, 0), (5, 5)])
    assert measures.marcon_puech(alike, "a", distances=(1, 9)).values.tolist() == [1, 1]
    assert measures.marcon_puech_density(alike, "a", distances=(1, 9), bandwidth=2).values == pytest.approx(
        [1, 1]
    )


@pytest.mark.parametrize("name", ["M", "m"])
def test_plants_without_weight_are_no_neighbours(name):
    nothing = points([(0, 0), (1, 0), (2, 0)], weights=[0, 0, 0])
    assert CURVES[name](nothing).reason_counts == {Reason.EMPTY_ACTIVITY: 2}
    alone = points([(0, 0), (1, 0)], "ab", weights=[1, 0])
    assert CURVES[name](alone, **({"bandwidth": 1.0} if name == "m" else {})).reason_counts == {
        Reason.NOTHING_TO_COMPARE: 2
    }


def test_at_a_distance_where_nobody_is_there_is_no_share():
    near = points([(0, 0), (1, 0), (0, 1)], "aab")
    curve = measures.marcon_puech_density(near, "a", distances=(1, 1000), bandwidth=0.5)
    assert curve.why(1000) is Reason.NOTHING_TO_COMPARE
    assert curve.why(1) is Reason.DEFINED


def test_duplicates_count_as_often_as_they_stand_there():
    once = points([(0, 0), (1, 0)], "ab", weights=[1, 2])
    twice = points([(0, 0), (1, 0), (1, 0)], "abb", weights=[1, 1, 1])
    around_once, around_twice = (
        measures.marcon_puech(p, "a", neighbour="b", distances=(1,)) for p in (once, twice)
    )
    assert around_once.values == pytest.approx(around_twice.values)


def test_the_density_of_distances_integrates_to_one():
    curve = measures.duranton_overman(scattered(), "b", distances=np.linspace(0, 25, 2001))
    assert np.trapezoid(curve.values, curve.distances) == pytest.approx(1, abs=1e-4)


def test_the_unit_of_length_only_scales():
    kilometres = scattered()
    metres = Points(kilometres.rows.with_columns(pl.col("x", "y") * 1000), kilometres.origin)
    for name, factor in (("Kd", 1000), ("M", 1), ("m", 1)):
        short = CURVES[name](kilometres).values
        long = CURVES[name](metres, distances=(1000, 2000)).values
        assert short == pytest.approx(long * factor)


def test_far_from_the_origin_nothing_is_lost():
    here = scattered(1500)
    there = Points(here.rows.with_columns(pl.col("x") + 4e6, pl.col("y") + 5e6), here.origin)
    distances = np.linspace(0, 10, 60)
    one, two = (measures.duranton_overman(p, "b", distances=distances).values for p in (here, there))
    assert one == pytest.approx(two, rel=1e-3)


def test_large_weights_do_not_overflow():
    heavy = points([(0, 0), (1, 0), (3, 0)], weights=[1e200, 2e200, 1e200])
    light = points([(0, 0), (1, 0), (3, 0)], weights=[1, 2, 1])
    for name, curve in CURVES.items():
        more = {"is_weighted": True} if name == "Kd" else {}
        assert curve(heavy, **more).values == pytest.approx(curve(light, **more).values)


REFUSED = {
    "distances out of order": (
        lambda: CURVES["M"](scattered(), distances=(2, 1)),
        InputError,
        "out of order",
    ),
    "a distance twice": (
        lambda: CURVES["Kd"](scattered(), distances=(1, 1)),
        InputError,
        "one of them twice",
    ),
    "no distance": (lambda: CURVES["m"](scattered(), distances=()), InputError, "no distance"),
    "a negative distance": (lambda: CURVES["M"](scattered(), distances=(-1, 1)), InputError, "negative"),
    "a distance that is none": (
        lambda: CURVES["M"](scattered(), distances=(1, np.nan)),
        InputError,
        "not finite",
    ),
    "a bandwidth of 0": (lambda: CURVES["Kd"](scattered(), bandwidth=0), InputError, "a bandwidth of 0"),
    "no limit to choose it in": (
        lambda: CURVES["m"](scattered(), bandwidth_within=0),
        InputError,
        "distances within 0",
    ),
    "an activity that nobody has": (
        lambda: measures.marcon_puech(scattered(), "q", distances=(1,)),
        UnknownName,
        "'q'",
    ),
    "another activity that is the same": (
        lambda: CURVES["Kd"](scattered(), other="a"),
        InputError,
        "as both activities",
    ),
    "a bandwidth too small for the cells": (
        lambda: measures.duranton_overman(
            points(np.random.default_rng(0).random((2000, 2))),
            "a",
            distances=np.linspace(0, 1, 20),
            bandwidth=1e-6,
        ),
        InputError,
        "one of at least",
    ),
    "too few draws": (
        lambda: measures.marcon_puech_bands(
            scattered(), CURVES["M"](scattered()), generator=np.random.default_rng(0), draws=10
        ),
        InputError,
        "10 draws",
    ),
    "a level of 1": (
        lambda: measures.duranton_overman_bands(
            scattered(), CURVES["Kd"](scattered()), generator=np.random.default_rng(0), level=1.0
        ),
        InputError,
        "a level of 1",
    ),
    "a level of 0": (
        lambda: measures.duranton_overman_bands(
            scattered(), CURVES["Kd"](scattered()), generator=np.random.default_rng(0), level=0.0
        ),
        InputError,
        "a level of 0",
    ),
    "a weight below 0": (lambda: points([(0, 0), (1, 1)], weights=[1, -1]), WrongRows, "negative"),
    "a place that is unknown": (lambda: points([(0, np.nan), (1, 1)]), WrongRows, "Leave out the plants"),
    "a place that is not finite": (lambda: points([(0, np.inf), (1, 1)]), WrongRows, "not finite"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_measured_is_refused(case):
    call, error, says = REFUSED[case]
    with pytest.raises(error, match=says):
        call()


@pytest.mark.parametrize("name", CURVES)
def test_who_huddles_is_localised_and_who_does_not_is_not(name):
    huddled = scattered()
    measure = measures.duranton_overman_bands if name == "Kd" else measures.marcon_puech_bands
    curve = CURVES[name](huddled, distances=(0.3, 0.6, 1, 4))
    found = measure(huddled, curve, generator=np.random.default_rng(1), draws=100)
    assert found.is_localised
    assert not found.is_dispersed
    assert (found.global_lower.values <= found.lower.values + 1e-12).all()
    assert (found.global_upper.values >= found.upper.values - 1e-12).all()
    assert found.null
    shuffled = huddled.rows.with_columns(pl.col("activity").shuffle(seed=8))
    dealt = Points(shuffled, huddled.origin)
    curve = CURVES[name](dealt, distances=(1, 2, 4))
    by_chance = measure(dealt, curve, generator=np.random.default_rng(1), draws=100)
    assert not by_chance.is_localised


def test_who_keeps_apart_is_dispersed():
    board = [(float(x), float(y)) for x in range(10) for y in range(10)]
    kinds = ["a" if x % 2 == 0 and y % 2 == 0 else "b" for x, y in board]
    apart = points(board, kinds)
    curve = measures.duranton_overman(apart, "a", distances=(0.5, 1, 1.4), bandwidth=0.2)
    found = measures.duranton_overman_bands(apart, curve, generator=np.random.default_rng(1), draws=200)
    assert found.is_dispersed


def test_between_two_activities_both_are_drawn():
    huddled = scattered()
    curve = CURVES["Kd"](huddled, other="b", distances=(1, 3, 6))
    found = measures.duranton_overman_bands(huddled, curve, generator=np.random.default_rng(1), draws=40)
    assert found.upper.reason_counts == {}


def test_where_no_draw_has_a_value_there_is_no_band():
    far = points([(0, 0), (9, 9), (50, 0), (0, 60)], "aabb")
    curve = measures.marcon_puech(far, "a", distances=(1, 13))
    found = measures.marcon_puech_bands(far, curve, generator=np.random.default_rng(1), draws=20)
    assert found.global_upper.why(1) is Reason.NOTHING_TO_COMPARE
    assert found.global_upper.why(13) is Reason.DEFINED


@pytest.mark.parametrize("name", CURVES)
def test_the_same_generator_draws_the_same_and_nothing_is_changed_or_printed(name, capsys):
    given = scattered()
    before, curve = given.rows.clone(), CURVES[name](given)
    measure = measures.duranton_overman_bands if name == "Kd" else measures.marcon_puech_bands
    one, two = (measure(given, curve, generator=np.random.default_rng(7), draws=40) for _ in range(2))
    np.testing.assert_array_equal(one.upper.values, two.upper.values)
    assert given.rows.equals(before)
    assert capsys.readouterr() == ("", "")
    with pytest.raises(ValueError, match="read-only"):
        curve.values[0] = 1


def test_a_curve_becomes_a_table_in_the_caller_s_kind():
    frame = pd.DataFrame({"x": [0.0, 1.0, 9.0], "y": [0.0, 0.0, 0.0], "kind": ["a", "a", "b"]})
    given = Points.from_frame(frame, x="x", y="y", activity="kind")
    table = measures.marcon_puech(given, "a", distances=(0.5, 1)).to_frame()
    assert isinstance(table, pd.DataFrame)
    assert table["distance"].tolist() == [0.5, 1.0]
    assert table["reason"].tolist()[0] == "nothing_to_compare"
    assert table["value"].tolist()[1] == pytest.approx(2)


def test_a_curve_says_what_it_is_and_carries_its_papers():
    curve = measures.marcon_puech(samples.places(), "bread", distances=(1, 2))
    assert repr(curve).startswith("marcon_puech: 2 distances; undefined: none")
    assert curve.origin.steps == ("marcon_puech",)
    assert curve.parameters == {"activity": "bread", "neighbour": "bread"}
    with pytest.raises(UnknownName, match="the distance 3"):
        curve.at(3)


# ---- on the Earth ----------------------------------------------------------------------------

BERLIN, PARIS, LIMA, QUITO = (13.4050, 52.5200), (2.3522, 48.8566), (-77.0428, -12.0464), (-78.4678, -0.1807)


def on_earth(places, activities=None, weights=None):
    rows = pl.DataFrame(
        {
            "lon": [float(place[0]) for place in places],
            "lat": [float(place[1]) for place in places],
            "activity": activities or ["food"] * len(places),
            "jobs": weights or [1.0] * len(places),
        }
    )
    return Points.from_degrees(rows, longitude="lon", latitude="lat", activity="activity", weight="jobs")


def haversine(one, other):
    """Kilometres between two places in degrees, by the usual formula."""
    a, b, c, d = (np.radians(angle) for angle in (*one, *other))
    half = np.sin((d - b) / 2) ** 2 + np.cos(b) * np.cos(d) * np.sin((c - a) / 2) ** 2
    return 2 * 6371.0088 * np.arcsin(np.sqrt(half))


@pytest.mark.parametrize("pair", [(BERLIN, PARIS), (LIMA, QUITO), (BERLIN, LIMA), ((0, 0), (180, 0))])
def test_distances_on_the_earth_are_great_circles(pair):
    """Berlin and Paris are 878 km apart, Lima and Quito 1,329 km; the antipode is half a turn away."""
    distance = haversine(*pair)
    curve = measures.duranton_overman(on_earth(pair), "food", distances=(distance,), bandwidth=10.0)
    assert curve.values[0] == pytest.approx(1 / (10 * np.sqrt(2 * np.pi)), rel=1e-9)


def test_berlin_and_paris_are_as_far_apart_as_maps_say():
    assert haversine(BERLIN, PARIS) == pytest.approx(878, abs=1)
    assert haversine(LIMA, QUITO) == pytest.approx(1329, abs=2)


@pytest.mark.parametrize("is_weighted", [False, True])
def test_counting_on_the_earth_gives_what_every_pair_gives(monkeypatch, is_weighted):
    """Cells of straight lines become longer along the surface; they stay narrow enough for the bandwidth."""
    draw = np.random.default_rng(3)
    places = np.column_stack([draw.uniform(-80, 80, 60), draw.uniform(-60, 70, 60)]).tolist()
    points = on_earth(places, weights=draw.integers(1, 9, 60).astype(float).tolist())
    asked = {"distances": np.linspace(100, 12_000, 30).tolist(), "is_weighted": is_weighted}
    for bandwidth in (None, 150.0):
        exact = measures.duranton_overman(points, "food", bandwidth=bandwidth, **asked)
        monkeypatch.setattr(pair_distances, "_EXACT", 0)
        counted = measures.duranton_overman(points, "food", bandwidth=bandwidth, **asked)
        monkeypatch.undo()
        assert counted.parameters["bandwidth"] == pytest.approx(exact.parameters["bandwidth"], rel=1e-3)
        assert counted.values == pytest.approx(exact.values, abs=2e-3 * exact.values.max())


def test_what_surrounds_plants_on_the_earth_is_counted_along_its_surface():
    """Lima lies within 1,330 km of Quito, and not within 1,320 km."""
    points = on_earth([LIMA, QUITO, BERLIN], ["food", "wine", "toys"])
    curve = measures.marcon_puech(points, "food", neighbour="wine", distances=(1320, 1335))
    assert np.isnan(curve.values[0])
    assert curve.values[1] > 0


def test_bands_on_the_earth_draw_from_its_sites():
    points = on_earth([BERLIN, PARIS, LIMA, QUITO], ["food", "food", "wine", "wine"])
    curve = measures.duranton_overman(points, "food", distances=(800, 900, 1300), bandwidth=100.0)
    found = measures.duranton_overman_bands(points, curve, generator=np.random.default_rng(1), draws=200)
    assert (found.upper.values >= found.lower.values).all()


@pytest.mark.parametrize("place", [(181, 0), (0, 91), (52.52, 113.4)])
def test_a_place_beyond_the_earth_is_refused(place):
    with pytest.raises(WrongRows, match="beyond 180 degrees"):
        on_earth([place, BERLIN])


@pytest.mark.slow
def test_the_bandwidth_that_an_error_names_is_enough_and_half_of_it_is_not():
    many = points(np.random.default_rng(0).random((2000, 2)))
    asked = {"distances": np.linspace(0, 1, 20)}
    with pytest.raises(InputError) as refused:
        measures.duranton_overman(many, "a", bandwidth=1e-6, **asked)
    named = float(refused.value.needed.rpartition(" ")[2])
    with pytest.raises(InputError):
        measures.duranton_overman(many, "a", bandwidth=named / 2, **asked)
    assert np.isfinite(measures.duranton_overman(many, "a", bandwidth=named, **asked).values).all()
