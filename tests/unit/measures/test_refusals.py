"""What measures refuse, what they leave alone, and what they say of nearly empty tables."""

import numpy as np
import polars as pl
import pytest

from polos import measures
from polos.errors import InputError, UnknownName, WrongColumns, WrongRows
from polos.measures.results import ByActivity, Grid, Pairs, Reason, TerritoryPairs
from polos.provenance import Origin
from polos.tables.matrix import Matrix

ORIGIN = Origin("drawn")
REGIONS, INDUSTRIES = ("n", "s", "w"), ("x", "y", "z")
JOBS = Matrix(
    np.array([[5, 1, 2], [1, 9, 4], [3, 3, 0]], dtype=float), REGIONS, INDUSTRIES, "jobs", "", ORIGIN
)
OTHER = Matrix(np.ones((3, 2)), REGIONS, ("x", "q"), "jobs", "", ORIGIN)
PRESENT = measures.specialised(JOBS)
RELATED = measures.proximity(PRESENT)
LINKS = TerritoryPairs(np.ones((3, 3)), REGIONS, np.zeros((3, 3), np.uint8), ORIGIN)
COMPLEXITY = ByActivity(np.ones(3), INDUSTRIES, np.zeros(3, np.uint8), ORIGIN)
FLAT = Pairs(np.full((3, 3), 0.1), INDUSTRIES, np.zeros((3, 3), np.uint8), ORIGIN)


def over(grid: Grid, **changes) -> Grid:
    fields = ("values", "territories", "activities", "undefined", "origin")
    return Grid(**({name: getattr(grid, name) for name in fields} | changes))


RENAMED = over(PRESENT, activities=("x", "y", "q"))
MOVED = over(PRESENT, territories=("n", "s", "q"))
NEGATIVE = TerritoryPairs(-np.ones((3, 3)), REGIONS, np.zeros((3, 3), np.uint8), ORIGIN)

REFUSED = {
    "a reference without an activity": (
        lambda: measures.location_quotient(JOBS, reference=OTHER),
        WrongRows,
        "a reference without y, z",
    ),
    "an activity without a group": (
        lambda: measures.location_quotient_within(JOBS, groups={"x": "traded"}),
        WrongRows,
        "no group for y, z",
    ),
    "a territory without people": (
        lambda: measures.revealed_population_advantage(JOBS, population={"n": 1, "s": 0, "w": 2}),
        WrongRows,
        "a population of 0 for 's'",
    ),
    "nothing to pool": (measures.pool, WrongRows, "no grid"),
    "sources with a common territory": (
        lambda: measures.pool(PRESENT, over(PRESENT, territories=("n", "q", "p"))),
        WrongRows,
        "n in more than one source",
    ),
    "sources without a common activity": (
        lambda: measures.pool(
            PRESENT, over(PRESENT, territories=("a", "b", "c"), activities=("p", "q", "r"))
        ),
        WrongRows,
        "without a common activity",
    ),
    "a base of one": (lambda: measures.entropy(JOBS, base=1), InputError, "a base of 1"),
    "two spaces in different territories": (
        lambda: measures.cross_proximity(PRESENT, MOVED),
        WrongRows,
        "different territories",
    ),
    "no kind of relatedness": (measures.composite_relatedness, WrongRows, "0 kinds"),
    "kinds of different activities": (
        lambda: measures.composite_relatedness(RELATED, measures.proximity(RENAMED)),
        WrongRows,
        "different activities",
    ),
    "a kind that does not vary": (
        lambda: measures.composite_relatedness(RELATED, FLAT),
        WrongRows,
        "the same for all pairs",
    ),
    "no prior": (lambda: measures.location_information(JOBS, prior=0), InputError, "a prior of 0"),
    "one draw": (
        lambda: measures.colocation_information(JOBS, generator=np.random.default_rng(1), draws=1),
        InputError,
        "1 draws",
    ),
    "records without rows": (
        lambda: measures.co_occurrence_of_records(
            pl.DataFrame(schema={"p": pl.Int64, "c": pl.String}), record="p", activity="c"
        ),
        WrongRows,
        "no row",
    ),
    "records without their column": (
        lambda: measures.co_occurrence_of_records(pl.DataFrame({"p": [1]}), record="p", activity="c"),
        WrongColumns,
        "also c",
    ),
    "a relatedness of other activities": (
        lambda: measures.relatedness_density(RENAMED, RELATED),
        WrongRows,
        "relatedness of other activities",
    ),
    "no nearest activity": (
        lambda: measures.nearest_density(PRESENT, RELATED, nearest=0),
        InputError,
        "0 nearest",
    ),
    "a complexity of other activities": (
        lambda: measures.diversification_opportunities(
            PRESENT, RELATED, ByActivity(np.ones(1), ("x",), np.zeros(1, np.uint8), ORIGIN)
        ),
        WrongRows,
        "complexity of other activities",
    ),
    "candidates of other territories": (
        lambda: measures.diversification_opportunities(PRESENT, RELATED, COMPLEXITY, candidates=MOVED),
        WrongRows,
        "candidates with other",
    ),
    "a cross relatedness of other activities": (
        lambda: measures.cross_relatedness_density(RENAMED, measures.cross_proximity(PRESENT, PRESENT)),
        WrongRows,
        "relatedness of other activities",
    ),
    "an unknown territory": (
        lambda: measures.added_relatedness_density(PRESENT, RELATED, territory="q"),
        UnknownName,
        "the territory 'q'",
    ),
    "an unknown partner": (
        lambda: measures.added_relatedness_density(PRESENT, RELATED, territory="n", partners=["q"]),
        UnknownName,
        "the territory 'q'",
    ),
    "a partner twice": (
        lambda: measures.added_relatedness_density(PRESENT, RELATED, territory="n", partners=["s", "w", "s"]),
        WrongRows,
        "the partner 's' twice",
    ),
    "no target": (
        lambda: measures.complementarity(PRESENT, RELATED, targets=[]),
        InputError,
        "no target",
    ),
    "an unknown target": (
        lambda: measures.complementarity(PRESENT, RELATED, targets=["q"]),
        UnknownName,
        "the activity 'q'",
    ),
    "no partner": (lambda: measures.best_partners(PRESENT, RELATED, count=0), InputError, "0 partners"),
    "links of other territories": (
        lambda: measures.realised_complementarity(MOVED, RELATED, LINKS),
        WrongRows,
        "links between other territories",
    ),
    "a negative link": (
        lambda: measures.realised_complementarity(PRESENT, RELATED, NEGATIVE),
        WrongRows,
        "a link of -1",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_measured_is_refused(case):
    call, error, says = REFUSED[case]
    with pytest.raises(error, match=says):
        call()


CALLS = {
    "location_quotient": lambda: measures.location_quotient(JOBS),
    "specialised": lambda: measures.specialised(JOBS),
    "krugman_index": lambda: measures.krugman_index(JOBS),
    "proximity": lambda: measures.proximity(PRESENT),
    "taxonomy": lambda: measures.taxonomy(PRESENT),
    "association_strength": lambda: measures.association_strength(measures.co_occurrence(PRESENT)),
    "relatedness_density": lambda: measures.relatedness_density(PRESENT, RELATED),
    "complementarity": lambda: measures.complementarity(PRESENT, RELATED),
    "best_partners": lambda: measures.best_partners(PRESENT, RELATED),
    "realised_complementarity": lambda: measures.realised_complementarity(PRESENT, RELATED, LINKS),
}


@pytest.mark.parametrize("name", CALLS)
def test_nothing_is_printed_and_no_argument_is_changed(name, capsys):
    inputs = (JOBS, PRESENT, RELATED, LINKS)
    before = [np.array(one.values) for one in inputs]
    CALLS[name]()
    for one, values in zip(inputs, before, strict=True):
        np.testing.assert_array_equal(one.values, values)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (1, 1)])
