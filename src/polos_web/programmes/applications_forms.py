"""Forms of an application to a call."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from polos_web.programmes import words
from polos_web.programmes.forms import Choices, Offered, Seen, lines, long_text, with_file
from polos_web.programmes.models import Application, Criteria
from polos_web.ui.languages import OWN_NAMES


class ApplicationForm(Seen):
    """An application: who applies, and what it says on each criterion."""

    territory = forms.ChoiceField(label=_("Territory"))
    organisation = forms.CharField(label=_("Organisation that applies"), max_length=200)
    partners = long_text(_("Other organisations that take part"), required=False, help=_("One on each line."))
    language = forms.ChoiceField(label=_("Language you write in"), choices=list(OWN_NAMES.items()))
    contact = forms.CharField(
        label=_("Contact person"), max_length=200, required=False,
        help_text=_("Seen by those who run the call, not by reviewers."),
    )  # fmt: skip

    def __init__(
        self, data: Any, *, application: Application | None, criteria: Criteria, offered: Choices
    ) -> None:
        initial: dict[str, Any] = {"language": get_language()}
        if application:
            initial = {
                name: getattr(application, name)
                for name in ("territory", "organisation", "language", "contact")
            }
            initial |= {"partners": "\n".join(application.partners), "seen": application.version}
            initial |= {f"answer-{code}": said for code, said in application.answers.items()}
        super().__init__(data, offers={"territory": [("", "—"), *offered]}, initial=initial)
        if application is None:
            del self.fields["seen"]
        self.criteria = criteria
        for one in criteria.scored:
            self.fields[f"answer-{one.id}"] = long_text(words.criterion_text(one).text, required=False)

    @property
    def values(self) -> dict[str, Any]:
        """What the application says."""
        given = {
            name: self.cleaned_data[name] for name in ("territory", "organisation", "language", "contact")
        }
        given["partners"] = lines(self.cleaned_data["partners"])
        answers = {one.id: self.cleaned_data[f"answer-{one.id}"] for one in self.criteria.scored}
        return {**given, "answers": {code: said for code, said in answers.items() if said}}


class AttachForm(Offered):
    """A document of an application."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, an office document or a picture."))
    is_personal = forms.BooleanField(
        label=_("It is about a person, such as a curriculum: it goes when I erase myself."), required=False
    )

    def kept(self) -> dict[str, Any] | None:
        """Return the values, the file in the data folder; ``None`` where it is not taken, which is said."""
        return with_file(self)


class AdmissionForm(Seen):
    """Whether a late application counts, and why."""

    admission = forms.ChoiceField(
        label=_("It came after the deadline"),
        choices=[("", "—"), ("admitted", _("It counts all the same")), ("left_out", _("It does not count"))],
    )
    reason = long_text(_("Why"))
