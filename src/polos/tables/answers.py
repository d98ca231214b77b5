"""Answers to one version of a questionnaire: checked, and as columns for the measures."""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from polos.errors import UnknownName, UnreadableFile, WrongColumns, WrongRows
from polos.provenance import Origin
from polos.tables.questionnaire import LONGEST_TEXT, Comparison, Condition, Kind, Question, Questionnaire

#: A code, codes (chosen or in order), a number, a text, or by item the code of a step.
Value = str | float | tuple[str, ...] | Mapping[str, str]
Given = Mapping[str, Value]
ATTRIBUTES = ("wave", "side", "pairing")
_SEPARATOR = ";"
_LISTED = 5


class Fault(StrEnum):
    """What is wrong with one answer.

    ``unknown_question``; ``not_shown``: earlier answers do not lead to it; ``required``: shown, needed and
    not answered; ``unknown_option``; ``wrong_kind``: not the kind of value the question takes;
    ``chosen_twice``; ``not_all_ranked``; ``empty``: an answer that says nothing, to be left out instead;
    ``too_few`` and ``too_many`` options, letters, or a number out of bounds.
    """

    UNKNOWN_QUESTION = "unknown_question"
    NOT_SHOWN = "not_shown"
    REQUIRED = "required"
    UNKNOWN_OPTION = "unknown_option"
    WRONG_KIND = "wrong_kind"
    CHOSEN_TWICE = "chosen_twice"
    NOT_ALL_RANKED = "not_all_ranked"
    EMPTY = "empty"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Problem:
    """One fault of one answer; ``limit`` is the bound it breaks, ``value`` the option that is not there."""

    question: str
    fault: Fault
    value: str = ""
    limit: float | None = None


@dataclass(frozen=True)
class Submission:
    """What one person answered. No name, no token and no time; wave, side and pairing as declared."""

    given: Given
    wave: str = "1"
    side: str | None = None
    pairing: str | None = None


@dataclass(frozen=True)
class Answers:
    """Submissions to one version of a questionnaire, all of them checked.

    Raises
    ------
    WrongRows
        When a submission has a problem, or a wave the questionnaire does not have.
    """

    questionnaire: Questionnaire
    submissions: tuple[Submission, ...]
    origin: Origin = field(default_factory=lambda: Origin("answers in memory"))

    def __post_init__(self) -> None:
        wrong = [
            f"submission {number}: {fault}"
            for number, one in enumerate(self.submissions, 1)
            for fault in _said_faults(self.questionnaire, one)
        ]
        if wrong:
            more = [f"and {len(wrong) - _LISTED} more"] if len(wrong) > _LISTED else []
            raise WrongRows(
                found="\n".join([f"{len(wrong)} wrong answers:", *wrong[:_LISTED], *more]),
                needed=f"answers to version {self.questionnaire.version} of {self.questionnaire.name!r}",
                next_step="Keep answers to other versions apart, and correct the others.",
            )

    def column(self, question: str, item: str | None = None) -> list[Any]:
        """Return one value a submission, in order, None where there is none; of a matrix one item's code.

        Raises
        ------
        UnknownName
            When there is no such question, or the matrix has no such item.
        """
        asked = self.questionnaire.question(question)
        if asked.kind is Kind.MATRIX or item is not None:
            _require_item(asked, item)
            return [_of_item(one.given.get(question), item) for one in self.submissions]
        return [one.given.get(question) for one in self.submissions]

    def scores(self, question: str, item: str | None = None) -> list[int | None]:
        """Return the step of the scale a submission chose, 1 the lowest, None where there is none.

        Raises
        ------
        UnknownName
            As in :meth:`column`, or when the question has no scale.
        """
        asked = self.questionnaire.question(question)
        if asked.kind not in {Kind.LIKERT, Kind.MATRIX}:
            raise UnknownName(
                found=f"the {asked.kind.value} question {question!r}",
                needed="a question with an ordered scale: likert or matrix",
                next_step="Count its options instead.",
            )
        step = {code: place for place, code in enumerate(asked.codes, 1)}
        return [None if code is None else step[code] for code in self.column(question, item)]

    def where(self, **attributes: str | None) -> "Answers":
        """Return the submissions with these attributes, such as ``side="EU"``."""
        kept = tuple(
            one
            for one in self.submissions
            if all(getattr(one, name) == value for name, value in attributes.items())
        )
        return Answers(self.questionnaire, kept, self.origin.then(f"where {attributes}"))

    def by_pairing(self, question: str, item: str | None = None, *, side: str) -> dict[str, int]:
        """Return the scores of one side by pairing, without pairings of which several answered there."""
        scores = self.scores(question, item)
        found: dict[str, list[int]] = {}
        for one, score in zip(self.submissions, scores, strict=True):
            if one.side == side and one.pairing is not None and score is not None:
                found.setdefault(one.pairing, []).append(score)
        return {pairing: several[0] for pairing, several in found.items() if len(several) == 1}


