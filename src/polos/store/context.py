"""Context tables an operator adds: an input-output table, a season calendar, indicators of territories.

::

    <data>/context/<name>/<version>/rows.parquet, papers.json   never changed once written
    <data>/context/<name>/current                               the name of the version in force

They stand beside employment, and no column of counterparts needs them; without one, its column is unknown. As
with employment, a kill at any moment leaves the old state whole, and the last five versions are kept.
"""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from polos.errors import InputError, NotStored, UnknownName
from polos.provenance import Citation, Licence, Origin
from polos.sources.snapshot import read_snapshot
from polos.store.context_files import READERS, SAFE_ID
from polos.store.versions import (
    INCOMING,
    alone,
    free_version,
    point,
    remove_leftovers,
    remove_old,
    remove_versions,
    require_safe_name,
    safe_name,
    to_disk,
)
from polos.table import Table
from polos.tables.indicators import Indicators
from polos.tables.input_output import InputOutput, from_eurostat
from polos.tables.seasons import calendar, seasons_of

KINDS: Mapping[str, str] = {
    "input-output": "An input-output table",
    "seasons": "A season calendar",
    "indicators": "Indicators of territories",
}


@dataclass(frozen=True)
class ContextPapers:
    """Papers of one version; ``chosen`` says which country, year, unit and flow of the file were kept."""

    name: str
    kind: str
    version: str
    file_name: str
    size: int
    checksum: str
    fetched_at: datetime
    citation: Citation
    licence: Licence
    chosen: dict[str, str]
    rows: int
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is, in English."""
        return KINDS[self.kind]

    @property
    def origin(self) -> Origin:
        """The same papers in the form that every later value carries."""
        return Origin(
            f"{self.title}: {self.name}", self.citation, self.licence, self.checksum, self.fetched_at
        )

    @property
    def identity(self) -> tuple[object, ...]:
        """What decides whether adding a file again would store the same."""
        return self.kind, self.checksum, tuple(sorted(self.chosen.items())), self.citation, self.licence

    def to_json(self) -> dict[str, Any]:
        """Return the papers as plain values."""
        return {**dataclasses.asdict(self), "fetched_at": self.fetched_at.isoformat()}


@dataclass(frozen=True)
class ContextTable:
    """A version of a context table: it never changes, even when a newer one is added."""

    folder: Path
    papers: ContextPapers

    @classmethod
    def read(cls, folder: Path) -> "ContextTable":
        """Open the version in a folder."""
        return cls(folder, _read_papers(folder / "papers.json"))

    @property
    def name(self) -> str:
        """The name it is stored under."""
        return self.papers.name

    def rows(self) -> pl.DataFrame:
        """Return the rows as they are stored."""
        return pl.read_parquet(self.folder / "rows.parquet")

    @cached_property
    def input_output(self) -> InputOutput:
        """The input-output table, with the NACE divisions of its activities."""
        return _input_output(self.rows(), self.papers)

    @cached_property
    def seasons(self) -> Table:
        """The season calendar."""
        return seasons_of(self.rows(), origin=self.papers.origin)

    @cached_property
    def indicators(self) -> Indicators:
        """The indicators, one variable a column."""
        rows = self.rows()
        return Indicators.from_frame(
            rows, territory="territory_id", variables=rows.columns[1:], origin=self.papers.origin
        )


@dataclass(frozen=True)
class ContextReceipt:
    """What adding a file did; ``unchanged`` when the same file was already stored the same way."""

    table: ContextTable
    unchanged: bool
    replaced: ContextPapers | None = None


class ContextStore:
    """The context tables of one data folder.

    Parameters
    ----------
    folder
        The data folder; it is made when something is first added.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "context"
        self._employment = folder / "datasets"

    def tables(self, kind: str | None = None) -> tuple[ContextTable, ...]:
        """Every table in force, or those of one kind, by name."""
        if not self.folder.is_dir():
            return ()
        names = sorted(path.name for path in self.folder.iterdir() if (path / "current").is_file())
        found = map(self.table, names)
        return tuple(one for one in found if kind in (None, one.papers.kind))

    def has(self, name: str) -> bool:
        """Tell whether a table of this name is in force."""
        return bool(SAFE_ID.fullmatch(name)) and (self.folder / name / "current").is_file()

    def table(self, name: str) -> ContextTable:
        """Return the version in force.

        Raises
        ------
        NotStored
            When there is none of this name.
        """
        if not self.has(name):
            stored = ", ".join(found.name for found in self.tables()) or "nothing yet"
            raise NotStored(
                found=f"no context table {name!r} in {self.folder.parent}",
                needed=f"one that is stored: {stored}",
                next_step="Add it with: polos data add FILE --as input-output (or seasons, or indicators)",
            )
        pointer = self.folder / name / "current"
        return ContextTable.read(self.folder / name / pointer.read_text(encoding="utf-8").strip())

    def add(
        self,
        kind: str,
        path: Path,
        *,
        name: str | None = None,
        only: Mapping[str, str] | None = None,
        citation: str = "",
        licence: str = "",
    ) -> ContextReceipt:
        """Check a file and put it in force; nothing changes unless all of it can be used.

        Parameters
        ----------
        kind
            One of ``KINDS``.
        path
            CSV (also gzipped), XLSX, Parquet or JSON-stat; it is only read.
        name
            What to store it under; the name of the file if not given.
        only
            Of an input-output table that holds several: which ``country``, ``year``, ``unit`` or ``flow``.
        citation, licence
            How to cite it, and its licence (an SPDX id where one exists).

        Raises
        ------
        UnknownName
            When there is no such kind.
        InputError
            When the file cannot be used, or the name belongs to a table of employment.
        """
        if kind not in KINDS:
            raise UnknownName(
                found=f"the kind {kind!r}",
                needed=f"one of {', '.join(KINDS)}",
                next_step="Name it with --as.",
            )
        snapshot = read_snapshot(path)
        stored_as = self._free_name(name, path)
        rows, chosen, notes = READERS[kind](path, only or {})
        papers = ContextPapers(
            name=stored_as,
            kind=kind,
            version="",
            file_name=snapshot.file_name,
            size=snapshot.size,
            checksum=snapshot.checksum,
            fetched_at=snapshot.fetched_at,
            citation=Citation(citation or "The operator's own table"),
            licence=Licence(licence or "LicenseRef-not-stated"),
            chosen=chosen,
            rows=rows.height,
            notes=notes,
        )
        _require_usable(rows, papers)
        if self.has(stored_as) and self.table(stored_as).papers.identity == papers.identity:
            return ContextReceipt(self.table(stored_as), unchanged=True)
        return self._put_in_force(rows, papers)

    def remove(self, name: str) -> ContextPapers:
        """Remove a table with all its versions; killed in the middle, it is no longer in force.

        Raises
        ------
        NotStored
            When there is none of this name.
        """
        papers, home = self.table(name).papers, self.folder / name
        with alone(home):
            (home / "current").unlink()
            to_disk(home)
            remove_versions(home)
            remove_leftovers(home)
        return papers

    def _free_name(self, name: str | None, path: Path) -> str:
        if name is not None:
            require_safe_name(name)
        stored_as = name or safe_name(path.name.split(".")[0])
        if (self._employment / stored_as / "current").is_file():
            raise InputError(
                found=f"the name {stored_as!r}, under which a table of employment is stored",
                needed="a name of its own",
                next_step="Give another with --name.",
            )
        return stored_as

    def _put_in_force(self, rows: pl.DataFrame, papers: ContextPapers) -> ContextReceipt:
        home = self.folder / papers.name
        home.mkdir(parents=True, exist_ok=True)
        with alone(home):
            remove_leftovers(home)
            before = self.table(papers.name).papers if self.has(papers.name) else None
            if before is None:
                remove_versions(home)
            version = free_version(home, papers.fetched_at, papers.checksum)
            incoming = home / f"{INCOMING}{version}"
            _write(rows, replace(papers, version=version), incoming)
            incoming.rename(home / version)
            to_disk(home)
            point(home, version)
            remove_old(home, version)
        return ContextReceipt(ContextTable.read(home / version), unchanged=False, replaced=before)


