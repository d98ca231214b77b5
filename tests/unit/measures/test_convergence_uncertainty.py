"""Intervals of a comparison against draws counted one by one, what choices change, and two runs."""

from dataclasses import replace

import numpy as np
import pytest

from drawn_priorities import drawn_priorities
from polos import reference
from polos.errors import InputError
from polos.measures.caveats import CaveatCode
from polos.measures.convergence import Emphasis, Level, convergence
from polos.measures.convergence_uncertainty import (
    LEVELS,
    Variant,
    default_variants,
    run_difference,
    sensitivity,
    sureness,
)
from polos.parameters.convergence import default_thresholds

PRIORITIES = drawn_priorities("""
    e1 | health | photonics
    e2 | health | photonics
    e3 | energy | photonics | confidence=low
    e4 | health
    a1 | health | photonics | provenance=recalled
    a2 | energy | photonics
    a3 | mining
""")
EUROPE, AMERICA = ("e1", "e2", "e3", "e4"), ("a1", "a2", "a3")
LIMITS = default_thresholds()


def one_by_one(result, seed, draws):
    """Draw the same territories and count who touches what, cell by cell."""
    generator = np.random.default_rng(seed)
    cells = [(m, t) for m in result.markets for t in result.technologies]
    sides = []
    for side, group in (("a", result.group_a), ("b", result.group_b)):
        touching = {cell: {m.territory_id for m in getattr(result.members(*cell), side)} for cell in cells}
        even = [1 / len(group)] * len(group)
        for_side = []
        for times in generator.multinomial(len(group), even, size=draws).tolist():
            drawn = dict(zip(group, times, strict=True))
            for_side.append({cell: sum(drawn[t] for t in own) / len(group) for cell, own in touching.items()})
        sides.append(for_side)
    return sides


def test_intervals_are_those_of_draws_counted_one_by_one():
    result = convergence(PRIORITIES, EUROPE, AMERICA)
    found = sureness(result, generator=np.random.default_rng(3), draws=60)
    a, b = one_by_one(result, 3, 60)
    for m, market in enumerate(result.markets):
        for t, technology in enumerate(result.technologies):
            cell = market, technology
            shares = [draw[cell] for draw in a]
            assert found.lower_a[m, t] == pytest.approx(np.quantile(shares, 0.025), abs=1e-6)
            assert found.upper_a[m, t] == pytest.approx(np.quantile(shares, 0.975), abs=1e-6)
            levels = [level_of(one[cell], other[cell]) for one, other in zip(a, b, strict=True)]
            for k, level in enumerate(LEVELS):
                assert found.level_shares[m, t, k] == pytest.approx(levels.count(level) / 60)


def level_of(one, other):
    if not one or not other:
        return Level.NONE
    closeness = min(one, other) / max(one, other) + 1e-9
    return Level.HIGH if closeness >= 0.8 else Level.MEDIUM if closeness >= 0.5 else Level.LOW


def test_priorities_are_drawn_where_emphasis_is_of_priorities():
    result = convergence(PRIORITIES, ("e1",), AMERICA)
    assert result.emphasis is Emphasis.PRIORITIES
    found = sureness(result, generator=np.random.default_rng(1), draws=50)
    assert found.lower_a.max() == 1  # e1 has one priority: every draw is that one
    np.testing.assert_allclose(found.level_shares.sum(axis=-1), 1)


def test_nothing_can_be_drawn_where_a_side_has_no_priorities():
    rows = drawn_priorities("e1 | health\na1 | health | scope=inherited")
    found = sureness(convergence(rows, ("e1",), ("a1",)), generator=np.random.default_rng(1))
    assert np.isnan(found.level_shares).all()
    for wrong, says in (({"draws": 0}, "0 draws"), ({"level": 1}, "a level of 1")):
        with pytest.raises(InputError, match=says):
            sureness(convergence(rows, ("e1",), ("a1",)), generator=np.random.default_rng(1), **wrong)


def test_what_changes_when_a_choice_is_made_otherwise():
    """health x photonics: 2 of 4 against 1 of 3, closeness 2/3; without the recalled priority a1 is gone."""
    variants = (
        Variant("lower", replace(LIMITS, high=0.6, medium=0.5)),
        Variant("without_recalled", LIMITS, provenances=("source",)),
        Variant("without_low", LIMITS, confidences=("high", "medium")),
        Variant("same", LIMITS),
    )
    lower, recalled, low, same = sensitivity(PRIORITIES, EUROPE, AMERICA, variants=variants)
    changed = {(c.market, c.technology): (c.before, c.after) for c in lower.changes}
    assert changed["health", "photonics"] == (Level.MEDIUM, Level.HIGH)
    gone = {(c.market, c.technology): c.after for c in recalled.changes}
    assert gone["health", "photonics"] is Level.NONE
    assert recalled.left_out == ("a1",)
    assert low.left_out == ("e3",)
    assert ("energy", "photonics") in {(c.market, c.technology) for c in low.changes}
    assert (same.changes, same.left_out) == ((), ())


def test_default_variants_stay_within_what_thresholds_may_be():
    for limits in (LIMITS, replace(LIMITS, medium=0.0, high=1.0), replace(LIMITS, medium=0.8, high=0.8)):
        codes = [variant.code for variant in default_variants(limits, years=(2021, 2027))]
        assert len(set(codes)) == len(codes)
        assert {"without_recalled", "without_low_confidence", "years"} <= set(codes)


def test_sensitivity_of_the_real_comparison_runs_and_names_cells():
    territories = reference.territories().rows
    sides = dict(territories.group_by("side").agg("territory_id").iter_rows())
    found = sensitivity(reference.priorities(), sides["EU"], sides["LAC"])
    assert {one.variant.code for one in found} >= {"medium_lower", "high_higher", "without_recalled"}
    assert any(one.changes for one in found)


def test_two_runs_differ_in_levels_thresholds_and_members():
    before = convergence(PRIORITIES, EUROPE, AMERICA)
    after = convergence(PRIORITIES, EUROPE[:2], AMERICA, thresholds=replace(LIMITS, medium=0.3))
    found = run_difference(before, after)
    assert found.thresholds == (("medium", 0.5, 0.3),)
    assert (found.joined, found.left, found.bases) == ((), ("e3", "e4"), ((4, 3), (2, 3)))
    assert found.promising_lost == tuple(sorted(set(before.promising) - set(after.promising)))
    assert run_difference(before, before).changes == ()


def test_six_against_many_is_no_even_comparison():
    many = "\n".join(f"e{k} | health" for k in range(12)) + "\na1 | health\na2 | health"
    found = convergence(drawn_priorities(many), [f"e{k}" for k in range(12)], ["a1", "a2"])
    (uneven,) = [one for one in found.caveats if one.code == CaveatCode.UNEVEN_GROUPS]
    assert uneven.values == {"smaller": 2, "larger": 12, "step": 0.5}
    even = convergence(PRIORITIES, EUROPE, AMERICA)
    assert CaveatCode.UNEVEN_GROUPS not in {one.code for one in even.caveats}
