"""Opinions in votes: what can be said, what cannot, and the same numbers in the page and in the export."""

import io
import json
import zipfile

import numpy as np
import pytest

from polos.cli import main
from polos.measures.dialogue_results import dialogue_results
from polos.sources.dialogue_archive import Archive, archive_of_bytes, write_archive
from polos_web.analysis import jobs, opinions
from polos_web.analysis.models import Job, Run
from polos_web.dialogue.models import Contribution, Participant, Statement, Vote
from polos_web.synthesis import coding_actions, exporting, sorting
from web.people import BEGAN
from web.synthesis.conftest import text

ADDRESS = "/{}/dialogues/huerto/opinions/"


@pytest.fixture
def crowd(held):
    """Let so many people vote on ten statements, in two camps by side; the last one unites all."""

    def voted(count, *, alike=False):
        said = Contribution.objects.create(
            version=held.version, participant=held.people[0], text=text("abcdefghij"), nature="opinion",
            side="EU", made_at=BEGAN,
        )  # fmt: skip
        statements = [
            Statement.objects.create(
                dialogue=held.dialogue, contribution=said, start=place, end=place + 1,
                text=text(f"Statement {place}"), side="EU", made_at=BEGAN,
            )
            for place in range(10)
        ]  # fmt: skip
        for number in range(count):
            person = Participant.objects.create(
                dialogue=held.dialogue, name=f"Voter {number}", email=f"voter{number}@example.org",
                side="EU" if number % 2 else "LAC", role="expert", helix="", joined_at=BEGAN,
            )  # fmt: skip
            for place, statement in enumerate(statements):
                camp = 1 if alike or number % 2 or place == 9 else -1
                value = 0 if not alike and (number + place) % 7 == 0 and place < 9 else camp
                Vote.objects.create(statement=statement, participant=person, value=value, voted_at=BEGAN)
        return statements

    return voted


def asked(held):
    return opinions.Asked.of(exporting.votes(held.dialogue), exporting.people(held.dialogue))


class TestWhatCannotBeSaid:
    """n = 0, 1, 2 and all alike: a sentence, in every language, and no group."""

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("count", "alike", "why"),
        [
            (0, False, {"en": "nobody answered", "es": "nadie respondió"}),
            (1, False, {"en": "too few answers", "fr": "trop peu"}),
            (2, False, {"en": "too few answers", "pt": "respostas de menos"}),
            (12, True, {"en": "all answers are alike", "es": "todas las respuestas son iguales"}),
        ],
    )
    def test_the_page_says_why(self, held, crowd, client, count, alike, why):
        crowd(count, alike=alike)
        for language, words in why.items():
            page = client.get(ADDRESS.format(language)).content.decode()
            assert words in page
            assert "map.svg" not in page
        assert client.get(f"{ADDRESS.format('en')}map.svg").status_code == 404

    def test_eight_people_are_no_two_groups_of_five(self, held, crowd):
        crowd(8)
        found = opinions.opinions(asked(held))
        assert found["undefined"] == "too_few_answers" and found["points"] == []
        assert "few" in opinions.why(found["undefined"], "en")


class TestGroups:
    @pytest.fixture
    def found(self, held, crowd):
        crowd(14)
        return opinions.opinions(asked(held))

    def test_camps_are_found_and_lie_as_the_sides_do(self, found):
        assert found["sizes"] == [7, 7] and found["overlaps"]["side"]["index"]["value"] == 1.0

    def test_what_unites_and_divides_is_said(self, found):
        shown = sorting.shown(found, "discovered", "en")
        assert len(shown.unite) == 1 and len(shown.divide) == sorting.FIRST
        assert [line.statement for line in shown.every] == sorted(sorting.statements_of(found))
        assert shown.groups == ("Group 1", "Group 2")

    @pytest.mark.slow
    def test_small_groups_and_small_cells_are_not_shown(self, held, crowd):
        """Four of one role among fourteen: no votes of theirs, no count of theirs."""
        crowd(14)
        for person in held.dialogue.participants.filter(email__startswith="voter")[:4]:
            person.role = "observer"
            person.save()
        found = opinions.opinions(asked(held))
        shown = sorting.shown(found, "role", "en")
        assert shown.small == ("observer",) and "observer" not in " ".join(shown.groups)
        table = next(one for one in sorting.overlaps(found, "en") if one.title == "By role")
        assert any(count is None and why for _, cells in table.rows for count, why in cells)

    @pytest.mark.slow
    def test_hidden_statements_are_in_no_number(self, held, found):
        Statement.objects.filter(text__original="Statement 9").update(is_hidden=True)
        again = opinions.opinions(asked(held))
        assert (found["statements"], again["statements"]) == (10, 9)

    def test_nobody_is_named_on_the_page_the_map_or_its_numbers(self, held, found, client):
        pages = [
            client.get(ADDRESS.format("en") + part).content.decode() for part in ("", "map.svg", "map.csv")
        ]
        assert "<svg" in pages[1] and pages[2].count("Group 1") == 7
        for words in pages:
            assert "Voter" not in words and "@example.org" not in words

    def test_it_is_computed_once(self, held, found):
        before = Run.objects.count()
        assert opinions.opinions(asked(held)) == found and Run.objects.count() == before


