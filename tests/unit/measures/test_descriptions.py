"""Docstrings of measures, which lists and pages are made of."""

import inspect

import pytest

import polos
from polos import measures
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
