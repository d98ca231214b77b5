"""Letters about pairings, each in the language of whom it goes to."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from polos_web.accounts.models import User
from polos_web.cooperation import kept_queries
from polos_web.cooperation.models import SIDES, KeptPairing
from polos_web.stewardship.letters import write


def ask_sides(pairing: KeptPairing, *, by: User, at: datetime, site: str) -> None:
    """Ask the keepers of every side that has not said yes whether they want the pairing."""
    said = {one.side for one in pairing.acceptances.all()}
    for side in SIDES:
        if side in said:
            continue
        for person in kept_queries.keepers_of(pairing.kind, pairing.slug(side), on=timezone.localdate()):
            if person.email and person != by:
                _ask(pairing, person, by=by, at=at, site=site)


def _ask(pairing: KeptPairing, person: User, *, by: User, at: datetime, site: str) -> None:
    with translation.override(person.language):
        first, second = kept_queries.with_sides([pairing])[0].sides
        text = gettext(
            "%(person)s proposes a pairing of %(first)s and %(second)s. It does not exist before both "
            "sides have said yes. Please answer here:\n\n%(link)s"
        )
        link = f"{site.rstrip('/')}{reverse('cooperation:kept', args=[pairing.pk])}"
        name = " ".join(by.name.split()) or gettext("Somebody")
        words = {"person": name, "first": first.name, "second": second.name, "link": link}
        write(person.email or "", gettext("A pairing is proposed"), text % words, at=at, about=by)
