"""What mails about interests and matches say: each in the language of whom it goes to."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from polos_web.matchmaking.access import people_of
from polos_web.matchmaking.models import Agreed, Interest, Match
from polos_web.registers.kinds import PUBLIC
from polos_web.registers.models import Record
from polos_web.registers.queries import sheet
from polos_web.stewardship.letters import write


class Mails:
    """Writes to everybody who speaks for a record; links lead to this site as people reach it."""

    def __init__(self, site: str, at: datetime) -> None:
        self.site, self.at = site, at

    def show(self, interest: Interest) -> None:
        """Tell the other side of an interest that was shown to it."""
        self._write(
            interest.asked,
            interest.asks,
            lambda: gettext("Somebody is interested in %(ours)s"),
            lambda: gettext("%(theirs)s is interested in cooperating with %(ours)s. Answer here:"),
        )

    def decline(self, interest: Interest) -> None:
        """Tell those who asked that the other side said no."""
        self._no(interest.asks, interest.asked)

    def propose(self, match: Match) -> None:
        """Tell both sides that the interest is mutual."""
        for ours, theirs in (match.records, match.records[::-1]):
            self._write(
                ours,
                theirs,
                lambda: gettext("The interest is mutual"),
                lambda: gettext(
                    "%(ours)s and %(theirs)s are interested in each other. "
                    "It becomes a pairing when somebody of each side accepts:"
                ),
            )

    def accept(self, match: Match, by: Record) -> None:
        """Tell the other side that one has accepted, or both that they match."""
        if match.stand != Agreed.MATCHED:
            self._write(
                match.other(by),
                by,
                lambda: gettext("The other side accepts"),
                lambda: gettext("%(theirs)s accepts the pairing with %(ours)s. Your answer is awaited here:"),
            )
            return
        for ours, theirs in (match.records, match.records[::-1]):
            self._write(
                ours,
                theirs,
                lambda: gettext("A pairing"),
                lambda: gettext("%(ours)s and %(theirs)s have both accepted. Go on here:"),
            )

    def refuse(self, match: Match, by: Record) -> None:
        """Tell the other side that one said no to the match."""
        self._no(match.other(by), by)

    def _no(self, to: Record, about: Record) -> None:
        self._write(
            to,
            about,
            lambda: gettext("An answer to your interest"),
            lambda: gettext("%(theirs)s does not want to go on with %(ours)s for now. What was said:"),
        )

    def _write(
        self, ours: Record, theirs: Record, subject: Callable[[], str], text: Callable[[], str]
    ) -> None:
        for person in people_of(ours, self.at.date()):
            with translation.override(person.language):
                names = {"ours": name_of(ours), "theirs": name_of(theirs)}
                words = f"{text() % names}\n\n{self.link(ours, theirs)}"
                write(person.email or "", subject() % names, words, at=self.at)

    def link(self, ours: Record, theirs: Record) -> str:
        """Return the address of the page of two, in the present language."""
        address = reverse("contacts:between", args=[ours.kind_name, ours.slug, theirs.slug])
        return f"{self.site.rstrip('/')}{address}"


def name_of(record: Record) -> str:
    """Return what everybody reads as the name of a record, on one line."""
    return " ".join(sheet(record, PUBLIC).title.split())