# ---- a version on disk --------------------------------------------------------------------------


def _require_usable(rows: pl.DataFrame, papers: ContextPapers) -> None:
    """Build what pages will build, so that a file that cannot be used is refused when it is added."""
    match papers.kind:
        case "input-output":
            _input_output(rows, papers)
        case "seasons":
            made = seasons_of(rows, origin=papers.origin)
            for product in made.rows["product"].unique():
                calendar(made, product)
        case "indicators":
            Indicators.from_frame(rows, territory="territory_id", variables=rows.columns[1:])


def _input_output(rows: pl.DataFrame, papers: ContextPapers) -> InputOutput:
    return from_eurostat(
        rows,
        product="seller",
        user="buyer",
        value="value",
        unit=papers.chosen.get("unit", ""),
        vintage=papers.chosen.get("year", ""),
        origin=papers.origin,
    )


def _write(rows: pl.DataFrame, papers: ContextPapers, folder: Path) -> None:
    folder.mkdir()
    rows.write_parquet(folder / "rows.parquet")
    text = json.dumps(papers.to_json(), indent=2, ensure_ascii=False) + "\n"
    (folder / "papers.json").write_text(text, encoding="utf-8")
    for path in folder.iterdir():
        to_disk(path)
    to_disk(folder)


def _read_papers(path: Path) -> ContextPapers:
    written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    values: dict[str, Any] = {
        **written,
        "fetched_at": datetime.fromisoformat(written["fetched_at"]),
        "citation": Citation(**written["citation"]),
        "licence": Licence(**written["licence"]),
        "notes": tuple(written["notes"]),
    }
    return ContextPapers(**values)
