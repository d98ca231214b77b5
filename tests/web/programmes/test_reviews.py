"""Review: declared before anything is seen, blind until all is in, moderated, decided by people."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from polos_web.accounts.models import Assignment
from polos_web.audit import queries as audit
from polos_web.programmes import calls_actions, calls_queries, queries, reviews_actions, reviews_queries
from polos_web.programmes.models import ReviewScore
from polos_web.programmes.refusals import Changed, NotNow
from polos_web.translation.text import Text
from web.programmes.conftest import AFTER, AT, BETWEEN, score

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(call, to, apply):
    """Two applications to the call, which is closed."""
    to("open")
    first, second = apply("es21", partners=["University of Nowhere"]), apply("pt11")
    to("closed", at=AFTER)
    return first, second


@pytest.fixture
def in_review(call, two, to, reviewer):
    """Two reviewers and two applications, under review."""
    reviews = reviewer("rita"), reviewer("rolf")
    to("in_review")
    return (*two, *reviews)


def fresh(one):
    one.refresh_from_db()
    return one


def decide(one, outcome, manager, *, deviation="", is_public=False):
    fresh(one)
    return reviews_actions.decide(
        one, outcome=outcome, reason="Because.", deviation=deviation, is_public=is_public, seen=one.version,
        by=manager, at=AFTER,
    )  # fmt: skip


# ---- declaration and conflicts -------------------------------------------------------------------


def test_nothing_of_an_application_is_shown_before_the_declaration(call, two, to, reviewer, sign_in):
    review = reviewer("rita", has_declared=False)
    to("in_review")
    person = review_person(review)
    client = sign_in(person)
    place = f"/en/programmes/reviews/{review.pk}/"
    page = client.get(place).text
    assert "say where you live, work or advise" in page and "Agency es21" not in page
    assert client.get(f"{place}{two[0].pk}/").status_code == 403
    with pytest.raises(PermissionDenied):
        score(review, two[0], 3)
    client.post(place, {"territories": ["pt11"], "bodies": "", "certain": "on"})
    page = client.get(place).text
    assert "Agency es21" in page and "You may not judge this application." in page
    assert client.get(f"{place}{two[0].pk}/").status_code == 200
    assert client.get(f"{place}{two[1].pk}/")["Location"] == place


def review_person(review):
    from_email = type(review)._meta.get_field("person").related_model.objects
    return from_email.get(email=review.email)


def test_a_declared_reviewer_waits_for_the_review_to_begin(call, two, reviewer, sign_in):
    review = reviewer("rita")
    page = sign_in(review.person).get(f"/en/programmes/reviews/{review.pk}/").text
    assert "once the review has begun" in page and "Agency es21" not in page


@pytest.mark.parametrize(
    "declared",
    [{"territories": ["es21"]}, {"bodies": ["AGENCY ES21"]}, {"bodies": ["university of nowhere"]}],
)
def test_a_reviewer_of_the_own_territory_or_body_is_refused(call, two, to, reviewer, declared):
    review, other = reviewer("rita", **declared), reviewer("rolf")
    to("in_review")
    with pytest.raises(reviews_actions.ConflictOfInterest, match="You may not judge"):
        score(review, two[0], 5)
    assert not ReviewScore.objects.exists()
    score(review, two[1], 3)
    score(other, two[0], 3)
    assert reviews_queries.sheet(two[0]).is_complete, "who is barred is not waited for"


def test_an_officer_is_barred_from_the_own_territory_without_saying_so(call, two, to, reviewer):
    review = reviewer("rita")
    Assignment.objects.create(person=review.person, role="cluster owner", scope="x", begins_on=AT.date())
    assert not reviews_queries.conflicts(review, two[0])
    from_role = Assignment.objects.create(
        person=review.person, role="territory officer", scope="es21", begins_on=AT.date()
    )
    from_role.person.authenticator_set.create(type="totp", data={})
    found = reviews_queries.conflicts(reviews_queries.review(review.pk), two[0])
    assert [str(one.code) for one in found] == ["own_territory"]


def test_a_reviewer_of_a_nation_is_barred_from_the_regions_in_it(call, to, apply, reviewer, sign_in):
    """Both ways: who is of a region does not judge its nation; the regions beside it are not one's own."""
    to("open")
    region, nation, beside = apply("cl_bi"), apply("cl"), apply("cl_ta")
    to("closed", at=AFTER)
    of_nation, of_region = reviewer("rita", territories=["cl"]), reviewer("rolf", territories=["cl_bi"])
    to("in_review")
    three = (region, nation, beside)
    barred = [[one for one in three if reviews_queries.conflicts(of, one)] for of in (of_nation, of_region)]
    assert barred == [[region, nation, beside], [region, nation]]
    desk = sign_in(of_nation.person).get(f"/es/programmes/reviews/{of_nation.pk}/").text
    assert "Rita es de Chile; la solicitud es para Biobío, que está dentro de ese territorio" in desk
    with pytest.raises(reviews_actions.ConflictOfInterest, match="Chile"):
        score(of_nation, region, 5)