@pytest.mark.slow
def test_many_votes_are_a_job_with_progress(held, crowd, client, sign_in, monkeypatch):
    crowd(12)
    monkeypatch.setattr(opinions, "AT_ONCE", 10)
    page = client.get(ADDRESS.format("en")).content.decode()
    assert "Compute them" in page and not Job.objects.exists()
    assert client.post(f"{ADDRESS.format('en')}compute/").status_code in (302, 403)
    assert not Job.objects.exists(), "only people with an account start work"
    sign_in(held.facilitator).post(f"{ADDRESS.format('en')}compute/")
    job = Job.objects.get()
    assert "example.org" not in json.dumps(job.question)
    assert 'data-state="waiting"' in client.get(ADDRESS.format("en")).content.decode()
    jobs.finish(job, jobs.perform(jobs.claim(at=BEGAN), lambda: False), at=BEGAN)
    assert "Groups found in the votes" in client.get(ADDRESS.format("en")).content.decode()


class TestExport:
    """One file from which every number is computed again, without the site it came from."""

    @pytest.fixture
    def whole(self, held, synthesis, crowd, statements, write, coders):
        crowd(12)
        write("Firms share.", behind=statements[:2], against=statements[2:3])
        for coder in coders:
            coding_actions.read(coder, statements[0], {"factor": ["advantage"]}, by=coder.person, at=BEGAN)
            coding_actions.read(coder, statements[1], {}, by=coder.person, at=BEGAN)
            coding_actions.finish(coder, by=coder.person, at=BEGAN)
            coder.synthesis.refresh_from_db()
        return held

    def archive(self, whole, sign_in):
        answer = sign_in(whole.facilitator).get("/en/dialogues/huerto/export/dialogue.zip")
        assert answer.status_code == 200
        return answer.content

    @pytest.mark.slow
    def test_every_number_is_computed_again_outside(self, whole, sign_in, tmp_path, capsys):
        file = tmp_path / "huerto.zip"
        file.write_bytes(self.archive(whole, sign_in))
        assert main(["dialogue", "recompute", str(file)]) == 0
        results = json.loads(zipfile.ZipFile(file).read("results.json"))
        for part in ("opinion/", "coding/factor/", "synthesis/1/"):
            assert any(name.startswith(part) for name in results), part

    @pytest.mark.slow
    def test_a_number_that_was_changed_is_found(self, whole, sign_in, tmp_path):
        held = archive_of_bytes(self.archive(whole, sign_in))
        results = json.loads(held.files["results.json"])
        results["opinion/participants"] += 1
        files = {**held.files, "results.json": json.dumps(results).encode()}
        write_archive(Archive({"title": "x", "settings": {}}, files), tmp_path / "x.zip")
        assert main(["dialogue", "recompute", str(tmp_path / "x.zip")]) == 2

    @pytest.mark.slow
    def test_people_are_numbers(self, whole, sign_in):
        packed = zipfile.ZipFile(io.BytesIO(self.archive(whole, sign_in)))
        everything = b"".join(packed.read(name) for name in packed.namelist())
        assert b"Voter" not in everything and b"example.org" not in everything
        assert b"p0001" in everything

    @pytest.mark.slow
    def test_the_page_says_what_the_export_says(self, whole):
        found = opinions.opinions(asked(whole))
        value = opinions.Exported("x", exporting.rows_to_export(whole.dialogue), {}).value()
        results = dialogue_results(value, np.random.default_rng)
        assert results["opinion/participants"] == found["people"]
        assert results["opinion/undefined"] == found["undefined"]
        assert results["opinion/stability/index"] == found["stability"]["index"]
        for view in found["views"]["side"]:
            name = f"opinion/side/statement {view['statement']}"
            assert results[f"{name}/view/unity"] == view["unity"]
            assert results[f"{name}/consensus"] == view["consensus"]

    @pytest.mark.slow
    def test_only_who_holds_the_dialogue_takes_it(self, whole, client, sign_in):
        for asking in (client, sign_in(whole.coders[0])):
            assert asking.get("/en/dialogues/huerto/export/dialogue.zip").status_code in (302, 403)
        assert client.get("/en/dialogues/polos-2014/export/dialogue.zip").status_code == 200

    @pytest.mark.slow
    def test_a_large_one_is_prepared_by_a_job_with_its_rows_as_they_were(
        self, whole, sign_in, monkeypatch, tmp_path
    ):
        monkeypatch.setattr(opinions, "AT_ONCE", 10)
        client = sign_in(whole.facilitator)
        assert client.get("/en/dialogues/huerto/export/dialogue.zip").status_code == 302
        client.post("/en/dialogues/huerto/export/prepare/")
        job = jobs.claim(at=BEGAN)
        Vote.objects.all().delete()
        jobs.finish(job, jobs.perform(job, lambda: False), at=BEGAN)
        monkeypatch.setattr(opinions, "FEW_PEOPLE", -1)
        file = tmp_path / "huerto.zip"
        file.write_bytes(client.get("/en/dialogues/huerto/export/dialogue.zip").content)
        assert main(["dialogue", "recompute", str(file)]) == 0
        assert b"vote" in zipfile.ZipFile(file).read("votes.csv")
        assert len(zipfile.ZipFile(file).read("votes.csv").splitlines()) == 121
