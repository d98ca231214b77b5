"""What selections hold about people, and how it is erased: what somebody wrote stays, unsigned."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from polos_web.accounts.models import User
from polos_web.accounts.queries import addresses_of
from polos_web.audit.facts import facts
from polos_web.programmes.models import (
    Application,
    Attachment,
    BoardDocument,
    BoardFinding,
    Call,
    CallMove,
    Criteria,
    Decision,
    Moderation,
    Review,
    ReviewConflict,
    ReviewScore,
    StageMove,
)
from polos_web.registers.erasing import drop_unused, scrubbed

# Who wrote each of these down is not said any more once the person is erased.
SIGNED = (StageMove, BoardDocument, Criteria, BoardFinding, CallMove, Moderation, Decision)
# What people write freely, and where an address of e-mail, or the name of who said it, may stand.
WRITTEN: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (StageMove, ("reason", "body")),
    (BoardDocument, ("title", "link")),
    (BoardFinding, ("evidence", "said_by")),
    (Criteria, ("reason",)),
    (CallMove, ("reason",)),
    (Application, ("organisation", "partners", "answers", "admission_reason", "withdrawal_reason")),
    (Review, ("release_reason",)),
    (ReviewScore, ("justification",)),
    (Moderation, ("note",)),
    (Decision, ("reason", "deviation")),
    (Call, ("title", "text", "eligibility", "outcome", "budget")),
)


def holdings_of(person: User) -> dict[str, Any]:
    """Return the applications and reviews of a person, with what the person wrote there."""
    own = Application.objects.filter(person=person).select_related("call").prefetch_related("attachments")
    asked = Review.objects.filter(Q(person=person) | Q(person=None, email=person.email or "-"))
    return {
        "applications": [_application(one) for one in own],
        "reviews": [_review(one) for one in asked.select_related("call")],
        "findings_written_down": [
            facts(one, "criterion", "status", "evidence", "said_by", "found_on")
            for one in BoardFinding.objects.filter(by=person)
        ],
        "decisions": [facts(one, "outcome", "reason", "at") for one in Decision.objects.filter(by=person)],
    }


def _application(one: Application) -> dict[str, Any]:
    names = ("organisation", "territory", "partners", "answers", "contact", "state", "submitted_at")
    titles = [attached.file["title"] for attached in one.attachments.all()]
    return {"call": str(one.call), **facts(one, *names), "documents": titles}


def _review(one: Review) -> dict[str, Any]:
    scores = [
        facts(score, "application_id", "criterion", "value", "justification") for score in one.scores.all()
    ]
    conflicts = [facts(said, "application_id", "reason") for said in one.conflicts.all()]
    names = ("email", "invited_at", "declared_at", "territories", "bodies", "statement", "released_at")
    return {"call": str(one.call), **facts(one, *names), "scores": scores, "conflicts": conflicts}


def files_held() -> set[str]:
    """Return the checksums of every file of an application or a board."""
    held = [one.file for one in Attachment.objects.all()]
    held += [one.file for one in BoardDocument.objects.exclude(file=None)]
    return {file["checksum"] for file in held}


def erase_person(person: User, at: datetime) -> None:
    """Erase a person from every selection.

    Applications that were handed in stay with their scores and their decision, without the person; drafts go,
    and so do documents about a person. A reviewer's scores stay, nobody's from now on.
    """
    addresses = addresses_of(person)
    own = Application.objects.filter(person=person)
    gone = Attachment.objects.filter(
        Q(application__in=own) & (Q(is_personal=True) | Q(application__state="draft"))
    )
    drop_unused({one.file["checksum"] for one in gone})
    gone.delete()
    own.filter(state="draft").delete()
    own.update(person=None, contact="")
    asked = Review.objects.filter(Q(person=person) | Q(person=None, email__in=addresses))
    ReviewConflict.objects.filter(review__in=asked).update(reason="")
    asked.update(person=None, email="", statement="", territories=[], bodies=[], released_at=at)
    Review.objects.filter(invited_by=person).update(invited_by=None)
    for signed in SIGNED:
        signed.objects.filter(by=person).update(by=None)
    for record, field in _mentioning(addresses):
        setattr(record, field, scrubbed(getattr(record, field), [re.escape(one) for one in addresses]))
        record.save(update_fields=[field])
    if person.name:
        for found in BoardFinding.objects.filter(said_by__icontains=person.name):
            found.said_by = scrubbed(found.said_by, [rf"\b{re.escape(person.name)}\b"])
            found.save(update_fields=["said_by"])


def _mentioning(addresses: list[str]) -> Iterator[tuple[models.Model, str]]:
    for model, fields in WRITTEN:
        for field in fields:
            wanted = Q(pk=None)
            for address in addresses:
                wanted |= Q(told__icontains=address)
            for record in model._base_manager.annotate(told=Cast(field, TextField())).filter(wanted):
                yield record, field
