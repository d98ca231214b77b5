"""Each caveat appears when it is due, with its numbers, and not otherwise."""

from dataclasses import replace

import polars as pl
import pytest

from drawn_priorities import drawn_priorities, drawn_territories
from polos.measures.convergence import convergence

PLAIN = "e1 | health | photonics | 86\na1 | health | photonics | 86"


def caveats(text=PLAIN, a=("e1",), b=("a1",), territories=None):
    found = convergence(drawn_priorities(text), a, b, territories=territories).caveats
    return {str(caveat.code): caveat.values for caveat in found}


def test_the_plainest_comparison_still_says_what_it_is():
    assert set(caveats()) == {
        "emphasis_of_priorities",
        "levels_not_given",
        "similarity_only",
        "small_group",
    }


@pytest.mark.parametrize(
    ("eu", "lac", "due"),
    [
        ("e1", "a1", False),
        ("e1:nation", "a1:nation", False),
        ("e1:nation", "a1", True),
        ("e1:nation e2", "a1", True),
    ],
)
def test_level_mismatch_is_due_where_nations_meet_something_smaller(eu, lac, due):
    territories = drawn_territories(EU=eu, LAC=lac)
    group = [name.partition(":")[0] for name in eu.split()]
    found = caveats(PLAIN + "\ne2 | health", a=group, territories=territories)
    assert ("level_mismatch" in found) == due
    if due:
        nations = {
            key: found["level_mismatch"][key] for key in ("nations_a", "base_a", "nations_b", "base_b")
        }
        assert nations == {"nations_a": 1, "base_a": len(group), "nations_b": 0, "base_b": 1}


def test_places_that_count_twice_are_named():
    territories = drawn_territories(EU="e1 e2:nation", LAC="a1 a2:nation")
    text = PLAIN + "\ne2 | health\na2 | health"
    assert caveats(text, ("e1", "e2"), ("a1",), territories)["contained"] == {
        "pairs_a": 1,
        "pairs_b": 0,
        "pairs_across": 0,
        "pairs": ("e1 in e2",),
    }
    assert caveats(text, ("e1",), ("e2", "a1"), territories)["contained"]["pairs_across"] == 1
    assert "contained" not in caveats(text, ("e1",), ("a1", "a2"), drawn_territories(EU="e1", LAC="a1"))


def test_places_that_share_ground_are_named_as_such():
    drawn = drawn_territories(EU="e1 e2", LAC="a1")
    codes = pl.Series("iso_3166_2", [["ES-X", "ES-Y"], ["ES-Y", "ES-Z"], []])
    territories = replace(drawn, rows=drawn.rows.with_columns(codes, iso_relation=pl.lit("union_of")))
    found = caveats(PLAIN + "\ne2 | health", ("e1", "e2"), ("a1",), territories)
    assert found["contained"]["pairs"] == ("e1 overlaps e2",)


def test_who_stands_on_both_sides_is_named():
    found = caveats(PLAIN, ("e1", "a1"), ("a1",))
    assert found["in_both_groups"] == {"territories": ("a1",)}


def test_broad_priorities_have_many_markets_or_manufacturing_alone():
    text = """
        e1 | health energy mining trade | photonics
        e1 | manufacturing
        e1 | manufacturing | | C
        e1 | manufacturing | | 13
        e1 | manufacturing | photonics
        e1 | health
        a1 | health
    """
    found = caveats(text)["broad_priorities"]
    assert found == {"broad_a": 3, "priorities_a": 6, "broad_b": 0, "priorities_b": 1, "markets": 4}


def test_priorities_without_technology_and_recalled_ones_are_counted():
    found = caveats(
        "e1 | health\ne1 | health | photonics\na1 | health | provenance=recalled\na1 | health | photonics"
    )
    assert found["technology_not_stated"]["share"] == 0.5
    assert found["recalled_priorities"] == {
        "recalled_a": 0,
        "priorities_a": 2,
        "recalled_b": 1,
        "priorities_b": 2,
    }


def test_periods_that_differ_are_told_with_their_first_and_last_years():
    found = caveats("e1 | health | photonics | period_start=2014 | period_end=2020\na1 | health | photonics")
    assert found["different_periods"] == {
        "periods": 2,
        "first_a": 2014,
        "last_a": 2020,
        "first_b": 2021,
        "last_b": 2027,
    }


def test_many_territories_and_full_cells_need_neither_caveat():
    europe, america = [f"e{i}" for i in range(10)], [f"a{i}" for i in range(10)]
    text = "\n".join(f"{t} | health | photonics | 86" for t in (*europe, *america))
    found = caveats(text, europe, america)
    assert not {"small_group", "thin_cells", "emphasis_of_priorities"} & set(found)


def test_thin_cells_count_only_cells_with_a_stated_technology():
    europe, america = ("e1", "e2", "e3"), ("a1", "a2", "a3")
    everywhere = "\n".join(f"{t} | energy | photonics" for t in (*europe, *america))
    unstated = everywhere + "\ne1 | health\na1 | health"
    assert "thin_cells" not in caveats(unstated, europe, america)
    stated = everywhere + "\ne1 | health | photonics\na1 | health | photonics"
    expected = {"cells": 1, "shared_cells": 2, "minimum": 3}
    assert caveats(stated, europe, america)["thin_cells"] == expected
