"""Faults measured in released packages, each shown not to be ours."""

import tracemalloc

import numpy as np
import polars as pl
import pytest

from polos import measures
from polos.errors import WrongRows
from polos.measures import complexity
from polos.measures.results import Grid, Reason
from polos.provenance import Origin
from polos.tables.matrix import Matrix

ORIGIN = Origin("drawn")


def matrix(values) -> Matrix:
    values = np.array(values, dtype=float)
    territories = tuple(f"r{i}" for i in range(values.shape[0]))
    return Matrix(values, territories, tuple(f"a{i}" for i in range(values.shape[1])), "", "", ORIGIN)


def presence(values) -> Grid:
    made = matrix(values)
    return Grid(
        np.array(made.values), made.territories, made.activities, np.zeros(made.shape, dtype=np.uint8), ORIGIN
    )


def test_a_location_below_the_threshold_everywhere_leaves_the_others_as_they_are():
    """py-ecomplexity 0.5.3: one location without any presence makes everything undefined."""
    with_it = presence([[1, 1, 0], [0, 1, 1], [0, 0, 0]])
    without = presence([[1, 1, 0], [0, 1, 1]])
    related = measures.proximity(with_it)
    np.testing.assert_array_equal(related.values, measures.proximity(without).values)
    density = measures.relatedness_density(with_it, related)
    assert density.values[2].tolist() == [0, 0, 0]
    assert not density.undefined.any()


def test_presence_is_never_two_and_nearest_density_never_a_count():
    """py-ecomplexity 0.5.3: two presences are added, and the density of the nearest is a count."""
    generator = np.random.default_rng(1)
    jobs = matrix(generator.integers(0, 50, (20, 12)))
    present = measures.specialised(jobs)
    assert set(np.unique(present.values)) == {0.0, 1.0}
    nearest = measures.nearest_density(present, measures.proximity(present), nearest=5)
    assert nearest.values.max() <= 1


def test_proximity_works_on_arrays_that_cannot_be_written():
    """Datawheel's economic-complexity 0.3.0 and econci 0.1.3: proximity raises on read-only arrays."""
    present = presence([[1, 0], [1, 1]])
    assert not present.values.flags.writeable
    assert measures.proximity(present).at("a0", "a1") == 0.5


def test_one_unknown_cell_leaves_a_table_a_table():
    """econcomplex 1.0.1: one missing value empties the table."""
    jobs = matrix([[20, 20, 5], [np.nan, 40, 5], [10, 5, 30]])
    quotients = measures.location_quotient(jobs)
    assert quotients.reason_counts == {Reason.UNKNOWN_CELL: 1}
    related = measures.proximity(measures.specialised(jobs))
    assert not np.isnan(related.values).any()


@pytest.mark.parametrize("empty", [np.s_[1, :], np.s_[:, 1]])
def test_an_empty_row_or_column_is_undefined_and_nothing_else_is(empty):
    """econci 0.1.3 stops, fermi 0.2.0 leaves memory as it finds it, Datawheel makes all undefined."""
    values = np.random.default_rng(2).integers(1, 9, (3, 3)).astype(float)
    values[empty] = 0
    quotients = measures.location_quotient(matrix(values))
    assert np.isnan(quotients.values[empty]).all()
    assert np.isnan(quotients.values).sum() == 3


def test_exact_ties_are_kept():
    """fermi 0.2.0 loses ties by rounding: here every quotient is exactly 1."""
    rows, columns = np.arange(1, 60), np.arange(1, 40)
    ties = matrix(np.outer(rows, columns) * 7)
    assert (measures.specialised(ties).values == 1).all()


def test_ties_of_fractions_are_kept_when_stated_in_whole_numbers():
    """What the page of specialised says: in tenths some ties are lost, ten times as large none."""
    drawn = np.random.default_rng(7)
    lost = 0
    for _ in range(300):
        tenths = np.outer(drawn.integers(1, 30, 4), drawn.integers(1, 30, 4))
        lost += int((measures.specialised(matrix(tenths / 10)).values == 0).sum())
        assert (measures.specialised(matrix(tenths)).values == 1).all()
    assert 4800 / 5 < lost < 4800 / 3


