"""A questionnaire is taken whole, or every fault of it is named."""

from dataclasses import replace

import pytest

from polos import reference
from polos.errors import UnknownName, WrongRows
from polos.tables.questionnaire import (
    Comparison,
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
    missing_texts,
)
from polos.tables.survey_template import survey_of_2019
from unit.tables.drawn_questionnaires import COLOURS, STEPS, said, small


def with_last(**changes):
    whole = small()
    return replace(whole, questions=(*whole.questions[:-1], replace(whole.questions[-1], **changes)))


def one(question):
    return Questionnaire("one", said("One"), (question,))


FAULTY = {
    "a name twice": (lambda: with_last(name="Q1"), "the name stands twice"),
    "a name with a space": (lambda: with_last(name="Q 7"), "starts with a letter"),
    "one option": (
        lambda: one(Question("Q", Kind.SINGLE, said("?"), COLOURS[:1])),
        "1 options, where single",
    ),
    "options of a number": (
        lambda: one(Question("Q", Kind.NUMBER, said("?"), COLOURS)),
        "number does not take",
    ),
    "a matrix without items": (lambda: with_last(items=()), "a matrix without items"),
    "items of a scale": (lambda: with_last(kind=Kind.LIKERT), "only a matrix has"),
    "a code twice": (lambda: with_last(options=STEPS + STEPS[:1]), "the code '1' twice"),
    "a code with a blank": (
        lambda: with_last(options=(*STEPS, Option("a b", said("?")))),
        "the code 'a b'",
    ),
    "limits of a scale": (lambda: with_last(least=1), "limits, which matrix"),
    "limits crossed": (
        lambda: one(Question("Q", Kind.NUMBER, said("?"), least=3, most=2)),
        "at least 3 and at most 2",
    ),
    "too many to choose": (
        lambda: one(Question("Q", Kind.MULTIPLE, said("?"), COLOURS, least=4)),
        "at least 4 of 3",
    ),
    "nothing to choose": (
        lambda: one(Question("Q", Kind.MULTIPLE, said("?"), COLOURS, most=0)),
        "at most 0",
    ),
    "a book": (lambda: one(Question("Q", Kind.TEXT, said("?"), most=10**6)), "10000 is the most"),
    "a condition on itself": (
        lambda: with_last(show_if=(Condition("Q7", Comparison.IS, "1"),)),
        "'Q7', which is no earlier question",
    ),
    "a condition on no option": (
        lambda: with_last(show_if=(Condition("Q1", Comparison.IS, "pink"),)),
        "'pink', which is no option",
    ),
    "a condition on no number": (
        lambda: with_last(show_if=(Condition("Q2", Comparison.IS, "many"),)),
        "'many', which is no number",
    ),
    "an order of colours": (
        lambda: with_last(show_if=(Condition("Q1", Comparison.AT_LEAST, "red"),)),
        "does not fit single 'Q1'",
    ),
    "a condition on a text": (
        lambda: with_last(show_if=(Condition("Q4", Comparison.IS, "x"),)),
        "does not fit text 'Q4'",
    ),
    "no text": (lambda: with_last(text={}), "Q7: no text in en"),
    "another language": (lambda: with_last(text=said("?") | {"de": "?"}), "a text in de"),
    "no question": (lambda: replace(small(), questions=()), "no question"),
    "a strange language": (lambda: replace(small(), languages=("en", "de")), "languages en, de"),
    "a language twice": (lambda: replace(small(), languages=("en", "es", "es")), "a language twice"),
    "no wave": (lambda: replace(small(), waves=()), "no wave"),
    "version nought": (lambda: replace(small(), version=0), "version 0"),
}


@pytest.mark.parametrize("case", FAULTY)
def test_every_fault_is_named(case):
    build, says = FAULTY[case]
    with pytest.raises(WrongRows) as refused:
        build()
    assert says in str(refused.value)


def test_all_faults_are_named_at_once():
    with pytest.raises(WrongRows, match="2 faults"):
        replace(with_last(), version=0, waves=())


def test_what_is_not_translated_is_listed():
    whole = small()
    first = replace(whole.questions[0], text=said("Which?"))
    assert missing_texts(whole) == ()
    assert missing_texts(replace(whole, questions=(first, *whole.questions[1:]))) == (("Q1", "es"),)


def test_a_question_is_found_by_name():
    assert small().question("Q3").kind is Kind.LIKERT
    with pytest.raises(UnknownName, match="'Q9'"):
        small().question("Q9")


def test_the_template_of_2019_has_what_the_instrument_has():
    """As many options and items as stated and added, every text in four languages."""
    template, instrument = survey_of_2019(), reference.survey_instrument().content
    assert template.languages == ("en", "es", "pt", "fr")
    assert missing_texts(template) == ()
    assert [q.name for q in template.questions] == [q["id"] for q in instrument["questions"]]
    for question, known in zip(template.questions[1:], instrument["questions"][1:], strict=True):
        assert question.text["en"] == known["text"]
        assert len(question.items) == len(known.get("items", ()))
        options = [*known.get("options_stated", ()), *known.get("options_added", ())]
        if question.kind in {Kind.SINGLE, Kind.MULTIPLE} and options:
            assert [option.text["en"] for option in question.options] == options
        if "scale" in known:
            scale = instrument["scales"][known["scale"]]
            assert list(question.codes) == [*(scale.get("order") or scale.get("options") or scale["labels"])]
