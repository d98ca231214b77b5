"""Fast measures against slow, obvious ones, on random tables with unknown cells."""

from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracles import loops
from polos import measures
from polos.errors import WrongRows
from polos.measures.results import (
    ByActivity,
    CrossPairs,
    Grid,
    Pairs,
    Reason,
    TerritoryPairs,
    undefined_where,
)
from polos.provenance import Origin
from polos.tables.matrix import Matrix

ORIGIN = Origin("drawn at random")
few = settings(max_examples=30, deadline=None)


def tables(cells, rows=(1, 5), columns=(1, 5)):
    """Draw a table as a list of rows, unknown cells as None."""
    shape = st.tuples(st.integers(*rows), st.integers(*columns))
    return shape.flatmap(
        lambda size: st.lists(
            st.lists(cells, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
        )
    )


presences = tables(st.sampled_from([0, 1, 0, 1, None]))
known_presences = tables(st.sampled_from([0, 1]))
counts = tables(st.one_of(st.integers(0, 6), st.none()))
amounts = tables(st.one_of(st.floats(0.1, 100), st.none()))
weights = st.sampled_from([0.0, 0.1, 0.25, 0.5, 1.0, 1.0, None])


@st.composite
def related(draw, presence=presences):
    """Draw a presence and a relatedness of its activities that need not be symmetric."""
    m = draw(presence)
    phi = draw(tables(weights, (len(m[0]),) * 2, (len(m[0]),) * 2))
    return m, phi


def array(table) -> np.ndarray:
    return np.array([[np.nan if x is None else x for x in row] for row in table], dtype=float)


def names(kind: str, count: int) -> tuple[str, ...]:
    return tuple(f"{kind}{i}" for i in range(count))


def matrix(table) -> Matrix:
    return Matrix(array(table), names("r", len(table)), names("a", len(table[0])), "", "", ORIGIN)


def grid(table) -> Grid:
    values = array(table)
    reasons = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    return Grid(values, names("r", len(table)), names("a", len(table[0])), reasons, ORIGIN)


def pairs(table) -> Pairs:
    values = array(table)
    reasons = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    return Pairs(values, names("a", len(table)), reasons, ORIGIN)


def same(result, expected, tolerance=1e-9) -> None:
    """Compare values, and see that exactly what is undefined has a reason."""
    expected = np.array([np.nan if x is None else x for x in np.ravel(np.array(expected, dtype=object))])
    np.testing.assert_allclose(
        result.values.ravel(), expected.astype(float), atol=tolerance, rtol=tolerance, equal_nan=True
    )
    assert (np.isnan(result.values) == (result.undefined > 0)).all()


@few
@given(counts)
def test_location_quotient(table):
    same(measures.location_quotient(matrix(table)), loops.location_quotient(table))
    same(measures.revealed_comparative_advantage(matrix(table)), loops.location_quotient(table))


@pytest.mark.slow
@few
@given(counts, st.sampled_from(["1.0", "0.5", "1.5", "0.1", "2.0"]))
def test_specialised_decides_as_fractions_do(table, threshold):
    same(
        measures.specialised(matrix(table), threshold=float(threshold)),
        loops.specialised(table, Fraction(threshold)),
    )


@few
@given(
    tables(st.one_of(st.sampled_from([0.5, 1.0]), st.floats(0, 3), st.none())), st.sampled_from([0.5, 1.0])
)
def test_presence_reaches_the_threshold(q, threshold):
    expected = [[None if x is None else float(x >= threshold) for x in row] for row in q]
    same(measures.presence(grid(q), threshold=threshold), expected)


@few
@given(
    tables(st.sampled_from([0, 1, 2, 3, 10**7, 10**12, 3 * 10**14])), st.sampled_from(["1.0", "1.1", "0.75"])
)
def test_specialised_decides_large_numbers_as_fractions_do(table, threshold):
    found = measures.specialised(matrix(table), threshold=float(threshold))
    same(found, loops.specialised(table, Fraction(threshold)))


@few
@given(counts)
def test_a_group_of_all_is_no_group(table):
    employment = matrix(table)
    groups = dict.fromkeys(employment.activities, "all")
    same(
        measures.location_quotient_within(employment, groups=groups),
        measures.location_quotient(employment).values,
    )


@few
@given(counts)
def test_normalised_advantage(table):
    same(measures.normalised_advantage(matrix(table)), loops.normalised_advantage(table))


@few
@given(counts)
@pytest.mark.parametrize("name", ["krugman_index", "hachman_index", "herfindahl_index", "entropy"])
def test_indices_of_a_territory(name, table):
    same(getattr(measures, name)(matrix(table)), getattr(loops, name)(table))


@few
@given(presences)
@pytest.mark.parametrize("name", ["co_occurrence", "proximity", "conditional_proximity", "taxonomy"])
def test_relatedness_from_presence(name, m):
    same(getattr(measures, name)(grid(m)), getattr(loops, name)(m))


@few
@given(tables(st.sampled_from([0, 1]), (1, 70), (1, 6)))
def test_proximity_counts_bits_as_loops_count_territories(m):
    same(measures.proximity(grid(m)), loops.proximity(m))
    same(measures.proximity(grid(m), dtype=np.float32), loops.proximity(m), 1e-6)


@few
@given(tables(st.floats(0, 1), (1, 6), (1, 5)))
def test_proximity_of_a_continuous_presence(m):
    same(measures.proximity(grid(m)), loops.proximity(m), 1e-7)


@few
@given(tables(st.one_of(st.integers(0, 5), st.none()), (1, 6)))
def test_continuous_proximity(q):
    same(measures.continuous_proximity(grid(q)), loops.continuous_proximity(q), 1e-7)


@few
@given(presences)
@pytest.mark.parametrize(
    "name",
    ["association_strength", "association_probability", "cosine", "jaccard", "relatedness_statistic"],
)
def test_normalised_co_occurrence(name, m):
    options = {} if name == "relatedness_statistic" else {"sizes": measures.Sizes.OCCURRENCES}
    same(getattr(measures, name)(measures.co_occurrence(grid(m)), **options), loops.normalised(m, name))


@few
@given(presences, presences)
def test_cross_proximity_is_the_corner_of_the_proximity_of_both(m, n):
    rows = min(len(m), len(n))
    m, n = m[:rows], n[:rows]
    other = grid(n)
    crossed = measures.cross_proximity(grid(m), other)
    whole = loops.proximity([one + two for one, two in zip(m, n, strict=True)])
    same(crossed, [row[len(m[0]) :] for row in whole[: len(m[0])]])


@few
@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from("abcde")), min_size=1, max_size=60))
def test_co_occurrence_of_records(rows):
    frame = pl.DataFrame(rows, schema={"patent": pl.Int64, "class": pl.String}, orient="row")
    found = measures.co_occurrence_of_records(frame, record="patent", activity="class")
    expected = loops.co_occurrence_of_records(rows)
    for i in found.activities:
        for j in found.activities:
            if i < j:
                assert found.at(i, j) == found.at(j, i) == expected.get((i, j), 0)
        assert found.at(i, i) == len({record for record, activity in rows if activity == i})
    assert found.records == len({record for record, _ in rows})


