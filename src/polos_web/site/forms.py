from django import forms
from django.utils.translation import gettext_lazy as _

from polos_web.accounts.models import RHYTHMS

WORDS = {
    "at_once": _("by a mail for each thing"),
    "daily": _("once a day"),
    "weekly": _("once a week"),
    "never": _("by no mail, on this page only"),
}


class RhythmForm(forms.Form):
    """How often somebody is told what is new."""

    rhythm = forms.ChoiceField(choices=[(code, WORDS[code]) for code in RHYTHMS], widget=forms.RadioSelect)
