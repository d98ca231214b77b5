"""People, and a register of plainly invented orchards that came built in."""

from datetime import UTC, datetime

import pytest

from polos_web.registers import actions, queries
from polos_web.registers.models import Record, Voice
from polos_web.registers.statements import Papers, Statement
from web.orchards import grove, orchard
from web.people import make_person, no_attempts_before, sign_in

__all__ = ["grove", "make_person", "no_attempts_before", "orchard", "sign_in"]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def built_in(orchard) -> Record:
    """A published record that nobody has claimed."""
    papers = Papers("A directory of orchards", "page 3", "2018", "medium")
    said = [Statement("name", {"language": "es", "original": "Las Parras"}, papers=papers)]
    actions.load(orchard, [("las-parras", said)], voice=Voice.REFERENCE, at=NOW, is_built_in=True)
    return queries.record(orchard, "las-parras")


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """Send what the block has written: letters leave when the transaction has ended."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
