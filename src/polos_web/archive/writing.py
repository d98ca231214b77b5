"""Writing the archive: one file, which a person can open and a later version can read."""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from polos import vocabularies
from polos_web.archive.tables import AT_ONCE, lines, tables
from polos_web.audit import actions as audit
from polos_web.audit import queries as audited
from polos_web.registers import columns, exporting, kinds
from polos_web.registers.kinds import Kind
from polos_web.search import actions as search

FORMAT = "polos-archive 1"
MANIFEST = "manifest.json"
# Folders of the data folder that belong to the site beside its database.
FOLDERS = ("documents", "datasets", "context", "vocabularies")
# The key that second factors are sealed with.
SECRET = "secret_key"  # noqa: S105 (the name of a file)
CHUNK = 1 << 20
Tell = Callable[[str], None]

README = """This is an archive of a Polos site.

manifest.json        what is in here, with the SHA-256 of every file
tables/*.jsonl       every table of the database, one row a line, in the order of its key
registers/*.json     what is public of each register, in the columns that dictionary/ explains
dictionary/*.json    the columns of each register: field, kind of value, codes
vocabularies/*.json  the code lists with their words in four languages
files/               documents handed in, and the statistics of the site with their papers

It holds what is not public too, with the keys to it. Keep it as you keep a backup.
Load it into an empty installation:  polos archive restore FILE --data FOLDER
"""


@dataclass(frozen=True)
class Written:
    """What was written: the files with their checksums, and the checksum of all of them together."""

    files: dict[str, str]
    rows: dict[str, int]

    @property
    def digest(self) -> str:
        """One checksum of the content; two archives of the same content have the same."""
        told = "".join(f"{name} {checksum}\n" for name, checksum in sorted(self.files.items()))
        return sha256(told.encode()).hexdigest()


def write(path: Path, *, at: datetime, tell: Tell = lambda words: None) -> Written:
    """Write everything to a file, all of it or nothing; the database is read at one moment.

    Raises
    ------
    OSError
        When the disk does not take it; what was there under the name stays.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with transaction.atomic():
            _see_one_moment()
            audit.record(audit.Subject("archive", path.name[:100]), "written", by=None, at=at)
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
                written = _parts(file, tell)
                file.writestr(MANIFEST, _manifest(written, at))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return written


def _see_one_moment() -> None:
    """A transaction of SQLite sees one state; one of PostgreSQL has to be told, before it reads anything.

    Within another transaction, as in a test, it is too late to tell.
    """
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _parts(file: zipfile.ZipFile, tell: Tell) -> Written:
    written = Written({}, {})
    file.writestr("README.txt", README)
    for table in tables():
        name = f"tables/{table._meta.label_lower}.jsonl"
        checksum, count = _stream(file, name, _together(lines(table)))
        written.files[name], written.rows[table._meta.label_lower] = checksum, count
        tell(f"{table._meta.label_lower}: {count} rows")
    for name, content in _documents():
        written.files[name] = put(file, name, as_json(content))
    data = Path(settings.DATA_FOLDER)
    for path in (data / SECRET, *(path for folder in FOLDERS for path in sorted((data / folder).rglob("*")))):
        if path.is_file():
            name = f"files/{path.relative_to(data).as_posix()}"
            written.files[name], _ = _stream(file, name, _chunks(path))
    return written


def _documents() -> Iterator[tuple[str, Any]]:
    """What a person reads without Polos: registers, dictionaries, code lists."""
    for kind in kinds.kinds():
        yield f"registers/{kind.name}.json", exporting.public(kind)
        yield f"dictionary/{kind.name}.json", dictionary(kind)
    for found in vocabularies.code_lists():
        concepts = [{"code": one.code, "parent": one.parent, **one.labels} for one in found]
        yield f"vocabularies/{found.name}.json", {"citation": found.citation.text, "concepts": concepts}


def applied_migrations() -> list[str]:
    """Return the changes of the database that have been made, by which a later version knows an earlier."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def dictionary(kind: Kind) -> list[dict[str, Any]]:
    """Return the columns of a register as plain values."""
    return [
        {"column": one.name, "field": one.field.code, "holds": one.value.name, "codes": list(one.codes)}
        for one in columns.dictionary(kind)
    ]


def as_json(content: Any) -> bytes:
    """Return plain values as a person can read them and a machine can compare them."""
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode()


def put(file: zipfile.ZipFile, name: str, content: bytes) -> str:
    """Write a file into the package, without a date of its own; return its SHA-256."""
    file.writestr(_entry(name), content)
    return sha256(content).hexdigest()


def _stream(file: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> tuple[str, int]:
    """Write a file part by part; return its SHA-256 and how many lines it has."""
    digest, count = sha256(), 0
    with file.open(_entry(name), "w", force_zip64=True) as entry:
        for part in parts:
            digest.update(part)
            entry.write(part)
            count += part.count(b"\n")
    return digest.hexdigest(), count


def _together(told: Iterator[bytes]) -> Iterator[bytes]:
    """Give lines in parts that are worth packing."""
    while some := list(islice(told, AT_ONCE)):
        yield b"".join(some)


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without a date of its own: the same content gives the same file."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(CHUNK), b"")


def _manifest(written: Written, at: datetime) -> str:
    told = {
        "format": FORMAT,
        "polos": version("polos"),
        "written_at": at.isoformat(),
        "content": written.digest,
        "end": str(audited.end()),
        "search": search.EDITION,
        "rows": written.rows,
        "files": written.files,
        "migrations": applied_migrations(),
    }
    return json.dumps(told, indent=1, sort_keys=True)
