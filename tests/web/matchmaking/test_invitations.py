"""Interest in a profile that nobody has claimed: a letter, passed on by an institution, until a claim."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation

from polos_web.accounts import actions as accounts
from polos_web.accounts.roles import ClusterOwner
from polos_web.audit import queries as audit
from polos_web.matchmaking import interests, invitations
from polos_web.matchmaking.invitations_letter import language_for, letter, printed
from polos_web.matchmaking.models import Invitation, Stand, Way
from polos_web.registers import actions as registers
from polos_web.registers import queries
from polos_web.registers.kinds import kind
from polos_web.registers.statements import Statement
from polos_web.stewardship import actions as stewardship
from web.contacting import NOW, SITE, Side
from web.rows import every_row

pytestmark = pytest.mark.django_db
BY = {"at": NOW, "site": SITE}


@pytest.fixture
def unclaimed():
    """A profile that came built in: an aeronautics cluster of the Basque Country."""
    return queries.record(kind("cluster"), "es-hegan")


@pytest.fixture
def foundation():
    return queries.record(kind("actor"), "eu-lac-foundation")


@pytest.fixture
def drafted(mills, unclaimed) -> Invitation:
    """The letter that an interest in it becomes."""
    made = interests.express(
        mills.record,
        unclaimed,
        message="Molemos juntos",
        language="es",
        is_shown=False,
        by=mills.person,
        **BY,
    )
    found = invitations.of_interest(made)
    assert found is not None
    return found


@pytest.fixture
def sent(drafted, mills, foundation, django_capture_on_commit_callbacks) -> Invitation:
    with django_capture_on_commit_callbacks(execute=True):
        return invitations.send(
            drafted, institution=foundation, email="desk@example.org", language="es", by=mills.person, **BY
        )


def link_of(invitation):
    return f"/es/contacts/letters/{invitation.key}/"


# ---- the states -------------------------------------------------------------------------------


def test_interest_in_a_profile_nobody_has_claimed_drafts_a_letter(drafted, mills):
    assert (drafted.stand, drafted.language, drafted.institution) == (Way.DRAFTED, "es", None)
    page = mills.client.get(f"/en/contacts/cluster/{mills.record.slug}/es-hegan/").text
    assert "Choose who passes the letter on" in page and "The letter and its way" in page


def test_interest_in_a_profile_somebody_keeps_drafts_none(mills, forges):
    assert invitations.of_interest(mills.express(forges)) is None


def test_sending_shows_the_interest_and_mails_the_private_link(sent):
    assert (sent.stand, sent.sent_at) == (Way.SENT, NOW)
    sent.interest.refresh_from_db()
    assert sent.interest.is_shown
    [mailed] = mail.outbox
    assert mailed.to == ["desk@example.org"]
    assert f"/es/contacts/letters/{sent.key}/" in mailed.body and "Molinos Inventados" in mailed.body


def test_without_an_address_the_link_is_handed_over(drafted, mills, foundation):
    invitations.send(drafted, institution=foundation, email="", language="es", by=mills.person, **BY)
    page = mills.client.get(f"/en/contacts/cluster/{mills.record.slug}/es-hegan/letter/").text
    assert f"/contacts/letters/{drafted.key}/" in page and mail.outbox == []


def test_passing_on_is_noted_and_told(sent, mills, client, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(link_of(sent), {"did": "passed_on", "note": "Por correo"})
    sent.refresh_from_db()
    assert (sent.stand, sent.note) == (Way.PASSED_ON, "Por correo") and sent.passed_on_at
    assert [one.to for one in mail.outbox] == [["mila@example.org"]]
    told = {event.verb for event in audit.events(kind="matchmaking.invitation", subject=str(sent.pk))}
    assert told == {"drafted", "sent", "passed on"}


def test_a_letter_that_is_declined_ends_the_interest(sent, client, mills):
    client.post(link_of(sent), {"did": "declined", "note": "No quieren"})
    sent.refresh_from_db()
    sent.interest.refresh_from_db()
    assert (sent.stand, sent.interest.stand, sent.interest.reason) == (
        Way.DECLINED, Stand.DECLINED, "No quieren",
    )  # fmt: skip
    assert "No quieren" in mills.client.get(f"/en/contacts/cluster/{mills.record.slug}/es-hegan/").text


def test_once_claimed_the_interest_is_an_ordinary_one(sent, mills, unclaimed, make_person, sign_in):
    """Through the claim itself: who claims the profile sees the interest, returns it, and they match."""
    claimant, verifier = make_person("hera"), make_person("opal", "operator", second_factor=True)
    claim = stewardship.claim(unclaimed, reason="x", evidence="x", by=claimant, **BY)
    stewardship.answer_claim(claim, is_granted=True, answer="x", by=verifier, **BY)
    sent.refresh_from_db()
    assert (sent.stand, sent.ended_at is not None) == (Way.CLAIMED, True)
    unclaimed.refresh_from_db()
    hegan = Side(unclaimed, claimant, sign_in(claimant))
    assert "Molemos juntos" in hegan.client.get(hegan.page(mills)).text
    match = interests.match_of(hegan.express(mills))
    mills.accept(match)
    assert hegan.accept(match).matched_at == NOW


def test_a_letter_never_sent_leaves_a_hidden_interest_hidden_after_the_claim(
    drafted, mills, unclaimed, make_person, sign_in
):
    claimant = make_person("hera")
    accounts.entrust(ClusterOwner, claimant, scope="es-hegan", by=claimant, at=NOW)
    registers.claimed(unclaimed, by=claimant, at=NOW)
    drafted.refresh_from_db()
    assert drafted.stand == Way.CLAIMED
    page = sign_in(claimant).get(f"/en/contacts/cluster/es-hegan/{mills.record.slug}/").text
    assert "Molemos juntos" not in page and "nothing said yet" in page


def test_taking_the_interest_back_takes_the_letter_back(sent, mills, client):
    interests.withdraw(sent.interest, by=mills.person, at=NOW)
    sent.refresh_from_db()
    assert sent.stand == Way.WITHDRAWN
    assert client.get(link_of(sent)).status_code == 404


def test_a_letter_lapses_with_its_interest(sent, mills, unclaimed):
    late = NOW + interests.COUNTS_FOR + timedelta(days=1)
    with pytest.raises(invitations.NotNow):
        invitations.pass_on(sent, note="", at=late, site=SITE)
    interests.express(
        mills.record, unclaimed, message="Otra vez", language="es", is_shown=False, by=mills.person,
        at=late, site=SITE,
    )  # fmt: skip
    sent.refresh_from_db()
    assert sent.stand == Way.EXPIRED


# ---- guards -----------------------------------------------------------------------------------


def test_a_letter_goes_through_a_public_actor_only(drafted, mills, unclaimed):
    with pytest.raises(invitations.NotNow):
        invitations.send(drafted, institution=unclaimed, email="", language="es", by=mills.person, **BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=drafted.pk).update(stand=Way.SENT)


def test_only_the_writers_send_it(drafted, forges, foundation):
    with pytest.raises(PermissionDenied):
        invitations.send(drafted, institution=foundation, email="", language="es", by=forges.person, **BY)
    assert forges.client.get("/en/contacts/cluster/es-hegan/es-acicae/letter/").status_code == 403


def test_what_was_passed_on_is_not_sent_again_or_passed_on_twice(sent, mills, foundation):
    invitations.pass_on(sent, note="", **BY)
    with pytest.raises(invitations.NotNow):
        invitations.pass_on(sent, note="", **BY)
    with pytest.raises(invitations.NotNow):
        invitations.send(sent, institution=foundation, email="", language="es", by=mills.person, **BY)


def test_a_draft_has_no_private_page(drafted, client):
    assert client.get(link_of(drafted)).status_code == 404
    assert client.get("/en/contacts/letters/guessed/").status_code == 404


def test_no_institution_chosen_is_said_and_nothing_sent(drafted, mills):
    answer = mills.client.post(
        f"/en/contacts/cluster/{mills.record.slug}/es-hegan/letter/", {"institution": "", "language": "fr"}
    )
    assert "Nothing was found here" in answer.text
    drafted.refresh_from_db()
    assert drafted.stand == Way.DRAFTED


# ---- the letter -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "language"),
    [("es-hegan", "es"), ("br-porto-digital", "pt"), ("mx-polo-tic-de-yucatan", "es"), ("it-afil", "en")],
)
def test_the_letter_is_in_the_language_of_the_profile_or_its_country(slug, language):
    assert language_for(queries.record(kind("cluster"), slug)) == language


def test_without_a_language_of_its_own_the_country_decides(mills):
    """An officer's language is not asked of a territory; Uruguay speaks Spanish."""
    registers.state(
        queries.record(kind("cluster"), mills.record.slug),
        [Statement("languages", None)],
        seen=queries.record(kind("cluster"), mills.record.slug).version,
        by=mills.person,
        at=NOW,
    )
    assert language_for(queries.record(kind("cluster"), mills.record.slug)) == "es"


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_the_letter_is_whole_in_four_languages(sent, language):
    """Who writes, what was written, where to claim, correct or remove; the message in its own language."""
    said = letter(sent, language=language, site=SITE)
    told = dict(said.ways)
    assert f"https://polos.example.org/{language}/records/cluster/es-hegan/claim/" in told.values()
    assert f"https://polos.example.org/{language}/records/cluster/es-hegan/correct/" in told.values()
    assert said.message == "Molemos juntos" and bool(said.message_note) == (language != "es")
    assert "Molinos Inventados" in said.sentences[0]
    if language != "en":
        english = letter(sent, language="en", site=SITE)
        assert said.closing != english.closing and said.greeting != english.greeting


