"""Letters to profiles that nobody has claimed: drafted, sent to an institution, passed on, claimed.

The letter belongs to an interest, which becomes an ordinary one as soon as somebody answers for the profile.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.matchmaking import access
from polos_web.matchmaking.interests import NotNow, decline_for
from polos_web.matchmaking.invitations_mails import Mails
from polos_web.matchmaking.models import Interest, Invitation, Stand, Way
from polos_web.registers.models import Record

ON_ITS_WAY = (Way.DRAFTED, Way.SENT, Way.PASSED_ON)


@transaction.atomic
def send(
    invitation: Invitation,
    *,
    institution: Record,
    email: str,
    language: str,
    by: User,
    at: datetime,
    site: str,
) -> Invitation:
    """Hand the letter to an institution that can pass it on; the interest is shown with it.

    With an address the private link goes there by mail, without one it is for the sender to hand over. A
    letter that was sent can be sent again through another institution, as long as it was not passed on.

    Raises
    ------
    NotNow
        When it was passed on or answered, or the institution is not a public actor.
    """
    kept = _locked(invitation)
    require(access.may_contact, by, kept.interest.asks)
    is_actor = institution.kind_name == "actor" and institution.is_public
    if kept.stand not in (Way.DRAFTED, Way.SENT) or not kept.is_open(at.date()) or not is_actor:
        raise NotNow
    kept.institution, kept.email, kept.language = institution, email, language
    kept.stand, kept.sent_at = Way.SENT, at
    kept.save()
    Interest.objects.filter(pk=kept.interest_id).update(is_shown=True)
    audit.record(kept, "sent", by=by, at=at, details={"through": str(institution), "language": language})
    if email:
        Mails(site, at).ask_institution(kept)
    return kept


@transaction.atomic
def pass_on(invitation: Invitation, *, note: str, at: datetime, site: str) -> Invitation:
    """Note that the institution has passed the letter on, as whoever has its link says."""
    kept = _locked(invitation)
    if kept.stand != Way.SENT or not kept.is_open(at.date()):
        raise NotNow
    kept.stand, kept.passed_on_at, kept.note = Way.PASSED_ON, at, note
    kept.save()
    audit.record(kept, "passed on", by=None, at=at, details={"institution": str(kept.institution)})
    Mails(site, at).tell_sender(kept)
    return kept


@transaction.atomic
def decline(invitation: Invitation, *, note: str, at: datetime, site: str) -> Invitation:
    """Note that the addressee does not want it, or the institution cannot pass it on; the interest ends."""
    kept = _locked(invitation)
    if kept.stand not in (Way.SENT, Way.PASSED_ON) or not kept.is_open(at.date()):
        raise NotNow
    kept.stand, kept.ended_at, kept.note = Way.DECLINED, at, note
    kept.save()
    audit.record(kept, "declined", by=None, at=at, details={"institution": str(kept.institution)})
    decline_for(kept.interest, reason=note, at=at)
    Mails(site, at).tell_sender(kept)
    return kept


def claimed(records: Sequence[Record]) -> None:
    """End the letters to profiles that have been claimed: called within every change of records."""
    now_claimed = [one.pk for one in records if one.kind_name in access.KINDS and one.claimed_at is not None]
    if not now_claimed:
        return
    found = Invitation.objects.filter(interest__asked__in=now_claimed, stand__in=ON_ITS_WAY)
    at = timezone.now()
    for invitation in found.select_related("interest__asks", "interest__asked"):
        invitation.stand, invitation.ended_at = Way.CLAIMED, at
        invitation.save()
        audit.record(invitation, "claimed", by=None, at=at)


def of_interest(interest: Interest) -> Invitation | None:
    """Return the letter of an interest, or ``None``."""
    return _all().filter(interest=interest).first()


def by_key(key: str) -> Invitation | None:
    """Return the letter of a private link once it was sent; ``None`` for any other."""
    return _all().filter(key=key, sent_at__isnull=False).exclude(stand=Way.WITHDRAWN).first()


def waiting_at(person: User) -> list[Invitation]:
    """Return the letters that wait at an institution whose record somebody keeps."""
    return [
        one
        for one in _all().filter(stand=Way.SENT, interest__stand=Stand.OPEN)
        if one.institution is not None and access.keeps_institution(person, one.institution)
    ]


def _all() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("interest__asks", "interest__asked", "institution")


def _locked(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",))
    return found.select_related("interest__asks", "interest__asked").get(pk=invitation.pk)
