"""Forms about anonymous offers and needs, and inquiries about them."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from polos_web.matchmaking.offers_words import EXCHANGES
from polos_web.registers.models import Record
from polos_web.stewardship.forms import MISSING, Sentences
from polos_web.ui import labels
from polos_web.ui.languages import OWN_NAMES

Options = Sequence[tuple[Record, str]]
_LANGUAGES = tuple(OWN_NAMES.items())


def _choose(form: forms.Form, name: str, options: Sequence[tuple[str, Any]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = list(options)


class OfferForm(forms.Form):
    """What is offered or needed, and who speaks for it."""

    exchange = forms.ChoiceField(
        choices=list(EXCHANGES.items()), widget=forms.RadioSelect, error_messages=MISSING
    )
    type = forms.ChoiceField(required=False)
    text = Sentences(1000)
    language = forms.ChoiceField(choices=_LANGUAGES)
    adviser = forms.ChoiceField(error_messages=MISSING)
    markets = forms.MultipleChoiceField(required=False)
    technologies = forms.MultipleChoiceField(required=False)
    shows_side = forms.BooleanField(required=False)

    def __init__(self, *arguments: Any, advisers: Options, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.advisers = {record.slug: record for record, _ in advisers}
        _choose(
            self, "adviser", [("", gettext_lazy("choose")), *((one.slug, name) for one, name in advisers)]
        )
        _choose(self, "type", [("", gettext_lazy("not stated")), *labels.choices("exchange_types")])
        for name in ("markets", "technologies"):
            _choose(self, name, labels.choices(name))

    def values(self, side: str) -> dict[str, Any]:
        """What ``offers.draft`` takes, with the side of the record where it is to be shown."""
        given = self.cleaned_data
        kept = ("exchange", "type", "text", "language", "markets", "technologies")
        return {**{name: given[name] for name in kept}, "side": side if given["shows_side"] else ""}

    @property
    def speaks(self) -> Record:
        """The contact person chosen."""
        return self.advisers[self.cleaned_data["adviser"]]


class InquiryForm(forms.Form):
    """Who asks, what, and which adviser speaks for whoever asks, if any."""

    record = forms.ChoiceField(error_messages=MISSING)
    message = Sentences(2000)
    language = forms.ChoiceField(choices=_LANGUAGES)
    adviser = forms.ChoiceField(required=False)

    def __init__(self, *arguments: Any, records: Options, advisers: Options, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.records = {f"{one.kind_name} {one.slug}": one for one, _ in records}
        self.advisers = {one.slug: one for one, _ in advisers}
        _choose(self, "record", [(f"{one.kind_name} {one.slug}", name) for one, name in records])
        nobody = ("", gettext_lazy("nobody: we speak for ourselves"))
        _choose(self, "adviser", [nobody, *((one.slug, name) for one, name in advisers)])

    @property
    def wanted(self) -> tuple[Record, dict[str, Any]]:
        """Who asks, and what ``offers.inquire`` takes."""
        given = self.cleaned_data
        said = {"message": given["message"], "language": given["language"]}
        return self.records[given["record"]], {**said, "adviser": self.advisers.get(given["adviser"])}


class ReplyForm(forms.Form):
    """What the adviser says to an inquiry."""

    did = forms.ChoiceField(
        choices=[
            ("answered", gettext_lazy("We would like to go on.")),
            ("declined", gettext_lazy("This does not fit.")),
        ],
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    answer = Sentences(2000)
