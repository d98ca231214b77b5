"""What a respondent has filled in so far: carried from page to page by the page itself, kept nowhere.

Without a draft on the server nobody can read an answer before it is sent, and nothing of it is there when it
is not sent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from polos.tables.answers import Fault, Value, problems, shown
from polos.tables.questionnaire import Kind, Question, Questionnaire
from polos_web.surveys.questionnaires import pages
from polos_web.surveys.words import FAULTS

FIELD = "q-"
# Beside the answers: where one is, whether one goes on, and what goes with the answers.
DECLARATION = 0
CARRIED = ("pairing", "consents")
_LENGTHS = {Fault.TOO_FEW: "too_few_letters", Fault.TOO_MANY: "too_many_letters"}


@dataclass(frozen=True)
class Wrong:
    """What is wrong with the answer to one question, in words of the page."""

    question: str
    words: str


class Filled:
    """The answers filled in so far, read from what the browser sent.

    ``step`` is 0 for what goes with the answers, then one number a page of questions, then the look at all
    of them before sending.
    """

    def __init__(self, questionnaire: Questionnaire, data: QueryDict) -> None:
        self.questionnaire, self.data = questionnaire, data
        self.pages = pages(questionnaire)
        self.last = len(self.pages) + 1
        typed = data.get("step", "")
        self.step = min(int(typed), self.last) if typed.isascii() and typed.isdigit() else DECLARATION
        self._odd: dict[str, str] = {}
        self.given = self._given()

    # ---- reading ------------------------------------------------------------------------------

    def _given(self) -> dict[str, Value]:
        """Return the answers to what is asked; an answer whose question is no longer shown is dropped."""
        given: dict[str, Value] = {}
        for question in self.questionnaire.questions:
            value = self._value(question)
            if value is not None and question.name in shown(self.questionnaire, given):
                given[question.name] = value
        return given

    def _value(self, question: Question) -> Value | None:
        name = f"{FIELD}{question.name}"
        match question.kind:
            case Kind.MULTIPLE:
                return tuple(self.data.getlist(name)) or None
            case Kind.RANKING:
                return self._order(question)
            case Kind.MATRIX:
                chosen = {one.code: self.data.get(f"{name}-{one.code}", "") for one in question.items}
                return {item: code for item, code in chosen.items() if code} or None
            case Kind.NUMBER:
                return self._number(question)
        typed = self.data.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()
        return typed or None

    def _number(self, question: Question) -> float | None:
        typed = self.data.get(f"{FIELD}{question.name}", "").strip()
        if not typed:
            return None
        try:
            return float(typed.replace(",", "."))
        except ValueError:
            self._odd[question.name] = "not_a_number"
            return None

    def _order(self, question: Question) -> tuple[str, ...] | None:
        places = {
            code: self.data.get(f"{FIELD}{question.name}-{code}", "").strip() for code in question.codes
        }
        if not any(places.values()):
            return None
        if not all(place.isascii() and place.isdigit() for place in places.values()):
            self._odd[question.name] = "not_all_ranked"
            return None
        if len(set(places.values())) < len(places):
            self._odd[question.name] = "chosen_twice"
            return None
        return tuple(sorted(places, key=lambda code: int(places[code])))

    # ---- what the page shows ------------------------------------------------------------------

    @property
    def asked(self) -> frozenset[str]:
        """The names of the questions asked of somebody with these answers."""
        return frozenset(shown(self.questionnaire, self.given))

    def questions(self, step: int) -> list[Question]:
        """Return the questions of a page that are asked."""
        if not 1 <= step <= len(self.pages):
            return []
        return [one for one in self.pages[step - 1] if one.name in self.asked]

    def wrong(self, *, step: int | None = None) -> list[Wrong]:
        """Return what is wrong with the answers, of one page or of all."""
        of_page = None if step is None else {one.name for one in self.questions(step)}
        found: dict[str, Wrong] = {}
        for name, code in self._odd.items():
            if name in self.asked:
                found[name] = Wrong(name, str(FAULTS[code]))
        for problem in problems(self.questionnaire, self.given):
            found.setdefault(problem.question, Wrong(problem.question, self._said(problem)))
        return [one for one in found.values() if of_page is None or one.question in of_page]

    def _said(self, problem: Any) -> str:
        asked = self.questionnaire.question(problem.question)
        code = problem.fault.value
        if asked.kind is Kind.TEXT:
            code = _LENGTHS.get(problem.fault, code)
        limit = "" if problem.limit is None else f"{problem.limit:g}"
        return str(FAULTS[code]) % {"limit": limit} if "%(" in str(FAULTS[code]) else str(FAULTS[code])

    def page_of(self, name: str) -> int:
        """Return the page a question stands on."""
        return next(n for n, page in enumerate(self.pages, 1) if any(one.name == name for one in page))

    def after(self, step: int) -> int:
        """Return the next page on which something is asked."""
        return next((n for n in range(step + 1, self.last) if self.questions(n)), self.last)

    def before(self, step: int) -> int:
        """Return the page before on which something is asked."""
        return next((n for n in range(step - 1, 0, -1) if self.questions(n)), DECLARATION)

    def carried(self, step: int) -> Iterator[tuple[str, str]]:
        """Go through what other pages filled in: names and values of hidden fields."""
        here = {question.name for question in self.questions(step)}
        for name, values in self.data.lists():
            is_own = name.startswith(FIELD) and name[len(FIELD) :].partition("-")[0] in here
            if (name.startswith(FIELD) and not is_own) or (name in CARRIED and step != DECLARATION):
                yield from ((name, str(value)) for value in values)

    def typed(self, question: Question, part: str = "") -> str:
        """Return what stands in a field, as it was typed."""
        return self.data.get(f"{FIELD}{question.name}{'-' + part if part else ''}", "")

    def is_chosen(self, question: Question, code: str) -> bool:
        """Whether an option is ticked."""
        return code in self.data.getlist(f"{FIELD}{question.name}")

    def told(self, question: Question, texts: Any) -> list[str]:
        """Return an answer in words, line by line; ``texts`` says a text of the questionnaire."""
        value = self.given.get(question.name)
        words = {one.code: texts(one.text) for one in (*question.options, *question.items)}
        match value:
            case None:
                return []
            case tuple():
                return [words.get(code, code) for code in value]
            case Mapping():
                by_item = {one.code: texts(one.text) for one in question.items}
                steps = {one.code: texts(one.text) for one in question.options}
                return [f"{by_item.get(item, item)}: {steps.get(code, code)}" for item, code in value.items()]
            case float():
                return [f"{value:g}"]
        return [words.get(str(value), str(value))]
