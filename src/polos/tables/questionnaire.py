"""Questionnaires: questions of seven kinds in several languages, shown or not by earlier answers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from polos.errors import UnknownName, WrongRows
from polos.provenance import Origin
from polos.tables.questionnaire_flaws import Flaw, listed
from polos.vocabularies import LANGUAGES

#: By language; what is not translated is not there.
Texts = Mapping[str, str]
LONGEST_TEXT = 10_000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")


class Kind(StrEnum):
    """What kind of answer a question takes.

    ``likert``: one step of an ordered scale. ``single``: one of several options. ``multiple``: any of them.
    ``ranking``: all of them in order. ``number``, ``text``. ``matrix``: one step of a scale for each item.
    """

    LIKERT = "likert"
    SINGLE = "single"
    MULTIPLE = "multiple"
    RANKING = "ranking"
    NUMBER = "number"
    TEXT = "text"
    MATRIX = "matrix"


CHOSEN = frozenset({Kind.LIKERT, Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING, Kind.MATRIX})


class Comparison(StrEnum):
    """How a condition compares an earlier answer; ``includes`` asks several choices for one."""

    IS = "is"
    IS_NOT = "is_not"
    INCLUDES = "includes"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True)
class Option:
    """One thing to choose, or one item of a matrix."""

    code: str
    text: Texts


@dataclass(frozen=True)
class Condition:
    """A question is shown where the answer to an earlier one passes the comparison; unanswered never does."""

    question: str
    comparison: Comparison
    value: str


@dataclass(frozen=True)
class Question:
    """One question.

    ``options`` are the steps of a scale from the lowest, or what can be chosen; ``items`` the rows of a
    matrix. ``least`` and ``most`` bound a number, how many options are chosen, or the letters of a text. It
    is shown where all of ``show_if`` hold.
    """

    name: str
    kind: Kind
    text: Texts
    options: tuple[Option, ...] = ()
    items: tuple[Option, ...] = ()
    is_required: bool = False
    hint: Texts = field(default_factory=dict)
    least: float | None = None
    most: float | None = None
    show_if: tuple[Condition, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its options, in order."""
        return tuple(option.code for option in self.options)


@dataclass(frozen=True)
class Questionnaire:
    """Questions in order, under one title; ``version`` rises with every change after answers exist.

    Raises
    ------
    WrongRows
        Says every fault: a name twice, too few options, a text without the first language, a language that
        is not one of Polos, a condition on a later question or on an option that is not there.
    """

    name: str
    title: Texts
    questions: tuple[Question, ...]
    languages: tuple[str, ...] = ("en",)
    waves: tuple[str, ...] = ("1",)
    version: int = 1
    origin: Origin = field(default_factory=lambda: Origin("a questionnaire"))

    def __post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise WrongRows(
                found=listed(f"{len(faults)} faults in the questionnaire {self.name!r}:", faults),
                needed="a questionnaire whose questions can all be asked and answered",
                next_step="Correct each of them.",
                code="flawed questionnaire",
                flaws=tuple(faults),
            )

    def question(self, name: str) -> Question:
        """Return one question by its name.

        Raises
        ------
        UnknownName
            When there is none of this name.
        """
        for one in self.questions:
            if one.name == name:
                return one
        raise UnknownName(
            found=f"the question {name!r}",
            needed=f"one of: {', '.join(one.name for one in self.questions)}",
            next_step="Give the name of a question of this version.",
        )


def missing_texts(questionnaire: Questionnaire) -> tuple[tuple[str, str], ...]:
    """Return what is not said in a language of the questionnaire: (place, language), in order."""
    return tuple(
        (place, language)
        for place, text in texts(questionnaire)
        for language in questionnaire.languages
        if not text.get(language, "").strip()
    )


def texts(questionnaire: Questionnaire) -> Iterator[tuple[str, Texts]]:
    """Go through every text for people with its place, such as "title", "Q1", "Q1 hint", "Q1 option a"."""
    yield "title", questionnaire.title
    for question in questionnaire.questions:
        yield question.name, question.text
        if question.hint:
            yield f"{question.name} hint", question.hint
        for kind, options in (("option", question.options), ("item", question.items)):
            for option in options:
                yield f"{question.name} {kind} {option.code}", option.text


