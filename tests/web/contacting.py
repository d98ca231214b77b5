"""Two plainly invented clusters, one on each side, with somebody who keeps each; and a third one."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.test import Client

from polos_web.accounts.models import User
from polos_web.clusters import actions
from polos_web.matchmaking import interests
from polos_web.matchmaking.models import Interest, Match
from polos_web.registers.models import Record
from polos_web.registers.statements import Statement
from polos_web.translation.text import Text

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SITE = "https://polos.example.org/"


@dataclass(frozen=True)
class Side:
    """A cluster, who keeps it, and the browser of that person."""

    record: Record
    person: User
    client: Client

    def page(self, other: "Side", language: str = "en") -> str:
        """Where this side sees what it has with another."""
        return f"/{language}/contacts/cluster/{self.record.slug}/{other.record.slug}/"

    @property
    def contacts(self) -> str:
        """Where this side sees all its contacts."""
        return f"/en/contacts/cluster/{self.record.slug}/"

    def express(self, other: "Side", message: str = "Juntos", *, is_shown: bool = False) -> Interest:
        """Say that this side is interested in another."""
        return interests.express(
            self.record, other.record, message=message, language="es", is_shown=is_shown, by=self.person,
            at=NOW, site=SITE,
        )  # fmt: skip

    def accept(self, match: Match) -> Match:
        return interests.accept(match, self.record, by=self.person, at=NOW, site=SITE)


def cluster_named(name: str, country: str, side: str, keeper: User) -> Record:
    said = [
        Statement("name", Text("es", name)),
        Statement("country", country),
        Statement("side", side),
        Statement("languages", ["es"]),
        Statement("markets", ["agriculture"]),
    ]
    made = actions.begin(said, name=Text("es", name), country=country, is_published=True, by=keeper, at=NOW)
    made.refresh_from_db()
    return made


@pytest.fixture
def side(make_person, sign_in):
    """Make a cluster with somebody who keeps it."""

    def made(name: str, country: str, of: str, keeper: str) -> Side:
        person = make_person(keeper)
        return Side(cluster_named(name, country, of, person), person, sign_in(person))

    return made


@pytest.fixture
def mills(side) -> Side:
    return side("Molinos Inventados", "UY", "LAC", "mila")


@pytest.fixture
def forges(side) -> Side:
    return side("Fraguas Inventadas", "ES", "EU", "fred")


@pytest.fixture
def vines(side) -> Side:
    return side("Viñas Inventadas", "PT", "EU", "vera")


@pytest.fixture
def mutual(mills, forges) -> Match:
    """Both are interested, and nobody has accepted."""
    interests_of_two = mills.express(forges), forges.express(mills)
    found = interests.match_of(interests_of_two[1])
    assert found is not None
    return found
