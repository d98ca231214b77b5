"""The processes in the own part of a programme: taken away without people, and read back elsewhere."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from polos_web.archive import processes, restoring
from polos_web.cooperation.models import Acceptance, Indicator, KeptPairing, Step
from polos_web.matchmaking.models import PairingDecision, PairingPlan, PairingRun
from polos_web.programmes.models import (
    Application,
    Attachment,
    Board,
    Call,
    Candidate,
    Criteria,
    Decision,
    Review,
    ReviewScore,
)
from polos_web.registers import files
from polos_web.translation.text import Text

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROW = {"id": "EU1", "text": None, "how": "score", "check": "", "weight": 1.0, "source": ""}
# The reference pairings of a printed report belong to the site, not to a programme that is run here.
OF_THE_SITE = {"cooperation.Pairing", "cooperation.PairingFact"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def manager(make_person):
    return make_person("olga", "programme manager", scope="iuc-lac", second_factor=True)


@pytest.fixture
def worked(manager, make_person):
    """A programme with a region, a decided call with one accepted and one rejected, a plan and a pairing."""
    board = Board.objects.create(programme="iuc-lac", template="iuc_lac", made_at=AT)
    region = Candidate.objects.create(
        board=board, kind="territory", slug="mx_col", stage="match", added_at=AT
    )
    call = Call.objects.create(
        programme="iuc-lac", candidate=region, state="decided", title=Text("es", "Contrapartes"),
        text=Text("es", "¿Quién?"), zone="UTC", opens_at=AT, closes_at=AT + timedelta(days=1), made_at=AT,
    )  # fmt: skip
    criteria = Criteria.objects.create(call=call, number=1, rows=[ROW], by=manager, at=AT)
    rita = make_person("rita")
    review = Review.objects.create(
        call=call, email=rita.email, person=rita, invited_at=AT, declared_at=AT, statement="Mine",
        territories=["cl"],
    )  # fmt: skip
    for territory, outcome, value in (("es43", "accepted", 4), ("pt11", "rejected", 2)):
        one = Application.objects.create(
            call=call, criteria=criteria, state="submitted", territory=territory, organisation="Agency",
            language="es", person=make_person(territory), contact="Ana Ejemplo", made_at=AT, submitted_at=AT,
        )  # fmt: skip
        for name, is_personal in (("plan", False), ("curriculum", True)):
            content = f"%PDF-1.7 {name} of {territory}".encode()
            kept = files.keep(SimpleUploadedFile(f"{name}.pdf", content))
            Attachment.objects.create(application=one, file=kept, is_personal=is_personal, at=AT)
        ReviewScore.objects.create(
            review=review, application=one, criteria=criteria, criterion="EU1", value=value,
            justification="W", at=AT,
        )  # fmt: skip
        Decision.objects.create(application=one, outcome=outcome, reason="R", by=manager, at=AT)
    Application.objects.create(
        call=call, criteria=criteria, territory="frk", organisation="Draft", language="es", made_at=AT
    )
    plan = PairingPlan.objects.create(name="Ronda", programme="iuc-lac", kind="territory", made_at=AT)
    run = PairingRun.objects.create(
        plan=plan, number=1, task={}, names={}, objective="total", library_version="0", asked_at=AT, job=7
    )
    PairingDecision.objects.create(plan=plan, run=run, pairs=[], decided_by=manager, decided_at=AT)
    pairing = KeptPairing.objects.create(
        kind="territory", a="es43", b="mx_col", programme="iuc-lac", state="agreed", proposed_at=AT,
        began_at=AT,
    )  # fmt: skip
    Acceptance.objects.create(pairing=pairing, side="a", person=manager, said_at=AT)
    Step.objects.create(pairing=pairing, stage="contact", day=AT.date(), words="A visit", recorded_at=AT)
    Indicator.objects.create(
        pairing=pairing, name="Firms", unit="firms", baseline=2, baseline_on=AT.date(), target=9,
        target_on=AT.date() + timedelta(days=9), source="count",
    )  # fmt: skip
    return call


def taken(manager, sign_in):
    return sign_in(manager).post("/en/programmes/iuc-lac/part.zip").content


def told(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return [json.loads(line) for line in file.read(f"processes/{name}.jsonl").splitlines()]


def wiped():
    """Take the processes of the programme away from the installation."""
    for found in reversed(processes.rows("iuc-lac")):
        found.model._base_manager.all().delete()


def test_every_table_of_a_selection_or_a_pairing_is_in_the_part():
    """A table that somebody adds is not lost by being forgotten."""
    there = {found.model._meta.label for found in processes.rows("x")}
    wanted = {
        one._meta.label
        for name in ("programmes", "cooperation")
        for one in apps.get_app_config(name).get_models()
    }
    plans = {f"matchmaking.{name}" for name in ("PairingPlan", "PairingRun", "PairingDecision")}
    assert there == wanted - OF_THE_SITE | plans


@pytest.mark.slow
def test_a_programme_takes_away_what_it_does_with_the_rejected_and_without_people(worked, manager, sign_in):
    content = taken(manager, sign_in)
    assert {one["territory"] for one in told(content, "programmes.application")} == {"es43", "pt11"}
    assert {one["outcome"] for one in told(content, "programmes.decision")} == {"accepted", "rejected"}
    assert [one["name"] for one in told(content, "matchmaking.pairingplan")] == ["Ronda"]
    assert [one["words"] for one in told(content, "cooperation.step")] == ["A visit"]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        everything = b"".join(file.read(name) for name in file.namelist())
        of_processes = b"".join(file.read(name) for name in file.namelist() if name.startswith("processes/"))
    assert b"plan of es43" in everything and b"curriculum of" not in everything
    for word in (b"Ana Ejemplo", b"rita@example.org", b"Mine", b"Draft"):
        assert word not in of_processes
    people = {"person_id", "by_id", "decided_by_id", "owner_id", "invited_by_id"}
    rows = [json.loads(line) for line in of_processes.splitlines()]
    assert all(row[name] is None for row in rows for name in people & set(row))


@pytest.mark.slow
def test_scores_that_nobody_may_see_yet_stay(worked, manager, sign_in):
    Review.objects.create(call=worked, email="late@example.org", invited_at=AT)
    assert told(taken(manager, sign_in), "programmes.reviewscore") == []


@pytest.mark.slow
def test_a_part_is_read_back_with_new_numbers_and_nothing_lost(worked, manager, sign_in, tmp_path, folder):
    content = taken(manager, sign_in)
    path = tmp_path / "part.zip"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="Needed one without its processes"):
        call_command("archive", "add", str(path))
    wiped()
    held = sorted((folder / "documents").rglob("*"), reverse=True)
    for one in held:
        one.unlink() if one.is_file() else one.rmdir()
    Board.objects.create(programme="other", template="iuc_lac", made_at=AT)
    counts = processes.add(path, at=AT)
    assert counts["programmes.application"] == 2 and counts["cooperation.indicator"] == 1
    rejected = Application.objects.get(territory="pt11")
    assert rejected.decision.outcome == "rejected" and rejected.scores.get().value == 2
    assert rejected.call.candidate.slug == "mx_col" and rejected.criteria.call == rejected.call
    assert PairingDecision.objects.get().run.plan.name == "Ronda"
    checksum = rejected.attachments.get().file["checksum"]
    assert (folder / "documents" / checksum[:2] / checksum).read_bytes() == b"%PDF-1.7 plan of pt11"
    again = taken(manager, sign_in)
    for name in (
        "programmes.call",
        "programmes.decision",
        "matchmaking.pairingrun",
        "cooperation.keptpairing",
    ):
        before, after = ([told_without_numbers(row) for row in told(one, name)] for one in (content, again))
        assert before == after


def told_without_numbers(row):
    return {name: value for name, value in row.items() if name != "id" and not name.endswith("_id")}


@pytest.mark.slow
def test_a_part_that_was_changed_or_clashes_changes_nothing(worked, manager, sign_in, tmp_path):
    content = taken(manager, sign_in)
    path = tmp_path / "part.zip"
    path.write_bytes(content)
    wiped()
    KeptPairing.objects.create(kind="territory", a="es43", b="mx_col", proposed_at=AT)
    with pytest.raises(restoring.NotEmpty, match="End a pairing of the same two first"):
        processes.add(path, at=AT)
    assert not Call.objects.exists() and not PairingPlan.objects.exists()
    with zipfile.ZipFile(path) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    entries["processes/programmes.decision.jsonl"] = b""
    with zipfile.ZipFile(path, "w") as file:
        for name, part in entries.items():
            file.writestr(name, part)
    with pytest.raises(restoring.NotAnArchive, match=r"programmes\.decision\.jsonl' changed"):
        processes.add(path, at=AT)
