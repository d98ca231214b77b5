"""Scores and their reasons as pages show them, of territories and of clusters alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from polos.reports import wording
from polos.reports.numbers import format_list, format_number
from polos_web.analysis.specialisations import ActivityView
from polos_web.matchmaking.mix_rows import Covered, Flow, Towards
from polos_web.territories.models import Priority
from polos_web.ui import labels


@dataclass(frozen=True)
class Value:
    """A column of one line: its value (0 to 1), and words: a fact, or why it is not known."""

    column: str
    value: float | None
    words: str


@dataclass(frozen=True)
class Stays:
    """For what share of all weights a counterpart is among the first three, with its standard error."""

    share: float
    standard_error: float


@dataclass(frozen=True)
class Share:
    """A stretch of the bar of a score, in per cent of its whole length."""

    column: str
    start: float
    width: float


@dataclass(frozen=True)
class Behind:
    """What a reason rests on: priorities, employment, activities it helps towards, flows, offers and needs.

    ``note`` says from which divisions a strength is told.
    """

    rows: tuple[Priority, ...] = ()
    activities: tuple[ActivityView, ...] = ()
    towards: tuple[Towards, ...] = ()
    flows: tuple[Flow, ...] = ()
    covered: Covered | None = None
    note: str = ""


@dataclass(frozen=True)
class PartView:
    """One reason: its sentence, what it adds to its column and to the score, and what stands behind it."""

    sentence: str
    amount: float
    added: float
    share: float
    behind: Behind

    @property
    def activities(self) -> tuple[ActivityView, ...]:
        """Every figure of employment behind the reason."""
        of_towards = (one.here for one in self.behind.towards if one.here)
        of_flows = (activity for flow in self.behind.flows for activity in flow.here)
        return (*self.behind.activities, *of_towards, *of_flows)


@dataclass(frozen=True)
class ColumnView:
    """One column of a pair: its value, weight and product, its reasons, and what is not known."""

    column: str
    name: str
    value: float | None
    weight: float
    product: float | None
    added: float | None
    parts: tuple[PartView, ...]
    unknowns: tuple[str, ...]


def bar(parts: Sequence[Any]) -> tuple[Share, ...]:
    """Return the parts of a score as stretches of a bar."""
    shares, start = [], 0.0
    for part in parts:
        width = round(100 * part.amount, 1)
        shares.append(Share(str(part.code), round(start, 1), width))
        start += width
    return tuple(shares)


@dataclass(frozen=True)
class Telling:
    """How reasons become words, and what stands behind each, in one language."""

    say: Callable[[Any], str]
    behind: Callable[[Any], Behind]
    language: str


def column_views(
    score: Any, explanations: Mapping[str, Any], weights: Mapping[str, float], telling: Telling
) -> tuple[ColumnView, ...]:
    """Return every column of a pair, in the order of the weights, with its reasons."""
    counted = {str(part.code): part for part in score.parts}
    found = []
    for name, weight in weights.items():
        explanation, of_score = explanations[name], counted.get(name)
        scale = of_score.values["weight"] / of_score.values["weights"] if of_score else 0.0
        parts = (_part(part, part.amount * scale, score.score, telling) for part in explanation.parts)
        found.append(
            ColumnView(
                column=name,
                name=wording.column_name(name, telling.language),
                value=explanation.score,
                weight=weight,
                product=weight * explanation.score if of_score else None,
                added=of_score.amount if of_score else None,
                parts=tuple(parts),
                unknowns=tuple(telling.say(unknown) for unknown in explanation.unknowns),
            )
        )
    return tuple(found)


def _part(part: Any, added: float, score: float | None, telling: Telling) -> PartView:
    return PartView(
        sentence=telling.say(part),
        amount=part.amount,
        added=added,
        share=added / score if score else 0.0,
        behind=telling.behind(part),
    )


def each_activity(columns: Iterable[ColumnView]) -> tuple[ActivityView, ...]:
    """Return the figures of employment behind all reasons, each once."""
    return tuple(dict.fromkeys(one for column in columns for part in column.parts for one in part.activities))


def fact(column: str, parts: Sequence[Any], language: str) -> str:
    """Say a circumstance in a word or two, for a cell of a list."""
    values = parts[0].values if parts else {}
    match column:
        case "languages":
            shared = [part.values["language"] for part in parts if part.code == "shared_language"]
            return (
                format_list([labels.label("languages", code) for code in shared], language)
                if shared
                else gettext("none in common")
            )
        case "hours":
            return gettext("%(hours)s h a day") % {
                "hours": format_number(values["hours"], language, digits=1)
            }
        case "level":
            return labels.label("territory_levels", values["theirs"])
        case "distance":
            return gettext("%(km)s km") % {"km": format_number(values["km"], language)}
    return ""


def written(weights: Mapping[str, float]) -> str:
    """Write the weights that count as one piece of text, ``similar=1;related=0.5``."""
    return ";".join(f"{name}={weight:g}" for name, weight in weights.items() if weight)


def each_once(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return the sentences in their order, each once."""
    return tuple(dict.fromkeys(sentences))
