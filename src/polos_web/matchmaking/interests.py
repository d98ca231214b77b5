"""Interests and matches: permission, change, event and letters in one transaction.

What the other side may not know yet is recorded without a name in the open: the event lies under the key of
who did it, so that a page of the audit does not tell who is interested.
"""

from datetime import datetime, timedelta

from django.db import transaction

from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.matchmaking import access, matches
from polos_web.matchmaking.interests_mails import Mails
from polos_web.matchmaking.invitations_letter import language_for
from polos_web.matchmaking.models import (
    Acceptance,
    Agreed,
    Interest,
    Invitation,
    Match,
    Stand,
    Way,
)
from polos_web.registers.models import Record

COUNTS_FOR = timedelta(days=180)
TO_ACCEPT = timedelta(days=90)


class NotNow(Exception):
    """It cannot be done as things stand, for instance because it was answered meanwhile."""


@transaction.atomic
def express(
    ours: Record,
    theirs: Record,
    *,
    message: str,
    language: str,
    is_shown: bool,
    by: User,
    at: datetime,
    site: str,
) -> Interest:
    """Say that one record is interested in another.

    Where the other is interested too, both sides learn it at once; else the other learns nothing, unless
    the interest ``is_shown``. Where nobody answers for the other, a letter to it is drafted.

    Raises
    ------
    NotNow
        When it is said already.
    """
    audit.take_turn()
    require(access.may_be_interested, by, ours, theirs)
    _expire(ours, theirs, at=at)
    if _standing(ours, theirs) is not None:
        raise NotNow
    made = Interest.objects.create(
        asks=ours,
        asked=theirs,
        message=message,
        language=language,
        is_shown=is_shown,
        made_by=by,
        made_at=at,
        last_on=(at + COUNTS_FOR).date(),
    )
    _record(made, "expressed", by=by, at=at)
    back = _standing(theirs, ours)
    if not access.is_answered_for(theirs, at.date()):
        _draft(made)
    elif back is not None:
        _propose(back, made, at=at, site=site)
    elif is_shown:
        Mails(site, at).show(made)
    return made


@transaction.atomic
def choose_level(interest: Interest, *, level: str, by: User, at: datetime) -> Interest:
    """Say at which level one's own side wants to cooperate, as long as the interest counts or is a match."""
    kept = _locked(interest)
    require(access.may_contact, by, kept.asks)
    if not (kept.is_open(at.date()) or kept.stand == Stand.MATCHED):
        raise NotNow
    kept.level = level
    kept.save(update_fields=["level"])
    if match_of(kept) is None:
        _record(kept, "level chosen", by=by, at=at)
    else:
        audit.record(kept, "level chosen", by=by, at=at)
    return kept


@transaction.atomic
def show(interest: Interest, *, by: User, at: datetime, site: str) -> Interest:
    """Let the other side know of an interest that it has not returned."""
    kept = _locked(interest)
    require(access.may_contact, by, kept.asks)
    if kept.is_shown or not kept.is_open(at.date()) or match_of(kept) is not None:
        raise NotNow
    kept.is_shown = True
    kept.save(update_fields=["is_shown"])
    audit.record(kept, "shown", by=by, at=at)
    Mails(site, at).show(kept)
    return kept


@transaction.atomic
def withdraw(interest: Interest, *, by: User, at: datetime) -> Interest:
    """Take an interest back; a letter on its way counts no more."""
    kept = _locked(interest)
    require(access.speaks_for, by, kept.asks)
    if kept.stand != Stand.OPEN or match_of(kept) is not None:
        raise NotNow
    _end(kept, Stand.WITHDRAWN, by=by, at=at)
    _record(kept, "withdrawn", by=by, at=at)
    return kept


@transaction.atomic
def decline(interest: Interest, *, reason: str, by: User, at: datetime, site: str) -> Interest:
    """Say no to an interest that was shown, with or without a reason."""
    kept = _locked(interest)
    require(access.may_decline, by, kept)
    if kept.stand != Stand.OPEN or match_of(kept) is not None:
        raise NotNow
    _end(kept, Stand.DECLINED, by=by, at=at, reason=reason)
    audit.record(kept, "declined", by=by, at=at)
    Mails(site, at).decline(kept)
    return kept


@transaction.atomic
def accept(match: Match, ours: Record, *, by: User, at: datetime, site: str) -> Match:
    """Say yes to a match for one side; with the yes of the other side it is one.

    Raises
    ------
    NotNow
        When it is no longer open, this side has accepted, or the same person accepted for the other side.
    """
    kept = _locked_match(match)
    require(access.may_accept, by, kept, ours)
    given = list(kept.acceptances.all())
    is_twice = any(one.record_id == ours.pk or one.person_id == by.pk for one in given)
    if not kept.is_open(at.date()) or is_twice:
        raise NotNow
    made = Acceptance.objects.create(match=kept, record=ours, person=by, accepted_at=at)
    audit.record(kept, "accepted", by=by, at=at, details={"acceptance": made.pk, "for": str(ours)})
    if given:
        _agree(kept, by=by, at=at)
    Mails(site, at).accept(kept, ours)
    return kept


