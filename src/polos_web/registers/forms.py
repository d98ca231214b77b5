"""What was typed into the form of a block, as statements.

``Raw`` is what a browser sends: the values of every input by its name. It is also what a draft keeps, and all
a form is drawn from, so that whatever was typed, right or wrong, stands there again. An input is named after
its field (``trees``), its item where there are several (``offer.k3``), its part where it has parts
(``offer.k3.text``), and after ``~`` what belongs to the statement and not to the value (``trees~reach``).
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.core import signing
from django.utils.translation import gettext

from polos import vocabularies
from polos_web.accounts.models import User
from polos_web.registers import kinds
from polos_web.registers.kinds import Block, Field, Nature, Reach
from polos_web.registers.models import Voice
from polos_web.registers.queries import Sheet, Told, there_is, titled
from polos_web.registers.statements import Papers, Statement
from polos_web.registers.values import (
    SHORT_NAME,
    Codes,
    Entry,
    Line,
    Reference,
    Upload,
    Value,
    Words,
    WrongValue,
)
from polos_web.translation.text import Text, from_plain

Raw = dict[str, list[str]]
MOST_ITEMS = 100
SIGNED_FILES = "polos.registers.files"
_ITEM = re.compile(r"[A-Za-z0-9_-]{1,40}")
_DATED = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True)
class Filled:
    """What a form says: what its author changed, and what is wrong by the name of its input."""

    statements: tuple[Statement, ...]
    problems: Mapping[str, str]


def read(block: Block, raw: Raw, before: Sheet, *, by: User) -> Filled:
    """Read a form that was drawn from ``before``: only what differs from it is a statement."""
    problems: dict[str, str] = {}
    takes_over = bool(one(raw, "take-over"))
    statements: list[Statement] = []
    for known in block.asked:
        told = told_by_item(before, known.code)
        given = [
            _given(known, item, raw, old=told.get(item), by=by, problems=problems)
            for item in items(known, raw)
        ]
        changed = [new for new in given if new is not None and _differs(new, told.get(new.item))]
        foreign = [old for old in told.values() if old.fact.voice != Voice.OWNER and old.value is not None]
        if foreign and (takes_over or (changed and known.is_many)):
            # Whoever changes one of several built-in items, or says they are right, answers for all of them.
            changed = [new for new in given if new is not None]
        statements += changed
    return Filled(tuple(statements), problems)


def items(known: Field, raw: Raw) -> list[str]:
    """Return the items of a field that a form holds; one without a name where the field holds one value."""
    if not known.is_many:
        return [""]
    named = dict.fromkeys(raw.get(f"{known.code}~items", ()))
    return [item for item in named if _ITEM.fullmatch(item)][:MOST_ITEMS]


def one(raw: Raw, name: str) -> str:
    """Return the value of an input, blank ends dropped; nothing where it was not sent."""
    return next(iter(raw.get(name, ())), "").strip()


def name_of(known: Field, item: str) -> str:
    """Return what the inputs of a field, or of one item, are named after."""
    return f"{known.code}.{item}" if item else known.code


def new_item(at: datetime) -> str:
    """Return a name for a new item that nobody else takes; later ones come later in the alphabet."""
    return f"{at:%Y%m%d%H%M%S%f}-{secrets.token_hex(3)}"


def _given(
    known: Field, item: str, raw: Raw, *, old: Told | None, by: User, problems: dict[str, str]
) -> Statement | None:
    """Return what one item of a form says, ``None`` where that is wrong or left to somebody else."""
    name, mistakes = name_of(known, item), {}
    if one(raw, f"{name}~differs"):
        if one(raw, f"{name}~choose") == "theirs":
            return None
        if one(raw, f"{name}~choose") != "mine":
            problems[name] = gettext(
                "Somebody else changed this meanwhile. Choose which of the two shall stand."
            )
            return None
    if one(raw, f"{name}~remove"):
        value = None
    else:
        value = _value(known.value, name, raw, before=old.value if old else None, problems=mistakes)
    papers = _given_papers(name, raw, mistakes)
    problems.update(mistakes)
    if mistakes:
        return None
    kept = old.fact.about if old and old.fact.about_id and old.value == value else None
    about = by if one(raw, f"{name}~mine") else kept
    return Statement(
        known.code,
        value,
        item,
        _choice(one(raw, f"{name}~nature"), (known.nature, *known.natures)),
        _choice(one(raw, f"{name}~reach"), tuple(Reach)),
        papers,
        about,
    )


def _value(value: Value, name: str, raw: Raw, *, before: Any, problems: dict[str, str]) -> Any:
    """Return a value as its field stores it; what is wrong is noted under the name of its input."""
    if isinstance(value, Entry):
        return _entry(value, name, raw, before=before or {}, problems=problems)
    try:
        return value.read(_typed(value, name, raw, before))
    except WrongValue as problem:
        problems[name] = str(problem)
        return None


def _entry(value: Entry, name: str, raw: Raw, *, before: Mapping[str, Any], problems: dict[str, str]) -> Any:
    mistakes: dict[str, str] = {}
    parts = {
        part: _value(kind, f"{name}.{part}", raw, before=before.get(part), problems=mistakes)
        for part, kind in value.parts.items()
    }
    problems.update(mistakes)
    if not mistakes and all(part is None for part in parts.values()):
        return None
    for part, problem in value.problems(parts).items():
        problems.setdefault(f"{name}.{part}", str(problem))
    return parts


def _typed(value: Value, name: str, raw: Raw, before: Any) -> Any:
    match value:
        case Words():
            return _text(name, raw, before)
        case Codes():
            ticked = [code for code in raw.get(name, ()) if code]
            # Boxes have no order: what was first stays first.
            kept = [code for code in before or () if code in ticked]
            return [*kept, *(code for code in ticked if code not in kept)]
        case Upload():
            return kept_file(name, raw)
        case Reference():
            return _short_name(value.to, one(raw, name), before)
    return one(raw, name)


def _short_name(to: str, typed: str, before: str | None) -> str:
    """Return the short name of the record that has what was typed as short name or, it alone, as title.

    What stood there before stands as it is.
    """
    if not typed or typed == before:
        return typed
    title = typed.replace("\x00", "")  # no title holds one, and PostgreSQL takes none
    if SHORT_NAME.fullmatch(title) and there_is(to, title):
        return title
    called = titled(kinds.kind(to), title) if title else []
    if len(called) != 1:
        raise WrongValue(typed, gettext("the name of one record, or its short name as in its address"))
    return called[0]


def _text(name: str, raw: Raw, before: Any) -> dict[str, Any] | None:
    """Return a text with the translations it had; of another wording they are stale from now on."""
    original, language = one(raw, f"{name}.text").replace("\r\n", "\n"), one(raw, f"{name}.language")
    if not original:
        return None
    if not before or language not in vocabularies.languages():
        return {"language": language, "original": original}
    old = from_plain(before)
    kept = {code: made for code, made in old.translations.items() if code != language}
    return Text(language, original, kept).to_plain()


def kept_file(name: str, raw: Raw) -> Any:
    """Return what was handed in: only what this site has signed, so that nobody names a file of others."""
    if one(raw, f"{name}.drop"):
        return None
    try:
        return signing.loads(one(raw, f"{name}.kept"), salt=SIGNED_FILES)
    except signing.BadSignature:
        return None


def _given_papers(name: str, raw: Raw, problems: dict[str, str]) -> Papers:
    told = {part: one(raw, f"{name}~{part}") for part in ("source", "place", "dated")}
    for part in ("source", "place"):
        try:
            told[part] = Line(500).read(told[part]) or ""
        except WrongValue as problem:
            problems[f"{name}~{part}"] = str(problem)
    if told["dated"] and not _DATED.fullmatch(told["dated"]):
        needed = gettext("a year, a month or a day, such as 2018, 2018-05 or 2018-05-30")
        problems[f"{name}~dated"] = str(WrongValue(told["dated"], needed))
    return Papers(**told)


One = TypeVar("One", bound=StrEnum)


def _choice(said: str, possible: tuple[One, ...]) -> One | None:
    return next((one for one in possible if one == said), None)


def _differs(new: Statement, old: Told | None) -> bool:
    if old is None:
        return new.value is not None
    is_own = old.fact.voice == Voice.OWNER
    told = (old.fact.source, old.fact.place, old.fact.dated) if is_own else ("", "", "")
    return (
        new.value != old.value
        or (new.papers.source, new.papers.place, new.papers.dated) != told
        or (new.reach or Reach(old.fact.reach)) != old.fact.reach
        or (new.nature or Nature(old.fact.nature)) != old.fact.nature
        or (new.about is not None and new.about.pk != old.fact.about_id)
    )


def told_by_item(sheet: Sheet, code: str) -> dict[str, Told]:
    return {told.item: told for told in sheet.told.get(code, ())}


def missing(known: Field) -> WrongValue:
    """Return what is said of a field that has to be filled in and is not."""
    return WrongValue("", str(known.label))
