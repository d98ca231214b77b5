"""Offers and needs shown without whose they are; advisers speak until the owner wants to be known.

Events lie under the key of who did it and name nobody in the open; pages of others hold nothing of the owner.
"""

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.matchmaking import access
from polos_web.matchmaking.interests import NotNow
from polos_web.matchmaking.models import AnonymousOffer, Inquiry, Reply, Shown
from polos_web.matchmaking.offers_mails import Mails
from polos_web.registers import queries as registers
from polos_web.registers.keepers import beside
from polos_web.registers.kinds import Reach, kind
from polos_web.registers.models import Record
from polos_web.registers.queries import Sheet, sheet
from polos_web.translation.text import from_plain
from polos_web.ui.text import folded

MEMBERS = frozenset({Reach.PUBLIC, Reach.MEMBERS})
SHORTEST = 3
# What of a profile would tell whose it is.
TELLING = ("name", "full_name", "acronym", "place", "website", "email", "phone", "codes")


class Tells(Exception):
    """The text holds words that tell whose offer it is."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(", ".join(words))
        self.words = words


@transaction.atomic
def draft(
    owner: Record, *, adviser: Record, values: dict[str, Any], by: User, at: datetime
) -> AnonymousOffer:
    """Write an offer or a need that nobody else sees yet.

    Raises
    ------
    Tells
        When its text holds what tells whose it is.
    """
    require(access.may_contact, by, owner)
    if adviser.slug not in {one.slug for one in advisers(owner)}:
        raise NotNow
    if words := telling(owner, values["text"]):
        raise Tells(words)
    made = AnonymousOffer.objects.create(owner=owner, adviser=adviser, made_by=by, made_at=at, **values)
    _record(made, "drafted", by=by, at=at)
    return made


@transaction.atomic
def publish(offer: AnonymousOffer, *, by: User, at: datetime) -> AnonymousOffer:
    """Show an offer to everybody, without its owner; names may have changed, so its text is read again."""
    kept = _locked(offer)
    require(access.may_contact, by, kept.owner)
    if kept.stand == Shown.PUBLISHED:
        raise NotNow
    if words := telling(kept.owner, kept.text):
        raise Tells(words)
    return _move(kept, Shown.PUBLISHED, by=by, at=at)


@transaction.atomic
def withdraw(offer: AnonymousOffer, *, by: User, at: datetime) -> AnonymousOffer:
    """Take an offer from the public; inquiries that wait can still be answered."""
    kept = _locked(offer)
    require(access.speaks_for, by, kept.owner)
    if kept.stand == Shown.WITHDRAWN:
        raise NotNow
    return _move(kept, Shown.WITHDRAWN, by=by, at=at)


@transaction.atomic
def inquire(
    offer: AnonymousOffer,
    asks: Record,
    *,
    adviser: Record | None,
    message: str,
    language: str,
    by: User,
    at: datetime,
    site: str,
) -> Inquiry:
    """Ask about an offer: its adviser gets a private link by mail. Nobody asks twice, or about one's own.

    Raises
    ------
    NotNow
        When the offer is not public, it was asked before, or its adviser has no address any more.
    """
    kept = _locked(offer)
    require(access.may_contact, by, asks)
    is_again = kept.inquiries.filter(asks=asks).exists()
    if kept.stand != Shown.PUBLISHED or kept.owner_id == asks.pk or is_again or not address_of(kept.adviser):
        raise NotNow
    made = Inquiry.objects.create(
        offer=kept, asks=asks, adviser=adviser, message=message, language=language, made_by=by, made_at=at
    )
    audit.record(made, "asked", by=None, of=by, at=at, details={"by": "a keeper"})
    Mails(site, at).ask_adviser(made, address_of(kept.adviser))
    return made


@transaction.atomic
def reply(inquiry: Inquiry, *, is_answered: bool, answer: str, at: datetime, site: str) -> Inquiry:
    """Answer an inquiry, as the adviser of the offer, who has the private link."""
    kept = _locked_inquiry(inquiry)
    if kept.stand != Reply.OPEN:
        raise NotNow
    kept.stand = Reply.ANSWERED if is_answered else Reply.DECLINED
    kept.answer, kept.answered_at = answer, at
    kept.save()
    audit.record(kept, str(kept.stand), by=None, at=at)
    Mails(site, at).tell_asker(kept, address_of(kept.adviser) if kept.adviser else "")
    return kept


@transaction.atomic
def show_owner(inquiry: Inquiry, *, by: User, at: datetime, site: str) -> Inquiry:
    """Let one asker know whose offer it is: only the owner does so, and it cannot be taken back."""
    kept = _locked_inquiry(inquiry)
    require(access.may_contact, by, kept.offer.owner)
    if kept.shown_at is not None:
        raise NotNow
    kept.shown_at, kept.shown_by = at, by
    kept.save()
    audit.record(kept, "owner shown", by=None, of=by, at=at, details={"by": "a keeper"})
    Mails(site, at).tell_owner_shown(kept)
    return kept


# ---- reads ------------------------------------------------------------------------------------


def published() -> QuerySet[AnonymousOffer]:
    """Return what everybody sees, in an order that tells nothing."""
    return AnonymousOffer.objects.filter(stand=Shown.PUBLISHED)


def public(key: str) -> AnonymousOffer | None:
    """Return one that everybody sees, or ``None``."""
    return published().filter(key=key).first()


def of_owner(owner: Record) -> list[AnonymousOffer]:
    """Return what one has written, with who asked about it."""
    found = AnonymousOffer.objects.filter(owner=owner).select_related("adviser")
    return list(found.prefetch_related("inquiries__asks", "inquiries__adviser").order_by("-made_at"))


def made_by(asks: Record) -> list[Inquiry]:
    """Return what one has asked about others' offers."""
    found = Inquiry.objects.filter(asks=asks).select_related("offer__owner")
    return list(found.order_by("-made_at"))


