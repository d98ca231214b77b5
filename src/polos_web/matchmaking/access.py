"""Who speaks for a record towards others, and who may know of an interest.

Only those who keep a record by a role for just it speak for it: a role for the whole site would see both
sides at once.
"""

from datetime import date

from polos_web.accounts.access import Asking, is_signed_in, may, scopes_of
from polos_web.accounts.models import User
from polos_web.accounts.queries import people_with
from polos_web.accounts.roles import Permission
from polos_web.matchmaking.models import Interest, Match
from polos_web.registers import access as registers
from polos_web.registers.keepers import keepers
from polos_web.registers.models import Record

# The registers whose records find counterparts.
KINDS = ("cluster", "territory")


def speaks_for(asking: Asking, record: Record) -> bool:
    """Whether somebody keeps just this record, and so speaks for it."""
    return record.kind_name in KINDS and record.slug in scopes_of(asking, record.kind.permission)


def may_contact(asking: Asking, record: Record) -> bool:
    """Whether somebody may turn to others for a record: it is public, and one speaks for it."""
    return record.is_public and speaks_for(asking, record)


def may_be_interested(asking: Asking, ours: Record, theirs: Record) -> bool:
    """Whether somebody may say that one record is interested in another: both public, of one kind, two."""
    are_two = ours.kind_name == theirs.kind_name and ours.pk != theirs.pk
    return are_two and theirs.is_public and may_contact(asking, ours)


def may_see_interest(asking: Asking, interest: Interest, match: Match | None = None) -> bool:
    """Whether somebody may know of an interest: the own side always, the other when shown or mutual."""
    if speaks_for(asking, interest.asks):
        return True
    return (interest.is_shown or match is not None) and speaks_for(asking, interest.asked)


def may_decline(asking: Asking, interest: Interest) -> bool:
    """Whether somebody may say no to an interest: the side it goes to, which was shown it."""
    return interest.is_shown and speaks_for(asking, interest.asked)


def may_accept(asking: Asking, match: Match, record: Record) -> bool:
    """Whether somebody may say yes or no to a match for a record: one of its two sides."""
    return record.pk in {one.pk for one in match.records} and may_contact(asking, record)


def people_of(record: Record, on: date) -> list[User]:
    """Return those who speak for a record."""
    roles = keepers(record.kind)
    if roles is None or record.kind_name not in KINDS:
        return []
    found = {person for role in roles.roles for person in people_with(role, scope=record.slug, on=on)}
    return sorted((one for one in found if speaks_for(one, record)), key=lambda person: person.pk)


def is_answered_for(record: Record, on: date) -> bool:
    """Whether anybody speaks for a record; a profile without anybody is reached by a letter."""
    return bool(people_of(record, on))


def spoken_for(asking: Asking) -> list[Record]:
    """Return the public records somebody may turn to others for."""
    if not is_signed_in(asking):
        return []
    kept = registers.kept(asking).filter(kind_name__in=KINDS)
    return [record for record in kept.order_by("kind_name", "slug") if may_contact(asking, record)]


def may_name_advisers(asking: Asking) -> bool:
    """Whether somebody may record contact persons who are not one's own, who can be advisers to others."""
    return may(asking, Permission.FACILITATE)


def keeps_institution(asking: Asking, institution: Record) -> bool:
    """Whether somebody keeps the record of an institution, at whose desk letters to pass on wait."""
    return registers.is_keeper(asking, institution)
