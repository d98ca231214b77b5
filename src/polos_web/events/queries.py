"""Reads of events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from polos_web.accounts.access import WHOLE_SITE, Asking, is_signed_in
from polos_web.accounts.models import User
from polos_web.audit.facts import facts
from polos_web.clusters import queries as register
from polos_web.events import access
from polos_web.events.models import (
    STAGES,
    UNANSWERED,
    Agenda,
    Event,
    Feedback,
    Interpreter,
    Meeting,
    Participant,
    Request,
    Upload,
    Wish,
)
from polos_web.events.slots import Calendar

LINK_SALT = "polos_web.events.link"
LINK_LENGTH = 32


# ---- events -----------------------------------------------------------------------------------


def event(number: int) -> Event | None:
    """Return one event with its sessions."""
    return Event.objects.prefetch_related("sessions").filter(pk=number).first()


def listed() -> list[Event]:
    """Return the events everybody may know of: those whose requests have been opened."""
    return list(Event.objects.exclude(stage="draft").prefetch_related("sessions"))


def organised_by(asking: Asking) -> list[Event]:
    """Return the events somebody organises."""
    programmes = access.programmes_of(asking)
    found = Event.objects.prefetch_related("sessions")
    return list(found if WHOLE_SITE in programmes else found.filter(programme__in=programmes))


def attended_by(asking: Asking) -> list[Participant]:
    """Return the places somebody with an account has in events that are open or further."""
    if not is_signed_in(asking) or not asking.email:
        return []
    own = Participant.objects.filter(email=asking.email, erased_at__isnull=True)
    return list(own.exclude(event__stage="draft").select_related("event"))


def calendar(of: Event) -> Calendar:
    """Return the slots of an event."""
    return Calendar(of, of.sessions.all())


def counts(of: Event) -> dict[str, int]:
    """Return how many of everything an event has, and how many people have said when they are free."""
    people = of.participants.filter(erased_at__isnull=True)
    wishes = of.requests.aggregate(
        all=Count("pk"),
        unanswered=Count("pk", filter=Q(answer=UNANSWERED)),
        refused=Count("pk", filter=Q(answer="no") | Q(priority="no")),
    )
    return {
        "participants": people.count(),
        "answered": people.filter(answered_at__isnull=False).count(),
        "interpreters": of.interpreters.count(),
        "requests": wishes["all"],
        "unanswered": wishes["unanswered"],
        "refused": wishes["refused"],
        "wishes": of.wishes.filter(settled_at__isnull=True).count(),
    }


@dataclass(frozen=True)
class Step:
    """One stage in the life of an event, and where the event stands to it."""

    stage: str
    is_past: bool
    is_present: bool


def steps(of: Event) -> list[Step]:
    """Return the stages of an event in order."""
    here = STAGES.index(of.stage)
    return [Step(stage, place < here, place == here) for place, stage in enumerate(STAGES)]


# ---- people and requests ----------------------------------------------------------------------


def participants(of: Event) -> list[Participant]:
    """Return those who take part, with how many requests each made and received."""
    found = of.participants.filter(erased_at__isnull=True).annotate(
        made=Count("asked_for", distinct=True), received=Count("asked_by", distinct=True)
    )
    return _with_event(found, of)


def participant(of: Event, number: int) -> Participant | None:
    """Return one participant who was not erased."""
    found = of.participants.filter(pk=number, erased_at__isnull=True).first()
    if found is not None:
        found.event = of
    return found


def _with_event(found: Iterable[Participant], of: Event) -> list[Participant]:
    people = list(found)
    for person in people:
        person.event = of
    return people


def interpreters(of: Event) -> list[Interpreter]:
    """Return the interpreters of an event."""
    return list(of.interpreters.all())


def interpreter(of: Event, number: int) -> Interpreter | None:
    """Return one interpreter."""
    return of.interpreters.filter(pk=number).first()


def clusters_to_add(of: Event, typed: str, *, most: int) -> list[Any]:
    """Return clusters of the register that fit what was typed and do not take part yet."""
    there = set(of.participants.values_list("cluster", flat=True))
    asked = dict.fromkeys(("market", "technology", "side", "country", "kind", "territory"), "")
    found = register.chosen(SimpleNamespace(q=typed, **asked))
    return [one for one in found[: most + len(there)] if one.pk not in there][:most]


def requests(of: Event) -> QuerySet[Request]:
    """Return the requests of an event with the people they name."""
    return of.requests.select_related("asks", "asked")


def requests_like(of: Event, typed: str, answer: str) -> QuerySet[Request]:
    """Return the requests that name people or organisations like what was typed."""
    found = requests(of)
    for word in typed.split():
        named = Q(organisation__icontains=word)
        for side in ("asks", "asked"):
            named |= Q(**{f"{side}__name__icontains": word}) | Q(**{f"{side}__organisation__icontains": word})
        found = found.filter(named)
    return found.filter(answer=answer) if answer else found


def request(of: Event, number: int) -> Request | None:
    """Return one request."""
    return requests(of).filter(pk=number).first()


def upload(of: Event, number: int) -> Upload | None:
    """Return rows that wait to be admitted."""
    return Upload.objects.filter(event=of, pk=number).first()


# ---- private links ----------------------------------------------------------------------------


def link_of(person: Participant) -> str:
    """Return the last part of a participant's private address; only the site's key can make it."""
    return f"{person.pk}-{_mark(person)}"


def address_of(person: Participant) -> str:
    """Return a participant's private address in the present language."""
    return reverse("events:mine", args=[link_of(person)])


