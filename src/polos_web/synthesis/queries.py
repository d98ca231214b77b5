"""Reads of a synthesis: its topics, its sentences, and the statements it is made from."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from polos_web.accounts.models import User
from polos_web.dialogue import queries as dialogues
from polos_web.dialogue import statement_queries
from polos_web.dialogue.models import Contribution, Dialogue, Question, Statement
from polos_web.synthesis.models import Decision, Reading, Resolution, Sentence, Synthesis, Topic, Version

# ---- the synthesis ----------------------------------------------------------------------------


def synthesis(of: Dialogue) -> Synthesis | None:
    """Return the synthesis of a dialogue, ``None`` where nobody has begun one."""
    found = Synthesis.objects.filter(dialogue=of).first()
    if found is not None:
        found.dialogue = of
    return found


def topics(of: Synthesis) -> list[Topic]:
    """Return the topics in order."""
    return list(of.topics.all())


def topic(of: Synthesis, number: int) -> Topic | None:
    """Return one topic."""
    return of.topics.filter(pk=number).first()


def sentence(of: Synthesis, number: int) -> Sentence | None:
    """Return one sentence by its number."""
    found = of.sentences.select_related("topic").filter(number=number).first()
    if found is not None:
        found.synthesis = of
    return found


# ---- statements -------------------------------------------------------------------------------


def shown(of: Dialogue) -> QuerySet[Statement]:
    """Return the statements that count: neither hidden nor merely suggested by a machine."""
    return of.statements.filter(is_hidden=False, is_suggestion=False)


def statements(of: Dialogue) -> list[Statement]:
    """Return the statements that count, question by question, with where they were said."""
    found = statement_queries.statements(of)
    return sorted(found, key=lambda one: (_place(one.contribution), one.contribution_id, one.start))


def _place(contribution: Contribution) -> tuple[int, int]:
    question = contribution.version.question
    return question.block.place, question.place


def statement(of: Dialogue, number: int) -> Statement | None:
    """Return one statement that counts."""
    return statement_queries.statements(of).filter(pk=number).first()


def passages(of: Dialogue, question: Question) -> list[Contribution]:
    """Return what was contributed to a question and is not hidden, replies after what they answer to."""
    said: list[Contribution] = []

    def gather(voices: Iterable[Any]) -> None:
        for voice in voices:
            said.append(voice.said)
            gather(voice.replies)

    for _, voices in dialogues.voices(question, None):
        gather(voices)
    return said


def name_of(statement: int) -> str:
    """Return how a statement is called in exports and beside sentences."""
    return f"s{statement}"


def statement_words(of: Dialogue, wanted: Iterable[int]) -> dict[int, Statement]:
    """Return statements by their number, for pages that name several."""
    return {
        one.pk: one
        for one in of.statements.filter(pk__in=set(wanted)).select_related("contribution__version")
    }


def cited(of: Sentence) -> dict[str, list[int]]:
    """Return what a sentence cites itself: statements behind and against it, and sentences it rests on."""
    rows = list(of.citations.values_list("statement_id", "is_against"))
    return {
        "behind": [pk for pk, is_against in rows if not is_against],
        "against": [pk for pk, is_against in rows if is_against],
        "rests_on": list(of.rests_on.values_list("number", flat=True)),
    }


def sentences_beside(of: Synthesis, sentence: Sentence | None) -> list[Sentence]:
    """Return the other sentences of the table, those a new one may rest on."""
    every = of.sentences.select_related("topic")
    return list(every.exclude(pk=sentence.pk) if sentence else every)


# ---- what is held about a person --------------------------------------------------------------


def holdings_of(person: User) -> dict[str, list[dict[str, Any]]]:
    """Return what syntheses hold about somebody with an account."""
    return {
        "codings": [
            {"dialogue": one.coder.synthesis.dialogue.slug, "statement": one.statement_id, "codes": one.codes}
            for one in Reading.objects.filter(coder__person=person).select_related(
                "coder__synthesis__dialogue"
            )
        ],
        "resolved": [
            {"statement": one.statement_id, "codes": one.codes, "note": one.note}
            for one in Resolution.objects.filter(resolved_by=person)
        ],
        "versions_saved": [
            {"dialogue": one.synthesis.dialogue.slug, "number": one.number, "note": one.note}
            for one in Version.objects.filter(saved_by=person).select_related("synthesis__dialogue")
        ],
        "decisions_recorded": [
            {"decided_by": one.decided_by, "decided_on": one.decided_on.isoformat(), "reasons": one.reasons}
            for one in Decision.objects.filter(recorded_by=person)
        ],
    }
