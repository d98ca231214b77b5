"""The form of the criteria of a board or a call."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from polos_web.programmes import words
from polos_web.programmes.forms import Offered, Seen, long_text
from polos_web.programmes.models import Criteria
from polos_web.programmes.rows import Criterion
from polos_web.translation.text import Text
from polos_web.ui.languages import OWN_NAMES

MOST_CRITERIA = 12


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
    reason = long_text(_("Why they change"), required=False)

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