def test_ties_are_decided_beyond_the_exactness_of_floating_point():
    """Of three Fibonacci numbers, the outer ones multiplied are the square of the middle one and one more or
    less, in turn; the products have 24 digits."""
    before, here = 1, 1
    while here < 10**12:
        before, here = here, before + here
    for _ in range(2):
        is_one_more = before * (before + here) > here**2
        table = matrix(np.array([[before + here, here], [here, before]], dtype=float))
        ((outer, _), (_, inner)) = measures.specialised(table).values
        assert outer == inner == is_one_more
        assert measures.specialised(table).values.sum() == 2
        before, here = here, before + here
    tie = matrix(np.full((2, 2), float(here)))
    assert (measures.specialised(tie).values == 1).all()


def test_nothing_over_nothing_is_not_a_presence():
    """economiccomplexity 2.0.0: an empty product is present everywhere, an empty country has all products."""
    jobs = matrix([[5, 0, 3], [2, 0, 9], [0, 0, 0]])
    present = measures.specialised(jobs)
    assert np.isnan(present.values[:, 1]).all()
    assert np.isnan(present.values[2]).all()
    assert present.why("r0", "a1") is Reason.EMPTY_ACTIVITY
    assert present.why("r2", "a0") is Reason.EMPTY_TERRITORY


def test_quotients_are_refused_where_a_presence_is_needed():
    """pecan 0.1.0's own tests pass quotients that were not cut, and get densities of 1.4."""
    jobs = matrix([[5, 1], [1, 9]])
    quotients = measures.location_quotient(jobs)
    related = measures.proximity(measures.specialised(jobs))
    with pytest.raises(WrongRows, match="presence of"):
        measures.relatedness_density(quotients, related)
    with pytest.raises(WrongRows, match="presence of"):
        measures.proximity(quotients)


def test_an_advantage_just_below_one_is_not_rounded_to_one():
    """EconGeo 2.1: rca() rounds to two places: cells below 1 show as 1.00."""
    jobs = matrix([[996, 1000], [1000, 1000]])
    advantage = measures.revealed_comparative_advantage(jobs)
    assert 0.995 < advantage.values[0, 0] < 1
    assert measures.presence(advantage).values[0, 0] == 0


def test_records_are_counted_without_a_table_of_all_pairs():
    """EconGeo 2.1 needs 11 GB for what is stored here as the pairs that occur."""
    records = _records(patents=2000, classes=3000)
    counts = measures.co_occurrence_of_records(records, record="patent", activity="class")
    assert counts.counts.nnz < 30_000
    assert counts.counts.shape == (len(counts.activities),) * 2


def _records(patents: int, classes: int):
    generator = np.random.default_rng(3)
    numbers = np.repeat(np.arange(patents), 4)
    names = generator.integers(0, classes, len(numbers)).astype(str)
    return pl.DataFrame({"patent": numbers, "class": names})


def test_negative_relatedness_is_refused_as_a_weight():
    """A share with negative weights has no meaning: densities below 0 and above 1."""
    present = presence([[1, 0, 1], [1, 1, 0], [0, 1, 1], [0, 0, 1]])
    statistic = measures.relatedness_statistic(measures.co_occurrence(present))
    with pytest.raises(WrongRows, match="weights from 0 on"):
        measures.relatedness_density(present, statistic)