def shown(questionnaire: Questionnaire, given: Given) -> tuple[str, ...]:
    """Return which questions are asked of somebody with these answers, in order."""
    asked: list[str] = []
    for question in questionnaire.questions:
        if all(c.question in asked and _holds(questionnaire, c, given) for c in question.show_if):
            asked.append(question.name)
    return tuple(asked)


def problems(questionnaire: Questionnaire, given: Given) -> tuple[Problem, ...]:
    """Return what is wrong with answers as given, question by question; nothing where they can be taken."""
    names = {question.name for question in questionnaire.questions}
    asked = set(shown(questionnaire, given))
    found = [Problem(name, Fault.UNKNOWN_QUESTION) for name in given if name not in names]
    for question in questionnaire.questions:
        if question.name not in given:
            if question.is_required and question.name in asked:
                found.append(Problem(question.name, Fault.REQUIRED))
        elif question.name not in asked:
            found.append(Problem(question.name, Fault.NOT_SHOWN))
        elif given[question.name] in ("", (), {}):
            found.append(Problem(question.name, Fault.EMPTY))
        else:
            found += _CHECKS[question.kind](question, given[question.name])
    return tuple(found)


def _holds(questionnaire: Questionnaire, condition: Condition, given: Given) -> bool:
    value = given.get(condition.question)
    if value is None:
        return False
    if condition.comparison is Comparison.INCLUDES:
        return isinstance(value, tuple) and condition.value in value
    asked = questionnaire.question(condition.question)
    if asked.kind is Kind.NUMBER:
        here, limit = value, float(condition.value)
    elif value in asked.codes:
        here, limit = asked.codes.index(str(value)), asked.codes.index(condition.value)
    else:
        return False
    if not isinstance(here, int | float):
        return False
    return {
        Comparison.IS: here == limit,
        Comparison.IS_NOT: here != limit,
        Comparison.AT_LEAST: here >= limit,
        Comparison.AT_MOST: here <= limit,
    }[condition.comparison]


def _check_one(question: Question, value: Value) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem(question.name, Fault.WRONG_KIND)
    elif value not in question.codes:
        yield Problem(question.name, Fault.UNKNOWN_OPTION, value)


def _check_several(question: Question, value: Value) -> Iterator[Problem]:
    if not isinstance(value, tuple):
        yield Problem(question.name, Fault.WRONG_KIND)
        return
    yield from (Problem(question.name, Fault.UNKNOWN_OPTION, c) for c in value if c not in question.codes)
    if len(set(value)) < len(value):
        yield Problem(question.name, Fault.CHOSEN_TWICE)
    if question.kind is Kind.RANKING and set(value) != set(question.codes):
        yield Problem(question.name, Fault.NOT_ALL_RANKED, limit=len(question.options))
    elif question.kind is Kind.MULTIPLE:
        yield from _check_limits(question, len(value))


def _check_number(question: Question, value: Value) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        yield Problem(question.name, Fault.WRONG_KIND)
    else:
        yield from _check_limits(question, value)


def _check_text(question: Question, value: Value) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem(question.name, Fault.WRONG_KIND)
    elif question.most is None and len(value) > LONGEST_TEXT:
        yield Problem(question.name, Fault.TOO_MANY, limit=LONGEST_TEXT)
    else:
        yield from _check_limits(question, len(value))


def _check_matrix(question: Question, value: Value) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem(question.name, Fault.WRONG_KIND)
        return
    items = {item.code for item in question.items}
    for item, code in value.items():
        if item not in items or code not in question.codes:
            yield Problem(question.name, Fault.UNKNOWN_OPTION, f"{item}: {code}")
    if question.is_required and items - value.keys():
        yield Problem(question.name, Fault.REQUIRED)


def _check_limits(question: Question, amount: float) -> Iterator[Problem]:
    if question.least is not None and amount < question.least:
        yield Problem(question.name, Fault.TOO_FEW, limit=question.least)
    if question.most is not None and amount > question.most:
        yield Problem(question.name, Fault.TOO_MANY, limit=question.most)


_CHECKS = {
    Kind.LIKERT: _check_one,
    Kind.SINGLE: _check_one,
    Kind.MULTIPLE: _check_several,
    Kind.RANKING: _check_several,
    Kind.NUMBER: _check_number,
    Kind.TEXT: _check_text,
    Kind.MATRIX: _check_matrix,
}


