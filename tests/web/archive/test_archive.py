"""The portable archive: everything in one file, into an empty installation, and the same content back."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from polos.vocabularies import code_lists
from polos_web.archive import restoring, tables, writing
from polos_web.audit.models import Event
from polos_web.registers import actions, queries
from polos_web.registers.kinds import kind
from polos_web.registers.statements import Statement
from polos_web.territories.models import Territory

POLOS = Path(sys.executable).with_name("polos")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def written(db, settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    (tmp_path / "documents" / "ab").mkdir(parents=True)
    (tmp_path / "documents" / "ab" / "abcd").write_bytes(b"a letter")
    writing.write(tmp_path / "polos.zip", at=NOW)
    return tmp_path / "polos.zip"


def remade(path, change):
    """The archive with another content: ``change`` gets the files by name."""
    with zipfile.ZipFile(path) as file:
        files = {entry.filename: file.read(entry) for entry in file.infolist()}
    change(files)
    other = path.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return other


def test_every_table_is_in_the_archive_or_left_out_for_a_reason():
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    kept = {table._meta.label for table in tables.tables()}
    assert kept | set(tables.LEFT_OUT) == known
    assert not kept & set(tables.LEFT_OUT)


def test_an_archive_holds_the_tables_and_what_a_person_reads_without_polos(written):
    manifest = restoring.check(written)
    assert manifest["rows"]["territories.territory"] == Territory.objects.count()
    with zipfile.ZipFile(written) as file:
        assert file.read("files/documents/ab/abcd") == b"a letter"
        colima = next(
            row for row in json.loads(file.read("registers/territory.json")) if row["slug"] == "mx_col"
        )
        assert colima["name"] == "Colima"
        told = json.loads(file.read("dictionary/territory.json"))
        country = next(one for one in told if one["column"] == "country")
        assert {"field": "country", "holds": "code"}.items() <= country.items()
        markets = json.loads(file.read("vocabularies/markets.json"))
        lists = {name for name in file.namelist() if name.startswith("vocabularies/")}
        assert lists == {f"vocabularies/{one.name}.json" for one in code_lists()}
        assert len(markets["concepts"]) == 14 and set(markets["concepts"][0]) >= {"en", "es", "pt", "fr"}


@pytest.mark.slow
def test_the_same_content_gives_the_same_checksums(written):
    def content(path):
        return {name: sum_ for name, sum_ in restoring.check(path)["files"].items() if "audit" not in name}

    again = written.with_name("again.zip")
    writing.write(again, at=NOW)
    assert content(again) == content(written)
    record = queries.record(kind("territory"), "mx_col")
    actions.load(
        kind("territory"),
        [("mx_col", [Statement("name", {"language": "es", "original": "Otra"}), Statement("country", "MX"),
                     Statement("level", "region"), Statement("form", "state"), Statement("latitude", 1),
                     Statement("longitude", 1)])],
        voice="reference", at=NOW,
    )  # fmt: skip
    assert record.slug == "mx_col"
    writing.write(again, at=NOW)
    changed = {name for name, sum_ in content(again).items() if content(written)[name] != sum_}
    assert {"tables/registers.fact.jsonl", "registers/territory.json"} <= changed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "refused"),
    [
        (lambda files: files.pop("tables/registers.record.jsonl"), "missing"),
        (lambda files: files.update({"tables/registers.record.jsonl": b"{}\n"}), "changed"),
        (lambda files: files.update({"more.txt": b""}), "added"),
        (lambda files: files.pop("manifest.json"), "Needed an archive of Polos"),
        (lambda files: files.update({"manifest.json": b"[]"}), "format"),
        (lambda files: files.update({"manifest.json": b'{"format": "polos-archive 9"}'}), "polos-archive 9"),
    ],
)
def test_what_is_not_as_it_was_written_is_refused(written, change, refused):
    with pytest.raises(restoring.NotAnArchive, match=refused):
        restoring.check(remade(written, change))


def test_a_name_that_leads_out_is_refused(written):
    def lead_out(files):
        manifest = json.loads(files["manifest.json"])
        manifest["files"]["files/../../secret"] = "0"
        files["manifest.json"] = json.dumps(manifest).encode()
        files["files/../../secret"] = b""

    with pytest.raises(restoring.NotAnArchive, match="leads out"):
        restoring.check(remade(written, lead_out))


def test_what_is_no_archive_at_all_is_refused_in_words(tmp_path, db):
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 broken")
    for path, words in ((tmp_path / "x.zip", "cannot be read"), (tmp_path / "none.zip", "cannot be read")):
        with pytest.raises(CommandError, match=words):
            call_command("archive", "check", str(path))


def test_an_installation_that_holds_anything_is_not_written_over(written):
    with pytest.raises(restoring.NotEmpty, match="records"):
        restoring.restore(written, at=NOW)


def test_an_archive_of_a_later_version_is_refused(written):
    def later(files):
        manifest = json.loads(files["manifest.json"])
        manifest["migrations"].append("registers.9999_not_yet")
        files["manifest.json"] = json.dumps(manifest).encode()

    with pytest.raises(restoring.NotAnArchive, match="later version"):
        restoring.restore(remade(written, later), at=NOW)


@pytest.mark.slow
def test_a_disk_that_is_full_leaves_the_earlier_archive(written, monkeypatch):
    def fail(*arguments):
        raise OSError(28, "No space left on device")

    before = written.read_bytes()
    monkeypatch.setattr(writing, "_documents", fail)
    with pytest.raises(CommandError, match="No space left"):
        call_command("archive", "write", str(written))
    assert written.read_bytes() == before
    assert [path.name for path in written.parent.glob(".*")] == []


@pytest.mark.slow
def test_a_site_is_taken_away_and_loaded_elsewhere_with_nothing_lost(tmp_path):
    def polos(*arguments, fails=False):
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(
            [POLOS, *arguments], check=False, capture_output=True, text=True, env=environment
        )
        assert bool(done.returncode) is fails, done.stderr
        return done.stderr if fails else done.stdout

    here, there = tmp_path / "here", tmp_path / "there"
    polos("site", "prepare", "--data", here)
    polos("site", "operator", "operator@example.org", "--data", here)
    further = Path("vocabularies/countries.csv")  # a country that this installation added
    (here / further).parent.mkdir()
    (here / further).write_text(
        "code,parent,en,es,pt,fr\nPR,LAC,Puerto Rico,Puerto Rico,Porto Rico,Porto Rico\n"
    )
    wrote = polos("archive", "write", tmp_path / "a.zip", "--data", here)
    assert "rows, content" in polos("archive", "check", tmp_path / "a.zip", "--data", here)
    assert "each table as it was written" in polos("archive", "restore", tmp_path / "a.zip", "--data", there)
    assert "The chain is whole" in polos("audit", "verify", "--data", there)
    assert (there / further).read_bytes() == (here / further).read_bytes()
    assert "rows, content" in wrote
    polos("archive", "write", tmp_path / "b.zip", "--data", there)
    first, second = (restoring.check(tmp_path / name)["files"] for name in ("a.zip", "b.zip"))
    differing = {name for name in first if first[name] != second[name]}
    assert differing == {"tables/audit.event.jsonl", "tables/audit.payload.jsonl"}  # what was done since then

    anew, forged = tmp_path / "anew", tmp_path / "forged"
    polos("archive", "restore", remade(tmp_path / "a.zip", as_of_earlier), "--data", anew)
    assert entries(anew) == entries(here)
    refused = polos("archive", "restore", remade(tmp_path / "a.zip", forge), "--data", forged, fails=True)
    assert "event 2 was changed" in refused and entries(forged) == []


def as_of_earlier(files):
    """Change an archive into one of before it told where the events end, without the index of the search."""
    manifest = json.loads(files["manifest.json"])
    del manifest["search"], manifest["end"]
    del manifest["files"]["tables/search.entry.jsonl"], files["tables/search.entry.jsonl"]
    files["manifest.json"] = json.dumps(manifest).encode()


def forge(files):
    """Change an event in an archive, and every checksum that lies beside it."""
    manifest, name = json.loads(files["manifest.json"]), "tables/audit.event.jsonl"
    first, second, *others = files[name].splitlines(keepends=True)
    files[name] = b"".join([first, second.replace(b'"verb":"', b'"verb":"not '), *others])
    manifest["files"][name] = sha256(files[name]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()


def entries(folder):
    """Return which pages the search of a site knows, and the words it finds them by."""
    told = "SELECT kind_name, slug, codes, title_words, key_words, body_words FROM search_entry"
    with closing(sqlite3.connect(folder / "polos.sqlite3")) as database:
        return sorted(database.execute(told))


# ---- the part of one programme ---------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db
def test_a_programme_takes_away_its_records_with_their_history_and_nothing_of_others(make_person, sign_in):
    manager = make_person("manager", "programme manager", scope="iuc-lac", second_factor=True)
    programme = queries.record(kind("programme"), "iuc-lac")
    actions.state(programme, [Statement("begins", 2015)], seen=programme.version, by=manager, at=NOW)
    letter = [
        Statement("title", {"language": "es", "original": "Carta inventada"}),
        Statement("programme", "iuc-lac"),
        Statement("territory", "mx_col"),
    ]
    actions.create(kind("document"), "carta", letter, by=manager, at=NOW)
    answer = sign_in(manager).post("/en/programmes/iuc-lac/part.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        lines = file.read("records/programme.jsonl").splitlines()
        (told,) = map(json.loads, lines)
        begins = [(fact["value"], fact["voice"]) for fact in told["facts"] if fact["field"] == "begins"]
        assert sorted(begins) == [(2015, "owner"), (2016, "reference")]
        territories = {row["slug"] for row in json.loads(file.read("tables/territory.json"))}
        assert (len(territories), "mx_col" in territories) == (40, True)
        assert [row["slug"] for row in json.loads(file.read("tables/document.json"))] == ["carta"]
        assert "corfo" not in {row["slug"] for row in json.loads(file.read("tables/actor.json"))}
        manifest = json.loads(file.read("manifest.json"))
        for name, checksum in manifest["files"].items():
            assert sha256(file.read(name)).hexdigest() == checksum
        assert not any(name.endswith("cluster.jsonl") for name in file.namelist())
    assert Event.objects.filter(verb="taken away", subject="iuc-lac").count() == 1


@pytest.mark.django_db
def test_nobody_else_takes_a_programme_away(make_person, sign_in):
    other = make_person("other", "programme manager", scope="polos", second_factor=True)
    assert sign_in(other).post("/en/programmes/iuc-lac/part.zip").status_code == 403
    assert sign_in(other).post("/en/programmes/none/part.zip").status_code == 404
    assert not Event.objects.filter(verb="taken away").exists()
