"""Writes of those who hold a dialogue about who takes part: invited, reminded, changed, erased."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from polos_web.accounts import queries as people
from polos_web.accounts.models import User
from polos_web.audit import actions as audit
from polos_web.dialogue import queries
from polos_web.dialogue.actions import NotNow, require_holding
from polos_web.dialogue.mails import Mails
from polos_web.dialogue.models import Dialogue, Participant, new_key

PERSON_FIELDS = (
    "name", "email", "language", "side", "country", "territory", "cluster", "helix", "role", "shows_name",
    "wants_no_mail",
)  # fmt: skip


@transaction.atomic
def invite(
    dialogue: Dialogue, rows: Sequence[Mapping[str, Any]], *, note: str, by: User, at: datetime, mails: Mails
) -> int:
    """Invite people by their private link, each once; return how many are new.

    While the dialogue is a draft nothing is sent: see :func:`send_invitations`.

    Each row has ``email`` and what else is known of the person (``PERSON_FIELDS``).
    """
    require_holding(by, dialogue)
    if dialogue.state not in ("draft", "open"):
        raise NotNow(gettext("The dialogue is not open."))
    there = set(dialogue.participants.values_list("email", flat=True))
    made = []
    for row in rows:
        if row["email"] in there:
            continue
        there.add(row["email"])
        made.append(_invited(dialogue, row, by=by, at=at))
    if dialogue.state == "open":
        for person in made:
            _send_invitation(person, note, by=by, at=at, mails=mails)
    return len(made)


def _invited(dialogue: Dialogue, row: Mapping[str, Any], *, by: User, at: datetime) -> Participant:
    person = Participant.objects.create(
        dialogue=dialogue, person=people.person_of(row["email"]), joined_at=at, **row
    )
    audit.record(person, "invited", by=by, of=person, at=at, details=_of_person(person))
    return person


def _send_invitation(person: Participant, note: str, *, by: User, at: datetime, mails: Mails) -> None:
    person.invited_at = at
    person.save(update_fields=["invited_at"])
    mails.invite(person, note)


@transaction.atomic
def send_invitations(dialogue: Dialogue, *, note: str, by: User, at: datetime, mails: Mails) -> int:
    """Send the private link to everybody who has not got it yet; return how many."""
    require_holding(by, dialogue)
    if not dialogue.is_open:
        raise NotNow(gettext("The dialogue is not open. Links lead nowhere before."))
    waiting = dialogue.participants.filter(invited_at=None, erased_at=None, wants_no_mail=False)
    count = 0
    for person in waiting.exclude(email=""):
        _send_invitation(person, note, by=by, at=at, mails=mails)
        count += 1
    audit.record(dialogue, "sent invitations", by=by, at=at, details={"count": count})
    return count


@transaction.atomic
def remind(
    dialogue: Dialogue, chosen: Iterable[int], *, note: str, by: User, at: datetime, mails: Mails
) -> int:
    """Remind those of the chosen who want mail; return how many."""
    require_holding(by, dialogue)
    if not dialogue.is_open:
        raise NotNow(gettext("The dialogue is not open."))
    found = dialogue.participants.filter(pk__in=list(chosen), erased_at=None, wants_no_mail=False)
    reminded = list(found.exclude(email=""))
    for person in reminded:
        person.reminded_at = at
        person.save(update_fields=["reminded_at"])
        mails.remind(person, note)
    audit.record(
        dialogue, "reminded", by=by, at=at, details={"participants": [one.pseudonym for one in reminded]}
    )
    return len(reminded)


@transaction.atomic
def change_participant(
    person: Participant, values: Mapping[str, Any], *, by: User | Participant, at: datetime
) -> None:
    """Change what is known of a participant; what was said before keeps the place it was said for."""
    if isinstance(by, User):
        require_holding(by, person.dialogue)
    for name, value in values.items():
        setattr(person, name, value)
    person.save()
    audit.record(person, "changed", by=by, of=person, at=at, details=_of_person(person))


@transaction.atomic
def renew_link(person: Participant, *, by: User, at: datetime) -> None:
    """Make a participant's private address another one; the old one leads nowhere from now on."""
    require_holding(by, person.dialogue)
    person.key = new_key()
    person.save(update_fields=["key"])
    audit.record(person, "renewed link", by=by, at=at)


def _of_person(person: Participant) -> dict[str, Any]:
    return {name: getattr(person, name) for name in PERSON_FIELDS}


@transaction.atomic
def erase_participant(person: Participant, *, by: User | Participant | None, at: datetime) -> None:
    """Erase somebody from a dialogue: what the person contributed stays, the person does not.

    Side, country, group and role stay for the counts; territory, cluster, name, address and link go.
    """
    if isinstance(by, User) and by.pk != person.person_id:
        require_holding(by, person.dialogue)
    person.followings.all().delete()
    person.name = person.email = person.territory = person.cluster = ""
    person.person, person.key, person.shows_name = None, new_key(), False
    person.erased_at = at
    person.save()
    audit.forget(person, at=at)


def erase_person(person: User, at: datetime) -> None:
    """Erase somebody with an account from every dialogue."""
    for place in queries.places_of(person):
        erase_participant(place, by=None, at=at)
