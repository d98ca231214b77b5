"""Value chain, season, offers and needs, structure, readiness: each its own column with its own reasons."""

import math

import numpy as np
import polars as pl
import pytest

from drawn_priorities import drawn_priorities, drawn_territories
from polos.errors import InputError
from polos.matches.clusters import ClusterCounterpart
from polos.matches.codes import ColumnCode, PartCode, UnknownCode
from polos.matches.counterparts import FURTHER_COLUMNS, counterparts
from polos.matches.evidence import Evidence
from polos.matches.explanation import Explanation
from polos.matches.further import Further
from polos.matches.likeness import structure_column
from polos.matches.offers import Kind, Need, Offer, cover, explained_cover, offers_needs_column
from polos.matches.readiness import CooperationLevel, Governance, readiness_column, suggested_level
from polos.matches.robustness import robustness
from polos.matches.value_links import season_column, value_chain_column
from polos.measures.results import Grid, Pairs, Reason, undefined_where
from polos.measures.structure import structural_distance
from polos.measures.value_chain import buyer_strength, grouped_presence, supplier_strength
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from polos.tables.input_output import InputOutput
from polos.tables.seasons import seasons_of

ORIGIN = Origin("test")
TERRITORIES = drawn_territories(EU="e1 e2 e3", LAC="a1")
PRIORITIES = drawn_priorities("a1 | energy\ne1 | energy\ne2 | mining\ne3 | energy")
DIVISIONS = ("01", "10", "46")
# Farms sell to food makers, who sell to wholesale; wholesale sells a little to both.
TABLE = InputOutput(
    np.array([[1, 8, 0], [0, 2, 6], [2, 2, 0]], dtype=float),
    np.array([10.0, 20, 20]),
    ("A01", "C10-C12", "G46"),
    "",
    "",
    ORIGIN,
    divisions=(("01",), ("10",), ("46",)),
)


def evidence(rows):
    values = np.array(list(rows.values()), dtype=float)
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    presence = Grid(values, tuple(rows), DIVISIONS, undefined, ORIGIN)
    alike = Pairs(np.ones((3, 3)), DIVISIONS, np.zeros((3, 3), np.uint8), ORIGIN)
    units = {one: ((one, 1.0),) for one in rows}
    return Evidence("drawn", presence, dict.fromkeys(rows, "same"), units, alike)


EVIDENCE = evidence({"a1": [1, 0, 0], "e1": [0, 1, 0], "e2": [0, 0, 1], "e3": [np.nan] * 3})


def adds_up(explanation):
    return math.fsum(part.amount for part in explanation.parts) == pytest.approx(explanation.score)


def test_a_value_chain_is_told_by_what_each_activity_of_the_counterpart_adds():
    """a1 farms: all that farms sell to others goes to food makers (e1), all they buy is wholesale (e2)."""
    column = value_chain_column([EVIDENCE], TABLE, "a1", counterparts=["e1", "e2", "e3"])
    e1, e2 = column.explain("e1"), column.explain("e2")
    assert (e1.score, e2.score) == (0.5, 0.5)
    assert [(part.code, part.values["activity"]) for part in e1.parts] == [
        (PartCode.BOUGHT_ACTIVITY, "C10-C12")
    ]
    assert [(part.code, part.values["activity"]) for part in e2.parts] == [
        (PartCode.SUPPLIED_ACTIVITY, "G46")
    ]
    assert e2.parts[0].values["linked"] == ("A01",)
    assert adds_up(e1)


def test_a_value_chain_is_the_mean_of_both_strengths_and_its_parts_add_up():
    generator = np.random.default_rng(4)
    rows = {f"t{k}": generator.integers(0, 2, 3).astype(float) for k in range(12)}
    rows["t3"] = np.array([1, np.nan, 0])
    source = evidence(rows)
    column = value_chain_column([source], TABLE, "t0", counterparts=[one for one in rows if one != "t0"])
    grid = grouped_presence(source.presence, TABLE)
    strengths = [measure(grid, TABLE) for measure in (supplier_strength, buyer_strength)]
    for other in rows:
        if other == "t0":
            continue
        known = [x for one in strengths if not math.isnan(x := one.at("t0", other))]
        found = column.explain(other)
        if not known:
            assert found.score is None
        else:
            assert found.score == pytest.approx(sum(known) / len(known))
            assert adds_up(found)


