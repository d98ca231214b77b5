"""Thresholds and weights as data files, each dated and cited: ``read("convergence")``.

A file is TOML: a table ``papers`` (author, date, status, citation) and tables of values.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from polos.errors import UnknownName, WrongColumns

__all__ = ["Parameters", "names", "read"]

_FOLDER = files("polos.parameters") / "data"
_PAPERS = ("author", "date", "status", "citation")


@dataclass(frozen=True)
class Parameters:
    """The values of one file, by table, with who set them, when, how firm they are, and on what ground."""

    name: str
    values: Mapping[str, Mapping[str, Any]]
    author: str
    date: date
    status: str
    citation: str


def names() -> tuple[str, ...]:
    """Return the names ``read`` answers to."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in _FOLDER.iterdir() if f.name.endswith(".toml")))


@cache
def read(name: str) -> Parameters:
    """Read one file of parameters once and keep it.

    Raises
    ------
    UnknownName
        When there is no such file.
    WrongColumns
        When the file does not say who set the values, when, how firm they are, or on what ground.
    """
    if name not in names():
        raise UnknownName(
            found=f"the name {name!r}",
            needed=f"one of the parameter files: {', '.join(names())}",
            next_step="Give one of these names.",
        )
    return from_toml(name, (_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def from_toml(name: str, text: str) -> Parameters:
    """Read parameters from TOML text, refusing values without papers."""
    values = tomllib.loads(text)
    papers = values.pop("papers", {})
    missing = [field for field in _PAPERS if not papers.get(field)]
    if missing:
        raise WrongColumns(
            found=f"parameters {name!r} without {', '.join(missing)}",
            needed=f"a table [papers] with {', '.join(_PAPERS)}",
            next_step="Say who set the values, when, how firm they are, and on what ground.",
        )
    read_only = {table: MappingProxyType(content) for table, content in values.items()}
    return Parameters(name, MappingProxyType(read_only), **{field: papers[field] for field in _PAPERS})
