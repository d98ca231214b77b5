"""The report on speed says what was measured, what misses its target and what could not be measured."""

import pytest
from benchmarks.__main__ import main, report, subjects
from benchmarks.figures import Figure, NotMeasured


def test_every_subject_can_be_measured():
    """A module that measures nothing would be left out without a word."""
    found = subjects()
    assert {"convergence", "partners", "data_add", "command_line", "pages"} <= set(found)
    assert all(callable(getattr(module, "measure", None)) for module in found.values())


def test_what_misses_its_target_is_listed():
    """A figure above its target stands in the list, one below does not; what was not taken says why."""
    text = report(
        [
            Figure("slow page", 250, "ms", 100, "asked once"),
            Figure("quick page", 25, "ms", 100, "asked once"),
            Figure("size", 25, "MB", None, "for information"),
            NotMeasured("data add", "there is no folder"),
        ]
    )
    missed, not_measured = text.split("## What misses its target")[1].split("## What was not measured")
    assert missed.split() == ["-", "slow", "page:", "250", "ms"]
    assert "data add: there is no folder" in not_measured
    assert "| slow page | 250 ms | 100 ms | 2.50 | asked once |" in text


@pytest.mark.parametrize(("amount", "misses"), [(99.0, False), (100.0, False), (100.1, True)])
def test_a_target_is_kept_up_to_itself(amount, misses):
    """At the target is still on target."""
    assert Figure("page", amount, "ms", 100, "").misses is misses


def test_an_unknown_subject_is_refused(capsys):
    """The message lists what there is."""
    assert main(["everything"]) == 2
    assert "convergence" in capsys.readouterr().err
