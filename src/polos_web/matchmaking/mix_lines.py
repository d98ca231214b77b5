"""Lines of the list of counterparts, and what a cell says where something is not known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from polos.reports import wording
from polos.reports.labels import Names
from polos_web.analysis import counterparts as mixes
from polos_web.matchmaking.mix_explanations import Share, Stays, Value, bar, fact
from polos_web.territories.models import Territory

COLUMNS = mixes.ALL_COLUMNS
FIT = ("similar", "related", "complementary", "value_chain", "season", "offers_needs", "structure")
CIRCUMSTANCES = ("languages", "hours", "level", "distance", "readiness")
# Columns that rest on more than registers and employment: they are in the table where anything is known.
FURTHER = mixes.FURTHER
# What a download holds beside the columns; with the weights the score can be computed from them again.
FACTS = (
    "rank",
    "territory_id",
    "name",
    "country",
    "territory_level",
    "score",
    "weights",
    "in_first_three",
    "in_first_three_standard_error",
)


@dataclass(frozen=True)
class Unloaded:
    """A column of which nothing is known for any line, and why."""

    column: str
    name: str
    reason: str


@dataclass(frozen=True)
class Line:
    """One territory of the list; ``known`` is how many of the columns that count its score rests on.

    ``warning`` says that the two are of different levels, such as a nation and a region, where they are.
    """

    territory: Territory
    rank: int | None
    score: float | None
    bar: tuple[Share, ...]
    values: dict[str, Value]
    known: int
    warning: str
    why: str
    stays: Stays | None = None


def missing(found: Sequence[Any], ours: str, names: Names, language: str) -> tuple[str, ...]:
    """Say what no line can know, because it is not known of the territory itself."""
    if not found:
        return ()
    shared = [u for e in found[0].explanations.values() for u in e.unknowns if _of_itself(u, ours)]
    return tuple(dict.fromkeys(wording.say(u, language, names=names) for u in shared))


def _of_itself(unknown: Any, ours: str) -> bool:
    about = unknown.values.get("owner", unknown.values.get("territory", ours))
    return about == ours and "counterpart" not in unknown.values


def line(one: Any, territory: Territory, names: Names, language: str, *, stays: Mapping[str, Any]) -> Line:
    """Return the line of one counterpart, with how firmly it is among the first three where that is known."""
    firm = stays.get(one.territory_id)
    return Line(
        territory=territory,
        rank=one.rank,
        score=one.score,
        bar=bar(one.explanation.parts),
        values={column: _value(one, column, names, language) for column in COLUMNS if column in one.columns},
        known=len(one.explanation.parts),
        warning=next((wording.say(w, language, names=names) for w in _of_levels(one.warnings)), ""),
        why="" if one.score is not None else _why_none(one, names, language),
        stays=Stays(firm.share, firm.standard_error) if firm else None,
    )


def ordered(lines: list[Line], column: str) -> list[Line]:
    """Return the lines by a column, the greatest first and the unknown last; by score where none is named."""
    if not column:
        return lines

    def place(line: Line) -> tuple[bool, float]:
        value = line.values[column].value if column in line.values else None
        return value is None, -(value or 0.0)

    return sorted(lines, key=place)


def columns_shown(
    found: Sequence[Any], weigh: Mapping[str, float], names: Names, language: str
) -> tuple[tuple[str, ...], tuple[Unloaded, ...]]:
    """Return the columns of the table, and those left out because nothing is known for any line."""
    shown, unloaded = [], []
    for column in (*FIT, *CIRCUMSTANCES):
        has_any = any(one.columns.get(column) is not None for one in found)
        if column not in FURTHER or has_any or (weigh[column] and found and column in found[0].columns):
            shown.append(column)
        else:
            unloaded.append(
                Unloaded(column, wording.column_name(column, language), why_unloaded(column, found))
            )
    return tuple(shown), tuple(unloaded)


def why_unloaded(column: str, found: Sequence[Any]) -> str:
    """Say why nothing is known of a column for any line: nothing is loaded, or it does not cover them."""
    loaded = bool(found) and column in found[0].columns
    reasons = {
        ("value_chain", False): gettext("No input-output table is loaded."),
        ("season", False): gettext("No season calendar is loaded."),
        ("structure", False): gettext("No indicators of territories are loaded."),
        ("value_chain", True): gettext(
            "An input-output table is loaded, but employment is not known of this territory and of a "
            "counterpart."
        ),
        ("offers_needs", True): gettext(
            "No two territories state an offer and a need with codes, themselves or through their clusters."
        ),
        ("readiness", True): gettext("No body that governs is on record for both sides."),
    }
    covers = gettext("A table is loaded, but it does not cover this territory and a counterpart.")
    return reasons.get((column, loaded), covers)


def to_take_away(
    found: Sequence[Any], known: Mapping[str, Territory], language: str, *, weighed: str
) -> Iterator[dict[str, Any]]:
    """Yield what a download holds of each line: ``FACTS`` and the columns."""
    stays = mixes.stays(tuple(found))
    for one in found:
        territory, firm = known[one.territory_id], stays.get(one.territory_id)
        yield {
            "rank": one.rank,
            "territory_id": one.territory_id,
            "name": territory.named(language).text,
            "country": territory.country,
            "territory_level": territory.level,
            "score": one.score,
            "weights": weighed,
            "in_first_three": firm.share if firm else None,
            "in_first_three_standard_error": firm.standard_error if firm else None,
            **{column: one.columns.get(column) for column in COLUMNS},
        }


def _of_levels(warnings: Iterable[Any]) -> list[Any]:
    return [warning for warning in warnings if warning.code in ("nation_with_smaller", "different_levels")]


def _value(one: Any, column: str, names: Names, language: str) -> Value:
    explanation = one.explanations[column]
    if explanation.score is None:
        return Value(column, None, _briefly(explanation.unknowns[0], one.territory_id, names, language))
    return Value(column, explanation.score, fact(column, explanation.parts, language))


def _why_none(one: Any, names: Names, language: str) -> str:
    """Say why a line has no score: what is missing of the priorities, else of whatever counts."""
    unknowns = sorted(one.explanation.unknowns, key=lambda u: u.code != "territory_without_priorities")
    return _briefly(unknowns[0], one.territory_id, names, language)


def _briefly(unknown: Any, theirs: str, names: Names, language: str) -> str:
    """Say in a cell why something is not known; what is not known of both stands above the list."""
    code, about = unknown.code, unknown.values.get("territory", unknown.values.get("owner"))
    if code in _ABOVE or (code in _OF_ONE and about != theirs):
        return gettext("see the note above")
    return str(_OF_ONE.get(code) or _OF_BOTH.get(code) or wording.say(unknown, language, names=names))


# What a cell says where something is not known of the counterpart, or of the two together.
_OF_ONE = {
    "territory_without_statistics": gettext_lazy("no statistics for it"),
    "territory_without_priorities": gettext_lazy("no own priorities on record"),
    "no_offers_or_needs": gettext_lazy("states none with codes"),
    "stated_without_codes": gettext_lazy("states none with codes"),
    "governance_not_known": gettext_lazy("no body on record"),
}
_OF_BOTH = {
    "season_not_known": gettext_lazy("not in the calendar for both"),
    "structure_not_known": gettext_lazy("no indicators for both"),
}
_ABOVE = frozenset({"statistics_not_loaded", "nothing_missing", "chosen_not_missing"})
