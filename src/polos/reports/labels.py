"""How a value is written inside a sentence: a code as its label, a share in per cent, a list as a list.

Every function takes a value, the language, and the names of territories, and returns words.
"""

import functools
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from polos import reference
from polos.errors import UnknownName
from polos.reports.numbers import (
    format_date,
    format_decimal,
    format_list,
    format_number,
    format_percentage,
    format_range,
    unknown,
)
from polos.table import Table
from polos.tables.input_output import divisions_of
from polos.tables.territories import exonyms
from polos.vocabularies import (
    countries,
    languages,
    markets,
    nace,
    pairing_themes,
    sides,
    technology_columns,
    territory_levels,
)

Names = Mapping[str, str]
Show = Callable[[Any, str, Names], str]

NOT_STATED = "not_stated"


def territory_names(territories: Table, language: str) -> Names:
    """Return the name of every territory by its id, as a reader of this language expects it.

    A nation has the name of its country in the language, others the name in use there, else their own;
    English readers and names that are not in Latin letters get the English one.
    """
    return {row["territory_id"]: _name(row, language) for row in territories.rows.iter_rows(named=True)}


@functools.cache
def built_in_names(language: str) -> Names:
    """Return the names of the built-in territories."""
    return territory_names(reference.territories(), language)


def _name(row: Mapping[str, Any], language: str) -> str:
    if row["level"] == "nation" and row["country"] in countries():
        return countries().label(row["country"], language)
    if language in exonyms(row["territory_id"]):
        return exonyms(row["territory_id"])[language]
    is_latin = all(unicodedata.name(c).startswith("LATIN") for c in row["name"] if c.isalpha())
    return row["name"] if is_latin and language != "en" else row["name_en"]


def territory(value: str | None, language: str, names: Names) -> str:
    """Return the name of a territory."""
    if value is None:
        return unknown(language)
    if value not in names:
        raise UnknownName(
            found=f"the territory {value!r} in an explanation",
            needed="a territory whose name is given",
            next_step="Give its name with names=.",
        )
    return names[value]


def territory_list(value: Sequence[str], language: str, names: Names) -> str:
    """Return the names of territories as a list."""
    return format_list([territory(item, language, names) for item in value], language)


def partner(value: str | None, language: str, names: Names) -> str:
    """Return the name of a partner in an assignment, or its id where no name is given."""
    return unknown(language) if value is None else names.get(value, value)


def country(value: str | None, language: str, names: Names) -> str:
    """Return the name of a country, or what was written where it is no code."""
    known = countries()
    return unknown(language) if value is None else known.label(value, language) if value in known else value


def theme(value: str | None, language: str, names: Names) -> str:
    """Return the label of a theme of pairings, or what was written where it is a free topic."""
    known = pairing_themes()
    return unknown(language) if value is None else known.label(value, language) if value in known else value


def market(value: str | None, language: str, names: Names) -> str:
    """Return the label of a market."""
    return unknown(language) if value is None else markets().label(value, language)


def technology(value: str | None, language: str, names: Names) -> str:
    """Return the label of a technology."""
    return unknown(language) if value is None else technology_columns().label(value, language)


def cell(value: tuple[str | None, str | None], language: str, names: Names) -> str:
    """Return a market with its technology, "Health × Photonics"; a technology not stated is in brackets."""
    of_market, of_technology = (
        market(value[0], language, names),
        technology(value[1], language, names),
    )
    if value[1] == NOT_STATED:
        return f"{of_market} ({of_technology[0].lower()}{of_technology[1:]})"
    return f"{of_market} × {of_technology}"


def activity(value: str | None, language: str, names: Names) -> str:
    """Return the label of an economic activity (a NACE section or division)."""
    return unknown(language) if value is None else nace().label(value, language)


def industry(value: str | None, language: str, names: Names) -> str:
    """Return the label of an activity of an input-output table: of its NACE divisions, else as written."""
    if value is None or value in nace():
        return activity(value, language, names)
    try:
        divisions = divisions_of(value)
    except UnknownName:
        return value
    return format_list([activity(code, language, names) for code in divisions], language)


def sentence_start(value: str, language: str, names: Names) -> str:
    """Return words as they stand at the start of a sentence."""
    return value[:1].upper() + value[1:]


def level(value: str | None, language: str, names: Names) -> str:
    """Return the label of a territorial level, in small letters for the middle of a sentence."""
    return unknown(language) if value is None else territory_levels().label(value, language).lower()


def side(value: str | None, language: str, names: Names) -> str:
    """Return the name of a side (EU, LAC)."""
    return unknown(language) if value is None else sides().label(value, language)


def language_name(value: str | None, language: str, names: Names) -> str:
    """Return the name of a language."""
    return unknown(language) if value is None else languages().label(value, language)


def language_list(value: Sequence[str], language: str, names: Names) -> str:
    """Return the names of languages as a list."""
    return format_list([language_name(code, language, names) for code in value], language)


def language_pairs(value: Sequence[str], language: str, names: Names) -> str:
    """Return pairs of languages ("es/pt") as a list of both names, joined by a dash."""
    pairs = [[language_name(code, language, names) for code in pair.split("/")] for pair in value]
    return format_list(["–".join(pair) for pair in pairs], language)


def day(value: str | date | None, language: str, names: Names) -> str:
    """Return a date in words, given as such or as "yyyy-mm-dd"."""
    return format_date(datetime.fromisoformat(value).date() if isinstance(value, str) else value, language)


def clock(value: float | None, language: str, names: Names) -> str:
    """Return hours since midnight as a time of day, 9.5 as "09:30"."""
    if value is None:
        return unknown(language)
    minutes = round(value * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def count(value: float | None, language: str, names: Names) -> str:
    """Return a whole number."""
    return format_number(value, language)


def number(value: float | None, language: str, names: Names) -> str:
    """Return a number with at most two decimals."""
    return format_number(value, language, digits=2)


def tenths(value: float | None, language: str, names: Names) -> str:
    """Return a number with one decimal, so that close numbers can be told apart."""
    return format_decimal(value, language, digits=1)


def percentage(value: float | None, language: str, names: Names) -> str:
    """Return a share between 0 and 1 in per cent."""
    return format_percentage(value, language)


def year(value: int | None, language: str, names: Names) -> str:
    """Return a year, without grouping its digits."""
    return format_range(value, value, language)


def as_written(value: Any, language: str, names: Names) -> str:
    """Return a code or a name that is written the same in every language, such as NUTS codes."""
    if value is None:
        return unknown(language)
    return (
        format_list([str(item) for item in value], language)
        if isinstance(value, list | tuple)
        else str(value)
    )
