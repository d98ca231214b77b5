"""Files that people hand in: known by their content, kept under their checksum, never under a given name."""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from polos_web.registers.values import FILE_TYPES, WrongValue

MOST_BYTES = 20 * 1024 * 1024
_OPENINGS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_OFFICE = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_TYPES = {ending: kind for kind, ending in FILE_TYPES.items()}
_holders: set[str] = set()


def register_holder(name: str) -> None:
    """Name a function that gives the checksums of the files an application holds beside the registers.

    An application does so when it starts (in its ``AppConfig.ready``): a file is kept under its checksum, so
    that several may hold the same, and it goes with the last of them.
    """
    _holders.add(name)


def held_elsewhere() -> set[str]:
    """Return the checksums of every file that an application beside the registers holds."""
    return {checksum for name in sorted(_holders) for checksum in import_string(name)()}


def keep(file: UploadedFile) -> dict[str, Any]:
    """Put a file into the data folder, all of it or nothing; return what the record says of it.

    Raises
    ------
    WrongValue
        When it is empty, too large, or not of a kind that is taken, whatever its name says.
    OSError
        When the disk does not take it.
    """
    title = Path((file.name or "").replace("\\", "/")).name
    if not file.size or file.size > MOST_BYTES:
        most = MOST_BYTES // 1024**2
        raise WrongValue(title, gettext("a file of at most %(most)s MB that is not empty") % {"most": most})
    kind = _kind(file)
    if kind is None:
        raise WrongValue(title, gettext("one of these, by what is in it: %(kinds)s") % {"kinds": _kinds()})
    found = checksum(file)
    write(file, place(found))
    return {"title": title[:150], "type": kind, "size": file.size, "checksum": found}


def place(checksum: str) -> Path:
    """Return where the file with this checksum lies."""
    return Path(settings.DATA_FOLDER) / "documents" / checksum[:2] / checksum


def handed_out(file: Mapping[str, Any], name: str) -> FileResponse:
    """Hand out a file that was handed in, to be kept and not to be opened in the page.

    Raises
    ------
    Http404
        When the data folder has it no more.
    """
    path = place(file["checksum"])
    if not path.is_file():
        raise Http404
    title = f"{name}.{FILE_TYPES[file['type']]}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=title, content_type=file["type"])


def drop(checksums: Iterable[str]) -> None:
    """Remove files from the data folder."""
    for checksum in checksums:
        place(checksum).unlink(missing_ok=True)


def checksum(file: UploadedFile) -> str:
    """Return the SHA-256 of a file as it was sent."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def write(file: UploadedFile, path: Path) -> None:
    """Write a file to its place, all of it or nothing, for the site alone to read; what is there stays."""
    if path.exists():
        path.touch()  # it is in use from now on, and not swept
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _kind(file: UploadedFile) -> str | None:
    """Return the kind of a file by its content, ``None`` where it is none that is taken."""
    file.seek(0)
    opening = file.read(16)
    for sign, kind in _OPENINGS.items():
        if opening.startswith(sign):
            return kind
    return _kind_of_package(file) if opening.startswith(b"PK\x03\x04") else None


def _kind_of_package(file: UploadedFile) -> str | None:
    """Return the kind of an office document, a package of files of which but one word is unpacked."""
    try:
        with zipfile.ZipFile(file) as package:
            names = set(package.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            for name, ending in _OFFICE.items():
                if name in names and "[Content_Types].xml" in names:
                    return _TYPES[ending]
            if "mimetype" in names:
                with package.open("mimetype") as told:
                    return _TYPES.get(_OPEN_DOCUMENTS.get(told.read(100).strip(), ""))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return None
    return None


def _kinds() -> str:
    return ", ".join(ending.upper() for ending in FILE_TYPES.values())
