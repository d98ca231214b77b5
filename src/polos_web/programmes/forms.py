"""Forms of a selection. What a field cannot say is refused beside it, in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from polos_web.programmes import words
from polos_web.programmes.board_stages import TEMPLATES
from polos_web.programmes.models import Application, BudgetLine, Call, Criteria, Criterion
from polos_web.registers import files
from polos_web.registers.values import Link, WrongValue
from polos_web.translation.text import Text
from polos_web.ui.labels import choices
from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.parameters import nearest

MOST_CRITERIA, MOST_LINES = 12, 10
LONGEST = 4000
# Of both sides, and those in which they pay each other (ISO 4217).
CURRENCIES = (
    "EUR", "USD", "ARS", "BOB", "BRL", "BBD", "CLP", "COP", "CRC", "CZK", "DKK", "DOP", "GTQ", "HNL", "HUF",
    "JMD", "MXN", "NIO", "PAB", "PEN", "PLN", "PYG", "RON", "SEK", "TTD", "UYU",
)  # fmt: skip
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


# ---- calls ------------------------------------------------------------------------------------


class LineForm(Offered):
    """One line of a budget; a row left empty is none."""

    item = forms.CharField(label=_("What is paid"), max_length=200, required=False)
    payer = forms.CharField(label=_("Who pays"), max_length=200, required=False)
    amount = forms.DecimalField(
        label=_("Amount"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=[(c, c) for c in CURRENCIES])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        said = [name for name in ("item", "payer", "amount") if given.get(name) not in ("", None)]
        if said and len(said) < 3 and not self.errors:
            raise forms.ValidationError(gettext("A line needs what is paid, who pays it and how much."))
        return given


class CallForm(Seen):
    """What a call says, in one language; the others are translations of it."""

    language = forms.ChoiceField(label=_("Language you write in"), choices=list(OWN_NAMES.items()))
    title = forms.CharField(label=_("Title"), max_length=200)
    text = _long(_("What it is about"), longest=10_000)
    eligibility = _long(_("Who can apply"), required=False)
    candidate = forms.ChoiceField(
        label=_("For whom counterparts are looked for"),
        required=False,
        help_text=_("One of the stage board, if the call was made for one."),
    )
    template = forms.ChoiceField(
        label=_("Criteria"),
        choices=[("eu_capacities", _("The three capacities of IUC-LAC")), ("", _("Own ones, to be written"))],
        required=False,
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "zones"}),
        help_text=_("The name of a place with the same clock, for example Europe/Madrid."),
    )
    opens_at = _moment(_("Opens at"))
    closes_at = _moment(_("Closes at"))
    places = forms.IntegerField(
        label=_("How many can be accepted"), min_value=1, max_value=1000, required=False,
        help_text=_("Leave it empty where that is not said."),
    )  # fmt: skip
    divergence = forms.FloatField(
        label=_("Scores of a criterion that differ by this much are moderated"), min_value=0.1, max_value=100
    )

    def __init__(self, data: Any, *, call: Call | None, offered: Choices) -> None:
        self.call = call
        choices: Choices = [("", "—"), *offered]
        super().__init__(data, offers={"candidate": choices}, initial=_values_of(call))
        if call is None:
            del self.fields["seen"]
        else:
            del self.fields["template"]
        lines = call.lines if call else ()
        self.forms = [self._line(data, lines, place) for place in range(MOST_LINES)]

    def _line(self, data: Any, lines: Sequence[BudgetLine], place: int) -> LineForm:
        initial: dict[str, Any] = {"currency": "EUR"}
        if place < len(lines):
            line = lines[place]
            initial = {
                "item": line.item.original,
                "payer": line.payer,
                "amount": line.amount,
                "currency": line.currency,
            }
        return LineForm(data, prefix=f"b{place}", initial=initial)

    def clean_zone(self) -> str:
        name = self.cleaned_data["zone"]
        if name not in available_timezones():
            near = ", ".join(nearest(name, sorted(available_timezones()), most=3))
            words = gettext("“%(value)s” is no time zone; the nearest are: %(options)s.")
            raise forms.ValidationError(words % {"value": name[:60], "options": near})
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "zone" in given:
            for name in ("opens_at", "closes_at"):
                if given.get(name):
                    given[name] = self._there(given[name], given["zone"], name)
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", gettext("It closes before it opens."))
        return given

    def _there(self, told: datetime, zone: str, name: str) -> datetime:
        """Return a moment as the clocks of the zone tell it."""
        there = told.replace(tzinfo=ZoneInfo(zone))
        if there.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != told.replace(tzinfo=None):
            words = gettext("This moment does not exist: clocks are put forward over it.")
            self.add_error(name, words)
        return there

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.forms)])

    @property
    def values(self) -> dict[str, Any]:
        """What the call says, with the translations of what is worded as before."""
        given: dict[str, Any] = dict(self.cleaned_data)
        language = given.pop("language")
        for name in ("title", "text", "eligibility"):
            old = getattr(self.call, name) if self.call else None
            given[name] = worded(old, given[name], language)
        given["budget"] = self._budget(language)
        for name in ("seen", "template", "candidate"):
            given.pop(name, None)
        return given

    def _budget(self, language: str) -> list[dict[str, Any]]:
        old = {line.item.original: line.item for line in (self.call.lines if self.call else ())}
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("item")]
        return [
            {
                "item": old.get(row["item"], Text(language, row["item"])).to_plain(),
                "payer": row["payer"],
                "amount": f"{row['amount']:f}",
                "currency": row["currency"] or "EUR",
            }
            for row in rows
        ]


def worded(old: Text | None, words: str, language: str) -> Text | None:
    """Return a text with this wording, its translations kept where its language is; nothing for no words."""
    words = words.replace("\r\n", "\n").strip()
    if not words:
        return None
    return old.changed(words) if old is not None and old.language == language else Text(language, words)


def _values_of(call: Call | None) -> dict[str, Any]:
    if call is None:
        return {
            "language": get_language(),
            "template": "eu_capacities",
            "divergence": 2.0,
            "zone": "Europe/Madrid",
        }
    names = ("zone", "places", "divergence")
    texts = {
        name: getattr(call, name).original if getattr(call, name) else ""
        for name in ("title", "text", "eligibility")
    }
    moments = {
        name: getattr(call, name).astimezone(call.timezone).replace(tzinfo=None)
        for name in ("opens_at", "closes_at")
    }
    return {
        **{name: getattr(call, name) for name in names},
        **texts,
        **moments,
        "language": call.title.language,
        "candidate": str(call.candidate_id or ""),
        "seen": call.version,
    }


class MoveCallForm(Offered):
    """Where a call goes, and why."""

    state = forms.CharField(max_length=12)
    reason = _long(_("Why"), required=False)


class ResultForm(Seen):
    """What the published result says."""

    language = forms.ChoiceField(label=_("Language you write in"), choices=list(OWN_NAMES.items()))
    outcome = _long(_("What came of the call"))
    shows_scores = forms.BooleanField(
        label=_("Show the value of the scores of whom it names"), required=False
    )
    shows_reasons = forms.BooleanField(label=_("Show the reasons of whom it names"), required=False)


# ---- applications -----------------------------------------------------------------------------


class ApplicationForm(Seen):
    """An application: who applies, and what it says on each criterion."""

    territory = forms.ChoiceField(label=_("Territory"))
    organisation = forms.CharField(label=_("Organisation that applies"), max_length=200)
    partners = _long(_("Other organisations that take part"), required=False, help=_("One on each line."))
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
            self.fields[f"answer-{one.id}"] = _long(words.criterion_text(one).text, required=False)

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
        return _kept(self)


class ReasonForm(Offered):
    """Why something is done."""

    reason = _long(_("Why"))


class AdmissionForm(Seen):
    """Whether a late application counts, and why."""

    admission = forms.ChoiceField(
        label=_("It came after the deadline"),
        choices=[("", "—"), ("admitted", _("It counts all the same")), ("left_out", _("It does not count"))],
    )
    reason = _long(_("Why"))


# ---- review and decision ----------------------------------------------------------------------


class InviteForm(Offered):
    """Who is asked to review."""

    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=list(OWN_NAMES.items()))


class DeclarationForm(Offered):
    """Where a reviewer belongs, before seeing anything."""

    territories = forms.MultipleChoiceField(
        label=_("Territories you live in, work for or advise"), required=False
    )
    bodies = _long(
        _("Organisations you belong to or advise"),
        required=False,
        help=_("One on each line, as it calls itself."),
    )
    statement = _long(_("What else could sway your judgement"), required=False)
    certain = forms.BooleanField(
        label=_("This is complete. I tell at once if I notice a conflict of interest with an application.")
    )


class ScoreForm(Offered):
    """What a reviewer gives on each criterion, and why; what is left empty is not given yet."""

    def __init__(self, data: Any, *, criteria: Criteria, given: Mapping[str, Any]) -> None:
        initial = {}
        for code, score in given.items():
            initial |= {f"value-{code}": score.value, f"why-{code}": score.justification}
        super().__init__(data, initial=initial)
        self.criteria = criteria
        low, high = criteria.scale
        for one in criteria.scored:
            number = forms.FloatField(label=_("Score"), min_value=low, max_value=high, required=False)
            number.widget.attrs["step"] = "any"
            self.fields[f"value-{one.id}"] = number
            self.fields[f"why-{one.id}"] = _long(_("Justification"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for one in self.criteria.scored:
            value, why = given.get(f"value-{one.id}"), given.get(f"why-{one.id}")
            if value is not None and not why:
                self.add_error(f"why-{one.id}", gettext("A score needs its justification."))
            if why and value is None and f"value-{one.id}" not in self.errors:
                self.add_error(f"value-{one.id}", gettext("A justification needs its score."))
        return given

    @property
    def scores(self) -> dict[str, tuple[float, str]]:
        """The scores that are given, by criterion."""
        given = self.cleaned_data
        return {
            one.id: (given[f"value-{one.id}"], given[f"why-{one.id}"])
            for one in self.criteria.scored
            if given[f"value-{one.id}"] is not None
        }

    @property
    def rows(self) -> list[tuple[Criterion, Any, Any]]:
        """Each criterion with its two fields."""
        return [(one, self[f"value-{one.id}"], self[f"why-{one.id}"]) for one in self.criteria.scored]


class ModerationForm(Offered):
    """What is agreed of scores that diverge."""

    agreed = forms.FloatField(
        label=_("Agreed score"), required=False, help_text=_("Leave it empty where the divergence stays.")
    )
    note = _long(_("How it was agreed, or why the divergence stays"))

    def __init__(self, *arguments: Any, scale: tuple[int, int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        low, high = scale
        self.fields["agreed"] = forms.FloatField(
            label=self.fields["agreed"].label,
            help_text=self.fields["agreed"].help_text,
            min_value=low,
            max_value=high,
            required=False,
        )


class DecisionForm(Seen):
    """What is decided on an application, and why."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=[("", "—"), *words.OUTCOMES.items()])
    reason = _long(_("Reason"))
    deviation = _long(_("Why it goes against the ranking, where it does"), required=False)
    is_public = forms.BooleanField(label=_("The published result names it"), required=False)
