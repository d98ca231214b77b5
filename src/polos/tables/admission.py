"""Admitting rows of employment from outside: each is admitted, left out, or rejected with its reason.

A **row is rejected** when its unit or activity is missing or unknown, its number is no number, is
negative or could be read in two ways, it has more or fewer fields than the heading, or its key repeats
(then all rows of that key are rejected, since nobody knows which is right). The cell a rejected row
belongs to, where it can be told, becomes unknown.

A **file is refused** as a whole when it cannot be read as a table, mixes encodings, lacks a column, has
no rows, has more than ``MOST_ROWS`` admitted rows, or when no row at all can be admitted. A table of one's
own is refused when any row is rejected, unless that was accepted: see :func:`require_every_row`.

Rows that are right but of no use here (totals, groups of activities) are **left out** and counted.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from polos.errors import WrongRows

#: More cells than any table of regions by activities has; beyond it memory would not hold.
MOST_ROWS = 1_500_000
#: Of the rejected rows so many are kept one by one; all are counted.
MOST_REJECTED = 10_000
#: Of the rejected rows so many are said in a refusal.
MOST_SAID = 10

#: What a coding function answers for a code that is right but of no use here.
LEFT_OUT = ""

REJECTED = pl.Schema({"row": pl.UInt32, "value": pl.String, "reason": pl.String, "explanation": pl.String})
_LONG = pl.Schema(
    {
        "row": pl.UInt32,
        "unit": pl.String,
        "activity": pl.String,
        "employment": pl.Float64,
        "status": pl.String,
    }
)

EXPLANATIONS = {
    "surplus_fields": "Found more fields than the heading has, in the row of {}. Needed as many. "
    "Quote values that hold the delimiter, such as decimal commas.",
    "missing_fields": "Found fewer fields than the heading has, in the row of {}. Needed as many. "
    "Fill in the row; a value that is unknown is an empty field between its delimiters.",
    "missing_unit": "Found no territory ({}). Needed one in each row. Fill it in or remove the row.",
    "unknown_unit": "Found the territory {}. Needed one this source has. Correct its code or name.",
    "missing_activity": "Found no activity ({}). Needed a code in each row. Fill it in or remove the row.",
    "unknown_activity": "Found the activity {}. Needed a code of {classification}. Correct the code.",
    "missing_number": "Found no number ({}). Needed one, or no row. Fill it in or remove the row.",
    "not_a_number": "Found {}. Needed a number of persons, such as 1250 or 1250.5. Correct it.",
    "ambiguous_number": "Found {}, which may be thousands or decimals. Needed a number that reads one "
    "way. Write it without separators of thousands.",
    "negative": "Found {}. Needed 0 or more persons. Correct it.",
    "duplicate_key": "Found {} more than once. Needed one row for each territory and activity. Keep the "
    "right one or sum them.",
}


@dataclass(frozen=True)
class Coding:
    """How the codes of a source are read, each function asked once for every distinct text.

    ``unit_of`` and ``activity_of`` return the normal form of a code, ``LEFT_OUT``, or ``None`` where it is
    unknown. ``status_of_empty`` is what a row without a number means; "" rejects it. ``classification``
    is what the activities are codes of, for the words of a refusal.
    """

    unit_of: Callable[[str], str | None]
    activity_of: Callable[[str], str | None]
    status_of_empty: str = ""
    decimal_mark_may_be_comma: bool = False
    classification: str = "the classification"


@dataclass(frozen=True, eq=False)
class Admitted:
    """Rows in normal form, ``unit``, ``activity``, ``employment``, ``status``; and what became of the rest.

    ``status`` is ``known``, ``zero``, ``confidential``, ``unknown`` or ``rejected`` (a row with this key
    was rejected: its cell is unknown). ``counts`` holds the number of rejected rows by reason, all of them;
    ``rejected`` lists the first of them.
    """

    rows: pl.DataFrame
    rejected: pl.DataFrame
    counts: dict[str, int] = field(default_factory=dict)
    rows_read: int = 0
    rows_left_out: int = 0

    @property
    def rows_admitted(self) -> int:
        """How many rows became cells."""
        return self.rows_read - self.rows_left_out - sum(self.counts.values())


def admit(batches: Iterable[pl.DataFrame], coding: Coding) -> Admitted:
    """Check rows a batch at a time; see the module for what rejects a row and what refuses the file.

    ``batches`` have ``row``, ``unit``, ``activity``, ``employment`` as text, ``surplus`` and ``short``.

    Raises
    ------
    WrongRows
        When there are no rows, too many, or none that can be admitted.
    """
    coded = _coded(batches, coding)
    kept, rejected, counts, read, left_out = [], [], {}, 0, 0
    listed = 0
    for batch in coded:
        read += batch.height
        left_out += batch.filter(pl.col("reason") == "left_out").height
        wrong = batch.filter(pl.col("reason").is_not_null() & (pl.col("reason") != "left_out"))
        for reason, count in wrong["reason"].value_counts().iter_rows():
            counts[reason] = counts.get(reason, 0) + count
        if listed < MOST_REJECTED:
            rejected.append(_explained(wrong.head(MOST_REJECTED - listed), coding))
            listed += rejected[-1].height
        kept.append(_kept(batch, coding))
        _require_not_too_many(sum(part.height for part in kept))
    _require_rows(read)
    rows = pl.concat(kept)
    single, repeated = _apart(rows)
    again = repeated.filter(pl.col("status") != "rejected")
    if again.height:
        counts["duplicate_key"] = again.height
        rejected.append(_explained(_as_duplicates(again).head(max(MOST_REJECTED - listed, 0)), coding))
    admitted = Admitted(single, pl.concat(rejected).sort("row"), counts, read, left_out)
    _require_any(admitted)
    return admitted


def _coded(batches: Iterable[pl.DataFrame], coding: Coding) -> Iterator[pl.DataFrame]:
    unit_of, activity_of = cache(coding.unit_of), cache(coding.activity_of)
    for batch in batches:
        texts = batch.with_columns(
            pl.col(role).str.strip_chars().replace("", None) for role in ("unit", "activity", "employment")
        )
        yield (
            texts.with_columns(
                unit_code=_mapped(texts["unit"], unit_of),
                activity_code=_mapped(texts["activity"], activity_of),
                number=_number(coding),
            )
            .with_columns(reason=_reason(coding))
            .select("row", "unit", "activity", "employment", "unit_code", "activity_code", "number", "reason")
        )


def _mapped(texts: pl.Series, code_of: Callable[[str], str | None]) -> pl.Series:
    distinct = texts.drop_nulls().unique(maintain_order=True)
    codes = pl.Series([code_of(text) for text in distinct], dtype=pl.String)
    return texts.replace_strict(distinct, codes, default=None, return_dtype=pl.String)


def _number(coding: Coding) -> pl.Expr:
    text = pl.col("employment")
    if coding.decimal_mark_may_be_comma:
        text = text.str.replace(",", ".", literal=True)
    plain = text.str.contains(r"^[+-]?\d+(\.\d*)?([eE][+-]?\d{1,2})?$")
    return pl.when(plain).then(text).cast(pl.Float64, strict=False)


def _reason(coding: Coding) -> pl.Expr:
    """Give the first reason against a row, null where there is none."""
    text, number = pl.col("employment"), pl.col("number")
    two_ways = text.str.contains(r"^[+-]?\d{1,3}(\.\d{3})+$") & pl.lit(coding.decimal_mark_may_be_comma)
    return (
        pl.when(pl.col("surplus")).then(pl.lit("surplus_fields"))
        .when(pl.col("short")).then(pl.lit("missing_fields"))
        .when(pl.col("unit").is_null()).then(pl.lit("missing_unit"))
        .when(pl.col("unit_code").is_null()).then(pl.lit("unknown_unit"))
        .when(pl.col("activity").is_null()).then(pl.lit("missing_activity"))
        .when(pl.col("activity_code").is_null()).then(pl.lit("unknown_activity"))
        .when((pl.col("unit_code") == LEFT_OUT) | (pl.col("activity_code") == LEFT_OUT))
        .then(pl.lit("left_out"))
        .when(text.is_null() & pl.lit(not coding.status_of_empty)).then(pl.lit("missing_number"))
        .when(two_ways).then(pl.lit("ambiguous_number"))
        .when(text.is_not_null() & number.is_null()).then(pl.lit("not_a_number"))
        .when(number < 0).then(pl.lit("negative"))
        .otherwise(None)
    )  # fmt: skip


def _kept(batch: pl.DataFrame, coding: Coding) -> pl.DataFrame:
    """Rows that became cells, and those rejected although their cell can be told: it is unknown."""
    of_the_number = ("missing_number", "not_a_number", "ambiguous_number", "negative")
    of_the_fields = ("surplus_fields", "missing_fields")
    reason = pl.col("reason")
    is_told = pl.all_horizontal(pl.col("unit_code", "activity_code").fill_null(LEFT_OUT) != LEFT_OUT)
    return (
        batch.filter(
            reason.is_null() | reason.is_in(of_the_number) | (reason.is_in(of_the_fields) & is_told)
        )
        .with_columns(
            employment=pl.when(reason.is_null()).then("number"),
            status=pl.when(reason.is_not_null())
            .then(pl.lit("rejected"))
            .when(pl.col("number").is_null())
            .then(pl.lit(coding.status_of_empty))
            .when(pl.col("number") == 0)
            .then(pl.lit("zero"))
            .otherwise(pl.lit("known")),
        )
        .select("row", pl.col("unit_code").alias("unit"), pl.col("activity_code").alias("activity"),
                "employment", "status")
        .cast(_LONG)
    )  # fmt: skip


def _apart(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cells with one row each, and the rows of repeated keys, whose cell stays as a rejected one."""
    often = pl.len().over("unit", "activity") > 1
    repeated = rows.filter(often)
    unknown = repeated.unique(["unit", "activity"], keep="first", maintain_order=True).with_columns(
        employment=pl.lit(None, pl.Float64), status=pl.lit("rejected")
    )
    return pl.concat([rows.filter(~often), unknown]).sort("row"), repeated


