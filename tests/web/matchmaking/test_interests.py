"""Two say that they are interested: each learns of the other when both are, and a match needs two people."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from polos_web.accounts import actions as accounts
from polos_web.accounts import queries as people
from polos_web.accounts.models import Assignment
from polos_web.audit import queries as audit
from polos_web.matchmaking import interests, matches
from polos_web.matchmaking.models import Agreed, Interest, Match, Stand
from polos_web.stewardship.models import Letter
from web.contacting import NOW, SITE
from web.rows import every_row

pytestmark = pytest.mark.django_db
SECRET = "Secreto del molino"
BY = {"at": NOW, "site": SITE}


def shown(client, address):
    """A page without what differs from one request to the next."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", answer.text)


# ---- nothing leaks ----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("has_asked", [False, True])
def test_a_hidden_interest_changes_no_page_of_the_other_side(mills, forges, vines, client, has_asked):
    """Not a word, a count, an order or a button; whether or not the other side has said something itself."""
    forges.express(vines)
    if has_asked:
        vines.express(mills)
        vines.express(forges)
    pages = [vines.contacts, vines.page(mills), "/en/records/desk/", "/en/contacts/?kind=cluster",
             f"/en/clusters/{mills.record.slug}/", "/en/account/"]  # fmt: skip
    before = [shown(vines.client, page) for page in pages]
    letters = Letter.objects.count()
    if has_asked:
        interests.express(
            mills.record, forges.record, message=SECRET, language="es", is_shown=False, by=mills.person, **BY
        )
        assert [shown(vines.client, page) for page in pages] == before
        assert Letter.objects.count() == letters
        return
    mills.express(vines, SECRET)
    assert [shown(vines.client, page) for page in pages] == before
    assert Letter.objects.count() == letters


def test_who_asked_sees_the_same_whether_the_other_keeps_silent_or_is_interested_in_somebody_else(
    mills, forges, vines
):
    mills.express(forges)
    before = shown(mills.client, mills.page(forges))
    forges.express(vines)
    assert shown(mills.client, mills.page(forges)) == before


@pytest.mark.slow
def test_a_hidden_interest_is_in_no_search_answer_file_or_export_of_others(mills, forges, client, operator):
    mills.express(forges, SECRET)
    places = ["/en/search/?q=Secreto", f"/api/v1/clusters/{mills.record.slug}", "/en/clusters/",
              f"/en/clusters/{forges.record.slug}/", "/en/clusters/clusters.csv",
              f"/en/records/cluster/{forges.record.slug}/history/"]  # fmt: skip
    for browser in (client, forges.client):
        for place in places:
            assert "Secreto del" not in browser.get(place).text, place
    assert SECRET not in str(people.everything_about(forges.person))
    assert SECRET in str(people.everything_about(mills.person))


def test_a_page_of_the_audit_does_not_tell_who_is_interested(mills, forges, operator):
    """The event is there, under the key of who did it; the page names nobody, and not in whom."""
    made = mills.express(forges, SECRET)
    event = audit.events(kind="matchmaking.interest", subject=str(made.pk)).get()
    assert (event.verb, event.actor) == ("expressed", "")
    text = operator.get("/en/account/audit/?kind=matchmaking.interest").text
    assert "expressed" in text
    for told in (SECRET, mills.record.slug, forges.record.slug, mills.person.name, forges.person.name):
        assert told not in text
    assert "expressed" in str(people.everything_about(mills.person)["events"])


def test_a_withdrawn_hidden_interest_was_never_there_for_the_other_side(mills, forges):
    before = shown(forges.client, forges.page(mills))
    interests.withdraw(mills.express(forges), by=mills.person, at=NOW)
    assert shown(forges.client, forges.page(mills)) == before
    made = forges.express(mills)
    assert interests.match_of(made) is None


@pytest.fixture
def operator(make_person, sign_in):
    return sign_in(make_person("opal", "operator", second_factor=True))


# ---- mutual, and then a match -----------------------------------------------------------------