@pytest.mark.slow
@few
@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from("abcde")), min_size=1, max_size=60))
@pytest.mark.parametrize("sizes", measures.Sizes)
@pytest.mark.parametrize("name", ["association_strength", "cosine", "jaccard"])
def test_sparse_counts_give_what_a_table_of_records_gives(name, sizes, rows):
    frame = pl.DataFrame(rows, schema={"patent": pl.Int64, "class": pl.String}, orient="row")
    sparse = measures.co_occurrence_of_records(frame, record="patent", activity="class")
    records = sorted({record for record, _ in rows})
    m = [[int((record, activity) in rows) for activity in sparse.activities] for record in records]
    dense = getattr(measures, name)(measures.co_occurrence(grid(m)), sizes=sizes)
    found = getattr(measures, name)(sparse, sizes=sizes).to_pairs().values
    apart = ~np.eye(len(found), dtype=bool)
    np.testing.assert_allclose(found[apart], np.nan_to_num(dense.values[apart]), atol=1e-12)


@few
@given(related())
def test_relatedness_density(drawn):
    m, phi = drawn
    same(measures.relatedness_density(grid(m), pairs(phi)), loops.relatedness_density(m, phi))
    distance = measures.relatedness_distance(grid(m), pairs(phi))
    same(distance, [[None if x is None else 1 - x for x in row] for row in loops.relatedness_density(m, phi)])


