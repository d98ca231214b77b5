"""Numbers, shares, dates, lists and ranges as a reader of each language expects them.

What is unknown (``None`` or NaN) is the word for unknown: never 0, never blank. Rounding happens here
and nowhere earlier; a share that is above 0 never becomes "0%".
"""

import math
import re
from collections.abc import Sequence
from datetime import date

from babel import dates, lists
from babel import numbers as babel_numbers

from polos.reports.catalogue import text

LOCALES = {"en": "en_GB", "es": "es", "pt": "pt_BR", "fr": "fr"}
NO_BREAK_SPACE = "\u00a0"


def format_number(value: float | None, language: str, *, digits: int = 0) -> str:
    """Return a number with at most ``digits`` decimals, "unknown" where there is none."""
    if value is None or math.isnan(value):
        return unknown(language)
    return babel_numbers.format_decimal(round(value, digits) + 0.0, _pattern(digits), LOCALES[language])


def format_decimal(value: float | None, language: str, *, digits: int = 2) -> str:
    """Return a number with exactly ``digits`` decimals, so that a column of them lines up."""
    if value is None or math.isnan(value):
        return unknown(language)
    pattern = f"#,##0.{'0' * digits}"
    return babel_numbers.format_decimal(round(value, digits) + 0.0, pattern, LOCALES[language])


def format_percentage(share: float | None, language: str, *, digits: int = 0) -> str:
    """Return a share between 0 and 1 in per cent; a small one says "<1%" rather than "0%"."""
    if share is None or math.isnan(share):
        return unknown(language)
    smallest = 10.0 ** -(digits + 2)
    if 0 < share < smallest:
        return "<" + _percent(smallest, language, digits)
    return _percent(share, language, digits)


def format_interval(low: float | None, high: float | None, language: str, *, digits: int = 0) -> str:
    """Return "between 3 and 5"; one known end gives "at least" or "at most", none gives "unknown"."""
    if _is_unknown(low) and _is_unknown(high):
        return unknown(language)
    if _is_unknown(high):
        return text("at least %(low)s", language, low=format_number(low, language, digits=digits))
    if _is_unknown(low):
        return text("at most %(high)s", language, high=format_number(high, language, digits=digits))
    ends = format_number(low, language, digits=digits), format_number(high, language, digits=digits)
    if ends[0] == ends[1]:
        return ends[0]
    return text("between %(low)s and %(high)s", language, low=ends[0], high=ends[1])


def format_range(first: int | str | None, last: int | str | None, language: str) -> str:
    """Return a range of years or codes, "2014–2020"; the one value where both ends are the same."""
    if first is None and last is None:
        return unknown(language)
    ends = [unknown(language) if end is None else str(end) for end in (first, last)]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def format_date(day: date | None, language: str) -> str:
    """Return a day in words, "21 November 2026"."""
    return unknown(language) if day is None else dates.format_date(day, "long", LOCALES[language])


def format_list(items: Sequence[str], language: str) -> str:
    """Return "a, b and c"; an empty list is "none", which is known, not unknown."""
    if not items:
        return text("none", language)
    joined = lists.format_list(list(items), locale=LOCALES[language])
    return _spanish_and(joined, items[-1]) if language == "es" and len(items) > 1 else joined


def unknown(language: str) -> str:
    """Return the word for what is not known."""
    return text("unknown", language)


def _is_unknown(value: float | None) -> bool:
    return value is None or math.isnan(value)


def _pattern(digits: int) -> str:
    return f"#,##0.{'#' * digits}" if digits else "#,##0"


def _percent(share: float, language: str, digits: int) -> str:
    space = NO_BREAK_SPACE if language in ("es", "fr") else ""
    number = babel_numbers.format_decimal(
        round(share * 100, digits) + 0.0, _pattern(digits), LOCALES[language]
    )
    return f"{number}{space}%"


def _spanish_and(joined: str, last: str) -> str:
    """Write "e" for "y" before the sound i, as Spanish does: "Galicia e Islas Baleares"."""
    starts_with_i = re.match(r"(i|hi(?![ae]))", last, re.IGNORECASE) or last[:1] in "íÍ"
    head, tail = joined[: -len(last)], last
    return f"{head.removesuffix('y ')}e {tail}" if starts_with_i and head.endswith(" y ") else joined
