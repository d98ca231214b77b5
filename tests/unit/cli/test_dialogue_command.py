"""An exported dialogue is recomputed, and a single changed number is found."""

import json
from dataclasses import replace

import pytest
from numpy.random import default_rng

from drawn_dialogues import drawn_dialogue
from polos import cli
from polos.measures.dialogue_results import dialogue_results, recomputed
from polos.sources.dialogue_archive import Archive, archive_bytes, read_archive, write_archive
from polos.tables.dialogue import Dialogue, from_archive, to_archive


@pytest.fixture(scope="module")
def dialogue():
    return drawn_dialogue()


@pytest.fixture(scope="module")
def results(dialogue):
    return dialogue_results(dialogue, default_rng)


@pytest.fixture
def path(tmp_path, dialogue, results):
    place = tmp_path / "dialogue.zip"
    write_archive(to_archive(dialogue, results), place)
    return place


def changed(path, name, change):
    """The same archive with one file changed, and its checksum with it."""
    archive = read_archive(path)
    files = {**archive.files, name: change(archive.files[name])}
    path.write_bytes(
        archive_bytes(Archive({"title": "changed", "settings": archive.manifest["settings"]}, files))
    )


@pytest.mark.slow
def test_every_number_is_the_same(path, capsys, results):
    assert cli.main(["dialogue", "recompute", str(path)]) == 0
    printed = capsys.readouterr()
    assert int(printed.out) == len(results) > 1000
    assert "An invented dialogue: all numbers are the same." in printed.err


def test_numbers_of_every_part_are_there(results):
    assert results["survey/s3/wave 1/all/Q06.governance/answered"] == 18
    assert 0 <= results["survey/s3/wave 1/sides/Q05/corrected"] <= 1
    assert results["survey/s3/wave 1/pairs/Q06.vision/pairs"] == 9
    assert results["survey/s3/wave 1/steps/vision/answered_both"] == 18
    assert results["survey/s3/response/1/EU/value"] == 9 / 20
    assert results["survey/s3/change/Q05/count_after"] == 12
    assert results["opinion/statements"] == 11
    assert results["opinion/discovered/statement s0/consensus"] > 0
    assert results["opinion/side/beside discovered/index/value"] > 0.5
    assert -1 <= results["coding/topic/whole/agreement/value"] <= 1
    assert "coding/factor/whole/agreement/value" not in results
    assert "coding/factor/tag objective/lower" in results
    assert results["delphi/vision/is_as_locked"] is True
    assert results["delphi/vision/round 1/decision/outcome"] == "another_round"
    assert results["synthesis/r4/statements"] == 5
    assert results["synthesis/r0/rests_on_one_country"] is True
    assert (results["question/1.1/answers"], results["question/1.1/replies"]) == (12, 2)
    assert results["question/1.2/answers"] == 0
    assert results["people/participants"] == 39
    assert results["vote/statements"] == 11
    assert results["code/topic=market/EU"] + results["code/topic=market/LAC"] >= 3


