"""Answers are checked against the version of the questionnaire they were given to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polos.errors import UnknownName, UnreadableFile, WrongColumns, WrongRows
from polos.tables.answers import (
    Answers,
    Fault,
    Submission,
    answers_from_csv,
    answers_to_csv,
    columns,
    problems,
    shown,
)
from unit.tables.drawn_questionnaires import questionnaires, small, submissions

FULL = {"Q1": "red", "Q2": 3.0, "Q3": "4", "Q4": "because", "Q5": ("blue", "red"),
        "Q6": ("blue", "red", "green"), "Q7": {"a": "1", "b": "5"}}  # fmt: skip


def test_full_answers_are_taken():
    assert problems(small(), FULL) == ()
    assert problems(small(), {"Q1": "blue"}) == ()


def test_earlier_answers_lead_to_later_questions():
    """Red leads to the number, 3 or more to the text, blue among the choices to the matrix."""
    assert shown(small(), {}) == ("Q1", "Q3", "Q5", "Q6")
    assert shown(small(), {"Q1": "red", "Q3": "2"}) == ("Q1", "Q2", "Q3", "Q5", "Q6")
    assert shown(small(), FULL) == ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7")
    assert shown(small(), {"Q1": "pink", "Q3": "x"}) == ("Q1", "Q3", "Q5", "Q6")


@pytest.mark.parametrize(
    ("changes", "question", "fault"),
    [
        ({"Q1": None}, "Q1", Fault.REQUIRED),
        ({"Q9": "x"}, "Q9", Fault.UNKNOWN_QUESTION),
        ({"Q1": "green"}, "Q2", Fault.NOT_SHOWN),
        ({"Q1": "pink", "Q2": None}, "Q1", Fault.UNKNOWN_OPTION),
        ({"Q3": ("4",)}, "Q3", Fault.WRONG_KIND),
        ({"Q2": "three"}, "Q2", Fault.WRONG_KIND),
        ({"Q2": float("nan")}, "Q2", Fault.WRONG_KIND),
        ({"Q2": True}, "Q2", Fault.WRONG_KIND),
        ({"Q2": -1}, "Q2", Fault.TOO_FEW),
        ({"Q2": 11}, "Q2", Fault.TOO_MANY),
        ({"Q4": "x" * 21}, "Q4", Fault.TOO_MANY),
        ({"Q4": 7.0}, "Q4", Fault.WRONG_KIND),
        ({"Q4": ""}, "Q4", Fault.EMPTY),
        ({"Q5": "blue", "Q7": None}, "Q5", Fault.WRONG_KIND),
        ({"Q5": ("blue", "pink")}, "Q5", Fault.UNKNOWN_OPTION),
        ({"Q5": ("blue", "blue")}, "Q5", Fault.CHOSEN_TWICE),
        ({"Q5": ("blue", "red", "green")}, "Q5", Fault.TOO_MANY),
        ({"Q6": ("blue", "red")}, "Q6", Fault.NOT_ALL_RANKED),
        ({"Q7": "1"}, "Q7", Fault.WRONG_KIND),
        ({"Q7": {"c": "1"}}, "Q7", Fault.UNKNOWN_OPTION),
        ({"Q7": {"a": "9"}}, "Q7", Fault.UNKNOWN_OPTION),
    ],
)
def test_what_cannot_be_taken_is_named(changes, question, fault):
    given_now = {name: value for name, value in (FULL | changes).items() if value is not None}
    assert (question, fault) in [(p.question, p.fault) for p in problems(small(), given_now)]
    with pytest.raises(WrongRows, match=f"{question}: {fault.value}"):
        Answers(small(), (Submission(given_now),))


def test_a_megabyte_of_text_is_too_much_without_any_limit_of_its_own():
    whole = small()
    question = whole.question("Q4")
    unlimited = [vars(question) | {"most": None, "show_if": ()}]
    one = type(whole)("one", whole.title, (type(question)(**unlimited[0]),), whole.languages)
    (problem,) = problems(one, {"Q4": "x" * 1_000_000})
    assert (problem.fault, problem.limit) == (Fault.TOO_MANY, 10_000)


def test_a_wave_that_was_not_asked_is_refused():
    with pytest.raises(WrongRows, match="the wave '3'"):
        Answers(small(), (Submission({"Q1": "red"}, wave="3"),))


def people():
    return Answers(
        small(),
        (
            Submission({"Q1": "red", "Q3": "4"}, "1", "EU", "P01"),
            Submission({"Q1": "blue", "Q3": "2", "Q5": ("blue",), "Q7": {"a": "5"}}, "1", "LAC", "P01"),
            Submission({"Q1": "blue"}, "2", "LAC", "P02"),
            Submission({"Q1": "blue", "Q3": "5"}, "2", "EU", "P02"),
            Submission({"Q1": "blue", "Q3": "5"}, "2", "EU", "P02"),
        ),
    )


def test_answers_become_columns():
    assert people().column("Q1") == ["red", "blue", "blue", "blue", "blue"]
    assert people().scores("Q3") == [4, 2, None, 5, 5]
    assert people().scores("Q7", "a") == [None, 5, None, None, None]
    assert people().where(side="EU", wave="1").scores("Q3") == [4]
    assert people().by_pairing("Q3", side="EU") == {"P01": 4}
    with pytest.raises(UnknownName, match="an ordered scale"):
        people().scores("Q1")
    with pytest.raises(UnknownName, match="the item 'z'"):
        people().column("Q7", "z")
    with pytest.raises(UnknownName, match="it is no matrix"):
        people().column("Q3", "a")


@pytest.mark.slow
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_answers_written_are_read_back_the_same(data):
    """Emoji, right-to-left text, line ends, quotes and markup are text like any other."""
    questionnaire = data.draw(questionnaires())
    several = data.draw(st.lists(submissions(questionnaire), max_size=4))
    answers = Answers(questionnaire, tuple(several))
    again = answers_from_csv(answers_to_csv(answers), questionnaire)
    assert again.submissions == answers.submissions


def test_the_headings_name_questions_and_items():
    assert columns(small())[-3:] == ("Q6", "Q7.a", "Q7.b")
    assert columns(small())[:3] == ("wave", "side", "pairing")


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"\xff\xfe\x00", UnreadableFile, "UTF-8"),
        (b"", WrongColumns, "the columns none"),
        (b"wave,side,pairing,Q1\n", WrongColumns, "Add Q2, Q3"),
        (b"wave,Q1,Q2,Q3,Q4,Q5,Q6,Q7.a,Q7.b,token\n", WrongColumns, "'token'"),
        (b"wave,Q1,Q2,Q3,Q4,Q5,Q6,Q7.a,Q7.b\n1,red,many,,,,,,\n", WrongRows, "'many' for 'Q2' in row 1"),
        (b"wave,Q1,Q2,Q3,Q4,Q5,Q6,Q7.a,Q7.b\n1,red\n", WrongRows, "2 fields in row 1"),
        (b"wave,Q1,Q2,Q3,Q4,Q5,Q6,Q7.a,Q7.b\n1,pink,,,,,,,\n", WrongRows, "unknown_option .pink."),
    ],
)
def test_a_table_that_is_no_table_of_these_answers_is_refused(content, error, says):
    with pytest.raises(error, match=says):
        answers_from_csv(content, small())


def test_six_wrong_answers_are_five_and_one_more():
    wrong = tuple(Submission({}) for _ in range(6))
    with pytest.raises(WrongRows, match="and 1 more"):
        Answers(small(), wrong)
