"""Rules of strength against the same rules read one cell and one condition at a time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracles import rules
from polos import measures
from polos.parameters.strength import Condition, Quantity, StrengthRule, strength_rules
from unit.measures.drawing import matrix

few = settings(max_examples=40, deadline=None)
quantities = st.sampled_from(list(Quantity))
bounds = st.sampled_from([0.0, 0.25, 0.8, 1.0, 1.5, 3.0])
fixed = st.builds(Condition, quantities, bounds, strict=st.booleans())
quantiles = st.builds(
    Condition,
    quantities,
    st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]),
    is_quantile=st.just(True),
    strict=st.booleans(),
    over_present=st.booleans(),
)


@st.composite
def drawn_rules(draw) -> StrengthRule:
    conditions = tuple(draw(st.lists(st.one_of(fixed, quantiles), min_size=1, max_size=4)))
    needed = draw(st.integers(1, len(conditions)))
    return StrengthRule("drawn", "2026", False, draw(st.booleans()), needed, conditions, "none")


@st.composite
def cases(draw):
    """Draw employment, establishments, a reference or None, and the group of each activity."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    cell = st.one_of(st.integers(0, 8), st.none())

    def table(rows):
        line = st.lists(cell, min_size=columns, max_size=columns)
        return draw(st.lists(line, min_size=rows, max_size=rows))

    reference = draw(st.sampled_from([None, 2]))
    groups = draw(st.lists(st.sampled_from("tl"), min_size=columns, max_size=columns))
    return table(rows), table(rows), None if reference is None else table(reference), groups


def amounts(table):
    return matrix([[np.nan if x is None else x for x in row] for row in table])


def compare(grid, expected) -> None:
    flat = [np.nan if x is None else float(x) for row in expected for x in row]
    np.testing.assert_array_equal(grid.values.ravel(), flat)


@few
@given(cases(), st.one_of(drawn_rules(), st.sampled_from(list(strength_rules().values()))), st.booleans())
def test_strength(case, rule, has_groups):
    employment, establishments, reference, groups = case
    used = amounts(employment)
    found = measures.strength(
        used,
        rule,
        others={Quantity.ESTABLISHMENTS: amounts(establishments)},
        groups=dict(zip(used.activities, groups, strict=True)) if has_groups else None,
        reference=None if reference is None else amounts(reference),
    )
    alike = groups if has_groups and rule.within_groups else ["all"] * len(groups)
    exact, usual = rules.exact(employment), rules.exact(employment if reference is None else reference)
    tables = rules.quantities(exact, usual, alike)
    tables[Quantity.ESTABLISHMENTS] = rules.exact(establishments)
    held, strong = rules.strength(rule, tables)
    compare(found.held, held)
    compare(found.strong, strong)
    asked = {condition.quantity for condition in rule.conditions}
    assert set(found.not_judged) == asked - set(tables)


@pytest.mark.slow
@few
@given(cases(), drawn_rules())
def test_strength_sensitivity_counts_the_changed_verdicts(case, rule):
    employment, _, reference, _ = case
    used = amounts(employment)
    references = {"usual": None} | ({} if reference is None else {"other": amounts(reference)})
    found = measures.strength_sensitivity(used, rule, references=references, factors=(0.5, 1.0, 2.0))

    def strong(name: str, factor: float) -> set[tuple[int, int]]:
        exact = rules.exact(employment)
        usual = exact if references[name] is None else rules.exact(reference)
        tables = rules.quantities(exact, usual, ["all"] * len(employment[0]))
        _, verdicts = rules.strength(rule.scaled(factor), tables)
        return {(r, a) for r, row in enumerate(verdicts) for a, x in enumerate(row) if x == 1}

    first = strong("usual", 1.0)
    expected = [
        (name, factor, len(now), len(now - first), len(first - now))
        for name in references
        for factor in (0.5, 1.0, 2.0)
        for now in [strong(name, factor)]
    ]
    assert [
        (one.reference, one.factor, one.strong_count, one.gained_count, one.lost_count) for one in found
    ] == expected
