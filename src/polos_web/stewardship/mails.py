"""What mails about records say: each in the language of whom it goes to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from polos_web.accounts.models import User
from polos_web.registers.kinds import PUBLIC
from polos_web.registers.models import Record
from polos_web.registers.queries import sheet
from polos_web.stewardship.letters import write
from polos_web.stewardship.models import Claim, Invitation, Request, Wish
from polos_web.stewardship.tokens import invitation_token, request_token
from polos_web.ui.environment import day


class Mails:
    """Writes letters that lead back to this site, as people reach it (``https://polos.example.org``)."""

    def __init__(self, site: str, at: datetime) -> None:
        self.site, self.at = site, at

    def ask_verifier(self, claim: Claim, verifier: User) -> None:
        """Ask somebody who was named for it whether a claim is right."""
        with _told_in(verifier.language):
            text = gettext(
                "%(person)s says to answer for the record “%(record)s” and gives a reason and evidence. "
                "You were named to say whether that is right. Please answer until %(day)s:\n\n%(link)s"
            )
            self._of_waiting(claim, verifier, gettext("A claim to verify"), text)

    def remind(self, claim: Claim, person: User) -> None:
        """Tell somebody who may answer a claim that its deadline has passed."""
        with _told_in(person.language):
            text = gettext(
                "%(person)s says to answer for the record “%(record)s”, and nobody has answered that until "
                "%(day)s. Whoever verifies claims may answer still, and the operators may now too. "
                "The first answer counts:\n\n%(link)s"
            )
            self._of_waiting(claim, person, gettext("A claim waits for an answer"), text)

    def excuse(self, claim: Claim) -> None:
        """Tell somebody that nobody has answered a claim in time, and who has been asked again."""
        with _told_in(claim.person.language):
            text = gettext(
                "Nobody has answered your claim to the record “%(record)s” until %(day)s. Those who verify "
                "it were reminded, and the operators of the site, who may answer now too, were told. "
                "Where it stands:\n\n%(link)s"
            )
            subject = gettext("Your claim has not been answered in time")
            self._of_waiting(claim, claim.person, subject, text)

    def answer_claimant(self, claim: Claim) -> None:
        """Tell somebody what came of a claim."""
        with _told_in(claim.person.language):
            if claim.standing == "granted":
                text = gettext(
                    "Your claim to the record “%(record)s” was confirmed. You keep it from now on:"
                )
                link = self._link("registers:edit", claim.record.kind_name, claim.record.slug)
            else:
                text = gettext("Your claim to the record “%(record)s” was refused. The reason stands here:")
                link = self._link("stewardship:claim", claim.pk)
            body = f"{text % self._about(claim.record)}\n\n{link}"
            self._write(claim.person.email, gettext("Your claim was answered"), body)

    def invite(self, invitation: Invitation, *, by: User, language: str) -> None:
        """Ask a colleague to keep a record too."""
        with _told_in(language):
            text = gettext(
                "%(person)s asks you to keep the record “%(record)s” too, as %(role)s. "
                "Open this link until %(day)s to accept; you need an account, which takes a minute:\n\n"
                "%(link)s\n\nIf you do not know about it, do nothing."
            )
            about = {**self._about(invitation.record), "person": _name(by), "role": invitation.kind.label}
            about |= {"day": day(invitation.last_on)}
            link = self._link("stewardship:invitation", invitation_token(invitation))
            self._write(invitation.email, gettext("An invitation"), text % {**about, "link": link}, by)

    def tell_keepers(self, request: Request, people: list[User]) -> None:
        """Tell those who may answer that somebody asks something about a record."""
        for person in people:
            with _told_in(person.language):
                text = gettext("Somebody asks to correct the record “%(record)s”. Please answer here:")
                if request.wish == Wish.REMOVE:
                    text = gettext("Somebody asks to remove the record “%(record)s”. Please answer here:")
                link = self._link("stewardship:answer", request.pk)
                body = f"{text % self._about(request.record)}\n\n{link}"
                self._write(person.email, gettext("A request about a record"), body)

    def acknowledge(self, request: Request) -> None:
        """Tell somebody where the state of a request can be seen, or what came of it."""
        if not request.email:
            return
        with _told_in(request.language):
            text = gettext("Your request about the record “%(record)s” has arrived. Its state stands here:")
            if not request.is_open:
                text = gettext(
                    "Your request about the record “%(record)s” was answered. The answer stands here:"
                )
            link = self._link("stewardship:request", request_token(request))
            body = f"{text % self._about(request.record)}\n\n{link}"
            self._write(request.email, gettext("Your request about a record"), body)

    def _of_waiting(self, claim: Claim, to: User, subject: str, text: str) -> None:
        """Write of a claim that waits: who claims what, until when, and the page it stands on."""
        about = {**self._about(claim.record), "person": _name(claim.person), "day": day(claim.due_on)}
        link = self._link("stewardship:claim", claim.pk)
        self._write(to.email, subject, text % {**about, "link": link}, claim.person)

    def _write(self, to: str | None, subject: str, text: str, about: User | None = None) -> None:
        if to:
            write(to, subject, text, at=self.at, about=about)

    def _about(self, record: Record) -> dict[str, str]:
        return {"record": " ".join(sheet(record, PUBLIC).title.split())}

    def _link(self, route: str, *values: object) -> str:
        return f"{self.site.rstrip('/')}{reverse(route, args=values)}"


def _name(person: User) -> str:
    return " ".join(person.name.split()) or gettext("Somebody")


@contextmanager
def _told_in(language: str) -> Iterator[None]:
    with translation.override(language):
        yield
