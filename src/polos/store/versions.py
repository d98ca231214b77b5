"""Versions of what is stored: names, and steps on disk after which a kill leaves the old state whole."""

import fcntl
import os
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from polos.errors import InputError

VERSIONS_KEPT = 5
INCOMING = ".incoming-"


def safe_name(name: str) -> str:
    """Return a name that is a folder's everywhere: small letters, digits and hyphens."""
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    safe = "-".join("".join(c if c.isalnum() else " " for c in letters).split())[:80]
    if not safe:
        raise InputError(
            found=f"the name {name!r}",
            needed="a name with letters or digits",
            next_step="Give one with --name.",
        )
    return safe


def require_safe_name(name: str) -> None:
    """Refuse a name that is not a folder's everywhere."""
    safe = safe_name(name)
    if name != safe:
        raise InputError(
            found=f"the name {name!r}",
            needed="small letters a to z, digits and single hyphens between them, 80 at most",
            next_step=f"Give another with --name, such as {safe}.",
        )


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Let one process at a time add to a dataset; the system lets go when a process is killed."""
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def remove_leftovers(home: Path) -> None:
    """Remove what a killed process left behind."""
    for path in home.glob(f"{INCOMING}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def to_disk(path: Path) -> None:
    """Bring a file or folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def point(home: Path, version: str) -> None:
    """Put a version in force, in one step."""
    pointer = home / f"{INCOMING}pointer"
    pointer.write_text(version + "\n", encoding="utf-8")
    to_disk(pointer)
    pointer.replace(home / "current")
    to_disk(home)


def remove_old(home: Path, in_force: str) -> None:
    """Remove all versions but the last few and the one in force."""
    for version in versions(home)[:-VERSIONS_KEPT]:
        if version != in_force:
            shutil.rmtree(home / version)


def remove_versions(home: Path) -> None:
    """Remove every version; only of a dataset that is not in force."""
    for version in versions(home):
        shutil.rmtree(home / version)


def versions(home: Path) -> list[str]:
    """Return the versions of a dataset, the oldest first."""
    return sorted(path.name for path in home.iterdir() if path.is_dir() and not path.name.startswith("."))


def free_version(home: Path, fetched_at: datetime, checksum: str) -> str:
    """Return a name not yet taken that sorts after all others."""
    stamp = f"{fetched_at:%Y%m%dT%H%M%S%f}-{checksum[:8]}"
    taken = versions(home)
    if taken and taken[-1] >= stamp:
        return f"{taken[-1]}-1"
    return stamp
