"""Says parts, unknowns and caveats as whole sentences in four languages.

A code without a sentence is an error here, so that no page ever shows a raw code.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from polos.errors import UnknownName
from polos.matches.validation import Validation
from polos.measures.consensus_delphi import Outcome
from polos.measures.results import Reason
from polos.measures.survey_disclosure import Hidden
from polos.measures.survey_results import WhyUndefined
from polos.reports import labels
from polos.reports.answer_sentences import HIDDEN, OUTCOMES, WHY_UNDEFINED
from polos.reports.catalogue import counted, text
from polos.reports.criteria_sentences import CRITERIA_NAMES, STRATEGY_NAMES
from polos.reports.labels import Names, built_in_names
from polos.reports.numbers import format_number
from polos.reports.sentences import (
    COLUMN_NAMES,
    COMPOSED,
    SENTENCES,
    SHOWN_AS,
    VARIANTS,
    Sentence,
)
from polos.table import Table
from polos.tables.territories import thin_record

PLACE = re.compile(r"%\((\w+)\)s")


class Coded(Protocol):
    """Anything with a code and the values that fill its sentence: a part, an unknown, a caveat."""

    @property
    def code(self) -> str: ...

    @property
    def values(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class _Said:
    code: str
    values: Mapping[str, Any]


def say(thing: Coded, language: str, *, names: Names | None = None) -> str:
    """Return the sentence for a part, an unknown, a caveat or a notice.

    ``names`` gives the names of territories by id; the built-in names stand where it is left out.

    Raises
    ------
    UnknownName
        When the code has no sentence, or a value is a code that no list knows.
    """
    sentence = sentence_of(thing.code, thing.values)
    shown_names = built_in_names(language) if names is None else names
    filled = {
        place: _show(sentence, place, thing)(language, shown_names)
        for place in places(sentence.one)
        if place != "count" or not sentence.counted_by
    }
    if not sentence.counted_by:
        return text(sentence.one, language, **filled)
    number = thing.values[sentence.counted_by]
    filled["count"] = format_number(number, language)
    return counted(sentence.one, sentence.many, language, number=number, **filled)


def say_undefined(reason: Reason, language: str) -> str:
    """Return why a measure has no value in a cell; the reason must not be ``Reason.DEFINED``."""
    return text(sentence_of(f"undefined.{reason.name.lower()}", {}).one, language)


def say_why(why: WhyUndefined, language: str) -> str:
    """Return why a measure of answers, ratings, codings or votes has no value."""
    return text(WHY_UNDEFINED[why], language)


def say_outcome(outcome: Outcome, language: str) -> str:
    """Return what a round of a Delphi decides."""
    return text(OUTCOMES[outcome], language)


def say_hidden(hidden: Hidden, language: str) -> str:
    """Return why a count is not shown."""
    return text(HIDDEN[hidden], language)


def say_check(check: Validation, language: str, *, pool: str = "subnational") -> tuple[str, ...]:
    """Return what the check on the real pairings shows, in sentences: means beside chance, then caveats.

    ``pool`` says among whom the chosen partner is ranked; see ``polos.matches.validation.POOLS``.
    """
    means = [
        _Said(
            f"check.{summary.chosen_side}",
            {
                "pairings": summary.pairings,
                "mean": summary.mean_percentile,
                "low": summary.chance_low,
                "high": summary.chance_high,
            },
        )
        for summary in check.summaries
        if summary.pool == pool
    ]
    caveats = [caveat for caveat in check.caveats if caveat.values.get("pool", pool) == pool]
    return tuple(say(item, language) for item in (*means, *caveats))


def say_thin_record(priorities: Table, territory_id: str, language: str, *, names: Names) -> tuple[str, ...]:
    """Return what makes the record of a territory thin, each sentence with its name before it."""
    return tuple(
        text(
            "%(territory)s: %(notice)s",
            language,
            territory=names[territory_id],
            notice=say(notice, language, names=names),
        )
        for notice in thin_record(priorities, territory_id)
    )


def column_name(column: str, language: str) -> str:
    """Return the name of a column of the list of counterparts, such as "Similar declared priorities"."""
    if column not in COLUMN_NAMES:
        raise _without_wording(column)
    return text(COLUMN_NAMES[column], language)


def criterion_name(criterion_id: str, language: str) -> str:
    """Return the words of a built-in criterion, or of a strategy of selection, in a language."""
    named = {**CRITERIA_NAMES, **STRATEGY_NAMES}
    if criterion_id not in named:
        raise _without_wording(criterion_id)
    return text(named[criterion_id], language)


def sentence_of(code: str, values: Mapping[str, Any]) -> Sentence:
    """Return the sentence of a code, the variant its values ask for."""
    key = VARIANTS[code](values) if code in VARIANTS else code
    if key not in SENTENCES:
        raise _without_wording(key)
    return SENTENCES[key]


def places(sentence: str) -> tuple[str, ...]:
    """Return the named places of a sentence, in order: ``%(share)s`` is the place "share"."""
    return tuple(dict.fromkeys(PLACE.findall(sentence)))


def and_more(count: int, language: str) -> str:
    """Return "and 7 more, see the page", for lists that are cut to fit."""
    return counted(
        "and %(count)s more, see the page", "and %(count)s more, see the page", language, number=count
    )


def _show(sentence: Sentence, place: str, thing: Coded) -> Callable[[str, Names], str]:
    if place == "column":
        return lambda language, names: column_name(thing.code, language)
    show = sentence.shows.get(place) or SHOWN_AS.get(place, labels.count)
    parts = COMPOSED.get(place)
    value = thing.values[place] if parts is None else tuple(thing.values[part] for part in parts)
    return lambda language, names: show(value, language, names)


def _without_wording(code: str) -> UnknownName:
    return UnknownName(
        found=f"the code {code!r}, which has no sentence",
        needed="a code with wording in every language",
        next_step="Add its sentence to polos.reports.sentences and to the catalogues.",
    )
