"""Who takes part: the actors the sources name, the coverage of the helix, contacts and bodies."""

import re
from datetime import UTC, date, datetime

import pytest

from polos import reference, vocabularies
from polos_web.actors import queries
from polos_web.actors import reference as built_in_actors
from polos_web.actors.kinds import ACTOR, BODY, CONTACT
from polos_web.actors.models import Actor
from polos_web.programmes import reference as built_in_programmes
from polos_web.programmes.kinds import DOCUMENT
from polos_web.registers import access, actions
from polos_web.registers import queries as registers
from polos_web.registers.built_in import papers
from polos_web.registers.importing import Sent, plan
from polos_web.registers.kinds import PUBLIC
from polos_web.registers.statements import Statement, WrongStatements

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HERE = "co_vab"


def named(text: str) -> Statement:
    return Statement("name", {"language": "es", "original": text})


def test_sources_are_told_by_their_titles_and_places_and_by_no_number_of_ours():
    told = [
        f"{statement.papers.source}, {statement.papers.place} ({statement.papers.dated})"
        for register in (built_in_actors, built_in_programmes)
        for _, statements in register.rows()
        for statement in statements
    ]
    assert len(told) > 300
    assert [words for words in told if re.search(r"(?<![\w-])00\d\b|\((\d{4})\)[^(]*\(\1\)", words)] == []


def test_each_of_several_sources_has_its_place_beside_its_title():
    works = {row["source_id"]: row["title"] for row in reference.sources().rows.iter_rows(named=True)}
    row = {"source_ids": ["000", "004"], "source_place": "000 §3.1; 004 slide 14"}
    assert papers(row).source == f"{works['000']}, §3.1; {works['004']}, slide 14"
    assert (papers(row).place, papers(row).dated) == ("", "2018")
    single = papers({"source_ids": ["001"], "source_place": "001 §3; §6"})
    assert (single.source, single.place, single.dated) == (works["001"], "§3; §6", "2015")


def test_the_title_of_a_source_says_that_it_is_english(client):
    text = client.get("/es/records/actor/eu-lac-foundation/history/name/").text
    assert '<dd class="long"><span lang="en">Contribution of cluster strategies' in text


@pytest.fixture
def officer(make_person):
    return make_person("officer", "territory officer", scope=HERE, second_factor=True)


@pytest.fixture
def made(officer):
    def make(kind, slug, *statements):
        record = actions.create(kind, slug, statements, by=officer, at=NOW)
        return actions.publish(record, by=officer, at=NOW)

    return make


def test_every_named_organisation_is_on_record_with_its_place_in_the_sources():
    rows = {row["name"]: row for row in reference.facts("actors").rows.iter_rows(named=True)}
    assert Actor.objects.count() == 39
    for actor in Actor.objects.select_related("record"):
        told = registers.sheet(actor.record, PUBLIC)
        row = rows[told.value("name")["original"]]
        assert told.value("role")["original"] == row["role_in_sources"]
        fact = told.one("role").fact
        places = [re.sub(r"^\d{3} ?", "", part) for part in (row["source_place"] or "").split("; ")]
        assert (fact.place == "; ".join(places)) or all(
            f", {place}" in f"{fact.source}, {fact.place}" for place in places if place
        )
        assert not actor.record.is_claimed


def test_a_group_that_the_source_does_not_tell_stays_unknown():
    celac = Actor.objects.get(slug="celac")
    assert (celac.kind, celac.helix) == ("international_organisation", "")


def test_what_is_no_organisation_is_no_actor():
    names = {actor.name.original for actor in Actor.objects.all()}
    for row in reference.facts("actors").rows.iter_rows(named=True):
        if row["kind"] in ("actor type", "role", "event", "programme", "policy"):
            assert row["name"] not in names


def test_lists_are_cut_by_group_and_country_and_found_without_accents(client):
    page = client.get("/es/actors/", {"helix": "funding", "q": "inter-american"}).content.decode()
    assert "Inter-American Development Bank" in page and "Embraer" not in page
    page = client.get("/en/actors/", {"q": "brasil"}).content.decode()
    assert "Embraer" in page and "CORFO" not in page
    rows = client.get("/en/actors/actors.csv", {"country": "CL"}).content.decode("utf-8-sig").splitlines()
    assert rows[0].split(",")[:2] == ["slug", "name"] and len(rows) == 3


def test_an_actor_shows_what_is_said_and_where_it_stands(client):
    page = client.get("/en/actors/corfo/").content.decode()
    assert "example of executing agency" in page
    assert "Not claimed" in page


def test_the_coverage_of_a_territory_names_the_groups_nobody_is_known_of(client, made):
    before = client.get(f"/en/territories/{HERE}/").content.decode()
    assert before.count("nobody on record") == len(vocabularies.helix().codes)
    assert "Open task: no contact person is named." in before
    made(
        ACTOR,
        "camara-inventada",
        named("Cámara Inventada"),
        Statement("helix", "business"),
        Statement("territory", HERE),
    )
    groups = {group.code: group for group in queries.coverage(HERE)}
    assert [actor.slug for actor in groups["business"].actors] == ["camara-inventada"]
    assert [code for code, group in groups.items() if group.is_missing] == [
        code for code in vocabularies.helix().codes if code != "business"
    ]
    page = client.get(f"/en/territories/{HERE}/").content.decode()
    assert "Cámara Inventada" in page and "1 of 5 groups of the helix" in page


def test_the_light_is_full_with_every_group_and_empty_without_any():
    known = vocabularies.helix().codes
    assert (queries.covered_by(known).light, queries.covered_by([""]).light) == ("full", "none")
    some = queries.covered_by(["research", "business", "research"])
    assert (some.light, some.covered) == ("partial", ("business", "research"))
    assert set(some.covered) | set(some.missing) == set(known)