def test_a_chain_of_what_nobody_counted_is_unknown():
    column = value_chain_column([EVIDENCE], TABLE, "a1", counterparts=["e1", "e4"])
    assert [one.code for one in column.explain("e4").unknowns] == [UnknownCode.TERRITORY_WITHOUT_STATISTICS]
    nothing = evidence({"a1": [0, 0, 0], "e1": [1, 0, 0]})
    column = value_chain_column([nothing], TABLE, "a1", counterparts=["e1"])
    assert [one.code for one in column.explain("e1").unknowns] == [UnknownCode.CHAIN_NOT_KNOWN]
    same = evidence({"a1": [1, 0, 0], "e1": [1, 0, 0]})
    found = value_chain_column([same], TABLE, "a1", counterparts=["e1"]).explain("e1")
    assert [part.code for part in found.parts] == [PartCode.NOTHING_LINKED]


SEASONS = seasons_of(
    pl.DataFrame(
        {
            "territory_id": ["a1", "e1", "a1", "e1", "e2"],
            "product": ["avocado", "avocado", "berries", "berries", "wine"],
            "months": ["01;02;03", "02;07;08", "12", "06;07", "01"],
        }
    )
)


def test_a_season_is_told_by_product():
    """Of nine months without avocados e1 fills two, of eleven without berries two."""
    column = season_column(SEASONS, "a1")
    found = column.explain("e1")
    assert found.score == pytest.approx((2 / 9 + 2 / 11) / 2)
    assert [part.values["product"] for part in found.parts] == ["avocado", "berries"]
    assert adds_up(found)
    assert [one.code for one in column.explain("e2").unknowns] == [UnknownCode.SEASON_NOT_KNOWN]


ASKED = Need("n1", Kind.TECHNOLOGY, markets=frozenset({"energy"}), activities=frozenset({"C", "35"}))


@pytest.mark.parametrize(
    ("offer", "share"),
    [
        (Offer("o", Kind.TECHNOLOGY, markets=frozenset({"energy"}), activities=frozenset({"27", "35"})), 1.0),
        (Offer("o", None, markets=frozenset({"energy"})), 0.5),
        (Offer("o", Kind.TECHNOLOGY, activities=frozenset({"35"})), 0.25),
        (Offer("o", Kind.DESIGN, markets=frozenset({"energy"})), 0.0),
        (Offer("o", Kind.TECHNOLOGY), 0.0),
    ],
)
def test_an_offer_covers_the_share_of_what_a_need_names(offer, share):
    """A division covers its section; an offer of another kind covers nothing."""
    assert cover(ASKED, offer).share == share


def test_a_section_does_not_cover_a_division_and_a_bare_kind_is_covered_by_its_kind():
    assert cover(Need("n", activities=frozenset({"35"})), Offer("o", activities=frozenset({"D"}))).share == 0
    assert cover(Need("n", Kind.QUALITY), Offer("o", Kind.QUALITY)).share == 1
    assert cover(Need("n", Kind.QUALITY), Offer("o")).share == 0


def test_both_directions_count_and_an_open_need_is_said():
    statements = {
        "a1": [ASKED, Need("n2", Kind.QUALITY), Offer("o1", Kind.DESIGN)],
        "e1": [Offer("o2", Kind.TECHNOLOGY, markets=frozenset({"energy"})), Need("n3", Kind.DESIGN)],
    }
    found = offers_needs_column(statements, "a1").explain("e1")
    assert found.score == pytest.approx((0.5 / 2 + 1) / 2)
    assert [(part.code, part.values["need"]) for part in found.parts] == [
        (PartCode.COVERED_NEED, "n3"),
        (PartCode.COVERED_NEED, "n1"),
        (PartCode.OPEN_NEED, "n2"),
    ]
    assert adds_up(found)


