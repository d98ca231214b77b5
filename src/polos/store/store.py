"""Adding files to the data folder so that a kill at any moment leaves the old state whole.

::

    <data>/datasets/<name>/<version>/*.parquet, papers.json   never changed once written
    <data>/datasets/<name>/current                            the name of the version in force

A new version is written under a name of its own, brought to disk, renamed, and only then put in force by
replacing ``current`` in one step. One process at a time adds to a dataset; readers need no lock. What a
killed process left behind is removed by the next one that adds. The last five versions are kept. A dataset is
removed by taking ``current`` away in one step; its versions go after.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs
import polars as pl

from polos import reference
from polos.errors import InputError, NotStored, UnknownName
from polos.sources import eurostat_sbs, hn_ciiu, mx_scian, own_table
from polos.sources.rows import read_text_rows
from polos.sources.snapshot import Snapshot, read_snapshot
from polos.sources.source import Source, read_companions
from polos.store.dataset import Dataset
from polos.store.papers import READER, Papers, write_papers
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
    versions,
)
from polos.table import Table
from polos.tables.admission import require_every_row
from polos.tables.employment import Employment, employment_of
from polos.vocabularies import nace

SOURCES: Mapping[str, Source] = {
    module.SOURCE.name: module.SOURCE for module in (eurostat_sbs, mx_scian, hn_ciiu, own_table)
}


def data_folder(explicit: Path | None = None) -> Path:
    """Return the data folder: the one given, else ``POLOS_DATA``, else the user's own data directory."""
    if explicit is not None:
        return explicit
    named = os.environ.get("POLOS_DATA")
    return Path(named) if named else platformdirs.user_data_path("polos", appauthor=False)


@dataclass(frozen=True)
class Receipt:
    """What adding a file did; ``unchanged`` when the same file was already stored the same way.

    ``replaced`` are the papers of the version that was in force before, which is kept.
    """

    dataset: Dataset
    unchanged: bool
    replaced: Papers | None = None


@dataclass(frozen=True)
class Removed:
    """What was removed: the papers of the version in force, and the names of all versions."""

    papers: Papers
    versions: tuple[str, ...]


