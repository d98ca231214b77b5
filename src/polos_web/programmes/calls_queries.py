"""Reads of calls: what they say, who pays what, what is missing, and where they stand."""

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from polos_web.accounts.access import Asking, is_signed_in
from polos_web.programmes import access
from polos_web.programmes.models import (
    CALL_STATES,
    Application,
    Call,
    CallMove,
    Criteria,
    Review,
)
from polos_web.translation.text import State, Text
from polos_web.ui.languages import OWN_NAMES


def call(number: int) -> Call | None:
    """Return one call, or ``None``."""
    return Call.objects.select_related("candidate").filter(pk=number).first()


def listed() -> list[Call]:
    """Return the calls everybody may read, the one that closes last first."""
    return list(Call.objects.exclude(state="draft"))


def managed_by(asking: Asking) -> list[Call]:
    """Return the calls somebody runs."""
    return list(access.managed(asking))


def applications_of(asking: Asking) -> list[Application]:
    """Return somebody's own applications, the latest first."""
    if not is_signed_in(asking):
        return []
    return list(Application.objects.filter(person=asking).select_related("call").order_by("-made_at"))


def reviews_of(asking: Asking) -> list[Review]:
    """Return the calls somebody was asked to review."""
    return list(access.reviews_of(asking).select_related("call"))


def criteria_of(of: Call) -> Criteria:
    """Return the criteria of a call as they stand."""
    return of.criteria.order_by("-number")[0]


def versions(of: Call) -> list[Criteria]:
    """Return every version of the criteria of a call, the latest first."""
    return list(of.criteria.select_related("by").order_by("-number"))


def used_criteria(of: Call) -> set[str]:
    """Return the short names of criteria that any version of a call has used."""
    return {row["id"] for version in of.criteria.all() for row in version.rows}


def moves(of: Call) -> list[CallMove]:
    """Return the history of a call, the earliest first."""
    return list(of.moves.select_related("by"))


@dataclass(frozen=True)
class Step:
    """One state in the life of a call, and where the call stands to it."""

    state: str
    is_past: bool
    is_present: bool


def steps(of: Call) -> list[Step]:
    """Return the states of a call in order."""
    here = CALL_STATES.index(of.state)
    return [Step(state, place < here, place == here) for place, state in enumerate(CALL_STATES)]


@dataclass(frozen=True)
class Sum:
    """What one payer pays in one currency."""

    payer: str
    amount: Decimal
    currency: str


def sums(of: Call) -> list[Sum]:
    """Return what each pays in each currency; currencies are never added up."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in of.lines:
        found[line.payer, line.currency] += Decimal(line.amount)
    return [Sum(payer, amount, currency) for (payer, currency), amount in sorted(found.items())]


# ---- translations -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Passage:
    """One text of a call: where it stands, and what it says."""

    name: str
    text: Text
    is_long: bool = False

    def given(self, language: str) -> str:
        """Return the translation there is, nothing where there is none."""
        made = self.text.translations.get(language)
        return made.text if made else ""


def passages(of: Call) -> list[Passage]:
    """Return every text of a call that can be translated: its own, its budget's, its criteria's."""
    found = [
        Passage(name, getattr(of, name), name != "title")
        for name in ("title", "text", "eligibility", "outcome")
    ]
    found += [Passage(f"budget-{place}", line.item) for place, line in enumerate(of.lines)]
    found += [Passage(f"criterion-{one.id}", one.text) for one in criteria_of(of).all if one.text is not None]
    return [one for one in found if one.text is not None]


def untranslated(of: Call) -> dict[str, int]:
    """Return how many texts of a call each language of the pages lacks, or has of an earlier wording."""
    current = (State.ORIGINAL, State.HUMAN, State.MACHINE)
    missing = {
        language: sum(one.text.state(language) not in current for one in passages(of))
        for language in OWN_NAMES
    }
    return {language: count for language, count in missing.items() if count}


def translated(text: Text, seen: str, language: str, words: str) -> Text:
    """Return a text with a translation made by a person of the wording that was ``seen``."""
    if not words:
        kept = {code: made for code, made in text.translations.items() if code != language}
        return replace(text, translations=kept)
    made = Text(text.language, seen).translated(language, words, by=State.HUMAN).translations[language]
    return replace(text, translations={**text.translations, language: made})


def changes(before: Call, values: dict[str, Any]) -> list[str]:
    """Return the names of what values would change of a call."""
    return [name for name, value in values.items() if getattr(before, name) != value]
