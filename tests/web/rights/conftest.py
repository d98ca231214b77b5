"""People for the matrix as for the tests of accounts, and a register of orchards."""

from typing import Any

import pytest

from web.orchards import orchard
from web.people import make_person, no_attempts_before, sign_in
from web.rights.matrix import made

__all__ = ["make_person", "no_attempts_before", "orchard", "sign_in"]


@pytest.fixture
def numbers(db, orchard) -> dict[str, Any]:
    """The names and numbers of what the examples of addresses name."""
    return made()