class Store:
    """The datasets of one data folder.

    Parameters
    ----------
    folder
        The data folder; it is made when something is first added.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "datasets"

    def datasets(self) -> tuple[Dataset, ...]:
        """Every dataset in force, by name."""
        if not self.folder.is_dir():
            return ()
        names = sorted(path.name for path in self.folder.iterdir() if (path / "current").is_file())
        return tuple(self.dataset(name) for name in names)

    def dataset(self, name: str) -> Dataset:
        """Return the version in force.

        Raises
        ------
        NotStored
            When there is none of this name.
        """
        pointer = self.folder / name / "current"
        if name != safe_name(name) or not pointer.is_file():
            stored = ", ".join(found.name for found in self.datasets()) or "nothing yet"
            raise NotStored(
                found=f"no dataset {name!r} in {self.folder.parent}",
                needed=f"one that is stored: {stored}",
                next_step="Add it with: polos data add FILE --as SOURCE",
            )
        return Dataset.read(self.folder / name / pointer.read_text(encoding="utf-8").strip())

    def add(
        self,
        source_name: str,
        path: Path,
        *,
        name: str | None = None,
        companions: Path | None = None,
        absent_is_zero: bool | None = None,
        accept_rejected: bool = False,
        address: str = "",
        vintage: str | None = None,
    ) -> Receipt:
        """Admit a file and put it in force; nothing changes unless all of it succeeds.

        Parameters
        ----------
        source_name
            One of ``SOURCES``.
        path
            The file; it is only read.
        name
            What to store it under: small letters of English, digits and hyphens; the name of the source
            or, for a table of one's own, of the file, if not given.
        companions
            The folder that holds classifications and boundaries, if they do not lie beside the file.
        absent_is_zero
            Whether cells without a row count as 0; what the source declares, if not given.
        accept_rejected
            Whether a table of one's own is stored although some of its rows are rejected.
        address
            Where the file was fetched from, for its papers.
        vintage
            The year the figures are of; what the source states, if not given.

        Raises
        ------
        InputError
            When the file, or a companion, cannot be used. What was stored before stays in force.
        """
        source = _source(source_name)
        if name is not None:
            require_safe_name(name)
        snapshot = read_snapshot(path, address=address)
        rows = read_text_rows(path, source.columns, source.needed)
        beside = read_companions(source, path.parent, folder=companions)
        territories = reference.territories()
        papers = _papers_before_reading(source, snapshot, beside, territories, name=name)
        papers = replace(
            papers,
            absent_is_zero=papers.absent_is_zero if absent_is_zero is None else absent_is_zero,
            vintage=vintage or papers.vintage,
        )
        if (self.folder.parent / "context" / papers.name / "current").is_file():
            raise InputError(
                found=f"the name {papers.name!r}, under which a table of context is stored",
                needed="a name of its own",
                next_step="Give another with --name.",
            )
        if (stored := self._stored_alike(papers)) is not None:
            return Receipt(stored, unchanged=True)
        employment = employment_of(source, rows, beside, territories)
        if source.every_row_needed and not accept_rejected:
            require_every_row(employment.admitted)
        return self._put_in_force(employment, papers)

    def remove(self, name: str) -> Removed:
        """Remove a dataset with all its versions; killed in the middle, it is no longer in force.

        Raises
        ------
        NotStored
            When there is none of this name.
        """
        self.dataset(name)
        home = self.folder / name
        with alone(home):
            papers = self.dataset(name).papers
            (home / "current").unlink()
            to_disk(home)
            stored = versions(home)
            remove_versions(home)
            remove_leftovers(home)
        return Removed(papers, tuple(stored))

    def _stored_alike(self, papers: Papers) -> Dataset | None:
        stored = self._in_force(papers.name)
        return stored if stored and stored.papers.identity == papers.identity else None

    def _in_force(self, name: str) -> Dataset | None:
        return self.dataset(name) if (self.folder / name / "current").is_file() else None

    def _put_in_force(self, employment: Employment, papers: Papers) -> Receipt:
        home = self.folder / papers.name
        home.mkdir(parents=True, exist_ok=True)
        with alone(home):
            remove_leftovers(home)
            before = self._in_force(papers.name)
            if before is None:
                remove_versions(home)
            version = free_version(home, papers.fetched_at, papers.checksum)
            whole = _papers_after_reading(papers, employment, version)
            incoming = home / f"{INCOMING}{version}"
            _write(employment, whole, incoming)
            incoming.rename(home / version)
            to_disk(home)
            point(home, version)
            remove_old(home, version)
        replaced = before.papers if before else None
        return Receipt(Dataset.read(home / version), unchanged=False, replaced=replaced)


def _source(name: str) -> Source:
    if name not in SOURCES:
        raise UnknownName(
            found=f"the source {name!r}",
            needed=f"one of {', '.join(SOURCES)}",
            next_step="Name it with --as.",
        )
    return SOURCES[name]


def _papers_before_reading(
    source: Source,
    snapshot: Snapshot,
    companions: Mapping[str, Snapshot],
    territories: Table,
    *,
    name: str | None,
) -> Papers:
    default = snapshot.file_name.split(".")[0] if source is own_table.SOURCE else source.name
    return Papers(
        name=safe_name(name or default),
        source=source.name,
        title=source.title,
        version="",
        file_name=snapshot.file_name,
        size=snapshot.size,
        checksum=snapshot.checksum,
        fetched_at=snapshot.fetched_at,
        address=snapshot.address,
        citation=source.citation,
        licence=source.licence,
        vintage=source.vintage,
        companions={one: found.checksum for one, found in companions.items()},
        territories=_checksum_of_codes(territories),
        assumptions=dict(source.assumptions),
        absent_is_zero=source.absent_is_zero,
        base_level=source.base_level,
        rows_read=0,
        rows_admitted=0,
        rows_left_out=0,
        rejected={},
        unobserved=(),
        notes=(),
        reader=READER,
    )


def _papers_after_reading(papers: Papers, employment: Employment, version: str) -> Papers:
    admitted = employment.admitted
    observed = set(employment.cells["activity"])
    divisions = [code for code in nace().codes if len(code) == 2]
    return replace(
        papers,
        version=version,
        rows_read=admitted.rows_read,
        rows_admitted=admitted.rows_admitted,
        rows_left_out=admitted.rows_left_out,
        rejected=dict(sorted(admitted.counts.items())),
        unobserved=tuple(code for code in divisions if code not in observed),
        notes=employment.notes,
    )


def _checksum_of_codes(territories: Table) -> str:
    codes = territories.rows.select("territory_id", "nuts_2021", "iso_3166_2").sort("territory_id")
    return hashlib.sha256(codes.write_ndjson().encode()).hexdigest()


# ---- the disk -----------------------------------------------------------------------------------


def _write(employment: Employment, papers: Papers, folder: Path) -> None:
    folder.mkdir()
    frames: dict[str, pl.DataFrame] = {
        "units": employment.units,
        "links": employment.links,
        "cells": employment.cells,
        "sections": employment.sections,
        "splits": employment.splits,
        "rejected": employment.admitted.rejected,
    }
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
    write_papers(papers, folder / "papers.json")
    for path in folder.iterdir():
        to_disk(path)
    to_disk(folder)
