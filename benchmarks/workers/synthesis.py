"""Fill the data folder POLOS_DATA with a synthetic dialogue and its synthesis; print its address as JSON.

``synthesis.py STATEMENTS PEOPLE SENTENCES``: every statement is cited by one sentence, everybody votes on one
in three of them.
"""

import json
import os
import sys

import django
import numpy as np

os.environ["DJANGO_SETTINGS_MODULE"] = "polos_web.settings.production"
django.setup()

from django.db import transaction  # noqa: E402 (after the settings)
from django.utils import timezone  # noqa: E402

from polos import reference  # noqa: E402
from polos_web.dialogue.models import (  # noqa: E402
    Block,
    Contribution,
    Dialogue,
    Participant,
    Question,
    QuestionVersion,
    Statement,
    Vote,
)
from polos_web.synthesis.models import COLUMNS, Citation, Sentence, Synthesis, Topic  # noqa: E402
from polos_web.translation.text import State, Text  # noqa: E402

LANGUAGES = ("en", "es", "pt", "fr")
WORDS = (
    "water",
    "energy",
    "industry",
    "innovation",
    "tourism",
    "health",
    "food",
    "wood",
    "ports",
    "networks",
)
chance = np.random.default_rng(2014)


def words(count: int) -> Text:
    """Words of the trade in one language, in half of the cases with a translation into another."""
    language = LANGUAGES[chance.integers(4)]
    said = Text(language, " ".join(chance.choice(WORDS, size=count).tolist()))
    other = next(code for code in LANGUAGES if code != language)
    return said.translated(other, said.original.upper(), by=State.HUMAN) if chance.random() < 0.5 else said


def fill(statement_count: int, people_count: int, sentence_count: int) -> str:
    """Make the dialogue; return its name in addresses."""
    now = timezone.now()
    slug = f"synthetic-{statement_count}"
    places = [
        row
        for row in reference.territories().rows.iter_rows(named=True)
        if row["level"] != "nation" and row["side"] in ("EU", "LAC")
    ]
    dialogue = Dialogue.objects.create(
        slug=slug, title=words(4), state="open", made_at=now, opened_at=now, programme="synthetic"
    )
    block = Block.objects.create(dialogue=dialogue, place=1, title=words(2))
    question = Question.objects.create(block=block, place=1, opened_at=now)
    version = QuestionVersion.objects.create(question=question, number=1, text=words(8), written_at=now)
    people = []
    for number in range(people_count):
        place = places[number % len(places)]
        people.append(
            Participant(
                dialogue=dialogue, email=f"{slug}-{number}@example.org", side=place["side"],
                country=place["country"], territory=place["territory_id"], joined_at=now,
            )
        )  # fmt: skip
    people = Participant.objects.bulk_create(people)
    said = Contribution.objects.bulk_create(
        Contribution(
            version=version, participant=person, text=words(40), nature="opinion", side=person.side,
            country=person.country, territory=person.territory, made_at=now,
        )
        for person in chance.choice(np.array(people, dtype=object), size=statement_count)
    )  # fmt: skip
    statements = Statement.objects.bulk_create(
        Statement(
            dialogue=dialogue, contribution=one, start=0, end=20, text=words(12), side=one.side, made_at=now
        )
        for one in said
    )
    Vote.objects.bulk_create(
        [
            Vote(statement=statement, participant=person, value=int(chance.integers(-1, 2)), voted_at=now)
            for statement in statements
            for person in people
            if chance.random() < 1 / 3
        ],
        batch_size=5000,
    )
    synthesis = Synthesis.objects.create(dialogue=dialogue, made_at=now)
    topics = [
        Topic.objects.create(synthesis=synthesis, code=f"topic-{place}", place=place, title=words(3))
        for place in range(1, 5)
    ]
    sentences = Sentence.objects.bulk_create(
        Sentence(
            synthesis=synthesis, topic=topics[number % 4], column=COLUMNS[number // 4 % 4], number=number + 1,
            text=words(15), made_at=now,
        )
        for number in range(sentence_count)
    )  # fmt: skip
    Citation.objects.bulk_create(
        Citation(
            sentence=sentences[place % sentence_count],
            statement=one,
            is_against=bool(chance.random() < 0.1),
        )
        for place, one in enumerate(statements)
    )
    return slug


if __name__ == "__main__":
    with transaction.atomic():
        made = fill(*map(int, sys.argv[1:4]))
    print(json.dumps({"slug": made}))
