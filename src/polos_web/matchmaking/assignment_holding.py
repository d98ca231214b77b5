"""What decisions on assignments hold about people, and how it is erased."""

import re
from datetime import datetime
from typing import Any

from polos_web.accounts.models import User
from polos_web.accounts.queries import addresses_of
from polos_web.matchmaking.models import PairingDecision, PairingPlan
from polos_web.registers.erasing import scrubbed


def holdings_of(person: User) -> list[dict[str, Any]]:
    """Return the decisions somebody recorded."""
    return [
        {"assignment": one.plan.name, "reason": one.reason, "decided_at": one.decided_at.isoformat()}
        for one in PairingDecision.objects.filter(decided_by=person).select_related("plan")
    ]


def erase_person(person: User, at: datetime) -> None:
    """Take a person out of the decisions: nobody signs them any more, and no text names the person."""
    PairingDecision.objects.filter(decided_by=person).update(decided_by=None)
    patterns = [re.escape(one) for one in addresses_of(person)]
    if person.name.strip():
        patterns.append(rf"(?<!\w){re.escape(person.name.strip())}(?!\w)")
    for one in PairingPlan.objects.all():
        _scrub(one, ("name",), patterns)
    for one in PairingDecision.objects.all():
        _scrub(one, ("reason", "pairs", "dropped"), patterns)


def _scrub(record: PairingPlan | PairingDecision, fields: tuple[str, ...], patterns: list[str]) -> None:
    before = {name: getattr(record, name) for name in fields}
    after = {name: scrubbed(value, patterns) for name, value in before.items()}
    if after != before:
        for name, value in after.items():
            setattr(record, name, value)
        record.save(update_fields=list(fields))
