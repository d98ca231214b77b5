"""Forms about who answers for records."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext, gettext_lazy

from polos_web.accounts.models import User
from polos_web.accounts.queries import person_of
from polos_web.registers.keepers import Keepers, keepers
from polos_web.registers.kinds import Kind, kinds
from polos_web.registers.values import Line, Words, WrongValue
from polos_web.stewardship.models import Standing, Wish
from polos_web.ui.labels import choices
from polos_web.ui.languages import OWN_NAMES

MISSING = {"required": gettext_lazy("Nothing was found here. Fill it in and send the form again.")}


def _refusal(problem: WrongValue, *, is_needed: bool) -> str:
    """Return why a value is refused; only what is not needed can be left empty."""
    if not is_needed:
        return str(problem)
    words = gettext("Found “%(found)s”. Needed: %(needed)s. Correct it.")
    return words % {"found": problem.found, "needed": problem.needed}


class Sentences(forms.CharField):
    """Text of several lines, up to a length."""

    widget = forms.Textarea

    def __init__(self, longest: int, **options: Any) -> None:
        super().__init__(error_messages=MISSING, **options)
        self.longest = longest

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            read = Words(self.longest).read({"language": "en", "original": text})
        except WrongValue as problem:
            raise forms.ValidationError(_refusal(problem, is_needed=self.required)) from None
        return read["original"] if read else ""


class OneLine(forms.CharField):
    """Text of one line, up to a length."""

    def __init__(self, longest: int, **options: Any) -> None:
        super().__init__(error_messages=MISSING, **options)
        self.longest = longest

    def clean(self, value: Any) -> str:
        try:
            return Line(self.longest).read(super().clean(value)) or ""
        except WrongValue as problem:
            raise forms.ValidationError(_refusal(problem, is_needed=self.required)) from None


def _offer(form: forms.Form, name: str, options: list[tuple[str, Any]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = options


class ClaimForm(forms.Form):
    """Why somebody answers for a record, and how that can be seen."""

    reason = Sentences(2000)
    evidence = OneLine(500)


class VerifierForm(forms.Form):
    """Somebody of an institution, for claims of a country and a register, or of all."""

    email = forms.EmailField(error_messages=MISSING)
    institution = OneLine(200)
    country = forms.ChoiceField(required=False)
    kind_name = forms.ChoiceField(required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        every = ("", gettext_lazy("all countries"))
        _offer(self, "country", [every, *choices("countries")])
        claimed = [(kind.name, kind.label) for kind in kinds() if keepers(kind)]
        _offer(self, "kind_name", [("", gettext_lazy("all kinds of records")), *claimed])

    def clean_email(self) -> User:
        person = person_of(self.cleaned_data["email"])
        if person is None:
            raise forms.ValidationError(gettext_lazy("Nobody with this address has an account."))
        return person


class InviteForm(forms.Form):
    """A colleague, what the colleague may do, and the language of the mail."""

    email = forms.EmailField(error_messages=MISSING)
    role = forms.ChoiceField()
    language = forms.ChoiceField(choices=tuple(OWN_NAMES.items()))

    def __init__(self, *arguments: Any, roles: Keepers, **options: Any) -> None:
        super().__init__(*arguments, **options)
        _offer(self, "role", [(role.name, role.label) for role in roles.roles])


class RequestForm(forms.Form):
    """What is wrong with a record, or that it shall go; an address only for who wants a mail."""

    wish = forms.ChoiceField(
        choices=[
            (Wish.CORRECT.value, gettext_lazy("Correct this")),
            (Wish.REMOVE.value, gettext_lazy("Remove us")),
        ],
        widget=forms.RadioSelect,
    )
    field = forms.ChoiceField(required=False)
    text = Sentences(2000)
    evidence = OneLine(500, required=False)
    email = forms.EmailField(required=False)

    def __init__(self, *arguments: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*arguments, **options)
        known = [(field.code, field.label) for field in kind.fields.values()]
        _offer(self, "field", [("", gettext_lazy("the whole record")), *known])


class AnswerForm(forms.Form):
    """Yes or no, and why."""

    decision = forms.ChoiceField(
        choices=[
            (Standing.GRANTED.value, gettext_lazy("Yes")),
            (Standing.REFUSED.value, gettext_lazy("No")),
        ],
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )
    answer = Sentences(2000)

    @property
    def is_granted(self) -> bool:
        """Whether the answer is yes."""
        return self.cleaned_data["decision"] == Standing.GRANTED


LABELS = {
    "reason": gettext_lazy("Why you answer for it"),
    "evidence": gettext_lazy("Where that can be seen: an address, a document"),
    "email": gettext_lazy("E-mail address"),
    "institution": gettext_lazy("Institution"),
    "country": gettext_lazy("Country"),
    "kind_name": gettext_lazy("Kind of record"),
    "role": gettext_lazy("Role"),
    "language": gettext_lazy("Language of the mail"),
    "wish": gettext_lazy("What do you ask for?"),
    "field": gettext_lazy("Which part of it?"),
    "text": gettext_lazy("What is wrong, and what would be right? To be removed: who are you to the record?"),
    "decision": gettext_lazy("Is it right?"),
    "answer": gettext_lazy("Reason"),
}
