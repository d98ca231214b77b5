import math
from dataclasses import replace
from datetime import date

import pytest

from drawn_priorities import drawn_priorities, drawn_territories
from polos import reference
from polos.errors import InputError, UnknownName
from polos.matches.counterparts import COLUMNS, counterparts
from polos.measures.coded_priorities import coded_priorities
from polos.parameters.counterparts import Weights, default_weights

TERRITORIES = drawn_territories(EU="e1 e2 e3:nation e4", LAC="a1 a2:nation")
PRIORITIES = drawn_priorities("""
    a1 | health | photonics
    a1 | energy
    a2 | mining
    e1 | health | photonics
    e1 | mining
    e2 | trade
    e2 | energy
    e3 | health | photonics
    e3 | mining
    e4 | energy | scope=inherited
""")


def of(territory="a1", **options):
    options = {"territories": TERRITORIES, "priorities": PRIORITIES} | options
    return {c.territory_id: c for c in counterparts(territory, **options)}


@pytest.fixture(scope="module")
def real():
    return counterparts(
        "mx_col",
        territories=reference.territories(),
        priorities=reference.priorities(),
        on=date(2026, 3, 2),
    )


def test_candidates_are_the_other_side_and_those_without_a_score_come_last():
    assert list(of()) == ["e1", "e3", "e2", "e4"]
    assert [c.rank for c in of().values()] == [1, 2, 3, None]
    assert set(of("e1")) == {"a1", "a2"}


def test_equal_scores_are_ordered_by_id():
    """e1 and e3 declare the same."""
    found = of()
    assert found["e1"].score == found["e3"].score
    assert list(found)[:2] == ["e1", "e3"]


def test_order_does_not_depend_on_the_order_of_rows():
    turned = replace(PRIORITIES, rows=PRIORITIES.rows.reverse())
    assert [(c.territory_id, c.score) for c in of(priorities=turned).values()] == [
        (c.territory_id, c.score) for c in of().values()
    ]


def test_score_is_the_weighted_mean_of_the_known_columns():
    found = of(weights=Weights(similar=3, related=1, complementary=1))["e2"]
    similar, related = found.columns["similar"], found.columns["related"]
    assert found.columns["complementary"] is None
    assert found.score == pytest.approx((3 * similar + related) / 4)


def test_what_is_unknown_is_told_and_is_not_a_zero():
    found = of()["e1"]
    assert [unknown.code for unknown in found.explanation.unknowns] == ["statistics_not_loaded"]
    assert [part.code for part in found.explanation.parts] == ["similar", "related"]


def test_a_territory_without_own_priorities_gets_no_score_whatever_else_is_known():
    found = of(weights=replace(default_weights(), distance=1.0))["e4"]
    assert found.score is None
    assert found.columns["distance"] is not None
    assert found.explanation.unknowns[0].code == "territory_without_priorities"
    assert found.explanation.unknowns[0].values == {"territory": "e4"}


def test_why_there_is_no_score_is_told_even_where_priorities_do_not_count():
    only_distance = Weights(similar=0, related=0, complementary=0, distance=1)
    (unknown,) = of(weights=only_distance)["e4"].explanation.unknowns
    assert (unknown.code, unknown.values) == ("territory_without_priorities", {"territory": "e4"})


def test_the_one_who_looks_without_own_priorities_gets_an_unranked_list():
    found = of("e4")
    assert [c.rank for c in found.values()] == [None, None]
    assert list(found) == ["a1", "a2"]


def test_where_nothing_that_counts_is_known_there_is_no_score():
    found = of(weights=Weights(similar=0, related=0, complementary=1))["e1"]
    assert found.score is None
    assert [u.code for u in found.explanation.unknowns] == ["statistics_not_loaded", "no_column_known"]


