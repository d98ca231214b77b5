"""What measures of change, productivity and clusters refuse, leave alone, and say of nearly empty tables."""

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array

from polos import measures
from polos.errors import InputError, Undefined, UnknownName, WrongRows
from polos.measures.results import ByActivity, ByTerritory, Pairs, Reason
from polos.measures.spatial_weights import SpatialWeights
from polos.measures.transitions import ClassPairs
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from polos.tables.matrix import Matrix
from unit.measures.drawing import grid, matrix

ORIGIN = Origin("drawn")
BEFORE, AFTER = matrix([[10, 20], [30, 40]]), matrix([[15, 20], [30, 50]])
OTHER = matrix([[1, 2], [3, 4]], activities=("a0", "q"))
PRESENT = grid([[1, 0], [0, 1]])
PANEL = Indicators(np.array([[1.0, 2, 3], [3, 2, 1], [2, 2, 2]]), ("r0", "r1", "r2"), ("a", "b", "c"), ORIGIN)
ROW = SpatialWeights.from_pairs([("r0", "r1"), ("r1", "r2")], ("r0", "r1", "r2"))
CHAIN = measures.class_transitions(PANEL, limits=(1.5,))
ALIKE = Pairs(
    np.array([[1, 0.9, 0.1], [0.9, 1, 0.2], [0.1, 0.2, 1]]),
    ("x", "y", "z"),
    np.zeros((3, 3), np.uint8),
    ORIGIN,
)
PAIRED = measures.activity_groups(ALIKE, count=2)
ONE_CLUSTER = measures.activity_groups(ALIKE, count=1)
RANKED = ByTerritory(np.array([1.0, 2, 3]), ("r0", "r1", "r2"), np.zeros(3, np.uint8), ORIGIN)
TIED = ByTerritory(np.ones(3), ("r0", "r1", "r2"), np.zeros(3, np.uint8), ORIGIN)
MOVED = ByTerritory(np.ones(3), ("r0", "r1", "q"), np.zeros(3, np.uint8), ORIGIN)
RENAMED = Pairs(ALIKE.values.copy(), ("x", "y", "q"), np.zeros((3, 3), np.uint8), ORIGIN)
ALL_NEAR = SpatialWeights(csr_array(1 - np.eye(3)), ("r0", "r1", "r2"))


def drawn():
    return np.random.default_rng(1)


def chain(values) -> ClassPairs:
    values = np.array(values, dtype=float)
    undefined = np.where(np.isnan(values), Reason.NOTHING_TO_COMPARE, 0).astype(np.uint8)
    return ClassPairs(values, tuple(f"c{i}" for i in range(len(values))), undefined, ORIGIN)


def pairs(values) -> Pairs:
    values = np.array(values, dtype=float)
    undefined = np.where(np.isnan(values), Reason.NOTHING_TO_COMPARE, 0).astype(np.uint8)
    return Pairs(values, tuple(f"a{i}" for i in range(len(values))), undefined, ORIGIN)


