"""Forms about assignments of pairs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from polos import vocabularies
from polos_web.analysis.pairings import OBJECTIVES
from polos_web.matchmaking import assignment_tables as tables
from polos_web.matchmaking.assignment_queries import names_of, rules_of
from polos_web.matchmaking.assignment_words import KINDS, QUOTAS, STARTS
from polos_web.matchmaking.assignment_words import OBJECTIVES as OBJECTIVE_WORDS
from polos_web.matchmaking.models import PairingPlan
from polos_web.ui.themes import theme, theme_code

LONGEST = 400_000
FAULTS_SHOWN = 20
MORE_ROWS = 3


def _long() -> forms.CharField:
    return forms.CharField(max_length=LONGEST, required=False, widget=forms.Textarea)


class PlanForm(forms.Form):
    """What is to be paired, and for which programme."""

    name = forms.CharField(max_length=200)
    programme = forms.ChoiceField()
    kind = forms.ChoiceField(choices=list(KINDS.items()))
    start = forms.ChoiceField(choices=list(STARTS.items()), required=False)

    def __init__(self, *arguments: Any, programmes: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["programme"].choices = list(programmes)  # pyrefly: ignore [missing-attribute] (a field of choices)


class TableForm(forms.Form):
    """Lines that were typed, or a file."""

    text = _long()
    file = forms.FileField(required=False)

    def refuse(self, faults: Sequence[str]) -> None:
        """Say what is wrong with the lines, the first ones of it."""
        field = "file" if self.cleaned_data.get("file") else "text"
        shown = [*faults[:FAULTS_SHOWN]]
        if len(faults) > FAULTS_SHOWN:
            shown.append(gettext("and %(count)s more") % {"count": len(faults) - FAULTS_SHOWN})
        self.add_error(field, shown)


class RulesForm(forms.Form):
    """The rules of an assignment; quotas are rows of their own."""

    objective = forms.ChoiceField(choices=[(code, OBJECTIVE_WORDS[code]) for code in OBJECTIVES])
    minimum = forms.FloatField(required=False, min_value=0, localize=True)
    must = _long()
    must_not = _long()
    rankings = _long()

    def __init__(self, *arguments: Any, plan: PairingPlan, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.plan = plan

    @staticmethod
    def values_of(plan: PairingPlan) -> dict[str, Any]:
        """Return what the form shows of a plan."""
        rules, names = rules_of(plan), names_of(plan)
        name = lambda one: names.get(one, one)  # noqa: E731 (a short way to names)
        return {
            "objective": rules["objective"],
            "minimum": rules["minimum"],
            **{which: tables.text_of_pairs(rules[which], name) for which in ("must", "must_not")},
            "rankings": tables.text_of_rankings(rules["rankings"], name),
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        a, b = self.plan.a, self.plan.b
        for name in ("must", "must_not"):
            given[name] = self._judged(name, tables.pairs(a, b, given.get(name, "")))
        ranked = self._judged("rankings", tables.rankings(a, b, given.get("rankings", "")))
        given["rankings"] = dict(ranked)
        return given

    def _judged(self, name: str, judged: tables.Judged) -> list[Any]:
        if judged.faults:
            self.add_error(name, judged.faults[:FAULTS_SHOWN])
        return judged.found


class QuotaForm(forms.Form):
    """One quota; a row left empty is none."""

    kind = forms.ChoiceField(choices=list(QUOTAS.items()), required=False)
    code = forms.CharField(max_length=100, required=False)
    least = forms.IntegerField(min_value=0, max_value=100_000, required=False)
    most = forms.IntegerField(min_value=0, max_value=100_000, required=False)

    def quota(self) -> dict[str, Any] | None:
        """Return the quota as the library takes it, ``None`` where the row is empty."""
        given = self.cleaned_data
        if not given.get("kind"):
            return None
        kind, _, side = given["kind"].partition(" ")
        code = given.get("code", "") if kind != "pairs" else ""
        code = code.upper() if kind == "country" else theme_code(code)
        return {
            "kind": kind,
            "code": code,
            "side": side,
            "least": given.get("least") or 0,
            "most": given.get("most"),
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind, code = given.get("kind", ""), given.get("code", "")
        least, most = given.get("least") or 0, given.get("most")
        if not kind and (code or least or most is not None):
            self.add_error("kind", gettext("Say what is counted."))
        if kind.startswith("country") and code.upper() not in vocabularies.countries().codes:
            self.add_error("code", gettext("“%(code)s” is no code of a country") % {"code": code[:10]})
        if kind == "theme" and not code:
            self.add_error("code", gettext("A quota on a theme names it."))
        if kind and not least and most is None:
            self.add_error("least", gettext("A quota has a bound."))
        if most is not None and most < least:
            self.add_error("most", gettext("At most is less than at least."))
        return given


def quota_forms(data: Any, quotas: Sequence[Mapping[str, Any]]) -> list[QuotaForm]:
    """Return a row for each quota, and some empty ones; as many as were sent where the form was sent."""
    initial = [
        {
            "kind": f"{one['kind']} {one['side']}".strip(),
            "code": theme(one["code"]) if one["kind"] == "theme" else one["code"],
            "least": one["least"] or None,
            "most": one["most"],
        }
        for one in quotas
    ]
    sent = sum(1 for name in data if name.startswith("q") and name.endswith("-kind")) if data else 0
    rows = max(len(initial) + MORE_ROWS, min(sent, 500))
    initial += [{} for _ in range(rows - len(initial))]
    return [QuotaForm(data, prefix=f"q{place}", initial=given) for place, given in enumerate(initial)]
