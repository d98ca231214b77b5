"""One search over everything public: the same answers, in the same order, on both databases."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as trial
from hypothesis import strategies as st

from polos_web.accounts import actions as accounts
from polos_web.actors.kinds import ACTOR, CONTACT
from polos_web.audit.models import Event
from polos_web.clusters.kinds import CLUSTER, ORGANISATION
from polos_web.registers import actions
from polos_web.registers.kinds import Reach
from polos_web.registers.models import Record
from polos_web.registers.statements import Statement
from polos_web.search import facets, queries
from polos_web.search.actions import reindex
from polos_web.search.models import Entry
from polos_web.search.queries import Wanted
from polos_web.search.words import asked, coded
from web.payloads import PAYLOADS

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HERE = "co_vab"
ATOM = "{http://www.w3.org/2005/Atom}"


def search(question="", **chosen):
    return queries.found(Wanted(question, {name: chosen.get(name, "") for name in facets.LABELS}))


def slugs(question="", **chosen):
    return [entry.slug for entry in search(question, **chosen)[0:10_000]]


def words(text, language="es", **translations):
    made = {code: {"text": one, "made_by": "human", "of": ""} for code, one in translations.items()}
    return {"language": language, "original": text, "translations": made}


@pytest.fixture
def officer(make_person):
    return make_person("officer", "facilitator", second_factor=True)


@pytest.fixture
def made(officer):
    def make(slug, name, *, register=ACTOR, publish=True, **fields):
        statements = [
            Statement("name", words(name)),
            *(Statement(code, value) for code, value in fields.items()),
        ]
        record = actions.create(register, slug, statements, by=officer, at=NOW)
        return actions.publish(record, by=officer, at=NOW) if publish else record

    return make


# ---- what is found ----------------------------------------------------------------------------


def test_everything_public_of_the_built_in_records_is_there():
    counts = search().counts
    assert counts["what:territory"] == 121 and counts["what:priority"] == 725
    assert counts["what:actor"] == Record.objects.filter(kind_name="actor", state="published").count() > 30
    assert counts["what:programme"] > 17
    assert len(search()) == Entry.objects.count()


@pytest.mark.parametrize("typed", ["biobio", "Biobío", "BIOBÍO", "  biobío, Chile"])
def test_a_territory_is_found_however_it_is_typed(typed):
    assert slugs(typed)[0] == "cl_bi"


def test_a_territory_comes_before_what_lies_in_it():
    found = slugs("biobio")
    assert found[0] == "cl_bi" and len(found) > 3


def test_codes_are_found_by_their_words_in_every_language():
    spanish, english, portuguese, french = (
        set(slugs(f"{word} colima")) for word in ("México", "Mexico", "México", "Mexique")
    )
    assert spanish == english == portuguese == french and "mx_col" in spanish


@pytest.mark.parametrize("typed", ["Cataluña", "Catalunha", "Catalogne", "Catalonia", "Catalunya"])
def test_a_region_and_what_it_declares_are_found_by_its_name_in_every_language(typed):
    found = slugs(typed)
    assert found[0] == "es51" and set(found) == set(slugs("Catalunya"))


def test_every_word_must_be_there():
    assert slugs("biobio podlaskie") == []
    assert set(slugs("agua saneamiento")) <= set(slugs("agua"))


def test_a_question_without_letters_finds_nothing_and_no_question_everything():
    assert slugs("?!") == [] and len(search("")) == len(search("  ")) == Entry.objects.count()


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "' OR 1=1 --",
        "a NOT b",
        "NEAR(a b)",
        "title_words : x",
        "*",
        "a*",
        "(",
        "&|!",
        "a <-> b",
        ":A",
        "^x",
        "\\",
        "%_",
    ],
)
def test_signs_of_the_index_are_only_signs(client, typed):
    assert client.get("/es/search/", {"q": typed}).status_code == 200


# ---- the order --------------------------------------------------------------------------------


def test_the_title_counts_more_than_codes_and_places_and_those_more_than_texts(made):
    made("a-text", "Zacatal", role=words("Cuida el quetzalito."))
    made("b-title", "Quetzalito del Norte")
    made("c-whole", "Quetzalito")
    made("d-line", "Arrayán", acronym="AR")
    made("e-form", "Los quetzalitos")
    assert slugs("quetzalito") == ["c-whole", "b-title", "e-form", "a-text"]


def test_more_words_in_the_title_come_first_and_equals_by_title(made):
    made("one", "Vega del Sur", role=words("telar"))
    made("two", "Telar de la Vega")
    made("three", "Telar, Vega y Monte")
    assert slugs("telar vega") == ["two", "three", "one"]


def test_a_translation_is_a_title_too(made, officer):
    record = made("mill", "Molino Quebrado")
    told = words("Molino Quebrado", fr="Moulin Brisé")
    actions.state(record, [Statement("name", told)], seen=record.version, by=officer, at=NOW)
    assert slugs("moulin brise") == ["mill"]


# ---- facets -----------------------------------------------------------------------------------


def test_facets_narrow_together_and_count_what_is_left():
    both = search(side="LAC", what="priority")
    assert len(both) == both.counts["what:priority"] == both.counts["side:LAC"] > 100
    narrower = search(side="LAC", what="priority", market="ict")
    assert 0 < len(narrower) == both.counts["market:ict"] < len(both)
    assert {entry.side for entry in narrower[0:500]} == {"LAC"}


def test_the_facets_of_an_actor_come_from_its_fields(made):
    group, form = (ACTOR.fields[code].value.codes().codes[0] for code in ("helix", "kind"))
    made("weavers", "Tejedoras Inventadas", helix=group, kind=form, country="CO", languages=["es", "fr"])
    entry = Entry.objects.get(slug="weavers")
    assert (
        entry.of("country") == ["CO"] and entry.of("side") == ["LAC"] and entry.of("language") == ["es", "fr"]
    )
    assert (entry.of("helix"), entry.of("form"), entry.of("offer")) == ([group], [form], [])
    assert "weavers" in slugs(country="CO", language="fr", what="actor", helix=group, form=form)


def test_a_cluster_and_its_organisation_are_one_entry_with_what_both_say(make_person):
    owner = make_person("owner", "cluster owner", scope="inventado")
    offer = {
        "type": CLUSTER.fields["offers"].value.parts["type"].codes().codes[0],
        "text": words("Secamos ciruelas."),
    }
    told = [
        Statement("name", words("Clúster Inventado")),
        Statement("country", "CL"),
        Statement("markets", ["ict"]),
    ]
    system = actions.create(
        CLUSTER, "inventado", [*told, Statement("offers", offer, item="1")], by=owner, at=NOW
    )
    services = Statement("services_words", words("Asesoría en polinización."))
    body = actions.create(
        ORGANISATION, "inventado", [Statement("name", words("Gremio")), services], by=owner, at=NOW
    )
    for record in (system, body):
        actions.publish(record, by=owner, at=NOW)
    assert slugs("ciruela polinizacion gremio") == ["inventado"]
    assert slugs(offer=offer["type"], market="ict", country="CL", what="cluster") == ["inventado"]
    assert slugs(need=offer["type"], country="CL", market="ict") == []
    assert not Entry.objects.filter(kind_name="organisation").exists()


def test_what_only_stands_in_says_so(client):
    stand_in = Entry.objects.filter(kind_name="cluster", is_stand_in=True).first()
    sure = Entry.objects.filter(kind_name="cluster", is_stand_in=False).first()
    for entry, flags in ((stand_in, 1), (sure, 0)):
        asked = {"q": entry.title("en")[0][:100], "what": "cluster"}
        page = client.get("/en/search/", asked).text
        item = page.split(f'href="/en/clusters/{entry.slug}/"')[1].split("</li>")[0]
        assert item.count("stand-in") == flags
        place = client.get("/en/search/map/", asked).text
        point = re.search(rf'class="point ([^"]*)" href="/en/clusters/{entry.slug}/"', place)
        assert ("whole" in point[1].split()) is bool(flags)
        rows = client.get("/en/search/entries.json", asked).json()
        assert [row["is_stand_in"] for row in rows if row["id"] == entry.slug] == [bool(flags)]


def test_what_lies_in_a_territory_has_its_country_and_place(made):
    made("in-valle", "Fábrica Inventada", territory=HERE)
    entry = Entry.objects.get(slug="in-valle")
    home = Entry.objects.get(kind_name="territory", slug=HERE)
    assert (entry.country, entry.side, entry.latitude) == (home.country, home.side, home.latitude)
    assert "in-valle" in slugs("fabrica aburra")


def test_beyond_a_bound_nothing_is_counted_and_the_order_is_the_same(monkeypatch):
    counted = slugs("agua")
    monkeypatch.setattr(queries, "COUNTED", 2)
    found = search("agua")
    assert found.counts is None and len(found) == len(counted)
    assert [entry.slug for entry in found[0:50]] == counted[:50]


# ---- who sees what ----------------------------------------------------------------------------


def test_a_draft_and_what_was_withdrawn_are_not_found(made, officer):
    draft = made("hidden", "Cormorán Escondido", publish=False)
    assert slugs("cormoran") == []
    shown = actions.publish(draft, by=officer, at=NOW)
    assert slugs("cormoran") == ["hidden"]
    actions.withdraw(shown, by=officer, at=NOW)
    assert slugs("cormoran") == [] and not Entry.objects.filter(slug="hidden").exists()


def test_what_is_not_for_everybody_is_not_found(made, officer):
    record = made("guild", "Gremio Inventado")
    told = Statement("role", words("palabra reservada tucumanita"), reach=Reach.MEMBERS)
    actions.state(record, [told], seen=record.version, by=officer, at=NOW)
    assert slugs("tucumanita") == []
    public = Statement("role", words("palabra abierta tucumanita"), reach=Reach.PUBLIC)
    record.refresh_from_db()
    actions.state(record, [public], seen=record.version, by=officer, at=NOW)
    assert slugs("tucumanita") == ["guild"]


def test_contact_persons_are_never_in_the_index():
    assert CONTACT.fields[CONTACT.title].is_personal
    assert not Entry.objects.filter(kind_name="contact").exists()
    assert "contact" not in {
        code.removeprefix("what:") for code in search().counts if code.startswith("what:")
    }


def test_erasing_a_person_leaves_no_name_in_the_index(made, officer):
    made("kept", "Obra que Queda")
    accounts.erase(officer, by=officer, at=NOW + timedelta(days=1))
    assert slugs("obra queda") == ["kept"]
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith("search_")]
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "officer" not in str(cursor.fetchall())


# ---- the index follows ------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_index_is_kept_in_the_transaction_of_the_write(made, officer):
    record = made("weir", "Azud Inventado")
    with pytest.raises(RuntimeError, match="planted"), transaction.atomic():
        actions.state(record, [Statement("name", words("Presa"))], seen=record.version, by=officer, at=NOW)
        assert "weir" in slugs("presa")
        raise RuntimeError("planted")
    assert "weir" in slugs("azud") and "weir" not in slugs("presa")


def test_a_changed_text_is_found_by_its_new_words_only(made, officer):
    record = made("dye", "Tintorería Inventada", role=words("Tiñe con añil."))
    assert slugs("anil tintoreria") == ["dye"]
    actions.state(
        record, [Statement("role", words("Tiñe con grana."))], seen=record.version, by=officer, at=NOW
    )
    assert slugs("anil tintoreria") == [] and slugs("grana tintoreria") == ["dye"]


def test_a_territory_that_is_renamed_takes_what_lies_in_it_along(made, make_person):
    made("in-valle", "Fábrica Inventada", territory=HERE)
    record = Record.objects.get(kind_name="territory", slug=HERE)
    keeper = make_person("keeper", "territory officer", scope=HERE, second_factor=True)
    actions.state(
        record, [Statement("name", words("Comarca Renombrada"))], seen=record.version, by=keeper, at=NOW
    )
    found = search("comarca renombrada")
    assert found[0].slug == HERE
    assert {"actor", "priority"} <= {entry.kind_name for entry in found[0:50]}


@pytest.mark.slow
def test_made_anew_the_index_is_the_same_and_that_is_recorded(made):
    made("in-valle", "Fábrica Inventada", territory=HERE)
    columns = [one.attname for one in Entry._meta.concrete_fields if one.attname != "id"]
    before = list(Entry.objects.values_list(*columns))
    Entry.objects.filter(slug="cl_bi").delete()
    assert "cl_bi" not in slugs("biobio")
    said = StringIO()
    call_command("search_reindex", stdout=said)
    assert list(Entry.objects.values_list(*columns)) == before
    assert f"{len(before)} entries" in said.getvalue()
    assert Event.objects.filter(kind="search", verb="rebuilt").exists()


# ---- against the slow, obvious search ---------------------------------------------------------

VOCABULARY = """
    agua energía digital turismo health ICT biotecnologia renewable sostenible mar la de food Colima
    innovation región universidad cluster 2014 salud zzz
