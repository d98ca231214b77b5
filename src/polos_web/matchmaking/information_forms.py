"""Forms about information requests. What a field cannot say is refused beside it, in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext, gettext_lazy

from polos_web.matchmaking.information import Said, changed
from polos_web.matchmaking.information_words import ANSWERS, ITEMS
from polos_web.matchmaking.models import Answer, Item
from polos_web.stewardship.forms import Sentences
from polos_web.ui.languages import OWN_NAMES

MOST_OWN = 10
_DAY = {"type": "date"}
_LANGUAGES = tuple(OWN_NAMES.items())


def of_side(side: str) -> list[tuple[str, Any]]:
    """Return the items that one side asks for."""
    return [(code, words) for code, words in ITEMS.items() if code.startswith(f"{side}-")]


class AskForm(forms.Form):
    """What is asked for, and until when."""

    eu = forms.MultipleChoiceField(required=False, choices=of_side("EU"))
    lac = forms.MultipleChoiceField(required=False, choices=of_side("LAC"))
    own = Sentences(3000, required=False)
    message = Sentences(2000, required=False)
    language = forms.ChoiceField(choices=_LANGUAGES)
    due_on = forms.DateField(widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))

    def __init__(self, *arguments: Any, on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.on = on

    def clean_own(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["own"].splitlines()]
        found = [line for line in lines if line]
        if len(found) > MOST_OWN:
            raise forms.ValidationError(
                gettext("Found %(found)s questions. Needed: at most %(most)s; ask what matters most first.")
                % {"found": len(found), "most": MOST_OWN}
            )
        return found

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if due <= self.on:
            raise forms.ValidationError(gettext("Choose a day that is still to come."))
        return due

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.errors and not (given["eu"] or given["lac"] or given["own"]):
            raise forms.ValidationError(gettext("Nothing is asked for. Tick an item, or write a question."))
        return given

    @property
    def wanted(self) -> dict[str, Any]:
        """What ``information.ask`` takes."""
        given = self.cleaned_data
        kept = ("own", "message", "language", "due_on")
        return {"codes": [*given["eu"], *given["lac"]], **{name: given[name] for name in kept}}


class AnswerForm(forms.Form):
    """An answer to every item; each keeps what was said before until it is changed."""

    language = forms.ChoiceField(choices=_LANGUAGES)

    def __init__(self, *arguments: Any, items: Iterable[Item], on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.items, self.on = tuple(items), on
        for item in self.items:
            self.fields[f"answer-{item.pk}"] = forms.ChoiceField(
                choices=list(ANSWERS.items()), initial=item.answer
            )
            self.fields[f"text-{item.pk}"] = Sentences(4000, required=False, initial=item.text)
            self.fields[f"later_on-{item.pk}"] = forms.DateField(
                required=False,
                initial=item.later_on,
                widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
            )

    @property
    def rows(self) -> list[tuple[Item, Any, Any, Any]]:
        """Every item with its three fields."""
        names = ("answer", "text", "later_on")
        return [(item, *(self[f"{name}-{item.pk}"] for name in names)) for item in self.items]  # pyrefly: ignore [bad-return] (three names)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for item in self.items:
            answer, text, later = (given.get(f"{name}-{item.pk}") for name in ("answer", "text", "later_on"))
            if answer == Answer.ANSWERED and not text and f"text-{item.pk}" not in self.errors:
                self.add_error(f"text-{item.pk}", gettext_lazy("Write the answer, or choose another one."))
            if answer == Answer.LATER and (later is None or later < self.on):
                self.add_error(f"later_on-{item.pk}", gettext_lazy("Choose a day that is still to come."))
        return given

    @property
    def said(self) -> dict[int, Said]:
        """What is said anew, by the number of the item."""
        told = {item: self._said(item) for item in self.items}
        return {item.pk: one for item, one in told.items() if changed(item, one)}

    def _said(self, item: Item) -> Said:
        given = self.cleaned_data
        answer = Answer(given[f"answer-{item.pk}"])
        later = given[f"later_on-{item.pk}"] if answer == Answer.LATER else None
        return Said(answer, cast(str, given[f"text-{item.pk}"]), later)
