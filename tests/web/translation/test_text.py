"""Text of users: an original, translations that know what they translate, and marks for readers."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from polos_web.translation.fields import TranslatedField
from polos_web.translation.text import State, Text, from_plain

LANGUAGES = ("en", "pt", "fr")
words = st.text(max_size=30)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("change"), words),
        st.tuples(st.sampled_from(LANGUAGES), words, st.sampled_from([State.HUMAN, State.MACHINE])),
    ),
    max_size=12,
)
BRIDGE = Text("es", "El puente").translated("en", "The bridge", by=State.HUMAN)


def applied(taken):
    """The text after the steps, and by language the original at its last translation and who made it."""
    text, made = Text("es", "uno"), {}
    for step in taken:
        if step[0] == "change":
            text = text.changed(step[1])
        else:
            text = text.translated(step[0], step[1], by=step[2])
            made[step[0]] = (text.original, step[2])
    return text, made


@given(steps)
def test_a_translation_is_stale_exactly_while_the_original_is_another(taken):
    """After any order of changes and translations; a change taken back makes it good again."""
    text, made = applied(taken)
    for language in LANGUAGES:
        if language not in made:
            assert text.state(language) is None
            assert text.shown(language).text == text.original
        else:
            original, maker = made[language]
            assert text.state(language) == (maker if original == text.original else State.STALE)
            assert text.shown(language).language == language


@given(steps)
def test_what_is_stored_is_what_is_read(taken):
    text, _ = applied(taken)
    column = TranslatedField()
    stored = column.get_db_prep_value(text, connection)
    if connection.vendor == "postgresql":
        stored = json.dumps(stored.obj)  # wrapped for the client library, which writes it
    assert from_plain(text.to_plain()) == text
    assert column.from_db_value(stored, None, connection) == text


def test_changing_gives_a_new_text_and_leaves_the_old_as_it_was():
    later = BRIDGE.changed("El puente nuevo")
    assert (BRIDGE.state("en"), later.state("en"), later.state("es")) == (
        State.HUMAN,
        State.STALE,
        State.ORIGINAL,
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: Text("xx", "a"),
        lambda: BRIDGE.translated("zz", "a", by=State.HUMAN),
        lambda: BRIDGE.translated("es", "a", by=State.HUMAN),
        lambda: BRIDGE.translated("fr", "a", by=State.STALE),
    ],
)
def test_what_cannot_be_is_refused_in_words(make):
    with pytest.raises(ValueError, match=r"Found .* Needed"):
        make()


@pytest.mark.parametrize(
    "value", ["text", {"language": "es"}, {"language": "xx", "original": "", "translations": {}}]
)
def test_a_column_takes_nothing_but_texts(value):
    with pytest.raises(ValidationError):
        TranslatedField().to_python(value)


@pytest.mark.parametrize(
    ("text", "language", "expected", "absent"),
    [
        (BRIDGE, "en", ["The bridge"], ["lang=", "flag"]),
        (BRIDGE, "fr", ["El puente", 'lang="es"'], ["flag"]),
        (BRIDGE.changed("<b>"), "en", ["The bridge", "earlier wording", "Spanish"], ["<b>"]),
        (BRIDGE.changed("<b>"), "es", ["&lt;b&gt;"], ["<b>"]),
        (
            BRIDGE.translated("pt", "A ponte", by=State.MACHINE),
            "pt",
            ["A ponte", "máquina", "espanhol"],
            ["lang="],
        ),
    ],
)
def test_readers_see_the_language_and_the_state(text, language, expected, absent):
    page = engines["jinja2"].from_string('{% from "translation/said.html" import said %}{{ said(text) }}')
    with translation.override(language):
        shown = page.render({"text": text})
    assert [part for part in expected if part not in shown] == []
    assert [part for part in absent if part in shown] == []
