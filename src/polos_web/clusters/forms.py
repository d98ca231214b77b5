"""The short form of a new cluster: enough to be found, in the language of whoever writes."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from polos.vocabularies import cluster_lists, countries, languages, markets
from polos_web.registers.statements import Statement
from polos_web.ui.labels import choices

LONGEST = 500


class FirstForm(forms.Form):
    """Name, country, one market, one offer and one need; one of the last two is enough."""

    language = forms.ChoiceField(choices=[])
    name = forms.CharField(max_length=300)
    country = forms.ChoiceField(choices=[])
    market = forms.ChoiceField(choices=[], required=False)
    offer_type = forms.ChoiceField(choices=[], required=False)
    offer = forms.CharField(max_length=LONGEST, required=False, widget=forms.Textarea)
    need_type = forms.ChoiceField(choices=[], required=False)
    need = forms.CharField(max_length=LONGEST, required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind, codes in (
            ("language", "languages", languages().codes),
            ("country", "countries", countries().codes),
            ("market", "markets", markets().codes),
            ("offer_type", "exchange_types", cluster_lists.exchange_types().codes),
            ("need_type", "exchange_types", cluster_lists.exchange_types().codes),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*([] if name == "language" else [("", "–")]), *choices(kind, list(codes))]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("offer") and not given.get("need") and not self.errors:
            raise forms.ValidationError(_("Say one thing you offer or one thing you need."))
        for what in ("offer", "need"):
            if given.get(what) and not given.get(f"{what}_type") and f"{what}_type" not in self.errors:
                self.add_error(f"{what}_type", _("Say of what type it is, so that it is found."))
        return given

    def statements(self) -> Iterator[Statement]:
        """Give what the form says of the production system."""
        given = self.cleaned_data
        language = given["language"]
        yield Statement("name", {"language": language, "original": given["name"]})
        yield Statement("country", given["country"])
        yield Statement("languages", [language])
        if given["market"]:
            yield Statement("markets", [given["market"]])
        for what in ("offer", "need"):
            if given[what]:
                text = {"language": language, "original": given[what]}
                yield Statement(f"{what}s", {"type": given[f"{what}_type"], "text": text}, item="1")
