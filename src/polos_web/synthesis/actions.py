"""Writes of the table: permission, change and audit event in one transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext

from polos import reference
from polos_web.accounts import access as accounts
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.dialogue import access as dialogue_access
from polos_web.dialogue import actions as dialogues
from polos_web.dialogue.models import Dialogue
from polos_web.dialogue.wording import LANGUAGES, text_of
from polos_web.synthesis import access, evidence, queries, saved
from polos_web.synthesis.models import (
    Citation,
    Coder,
    Decision,
    Reading,
    Resolution,
    Sentence,
    Synthesis,
    Topic,
    Version,
)
from polos_web.synthesis.refusals import NotNow
from polos_web.synthesis.words import OPPORTUNITY, ROW, TOPICS
from polos_web.synthesis.words import Text as Words
from polos_web.translation.text import Text


@transaction.atomic
def begin(dialogue: Dialogue, *, by: User, at: datetime) -> Synthesis:
    """Begin the synthesis of a dialogue with the four topics of the reference table; once only."""
    accounts.require(dialogue_access.may_facilitate, by, dialogue)
    made, is_new = Synthesis.objects.get_or_create(dialogue=dialogue, defaults={"made_at": at})
    if is_new:
        for place, code in enumerate(reference.topic_synthesis().content["topics"], 1):
            Topic.objects.create(synthesis=made, code=code, place=place, title=in_all_languages(TOPICS[code]))
        audit.record(made, "begun", by=by, at=at)
    return made


def in_all_languages(words: Words, **values: Any) -> Text:
    """Return words of the interface in its four languages, as one text."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = str(words) % values
    found = text_of(said, first="en")
    assert found is not None, "words of the interface are not empty"
    return found


def locked(synthesis: Synthesis, by: User, *, is_worked_on: bool = False) -> Synthesis:
    """Return the synthesis, locked, for somebody who may write in it."""
    accounts.require(access.may_edit, by, synthesis)
    held = Synthesis.objects.select_for_update().get(pk=synthesis.pk)
    held.dialogue = synthesis.dialogue
    if is_worked_on and held.is_adopted:
        raise NotNow(gettext("The table is adopted. Take it up again before you change it."))
    return held


# ---- topics and sentences ---------------------------------------------------------------------


@transaction.atomic
def add_topic(synthesis: Synthesis, title: Text, *, by: User, at: datetime) -> Topic:
    """Add a topic after the others."""
    held = locked(synthesis, by, is_worked_on=True)
    every = list(held.topics.all())
    made = Topic.objects.create(
        synthesis=held,
        code=_free_code(title, {one.code for one in every}),
        place=max((one.place for one in every), default=0) + 1,
        title=title,
    )
    audit.record(made, "added", by=by, at=at, details={"title": title.to_plain()})
    return made


def _free_code(title: Text, taken: Collection[str]) -> str:
    wanted = slugify(title.original)[:60].strip("-") or "topic"
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (wanted, *numbered) if code not in taken)


@transaction.atomic
def change_topic(topic: Topic, title: Text, *, by: User, at: datetime) -> None:
    """Change what a topic is called."""
    locked(topic.synthesis, by, is_worked_on=True)
    topic.title = title
    topic.save(update_fields=["title"])
    audit.record(topic, "changed", by=by, at=at, details={"title": title.to_plain()})


@transaction.atomic
def remove_topic(topic: Topic, *, by: User, at: datetime) -> None:
    """Take a topic out that has no sentence and that nobody has coded with."""
    held = locked(topic.synthesis, by, is_worked_on=True)
    if topic.sentences.exists():
        raise NotNow(gettext("The topic has sentences. Move or remove them first."))
    used = Reading.objects.filter(coder__synthesis=held).values_list("codes", flat=True)
    if any(topic.code in codes.get("topic", ()) for codes in used):
        raise NotNow(gettext("Passages are coded with this topic. It stays."))
    audit.record(topic, "removed", by=by, at=at, details={"title": topic.title.to_plain()})
    topic.delete()


@dataclass(frozen=True)
class Wanted:
    """What a sentence is to be: where it stands, its words, and what it cites."""

    topic: Topic
    column: str
    text: Text
    behind: tuple[int, ...] = ()
    against: tuple[int, ...] = ()
    rests_on: tuple[int, ...] = ()


