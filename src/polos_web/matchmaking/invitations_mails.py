"""What mails about letters say: to the institution in the letter's language, else in the reader's."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from polos_web.matchmaking.access import people_of
from polos_web.matchmaking.interests_mails import name_of
from polos_web.matchmaking.models import Invitation, Way
from polos_web.stewardship.letters import write
from polos_web.ui.environment import day


class Mails:
    """Writes letters that lead back to this site, as people reach it."""

    def __init__(self, site: str, at: datetime) -> None:
        self.site, self.at = site, at

    def ask_institution(self, invitation: Invitation) -> None:
        """Ask the institution to pass the letter on, with the private link to it."""
        with translation.override(invitation.language):
            names = {
                "ours": name_of(invitation.interest.asks),
                "theirs": name_of(invitation.interest.asked),
                "link": self._link("contacts:passing_on", invitation.key),
                "day": day(invitation.last_on),
            }
            text = gettext(
                "%(ours)s would like to cooperate with %(theirs)s, whose profile nobody has claimed yet. "
                "We ask you to pass on a letter to those who answer for %(theirs)s. It lies here, as a page "
                "and to print, until %(day)s; there you can also say that you have passed it on, or that "
                "you cannot:\n\n%(link)s\n\nWhoever has this link can read the letter."
            )
            write(
                invitation.email,
                gettext("A letter to pass on to %(theirs)s") % names,
                text % names,
                at=self.at,
            )

    def tell_sender(self, invitation: Invitation) -> None:
        """Tell those who wrote what became of the letter."""
        ours, theirs = invitation.interest.asks, invitation.interest.asked
        for person in people_of(ours, self.at.date()):
            with translation.override(person.language):
                text = gettext("Your letter to %(theirs)s was passed on. What comes next stands here:")
                if invitation.stand == Way.DECLINED:
                    text = gettext("Your letter to %(theirs)s was declined. What was said stands here:")
                names = {"theirs": name_of(theirs)}
                link = self._link("contacts:between", ours.kind_name, ours.slug, theirs.slug)
                subject = gettext("Your letter to %(theirs)s") % names
                write(person.email or "", subject, f"{text % names}\n\n{link}", at=self.at)

    def _link(self, route: str, *values: object) -> str:
        return f"{self.site.rstrip('/')}{reverse(route, args=values)}"
