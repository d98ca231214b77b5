"""Questionnaires as XLSForm, the workbook that ODK, Kobo and others read.

What XLSForm can say and a questionnaire here cannot is refused with its row, never dropped: other types of
question, calculations, and conditions that are no plain comparison.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import fastexcel
import xlsxwriter

from polos.errors import UnreadableFile, WrongColumns, WrongRows
from polos.provenance import Origin
from polos.tables.questionnaire import Kind, Option, Question, Questionnaire, Texts
from polos.tables.questionnaire_cells import (
    LISTED,
    Reading,
    Row,
    conditions_in,
    is_yes,
    version_in,
    written_conditions,
)
from polos.tables.questionnaire_flaws import listed
from polos.vocabularies import LANGUAGES

_LARGEST = 50_000_000
_LIST_TYPES = {"select_one": Kind.SINGLE, "select_multiple": Kind.MULTIPLE, "rank": Kind.RANKING}
_PLAIN_TYPES = {"text": Kind.TEXT, "integer": Kind.NUMBER, "decimal": Kind.NUMBER}
_UNDERSTOOD = (
    "select_one LIST, select_multiple LIST, rank LIST, integer, decimal, text, and begin_group with only "
    "select_one of one list (a matrix)"
)
_NAMES = {"english": "en", "español": "es", "spanish": "es", "português": "pt", "portuguese": "pt",
          "français": "fr", "french": "fr"}  # fmt: skip
_TITLES = {"en": "English (en)", "es": "Español (es)", "pt": "Português (pt)", "fr": "Français (fr)"}
_LIMIT = re.compile(r"(\.|count-selected\(\.\)|string-length\(\.\))\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)")
_MEASURED = {Kind.NUMBER: ".", Kind.MULTIPLE: "count-selected(.)", Kind.TEXT: "string-length(.)"}
#: Columns that say nothing a questionnaire would lose.
_HARMLESS = {"required_message", "constraint_message", "appearance", "list_name", "type", "name"}
_READ = _HARMLESS | {"label", "hint", "required", "relevant", "constraint"}


def from_xlsform(content: bytes, *, origin: Origin | None = None) -> Questionnaire:
    """Read a questionnaire from an XLSForm workbook.

    Likert scales are ``select_one`` with the appearance ``likert``; matrices are groups of ``select_one`` of
    one list. Languages are told from the headings (``label::Español (es)``); a heading without a language is
    in the default one, English where none is given. Waves stand in a column of the settings of our own.

    Raises
    ------
    UnreadableFile
        When it is no workbook, or has no sheet survey or choices.
    WrongColumns
        When a column is missing, twice, or in a language that is not one of Polos.
    WrongRows
        When a row has a type, condition or limit that is not understood, or a list that is not there; the
        message names up to ten, each with its row.
    """
    sheets = _sheets(content)
    settings = (sheets["settings"] or [{}])[0]
    default = _language_named(settings.get("default_language", "en"))
    languages = _languages(sheets, default)
    reading = Reading(default, {})
    reading.choices = _choices(sheets["choices"], reading)
    questions = tuple(_questions(sheets["survey"], reading))
    if reading.faults:
        raise WrongRows(
            found=listed("rows that are not understood:", reading.faults, LISTED),
            needed=f"the types {_UNDERSTOOD}, and plain comparisons as conditions",
            next_step="Change or remove these rows and read the form again.",
            code="flawed form",
            flaws=tuple(reading.faults),
        )
    return Questionnaire(
        settings.get("form_id") or "form",
        _texts(settings, "form_title", default) or {default: settings.get("form_id") or "form"},
        questions,
        languages,
        tuple(settings.get("waves", "1").split(";")),
        version_in(settings.get("version", "1")),
        origin or Origin("an XLSForm"),
    )


def to_xlsform(questionnaire: Questionnaire) -> bytes:
    """Return a questionnaire as an XLSForm workbook, which :func:`from_xlsform` reads back the same."""
    survey: list[Row] = []
    choices: list[Row] = []
    for question in questionnaire.questions:
        survey += _survey_rows(question, questionnaire.languages)
        choices += [
            {"list_name": _list_of(question), "name": option.code}
            | _labels("label", option.text, questionnaire.languages)
            for option in question.options
        ]
    default = questionnaire.languages[0]
    settings = {
        "form_title": questionnaire.title[default],
        "form_id": questionnaire.name,
        "version": str(questionnaire.version),
        "default_language": _TITLES[default],
        "waves": ";".join(questionnaire.waves),
    } | _labels("form_title", questionnaire.title, questionnaire.languages)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    for name, rows in (("survey", survey), ("choices", choices), ("settings", [settings])):
        sheet = book.add_worksheet(name)
        headings = list(dict.fromkeys(heading for row in rows for heading in row)) or ["list_name", "name"]
        sheet.write_row(0, 0, headings)
        for line, row in enumerate(rows, 1):
            for place, heading in enumerate(headings):
                sheet.write_string(line, place, row.get(heading, ""))
    book.close()
    return file.getvalue()


# ---- reading a workbook ----------------------------------------------------------------------


def _sheets(content: bytes) -> dict[str, list[Row]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > _LARGEST:
            raise _unreadable("large form", f"a workbook of {unpacked:,} bytes when unpacked", bytes=unpacked)
        book = fastexcel.read_excel(content)
        missing = [name for name in ("survey", "choices") if name not in book.sheet_names]
        if missing:
            names = ", ".join(book.sheet_names)
            raise _unreadable("sheets missing", f"a workbook with the sheets {names}", sheets=names)
        return {
            name: _rows(book, name) if name in book.sheet_names else []
            for name in ("survey", "choices", "settings")
        }
    except (zipfile.BadZipFile, fastexcel.FastExcelError) as error:
        raise _unreadable("no workbook", f"a file that is no workbook ({error})") from error


def _rows(book: Any, name: str) -> list[Row]:
    """Return the rows of a sheet by heading, with their row number under ""; empty rows are left out."""
    frame = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
    lines = [[(cell or "").strip() for cell in line] for line in frame.iter_rows()]
    if not lines:
        return []
    headings = [heading for heading in lines[0] if heading]
    twice = next((heading for heading in headings if headings.count(heading) > 1), None)
    if twice is not None:
        raise WrongColumns(
            found=f"the column {twice!r} twice in the sheet {name!r}",
            needed="each heading once",
            next_step="Remove or rename one.",
            code="heading twice",
            heading=twice,
            sheet=name,
        )
    return [
        {"": str(number)} | {heading: cell for heading, cell in zip(lines[0], line, strict=True) if heading}
        for number, line in enumerate(lines[1:], 2)
        if any(line)
    ]


def _unreadable(code: str, found: str, **facts: object) -> UnreadableFile:
    return UnreadableFile(
        found=found,
        needed="an XLSForm: a workbook with the sheets survey and choices",
        next_step="Save the form as .xlsx and try again.",
        code=code,
        **facts,
    )


def _languages(sheets: Mapping[str, list[Row]], default: str) -> tuple[str, ...]:
    headings = {heading for rows in sheets.values() for row in rows for heading in row}
    named = {_language_named(heading.partition("::")[2]) for heading in headings if "::" in heading}
    return (default, *(language for language in LANGUAGES if language in named - {default}))


def _language_named(name: str) -> str:
    """Return the code in "Español (es)", "es" or "Español"."""
    found = re.search(r"\((\w+)\)\s*$", name)
    code = (found[1] if found else name).strip().casefold()
    code = _NAMES.get(code, code)
    if code not in LANGUAGES:
        raise WrongColumns(
            found=f"the language {name!r}",
            needed=f"one of {', '.join(_TITLES[language] for language in LANGUAGES)}",
            next_step="Rename the heading, or remove the column.",
            code="strange language",
            language=name,
            known=", ".join(_TITLES[language] for language in LANGUAGES),
        )
    return code


def _texts(row: Row, column: str, default: str) -> Texts:
    found = {default: row[column]} if row.get(column) else {}
    for heading, cell in row.items():
        name, _, language = heading.partition("::")
        if name == column and language and cell:
            found[_language_named(language)] = cell
    return found


def _choices(rows: Sequence[Row], reading: Reading) -> dict[str, tuple[Option, ...]]:
    found: dict[str, tuple[Option, ...]] = {}
    for row in rows:
        name = row.get("list_name") or row.get("list name", "")
        if not name or not row.get("name"):
            reading.refuse(row, "no list name", "choices")
            continue
        option = Option(row["name"], _texts(row, "label", reading.default))
        found[name] = (*found.get(name, ()), option)
    return found


def _questions(rows: Sequence[Row], reading: Reading) -> Iterator[Question]:
    matrix: Row | None = None
    inside: list[Row] = []
    for row in rows:
        kind = re.sub(r"\s+", " ", row.get("type", "")).replace("begin group", "begin_group")
        kind = kind.replace("end group", "end_group")
        _refuse_columns(row, reading)
        if kind == "begin_group" and matrix is None:
            matrix, inside = row, []
        elif kind == "end_group" and matrix is not None:
            yield from _matrix(matrix, inside, reading)
            matrix = None
        elif matrix is not None:
            inside.append(row | {"type": kind})
        else:
            yield from _question(row | {"type": kind}, reading)
    if matrix is not None:
        reading.refuse(matrix, "open group")


def _refuse_columns(row: Row, reading: Reading) -> None:
    for heading, cell in row.items():
        name = heading.partition("::")[0]
        if cell and name and name not in _READ:
            reading.refuse(row, "column", heading=heading, value=cell)


def _question(row: Row, reading: Reading) -> Iterator[Question]:
    kind, options = _kind(row, reading)
    if kind is None:
        return
    least, most = _limits(row, kind, reading)
    yield Question(
        row.get("name", ""),
        kind,
        _texts(row, "label", reading.default),
        options,
        is_required=is_yes(row.get("required", "")),
        hint=_texts(row, "hint", reading.default),
        least=least,
        most=most,
        show_if=conditions_in(row, reading),
    )


def _kind(row: Row, reading: Reading) -> tuple[Kind | None, tuple[Option, ...]]:
    word, _, name = row["type"].partition(" ")
    if word in _PLAIN_TYPES and not name:
        return _PLAIN_TYPES[word], ()
    if word not in _LIST_TYPES or not name:
        reading.refuse(row, "type", type=row["type"])
        return None, ()
    if name not in reading.choices:
        reading.refuse(row, "no such list", list=name)
        return None, ()
    is_likert = word == "select_one" and "likert" in row.get("appearance", "")
    return (Kind.LIKERT if is_likert else _LIST_TYPES[word]), reading.choices[name]


def _matrix(group: Row, rows: Sequence[Row], reading: Reading) -> Iterator[Question]:
    lists = {row["type"] for row in rows}
    if len(lists) != 1 or not next(iter(lists)).startswith("select_one "):
        said = ", ".join(sorted(lists)) or "nothing"
        reading.refuse(group, "group", types=said)
        return
    own = [row for row in rows if row.get("relevant") or row.get("constraint")]
    if own:
        reading.refuse(own[0], "condition of an item")
        return
    _, options = _kind(rows[0], reading)
    name = group.get("name", "")
    items = tuple(
        Option(row.get("name", "").removeprefix(f"{name}__"), _texts(row, "label", reading.default))
        for row in rows
    )
    if options:
        yield Question(
            name,
            Kind.MATRIX,
            _texts(group, "label", reading.default),
            options,
            items,
            is_required=any(is_yes(row.get("required", "")) for row in rows),
            hint=_texts(group, "hint", reading.default),
            show_if=conditions_in(group, reading),
        )


def _limits(row: Row, kind: Kind, reading: Reading) -> tuple[float | None, float | None]:
    bounds: dict[str, float] = {}
    for part in filter(None, re.split(r"\s+and\s+", row.get("constraint", "").strip())):
        found = _LIMIT.fullmatch(part)
        if found is None or found[1] != _MEASURED.get(kind):
            reading.refuse(row, "constraint", part=part)
            continue
        bounds[found[2]] = float(found[3])
    return bounds.get(">="), bounds.get("<=")


# ---- writing a workbook ----------------------------------------------------------------------


def _labels(column: str, text: Texts, languages: Sequence[str]) -> Row:
    return {f"{column}::{_TITLES[language]}": text.get(language, "") for language in languages}


def _list_of(question: Question) -> str:
    return f"{question.name}_options"


def _survey_rows(question: Question, languages: Sequence[str]) -> list[Row]:
    common = {"name": question.name} | _labels("label", question.text, languages)
    common |= _labels("hint", question.hint, languages)
    common |= {"required": "yes" if question.is_required else "", "relevant": written_conditions(question)}
    if question.kind is Kind.MATRIX:
        rows = [
            {"type": f"select_one {_list_of(question)}", "name": f"{question.name}__{item.code}"}
            | _labels("label", item.text, languages)
            | {"required": common["required"]}
            for item in question.items
        ]
        group = {"type": "begin_group", **common, "required": "", "appearance": "table-list"}
        return [group, *rows, {"type": "end_group"}]
    word = next((w for w, kind in _LIST_TYPES.items() if kind is question.kind), "select_one")
    kinds = {Kind.NUMBER: "decimal", Kind.TEXT: "text"}
    of_type = kinds.get(question.kind) or f"{word} {_list_of(question)}"
    appearance = "likert" if question.kind is Kind.LIKERT else ""
    return [{"type": of_type, **common, "constraint": _constraint(question), "appearance": appearance}]


def _constraint(question: Question) -> str:
    measured = _MEASURED.get(question.kind, "")
    bounds = ((">=", question.least), ("<=", question.most))
    return " and ".join(f"{measured} {sign} {limit:.12g}" for sign, limit in bounds if limit is not None)
