"""From the rows behind a column its value can be computed again; they say what is missing on which side."""

import math

import numpy as np
import polars as pl
import pytest

from polos.matches.cluster_field import Cluster, cluster_field
from polos.matches.cluster_sector import sector_rows
from polos.matches.clusters import explained
from polos.matches.codes import PartCode
from polos.matches.evidence import Complementary, Evidence
from polos.matches.likeness import structure_column, structure_rows
from polos.matches.offers import FieldRow, Kind, Need, Offer, cover, cover_rows
from polos.matches.value_links import chain_rows, season_column, season_rows, told_from, value_chain_column
from polos.measures.results import Grid, Pairs, Reason, undefined_where
from polos.measures.structure import structural_distance
from polos.provenance import Origin
from polos.tables.indicators import Indicators
from polos.tables.input_output import InputOutput
from polos.tables.seasons import seasons_of

ORIGIN = Origin("test")
DIVISIONS = ("01", "10", "11", "46")
# Farms sell to food makers, who sell to wholesale; wholesale sells a little to both.
TABLE = InputOutput(
    np.array([[1, 8, 0], [0, 2, 6], [2, 2, 0]], dtype=float),
    np.array([10.0, 20, 0]),
    ("A01", "C10-C12", "G46"),
    "",
    "",
    ORIGIN,
    divisions=(("01",), ("10", "11"), ("46",)),
)


def evidence(rows, related=None):
    values = np.array(list(rows.values()), dtype=float)
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    presence = Grid(values, tuple(rows), DIVISIONS, undefined, ORIGIN)
    weights = np.ones((4, 4)) if related is None else related
    alike = Pairs(weights, DIVISIONS, np.zeros((4, 4), np.uint8), ORIGIN)
    return Evidence("drawn", presence, dict.fromkeys(rows, "same"), {}, alike)


def drawn(generator, count=10):
    cells = generator.choice([0.0, 1.0, np.nan], size=(count, 4), p=[0.45, 0.45, 0.1])
    return {f"t{k}": row for k, row in enumerate(cells)}


# ---- structure -------------------------------------------------------------------------------


def test_the_squared_distance_is_what_the_variables_add_and_gaps_name_their_side():
    values = np.array([[1.0, 5, 2, 7], [4, np.nan, 5, 7], [6, 1, np.nan, 7]])
    given = Indicators(values, ("a1", "e1", "e2"), ("people", "age", "income", "same"), ORIGIN)
    result = structural_distance(given, least_known=0.1)
    rows = {row.variable: row for row in structure_rows(result, given, "a1", "e1")}
    squared = math.fsum(row.added for row in rows.values() if row.added is not None)
    assert 1 / (1 + math.sqrt(squared)) == pytest.approx(structure_column(result, "a1").explain("e1").score)
    for name in ("people", "income"):
        assert rows[name].added == pytest.approx(rows[name].weight * rows[name].difference ** 2 / 2)
    assert (rows["age"].ours, rows["age"].theirs, rows["age"].added) == (5, None, None)
    assert (rows["same"].ours, rows["same"].is_constant, rows["same"].added) == (7, True, None)
    unheard = structure_rows(result, given, "a1", "e9")
    assert {(row.theirs, row.added) for row in unheard} == {(None, None)}
    assert [row.ours for row in unheard] == [1, 5, 2, 7]


# ---- value chain -------------------------------------------------------------------------------


def test_a_flow_stands_with_its_coefficient_and_its_share():
    """a1 farms and e1 makes food: of 8 that farms sell to others all goes there, 8 a unit of 20."""
    source = evidence({"a1": [1, 0, 0, 0], "e1": [0, 0, 1, 0]})
    (row,) = chain_rows([source], TABLE, "a1", "e1")
    assert (row.code, row.activity, row.linked) == (PartCode.BOUGHT_ACTIVITY, "C10-C12", "A01")
    assert (row.flow, row.coefficient, row.whole, row.share) == (8, 0.4, 8, 1)
    assert row.amount == 0.5, "farms also buy, from wholesale, and nothing of that is a strength there"
    assert told_from(source, TABLE, "e1", "C10-C12") == ("11",)
    assert told_from(source, TABLE, "a1", "C10-C12") == ()


def test_without_output_there_is_no_coefficient():
    source = evidence({"a1": [0, 1, 0, 0], "e1": [0, 0, 0, 1]})
    to_wholesale = [r for r in chain_rows([source], TABLE, "a1", "e1") if r.code is PartCode.BOUGHT_ACTIVITY]
    assert [row.coefficient for row in to_wholesale] == [None]


