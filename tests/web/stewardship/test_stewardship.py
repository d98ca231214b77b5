"""Claims and their verifiers, colleagues, requests of anybody, and the letters that tell of them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from polos_web.accounts import access as rights
from polos_web.accounts.models import Assignment, User
from polos_web.audit.models import Event
from polos_web.registers import actions as records
from polos_web.registers import queries
from polos_web.registers.models import State
from polos_web.registers.statements import Statement
from polos_web.stewardship import access, actions
from polos_web.stewardship.models import Claim, Invitation, Letter, Request, Verifier, Wish
from polos_web.stewardship.queries import country_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SITE = "https://polos.example.org"
PLACE = "/en/records/orchard/las-parras/"
GIVEN = {"reason": "I am its secretary.", "evidence": "https://www.example.org/people"}


def link_of(message):
    return re.search(r"http://testserver(\S+)", message.body)[1]


@pytest.fixture
def verifier(make_person):
    person = make_person("vera")
    person.language = "es"
    person.save()
    return Verifier.objects.create(person=person, institution="Chamber of Orchards", named_at=NOW).person


@pytest.fixture
def owner(make_person, built_in):
    person = make_person("olmo", "cluster owner", scope="las-parras")
    records.claimed(built_in, by=person, at=NOW)
    return person


# ---- claims -----------------------------------------------------------------------------------


def test_a_claim_is_made_verified_and_gives_the_record(built_in, make_person, sign_in, verifier, sent):
    member = make_person("mario")
    with sent():
        answer = sign_in(member).post(f"{PLACE}claim/", GIVEN)
    assert "Those who verify claims have been told" in sign_in(member).get(answer["Location"]).text
    (letter,) = mail.outbox
    assert letter.to == [verifier.email] and letter.subject.startswith("Polos: ")
    assert "Las Parras" in letter.body and "Mario" in letter.body
    assert link_of(letter).startswith("/es/records/claims/")  # in the language of whom it goes to
    assert not queries.record(built_in.kind, "las-parras").is_claimed
    assert not rights.may(member, "edit a cluster", "las-parras")
    with sent():
        sign_in(verifier).post(answer["Location"], {"decision": "granted", "answer": "The register says so."})
    assert queries.record(built_in.kind, "las-parras").is_claimed
    assert rights.may(User.objects.get(pk=member.pk), "decide who edits a cluster", "las-parras")
    assert mail.outbox[-1].to == [member.email] and "confirmed" in mail.outbox[-1].body
    assert sign_in(member).get(f"{PLACE}edit/").status_code == 200
    verbs = [event.verb for event in Event.objects.filter(kind="orchard").order_by("number")]
    assert verbs == ["claim made", "claim granted", "claimed"]


def test_where_nobody_was_named_the_page_says_that_operators_answer(built_in, make_person, sign_in):
    one = sign_in(make_person("mario"))
    answer = one.post(f"{PLACE}claim/", GIVEN)
    page = one.get(answer["Location"]).text
    assert "on its way to the operators" in page and "the operators have been told" in page
    assert "Those who verify claims have been told" not in page


def test_what_a_claim_needs_is_never_advised_to_be_left_empty(built_in, make_person, sign_in):
    page = sign_in(make_person("mario")).post(f"{PLACE}claim/", {**GIVEN, "reason": "x" * 2001}).text
    assert "Correct it." in page and "leave it empty" not in page and not Claim.objects.exists()


def test_the_button_under_a_claim_says_what_it_does(built_in, make_person, sign_in, verifier):
    place = sign_in(make_person("mario")).post(f"{PLACE}claim/", GIVEN)["Location"]
    page = sign_in(verifier).get(place.replace("/en/", "/es/")).text
    assert "<button>Responder</button>" in page and "<button>Respuesta</button>" not in page


def test_a_claim_is_refused_with_a_reason(built_in, make_person, sign_in, verifier, sent):
    member = make_person("mario")
    place = sign_in(member).post(f"{PLACE}claim/", GIVEN)["Location"]
    page = sign_in(verifier).post(place, {"decision": "refused"})
    assert "Fill it in" in page.text and Claim.objects.get().is_open
    with sent():
        sign_in(verifier).post(place, {"decision": "refused", "answer": "Nobody there knows you."})
    assert "Nobody there knows you." in sign_in(member).get(place).text
    assert not queries.record(built_in.kind, "las-parras").is_claimed and not Assignment.objects.exists()


def test_until_then_the_record_says_that_it_is_not_claimed(built_in, make_person, sign_in):
    sign_in(make_person("mario")).post(f"{PLACE}claim/", GIVEN)
    assert not queries.record(built_in.kind, "las-parras").is_claimed


def test_a_claim_goes_to_the_verifiers_of_its_country(orchard, built_in, make_person):
    here, there, everywhere = (make_person(name) for name in ("here", "there", "everywhere"))
    for person, country in ((here, "ES"), (there, "CO"), (everywhere, "")):
        Verifier.objects.create(person=person, institution="A chamber", country=country, named_at=NOW)
    found = {one.person for one in access.verifiers_of("orchard", "ES")}
    assert found == {here, everywhere}
    assert {one.person for one in access.verifiers_of("orchard", "")} == {everywhere}
    claim = Claim.objects.create(
        record=built_in, person=make_person("mario"), country="ES", reason="r", evidence="e",
        made_at=NOW, due_on=NOW.date(),
    )  # fmt: skip
    assert access.is_verifier_of(here, claim) and not access.is_verifier_of(there, claim)
    assert access.answerable_claims(here) == [claim] and access.answerable_claims(there) == []


def test_nobody_else_sees_a_claim_and_nobody_answers_ones_own(built_in, make_person, sign_in, verifier):
    place = sign_in(verifier).post(f"{PLACE}claim/", GIVEN)["Location"]
    assert sign_in(make_person("stranger")).get(place).status_code == 404
    answer = sign_in(verifier).post(place, {"decision": "granted", "answer": "It is me."})
    assert answer.status_code == 403 and Claim.objects.get().is_open


def test_operators_answer_where_nobody_is_named_or_the_deadline_has_passed(
    built_in, make_person, sign_in, sent
):
    operator = make_person("olga", "operator", second_factor=True)
    member = make_person("mario")
    with sent():
        made = actions.claim(built_in, **GIVEN, by=member, at=NOW, site=SITE)
    assert mail.outbox[0].to == [operator.email]
    assert access.may_answer_claim(operator, made)
    Verifier.objects.create(person=make_person("vera"), institution="A chamber", named_at=NOW)
    assert access.may_answer_claim(operator, made) is made.is_overdue(datetime.now(UTC).date())
    made.due_on = datetime.now(UTC).date() - timedelta(days=1)
    assert access.may_answer_claim(operator, made)


def test_when_the_deadline_has_passed_everybody_concerned_is_told_once(
    built_in, make_person, sign_in, verifier, sent
):
    operator = make_person("olga", "operator", second_factor=True)
    claimant = make_person("mario")
    with sent():
        made = actions.claim(built_in, **GIVEN, by=claimant, at=NOW, site=SITE)
    mail.outbox.clear()
    late = datetime.combine(made.due_on, NOW.timetz()) + timedelta(days=1)
    with sent():
        assert actions.remind_of_overdue(at=late - timedelta(days=1), site=SITE) == 0
        assert actions.remind_of_overdue(at=late, site=SITE) == 1
        assert actions.remind_of_overdue(at=late + timedelta(days=1), site=SITE) == 0
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        [claimant.email, operator.email, verifier.email]
    )
    place = f"/en/records/claims/{made.pk}/"
    assert all(SITE in letter.body and f"/records/claims/{made.pk}/" in letter.body for letter in mail.outbox)
    assert Event.objects.filter(kind="orchard", verb="claim overdue").count() == 1
    Claim.objects.update(due_on=datetime.now(UTC).date() - timedelta(days=1))
    page = sign_in(claimant).get(place)
    assert "overdue" in page.text and "Nobody answered in time" in page.text
    assert "overdue" in sign_in(claimant).get("/en/records/desk/").text
    assert "Does this person answer for it?" in sign_in(operator).get(place).text


def test_an_answered_claim_is_not_overdue_and_the_daily_command_tells_of_those_that_are(
    built_in, make_person, verifier
):
    answered = actions.claim(built_in, **GIVEN, by=make_person("mario"), at=NOW, site=SITE)
    actions.answer_claim(answered, is_granted=False, answer="No.", by=verifier, at=NOW, site=SITE)
    waiting = actions.claim(built_in, **GIVEN, by=make_person("nora"), at=NOW, site=SITE)
    Claim.objects.update(due_on=datetime.now(UTC).date() - timedelta(days=1))
    call_command("digests", address=SITE)
    assert list(Claim.objects.filter(reminded_at__isnull=False)) == [waiting]


def test_a_second_answer_changes_nothing(built_in, make_person, verifier):
    made = actions.claim(built_in, **GIVEN, by=make_person("mario"), at=NOW, site=SITE)
    given = {"is_granted": True, "answer": "Yes.", "by": verifier, "at": NOW, "site": SITE}
    actions.answer_claim(made, **given)
    with pytest.raises(actions.AnsweredAlready):
        actions.answer_claim(made, **{**given, "is_granted": False})


def test_what_is_claimed_already_cannot_be_claimed(owner, make_person, sign_in):
    assert sign_in(make_person("mario")).get(f"{PLACE}claim/").status_code == 403


def test_operators_name_and_dismiss_verifiers(make_person, sign_in):
    operator, vera = make_person("olga", "operator", second_factor=True), make_person("vera")
    client = sign_in(operator)
    given = {"email": vera.email, "institution": "Chamber of Orchards", "country": "CO", "kind_name": ""}
    assert client.post("/en/records/verifiers/", given).status_code == 302
    named = Verifier.objects.get()
    assert "Chamber of Orchards" in client.get("/en/records/verifiers/").text
    wrong = client.post("/en/records/verifiers/", {**given, "email": "nobody@example.org"})
    assert "Nobody with this address" in wrong.text
    client.post(f"/en/records/verifiers/{named.pk}/end/")
    assert not Verifier.objects.exists()


def test_the_country_of_a_record_is_that_of_its_territory(grove_of_mexico):
    assert country_of(grove_of_mexico) == "MX"


@pytest.fixture
def grove_of_mexico(grove, make_person):
    keeper = make_person("faro", "facilitator", second_factor=True)
    said = [
        Statement("name", {"language": "es", "original": "Huerta"}),
        Statement("territory", "mx_col"),
    ]
    return records.create(grove, "huerta", said, by=keeper, at=NOW)


def test_who_begins_a_record_with_a_role_for_the_whole_site_finds_it_on_the_desk(
    grove_of_mexico, make_person, sign_in
):
    place = 'href="/en/records/grove/huerta/edit/"'
    faro = User.objects.get(email="faro@example.org")
    assert place in sign_in(faro).get("/en/records/desk/").text
    assert place not in sign_in(make_person("another")).get("/en/records/desk/").text
    grove_of_mexico.state = "published"
    grove_of_mexico.save()
    assert place not in sign_in(faro).get("/en/records/desk/").text


# ---- colleagues -------------------------------------------------------------------------------


def test_a_colleague_is_invited_by_mail_and_joins(owner, make_person, sign_in, sent):
    given = {"email": "Eva@example.org", "role": "cluster editor", "language": "fr"}
    with sent():
        sign_in(owner).post(f"{PLACE}colleagues/", given)
    (letter,) = mail.outbox
    assert letter.to == ["eva@example.org"] and "Olmo" in letter.body
    link = link_of(letter)
    assert link.startswith("/fr/records/invitations/")
    unknown = Client().get(link.replace("/fr/", "/en/", 1)).text
    assert "Sign in and accept" in unknown
    assert "/en/account/register/?next=/en/records/invitations/" in unknown
    eva = make_person("eva")
    desk = sign_in(eva).get("/en/records/desk/").text
    assert "invitations" in desk and "orchard: Las Parras<" in desk
    assert sign_in(eva).post(link)["Location"] == "/fr/records/orchard/las-parras/edit/"
    assert rights.may(User.objects.get(pk=eva.pk), "edit a cluster", "las-parras")
    assert not rights.may(User.objects.get(pk=eva.pk), "decide who edits a cluster", "las-parras")
    again = sign_in(make_person("other")).post(link)
    assert Assignment.objects.count() == 2 and again.status_code == 200


def test_an_old_or_withdrawn_or_forged_invitation_opens_nothing(built_in, owner, make_person, sign_in):
    invite = {"is_owner": True, "language": "en", "by": owner, "site": SITE}
    made = actions.invite(built_in, "eva@example.org", at=NOW, **invite)
    client = sign_in(make_person("eva"))
    for link in (f"{made.pk}:forged", "nothing"):
        assert "does not work any more" in client.get(f"/en/records/invitations/{link}/").text
    with pytest.raises(actions.AnsweredAlready):
        actions.accept(made, by=make_person("late"), at=NOW + timedelta(days=15))
    actions.take_back(made, by=owner, at=NOW)
    with pytest.raises(actions.AnsweredAlready):
        actions.accept(made, by=make_person("early"), at=NOW)


def test_the_last_owner_does_not_leave_without_another(owner, make_person, sign_in):
    client = sign_in(owner)
    mine = Assignment.objects.get(person=owner)
    client.post(f"{PLACE}colleagues/{mine.pk}/end/")
    assert "This is the last owner" in client.get(f"{PLACE}colleagues/").text
    assert Assignment.objects.get(pk=mine.pk).ends_on is None
    make_person("second", "cluster owner", scope="las-parras")
    assert client.post(f"{PLACE}colleagues/{mine.pk}/end/")["Location"] == "/en/records/desk/"
    assert client.get(f"{PLACE}edit/").status_code == 403


def test_editors_see_their_colleagues_and_decide_nothing(owner, make_person, sign_in):
    editor = make_person("eva", "cluster editor", scope="las-parras")
    client = sign_in(editor)
    page = client.get(f"{PLACE}colleagues/")
    assert "Olmo" in page.text and owner.email not in page.text and "Invite a colleague" not in page.text
    given = {"email": "x@example.org", "role": "cluster owner", "language": "en"}
    assert client.post(f"{PLACE}colleagues/", given).status_code == 403
    theirs = Assignment.objects.get(person=owner)
    assert client.post(f"{PLACE}colleagues/{theirs.pk}/end/").status_code == 403
    own = Assignment.objects.get(person=editor)
    assert client.post(f"{PLACE}colleagues/{own.pk}/end/").status_code == 302


# ---- requests of anybody ----------------------------------------------------------------------

ASKED = {"wish": "correct", "field": "name", "text": "It is Las Parras Viejas.", "evidence": "", "email": ""}


def test_anybody_asks_to_correct_and_sees_the_state_by_a_private_link(owner, sign_in, client, sent):
    with sent():
        private = client.post(f"{PLACE}correct/", {**ASKED, "email": "ada@example.net"})["Location"]
    assert [letter.to for letter in mail.outbox] == [[owner.email], ["ada@example.net"]]
    assert "waits for an answer" in client.get(private).text
    asked = Request.objects.get()
    assert "It is Las Parras Viejas." in sign_in(owner).get("/en/records/desk/").text or asked.is_open
    place = f"/en/records/requests/{asked.pk}/answer/"
    assert "Las Parras Viejas" in sign_in(owner).get(place).text
    with sent():
        sign_in(owner).post(place, {"decision": "granted", "answer": "Corrected, thank you."})
    assert "Corrected, thank you." in client.get(private).text
    assert mail.outbox[-1].to == ["ada@example.net"] and Request.objects.get().email == ""


def test_a_removal_that_is_granted_withdraws_the_record(built_in, make_person, sign_in, client):
    reviewer = make_person("rita", "reviewer", second_factor=True)
    client.post(f"{PLACE}correct/", {**ASKED, "wish": "remove"})
    asked = Request.objects.get()
    place = f"/en/records/requests/{asked.pk}/answer/"
    sign_in(reviewer).post(place, {"decision": "granted", "answer": "It is gone."})
    assert queries.record(built_in.kind, "las-parras").state == State.WITHDRAWN
    assert client.get(f"{PLACE}history/").status_code == 404
    verbs = [event.verb for event in Event.objects.filter(kind="orchard").order_by("number")]
    assert verbs == ["asked to remove", "withdrawn", "request granted"]


def test_only_keepers_and_reviewers_answer(owner, make_person, sign_in, client):
    client.post(f"{PLACE}correct/", ASKED)
    place = f"/en/records/requests/{Request.objects.get().pk}/answer/"
    given = {"decision": "granted", "answer": "x"}
    assert client.post(place, given)["Location"].startswith("/en/account/sign-in/")
    assert sign_in(make_person("stranger")).post(place, given).status_code == 403
    assert Request.objects.get().is_open


@pytest.mark.parametrize("role", ["", "operator"])
def test_requests_are_limited_for_everybody(built_in, make_person, sign_in, role):
    client = sign_in(make_person("olga", role, second_factor=True)) if role else Client()
    answers = [client.post(f"{PLACE}correct/", ASKED).status_code for _ in range(7)]
    assert answers == [302] * 6 + [429] and Request.objects.count() == 6


def test_a_request_without_words_is_refused_beside_the_field(built_in, client):
    page = client.post(f"{PLACE}correct/", {**ASKED, "text": " ", "evidence": "the statutes"})
    assert 'aria-invalid="true"' in page.text and "the statutes" in page.text
    assert not Request.objects.exists()


def test_what_is_not_public_cannot_be_asked_about(built_in, owner, client):
    records.withdraw(built_in, by=owner, at=NOW)
    assert client.get(f"{PLACE}correct/").status_code == 404


# ---- letters ----------------------------------------------------------------------------------


def test_mail_that_fails_loses_nothing_and_is_tried_again(owner, sign_in, sent, monkeypatch):
    def fail(message, fail_silently=False):
        raise ConnectionRefusedError("planted")

    client = sign_in(owner)
    given = {"email": "eva@example.org", "role": "cluster owner", "language": "en"}
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", fail)
        with sent():
            client.post(f"{PLACE}colleagues/", given)
    page = client.get(f"{PLACE}colleagues/").text
    assert Invitation.objects.count() == 1 and Letter.objects.get().tries == 1
    assert "http://testserver/en/records/invitations/" in page and not mail.outbox
    call_command("letters")
    assert not mail.outbox  # it waits a while before it is tried again
    Letter.objects.update(tried_at=NOW - timedelta(days=365))
    call_command("letters")
    assert mail.outbox[0].to == ["eva@example.org"] and not Letter.objects.exists()


def test_a_letter_is_kept_with_what_it_tells_of_or_not_at_all(built_in, make_person, monkeypatch):
    monkeypatch.setattr("polos_web.stewardship.actions.Mails.acknowledge", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.ask(built_in, Wish.REMOVE, text="x", email="a@example.org", language="en", at=NOW, site=SITE)
    assert not Request.objects.exists() and not Letter.objects.exists()
    assert not Event.objects.filter(kind="orchard").exists()
