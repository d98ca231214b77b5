"""Questionnaires as plain values, as surveys keep them, and as the library takes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from polos.tables.questionnaire import Comparison, Condition, Kind, Option, Question, Questionnaire

Plain = dict[str, Any]


def empty(title: str, languages: Iterable[str]) -> Plain:
    """Return a questionnaire without questions; the library takes it once it has one."""
    chosen = list(languages)
    return {"title": {chosen[0]: title}, "languages": chosen, "questions": []}


def plain(questionnaire: Questionnaire) -> Plain:
    """Return a questionnaire as plain values: without name, version and waves, which the survey has."""
    return {
        "title": dict(questionnaire.title),
        "languages": list(questionnaire.languages),
        "questions": [plain_question(one) for one in questionnaire.questions],
    }


def plain_question(question: Question) -> Plain:
    """Return a question as plain values."""
    return {
        "name": question.name,
        "kind": question.kind.value,
        "text": dict(question.text),
        "hint": dict(question.hint),
        "options": [{"code": one.code, "text": dict(one.text)} for one in question.options],
        "items": [{"code": one.code, "text": dict(one.text)} for one in question.items],
        "is_required": question.is_required,
        "least": question.least,
        "most": question.most,
        "show_if": [[one.question, one.comparison.value, one.value] for one in question.show_if],
    }


def from_plain(
    content: Mapping[str, Any], *, name: str, version: int = 1, waves: Iterable[str] = ("1",)
) -> Questionnaire:
    """Return the questionnaire of plain values.

    Raises
    ------
    WrongRows
        Says every fault, as :class:`Questionnaire` does.
    """
    return Questionnaire(
        name=name,
        title=content["title"],
        questions=tuple(map(question_from, content["questions"])),
        languages=tuple(content["languages"]),
        waves=tuple(waves),
        version=version,
    )


def question_from(kept: Mapping[str, Any]) -> Question:
    """Return the question of plain values."""
    return Question(
        name=kept["name"],
        kind=Kind(kept["kind"]),
        text=kept["text"],
        hint=kept["hint"],
        options=tuple(Option(one["code"], one["text"]) for one in kept["options"]),
        items=tuple(Option(one["code"], one["text"]) for one in kept["items"]),
        is_required=kept["is_required"],
        least=kept["least"],
        most=kept["most"],
        show_if=tuple(Condition(one, Comparison(how), value) for one, how, value in kept["show_if"]),
    )


def said(text: Mapping[str, str], language: str) -> str:
    """Return a text in a language, or in the first there is: of a questionnaire, its first language."""
    return text.get(language) or next(iter(text.values()), "")


def pages(questionnaire: Questionnaire) -> list[list[Question]]:
    """Return the questions page by page: none hangs on another one of its page, and a page has up to six."""
    found: list[list[Question]] = []
    for question in questionnaire.questions:
        here = {one.name for one in found[-1]} if found else set()
        hangs = any(one.question in here for one in question.show_if)
        if not found or hangs or len(found[-1]) >= QUESTIONS_A_PAGE:
            found.append([])
        found[-1].append(question)
    return found


QUESTIONS_A_PAGE = 6
