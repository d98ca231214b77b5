"""What the forms of a selection begin with. What a field cannot say is refused beside it, in words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from polos_web.registers import files
from polos_web.registers.values import WrongValue

LONGEST = 4000
Choices = Sequence[tuple[str, Any]]


def long_text(
    label: Any, *, required: bool = True, longest: int = LONGEST, help: Any = ""
) -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=forms.Textarea, help_text=help
    )


def day(label: Any, *, required: bool = True) -> forms.DateField:
    """Return a field of one day."""
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


def lines(text: str) -> list[str]:
    """Return the lines of a text that hold something, each once."""
    return list(dict.fromkeys(line.strip()[:200] for line in text.splitlines() if line.strip()))


class Offered(forms.Form):
    """A form whose choices are known when it is shown; ids of its fields begin with its prefix."""

    def __init__(self, *arguments: Any, offers: dict[str, Choices] | None = None, **options: Any) -> None:
        options.setdefault("auto_id", "f-%s")
        super().__init__(*arguments, **options)
        for name, offered in (offers or {}).items():
            self.fields[name].choices = offered  # pyrefly: ignore [missing-attribute] (a field of choices)


class Seen(Offered):
    """A form that knows which version its reader saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReasonForm(Offered):
    """Why something is done."""

    reason = long_text(_("Why"))


def with_file(form: forms.Form) -> dict[str, Any] | None:
    """Return the values, the file in the data folder; ``None`` where it is not taken, which is said."""
    given = dict(form.cleaned_data)
    if isinstance(given.get("file"), UploadedFile):
        try:
            given["file"] = files.keep(given["file"])
        except WrongValue as problem:
            form.add_error("file", str(problem))
            return None
    return given