def _as_duplicates(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "row",
        pl.col("unit"),
        pl.col("activity"),
        pl.col("employment").cast(pl.String),
        reason=pl.lit("duplicate_key"),
    )


def _explained(rows: pl.DataFrame, coding: Coding) -> pl.DataFrame:
    """Turn rejected rows into row, value, reason and a sentence."""
    key = pl.concat_str(pl.col("unit", "activity").fill_null("nothing"), separator=" × ")
    value = (
        pl.when(pl.col("reason").is_in(["duplicate_key", "surplus_fields", "missing_fields"])).then(key)
        .when(pl.col("reason").str.ends_with("_unit")).then(pl.col("unit"))
        .when(pl.col("reason").str.ends_with("_activity")).then(pl.col("activity"))
        .otherwise(pl.col("employment"))
        .fill_null("an empty field")
    )  # fmt: skip
    with_value = rows.select("row", value.str.head(200).alias("value"), "reason")
    sentence = pl.col("reason").replace_strict(EXPLANATIONS, return_dtype=pl.String)
    quoted = pl.concat_str(pl.lit("'"), pl.col("value"), pl.lit("'"))
    named = sentence.str.replace("{classification}", coding.classification, literal=True)
    return with_value.with_columns(explanation=named.str.replace("{}", quoted, literal=True)).cast(REJECTED)


