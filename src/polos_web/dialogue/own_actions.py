"""Writes of those who take part or follow: change and audit event in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from polos_web.accounts import access as accounts
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.dialogue import access, queries
from polos_web.dialogue.actions import NotNow, open_what_may
from polos_web.dialogue.mails import Mails
from polos_web.dialogue.models import (
    VOTES,
    Contribution,
    Dialogue,
    Following,
    Participant,
    Question,
    Statement,
    Vote,
)
from polos_web.translation.text import Text


@transaction.atomic
def join(dialogue: Dialogue, values: Mapping[str, Any], *, by: User, at: datetime) -> Participant:
    """Take part in a dialogue that is open to everybody with an account."""
    accounts.require(access.may_join, by, dialogue)
    there = queries.place_of(dialogue, by)
    if there is not None:
        return there
    told = {"name": by.name, "email": by.email or "", "language": by.language, **values}
    made = Participant.objects.create(dialogue=dialogue, person=by, joined_at=at, **told)
    audit.record(made, "joined", by=by, of=made, at=at, details=dict(told))
    return made


@transaction.atomic
def answer(
    question: Question, text: Text, nature: str, *, by: Participant, at: datetime, mails: Mails
) -> Contribution:
    """Answer a question, for one's territory or cluster.

    Raises
    ------
    NotNow
        When the question is not open, or not open any more.
    """
    question = _open(question, at)
    made = _contribute(question, text, nature, kind="answer", to=None, by=by, at=at)
    open_what_may(question.block.dialogue, at=at, mails=mails)
    return made


@transaction.atomic
def reply(
    to: Contribution, text: Text, nature: str, *, kind: str, by: Participant, at: datetime
) -> Contribution:
    """React to what somebody contributed, refine it, or disagree with reasons.

    Raises
    ------
    NotNow
        When the question is not open any more, or what is replied to is hidden.
    """
    question = _open(to.version.question, at)
    if to.is_hidden:
        raise NotNow(gettext("What you reply to is not shown any more."))
    return _contribute(question, text, nature, kind=kind, to=to, by=by, at=at)


def _open(question: Question, at: datetime) -> Question:
    """Return the question as it is, kept from being closed until the transaction ends."""
    held = Question.objects.select_for_update().select_related("block__dialogue").get(pk=question.pk)
    if not held.is_open(at):
        raise NotNow(gettext("The question is closed. What you wrote was not added; it still stands below."))
    return held


def _contribute(
    question: Question,
    text: Text,
    nature: str,
    *,
    kind: str,
    to: Contribution | None,
    by: Participant,
    at: datetime,
) -> Contribution:
    place = {name: getattr(by, name) for name in ("side", "country", "territory", "cluster")}
    made = Contribution.objects.create(
        version=queries.version(question),
        participant=by,
        kind=kind,
        answers_to=to,
        text=text,
        nature=nature,
        made_at=at,
        **place,
    )
    told = {"kind": kind, "nature": nature, "question": question.pk, "language": text.language}
    audit.record(made, "contributed", by=by, at=at, details=told)
    return made


@transaction.atomic
def vote(statement: Statement, choice: str, *, by: Participant, at: datetime) -> Vote:
    """Say how one stands to a statement; saying it again replaces it, and one vote counts.

    Raises
    ------
    NotNow
        When the statement is hidden, a suggestion nobody has confirmed, or the dialogue is closed.
    """
    statement = (
        Statement.objects.select_for_update(of=("self",)).select_related("dialogue").get(pk=statement.pk)
    )
    if not statement.dialogue.is_open:
        raise NotNow(gettext("The dialogue is closed; votes are not counted any more."))
    if statement.is_hidden or statement.is_suggestion:
        raise NotNow(gettext("The statement is not shown any more; your vote was not counted."))
    told = {"value": VOTES[choice], "voted_at": at}
    made, _ = Vote.objects.update_or_create(statement=statement, participant=by, defaults=told)
    audit.record(statement, "voted", by=by, at=at, details={"vote": choice})
    return made


@transaction.atomic
def follow(
    dialogue: Dialogue, question: Question | None, *, by: User | Participant, wanted: bool, at: datetime
) -> None:
    """Begin or cease to follow a dialogue or one of its questions."""
    whose = {"participant": by} if isinstance(by, Participant) else {"person": by}
    found = Following.objects.filter(dialogue=dialogue, question=question, **whose)
    if wanted == found.exists():
        return
    if wanted:
        Following.objects.create(dialogue=dialogue, question=question, began_at=at, told_until=at, **whose)
    else:
        found.delete()
    audit.record(question or dialogue, "followed" if wanted else "no longer followed", by=by, at=at)


@transaction.atomic
def stop_mails(person: Participant, *, wanted: bool, at: datetime) -> None:
    """Get no mails about a dialogue any more, or get them again."""
    person.wants_no_mail = not wanted
    person.save(update_fields=["wants_no_mail"])
    audit.record(person, "wants mail" if wanted else "wants no mail", by=person, at=at)


def seen(followings: list[Following], *, at: datetime) -> None:
    """Remember that somebody has looked at what is new."""
    Following.objects.filter(pk__in=[one.pk for one in followings]).update(told_until=at)
