"""Docstrings of measures, which lists and pages are made of."""

import inspect
from dataclasses import replace

import numpy as np
import pytest

import polos
from polos import errors, measures
from polos.measures import samples
from polos.measures.descriptions import RECALL, describe

FUNCTIONS = [name for name in measures.__all__ if inspect.isfunction(getattr(measures, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_measure_says_what_it_is(name):
    """Summary, formula, parameters, result with its shape, and source."""
    found = describe(getattr(measures, name))
    assert found.summary.endswith(".")
    assert found.formula
    assert found.sections["Parameters"]
    assert found.sections["Returns"]
    assert found.references
    assert RECALL not in found.references


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_is_explained(name):
    measure = getattr(measures, name)
    explained = describe(measure).sections["Parameters"]
    for parameter in inspect.signature(measure).parameters:
        assert any(parameter in line.split(", ") for line in explained.splitlines()), parameter


#: Read from a page, "Nothing" is an answer; that a section is missing is none.
WITHOUT_RAISES = {"change_between_waves", "rank_sum_test", "round_stability"}


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in WITHOUT_RAISES])
def test_every_measure_says_what_it_refuses_or_that_it_refuses_nothing(name):
    """Each entry names a kind of error of ours; what says "Nothing" raises nothing itself."""
    measure = getattr(measures, name)
    section = describe(measure).sections["Raises"]
    kinds = [kind for line in section.splitlines() if line[:1].strip() for kind in line.split(", ")]
    assert kinds
    if kinds == ["Nothing"]:
        assert "    raise " not in inspect.getsource(measure)
    else:
        assert all(issubclass(getattr(errors, kind), errors.PolosError) for kind in kinds)


def test_a_quotient_of_minus_one_has_no_symmetric_advantage():
    """As its docstring says: the formula divides by 0."""
    quotients = measures.location_quotient(samples.jobs())
    wrong = replace(quotients, values=np.full(quotients.values.shape, -1.0))
    with np.errstate(divide="ignore"), pytest.raises(errors.WrongRows):
        measures.symmetric_advantage(wrong)


def test_the_parts_of_a_docstring():
    found = describe(measures.specialised)
    assert (found.name, found.family) == ("specialised", "specialisation")
    assert found.formula.startswith("M_{ra}")
    assert found.explanation.startswith("A table of whole numbers")
    assert not found.is_recalled
    assert describe(measures.complementarity).is_recalled


def test_the_list_of_measures_is_in_alphabetical_order():
    assert list(measures.__all__) == sorted(measures.__all__)


def test_polos_has_every_measure_and_says_what_it_has_not():
    assert polos.location_quotient is measures.location_quotient
    assert polos.Matrix.__name__ == "Matrix"
    assert polos.conventions.PY_ECOMPLEXITY.name == "PY_ECOMPLEXITY"
    assert "location_quotient" in dir(polos)
    with pytest.raises(AttributeError, match="polos has no 'locational_quotient'"):
        polos.locational_quotient  # noqa: B018
