"""How broad declared priorities are, and when they are called a wish list."""

import polars as pl
import pytest

from polos import parameters, reference
from polos.tables.breadth import breadths
from polos.tables.priorities import priorities_of
from polos.vocabularies import markets

MARKETS = markets().codes


def table(*rows, scope="own"):
    """Priorities of one territory, each given by its markets."""
    return priorities_of(
        pl.DataFrame(
            {
                "priority_id": [f"p{number}" for number in range(len(rows))],
                "territory_id": ["here"] * len(rows),
                "scope": [scope] * len(rows),
                "markets": [list(row) for row in rows],
            }
        )
    )


def codes(found):
    return [notice.code for notice in found.notices]


def test_few_priorities_in_few_markets_say_nothing_but_that_none_is_weighted():
    found = breadths(table(MARKETS[:2], MARKETS[1:3]))["here"]
    assert (found.priorities, found.markets) == (2, MARKETS[:3])
    assert codes(found) == ["nothing_weighted"] and not found.is_wish_list
    assert codes(breadths(table(MARKETS[:2], MARKETS[1:3]), ["p0"])["here"]) == []


def test_eleven_of_fourteen_markets_are_nearly_all_and_ten_are_not():
    halves = MARKETS[:3], MARKETS[3:6], MARKETS[6:9]
    assert "covers_nearly_all" not in codes(breadths(table(*halves, MARKETS[9:10]))["here"])
    found = breadths(table(*halves, MARKETS[9:11]))["here"]
    assert found.notices[0].code == "covers_nearly_all" and found.notices[0].values["markets"] == 11
    assert found.is_wish_list


def test_what_is_weighted_is_no_wish_list_however_long():
    rows = [MARKETS[:1]] * 10
    assert breadths(table(*rows))["here"].is_wish_list
    found = breadths(table(*rows), ["p3"])["here"]
    assert codes(found) == ["many_priorities"] and found.weighted == 1
    assert "many_priorities" not in codes(breadths(table(*rows[1:]))["here"])


def test_a_single_broad_priority_is_named_and_a_lone_one_needs_no_weight():
    assert codes(breadths(table(MARKETS[:4]))["here"]) == ["broad_priorities"]
    assert codes(breadths(table(MARKETS[:3]))["here"]) == []


def test_what_names_no_market_is_listed_and_what_is_taken_over_does_not_count():
    assert breadths(table((), MARKETS[:1]))["here"].without_market == ("p0",)
    assert breadths(table(MARKETS, scope="inherited")) == {}


def test_the_limits_are_ours_and_say_on_what_they_rest():
    """The citation quotes the built-in rows; it has to be true of them."""
    found = breadths(reference.priorities()).values()
    covered = sorted(len(one.markets) for one in found)
    counts = sorted(one.priorities for one in found)
    papers = parameters.read("breadth")
    assert papers.author == "ours"
    middle = covered[len(covered) // 2]
    quoted = f"{covered[0]} to {covered[-1]} of the 14 markets, {middle} at the median"
    assert quoted in papers.citation
    assert f"{counts[0]} to {counts[-1]} priorities" in papers.citation


@pytest.mark.parametrize("name", ["nearly_all", "many_from"])
def test_every_limit_is_used(name):
    assert name in parameters.read("breadth").values["thresholds"]
