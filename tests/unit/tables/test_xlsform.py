"""XLSForm and CSV in and out; what is not understood is named with its row."""

import io
from dataclasses import replace

import pytest
import xlsxwriter
from hypothesis import given, settings

from polos.errors import UnreadableFile, WrongColumns, WrongRows
from polos.tables.questionnaire import Kind
from polos.tables.questionnaire_csv import from_csv, to_csv
from polos.tables.survey_template import survey_of_2019
from polos.tables.xlsform import from_xlsform, to_xlsform
from unit.tables.drawn_questionnaires import questionnaires, small


def workbook(**sheets):
    """A workbook of sheets given as lists of rows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    book.close()
    return file.getvalue()


CHOICES = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]
HEADINGS = ["type", "name", "label", "relevant", "constraint", "required"]


def form(*rows, choices=CHOICES, headings=HEADINGS, **others):
    return workbook(survey=[headings, *rows], choices=choices, **others)


def same(one, two):
    return replace(one, origin=two.origin) == two


@pytest.mark.slow
@given(questionnaires())
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_back_the_same(questionnaire):
    assert same(from_xlsform(to_xlsform(questionnaire)), _in_order(questionnaire))
    assert same(from_csv(to_csv(questionnaire)), questionnaire)


def _in_order(questionnaire):
    """XLSForm knows a default language; the others come back in the order of Polos."""
    order = ("en", "es", "pt", "fr")
    first, *others = questionnaire.languages
    return replace(questionnaire, languages=(first, *sorted(others, key=order.index)))


def test_the_reference_instrument_goes_out_and_comes_back():
    assert same(from_xlsform(to_xlsform(survey_of_2019())), survey_of_2019())
    assert same(from_csv(to_csv(survey_of_2019())), survey_of_2019())


def test_a_form_of_others_is_read():
    """Plain headings, blanks in the types, a group of one list, and the conditions that are known."""
    found = from_xlsform(
        form(
            ["select_one yn", "go", "Will you go?", "", "", "yes"],
            ["integer", "age", "How old are you?", "${go} = 'yes'", ". >= 18 and . <= 99", ""],
            ["select_multiple yn", "both", "Which?", "${age} >= 21 and ${go} != 'no'", "", ""],
            ["begin group", "each", "Each of these:", "selected(${both}, 'yes')", "", ""],
            ["select_one yn", "each__a", "A", "", "", ""],
            ["select_one yn", "b", "B", "", "", ""],
            ["end group", "", "", "", "", ""],
            settings=[["form_title", "form_id", "version"], ["A form", "a_form", "2026-11-21"]],
        )
    )
    assert (found.name, found.title, found.languages, found.version) == (
        "a_form",
        {"en": "A form"},
        ("en",),
        1,
    )
    assert [question.kind for question in found.questions] == [
        Kind.SINGLE,
        Kind.NUMBER,
        Kind.MULTIPLE,
        Kind.MATRIX,
    ]
    assert (found.questions[1].least, found.questions[1].most) == (18, 99)
    assert [len(question.show_if) for question in found.questions] == [0, 1, 2, 1]
    assert [item.code for item in found.questions[3].items] == ["a", "b"]


def test_languages_are_told_from_headings():
    found = from_xlsform(
        form(
            ["select_one yn", "go", "¿Va?", "Vai?"],
            headings=["type", "name", "label::Español (es)", "label::pt"],
            choices=[
                ["list_name", "name", "label::es", "label::pt"],
                ["yn", "s", "Sí", "Sim"],
                ["yn", "n", "No", "Não"],
            ],
            settings=[["form_title", "default_language"], ["Ir", "Español (es)"]],
        )
    )
    assert found.languages == ("es", "pt")
    assert found.questions[0].text == {"es": "¿Va?", "pt": "Vai?"}


NOT_UNDERSTOOD = {
    "a type": (["geopoint", "where", "Where?"], "row 2: the type 'geopoint'"),
    "a calculation": (["calculate", "x", ""], "row 2: the type 'calculate'"),
    "a missing list": (["select_one colours", "c", "?"], "the list 'colours'"),
    "another option": (["select_one yn or_other", "c", "?"], "the list 'yn or_other'"),
    "a condition": (["text", "c", "?", "${a} + 1 > 2"], "the condition"),
    "a constraint": (["text", "c", "?", "", "regex(., '[a-z]')"], "the constraint"),
    "a limit of another kind": (["text", "c", "?", "", ". <= 5"], "the constraint '. <= 5'"),
}


@pytest.mark.parametrize("case", NOT_UNDERSTOOD)
def test_what_is_not_understood_is_named_with_its_row(case):
    row, says = NOT_UNDERSTOOD[case]
    with pytest.raises(WrongRows) as refused:
        from_xlsform(form(row))
    assert says in str(refused.value)


def test_twelve_unknown_types_are_ten_and_two_more():
    with pytest.raises(WrongRows, match="and 2 more"):
        from_xlsform(form(*(["geopoint", f"q{i}", "?"] for i in range(12))))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["begin_group", "g", "G"], ["text", "a", "A"], ["end_group"]], "a group of text"),
        ([["begin_group", "g", "G"], ["end_group"]], "a group of nothing"),
        ([["begin_group", "g", "G"], ["select_one yn", "a", "A"]], "a group that does not end"),
        (
            [["begin_group", "g", "G"], ["select_one yn", "a", "A", "${b} = 'yes'"], ["end_group"]],
            "a condition of one item",
        ),
    ],
)
def test_groups_are_matrices_or_refused(rows, says):
    with pytest.raises(WrongRows, match=says):
        from_xlsform(form(*rows))


def test_a_column_that_would_be_lost_is_named():
    with pytest.raises(WrongRows, match=r"row 2: choice_filter 'x=1'"):
        from_xlsform(form(["text", "q", "?", "x=1"], headings=["type", "name", "label", "choice_filter"]))


def test_choices_without_a_list_are_named():
    with pytest.raises(WrongRows, match="choices, row 2: no list_name"):
        from_xlsform(form(["text", "q", "?"], choices=[["list_name", "name"], ["", "yes"]]))


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"not a workbook", UnreadableFile, "no workbook"),
        (workbook(first=[["a"]]), UnreadableFile, "the sheets first"),
        (form(["text", "q", "?"], headings=["type", "name", "label::Deutsch (de)"]), WrongColumns, "Deutsch"),
        (form(["text", "q", "?"], headings=["type", "name", "name"]), WrongColumns, "'name' twice"),
    ],
)
def test_what_is_no_form_is_refused(content, error, says):
    with pytest.raises(error, match=says):
        from_xlsform(content)


TABLE = to_csv(small()).decode()


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"\xff\xfe", UnreadableFile, "UTF-8"),
        (b"", WrongColumns, "none"),
        (TABLE.replace("show_if", "when", 1).encode(), WrongColumns, "when"),
        (TABLE.replace("likert", "slider").encode(), WrongRows, "'slider' of the question 'Q3'"),
        (TABLE.replace(",0,10,", ",none,10,").encode(), WrongRows, "least 'none'"),
        (TABLE.replace("option,Q1", "option,Q0", 1).encode(), WrongRows, "'option' of the question 'Q0'"),
        (TABLE.partition("question,Q1")[0].split("\n")[0].encode() + b"\n", WrongColumns, "none"),
    ],
)
def test_a_table_that_is_no_questionnaire_is_refused(content, error, says):
    with pytest.raises(error, match=says):
        from_csv(content)