def test_complexity_of_activities_never_points_against_that_of_territories():
    """econcomplex 1.0.1 in 239 of 300 tables, fermi 0.2.0 always, pecan 0.1.0 in 146, economiccomplexity
    2.0.0, whose eigenvectors are unsorted, in 4. Here a territory's is the mean of its activities'."""
    drawn = np.random.default_rng(300)
    for _ in range(300):
        table = (drawn.random((12, 18)) < drawn.random((12, 1)) * 0.6 + 0.2).astype(float)
        table[:, 0], table[0] = 1, 1
        found = measures.economic_complexity(presence(table))
        if found.eci.undefined.any():
            continue
        means = table @ found.pci.values / table.sum(axis=1)
        assert means == pytest.approx(found.eci.values, abs=1e-7)
        assert np.corrcoef(found.eci.values, table.sum(axis=1))[0, 1] > 0


def test_a_table_of_a_hundred_by_a_hundred_takes_no_gigabytes():
    """py-ecomplexity 0.5.3 builds a table of four dimensions by default: 3,064 MB."""
    table = presence((np.random.default_rng(4).random((100, 100)) < 0.4).astype(float))
    measures.economic_complexity(table)
    tracemalloc.start()
    measures.economic_complexity(table)
    measures.relatedness_density(table, measures.proximity(table))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 5_000_000


def test_both_complexities_come_from_one_call_and_one_decomposition(monkeypatch):
    """ReKS 0.5.2: asking for both sides at once fails, and the eigenvectors are computed twice."""
    table = presence((np.random.default_rng(5).random((12, 18)) < 0.5).astype(float))
    solved, calls = complexity.solved, []

    def counted(*arguments, **options):
        calls.append(arguments)
        return solved(*arguments, **options)

    monkeypatch.setattr(complexity, "solved", counted)
    both = measures.economic_complexity(table)
    assert len(calls) == 1
    territories, activities = (
        measures.economic_complexity_index(table),
        measures.product_complexity_index(table),
    )
    np.testing.assert_array_equal(both.eci.values, territories.values)
    np.testing.assert_array_equal(both.pci.values, activities.values)
    assert not np.isnan(both.eci.values).any()


@pytest.mark.parametrize("end", [None, 0, -1])
def test_an_index_whose_vector_sums_to_nothing_keeps_its_scale(end):
    """EconGeo 2.1 divides the vector by its sum: of a chain of territories, each sharing one activity with
    the next, it sums to 0. An activity more at either end tips the sum, and must not tip the scale."""
    chain = np.eye(6, 7) + np.eye(6, 7, 1)
    extra = np.zeros((6, 1))
    if end is not None:
        extra[end] = 1
    table = np.hstack([chain, extra])
    found = measures.economic_complexity(presence(table)).eci.values
    if end is None:
        assert found.sum() == pytest.approx(0, abs=1e-12)
        assert found == pytest.approx(-found[::-1], abs=1e-9)
    else:
        assert found[end] == found.max()
    assert found.std() == pytest.approx(1)
    assert np.abs(found).max() < 2


def test_a_list_of_triples_gives_what_the_table_gives():
    """EconGeo 1.3: the route from a list of territory, activity and amount was broken."""
    jobs = matrix(np.random.default_rng(6).integers(0, 9, (5, 4)) + np.eye(5, 4))
    triples = pl.DataFrame(
        [
            (territory, activity, jobs.at(territory, activity))
            for activity in reversed(jobs.activities)
            for territory in jobs.territories
            if jobs.at(territory, activity) > 0
        ],
        schema=["territory", "activity", "jobs"],
        orient="row",
    )
    listed = Matrix.from_frame(
        triples, territory="territory", activity="activity", value="jobs", absent_is_zero=True
    )
    present = measures.specialised(jobs)
    np.testing.assert_array_equal(measures.specialised(listed).values, present.values)
    of_table = measures.cosine(measures.co_occurrence(present))
    named = triples.filter([present.at(row[0], row[1]) == 1 for row in triples.rows()])
    of_list = measures.cosine(
        measures.co_occurrence_of_records(named, record="territory", activity="activity")
    )
    for a in of_list.activities:
        for b in of_list.activities:
            if a != b:
                assert of_list.at(a, b) == pytest.approx(of_table.at(a, b))