@pytest.fixture
def to_germany(mills):
    """The letter to a cluster in Germany, whose language is none of ours."""
    theirs = queries.record(kind("cluster"), "de-automotive-bw")
    said = {"message": "Molemos juntos", "language": "es", "is_shown": False, "by": mills.person}
    return invitations.of_interest(interests.express(mills.record, theirs, **said, **BY))


@pytest.mark.slow
def test_where_their_language_is_none_of_ours_page_and_letter_say_so(to_germany, mills, foundation, client):
    address = f"/en/contacts/cluster/{mills.record.slug}/de-automotive-bw/letter/"
    page = mills.client.get(address).text
    assert "theirs is another: German" in page
    assert "This letter is not in your language" in page
    french = mills.client.get(address, {"language": "fr"}).text
    assert "Cette lettre n’est pas dans votre langue" in french.replace("&#39;", "’")
    assert '<option value="fr" selected>' in french
    assert mills.client.get(f"{address[:-1]}.pdf", {"language": "fr"})["Content-Disposition"].count("-fr.pdf")
    assert mills.client.get(address, {"language": "it"}).status_code == 400
    form = {"institution": foundation.slug, "email": "", "language": "fr"}
    mills.client.post(address, form)
    to_germany.refresh_from_db()
    assert (to_germany.stand, to_germany.language) == (Way.SENT, "fr")
    assert "Molinos Inventados" in client.get(f"/fr/contacts/letters/{to_germany.key}/").text


