"""The rows behind the reasons of a pair as pages show them, in the words of one language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.dates import get_month_names
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from polos.reports import labels as wordings
from polos.reports.numbers import format_list
from polos_web.analysis import cluster_fields, words
from polos_web.analysis.specialisations import ActivityView
from polos_web.registers.kinds import kind
from polos_web.ui import labels

Exchanges = Sequence[Mapping[str, Any]]
FIELDS: Mapping[str, str | Promise] = {
    "markets": gettext_lazy("Markets"),
    "technologies": gettext_lazy("Technologies"),
    "activities": gettext_lazy("Activities"),
    "concepts": gettext_lazy("Mentioned in the words"),
}
# The kinds of codes of a cluster.
KINDS: Mapping[str, str | Promise] = {
    "market": gettext_lazy("Market"),
    "technology": gettext_lazy("Technology"),
    "cell": gettext_lazy("Market with technology"),
    "division": gettext_lazy("Activity"),
    "section": gettext_lazy("Sector"),
}
_VOCABULARY = {"market": "markets", "technology": "technologies", "division": "nace", "section": "nace"}
_CODED_IN = {"markets": "market", "technologies": "technology", "activities": "division"}


@dataclass(frozen=True)
class Towards:
    """An activity missing here towards which a strength there helps, and the ``RelatedRow`` that says how."""

    code: str
    label: str
    here: ActivityView | None
    row: Any


@dataclass(frozen=True)
class Flow:
    """A strength here that buys from one there, or sells to it, and the ``LinkRow`` that says how much.

    ``told_from`` says from how many of its divisions it is told where it has several.
    """

    label: str
    here: tuple[ActivityView, ...]
    told_from: str
    row: Any


@dataclass(frozen=True)
class Statement:
    """An offer or a need with who states it: a record of this kind, in its field ``offers`` or ``needs``.

    ``address`` is the route of its page.
    """

    text: str
    language: str
    type: str
    kind_name: str
    address: str
    slug: str
    owner: str
    field: str


@dataclass(frozen=True)
class FieldView:
    """A field that a need states: what it asks, what the offer gives, what of it is met, and the share."""

    name: str
    asked: str
    given: str
    met: str
    share: float


@dataclass(frozen=True)
class Covered:
    """A need, the offer that meets most of it, and field by field how; ``share`` is the mean of theirs.

    Without fields the need states a type only, and the offer is of that type.
    """

    need: Statement
    offer: Statement | None
    fields: tuple[FieldView, ...]
    share: float


@dataclass(frozen=True)
class Season:
    """A product: the months of each side in words, and the ``SeasonRow`` behind it."""

    product: str
    ours: str
    theirs: str
    both: str
    filled: str
    row: Any


@dataclass(frozen=True)
class Code:
    """A code of two clusters in words, and the ``ConceptRow`` behind it."""

    kind: str
    label: str
    row: Any


def told_from(strong: Sequence[str], divisions: Sequence[str]) -> str:
    """Say from how many divisions a strength is told, where an activity puts several together."""
    if len(divisions) < 2:
        return ""
    told = {"divisions": len(divisions), "count": len(strong)}
    return gettext("told from %(count)s of its %(divisions)s divisions") % told


def told_from_which(strong: Sequence[str], divisions: Sequence[str], language: str) -> str:
    """Say the same in a sentence that names the divisions."""
    if len(divisions) < 2:
        return ""
    named = format_list([f"{code} {words.activity(code, language)}" for code in strong], language)
    return gettext(
        "The table puts %(divisions)s divisions together here; that it is a strength is told from "
        "%(count)s of them: %(names)s."
    ) % {"divisions": len(divisions), "count": len(strong), "names": named}


def industry(code: str, language: str) -> str:
    """Return the label of an activity of an input-output table."""
    return wordings.industry(code, language, {})


def seasons(rows: Iterable[Any], language: str) -> tuple[Season, ...]:
    """Return the products of a pair with their months in words."""
    return tuple(
        Season(
            row.product,
            _supply(row.ours, language),
            _supply(row.theirs, language),
            _months(row.both, language),
            _months(row.filled, language),
            row,
        )
        for row in rows
    )


def _supply(supply: Any, language: str) -> str:
    if supply is None:
        return gettext("not in the calendar")
    if supply.months is None:
        return gettext("months not known")
    return _months(supply.months, language) or gettext("none")


def _months(months: Sequence[str], language: str) -> str:
    names = get_month_names("abbreviated", locale=language)
    return ", ".join(names[int(month)] for month in months)


def covered(part: Any, ours: Exchanges, theirs: Exchanges) -> Covered | None:
    """Return the need and the offer behind a reason of offers and needs, with what one meets of the other.

    Each offer or need names its ``owner`` as (kind of record, short name, name).
    """
    if part.code not in ("covered_need", "open_need"):
        return None
    asking, giving = (ours, theirs) if part.values["direction"] == "ours" else (theirs, ours)
    share = part.values.get("share", 0.0)
    found = cluster_fields.met(
        asking, giving, need=part.values["need"], offer=part.values.get("offer"), share=share
    )
    if found is None:
        return None
    return Covered(
        need=_statement(found.need),
        offer=_statement(found.offer) if found.offer else None,
        fields=tuple(_field(row) for row in found.fields),
        share=share,
    )


def _statement(one: Mapping[str, Any]) -> Statement:
    kind_name, slug, owner = one["owner"]
    return Statement(
        text=one["text"][one["language"]],
        language=one["language"],
        type=labels.label("exchange_types", one["type"]) if one["type"] else gettext("no type stated"),
        kind_name=kind_name,
        address=kind(kind_name).address,
        slug=slug,
        owner=owner,
        field=f"{one['side']}s",
    )


def _field(row: Any) -> FieldView:
    asked, given, met = (
        "; ".join(_code(row.field, code) for code in codes) for codes in (row.asked, row.given, row.met)
    )
    return FieldView(str(FIELDS[row.field]), asked, given, met, row.share)


def _code(field: str, code: str) -> str:
    of, _, bare = code.partition(":") if field == "concepts" else (_CODED_IN[field], "", code)
    return labels.label(_VOCABULARY[of], bare)


def codes(rows: Iterable[Any]) -> tuple[Code, ...]:
    """Return the codes of two clusters in words."""
    return tuple(
        Code(
            str(KINDS[row.kind]),
            " × ".join(labels.label(*one) for one in _parts(row.kind, row.code)),
            row,
        )
        for row in rows
    )


def _parts(of: str, code: str) -> list[tuple[str, str]]:
    """Return what a code is made of, as (vocabulary, code)."""
    if of == "cell":
        return list(zip(("markets", "technologies"), code.split("|"), strict=True))
    return [(_VOCABULARY[of], code)]
