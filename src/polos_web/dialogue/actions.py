"""Writes of those who hold a dialogue: permission, change and audit event in one transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from polos_web.accounts import access as accounts
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.dialogue import access, queries, telling
from polos_web.dialogue.mails import Mails
from polos_web.dialogue.models import Contribution, Dialogue, Prompt, Question, Statement, Use
from polos_web.translation.text import Text

# From which states one may move to which.
MOVES: dict[str, tuple[str, ...]] = {
    "draft": ("open",),
    "open": ("closed",),
    "closed": ("open", "archived"),
    "archived": ("closed",),
}


class NotNow(Exception):
    """What was asked for cannot be done at this state of the dialogue; the words say why."""


def require_holding(by: User, dialogue: Dialogue) -> None:
    """Refuse whoever does not hold the dialogue; a reference dialogue is held by nobody."""
    accounts.require(access.may_facilitate, by, dialogue)


# ---- the dialogue -----------------------------------------------------------------------------


@transaction.atomic
def make_dialogue(values: Mapping[str, Any], *, by: User, at: datetime) -> Dialogue:
    """Begin a dialogue as a draft, without questions."""
    accounts.require(access.may_facilitate_for, by, values.get("programme", ""))
    dialogue = Dialogue.objects.create(**values, slug=_free_slug(values["title"]), made_at=at)
    audit.record(dialogue, "made", by=by, at=at, details=_facts_of(dialogue))
    telling.tell(dialogue)
    return dialogue


def _free_slug(title: Text) -> str:
    wanted = slugify(title.original)[:60].strip("-") or "dialogue"
    taken = set(Dialogue.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    taken |= {"new", "mine", "stop"}
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (wanted, *numbered) if name not in taken)


@transaction.atomic
def change_dialogue(dialogue: Dialogue, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change what a dialogue is called, what it is about, and who reads it."""
    require_holding(by, dialogue)
    accounts.require(access.may_facilitate_for, by, values.get("programme", ""))
    for name, value in values.items():
        setattr(dialogue, name, value)
    dialogue.save()
    audit.record(dialogue, "changed", by=by, at=at, details=_facts_of(dialogue))
    telling.tell(dialogue)


def _facts_of(dialogue: Dialogue) -> dict[str, Any]:
    plain = {name: getattr(dialogue, name) for name in ("slug", "programme", "template", "state", "reach")}
    described = dialogue.description.to_plain() if dialogue.description else None
    return {
        **plain,
        "title": dialogue.title.to_plain(),
        "description": described,
        "is_open_to_members": dialogue.is_open_to_members,
    }


@transaction.atomic
def move(dialogue: Dialogue, state: str, *, by: User, at: datetime, mails: Mails) -> None:
    """Open, close or put away a dialogue.

    Raises
    ------
    NotNow
        When it cannot go there from where it is, or has a block without a question.
    """
    require_holding(by, dialogue)
    dialogue = Dialogue.objects.select_for_update().get(pk=dialogue.pk)
    if state not in MOVES[dialogue.state]:
        raise NotNow(gettext("The dialogue cannot go there from where it is."))
    blocks = list(dialogue.blocks.prefetch_related("questions"))
    if state == "open" and (not blocks or not all(block.questions.all() for block in blocks)):
        raise NotNow(gettext("Every block needs a question before the dialogue can open."))
    before, dialogue.state = dialogue.state, state
    if state == "open":
        dialogue.opened_at = dialogue.opened_at or at
    dialogue.closed_at = at if state == "closed" else dialogue.closed_at if state == "archived" else None
    dialogue.save()
    audit.record(dialogue, "moved", by=by, at=at, details={"from": before, "to": state})
    telling.tell(dialogue)
    if state == "open":
        open_what_may(dialogue, at=at, mails=mails)


def open_what_may(dialogue: Dialogue, *, at: datetime, mails: Mails) -> list[Question]:
    """Open every question whose rule says so by now; tell those who take part or follow.

    It runs in the transaction of what may open one: the dialogue opens, an answer comes, a summary is
    written.
    """
    if not dialogue.is_open:
        return []
    opened = []
    before: Question | None = None
    for question in queries.questions(dialogue):
        if question.opened_at is None and question.closed_at is None and _is_due(question, before, at):
            _open(question, by=None, at=at, mails=mails)
            opened.append(question)
        before = question
    return opened


