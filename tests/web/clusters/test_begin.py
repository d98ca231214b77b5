"""The first useful thing: one offer and one need in one's own language."""

import pytest

from polos_web.audit.models import Event
from polos_web.clusters import queries
from polos_web.registers import actions as registers
from polos_web.registers.models import Record
from polos_web.registers.statements import Statement
from web.clusters.conftest import NOW

pytestmark = pytest.mark.django_db
GIVEN = {
    "language": "pt",
    "name": "Arranjo dos Moinhos Inventados",
    "country": "BR",
    "market": "agriculture",
    "offer_type": "product",
    "offer": "Farinha moída em pedra",
    "need_type": "technology",
    "need": "Secagem solar",
}


@pytest.fixture
def browser(keeper, sign_in):
    return sign_in(keeper)


def test_one_offer_and_one_need_make_a_public_profile(browser, client):
    answer = browser.post("/pt/clusters/new/", {**GIVEN, "publish": "1"})
    assert answer["Location"] == "/pt/clusters/br-arranjo-dos-moinhos-inventados/"
    assert "Farinha moída em pedra" in client.get(answer["Location"]).text
    row = queries.cluster("br-arranjo-dos-moinhos-inventados")
    assert (row.side, row.offer_types, row.need_types) == ("LAC", ["product"], ["technology"])
    assert (row.name_lang, row.languages, row.is_claimed) == ("pt", ["pt"], True)


@pytest.mark.slow
@pytest.mark.parametrize("facet", ["offer=product", "need=technology", "language=pt", "q=secagem"])
def test_it_is_found_by_its_facets_and_its_words(browser, client, facet):
    browser.post("/pt/clusters/new/", {**GIVEN, "publish": "1"})
    found = client.get(f"/pt/clusters/?country=BR&{facet}").text
    assert "br-arranjo-dos-moinhos-inventados" in found
    other = {"offer": "offer=skills", "need": "need=skills"}.get(facet.split("=")[0], "q=nowhere")
    assert "br-arranjo-dos-moinhos-inventados" not in client.get(f"/pt/clusters/?country=BR&{other}").text


def test_a_draft_is_seen_by_its_keeper_only_and_published_from_its_page(
    browser, client, make_person, sign_in
):
    page = browser.post("/pt/clusters/new/", {**GIVEN, "draft": "1"})["Location"]
    assert client.get(page).status_code == 404
    assert sign_in(make_person("other")).get(page).status_code == 404
    assert f'action="{page}publish/"' in browser.get(page).text
    assert client.post(f"{page}publish/").status_code == 302
    assert sign_in(make_person("third")).post(f"{page}publish/").status_code == 404
    assert client.get(page).status_code == 404
    assert browser.post(f"{page}publish/")["Location"] == page
    assert client.get(page).status_code == 200


def test_one_of_the_two_is_enough_and_none_is_not(browser):
    without = {**GIVEN, "need": "", "need_type": ""}
    assert browser.post("/en/clusters/new/", without).status_code == 302
    answer = browser.post("/en/clusters/new/", {**without, "offer": "", "offer_type": ""})
    assert answer.status_code == 200 and "Say one thing you offer" in answer.text


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(browser):
    before = Record.objects.count(), Event.objects.count()
    answer = browser.post("/en/clusters/new/", {**GIVEN, "offer_type": "", "country": "XX", "name": ""})
    assert answer.status_code == 200
    assert answer.text.count('aria-invalid="true"') == 3
    assert "Farinha moída em pedra" in answer.text
    assert (Record.objects.count(), Event.objects.count()) == before


def test_a_visitor_signs_in_first(client):
    assert "/account/sign-in/" in client.get("/en/clusters/new/")["Location"]
    assert "/account/sign-in/" in client.post("/en/clusters/new/", GIVEN)["Location"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}"]
)
def test_what_somebody_types_is_never_markup(browser, client, payload):
    page = browser.post("/en/clusters/new/", {**GIVEN, "name": payload, "offer": payload, "publish": "1"})
    for address in (
        page["Location"],
        "/en/clusters/?side=LAC",
        f"/en/clusters/compare/?c={page['Location'].split('/')[-2]}",
    ):
        text = client.get(address).text
        assert payload not in text or payload == "{{7*7}}"
        assert ">49<" not in text


def test_a_draft_with_a_place_has_its_map(browser, keeper, draft):
    said = [Statement("latitude", -34.3), Statement("longitude", -57.2)]
    registers.state(draft, said, seen=draft.version, by=keeper, at=NOW)
    text = browser.get(f"/en/clusters/{draft.slug}/").text
    assert "Its place is not known." not in text and "Map of the surroundings" in text
