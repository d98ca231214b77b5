"""The archive of a dialogue: a ZIP of CSV and JSON files, each with its SHA-256 in ``manifest.json``.

What the files are is said in ``docs/guide/dialogue-archive.md``; this module knows bytes and checksums only.
Nothing is unpacked to disk.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from polos.errors import InputError, UnreadableFile

MANIFEST = "manifest.json"
FORMAT, VERSION = "polos-dialogue", 2
LARGEST = 500_000_000
_EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, eq=False)
class Archive:
    """The files of an archive by name, all of them as their checksums say, and what its manifest says."""

    manifest: Mapping[str, Any]
    files: Mapping[str, bytes]


def archive_bytes(archive: Archive) -> bytes:
    """Return an archive as a ZIP; the same files give the same bytes.

    Raises
    ------
    InputError
        When a file has the name of the manifest.
    """
    if MANIFEST in archive.files:
        raise InputError(
            found=f"a file named {MANIFEST}",
            needed="other names for files",
            next_step="Leave it out; the manifest is written here.",
        )
    manifest = {
        **archive.manifest,
        "format": FORMAT,
        "version": VERSION,
        "files": {name: sha256(archive.files[name]).hexdigest() for name in sorted(archive.files)},
    }
    said = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in ((MANIFEST, said), *sorted(archive.files.items())):
            packed.writestr(zipfile.ZipInfo(name, _EARLIEST), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def archive_of_bytes(content: bytes) -> Archive:
    """Read an archive, and check every file against its checksum.

    Raises
    ------
    UnreadableFile
        When it is no ZIP, damaged, too large when unpacked, has no manifest of this format, or a file is
        missing, not listed, twice, or not as its checksum says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            size = sum(part.file_size for part in packed.infolist())
            if size > LARGEST:
                raise _unreadable(f"an archive of {size:,} bytes when unpacked")
            if len(set(names)) < len(names):
                raise _unreadable("an archive with a file twice")
            files = {name: packed.read(name) for name in names}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _unreadable(f"a file that is no ZIP archive, or damaged ({error})") from error
    manifest = _manifest(files.pop(MANIFEST, b""))
    listed = manifest["files"]
    for name in sorted(files.keys() | listed.keys()):
        if name not in files or name not in listed:
            raise _unreadable(f"{name!r}, which is {'listed' if name in listed else 'there'} only")
        if sha256(files[name]).hexdigest() != listed[name]:
            raise _unreadable(f"{name!r}, which is not as its checksum says")
    return Archive(manifest, files)


def read_archive(path: Path) -> Archive:
    """Read an archive from a file; errors as in :func:`archive_of_bytes`."""
    try:
        return archive_of_bytes(path.read_bytes())
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise _unreadable(f"no file that can be read at {path}") from error


def write_archive(archive: Archive, path: Path) -> None:
    """Write an archive to a file."""
    path.write_bytes(archive_bytes(archive))


def _manifest(content: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(content)
    except ValueError as error:
        raise _unreadable(f"no {MANIFEST}, or one that is no JSON") from error
    is_known = isinstance(manifest, dict) and (manifest.get("format"), manifest.get("version")) == (
        FORMAT,
        VERSION,
    )
    if not is_known or not isinstance(manifest.get("files"), dict):
        raise _unreadable(f"a {MANIFEST} of another format or version")
    return manifest


def _unreadable(found: str) -> UnreadableFile:
    return UnreadableFile(
        found=found,
        needed=f"a ZIP whose {MANIFEST} says {FORMAT} {VERSION} and lists its files",
        next_step="Export the dialogue again, and copy the file whole.",
    )