REFUSED = {
    "years with other activities": (
        lambda: measures.shift_share(BEFORE, OTHER),
        WrongRows,
        "two years whose",
    ),
    "a reference for one year": (
        lambda: measures.shift_share(BEFORE, AFTER, reference_before=BEFORE),
        WrongRows,
        "one year only",
    ),
    "a reference without an activity": (
        lambda: measures.shift_share(BEFORE, AFTER, reference_before=OTHER, reference_after=OTHER),
        WrongRows,
        "a reference without a1",
    ),
    "references of different units": (
        lambda: measures.competitive_parts(
            BEFORE, AFTER, reference_before=BEFORE, reference_after=matrix([[1, 2]])
        ),
        WrongRows,
        "different territories",
    ),
    "a single year": (lambda: measures.dynamic_shift_share(BEFORE), WrongRows, "1 years"),
    "references for some years": (
        lambda: measures.dynamic_shift_share(BEFORE, AFTER, references=[BEFORE]),
        WrongRows,
        "1 references",
    ),
    "no window before": (
        lambda: measures.lasting_entries(PRESENT, PRESENT, before=0),
        WrongRows,
        "2 windows, 0 of them",
    ),
    "no window after": (
        lambda: measures.lasting_exits(PRESENT, PRESENT, before=2),
        WrongRows,
        "2 windows, 2 of them",
    ),
    "no window": (measures.lasting_entries, WrongRows, "0 windows"),
    "windows of other activities": (
        lambda: measures.lasting_entries(PRESENT, grid([[1, 0], [0, 1]], activities=("a0", "q"))),
        WrongRows,
        "two periods whose",
    ),
    "limits that do not increase": (
        lambda: measures.class_transitions(PANEL, limits=(2, 2)),
        InputError,
        "the limits 2, 2",
    ),
    "a limit that is no number": (
        lambda: measures.class_transitions(PANEL, limits=(1, np.nan)),
        InputError,
        "the limits 1, nan",
    ),
    "a panel of one period": (
        lambda: measures.class_transitions(
            Indicators(np.ones((2, 1)), ("r", "s"), ("a",), ORIGIN), limits=(1,)
        ),
        WrongRows,
        "a panel of 1 periods",
    ),
    "one class": (lambda: measures.class_limits(PANEL, count=1), InputError, "1 classes"),
    "limits of nothing": (
        lambda: measures.class_limits(Indicators(np.full((2, 2), np.nan), ("r", "s"), ("a", "b"), ORIGIN)),
        Undefined,
        "without a known value",
    ),
    "counts for probabilities": (lambda: measures.steady_state(CHAIN.counts), WrongRows, "do not sum to 1"),
    "probabilities that sum to a little more": (
        lambda: measures.steady_state(chain([[0.5, 0.6], [0.5, 0.5]])),
        WrongRows,
        "do not sum to 1",
    ),
    "a negative probability": (
        lambda: measures.mean_first_passage(chain([[1.5, -0.5], [0, 1]])),
        WrongRows,
        "below 0",
    ),
    "a row partly unknown": (
        lambda: measures.prais_mobility(chain([[1, np.nan], [0, 1]])),
        WrongRows,
        "partly unknown",
    ),
    "mobility of one class": (lambda: measures.shorrocks_mobility(chain([[1]])), Undefined, "1 classes"),
    "mobility of a class never seen": (
        lambda: measures.shorrocks_mobility(chain([[1, 0], [np.nan, np.nan]])),
        Undefined,
        "1 of them never seen",
    ),
    "a territory without weights": (
        lambda: measures.spatial_transitions(
            PANEL, SpatialWeights.from_pairs([("r0", "r1")], ("r0", "r1")), limits=(1.5,)
        ),
        UnknownName,
        "no spatial weights for r2",
    ),
    "one chain to compare": (lambda: measures.transition_homogeneity(CHAIN), WrongRows, "1 chains"),
    "chains of other classes": (
        lambda: measures.transition_homogeneity(CHAIN, measures.class_transitions(PANEL, limits=(2,))),
        WrongRows,
        "different classes",
    ),
    "chains in which nothing can differ": (
        lambda: measures.transition_homogeneity(
            *(measures.class_transitions(PANEL, limits=()) for _ in range(2))
        ),
        Undefined,
        "no class that is left",
    ),
    "ranks that are all tied": (
        lambda: measures.rank_concordance(RANKED, TIED),
        Undefined,
        "all of them equal",
    ),
    "ranks of other territories": (
        lambda: measures.rank_concordance(RANKED, MOVED),
        WrongRows,
        "different territories",
    ),
    "nobody a neighbour": (
        lambda: measures.spatial_rank_concordance(
            RANKED, RANKED, SpatialWeights(csr_array(np.zeros((3, 3))), ("r0", "r1", "r2"))
        ),
        Undefined,
        "0 neighbours among 3",
    ),
    "everybody a neighbour": (
        lambda: measures.spatial_rank_concordance(RANKED, RANKED, ALL_NEAR),
        Undefined,
        "3 neighbours among 3",
    ),
    "no draw": (
        lambda: measures.spatial_rank_concordance(RANKED, RANKED, ROW, generator=drawn(), draws=0),
        InputError,
        "0 draws",
    ),
    "a territory without income": (
        lambda: measures.prody(BEFORE, income={"r0": 1}),
        UnknownName,
        "no income for r1",
    ),
    "an infinite income": (
        lambda: measures.prody(BEFORE, income={"r0": 1, "r1": np.inf}),
        WrongRows,
        "inf as income of 'r1'",
    ),
    "a PRODY of other activities": (
        lambda: measures.expy(BEFORE, ByActivity(np.ones(1), ("x",), np.zeros(1, np.uint8), ORIGIN)),
        WrongRows,
        "a PRODY of other",
    ),
    "a presence of other activities": (
        lambda: measures.product_gini_index(OTHER, PRESENT, gini={"r0": 0.3, "r1": 0.4}),
        WrongRows,
        "a presence with other",
    ),
    "a quotient for a presence": (
        lambda: measures.product_emission_intensity(
            BEFORE, grid([[1.5, 0], [0, 1]]), intensity={"r0": 1, "r1": 1}
        ),
        WrongRows,
        "a presence of 1.5",
    ),
    "a negative flow": (
        lambda: measures.input_output_link(pairs([[1, -1], [0, 1]])),
        WrongRows,
        "negative or infinite",
    ),
    "an infinite similarity": (
        lambda: measures.activity_groups(pairs([[1, np.inf], [np.inf, 1]]), count=1),
        WrongRows,
        "inf without a reason",
    ),
    "more clusters than activities": (
        lambda: measures.activity_groups(ALIKE, count=4),
        InputError,
        "4 clusters for 3 activities whose similarities are defined, of ",
    ),
    "a partition without a generator": (
        lambda: measures.activity_groups(ALIKE, count=2, grouping=measures.Grouping.MEANS),
        InputError,
        "without a generator",
    ),
    "no similarity": (lambda: measures.cluster_scores(PAIRED, []), WrongRows, "0 kinds"),
    "a similarity of other activities": (
        lambda: measures.cluster_scores(PAIRED, [ALIKE, RENAMED]),
        WrongRows,
        "with other activities",
    ),
    "a single cluster": (lambda: measures.cluster_scores(ONE_CLUSTER, ALIKE), Undefined, "1 clusters"),
    "outliers of a single cluster": (
        lambda: measures.reassigned_outliers(ONE_CLUSTER, ALIKE),
        Undefined,
        "1 clusters",
    ),
    "nothing to search": (
        lambda: measures.best_cluster_definition([], counts=(2,), generator=drawn()),
        WrongRows,
        "0 kinds",
    ),
    "no number of clusters that fits": (
        lambda: measures.best_cluster_definition([ALIKE], counts=(1, 9), generator=drawn()),
        InputError,
        "nothing to try",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_measured_is_refused(case):
    call, error, says = REFUSED[case]
    with pytest.raises(error, match=says):
        call()


INPUTS = (BEFORE, AFTER, PRESENT, PANEL, CHAIN.probabilities, ALIKE, PAIRED, RANKED)
CALLS = {
    "shift_share": lambda: measures.shift_share(BEFORE, AFTER),
    "dynamic_shift_share": lambda: measures.dynamic_shift_share(BEFORE, AFTER, BEFORE),
    "competitive_parts": lambda: measures.competitive_parts(BEFORE, AFTER),
    "lasting_entries": lambda: measures.lasting_entries(PRESENT, PRESENT),
    "class_transitions": lambda: measures.class_transitions(PANEL, limits=(1.5,)),
    "steady_state": lambda: measures.steady_state(CHAIN.probabilities),
    "mean_first_passage": lambda: measures.mean_first_passage(CHAIN.probabilities),
    "spatial_transitions": lambda: measures.spatial_transitions(PANEL, ROW, limits=(1.5,)),
    "spatial_rank_concordance": lambda: measures.spatial_rank_concordance(
        RANKED, RANKED, ROW, generator=drawn(), draws=9
    ),
    "prody": lambda: measures.prody(BEFORE, income={"r0": 1, "r1": 2}),
    "product_gini_index": lambda: measures.product_gini_index(BEFORE, PRESENT, gini={"r0": 1, "r1": 2}),
    "location_correlation": lambda: measures.location_correlation(BEFORE),
    "input_output_link": lambda: measures.input_output_link(ALIKE),
    "activity_groups": lambda: measures.activity_groups(ALIKE, count=2),
    "best_cluster_definition": lambda: measures.best_cluster_definition(
        [ALIKE], counts=(2,), generator=drawn()
    ),
    "reassigned_outliers": lambda: measures.reassigned_outliers(PAIRED, ALIKE),
}


@pytest.mark.parametrize("name", CALLS)
def test_nothing_is_printed_and_no_argument_is_changed(name, capsys):
    before = [np.array(one.values) for one in INPUTS]
    CALLS[name]()
    for one, values in zip(INPUTS, before, strict=True):
        np.testing.assert_array_equal(one.values, values)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (1, 1)])
