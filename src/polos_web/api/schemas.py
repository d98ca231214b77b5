"""What goes in and out, as OpenAPI tells it."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Slug = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)


class Problem(Schema):
    """Why a request was not met: what was found, what was needed, and by field what is wrong."""

    found: str
    needed: str
    next: str
    problems: dict[str, str] = {}


class FactOut(Schema):
    field: str
    item: str
    value: Any
    voice: str
    nature: str
    reach: str
    source: str
    place: str
    dated: str
    confidence: str
    stated_at: datetime
    ended_at: datetime | None


class RecordOut(Schema):
    kind: str
    slug: str
    state: str
    is_claimed: bool
    version: int
    changed_at: datetime
    facts: list[FactOut]


class Records(Schema):
    """A page of records; ``next`` is what to give as ``after`` for the page that follows."""

    items: list[RecordOut]
    next: str | None


class FieldOut(Schema):
    code: str
    label: str
    block: str
    holds: str
    is_many: bool
    is_personal: bool
    follows: str | None
    nature: str
    reach: str
    codes: list[str]


class KindOut(Schema):
    name: str
    label: str
    title: str
    fields: list[FieldOut]


class RegisterOut(Schema):
    name: str
    label: str
    records: str


class IndexOut(Schema):
    """Where everything of the interface is found: addresses on this server."""

    description: str
    kinds: str
    events: str
    registers: list[RegisterOut]


class StatementIn(Schema):
    model_config = ConfigDict(extra="forbid")

    field: str = Field(max_length=60)
    item: str = Field("", max_length=40, pattern=r"^[A-Za-z0-9_-]*$")
    value: Any = None
    nature: Literal["fact", "opinion", "plan", "outcome"] | None = None
    reach: Literal["public", "members", "team"] | None = None
    source: str = Field("", max_length=500)
    place: str = Field("", max_length=500)
    dated: str = Field("", max_length=10)


class NewRecord(Schema):
    model_config = ConfigDict(extra="forbid")

    slug: str = Slug
    statements: list[StatementIn] = Field(max_length=500)


class Changes(Schema):
    model_config = ConfigDict(extra="forbid")

    statements: list[StatementIn] = Field(max_length=500)


class EventOut(Schema):
    number: int
    at: datetime
    verb: str
    kind: str
    subject: str
    actor: str
    digest: str


class Events(Schema):
    """A page of events, the latest first; ``next`` is what to give as ``before``."""

    items: list[EventOut]
    next: int | None