def participant_of(link: str) -> Participant | None:
    """Return the participant whose private link this is; ``None`` where it is nobody's."""
    number, _, mark = link.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 15):
        return None
    found = Participant.objects.select_related("event").filter(pk=int(number), erased_at__isnull=True).first()
    if found is None or not constant_time_compare(mark, _mark(found)):
        return None
    return found


def _mark(person: Participant) -> str:
    return salted_hmac(LINK_SALT, f"{person.pk} {person.key}", algorithm="sha256").hexdigest()[:LINK_LENGTH]


# ---- when people are there --------------------------------------------------------------------


def absent_slots(person: Participant, calendar: Calendar) -> frozenset[str]:
    """Return the slots on which somebody is not there.

    Who has said when, counts as said; for others the hours of the person count, or those of the event.
    """
    if person.answered_at:
        return person.absent
    event = calendar.event
    hours = (person.first_hour or event.first_hour, person.last_hour or event.last_hour)
    return person.absent | calendar.outside(person.timezone, *hours)


def free_slots(person: Participant, calendar: Calendar) -> frozenset[str]:
    """Return the slots on which somebody is there, as far as known."""
    return frozenset(calendar.by_id) - absent_slots(person, calendar)


# ---- requests of one person -------------------------------------------------------------------


def received(person: Participant) -> list[Request]:
    """Return the requests a participant may answer: to the person, or to the person's organisation."""
    to_me = Q(asked=person)
    if person.organisation:
        to_me |= Q(asked__isnull=True, organisation=person.organisation)
    return list(requests(person.event).filter(to_me).exclude(ruling="must_not"))


def made(person: Participant) -> list[Request]:
    """Return the requests a participant has made."""
    return list(requests(person.event).filter(asks=person))


def open_to(person: Participant) -> list[Participant]:
    """Return those a participant may still ask for a meeting."""
    linked = {one.asked_id for one in made(person)} | {one.asks_id for one in received(person)}
    others = person.event.participants.filter(erased_at__isnull=True).exclude(
        pk__in={person.pk, *linked} - {None}
    )
    return list(others.exclude(organisation=person.organisation) if person.organisation else others)


# ---- the agenda -------------------------------------------------------------------------------


def agenda(of: Event) -> Agenda | None:
    """Return the latest version of the agenda."""
    return of.agendas.first()


def published(of: Event) -> Agenda | None:
    """Return the version participants see."""
    return of.agendas.filter(published_at__isnull=False).first()