def _faults(questionnaire: Questionnaire) -> Iterator[Flaw]:
    yield from _faults_of_frame(questionnaire)
    earlier: dict[str, Question] = {}
    for question in questionnaire.questions:
        if not _NAME.fullmatch(question.name):
            yield Flaw("name form", question=question.name)
        if question.name in earlier:
            yield Flaw("name twice", question=question.name)
        for code, facts in chain(
            _faults_of_options(question),
            _faults_of_limits(question),
            *(_faults_of_condition(condition, earlier) for condition in question.show_if),
        ):
            yield Flaw(code, facts, question=question.name)
        earlier[question.name] = question
    first = questionnaire.languages[:1]
    for place, text in texts(questionnaire):
        if first and not text.get(first[0], "").strip():
            yield Flaw("no text", {"place": place, "language": first[0]})
        strange = sorted(text.keys() - set(questionnaire.languages))
        if strange:
            yield Flaw("strange text", {"place": place, "language": strange[0]})


def _faults_of_frame(questionnaire: Questionnaire) -> Iterator[Flaw]:
    languages = questionnaire.languages
    if not questionnaire.questions:
        yield Flaw("no question")
    if not languages or not set(languages) <= set(LANGUAGES):
        yield Flaw("languages", {"languages": ", ".join(languages) or "none", "known": ", ".join(LANGUAGES)})
    if len(set(languages)) < len(languages):
        yield Flaw("language twice")
    if not questionnaire.waves or len(set(questionnaire.waves)) < len(questionnaire.waves):
        yield Flaw("waves")
    if questionnaire.version < 1:
        yield Flaw("version", {"version": questionnaire.version})


#: What is wrong with one question: a code, and what is particular to it.
_Fault = tuple[str, Mapping[str, object]]


def _faults_of_options(question: Question) -> Iterator[_Fault]:
    kind = question.kind.value
    if question.kind in CHOSEN and len(question.options) < 2:
        yield "few options", {"count": len(question.options), "kind": kind}
    if question.kind not in CHOSEN and question.options:
        yield "options not taken", {"kind": kind}
    if (question.kind is Kind.MATRIX) != bool(question.items):
        yield ("items not taken" if question.items else "no items"), {}
    for options in (question.options, question.items):
        codes = [option.code for option in options]
        yield from (("code twice", {"code": c}) for c in sorted({c for c in codes if codes.count(c) > 1}))
        yield from (("code form", {"code": code}) for code in codes if not _CODE.fullmatch(code))


def _faults_of_limits(question: Question) -> Iterator[_Fault]:
    least, most = question.least, question.most
    if least is None and most is None:
        return
    if question.kind not in {Kind.NUMBER, Kind.TEXT, Kind.MULTIPLE}:
        yield "limits not taken", {"kind": question.kind.value}
    if least is not None and most is not None and least > most:
        yield "limits crossed", {"least": least, "most": most}
    if question.kind in {Kind.TEXT, Kind.MULTIPLE} and most is not None and most < 1:
        yield "limit of nothing", {"most": most}
    if question.kind is Kind.MULTIPLE and max(least or 0, 0) > len(question.options):
        yield "limit over options", {"least": least, "count": len(question.options)}
    if question.kind is Kind.TEXT and (most or 0) > LONGEST_TEXT:
        yield "long texts", {"most": most, "longest": LONGEST_TEXT}


def _faults_of_condition(condition: Condition, earlier: Mapping[str, Question]) -> Iterator[_Fault]:
    asked = earlier.get(condition.question)
    if asked is None:
        yield "no earlier question", {"asked": condition.question}
        return
    fitting = {
        Kind.LIKERT: {Comparison.IS, Comparison.IS_NOT, Comparison.AT_LEAST, Comparison.AT_MOST},
        Kind.SINGLE: {Comparison.IS, Comparison.IS_NOT},
        Kind.MULTIPLE: {Comparison.INCLUDES},
        Kind.NUMBER: set(Comparison) - {Comparison.INCLUDES},
    }.get(asked.kind, set())
    about = {"asked": asked.name, "kind": asked.kind.value, "value": condition.value}
    if condition.comparison not in fitting:
        yield "comparison unfit", {**about, "how": condition.comparison.value}
    elif asked.options and condition.value not in asked.codes:
        yield "no such option", about
    elif not asked.options and not _is_number(condition.value):
        yield "no number", about


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None