def test_a_need_coded_to_nothing_is_left_out_and_said():
    ours, theirs = [Need("n1"), Need("n2", Kind.QUALITY)], [Offer("o1", Kind.QUALITY)]
    found = explained_cover(ours, theirs, names=("a1", "e1"))
    assert found.score == 1
    assert [(one.code, one.values["stated"]) for one in found.unknowns] == [
        (UnknownCode.STATED_WITHOUT_CODES, 1)
    ]
    nothing = explained_cover([Need("n1")], theirs, names=("a1", "e1"))
    assert nothing.score is None
    assert {one.code for one in nothing.unknowns} == {
        UnknownCode.NO_OFFERS_OR_NEEDS,
        UnknownCode.STATED_WITHOUT_CODES,
    }
    both_offer = explained_cover([Offer("o", Kind.QUALITY)], theirs, names=("a1", "e1"))
    assert [one.code for one in both_offer.unknowns] == [UnknownCode.NOTHING_ASKED_AND_OFFERED]


def test_structure_shows_its_variables():
    values = np.array([[1.0, 5.0], [3.0, 5.0], [np.nan, np.nan]])
    result = structural_distance(Indicators(values, ("a1", "e1", "e2"), ("people", "age"), ORIGIN))
    column = structure_column(result, "a1")
    found = column.explain("e1")
    assert found.score == pytest.approx(1 / 3)  # two deviations apart
    assert found.parts[0].values == {"deviations": pytest.approx(2), "variables": 1}
    assert found.parts[1].values == {"variable": "people", "share": pytest.approx(1)}
    assert column.explain("e2").unknowns[0].code == UnknownCode.STRUCTURE_NOT_KNOWN
    assert column.explain("e9").unknowns[0].code == UnknownCode.STRUCTURE_NOT_KNOWN


def test_readiness_is_that_of_the_weaker():
    governance = {"a1": Governance.EMERGING, "e1": Governance.INSTITUTIONAL, "e2": None}
    column = readiness_column(governance, "a1")
    assert column.explain("e1").score == 0.5
    assert [one.values["owner"] for one in column.explain("e2").unknowns] == ["e2"]


@pytest.mark.parametrize(
    ("clusters", "regions", "level"),
    [
        ("ii", "ii", CooperationLevel.CLUSTERS),
        ("ie", "ii", CooperationLevel.REGIONS),
        ("ie", "ia", CooperationLevel.FIRMS),
        ("i?", "ii", CooperationLevel.UNKNOWN),
        ("e?", "ii", CooperationLevel.REGIONS),
        ("aa", "?i", CooperationLevel.UNKNOWN),
        ("aa", "?e", CooperationLevel.FIRMS),
    ],
)
def test_a_level_is_suggested_only_where_nothing_unknown_could_change_it(clusters, regions, level):
    of = {"i": Governance.INSTITUTIONAL, "e": Governance.EMERGING, "a": Governance.ABSENT, "?": None}
    given = {"clusters": tuple(of[c] for c in clusters), "regions": tuple(of[c] for c in regions)}
    found = suggested_level(**given)
    assert found.level is level
    assert (found.reason.code == UnknownCode.LEVEL_NOT_KNOWN) == (level is CooperationLevel.UNKNOWN)


def test_further_columns_join_the_score_with_the_weight_they_are_given():
    statements = {"a1": [Need("n", Kind.QUALITY)], "e2": [Offer("o", Kind.QUALITY)]}
    column = offers_needs_column(statements, "a1", weight=3)
    found = {
        one.territory_id: one
        for one in counterparts("a1", territories=TERRITORIES, priorities=PRIORITIES, further=[column])
    }
    e2 = found["e2"]
    similar, related = e2.columns["similar"], e2.columns["related"]
    known = [x for x in (similar, related) if x is not None]
    assert e2.score == pytest.approx((sum(known) + 3) / (len(known) + 3))
    assert e2.explanations["offers_needs"].parts[0].code == PartCode.COVERED_NEED
    assert found["e1"].columns["offers_needs"] is None
    assert set(FURTHER_COLUMNS) >= {"offers_needs", "value_chain", "structure", "readiness", "season"}


