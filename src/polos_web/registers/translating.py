"""Translating the texts of a record: every text beside what it is in another language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from polos_web.accounts.models import User
from polos_web.registers import actions, queries
from polos_web.registers.editing import EVERYTHING, is_version
from polos_web.registers.forms import Raw, one
from polos_web.registers.kinds import Nature, Reach, Said
from polos_web.registers.models import Record
from polos_web.registers.queries import Told
from polos_web.registers.statements import Conflict, Papers, Statement
from polos_web.registers.values import Entry, Words, WrongValue
from polos_web.translation.text import State, Text, from_plain


@dataclass(frozen=True)
class Passage:
    """One text of a record: its place, its wording, and what stands in the input beside it.

    ``meanwhile`` is what somebody else has written there since the translator began.
    """

    told: Told
    part: str
    label: Said
    text: Text
    to: str
    given: str
    longest: int
    is_long: bool
    problem: str = ""
    meanwhile: str = ""

    @property
    def name(self) -> str:
        """The name of its input."""
        return ".".join(filter(None, (self.told.field.code, self.told.item, self.part)))

    @property
    def state(self) -> State | None:
        """How the translation stands to the original; ``None`` where there is none."""
        return self.text.state(self.to)


@dataclass(frozen=True)
class Sheaf:
    """The texts of a record that were written in another language, and the version they were read in."""

    passages: tuple[Passage, ...]
    seen: int
    is_clash: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


def opened(record: Record, to: str) -> Sheaf:
    """Return every text of a record with its translation into a language as it stands."""
    return Sheaf(tuple(_passages(record, to)), record.version)


def sent(record: Record, to: str, raw: Raw, *, by: User, at: datetime) -> Sheaf | None:
    """Keep the translations of a form; return ``None``, or the form with what has to be put right.

    A translation belongs to the wording the translator saw: where that has changed meanwhile, it is kept and
    stale. Where somebody else has translated the same text, nothing is written, and both are shown.
    """
    seen = int(one(raw, "seen")) if is_version(one(raw, "seen")) else record.version
    before = {passage.name: passage for passage in _passages_of(queries.as_of(record, seen, EVERYTHING), to)}
    wanted = {name: one(raw, name).replace("\r\n", "\n") for name in before if name in raw}
    changed = {name: text for name, text in wanted.items() if text != before[name].given}
    problems = dict(_too_long(changed, before))
    now = tuple(_passages(record, to))
    clashing = {
        passage.name: passage.given
        for passage in now
        if passage.name in changed
        and passage.given not in (before[passage.name].given, changed[passage.name])
    }
    if problems or clashing:
        shown = tuple(
            replace(
                passage,
                given=changed.get(passage.name, passage.given),
                problem=problems.get(passage.name, ""),
                meanwhile=clashing.get(passage.name, ""),
            )
            for passage in now
        )
        return Sheaf(shown, record.version if clashing else seen, bool(clashing), problems)
    statements = _statements(now, before, changed, to)
    try:
        actions.state(record, statements, seen=record.version, by=by, at=at)
    except Conflict:
        record.refresh_from_db()
        return sent(record, to, raw, by=by, at=at)
    return None


def _passages(record: Record, to: str) -> Iterator[Passage]:
    return _passages_of(queries.sheet(record, EVERYTHING), to)


def _passages_of(sheet: queries.Sheet, to: str) -> Iterator[Passage]:
    for items in sheet.told.values():
        for told in items:
            for part, label, value, stored in _texts(told):
                text = from_plain(stored)
                if text.language != to:
                    made = text.translations.get(to)
                    given = made.text if made else ""
                    is_long = value.is_long and value.longest > 300
                    yield Passage(told, part, label, text, to, given, value.longest, is_long)


def _texts(told: Told) -> Iterator[tuple[str, Said, Words, Any]]:
    match told.field.value:
        case Words() as value if told.value is not None:
            yield "", told.field.label, value, told.value
        case Entry() as entry if told.value is not None:
            for part, value in entry.parts.items():
                if isinstance(value, Words) and told.value.get(part):
                    yield part, f"{told.field.label}: {entry.labels[part]}", value, told.value[part]


def _too_long(changed: Mapping[str, str], before: Mapping[str, Passage]) -> Iterator[tuple[str, str]]:
    for name, text in changed.items():
        try:
            Words(before[name].longest).read({"language": before[name].to, "original": text})
        except WrongValue as problem:
            yield name, str(problem)


def _statements(
    now: tuple[Passage, ...], before: Mapping[str, Passage], changed: Mapping[str, str], to: str
) -> list[Statement]:
    """Return each changed fact once, with all its new translations and the papers it had."""
    made: dict[tuple[str, str], Statement] = {}
    for passage in now:
        if passage.name not in changed:
            continue
        fact = passage.told.fact
        key = passage.told.field.code, passage.told.item
        papers = Papers(fact.source, fact.place, fact.dated, fact.confidence, fact.note)
        statement = made.get(key) or Statement(
            *key[:1],
            passage.told.value,
            key[1],
            reach=Reach(fact.reach),
            nature=Nature(fact.nature),
            papers=papers,
            about=fact.about,
        )
        text = _translated(passage, before[passage.name], changed[passage.name], to)
        value = {**statement.value, passage.part: text} if passage.part else text
        made[key] = replace(statement, value=value)
    return list(made.values())


def _translated(passage: Passage, seen: Passage, words: str, to: str) -> dict[str, Any]:
    if not words:
        kept = {code: one for code, one in passage.text.translations.items() if code != to}
        return replace(passage.text, translations=kept).to_plain()
    of_what_was_seen = seen.text.translated(to, words, by=State.HUMAN).translations[to]
    return replace(passage.text, translations={**passage.text.translations, to: of_what_was_seen}).to_plain()
