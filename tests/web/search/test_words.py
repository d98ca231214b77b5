"""Words made comparable: accents, case and endings do not matter, in four languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polos_web.search.words import NO_LANGUAGE, asked, coded, forms, plain_words, tokens


def finds(typed: str, stands: str, language: str) -> bool:
    """Whether a question of one word finds a text in a language."""
    held = tokens([(stands, language)])
    return all(held & set(word.forms) for word in asked(typed))


@pytest.mark.parametrize(
    ("language", "typed", "stands"),
    [
        ("es", "innovacion", "Innovaciones"),
        ("es", "INNOVACIÓN", "innovación"),
        ("es", "tecnologias", "tecnología"),
        ("es", "agroindustria", "Agroindustrias"),
        ("es", "sostenible", "Sostenibles"),
        ("pt", "inovacao", "inovações"),
        ("pt", "inovações", "inovação"),
        ("pt", "agua", "águas"),
        ("pt", "renovavel", "renováveis"),
        ("pt", "ciencias", "ciência"),
        ("fr", "energie", "énergies"),
        ("fr", "qualite", "qualités"),
        ("fr", "nationale", "national"),
        ("en", "textiles", "Textile"),
        ("en", "universities", "university"),
        ("pl", "lodz", "Łódź"),
        ("el", "αττικη", "Αττική"),
    ],
)
def test_a_word_finds_its_other_forms(language, typed, stands):
    assert finds(typed, stands, language)


@pytest.mark.parametrize(
    ("language", "typed", "stands"),
    [("es", "mar", "marca"), ("en", "port", "portal"), ("pt", "sol", "solda"), ("fr", "vin", "vingt")],
)
def test_a_word_does_not_find_words_that_only_begin_like_it(language, typed, stands):
    assert not finds(typed, stands, language)


def test_a_question_in_one_language_finds_what_stands_in_another_only_by_a_shared_form():
    assert finds("biotecnología", "Biotecnologia", "pt")
    assert not finds("salud", "saúde", "pt")


def test_small_words_count_only_where_there_are_no_others():
    assert [one.word for one in asked("la agencia de Podlaskie")] == ["wagencia", "wpodlaskie"]
    assert [one.word for one in asked("de la")] == ["wde", "wla"]
    assert asked("?!") == [] == asked("   ")


def test_a_word_typed_twice_counts_once():
    assert [one.word for one in asked("agua Água AGUA")] == ["wagua"]


@given(st.text(max_size=60))
def test_words_of_the_index_are_plain_whatever_is_written(text):
    for word in tokens([(text, "es"), (text, "")]) | {coded("side", text)}:
        assert word.isascii() and word.isalnum() and word == word.lower() and word[0] in "swc"


@given(st.text(alphabet="aeioubcdlmnrstáéíóúñçãõàâê", min_size=1, max_size=15))
def test_leaving_accents_out_changes_nothing(word):
    assert [forms(one) for one in plain_words(word)] == [forms(one) for one in plain_words(word.upper())]


def test_a_short_code_is_not_taken_for_the_stem_of_a_word():
    """MX-AGU is Aguascalientes, and agu the stem of water."""
    assert not tokens([("MX-AGU", NO_LANGUAGE)]) & {*asked("agua")[0].forms}
    assert tokens([("MX-AGU", NO_LANGUAGE)]) & {*asked("agu")[0].forms}


def test_a_code_is_no_word():
    assert coded("side", "EU") != coded("sid", "eEU")
    assert not tokens([("side:EU side EU", "")]) & {coded("side", "EU")}


def test_a_number_has_no_stem_in_any_language():
    assert forms("2030") == {"w2030"}
    assert len(forms("ports")) > 1
