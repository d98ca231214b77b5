"""Dialogues begun from a template, and the dialogue of 2014 built from the reference facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from polos import reference
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.dialogue import telling
from polos_web.dialogue.actions import make_dialogue
from polos_web.dialogue.building import add_block, add_question
from polos_web.dialogue.models import (
    Block,
    Contribution,
    Dialogue,
    Question,
    QuestionVersion,
    Statement,
)
from polos_web.dialogue.wording import LANGUAGES, text_of
from polos_web.translation.text import State, Text

REFERENCE = "polos-2014"
BETWEEN = ";\n"


@dataclass(frozen=True)
class Planned:
    """A block or question of a template; ``question`` is 0 for a block."""

    block: int
    question: int
    text: Text
    rule: Mapping[str, Any]


def template(code: str, language: str) -> list[Planned]:
    """Return the blocks and questions of a template in order, their texts written in a language first.

    The first question waits for nothing; those that would wait for answers keep their number of people.
    """
    return [
        Planned(row["block"], row["question"] or 0, _text(row, language), _rule(row))
        for row in _rows(code)
        if row["block"] is not None
    ]


def _rows(code: str) -> Iterator[dict[str, Any]]:
    for row in reference.dialogue_templates().rows.iter_rows(named=True):
        if row["template"] == code:
            yield row


def _text(row: Mapping[str, Any], language: str) -> Text:
    first = language if language in LANGUAGES else "en"
    text = text_of({code: row[code] for code in LANGUAGES}, first=first)
    assert text is not None, "a template has a text in every row"
    return text


def _rule(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"opens": row["opens"] or "at_once", "opens_after": row["opens_after"], "opens_at": None}


@transaction.atomic
def begin(values: Mapping[str, Any], *, language: str, by: User, at: datetime) -> Dialogue:
    """Begin a dialogue as a draft, with the blocks and questions of its template."""
    dialogue = make_dialogue(values, by=by, at=at)
    held: Block | None = None
    for planned in template(dialogue.template, language):
        if not planned.question:
            held = add_block(dialogue, title=planned.text, about=None, by=by, at=at)
        elif held is not None:
            add_question(held, text=planned.text, rule=planned.rule, by=by, at=at)
    return dialogue


# ---- the dialogue of 2014 ---------------------------------------------------------------------


@transaction.atomic
def load(*, at: datetime) -> int:
    """Bring the dialogue of 2014 up to date with the reference facts; return how many contributions it has.

    What the documents report is a contribution of nobody in particular: the side, its words, and the place in
    the document. Each item of a list is a statement. What the facts hold no more goes, with its statements.
    """
    title = next(_text(row, "en") for row in _rows("polos_2014") if row["block"] is None)
    dialogue, is_new = Dialogue.objects.update_or_create(
        slug=REFERENCE,
        defaults={
            "title": title, "template": "polos_2014", "state": "closed", "reach": "public",
            "is_reference": True,
        },
        create_defaults={
            "title": title, "template": "polos_2014", "state": "closed", "reach": "public",
            "is_reference": True, "made_at": at,
        },
    )  # fmt: skip
    versions = _questions(dialogue, at)
    kept = [_reported(dialogue, versions, told, at) for told in _told()]
    gone = Contribution.objects.filter(version__question__block__dialogue=dialogue).exclude(pk__in=kept)
    Statement.objects.filter(contribution__in=gone).delete()
    gone.delete()
    telling.tell(dialogue)
    audit.record(dialogue, "loaded", by=None, at=at, details={"contributions": len(kept), "is_new": is_new})
    return len(kept)


def _questions(dialogue: Dialogue, at: datetime) -> dict[tuple[int, int], QuestionVersion]:
    """Return the words of every question of the reference dialogue by the places of block and question."""
    found: dict[tuple[int, int], QuestionVersion] = {}
    blocks: dict[int, Block] = {}
    for planned in template("polos_2014", "en"):
        if not planned.question:
            blocks[planned.block], _ = Block.objects.update_or_create(
                dialogue=dialogue, place=planned.block, defaults={"title": planned.text}
            )
            continue
        question, _ = Question.objects.update_or_create(
            block=blocks[planned.block],
            place=planned.question,
            defaults={**planned.rule},
            create_defaults={**planned.rule, "opened_at": at, "closed_at": at},
        )
        found[planned.block, planned.question], _ = QuestionVersion.objects.update_or_create(
            question=question,
            number=1,
            defaults={"text": planned.text},
            create_defaults={"text": planned.text, "written_at": at},
        )
    return found


@dataclass(frozen=True)
class Reported:
    """What a document reports of one side: ``items`` is what it lists, ``key`` where the facts hold it."""

    key: str
    at: tuple[int, int]
    side: str
    nature: str
    topic: str
    items: tuple[Text, ...]
    source: str


def _told() -> Iterator[Reported]:
    """Give what the documents report, list by list: the profiles counted, then the factor lists."""
    yield _profiles()
    kinds = {(row["block"], row["kind"]): row for row in reference.factor_kinds().rows.iter_rows(named=True)}
    cited = {row["source_id"]: row for row in reference.sources().rows.iter_rows(named=True)}
    lists: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in reference.factors().rows.iter_rows(named=True):
        lists.setdefault((row["block"], row["side"], row["kind"]), []).append(row)
    for (block, side, kind), rows in lists.items():
        known = kinds[block, kind]
        yield Reported(
            f"factors:{block}:{side}:{kind}",
            (known["at_block"], known["at_question"]),
            side,
            known["nature"],
            kind,
            tuple(_item(row) for row in rows),
            _source(cited, rows[0]["source_ids"], rows[0]["source_place"]),
        )


def _profiles() -> Reported:
    facts = reference.record("polos_platform").content["participants"]["other_figures"]
    cited = {row["source_id"]: row for row in reference.sources().rows.iter_rows(named=True)}
    counted = (
        f"{facts['district_profiles_003']} district profiles on the platform",
        f"{facts['cluster_profiles_001']} cluster profiles in the report of activities",
    )
    items = tuple(Text("en", words) for words in counted)
    return Reported("profiles", (1, 1), "", "fact", "profiles", items, _source(cited, ["003", "001"], "§1"))


def _item(row: Mapping[str, Any]) -> Text:
    return Text("en", row["item"])


def _source(cited: Mapping[str, Mapping[str, Any]], sources: list[str], place: str) -> str:
    """Return where it stands as people cite it: title, year and place."""
    works = [f"{cited[one]['title']} ({cited[one]['year']})" for one in sources]
    room = 298 - len(place)
    return f"{'; '.join(works)[:room]}, {place}"


def _reported(
    dialogue: Dialogue, versions: Mapping[tuple[int, int], QuestionVersion], told: Reported, at: datetime
) -> int:
    joined = Text("en", BETWEEN.join(item.original for item in told.items))
    for language in LANGUAGES[1:]:
        if all(item.state(language) for item in told.items):
            words = BETWEEN.join(item.shown(language).text for item in told.items)
            joined = joined.translated(language, words, by=State.MACHINE)
    facts = {
        "version": versions[told.at], "text": joined, "nature": told.nature, "origin": "document",
        "source": told.source, "side": told.side,
    }  # fmt: skip
    made, _ = Contribution.objects.update_or_create(
        version__question__block__dialogue=dialogue,
        reference=told.key,
        defaults=facts,
        create_defaults={**facts, "reference": told.key, "made_at": at},
    )
    _statements(dialogue, made, told, at)
    return made.pk


def _statements(dialogue: Dialogue, made: Contribution, told: Reported, at: datetime) -> None:
    """Let each item of a list be a statement at its place in the words; others go."""
    start, kept = 0, []
    for item in told.items:
        end = start + len(item.original)
        statement, _ = Statement.objects.update_or_create(
            contribution=made,
            start=start,
            end=end,
            defaults={"text": item, "topic": told.topic, "side": told.side},
            create_defaults={
                "dialogue": dialogue, "text": item, "topic": told.topic, "side": told.side, "made_at": at,
            },
        )  # fmt: skip
        kept.append(statement.pk)
        start = end + len(BETWEEN)
    made.statements.exclude(pk__in=kept).delete()
