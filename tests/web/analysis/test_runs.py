"""How a result was computed: kept once, found by its digest, the oldest making room."""

from dataclasses import asdict

import numpy as np
import pytest
from django.db import transaction

from polos import reference
from polos.matches.validation import validate_pairings
from polos.table import Table
from polos_web.analysis import actions, queries
from polos_web.analysis.models import Run
from polos_web.analysis.values import validation_from

pytestmark = pytest.mark.django_db


def asked(territory: str) -> actions.Papers:
    return actions.papers("counterparts", parameters={"territory": territory}, inputs={"a": "1"})


def test_the_same_question_on_the_same_data_is_one_run():
    for digest in ("first", "second"):
        actions.keep(asked("es43"), result_digest=digest)
    assert [run.result_digest for run in Run.objects.filter(digest=asked("es43").digest)] == ["first"]


def test_other_parameters_inputs_or_kind_are_another_run():
    one = actions.papers("a", parameters={"x": 1}, inputs={"i": "1"}).digest
    assert one != actions.papers("b", parameters={"x": 1}, inputs={"i": "1"}).digest
    assert one != actions.papers("a", parameters={"x": 2}, inputs={"i": "1"}).digest
    assert one != actions.papers("a", parameters={"x": 1}, inputs={"i": "2"}).digest
    assert one == actions.papers("a", parameters={"x": 1}, inputs={"i": "1"}).digest


def test_the_oldest_runs_make_room(monkeypatch):
    Run.objects.all().delete()
    monkeypatch.setattr(actions, "KEPT", 3)
    for number in range(5):
        actions.keep(asked(f"t{number}"), result_digest="")
    kept = {run.parameters["territory"] for run in Run.objects.all()}
    assert kept == {"t2", "t3", "t4"}


def test_a_check_comes_back_from_plain_values_as_it_was():
    pairings = reference.pairings()
    some = Table(pairings.rows.head(4), pairings.schema, pairings.origin)
    found = validate_pairings(
        some,
        territories=reference.territories(),
        priorities=reference.priorities(),
        generator=np.random.default_rng(1),
        draws=50,
    )
    assert found.unranked
    again = validation_from(asdict(found))
    assert asdict(again) == asdict(found)
    assert again.unranked == found.unranked


class TakenBack(RuntimeError):
    """What a test raises to have a change taken back."""


def test_a_state_that_was_taken_back_is_never_mistaken_for_a_later_one():
    """Counted numbers would be given twice: to the change that was taken back, and to the next one."""
    before = queries.revision("clusters")
    with pytest.raises(TakenBack), transaction.atomic():
        actions.changed("clusters", checksum="a")
        taken_back = queries.revision("clusters")
        raise TakenBack
    assert queries.revision("clusters") == before != taken_back
    actions.changed("clusters", checksum="b")
    assert queries.revision("clusters") not in (before, taken_back)