def test_mutual_interest_is_told_to_both_at_once(mills, forges, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mills.express(forges, SECRET)
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        forges.express(mills, "Também queremos")
    assert sorted(one.to[0] for one in mail.outbox) == ["fred@example.org", "mila@example.org"]
    assert SECRET in shown(forges.client, forges.page(mills))
    assert "Também queremos" in shown(mills.client, mills.page(forges))


def test_a_match_needs_somebody_of_each_side(mutual, mills, forges):
    once = mills.accept(mutual)
    assert (once.stand, once.matched_at) == (Agreed.PROPOSED, None)
    twice = forges.accept(mutual)
    assert (twice.stand, twice.matched_at) == (Agreed.MATCHED, NOW)
    said = {(one.record_id, one.person_id, one.accepted_at) for one in twice.acceptances.all()}
    assert said == {(mills.record.pk, mills.person.pk, NOW), (forges.record.pk, forges.person.pk, NOW)}
    events = audit.events(kind="matchmaking.match", subject=str(mutual.pk))
    assert [(one.verb, one.actor) for one in events] == [
        ("matched", forges.person.pseudonym),
        ("accepted", forges.person.pseudonym),
        ("accepted", mills.person.pseudonym),
        ("proposed", ""),
    ]
    assert set(Interest.objects.values_list("stand", flat=True)) == {Stand.MATCHED}


def test_one_person_cannot_accept_for_both_sides(mutual, mills, forges):
    Assignment.objects.create(
        person=mills.person, role="cluster owner", scope=forges.record.slug, begins_on=NOW.date()
    )
    mills.accept(mutual)
    both = type(mills)(forges.record, mills.person, mills.client)
    with pytest.raises(interests.NotNow):
        both.accept(mutual)
    with pytest.raises(IntegrityError), transaction.atomic():
        mutual.acceptances.create(record=forges.record, person=mills.person, accepted_at=NOW)


def test_one_side_cannot_accept_twice(mutual, mills):
    mills.accept(mutual)
    with pytest.raises(interests.NotNow):
        mills.accept(mutual)


FOLLOWED = []


def followed(match, *, by, at):
    FOLLOWED.append((match.pk, by, at))


def test_what_follows_a_match_happens_in_its_transaction(mutual, mills, forges, monkeypatch):
    monkeypatch.setattr(matches, "_registered", {})
    monkeypatch.setattr(matches, "_addresses", {})
    FOLLOWED.clear()
    matches.register("test", f"{__name__}.followed", address=f"{__name__}.place")
    mills.accept(mutual)
    assert FOLLOWED == []
    forges.accept(mutual)
    assert [(mutual.pk, forges.person, NOW)] == FOLLOWED
    assert f'href="/invented/{mutual.pk}/"' in shown(mills.client, mills.page(forges))


def place(match):
    return f"/invented/{match.pk}/"


def test_a_declined_match_ends_both_interests_and_tells_why(mutual, mills, forges):
    interests.refuse(mutual, forges.record, reason="Ya tenemos socio", by=forges.person, **BY)
    stands = dict(Interest.objects.values_list("asks__slug", "stand"))
    assert stands == {mills.record.slug: Stand.DECLINED, forges.record.slug: Stand.WITHDRAWN}
    page = shown(mills.client, mills.page(forges))
    assert "mutual interest, then declined" in page and "Ya tenemos socio" in page
    again = mills.express(forges, "Otra vez")
    assert again.stand == Stand.OPEN
    with pytest.raises(interests.NotNow):
        mills.accept(mutual)


# ---- shown, declined, withdrawn, lapsed -------------------------------------------------------


def test_a_shown_interest_can_be_read_and_declined(mills, forges, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = mills.express(forges, SECRET, is_shown=True)
    assert [one.to for one in mail.outbox] == [["fred@example.org"]]
    assert SECRET in shown(forges.client, forges.page(mills))
    interests.decline(made, reason="", by=forges.person, **BY)
    made.refresh_from_db()
    assert (made.stand, made.ended_by) == (Stand.DECLINED, forges.person)
    assert "they said no" in shown(mills.client, mills.page(forges))


def test_a_hidden_interest_can_be_shown_later_and_once(mills, forges):
    made = mills.express(forges, SECRET)
    interests.show(made, by=mills.person, **BY)
    assert SECRET in shown(forges.client, forges.page(mills))
    with pytest.raises(interests.NotNow):
        interests.show(made, by=mills.person, **BY)


def test_nobody_declines_what_was_not_shown(mills, forges):
    with pytest.raises(PermissionDenied):
        interests.decline(mills.express(forges), reason="", by=forges.person, **BY)


def test_the_same_is_not_said_twice(mills, forges):
    mills.express(forges)
    with pytest.raises(interests.NotNow):
        mills.express(forges)


def test_an_interest_lapses_and_can_be_said_anew(mills, forges):
    made = mills.express(forges)
    later = made.last_on + timedelta(days=1)
    at = NOW.replace(year=later.year, month=later.month, day=later.day)
    assert not made.is_open(later)
    said = {"message": "Otra vez", "language": "es", "is_shown": False, "site": SITE}
    again = interests.express(mills.record, forges.record, **said, by=mills.person, at=at)
    made.refresh_from_db()
    assert (made.stand, again.stand) == (Stand.EXPIRED, Stand.OPEN)
    back = interests.express(forges.record, mills.record, **said, by=forges.person, at=at)
    assert interests.match_of(back).first == again


def test_an_acceptance_after_the_last_day_comes_too_late(mutual, mills):
    late = NOW + interests.TO_ACCEPT + timedelta(days=1)
    with pytest.raises(interests.NotNow):
        interests.accept(mutual, mills.record, by=mills.person, at=late, site=SITE)


def test_two_of_different_kinds_or_one_with_itself_is_refused(mills, forges):
    with pytest.raises(PermissionDenied):
        mills.express(mills)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.create(
            asks=mills.record, asked=mills.record, message="x", language="es", made_at=NOW, last_on=NOW.date()
        )


# ---- who may ----------------------------------------------------------------------------------


def test_only_who_keeps_just_this_record_speaks_for_it(mills, forges, vines, make_person, sign_in, client):
    """A role for the whole site would see both sides; others are refused, visitors asked to sign in."""
    mills.express(forges, SECRET)
    facilitator = sign_in(make_person("fay", "facilitator", second_factor=True))
    for browser in (vines.client, facilitator, forges.client):
        for page in (mills.contacts, mills.page(forges)):
            assert browser.get(page).status_code == 403
    assert "/account/sign-in/" in client.get(mills.page(forges))["Location"]
    with pytest.raises(PermissionDenied):
        interests.express(
            mills.record, vines.record, message="x", language="es", is_shown=False, by=forges.person, **BY
        )


@pytest.mark.slow
def test_officers_speak_for_their_territories(db, make_person, sign_in):
    """The same for two territories; a facilitator of the whole site speaks for neither."""
    officer = make_person("oda", "territory officer", scope="mx_col", second_factor=True)
    other = make_person("pau", "territory officer", scope="pt11", second_factor=True)
    page = "/en/contacts/territory/mx_col/pt11/"
    assert sign_in(other).get(page).status_code == 403
    said = {"do": "express", "message": "Queremos cooperar", "language": "es"}
    assert sign_in(officer).post(page, said, follow=True).status_code == 200
    back = {"do": "express", "message": "Também", "language": "pt"}
    sign_in(other).post("/en/contacts/territory/pt11/mx_col/", back)
    for browser, address in ((officer, page), (other, "/en/contacts/territory/pt11/mx_col/")):
        sign_in(browser).post(address, {"do": "accept"})
    assert Match.objects.get().stand == Agreed.MATCHED


# ---- the page ---------------------------------------------------------------------------------


def test_the_page_leads_from_interest_to_match(mills, forges):
    said = {"do": "express", "message": "Buscamos socios", "language": "es"}
    answer = mills.client.post(mills.page(forges), said, follow=True)
    assert "Your interest is kept." in answer.text and "you are interested" in answer.text
    forges.client.post(forges.page(mills), {**said, "message": "Nosotros también"})
    for one, other in ((mills, forges), (forges, mills)):
        answer = one.client.post(one.page(other), {"do": "accept"}, follow=True)
    assert "it is a pairing" in answer.text
    assert "Plan the next step together" in shown(mills.client, mills.contacts)


def test_a_message_is_needed_and_what_was_written_stays(mills, forges):
    answer = mills.client.post(mills.page(forges), {"do": "express", "message": "", "language": "fr"})
    assert "Nothing was found here" in answer.text and not Interest.objects.exists()
    assert '<option value="fr" selected>' in answer.text


def test_a_reason_that_is_too_long_is_not_lost(mutual, mills, forges):
    answer = mills.client.post(mills.page(forges), {"do": "decline", "reason": "b" * 2100})
    assert "b" * 2100 in answer.text
    mutual.refresh_from_db()
    assert mutual.stand == Agreed.PROPOSED


def test_an_unheard_of_button_and_an_unheard_of_record_are_not_there(mills, forges):
    assert mills.client.post(mills.page(forges), {"do": "marry"}).status_code == 404
    assert mills.client.get(f"{mills.contacts}nobody/").status_code == 404
    assert mills.client.get(f"{mills.contacts}{mills.record.slug}/").status_code == 404


def test_a_button_that_comes_too_late_says_so(mutual, mills, forges):
    mills.accept(mutual)
    answer = mills.client.post(mills.page(forges), {"do": "accept"}, follow=True)
    assert "Something has changed meanwhile" in answer.text


def test_the_desk_lists_what_waits(mutual, mills, forges):
    assert "Accept or decline the pairing" in shown(mills.client, "/en/records/desk/")
    mills.accept(mutual)
    assert "Accept or decline the pairing" not in shown(mills.client, "/en/records/desk/")


def test_a_cluster_s_page_leads_to_the_choice_of_one_s_own(mills, forges, client):
    page = shown(client, f"/en/clusters/{forges.record.slug}/")
    assert f"/en/contacts/?kind=cluster&amp;to={forges.record.slug}" in page
    choice = shown(mills.client, f"/en/contacts/?kind=cluster&to={forges.record.slug}")
    assert mills.page(forges) in choice


# ---- erasure ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_who_is_erased_is_in_no_row(mutual, mills, forges):
    """What was agreed stays; who did it does not."""
    mills.accept(mutual)
    person = mills.person
    accounts.erase(person, by=person, at=NOW)
    assert mutual.acceptances.get().person is None
    rows = [row for row in every_row() if "mila@example.org" in str(row).lower() or "'Mila'" in str(row)]
    assert rows == []
