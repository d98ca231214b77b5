"""An offer without a name: whose it is cannot be found by others until its owner says so."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import QueryDict

from polos_web.accounts import actions as accounts
from polos_web.accounts import queries as people
from polos_web.accounts.models import User
from polos_web.audit import queries as audit
from polos_web.clusters import actions as clusters
from polos_web.matchmaking import offers, offers_search, offers_views
from polos_web.matchmaking.interests import NotNow
from polos_web.matchmaking.models import AnonymousOffer, Inquiry, Reply, Shown
from polos_web.registers import actions as registers
from polos_web.registers import queries
from polos_web.registers.kinds import kind
from polos_web.registers.models import Record, Voice
from polos_web.registers.statements import Statement
from polos_web.translation.text import Text
from web.contacting import NOW, SITE
from web.rows import every_row

pytestmark = pytest.mark.django_db
BY = {"at": NOW, "site": SITE}
TEXT = "Secamos grano con calor solar"
VALUES = {"exchange": "offer", "type": "technology", "text": TEXT, "language": "es", "side": "LAC",
          "markets": ["agriculture"], "technologies": []}  # fmt: skip


def contact(slug: str, **further: str) -> Record:
    """A published contact person, plainly invented, with an address."""
    said = [Statement("name", f"Asesora {slug}"), Statement("email", f"{slug}@example.org"),
            Statement("consent", value=True)]  # fmt: skip
    said += [Statement(name, value) for name, value in further.items()]
    registers.load(kind("contact"), [(slug, said)], voice=Voice.OWNER, at=NOW)
    return queries.record(kind("contact"), slug)


@pytest.fixture
def adviser(db):
    return contact("asesora-uno")


@pytest.fixture
def offer(mills, adviser) -> AnonymousOffer:
    made = offers.draft(mills.record, adviser=adviser, values=VALUES, by=mills.person, at=NOW)
    return offers.publish(made, by=mills.person, at=NOW)


@pytest.fixture
def inquiry(offer, forges, django_capture_on_commit_callbacks) -> Inquiry:
    with django_capture_on_commit_callbacks(execute=True):
        return offers.inquire(
            offer, forges.record, adviser=contact("asesora-dos"), message="¿A qué temperatura?",
            language="es", by=forges.person, **BY,
        )  # fmt: skip


# ---- the owner cannot be found ----------------------------------------------------------------


@pytest.mark.slow
def test_no_page_file_or_answer_of_others_tells_whose_it_is(
    offer, inquiry, mills, forges, vines, client, operator
):
    """Pages of the offer name nobody, and pages of the owner do not show the offer."""
    of_offer = ["/en/contacts/offers/", f"/en/contacts/offers/{offer.key}/",
                f"/en/contacts/cluster/{forges.record.slug}/without-a-name/",
                f"/en/contacts/inquiries/{inquiry.link}/"]  # fmt: skip
    slug = mills.record.slug
    of_owner = [f"/en/clusters/{slug}/", f"/en/records/cluster/{slug}/history/", f"/api/v1/clusters/{slug}",
                "/en/search/?q=grano", "/en/clusters/clusters.csv",
                f"/en/clusters/compare/table.csv?c={slug}", "/en/records/desk/", "/en/contacts/"]  # fmt: skip
    telling = (slug, "Molinos", "mila", "Mila", mills.person.pseudonym)
    for browser in (client, vines.client, forges.client, operator):
        for page in of_offer:
            text = browser.get(page).text
            assert [word for word in telling if word in text] == [], page
        for page in of_owner:
            assert TEXT not in browser.get(page).text, page


def test_a_page_of_the_audit_and_exports_of_others_do_not_tell_whose_it_is(
    offer, inquiry, mills, forges, vines, operator
):
    for about in (
        f"matchmaking.anonymousoffer&subject={offer.pk}",
        f"matchmaking.inquiry&subject={inquiry.pk}",
    ):
        text = operator.get(f"/en/account/audit/?kind={about}").text
        for told in (mills.record.slug, "Mila", mills.person.pseudonym, TEXT):
            assert told not in text
    events = audit.events(kind="matchmaking.anonymousoffer", subject=str(offer.pk))
    assert {(event.verb, event.actor) for event in events} == {("drafted", ""), ("published", "")}
    for other in (forges, vines):
        told = str(people.everything_about(other.person))
        assert TEXT not in told and mills.record.slug not in told
    assert TEXT in str(people.everything_about(mills.person))


def test_the_letter_to_the_adviser_and_to_who_asks_does_not_name_the_owner(
    inquiry, mills, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        offers.reply(inquiry, is_answered=True, answer="A sesenta grados", **BY)
    to = [one.to[0] for one in mail.outbox]
    assert to == ["asesora-uno@example.org", "fred@example.org", "asesora-dos@example.org"]
    assert not any("Molinos" in one.body or mills.record.slug in one.body for one in mail.outbox)


def test_offers_stand_in_no_order_of_time(offer, mills, adviser, forges):
    """The order is that of the keys, which are random."""
    for _ in range(6):
        made = offers.draft(mills.record, adviser=adviser, values=VALUES, by=mills.person, at=NOW)
        offers.publish(made, by=mills.person, at=NOW)
    keys = [one.key for one in offers.published()]
    assert keys == sorted(keys) and len(keys) == 7


@pytest.mark.parametrize("word", ["Molinos Inventados", "MOLINOS inventados", "Paysandú"])
def test_a_text_that_tells_is_refused(mills, adviser, word):
    record = queries.record(kind("cluster"), mills.record.slug)
    registers.state(record, [Statement("place", "Paysandu")], seen=record.version, by=mills.person, at=NOW)
    values = {**VALUES, "text": f"Somos {word} y secamos grano"}
    with pytest.raises(offers.Tells):
        offers.draft(mills.record, adviser=adviser, values=values, by=mills.person, at=NOW)


def test_a_draft_that_has_come_to_tell_is_not_published(mills, adviser):
    made = offers.draft(mills.record, adviser=adviser, values=VALUES, by=mills.person, at=NOW)
    record = queries.record(kind("cluster"), mills.record.slug)
    registers.state(record, [Statement("acronym", "GRANO")], seen=record.version, by=mills.person, at=NOW)
    with pytest.raises(offers.Tells):
        offers.publish(made, by=mills.person, at=NOW)


def test_an_adviser_on_record_as_one_s_own_would_tell(mills):
    ours = contact("propia", cluster=mills.record.slug)
    assert ours.slug not in [one.slug for one in offers.advisers(mills.record)]
    with pytest.raises(NotNow):
        offers.draft(mills.record, adviser=ours, values=VALUES, by=mills.person, at=NOW)


# ---- until the owner says so ------------------------------------------------------------------


def test_the_owner_says_who_it_is_to_one_who_asked(inquiry, mills, forges, vines):
    page = f"/en/contacts/cluster/{forges.record.slug}/without-a-name/"
    assert "Molinos" not in forges.client.get(page).text
    own = f"/en/contacts/cluster/{mills.record.slug}/without-a-name/"
    answer = mills.client.post(own, {"do": "show_owner", "key": inquiry.key}, follow=True)
    assert "They know now who you are." in answer.text
    assert "It is Molinos Inventados." in forges.client.get(page).text
    assert "Molinos" not in vines.client.get(f"/en/contacts/offers/{inquiry.offer.key}/").text
    inquiry.refresh_from_db()
    assert inquiry.shown_by == mills.person and inquiry.shown_at
    with pytest.raises(NotNow):
        offers.show_owner(inquiry, by=mills.person, **BY)


def test_nobody_else_says_who_it_is(inquiry, forges, vines):
    for other in (forges, vines):
        with pytest.raises(PermissionDenied):
            offers.show_owner(inquiry, by=other.person, **BY)
        page = f"/en/contacts/cluster/{other.record.slug}/without-a-name/"
        assert other.client.post(page, {"do": "show_owner", "key": inquiry.key}).status_code == 404


# ---- the search ---------------------------------------------------------------------------------


def found(query):
    return [(one.owner.slug if one.owner else "", one.text) for one in offers_search.chosen(search(query))]


def search(query):
    return offers_views.FILTERS.read(QueryDict(query))


@pytest.fixture
def wells(make_person):
    """A plainly invented cluster that needs something by name."""
    name = Text("es", "Pozos Inventados")
    need = {"type": "technology", "text": {"language": "es", "original": "Gestión del agua en pozos"}}
    said = [Statement("name", name), Statement("country", "CL"), Statement("needs", need, item="1")]
    return clusters.begin(said, name=name, country="CL", is_published=True, by=make_person("wanda"), at=NOW)


def test_words_are_found_with_and_without_accents_in_four_languages(offer, wells):
    """A label in any language finds what the text mentions; letters and accents do not matter."""
    wanted = (wells.slug, "Gestión del agua en pozos")
    labels = ("environmental", "actividades ambientales", "atividades", "Activites environnementales")
    for typed in ("gestion", "GESTIÓN agua", "pozos inv", *labels):
        assert found(f"q={typed}&country=CL") == [wanted], typed
    assert found("q=calor+solar") == [("", TEXT)]
    assert found("q=agriculture")[-1] == ("", TEXT), "by the label of its code"
    assert found("q=agua+calor+solar") == []


def test_type_side_country_and_whose_narrow_the_list(offer, wells):
    ours = (wells.slug, "Gestión del agua en pozos")
    assert ours in found("exchange=need&type=technology&side=LAC")
    assert ("", TEXT) in found("exchange=offer&type=technology&side=LAC")
    assert ("", TEXT) not in found("side=EU") + found("type=quality") + found("country=UY") + found(
        "whose=named"
    )
    assert found("whose=unnamed") == [("", TEXT)]
    assert {slug for slug, _ in found("country=CL")} >= {wells.slug}
    assert found("exchange=offer&country=CL&q=pozos") == []


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_the_page_of_the_search_shows_what_fits_and_says_where_nothing_does(offer, wells, client, language):
    path = f"/{language}/contacts/offers/"
    shown = client.get(f"{path}?q=gestion+agua&country=CL").text
    assert f"/{language}/clusters/{wells.slug}/" in shown and TEXT not in shown
    assert client.get(f"{path}?q=zzzz").text.count('class="empty"') == 1
    for query in ("type=colour", "side=XX", "country=Chile", "page=999", "unheard=1"):
        assert client.get(f"{path}?{query}").status_code == 400, query


def test_what_is_withdrawn_is_not_found(offer, wells, mills):
    offers.withdraw(offer, by=mills.person, at=NOW)
    assert found("whose=unnamed") == []
    registers.withdraw(wells, by=User.objects.get(email="wanda@example.org"), at=NOW)
    assert wells.slug not in {slug for slug, _ in found("")}


def test_without_an_adviser_the_page_says_who_could_be_one_and_where_to_name_one(mills):
    own = f"/en/contacts/cluster/{mills.record.slug}/without-a-name/"
    shown = mills.client.get(own).text
    assert "No adviser is on record yet" in shown and "/en/records/contact/new/" in shown
    contact("asesora-uno")
    assert "No adviser is on record yet" not in mills.client.get(own).text


# ---- states and guards ------------------------------------------------------------------------


def test_a_draft_is_nobody_else_s_to_see(mills, adviser, client):
    made = offers.draft(mills.record, adviser=adviser, values=VALUES, by=mills.person, at=NOW)
    assert client.get(f"/en/contacts/offers/{made.key}/").status_code == 404
    assert TEXT not in client.get("/en/contacts/offers/").text


def test_what_is_withdrawn_is_gone_and_can_come_back(offer, mills, client):
    offers.withdraw(offer, by=mills.person, at=NOW)
    assert client.get(f"/en/contacts/offers/{offer.key}/").status_code == 404
    with pytest.raises(NotNow):
        offers.withdraw(offer, by=mills.person, at=NOW)
    assert offers.publish(offer, by=mills.person, at=NOW).stand == Shown.PUBLISHED
    with pytest.raises(NotNow):
        offers.publish(offer, by=mills.person, at=NOW)


def test_who_asks_asks_once_and_not_about_one_s_own(inquiry, mills, forges):
    said = {"adviser": None, "message": "x", "language": "es"}
    for one in (mills, forges):
        with pytest.raises(NotNow):
            offers.inquire(inquiry.offer, one.record, **said, by=one.person, **BY)


def test_an_inquiry_is_answered_once_by_whoever_has_the_link(inquiry, client, forges):
    page = f"/es/contacts/inquiries/{inquiry.link}/"
    text = client.get(page).text
    assert "asesora-dos@example.org" in text and "Fraguas Inventadas" in text
    client.post(page, {"did": "answered", "answer": "A sesenta grados"})
    inquiry.refresh_from_db()
    assert (inquiry.stand, inquiry.answer) == (Reply.ANSWERED, "A sesenta grados")
    with pytest.raises(NotNow):
        offers.reply(inquiry, is_answered=False, answer="x", **BY)
    asked = forges.client.get(f"/en/contacts/cluster/{forges.record.slug}/without-a-name/").text
    assert "A sesenta grados" in asked
    assert client.get("/es/contacts/inquiries/guessed/").status_code == 404


def test_only_keepers_offer_publish_and_withdraw(offer, mills, forges, adviser):
    with pytest.raises(PermissionDenied):
        offers.draft(mills.record, adviser=adviser, values=VALUES, by=forges.person, at=NOW)
    for act in (offers.publish, offers.withdraw):
        with pytest.raises(PermissionDenied):
            act(offer, by=forges.person, at=NOW)


# ---- the pages --------------------------------------------------------------------------------


def test_from_draft_to_inquiry_on_the_pages(mills, forges, adviser):
    own = f"/en/contacts/cluster/{mills.record.slug}/without-a-name/"
    posted = {"do": "draft", "exchange": "need", "text": TEXT, "language": "es", "adviser": adviser.slug,
              "markets": ["agriculture"]}  # fmt: skip
    assert "kept as a draft" in mills.client.post(own, posted, follow=True).text
    made = AnonymousOffer.objects.get()
    assert (made.side, made.markets) == ("", ["agriculture"])
    mills.client.post(own, {"do": "publish", "key": made.key})
    page = f"/en/contacts/offers/{made.key}/"
    asked = {"record": f"cluster {forges.record.slug}", "message": "¿Cómo?", "language": "es"}
    assert "Your inquiry is with the adviser." in forges.client.post(page, asked, follow=True).text
    text = mills.client.get(own).text
    assert "¿Cómo?" in text and "Fraguas Inventadas" in text


def test_a_form_that_tells_says_which_words(mills, adviser):
    own = f"/en/contacts/cluster/{mills.record.slug}/without-a-name/"
    posted = {"do": "draft", "exchange": "offer", "text": "Somos Molinos Inventados", "language": "es",
              "adviser": adviser.slug}  # fmt: skip
    answer = mills.client.post(own, posted)
    assert "Found “Molinos Inventados”, which would tell who you are." in answer.text
    assert not AnonymousOffer.objects.exists()
    assert mills.client.post(own, {"do": "boast"}).status_code == 404


def test_visitors_are_asked_to_sign_in_before_they_ask(offer, client):
    assert "/account/sign-in/" in client.post(f"/en/contacts/offers/{offer.key}/", {})["Location"]


@pytest.mark.slow
def test_who_is_erased_is_in_no_offer(inquiry, mills, forges):
    for one in (mills, forges):
        accounts.erase(one.person, by=one.person, at=NOW)
    told = [row for row in every_row() if "mila@example.org" in str(row) or "fred@example.org" in str(row)]
    assert told == []


@pytest.fixture
def operator(make_person, sign_in):
    return sign_in(make_person("opal", "operator", second_factor=True))
