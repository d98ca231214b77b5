"""Loading an archive into an empty installation, and checking one without loading it."""

import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from polos.vocabularies import take_in
from polos_web.accounts import queries as accounts
from polos_web.archive.tables import lines, renumber, tables, take_back
from polos_web.archive.writing import CHUNK, FOLDERS, FORMAT, MANIFEST, SECRET, Tell
from polos_web.audit import actions as audit
from polos_web.audit import queries as audited
from polos_web.registers import queries as registers
from polos_web.search import actions as search

_PLAIN = re.compile(r"[\w.-]+(/[\w.-]+)*")
MOST_FILES = 200_000
EVENTS = "audit.Event"


class NotAnArchive(ValueError):
    """A file that is no archive, or one that is not as it was written."""


class NotEmpty(RuntimeError):
    """The installation holds something already."""


def check(path: Path, *, form: str = FORMAT) -> dict[str, Any]:
    """Read all of an archive, or of another package of this form, and return its manifest.

    Raises
    ------
    NotAnArchive
        When it is no archive, a file of it is missing, was added or changed, or has a name that leads out.
    """
    try:
        with zipfile.ZipFile(path) as file:
            manifest = _manifest(file, form)
            _require_as_written(file, manifest)
    except (zipfile.BadZipFile, OSError, EOFError) as problem:
        raise NotAnArchive(
            f"Found {path.name}, which cannot be read ({problem}). Needed a file of polos archive write."
        ) from problem
    return manifest


def restore(path: Path, *, at: datetime, tell: Tell = lambda words: None) -> dict[str, int]:
    """Load an archive; return the number of rows by table.

    The tables are made where there are none yet. The database is written in one transaction; files of the
    site are laid in place before it ends.

    Raises
    ------
    NotAnArchive
    NotEmpty
        When the installation has records, people or events.
    """
    manifest = check(path)
    require_known(manifest)
    call_command("migrate", verbosity=0, interactive=False)
    with zipfile.ZipFile(path) as file, transaction.atomic():
        _require_empty()
        counts = {}
        with audit.taking_back():
            for table in tables():
                name = f"tables/{table._meta.label_lower}.jsonl"
                if name in manifest["files"]:
                    with file.open(name) as entry:
                        counts[table._meta.label_lower] = take_back(table, entry)
                    tell(f"{table._meta.label_lower}: {counts[table._meta.label_lower]} rows")
        renumber(tables())
        faults = list(audited.faults())
        if faults:
            raise NotAnArchive(f"Found a broken chain of events: event {faults[0].number} {faults[0].words}.")
        _require_the_same(manifest, tell)
        _lay_files(file)
        take_in(Path(settings.DATA_FOLDER) / "vocabularies")  # the index names countries as the site did
        if manifest.get("search") != search.EDITION:
            search.reindex(at=at)
        subject = audit.Subject("archive", path.name[:100])
        audit.record(subject, "restored", by=None, at=at, details={"content": manifest["content"]})
    return counts


def _manifest(file: zipfile.ZipFile, form: str) -> dict[str, Any]:
    try:
        told = json.loads(file.read(MANIFEST))
    except (KeyError, ValueError) as problem:
        raise NotAnArchive(f"Found no {MANIFEST} that can be read. Needed an archive of Polos.") from problem
    found = told.get("format") if isinstance(told, dict) else None
    if found != form:
        raise NotAnArchive(f"Found the format {found!r}. Needed {form!r}.")
    return told


def _require_as_written(file: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    present = {entry.filename for entry in file.infolist()} - {MANIFEST, "README.txt"}
    declared = manifest["files"]
    if len(file.infolist()) > MOST_FILES:
        raise NotAnArchive(f"Found more than {MOST_FILES:,} files.")
    for name in sorted(present ^ set(declared)):
        raise NotAnArchive(f"Found {name!r} {'added' if name in present else 'missing'}.")
    for name, checksum in declared.items():
        if not _PLAIN.fullmatch(name) or ".." in name.split("/"):
            raise NotAnArchive(f"Found the name {name!r}, which leads out of the archive.")
        if _checksum(file, name) != checksum:
            raise NotAnArchive(f"Found {name!r} changed: it does not give the checksum it was written with.")


def _checksum(file: zipfile.ZipFile, name: str) -> str:
    digest = sha256()
    with file.open(name) as entry:
        for chunk in iter(lambda: entry.read(CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest()


def require_known(manifest: dict[str, Any]) -> None:
    """Refuse what a later version wrote: this one would not know what to do with all of it."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    missing = sorted(set(manifest["migrations"]) - known)
    if missing:
        raise NotAnArchive(
            f"Found an archive of a later version ({manifest['polos']}; it has {missing[0]}). "
            "Needed this version or an earlier one. Install that version and restore it there."
        )


def _require_empty() -> None:
    holds = {"records": registers.count(), "people": accounts.count(), "events": audited.end().count}
    for words, count in holds.items():
        if count:
            raise NotEmpty(
                f"Found {count} {words} in this installation. Needed an empty one. "
                "Name a new data folder with --data, or an empty database."
            )


def _require_the_same(manifest: dict[str, Any], tell: Tell) -> None:
    """Read back what was written; in the same version every table gives the checksum of the archive.

    Events need not be read again: a whole chain that ends with the same digest is the same chain.
    """
    applied = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    if applied != set(manifest["migrations"]):
        tell("The archive is of an earlier version: what is new since then is empty.")
        return
    ends_alike = manifest.get("end") == str(audited.end())
    for table in tables():
        if ends_alike and table._meta.label == EVENTS:
            continue
        name = f"tables/{table._meta.label_lower}.jsonl"
        digest = sha256()
        for line in lines(table):
            digest.update(line)
        if digest.hexdigest() != manifest["files"].get(name, sha256().hexdigest()):
            raise NotAnArchive(f"Found that {name} reads otherwise once written. Nothing was kept.")


def _lay_files(file: zipfile.ZipFile) -> None:
    for entry in _files(file):
        _lay(file, entry.filename, Path(settings.DATA_FOLDER) / entry.filename.removeprefix("files/"))


def lay_documents(file: zipfile.ZipFile, checksums: Iterable[str]) -> None:
    """Lay documents of a programme's part in place, each under its checksum.

    Raises
    ------
    NotAnArchive
        When one of them is not in the part, or is another than its checksum says.
    """
    present = set(file.namelist())
    for checksum in checksums:
        name = f"files/{checksum}"
        if name not in present or _checksum(file, name) != checksum:
            raise NotAnArchive(f"Found no document {checksum!r} in the part. Needed every one it names.")
        _lay(file, name, Path(settings.DATA_FOLDER) / "documents" / checksum[:2] / checksum)


def _lay(file: zipfile.ZipFile, name: str, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    unfinished = to.with_name(f".{to.name}.unfinished")
    with unfinished.open("wb") as written, file.open(name) as content:
        shutil.copyfileobj(content, written, CHUNK)
    unfinished.replace(to)


def _files(file: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    starts = (f"files/{SECRET}", *(f"files/{folder}/" for folder in FOLDERS))
    return (entry for entry in file.infolist() if entry.filename.startswith(starts))
