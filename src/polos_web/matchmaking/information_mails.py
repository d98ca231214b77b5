"""What mails about information requests say: each in the language of whom it goes to."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from polos_web.matchmaking.access import people_of
from polos_web.matchmaking.interests_mails import name_of
from polos_web.matchmaking.models import InformationRequest
from polos_web.registers.models import Record
from polos_web.stewardship.letters import write
from polos_web.ui.environment import day


class Mails:
    """Writes to everybody who speaks for a record; links lead to this site as people reach it."""

    def __init__(self, site: str, at: datetime) -> None:
        self.site, self.at = site, at

    def ask(self, request: InformationRequest) -> None:
        """Tell those who are asked, and until when an answer is wished."""
        for person in people_of(request.asked, self.at.date()):
            with translation.override(person.language):
                text = gettext("%(theirs)s asks %(ours)s for information, until %(day)s. Answer here:")
                names = {"ours": name_of(request.asked), "theirs": name_of(request.asks)}
                words = text % {**names, "day": day(request.due_on)}
                link = self._link(request, request.asked, request.asks)
                write(
                    person.email or "", gettext("A request for information"), f"{words}\n\n{link}", at=self.at
                )

    def answer(self, request: InformationRequest) -> None:
        """Tell those who asked that there are answers."""
        for person in people_of(request.asks, self.at.date()):
            with translation.override(person.language):
                text = gettext("%(theirs)s has answered the request of %(ours)s. The answers stand here:")
                names = {"ours": name_of(request.asks), "theirs": name_of(request.asked)}
                link = self._link(request, request.asks, request.asked)
                subject = gettext("Answers to your request")
                write(person.email or "", subject, f"{text % names}\n\n{link}", at=self.at)

    def _link(self, request: InformationRequest, ours: Record, theirs: Record) -> str:
        values = [ours.kind_name, ours.slug, theirs.slug, request.key]
        return f"{self.site.rstrip('/')}{reverse('contacts:request', args=values)}"
