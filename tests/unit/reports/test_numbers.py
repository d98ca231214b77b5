"""Numbers as each language writes them, and the unknown as a word."""

from datetime import date

import pytest

from polos.reports import numbers

LANGUAGES = ("en", "es", "pt", "fr")
NO_BREAK, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "12,345.7"), ("es", "12.345,7"), ("pt", "12.345,7"), ("fr", f"12{NARROW}345,7")],
)
def test_a_number_has_the_marks_of_its_language(language, expected):
    assert numbers.format_number(12345.678, language, digits=1) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "46%"), ("es", f"46{NO_BREAK}%"), ("pt", "46%"), ("fr", f"46{NO_BREAK}%")],
)
def test_a_share_is_in_per_cent(language, expected):
    assert numbers.format_percentage(0.456, language) == expected


def test_a_small_share_is_not_nought_and_nought_is():
    assert numbers.format_percentage(0.0004, "en") == "<1%"
    assert numbers.format_percentage(0.0004, "es", digits=1) == f"<0,1{NO_BREAK}%"
    assert numbers.format_percentage(0.0, "en") == "0%"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "unknown"), ("es", "desconocido"), ("pt", "desconhecido"), ("fr", "inconnu")],
)
def test_the_unknown_is_a_word_never_nought_or_blank(language, expected):
    assert numbers.unknown(language) == expected
    for value in (None, float("nan")):
        assert numbers.format_number(value, language) == expected
        assert numbers.format_decimal(value, language) == expected
        assert numbers.format_percentage(value, language) == expected
        assert numbers.format_interval(value, None, language) == expected
    assert numbers.format_date(None, language) == expected
    assert numbers.format_range(None, None, language) == expected


def test_decimals_line_up_and_minus_nought_is_nought():
    assert [numbers.format_decimal(value, "fr") for value in (1, 0.5, -0.0001)] == ["1,00", "0,50", "0,00"]
    assert numbers.format_number(-0.4, "en") == "0"


def test_an_interval_says_which_end_is_known():
    assert numbers.format_interval(3, 5, "en") == "between 3 and 5"
    assert numbers.format_interval(3, 5, "pt") == "entre 3 e 5"
    assert numbers.format_interval(3, None, "en") == "at least 3"
    assert numbers.format_interval(None, 5, "es") == "como máximo 5"
    assert numbers.format_interval(3.1, 3.2, "en") == "3"


def test_a_range_of_years_is_not_grouped():
    assert numbers.format_range(2014, 2020, "fr") == "2014–2020"
    assert numbers.format_range(2014, 2014, "fr") == "2014"
    assert numbers.format_range(2014, None, "es") == "2014–desconocido"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "21 November 2026"),
        ("es", "21 de noviembre de 2026"),
        ("pt", "21 de novembro de 2026"),
        ("fr", "21 novembre 2026"),
    ],
)
def test_a_date_is_in_words(language, expected):
    assert numbers.format_date(date(2026, 11, 21), language) == expected


def test_lists_are_joined_as_people_do():
    assert [numbers.format_list(["a", "b", "c"], language) for language in LANGUAGES] == [
        "a, b and c",
        "a, b y c",
        "a, b e c",
        "a, b et c",
    ]
    assert numbers.format_list(["a"], "es") == "a"
    assert numbers.format_list([], "pt") == "nenhum"


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("Irlanda", "Galicia e Irlanda"),
        ("Hidalgo", "Galicia e Hidalgo"),
        ("Íllora", "Galicia e Íllora"),
        ("Hierro", "Galicia y Hierro"),
        ("Asturias", "Galicia y Asturias"),
    ],
)
def test_spanish_says_e_before_the_sound_i(last, expected):
    assert numbers.format_list(["Galicia", last], "es") == expected
