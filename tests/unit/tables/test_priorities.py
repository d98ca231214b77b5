import json

import polars as pl
import pytest

from polos import reference
from polos.errors import UnknownName
from polos.provenance import Origin
from polos.table import Table
from polos.tables.priorities import NOT_STATED, PRIORITIES, concepts, own


def table(*rows):
    """Priorities of which only what is given here matters."""
    blank = {name: [] if kind == pl.List else None for name, kind in PRIORITIES.items()}
    numbered = [
        blank | {"priority_id": f"p{i}", "territory_id": "here", "scope": "own"} | row
        for i, row in enumerate(rows, 1)
    ]
    return Table(pl.DataFrame(numbered, schema=PRIORITIES), PRIORITIES, Origin("a test"))


def coded(priorities, kind):
    return {(p, c) for p, c in concepts(priorities, kind).select("priority_id", "concept").iter_rows()}


def test_inherited_rows_never_count():
    rows = table({"scope": "own"}, {"scope": "inherited"})
    kept = own(rows)
    assert kept.rows["priority_id"].to_list() == ["p1"]
    assert kept.origin.steps == ("inherited rows left out",)
    assert len(rows.rows) == 2


def test_a_priority_without_technology_says_so_instead_of_vanishing():
    rows = table({"technologies": []}, {"technologies": ["photonics"]})
    assert coded(rows, "technology") == {("p1", NOT_STATED), ("p2", "photonics")}


def test_every_market_of_a_priority_meets_every_technology_of_it():
    rows = table({"markets": ["health", "ict"], "technologies": ["photonics", "adv_materials"]})
    assert coded(rows, "cell") == {
        ("p1", "health|photonics"),
        ("p1", "health|adv_materials"),
        ("p1", "ict|photonics"),
        ("p1", "ict|adv_materials"),
    }


def test_the_technology_of_one_priority_does_not_meet_the_market_of_another():
    rows = table({"markets": ["health"]}, {"markets": ["ict"], "technologies": ["photonics"]})
    assert coded(rows, "cell") == {("p1", "health|not_stated"), ("p2", "ict|photonics")}


def test_a_priority_without_market_has_no_cell():
    assert coded(table({"technologies": ["photonics"]}), "cell") == set()


def test_a_division_implies_its_section_and_not_the_other_way_round():
    rows = table({"nace": ["10", "11", "A"]})
    assert coded(rows, "division") == {("p1", "10"), ("p1", "11")}
    assert coded(rows, "section") == {("p1", "C"), ("p1", "A")}


def test_a_section_stated_beside_its_division_is_listed_once():
    assert len(concepts(table({"nace": ["C", "10"]}), "section")) == 1


def test_nothing_coded_gives_no_rows():
    for kind in ("market", "cell", "division", "section"):
        assert concepts(table({}), kind).is_empty()
        assert concepts(table(), kind).columns == ["territory_id", "priority_id", "concept"]


def test_an_unknown_kind_or_activity_is_refused():
    with pytest.raises(UnknownName, match="market, technology, cell, division, section"):
        concepts(table({}), "sector")
    with pytest.raises(UnknownName, match="'1'"):
        concepts(table({"nace": ["1"]}), "division")


def test_the_reference_data_have_this_schema():
    assert reference.priorities().schema == PRIORITIES


def test_a_period_is_written_as_its_two_years():
    for row in reference.priorities().rows.iter_rows(named=True):
        assert row["period"] == f"{row['period_start']}-{row['period_end']}"
        assert row["period_start"] <= row["period_end"]


@pytest.mark.shared
def test_published_counts(shared):
    """The compilers' own counts: 725 own and 23 inherited rows, 22 of 98 cells touched on both sides."""
    counts = json.loads((shared / "reference/priorities/coverage.json").read_text(encoding="utf-8"))
    rows = own(reference.priorities())
    assert len(rows.rows) == counts["priorities"]["own"] == 725
    assert len(reference.priorities().rows) - 725 == counts["priorities"]["inherited"] == 23
    touched = _territories(rows, "cell")
    cells = counts["convergence"]["cells"]
    for cell in cells:
        concept = f"{cell['market']}|{cell['technology']}"
        found = [touched.get((concept, side), 0) for side in ("EU", "LAC")]
        assert found == [cell["eu"], cell["lac"]], concept
    assert sum(cell["eu"] > 0 and cell["lac"] > 0 for cell in cells) == 22


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["market", "technology"])
def test_published_profiles(shared, kind):
    counts = json.loads((shared / "reference/priorities/coverage.json").read_text(encoding="utf-8"))
    touched = _territories(own(reference.priorities()), kind)
    for concept, sides in counts[f"{kind}_profile"].items():
        assert [touched.get((concept, side), 0) for side in ("EU", "LAC")] == [sides["eu"], sides["lac"]]


def test_74_and_45_territories_have_priorities_of_their_own():
    side = dict(reference.territories().rows.select("territory_id", "side").iter_rows())
    having = [side[i] for i in own(reference.priorities()).rows["territory_id"].unique()]
    assert (having.count("EU"), having.count("LAC")) == (74, 45)


def test_507_own_priorities_state_no_technology():
    rows = concepts(own(reference.priorities()), "technology")
    assert (rows["concept"] == NOT_STATED).sum() == 507


def _territories(priorities, kind):
    sides = reference.territories().rows.select("territory_id", "side")
    joined = concepts(priorities, kind).join(sides, on="territory_id")
    counted = joined.group_by("concept", "side").agg(pl.col("territory_id").n_unique())
    return {(concept, side): n for concept, side, n in counted.iter_rows()}
