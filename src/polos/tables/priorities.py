"""Declared priorities: their schema, which of them count, and the concepts they are coded by."""

from collections.abc import Callable
from typing import Any

import polars as pl

from polos.errors import UnknownName
from polos.provenance import Origin
from polos.table import Table, require_ids
from polos.vocabularies import NOT_STATED, nace

__all__ = ["KINDS", "NOT_STATED", "PRIORITIES", "concepts", "own", "priorities_of"]

_LIST = pl.List(pl.String)
PRIORITIES: dict[str, pl.DataType | type[pl.DataType]] = {
    "priority_id": pl.String(),
    "territory_id": pl.String(),
    "scope": pl.String(),
    "strategy": pl.String(),
    "period": pl.String(),
    "period_start": pl.Int32(),
    "period_end": pl.Int32(),
    "name": pl.String(),
    "name_lang": pl.String(),
    "name_en": pl.String(),
    "niche": pl.String(),
    "markets": _LIST,
    "technologies": _LIST,
    "nace": _LIST,
    "nabs": _LIST,
    "sdg": _LIST,
    "provenance": pl.String(),
    "confidence": pl.String(),
    "source_url": pl.String(),
    "source_year": pl.Int32(),
    "coder_note": pl.String(),
}


def priorities_of(frame: Any, *, origin: Origin | None = None) -> Table:
    """Return a frame with columns of ``PRIORITIES`` (pandas, Polars, DuckDB, Arrow ...) as priorities.

    Needed are ``priority_id`` and ``territory_id``; ``scope`` is "own" where it is not given, and lists may
    be text with semicolons.

    Raises
    ------
    WrongColumns
        When a needed column is missing, or one is not a column of priorities.
    WrongRows
        When an id is missing or stands twice, or a value cannot be read.
    """
    table = Table.from_frame(frame, PRIORITIES, origin=origin)
    require_ids(table.rows, "priority_id", unique=True)
    require_ids(table.rows, "territory_id", unique=False)
    lists = [name for name, kind in PRIORITIES.items() if kind == _LIST]
    rows = table.rows.with_columns(
        pl.col("scope").fill_null("own"), *(pl.col(name).fill_null([]) for name in lists)
    )
    return Table(rows, PRIORITIES, table.origin)


def own(priorities: Table) -> Table:
    """Return the priorities territories declare themselves; inherited rows are shown and never counted."""
    rows = priorities.rows.filter(pl.col("scope") == "own")
    return Table(rows, priorities.schema, priorities.origin.then("inherited rows left out"))


def concepts(priorities: Table, kind: str) -> pl.DataFrame:
    """Return which priority is coded by which concept: territory_id, priority_id, concept; each once.

    Parameters
    ----------
    priorities
        In the schema ``PRIORITIES``; inherited rows are kept, see ``own``.
    kind
        ``market``; ``technology``, where a priority that states none has ``not_stated``; ``cell``,
        every market of a priority with every technology of it (``health|photonics``), a priority
        without market having no cell; ``division`` of NACE; ``section`` of NACE, where a division
        implies its section and a section implies no division.

    Raises
    ------
    UnknownName
        When the kind is none of these, or a NACE code is unknown.
    """
    if kind not in _CONCEPTS:
        raise UnknownName(
            found=f"the kind {kind!r}",
            needed=f"one of: {', '.join(KINDS)}",
            next_step="Give one of these kinds.",
        )
    coded = _CONCEPTS[kind](priorities.rows)
    return coded.select("territory_id", "priority_id", "concept").unique(maintain_order=True)


def _markets(rows: pl.DataFrame) -> pl.DataFrame:
    return _long(rows, "markets")


def _technologies(rows: pl.DataFrame) -> pl.DataFrame:
    stated = pl.col("technologies")
    nothing = pl.lit([NOT_STATED], dtype=_LIST)
    filled = rows.with_columns(pl.when(stated.list.len() > 0).then(stated).otherwise(nothing))
    return _long(filled, "technologies")


def _cells(rows: pl.DataFrame) -> pl.DataFrame:
    technologies = _technologies(rows).select("priority_id", technology="concept")
    both = _markets(rows).join(technologies, on="priority_id", maintain_order="left")
    return both.with_columns(concept=pl.format("{}|{}", "concept", "technology"))


def _divisions(rows: pl.DataFrame) -> pl.DataFrame:
    coded = _long(rows, "nace")
    sections = _section_of(coded["concept"])
    return coded.filter(pl.col("concept") != pl.col("concept").replace_strict(sections, default=""))


def _sections(rows: pl.DataFrame) -> pl.DataFrame:
    coded = _long(rows, "nace")
    sections = _section_of(coded["concept"])
    return coded.with_columns(pl.col("concept").replace_strict(sections, return_dtype=pl.String))


def _long(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    listed = rows.select("territory_id", "priority_id", concept=column).filter(
        pl.col("concept").list.len() > 0
    )
    return listed.explode("concept")


def _section_of(codes: pl.Series) -> dict[str, str]:
    vocabulary = nace()
    return {code: vocabulary.parent(code) or code for code in codes.unique()}


_CONCEPTS: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "market": _markets,
    "technology": _technologies,
    "cell": _cells,
    "division": _divisions,
    "section": _sections,
}
KINDS = tuple(_CONCEPTS)
