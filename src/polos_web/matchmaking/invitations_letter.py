"""The letter itself: in which of our languages it is and why, and what it says, as blocks of a document."""

from dataclasses import dataclass
from datetime import date

from babel.languages import get_official_languages
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from polos.reports.documents import Document, Facts, Heading, Paragraph
from polos.reports.renderers import pdf
from polos.vocabularies import languages
from polos_web.matchmaking.interests_mails import name_of
from polos_web.matchmaking.models import Invitation
from polos_web.registers.kinds import PUBLIC
from polos_web.registers.models import Record
from polos_web.registers.queries import sheet
from polos_web.stewardship.queries import country_of
from polos_web.ui import labels
from polos_web.ui.languages import OWN_NAMES


@dataclass(frozen=True)
class Letter:
    """A letter in one language; ``message`` is in the language ``message_language``.

    ``language_note`` says why it is in none of the recipient's languages, where it is in none.
    """

    language: str
    title: str
    greeting: str
    sentences: tuple[str, ...]
    language_note: str
    message: str
    message_language: str
    message_note: str
    ways: tuple[tuple[str, str], ...]
    closing: str
    institution: str


@dataclass(frozen=True)
class Tongues:
    """The languages of those who are written to: those that the profile names, and those of the country."""

    named: tuple[str, ...]
    official: tuple[str, ...]

    @property
    def ours(self) -> str:
        """The first of them in which letters can be written here; nothing where there is none."""
        return next((code for code in (*self.named, *self.official) if code in OWN_NAMES), "")

    @property
    def said(self) -> str:
        """Those of the profile, else those of the country, in words; nothing where none is known."""
        return ", ".join(labels.label("languages", code) for code in self.named or self.official)


def tongues_of(record: Record) -> Tongues:
    """Return the languages of a record and of its country."""
    official = get_official_languages(country_of(record), de_facto=True)
    named = sheet(record, PUBLIC).value("languages") or ()
    return Tongues(tuple(named), tuple(code for code in official if code in languages()))


def language_for(record: Record) -> str:
    """Return the language of ours in which a record can be written to: one of its own, else English."""
    return tongues_of(record).ours or "en"


def reason_for(record: Record, language: str) -> str:
    """Say to those who write why a letter is in a language, and what is known of the recipient's."""
    tongues = tongues_of(record)
    values = {"language": labels.label("languages", language), "theirs": tongues.said}
    if language in tongues.named:
        words = gettext(
            "The letter is in this language: %(language)s. The profile names it as one of theirs."
        )
    elif language in tongues.official:
        words = gettext(
            "The letter is in this language: %(language)s. It is an official one of their country."
        )
    elif tongues.ours:
        words = gettext(
            "The letter is in this language: %(language)s. It is none of theirs, as far as is known: "
            "%(theirs)s."
        )
    elif tongues.said:
        words = gettext(
            "The letter is in this language: %(language)s. As far as is known theirs is another: %(theirs)s. "
            "Polos has no letter in it; choose what they are likeliest to read, or ask the institution to "
            "translate."
        )
    else:
        words = gettext(
            "The letter is in this language: %(language)s. Which language they read is not known here."
        )
    return words % values


def _note_on(tongues: Tongues, language: str) -> str:
    if language in (*tongues.named, *tongues.official):
        return ""
    if tongues.ours:
        return gettext("The sender has chosen the language of this letter.")
    return gettext(
        "This letter is not in your language: Polos writes letters in English, Spanish, Portuguese and "
        "French only."
    )


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
            language_note=_note_on(tongues_of(theirs), language),
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
                    *((Paragraph(said.language_note, "note"),) if said.language_note else ()),
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
