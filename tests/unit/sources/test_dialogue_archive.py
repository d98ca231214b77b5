"""An archive is read whole and as it was written, or not at all."""

import io
import json
import zipfile

import pytest

from polos.errors import InputError, UnreadableFile
from polos.sources.dialogue_archive import (
    MANIFEST,
    Archive,
    archive_bytes,
    archive_of_bytes,
    read_archive,
    write_archive,
)

FILES = {"votes.csv": b"participant\n", "a/b.json": "{“é”}".encode()}
WHOLE = Archive({"title": "Ours"}, FILES)


def packed(**files):
    """A ZIP of these files, names with a dot for an underscore."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return file.getvalue()


def manifest(**changes):
    return json.dumps({"format": "polos-dialogue", "version": 2, "files": {}} | changes)


def test_what_is_written_is_read_back(tmp_path):
    write_archive(WHOLE, tmp_path / "one.zip")
    again = read_archive(tmp_path / "one.zip")
    assert dict(again.files) == FILES
    assert again.manifest["title"] == "Ours"


def test_the_same_files_give_the_same_bytes():
    turned = Archive({"title": "Ours"}, dict(reversed(FILES.items())))
    assert archive_bytes(WHOLE) == archive_bytes(turned)


def test_every_changed_byte_is_found():
    """One bit of one file after the other."""
    names = [name for name, content in FILES.items() if content]
    for name in names:
        content = FILES[name]
        other = {**FILES, name: bytes([content[0] ^ 1]) + content[1:]}
        file = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(archive_bytes(WHOLE))) as old, zipfile.ZipFile(file, "w") as new:
            new.writestr(MANIFEST, old.read(MANIFEST))
            for each, now in other.items():
                new.writestr(each, now)
        with pytest.raises(UnreadableFile, match="not as its checksum says"):
            archive_of_bytes(file.getvalue())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no ZIP"),
        (b"PK\x03\x04 half", "no ZIP"),
        (archive_bytes(WHOLE)[:-40], "no ZIP"),
        (packed(votes_csv=b""), "no manifest.json"),
        (packed(manifest_json="[]"), "another format"),
        (packed(manifest_json=manifest(version=1)), "another format or version"),
        (packed(manifest_json=manifest(files=[])), "another format"),
        (packed(manifest_json=manifest(files={"votes.csv": "00"})), "'votes.csv', which is listed only"),
        (packed(manifest_json=manifest(), votes_csv=b""), "'votes.csv', which is there only"),
    ],
)
def test_what_is_no_archive_is_refused(content, says):
    with pytest.raises(UnreadableFile, match=says):
        archive_of_bytes(content)


def test_a_huge_archive_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("polos.sources.dialogue_archive.LARGEST", 10)
    with pytest.raises(UnreadableFile, match="bytes when unpacked"):
        archive_of_bytes(archive_bytes(WHOLE))


def test_a_file_twice_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.csv", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", b"2")
    with pytest.raises(UnreadableFile, match="a file twice"):
        archive_of_bytes(file.getvalue())


def test_the_name_of_the_manifest_is_taken():
    with pytest.raises(InputError, match="other names"):
        archive_bytes(Archive({}, {MANIFEST: b""}))


def test_a_path_without_a_file_is_refused(tmp_path):
    for path in (tmp_path / "none.zip", tmp_path):
        with pytest.raises(UnreadableFile, match="no file that can be read"):
            read_archive(path)