def _require_not_too_many(rows: int) -> None:
    if rows > MOST_ROWS:
        raise WrongRows(
            found=f"more than {MOST_ROWS:,} cells",
            needed="at most that many, one row for each territory and activity",
            next_step="Sum establishments or years first, or keep one year.",
        )


def _require_rows(read: int) -> None:
    if read == 0:
        raise WrongRows(
            found="a heading and no rows",
            needed="at least one row below the heading",
            next_step="Export or download the file again.",
        )


def _require_any(admitted: Admitted) -> None:
    if admitted.rows_admitted == 0:
        why = (
            _first_rejected(admitted) if admitted.counts else "; all are totals or groups, which are left out"
        )
        raise WrongRows(
            found=f"{admitted.rows_read:,} rows, none of which can be admitted{why}",
            needed="at least one admissible row",
            next_step="Correct the rows and add the file again.",
        )


def require_every_row(admitted: Admitted) -> None:
    """Refuse a file of which any row was rejected.

    Raises
    ------
    WrongRows
        Lists the first rejected rows, and says how many more there are.
    """
    count = sum(admitted.counts.values())
    if count:
        raise WrongRows(
            found=f"{count:,} of {admitted.rows_read:,} rows that cannot be admitted"
            + _first_rejected(admitted),
            needed="a table of which every row can be admitted",
            next_step="Correct these rows and add the file again; or store the others: --accept-rejected.",
        )


def _first_rejected(admitted: Admitted) -> str:
    """Say the first rejected rows, one a line; row 1 is the first below the heading."""
    said = list(admitted.rejected.head(MOST_SAID).select("row", "explanation").iter_rows())
    more = sum(admitted.counts.values()) - len(said)
    lines = [f"row {row}: {explanation}" for row, explanation in said]
    return "\n".join(
        [" (row 1 is the first below the heading):", *lines, *([f"and {more:,} more"] if more else [])]
    )