def test_nobody_judges_the_own_application(call, two, to, manager):
    applicant = two[0].person
    review = reviews_actions.invite(
        call, applicant.email, language="en", by=manager, at=BETWEEN, site="https://x"
    )
    review = reviews_actions.declare(
        review, territories=[], bodies=[], statement="", by=applicant, at=BETWEEN
    )
    assert [str(one.code) for one in reviews_queries.conflicts(review, two[0])] == ["own_application"]
    assert not reviews_queries.conflicts(review, two[1])


def test_a_conflict_that_is_noticed_later_takes_the_scores_out(in_review, manager):
    first, _, rita, rolf = in_review
    score(rita, first, 5)
    score(rolf, first, 1)
    assert reviews_queries.results(first.call)[first.pk].reviewers == 2
    reviews_actions.bar(rita, first, reason="My sister works there.", by=rita.person, at=AFTER)
    assert reviews_queries.results(first.call)[first.pk].value == pytest.approx(0.2)
    assert ReviewScore.objects.filter(review=rita).count() == 3, "they are kept"
    reviews_actions.bar(rolf, first, reason="It was found out.", by=manager, at=AFTER)
    assert not reviews_queries.sheet(first).is_complete


def test_what_was_agreed_with_a_conflicted_reviewer_is_open_again(in_review, manager):
    first, _, rita, rolf = in_review
    score(rita, first, 5)
    score(rolf, first, 1)
    reviews_actions.moderate(first, "EU1", agreed=5, note="It reads well.", by=manager, at=AFTER)
    reviews_actions.bar(rita, first, reason="Her own chamber.", by=manager, at=AFTER)
    assert reviews_queries.results(first.call)[first.pk].value == pytest.approx(0.2)
    assert not reviews_queries.moderations(first.call)
    (told,) = audit.details(
        audit.events(kind="programmes.moderation").filter(verb__contains="again")
    ).values()
    assert told["agreed"] == 5, "what had been agreed can still be read"


def test_a_manager_notes_a_conflict_through_the_page(in_review, at_desk):
    first, _, rita, _ = in_review
    place = f"/en/programmes/calls/{first.call_id}/reviewers/"
    assert "A conflict of interest was noticed" in at_desk.get(place).text
    page = at_desk.post(f"{place}{rita.pk}/conflict/", {"application": first.pk, "reason": ""}, follow=True)
    assert "say why" in page.text and not rita.conflicts.exists()
    at_desk.post(f"{place}{rita.pk}/conflict/", {"application": first.pk, "reason": "Found out."})
    assert rita.conflicts.get().reason == "Found out." and "barred from 1" in at_desk.get(place).text


# ---- invitations ---------------------------------------------------------------------------------