@few
@given(related(known_presences), st.sets(st.integers(0, 4)), st.sets(st.integers(0, 4)))
def test_whole_territories_and_activities_that_are_unknown(drawn, territories, activities):
    """What nobody has is unknown throughout: the short way round it gives what loops give."""
    whole, phi = drawn
    m = [
        [None if r in territories or a in activities else x for a, x in enumerate(row)]
        for r, row in enumerate(whole)
    ]
    same(measures.proximity(grid(m)), loops.proximity(m))
    same(measures.proximity(grid(m), dtype=np.float32), loops.proximity(m), 1e-6)
    same(measures.relatedness_density(grid(m), pairs(phi)), loops.relatedness_density(m, phi))


def test_an_activity_unknown_throughout_leaves_the_counting_of_bits_as_it_is():
    m = np.random.default_rng(1).integers(0, 2, (9, 600)).astype(float)
    without = measures.proximity(grid(np.delete(m, 7, axis=1).tolist())).values
    m[:, 7] = np.nan
    found = measures.proximity(grid(m.tolist()))
    others = np.delete(np.arange(600), 7)
    np.testing.assert_array_equal(found.values[np.ix_(others, others)], without)
    assert (found.undefined[7] == Reason.NOTHING_TO_COMPARE).all()
    assert (found.undefined[:, 7] == Reason.NOTHING_TO_COMPARE).all()


@few
@given(related(), st.integers(1, 4))
def test_nearest_density(drawn, nearest):
    m, phi = drawn
    found = measures.nearest_density(grid(m), pairs(phi), nearest=nearest)
    same(found, loops.nearest_density(m, phi, nearest))


@few
@given(related())
def test_relative_relatedness(drawn):
    m, phi = drawn
    same(measures.relative_relatedness(grid(m), pairs(phi)), loops.relative_relatedness(m, phi), 1e-6)


@few
@given(related())
def test_added_relatedness_density(drawn):
    m, phi = drawn
    everybody = names("r", len(m))
    found = measures.added_relatedness_density(grid(m), pairs(phi), territory="r0", partners=everybody)
    same(found, [[loops.added(m, phi, 0, s, i) for i in range(len(phi))] for s in range(len(m))])


@few
@given(st.one_of(related(), related(known_presences)), st.sets(st.integers(0, 4)))
def test_complementarity(drawn, wanted):
    m, phi = drawn
    chosen = {i for i in wanted if i < len(phi)} or set(range(len(phi)))
    found = measures.complementarity(grid(m), pairs(phi), targets=tuple(f"a{i}" for i in sorted(chosen)))
    same(found, loops.complementarity(m, phi, chosen))


@few
@given(st.one_of(related(), related(known_presences)), st.integers(1, 6))
def test_best_partners(drawn, count):
    m, phi = drawn
    found = measures.best_partners(grid(m), pairs(phi), count=count)
    for r in range(len(m)):
        for i in range(len(phi)):
            expected = loops.best_partners(m, phi, r, i, count)
            got = found.of(f"r{r}", f"a{i}")
            assert [amount for _, amount in got] == pytest.approx([amount for _, amount in expected])
            assert len(got) == len(expected)
            for name, amount in got:
                assert amount == pytest.approx(loops.added(m, phi, r, int(name[1:]), i), rel=1e-5)


