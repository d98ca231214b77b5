"""The form of a block, drawn from what stands in its inputs: right, wrong, or a record as it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.translation import get_language, gettext_lazy

from polos_web.registers.differences import Piece, difference
from polos_web.registers.forms import (
    MOST_ITEMS,
    SIGNED_FILES,
    Filled,
    Raw,
    items,
    kept_file,
    name_of,
    new_item,
    one,
)
from polos_web.registers.forms import told_by_item as by_item
from polos_web.registers.kinds import Block, Field, Nature, Reach, Said
from polos_web.registers.models import Voice
from polos_web.registers.queries import Sheet, Told
from polos_web.registers.telling import plain
from polos_web.registers.values import Code, Codes, Entry, Flag, Line, Reference, Upload, Value, Words
from polos_web.ui.text import folded

# Long lists in the order of their codes, which says nothing; all others keep the order they have.
SORTED = frozenset({"countries", "languages"})
REACHES: dict[Reach, Said] = {
    Reach.PUBLIC: gettext_lazy("everybody"),
    Reach.MEMBERS: gettext_lazy("people with an account"),
    Reach.TEAM: gettext_lazy("those who keep the record"),
}
NATURES: dict[Nature, Said] = {
    Nature.FACT: gettext_lazy("a fact"),
    Nature.OPINION: gettext_lazy("an opinion"),
    Nature.PLAN: gettext_lazy("a plan"),
    Nature.OUTCOME: gettext_lazy("an outcome"),
}


@dataclass(frozen=True)
class Control:
    """One input: ``form`` says what kind of value it takes, ``given`` what stands in it."""

    name: str
    form: str
    label: Said
    given: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    language: str = ""
    parts: tuple["Control", ...] = ()
    problem: str = ""
    longest: int = 0
    is_long: bool = False
    is_needed: bool = False
    file: Mapping[str, Any] | None = None

    @property
    def text(self) -> str:
        """What stands in an input of one value."""
        return next(iter(self.given), "")


@dataclass(frozen=True)
class Clash:
    """What somebody else wrote meanwhile, what stood there before both, and what was chosen so far."""

    before: Told | None
    theirs: Told | None
    since: str
    chosen: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What somebody else changed, word by word."""
        return difference(_plain(self.before), _plain(self.theirs))


