"""What belongs to one programme, to take away: its records and those they name, and all that it does."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from polos_web.accounts.access import require
from polos_web.accounts.models import User
from polos_web.archive import processes
from polos_web.archive.writing import applied_migrations, as_json, dictionary, put
from polos_web.audit import actions as audit
from polos_web.registers import access, columns, kinds, queries
from polos_web.registers.models import Record

PROGRAMME = "programme"

README = """This is the part of one programme of a Polos site.

manifest.json        what is in here, with the SHA-256 of every file
records/*.jsonl      the records, one a line, each with every statement it has made and the papers of each
tables/*.json        the same as rows of a table, as they stand; polos registers bring-in takes them
dictionary/*.json    the columns of each table
processes/*.jsonl    stage board, calls with every application, reviews, assignments and pairings, one row a
                     line; polos archive add takes them. People are left out, and what is about them
files/               documents handed in

It holds what you may read: what is public, and what is not of the records and processes you keep.
"""


@transaction.atomic
def take_away(record: Record, *, by: User, at: datetime) -> bytes:
    """Return the part of a programme as one file, and record that it was taken.

    Raises
    ------
    PermissionDenied
        When the person does not keep the programme.
    """
    require(access.is_keeper, by, record)
    found = [one for one in related(record) if access.may_read(by, one)]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        checksums = {name: put(file, name, content) for name, content in _contents(record, found, by)}
        manifest = {
            "format": processes.FORMAT,
            "programme": record.slug,
            "migrations": applied_migrations(),
            "taken_at": at.isoformat(),
            "files": checksums,
        }
        file.writestr("manifest.json", json.dumps(manifest, indent=1, sort_keys=True))
        file.writestr("README.txt", README)
    told = {"records": len(found)}
    audit.record(audit.Subject(record.kind_name, record.slug), "taken away", by=by, at=at, details=told)
    return written.getvalue()


def related(record: Record) -> list[Record]:
    """Return the programme, the records that name it, and those that any of these name."""
    own = [record, *queries.naming(PROGRAMME, record.slug, is_public=False)]
    found = {one.pk: one for one in (*own, *queries.named_by(own))}
    return sorted(found.values(), key=lambda one: (one.kind_name, one.slug))


def _contents(programme: Record, records: list[Record], by: User) -> Iterator[tuple[str, bytes]]:
    by_kind: dict[str, list[Record]] = {}
    for record in records:
        by_kind.setdefault(record.kind_name, []).append(record)
    for name, some in by_kind.items():
        yield f"records/{name}.jsonl", b"".join(_line(record, by) for record in some)
        yield (
            f"tables/{name}.json",
            as_json([columns.row_of(queries.sheet(one, access.reaches(by, one))) for one in some]),
        )
        yield f"dictionary/{name}.json", as_json(dictionary(kinds.kind(name)))
    yield from processes.contents(programme.slug)
    for checksum in sorted(_files(records, by) | processes.files_of(programme.slug)):
        path = Path(settings.DATA_FOLDER) / "documents" / checksum[:2] / checksum
        if path.is_file():
            yield f"files/{checksum}", path.read_bytes()


def _line(record: Record, by: User) -> bytes:
    facts = _readable(record, by).order_by("stated_at", "pk")
    told = {
        "kind": record.kind_name,
        "slug": record.slug,
        "state": record.state,
        "facts": list(facts.values(*KEPT)),
    }
    return json.dumps(told, ensure_ascii=False, default=str, sort_keys=True).encode() + b"\n"


KEPT = (
    "field", "item", "voice", "value", "nature", "reach", "source", "place", "dated", "confidence", "note",
    "stated_at", "ended_at",
)  # fmt: skip


def _readable(record: Record, by: User) -> Any:
    return record.facts.filter(reach__in=[reach.value for reach in access.reaches(by, record)])


def _files(records: Iterable[Record], by: User) -> set[str]:
    told = (fact.value for record in records for fact in _readable(record, by))
    return {value["checksum"] for value in told if isinstance(value, dict) and "checksum" in value}