def test_a_reviewer_is_asked_by_mail_in_the_own_language(
    call, two, at_desk, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        at_desk.post(
            f"/en/programmes/calls/{call.pk}/reviewers/", {"email": "Rita@Example.org", "language": "es"}
        )
    (sent,) = mail.outbox
    review = call.reviews.get()
    assert sent.to == ["rita@example.org"] and f"/es/programmes/reviews/{review.pk}/" in sent.body
    page = at_desk.post(
        f"/en/programmes/calls/{call.pk}/reviewers/",
        {"email": "rita@example.org", "language": "es"},
        follow=True,
    )
    assert "asked already" in page.text and call.reviews.count() == 1


def test_the_page_of_a_review_is_only_for_whom_it_was_meant(call, reviewer, make_person, sign_in, client):
    review = reviewer("rita", has_declared=False)
    place = f"/en/programmes/reviews/{review.pk}/"
    assert sign_in(make_person("otto")).get(place).status_code == 404
    assert "sign-in" in client.get(place)["Location"]
    with pytest.raises(PermissionDenied):
        reviews_actions.declare(
            review, territories=[], bodies=[], statement="", by=make_person("olaf"), at=AT
        )


def test_who_is_released_is_not_waited_for_and_complete_scores_stay(in_review, manager, sign_in):
    first, second, rita, rolf = in_review
    score(rita, first, 4)
    score(rolf, second, 3)
    reviews_actions.release(rolf, reason="Ill.", by=manager, at=AFTER)
    assert reviews_queries.sheet(first).is_complete
    score(rita, second, 2)
    assert reviews_queries.results(first.call)[second.pk].reviewers == 2
    assert sign_in(rolf.person).get(f"/en/programmes/reviews/{rolf.pk}/").status_code == 404


# ---- scores --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_nobody_sees_a_score_before_all_are_in(in_review, sign_in, at_desk):
    first, _, rita, rolf = in_review
    score(rita, first, 5)
    place = f"/en/programmes/reviews/{rolf.pk}/{first.pk}/"
    assert "another reviewer" not in sign_in(rolf.person).get(place).text
    moderation = f"/en/programmes/calls/{first.call_id}/moderation/"
    assert "not yet" in at_desk.get(moderation).text and "Why EU1." not in at_desk.get(moderation).text
    assert "Why EU1." not in at_desk.get(f"/en/programmes/calls/{first.call_id}/scores.csv").text
    score(rolf, first, 1)
    assert "another reviewer: 5" in " ".join(sign_in(rolf.person).get(place).text.split())
    assert "Why EU1." in at_desk.get(moderation).text


def test_scores_can_change_until_all_are_in_and_then_they_stay(in_review):
    first, _, rita, rolf = in_review
    score(rita, first, 5)
    score(rita, first, 4)
    score(rolf, first, 4)
    with pytest.raises(NotNow, match="All scores of this application are in"):
        score(rita, first, 5)
    assert {one.value for one in ReviewScore.objects.all()} == {4.0}


def test_a_score_needs_its_justification_and_lies_on_the_scale(in_review, sign_in):
    first, _, rita, _ = in_review
    place = f"/en/programmes/reviews/{rita.pk}/{first.pk}/"
    client = sign_in(rita.person)
    page = client.post(place, {"version": "1", "value-EU1": "3", "why-EU2": "Good"}).text
    assert "A score needs its justification." in page and "A justification needs its score." in page
    assert (
        "less than or equal to 5"
        in client.post(place, {"version": "1", "value-EU1": "9", "why-EU1": "x"}).text
    )
    for wrong in ({"EU1": (9.0, "x")}, {"EU1": (3.0, " ")}, {"EU9": (3.0, "x")}):
        with pytest.raises(NotNow, match="on the scale"):
            reviews_actions.score(rita, first, wrong, version=1, by=rita.person, at=AFTER)
    client.post(place, {"version": "1", "value-EU1": "3", "why-EU1": "Fine"})
    assert ReviewScore.objects.count() == 1, "the others are left for later"


def test_other_criteria_are_a_new_version_and_scores_stay_with_theirs(in_review, manager, sign_in):
    first, second, rita, rolf = in_review
    for one in (first, second):
        score(rita, one, 4)
        score(rolf, one, 4)
    call = first.call
    before = calls_queries.criteria_of(call)
    rows = [{**before.rows[0], "weight": 2.0}, *before.rows[1:]]
    with pytest.raises(NotNow, match="say why"):
        calls_actions.set_criteria(call, rows, scale=(0, 5), seen=1, reason="", by=manager, at=AFTER)
    calls_actions.set_criteria(
        call, rows, scale=(0, 5), seen=1, reason="Capacity first", by=manager, at=AFTER
    )
    with pytest.raises(Changed):
        calls_actions.set_criteria(call, rows, scale=(0, 5), seen=1, reason="Twice", by=manager, at=AFTER)
    assert before.scores.count() == 12 and not reviews_queries.sheet(first).is_complete
    assert reviews_queries.results(call) == {}
    with pytest.raises(Changed):
        score(rita, first, 3, version=1)
    client = sign_in(rita.person)
    place = f"/en/programmes/reviews/{rita.pk}/{first.pk}/"
    page = client.post(place, {"version": "1", "value-EU1": "2", "why-EU1": "Typed"}).text
    assert "The criteria have changed meanwhile" in page and "Typed" in page
    assert "What you gave under earlier criteria" in page
    score(rita, first, 3, version=2)
    assert before.scores.count() == 12


# ---- moderation and decision ---------------------------------------------------------------------


def test_scores_that_diverge_are_moderated_before_the_review_is_complete(in_review, to, manager):
    first, second, rita, rolf = in_review
    score(rita, first, 4, EU1=5)
    score(rolf, first, 4, EU1=2)
    score(rita, second, 3)
    score(rolf, second, 4)
    call = first.call
    with pytest.raises(NotNow, match=rf"not moderated yet: {first.pk} \(EU1\)"):
        to("moderated")
    with pytest.raises(NotNow, match="do not diverge"):
        reviews_actions.moderate(first, "EU2", agreed=3, note="n", by=manager, at=AFTER)
    assert reviews_queries.results(call)[first.pk].by_criterion["EU1"] == 3.5
    reviews_actions.moderate(first, "EU1", agreed=3, note="A misreading.", by=manager, at=AFTER)
    assert reviews_queries.results(call)[first.pk].by_criterion["EU1"] == 3
    reviews_actions.moderate(first, "EU1", agreed=None, note="Both have reasons.", by=manager, at=AFTER)
    assert reviews_queries.results(call)[first.pk].by_criterion["EU1"] == 3.5, "the divergence stays"
    assert {one.value for one in ReviewScore.objects.filter(application=first, criterion="EU1")} == {5.0, 2.0}
    assert to("moderated").state == "moderated"
    with pytest.raises(NotNow, match="not in review"):
        reviews_actions.moderate(first, "EU1", agreed=3, note="n", by=manager, at=AFTER)


@pytest.fixture
def moderated(in_review, to):
    """The first application stands above the second one; there is one place."""
    first, second, rita, rolf = in_review
    for review in (rita, rolf):
        score(review, first, 4)
        score(review, second, 3)
    to("moderated")
    return first, second


def test_the_ranking_is_advice_and_what_goes_against_it_says_why(call, moderated, to, manager):
    first, second = moderated
    ranks = reviews_queries.ranking(call)
    assert [(one.application.pk, one.rank, one.is_within) for one in ranks] == [
        (first.pk, 1, True), (second.pk, 2, False),
    ]  # fmt: skip
    decide(first, "rejected", manager)
    decide(second, "accepted", manager)
    assert all(one.deviates for one in reviews_queries.ranking(call))
    with pytest.raises(NotNow, match=r"go against the ranking\. People may do that; say why"):
        to("decided")
    decide(first, "reserve", manager, deviation="It has a partner already.")
    decide(second, "accepted", manager, deviation="It fits the theme better.")
    to("decided")
    (chosen,) = queries.decided(call)
    assert (chosen.territory, chosen.value, chosen.rank) == ("pt11", pytest.approx(0.6), 2)
    assert fresh(first).decision.deviates and fresh(second).decision.deviates


def test_a_decision_along_the_ranking_needs_no_more_than_its_reason(call, moderated, to, manager):
    first, second = moderated
    decide(first, "accepted", manager)
    decide(second, "rejected", manager)
    assert not any(one.deviates for one in reviews_queries.ranking(call))
    assert to("decided").state == "decided"
    with pytest.raises(NotNow, match="once the review is complete"):
        decide(first, "rejected", manager)


def test_two_who_decide_at_once_find_out(moderated, manager):
    first, _ = moderated
    seen = fresh(first).version
    decide(first, "accepted", manager)
    with pytest.raises(Changed):
        reviews_actions.decide(
            first,
            outcome="rejected",
            reason="r",
            deviation="",
            is_public=False,
            seen=seen,
            by=manager,
            at=AFTER,
        )


def test_the_public_reads_only_what_was_decided_to_be_public(call, moderated, to, manager, client, sign_in):
    first, second = moderated
    decide(first, "accepted", manager, is_public=True)
    decide(second, "rejected", manager)
    to("decided")
    place = f"/en/programmes/calls/{call.pk}/"
    assert "Agency" not in client.get(place).text
    second_page = f"/en/programmes/applications/{second.pk}/"
    assert "Because." not in sign_in(second.person).get(second_page).text
    fresh(call)
    values = {"outcome": Text("en", "One of two."), "shows_scores": False, "shows_reasons": False}
    calls_actions.set_result(call, values, seen=call.version, by=manager, at=AFTER)
    to("published")
    page = client.get(place).text
    assert "One of two." in page and "Agency es21" in page
    assert "Agency pt11" not in page and "Because." not in page and "80" not in page
    own = sign_in(second.person).get(second_page).text
    assert "rejected" in own and "Because." in own


def test_who_applied_is_told_of_the_result_in_the_own_language_and_nothing_of_it(
    call, moderated, apply, to, manager, django_capture_on_commit_callbacks
):
    first, second = moderated
    type(second.person).objects.filter(pk=second.person.pk).update(language="pt")
    apply("frk", is_handed_in=False)
    decide(first, "accepted", manager)
    decide(second, "rejected", manager)
    to("decided")
    values = {"outcome": Text("en", "One of two."), "shows_scores": False, "shows_reasons": False}
    calls_actions.set_result(call, values, seen=call.version, by=manager, at=AFTER)
    with django_capture_on_commit_callbacks(execute=True):
        to("published")
    told = {sent.to[0]: sent for sent in mail.outbox if "/applications/" in sent.body}
    assert set(told) == {first.person.email, second.person.email}, "a draft was never handed in"
    body = told[second.person.email].body
    assert f"https://x/pt/programmes/applications/{second.pk}/" in body and "foi publicado" in body
    assert "Agency" not in body and "rejected" not in body and "Because" not in body


@pytest.mark.slow
def test_a_manager_moderates_and_decides_through_the_pages(in_review, to, at_desk):
    first, second, rita, rolf = in_review
    score(rita, first, 4, EU1=5)
    score(rolf, first, 4, EU1=1)
    for review in (rita, rolf):
        score(review, second, 3)
    place = f"/en/programmes/calls/{first.call_id}/"
    prefix = f"m{first.pk}-EU1"
    page = at_desk.post(
        f"{place}moderation/{first.pk}/EU1/", {f"{prefix}-agreed": "7", f"{prefix}-note": "n"}
    )
    assert "less than or equal to 5" in page.text
    at_desk.post(f"{place}moderation/{first.pk}/EU1/", {f"{prefix}-agreed": "3", f"{prefix}-note": "Talked."})
    assert "Agreed on 3" in at_desk.get(f"{place}moderation/").text
    at_desk.post(f"{place}move/", {"state": "moderated"})
    assert "within the places" in at_desk.get(f"{place}decisions/").text
    for one, outcome in ((first, "accepted"), (second, "rejected")):
        given = {"outcome": outcome, "reason": "R.", "seen": fresh(one).version, "is_public": "on"}
        at_desk.post(
            f"{place}decisions/{one.pk}/", {f"d{one.pk}-{name}": value for name, value in given.items()}
        )
    at_desk.post(f"{place}move/", {"state": "decided"})
    seen = fresh(first.call).version
    at_desk.post(f"{place}result/", {"result-seen": seen, "result-language": "en", "result-outcome": "Done."})
    page = at_desk.post(f"{place}move/", {"state": "published"}, follow=True).text
    assert "The call is now: result published." in page


def test_no_decision_is_filled_in_beforehand(call, moderated, at_desk):
    """The form offers every outcome and chooses none; sent as it is, it decides nothing."""
    first, _ = moderated
    page = at_desk.get(f"/en/programmes/calls/{call.pk}/decisions/").text
    assert page.count('<option value="" selected>—</option>') + page.count('<option value="">—</option>') == 2
    given = {f"d{first.pk}-reason": "R.", f"d{first.pk}-seen": fresh(first).version}
    assert at_desk.post(f"/en/programmes/calls/{call.pk}/decisions/{first.pk}/", given).status_code == 200
    assert not hasattr(fresh(first), "decision")
