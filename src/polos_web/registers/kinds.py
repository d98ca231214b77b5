"""The kinds of records: each register declares its blocks and fields, and the rest follows from them.

Forms, pages, completeness, comparison, import, export, search, archive and the programming interface all read
these declarations; a further field needs no new column.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from polos_web.accounts.roles import Permission
from polos_web.registers.values import Value

Said = str | Promise


class Nature(StrEnum):
    """What a statement is, so that an opinion is not read as a fact."""

    FACT = "fact"
    OPINION = "opinion"
    PLAN = "plan"
    OUTCOME = "outcome"


class Reach(StrEnum):
    """Who may read a statement: everybody, people with an account, those who keep the record."""

    PUBLIC = "public"
    MEMBERS = "members"
    TEAM = "team"


PUBLIC = frozenset({Reach.PUBLIC})  # what everybody may see


@dataclass(frozen=True)
class Follows:
    """What a field follows from: another field that holds one value, and how its value gives this one."""

    field: str
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Field:
    """One thing a record can say. ``is_many``: several items, each with a history of its own.

    ``is_personal`` marks what says something about a person: it is never public unless its owner chose so.
    ``facet`` names the facet of the search that the field fills. ``natures`` are those that a statement in
    this field may have instead of ``nature``, where its author says so. A field that ``follows`` from
    another is stated with it and never asked for. ``not_before`` names a field whose value this one's may
    not come before where both are stated. ``without`` says what follows where a record says nothing in it.
    """

    code: str
    label: Said
    value: Value
    is_many: bool = False
    nature: Nature = Nature.FACT
    reach: Reach = Reach.PUBLIC
    is_personal: bool = False
    help: Said = ""
    facet: str = ""
    natures: tuple[Nature, ...] = ()
    follows: Follows | None = None
    not_before: str = ""
    without: Said = ""


@dataclass(frozen=True)
class Block:
    """Fields that are filled in together."""

    code: str
    label: Said
    fields: tuple[Field, ...]
    help: Said = ""

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields that somebody fills in: those that do not follow from another."""
        return tuple(field for field in self.fields if field.follows is None)


@dataclass(frozen=True)
class Kind:
    """One register.

    ``permission`` lets somebody edit a record, for the whole register or for the one in its scope;
    ``to_create`` lets somebody make one (``None``: everybody with an account). ``address`` is the route of a
    record's page, which takes the record's slug. ``title`` is the field that names it. ``through`` names
    further permissions, each for what a field of the record refers to: who keeps a territory keeps its
    actors. ``also_needed`` names what must be known beside the title, or be yes, before it is published.
    """

    name: str
    label: Said
    plural: Said
    blocks: tuple[Block, ...]
    permission: Permission
    to_create: Permission | None
    address: str
    title: str = "name"
    through: tuple[tuple[Permission, str], ...] = ()
    also_needed: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields by code, in the order of the blocks."""
        return {field.code: field for block in self.blocks for field in block.fields}

    @property
    def is_of_people(self) -> bool:
        """Whether its records are named after people: no address holds their names."""
        return self.fields[self.title].is_personal

    def block(self, code: str) -> Block | None:
        """Return a block by its code, or ``None``."""
        return next((block for block in self.blocks if block.code == code), None)


_registered: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a register; an application does so when it starts (in its ``AppConfig.ready``)."""
    codes = [field.code for block in kind.blocks for field in block.fields]
    if len(codes) != len(set(codes)) or kind.title not in codes:
        raise ValueError(f"Found the fields {codes} in {kind.name!r}. Needed each code once, and a title.")
    _registered[kind.name] = kind


def kinds() -> tuple[Kind, ...]:
    """Return every register, by name."""
    return tuple(_registered[name] for name in sorted(_registered))


def kind(name: str) -> Kind:
    """Return a register by its name; ``KeyError`` where there is none."""
    return _registered[name]


def faceted(kind: Kind) -> Iterator[Field]:
    """Give the fields that fill a facet of the search."""
    return (field for field in kind.fields.values() if field.facet)