@transaction.atomic
def write(
    synthesis: Synthesis, wanted: Wanted, *, sentence: Sentence | None = None, by: User, at: datetime
) -> Sentence:
    """Write a sentence, or change one; what it cites is told those who said it.

    Raises
    ------
    NotNow
        When the table is adopted, a statement stands for and against it, or it would rest on itself.
    """
    held = locked(synthesis, by, is_worked_on=True)
    if set(wanted.behind) & set(wanted.against):
        raise NotNow(gettext("A statement cannot stand behind a sentence and against it."))
    if sentence is None:
        last = held.sentences.order_by("-number").first()
        number = last.number + 1 if last else 1
        sentence = Sentence(synthesis=held, number=number, made_at=at)
    before = sentence.column
    sentence.topic, sentence.column, sentence.text = wanted.topic, wanted.column, wanted.text
    verb = "changed" if sentence.pk else "written"
    sentence.save()
    _cite(held, sentence, wanted)
    if before and _use_kind(before) != _use_kind(sentence.column):
        dialogues.unuse(_use_kind(before), _target(sentence))
    _tell_uses(held, {sentence.pk, *_above(sentence)}, at)
    audit.record(sentence, verb, by=by, at=at, details=_facts(sentence, wanted))
    return sentence


def _cite(synthesis: Synthesis, sentence: Sentence, wanted: Wanted) -> None:
    known = set(queries.shown(synthesis.dialogue).values_list("pk", flat=True))
    sentence.citations.all().delete()
    Citation.objects.bulk_create(
        Citation(sentence=sentence, statement_id=pk, is_against=is_against)
        for is_against, cited in ((False, wanted.behind), (True, wanted.against))
        for pk in dict.fromkeys(cited)
        if pk in known
    )
    below = synthesis.sentences.filter(number__in=wanted.rests_on)
    sentence.rests_on.set(below)
    if sentence.pk in _below(sentence):
        raise NotNow(gettext("A sentence cannot rest on itself, not even by way of others."))


def _below(sentence: Sentence) -> set[int]:
    seen: set[int] = set()
    open_ones = list(sentence.rests_on.values_list("pk", flat=True))
    while open_ones:
        one = open_ones.pop()
        if one not in seen:
            seen.add(one)
            open_ones += Sentence.objects.filter(led_to=one).values_list("pk", flat=True)
    return seen


def _facts(sentence: Sentence, wanted: Wanted) -> dict[str, Any]:
    return {
        "number": sentence.number,
        "topic": wanted.topic.code,
        "column": wanted.column,
        "text": wanted.text.to_plain(),
        "behind": list(wanted.behind),
        "against": list(wanted.against),
        "rests_on": list(wanted.rests_on),
    }


@transaction.atomic
def remove(sentence: Sentence, *, by: User, at: datetime) -> None:
    """Take a sentence out; versions that hold it stay as they are."""
    held = locked(sentence.synthesis, by, is_worked_on=True)
    details = {"number": sentence.number, "text": sentence.text.to_plain()}
    audit.record(sentence, "removed", by=by, at=at, details=details)
    dialogues.unuse(_use_kind(sentence.column), _target(sentence))
    above = _above(sentence)
    sentence.delete()
    _tell_uses(held, above, at)


# ---- what became of statements ----------------------------------------------------------------


def _use_kind(column: str) -> str:
    return "opportunity" if column == "opportunities" else "synthesis"


def _target(sentence: Sentence) -> str:
    return f"{sentence.synthesis_id}/{sentence.number}"


def _above(sentence: Sentence) -> set[int]:
    """Return the sentences that rest on one, however far up."""
    seen: set[int] = set()
    open_ones = [sentence.pk]
    while open_ones:
        above = Sentence.objects.filter(rests_on=open_ones.pop()).values_list("pk", flat=True)
        open_ones += [one for one in above if one not in seen]
        seen |= set(above)
    return seen


