"""A register of plainly invented orchards."""

from collections.abc import Iterator

import pytest

from polos import vocabularies
from polos_web.accounts.roles import Permission
from polos_web.registers import kinds
from polos_web.registers.kinds import Block, Field, Kind, Nature, Reach
from polos_web.registers.values import Codes, Email, Entry, Flag, Line, Reference, WholeNumber, Words

ORCHARD = Kind(
    name="orchard",
    label="orchard",
    plural="orchards",
    permission=Permission.EDIT_CLUSTER,
    to_create=None,
    address="clusters:detail",
    blocks=(
        Block(
            "identity",
            "Identity",
            (
                Field("name", "Name", Words(200)),
                Field("trees", "Trees", WholeNumber()),
                Field("markets", "Markets", Codes(vocabularies.markets), facet="market"),
            ),
        ),
        Block(
            "exchange",
            "Exchange",
            (
                Field(
                    "offer",
                    "Offers",
                    Entry({"kind": Line(), "text": Words(500)}, {"kind": "Kind", "text": "Text"}, ("kind",)),
                    is_many=True,
                ),
                Field("outlook", "Outlook", Words(), nature=Nature.OPINION),
                Field("contact", "Contact", Email(), reach=Reach.MEMBERS, is_personal=True),
            ),
        ),
    ),
)


GROVE = Kind(
    name="grove",
    label="grove",
    plural="groves",
    permission=Permission.FACILITATE,
    to_create=Permission.FACILITATE,
    through=((Permission.EDIT_TERRITORY, "territory"),),
    also_needed=("agreed",),
    address="territories:detail",
    blocks=(
        Block(
            "identity",
            "Identity",
            (
                Field("name", "Name", Words(200)),
                Field("territory", "Territory", Reference("territory")),
                Field("agreed", "The owner agreed", Flag()),
            ),
        ),
    ),
)


@pytest.fixture
def grove() -> Iterator[Kind]:
    """A register whose records belong to territories."""
    kinds.register(GROVE)
    yield GROVE
    kinds._registered.pop(GROVE.name)


@pytest.fixture
def orchard() -> Iterator[Kind]:
    """The register, for as long as a test runs."""
    kinds.register(ORCHARD)
    yield ORCHARD
    kinds._registered.pop(ORCHARD.name)
