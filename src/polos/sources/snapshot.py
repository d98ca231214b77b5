"""A file exactly as it came, with its checksum and the moment it came in."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from polos.errors import UnreadableFile

_PIECE = 1 << 20


@dataclass(frozen=True)
class Snapshot:
    """One file from outside, unchanged.

    ``checksum`` is the SHA-256 of its bytes, ``size`` their number, ``address`` where it was fetched
    from ("" for a file that was at hand), ``fetched_at`` when it was read (UTC).
    """

    path: Path
    checksum: str
    size: int
    fetched_at: datetime
    address: str = ""

    @property
    def file_name(self) -> str:
        """The name of the file, without its folder."""
        return self.path.name


def read_snapshot(path: Path, *, address: str = "") -> Snapshot:
    """Read a file piece by piece for its checksum.

    Raises
    ------
    UnreadableFile
        When there is no such file, it is a folder, it may not be read, or it is empty.
    """
    if path.is_dir() or not path.exists():
        raise UnreadableFile(
            found=f"{'a folder' if path.is_dir() else 'no file'} at {path}",
            needed="a file of statistics",
            next_step="Check the path.",
        )
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except PermissionError as error:
        raise UnreadableFile(
            found=f"{path.name}, which may not be read",
            needed="a file that this user may read",
            next_step="Change its permissions or copy it.",
        ) from error
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile(
            found=f"{path.name}, which is empty (0 bytes)",
            needed="a heading and at least one row",
            next_step="Export or download the file again.",
        )
    return Snapshot(path, digest.hexdigest(), size, datetime.now(UTC), address)