def test_tables_without_cells_and_of_one_cell_have_a_defined_result(shape):
    jobs = matrix(np.ones(shape))
    cells = measures.shift_share(jobs, jobs)
    assert cells.cells.mix.values.shape == shape
    assert cells.totals.change.values.shape == shape[:1]
    assert measures.competitive_parts(jobs, jobs).allocation.values.shape == shape
    assert measures.location_correlation(jobs).values.shape == (shape[1], shape[1])
    incomes = dict.fromkeys(jobs.territories, 1.0)
    prody = measures.prody(jobs, income=incomes)
    assert prody.values.shape == shape[1:]
    assert measures.expy(jobs, prody).values.shape == shape[:1]
    assert measures.lasting_exits(grid(np.ones(shape)), grid(np.ones(shape))).values.shape == shape


def test_zeros_everywhere_have_no_growth_no_correlation_and_no_prody():
    nothing = matrix(np.zeros((3, 2)))
    found = measures.shift_share(nothing, nothing)
    assert found.cells.change.reason_counts == {Reason.NOTHING_TO_COMPARE: 6}
    assert found.totals.change.reason_counts == {Reason.NOTHING_TO_COMPARE: 3}
    assert measures.location_correlation(nothing).reason_counts == {Reason.NOTHING_TO_COMPARE: 4}
    prody = measures.prody(nothing, income=dict.fromkeys(nothing.territories, 1.0))
    assert prody.reason_counts == {Reason.EMPTY_ACTIVITY: 2}
    assert measures.expy(nothing, prody).reason_counts == {Reason.EMPTY_TERRITORY: 3}


