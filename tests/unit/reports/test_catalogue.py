"""The catalogues hold what the code says, in every language, and read fast."""

import ast
import re
import time
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from polos.errors import UnknownName
from polos.reports import catalogue

TRANSLATED = ("es", "pt", "fr")
SAYING = {"text": 1, "marked": 1, "counted": 2, "marked_counts": 2}
SOURCES = sorted(Path(catalogue.__file__).parent.rglob("*.py"))


def said() -> set[str | tuple[str, ...]]:
    """Every sentence of the code, found by reading its syntax."""
    found: set[str | tuple[str, ...]] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
                forms = node.args[: SAYING[node.func.id]]
                if all(isinstance(form, ast.Constant) for form in forms):
                    words = tuple(form.value for form in forms)
                    found.add(words if len(words) == 2 else words[0])
    return found


def held(language):
    with catalogue.catalogue_path(language).open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_holds_exactly_what_the_code_says(language):
    messages = {tuple(m.id) if isinstance(m.id, (list, tuple)) else m.id for m in held(language)}
    sentences = said()
    assert len(sentences) > 100
    assert (sentences - messages, messages - sentences) == (set(), set())


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_empty_uncertain_or_has_other_places(language):
    for message in held(language):
        original = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        assert all(forms) and not message.fuzzy, message.id
        for form in forms:
            assert set(re.findall(r"%\((\w+)\)s", form)) == set(re.findall(r"%\((\w+)\)s", original[0])), form
            assert len(re.findall(r"%", form)) == len(re.findall(r"%\(\w+\)s", form)), form


def test_no_sentence_of_the_code_is_put_together_first():
    """A translation is asked for with a literal or a name from a table, never an f-string or a sum."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
                assert not isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)), (path.name, node.lineno)


@pytest.mark.parametrize("language", TRANSLATED)
def test_reading_a_catalogue_takes_less_than_50_ms(language):
    def seconds() -> float:
        before = time.process_time()
        catalogue._read_catalogue(language)
        return time.process_time() - before

    assert min(seconds() for _ in range(3)) < 0.05


def test_the_plural_follows_the_language():
    def forms(language: str) -> list[str]:
        one = "%(count)s pairing is too few to tune weights on; nothing was tuned on it."
        many = "%(count)s pairings are too few to tune weights on; nothing was tuned on them."
        return [catalogue.counted(one, many, language, number=n).split(" ")[1] for n in (0, 1, 2)]

    assert forms("en") == ["pairings", "pairing", "pairings"]
    assert forms("es") == ["emparejamientos", "emparejamiento", "emparejamientos"]
    assert forms("fr") == ["jumelage", "jumelage", "jumelages"]


def test_a_language_we_do_not_have_is_refused():
    with pytest.raises(UnknownName, match="'de'"):
        catalogue.text("unknown", "de")
