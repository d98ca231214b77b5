"""Forms about letters: through whom they go, and what became of them."""

from types import SimpleNamespace
from typing import Any, cast

from django import forms
from django.utils.translation import get_language, gettext_lazy

from polos_web.actors import queries as actors
from polos_web.registers import queries as registers
from polos_web.registers.kinds import kind
from polos_web.registers.models import Record
from polos_web.stewardship.forms import MISSING, Sentences
from polos_web.ui import labels
from polos_web.ui.languages import OWN_NAMES

EVERY_ACTOR = SimpleNamespace(q="", helix="", kind="", country="", territory="")


def institutions(country: str) -> list[tuple[str, str]]:
    """Return the public actors that could pass a letter on, those of the country first."""
    found = [(actor.country != country, _named(actor), actor.slug) for actor in actors.chosen(EVERY_ACTOR)]
    return [(slug, name) for _, name, slug in sorted(found, key=lambda one: (one[0], one[1].casefold()))]


def _named(actor: Any) -> str:
    name = actor.name.shown(get_language() or "en").text
    return f"{name} ({labels.label('countries', actor.country)})" if actor.country else name


class LetterForm(forms.Form):
    """Who passes the letter on, at which address, and in which language it is."""

    institution = forms.ChoiceField(error_messages=MISSING)
    email = forms.EmailField(required=False)
    language = forms.ChoiceField(choices=tuple(OWN_NAMES.items()))

    def __init__(self, *arguments: Any, country: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choose = ("", gettext_lazy("choose"))
        cast(forms.ChoiceField, self.fields["institution"]).choices = [choose, *institutions(country)]

    def clean_institution(self) -> Record:
        found = registers.record(kind("actor"), self.cleaned_data["institution"])
        if found is None or not found.is_public:
            raise forms.ValidationError(MISSING["required"])
        return found


class PassingOnForm(forms.Form):
    """What the institution did with the letter."""

    did = forms.ChoiceField(
        choices=[
            ("passed_on", gettext_lazy("We have passed it on.")),
            ("declined", gettext_lazy("It was declined, or we cannot pass it on.")),
        ],
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    note = Sentences(1000, required=False)