def test_what_is_unknown_everywhere_is_said_to_be_unknown():
    unknown = matrix(np.full((2, 2), np.nan))
    found = measures.shift_share(unknown, unknown)
    assert found.totals.change.reason_counts == {Reason.UNKNOWN_CELL: 2}
    prody = measures.prody(unknown, income=dict.fromkeys(unknown.territories, 1.0))
    assert prody.reason_counts == {Reason.UNKNOWN_CELL: 2}
    assert measures.expy(unknown, prody).reason_counts == {Reason.UNKNOWN_CELL: 2}


def test_a_territory_that_exports_only_what_has_no_prody_has_no_expy():
    exports = matrix([[1, 0], [0, 1]])
    prody = measures.prody(exports, income={"r0": 10, "r1": np.nan})
    assert prody.why("a1") is Reason.NOTHING_TO_COMPARE
    found = measures.expy(exports, prody)
    assert found.at("r0") == 10
    assert found.why("r1") is Reason.NOTHING_TO_COMPARE


def test_a_competitive_effect_of_what_was_not_there_is_whole_but_has_no_parts():
    before, after = matrix([[0, 10], [10, 10]]), matrix([[5, 10], [15, 10]])
    assert measures.shift_share(before, after).cells.competitive.at("r0", "a0") == 5
    parts = measures.competitive_parts(before, after)
    assert parts.competitive.why("r0", "a0") is Reason.NOTHING_TO_COMPARE
    assert parts.allocation.at("r1", "a0") == pytest.approx((10 - 20 / 3) * (0.5 - 1))