def test_tables_without_cells_and_of_one_cell_have_a_defined_result(shape):
    jobs = Matrix(np.ones(shape), REGIONS[: shape[0]], INDUSTRIES[: shape[1]], "", "", ORIGIN)
    present = measures.specialised(jobs)
    related = measures.proximity(present)
    assert measures.relatedness_density(present, related).values.shape == shape
    assert measures.complementarity(present, related).values.shape == (shape[0], shape[0])
    assert measures.krugman_index(jobs).values.shape == shape[:1]


def test_one_activity_has_no_other_to_be_related_to():
    jobs = Matrix([[4.0], [6.0]], ("n", "s"), ("x",), "", "", ORIGIN)
    present = measures.specialised(jobs)
    assert present.values.tolist() == [[1], [1]]
    density = measures.relatedness_density(present, measures.proximity(present))
    assert density.reason_counts == {Reason.NOTHING_TO_COMPARE: 2}


def test_a_table_of_zeros_has_no_quotient_and_says_so():
    nothing = Matrix(np.zeros((2, 2)), ("n", "s"), ("x", "y"), "", "", ORIGIN)
    assert measures.location_quotient(nothing).reason_counts == {Reason.EMPTY_TERRITORY: 4}
    assert measures.herfindahl_index(nothing).reason_counts == {Reason.EMPTY_TERRITORY: 2}
    assert measures.normalised_advantage(nothing).reason_counts == {Reason.EMPTY_TERRITORY: 4}
    assert measures.location_quotient_interval(nothing).lower.reason_counts == {Reason.EMPTY_TERRITORY: 4}


def test_the_best_partners_come_as_a_table_in_the_caller_s_kind():
    apart = over(PRESENT, values=np.eye(3))
    found = measures.best_partners(apart, FLAT, count=1).to_frame()
    assert found.columns == ["territory", "activity", "rank", "partner", "added"]
    assert (found["rank"] == 1).all()
    assert found.row(0) == ("n", "y", 1, "w", 0.5)  # for y, having y itself adds nothing


def test_colocation_information_repeats_with_the_same_generator():
    one, two = (
        measures.colocation_information(JOBS, generator=np.random.default_rng(5), draws=20) for _ in range(2)
    )
    np.testing.assert_array_equal(one.value.values, two.value.values)
    assert (one.standard_error.values > 0).all()


def test_of_equal_partners_the_first_listed_comes_first_and_nothing_is_not_a_partner():
    """The amounts are equal but for rounding, whichever way round they are summed."""
    generator = np.random.default_rng(4)
    phi = generator.random((9, 9))
    weights = Pairs(phi, tuple("abcdefghi"), np.zeros((9, 9), np.uint8), ORIGIN)
    portfolio = np.array([1, 0, 0, 0, 0, 0, 0, 0, 0.0])
    other = np.array([1, 1, 0, 0, 1, 0, 0, 0, 0.0])
    apart = Grid(
        np.array([portfolio, other, portfolio, other]),
        tuple("nswe"),
        weights.activities,
        np.zeros((4, 9), np.uint8),
        ORIGIN,
    )
    found = measures.best_partners(apart, weights)
    for activity in "cdfghi":
        assert [name for name, _ in found.of("n", activity)] == ["s", "e"]
        assert found.of("s", activity) == ()
