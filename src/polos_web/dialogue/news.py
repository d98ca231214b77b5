"""What is new in the dialogues somebody follows, between two moments."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from polos_web.accounts.models import User
from polos_web.dialogue import access
from polos_web.dialogue.models import Contribution, Dialogue, Following, Participant, Question, Use
from polos_web.dialogue.queries import place_of, version
from polos_web.translation.text import Text


@dataclass(frozen=True)
class News:
    """Something that happened: a question was ``opened``, ``closed`` or ``summarised``; ``count`` people
    ``said`` something; a statement of one's own was ``used``.

    ``about`` is the question, or what the statement went into. ``address`` has no language before it.
    """

    kind: str
    at: datetime
    dialogue: Text
    about: Text
    address: str
    count: int = 1


def of_person(person: User, since: datetime, until: datetime) -> list[News]:
    """Return what is new for somebody with an account after ``since`` up to ``until``, the latest first."""
    told = [*_followed(person, since, until), *_used(person, since, until)]
    return sorted(told, key=lambda one: one.at, reverse=True)


def _followed(person: User, since: datetime, until: datetime) -> Iterator[News]:
    mine = Q(person=person) | Q(participant__person=person)
    wanted: dict[Dialogue, set[int | None]] = {}
    for one in Following.objects.filter(mine).select_related("dialogue"):
        wanted.setdefault(one.dialogue, set()).add(one.question_id)
    for dialogue, questions in wanted.items():
        place = place_of(dialogue, person)
        if access.may_read(person, dialogue, place):
            asked = Question.objects.filter(block__dialogue=dialogue).select_related("block__dialogue")
            if None not in questions:
                asked = asked.filter(pk__in=questions)
            yield from _asked(asked, since, until)
            yield from _said(asked, place, since, until)


def _asked(asked: QuerySet[Question], since: datetime, until: datetime) -> Iterator[News]:
    for question in asked:
        opened = question.opened_at or (question.opens_at if question.has_begun(until) else None)
        moments = {"opened": opened, "closed": question.closed_at, "summarised": question.summarised_at}
        if moments["summarised"]:
            moments["closed"] = None  # the summary says so
        for kind, at in moments.items():
            if at is not None and since < at <= until:
                yield _news(kind, at, question)


def _said(
    asked: QuerySet[Question], place: Participant | None, since: datetime, until: datetime
) -> Iterator[News]:
    found = Contribution.objects.filter(
        version__question__in=asked, is_hidden=False, made_at__gt=since, made_at__lte=until
    )
    if place is not None:
        found = found.exclude(participant=place)
    counts: Counter[int] = Counter()
    latest: dict[int, datetime] = {}
    for number, at in found.order_by("made_at").values_list("version__question", "made_at"):
        counts[number] += 1
        latest[number] = at
    for question in asked.filter(pk__in=counts):
        yield _news("said", latest[question.pk], question, counts[question.pk])


def _news(kind: str, at: datetime, question: Question, count: int = 1) -> News:
    dialogue = question.block.dialogue
    address = f"/dialogues/{dialogue.slug}/questions/{question.pk}/"
    return News(kind, at, dialogue.title, version(question).text, address, count)


def _used(person: User, since: datetime, until: datetime) -> Iterator[News]:
    mine = Use.objects.filter(
        statement__contribution__participant__person=person, made_at__gt=since, made_at__lte=until
    )
    for use in mine.select_related("statement__dialogue"):
        dialogue = use.statement.dialogue
        address = use.address or f"/dialogues/{dialogue.slug}/mine/"
        yield News("used", use.made_at, dialogue.title, use.label, address)
