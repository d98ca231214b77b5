"""Files that people hand in: known by what is in them, kept under their checksum, given out to be saved."""

import hashlib
import io
import os
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from polos_web.accounts.actions import erase
from polos_web.registers import actions, files, kinds, queries
from polos_web.registers.kinds import Block, Field, Kind, Reach
from polos_web.registers.models import Record
from polos_web.registers.statements import Statement
from polos_web.registers.values import Upload, WrongValue
from web.orchards import ORCHARD

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
EVERYTHING = frozenset(Reach)
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
PLACE = "/en/records/archive/las-parras/"
DEEDS = Kind(
    name="archive",
    label="archive",
    plural="archives",
    permission=ORCHARD.permission,
    to_create=None,
    address="clusters:detail",
    blocks=(Block("papers", "Papers", (ORCHARD.fields["name"], Field("deed", "Deed", Upload()))),),
)


def package(*names, **held):
    """An office document with these files in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in names:
            made.writestr(name, "x")
        for name, text in held.items():
            made.writestr(name, text)
    return buffer.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")


@pytest.fixture
def archive(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    kinds.register(DEEDS)
    yield DEEDS
    kinds._registered.pop("archive")


@pytest.fixture
def keeper(make_person):
    return make_person("keeper", "cluster owner", scope="las-parras")


@pytest.fixture
def record(archive, keeper) -> Record:
    said = [Statement("name", {"language": "es", "original": "Las Parras"})]
    return actions.publish(actions.create(archive, "las-parras", said, by=keeper, at=NOW), by=keeper, at=NOW)


def handed_in(client, name, content, do="publish", **more):
    given = {"name.text": "Las Parras", "name.language": "es", "seen": "99", "do": do, **more}
    return client.post(f"{PLACE}edit/papers/", {**given, "deed.file": SimpleUploadedFile(name, content)})


def everything_in(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_under_its_checksum_and_given_out_to_be_saved(
    record, keeper, sign_in, client, tmp_path
):
    handed_in(sign_in(keeper), "../../La escritura <b>.pdf", PDF)
    told = queries.sheet(record, EVERYTHING).one("deed")
    checksum = hashlib.sha256(PDF).hexdigest()
    assert told.value == {
        "title": "La escritura <b>.pdf", "type": "application/pdf", "size": len(PDF), "checksum": checksum,
    }  # fmt: skip
    assert everything_in(tmp_path) == [tmp_path / "documents" / checksum[:2] / checksum]
    assert oct(files.place(checksum).stat().st_mode)[-3:] == "600"
    answer = client.get(f"{PLACE}files/{told.fact.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="las-parras-deed.pdf"'
    assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.exe", DOCX, "docx"),
        ("a", package("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("a", package(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        ("a.txt", b"\x89PNG\r\n\x1a\n....", "png"),
        ("a", b"\xff\xd8\xff\xe0....", "jpg"),
    ],
)
def test_the_kind_is_that_of_the_content(archive, name, content, kind):
    kept = files.keep(SimpleUploadedFile(name, content))
    assert files.FILE_TYPES[kept["type"]] == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\x00",
        b"PK\x03\x04 broken",
        package("run.sh"),
        package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        package(mimetype="text/html"),
    ],
)
def test_what_is_no_document_is_refused_whatever_its_name_says(archive, tmp_path, content):
    with pytest.raises(WrongValue):
        files.keep(SimpleUploadedFile("deed.pdf", content, content_type="application/pdf"))
    assert everything_in(tmp_path) == []


def test_a_file_that_is_too_large_is_refused(archive, monkeypatch, tmp_path):
    monkeypatch.setattr(files, "MOST_BYTES", len(PDF) - 1)
    with pytest.raises(WrongValue, match="MB"):
        files.keep(SimpleUploadedFile("deed.pdf", PDF))
    assert everything_in(tmp_path) == []


def test_a_file_stays_where_something_else_is_wrong_and_in_a_draft(record, keeper, sign_in):
    client = sign_in(keeper)
    page = handed_in(client, "deed.pdf", PDF, **{"deed~dated": "yesterday"}).text
    assert "deed.pdf" in page and 'name="deed.kept"' in page
    handed_in(client, "deed.pdf", PDF, do="draft")
    assert "deed.pdf" in client.get(f"{PLACE}edit/papers/").text
    assert queries.sheet(record, EVERYTHING).one("deed") is None


def test_a_refused_file_is_said_beside_its_field(record, keeper, sign_in):
    page = handed_in(sign_in(keeper), "deed.pdf", b"no document").text
    assert 'id="i-deed-wrong"' in page and "PDF, DOCX" in page


def test_nobody_takes_somebody_elses_file_by_its_checksum(record, keeper, sign_in):
    kept = '{"title": "x", "type": "application/pdf", "size": 1, "checksum": "' + "0" * 64 + '"}'
    given = {
        "name.text": "Las Parras",
        "name.language": "es",
        "deed.kept": kept,
        "seen": "99",
        "do": "publish",
    }
    sign_in(keeper).post(f"{PLACE}edit/papers/", given)
    assert queries.sheet(record, EVERYTHING).one("deed") is None


def test_a_file_reaches_those_its_statement_reaches(record, keeper, sign_in, client):
    own = sign_in(keeper)
    handed_in(own, "deed.pdf", PDF, **{"deed~reach": "team"})
    number = queries.sheet(record, EVERYTHING).one("deed").fact.pk
    assert client.get(f"{PLACE}files/{number}/").status_code == 404
    assert own.get(f"{PLACE}files/{number}/").status_code == 200


def test_a_disk_that_fails_keeps_nothing_and_says_so(record, keeper, sign_in, monkeypatch, tmp_path):
    def fail(*arguments):
        raise OSError("planted")

    monkeypatch.setattr("polos_web.registers.files.os.open", fail)
    page = handed_in(sign_in(keeper), "deed.pdf", PDF, **{"name.text": "Otra"}).text
    assert "could not be stored" in page and 'value="Otra"' in page
    assert queries.sheet(record, EVERYTHING).value("name")["original"] == "Las Parras"
    assert everything_in(tmp_path) == []


def test_a_sweep_removes_what_nothing_holds_once_it_has_lain_for_days(record, keeper, sign_in, tmp_path):
    client = sign_in(keeper)
    handed_in(client, "deed.pdf", PDF)
    handed_in(client, "given-up.pdf", PDF + b"2", **{"deed~dated": "yesterday"})
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports" / ("a" * 64)).write_bytes(b"name\nx\n")
    before = everything_in(tmp_path)
    call_command("sweep")
    assert everything_in(tmp_path) == before and len(before) == 3
    for path in before:
        os.utime(path, (path.stat().st_mtime - 8 * 86_400,) * 2)
    call_command("sweep")
    assert everything_in(tmp_path) == [files.place(hashlib.sha256(PDF).hexdigest())]
    handed_in(client, "again.pdf", PDF + b"2", **{"deed~dated": "yesterday"})
    assert len(everything_in(tmp_path)) == 2


def test_files_about_a_person_go_with_the_person_and_no_others(
    record, keeper, make_person, sign_in, tmp_path, django_capture_on_commit_callbacks
):
    handed_in(sign_in(keeper), "deed.pdf", PDF)
    member = make_person("member", "cluster editor", scope="las-parras")
    handed_in(sign_in(member), "mine.pdf", PDF + b"about me", do="draft")
    about = files.keep(SimpleUploadedFile("letter.pdf", PDF + b"a letter about me"))
    record.refresh_from_db()
    said = Statement("deed", about, about=member)
    actions.state(record, [said], seen=record.version, by=keeper, at=NOW)
    assert len(everything_in(tmp_path)) == 3
    with django_capture_on_commit_callbacks(execute=True):
        erase(member, by=member, at=NOW)
    assert [path.read_bytes() for path in everything_in(tmp_path)] == [PDF]