def open_due(*, at: datetime, mails: Mails) -> int:
    """Open the questions whose date has come, in all dialogues, and tell people; return how many.

    A question with a date takes answers from its date on in any case; this tells of it.
    """
    waiting = Question.objects.filter(opens="on_date", opened_at=None, closed_at=None, opens_at__lte=at)
    held = Dialogue.objects.filter(state="open", blocks__questions__in=waiting).distinct()
    return sum(_open_due(dialogue.pk, at=at, mails=mails) for dialogue in held)


@transaction.atomic
def _open_due(number: int, *, at: datetime, mails: Mails) -> int:
    return len(open_what_may(Dialogue.objects.select_for_update().get(pk=number), at=at, mails=mails))


def _is_due(question: Question, before: Question | None, at: datetime) -> bool:
    match question.opens:
        case "on_date":
            return question.opens_at is not None and question.opens_at <= at
        case "at_once":
            return True
    if before is None:
        return True
    if question.opens == "after_summary":
        return before.closed_at is not None and before.summary is not None
    return queries.answering_count(before) >= (question.opens_after or 1)


def _open(question: Question, *, by: User | None, at: datetime, mails: Mails) -> None:
    question.opened_at = at
    question.save(update_fields=["opened_at"])
    audit.record(question, "opened", by=by, at=at)
    mails.tell_of_opening(question, queries.version(question))


# ---- holding it -------------------------------------------------------------------------------


@transaction.atomic
def open_question(question: Question, *, by: User, at: datetime, mails: Mails) -> None:
    """Open a question now, whatever its rule says; one that was closed opens again without its summary."""
    question = _held(question, by)
    if question.is_open(at):
        raise NotNow(gettext("The question is open already."))
    if question.closed_at is not None:
        question.closed_at = question.summary = question.summarised_at = None
        question.save(update_fields=["closed_at", "summary", "summarised_at"])
        audit.record(question, "opened again", by=by, at=at)
        return
    _open(question, by=by, at=at, mails=mails)


@transaction.atomic
def close_question(question: Question, *, by: User, at: datetime) -> None:
    """Close a question: nothing more can be said to it."""
    question = _held(question, by)
    if not question.is_open(at):
        raise NotNow(gettext("The question is not open."))
    question.closed_at = at
    question.opened_at = question.opened_at or question.opens_at
    question.save(update_fields=["closed_at", "opened_at"])
    audit.record(question, "closed", by=by, at=at)


@transaction.atomic
def summarise(question: Question, text: Text, *, by: User, at: datetime, mails: Mails) -> None:
    """Say what the answers to a closed question come to; the question after it may open."""
    question = _held(question, by)
    if question.closed_at is None:
        raise NotNow(gettext("Close the question first; what is summarised should not change any more."))
    is_first = question.summary is None
    question.summary, question.summarised_at = text, at
    question.save(update_fields=["summary", "summarised_at"])
    audit.record(question, "summarised", by=by, at=at, details={"text": text.to_plain()})
    if is_first:
        mails.tell_of_summary(question, queries.version(question))
    open_what_may(question.block.dialogue, at=at, mails=mails)


@transaction.atomic
def prompt(question: Question, text: Text, *, by: User, at: datetime) -> Prompt:
    """Say something to everybody while a question is open."""
    question = _held(question, by)
    if not question.is_open(at):
        raise NotNow(gettext("The question is not open."))
    made = Prompt.objects.create(question=question, text=text, made_at=at)
    audit.record(made, "prompted", by=by, at=at, details={"text": text.to_plain()})
    return made


def _held(question: Question, by: User) -> Question:
    require_holding(by, question.block.dialogue)
    held = Question.objects.select_for_update().select_related("block__dialogue").get(pk=question.pk)
    if not held.block.dialogue.is_open:
        raise NotNow(gettext("The dialogue is not open."))
    return held


