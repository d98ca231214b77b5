"""Writes of respondents, who act by their private link.

No audit event tells of an answer: it would say when, and so whose. What the audit knows is how many answers a
wave had when it was closed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from polos.tables.answers import Value
from polos_web.accounts.models import User
from polos_web.surveys import queries, sealing
from polos_web.surveys.models import Invitation, Panelist, Sealed, Wave


class AlreadyAnswered(Exception):
    """The private link was used before."""


class NotOpen(Exception):
    """The wave is not open, or no longer."""


@transaction.atomic
def answer(
    asked: Invitation, given: Mapping[str, Value], *, pairing: str = "", consents: bool = False
) -> None:
    """Keep an answer sealed and mark the link as used, both or neither.

    Raises
    ------
    NotOpen
        When the wave is not open.
    AlreadyAnswered
        When the link was used before, or is being used at the same moment.
    sealing.TooLong
        When the answer is too long as a whole.
    """
    wave = Wave.objects.select_for_update().get(pk=asked.wave_id)
    if wave.stage != "open" or wave.key is None:
        raise NotOpen
    if not Invitation.objects.filter(pk=asked.pk, is_used=False).update(is_used=True):
        raise AlreadyAnswered
    kept: dict[str, Any] = {
        "given": dict(given),
        "side": asked.side,
        "pairing": pairing,
        "consents": bool(consents and pairing),
    }
    content = sealing.sealed_answer(kept, sealing.opened_wave_key(bytes(wave.key)))
    Sealed.objects.create(wave=wave, content=content)


def stop_mails(who: Invitation | Panelist, *, wanted: bool) -> None:
    """Get no letters any more, or get them again; as of an answer, nothing is kept of when."""
    who.wants_no_mail = not wanted
    who.save(update_fields=["wants_no_mail"])


def erase_person(person: User, at: datetime) -> None:
    """Take somebody with an account out of every survey; who has answered stays counted, without the person.

    The answers themselves cannot be told to be anybody's, and so stay.
    """
    for one in queries.invited_as(person):
        if one.is_used:
            Invitation.objects.filter(pk=one.pk).update(name="", email="", language="en")
        else:
            one.delete()
