"""What a decided call hands on to the pairing, and what outlives the people in it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from polos_web.accounts import actions as accounts
from polos_web.accounts import queries as people
from polos_web.programmes import queries
from polos_web.programmes.models import (
    Application,
    Attachment,
    Board,
    Call,
    Candidate,
    Criteria,
    Decision,
    Review,
)
from polos_web.registers import files
from polos_web.translation.text import Text

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROW = {"id": "EU1", "text": None, "how": "score", "check": "", "weight": 1.0, "source": ""}


@pytest.fixture
def call():
    board = Board.objects.create(programme="x", template="iuc_lac", made_at=AT)
    region = Candidate.objects.create(board=board, kind="territory", slug="mx_col", stage="call", added_at=AT)
    made = Call.objects.create(
        programme="x",
        candidate=region,
        state="decided",
        title=Text("en", "Counterparts of an invented region"),
        text=Text("en", "Who fits?"),
        zone="UTC",
        opens_at=AT,
        closes_at=AT + timedelta(days=30),
        made_at=AT,
    )
    Criteria.objects.create(call=made, number=1, rows=[ROW], at=AT)
    return made


def hand_in(call, territory, *, outcome="accepted", value=None, rank=None, **values):
    made = Application.objects.create(
        call=call,
        criteria=call.criteria.get(),
        territory=territory,
        organisation=f"Agency of {territory}",
        language="en",
        state="submitted",
        made_at=AT,
        submitted_at=AT,
        **values,
    )
    Decision.objects.create(application=made, outcome=outcome, reason="r", value=value, rank=rank, at=AT)
    return made


def test_the_accepted_ones_of_a_decided_call_come_by_rank_with_their_values(call):
    hand_in(call, "es21", value=0.5, rank=2)
    hand_in(call, "pt11", value=0.75, rank=1)
    hand_in(call, "fi1d", value=None)
    hand_in(call, "itc1", outcome="rejected", value=0.9)
    found = queries.decided(call)
    assert [(one.region, one.territory, one.value) for one in found] == [
        ("mx_col", "pt11", 0.75),
        ("mx_col", "es21", 0.5),
        ("mx_col", "fi1d", None),
    ]
    assert [one.territory for one in queries.decided(call, outcomes=("rejected",))] == ["itc1"]
    assert queries.decided_calls("x") == [call] and queries.decided_calls("y") == []


def test_what_was_withdrawn_or_came_too_late_is_not_handed_on(call):
    hand_in(call, "es21", is_late=True)
    kept = hand_in(call, "pt11", is_late=True, admission="admitted")
    withdrawn = hand_in(call, "fi1d")
    withdrawn.state = "withdrawn"
    withdrawn.save()
    assert [one.application for one in queries.decided(call)] == [kept.pk]


@pytest.mark.parametrize("state", ["draft", "open", "closed", "in_review", "moderated"])
def test_nothing_is_handed_on_before_the_decision(call, state):
    hand_in(call, "es21", value=1.0, rank=1)
    call.state = state
    assert queries.decided(call) == ()


def test_the_database_refuses_what_no_application_can_be(call):
    for wrong in ({"admission": "admitted"}, {"state": "lost"}, {"submitted_at": None}):
        values = {"state": "submitted", "submitted_at": AT, "territory": "es21", **wrong}
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.create(
                call=call, criteria=call.criteria.get(), organisation="A", language="en", made_at=AT, **values
            )


def test_the_archive_keeps_the_application_and_not_the_person(call, make_person, settings, tmp_path):
    """Two documents: that of the organisation stays, a curriculum goes with the person, from the disk too."""
    settings.DATA_FOLDER = tmp_path
    ana = make_person("ana")
    own = hand_in(call, "es21", person=ana, contact="Ana", value=0.5, answers={"EU1": "Ask ana@example.org."})
    draft = Application.objects.create(
        call=call, criteria=call.criteria.get(), territory="es21", organisation="D", language="en",
        made_at=AT, person=ana,
    )  # fmt: skip
    kept, gone, begun = (
        files.keep(SimpleUploadedFile("a.pdf", b"%PDF-1.7 " + text))
        for text in (b"plan", b"curriculum", b"x")
    )
    Attachment.objects.create(application=own, file=kept, at=AT)
    Attachment.objects.create(application=own, file=gone, is_personal=True, at=AT)
    Attachment.objects.create(application=draft, file=begun, at=AT)
    review = Review.objects.create(
        call=call,
        email=ana.email,
        person=ana,
        invited_at=AT,
        declared_at=AT,
        bodies=["Body"],
        statement="I, Ana",
    )
    told = people.everything_about(ana)["selections"]
    assert [one["organisation"] for one in told["applications"]] == ["Agency of es21", "D"]
    assert told["reviews"][0]["statement"] == "I, Ana"
    accounts.erase(ana, by=ana, at=AT)
    own.refresh_from_db()
    review.refresh_from_db()
    assert (own.person, own.contact, own.organisation) == (None, "", "Agency of es21")
    assert own.answers == {"EU1": "Ask …."} and own.decision.value == 0.5
    assert not Application.objects.filter(pk=draft.pk).exists()
    assert (review.person, review.email, review.statement, review.bodies) == (None, "", "", [])
    assert [one.file for one in own.attachments.all()] == [kept]


def test_a_file_goes_with_the_last_that_holds_it(
    call, make_person, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.DATA_FOLDER = tmp_path
    ana = make_person("ana")
    both, only = (files.keep(SimpleUploadedFile("a.pdf", b"%PDF-1.7 " + text)) for text in (b"both", b"only"))
    own, other = hand_in(call, "es21", person=ana), hand_in(call, "pt11")
    for file in (both, only):
        Attachment.objects.create(application=own, file=file, is_personal=True, at=AT)
    Attachment.objects.create(application=other, file=both, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        accounts.erase(ana, by=ana, at=AT)
    assert files.place(both["checksum"]).exists() and not files.place(only["checksum"]).exists()
