"""Forms about people. A new password is typed once, in a field that browsers can show."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy

from polos_web.accounts import scopes
from polos_web.accounts.models import User
from polos_web.accounts.queries import person_of
from polos_web.accounts.roles import ASSIGNED, ROLES, Role
from polos_web.ui.languages import OWN_NAMES


class ChangePassword(allauth.ChangePasswordForm):
    password2 = None  # pyrefly: ignore [bad-override-mutable-attribute] (takes the field away)


class SetPassword(allauth.SetPasswordForm):
    password2 = None  # pyrefly: ignore [bad-override-mutable-attribute] (takes the field away)


class ResetPassword(allauth.ResetPasswordKeyForm):
    password2 = None  # pyrefly: ignore [bad-override-mutable-attribute] (takes the field away)


class NameForm(forms.Form):
    """The name under which others see the person, and the language of mails."""

    name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(choices=tuple(OWN_NAMES.items()), required=False)


class EraseForm(forms.Form):
    """Somebody means it."""

    certain = forms.BooleanField()


class AssignForm(forms.Form):
    """A role for somebody."""

    email = forms.EmailField()
    role = forms.ChoiceField(choices=[(role.name, role.label) for role in ASSIGNED])
    scope = forms.CharField(max_length=100, required=False)
    begins_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean_email(self) -> User:
        person = person_of(self.cleaned_data["email"])
        if person is None:
            raise forms.ValidationError(gettext_lazy("Nobody with this address has an account."))
        return person

    def clean_role(self) -> type[Role]:
        return ROLES[self.cleaned_data["role"]]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        role, begins, ends = given.get("role"), given.get("begins_on"), given.get("ends_on")
        if role and bool(role.scope) != bool(given.get("scope")):
            self.add_error(
                "scope",
                gettext_lazy("This role needs the name of what it is for.")
                if role.scope
                else gettext_lazy("This role is for the whole site; leave this empty."),
            )
        elif role and role.scope and given["scope"] not in scopes.titles(role.scope, [given["scope"]]):
            words = gettext_lazy(
                "Found “%(found)s”, and nothing here has this short name. It is the last part of the address "
                "of its page."
            )
            self.add_error("scope", words % {"found": given["scope"]})
        if begins and ends and ends < begins:
            self.add_error("ends_on", gettext_lazy("The last day comes before the first."))
        return given
