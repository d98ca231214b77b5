"""Text is found with or without accents, and leaves as a table no spreadsheet would run."""

import csv
import io
from datetime import date

import pytest
from django.utils import translation

from polos_web.ui.environment import day, environment
from polos_web.ui.tabular import cell, csv_answer
from polos_web.ui.text import folded, words


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Bogotá", "bogota"),
        ("ŁÓDŹ", "lodz"),
        ("Skåne", "skane"),
        ("Århus Ø", "arhus o"),
        ("Straße", "strasse"),
    ],
)
def test_accents_and_case_do_not_matter(typed, plain):
    assert folded(typed) == plain


def test_words_are_taken_apart():
    assert words("  País   Vasco ") == ["pais", "vasco"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (["a", "b"], "a;b"),
        (0, "0"),
        (-3.5, "-3.5"),
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("plain", "plain"),
    ],
)
def test_a_cell_says_what_it_holds_and_nothing_a_spreadsheet_runs(value, written):
    assert cell(value) == written


def test_a_table_leaves_with_its_accents():
    answer = csv_answer("places", ("id", "name"), [{"id": 1, "name": "Córdoba, Argentina", "unused": 2}])
    text = answer.content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["id", "name"], ["1", "Córdoba, Argentina"]]
    assert answer["Content-Disposition"] == 'attachment; filename="places.csv"'


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Nov. 22, 2026"),
        ("es", "22 de noviembre de 2026"),
        ("pt", "22 de novembro de 2026"),
        ("fr", "22 novembre 2026"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language, written):
    with translation.override(language):
        assert day(date(2026, 11, 22)) == written


def test_a_constant_in_a_template_is_written_in_the_language_of_each_page():
    """Jinja works out constants once, where it reads the template."""
    asked = environment(autoescape=False)
    template = asked.from_string(
        "{{ 0.001 | percent }} {{ 0.5 | number(2) }} {{ gettext('x') ~ (1 | percent) }}"
    )
    said = []
    for language in ("fr", "en"):
        with translation.override(language):
            said.append(template.render().replace("\u202f", " ").replace("\xa0", " "))
    assert said == ["<1 % 0,50 x100 %", "<1% 0.50 x100%"]
