"""Applications: kept, handed in, late, admitted, withdrawn, taken away as a table; nothing is lost."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from polos_web.programmes import applications_actions, applications_queries, reviews_actions
from polos_web.programmes.models import Application
from polos_web.programmes.refusals import Changed, NotNow
from web.programmes.conftest import AFTER, ANSWERS, BETWEEN, score

pytestmark = pytest.mark.django_db
GIVEN = {
    "territory": "es21", "organisation": "Invented agency", "partners": "University of Nowhere\n\nChamber",
    "language": "es", "contact": "Ana", "answer-EU1": "Uno", "answer-EU2": "Dos", "answer-EU3": "Tres",
}  # fmt: skip


def rule(one, admission, manager):
    one.refresh_from_db()
    return applications_actions.rule(
        one, admission=admission, reason="The mail was slow.", seen=one.version, by=manager, at=AFTER
    )


@pytest.fixture
def open_now(call, to):
    """The call, open at this very moment."""
    to("open")
    call.opens_at, call.closes_at = timezone.now(), timezone.now() + timezone.timedelta(days=9)
    call.save()
    return call


@pytest.fixture
def ana(make_person):
    return make_person("ana")


def test_an_applicant_works_through_the_pages(open_now, ana, sign_in):
    client = sign_in(ana)
    answer = client.post(f"/es/programmes/calls/{open_now.pk}/apply/", {**GIVEN, "answer-EU3": ""})
    one = Application.objects.get()
    place = f"/es/programmes/applications/{one.pk}/"
    assert answer["Location"] == place and one.partners == ["University of Nowhere", "Chamber"]
    page = client.post(f"/en/programmes/applications/{one.pk}/hand-in/", follow=True)
    assert "Answers are missing on EU3" in page.text
    client.post(f"{place}edit/", {**GIVEN, "seen": one.version})
    page = client.post(f"/en/programmes/applications/{one.pk}/hand-in/", follow=True)
    assert f"Its number is {one.pk}" in page.text and "late" not in page.text
    one.refresh_from_db()
    assert one.counts and not one.is_late
    client.post(f"{place}edit/", {**GIVEN, "seen": one.version, "answer-EU1": "Uno y medio"})
    one.refresh_from_db()
    assert one.answers["EU1"] == "Uno y medio" and one.state == "submitted"


def test_two_windows_find_out(open_now, ana, sign_in):
    client = sign_in(ana)
    client.post(f"/en/programmes/calls/{open_now.pk}/apply/", GIVEN)
    one = Application.objects.get()
    place = f"/en/programmes/applications/{one.pk}/edit/"
    client.post(place, {**GIVEN, "seen": 1, "answer-EU1": "First"})
    page = client.post(place, {**GIVEN, "seen": 1, "answer-EU1": "Second"})
    assert "another window" in page.text and "Second" in page.text
    one.refresh_from_db()
    assert one.answers["EU1"] == "First" and f'name="seen" value="{one.version}"' in page.text
    with pytest.raises(Changed):
        applications_actions.change(one, {}, seen=1, by=ana, at=timezone.now())


def test_nobody_else_sees_what_is_not_handed_in(open_now, ana, sign_in, make_person, at_desk):
    client = sign_in(ana)
    client.post(f"/en/programmes/calls/{open_now.pk}/apply/", GIVEN)
    one = Application.objects.get()
    other = sign_in(make_person("otto"))
    assert other.get(f"/en/programmes/applications/{one.pk}/").status_code == 404
    assert at_desk.get(f"/en/programmes/applications/{one.pk}/").status_code == 404
    assert at_desk.get(f"/en/programmes/calls/{open_now.pk}/applications/{one.pk}/").status_code == 404
    assert "Invented agency" not in at_desk.get(f"/en/programmes/calls/{open_now.pk}/applications/").text
    with pytest.raises(PermissionDenied):
        applications_actions.hand_in(one, by=other_person(other), at=timezone.now())
    client.post(f"/en/programmes/applications/{one.pk}/hand-in/")
    page = at_desk.get(f"/en/programmes/calls/{open_now.pk}/applications/{one.pk}/").text
    assert "Invented agency" in page and "Chamber" in page and "ana@example.org" in page


def other_person(client):
    return Application._meta.get_field("person").related_model.objects.get(pk=client.session["_auth_user_id"])


def test_documents_are_known_by_what_is_in_them_and_go_with_nobody_else(
    open_now, ana, sign_in, at_desk, make_person
):
    client = sign_in(ana)
    client.post(f"/en/programmes/calls/{open_now.pk}/apply/", GIVEN)
    one = Application.objects.get()
    place = f"/en/programmes/applications/{one.pk}/documents/"
    page = client.post(place, {"doc-file": SimpleUploadedFile("a.pdf", b"<html>no")})
    assert "by what is in it" in page.text and not one.attachments.exists()
    client.post(
        place, {"doc-file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan"), "doc-is_personal": "on"}
    )
    kept = one.attachments.get()
    assert (
        kept.is_personal and b"".join(client.get(f"{place}{kept.pk}/").streaming_content) == b"%PDF-1.7 plan"
    )
    assert sign_in(make_person("otto")).get(f"{place}{kept.pk}/").status_code == 404
    client.post(f"/en/programmes/applications/{one.pk}/hand-in/")
    managed = f"/en/programmes/calls/{open_now.pk}/applications/{one.pk}/documents/{kept.pk}/"
    assert b"".join(at_desk.get(managed).streaming_content) == b"%PDF-1.7 plan"


# ---- late, early, withdrawn ---------------------------------------------------------------------


def test_what_comes_late_is_kept_as_late_and_counts_when_admitted(call, to, apply, manager):
    to("open")
    late = apply("es21", at=AFTER)
    assert (late.is_late, late.waits, late.counts, late.answers) == (True, True, False, ANSWERS)
    to("closed", at=AFTER)
    later = apply("pt11", at=AFTER)
    assert later.is_late and later.waits
    assert rule(late, "admitted", manager).counts
    left_out = rule(later, "left_out", manager)
    assert not left_out.counts and not left_out.waits and left_out.admission_reason == "The mail was slow."


def test_a_late_applicant_is_told_what_happens(call, to, make_person, sign_in):
    to("open")  # the deadline of the test's call lies in the past by now
    client = sign_in(make_person("ana"))
    assert "kept as late" in client.get(f"/en/programmes/calls/{call.pk}/").text
    client.post(f"/en/programmes/calls/{call.pk}/apply/", GIVEN)
    one = Application.objects.get()
    page = client.post(f"/en/programmes/applications/{one.pk}/hand-in/", follow=True).text
    assert "it is kept as late, with everything in it" in page and "late, nobody has said yet" in page


def test_only_what_came_late_is_ruled_on_and_by_one_person_at_a_time(call, to, apply, manager):
    to("open")
    on_time, late = apply("es21"), apply("pt11", at=AFTER)
    with pytest.raises(NotNow, match="Only an application that came late"):
        rule(on_time, "admitted", manager)
    seen = late.version
    rule(late, "admitted", manager)
    with pytest.raises(Changed):
        applications_actions.rule(late, admission="left_out", reason="r", seen=seen, by=manager, at=AFTER)


def test_before_it_opens_nothing_is_handed_in_and_what_was_written_is_kept(call, to, apply):
    to("open", at=call.opens_at.replace(day=1))
    early = call.opens_at.replace(day=1)
    with pytest.raises(NotNow, match="has not opened yet"):
        apply("es21", at=early)
    assert Application.objects.get().state == "draft"


def test_after_the_deadline_what_was_handed_in_stays_as_it_was(call, to, apply):
    to("open")
    one = apply("es21")
    for change in (
        lambda: applications_actions.change(
            one, {"organisation": "X"}, seen=one.version, by=one.person, at=AFTER
        ),
        lambda: applications_actions.attach(one, {"file": {}}, by=one.person, at=AFTER),
    ):
        with pytest.raises(NotNow, match="stays as it was handed in"):
            change()
    with pytest.raises(NotNow, match="handed in already"):
        applications_actions.hand_in(one, by=one.person, at=AFTER)


def test_what_is_withdrawn_stays_in_the_archive_and_is_not_judged(call, to, apply):
    to("open")
    one = apply("es21")
    gone = applications_actions.withdraw(one, reason="We merge.", by=one.person, at=BETWEEN)
    assert (gone.state, gone.counts, gone.withdrawal_reason) == ("withdrawn", False, "We merge.")
    assert applications_queries.handed_in(call) == [gone]
    with pytest.raises(NotNow):
        applications_actions.withdraw(gone, reason="Again", by=one.person, at=BETWEEN)


# ---- the archive ---------------------------------------------------------------------------------


def test_the_archive_holds_the_rejected_the_late_and_the_withdrawn_without_persons(
    call, to, apply, reviewer, manager, at_desk
):
    to("open")
    first, second, third = apply("es21", contact="Ana Secret"), apply("pt11"), apply("fi1d")
    applications_actions.withdraw(third, reason="We merge.", by=third.person, at=BETWEEN)
    rule(apply("itc1", at=AFTER), "left_out", manager)
    review = reviewer("rita")
    to("closed", at=AFTER)
    to("in_review")
    score(review, first, 4)
    score(review, second, 2)
    to("moderated")
    for one, outcome in ((first, "accepted"), (second, "rejected")):
        one.refresh_from_db()
        reviews_actions.decide(
            one, outcome=outcome, reason=f"{outcome}, because", deviation="", is_public=False,
            seen=one.version, by=manager, at=AFTER,
        )  # fmt: skip
    to("decided")
    columns, rows = applications_queries.table(call)
    told = {row["territory"]: row for row in rows}
    assert all(set(row) == set(columns) for row in rows)
    assert [told[name]["outcome"] for name in ("es21", "pt11", "fi1d", "itc1")] == [
        "accepted", "rejected", None, None,
    ]  # fmt: skip
    best = told["es21"]
    assert (best["value"], best["rank"], best["score EU1"]) == (pytest.approx(0.8), 1, 4.0)
    assert (told["fi1d"]["state"], told["itc1"]["admission"], told["itc1"]["value"]) == (
        "withdrawn", "left_out", None,
    )  # fmt: skip
    for form in ("csv", "xlsx"):
        answer = at_desk.get(f"/en/programmes/calls/{call.pk}/applications.{form}")
        assert answer.status_code == 200 and f".{form}" in answer["Content-Disposition"]
    text = at_desk.get(f"/en/programmes/calls/{call.pk}/applications.csv").text
    assert "rejected, because" in text and "Ana Secret" not in text and "@example.org" not in text
    scores = at_desk.get(f"/en/programmes/calls/{call.pk}/scores.csv").text
    assert scores.count("Why EU1.") == 2 and "rita" not in scores.lower()
    assert at_desk.get(f"/en/programmes/calls/{call.pk}/people.csv").status_code == 404
