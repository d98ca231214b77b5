"""Forms about interests and matches."""

from django import forms

from polos_web.matchmaking.words import LEFT_OPEN, LEVELS
from polos_web.stewardship.forms import Sentences
from polos_web.ui.languages import OWN_NAMES


class InterestForm(forms.Form):
    """Why one record is interested in another, and whether the other side sees it at once."""

    message = Sentences(2000)
    language = forms.ChoiceField(choices=tuple(OWN_NAMES.items()))
    is_shown = forms.BooleanField(required=False)


class LevelForm(forms.Form):
    """At which level one's own side wants to cooperate; nothing leaves it open."""

    level = forms.ChoiceField(choices=[("", LEFT_OPEN), *LEVELS.items()], required=False)


class ReasonForm(forms.Form):
    """Why not, for whoever wants to say it."""

    reason = Sentences(2000, required=False)


class NoWords(forms.Form):
    """A button without anything to fill in."""
