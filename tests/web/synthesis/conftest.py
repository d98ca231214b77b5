"""A dialogue with people of both sides, what they said, and who makes its synthesis; all plainly invented."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from polos_web.dialogue import actions as dialogues
from polos_web.dialogue.models import (
    Block,
    Contribution,
    Dialogue,
    Participant,
    Question,
    QuestionVersion,
    Statement,
    Vote,
)
from polos_web.synthesis import actions, coding_actions
from polos_web.synthesis.models import Synthesis
from polos_web.translation.text import Text
from web.people import BEGAN, make_person, no_attempts_before, sign_in

__all__ = ["make_person", "no_attempts_before", "sign_in"]

SAID = (
    ("EU", "ES", "es21", "Firms share laboratories. Training is scarce."),
    ("EU", "ES", "es51", "We know little of markets overseas."),
    ("LAC", "MX", "mx_col", "Ports are far away."),
    ("LAC", "BR", "br_pe", "Banks lend at high rates <b>always</b>."),
)


def text(words: str, language: str = "en") -> Text:
    """Return words as an original."""
    return Text(language, words)


@pytest.fixture
def held(db, make_person) -> SimpleNamespace:
    """An open dialogue: one question, four answers of four people, and a facilitator with two coders."""
    facilitator = make_person("faro", "facilitator", second_factor=True)
    dialogue = Dialogue.objects.create(
        slug="huerto", title=text("Orchards across the sea"), state="open", made_at=BEGAN, opened_at=BEGAN
    )
    block = Block.objects.create(dialogue=dialogue, place=1, title=text("Competitiveness"))
    question = Question.objects.create(block=block, place=1, opened_at=BEGAN)
    version = QuestionVersion.objects.create(
        question=question, number=1, text=text("What helps, what hinders?"), written_at=BEGAN
    )
    people, said = [], []
    for number, (side, country, territory, words) in enumerate(SAID):
        person = Participant.objects.create(
            dialogue=dialogue,
            name=f"Person {number}",
            email=f"person{number}@example.org",
            side=side,
            country=country,
            territory=territory,
            helix="research",
            role="expert",
            joined_at=BEGAN,
        )
        people.append(person)
        said.append(
            Contribution.objects.create(
                version=version,
                participant=person,
                text=text(words),
                nature="opinion",
                side=side,
                country=country,
                territory=territory,
                made_at=BEGAN,
            )
        )
    return SimpleNamespace(
        dialogue=dialogue,
        question=question,
        version=version,
        people=people,
        said=said,
        facilitator=facilitator,
        coders=[make_person("ada"), make_person("bel")],
    )


@pytest.fixture
def statements(held) -> list[Statement]:
    """One statement of each answer, the first sentence of it."""
    return [
        dialogues.mark(one, 0, one.text.original.index(".") + 1, by=held.facilitator, at=BEGAN)
        for one in held.said
    ]


@pytest.fixture
def synthesis(held) -> Synthesis:
    """The synthesis of the dialogue, with its four topics."""
    made = actions.begin(held.dialogue, by=held.facilitator, at=BEGAN)
    made.dialogue = held.dialogue
    return made


@pytest.fixture
def write(held, synthesis) -> Callable[..., Any]:
    """Write a sentence as the facilitator."""

    def written(words: str, column: str = "EU", **cited: Any) -> Any:
        given = {name: tuple(one.pk for one in cited.get(name, ())) for name in ("behind", "against")}
        below = tuple(one.number for one in cited.get("rests_on", ()))
        wanted = actions.Wanted(
            topic=synthesis.topics.all()[cited.get("topic", 0)],
            column=column,
            text=words if isinstance(words, Text) else text(words),
            rests_on=below,
            **given,
        )
        return actions.write(synthesis, wanted, sentence=cited.get("sentence"), by=held.facilitator, at=BEGAN)

    return written


@pytest.fixture
def coders(held, synthesis) -> list[Any]:
    """Two coders."""
    return [
        coding_actions.name_coder(synthesis, person.email, by=held.facilitator, at=BEGAN)
        for person in held.coders
    ]


def vote(statement: Statement, person: Participant, value: int) -> None:
    """Let somebody vote."""
    Vote.objects.create(statement=statement, participant=person, value=value, voted_at=BEGAN)


def decide(synthesis: Synthesis, by: Any, **given: Any) -> Any:
    """Adopt the table."""
    told = {"decided_by": "Working group", "decided_on": date(2026, 3, 1), "reasons": "Heard by all."}
    return actions.adopt(synthesis, **{**told, **given}, language="en", by=by, at=BEGAN)
