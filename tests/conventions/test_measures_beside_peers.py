"""What the comparison with peers and the mutation score say is what was measured."""

import ast
import math

import numpy as np
import pytest
from benchmarks.mutants import Fault, described, faults, planted, wilson
from benchmarks.peers import Taken, against_figures, against_peers, as_taken, exponents, report
from benchmarks.workers import synthetic


def test_a_peer_that_takes_too_long_is_foretold_and_marked():
    """One year of 4 s foretells 100 s for 25; the row says that it was not run to its end."""
    found = {"seconds": 4.0, "elapsed": 5.0, "megabytes": 300.0, "years": 1}
    peer = as_taken("b", "econci", found, years=25)
    assert peer.seconds == 100
    assert "foretold from one year of 4.0 s" in peer.note


def test_targets_against_peers_are_missed_where_a_peer_is_ahead():
    taken = [
        Taken("a", "plain float32", {"seconds": 2.0, "megabytes": 50.0}),
        Taken("a", "polos float32", {"seconds": 1.0, "megabytes": 90.0}),
        Taken("a", "econci", {"seconds": 5.0, "megabytes": 80.0}),
    ]
    assert [(one.name, one.is_missed) for one in against_peers(taken)] == [
        ("a: seconds, against plain float32", False),
        ("a: seconds, against the best peer", False),
        ("a: memory, against the best peer", True),
    ]


def test_what_could_not_be_measured_is_missed_not_kept():
    taken = [
        Taken("a", "plain float32", {"seconds": 2.0, "megabytes": 50.0}),
        Taken("a", "polos float32", {}, "over 90 s"),
    ]
    (target,) = against_peers(taken)
    assert target.is_missed
    assert math.isnan(target.amount)


def test_patents_are_set_against_the_compiled_program_of_the_same_run():
    taken = [
        Taken("d, 2,000,000 patents", "plain scipy", {"seconds": 4.0, "megabytes": 900.0}),
        Taken("d, 2,000,000 patents", "plain numba", {"seconds": 3.0, "megabytes": 1400.0}),
        Taken("d, 2,000,000 patents", "polos", {"seconds": 3.5, "megabytes": 500.0}),
        Taken("Kd, 20,000 plants", "polos", {"seconds": 0.7, "megabytes": 100.0}),
    ]
    verdicts = {one.name: one.is_missed for one in against_figures(taken)}
    assert not verdicts["d: seconds, against plain scipy"]
    assert verdicts["d: seconds, against plain numba"]
    assert not verdicts["d: memory"]


def test_a_compiled_program_that_could_not_be_installed_is_no_target_that_is_kept():
    taken = [
        Taken("d, 2,000,000 patents", "polos", {"seconds": 3.5, "megabytes": 500.0}),
        Taken("Kd, 20,000 plants", "polos", {"seconds": 0.7, "megabytes": 100.0}),
    ]
    verdicts = {one.name: one.is_missed for one in against_figures(taken)}
    assert verdicts["d: seconds, against plain numba"]


def test_growth_is_the_power_of_two():
    times = {"": 1.0, "R": 2.0, "A": 4.0, "T": 2.0}
    assert exponents({"proximity": times}) == {"proximity": {"R": 1.0, "A": 2.0, "T": 1.0}}


def test_the_report_lists_misses_and_keeps_the_mutation_score():
    ours = {"seconds": 3.0, "megabytes": 90.0, "versions": {}, "kernels": [], "python": "3.11"}
    taken = [
        Taken("a", "plain float32", {"seconds": 2.0, "megabytes": 50.0}),
        Taken("a", "polos float32", ours),
    ]
    text = report(taken, {}, against_peers(taken), "## Mutation score\n\n90 %\n")
    assert "- a: seconds, against plain float32: 3.00 s, at most 2.00 s" in text
    assert text.endswith("## Mutation score\n\n90 %\n")
    assert "| b | EconGeo 2.1 (R) | 1,174 |" in text


def test_synthetic_tables_are_the_same_every_time_and_leave_nothing_empty():
    first, again = (list(synthetic.tables(30, 40, 3)) for _ in range(2))
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
    for table in first:
        assert (table.sum(axis=0) > 0).all()
        assert (table.sum(axis=1) > 0).all()
        assert (table == np.round(table)).all()


@pytest.mark.parametrize(
    ("source", "what", "after"),
    [
        ("x = a + b", "Add to Sub", "x = a - b"),
        ("x = a <= b", "LtE to Lt", "x = a < b"),
        ("x = -a", "USub removed", "x = +a"),
        ("x = ~a", "Invert removed", "x = ~~a"),
        ("x = a and b", "And to Or", "x = a or b"),
        ("x += 1", "Add to Sub", "x -= 1"),
        ("x = True", "True to False", "x = False"),
        ("x = 0.5", "0.5 to 1.5", "x = 1.5"),
    ],
)
def test_each_kind_of_fault_is_planted_where_it_says(source, what, after, tmp_path):
    path = tmp_path / "one.py"
    path.write_text(source, "utf-8")
    fault = next(fault for fault in faults(path) if fault.what == what)
    assert isinstance(fault, Fault)
    assert planted(source, fault) == after


def test_types_are_no_faults():
    """``str | None`` says something about types, and is not arithmetic."""
    assert not any(described(node) for node in ast.walk(ast.parse("x: str | None")))


def test_what_one_more_does_not_change_is_no_fault():
    assert not described(ast.Constant(1e75))
    assert described(ast.Constant(75.0)) == "75.0 to 76.0"


def test_the_interval_of_the_score_holds_the_score():
    lower, upper = wilson(85, 100)
    assert lower == pytest.approx(0.767, abs=1e-3)
    assert upper == pytest.approx(0.907, abs=1e-3)
    assert wilson(0, 0) == (0.0, 1.0)