def test_a_class_entered_at_the_end_leaves_the_long_run_unknown():
    entered = chain([[0.5, 0.5, 0], [np.nan] * 3, [np.nan] * 3])
    found = measures.steady_state(entered)
    assert [found.why(f"c{i}").name for i in range(3)] == [
        "UNKNOWN_CELL",
        "UNKNOWN_CELL",
        "NOTHING_TO_COMPARE",
    ]
    passage = measures.mean_first_passage(entered)
    assert passage.why("c0", "c1") is Reason.UNKNOWN_CELL
    assert passage.why("c0", "c2") is Reason.NOTHING_TO_COMPARE
    assert measures.prais_mobility(entered).why("c1") is Reason.NOTHING_TO_COMPARE


def test_a_class_on_the_way_has_no_share_in_the_long_run():
    found = measures.steady_state(chain([[0, 1, 0], [0, 0.5, 0.5], [0, 1, 0]]))
    assert found.values.tolist() == pytest.approx([0, 2 / 3, 1 / 3])
    passage = measures.mean_first_passage(chain([[0, 1, 0], [0, 0.5, 0.5], [0, 1, 0]]))
    assert passage.at("c0", "c2") == pytest.approx(3)
    assert passage.why("c1", "c0") is Reason.SEPARATE_PARTS
    assert passage.why("c0", "c0") is Reason.SEPARATE_PARTS


def test_a_chain_that_alternates_has_a_steady_state_all_the_same():
    found = measures.steady_state(chain([[0, 1], [1, 0]]))
    assert found.values.tolist() == pytest.approx([0.5, 0.5])


def test_close_limits_keep_labels_apart():
    names = measures.class_transitions(PANEL, limits=(1.000001, 1.000002)).counts.classes
    assert names == ("up to 1.000001", "1.000001 to 1.000002", "above 1.000002")


def test_steps_beside_unknown_neighbours_and_on_islands_are_left_out():
    panel = Indicators(
        np.array([[1.0, 2], [np.nan, 2], [1, 2], [1, 2]]), ("a", "b", "c", "d"), ("t", "u"), ORIGIN
    )
    weights = SpatialWeights.from_pairs([("a", "b"), ("c", "a")], ("a", "b", "c", "d"))
    found = measures.spatial_transitions(panel, weights, limits=(1.5,))
    assert found.pooled.left_out == 3  # a beside the unknown b, b itself, the island d
    assert found.by_lag["up to 1.5"].counts.at("up to 1.5", "above 1.5") == 1
    assert found.by_lag["above 1.5"].counts.values.sum() == 0


def test_draws_of_rank_concordance_repeat_and_find_what_is_not_chance():
    size = 24
    names = tuple(f"r{i}" for i in range(size))
    before = ByTerritory(np.arange(float(size)), names, np.zeros(size, np.uint8), ORIGIN)
    swapped = np.arange(float(size)).reshape(-1, 2)[:, ::-1].ravel()
    after = ByTerritory(swapped, names, np.zeros(size, np.uint8), ORIGIN)
    beside = SpatialWeights.from_pairs([(names[i], names[i + 1]) for i in range(0, size, 2)], names)
    one, two = (
        measures.spatial_rank_concordance(before, after, beside, generator=drawn(), draws=199)
        for _ in range(2)
    )
    assert one == two
    assert one.neighbours == -1
    assert one.probability == pytest.approx(1 / 200)
    assert measures.spatial_rank_concordance(before, after, beside).probability is None


