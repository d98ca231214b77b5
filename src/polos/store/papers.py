"""The papers of a stored file: where it came from, what became of its rows, what is assumed."""

import dataclasses
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from polos.provenance import Citation, Licence, Origin

#: Raised whenever the same file would be stored differently, so that it is read anew.
READER = 2


@dataclass(frozen=True)
class Papers:
    """Papers of one version of a dataset.

    ``checksum`` is the SHA-256 of the file as it came, ``companions`` gives that of each companion,
    ``territories`` that of the territories it was linked to. ``rejected`` counts rows by reason.
    ``base_level`` is the level of unit that is compared; ``unobserved`` are the divisions of NACE on which
    the file has no row at all. ``absent_is_zero`` is the declared assumption about cells without a row.
    """

    name: str
    source: str
    title: str
    version: str
    file_name: str
    size: int
    checksum: str
    fetched_at: datetime
    address: str
    citation: Citation
    licence: Licence
    vintage: str
    companions: dict[str, str]
    territories: str
    assumptions: dict[str, str]
    absent_is_zero: bool
    base_level: str
    rows_read: int
    rows_admitted: int
    rows_left_out: int
    rejected: dict[str, int]
    unobserved: tuple[str, ...]
    notes: tuple[str, ...]
    reader: int = READER

    @property
    def origin(self) -> Origin:
        """The same papers in the form that every later value carries."""
        return Origin(self.title, self.citation, self.licence, self.checksum, self.fetched_at)

    @property
    def identity(self) -> tuple[object, ...]:
        """What decides whether adding a file again would store the same: its bytes and all it rests on."""
        return (
            self.source,
            self.checksum,
            tuple(sorted(self.companions.items())),
            self.territories,
            self.absent_is_zero,
            self.vintage,
            self.reader,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the papers as plain values."""
        return {**dataclasses.asdict(self), "fetched_at": self.fetched_at.isoformat()}


def read_papers(path: Path) -> Papers:
    """Read papers written by :func:`write_papers`."""
    written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    values: dict[str, Any] = {
        **written,
        "fetched_at": datetime.fromisoformat(written["fetched_at"]),
        "citation": Citation(**written["citation"]),
        "licence": Licence(**written["licence"]),
        "unobserved": tuple(written["unobserved"]),
        "notes": tuple(written["notes"]),
    }
    return Papers(**values)


def write_papers(papers: Papers, path: Path) -> None:
    """Write papers as JSON."""
    path.write_text(json.dumps(papers.to_json(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
