"""What the convergence of declared priorities means."""

from dataclasses import replace

import numpy as np
import pytest

from drawn_priorities import drawn_priorities
from polos.measures.convergence import Emphasis, Level, convergence
from polos.parameters.convergence import default_thresholds

EUROPE, AMERICA = ("e1", "e2", "e3", "e4"), ("a1", "a2", "a3", "a4")


def at(array, result, market, technology):
    return array[result.markets.index(market), result.technologies.index(technology)]


def test_a_territory_touches_a_cell_only_when_one_priority_carries_both():
    """e1 names health and photonics in one breath; e2 names them in two priorities, which is not the same."""
    found = convergence(
        drawn_priorities("""
            e1 | health | photonics
            e2 | health
            e2 | manufacturing | photonics
            a1 | health | photonics
            a2 | health | photonics
        """),
        ("e1", "e2"),
        ("a1", "a2"),
    )
    assert at(found.counts_a, found, "health", "photonics") == 1
    assert at(found.counts_a, found, "health", "not_stated") == 1
    assert at(found.counts_b, found, "health", "photonics") == 2


def test_a_cell_is_touched_once_however_many_priorities_carry_it():
    found = convergence(
        drawn_priorities("""
            e1 | health | photonics
            e1 | health | photonics
            e2 | mining
            a1 | health | photonics
            a2 | mining
        """),
        ("e1", "e2"),
        ("a1", "a2"),
    )
    assert at(found.counts_a, found, "health", "photonics") == 1
    assert at(found.shares_a, found, "health", "photonics") == 0.5
    assert [m.priority_ids for m in found.members("health", "photonics").a] == [("e1-1", "e1-2")]


def test_inherited_rows_never_count_and_do_not_make_a_base():
    found = convergence(
        drawn_priorities("""
            e1 | health | photonics
            e2 | health | photonics | scope=inherited
            a1 | health | photonics
        """),
        ("e1", "e2"),
        ("a1",),
    )
    assert (found.base_a, at(found.counts_a, found, "health", "photonics")) == (1, 1)


@pytest.mark.parametrize(
    ("americans", "level"),
    [
        (4, Level.HIGH),  # 4 of 4 against 4 of 4: closeness 1
        (3, Level.MEDIUM),  # 3/4
        (2, Level.MEDIUM),  # exactly 1/2 reaches medium
        (1, Level.LOW),  # 1/4
        (0, Level.NONE),  # not shared
    ],
)
def test_the_level_is_the_closeness_of_the_shares_of_territories(americans, level):
    """All four of Europe touch the cell; the level says how near America comes."""
    lines = [f"{e} | energy | digital_agenda" for e in EUROPE]
    lines += [
        f"{a} | {'energy | digital_agenda' if i < americans else 'mining'}" for i, a in enumerate(AMERICA)
    ]
    found = convergence(drawn_priorities("\n".join(lines)), EUROPE, AMERICA)
    assert found.emphasis is Emphasis.TERRITORIES
    assert found.level("energy", "digital_agenda") == level


def test_a_closeness_of_exactly_four_fifths_is_high():
    """4 of 5 against 5 of 5; 0.8 is not representable, the tie must not hang on that."""
    europe, america = [f"e{i}" for i in range(5)], [f"a{i}" for i in range(5)]
    lines = [f"{e} | trade | photonics" for e in europe]
    lines += [f"{a} | {'trade | photonics' if a != 'a0' else 'mining'}" for a in america]
    assert (
        convergence(drawn_priorities("\n".join(lines)), europe, america).level("trade", "photonics") == "high"
    )


def test_two_single_territories_are_compared_by_shares_of_their_priorities():
    """e1 puts 1 of its 2 priorities there, a1 1 of its 4: closeness 1/2."""
    found = convergence(
        drawn_priorities("""
            e1 | energy | digital_agenda
            e1 | mining
            a1 | energy | digital_agenda
            a1 | mining
            a1 | mining
            a1 | mining
        """),
        ("e1",),
        ("a1",),
    )
    assert found.emphasis is Emphasis.PRIORITIES
    assert at(found.closeness, found, "energy", "digital_agenda") == 0.5
    assert found.level("energy", "digital_agenda") == "medium"
    assert found.level("mining", "not_stated") == "medium"  # 1/2 against 3/4
    assert any(caveat.code == "emphasis_of_priorities" for caveat in found.caveats)


