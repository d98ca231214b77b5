"""Printing: tables and JSON to stdout, messages to stderr; the options every command shares."""

import dataclasses
import json
import math
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from functools import singledispatch
from pathlib import Path
from typing import Annotated, Any

import polars as pl
from cyclopts import Parameter

DataFolder = Annotated[
    Path | None,
    Parameter(name="--data", help="The data folder; else POLOS_DATA, else the user's data directory."),
]
Json = Annotated[bool, Parameter(name="--json", negative="", help="Answer as JSON.")]


def say(message: str) -> None:
    """Print a message to stderr."""
    print(message, file=sys.stderr)


def print_json(value: Any) -> None:
    """Print a value as JSON; see :func:`to_plain`."""
    print(json.dumps(to_plain(value), ensure_ascii=False, indent=2, allow_nan=False))


@singledispatch
def to_plain(value: Any) -> Any:
    """Turn a value into what JSON has: NaN is null, a data class an object, a frame a list of rows."""
    if dataclasses.is_dataclass(value):
        return {one.name: to_plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    return to_plain(value.tolist()) if hasattr(value, "tolist") else [to_plain(one) for one in value]


@to_plain.register
def _(value: str | bool | int | None) -> Any:
    return value


@to_plain.register
def _(value: float) -> Any:
    return value if math.isfinite(value) else None


@to_plain.register
def _(value: Enum) -> Any:
    return to_plain(value.value)


@to_plain.register
def _(value: datetime) -> Any:
    return value.isoformat()


@to_plain.register
def _(value: Path) -> Any:
    return str(value)


@to_plain.register(Mapping)
def _(value: Mapping[Any, Any]) -> Any:
    return {str(key): to_plain(one) for key, one in value.items()}


@to_plain.register
def _(value: pl.DataFrame) -> Any:
    return [to_plain(row) for row in value.iter_rows(named=True)]


def print_rows(rows: pl.DataFrame | Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print rows as JSON, or as columns under their names; an unknown value is an empty field."""
    listed = rows.to_dicts() if isinstance(rows, pl.DataFrame) else [dict(row) for row in rows]
    if as_json:
        print_json(listed)
        return
    names = rows.columns if isinstance(rows, pl.DataFrame) else list(listed[0]) if listed else []
    texts = [[_text(row[name]) for name in names] for row in listed]
    widths = [max([len(name), *(len(row[i]) for row in texts)]) for i, name in enumerate(names)]
    for line in (names, *texts):
        print("  ".join(f"{text:<{width}}" for text, width in zip(line, widths, strict=True)).rstrip())


def print_fields(fields: Mapping[str, Any], *, as_json: bool) -> None:
    """Print one record as JSON, or one line a field."""
    if as_json:
        print_json(fields)
        return
    width = max(len(name) for name in fields)
    for name, value in fields.items():
        for i, line in enumerate(_lines(value)):
            print(f"{name if i == 0 else '':<{width}}  {line}".rstrip())


def _lines(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{key}: {_text(one)}" for key, one in value.items()] or [""]
    if isinstance(value, list | tuple):
        return [_text(one) for one in value] or [""]
    return [_text(value)]


def _text(value: Any) -> str:
    plain = to_plain(value)
    if plain is None:
        return ""
    if isinstance(plain, float):
        return f"{plain:.6g}" if abs(plain) < 1e6 else f"{plain:.0f}"
    if isinstance(plain, list):
        return ", ".join(_text(one) for one in plain)
    if isinstance(plain, dict):
        return ", ".join(f"{key}: {_text(one)}" for key, one in plain.items())
    return str(plain)
