"""Writes of blocks and questions: permission, change and audit event in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.dialogue import queries, telling
from polos_web.dialogue.actions import NotNow, open_what_may, require_holding
from polos_web.dialogue.mails import Mails
from polos_web.dialogue.models import Block, Contribution, Dialogue, Question, QuestionVersion
from polos_web.dialogue.wording import only_adds
from polos_web.translation.text import Text

MOST_QUESTIONS = 5
MOST_BLOCKS = 20


@transaction.atomic
def add_block(dialogue: Dialogue, *, title: Text, about: Text | None, by: User, at: datetime) -> Block:
    """Add a block after the others."""
    require_holding(by, dialogue)
    last = dialogue.blocks.order_by("-place").first()
    place = last.place + 1 if last else 1
    if dialogue.blocks.count() >= MOST_BLOCKS:
        raise NotNow(gettext("A dialogue has %(most)s blocks at most.") % {"most": MOST_BLOCKS})
    block = Block.objects.create(dialogue=dialogue, place=place, title=title, about=about)
    audit.record(block, "added", by=by, at=at, details={"place": place, "title": title.to_plain()})
    telling.tell(dialogue)
    return block


@transaction.atomic
def change_block(block: Block, *, title: Text, about: Text | None, by: User, at: datetime) -> None:
    """Change what a block is called and what it is about."""
    require_holding(by, block.dialogue)
    block.title, block.about = title, about
    block.save(update_fields=["title", "about"])
    audit.record(block, "changed", by=by, at=at, details={"title": title.to_plain()})
    telling.tell(block.dialogue)


@transaction.atomic
def remove_block(block: Block, *, by: User, at: datetime) -> None:
    """Take a block out, with its questions; not once something was said to one of them."""
    require_holding(by, block.dialogue)
    if Contribution.objects.filter(version__question__block=block).exists():
        raise NotNow(gettext("Somebody has contributed to it. It stays; close it instead."))
    audit.record(block, "removed", by=by, at=at, details={"title": block.title.to_plain()})
    block.delete()
    telling.tell(block.dialogue)


@transaction.atomic
def add_question(block: Block, *, text: Text, rule: Mapping[str, Any], by: User, at: datetime) -> Question:
    """Add a question after the others of its block; a block has five at most."""
    require_holding(by, block.dialogue)
    last = block.questions.order_by("-place").first()
    if block.questions.count() >= MOST_QUESTIONS:
        raise NotNow(gettext("A block has %(most)s questions at most.") % {"most": MOST_QUESTIONS})
    place = last.place + 1 if last else 1
    question = Question.objects.create(block=block, place=place, **rule)
    QuestionVersion.objects.create(question=question, number=1, text=text, written_at=at)
    audit.record(question, "added", by=by, at=at, details={**_plain(rule), "text": text.to_plain()})
    telling.tell(block.dialogue)
    return question


@transaction.atomic
def change_question(
    question: Question, *, text: Text, rule: Mapping[str, Any], by: User, at: datetime, mails: Mails
) -> QuestionVersion:
    """Change the words of a question and when it opens; return the version that holds from now on.

    Once somebody has contributed, other words are a new version, and what was said stays with the words it
    was said to. A translation that is added changes nothing of what was asked, and makes no version.
    """
    require_holding(by, question.block.dialogue)
    question = Question.objects.select_for_update().select_related("block__dialogue").get(pk=question.pk)
    if question.opened_at is not None and any(getattr(question, k) != v for k, v in rule.items()):
        raise NotNow(gettext("The question has opened already; when it opens cannot be changed any more."))
    present = queries.version(question)
    if text != present.text:
        present = _reworded(question, present, text, at)
    for name, value in rule.items():
        setattr(question, name, value)
    question.save(update_fields=list(rule))
    details = {**_plain(rule), "text": text.to_plain(), "version": present.number}
    audit.record(question, "changed", by=by, at=at, details=details)
    telling.tell(question.block.dialogue)
    open_what_may(question.block.dialogue, at=at, mails=mails)
    return present


def _reworded(question: Question, present: QuestionVersion, text: Text, at: datetime) -> QuestionVersion:
    if present.contributions.exists() and not only_adds(text, present.text):
        return QuestionVersion.objects.create(
            question=question, number=present.number + 1, text=text, written_at=at
        )
    present.text = text
    present.save(update_fields=["text"])
    return present


@transaction.atomic
def remove_question(question: Question, *, by: User, at: datetime) -> None:
    """Take a question out; not once something was said to it."""
    require_holding(by, question.block.dialogue)
    if Contribution.objects.filter(version__question=question).exists():
        raise NotNow(gettext("Somebody has contributed to it. It stays; close it instead."))
    audit.record(
        question, "removed", by=by, at=at, details={"text": queries.version(question).text.to_plain()}
    )
    question.delete()
    telling.tell(question.block.dialogue)


@transaction.atomic
def move_up(question: Question, *, by: User, at: datetime) -> None:
    """Let a question change its place with the one before it in its block, as long as both wait."""
    require_holding(by, question.block.dialogue)
    before = question.block.questions.filter(place__lt=question.place).order_by("-place").first()
    if before is None:
        raise NotNow(gettext("It is the first question of its block."))
    if question.opened_at is not None or before.opened_at is not None:
        raise NotNow(gettext("A question that has opened keeps its place."))
    places = before.place, question.place
    question.place = max(one.place for one in question.block.questions.all()) + 1
    question.save(update_fields=["place"])
    before.place, question.place = places[1], places[0]
    before.save(update_fields=["place"])
    question.save(update_fields=["place"])
    audit.record(question, "moved up", by=by, at=at, details={"place": question.place})


def _plain(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in rule.items()}