@few
@given(st.one_of(related(), related(known_presences)), st.data())
def test_realised_complementarity(drawn, data):
    m, phi = drawn
    size = (len(m),) * 2
    links = data.draw(tables(st.sampled_from([0, 0, 1, 2, 5, None]), size, size))
    values = array(links)
    reasons = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    weighted = TerritoryPairs(values, names("r", len(m)), reasons, ORIGIN)
    found = measures.realised_complementarity(grid(m), pairs(phi), weighted)
    same(found, loops.realised_complementarity(m, phi, links))


@few
@given(related(known_presences), st.data())
def test_identities_of_complementarity(drawn, data):
    """Own density plus what is added is the density of the union; one adds nothing to oneself."""
    m, phi = drawn
    r, s = (data.draw(st.integers(0, len(m) - 1)) for _ in range(2))
    union = [[max(x, y) for x, y in zip(m[r], m[s], strict=True)]]
    own = measures.relatedness_density(grid(m), pairs(phi)).values[r]
    gained, own_gain = (
        measures.added_relatedness_density(
            grid(m), pairs(phi), territory=f"r{r}", partners=[f"r{partner}"]
        ).values[0]
        for partner in (s, r)
    )
    together = measures.relatedness_density(grid(union), pairs(phi)).values[0]
    np.testing.assert_allclose(own + gained, together, atol=1e-12, equal_nan=True)
    np.testing.assert_allclose(np.nan_to_num(own_gain), 0, atol=0)


def test_complementarity_is_not_symmetric():
    """Who has everything adds to who has nothing, and gains nothing."""
    phi = pairs([[1, 1, 1]] * 3)
    found = measures.complementarity(grid([[1, 1, 0], [0, 0, 0]]), phi)
    assert found.at("r1", "r0") > found.at("r0", "r1") == 0


@few
@given(amounts)
def test_mutual_information_with_little_prior_is_the_logarithm_of_the_quotient(table):
    big = [[None if x is None else 1e7 * x for x in row] for row in table]
    found = measures.location_information(matrix(big), prior=1e-3).value
    quotients = measures.location_quotient(matrix(big)).values
    np.testing.assert_allclose(found.values, np.log(quotients), atol=1e-5)


@few
@given(counts, st.data())
def test_revealed_population_advantage(table, data):
    people = data.draw(st.lists(st.floats(0.5, 1e6), min_size=len(table), max_size=len(table)))
    population = dict(zip(names("r", len(table)), people, strict=True))
    found = measures.revealed_population_advantage(matrix(table), population=population)
    same(found, loops.revealed_population_advantage(table, people))


@few
@given(tables(st.floats(0.1, 100)))
def test_inferred_advantage_has_the_only_expectation_that_its_definition_allows(table):
    """It sums to the observed totals, and its inverses are sums of one number a row and one a column."""
    found = measures.inferred_advantage(matrix(table))
    expected = [
        [x / a for x, a in zip(row, of, strict=True)] for row, of in zip(table, found.values, strict=True)
    ]
    np.testing.assert_allclose([sum(row) for row in expected], [sum(row) for row in table], rtol=1e-9)
    columns = list(zip(*table, strict=True))
    sums = [sum(column) for column in zip(*expected, strict=True)]
    np.testing.assert_allclose(sums, [sum(column) for column in columns], rtol=1e-9)
    for row in expected:
        for a, b in zip(row, expected[0], strict=True):
            apart = 1 / row[0] - 1 / expected[0][0]
            assert 1 / a - 1 / b == pytest.approx(apart, rel=1e-7, abs=1e-9 * (1 / a + 1 / b))


@few
@given(counts)
def test_symmetric_advantage(table):
    found = measures.symmetric_advantage(measures.location_quotient(matrix(table)))
    same(found, loops.symmetric_advantage(loops.location_quotient(table)))


@few
@given(counts)
def test_specialisation_coefficient_moves_jobs_until_the_mix_is_the_same(table):
    expected = [None if k is None else k / 2 for k in loops.krugman_index(table)]
    same(measures.specialisation_coefficient(matrix(table)), expected)


