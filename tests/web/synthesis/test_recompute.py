"""A dialogue that was really held is exported, and every number its pages show is computed from the file."""

import json
import zipfile
from datetime import timedelta

import pytest

from polos.cli import main
from polos.sources.dialogue_archive import Archive, archive_bytes, read_archive
from polos_web.analysis import opinions
from polos_web.dialogue import actions as dialogues
from polos_web.dialogue import own_actions, people_actions, statement_queries
from polos_web.dialogue import queries as dialogue_queries
from polos_web.dialogue.mails import Mails
from polos_web.dialogue.models import Participant
from polos_web.dialogue.words import GROUPINGS
from polos_web.synthesis import coding_actions, codings, evidence, exporting
from web.people import BEGAN
from web.synthesis.conftest import text

MAILS = Mails("https://polos.example.org", BEGAN)


@pytest.fixture
def worked(held, synthesis, statements, write, coders):
    """Answers, replies, votes of twelve, codes that differ, a table that cites, and one person who left."""
    later = BEGAN + timedelta(hours=1)
    one, two = held.people[0], held.people[2]
    asked = held.question
    own_actions.answer(asked, text("Roads are good."), "fact", by=one, at=later, mails=MAILS)
    hidden = own_actions.answer(asked, text("Spam."), "opinion", by=two, at=later, mails=MAILS)
    dialogues.hide(hidden, is_hidden=True, by=held.facilitator, at=later)
    for kind, by in (("disagreement", two), ("disagreement", held.people[3]), ("reaction", two)):
        own_actions.reply(held.said[0], text("Not here."), "opinion", kind=kind, by=by, at=later)
    for number in range(12):
        voter = Participant.objects.create(
            dialogue=held.dialogue, name=f"Voter {number}", email=f"voter{number}@example.org",
            side="EU" if number % 2 else "LAC", helix="research" if number < 6 else "", joined_at=BEGAN,
        )  # fmt: skip
        for place, statement in enumerate(statements):
            choice = ("agree", "disagree", "pass")[(number * place + number) % 3]
            own_actions.vote(statement, choice, by=voter, at=later)
    own_actions.vote(statements[0], "disagree", by=two, at=later)
    dialogues.hide_statement(statements[3], is_hidden=True, by=held.facilitator, at=later)
    people_actions.erase_participant(held.people[1], by=held.facilitator, at=later)
    _code(synthesis, coders, statements)
    below = write("Laboratories are shared.", behind=statements[:2], against=statements[2:3])
    write("Both have them.", "comparison", behind=statements[2:3], rests_on=[below])
    return held


def _code(synthesis, coders, statements):
    given = ({"factor": ["advantage"]}, {"factor": ["obstacle"]}), ({"factor": ["advantage"]},) * 2, ({}, {})
    for statement, both in zip(statements[:3], given, strict=True):
        for coder, codes in zip(coders, both, strict=True):
            coding_actions.read(coder, statement, codes, by=coder.person, at=BEGAN)
    for coder in coders:
        coding_actions.finish(coder, by=coder.person, at=BEGAN)
        coder.synthesis.refresh_from_db()
    synthesis.refresh_from_db()
    coding_actions.resolve(
        synthesis, statements[0], {"factor": ["advantage"]}, note="Read again.",
        by=coders[0].person, coder=coders[0], at=BEGAN,
    )  # fmt: skip


@pytest.fixture
def file(worked, sign_in, tmp_path):
    """The archive as its facilitator takes it."""
    path = tmp_path / "huerto.zip"
    answer = sign_in(worked.facilitator).get("/en/dialogues/huerto/export/dialogue.zip")
    path.write_bytes(answer.content)
    return path


def numbers_of(file):
    return json.loads(zipfile.ZipFile(file).read("results.json"))


def test_every_number_is_computed_again(file, capsys):
    assert main(["dialogue", "recompute", str(file)]) == 0
    assert int(capsys.readouterr().out) == len(numbers_of(file)) > 200