"""
TYPED = st.lists(st.sampled_from(VOCABULARY.split()), max_size=3).map(" ".join)
CHOSEN = st.fixed_dictionaries(
    {},
    optional={
        "side": st.sampled_from(["EU", "LAC"]),
        "what": st.sampled_from(["priority", "territory", "actor"]),
        "market": st.sampled_from(["ict", "health", "tourism"]),
    },
)


def slow(question, chosen):
    """Look at every entry in turn."""
    whole = " ".join(word.word[1:] for word in asked(question))
    told = []
    for entry in Entry.objects.all():
        title, key, body = (
            {*column.split()} for column in (entry.title_words, entry.key_words, entry.body_words)
        )
        everywhere = title | key | body
        fits = all(everywhere & {*word.forms} for word in asked(question))
        if fits and all(coded(facet, code) in everywhere for facet, code in chosen.items()):
            points = 8 * (entry.sort_key == whole)
            for word in asked(question):
                points += (
                    4 * bool(title & {*word.forms}) + (word.word in title) + 2 * bool(key & {*word.forms})
                )
            told.append((-points, entry.sort_key, entry.kind_name, entry.slug))
    return [slug for *_, slug in sorted(told)]


@pytest.mark.slow
@trial(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=TYPED, chosen=CHOSEN)
def test_it_finds_what_looking_at_every_entry_finds_in_that_order(question, chosen):
    assert slugs(question, **chosen) == slow(question, chosen)


# ---- pages and files --------------------------------------------------------------------------


def test_the_page_lists_counts_and_links(client):
    page = client.get("/es/search/", {"q": "biobío", "side": "LAC"}).text
    assert 'href="/es/territories/cl_bi/"' in page and 'value="biobío"' in page
    assert page.index("/es/territories/cl_bi/") < page.index("/es/territories/cl_bi/#")
    assert 'href="/es/search/map/?q=biob%C3%ADo&amp;side=LAC"' in page


def test_words_in_another_language_say_so_and_codes_are_in_the_readers(client):
    text = client.get("/es/search/", {"q": "hegan"}).text
    told = text.split("HEGAN")[1].split("</li>\n    <li>")[0]
    assert '<p lang="en">aeronautics and space <span class="flag" lang="es">en inglés</span></p>' in told
    assert "Manufactura e industria" in text
    assert "en inglés" not in client.get("/en/search/", {"q": "hegan"}).text


def test_a_cluster_that_only_said_what_it_offers_is_told_by_that(make_person):
    offer = {"language": "es", "original": "harina de molino de piedra"}
    maker, slug = make_person("ana"), "uy-molinos"
    said = [
        Statement("name", words("Molinos")),
        Statement("country", "UY"),
        Statement("offers", {"type": "product", "text": offer}, item="1"),
    ]
    actions.publish(actions.create(CLUSTER, slug, said, by=maker, at=NOW), by=maker, at=NOW)
    assert Entry.objects.get(slug=slug).summary("en") == ("harina de molino de piedra", "es")


def test_the_address_of_a_search_gives_anybody_the_same(client):
    address = "/en/search/?q=water&side=LAC&what=priority"
    assert client.get(address).text == Client().get(address).text


def test_choices_that_are_not_there_and_pages_that_are_not_are_refused_in_words(client):
    for wrong in ("side=ASIA", "page=999999", "colour=red", "q=a&q=b", "q=%00"):
        assert client.get(f"/en/search/?{wrong}").status_code == 400


def test_a_page_asks_few_questions_of_the_database(client, django_assert_max_num_queries):
    client.get("/en/search/")
    with django_assert_max_num_queries(6):
        client.get("/en/search/", {"q": "agua energia", "side": "LAC", "what": "priority"})


def test_the_map_shows_those_with_a_place(client):
    page = client.get("/en/search/map/", {"q": "biobio"}).text
    points = re.findall(r'class="point LAC[^"]*" href="([^"]+)"', page)
    assert points[0] == "/en/territories/cl_bi/" and len(points) == len(search("biobio"))


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "geojson"])
def test_what_fits_is_handed_out_in_every_form(client, form):
    answer = client.get(f"/es/search/entries.{form}", {"q": "biobio"})
    assert answer.status_code == 200 and f"polos-search.{form}" in answer["Content-Disposition"]
    if form == "json":
        rows = json.loads(answer.content)
        assert rows[0]["id"] == "cl_bi" and len(rows) == len(search("biobio"))
        assert rows[0]["address"] == "http://testserver/es/territories/cl_bi/"
        assert rows[0]["country"] == ["CL"] and rows[0]["side"] == ["LAC"]
    if form == "geojson":
        assert json.loads(answer.content)["features"][0]["geometry"]["type"] == "Point"


def feed(client, address="/es/search/latest.atom", **asked):
    answer = client.get(address, asked)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/atom+xml")
    return [
        {part.tag.removeprefix(ATOM): part.text or part.get("href") for part in entry}
        for entry in ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")
    ]


def test_what_changes_is_followed_by_a_feed_of_what_fits(client, made, officer):
    made("older", "Quebrantahuesos viejo")
    made("newer", "Quebrantahuesos nuevo")
    made("draft", "Quebrantahuesos en borrador", publish=False)
    assert feed(client, q="quebrantahuesos")[0]["title"] == "Quebrantahuesos nuevo"
    older = Record.objects.get(slug="older")
    change = [Statement("name", words("Quebrantahuesos cambiado"))]
    actions.state(older, change, seen=older.version, by=officer, at=NOW + timedelta(days=1))
    told = feed(client, q="quebrantahuesos")
    assert [one["title"] for one in told] == ["Quebrantahuesos cambiado", "Quebrantahuesos nuevo"]
    assert told[0]["link"] == "http://testserver/es/actors/older/"
    assert told[0]["updated"] == "2026-11-22T12:00:00+00:00"
    assert len(feed(client)) == 50 and feed(client, q="quebrantahuesos", side="EU") == []


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, len(PAYLOADS), 50))
def test_a_feed_says_payloads_as_text(client, made, start):
    """And leaves out what XML cannot hold; databases refuse the zero among it before."""
    wanted = PAYLOADS[start : start + 50]
    for number, payload in enumerate(one.replace("\x00", "\x0b") for one in wanted):
        made(f"p{number}", "Quebrantahuesos")
        Entry.objects.filter(slug=f"p{number}").update(titles={"": payload}, summaries={"": payload})
    told = feed(client, q="quebrantahuesos")
    meant = {"".join(one.replace("\x00", "").split()) for one in wanted} - {""}
    assert meant <= {"".join((one["title"] or "").split()) for one in told}
    # A reader of feeds takes a summary for HTML: that HTML is text and nothing else.
    summaries = [one["summary"] or "" for one in told]
    assert not any("<" in summary for summary in summaries)
    assert meant <= {"".join(unescape(summary).split()) for summary in summaries}
    assert {tag for one in told for tag in one} <= {"title", "link", "summary", "id", "updated", "published"}


def test_a_formula_stays_a_text_in_what_is_handed_out(client, made):
    made("formula", '=HYPERLINK("x") Quebrantahuesos')
    text = client.get("/es/search/entries.csv", {"q": "quebrantahuesos"}).text
    assert "'=HYPERLINK" in text


def test_another_form_is_not_there(client):
    assert client.get("/en/search/entries.pdf").status_code == 404


@pytest.mark.slow
def test_reindex_counts_what_it_made():
    assert reindex(at=NOW) == Entry.objects.count()