@few
@given(st.lists(presences, min_size=1, max_size=3))
def test_pool_stacks_what_all_share(drawn):
    grids = [
        Grid(g.values, tuple(f"{k}{name}" for name in g.territories), g.activities, g.undefined, ORIGIN)
        for k, g in enumerate(map(grid, drawn))
    ]
    shared = min(len(m[0]) for m in drawn)
    pooled = measures.pool(*grids)
    same(pooled, [row[:shared] for m in drawn for row in m])
    assert pooled.territories == tuple(f"{k}r{i}" for k, m in enumerate(drawn) for i in range(len(m)))


@few
@given(st.integers(1, 5).flatmap(lambda n: st.lists(tables(weights, (n, n), (n, n)), min_size=1, max_size=3)))
def test_composite_relatedness(kinds):
    expected = loops.composite_relatedness(kinds)
    if expected is None:
        with pytest.raises(WrongRows, match="the same for all pairs"):
            measures.composite_relatedness(*map(pairs, kinds))
    else:
        same(measures.composite_relatedness(*map(pairs, kinds)), expected)


@few
@given(presences, st.integers(1, 4).flatmap(lambda n: tables(weights, (5, 5), (n, n))))
def test_cross_relatedness_density(m, table):
    phi = table[: len(m[0])]
    values = array(phi)
    reasons = undefined_where(values, (Reason.NOTHING_TO_COMPARE, np.isnan(values)))
    crossed = CrossPairs(values, names("a", len(phi)), names("b", len(phi[0])), reasons, ORIGIN)
    same(measures.cross_relatedness_density(grid(m), crossed), loops.cross_relatedness_density(m, phi))


@few
@given(related())
def test_relatedness_density_of_absent(drawn):
    m, phi = drawn
    same(measures.relatedness_density_of_absent(grid(m), pairs(phi)), loops.density_of_absent(m, phi))


@few
@given(related(), st.data())
def test_diversification_opportunities(drawn, data):
    m, phi = drawn
    size = len(phi)
    worth = data.draw(st.lists(st.one_of(st.floats(-3, 3), st.none()), min_size=size, max_size=size))
    wanted = data.draw(tables(st.sampled_from([0, 1, 1]), (len(m),) * 2, (size,) * 2))
    values = array([worth])[0]
    reasons = undefined_where(values, (Reason.SEPARATE_PARTS, np.isnan(values)))
    complexity = ByActivity(values, names("a", size), reasons, ORIGIN)
    candidates = data.draw(st.sampled_from([None, grid(wanted)]))
    found = measures.diversification_opportunities(grid(m), pairs(phi), complexity, candidates=candidates)
    asked = [[1] * size for _ in m] if candidates is None else wanted
    same(found, loops.diversification_opportunities(m, phi, worth, asked))


@few
@given(presences, st.data())
def test_entries_and_exits(m, data):
    later = data.draw(tables(st.sampled_from([0, 1, None]), (len(m),) * 2, (len(m[0]),) * 2))
    cells = [list(zip(*rows, strict=True)) for rows in zip(m, later, strict=True)]
    came = [[y if x == 0 else None for x, y in row] for row in cells]
    went = [[1 - y if x == 1 and y is not None else None for x, y in row] for row in cells]
    same(measures.entries(grid(m), grid(later)), came)
    same(measures.exits(grid(m), grid(later)), went)


@few
@given(counts, st.data())
def test_growth_of_cells_territories_and_activities(table, data):
    later = data.draw(
        tables(st.one_of(st.integers(0, 6), st.none()), (len(table),) * 2, (len(table[0]),) * 2)
    )

    def rate(cells):
        both = [(x, y) for x, y in cells if x is not None and y is not None]
        was = sum(x for x, _ in both)
        return (sum(y for _, y in both) - was) / was if was else None

    cells = [list(zip(*rows, strict=True)) for rows in zip(table, later, strict=True)]
    before, after = matrix(table), matrix(later)
    same(measures.growth(before, after), [[rate([cell]) for cell in row] for row in cells])
    same(measures.territory_growth(before, after), [rate(row) for row in cells])
    same(measures.activity_growth(before, after), [rate(column) for column in zip(*cells, strict=True)])