@dataclass(frozen=True)
class Item:
    """One statement in the form."""

    name: str
    item: str
    control: Control
    reach: str
    nature: str
    papers: Mapping[str, str]
    problems: Mapping[str, str]
    is_removed: bool
    is_mine: bool
    shown: Told | None = None
    clash: Clash | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is wrong in what is folded away by default."""
        return any(f"{self.name}~{part}" in self.problems for part in self.papers)


@dataclass(frozen=True)
class Drawn:
    """One field of the form, with its items; without any where it follows from another field."""

    field: Field
    items: tuple[Item, ...]
    natures: tuple[tuple[str, Said], ...] = ()

    @property
    def has_room(self) -> bool:
        """Whether a form takes a further item of the field."""
        return self.field.is_many and len(self.items) < MOST_ITEMS


@dataclass(frozen=True)
class Drawing:
    """What a form is drawn from.

    ``before`` is the sheet the editor saw; ``names`` gives the records a reference may choose from, by kind.
    ``earlier`` gives the sheet of a version, for what stood there before two people changed it.
    """

    raw: Raw
    before: Sheet
    problems: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)
    earlier: Mapping[str, Sheet] = field(default_factory=dict)


def drawn(block: Block, drawing: Drawing) -> tuple[Drawn, ...]:
    """Return the fields of a block with their inputs."""
    return tuple(_drawn(known, drawing) for known in block.fields)


def raw_of(block: Block, sheet: Sheet) -> Raw:
    """Return the inputs of a form that says what a record says."""
    raw: Raw = {}
    for known in block.asked:
        for told in sheet.told.get(known.code, ()):
            if told.value is not None or not known.is_many:
                raw |= _raw_of_item(known, told)
                if known.is_many:
                    raw.setdefault(f"{known.code}~items", []).append(told.item)
    return raw


def with_room(block: Block, raw: Raw, *, at: datetime) -> Raw:
    """Return the form with an empty item in every field of several that has none."""
    bare = [known.code for known in block.fields if known.is_many and not items(known, raw)]
    return raw | {f"{code}~items": [new_item(at)] for code in bare}


def with_more(raw: Raw, code: str, *, at: datetime) -> Raw:
    """Return the form with a further empty item in a field."""
    name = f"{code}~items"
    return raw | {name: [*raw.get(name, []), new_item(at)]}


def refreshed(
    block: Block, raw: Raw, mine: Filled, now: Sheet, *, since: int, clashes: set[tuple[str, str]]
) -> Raw:
    """Return a form on top of what others wrote meanwhile: what its author changed stays as it was typed.

    What clashes is marked with the version the author had seen (``since``), to be chosen.
    """
    changed = {statement.key for statement in mine.statements}
    fresh = raw_of(block, now)
    for known in block.asked:
        own = [item for item in items(known, raw) if (known.code, item) in changed]
        for item in own:
            name = name_of(known, item)
            fresh = {key: value for key, value in fresh.items() if not _belongs(key, name)}
            fresh |= {key: value for key, value in raw.items() if _belongs(key, name)}
            fresh |= {f"{name}~differs": [str(since)]} if (known.code, item) in clashes else {}
        if known.is_many:
            code = f"{known.code}~items"
            fresh[code] = list(dict.fromkeys([*fresh.get(code, []), *own]))
    return fresh


def _belongs(key: str, name: str) -> bool:
    return key == name or key.startswith((f"{name}.", f"{name}~"))


def _raw_of_item(known: Field, told: Told) -> Raw:
    name, fact = name_of(known, told.item), told.fact
    own = fact.voice == Voice.OWNER
    settings = {"reach": fact.reach, "nature": fact.nature}
    settings |= {"source": fact.source, "place": fact.place, "dated": fact.dated} if own else {}
    raw = _raw_of_value(known.value, name, told.value)
    return raw | {f"{name}~{part}": [text] for part, text in settings.items() if text}


def _raw_of_value(value: Value, name: str, stored: Any) -> Raw:  # noqa: PLR0911 (one for each kind)
    if stored is None:
        return {}
    match value:
        case Words():
            return {f"{name}.text": [stored["original"]], f"{name}.language": [stored["language"]]}
        case Codes():
            return {name: list(stored)}
        case Flag():
            return {name: ["yes" if stored else "no"]}
        case Upload():
            return {f"{name}.kept": [signing.dumps(stored, salt=SIGNED_FILES)]}
        case Entry():
            raw: Raw = {}
            for part, kind in value.parts.items():
                raw |= _raw_of_value(kind, f"{name}.{part}", stored.get(part))
            return raw
    return {name: [value.cell(stored)]}


def _drawn(known: Field, drawing: Drawing) -> Drawn:
    if known.follows is not None:
        return Drawn(known, ())
    natures = tuple((one.value, NATURES[one]) for one in dict.fromkeys((known.nature, *known.natures)))
    drawn_items = tuple(_item(known, item, drawing) for item in items(known, drawing.raw))
    return Drawn(known, drawn_items, natures if known.natures else ())


def _item(known: Field, item: str, drawing: Drawing) -> Item:
    name, raw = name_of(known, item), drawing.raw
    shown = by_item(drawing.before, known.code).get(item)
    about = shown.fact.about_id if shown else None
    control = _control(known.value, name, known.label, drawing)
    problem = drawing.problems.get(name, "") if not control.problem else ""
    return Item(
        name=name,
        item=item,
        control=replace(control, problem=control.problem or problem),
        reach=one(raw, f"{name}~reach") or (shown.fact.reach if shown else known.reach.value),
        nature=one(raw, f"{name}~nature") or (shown.fact.nature if shown else known.nature.value),
        papers={part: one(raw, f"{name}~{part}") for part in ("source", "place", "dated")},
        problems=drawing.problems,
        is_removed=bool(one(raw, f"{name}~remove")),
        is_mine=bool(one(raw, f"{name}~mine")) or about is not None,
        shown=shown,
        clash=_clash(known, item, name, drawing),
    )


def _clash(known: Field, item: str, name: str, drawing: Drawing) -> Clash | None:
    since = one(drawing.raw, f"{name}~differs")
    if since not in drawing.earlier:
        return None
    earlier = by_item(drawing.earlier[since], known.code).get(item)
    theirs = by_item(drawing.before, known.code).get(item)
    return Clash(earlier, theirs, since, one(drawing.raw, f"{name}~choose"))


def _control(  # noqa: PLR0911 (one for each kind)
    value: Value, name: str, label: Said, drawing: Drawing
) -> Control:
    raw = drawing.raw
    control = Control(name, value.name, label, problem=drawing.problems.get(name, ""))
    match value:
        case Words():
            written = one(raw, f"{name}.language") or get_language() or "en"
            given = (one(raw, f"{name}.text"),)
            return replace(
                control,
                given=given,
                language=written,
                longest=value.longest,
                is_long=value.is_long and value.longest > 300,
            )
        case Code() | Codes():
            known = value.codes()
            options = [(code, known.label(code, get_language() or "en")) for code in known.codes]
            if known.name in SORTED:
                options.sort(key=lambda option: folded(option[1]))
            return replace(control, given=tuple(raw.get(name, ())), options=tuple(options))
        case Reference():
            return replace(control, given=(one(raw, name),), options=tuple(drawing.names.get(value.to, ())))
        case Upload():
            return replace(control, file=kept_file(name, raw), given=(one(raw, f"{name}.kept"),))
        case Entry():
            parts = tuple(
                replace(
                    _control(kind, f"{name}.{part}", value.labels[part], drawing),
                    is_needed=part in value.needed,
                )
                for part, kind in value.parts.items()
            )
            return replace(control, parts=parts)
        case Line():
            return replace(control, given=(one(raw, name),), longest=value.longest)
    return replace(control, given=(one(raw, name),))


def references(block: Block) -> Iterator[str]:
    """Give the kinds of records that fields of a block refer to."""
    for known in block.fields:
        parts = known.value.parts.values() if isinstance(known.value, Entry) else (known.value,)
        yield from (part.to for part in parts if isinstance(part, Reference))


def _plain(told: Told | None) -> str:
    return plain(told.field.value, told.value) if told else ""
