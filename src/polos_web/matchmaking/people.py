"""What this application holds about a person, and how it is erased.

What somebody wrote for a record stays the record's; who wrote it goes.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from polos_web.accounts.models import User
from polos_web.accounts.queries import addresses_of
from polos_web.matchmaking.models import (
    Acceptance,
    AnonymousOffer,
    InformationRequest,
    Inquiry,
    Interest,
    Invitation,
    Item,
    Match,
)

# Who did what, by table; each of these columns names a person.
_SIGNED = (
    (Interest, ("made_by", "ended_by")),
    (Match, ("ended_by",)),
    (Acceptance, ("person",)),
    (InformationRequest, ("made_by",)),
    (Item, ("answered_by",)),
    (AnonymousOffer, ("made_by",)),
    (Inquiry, ("made_by", "shown_by")),
)


def holdings_of(person: User) -> dict[str, Any]:
    """Return what this application holds about a person: what the person wrote, accepted and answered."""
    return {
        "interests": [
            {
                "of": str(one.asks),
                "in": str(one.asked),
                "message": one.message,
                "level": one.level,
                "made_at": one.made_at.isoformat(),
                "stand": one.stand,
            }
            for one in _related(Interest, person, "asks", "asked")
        ],
        "ended": [
            {"interest": one.pk, "stand": one.stand, "reason": one.reason}
            for one in Interest.objects.filter(ended_by=person)
        ],
        "ended_matches": [
            {"match": one.pk, "reason": one.reason} for one in Match.objects.filter(ended_by=person)
        ],
        "acceptances": [
            {"for": str(one.record), "accepted_at": one.accepted_at.isoformat()}
            for one in Acceptance.objects.filter(person=person).select_related("record")
        ],
        "information_requests": [
            {"of": str(one.asks), "to": str(one.asked), "message": one.message}
            for one in _related(InformationRequest, person, "asks", "asked")
        ],
        "answers": [
            {"code": one.code, "words": one.words, "answer": one.answer, "text": one.text}
            for one in Item.objects.filter(answered_by=person)
        ],
        "anonymous_offers": [
            {"of": str(one.owner), "text": one.text, "stand": one.stand}
            for one in _related(AnonymousOffer, person, "owner")
        ],
        "inquiries": [
            {"of": str(one.asks), "message": one.message} for one in _related(Inquiry, person, "asks")
        ],
        "identities_shown": Inquiry.objects.filter(shown_by=person).count(),
        "letters_through": Invitation.objects.filter(email__in=addresses_of(person)).count(),
    }


def erase_person(person: User, at: datetime) -> None:
    """Take a person out of everything here; what both sides said to each other stays."""
    for table, columns in _SIGNED:
        for column in columns:
            table._default_manager.filter(**{column: person}).update(**{column: None})
    Invitation.objects.filter(email__in=addresses_of(person)).update(email="")


def _related(table: Any, person: User, *records: str) -> QuerySet:
    return table.objects.filter(made_by=person).select_related(*records)
