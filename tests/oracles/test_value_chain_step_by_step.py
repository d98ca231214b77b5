"""Chains followed step by step, strengths pair by pair, seasons as sets; random tables compare both ways."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polos import measures
from polos.measures.results import ByActivity, Grid, Reason, undefined_where
from polos.provenance import Origin
from polos.tables.input_output import InputOutput
from polos.tables.matrix import Matrix

ORIGIN = Origin("drawn at random")
few = settings(max_examples=60, deadline=None)
NAMES = ("a", "b", "c", "d")


@st.composite
def economies(draw):
    """Flows whose buyers use at most four fifths of what they make, so that every chain ends."""
    flows = [[draw(st.integers(0, 9)) for _ in NAMES] for _ in NAMES]
    sold = [sum(row) for row in flows]
    bought = [sum(row[j] for row in flows) for j in range(4)]
    spare = [draw(st.integers(1, 9)) for _ in NAMES]
    output = [max(s, b) * 5 // 4 + more for s, b, more in zip(sold, bought, spare, strict=True)]
    idle = draw(st.booleans())
    if idle:
        flows[3] = [0, 0, 0, 0]
        for row in flows:
            row[3] = 0
        output[3] = 0
    return InputOutput(np.array(flows, float), np.array(output, float), NAMES, "", "", ORIGIN)


def grids(size=3):
    cell = st.sampled_from([0.0, 1.0, 1.0, math.nan])
    return st.lists(st.lists(cell, min_size=4, max_size=4), min_size=size, max_size=size)


def grid(rows):
    values = np.array(rows)
    undefined = undefined_where(values, (Reason.UNKNOWN_CELL, np.isnan(values)))
    return Grid(values, tuple(f"t{k}" for k in range(len(rows))), NAMES, undefined, ORIGIN)


def step_by_step(shares, start):
    """Add up orders, the orders these cause, and so on, until nothing is left to order."""
    total, order = list(start), list(start)
    while max(order) > 1e-14:
        order = [sum(shares[i][j] * order[j] for j in range(4)) for i in range(4)]
        total = [t + o for t, o in zip(total, order, strict=True)]
    return total


@few
@given(economies(), st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_the_inverse_is_every_order_and_what_it_causes(table, jobs):
    x, f = table.output.tolist(), table.flows.tolist()
    shares = [[f[i][j] / x[j] if x[j] else 0.0 for j in range(4)] for i in range(4)]
    coefficients, inverse = measures.input_coefficients(table), measures.leontief_inverse(table)
    backward = measures.backward_linkage(table)
    zero = np.zeros(4, dtype=np.uint8)
    multipliers = measures.input_multiplier(table, ByActivity(np.array(jobs, float), NAMES, zero, ORIGIN))
    for j in range(4):
        if not x[j]:
            assert backward.why(NAMES[j]) is Reason.EMPTY_ACTIVITY
            continue
        made = step_by_step(shares, [float(i == j) for i in range(4)])
        np.testing.assert_allclose(coefficients.values[:, j], [row[j] for row in shares])
        np.testing.assert_allclose(inverse.values[:, j], made, atol=1e-9)
        assert backward.values[j] == pytest.approx(sum(made))
        chain = sum(jobs[i] / x[i] * made[i] for i in range(4) if x[i])
        assert multipliers.values[j] == pytest.approx(chain)


@few
@given(economies())
def test_output_is_what_final_use_asks_for(table):
    """The identity of the whole: the inverse times final use gives output back."""
    final = table.output - table.flows.sum(axis=1)
    inverse = np.nan_to_num(measures.leontief_inverse(table).values)
    np.testing.assert_allclose(inverse @ final, table.output, atol=1e-9)


@few
@given(economies())
def test_forward_is_every_use_and_what_it_makes_possible(table):
    x, f = table.output.tolist(), table.flows.tolist()
    found = measures.forward_linkage(table)
    for i in range(4):
        if not x[i]:
            assert found.why(NAMES[i]) is Reason.EMPTY_ACTIVITY
            continue
        passed_on = [[f[k][j] / x[k] if x[k] else 0.0 for k in range(4)] for j in range(4)]
        assert found.values[i] == pytest.approx(
            sum(step_by_step(passed_on, [float(k == i) for k in range(4)]))
        )


def strength(rows, flow, r, t):
    """The mean, over what r has, of the share that what t has takes part in; None where there is none."""
    shares = []
    for j in range(4):
        if rows[r][j] != 1:
            continue
        known = [i for i in range(4) if i != j and not math.isnan(rows[t][i])]
        whole = sum(flow(i, j) for i in known)
        if whole:
            shares.append(Fraction(sum(flow(i, j) for i in known if rows[t][i] == 1), whole))
    return float(sum(shares) / len(shares)) if shares else None


@few
@given(economies(), grids())
def test_strengths_pair_by_pair(table, rows):
    flows = table.flows.astype(int).tolist()
    for measure, flow in (
        (measures.supplier_strength, lambda i, j: flows[i][j]),
        (measures.buyer_strength, lambda i, j: flows[j][i]),
    ):
        found = measure(grid(rows), table)
        for r in range(3):
            for t in range(3):
                expected = strength(rows, flow, r, t)
                if r == t:
                    assert Reason(found.undefined[r, t]) is Reason.NOT_A_CANDIDATE
                elif expected is None:
                    assert Reason(found.undefined[r, t]) is Reason.NOTHING_TO_COMPARE
                else:
                    assert found.values[r, t] == pytest.approx(expected)


@few
@given(economies(), grids(), st.sampled_from([0.0, 0.3, 0.5]), st.data())
def test_coefficients_of_a_region_one_by_one(table, rows, delta, data):
    jobs = [[None if math.isnan(x) else int(x) * data.draw(st.integers(0, 9)) for x in row] for row in rows]
    table_of_jobs = Matrix(
        np.array([[math.nan if x is None else x for x in row] for row in jobs], float),
        ("t0", "t1", "t2"),
        NAMES,
        "jobs",
        "",
        ORIGIN,
    )
    here, all_jobs = (sum(x or 0 for x in row) for row in (jobs[0], [x for row in jobs for x in row]))
    quotient = []
    for i in range(4):
        everywhere = sum(row[i] or 0 for row in jobs)
        known = jobs[0][i] is not None and here and everywhere
        quotient.append(jobs[0][i] / here / (everywhere / all_jobs) if known else None)
    simple = measures.simple_regional_coefficients(table, table_of_jobs, territory="t0")
    if not all_jobs:
        return
    flegg = measures.flegg_regional_coefficients(table, table_of_jobs, territory="t0", delta=delta)
    size = math.log2(1 + here / all_jobs) ** delta
    for i in range(4):
        for j in range(4):
            made = table.output[j]
            if not made:
                assert Reason(simple.undefined[i, j]) is Reason.EMPTY_ACTIVITY
                continue
            share = table.flows[i, j] / made
            if quotient[i] is None:
                assert Reason(simple.undefined[i, j]) is Reason.UNKNOWN_CELL
            else:
                assert simple.values[i, j] == pytest.approx(share * min(1, quotient[i]))
            if quotient[j] == 0:
                assert Reason(flegg.undefined[i, j]) is Reason.EMPTY_ACTIVITY
            elif quotient[i] is None or quotient[j] is None:
                assert Reason(flegg.undefined[i, j]) is Reason.UNKNOWN_CELL
            else:
                cross = quotient[i] if i == j else quotient[i] / quotient[j]
                assert flegg.values[i, j] == pytest.approx(share * min(1, size * cross))


@few
@given(st.lists(st.one_of(st.none(), st.sets(st.integers(1, 12))), min_size=3, max_size=3))
def test_seasons_as_sets(supply):
    values = [[math.nan if s is None else float(m in s) for m in range(1, 13)] for s in supply]
    months = tuple(f"{m:02d}" for m in range(1, 13))
    calendar = Matrix(np.array(values), ("t0", "t1", "t2"), months, "", "", ORIGIN)
    overlap, complement = measures.season_overlap(calendar), measures.season_complement(calendar)
    for r in range(3):
        for t in range(3):
            if r == t:
                continue
            if supply[r] is None or supply[t] is None:
                assert Reason(overlap.undefined[r, t]) is Reason.UNKNOWN_CELL
                continue
            if supply[r] | supply[t]:
                expected = len(supply[r] & supply[t]) / len(supply[r] | supply[t])
                assert overlap.values[r, t] == pytest.approx(expected)
            if len(supply[r]) < 12:
                expected = len(supply[t] - supply[r]) / (12 - len(supply[r]))
                assert complement.values[r, t] == pytest.approx(expected)
            else:
                assert Reason(complement.undefined[r, t]) is Reason.NOTHING_TO_COMPARE
