"""People for the matrix as for the tests of accounts, and a record of everybody with the scope ``x``."""

from typing import Any

import pytest

from polos_web.registers import actions
from polos_web.registers.models import Voice
from polos_web.registers.statements import Statement
from web.orchards import orchard
from web.people import BEGAN, make_person, no_attempts_before, sign_in
from web.rights.matrix import made

__all__ = ["make_person", "no_attempts_before", "orchard", "sign_in"]


@pytest.fixture(autouse=True)
def records(db, orchard) -> None:
    """A published record that came built in, for pages of every kind."""
    said = [Statement("name", {"language": "es", "original": "Huerto X"})]
    actions.load(orchard, [("x", said)], voice=Voice.REFERENCE, at=BEGAN, is_built_in=True)


@pytest.fixture
def numbers(records) -> dict[str, Any]:
    """The names and numbers of what the examples of addresses name."""
    return made()
