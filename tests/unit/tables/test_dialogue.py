"""A dialogue goes into an archive and comes back; what does not belong together is refused."""

import json

import polars as pl
import pytest

from drawn_dialogues import drawn_dialogue
from polos.errors import UnreadableFile, WrongColumns, WrongRows
from polos.sources.dialogue_archive import Archive
from polos.table import Table
from polos.tables.dialogue import TABLES, Dialogue, from_archive, to_archive


@pytest.fixture(scope="module")
def dialogue():
    return drawn_dialogue(seed=2)


def table(name, **columns):
    return Table.from_frame(pl.DataFrame(columns), TABLES[name])


def test_everything_comes_back(dialogue):
    again, results = from_archive(to_archive(dialogue, {"a/count": 3, "b": None, "c": 0.1}))
    assert results == {"a/count": 3, "b": None, "c": 0.1}
    for name in TABLES:
        assert again.rows(name).equals(dialogue.rows(name)), name
    assert again.surveys["s3"].answers.submissions == dialogue.surveys["s3"].answers.submissions
    assert again.surveys["s3"].invited == dialogue.surveys["s3"].invited
    assert again.delphis == dialogue.delphis
    assert (again.title, again.settings) == (dialogue.title, dialogue.settings)


def test_an_empty_dialogue_has_empty_tables_and_no_votes():
    empty = Dialogue("Empty")
    assert empty.rows("votes").is_empty()
    assert empty.votes() is None
    assert (empty.setting("seed"), empty.setting("groups")) == (2014, None)


def test_hidden_statements_are_left_out_of_votes():
    statements = table("statements", statement_id=["a", "b"], is_hidden=[True, None])
    votes = table("votes", participant=["p", "p"], statement_id=["a", "b"], vote=[1, -1])
    found = Dialogue("One", {"statements": statements, "votes": votes}).votes()
    assert found.statements == ("b",)


@pytest.mark.parametrize(
    ("tables", "error", "says"),
    [
        (
            {"votes": table("votes", participant=["p"], statement_id=["x"], vote=[1])},
            WrongRows,
            "'x' in statement_id",
        ),
        (
            {"synthesis": table("synthesis", sentence_id=["r"], statement_ids=[["x"]])},
            WrongRows,
            "'x' in statement_ids of synthesis",
        ),
        ({"statements": table("statements", statement_id=["a", "a"])}, WrongRows, "'a' twice"),
        ({"statements": table("statements", statement_id=[None])}, WrongRows, "no statement_id in row 1"),
        ({"statements": table("statements", statement_id=["a;b"])}, WrongRows, "with a semicolon"),
        ({"moods": table("votes", participant=["p"])}, WrongColumns, "'moods'"),
    ],
)
def test_what_points_nowhere_is_refused(tables, error, says):
    with pytest.raises(error, match=says):
        Dialogue("Wrong", tables)


def test_an_unknown_setting_is_refused():
    with pytest.raises(WrongColumns, match="'mood'"):
        Dialogue("Wrong", settings={"mood": 1})


def broken(dialogue, name, content):
    archive = to_archive(dialogue, {})
    files = {**archive.files, name: content}
    return Archive(archive.manifest, {key: value for key, value in files.items() if value is not None})


@pytest.mark.parametrize(
    ("name", "content", "error", "says"),
    [
        ("results.json", None, UnreadableFile, "no results.json"),
        ("results.json", b"[1]", UnreadableFile, "holds no object"),
        ("results.json", b"{", UnreadableFile, "no JSON"),
        ("diary.txt", b"", UnreadableFile, "the file 'diary.txt'"),
        ("votes.csv", b"who,what\n", WrongColumns, "the columns who, what in votes.csv"),
        ("votes.csv", b"\xff\xfe", UnreadableFile, "votes.csv, which is no CSV"),
        ("votes.csv", b"participant,statement_id,vote\np,s1\n", WrongRows, "row 1 of votes.csv"),
        ("votes.csv", b"participant,statement_id,vote\np,s1,often\n", WrongRows, "'vote'"),
        ("surveys/s3/answers.csv", None, UnreadableFile, "surveys/s3/ without answers.csv"),
        ("surveys/s3/survey.json", b"{}", UnreadableFile, "survey.json without 'invited'"),
        ("delphi/vision.json", json.dumps({"rule": {}}).encode(), UnreadableFile, "without 'roster'"),
    ],
)
def test_an_archive_of_other_files_is_refused(dialogue, name, content, error, says):
    with pytest.raises(error, match=says):
        from_archive(broken(dialogue, name, content))
