"""Forms of the review of a call and of the decisions on its applications."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from polos_web.programmes import words
from polos_web.programmes.forms import Offered, Seen, long_text
from polos_web.programmes.models import Criteria
from polos_web.programmes.rows import Criterion
from polos_web.ui.languages import OWN_NAMES


class InviteForm(Offered):
    """Who is asked to review."""

    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=list(OWN_NAMES.items()))


class DeclarationForm(Offered):
    """Where a reviewer belongs, before seeing anything."""

    territories = forms.MultipleChoiceField(
        label=_("Territories you live in, work for or advise"), required=False
    )
    bodies = long_text(
        _("Organisations you belong to or advise"),
        required=False,
        help=_("One on each line, as it calls itself."),
    )
    statement = long_text(_("What else could sway your judgement"), required=False)
    certain = forms.BooleanField(
        label=_("This is complete. I tell at once if I notice a conflict of interest with an application.")
    )


class ScoreForm(Offered):
    """What a reviewer gives on each criterion, and why; what is left empty is not given yet."""

    def __init__(self, data: Any, *, criteria: Criteria, given: Mapping[str, Any]) -> None:
        initial = {}
        for code, score in given.items():
            initial |= {f"value-{code}": score.value, f"why-{code}": score.justification}
        super().__init__(data, initial=initial)
        self.criteria = criteria
        low, high = criteria.scale
        for one in criteria.scored:
            number = forms.FloatField(label=_("Score"), min_value=low, max_value=high, required=False)
            number.widget.attrs["step"] = "any"
            self.fields[f"value-{one.id}"] = number
            self.fields[f"why-{one.id}"] = long_text(_("Justification"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for one in self.criteria.scored:
            value, why = given.get(f"value-{one.id}"), given.get(f"why-{one.id}")
            if value is not None and not why:
                self.add_error(f"why-{one.id}", gettext("A score needs its justification."))
            if why and value is None and f"value-{one.id}" not in self.errors:
                self.add_error(f"value-{one.id}", gettext("A justification needs its score."))
        return given

    @property
    def scores(self) -> dict[str, tuple[float, str]]:
        """The scores that are given, by criterion."""
        given = self.cleaned_data
        return {
            one.id: (given[f"value-{one.id}"], given[f"why-{one.id}"])
            for one in self.criteria.scored
            if given[f"value-{one.id}"] is not None
        }

    @property
    def rows(self) -> list[tuple[Criterion, Any, Any]]:
        """Each criterion with its two fields."""
        return [(one, self[f"value-{one.id}"], self[f"why-{one.id}"]) for one in self.criteria.scored]


class ModerationForm(Offered):
    """What is agreed of scores that diverge."""

    agreed = forms.FloatField(
        label=_("Agreed score"), required=False, help_text=_("Leave it empty where the divergence stays.")
    )
    note = long_text(_("How it was agreed, or why the divergence stays"))

    def __init__(self, *arguments: Any, scale: tuple[int, int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        low, high = scale
        self.fields["agreed"] = forms.FloatField(
            label=self.fields["agreed"].label,
            help_text=self.fields["agreed"].help_text,
            min_value=low,
            max_value=high,
            required=False,
        )


class DecisionForm(Seen):
    """What is decided on an application, and why."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=[("", "—"), *words.OUTCOMES.items()])
    reason = long_text(_("Reason"))
    deviation = long_text(_("Why it goes against the ranking, where it does"), required=False)
    is_public = forms.BooleanField(label=_("The published result names it"), required=False)