def test_without_own_priorities_on_a_side_levels_are_unknown_and_not_none():
    found = convergence(
        drawn_priorities("""
            e1 | energy | scope=inherited
            a1 | energy
        """),
        ("e1",),
        ("a1",),
    )
    assert set(found.levels.ravel()) == {Level.UNKNOWN}
    assert np.isnan(found.shares_a).all()
    assert {c.code for c in found.caveats} >= {"side_without_priorities", "no_own_priorities"}


def test_each_territory_is_told_how_many_of_the_other_side_share_a_cell():
    """e1 meets a1 in a cell, a2 only in the market; e2 meets nobody; a3 has nothing of its own."""
    found = convergence(
        drawn_priorities("""
            e1 | energy | digital_agenda
            e2 | mining
            a1 | energy | digital_agenda
            a2 | energy
            a3 | energy | scope=inherited
        """),
        ("e1", "e2"),
        ("a1", "a2", "a3"),
    )
    told = {(s.territory_id, s.cells, s.markets, s.base) for s in found.sharing}
    assert told == {
        ("e1", 1, 2, 2),
        ("e2", 0, 0, 2),
        ("a1", 1, 1, 2),
        ("a2", 0, 1, 2),
        ("a3", None, None, 2),
    }


def test_what_everybody_has_in_common_carries_no_information():
    """Manufacturing is declared by all four: 0 bits. Division 21 by two of four: 1 bit."""
    found = convergence(
        drawn_priorities("""
            e1 | manufacturing | | 21
            e2 | manufacturing
            a1 | manufacturing | | 21
            a2 | manufacturing
        """),
        ("e1", "e2"),
        ("a1", "a2"),
    )
    told = {(c.kind, c.code): c.information for c in found.in_common}
    assert told["market", "manufacturing"] == 0.0
    assert told["division", "21"] == told["section", "C"] == 1.0
    assert [c.kind for c in found.in_common][-1] == "market"


def test_niches_in_common_are_the_same_phrase_whatever_its_letters():
    found = convergence(
        drawn_priorities("""
            e1 | energy | niche=Vehículos eléctricos (recalled), wind
            a1 | energy | niche=solar;  vehiculos  electricos
            a2 | mining
        """),
        ("e1",),
        ("a1", "a2"),
    )
    assert [c.code for c in found.in_common if c.kind == "niche"] == ["vehiculos electricos"]


def test_profiles_compare_shares_and_mark_what_diverges():
    """Health: 1/2 against all. Not stated: all against 1/2."""
    found = convergence(
        drawn_priorities("""
            e1 | health
            e2 | energy
            a1 | health | photonics
            a2 | health
        """),
        ("e1", "e2"),
        ("a1", "a2"),
    )
    health = next(line for line in found.market_profile if line.code == "health")
    assert (health.share_a, health.share_b, health.divergence, health.divergent) == (0.5, 1.0, -0.5, True)
    unstated = found.technology_profile[-1]
    assert (unstated.code, unstated.share_a, unstated.share_b) == ("not_stated", 1.0, 0.5)


@pytest.mark.parametrize(("threshold", "is_marked"), [(0.5, True), (0.51, False)])
def test_a_difference_that_reaches_the_threshold_is_marked(threshold, is_marked):
    """Health: 1/2 against all."""
    rows = drawn_priorities("e1 | health\ne2 | energy\na1 | health\na2 | health")
    limits = replace(default_thresholds(), divergence=threshold)
    found = convergence(rows, ("e1", "e2"), ("a1", "a2"), thresholds=limits)
    assert next(line for line in found.market_profile if line.code == "health").divergent is is_marked


def test_profiles_of_a_single_territory_are_shares_of_its_priorities():
    """As emphasis is: one of two priorities in health against two of two."""
    found = convergence(
        drawn_priorities("""
            e1 | health
            e1 | energy
            a1 | health | photonics
            a1 | health
        """),
        ("e1",),
        ("a1",),
    )
    health = next(line for line in found.market_profile if line.code == "health")
    assert (health.count_a, health.count_b) == (1, 1)
    assert (health.share_a, health.share_b, health.divergence, health.divergent) == (0.5, 1.0, -0.5, True)
    unstated = found.technology_profile[-1]
    assert (unstated.code, unstated.share_a, unstated.share_b) == ("not_stated", 1.0, 0.5)