def test_a_contact_needs_the_consent_of_the_person_and_shows_what_the_person_chose(
    client, made, sign_in, make_person
):
    person = [
        Statement("name", "Ada Inventada"),
        Statement("email", "ada@example.org"),
        Statement("territory", HERE),
    ]
    with pytest.raises(WrongStatements, match="consent"):
        made(CONTACT, "ada", *person)
    made(CONTACT, "ada-2", *person, Statement("consent", "yes"))
    assert "ada@example.org" not in client.get("/en/actors/contacts/ada-2/").content.decode()
    member = sign_in(make_person("member"))
    assert "ada@example.org" in member.get("/en/actors/contacts/ada-2/").content.decode()
    page = client.get(f"/en/territories/{HERE}/").content.decode()
    assert "Open task" not in page and "Ada Inventada" not in page


def test_the_name_of_a_contact_is_in_no_address_and_in_no_title_for_others(client, officer, sign_in):
    given = {"name": "Ada Inventada", "territory": HERE}
    made = sign_in(officer).post("/en/records/contact/new/", given)
    record = registers.record(CONTACT, "contact")
    assert made.status_code == 302 and record is not None
    said = [
        Statement("consent", "yes"),
        Statement("role", {"language": "es", "original": "Directora de redes"}),
        Statement("cluster", "es-acicae"),
    ]
    actions.state(record, said, seen=record.version, by=officer, at=NOW)
    actions.publish(record, by=officer, at=NOW)
    places = ("actors/contacts/contact/", f"territories/{HERE}/", "clusters/es-acicae/")
    for place in (*places, "records/contact/contact/history/", "records/contact/everything.csv"):
        told = client.get(f"/es/{place}").content.decode().casefold()
        assert "ada" not in re.findall(r"[a-z]+", told.split("</header>", 1)[-1]) and "ada-inv" not in told
    for place in places[1:]:
        assert "Directora de redes" in client.get(f"/es/{place}").content.decode()
    assert "Ada Inventada" in sign_in(officer).get("/es/actors/contacts/contact/").content.decode()


def test_a_file_of_contacts_names_their_records_itself(officer):
    rows = [{"name": "Ada Inventada", "consent": "yes", "territory": HERE}]
    sent = Sent(tuple(enumerate(rows, start=2)), "0" * 64, "a file")
    (planned,) = plan(CONTACT, sent, by=None, language="es")
    assert planned.outcome == "refused" and "does not name the person" in planned.problems["slug"]
    named = Sent(((2, {**rows[0], "slug": "enlace-1"}),), "0" * 64, "a file")
    assert [one.outcome for one in plan(CONTACT, named, by=None, language="es")] == ["created"]


def test_a_body_shows_its_members_and_decisions(client, made):
    decided = {"day": "2026-05-04", "text": {"language": "es", "original": "Se aprueba el plan"}}
    made(
        BODY,
        "comite",
        named("Comité Inventado"),
        Statement("territory", HERE),
        Statement("member", {"actor": "corfo"}, item="1"),
        Statement("decision", decided, item="1"),
    )
    page = client.get("/es/actors/bodies/comite/").content.decode()
    assert "Se aprueba el plan" in page and 'href="/es/actors/corfo/"' in page


def test_an_officer_keeps_the_actors_of_the_own_territory_only(officer, make_person, made):
    record = made(ACTOR, "camara", named("Cámara"), Statement("territory", HERE))
    other = make_person("other", "territory officer", scope="co_ant", second_factor=True)
    assert access.may_edit(officer, record) and not access.may_edit(other, record)
    assert access.may_edit(make_person("f", "facilitator", second_factor=True), record)


def test_a_withdrawn_actor_leaves_every_list(client, officer, made):
    record = made(ACTOR, "camara", named("Cámara"), Statement("territory", HERE))
    actions.withdraw(record, by=officer, at=NOW)
    assert not Actor.objects.filter(slug="camara").exists()
    assert client.get("/en/actors/camara/").status_code == 404


def test_a_record_begun_from_a_territory_names_the_territory_and_nothing_else(officer, sign_in):
    page = sign_in(officer).get(f"/en/records/contact/new/?about={HERE}").text
    inputs = dict(re.findall(r'<input type="text" name="(\w+)" value="([^"]*)"', page))
    assert (inputs["territory"], inputs["cluster"], inputs["programme"]) == (HERE, "", "")


def test_what_is_named_has_to_be_there(officer, sign_in):
    given = {"name": "Ada Inventada", "territory": HERE, "cluster": "es-nowhere"}
    page = sign_in(officer).post("/en/records/contact/new/", given)
    assert "Needed: the name of one record" in page.text and 'value="es-nowhere"' in page.text
    assert registers.record(CONTACT, "contact") is None


def test_promises_stand_on_the_page_of_the_territory_with_day_and_document(client, made):
    promised = {"text": {"language": "es", "original": "Dos personas"}, "day": "2026-05-04"}
    title = Statement("title", {"language": "es", "original": "Carta Inventada"})
    made(DOCUMENT, "carta", title, Statement("territory", HERE))
    made(
        ACTOR,
        "agencia",
        named("Agencia Inventada"),
        Statement("territory", HERE),
        Statement("commitment", {"text": {"language": "es", "original": "Una oficina"}}, item="1"),
        Statement("commitment", {**promised, "document": "carta"}, item="2"),
    )
    told = [(one.day, one.text.original, one.document_title) for one in queries.commitments(HERE)]
    assert told == [(date(2026, 5, 4), "Dos personas", "Carta Inventada"), (None, "Una oficina", "")]
    page = client.get(f"/es/territories/{HERE}/").text
    assert "4 de mayo de 2026" in page and 'href="/es/programmes/documents/carta/"' in page
