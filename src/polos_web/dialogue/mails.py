"""What mails about dialogues say: each in the language of whom it goes to, with a way to stop them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from polos_web.accounts.models import User
from polos_web.dialogue.links import address_of, link_of
from polos_web.dialogue.models import Dialogue, Following, Participant, Question, QuestionVersion
from polos_web.stewardship.letters import write
from polos_web.translation.text import Text


class Mails:
    """Writes letters that lead back to this site, as people reach it (``https://polos.example.org``)."""

    def __init__(self, site: str, at: datetime) -> None:
        self.site, self.at = site.rstrip("/"), at

    def invite(self, person: Participant, note: str) -> None:
        """Ask somebody to take part."""
        with translation.override(person.language):
            text = gettext(
                "You are asked to take part in the dialogue “%(title)s”. You need no account: this link is "
                "yours alone, so please pass it on to nobody.\n\n%(link)s"
            )
            self._to(person, gettext("An invitation to a dialogue"), text, note)

    def remind(self, person: Participant, note: str) -> None:
        """Remind somebody of questions that wait for an answer."""
        with translation.override(person.language):
            text = gettext(
                "In the dialogue “%(title)s” questions wait for your answer. This link leads to them:\n\n"
                "%(link)s"
            )
            self._to(person, gettext("Questions wait for you"), text, note)

    def tell_of_opening(self, question: Question, version: QuestionVersion) -> None:
        """Tell everybody who takes part or follows that a question has opened."""
        for told in self._told(question):
            with translation.override(told.language):
                text = gettext(
                    "In the dialogue “%(title)s” a question has opened:\n\n%(question)s\n\n%(link)s"
                )
                self._write(told, gettext("A question has opened"), text % self._about(version))

    def tell_of_summary(self, question: Question, version: QuestionVersion) -> None:
        """Tell everybody who takes part or follows that a question is closed and summarised."""
        for told in self._told(question):
            with translation.override(told.language):
                text = gettext(
                    "In the dialogue “%(title)s” the answers to a question were summarised:\n\n"
                    "%(question)s\n\n%(link)s"
                )
                self._write(told, gettext("A summary"), text % self._about(version))

    def _to(self, person: Participant, subject: str, text: str, note: str) -> None:
        about = {"title": _words(person.dialogue.title), "link": self.site + address_of(person)}
        stop = reverse("dialogue:stop", args=[link_of(person)])
        words = "\n\n".join(filter(None, [text % about, note.strip(), self._stop(stop)]))
        write(person.email, subject, words, at=self.at, about=person.person, stop=self.site + stop)

    def _about(self, version: QuestionVersion) -> dict[str, str]:
        dialogue = version.question.block.dialogue
        link = self.site + reverse("dialogue:question", args=[dialogue.slug, version.question_id])
        return {"title": _words(dialogue.title), "question": _words(version.text), "link": link}

    def _write(self, told: "Told", subject: str, text: str) -> None:
        stop = self.site + told.stop if told.is_one_click else ""
        write(told.address, subject, f"{text}\n\n{self._stop(told.stop)}", at=self.at, stop=stop)

    def _stop(self, address: str) -> str:
        return gettext("To get no more of these mails: %(link)s") % {"link": self.site + address}

    def _told(self, question: Question) -> Iterator["Told"]:
        """Give everybody who wants to be told, once."""
        dialogue, told = question.block.dialogue, set()
        people = dialogue.participants.filter(erased_at=None).exclude(email="")
        for person in people:
            told.add(person.email)
            if not person.wants_no_mail and wants_it_at_once(person.person):
                with translation.override(person.language):
                    stop = reverse("dialogue:stop", args=[link_of(person)])
                yield Told(person.email, person.language, stop, is_one_click=True)
        for one in followers(dialogue, question):
            if one.person is not None and one.person.email and one.person.email not in told:
                if not wants_it_at_once(one.person):
                    continue
                told.add(one.person.email)
                with translation.override(one.person.language):
                    stop = reverse("dialogue:dialogue", args=[dialogue.slug])
                yield Told(one.person.email, one.person.language, stop)


def wants_it_at_once(person: User | None) -> bool:
    """Whether somebody gets a mail for each thing; others find it in their digest or on the page of news."""
    return person is None or person.rhythm == "at_once"


@dataclass(frozen=True)
class Told:
    """Whom a mail goes to, in which language, and where mails are stopped: by a mail program too, or not."""

    address: str
    language: str
    stop: str
    is_one_click: bool = False


def followers(dialogue: Dialogue, question: Question) -> QuerySet[Following]:
    """Return what people with an account follow that holds this question."""
    found = Following.objects.filter(dialogue=dialogue, person__is_active=True)
    return found.filter(Q(question=None) | Q(question=question)).select_related("person")


def _words(text: Text) -> str:
    return " ".join(text.shown(translation.get_language() or "en").text.split())