def test_where_the_sender_chooses_another_of_ours_the_letter_says_so(drafted, mills):
    address = f"/en/contacts/cluster/{mills.record.slug}/es-hegan/letter/"
    own = mills.client.get(address).text
    assert "The profile names it" in own or "official one of their country" in own
    assert letter(drafted, language="es", site=SITE).language_note == ""
    chosen = mills.client.get(address, {"language": "en"}).text
    assert "It is none of theirs" in chosen and "The sender has chosen the language" in chosen


def test_what_was_sent_is_shown_as_it_was_sent(sent, mills):
    page = mills.client.get(f"/en/contacts/cluster/{mills.record.slug}/es-hegan/letter/?language=fr").text
    assert 'lang="es" aria-label' in page and "Read it in:" not in page


def test_the_letter_is_a_pdf_too(sent):
    assert printed(sent, language="fr", site=SITE, on=NOW.date()).startswith(b"%PDF")


# ---- who reads it -----------------------------------------------------------------------------


def test_the_letter_waits_at_the_desk_of_who_keeps_the_institution(sent, make_person, sign_in, forges):
    keeper = sign_in(make_person("fay", "facilitator", second_factor=True))
    assert f"/contacts/letters/{sent.key}/" in keeper.get("/en/records/desk/").text
    assert sent.key not in forges.client.get("/en/records/desk/").text


def test_the_page_of_the_link_says_nothing_but_the_letter(sent, client):
    text = client.get(link_of(sent)).text
    assert "mila@example.org" not in text and "desk@example.org" not in text and "Mila" not in text


@pytest.mark.slow
def test_the_address_of_an_institution_goes_with_who_is_erased(sent, make_person):
    desk = make_person("desk")
    with translation.override("en"):
        accounts.erase(desk, by=desk, at=NOW)
    assert [row for row in every_row() if "desk@example.org" in str(row)] == []
