"""People, and a plainly invented cluster of four members that one of them keeps."""

from datetime import UTC, datetime

import pytest

from polos_web.clusters import actions
from polos_web.registers.models import Record
from polos_web.registers.statements import Statement
from polos_web.translation.text import Text
from web.people import make_person, no_attempts_before, sign_in

__all__ = ["make_person", "no_attempts_before", "sign_in"]

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def keeper(make_person):
    return make_person("keeper")


@pytest.fixture
def four(keeper) -> Record:
    """Four invented mills in Uruguay, public: they offer a product and need technology."""
    return four_mills(keeper, is_published=True)


@pytest.fixture
def draft(keeper) -> Record:
    """The same, not public yet."""
    return four_mills(keeper, is_published=False)


def four_mills(keeper, *, is_published: bool) -> Record:
    name = Text("es", "Cuatro Molinos")
    said = [
        Statement("name", name),
        Statement("country", "UY"),
        Statement("languages", ["es"]),
        Statement("markets", ["agriculture"]),
        Statement("maturity", "emerging"),
        Statement("offers", exchange("product", "harina de molino de piedra"), item="1"),
        Statement("needs", exchange("technology", "secado solar"), item="1"),
    ]
    return actions.begin(said, name=name, country="UY", is_published=is_published, by=keeper, at=NOW)


def exchange(kind: str, text: str) -> dict:
    return {"type": kind, "text": {"language": "es", "original": text}}
