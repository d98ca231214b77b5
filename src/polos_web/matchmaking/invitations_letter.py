"""The letter itself: what it says, in the recipient's language, as blocks of a document."""

from dataclasses import dataclass
from datetime import date

from babel.languages import get_official_languages
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from polos.reports.documents import Document, Facts, Heading, Paragraph
from polos.reports.renderers import pdf
from polos_web.matchmaking.interests_mails import name_of
from polos_web.matchmaking.models import Invitation
from polos_web.registers.kinds import Reach
from polos_web.registers.models import Record
from polos_web.registers.queries import sheet
from polos_web.stewardship.queries import country_of
from polos_web.ui import labels
from polos_web.ui.languages import OWN_NAMES

PUBLIC = frozenset({Reach.PUBLIC})


@dataclass(frozen=True)
class Letter:
    """A letter in one language; ``message`` is in the language ``message_language``."""

    language: str
    title: str
    greeting: str
    sentences: tuple[str, ...]
    message: str
    message_language: str
    message_note: str
    ways: tuple[tuple[str, str], ...]
    closing: str
    institution: str


def language_for(record: Record) -> str:
    """Return the language of ours in which a record can be written to.

    The first of its own languages that is one of ours; else an official language of its country; else
    English.
    """
    told = sheet(record, PUBLIC)
    spoken = [*(told.value("languages") or []), *get_official_languages(country_of(record), de_facto=True)]
    return next((code for code in spoken if code in OWN_NAMES), "en")


def letter(invitation: Invitation, *, language: str, site: str) -> Letter:
    """Write the letter in a language."""
    ours, theirs = invitation.interest.asks, invitation.interest.asked
    with translation.override(language):
        names = {"ours": name_of(ours), "theirs": name_of(theirs), "place": _place(ours)}
        first = gettext("%(ours)s (%(place)s) would like to cooperate with %(theirs)s.")
        if not names["place"]:
            first = gettext("%(ours)s would like to cooperate with %(theirs)s.")
        message = invitation.interest.message
        written = invitation.interest.language
        return Letter(
            language=language,
            title=gettext("A letter to %(theirs)s") % names,
            greeting=gettext("To those who answer for %(theirs)s") % names,
            sentences=(
                first % names,
                gettext(
                    "Polos is a place where regions and clusters of the European Union and of Latin America "
                    "and the Caribbean find each other. It has a profile of %(theirs)s, compiled from public "
                    "sources, for which nobody answers yet."
                )
                % names,
            ),
            message=message,
            message_language=written,
            message_note=""
            if written == language
            else gettext("Written in %(language)s:") % {"language": labels.label("languages", written)},
            ways=(
                (gettext("Who writes"), _address(site, ours.kind.address, ours.slug)),
                (gettext("Your profile"), _address(site, theirs.kind.address, theirs.slug)),
                (
                    gettext("To answer, claim the profile"),
                    _address(site, "stewardship:make_claim", theirs.kind_name, theirs.slug),
                ),
                (
                    gettext("To correct it, or to have it removed"),
                    _address(site, "stewardship:ask", theirs.kind_name, theirs.slug),
                ),
            ),
            closing=gettext(
                "Nothing follows from doing nothing. Who claims the profile sees the interest and can return "
                "it, ask for information, or decline."
            ),
            institution=name_of(invitation.institution) if invitation.institution else "",
        )


def document(invitation: Invitation, *, language: str, site: str, on: date) -> Document:
    """Set the letter as a document of one page."""
    said = letter(invitation, language=language, site=site)
    with translation.override(language):
        through = gettext("Passed on by %(institution)s") % {"institution": said.institution}
        return Document(
            title=said.title,
            kind=gettext("A letter"),
            language=language,
            dated_on=on,
            pages=(
                (
                    Heading(said.title),
                    Paragraph(said.greeting, "lead"),
                    *(Paragraph(sentence) for sentence in said.sentences),
                    *((Paragraph(said.message_note, "note"),) if said.message_note else ()),
                    *(Paragraph(line) for line in said.message.splitlines() if line.strip()),
                    Facts(said.ways),
                    Paragraph(said.closing),
                    *((Paragraph(through, "note"),) if said.institution else ()),
                ),
            ),
            footer=gettext("A letter through Polos"),
            flows=True,
        )


def printed(invitation: Invitation, *, language: str, site: str, on: date) -> bytes:
    """Return the letter as a PDF."""
    return pdf.render(document(invitation, language=language, site=site, on=on))


def _place(record: Record) -> str:
    country = country_of(record)
    return labels.label("countries", country) if country else ""


def _address(site: str, route: str, *values: str) -> str:
    return f"{site.rstrip('/')}{reverse(route, args=values)}"