def _said_faults(questionnaire: Questionnaire, one: Submission) -> Iterator[str]:
    if one.wave not in questionnaire.waves:
        yield f"the wave {one.wave!r}, out of {', '.join(questionnaire.waves)}"
    for problem in problems(questionnaire, one.given):
        extra = problem.value or ("" if problem.limit is None else f"{problem.limit:g}")
        yield f"{problem.question}: {problem.fault.value}{f' ({extra})' if extra else ''}"


def _require_item(asked: Question, item: str | None) -> None:
    if item not in {one.code for one in asked.items}:
        raise UnknownName(
            found=f"the item {item!r} of {asked.name!r}",
            needed=f"one of: {', '.join(one.code for one in asked.items) or 'none, it is no matrix'}",
            next_step="Name an item of the matrix.",
        )


def _of_item(value: Value | None, item: str | None) -> str | None:
    return value.get(item or "") if isinstance(value, Mapping) else None


def columns(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the headings of answers as a table: attributes, questions, and items as ``Q06.governance``."""
    of_questions = [
        name
        for question in questionnaire.questions
        for name in ([f"{question.name}.{item.code}" for item in question.items] or [question.name])
    ]
    return (*ATTRIBUTES, *of_questions)


def answers_to_csv(answers: Answers) -> bytes:
    """Return answers as CSV in UTF-8, one row a submission; several codes stand with semicolons."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    headings = columns(answers.questionnaire)
    writer.writerow(headings)
    for one in answers.submissions:
        cells = {"wave": one.wave, "side": one.side or "", "pairing": one.pairing or ""}
        cells |= {name: _cell(one.given, name) for name in headings[len(ATTRIBUTES) :]}
        writer.writerow([cells[name] for name in headings])
    return file.getvalue().encode()


def _cell(given: Given, heading: str) -> str:
    question, _, item = heading.partition(".")
    value = given.get(question)
    if isinstance(value, Mapping):
        return value.get(item, "")
    if isinstance(value, tuple):
        return _SEPARATOR.join(value)
    return "" if value is None else repr(float(value)) if isinstance(value, int | float) else value


def answers_from_csv(
    content: bytes, questionnaire: Questionnaire, *, origin: Origin | None = None
) -> Answers:
    """Read answers from CSV as :func:`answers_to_csv` writes it; an empty cell is no answer.

    Raises
    ------
    UnreadableFile
        When it is not UTF-8.
    WrongColumns
        When a column of the questionnaire is missing, or one is there that it does not have.
    WrongRows
        When a number is none, or a submission has a problem.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(
            found=f"answers that cannot be read ({error})",
            needed="CSV in UTF-8",
            next_step="Save the table again as CSV in UTF-8.",
        ) from error
    headings = rows[0] if rows else []
    _require_headings(headings, columns(questionnaire))
    submissions = tuple(_submission(questionnaire, headings, row, n) for n, row in enumerate(rows[1:], 1))
    return Answers(questionnaire, submissions, origin or Origin("answers read from CSV"))


def _require_headings(found: Sequence[str], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in found and name not in ATTRIBUTES]
    strange = [name for name in found if name not in needed]
    if missing or strange or len(set(found)) < len(found):
        what = f"the column {strange[0]!r}" if strange else f"the columns {', '.join(found) or 'none'}"
        raise WrongColumns(
            found=what,
            needed=f"each once: {', '.join(needed)}",
            next_step=f"Add {', '.join(missing)}." if missing else "Remove or rename the others.",
        )


def _submission(
    questionnaire: Questionnaire, headings: Sequence[str], row: Sequence[str], number: int
) -> Submission:
    if len(row) != len(headings):
        raise WrongRows(
            found=f"{len(row)} fields in row {number}",
            needed=f"{len(headings)}, as many as there are headings",
            next_step="Put texts with commas in quotes.",
        )
    cells = {name: cell for name, cell in zip(headings, row, strict=True) if cell != ""}
    given: dict[str, Value] = {}
    for question in questionnaire.questions:
        value = _value(question, cells, number)
        if value is not None:
            given[question.name] = value
    return Submission(given, cells.get("wave", "1"), cells.get("side"), cells.get("pairing"))


def _value(question: Question, cells: Mapping[str, str], number: int) -> Value | None:
    if question.kind is Kind.MATRIX:
        places = {item.code: f"{question.name}.{item.code}" for item in question.items}
        return {code: cells[at] for code, at in places.items() if at in cells} or None
    cell = cells.get(question.name)
    if cell is None:
        return None
    if question.kind in {Kind.MULTIPLE, Kind.RANKING}:
        return tuple(part.strip() for part in cell.split(_SEPARATOR) if part.strip())
    if question.kind is not Kind.NUMBER:
        return cell
    try:
        return float(cell)
    except ValueError as error:
        raise WrongRows(
            found=f"{cell!r} for {question.name!r} in row {number}",
            needed="a number, with a point before decimals",
            next_step="Correct the cell, or leave it empty.",
        ) from error