@transaction.atomic
def note(
    question: Question,
    text: Text,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    mails: Mails,
) -> Contribution:
    """Enter what was said at a meeting or in an interview, as what it is.

    ``values`` has ``origin``, ``source``, ``held_on``, ``nature``, ``side``, ``country``, ``territory``,
    ``cluster`` and ``participant`` (``None`` where the notes do not say who spoke).
    """
    question = _held(question, by)
    if not question.is_open(at):
        raise NotNow(gettext("The question is not open."))
    made = Contribution.objects.create(
        version=queries.version(question), text=text, noted_by=by, made_at=at, **values
    )
    told = {name: values[name] for name in ("origin", "nature", "side", "territory", "cluster")}
    audit.record(made, "noted", by=by, at=at, details={**told, "question": question.pk})
    open_what_may(question.block.dialogue, at=at, mails=mails)
    return made


@transaction.atomic
def hide(contribution: Contribution, *, is_hidden: bool, by: User, at: datetime) -> None:
    """Take a contribution and its statements out of sight, or show them again."""
    require_holding(by, queries.dialogue_of(contribution))
    contribution.is_hidden = is_hidden
    contribution.save(update_fields=["is_hidden"])
    contribution.statements.update(is_hidden=is_hidden)
    audit.record(contribution, "hidden" if is_hidden else "shown", by=by, at=at)


# ---- statements -------------------------------------------------------------------------------


@transaction.atomic
def mark(
    contribution: Contribution,
    start: int,
    end: int,
    *,
    topic: str = "",
    by: User,
    at: datetime,
    is_asked: bool = False,
) -> Statement:
    """Mark a passage of a contribution as a statement; one that is marked already is returned as it is.

    ``is_asked`` says that an app along the line has asked already whether ``by`` may: a coder, for example.
    """
    dialogue = queries.dialogue_of(contribution)
    if not is_asked:
        require_holding(by, dialogue)
    if dialogue.is_reference:
        raise NotNow(gettext("A reference dialogue stays as it is."))
    words = contribution.text.original[start:end]
    if not words.strip():
        raise NotNow(gettext("There is nothing to agree or disagree with in this passage."))
    made, is_new = Statement.objects.get_or_create(
        contribution=contribution,
        start=start,
        end=end,
        defaults={
            "dialogue": dialogue,
            "text": Text(contribution.text.language, words),
            "topic": topic,
            "side": contribution.side,
            "is_hidden": contribution.is_hidden,
            "marked_by": by,
            "made_at": at,
        },
    )
    if is_new:
        audit.record(made, "marked", by=by, at=at, details={"start": start, "end": end, "topic": topic})
    return made


@transaction.atomic
def hide_statement(statement: Statement, *, is_hidden: bool, by: User, at: datetime) -> None:
    """Take a statement out of the vote and out of every count, or take it back in."""
    require_holding(by, statement.dialogue)
    if not is_hidden and statement.contribution.is_hidden:
        raise NotNow(gettext("Its contribution is hidden; show that first."))
    statement.is_hidden = is_hidden
    statement.save(update_fields=["is_hidden"])
    audit.record(statement, "hidden" if is_hidden else "shown", by=by, at=at)


def use(
    statement: Statement,
    kind: str,
    target: str,
    *,
    label: Text,
    address: str = "",
    follows: Use | None = None,
    at: datetime,
) -> Use:
    """Record what became of a statement, in the transaction of an app further along the line.

    Recording the same again brings its label and address up to date. The audit event is that of the change
    the use follows from; it is recorded by the app that makes it.
    """
    told = {"label": label, "address": address, "follows": follows}
    made, _ = Use.objects.update_or_create(
        statement=statement, kind=kind, target=target, defaults=told, create_defaults={**told, "made_at": at}
    )
    return made


def unuse(kind: str, target: str, *, statements: Iterable[int] | None = None) -> int:
    """Take back what was recorded of a thing that is there no more, of some statements or all."""
    found = Use.objects.filter(kind=kind, target=target)
    if statements is not None:
        found = found.filter(statement__in=list(statements))
    return found.delete()[0]
