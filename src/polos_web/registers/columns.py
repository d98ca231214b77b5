"""Records as rows of a table: one column for each thing a field can say, and the way back.

``name`` holds a text as it was written, ``name@language`` its language, ``name@en`` a translation and
``name@states`` which translations are by machine or of an earlier wording. A field with several items has
numbered columns, ``offer.1``; a part of an entry stands after its item, ``offer.1.kind``. ``slug`` names the
record; ``@source``, ``@place``, ``@dated`` and ``@confidence`` are the papers of the whole row. An empty cell
says nothing: it neither changes nor ends what stands.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from polos.vocabularies import LANGUAGES
from polos_web.registers.kinds import Field, Kind
from polos_web.registers.queries import Sheet
from polos_web.registers.statements import Papers, Statement, WrongStatements
from polos_web.registers.values import SEPARATOR, Code, Codes, Entry, Upload, Value, Words, WrongValue
from polos_web.translation.text import State, Text, from_plain

SLUG = "slug"
PAPERS = ("source", "place", "dated", "confidence")
MOST_ITEMS = 60
Row = Mapping[str, Any]
# Of a translation: whether it is by machine, whether it is of an earlier wording.
States = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Column:
    """A column of the table of a register, as the data dictionary tells it."""

    name: str
    field: Field
    value: Value
    part: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes it may hold; none where it is not coded, or where its code is a language."""
        return self.value.codes().codes if isinstance(self.value, (Code, Codes)) else ()


@dataclass(frozen=True)
class _Cells:
    """The cells of a row that say something, and the language of texts whose row names none."""

    said: Row
    language: str


def dictionary(kind: Kind) -> list[Column]:
    """Return the columns of a register, those of several items with the number 1."""
    return [
        Column(name, field, value)
        for field in kind.fields.values()
        if not isinstance(field.value, Upload)
        for name, value in _names(field.value, f"{field.code}.1" if field.is_many else field.code)
    ]


def is_column(kind: Kind, name: str) -> bool:
    """Whether a heading is a column of the register."""
    if name == SLUG or name in [f"@{paper}" for paper in PAPERS]:
        return True
    plain = re.sub(r"^([^.@]+)\.(\d{1,2})(?=$|[.@])", r"\1.1", name)
    return plain in {column.name for column in dictionary(kind)}


def row_of(sheet: Sheet) -> dict[str, Any]:
    """Return what a record says as the cells of a row; what is unknown has no cell."""
    cells: dict[str, Any] = {SLUG: sheet.record.slug}
    for code, field in sheet.record.kind.fields.items():
        if isinstance(field.value, Upload):
            continue
        for number, told in enumerate(sheet.of(code), start=1):
            name = f"{code}.{number}" if field.is_many else code
            cells.update(_cells(field.value, told.value, name))
    return cells


def headings(kind: Kind, rows: Sequence[Row]) -> list[str]:
    """Return the columns that the rows have, in the order of the register."""
    order = {code: place for place, code in enumerate(kind.fields)}
    parts = {column.name: place for place, column in enumerate(dictionary(kind))}
    found = {name for row in rows for name in row} - {SLUG}

    def place(name: str) -> tuple[int, int, int, str]:
        code, number = _code_of(name), _number_of(name)
        first = name.replace(f"{code}.{number}", f"{code}.1", 1)
        return order[code], number, parts.get(first, 0), name

    return [SLUG, *sorted(found, key=place)]


def statements_of(kind: Kind, row: Row, *, language: str, before: Sheet | None) -> list[Statement]:
    """Return what a row says; ``before`` is what the record says already, ``None`` where it is new.

    ``language`` is that of texts whose row does not name one. A number beyond the present items is a new one.

    Raises
    ------
    WrongStatements
        When the state of a translation cannot be read.
    """
    told = before.told if before else {}
    present = {code: [one.item for one in before.of(code)] for code in told} if before else {}
    stored = {(code, one.item): one.value for code, some in told.items() for one in some}
    papers = Papers(**{paper: str(row.get(f"@{paper}") or "").strip() for paper in PAPERS})
    said = {name: cell for name in row if (cell := _cell(row, name)) is not None}
    spoken_of, cells = {_code_of(name) for name in said}, _Cells(said, language)
    return [
        Statement(field.code, given, item=item, papers=papers)
        for field in kind.fields.values()
        if field.code in spoken_of and not isinstance(field.value, Upload)
        for name, item in _places(field, said, present.get(field.code, ()))
        if (given := _given(field.value, cells, name, stored.get((field.code, item)))) is not None
    ]


def _names(value: Value, name: str) -> Iterator[tuple[str, Value]]:
    match value:
        case Words():
            yield name, value
            yield f"{name}@language", value
            yield from ((f"{name}@{language}", value) for language in LANGUAGES)
            yield f"{name}@states", value
        case Entry():
            for part, inner in value.parts.items():
                yield from _names(inner, f"{name}.{part}")
        case _:
            yield name, value


def _cells(value: Value, stored: Any, name: str) -> Iterator[tuple[str, Any]]:
    match value:
        case Words():
            text = from_plain(stored)
            yield name, text.original
            yield f"{name}@language", text.language
            yield from ((f"{name}@{code}", made.text) for code, made in text.translations.items())
            if states := _states_of(text):
                yield f"{name}@states", states
        case Entry():
            for part, inner in value.parts.items():
                if stored.get(part) is not None:
                    yield from _cells(inner, stored[part], f"{name}.{part}")
        case _:
            yield name, value.cell(stored)


