"""What is new for somebody, and what waits: for the page of news and for digests."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from polos_web.accounts.models import User
from polos_web.cooperation import kept_queries as pairings
from polos_web.dialogue import news as dialogues
from polos_web.stewardship import queries as stewardship

KINDS: dict[str, str | Promise] = {
    "opened": _("A question has opened"),
    "closed": _("A question was closed"),
    "summarised": _("The answers to a question were summarised"),
    "used": _("A statement of yours was used"),
}


@dataclass(frozen=True)
class Line:
    """One thing that is new, or waits: what it is, where it belongs, and the address of its page."""

    words: str
    about: str
    address: str
    at: datetime | None = None


def new_for(person: User, since: datetime, until: datetime) -> list[Line]:
    """Return what is new in what somebody follows, the latest first, in the present language."""
    language = get_language() or "en"
    return [
        Line(
            _words(one),
            f"{_plain(one.dialogue.shown(language).text)}: {_plain(one.about.shown(language).text)}",
            f"/{language}{one.address}",
            one.at,
        )
        for one in dialogues.of_person(person, since, until)
    ]


def waiting_for(person: User, *, on: date) -> list[Line]:
    """Return what waits for somebody, in the present language; each leads to the list it is on."""
    desk = stewardship.desk(person, on=on)
    paired = pairings.desk(person, on=on)
    counted = [
        (gettext("Claims to verify"), len(desk.to_verify), "stewardship:desk"),
        (gettext("Requests to answer"), len(desk.to_answer), "stewardship:desk"),
        (gettext("Invitations"), len(desk.invitations), "stewardship:desk"),
        (gettext("Proposed pairings to answer"), len(paired.to_answer), "cooperation:mine"),
        (gettext("Next steps of pairings that are overdue"), len(paired.mine), "cooperation:mine"),
    ]
    return [Line(words, str(count), reverse(route)) for words, count, route in counted if count]


def _words(one: dialogues.News) -> str:
    if one.kind == "said":
        told = ngettext("%(count)s new contribution", "%(count)s new contributions", one.count)
        return told % {"count": one.count}
    return str(KINDS[one.kind])


def _plain(text: str) -> str:
    return " ".join(text.split())
