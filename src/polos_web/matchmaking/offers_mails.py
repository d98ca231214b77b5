"""What mails about anonymous offers say. None names the owner before the owner wants it."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from polos_web.matchmaking.access import people_of
from polos_web.matchmaking.interests_mails import name_of
from polos_web.matchmaking.models import Inquiry
from polos_web.stewardship.letters import write


class Mails:
    """Writes letters that lead back to this site, as people reach it."""

    def __init__(self, site: str, at: datetime) -> None:
        self.site, self.at = site, at

    def ask_adviser(self, inquiry: Inquiry, email: str) -> None:
        """Send the adviser of an offer the private link to an inquiry, in the language of the offer."""
        with translation.override(inquiry.offer.language):
            text = gettext(
                "%(asks)s asks about an offer or a need for which you speak as an adviser, without its owner "
                "being named. Read the inquiry and answer it here:\n\n%(link)s\n\n"
                "Whoever has this link can answer."
            )
            names = {"asks": name_of(inquiry.asks), "link": self._link("contacts:inquiry", inquiry.link)}
            write(email, gettext("An inquiry for you as an adviser"), text % names, at=self.at)

    def tell_asker(self, inquiry: Inquiry, adviser: str) -> None:
        """Tell those who asked, and the adviser who speaks for them, that there is an answer."""
        asks = inquiry.asks
        for person in people_of(asks, self.at.date()):
            with translation.override(person.language):
                text = gettext("Your inquiry about an anonymous offer was answered. The answer stands here:")
                link = self._link("contacts:anonymous", asks.kind_name, asks.slug)
                write(
                    person.email or "", gettext("An answer to your inquiry"), f"{text}\n\n{link}", at=self.at
                )
        if adviser:
            with translation.override(inquiry.language):
                text = gettext("The inquiry of %(asks)s about an anonymous offer was answered:")
                words = f"{text % {'asks': name_of(asks)}}\n\n{inquiry.answer}"
                write(adviser, gettext("An answer to an inquiry"), words, at=self.at)

    def tell_owner_shown(self, inquiry: Inquiry) -> None:
        """Tell those who asked that they can see now whose offer it is."""
        asks = inquiry.asks
        for person in people_of(asks, self.at.date()):
            with translation.override(person.language):
                text = gettext("Whoever made an anonymous offer lets you know who it is. You read it here:")
                link = self._link("contacts:anonymous", asks.kind_name, asks.slug)
                subject = gettext("Somebody lets you know who it is")
                write(person.email or "", subject, f"{text}\n\n{link}", at=self.at)

    def _link(self, route: str, *values: object) -> str:
        return f"{self.site.rstrip('/')}{reverse(route, args=values)}"
