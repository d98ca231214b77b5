"""Cells of the rows that questionnaires are written in, as XLSForm or CSV, and what is wrong with a row."""

import re
from dataclasses import dataclass, field

from polos.tables.questionnaire import Comparison, Condition, Option, Question
from polos.tables.questionnaire_flaws import Flaw

Row = dict[str, str]
# How many rows the message of an error names.
LISTED = 10
_COMPARED = re.compile(r"\$\{(\w+)\}\s*(!=|>=|<=|=)\s*(?:'([^']*)'|(-?\d+(?:\.\d+)?))")
_SELECTED = re.compile(r"selected\(\s*\$\{(\w+)\}\s*,\s*'([^']*)'\s*\)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SIGNS = {
    "=": Comparison.IS,
    "!=": Comparison.IS_NOT,
    ">=": Comparison.AT_LEAST,
    "<=": Comparison.AT_MOST,
}


@dataclass
class Reading:
    """What has been read so far, and what was wrong with it."""

    default: str
    choices: dict[str, tuple[Option, ...]]
    faults: list[Flaw] = field(default_factory=list)

    def refuse(self, row: Row, code: str, sheet: str = "survey", **facts: object) -> None:
        """Remember what is wrong with a row."""
        self.faults.append(Flaw(code, facts, sheet=sheet, row=row[""]))


def version_in(text: str) -> int:
    """Return the version a cell tells, the first where it tells none."""
    return int(text) if re.fullmatch(r"[1-9]\d{0,3}", text) else 1


def is_yes(cell: str) -> bool:
    """Whether a cell says yes."""
    return cell.casefold() in {"yes", "true", "true()", "1"}


def conditions_in(row: Row, reading: Reading) -> tuple[Condition, ...]:
    """Return the comparisons under which a row is shown; what is none is refused with the row."""
    found = []
    for part in filter(None, re.split(r"\s+and\s+", row.get("relevant", "").strip())):
        if compared := _COMPARED.fullmatch(part):
            value = compared[3] if compared[3] is not None else compared[4]
            found.append(Condition(compared[1], _SIGNS[compared[2]], value))
        elif selected := _SELECTED.fullmatch(part):
            found.append(Condition(selected[1], Comparison.INCLUDES, selected[2]))
        else:
            reading.refuse(row, "condition", part=part)
    return tuple(found)


def written_conditions(question: Question) -> str:
    """Return the cell that says when a question is shown, which :func:`conditions_in` reads back."""
    signs = {comparison: sign for sign, comparison in _SIGNS.items()}

    def said(one: Condition) -> str:
        if one.comparison is Comparison.INCLUDES:
            return f"selected(${{{one.question}}}, '{one.value}')"
        is_order = one.comparison in {Comparison.AT_LEAST, Comparison.AT_MOST}
        value = one.value if is_order and _NUMBER.fullmatch(one.value) else f"'{one.value}'"
        return f"${{{one.question}}} {signs[one.comparison]} {value}"

    return " and ".join(said(one) for one in question.show_if)
