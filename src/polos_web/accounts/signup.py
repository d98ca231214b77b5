"""What registration asks besides address and password."""

from typing import Any

from django import forms
from django.http import HttpRequest


class SignupFields(forms.Form):
    """The name under which others see the person."""

    name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Everything asked for was already stored with the person."""
