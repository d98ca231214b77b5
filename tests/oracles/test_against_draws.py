"""Intervals and probabilities against exact binomials and draws made one by one."""

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oracles import draws, loops, places
from polos import measures
from polos.measures.results import Reason
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from polos.tables.points import Points
from unit.measures.drawing import grid, matrix

few = settings(max_examples=25, deadline=None)
seeds = st.integers(0, 2**32 - 1)
levels = st.sampled_from([0.5, 0.8, 0.95])


def tables(cells, rows=(1, 4), columns=(1, 4)):
    """Draw a table as a list of rows."""
    shape = st.tuples(st.integers(*rows), st.integers(*columns))
    return shape.flatmap(
        lambda size: st.lists(
            st.lists(cells, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
        )
    )


counts = tables(st.one_of(st.integers(0, 9), st.none()))


def amounts(table):
    return matrix([[np.nan if x is None else x for x in row] for row in table])


@few
@given(counts, levels)
def test_location_quotient_interval_is_the_exact_binomial_one(table, level):
    found = measures.location_quotient_interval(amounts(table), level=level)
    total = sum(sum(loops.known(row)) for row in table)
    for (r, a), reason in np.ndenumerate(found.value.undefined):
        bounds = found.lower.values[r, a], found.upper.values[r, a]
        if reason:
            assert np.isnan(bounds).all()
            continue
        everywhere = sum(loops.known(loops.column(table, a)))
        share = sum(loops.known(table[r])) / total
        assert bounds == pytest.approx(
            draws.quotient_interval(table[r][a], everywhere, share, level), abs=1e-8
        )


@few
@given(counts, st.sampled_from([0.5, 1.0, 1.25, 3.0]))
def test_location_quotient_probability_is_the_integral_of_the_posterior(table, limit):
    found = measures.location_quotient_probability(amounts(table), limit=limit)
    total = sum(sum(loops.known(row)) for row in table)
    for (r, a), reason in np.ndenumerate(found.undefined):
        if reason:
            assert np.isnan(found.values[r, a])
            continue
        everywhere = sum(loops.known(loops.column(table, a)))
        share = limit * sum(loops.known(table[r])) / total
        expected = draws.probability_above(table[r][a], everywhere, share)
        assert found.values[r, a] == pytest.approx(expected, abs=1e-7)


@few
@given(tables(st.integers(0, 5), (1, 7), (1, 3)), seeds, st.integers(2, 8), levels)
def test_bootstrapped_location_quotient_draws_units_one_by_one(table, seed, number, level):
    territory_of = ["NSW"[(seed >> u) % 3] for u in range(len(table))]
    units = matrix(table)
    found = measures.bootstrapped_location_quotient(
        units,
        territory_of=dict(zip(units.territories, territory_of, strict=True)),
        generator=np.random.default_rng(seed),
        draws=number,
        level=level,
    )
    drawn = draws.bootstrap(table, territory_of, np.random.default_rng(seed), number)
    for (r, a), reason in np.ndenumerate(found.probability.undefined):
        name = found.probability.territories[r]
        seen = loops.known(quotients[r][a] for quotients in drawn)
        bounds = found.intervals.lower.values[r, a], found.intervals.upper.values[r, a]
        if reason:
            assert np.isnan(bounds).all()
            assert np.isnan(found.probability.values[r, a])
            assert not seen or territory_of.count(name) == 1 or reason != Reason.NOTHING_TO_COMPARE
            continue
        tails = (1 - level) / 2, (1 + level) / 2
        expected = [draws.quantile([float(x) for x in seen], tail) for tail in tails]
        assert bounds == pytest.approx(expected, abs=1e-9)
        above = sum(x > 1 for x in seen) / len(seen)
        assert found.probability.values[r, a] == pytest.approx(above, abs=1e-12)


@few
@given(tables(st.integers(0, 9)), seeds, st.sampled_from([0.5, 1.0]), st.integers(2, 5))
def test_colocation_information_is_mean_and_deviation_of_the_draws(table, seed, prior, number):
    found = measures.colocation_information(
        matrix(table), generator=np.random.default_rng(seed), prior=prior, draws=number
    )
    drawn = np.array(draws.colocation_information(table, np.random.default_rng(seed), prior, number))
    np.testing.assert_allclose(found.value.values, drawn.mean(axis=0), atol=1e-9)
    np.testing.assert_allclose(found.standard_error.values, drawn.std(axis=0, ddof=1), atol=1e-9)


@few
@given(seeds, st.integers(3, 5), st.integers(3, 6), levels)
def test_complexity_intervals_are_quantiles_of_repeated_activities(seed, rows, columns, level):
    """A continuous presence, so that no two territories are alike and no table falls apart."""
    m = np.random.default_rng(seed).uniform(0.01, 1, (rows, columns))
    eci = measures.economic_complexity_index(grid(m)).values
    found = measures.complexity_intervals(
        grid(m), generator=np.random.default_rng(seed), draws=6, level=level
    )
    drawn = np.array(draws.complexities(m.tolist(), eci, np.random.default_rng(seed), 6))
    assume(len(drawn) == found.draws_used > 0)
    ranks = [[1 + sum(other > own for other in index) for own in index] for index in drawn.tolist()]
    for r in range(rows):
        for values, lower, upper in (
            (drawn[:, r].tolist(), found.lower, found.upper),
            ([line[r] for line in ranks], found.rank_lower, found.rank_upper),
        ):
            expected = [draws.quantile(values, tail) for tail in ((1 - level) / 2, (1 + level) / 2)]
            assert [lower.values[r], upper.values[r]] == pytest.approx(expected, abs=1e-5)


@few
@given(seeds, st.integers(3, 5), st.integers(3, 6), levels)
def test_product_complexity_intervals_are_quantiles_of_repeated_territories(seed, rows, columns, level):
    """Every draw is a table of its own, in which a territory stands as often as it was drawn."""
    m = np.random.default_rng(seed).uniform(0.01, 1, (rows, columns))
    pci = measures.product_complexity_index(grid(m)).values
    found = measures.product_complexity_intervals(
        grid(m), generator=np.random.default_rng(seed), draws=6, level=level
    )
    generator, drawn = np.random.default_rng(seed), []
    for _ in range(6):
        often = generator.multinomial(rows, np.full(rows, 1 / rows))
        repeated = measures.product_complexity_index(grid(np.repeat(m, often, axis=0)))
        if not repeated.undefined.any():
            sign = 1 if np.corrcoef(pci, repeated.values)[0, 1] > 0 else -1
            drawn.append(sign * repeated.values)
    assume(len(drawn) == found.draws_used > 0)
    for a in range(columns):
        seen = [float(one[a]) for one in drawn]
        ranks = [1 + sum(other > one[a] for other in one) for one in drawn]
        for values, lower, upper in (
            (seen, found.lower, found.upper),
            (ranks, found.rank_lower, found.rank_upper),
        ):
            expected = [draws.quantile(values, tail) for tail in ((1 - level) / 2, (1 + level) / 2)]
            assert [lower.values[a], upper.values[a]] == pytest.approx(expected, abs=1e-5)


@few
@given(
    tables(st.one_of(st.integers(-20, 20).map(float), st.just(np.nan)), (2, 5), (1, 4)),
    seeds,
    st.integers(1, 6),
    st.integers(1, 3),
)
def test_structural_distance_intervals_are_quantiles_of_drawn_variables(table, seed, number, nearest):
    names = tuple(f"v{i}" for i in range(len(table[0])))
    used = Indicators(np.array(table), tuple(f"r{i}" for i in range(len(table))), names, Origin("drawn"))
    whole = measures.structural_distance(used, least_known=0.3)
    found = measures.structural_distance_intervals(
        whole, generator=np.random.default_rng(seed), draws=number, level=0.8, nearest=nearest
    )
    z = whole.standardised.values.tolist()
    weights = [scale.weight for scale in whole.scales.values()]
    drawn = draws.distances(z, weights, np.random.default_rng(seed), number)
    hidden = whole.distance.undefined > 0
    drawn = [np.where(hidden, np.nan, one).tolist() for one in drawn]
    for (r, s), reason in np.ndenumerate(found.lower.undefined):
        seen = [one[r][s] for one in drawn if not np.isnan(one[r][s])]
        assert bool(reason) == (hidden[r, s] or not seen)
        if reason:
            continue
        bounds = found.lower.values[r, s], found.upper.values[r, s]
        assert bounds == pytest.approx(
            [draws.quantile(seen, tail) for tail in (0.1, 0.9)], rel=1e-5, abs=1e-6
        )
        share = sum(draws.is_nearest(one[r], r, s, nearest) for one in drawn) / number
        assert found.nearest_share.values[r, s] == pytest.approx(share)


def scattered(seed: int, count: int) -> list[tuple]:
    """Return plants (place, kind, weight) of two kinds, at least three of the first, no two alike."""
    generator = np.random.default_rng(seed)
    x, weights = (generator.random((count, 2)) * 4).tolist(), (generator.random(count) + 0.2).tolist()
    kinds = ["a", "a", "a", "b", *generator.choice(["a", "b"], count - 4).tolist()]
    return [(tuple(place), kind, weight) for place, kind, weight in zip(x, kinds, weights, strict=True)]


def points(plants) -> Points:
    columns = {
        "x": [place[0] for place, _, _ in plants],
        "y": [place[1] for place, _, _ in plants],
        "kind": [kind for _, kind, _ in plants],
        "weight": [weight for _, _, weight in plants],
    }
    return Points.from_frame(pl.DataFrame(columns), x="x", y="y", activity="kind", weight="weight")


def same_bands(found, drawn, level: float) -> None:
    """Compare the local band, and see that the global one holds the share of the curves it says."""
    for d, reason in enumerate(found.lower.undefined):
        seen = [curve[d] for curve in drawn if curve[d] is not None]
        if not reason:
            expected = [draws.quantile(seen, tail) for tail in ((1 - level) / 2, (1 + level) / 2)]
            assert [found.lower.values[d], found.upper.values[d]] == pytest.approx(expected, abs=1e-9)
    bounds = list(zip(found.global_lower.values, found.global_upper.values, strict=True))
    inside = [
        all(
            value is None or np.isnan(low) or low - 1e-9 <= value <= high + 1e-9
            for value, (low, high) in zip(curve, bounds, strict=True)
        )
        for curve in drawn
    ]
    assert sum(inside) >= level * len(drawn)


@few
@given(seeds, st.integers(5, 9), st.sampled_from([0.5, 0.8]))
def test_marcon_puech_bands_permute_plants_over_places(seed, count, level):
    plants, radii = scattered(seed, count), (0.5, 1.5, 3.0)
    curve = measures.marcon_puech(points(plants), "a", distances=radii)
    found = measures.marcon_puech_bands(
        points(plants), curve, generator=np.random.default_rng(seed), draws=10, level=level
    )
    generator, drawn = np.random.default_rng(seed), []
    for _ in range(10):
        order = generator.permutation(count)
        moved = [(place, *plants[i][1:]) for (place, _, _), i in zip(plants, order, strict=True)]
        drawn.append(places.relative_share(moved, "a", "a", radii, lambda d, r: float(d <= r)))
    same_bands(found, drawn, level)


@few
@given(seeds, st.integers(5, 9), st.sampled_from([0.5, 0.8]))
def test_duranton_overman_bands_draw_sites(seed, count, level):
    plants, radii = scattered(seed, count), (0.5, 1.5, 3.0)
    curve = measures.duranton_overman(points(plants), "a", distances=radii, is_weighted=True, bandwidth=0.6)
    found = measures.duranton_overman_bands(
        points(plants), curve, generator=np.random.default_rng(seed), draws=10, level=level
    )
    weights = [weight for _, kind, weight in plants if kind == "a"]
    generator, drawn = np.random.default_rng(seed), []
    for _ in range(10):
        sites = [plants[i][0] for i in generator.choice(count, len(weights), replace=False)]
        drawn.append(places.pair_density(places.pairs_within(sites, weights), radii, 0.6))
    same_bands(found, drawn, level)