def _tell_uses(synthesis: Synthesis, sentences: Collection[int], at: datetime) -> None:
    """Bring what became of the statements behind these sentences up to date.

    An opportunity follows the sentence it rests on, so that the way from a statement to it can be walked.
    """
    wanted = [one for row in evidence.table(synthesis) for one in row.told if one.sentence.pk in sentences]
    for told in sorted(wanted, key=lambda one: (one.sentence.column == "opportunities", one.sentence.number)):
        kind, target = _use_kind(told.sentence.column), _target(told.sentence)
        behind = {voice.pk for voice in told.evidence.behind}
        used = synthesis.dialogue.statements.filter(uses__kind=kind, uses__target=target)
        dialogues.unuse(kind, target, statements=set(used.values_list("pk", flat=True)) - behind)
        label = in_all_languages(OPPORTUNITY if kind == "opportunity" else ROW, number=told.sentence.number)
        below = [f"{synthesis.pk}/{number}" for number in told.rests_on]
        for statement in synthesis.dialogue.statements.filter(pk__in=behind):
            follows = statement.uses.filter(target__in=below).exclude(target=target).first()
            address = _address(synthesis, told.sentence)
            dialogues.use(statement, kind, target, label=label, address=address, follows=follows, at=at)


def _address(synthesis: Synthesis, sentence: Sentence) -> str:
    with translation.override("en"):  # a use has its address without the language it begins with
        found = reverse("synthesis:sentence", args=[synthesis.dialogue.slug, sentence.number])
    return found.removeprefix("/en")


# ---- versions and adoption --------------------------------------------------------------------


@transaction.atomic
def save_version(synthesis: Synthesis, *, note: str, by: User, at: datetime) -> Version:
    """Keep the table as it is now.

    Raises
    ------
    NotNow
        When it holds no sentence, or nothing has changed since the version before.
    """
    held = locked(synthesis, by, is_worked_on=True)
    content, before = saved.content(held), saved.latest(held)
    if not any(topic["sentences"] for topic in content["topics"]):
        raise NotNow(gettext("The table has no sentence yet."))
    if before is not None and before.content == content:
        raise NotNow(gettext("Nothing has changed since version %(number)s.") % {"number": before.number})
    return _keep(held, content, note=note, by=by, at=at)


def _keep(synthesis: Synthesis, content: Mapping[str, Any], *, note: str, by: User, at: datetime) -> Version:
    last = saved.latest(synthesis)
    made = Version.objects.create(
        synthesis=synthesis,
        number=last.number + 1 if last else 1,
        content=content,
        note=note,
        saved_by=by,
        saved_at=at,
    )
    audit.record(made, "saved", by=by, at=at, details={"number": made.number, "note": note})
    return made


@transaction.atomic
def adopt(
    synthesis: Synthesis,
    *,
    decided_by: str,
    decided_on: date,
    reasons: str,
    language: str,
    by: User,
    at: datetime,
) -> Decision:
    """Record that the table was adopted as it is now: by whom, when and why. It is a version from then on."""
    held = locked(synthesis, by, is_worked_on=True)
    content, before = saved.content(held), saved.latest(held)
    if not any(topic["sentences"] for topic in content["topics"]):
        raise NotNow(gettext("The table has no sentence yet."))
    is_saved = before is not None and before.content == content and not hasattr(before, "decision")
    adopted = before if is_saved and before else _keep(held, content, note="", by=by, at=at)
    made = Decision.objects.create(
        version=adopted,
        decided_by=decided_by,
        decided_on=decided_on,
        reasons=reasons,
        language=language,
        recorded_by=by,
        recorded_at=at,
    )
    held.state = "adopted"
    held.save(update_fields=["state"])
    told = {"decided_by": decided_by, "decided_on": decided_on.isoformat(), "reasons": reasons}
    audit.record(held, "adopted", by=by, at=at, details={**told, "version": adopted.number})
    return made


@transaction.atomic
def take_up(synthesis: Synthesis, *, reasons: str, by: User, at: datetime) -> None:
    """Work on an adopted table again; the adopted version and its decision stay."""
    held = locked(synthesis, by)
    if not held.is_adopted:
        raise NotNow(gettext("The table is being worked on already."))
    held.state = "in_progress"
    held.save(update_fields=["state"])
    audit.record(held, "taken up again", by=by, at=at, details={"reasons": reasons})


# ---- people who leave -------------------------------------------------------------------------


def erase_person(person: User, at: datetime) -> None:
    """Take somebody's name off codings, versions and decisions; these stay, under a number or nobody."""
    Coder.objects.filter(person=person).update(person=None)
    Version.objects.filter(saved_by=person).update(saved_by=None)
    Decision.objects.filter(recorded_by=person).update(recorded_by=None)
    Resolution.objects.filter(resolved_by=person).update(resolved_by=None)
