"""Information requests: asked item by item, answered item by item, each in one transaction with its event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.matchmaking import access
from polos_web.matchmaking.information_mails import Mails
from polos_web.matchmaking.interests import NotNow, show
from polos_web.matchmaking.interests_queries import between
from polos_web.matchmaking.models import Answer, Asking, InformationRequest, Item
from polos_web.registers.models import Record


@dataclass(frozen=True)
class Said:
    """What is said to one item; ``later_on`` is for ``Answer.LATER``, ``text`` needed for an answer."""

    answer: Answer
    text: str = ""
    later_on: date | None = None


@transaction.atomic
def ask(
    ours: Record,
    theirs: Record,
    *,
    codes: Sequence[str],
    own: Sequence[str],
    message: str,
    language: str,
    due_on: date,
    by: User,
    at: datetime,
    site: str,
) -> InformationRequest:
    """Ask another record for information; an interest that was hidden is shown with it.

    Raises
    ------
    NotNow
        When neither side has shown interest, nobody answers for the other, or a request waits already.
    """
    audit.take_turn()
    require(access.may_be_interested, by, ours, theirs)
    found, on = between(ours, theirs), at.date()
    if not found.can_ask(on) or not access.is_answered_for(theirs, on):
        raise NotNow
    if found.stand(on) == "ours_open" and found.mine is not None and not found.mine.is_shown:
        show(found.mine, by=by, at=at, site=site)
    made = InformationRequest.objects.create(
        asks=ours, asked=theirs, message=message, language=language, due_on=due_on, made_by=by, made_at=at
    )
    wanted = [Item(request=made, code=code, place=place) for place, code in enumerate(codes, 1)]
    further = enumerate(own, len(wanted) + 1)
    Item.objects.bulk_create([*wanted, *(Item(request=made, words=line, place=at) for at, line in further)])
    audit.record(made, "asked", by=by, at=at, details={"items": len(codes) + len(own)})
    Mails(site, at).ask(made)
    return made


@transaction.atomic
def answer(
    request: InformationRequest,
    said: Mapping[int, Said],
    *,
    language: str,
    by: User,
    at: datetime,
    site: str,
) -> InformationRequest:
    """Answer items by their numbers; the request is answered when nothing waits any more.

    Raises
    ------
    NotNow
        When the request was answered or taken back.
    """
    kept = _locked(request)
    require(access.may_contact, by, kept.asked)
    if not kept.is_open:
        raise NotNow
    items = {item.pk: item for item in kept.items.all()}
    for number, one in said.items():
        item = items[number]
        item.answer, item.text, item.later_on = one.answer, one.text, one.later_on
        item.language, item.answered_by, item.answered_at = language, by, at
        item.save()
    if all(item.is_settled for item in items.values()):
        kept.stand, kept.ended_at = Asking.ANSWERED, at
        kept.save()
    audit.record(kept, "answered", by=by, at=at, details={"items": len(said), "stand": kept.stand})
    Mails(site, at).answer(kept)
    return kept


@transaction.atomic
def withdraw(request: InformationRequest, *, by: User, at: datetime) -> InformationRequest:
    """Take a request back; what was answered stays."""
    kept = _locked(request)
    require(access.may_contact, by, kept.asks)
    if not kept.is_open:
        raise NotNow
    kept.stand, kept.ended_at = Asking.WITHDRAWN, at
    kept.save()
    audit.record(kept, "withdrawn", by=by, at=at)
    return kept


def changed(item: Item, said: Said) -> bool:
    """Whether something else is said to an item than before."""
    return (item.answer, item.text, item.later_on) != (said.answer, said.text, said.later_on)


def of_two(key: str, ours: Record, theirs: Record) -> InformationRequest | None:
    """Return a request between two records, whichever of them asked, or ``None``."""
    found = InformationRequest.objects.filter(key=key, asks__in=[ours, theirs], asked__in=[ours, theirs])
    return found.select_related("asks", "asked").prefetch_related("items").first()


def _locked(request: InformationRequest) -> InformationRequest:
    found = InformationRequest.objects.select_for_update(of=("self",))
    return found.select_related("asks", "asked").get(pk=request.pk)
