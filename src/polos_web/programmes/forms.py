"""Forms of a selection. What a field cannot say is refused beside it, in words."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from polos_web.programmes import words
from polos_web.programmes.board_stages import TEMPLATES
from polos_web.programmes.models import Criteria, Criterion
from polos_web.registers import files
from polos_web.registers.values import Link, WrongValue
from polos_web.translation.text import Text
from polos_web.ui.labels import choices
from polos_web.ui.languages import OWN_NAMES

MOST_CRITERIA, MOST_LINES = 12, 10
LONGEST = 4000
Choices = Sequence[tuple[str, Any]]


def _long(label: Any, *, required: bool = True, longest: int = LONGEST, help: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=forms.Textarea, help_text=help
    )


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


def _moment(label: Any, help: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label, help_text=help, widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )


def lines(text: str) -> list[str]:
    """Return the lines of a text that hold something, each once."""
    return list(dict.fromkeys(line.strip()[:200] for line in text.splitlines() if line.strip()))


class Offered(forms.Form):
    """A form whose choices are known when it is shown; ids of its fields begin with its prefix."""

    def __init__(self, *arguments: Any, offers: dict[str, Choices] | None = None, **options: Any) -> None:
        options.setdefault("auto_id", "f-%s")
        super().__init__(*arguments, **options)
        for name, offered in (offers or {}).items():
            self.fields[name].choices = offered  # pyrefly: ignore [missing-attribute] (a field of choices)


class Seen(Offered):
    """A form that knows which version its reader saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


# ---- the stage board --------------------------------------------------------------------------


class StartForm(Offered):
    """How a programme selects."""

    template = forms.ChoiceField(
        label=_("How the programme selects"),
        choices=lambda: [(code, words.template_name(code)) for code in TEMPLATES],
    )


class CandidateForm(Offered):
    """Who comes to the board."""

    slug = forms.ChoiceField(label=_("Who comes to the board"))
    reason = _long(_("Why"))
    body = forms.CharField(label=_("Responsible body"), max_length=200, required=False)
    happened_on = _day(_("Day"))


class MoveForm(Seen):
    """Where a candidate goes, and why."""

    OUT = "out"
    stage = forms.ChoiceField(label=_("To which stage"))
    reason = _long(_("Why"))
    body = forms.CharField(label=_("Responsible body"), max_length=200, required=False)
    happened_on = _day(_("Day"))
    is_despite = forms.BooleanField(
        label=_("It goes on although something is missing or a stage is passed over; the reason says why."),
        required=False,
    )


class FindingForm(Seen):
    """What was found on a criterion."""

    status = forms.ChoiceField(label=_("Status"), choices=list(words.STATUSES.items()))
    evidence = _long(
        _("Evidence"), required=False, help=_("Without evidence or a document, “met” counts as unknown.")
    )
    said_by = forms.CharField(label=_("Who said so"), max_length=200, required=False)
    document = forms.ChoiceField(label=_("Document"), required=False)
    found_on = _day(_("Day"))


class DocumentForm(Offered):
    """A document: a file, an address on the web, or both."""

    kind = forms.ChoiceField(label=_("What it is"), choices=lambda: choices("document_kinds"))
    title = forms.CharField(label=_("Title"), max_length=200)
    dated = _day(_("Date of the document"), required=False)
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
        return _kept(self)


def _kept(form: forms.Form) -> dict[str, Any] | None:
    given = dict(form.cleaned_data)
    if isinstance(given.get("file"), UploadedFile):
        try:
            given["file"] = files.keep(given["file"])
        except WrongValue as problem:
            form.add_error("file", str(problem))
            return None
    return given


# ---- criteria ---------------------------------------------------------------------------------


class CriterionForm(Offered):
    """One criterion; a row left empty is none."""

    id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    text = forms.CharField(label=_("Criterion"), max_length=500, required=False)
    weight = forms.FloatField(label=_("Weight"), min_value=0, max_value=100, required=False)


class CriteriaForm(Seen):
    """The criteria of a board or a call, in one language, and why they change."""

    language = forms.ChoiceField(label=_("Language you write in"), choices=list(OWN_NAMES.items()))
    lowest = forms.IntegerField(label=_("Lowest score"), min_value=0, max_value=99)
    highest = forms.IntegerField(label=_("Highest score"), min_value=1, max_value=100)
    reason = _long(_("Why they change"), required=False)

    def __init__(
        self, data: Any, *, before: Criteria, used: set[str], is_scored: bool, needs_reason: bool
    ) -> None:
        self.before, self.used, self.is_scored = before, used, is_scored
        initial = {
            "seen": before.number,
            "language": get_language(),
            "lowest": before.lowest,
            "highest": before.highest,
        }
        super().__init__(data, initial=initial)
        self.fields["reason"].required = needs_reason
        if not is_scored:
            del self.fields["lowest"], self.fields["highest"]
        self.forms = [self._row(data, place) for place in range(MOST_CRITERIA)]

    def _row(self, data: Any, place: int) -> CriterionForm:
        kept = self.before.all[place] if place < len(self.before.all) else None
        initial = {"weight": 1.0}
        if kept:
            initial = {"id": kept.id, "text": words.criterion_text(kept).text, "weight": kept.weight}
        form = CriterionForm(data, prefix=f"c{place}", initial=initial)
        if not self.is_scored:
            del form.fields["weight"]
        return form

    def is_valid(self) -> bool:
        fine = all([super().is_valid(), *(form.is_valid() for form in self.forms)])
        if not fine:
            return False
        if not self.rows:
            self.add_error(None, gettext("Needed: at least one criterion."))
        elif self.is_scored and not any(row["weight"] for row in self.rows):
            self.add_error(None, gettext("At least one criterion needs a weight above 0."))
        if self.is_scored and self.cleaned_data["highest"] <= self.cleaned_data["lowest"]:
            self.add_error("highest", gettext("The highest score lies above the lowest."))
        return not self.errors

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The criteria as they are kept; what is worded as before stays as it was, with its translations."""
        before = {one.id: one for one in self.before.all}
        given = [form.cleaned_data for form in self.forms if form.cleaned_data.get("text")]
        fresh = (code for code in (f"C{number}" for number in range(1, 1000)) if code not in self.used)
        return [self._kept(one, before.get(one["id"]), fresh) for one in given]

    def _kept(self, given: dict[str, Any], old: Criterion | None, fresh: Iterable[str]) -> dict[str, Any]:
        code = old.id if old else next(iter(fresh))
        text, language = given["text"].strip(), self.cleaned_data["language"]
        how = "score" if self.is_scored else "evidence"
        row: dict[str, Any] = {"id": code, "text": None, "how": how, "check": "", "source": ""}
        row["weight"] = given["weight"] if self.is_scored and given["weight"] is not None else 1.0
        if old is None:
            return {**row, "text": Text(language, text).to_plain()}
        kept = next(one for one in self.before.rows if one["id"] == code)
        row |= {"check": kept["check"], "source": kept["source"]}
        if words.criterion_text(old).text == text:
            return {**row, "text": kept["text"]}
        same = old.text if old.text is not None and old.text.language == language else Text(language, text)
        return {**row, "check": "", "source": "", "text": same.changed(text).to_plain()}