@transaction.atomic
def refuse(match: Match, ours: Record, *, reason: str, by: User, at: datetime, site: str) -> Match:
    """Say no to a match that waits for acceptances; the interests on both sides end with it."""
    kept = _locked_match(match)
    require(access.may_accept, by, kept, ours)
    if kept.stand != Agreed.PROPOSED:
        raise NotNow
    kept.stand, kept.reason, kept.ended_by, kept.ended_at = Agreed.DECLINED, reason, by, at
    kept.save()
    for interest in (kept.first, kept.second):
        stand = Stand.WITHDRAWN if interest.asks_id == ours.pk else Stand.DECLINED
        _end(interest, stand, by=by, at=at)
    audit.record(kept, "declined", by=by, at=at)
    Mails(site, at).refuse(kept, ours)
    return kept


def decline_for(interest: Interest, *, reason: str, at: datetime) -> None:
    """End an interest that was declined by letter, in the transaction of the caller."""
    kept = _locked(interest)
    if kept.stand == Stand.OPEN:
        _end(kept, Stand.DECLINED, by=None, at=at, reason=reason)
        audit.record(kept, "declined", by=None, at=at)


def match_of(interest: Interest) -> Match | None:
    """Return the match an interest is part of, or ``None``."""
    found = Match.objects.filter(first=interest) | Match.objects.filter(second=interest)
    return found.select_related("first__asks", "second__asks").first()


def _draft(interest: Interest) -> Invitation:
    """Draft the letter to a profile for which nobody answers."""
    made = Invitation.objects.create(
        interest=interest,
        language=language_for(interest.asked),
        drafted_at=interest.made_at,
        last_on=interest.last_on,
    )
    audit.record(made, "drafted", by=None, at=interest.made_at)
    return made


def _propose(first: Interest, second: Interest, *, at: datetime, site: str) -> Match:
    made = Match.objects.create(first=first, second=second, made_at=at, last_on=(at + TO_ACCEPT).date())
    audit.record(made, "proposed", by=None, at=at)
    Mails(site, at).propose(made)
    return made


def _agree(match: Match, *, by: User, at: datetime) -> None:
    match.stand, match.matched_at = Agreed.MATCHED, at
    match.save()
    Interest.objects.filter(pk__in=[match.first_id, match.second_id]).update(stand=Stand.MATCHED)
    audit.record(match, "matched", by=by, at=at)
    matches.follow(match, by=by, at=at)


def _standing(asks: Record, asked: Record) -> Interest | None:
    """Return what one side has said and still counts."""
    found = Interest.objects.filter(asks=asks, asked=asked, stand__in=[Stand.OPEN, Stand.MATCHED])
    return found.select_related("asks", "asked").first()


def _expire(ours: Record, theirs: Record, *, at: datetime) -> None:
    """End what has lapsed between two, so that it can be said anew."""
    pair = [ours.pk, theirs.pk]
    between = {"asks__in": pair, "asked__in": pair, "stand": Stand.OPEN}
    for interest in Interest.objects.select_for_update().filter(**between):
        match = match_of(interest)
        if interest.is_open(at.date()) if match is None else match.is_open(at.date()):
            continue
        if match is not None and match.stand == Agreed.PROPOSED:
            match.stand, match.ended_at = Agreed.EXPIRED, at
            match.save()
            audit.record(match, "expired", by=None, at=at)
        _end(interest, Stand.EXPIRED, by=None, at=at)
        audit.record(interest, "expired", by=None, at=at)


def _end(interest: Interest, stand: Stand, *, by: User | None, at: datetime, reason: str = "") -> None:
    interest.stand, interest.reason, interest.ended_by, interest.ended_at = stand, reason, by, at
    interest.save()
    way = {Stand.DECLINED: Way.DECLINED, Stand.EXPIRED: Way.EXPIRED}.get(stand, Way.WITHDRAWN)
    on_its_way = [Way.DRAFTED, Way.SENT, Way.PASSED_ON]
    letters = Invitation.objects.filter(interest=interest, stand__in=on_its_way)
    letters.update(stand=way, ended_at=at)


def _record(interest: Interest, verb: str, *, by: User, at: datetime) -> None:
    """Record what the other side may not know: under the key of who did it, without the name."""
    if interest.is_shown:
        audit.record(interest, verb, by=by, at=at)
    else:
        audit.record(interest, verb, by=None, of=by, at=at, details={"by": "a keeper"})


def _locked(interest: Interest) -> Interest:
    found = Interest.objects.select_for_update(of=("self",)).select_related("asks", "asked")
    return found.get(pk=interest.pk)


def _locked_match(match: Match) -> Match:
    found = Match.objects.select_for_update(of=("self",))
    return found.select_related("first__asks", "first__asked", "second__asks").get(pk=match.pk)
