"""Digests by mail: what is new since the last one, with what waits, and a link that stops them."""

from datetime import datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from polos_web.accounts.actions import note_digest, take_digest
from polos_web.accounts.models import User
from polos_web.accounts.queries import person_called, with_rhythm
from polos_web.site.news import Line, new_for, waiting_for
from polos_web.stewardship.letters import write

EVERY = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}
# A digest that runs some minutes early still counts as of its day.
EARLY = timedelta(minutes=30)
_LINKS = Signer(salt="polos.site.digests")


def stop_link(person: User) -> str:
    """Return the last part of the address that ends somebody's digests."""
    return _LINKS.sign(person.pseudonym)


def person_of(link: str) -> User | None:
    """Return whose digests a link stops; ``None`` where it was not made here, or the person has gone."""
    try:
        return person_called(_LINKS.unsign(link))
    except BadSignature:
        return None


def send_due(*, site: str, at: datetime) -> int:
    """Write a digest for everybody whose turn it is and for whom something is new; return how many.

    A person with nothing new gets no mail. Each is one transaction: a process that is killed tells nobody
    twice and leaves nobody out.
    """
    return sum(_send(person, site=site.rstrip("/"), at=at) for person in with_rhythm(EVERY))


@transaction.atomic
def _send(chosen: User, *, site: str, at: datetime) -> bool:
    person = take_digest(chosen)
    since = person.told_until or person.joined_at
    if person.rhythm not in EVERY or at - since < EVERY[person.rhythm] - EARLY:
        return False
    with translation.override(person.language):
        new = new_for(person, since, at)
        if new and person.email:
            stop = site + reverse("site:stop", args=[stop_link(person)])
            text = _text(new, waiting_for(person, on=at.date()), site, stop)
            write(person.email, gettext("What is new"), text, at=at, about=person, stop=stop)
    note_digest(person, at=at)
    return bool(new)


def _text(new: list[Line], waiting: list[Line], site: str, stop: str) -> str:
    parts = [gettext("What is new in what you follow:"), *(_entry(one, site) for one in new)]
    if waiting:
        parts += [gettext("What waits for you:"), *(_entry(one, site) for one in waiting)]
    ways: dict[str, Any] = {"link": site + reverse("site:news")}
    parts.append(gettext("All of it, and how often you are told: %(link)s") % ways)
    parts.append(gettext("To get no more of these mails: %(link)s") % {"link": stop})
    return "\n\n".join(parts)


def _entry(one: Line, site: str) -> str:
    return f"- {one.words}: {one.about}\n  {site}{one.address}"
