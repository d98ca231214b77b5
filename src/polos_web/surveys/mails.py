"""What mails about surveys and Delphis say: in the language of whom they go to, with a way to stop them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from polos_web.stewardship import letters
from polos_web.surveys import delphi, queries
from polos_web.surveys.models import Delphi, Invitation, Panelist, Wave
from polos_web.surveys.questionnaires import said


@dataclass(frozen=True)
class Mails:
    """Letters that lead back to this site as people reach it, with ``words`` of who sends them."""

    site: str
    words: str
    at: datetime

    def ask(self, wave: Wave, people: Iterable[Invitation]) -> int:
        """Write to people who are asked in a wave; return how many letters."""
        title, people = queries.questionnaire(wave).title, list(people)
        for asked in people:
            with translation.override(asked.language):
                named = said(title, asked.language)
                text = gettext(
                    "You are asked to answer the survey “%(survey)s”. This link is for you alone and works "
                    "once; your answers are kept apart from it:"
                )
                stop = reverse("surveys:stop", args=[queries.link_of(asked)])
                parts = [text % {"survey": named}, self._at(queries.address_of(asked))]
                self._write(asked.email, named, parts, stop)
        return len(people)

    def call(self, of: Delphi, people: Iterable[Panelist]) -> int:
        """Write to people of a panel about the open round; return how many letters."""
        people = list(people)
        for person in people:
            with translation.override(person.language):
                text = gettext(
                    "You are of the panel of “%(name)s”. Round %(number)s is open; this link is for you "
                    "alone and leads to the statements and to what the rounds before said:"
                )
                stop = reverse("surveys:stop_delphi", args=[delphi.link_of(person)])
                parts = [text % {"name": of.name, "number": of.round}, self._at(delphi.address_of(person))]
                self._write(person.email, of.name, parts, stop)
        return len(people)

    def _write(self, to: str, subject: str, parts: list[str], stop: str) -> None:
        """Write one letter, in the language that is active."""
        address = self._at(stop)
        ending = gettext("To get no more of these mails: %(link)s") % {"link": address}
        written = [part for part in (*parts, self.words.strip(), ending) if part]
        letters.write(to, subject, "\n\n".join(written), at=self.at, stop=address)

    def _at(self, path: str) -> str:
        return f"{self.site.rstrip('/')}{path}"