def meetings(of: Agenda | None) -> list[Meeting]:
    """Return the meetings of a version in order."""
    if of is None:
        return []
    return list(of.meetings.select_related("asks", "asked", "request", "interpreter"))


def meetings_of(person: Participant, every: Sequence[Meeting]) -> list[Meeting]:
    """Return the meetings of one person."""
    return [one for one in every if person.pk in (one.asks_id, one.asked_id)]


def requests_held(person: Participant) -> dict[str, Request]:
    """Return the requests of a person that the published agenda holds, by number as text."""
    own = meetings_of(person, meetings(published(person.event)))
    return {str(one.request_id): one.request for one in own}


def feedback(of: Event) -> list[Feedback]:
    """Return what participants said of meetings."""
    found = Feedback.objects.filter(request__event=of).select_related("request", "participant")
    return list(found.order_by("participant__organisation", "participant__name"))


def feedback_by_request(of: Event) -> dict[int, list[Feedback]]:
    """Return what participants said of meetings, by request."""
    found: dict[int, list[Feedback]] = {}
    for one in feedback(of):
        found.setdefault(one.request_id, []).append(one)
    return found


def feedback_counts(of: Event) -> dict[str, Any]:
    """Return how many meetings were spoken of, how many took place as one side says, and their ratings."""
    said = feedback(of)
    ratings = [one.rating for one in said if one.rating is not None]
    return {
        "spoken_of": len({one.request_id for one in said}),
        "held": len({one.request_id for one in said if one.took_place}),
        "rated": len(ratings),
        "mean": sum(ratings) / len(ratings) if ratings else None,
        "followed": sum(bool(one.follow_up) for one in said),
    }


def wish(of: Event, number: int) -> Wish | None:
    """Return one change that a participant proposed."""
    return of.wishes.select_related("participant").filter(pk=number).first()


def feedback_of(person: Participant) -> dict[int, Feedback]:
    """Return what one participant said of meetings, by request."""
    return {one.request_id: one for one in person.feedback.all()}


def wishes(of: Event) -> list[Wish]:
    """Return the changes participants proposed, those that wait first."""
    found = list(of.wishes.select_related("participant", "request__asks", "request__asked"))
    return sorted(found, key=lambda wish: (wish.settled_at is not None, wish.made_at))


def names_of(pseudonyms: set[str]) -> dict[str, str]:
    """Return how participants are called by their names in the audit; those who were erased are not there."""
    known = Participant.objects.filter(pseudonym__in=pseudonyms, erased_at__isnull=True)
    return {one.pseudonym: str(one) for one in known}


# ---- what is held about a person --------------------------------------------------------------


def holdings_of(person: User) -> list[dict[str, Any]]:
    """Return everything events hold about somebody with an account."""
    own = Participant.objects.filter(email=person.email or "-", erased_at__isnull=True)
    return [_held(one) for one in own.select_related("event")]


def _held(person: Participant) -> dict[str, Any]:
    names = (
        "code",
        "name",
        "organisation",
        "email",
        "zone",
        "first_hour",
        "last_hour",
        "languages",
        "language",
    )
    rules = ("away", "missing", "most", "least", "most_in_a_row", "booth", "answered_at")
    return {
        "event": person.event.name,
        **facts(person, *names, *rules),
        "name_in_the_audit": person.pseudonym,
        "requests": [
            {"with": str(one.asked or one.organisation), **facts(one, "priority", "answer", "ruling", "slot")}
            for one in made(person)
        ],
        "received": [
            {"from": str(one.asks), **facts(one, "priority", "answer", "ruling", "slot")}
            for one in received(person)
        ],
        "meetings": [
            {"with": str(one.asked if one.asks_id == person.pk else one.asks), **facts(one, "slot", "table")}
            for one in meetings_of(person, meetings(agenda(person.event)))
        ],
        "proposed_changes": [
            facts(one, "words", "answer", "made_at", "settled_at") for one in person.wishes.all()
        ],
        "feedback": [
            facts(one, "took_place", "rating", "follow_up", "said_at") for one in person.feedback.all()
        ],
    }
