"""Writes of participants, who act by their private link: change and audit event in one transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from polos_web.audit import actions as audit
from polos_web.audit.facts import facts
from polos_web.events import queries
from polos_web.events.actions import NotNow
from polos_web.events.models import PRIORITIES, Feedback, Participant, Request, Wish


@transaction.atomic
def say_free(person: Participant, free: Iterable[str], *, zone: str, language: str, at: datetime) -> None:
    """Say on which slots one is there, in which zone one lives and which language one reads."""
    if person.event.has_reached("proposed"):
        raise NotNow(gettext("The agenda is made already. Ask those who organise the event for a change."))
    chosen = set(free)
    person.away = [slot.id for slot in queries.calendar(person.event).slots if slot.id not in chosen]
    person.zone, person.language, person.answered_at = zone or person.zone, language, at
    person.save(update_fields=["away", "zone", "language", "answered_at"])
    audit.record(
        person, "said when free", by=person, at=at, details=facts(person, "away", "zone", "language")
    )


@transaction.atomic
def answer(person: Participant, answers: Mapping[int, str], *, at: datetime) -> int:
    """Rank the requests one received; return how many answers changed."""
    _check_open(person)
    changed = 0
    for request in queries.received(person):
        said = answers.get(request.pk, request.answer)
        if said not in PRIORITIES or said == request.answer:
            continue
        request.answer = said
        request.save(update_fields=["answer"])
        audit.record(request, "answered", by=person, at=at, details={"answer": said})
        changed += 1
    return changed


@transaction.atomic
def ask(person: Participant, other: Participant, *, priority: str, at: datetime) -> Request:
    """Ask for a meeting with somebody."""
    _check_open(person)
    made = Request.objects.create(event=person.event, asks=person, asked=other, priority=priority)
    audit.record(made, "asked", by=person, at=at, details={"priority": priority})
    return made


def _check_open(person: Participant) -> None:
    if not person.event.takes_requests:
        raise NotNow(gettext("Requests can be made and answered only while they are open."))


@transaction.atomic
def propose_change(person: Participant, words: str, *, request: Request | None, at: datetime) -> Wish:
    """Propose a change of the published agenda; those who organise decide."""
    if person.event.stage != "published":
        raise NotNow(
            gettext("Changes are proposed while the agenda is published and before the event is over.")
        )
    made = Wish.objects.create(
        event=person.event, participant=person, request=request, words=words, made_at=at
    )
    audit.record(made, "proposed", by=person, of=person, at=at, details={"words": words})
    return made


@transaction.atomic
def rate(
    person: Participant,
    request: Request,
    *,
    took_place: bool,
    rating: int | None,
    follow_up: str,
    at: datetime,
) -> Feedback:
    """Say whether a meeting took place, how good it was and what follows; saying it again replaces it."""
    if not person.event.is_rated:
        raise NotNow(gettext("Meetings are rated once the agenda is published."))
    said = {"took_place": took_place, "rating": rating, "follow_up": follow_up}
    made, _ = Feedback.objects.update_or_create(
        request=request, participant=person, defaults={**said, "said_at": at}
    )
    audit.record(made, "rated", by=person, of=person, at=at, details=said)
    return made
