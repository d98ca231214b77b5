"""Tables of context that the operator added: input-output tables, season calendars, indicators."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

from polos.measures.structure import StructuralDistance, structural_distance
from polos.store import ContextStore, ContextTable

# The column that each kind of table makes known.
COLUMN_OF = {"input-output": "value_chain", "seasons": "season", "indicators": "structure"}


@dataclass(frozen=True, eq=False)
class Context:
    """Everything stored at one moment; the first of each kind by name is used unless another is chosen."""

    tables: tuple[ContextTable, ...]

    def of(self, kind: str) -> tuple[ContextTable, ...]:
        """Return the tables of a kind, by name."""
        return tuple(one for one in self.tables if one.papers.kind == kind)

    def first(self, kind: str, name: str = "") -> ContextTable | None:
        """Return the table of this name, or the first of its kind; ``None`` where there is none."""
        found = self.of(kind)
        return next((one for one in found if one.name == name), found[0] if found else None)

    @cached_property
    def distances(self) -> StructuralDistance | None:
        """Structural distances between the territories of the indicators, ``None`` without any."""
        table = self.first("indicators")
        return structural_distance(table.indicators) if table else None

    @property
    def checksums(self) -> dict[str, str]:
        """The SHA-256 of each file, by the name it is stored under."""
        return {one.name: one.papers.checksum for one in self.tables}


def context() -> Context:
    """Return what is stored now: the same value until a table is added, replaced or removed."""
    return _at(tuple(table.folder for table in ContextStore(Path(settings.DATA_FOLDER)).tables()))


@lru_cache(maxsize=2)
def _at(folders: tuple[Path, ...]) -> Context:
    return Context(tuple(ContextTable.read(folder) for folder in folders))
