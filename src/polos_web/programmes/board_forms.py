"""Forms of the stage board: who comes to it, moves on it, and what was found."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from polos_web.programmes import words
from polos_web.programmes.board_stages import TEMPLATES
from polos_web.programmes.forms import Offered, Seen, day, long_text, with_file
from polos_web.registers.values import Link, WrongValue
from polos_web.ui.labels import choices


class StartForm(Offered):
    """How a programme selects."""

    template = forms.ChoiceField(
        label=_("How the programme selects"),
        choices=lambda: [(code, words.template_name(code)) for code in TEMPLATES],
    )


class CandidateForm(Offered):
    """Who comes to the board."""

    slug = forms.ChoiceField(label=_("Who comes to the board"))
    reason = long_text(_("Why"))
    body = forms.CharField(label=_("Responsible body"), max_length=200, required=False)
    happened_on = day(_("Day"))


class MoveForm(Seen):
    """Where a candidate goes, and why."""

    OUT = "out"
    stage = forms.ChoiceField(label=_("To which stage"))
    reason = long_text(_("Why"))
    body = forms.CharField(label=_("Responsible body"), max_length=200, required=False)
    happened_on = day(_("Day"))
    is_despite = forms.BooleanField(
        label=_("It goes on although something is missing or a stage is passed over; the reason says why."),
        required=False,
    )


class FindingForm(Seen):
    """What was found on a criterion."""

    status = forms.ChoiceField(label=_("Status"), choices=list(words.STATUSES.items()))
    evidence = long_text(
        _("Evidence"), required=False, help=_("Without evidence or a document, “met” counts as unknown.")
    )
    said_by = forms.CharField(label=_("Who said so"), max_length=200, required=False)
    document = forms.ChoiceField(label=_("Document"), required=False)
    found_on = day(_("Day"))


class DocumentForm(Offered):
    """A document: a file, an address on the web, or both."""

    kind = forms.ChoiceField(label=_("What it is"), choices=lambda: choices("document_kinds"))
    title = forms.CharField(label=_("Title"), max_length=200)
    dated = day(_("Date of the document"), required=False)
    link = forms.CharField(label=_("Address on the web"), max_length=500, required=False)
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, an office document or a picture.")
    )

    def clean_link(self) -> str:
        try:
            return Link().read(self.cleaned_data["link"]) or ""
        except WrongValue as problem:
            raise forms.ValidationError(str(problem)) from None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("link") and not given.get("file") and not self.errors:
            self.add_error("file", gettext("Hand in a file, or give an address."))
        return given

    def kept(self) -> dict[str, Any] | None:
        """Return the values, the file in the data folder; ``None`` where it is not taken, which is said."""
        return with_file(self)