def test_hidden_statements_are_not_voted_on(results):
    assert not any("statement s11" in name for name in results)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "old", "new", "differs"),
    [
        ("surveys/s3/answers.csv", b"broadly", b"very", "survey/s3/wave 1/all/Q05/option very/count"),
        ("votes.csv", b"p00,s1,", b"p00,s11,", "opinion/"),
        ("codings.csv", b",topic,policy", b",topic,market", "coding/topic"),
        ("contributions.csv", b"c3,1.1,1,answer", b"c3,1.2,1,answer", "question/1.2/answers"),
        ("contributions.csv", b",disagreement,c0,", b",reaction,c0,", "disagreements"),
        ("participants.csv", b"p01,", b"p77,", "people/contributing"),
        ("resolutions.csv", b"s0,topic,market", b"s0,topic,policy", "code/topic=market"),
        ("synthesis.csv", b"r1,access", b"r9,access", "synthesis/r9/statements"),
        ("delphi/vision.json", b'"threshold": 0.7', b'"threshold": 0.9', "delphi/vision/is_as_locked"),
    ],
)
def test_a_changed_row_is_found(path, capsys, name, old, new, differs):
    """Checksums may be made to fit; numbers then do not."""
    changed(path, name, lambda text: text.replace(old, new, 1))
    assert cli.main(["dialogue", "recompute", str(path), "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert any(differs in one["name"] for one in found["disagreements"])


@pytest.mark.slow
@pytest.mark.parametrize(("exported", "agrees"), [(0.5, True), (0.5 + 4e-10, True), (0.5 + 1e-8, False)])
def test_numbers_may_differ_by_a_billionth(dialogue, results, exported, agrees):
    name = "survey/s3/response/1/EU/value"
    found = recomputed(dialogue, {**results, name: 0.45 + exported - 0.5}, default_rng)
    assert (found.disagreements == ()) is agrees


@pytest.mark.slow
@pytest.mark.parametrize("exported", [17, 18.0, None, "18", True])
def test_counts_have_to_be_the_same_in_kind_too(dialogue, results, exported):
    """18 people are not 17, and nothing is not nought; a whole number written with a point is let pass."""
    name = "survey/s3/wave 1/all/Q06.governance/answered"
    found = recomputed(dialogue, {**results, name: exported}, default_rng)
    assert (found.disagreements == ()) is (exported == 18.0 and exported is not True)


@pytest.mark.slow
def test_a_number_that_was_not_exported_is_named(dialogue, results):
    some = {name: value for name, value in results.items() if name != "opinion/silhouette"}
    found = recomputed(dialogue, some, default_rng)
    (one,) = found.disagreements
    assert (one.name, one.missing) == ("opinion/silhouette", "exported")
    assert found.compared == len(results)
    (other,) = recomputed(dialogue, {**results, "opinion/mood": 1}, default_rng).disagreements
    assert other.missing == "recomputed"


@pytest.mark.slow
def test_the_first_ten_differences_are_told(path, capsys):
    changed(path, "results.json", lambda text: text.replace(b'/count": 1', b'/count": 2'))
    assert cli.main(["dialogue", "recompute", str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "recomputed 1" in printed.err
    assert "more" in printed.err


def test_an_empty_dialogue_has_no_numbers(tmp_path, capsys):
    """Nothing in it, nothing to differ."""
    place = tmp_path / "empty.zip"
    empty = Dialogue("Empty")
    write_archive(to_archive(empty, dialogue_results(empty, default_rng)), place)
    assert cli.main(["dialogue", "recompute", str(place)]) == 0
    assert capsys.readouterr().out == "0\n"


@pytest.mark.slow
@pytest.mark.parametrize("people", [0, 1, 2])
def test_a_survey_of_nobody_one_or_two_is_recomputed_too(tmp_path, dialogue, people):
    """Everything that cannot be said is said to be so, twice the same."""
    survey = dialogue.surveys["s3"]
    few = replace(survey.answers, submissions=survey.answers.submissions[:people])
    small = Dialogue("Few", surveys={"s3": replace(survey, answers=few)})
    place = tmp_path / "few.zip"
    write_archive(to_archive(small, dialogue_results(small, default_rng)), place)
    again, exported = from_archive(read_archive(place))
    assert recomputed(again, exported, default_rng).disagreements == ()
    assert exported["survey/s3/wave 1/all/Q05/consensus/undefined"] is not None or people == 2
    assert exported["survey/s3/wave 1/pairs/Q05/mean"] is None


def test_a_file_that_is_no_archive_is_refused(tmp_path, capsys):
    place = tmp_path / "notes.zip"
    place.write_text("notes")
    assert cli.main(["dialogue", "recompute", str(place)]) == 2
    assert "no ZIP archive" in capsys.readouterr().err
    assert cli.main(["dialogue", "recompute", str(tmp_path / "none.zip")]) == 2