def test_information_counts_only_where_somebody_gives_it_weight():
    assert "level" not in {part.code for part in of()["e3"].explanation.parts}
    weighed = of(weights=replace(default_weights(), level=1.0))["e3"]
    assert weighed.explanation.parts[-1].code == "level"
    assert weighed.score < of()["e3"].score  # a nation is not of the level of a region


def test_a_nation_beside_a_region_carries_a_warning():
    (warning,) = of()["e3"].warnings
    assert (warning.code, warning.values) == (
        "nation_with_smaller",
        {"nation": "e3", "other": "a1", "level": "region"},
    )
    assert of("a2")["e3"].warnings == ()
    assert of()["e1"].warnings == ()


def test_a_region_beside_a_part_of_one_carries_a_warning():
    """Neither is a nation, and still they are not alike."""
    territories = drawn_territories(EU="e1", LAC="a4:sub-region")
    priorities = drawn_priorities("a4 | energy \n e1 | energy")
    (warning,) = of("a4", territories=territories, priorities=priorities)["e1"].warnings
    assert (warning.code, warning.values) == (
        "different_levels",
        {"territory": "a4", "level": "sub-region", "other": "e1", "other_level": "region"},
    )


def test_shared_concepts_are_the_parts_and_priorities_of_both_the_evidence():
    similar = of()["e1"].explanations["similar"]
    cell = next(part for part in similar.parts if part.code == "shared_cell")
    assert cell.values["market"] == "health"
    assert cell.values["share"] == 3 / 5
    assert cell.evidence == ("a1-1", "e1-1")


def test_nothing_different_is_zero_and_says_so():
    found = counterparts(
        "a1",
        territories=TERRITORIES,
        priorities=drawn_priorities("a1 | health\na1 | mining\ne1 | mining"),
        among=["e1"],
    )
    related = found[0].explanations["related"]
    assert (related.score, related.parts[0].code) == (0.0, "nothing_different")


def test_what_everybody_declares_cannot_be_weighed():
    found = counterparts(
        "a1", territories=TERRITORIES, priorities=drawn_priorities("a1 | health\ne1 | health"), among=["e1"]
    )
    assert found[0].explanations["similar"].unknowns[0].code == "nothing_to_weigh"
    assert found[0].columns["similar"] is None


def test_every_column_of_every_counterpart_adds_up_on_real_rows(real):
    assert len(real) == 76
    for found in real:
        assert tuple(found.columns) == COLUMNS
        for name, explanation in found.explanations.items():
            assert explanation.score == found.columns[name]
            if explanation.score is None:
                assert explanation.unknowns
            else:
                assert 0 <= explanation.score <= 1
                assert math.isclose(sum(p.amount for p in explanation.parts), explanation.score, abs_tol=1e-9)
        for part in found.explanation.parts:
            assert math.isclose(sum(p.amount for p in part.parts), part.amount, abs_tol=1e-9)


def test_every_reason_on_real_rows_leads_to_priorities_of_both(real):
    owner = dict(reference.priorities().rows.select("priority_id", "territory_id").iter_rows())
    for found in real:
        for name in ("similar", "related"):
            for part in found.explanations[name].parts:
                if part.amount:
                    assert {owner[priority] for priority in part.evidence} == {"mx_col", found.territory_id}


def test_the_two_without_own_rows_stand_at_the_end(real):
    assert [found.territory_id for found in real[-2:]] == ["pl225", "si041"]
    assert [found.score for found in real[-2:]] == [None, None]


def test_coded_priorities_may_be_given_instead_of_the_table():
    assert of(priorities=coded_priorities(PRIORITIES))["e1"].score == of()["e1"].score


def test_an_unknown_territory_is_refused():
    with pytest.raises(UnknownName, match="'nowhere'"):
        of("nowhere")
    with pytest.raises(UnknownName, match="'nowhere'"):
        of(among=["nowhere"])


def test_a_territory_is_not_its_own_counterpart():
    with pytest.raises(InputError, match="among its own counterparts"):
        of(among=["e1", "a1"])
