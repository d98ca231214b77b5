"""What is wrong with a questionnaire or its file is told in the language of the page, every fault of it."""

import io
import re

import pytest
import xlsxwriter
from django.utils import translation

from polos.tables.questionnaire_flaws import FLAWS, Flaw
from polos_web.surveys import problems
from polos_web.ui.languages import OWN_NAMES

FACTS = {
    "count": 1, "kind": "single", "code": "a b", "least": 3.0, "most": 2.0, "longest": 10, "asked": "Q9",
    "how": "is", "value": "x", "place": "Q1 option a", "language": "en", "languages": "en", "known": "en, es",
    "version": 0, "heading": "h", "type": "geopoint", "list": "l", "types": "text", "part": "p", "what": "w",
    "name": "Q1", "column": "least",
}  # fmt: skip


def workbook(**sheets):
    """An XLSForm of these rows."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


def test_every_flaw_has_words_that_take_its_facts():
    assert problems.FLAWS.keys() == FLAWS.keys()
    for code, english in FLAWS.items():
        assert str(Flaw(code, FACTS))
        for language in OWN_NAMES:
            with translation.override(language):
                assert problems.said(Flaw(code, FACTS))
        ours = set(re.findall(r"%\((\w+)\)", str(problems.FLAWS[code])))
        assert ours <= set(re.findall(r"%\((\w+)\)", english)), code


def test_where_a_flaw_is_stands_before_it():
    with translation.override("es"):
        assert problems.said(Flaw("no items", question="Q1")).startswith("Pregunta «Q1»: ")
        assert problems.said(Flaw("open group", sheet="survey", row="7")).startswith("Hoja survey, fila 7: ")
        assert problems.said(Flaw("no frame")) == "ninguna fila de la parte questionnaire"


@pytest.mark.django_db
class TestFiles:
    def taken(self, at_desk, survey, content, language, name="form.xlsx"):
        file = io.BytesIO(content)
        file.name = name
        return at_desk.post(f"/{language}/surveys/{survey.pk}/file/", {"file": file}).content.decode()

    @pytest.mark.parametrize(
        ("language", "type_told", "needed"),
        [
            (
                "en",
                "Sheet survey, row 2: the type “geopoint” is not known",
                "Needed: the types select_one LIST",
            ),
            (
                "es",
                "Hoja survey, fila 2: no se conoce el tipo «geopoint»",
                "Hace falta: los tipos select_one",
            ),
            ("pt", "Planilha survey, linha 2: não se conhece o tipo", "É necessário: os tipos select_one"),
            ("fr", "Feuille survey, ligne 2 : le type « geopoint » n’est pas connu", "Il faut : les types"),
        ],
    )
    def test_unknown_types_are_told_with_what_is_needed(self, at_desk, survey, language, type_told, needed):
        survey_rows = [["type", "name", "label"], ["geopoint", "g", "Where?"], ["barcode", "b", "What?"]]
        content = workbook(survey=survey_rows, choices=[["list_name", "name", "label"]])
        page = self.taken(at_desk, survey, content, language)
        assert type_told in page and needed in page and "barcode" in page
        assert 'lang="en"><li>' not in page

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"PK\x03\x04 half", "un archivo que no es un libro"),
            (workbook(sheet=[["a"]]), "un libro con las hojas sheet"),
            (workbook(survey=[["type", "type"], ["a", "b"]], choices=[["name"]]), "«type» dos veces"),
            (
                workbook(survey=[["type", "label::Klingon (tlh)"], ["text", "x"]], choices=[["name"]]),
                "el idioma «Klingon (tlh)»",
            ),
            (b"\xff\xfe", "un cuestionario que no se puede leer"),
            (b"a,b\n1,2\n", "las columnas a, b"),
        ],
    )
    def test_files_that_are_no_questionnaire(self, at_desk, survey, content, says):
        assert says in self.taken(at_desk, survey, content, "es")


@pytest.mark.django_db
def test_the_form_of_a_question_says_what_is_wrong_in_the_language_of_the_page(at_desk, survey):
    given = {"code": "Q1", "kind": "single", "text_en": "Which?", "options_en": "a = A"}
    page = at_desk.post(f"/fr/surveys/{survey.pk}/questions/Q1/", given).content.decode()
    assert "elle a 1 options ; pour un choix il en faut deux" in page
