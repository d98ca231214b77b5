"""Files that an operator hands in as context: read, and checked cell by cell, before a table is stored."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from polos import reference
from polos.errors import AmbiguousName, InputError, UnknownName, WrongRows
from polos.sources.rows import TextRows, read_text_rows
from polos.tables.seasons import SEASONS
from polos.tables.territories import find

_TERRITORY = ("territory", "territory_id", "region", "territorio", "território", "territoire")
_COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "input-output": {
        "seller": ("seller", "prd_ava", "prod_na", "t_rows2", "product"),
        "buyer": ("buyer", "ind_use", "induse", "t_cols2", "user"),
        "value": ("value", "values", "obs_value", "amount"),
        "country": ("geo", "country"),
        "year": ("time", "time_period", "year"),
        "unit": ("unit",),
        "flow": ("stk_flow",),
    },
    "seasons": {
        "territory": _TERRITORY,
        "product": ("product", "producto", "produto", "produit"),
        "months": ("months", "meses", "mois"),
        "provenance": ("provenance",),
        "source_url": ("source_url", "source"),
    },
    "indicators": {"territory": _TERRITORY},
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "input-output": ("seller", "buyer", "value"),
    "seasons": ("territory", "product", "months"),
    "indicators": ("territory",),
}
# Of an input-output table one of each is kept.
ONE_OF = ("country", "year", "unit", "flow")
#: Written in a calendar where a product is not supplied in any month; an empty cell is unknown.
NO_MONTH = "none"
# The id of a territory, and the name of a table that can be in force.
SAFE_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
# A year, also where a file writes it as its first day.
_YEAR = r"^(\d{4})-01-01.*$"
_Read = tuple[pl.DataFrame, dict[str, str], tuple[str, ...]]


def _read_input_output(path: Path, only: Mapping[str, str]) -> _Read:
    strange = [role for role in only if role not in ONE_OF]
    if strange:
        raise InputError(
            found=f"{strange[0]!r} as what to keep",
            needed=f"one of {', '.join(ONE_OF)}, such as country=HR",
            next_step="Correct --only.",
        )
    rows, read = _rows_of(path, "input-output")
    if "year" in rows.columns:
        rows = rows.with_columns(pl.col("year").str.replace(_YEAR, "$1"))
    asked = {role: re.sub(_YEAR, r"\1", code) if role == "year" else code for role, code in only.items()}
    chosen: dict[str, str] = {}
    for role in ONE_OF:
        if role not in rows.columns:
            continue
        found = sorted(rows[role].drop_nulls().unique().to_list())
        wanted = asked.get(role) or (found[0] if len(found) == 1 else None)
        if wanted is None or wanted not in found:
            raise InputError(
                found=f"{role}s {', '.join(found[:8])}{' …' if len(found) > 8 else ''} in one file"
                if wanted is None
                else f"no {role} {wanted!r} in the file",
                needed=f"one {role}",
                next_step=f"Say which with --only {role}={found[0] if found else 'CODE'}.",
            )
        chosen[role] = wanted
        rows = rows.filter(pl.col(role) == wanted)
    numbers = _numbers(rows, "value", read)
    kept = rows.select("seller", "buyer").with_columns(value=numbers)
    return kept, chosen, read.notes


def _read_seasons(path: Path, only: Mapping[str, str]) -> _Read:
    _require_nothing_chosen(only)
    rows, read = _rows_of(path, "seasons")
    ids, notes = _territories(rows["territory"])
    absent = pl.lit(None, dtype=pl.String)
    frame = pl.DataFrame({"territory_id": ids, "product": rows["product"].str.strip_chars()}).with_columns(
        months=pl.Series([_months(text) for text in rows["months"]], dtype=pl.List(pl.String)),
        provenance=rows["provenance"] if "provenance" in read.roles else absent,
        source_url=rows["source_url"] if "source_url" in read.roles else absent,
    )
    return frame.select(*SEASONS), {}, (*read.notes, *notes)


def _read_indicators(path: Path, only: Mapping[str, str]) -> _Read:
    _require_nothing_chosen(only)
    _, read = _rows_of(path, "indicators")
    names = [one.strip().strip('"') for one in read.headings]
    variables = [one for one in names if one and one.casefold() not in _TERRITORY]
    if not variables:
        raise WrongRows(
            found="no column beside the territory",
            needed="a column for each variable, with numbers",
            next_step="Add the variables, such as population or income.",
        )
    columns = {"territory": _TERRITORY, **{one: (one.casefold(),) for one in variables}}
    whole = read_text_rows(path, columns, ("territory",))
    frame = pl.concat(list(whole.batches))
    ids, notes = _territories(frame["territory"])
    numbers = {one: _numbers(frame, one, whole) for one in variables}
    return pl.DataFrame({"territory_id": ids, **numbers}), {}, (*read.notes, *notes)


#: How a file of each kind is read: its rows, what was chosen of it, and notes on it.
READERS: Mapping[str, Callable[[Path, Mapping[str, str]], _Read]] = {
    "input-output": _read_input_output,
    "seasons": _read_seasons,
    "indicators": _read_indicators,
}


def _rows_of(path: Path, kind: str) -> tuple[pl.DataFrame, TextRows]:
    read = read_text_rows(path, _COLUMNS[kind], _NEEDED[kind])
    batches = list(read.batches)
    if not batches or not sum(map(len, batches)):
        raise WrongRows(
            found="a heading without rows", needed="at least one row", next_step="Check the file."
        )
    return pl.concat(batches), read


def _require_nothing_chosen(only: Mapping[str, str]) -> None:
    if only:
        raise InputError(
            found="--only with a file that holds one table",
            needed="--only with an input-output table",
            next_step="Leave it out.",
        )


def _numbers(rows: pl.DataFrame, column: str, read: TextRows) -> pl.Series:
    """Return a column of text as numbers; an empty cell is unknown, anything else that is none is refused."""
    text = rows[column].cast(pl.String).str.strip_chars()
    text = text.replace(["", ":", "NA", "nan", "NaN"], [None] * 5)
    plain = text.str.replace(",", ".", literal=True) if read.decimal_mark_may_be_comma else text
    numbers = plain.cast(pl.Float64, strict=False)
    strange = text.filter(text.is_not_null() & numbers.is_null())
    if strange.len():
        raise WrongRows(
            found=f"{strange[0]!r} in the column {column!r}",
            needed="a number, or nothing where it is not known",
            next_step="Correct the cell.",
        )
    return numbers


def _territories(texts: pl.Series) -> tuple[list[str], tuple[str, ...]]:
    """Return the ids of the territories that texts name; an id that is not built in stays as written."""
    known = reference.territories()
    found, own = [], []
    for text in texts.fill_null("").str.strip_chars().to_list():
        try:
            found.append(find(known, text))
        except (UnknownName, AmbiguousName):
            if not SAFE_ID.fullmatch(text):
                raise
            found.append(text)
            own.append(text)
    if not own:
        return found, ()
    shown = ", ".join(list(dict.fromkeys(own))[:5])
    return found, (f"Not among the built-in territories, and kept as written: {shown}.",)


def _months(text: str | None) -> list[str] | None:
    """Return the months of a cell: "1;2;12", "none" for no supply, nothing where it is not known."""
    plain = (text or "").strip().casefold()
    if not plain:
        return None
    if plain == NO_MONTH:
        return []
    return [one.strip().zfill(2) for one in re.split(r"[;,|]", plain) if one.strip()]
