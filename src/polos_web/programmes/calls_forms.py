"""Forms of a call: what it says, where it goes, and what its result says."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from polos_web.programmes.forms import Choices, Offered, Seen, long_text
from polos_web.programmes.models import Call
from polos_web.programmes.rows import BudgetLine
from polos_web.translation.text import Text
from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.parameters import nearest

MOST_LINES = 10
# Of both sides, and those in which they pay each other (ISO 4217).
CURRENCIES = (
    "EUR", "USD", "ARS", "BOB", "BRL", "BBD", "CLP", "COP", "CRC", "CZK", "DKK", "DOP", "GTQ", "HNL", "HUF",
    "JMD", "MXN", "NIO", "PAB", "PEN", "PLN", "PYG", "RON", "SEK", "TTD", "UYU",
)  # fmt: skip


def _moment(label: Any, help: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label, help_text=help, widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )


class LineForm(Offered):
    """One line of a budget; a row left empty is none."""

    item = forms.CharField(label=_("What is paid"), max_length=200, required=False)
    payer = forms.CharField(label=_("Who pays"), max_length=200, required=False)
    amount = forms.DecimalField(
        label=_("Amount"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=[(c, c) for c in CURRENCIES])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        said = [name for name in ("item", "payer", "amount") if given.get(name) not in ("", None)]
        if said and len(said) < 3 and not self.errors:
            raise forms.ValidationError(gettext("A line needs what is paid, who pays it and how much."))
        return given


class CallForm(Seen):
    """What a call says, in one language; the others are translations of it."""

    language = forms.ChoiceField(label=_("Language you write in"), choices=list(OWN_NAMES.items()))
    title = forms.CharField(label=_("Title"), max_length=200)
    text = long_text(_("What it is about"), longest=10_000)
    eligibility = long_text(_("Who can apply"), required=False)
    candidate = forms.ChoiceField(
        label=_("For whom counterparts are looked for"),
        required=False,
        help_text=_("One of the stage board, if the call was made for one."),
    )
    template = forms.ChoiceField(
        label=_("Criteria"),
        choices=[("eu_capacities", _("The three capacities of IUC-LAC")), ("", _("Own ones, to be written"))],
        required=False,
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "zones"}),
        help_text=_("The name of a place with the same clock, for example Europe/Madrid."),
    )
    opens_at = _moment(_("Opens at"))
    closes_at = _moment(_("Closes at"))
    places = forms.IntegerField(
        label=_("How many can be accepted"), min_value=1, max_value=1000, required=False,
        help_text=_("Leave it empty where that is not said."),
    )  # fmt: skip
    divergence = forms.FloatField(
        label=_("Scores of a criterion that differ by this much are moderated"), min_value=0.1, max_value=100
    )

    def __init__(self, data: Any, *, call: Call | None, offered: Choices) -> None:
        self.call = call
        choices: Choices = [("", "—"), *offered]
        super().__init__(data, offers={"candidate": choices}, initial=_values_of(call))
        if call is None:
            del self.fields["seen"]
        else:
            del self.fields["template"]
        lines = call.lines if call else ()
        self.forms = [self._line(data, lines, place) for place in range(MOST_LINES)]

    def _line(self, data: Any, lines: Sequence[BudgetLine], place: int) -> LineForm:
        initial: dict[str, Any] = {"currency": "EUR"}
        if place < len(lines):
            line = lines[place]
            initial = {
                "item": line.item.original,
                "payer": line.payer,
                "amount": line.amount,
                "currency": line.currency,
            }
        return LineForm(data, prefix=f"b{place}", initial=initial)

    def clean_zone(self) -> str:
        name = self.cleaned_data["zone"]
        if name not in available_timezones():
            near = ", ".join(nearest(name, sorted(available_timezones()), most=3))
            words = gettext("“%(value)s” is no time zone; the nearest are: %(options)s.")
            raise forms.ValidationError(words % {"value": name[:60], "options": near})
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "zone" in given:
            for name in ("opens_at", "closes_at"):
                if given.get(name):
                    given[name] = self._there(given[name], given["zone"], name)
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", gettext("It closes before it opens."))
        return given

    def _there(self, told: datetime, zone: str, name: str) -> datetime:
        """Return a moment as the clocks of the zone tell it."""
        there = told.replace(tzinfo=ZoneInfo(zone))
        if there.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != told.replace(tzinfo=None):
            words = gettext("This moment does not exist: clocks are put forward over it.")
            self.add_error(name, words)
        return there

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.forms)])

    @property
    def values(self) -> dict[str, Any]:
        """What the call says, with the translations of what is worded as before."""
        given: dict[str, Any] = dict(self.cleaned_data)
        language = given.pop("language")
        for name in ("title", "text", "eligibility"):
            old = getattr(self.call, name) if self.call else None
            given[name] = worded(old, given[name], language)
        given["budget"] = self._budget(language)
        for name in ("seen", "template", "candidate"):
            given.pop(name, None)
        return given

    def _budget(self, language: str) -> list[dict[str, Any]]:
        old = {line.item.original: line.item for line in (self.call.lines if self.call else ())}
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("item")]
        return [
            {
                "item": old.get(row["item"], Text(language, row["item"])).to_plain(),
                "payer": row["payer"],
                "amount": f"{row['amount']:f}",
                "currency": row["currency"] or "EUR",
            }
            for row in rows
        ]


def worded(old: Text | None, words: str, language: str) -> Text | None:
    """Return a text with this wording, its translations kept where its language is; nothing for no words."""
    words = words.replace("\r\n", "\n").strip()
    if not words:
        return None
    return old.changed(words) if old is not None and old.language == language else Text(language, words)


def _values_of(call: Call | None) -> dict[str, Any]:
    if call is None:
        return {
            "language": get_language(),
            "template": "eu_capacities",
            "divergence": 2.0,
            "zone": "Europe/Madrid",
        }
    names = ("zone", "places", "divergence")
    texts = {
        name: getattr(call, name).original if getattr(call, name) else ""
        for name in ("title", "text", "eligibility")
    }
    moments = {
        name: getattr(call, name).astimezone(call.timezone).replace(tzinfo=None)
        for name in ("opens_at", "closes_at")
    }
    return {
        **{name: getattr(call, name) for name in names},
        **texts,
        **moments,
        "language": call.title.language,
        "candidate": str(call.candidate_id or ""),
        "seen": call.version,
    }


class MoveCallForm(Offered):
    """Where a call goes, and why."""

    state = forms.CharField(max_length=12)
    reason = long_text(_("Why"), required=False)


class ResultForm(Seen):
    """What the published result says."""

    language = forms.ChoiceField(label=_("Language you write in"), choices=list(OWN_NAMES.items()))
    outcome = long_text(_("What came of the call"))
    shows_scores = forms.BooleanField(
        label=_("Show the value of the scores of whom it names"), required=False
    )
    shows_reasons = forms.BooleanField(label=_("Show the reasons of whom it names"), required=False)
