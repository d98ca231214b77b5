"""The 20 reference pairings: what is known, and "unknown" where nothing is."""

import re

import pytest

from polos import reference
from polos_web.cooperation import queries

pytestmark = pytest.mark.django_db
PAIRINGS = reference.pairings().rows


def test_all_pairings_are_listed_with_both_territories(client):
    text = client.get("/en/pairings/").text
    for row in PAIRINGS.iter_rows(named=True):
        assert f'href="/en/pairings/{row["pairing_id"]}/"' in text
        assert f'href="/en/territories/{row["lac_territory_id"]}/"' in text
        assert f'href="/en/territories/{row["eu_territory_id"]}/"' in text
    assert "something is stated of 7 of 20 pairings" in text


def test_each_pairing_is_an_arc(client):
    text = client.get("/en/pairings/").text
    arcs = re.findall(r'<path d="(M[^"]+)"', text.split('class="arcs"')[1].split("</g>")[0])
    assert len(arcs) == len(set(arcs)) == 20


def test_what_the_source_says_is_sorted_by_what_it_is(client):
    text = client.get("/en/pairings/P17/").text
    assert "Memorandum of Understanding to prolong the collaboration beyond the programme" in text
    assert re.search(r"Agreements</dt>\s*<dd><ul", text) and re.search(r"Plans</dt>\s*<dd><ul", text)
    assert re.search(r'Outcomes and practices</dt>\s*<dd><span class="unknown">unknown', text)
    assert "(planned)" in text and "(signed)" in text


def test_where_the_source_is_silent_everything_is_unknown(client):
    text = client.get("/en/pairings/P08/").text
    known = text.split('id="known"')[1].split("<h3>")[0]
    assert known.count('<span class="unknown">unknown</span>') == 4
    assert "Annex" in known


def test_every_fact_about_a_pairing_has_its_place_on_a_page():
    """No fact type falls between the groups."""
    for pairing in queries.pairings():
        shown = [fact for facts in pairing.parts.values() for fact in facts]
        assert sorted(fact.pk for fact in shown) == sorted(fact.pk for fact in pairing.facts.all())


def test_a_theme_is_shown_where_the_source_gives_evidence():
    assert [pairing.pk for pairing in queries.pairings() if "6" in pairing.themes] == ["P04", "P17"]


@pytest.mark.slow
@pytest.mark.parametrize("territory_id, partner", [("mx_col", "es43"), ("es43", "mx_col")])
def test_a_territory_shows_its_partner(client, territory_id, partner):
    section = (
        client.get(f"/es/territories/{territory_id}/").text.split('id="pairing"')[1].split("</section>")[0]
    )
    assert f'href="/es/territories/{partner}/"' in section and 'href="/es/pairings/P17/"' in section


def test_a_territory_without_a_pairing_says_so(client):
    assert "It took no part in the 20 reference pairings." in client.get("/en/territories/at31/").text


def test_an_unknown_pairing_is_a_404_and_a_parameter_too_many_a_400(client):
    assert client.get("/en/pairings/P99/").status_code == 404
    assert client.get("/en/pairings/?x=1").status_code == 400
    assert client.get("/en/pairings/P01/?x=1").status_code == 400


def test_the_list_asks_few_questions(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get("/en/pairings/")


def test_the_download_holds_every_pairing(client):
    assert client.get("/en/pairings/pairings.csv").text.count("\nP") == 20


def test_a_pairing_leads_to_its_reasons_seen_from_either_side(client):
    shown = client.get("/es/pairings/P17/").text
    for ours, theirs in (("mx_col", "es43"), ("es43", "mx_col")):
        address = f"/es/counterparts/{ours}/{theirs}/"
        assert f'href="{address}"' in shown and client.get(address).status_code == 200
    assert "Lugar de este emparejamiento, visto desde Colima" in shown


def test_pairings_that_share_ground_are_never_added_up(client):
    """Bogotá-Cundinamarca (P11) is in the RAP-E (P13), a Polish subregion (P04) in the region of P07."""
    shared = {(a.pk, b.pk) for a, b in queries.sharing(queries.pairs())}
    assert {tuple(sorted(two)) for two in shared} >= {("P11", "P13"), ("P04", "P07")}
    assert "must not be added up" in client.get("/en/pairings/").text
    assert 'href="/en/pairings/P11/"' in client.get("/en/pairings/P13/").text
    assert "Never add up" not in client.get("/en/pairings/P01/").text
