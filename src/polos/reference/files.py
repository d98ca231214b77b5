"""Readers of the built-in data files: each file is declared, with its columns and papers, in ``files.json``.

Cells are text unless the declaration says otherwise; codes are always text. An empty cell is null, an
empty list cell an empty list; ``NA`` is a code like any other.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import polars as pl

from polos.errors import UnknownName
from polos.provenance import Citation, Origin
from polos.table import Table

Schema = dict[str, pl.DataType | type[pl.DataType]]

NOT_REVIEWED = "Rows were compiled by machine and have not been reviewed by a person."
_FOLDER = files("polos.reference") / "data"
_TYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int32(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "list": pl.List(pl.String),
}


@dataclass(frozen=True)
class Record:
    """A nested fact sheet, as mappings and lists, with its papers."""

    content: Mapping[str, Any]
    origin: Origin


def names() -> tuple[str, ...]:
    """Return the names ``facts`` answers to."""
    return tuple(_declared()["tables"])


def record_names() -> tuple[str, ...]:
    """Return the names ``record`` answers to."""
    return tuple(_declared()["records"])


@cache
def facts(name: str) -> Table:
    """Read one built-in table, with the types its declaration gives.

    Raises
    ------
    UnknownName
        When no table has this name.
    """
    declared = _declaration("tables", name)
    columns: dict[str, str] = declared["columns"]
    schema: Schema = {column: _TYPES[kind] for column, kind in columns.items()}
    content = (_FOLDER / f"{name}.csv").read_bytes()
    rows = pl.read_csv(content, infer_schema=False)
    typed = rows.select(_typed(column, kind) for column, kind in schema.items())
    return Table(typed, schema, _origin(name, declared, content))


@cache
def record(name: str) -> Record:
    """Read one built-in fact sheet.

    Raises
    ------
    UnknownName
        When no fact sheet has this name.
    """
    declared = _declaration("records", name)
    content = (_FOLDER / f"{name}.json").read_bytes()
    return Record(json.loads(content), _origin(name, declared, content))


def _typed(column: str, kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
    cell = pl.col(column)
    if kind == pl.List(pl.String):
        nothing = pl.lit([], dtype=pl.List(pl.String))
        return pl.when(cell.is_null()).then(nothing).otherwise(cell.str.split(";")).alias(column)
    if kind == pl.Boolean:
        return cell.replace_strict({"yes": True, "no": False}, return_dtype=pl.Boolean)
    return cell.cast(kind)


def _declaration(kind: str, name: str) -> dict[str, Any]:
    known = _declared()[kind]
    if name not in known:
        raise UnknownName(
            found=f"the name {name!r}",
            needed=f"one of the built-in {kind}: {', '.join(known)}",
            next_step="Give one of these names.",
        )
    return known[name]


def _origin(name: str, declared: Mapping[str, Any], content: bytes) -> Origin:
    return Origin(
        f"built-in reference data: {name}",
        citation=_citation(declared),
        checksum=sha256(content).hexdigest(),
        steps=(NOT_REVIEWED,),
    )


def _citation(declared: Mapping[str, Any]) -> Citation:
    works = [_sources()[source] for source in declared["sources"]]
    cited = "; ".join(f"{work['authors_or_publisher']} ({work['year']}), {work['title']}" for work in works)
    text = f"{declared['title']}. From: {cited}" if cited else declared["title"]
    year = declared["year"] or "; ".join(dict.fromkeys(work["year"] for work in works))
    return Citation(text, place=declared["place"], year=year)


@cache
def _declared() -> dict[str, dict[str, Any]]:
    return json.loads((_FOLDER / "files.json").read_text(encoding="utf-8"))


@cache
def _sources() -> dict[str, dict[str, str]]:
    text = (_FOLDER / "sources.csv").read_text(encoding="utf-8")
    return {row["source_id"]: row for row in csv.DictReader(text.splitlines())}
