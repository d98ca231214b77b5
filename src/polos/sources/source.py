"""What Polos knows about a provider before it has seen a file: papers, columns, companions, assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from polos.errors import UnreadableFile
from polos.provenance import Citation, Licence
from polos.sources.snapshot import Snapshot, read_snapshot


@dataclass(frozen=True)
class Companion:
    """A file that must lie beside the data: a classification, or a table of boundaries.

    ``places`` are tried in order, relative to the folder of the data file; or below the folder given with
    ``--companions``, without the leading ``..`` and then without each further folder.
    """

    name: str
    places: tuple[str, ...]
    purpose: str


@dataclass(frozen=True)
class Source:
    """A provider of employment by unit and activity.

    ``columns`` maps each role (``unit``, ``activity``, ``employment`` and optional others) to the
    headings accepted for it; ``needed`` lists the roles a file must have. ``base_level`` is the level
    of unit that is compared and pooled: other levels repeat the same jobs. ``status_of_empty`` is what a
    row without a number means; such rows are rejected where it is "". ``absent_is_zero`` is the
    declared assumption about cells without a row; ``assumptions`` say in words what else is assumed.
    ``every_row_needed`` refuses a file of which any row is rejected, unless that is accepted.
    """

    name: str
    title: str
    citation: Citation
    licence: Licence
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    vintage: str
    base_level: str
    country: str = ""
    side: str = ""
    status_of_empty: str = ""
    absent_is_zero: bool = False
    every_row_needed: bool = False
    companions: tuple[Companion, ...] = ()
    assumptions: Mapping[str, str] = field(default_factory=dict)


def read_companions(source: Source, beside: Path, *, folder: Path | None = None) -> dict[str, Snapshot]:
    """Find the companions of a source, by name.

    Raises
    ------
    UnreadableFile
        When one is missing; the message lists where it was looked for.
    """
    return {one.name: _companion(one, beside, folder) for one in source.companions}


def _companion(companion: Companion, beside: Path, folder: Path | None) -> Snapshot:
    if folder is None:
        tried = [beside / place for place in companion.places]
    else:
        inside = [Path(place.removeprefix("../")) for place in companion.places]
        shorter = [Path(*place.parts[n:]) for place in inside for n in range(len(place.parts))]
        tried = [folder / place for place in shorter]
    for path in tried:
        if path.is_file():
            return read_snapshot(path)
    raise UnreadableFile(
        found=f"no {companion.name} at {' or '.join(str(path) for path in tried)}",
        needed=f"{Path(companion.places[0]).name}, {companion.purpose}",
        next_step="Put it there, or name the folder that holds the companions with --companions.",
    )