def inquiry_of(link: str) -> Inquiry | None:
    """Return the inquiry of an adviser's private link, or ``None``."""
    return Inquiry.objects.filter(link=link).select_related("offer", "asks", "adviser").first()


def own(owner: Record, key: str) -> AnonymousOffer | None:
    """Return one of one's own, or ``None``."""
    return AnonymousOffer.objects.filter(owner=owner, key=key).first()


def own_inquiry(owner: Record, key: str) -> Inquiry | None:
    """Return an inquiry about one of one's own offers, or ``None``."""
    return Inquiry.objects.filter(offer__owner=owner, key=key).first()


def advisers(owner: Record) -> list[Record]:
    """Return the contact persons who can speak for a record: reachable, and not on record as its own."""
    contacts = registers.of_kind(kind("contact"))
    told = registers.sheets([one for one in contacts if one.is_public], MEMBERS)
    others = [one for one in told.values() if one.value("email") and one.value(owner.kind_name) != owner.slug]
    return [one.record for one in others]


def address_of(adviser: Record) -> str:
    """Return the address of an adviser, nothing where none is known or the record is not public."""
    return str(sheet(adviser, MEMBERS).value("email") or "") if adviser.is_public else ""


def telling(owner: Record, text: str) -> list[str]:
    """Return what in a text tells whose it is: names, place and addresses of the owner's profile."""
    said = folded(text)
    profile = (registers.record(kind(name), owner.slug) for name in beside(owner.kind))
    found = {word for record in profile if record for word in _names(sheet(record, frozenset(Reach)))}
    return sorted(word for word in found if re.search(rf"(?<!\w){re.escape(folded(word))}(?!\w)", said))


def _names(told: Sheet) -> set[str]:
    found: set[str] = set()
    for code in TELLING:
        value = told.value(code)
        if isinstance(value, dict):
            text = from_plain(value)
            found |= {text.original, *(one.text for one in text.translations.values())}
        elif value:
            found.add(str(value))
    website = str(told.value("website") or "")
    found.add(re.sub(r"^https?://(www\.)?|/.*$", "", website))
    return {word.strip() for word in found if len(word.strip()) >= SHORTEST}


def _move(offer: AnonymousOffer, stand: Shown, *, by: User, at: datetime) -> AnonymousOffer:
    offer.stand = stand
    offer.save()
    _record(offer, str(stand), by=by, at=at)
    return offer


def _record(offer: AnonymousOffer, verb: str, *, by: User, at: datetime) -> None:
    audit.record(offer, verb, by=None, of=by, at=at, details={"by": "a keeper"})


def _locked(offer: AnonymousOffer) -> AnonymousOffer:
    found = AnonymousOffer.objects.select_for_update(of=("self",)).select_related("owner", "adviser")
    return found.get(pk=offer.pk)


def _locked_inquiry(inquiry: Inquiry) -> Inquiry:
    found = Inquiry.objects.select_for_update(of=("self",))
    return found.select_related("offer__owner", "asks").get(pk=inquiry.pk)