def test_complementary_looks_at_chosen_activities_only():
    chosen = counterparts(
        "a1", territories=TERRITORIES, priorities=PRIORITIES, evidence=[EVIDENCE], chosen=["46"]
    )
    e1 = next(one for one in chosen if one.territory_id == "e1").explanations["complementary"]
    assert e1.parts[0].values["target_codes"] == ("46",)
    assert e1.parts[0].values["basis"] == "chosen"
    has = counterparts(
        "a1", territories=TERRITORIES, priorities=PRIORITIES, evidence=[EVIDENCE], chosen=["01"]
    )
    unknowns = next(one for one in has if one.territory_id == "e1").explanations["complementary"].unknowns
    assert [one.code for one in unknowns] == [UnknownCode.CHOSEN_NOT_MISSING]


def test_a_weight_that_is_none_is_refused():
    with pytest.raises(InputError, match="'season'"):
        Further(ColumnCode.SEASON, lambda other: Explanation(None), weight=-1)


def test_robustness_is_the_share_of_weights_with_which_one_is_among_the_first():
    """e1 is alike in priorities; e2 is near in structure: alone each is first for its own column."""
    values = {"e1": 0.9, "e2": 0.1, "e3": 0.5}
    indicators = np.array([[0.0], [3.0], [0.2], [1.0]])
    result = structural_distance(Indicators(indicators, ("a1", "e1", "e2", "e3"), ("income",), ORIGIN))
    found = counterparts(
        "a1",
        territories=TERRITORIES,
        priorities=PRIORITIES,
        further=[structure_column(result, "a1", weight=1)],
    )
    columns = {one.territory_id: one.columns for one in found}
    drawn = robustness(
        found, generator=np.random.default_rng(5), columns=("similar", "structure"), top=1, draws=4000
    )
    # w on similar, 1 - w on structure: where the lines of the two cross
    grid = np.linspace(0, 1, 4001)
    best = {one: 0 for one in values}
    for w in grid:
        scores = {one: w * columns[one]["similar"] + (1 - w) * columns[one]["structure"] for one in values}
        for one, score in scores.items():
            best[one] += score >= max(scores.values()) - 1e-12
    for one, robust in drawn.items():
        assert robust.share == pytest.approx(best[one] / len(grid), abs=4 * max(robust.standard_error, 1e-3))
    assert all(one.share == 1 for one in robustness(found, generator=np.random.default_rng(5)).values())


@pytest.mark.slow
def test_robustness_of_many_clusters_is_that_of_a_slow_count():
    """As many as need several pieces, some of unknown columns, against one weight after another."""
    drawing = np.random.default_rng(3)
    values = drawing.random((3000, 3)).round(2)
    values[drawing.random(values.shape) < 0.2] = np.nan
    rows = [
        ClusterCounterpart(f"c{at}", at + 1, 0.5, dict(zip("xyz", map(float, row), strict=True)))
        for at, row in enumerate(values)
    ]
    drawn = robustness(rows, generator=np.random.default_rng(7), columns="xyz", draws=1500)
    counts = np.zeros(len(values))
    for weights in np.random.default_rng(7).dirichlet(np.ones(3), 1500):
        total = (weights * ~np.isnan(values)).sum(axis=1)
        scores = np.where(total > 0, np.nansum(weights * values, axis=1) / np.where(total > 0, total, 1), -1)
        counts += scores.round(12) >= sorted(scores.round(12))[-3]
    assert [drawn[one.cluster_id].share for one in rows] == pytest.approx(counts / 1500)


def test_robustness_needs_something_to_draw():
    found = counterparts("a1", territories=TERRITORIES, priorities=PRIORITIES)
    with pytest.raises(InputError, match="draws"):
        robustness(found, generator=np.random.default_rng(1), draws=0)
    with pytest.raises(InputError, match="0 columns"):
        robustness(found, generator=np.random.default_rng(1), columns=())
    assert robustness((), generator=np.random.default_rng(1)) == {}
