"""Every text for people exists in every language, and says the same with the same placeholders."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from polos_web.messages import texts

TRANSLATED = ("es", "pt", "fr")
INTERFACE, REPORTS = "src/polos_web/locale", "src/polos/reports/locale"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)[^}]*\}")


def catalogue(root: Path, folder: str, language: str) -> Catalog:
    """Read one catalogue."""
    domain = "django" if folder == INTERFACE else "polos"
    path = root / folder / language / "LC_MESSAGES" / f"{domain}.po"
    assert path.is_file(), f"There is no catalogue {path.relative_to(root)}"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def faults(message: Message) -> list[str]:
    """What is wrong with one translation: missing, uncertain, or with other placeholders."""
    said = [message.string] if isinstance(message.string, str) else list(message.string)
    asked = [message.id] if isinstance(message.id, str) else list(message.id)
    wrong = []
    if not all(said):
        wrong.append("is not translated")
    if message.fuzzy:
        wrong.append("is marked as uncertain")
    if all(said) and any(placeholders(text) - placeholders(*asked) for text in said):
        wrong.append("has a placeholder the original has not")
    if all(said) and placeholders(*asked) - placeholders(*said):
        wrong.append("lacks a placeholder of the original")
    return [f"{asked[0][:80]!r} {fault}" for fault in wrong]


def placeholders(*messages: str) -> set[str]:
    """The names of the placeholders in these texts."""
    return {"".join(found) for text in messages for found in PLACEHOLDER.findall(text)}


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("folder", [INTERFACE, REPORTS])
def test_every_text_is_translated_with_its_placeholders(root, folder, language):
    """Nothing is empty or uncertain, and named placeholders agree."""
    messages = [message for message in catalogue(root, folder, language) if message.id]
    assert len(messages) > 20
    assert [fault for message in messages for fault in faults(message)] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogues_of_the_interface_hold_what_pages_say_now(root, language):
    """No text of a page is missing from a catalogue, and none in a catalogue has gone from the pages."""
    held = {message.id for message in catalogue(root, INTERFACE, language) if message.id}
    said = {message.id for message in texts() if message.id}
    assert (said - held, held - said) == (set(), set()), "Run: make messages"


def test_the_catalogues_of_the_reports_hold_the_same_texts(root):
    """What can be said in one language can be said in all."""
    first, *others = [
        {message.id for message in catalogue(root, REPORTS, language) if message.id}
        for language in TRANSLATED
    ]
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    ("original", "translation", "flags", "wrong"),
    [
        ("Compare", "Comparar", (), 0),
        ("%(count)d territories", "%(count)d territorios", (), 0),
        (("one {count}", "many {count}"), ("uno", "muchos {count}"), (), 0),
        ("Compare", "", (), 1),
        ("Compare", "Comparar", ("fuzzy",), 1),
        ("%(count)d territories", "territorios", (), 1),
        ("{count} territories", "{cuenta} territorios", (), 2),
    ],
)
def test_each_fault_is_found(original, translation, flags, wrong):
    """Missing, uncertain and differing translations trip the check; a good one does not."""
    assert len(faults(Message(original, translation, flags=flags))) == wrong