def test_results_go_back_as_the_table_they_came_as():
    frame = pl.DataFrame({"r": ["n", "n", "s", "s"], "a": ["x", "y"] * 2, "v": [1, 2, 3, 4]}).to_pandas()
    table = Matrix.from_frame(frame, territory="r", activity="a", value="v")
    found = measures.shift_share(table, table).totals.competitive.to_frame()
    assert type(found).__module__.startswith("pandas")
    steps = CHAIN.probabilities.to_frame()
    assert steps.columns == ["from_class", "to_class", "value", "reason"]
    assert PAIRED.to_frame().columns == ["activity", "value", "reason"]
    scores = measures.cluster_scores(PAIRED, ALIKE).by_similarity[0]
    assert scores.within.why("2") is Reason.NOTHING_TO_COMPARE
    assert scores.within.to_frame().columns == ["cluster", "value", "reason"]
    assert CHAIN.counts.origin.steps == ("class_transitions",)


def test_a_cluster_of_one_counts_as_not_more_similar_inside():
    one = measures.cluster_scores(PAIRED, ALIKE).by_similarity[0]
    assert (one.clusters, one.activities) == (0.5, pytest.approx(2 / 3))
    assert one.score == pytest.approx((0.5 + 0.5 + 2 / 3 + 2 / 3) / 4)


def test_a_similarity_equal_but_for_rounding_supports_no_cluster():
    even = np.full((6, 6), 0.1)
    alike = pairs(even)
    definition = measures.activity_groups(alike, count=3)
    assert measures.cluster_scores(definition, alike).score == 0
    assert measures.reassigned_outliers(definition, alike).moves == ()


def test_most_similarities_decide_whether_an_outlier_moves():
    definition = measures.activity_groups(ALIKE, count=2)
    near_z = pairs([[1, 0.1, 0.2], [0.1, 1, 0.9], [0.2, 0.9, 1]])
    against = Pairs(near_z.values.copy(), ALIKE.activities, near_z.undefined.copy(), ORIGIN)
    assert measures.reassigned_outliers(definition, [ALIKE, against]).moves == ()
    moved = measures.reassigned_outliers(definition, [ALIKE, against, against])
    assert moved.moves[0] == ("y", 1, 2)
    assert moved.definition.members(2) == ("y", "z")
    assert definition.members(2) == ("z",)


def test_partitions_leave_no_cluster_empty_even_where_rows_are_equal():
    alike = pairs(np.ones((5, 5)))
    for grouping in measures.Grouping:
        found = measures.activity_groups(alike, count=3, grouping=grouping, generator=drawn())
        assert found.count == 3


def test_standardised_rows_let_a_loud_activity_speak_no_louder():
    values = np.array([[9, 8, 1, 1], [8, 9, 1, 1.1], [1, 1, 0.2, 0.19], [1, 1.1, 0.19, 0.2]])
    found = measures.activity_groups(pairs(values), count=2, scaling=measures.Scaling.STANDARDISED)
    assert found.groups == {"a0": "1", "a1": "1", "a2": "2", "a3": "2"}
    assert found.parameters["scaling"] is measures.Scaling.STANDARDISED


def test_a_generator_changes_nothing_where_nothing_is_drawn():
    """Ward's groups follow from the similarities alone, also where means would form other ones."""
    values = np.random.default_rng(3).random((14, 14))
    similar = pairs(np.maximum(values, values.T))
    alone, means = (
        measures.activity_groups(similar, count=4, grouping=grouping, generator=generator).groups
        for grouping, generator in ((measures.Grouping.WARD, None), (measures.Grouping.MEANS, drawn()))
    )
    assert measures.activity_groups(similar, count=4, generator=drawn()).groups == alone != means


def test_the_best_definition_says_what_it_was_made_by():
    found = measures.best_cluster_definition([ALIKE], counts=(2,), generator=drawn(), starts=2)
    assert len(found.tried) == 2 * (1 + 2 + 2)
    assert found.best.parameters["similarity"] == 1
    assert found.best.parameters in [chosen for chosen, _ in found.tried]
    assert found.scores.score == max(score for _, score in found.tried)
