"""Statements on their way into a register, and what comes of holding them against what stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from polos_web.accounts.models import User
from polos_web.registers.kinds import Field, Follows, Kind, Nature, Reach
from polos_web.registers.models import Fact, Voice
from polos_web.registers.values import WrongValue


@dataclass(frozen=True)
class Papers:
    """Where a statement comes from: a document or page, the place in it, its date, how sure the coder was.

    ``dated`` is a year, a month or a day as far as it is known ("2018", "2018-05", "2018-05-30").
    """

    source: str = ""
    place: str = ""
    dated: str = ""
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True)
class Statement:
    """A value for a field (and an item of it), with what may differ from the field's own settings."""

    field: str
    value: Any
    item: str = ""
    nature: Nature | None = None
    reach: Reach | None = None
    papers: Papers = field(default_factory=Papers)
    about: User | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Field and item: what it follows."""
        return self.field, self.item


class WrongStatements(ValueError):
    """Statements that the register cannot hold: by field, what is wrong with each."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("; ".join(f"{code}: {problem}" for code, problem in problems.items()))


@dataclass(frozen=True)
class Difference:
    """A field that somebody else has changed since the editor read it."""

    field: str
    item: str
    theirs: Fact
    mine: Any


class Conflict(Exception):
    """Somebody else has changed the same fields meanwhile; nothing was written."""

    def __init__(self, differences: tuple[Difference, ...]) -> None:
        self.differences = differences
        super().__init__(", ".join(sorted({one.field for one in differences})))


def checked(kind: Kind, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return the statements with their values as the fields read them, and with what follows from them.

    Raises
    ------
    WrongStatements
        When a field is not known or cannot hold the value, a field and item stand twice, or a field is
        stated otherwise than it follows from another.
    """
    problems: dict[str, str] = {}
    read: dict[tuple[str, str], Statement] = {}
    for statement in statements:
        known = kind.fields.get(statement.field)
        if known is None:
            problems[statement.field] = str(WrongValue(statement.field, ", ".join(kind.fields)))
        elif bool(statement.item) != known.is_many or statement.key in read or not _fits(statement):
            problems[statement.field] = str(WrongValue(statement.item or statement.field, known.code))
        else:
            try:
                read[statement.key] = _with(statement, known.value.read(statement.value))
            except WrongValue as problem:
                problems[statement.field] = str(problem)
    for known in kind.fields.values():
        if known.follows and not problems.keys() & {known.code, known.follows.field}:
            try:
                read |= _following(kind, known, known.follows, read)
            except WrongStatements as wrong:
                problems |= wrong.problems
    problems |= _out_of_order(kind, read)
    if problems:
        raise WrongStatements(problems)
    return tuple(read.values())


def _out_of_order(kind: Kind, read: Mapping[tuple[str, str], Statement]) -> dict[str, str]:
    """Return what is wrong with fields that come before the one they may not come before."""
    problems = {}
    for known in kind.fields.values():
        first, last = read.get((known.not_before, "")), read.get((known.code, ""))
        if first and last and None not in (first.value, last.value) and last.value < first.value:
            words = gettext("Found %(last)s, before “%(field)s” (%(first)s). Needed: the same or later.")
            told = {"last": last.value, "first": first.value, "field": kind.fields[known.not_before].label}
            problems[known.code] = words % told
    return problems


def _following(
    kind: Kind, known: Field, follows: Follows, read: Mapping[tuple[str, str], Statement]
) -> dict[tuple[str, str], Statement]:
    """Return a field as it follows from another; alone, or otherwise than it follows, it is refused."""
    source, said = read.get((follows.field, "")), read.get((known.code, ""))
    given = said.value if said else None
    if source is None:
        if given is None:
            return {}
        words = gettext("It follows from “%(field)s”. State that instead.")
        raise WrongStatements({known.code: words % {"field": kind.fields[follows.field].label}})
    due = None if source.value is None else follows.value(source.value)
    if given not in (None, due):
        raise WrongStatements({known.code: str(WrongValue(given, str(due)))})
    followed = Statement(known.code, due, reach=source.reach, papers=source.papers)
    return {followed.key: followed}


def is_news(statement: Statement, standing: Fact | None, kind: Kind) -> bool:
    """Whether the statement says anything that the standing fact does not."""
    if standing is None:
        return statement.value is not None
    settings = kind.fields[statement.field]
    told = (standing.value, standing.nature, standing.reach, *_papers(standing))
    reach = statement.reach or Reach(standing.reach)
    new = (statement.value, statement.nature or settings.nature, reach, *_papers(statement.papers))
    is_about_another = statement.about is not None and statement.about.pk != standing.about_id
    return told != new or is_about_another


def as_fact(statement: Statement, kind: Kind, voice: Voice, standing: Fact | None) -> Fact:
    """Return the fact a statement becomes; record, author, moment and version are still to be set."""
    settings = kind.fields[statement.field]
    kept_reach = Reach(standing.reach) if standing else settings.reach
    papers = statement.papers
    return Fact(
        field=statement.field,
        item=statement.item,
        voice=voice,
        value=statement.value,
        nature=(statement.nature or settings.nature).value,
        reach=(statement.reach or kept_reach).value,
        source=papers.source,
        place=papers.place,
        dated=papers.dated,
        confidence=papers.confidence,
        note=papers.note,
        about=statement.about,
    )


def _fits(statement: Statement) -> bool:
    """Whether the name of the item and the papers have room where they are kept."""
    papers = statement.papers
    rooms = ((papers.source, 500), (papers.place, 500), (papers.dated, 10), (papers.confidence, 20))
    is_named = not statement.item or re.fullmatch(r"[A-Za-z0-9_-]{1,40}", statement.item)
    return bool(is_named) and all(len(text) <= room for text, room in rooms)


def _papers(told: Fact | Papers) -> tuple[str, ...]:
    return told.source, told.place, told.dated, told.confidence, told.note


def _with(statement: Statement, value: Any) -> Statement:
    return Statement(
        statement.field,
        value,
        statement.item,
        statement.nature,
        statement.reach,
        statement.papers,
        statement.about,
    )
