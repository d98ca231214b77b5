from django import forms
from django.utils.translation import gettext_lazy as _


class TokenForm(forms.Form):
    """What a new key is called, what it may do and how long."""

    name = forms.CharField(max_length=80, label=_("What it is for"))
    days = forms.IntegerField(min_value=1, max_value=366, initial=90, label=_("Days it can be used"))
    may_write = forms.BooleanField(required=False, label=_("It may also write, as far as you may"))
