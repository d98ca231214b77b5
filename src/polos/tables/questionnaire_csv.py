"""Questionnaires as one CSV table: one row a text, with its languages side by side."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

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
from polos.tables.questionnaire_flaws import Flaw, listed
from polos.vocabularies import LANGUAGES

_PARTS = ("questionnaire", "question", "hint", "option", "item")
_CSV = ("part", "question", "code", "kind", "required", "least", "most", "show_if")


def to_csv(questionnaire: Questionnaire) -> bytes:
    """Return a questionnaire as one CSV table in UTF-8: one row a text, with its languages side by side."""
    file = io.StringIO(newline="")
    headings = (*_CSV, *questionnaire.languages)
    writer = csv.DictWriter(file, headings, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(
        {"part": "questionnaire", "code": questionnaire.name, "kind": f"version {questionnaire.version}",
         "show_if": "waves " + ";".join(questionnaire.waves), **questionnaire.title}
    )  # fmt: skip
    for question in questionnaire.questions:
        writer.writerow(
            {"part": "question", "question": question.name, "kind": question.kind.value,
             "required": "yes" if question.is_required else "",
             "least": "" if question.least is None else f"{question.least:.12g}",
             "most": "" if question.most is None else f"{question.most:.12g}",
             "show_if": written_conditions(question), **question.text}
        )  # fmt: skip
        if question.hint:
            writer.writerow({"part": "hint", "question": question.name, **question.hint})
        for part, options in (("option", question.options), ("item", question.items)):
            for option in options:
                writer.writerow({"part": part, "question": question.name, "code": option.code, **option.text})
    return file.getvalue().encode()


def from_csv(content: bytes, *, origin: Origin | None = None) -> Questionnaire:
    """Read a questionnaire from CSV as :func:`to_csv` writes it.

    Raises
    ------
    UnreadableFile
        When it is not UTF-8, or not CSV.
    WrongColumns
        When a column is missing or no language of Polos.
    WrongRows
        When a row is of no known part or kind, or belongs to no question above it; the message names up to
        ten, each with its row.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(
            found=f"a questionnaire that cannot be read ({error})",
            needed="CSV in UTF-8",
            next_step="Save the table again as CSV in UTF-8.",
            code="no table",
        ) from error
    return questionnaire_of_rows(rows, origin=origin or Origin("a questionnaire in CSV"))


def questionnaire_of_rows(rows: Sequence[Mapping[str, str | None]], *, origin: Origin) -> Questionnaire:
    """Build a questionnaire from the rows of the CSV table; errors as in :func:`from_csv`."""
    headings = list(rows[0]) if rows else []
    languages = tuple(heading for heading in headings if heading in LANGUAGES)
    strange = [heading for heading in headings if heading not in (*_CSV, *LANGUAGES)]
    if strange or not languages or not set(_CSV) <= set(headings):
        raise WrongColumns(
            found=f"the columns {', '.join(map(str, headings)) or 'none'}",
            needed=f"{', '.join(_CSV)}, and one column for each language out of {', '.join(LANGUAGES)}",
            next_step="Write a questionnaire with polos to see its shape.",
            code="strange columns",
            columns=", ".join(map(str, headings)) or "–",
            known=", ".join(_CSV),
            languages=", ".join(LANGUAGES),
        )
    reading = Reading(languages[0], {})
    frame: Row = {}
    drafts: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows, 2):
        cells = {heading: cell or "" for heading, cell in row.items()} | {"": str(number)}
        if cells["part"] == "questionnaire" and not frame:
            frame = cells
        else:
            _draft(cells, languages, drafts, reading)
    if reading.faults or not frame:
        faults = reading.faults or [Flaw("no frame")]
        raise WrongRows(
            found=listed("rows that are not understood:", faults, LISTED),
            needed=f"rows of the parts {', '.join(_PARTS)}, below the question they belong to",
            next_step="Correct these rows.",
            code="flawed table",
            flaws=tuple(faults),
        )
    return Questionnaire(
        frame["code"],
        _said(frame, languages),
        tuple(Question(**draft) for draft in drafts.values()),
        languages,
        tuple(frame["show_if"].removeprefix("waves ").split(";")) if frame["show_if"] else ("1",),
        version_in(frame["kind"].removeprefix("version ")),
        origin,
    )


def _said(cells: Row, languages: Sequence[str]) -> Texts:
    return {language: cells[language] for language in languages if cells[language]}


def _draft(cells: Row, languages: Sequence[str], drafts: dict[str, dict[str, Any]], reading: Reading) -> None:
    """Add what one row says to the question it belongs to."""
    part, name = cells["part"], cells["question"]
    if part == "question" and name not in drafts and cells["kind"] in set(Kind):
        drafts[name] = {
            "name": name,
            "kind": Kind(cells["kind"]),
            "text": _said(cells, languages),
            "is_required": is_yes(cells["required"]),
            "least": _number(cells, "least", reading),
            "most": _number(cells, "most", reading),
            "show_if": conditions_in({**cells, "relevant": cells["show_if"]}, reading),
        }
    elif part == "hint" and name in drafts:
        drafts[name]["hint"] = _said(cells, languages)
    elif part in {"option", "item"} and name in drafts:
        added = Option(cells["code"], _said(cells, languages))
        drafts[name][f"{part}s"] = (*drafts[name].get(f"{part}s", ()), added)
    else:
        what = cells["kind"] if part == "question" and name not in drafts else part
        reading.refuse(cells, "part", "", what=what, name=name)


def _number(cells: Row, column: str, reading: Reading) -> float | None:
    if not cells[column]:
        return None
    try:
        return float(cells[column])
    except ValueError:
        reading.refuse(cells, "not a number", "", column=column, value=cells[column])
        return None
