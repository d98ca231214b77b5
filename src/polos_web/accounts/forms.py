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
    scope = forms.CharField(max_length=300, required=False)
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
        elif role and role.scope:
            given["scope"] = self._short_name(role, given["scope"])
        if self._is_held(given):
            self.add_error("role", gettext_lazy("The person has this role from this day on already."))
        if begins and ends and ends < begins:
            self.add_error("ends_on", gettext_lazy("The last day comes before the first."))
        return given

    def _short_name(self, role: type[Role], typed: str) -> str:
        found = scopes.named(role.scope, typed.strip())
        if not found:
            words = gettext_lazy(
                "Found “%(found)s”. Needed the short name of one record, which is the last part of the "
                "address of its page, or its title where no other has the same."
            )
            self.add_error("scope", words % {"found": typed})
        return found

    @staticmethod
    def _is_held(given: dict[str, Any]) -> bool:
        if not all(given.get(name) for name in ("email", "role", "begins_on")):
            return False
        held = given["email"].assignments.filter(role=given["role"].name, begins_on=given["begins_on"])
        return held.filter(scope=given.get("scope") or "").exists()
