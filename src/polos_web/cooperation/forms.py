"""Forms about kept pairings. What a field cannot say is refused beside it, in words."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext

from polos_web.accounts.models import User
from polos_web.cooperation import access, kept_queries
from polos_web.cooperation.models import INSTRUMENTS, KINDS, STAGES, Indicator, KeptPairing, NextStep, Step
from polos_web.cooperation.words import INSTRUMENTS as INSTRUMENT_WORDS
from polos_web.cooperation.words import KINDS as KIND_WORDS
from polos_web.cooperation.words import STAGES as STAGE_WORDS
from polos_web.registers import kinds
from polos_web.registers import queries as registers
from polos_web.ui.parameters import nearest
from polos_web.ui.text import folded
from polos_web.ui.themes import named_themes, split_themes, text_of_themes, themes_of

MOST_RECORDS = 20_000


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class ThemesForm(forms.Form):
    """Themes of a pairing: some of the seven, and topics in free words; ``themes`` are then all of them."""

    themes = forms.MultipleChoiceField(
        required=False, choices=named_themes, widget=forms.CheckboxSelectMultiple
    )
    free_topics = forms.CharField(max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        free = themes_of(given.pop("free_topics", ""))
        return {**given, "themes": list(dict.fromkeys([*given.get("themes", ()), *free]))}

    @staticmethod
    def themes_said(themes: list[str]) -> dict[str, Any]:
        """Return what the form shows of themes."""
        known, free = split_themes(themes)
        return {"themes": known, "free_topics": text_of_themes(free)}


class ProposalForm(ThemesForm):
    """Which two are to become a pairing; each is found by its short name or its name."""

    kind = forms.ChoiceField(choices=[(code, KIND_WORDS[code]) for code in KINDS])
    a = forms.CharField(max_length=200)
    b = forms.CharField(max_length=200)
    programme = forms.ChoiceField(required=False)
    because = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)
    field_order = ("kind", "a", "b", "programme", "because")

    def __init__(self, *arguments: Any, person: User, programmes: list[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.person = person
        choices = [("", gettext("for no programme")), *((name, name) for name in programmes)]
        self.fields["programme"].choices = choices  # pyrefly: ignore [missing-attribute] (a field of choices)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if any(name not in given for name in ("kind", "a", "b")):
            return given
        known = dict(registers.titles(kinds.kind(given["kind"]), most=MOST_RECORDS))
        two = (self._record("a", given["a"], known), self._record("b", given["b"], known))
        if "" in two:
            return given
        if two[0] == two[1]:
            self.add_error("b", gettext("These are the same."))
        elif len({kept_queries.continent_of(given["kind"], slug) for slug in two}) == 1:
            self.add_error("b", gettext("Both lie on the same side of the ocean."))
        elif not access.may_propose(self.person, given["kind"], two, given.get("programme", "")):
            words = gettext("Propose it for a programme you manage, or with a record that you keep.")
            self.add_error("a", words)
        return {**given, "two": two}

    def _record(self, field: str, typed: str, known: dict[str, str]) -> str:
        if typed in known:
            return typed
        named = [slug for slug, title in known.items() if folded(title) == folded(typed)]
        if len(named) == 1:
            return named[0]
        options = nearest(typed, known.values(), most=3)
        words = gettext("Nothing on record is called “%(name)s”; the nearest are: %(options)s.")
        self.add_error(field, words % {"name": typed[:60], "options": "; ".join(options)})
        return ""


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)


class WordsForm(ThemesForm):
    """What a pairing is about."""

    summary = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)
    notes = forms.CharField(max_length=5000, required=False, widget=forms.Textarea)

    @staticmethod
    def values_of(pairing: KeptPairing) -> dict[str, Any]:
        """Return what the form shows of a pairing."""
        themes = ThemesForm.themes_said(pairing.themes)
        return {**themes, "summary": pairing.summary, "notes": pairing.notes}


class StepForm(forms.Form):
    """Something that has happened; an agreement says what was signed, nothing else does."""

    stage = forms.ChoiceField(choices=[(code, STAGE_WORDS[code]) for code in STAGES])
    day = _day()
    words = forms.CharField(max_length=2000, widget=forms.Textarea)
    instrument = forms.ChoiceField(
        required=False, choices=[("", "—"), *((code, INSTRUMENT_WORDS[code]) for code in INSTRUMENTS)]
    )
    topics = forms.CharField(max_length=500, required=False)
    valid_until = _day(required=False)
    link = forms.URLField(max_length=500, required=False, assume_scheme="https")
    document = forms.FileField(required=False)
    is_public = forms.BooleanField(required=False)

    @staticmethod
    def values_of(step: Step) -> dict[str, Any]:
        """Return what the form shows of something that has happened."""
        return {name: getattr(step, name) for name in StepForm.base_fields if name != "document"}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        is_agreement = given.get("stage") == "agreement"
        if is_agreement and not given.get("instrument"):
            self.add_error("instrument", gettext("An agreement says what was signed."))
        if given.get("stage") and not is_agreement and given.get("instrument"):
            self.add_error("instrument", gettext("Something is signed at the stage “agreement” only."))
        day, until = given.get("day"), given.get("valid_until")
        if day and day > timezone.localdate():
            self.add_error("day", gettext("This is still to come; plan it as a next step."))
        if day and until and until < day:
            self.add_error("valid_until", gettext("This is before it was signed."))
        return given


class NextStepForm(forms.Form):
    """What comes next, who sees to it, by when."""

    next = forms.CharField(max_length=500)
    owner = forms.ChoiceField()
    due_on = _day()

    def __init__(self, *arguments: Any, people: list[User], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.people = {str(one.pk): one for one in people}
        choices = [("", "—"), *((pk, str(one)) for pk, one in self.people.items())]
        self.fields["owner"].choices = choices  # pyrefly: ignore [missing-attribute] (a field of choices)

    @staticmethod
    def values_of(step: NextStep) -> dict[str, Any]:
        """Return what the form shows of a next step."""
        return {"next": step.words, "owner": str(step.owner_id or ""), "due_on": step.due_on}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return {
            "words": given.get("next"),
            "owner": self.people.get(given.get("owner", "")),
            "due_on": given.get("due_on"),
        }


class DoneForm(forms.Form):
    """When a next step was taken, and what came of it."""

    done_on = _day()
    outcome = forms.CharField(max_length=500, required=False)

    def clean_done_on(self) -> Any:
        day = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This is still to come."))
        return day


class IndicatorForm(forms.Form):
    """An indicator with its baseline and its target."""

    name = forms.CharField(max_length=200)
    unit = forms.CharField(max_length=60)
    baseline = forms.FloatField(localize=True)
    baseline_on = _day()
    target = forms.FloatField(localize=True)
    target_on = _day()
    source = forms.CharField(max_length=300)
    is_public = forms.BooleanField(required=False)

    @staticmethod
    def values_of(indicator: Indicator) -> dict[str, Any]:
        """Return what the form shows of an indicator."""
        return {name: getattr(indicator, name) for name in IndicatorForm.base_fields}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("baseline_on"), given.get("target_on")
        if begins and ends and ends <= begins:
            self.add_error("target_on", gettext("The target lies after the beginning."))
        return given


class ReadingForm(forms.Form):
    """A later value of an indicator."""

    value = forms.FloatField(localize=True)
    day = _day()
    source = forms.CharField(max_length=300)

    def __init__(self, *arguments: Any, indicator: Indicator, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.indicator = indicator

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day <= self.indicator.baseline_on:
            raise forms.ValidationError(gettext("This is not after the date of the baseline."))
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This is still to come."))
        return day
