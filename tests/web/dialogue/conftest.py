"""A facilitator, people who take part, and a dialogue of two blocks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from polos_web.accounts.models import User
from polos_web.dialogue import actions, beginning, building, people_actions
from polos_web.dialogue.links import link_of
from polos_web.dialogue.mails import Mails
from polos_web.dialogue.models import Dialogue, Participant, Question
from polos_web.translation.text import Text
from web.people import make_person, no_attempts_before, sign_in

__all__ = ["make_person", "no_attempts_before", "sign_in"]

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
MAILS = Mails("https://polos.example.org", AT)
AT_ONCE = {"opens": "at_once", "opens_after": None, "opens_at": None}
AFTER_TWO = {"opens": "after_answers", "opens_after": 2, "opens_at": None}
AFTER_SUMMARY = {"opens": "after_summary", "opens_after": None, "opens_at": None}


def text(words: str, language: str = "es") -> Text:
    return Text(language, words)


@pytest.fixture
def holder(make_person) -> User:
    """Somebody who facilitates."""
    return make_person("olga", "facilitator", second_factor=True)


@pytest.fixture
def draft(holder) -> Dialogue:
    """A draft of two blocks: two questions, the second after two answers, and one after a summary."""
    given = {"title": text("Agua y energía"), "reach": "public"}
    dialogue = actions.make_dialogue(given, by=holder, at=AT)
    first = building.add_block(dialogue, title=text("Agua"), about=None, by=holder, at=AT)
    second = building.add_block(dialogue, title=text("Energía"), about=None, by=holder, at=AT)
    building.add_question(first, text=text("¿Qué agua hay?"), rule=AT_ONCE, by=holder, at=AT)
    building.add_question(first, text=text("¿Quién la usa?"), rule=AFTER_TWO, by=holder, at=AT)
    building.add_question(second, text=text("¿Qué energía hay?"), rule=AFTER_SUMMARY, by=holder, at=AT)
    return dialogue


@pytest.fixture
def dialogue(draft, holder) -> Dialogue:
    """The same, open."""
    actions.move(draft, "open", by=holder, at=AT, mails=MAILS)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def asked(dialogue) -> list[Question]:
    """The three questions in order."""
    return list(Question.objects.filter(block__dialogue=dialogue).select_related("block__dialogue"))


Take = Callable[..., Participant]


@pytest.fixture
def take_part(dialogue, holder) -> Take:
    """Let somebody take part by a private link."""

    def taken(name: str, **known: Any) -> Participant:
        row = {"email": f"{name}@example.net", "name": name.title(), "language": "es", **known}
        people_actions.invite(dialogue, [row], note="", by=holder, at=AT, mails=MAILS)
        return Participant.objects.select_related("dialogue").get(email=row["email"])

    return taken


@pytest.fixture
def browser_of() -> Callable[[Participant], Client]:
    """A browser in which somebody has opened the private link."""

    def opened(person: Participant) -> Client:
        client = Client()
        assert client.get(f"/es/dialogues/mine/{link_of(person)}/").status_code == 302
        return client

    return opened


@pytest.fixture
def reference() -> Dialogue:
    """The dialogue of 2014, as it was loaded."""
    return Dialogue.objects.get(slug=beginning.REFERENCE)
