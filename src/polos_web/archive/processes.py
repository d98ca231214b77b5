"""What a programme does, beside its records: its selection, its assignments of pairs, its pairings.

They go with the programme's own part, one table a file, without the people; and a part is read back into an
installation that holds none of it yet, whatever else it holds.
"""

import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet

from polos_web.accounts.models import User
from polos_web.archive import restoring
from polos_web.archive.tables import Table, add_to, columns, lines
from polos_web.audit import actions as audit
from polos_web.cooperation import part as cooperation
from polos_web.matchmaking import assignment_part as assignments
from polos_web.programmes import part as selections

FORMAT = "polos-part 2"
FOLDER = "processes"
_PARTS = (selections, assignments, cooperation)


def rows(programme: str) -> list[QuerySet]:
    """Return the rows of a programme table by table, each after those it refers to."""
    return [found for part in _PARTS for found in part.rows(programme)]


def contents(programme: str) -> Iterator[tuple[str, bytes]]:
    """Give the files of a part, by name: one for each table, one row a line."""
    for found in rows(programme):
        yield _name(found.model), b"".join(lines(found.model, found, blank=_withheld(found.model)))


def files_of(programme: str) -> set[str]:
    """Return the checksums of the documents that belong to these rows."""
    held = [(found, one.name) for found in rows(programme) for one in columns(found.model) if _is_file(one)]
    told = [file for found, name in held for file in found.values_list(name, flat=True)]
    return {file["checksum"] for file in told if file}


def add(path: Path, *, at: datetime) -> dict[str, int]:
    """Read the processes of a part back; return the number of rows by table.

    Rows get new numbers, and what refers to them follows. The records come by ``polos registers bring-in``.

    Raises
    ------
    NotAnArchive
        When it is no part, or not as it was written, or of a later version.
    NotEmpty
        When the installation holds processes of the programme already, or a pairing of the same two.
    """
    manifest = restoring.check(path, form=FORMAT)
    restoring.require_known(manifest)
    programme, numbers = manifest["programme"], {}
    try:
        with zipfile.ZipFile(path) as file, transaction.atomic():
            _require_none(programme)
            counts = {
                found.model._meta.label_lower: _add(file, found.model, numbers) for found in rows(programme)
            }
            restoring.lay_documents(file, sorted(files_of(programme)))
            subject = audit.Subject("programme", programme)
            audit.record(subject, "brought back", by=None, at=at, details={"rows": sum(counts.values())})
    except IntegrityError as problem:
        raise restoring.NotEmpty(
            f"Found something of the programme {programme!r} that is here already ({problem}). Needed an "
            "installation without it. End a pairing of the same two first, or take a new data folder."
        ) from problem
    return counts


def _add(file: zipfile.ZipFile, table: Table, numbers: dict[Table, dict[int, int]]) -> int:
    with file.open(_name(table)) as entry:
        return add_to(table, entry, numbers)


def _require_none(programme: str) -> None:
    for found in rows(programme):
        if found.exists():
            raise restoring.NotEmpty(
                f"Found {found.count()} rows of {found.model._meta.label_lower} of the programme "
                f"{programme!r} in this installation. Needed one without its processes. Name a new data "
                "folder with --data, or an empty database."
            )


def _name(table: Table) -> str:
    return f"{FOLDER}/{table._meta.label_lower}.jsonl"


def _withheld(table: Table) -> dict[str, Any]:
    """What is written in the place of people, and of what is about them."""
    named = [one for part in _PARTS for one in part.PERSONAL.get(table, ())]
    blank = {one.attname: one.get_default() for one in columns(table) if one.name in named}
    return blank | {one.attname: None for one in columns(table) if one.related_model is User}


def _is_file(column: models.Field) -> bool:
    return column.name in ("file", "document") and isinstance(column, models.JSONField)