def _places(field: Field, row: Row, present: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the beginning of the columns of each item of a field, with the item's name."""
    if not field.is_many:
        yield field.code, ""
        return
    numbers = {_number_of(name) for name in row if _code_of(name) == field.code}
    for number in sorted(numbers & set(range(1, MOST_ITEMS + 1))):
        item = present[number - 1] if number <= len(present) else str(number)
        if number > len(present) and item in present:
            item = f"{number}-{len(present) + 1}"
        yield f"{field.code}.{number}", item


def _given(value: Value, cells: _Cells, name: str, before: Any) -> Any:
    match value:
        case Words():
            return _text(cells, name, before)
        case Entry():
            parts = {
                part: _given(inner, cells, f"{name}.{part}", (before or {}).get(part))
                for part, inner in value.parts.items()
            }
            return {part: given for part, given in parts.items() if given is not None} or None
    return cells.said.get(name)


def _text(cells: _Cells, name: str, before: Mapping[str, Any] | None) -> Any:
    row = cells.said
    original = row.get(name)
    if original is None:
        return None
    written_in = str(row.get(f"{name}@language") or cells.language).lower()
    try:
        text = Text(written_in, str(original))
    except ValueError:
        return {
            "language": written_in,
            "original": str(original),
        }  # refused where it is read, with its reason
    states, old = _states(row, f"{name}@states"), from_plain(before) if before else None
    for code in LANGUAGES:
        made = row.get(f"{name}@{code}")
        if made is not None and code != written_in:
            text = _translated(text, code, str(made), states=states, old=old)
    return text


def _translated(text: Text, code: str, made: str, *, states: States | None, old: Text | None) -> Text:
    """Return the text with a translation of a row.

    One that stands there already stays what it was: under another original, one of an earlier wording; under
    the same, only where the row does not say itself what its translations are.
    """
    words = (states or {}).get(code, frozenset())
    new = text.translated(code, made, by=State.MACHINE if State.MACHINE in words else State.HUMAN)
    if State.STALE in words:
        earlier = replace(new.translations[code], of="")
        new = replace(new, translations={**new.translations, code: earlier})
    known = old.translations.get(code) if old else None
    if old is None or known is None or known.text.strip() != made:
        return new
    is_as_told = states is None or (known.made_by, old.state(code)) == (
        new.translations[code].made_by,
        new.state(code),
    )
    stays = old.original != text.original or is_as_told
    return replace(text, translations={**text.translations, code: known}) if stays else new


def _states_of(text: Text) -> str:
    """Return which translations are by machine or of an earlier wording, such as "en machine; fr stale"."""
    told = []
    for code, made in text.translations.items():
        words = [State.MACHINE] if made.made_by == State.MACHINE else []
        words += [State.STALE] if text.state(code) == State.STALE else []
        told += [" ".join((code, *words))] if words else []
    return f"{SEPARATOR} ".join(told)


def _states(row: Row, name: str) -> States | None:
    cell = row.get(name)
    if cell is None:
        return None
    found: dict[str, frozenset[str]] = {}
    for part in filter(str.strip, str(cell).split(SEPARATOR)):
        code, *words = part.split()
        if code not in LANGUAGES or not words or set(words) - {State.MACHINE, State.STALE}:
            needed = gettext("languages with “machine” or “stale”, such as en machine")
            raise WrongStatements({name: str(WrongValue(part.strip(), needed))})
        found[code] = frozenset(words)
    return found


def _cell(row: Row, name: str) -> Any:
    given = row.get(name)
    if isinstance(given, str):
        given = given.strip()
        # A spreadsheet is handed the sign of a formula behind an apostrophe; it is no part of the text.
        given = given[1:] if re.match(r"'[=+\-@]", given) else given
    return None if given in (None, "") else given


def _code_of(name: str) -> str:
    return re.split(r"[.@]", name, maxsplit=1)[0]


def _number_of(name: str) -> int:
    found = re.match(r"[^.@]+\.(\d+)", name)
    return int(found.group(1)) if found else 0


def what_it_holds(column: Column) -> str:
    """Return in words what a column may hold, for the data dictionary."""
    if column.name.endswith("@language"):
        return gettext("the language the text is written in, such as es")
    if column.name.endswith("@states"):
        return gettext("which translations are by machine or of an earlier wording: en machine; fr stale")
    if "@" in column.name:
        return gettext("the same text translated, by a person where @states says nothing else")
    if isinstance(column.value, Words):
        return gettext("text of at most %(longest)s characters") % {"longest": column.value.longest}
    return str(HOLDS[column.value.name])


HOLDS = {
    "code": gettext_lazy("one code"),
    "codes": gettext_lazy("codes with a semicolon between them"),
    "reference": gettext_lazy("the short name of a record, as in its address"),
    "line": gettext_lazy("one line"),
    "number": gettext_lazy("a whole number"),
    "decimal": gettext_lazy("a number with a point before its decimals"),
    "year": gettext_lazy("a year"),
    "day": gettext_lazy("a day such as 2026-11-30"),
    "flag": gettext_lazy("yes or no"),
    "link": gettext_lazy("an address such as https://www.example.org"),
    "email": gettext_lazy("an address such as name@example.org"),
}