def test_flows_add_up_to_the_column_and_to_each_of_its_reasons():
    generator = np.random.default_rng(8)
    for _ in range(8):
        source = evidence(drawn(generator))
        column = value_chain_column([source], TABLE, "t0", counterparts=[f"t{k}" for k in range(1, 10)])
        for other in (f"t{k}" for k in range(1, 10)):
            found, rows = column.explain(other), chain_rows([source], TABLE, "t0", other)
            assert math.fsum(row.amount for row in rows) == pytest.approx(found.score or 0.0)
            for part in found.parts:
                own = [r for r in rows if (r.code, r.activity) == (part.code, part.values.get("activity"))]
                assert math.fsum(row.amount for row in own) == pytest.approx(part.amount)
                assert len(own) == part.values.get("linked_count", 0)
    assert chain_rows([source], TABLE, "t0", "nobody") == ()


# ---- complementary -----------------------------------------------------------------------------


def test_relatedness_adds_up_to_the_column_and_to_each_of_its_reasons():
    generator = np.random.default_rng(3)
    related = generator.random((4, 4)).round(2)
    related = (related + related.T) / 2
    others = [f"t{k}" for k in range(1, 10)]
    for _ in range(8):
        source = evidence(drawn(generator), related)
        column = Complementary([source], "t0", counterparts=others, wanted=frozenset({"10", "46"}))
        for other in others:
            found, rows = column.explain(other), column.rows(other)
            assert math.fsum(row.amount for row in rows) == pytest.approx(found.score or 0.0)
            for part in found.parts:
                own = [row for row in rows if row.activity == part.values.get("activity")]
                assert math.fsum(row.amount for row in own) == pytest.approx(part.amount)
                assert tuple(row.target for row in own) == part.values.get("target_codes", ())
            for row in rows:
                i, j = DIVISIONS.index(row.target), DIVISIONS.index(row.activity)
                assert row.relatedness == related[i, j]


# ---- season ------------------------------------------------------------------------------------


def test_months_stand_for_each_product_of_either_with_what_is_not_known():
    calendar = seasons_of(
        pl.DataFrame(
            {
                "territory_id": ["a1", "e1", "a1", "e1", "a1", "e1"],
                "product": ["avocado", "avocado", "berries", "wine", "lime", "lime"],
                "months": ["01;02;03", "02;07;08", "12", "06", "01", None],
                "source_url": ["https://a.example", None, None, None, None, None],
            }
        )
    )
    rows = {row.product: row for row in season_rows(calendar, "a1", "e1")}
    assert list(rows) == ["avocado", "berries", "lime", "wine"]
    avocado = rows["avocado"]
    assert (avocado.both, avocado.filled, avocado.empty_count) == (("02",), ("07", "08"), 9)
    assert avocado.share == len(avocado.filled) / avocado.empty_count
    assert avocado.ours.source_url == "https://a.example"
    assert (rows["berries"].theirs, rows["berries"].share) == (None, None)
    assert (rows["wine"].ours, rows["wine"].empty_count) == (None, None)
    assert (rows["lime"].theirs.months, rows["lime"].filled, rows["lime"].share) == (None, (), None)
    known = [row.share for row in rows.values() if row.share is not None]
    assert sum(known) / len(known) == season_column(calendar, "a1").explain("e1").score


# ---- offers and needs, sector ------------------------------------------------------------------


def test_an_offer_meets_a_need_field_by_field():
    need = Need("n", Kind.QUALITY, frozenset({"energy", "health"}), activities=frozenset({"C"}))
    offer = Offer("o", None, frozenset({"energy"}), frozenset({"photonics"}), frozenset({"10"}))
    rows = cover_rows(need, offer)
    assert rows == (
        FieldRow("markets", ("energy", "health"), ("energy",), ("energy",)),
        FieldRow("activities", ("C",), ("10",), ("C",)),
    )
    assert sum(row.share for row in rows) / len(rows) == cover(need, offer).share
    assert cover_rows(Need("n", Kind.QUALITY), Offer("o", Kind.QUALITY)) == ()


def test_codes_of_two_clusters_weigh_what_the_column_says():
    clusters = [
        Cluster("eu", "EU", markets=("energy",), technologies=("photonics",), activities=("27",)),
        Cluster("lac", "LAC", markets=("energy", "health"), activities=("27", "10")),
        Cluster("other", "LAC", markets=("mining",)),
    ]
    field = cluster_field(clusters)
    rows = sector_rows(field, "eu", "lac")
    shared = math.fsum(row.information for row in rows if row.ours and row.theirs)
    _, columns = explained(field, "eu", "lac")
    assert shared / math.fsum(row.information for row in rows) == pytest.approx(columns["sector"].score)
    told = {(row.kind, row.code): (row.ours, row.theirs) for row in rows}
    assert told[("division", "27")] == (True, True)
    assert told[("market", "health")] == (False, True)
    assert told[("cell", "energy|photonics")] == (True, False)
