"""Who answers for records: a record is claimed for as long as somebody has an owner's role for it."""

from datetime import datetime

from django.db import transaction

from polos_web.accounts.models import User
from polos_web.accounts.roles import Role
from polos_web.registers.actions import claimed, unclaimed
from polos_web.registers.keepers import keepers, owned
from polos_web.registers.kinds import kinds
from polos_web.registers.models import Record


def follow(role: type[Role], slug: str, *, by: User | None, at: datetime) -> None:
    """Claim or free the records whose owner's role has just been given or has ended, in that transaction."""
    for kind in kinds():
        roles = keepers(kind)
        if roles and roles.owner is role:
            is_owned = slug in owned(kind, at.date(), [slug])
            for record in Record.objects.filter(kind_name=kind.name, slug=slug):
                _note(record, is_owned=is_owned, by=by, at=at)


@transaction.atomic
def settle(*, at: datetime) -> int:
    """Claim and free records whose owner's role began or ended by its date alone; return how many."""
    count = 0
    for kind in kinds():
        held = owned(kind, at.date())
        known = Record.objects.filter(kind_name=kind.name)
        ended = [one for one in known.filter(claimed_at__isnull=False) if one.slug not in held]
        begun = known.filter(claimed_at=None, slug__in=held)
        for record in (*ended, *begun):
            _note(record, is_owned=record.slug in held, by=None, at=at)
            count += 1
    return count


def _note(record: Record, *, is_owned: bool, by: User | None, at: datetime) -> None:
    if is_owned != (record.claimed_at is not None):
        (claimed if is_owned else unclaimed)(record, by=by, at=at)
