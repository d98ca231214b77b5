"""What pairings hold about people, and how it is erased: what was written stays, the person does not."""

import re
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from polos_web.accounts.models import User
from polos_web.accounts.queries import addresses_of
from polos_web.audit.facts import facts
from polos_web.cooperation.models import (
    Acceptance,
    Indicator,
    KeptPairing,
    NextStep,
    Reading,
    Step,
    Turn,
)
from polos_web.registers.erasing import scrubbed

# What people write freely, and where an address of e-mail, or the name of who did something, may stand.
WRITTEN: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (KeptPairing, ("because", "summary", "notes")),
    (Turn, ("reason",)),
    (Step, ("words", "topics", "link")),
    (NextStep, ("words", "outcome")),
    (Indicator, ("name", "unit", "source")),
    (Reading, ("source",)),
)


def holdings_of(person: User) -> dict[str, Any]:
    """Return what pairings hold about a person: what the person said for a side, did, and sees to."""
    return {
        "acceptances": [
            {"pairing": str(one.pairing), "side": one.pairing.slug(one.side), **facts(one, "said_at")}
            for one in Acceptance.objects.filter(person=person).select_related("pairing")
        ],
        "changes": [
            {"pairing": str(one.pairing), **facts(one, "what", "reason", "at")}
            for one in Turn.objects.filter(by=person).select_related("pairing")
        ],
        "next_steps": [
            {"pairing": str(one.pairing), **facts(one, "words", "due_on", "done_on", "outcome")}
            for one in NextStep.objects.filter(owner=person).select_related("pairing")
        ],
    }


def erase_person(person: User, at: datetime) -> None:
    """Take a person out of every pairing: nobody's yes stays a yes, and a next step has no owner any more."""
    wanted = [re.escape(one) for one in addresses_of(person)]
    if person.name.strip():
        wanted.append(rf"(?<!\w){re.escape(person.name.strip())}(?!\w)")
    Acceptance.objects.filter(person=person).update(person=None)
    Turn.objects.filter(by=person).update(by=None)
    NextStep.objects.filter(owner=person).update(owner=None)
    for pairing in KeptPairing.objects.exclude(themes=[]):
        if (left := scrubbed(pairing.themes, wanted)) != pairing.themes:
            pairing.themes = left
            pairing.save(update_fields=["themes"])
    for model, fields in WRITTEN:
        for field in fields:
            _scrub(model, field, wanted, [*addresses_of(person), person.name.strip()])


def _scrub(model: type[models.Model], field: str, patterns: list[str], words: list[str]) -> None:
    mentions = Q(pk=None)
    for word in filter(None, words):
        mentions |= Q(**{f"{field}__icontains": word})
    for record in model._base_manager.filter(mentions):
        setattr(record, field, scrubbed(getattr(record, field), patterns))
        record.save(update_fields=[field])


def files_held() -> set[str]:
    """Return the checksums of the documents of all pairings."""
    return {step.document["checksum"] for step in Step.objects.all() if step.document}
