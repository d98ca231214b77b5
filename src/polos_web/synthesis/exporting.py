"""Votes and all other rows of a dialogue, as they go into its archive: people are numbers."""

from collections.abc import Mapping
from typing import Any

from polos_web.dialogue import queries as dialogues
from polos_web.dialogue.models import Contribution, Dialogue, Question, Statement
from polos_web.synthesis.codings import codings
from polos_web.synthesis.evidence import Told, table
from polos_web.synthesis.models import SCHEMES, Resolution, Topic
from polos_web.synthesis.queries import name_of, shown, synthesis


def votes(of: Dialogue) -> list[tuple[str, str, int]]:
    """Return the votes on statements that count, as (participant, statement, vote); people are numbers."""
    number = numbers(of)
    found = shown(of).filter(votes__isnull=False)
    rows = found.values_list("votes__participant", "pk", "votes__value")
    return [(number[person], name_of(pk), value) for person, pk, value in rows]


def numbers(of: Dialogue) -> dict[int, str]:
    """Return the number of every participant, in the order of joining."""
    every = of.participants.order_by("pk").values_list("pk", flat=True)
    return {pk: f"p{place:04}" for place, pk in enumerate(every, 1)}


def people(of: Dialogue) -> list[dict[str, str]]:
    """Return who takes part, as numbers with side, helix and role."""
    number = numbers(of)
    rows = of.participants.order_by("pk").values_list("pk", "side", "helix", "role")
    return [
        {"participant": number[pk], "side": side, "helix": helix, "role": role}
        for pk, side, helix, role in rows
    ]


def rows_to_export(of: Dialogue) -> dict[str, list[list[Any]]]:
    """Return the tables of the archive of a dialogue; codings only once coders may see each other's."""
    number, made = numbers(of), synthesis(of)
    marked = of.statements.filter(is_suggestion=False).select_related(
        "contribution__version__question__block", "contribution"
    )
    found: dict[str, list[list[Any]]] = {
        "questions": [_question_row(one) for one in dialogues.questions(of)],
        "contributions": [_contribution_row(one, number) for one in dialogues.contributions(of)],
        "statements": [_statement_row(one, number) for one in marked],
        "participants": _participant_rows(of, number),
        "votes": [
            [number[person], name_of(pk), value]
            for pk, person, value in of.statements.filter(is_suggestion=False, votes__isnull=False)
            .order_by("pk", "votes__participant")
            .values_list("pk", "votes__participant", "votes__value")
        ],
    }
    if made is not None and made.codes_are_open:
        found["codings"] = [list(one) for one in codings(made)]
        found["resolutions"] = [row for one in made.resolutions.all() for row in _resolution_rows(one)]
    if made is not None:
        found["synthesis"] = [_sentence_row(row.topic, one) for row in table(made) for one in row.told]
    return found


def _called(contribution: int | None) -> str | None:
    return None if contribution is None else f"c{contribution}"


def _question_row(one: Question) -> list[Any]:
    words = dialogues.version(one).text
    return [dialogues.number_of(one), one.block.title.original, words.original, words.language]


def _participant_rows(of: Dialogue, number: Mapping[int, str]) -> list[list[Any]]:
    rows = of.participants.order_by("pk").values_list("pk", "side", "territory", "helix", "role", "erased_at")
    return [[number[pk], *(one or None for one in what), gone is not None] for pk, *what, gone in rows]


def _contribution_row(one: Contribution, number: Mapping[int, str]) -> list[Any]:
    return [
        _called(one.pk),
        dialogues.number_of(one.version.question),
        one.version.number,
        one.kind,
        _called(one.answers_to_id),
        one.nature,
        one.origin,
        number[one.participant_id] if one.participant_id else None,
        one.territory or None,
        one.country or None,
        one.side or None,
        one.text.original,
        one.text.language,
        one.is_hidden,
    ]


def _statement_row(one: Statement, number: Mapping[int, str]) -> list[Any]:
    contribution = one.contribution
    author = number[contribution.participant_id] if contribution.participant_id else None
    return [
        name_of(one.pk),
        _called(contribution.pk),
        contribution.version.question.block.title.original,
        contribution.version.text.original,
        one.text.original,
        one.text.language,
        contribution.nature,
        author,
        contribution.territory or None,
        contribution.country or None,
        one.side or None,
        one.is_hidden,
    ]


def _resolution_rows(one: Resolution) -> list[list[str]]:
    """Return what was resolved, code by code; an empty code says that none counts."""
    given = [
        [name_of(one.statement_id), scheme, code] for scheme, codes in one.codes.items() for code in codes
    ]
    return given or [[name_of(one.statement_id), SCHEMES[0], ""]]


def _sentence_row(topic: Topic, told: Told) -> list[Any]:
    return [
        str(told.sentence.number),
        topic.title.original,
        told.sentence.column,
        told.sentence.text.original,
        [name_of(one.pk) for one in told.evidence.behind],
        [name_of(pk) for pk in told.evidence.against],
    ]