class TestPages:
    """What pages count in the database stands in the archive under its name, the same."""

    def test_of_questions(self, worked, file):
        found = numbers_of(file)
        ((asked,),) = [
            part.questions
            for part in dialogue_queries.outline(worked.dialogue, None, BEGAN + timedelta(days=1))
        ]
        for name in ("answers", "replies", "territories"):
            assert found[f"question/1.1/{name}"] == getattr(asked, name) > 0
        assert found["question/1.1/people"] == dialogue_queries.answering_count(worked.question)

    def test_of_people_and_silence(self, worked, file):
        found = numbers_of(file)
        people = dialogue_queries.participants(worked.dialogue)
        assert found["people/participants"] == len(people) == 15
        assert found["people/contributing"] == sum(bool(one.said) for one in people)
        for grouping in GROUPINGS:
            for group in dialogue_queries.silence(worked.dialogue, None, grouping):
                name = f"people/{grouping}/{group.code or 'unknown'}"
                assert found[f"{name}/invited"] == group.invited
                assert found[f"{name}/answered"] == group.answered

    def test_of_votes(self, worked, file, statements):
        found = numbers_of(file)
        counts = statement_queries.vote_counts(worked.dialogue, None)
        assert {name: found[f"vote/{name}"] for name in ("statements", "people", "votes")} == {
            name: counts[name] for name in ("statements", "people", "votes")
        }
        for one in statement_queries.judged(statements[:3], None):
            name = f"vote/statement s{one.statement.pk}"
            assert [found[f"{name}/{how}"] for how in ("agree", "disagree", "passed")] == [
                one.agree, one.disagree, one.passed,
            ]  # fmt: skip
        assert f"vote/statement s{statements[3].pk}/agree" not in found

    def test_of_the_table(self, worked, synthesis, file):
        found = numbers_of(file)
        told = [one for row in evidence.table(synthesis) for one in row.told]
        assert len(told) == 2
        for one in told:
            name, shown = f"synthesis/{one.sentence.number}", one.evidence
            assert found[f"{name}/statements"] == len(shown.behind)
            assert found[f"{name}/disagreeing"] == len(shown.against)
            assert found[f"{name}/rests_on_one_country"] is shown.rests_on_one_country
            for side in ("EU", "LAC"):
                assert found[f"{name}/statements {side}"] == shown.sides[side]
                assert found[f"{name}/territories {side}"] == shown.territories[side]
            for how in ("agree", "disagree", "passed", "disagreements"):
                assert found[f"{name}/{how}"] == getattr(shown, how)
        assert found["synthesis/1/disagreements"] == 2

    def test_of_codes_and_agreement(self, worked, synthesis, file):
        found = numbers_of(file)
        counted = codings.code_counts(synthesis)
        assert [(one.code, one.by_side, one.unknown) for one in counted] == [
            ("advantage", {side: found[f"code/factor=advantage/{side}"] for side in ("EU", "LAC")}, 0)
        ]
        for one in opinions.agreement(codings.codings(synthesis))["factor"]:
            name = f"coding/factor/tag {one.tag}"
            assert (found[f"{name}/agreement/value"], found[f"{name}/lower"]) == (one.value, one.lower)

    def test_of_opinions(self, worked, file):
        asked = opinions.Asked.of(exporting.votes(worked.dialogue), exporting.people(worked.dialogue))
        shown, found = opinions.opinions(asked), numbers_of(file)
        assert (found["opinion/participants"], found["opinion/statements"]) == (13, 3)
        assert found["opinion/undefined"] == shown["undefined"]
        for view in shown["views"]["side"]:
            assert found[f"opinion/side/statement {view['statement']}/consensus"] == view["consensus"]


@pytest.mark.parametrize(
    "table", ["contributions", "statements", "votes", "codings", "resolutions", "synthesis"]
)
def test_a_row_that_was_taken_out_is_told(file, capsys, table):
    """Who makes the checksums fit again is found out by the numbers, or by what points to the row."""
    held = read_archive(file)
    rows = held.files[f"{table}.csv"].splitlines(keepends=True)
    files = {**held.files, f"{table}.csv": b"".join(rows[:1] + rows[2:])}
    file.write_bytes(archive_bytes(Archive({"title": "x", "settings": {}}, files)))
    assert main(["dialogue", "recompute", str(file)]) == 2
    assert capsys.readouterr().err


def test_what_was_written_is_in_the_file_under_pseudonyms(held, file):
    packed = zipfile.ZipFile(file)
    said = packed.read("contributions.csv").decode()
    assert said.count("Not here.") == 3 and "Spam." in said
    assert len(said.splitlines()) == 1 + len(held.said) + 5
    assert not any(b"example.org" in packed.read(name) for name in packed.namelist())
