"""The register of territories and its pages."""

import csv
import io
import re
from datetime import UTC, datetime
from itertools import cycle
from types import SimpleNamespace

import polars as pl
import pytest
from django.db import DatabaseError, transaction

from polos import reference
from polos_web.analysis import queries as analysis
from polos_web.registers import access, actions
from polos_web.registers import queries as registers
from polos_web.registers.kinds import Reach
from polos_web.registers.statements import Statement, WrongStatements
from polos_web.territories import queries
from polos_web.territories.kinds import TERRITORY
from polos_web.territories.models import Priority, Territory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def found(client, query, language="en"):
    """The ids of the territories a search lists."""
    answer = client.get(f"/{language}/territories/?{query}")
    assert answer.status_code == 200
    table = answer.text.split('id="list"')[1] if 'id="list"' in answer.text else ""
    return re.findall(r'<th scope="row"><a class="to-territory" href="/\w\w/territories/([\w-]+)/"', table)


def test_the_list_holds_every_territory(client):
    assert sorted(found(client, "")) == sorted(reference.territories().rows["territory_id"].to_list())


@pytest.mark.parametrize("typed", ["Biobío", "biobio", "BIOBIO", "cl-bi", "cl_bi"])
def test_a_territory_is_found_with_or_without_accents_and_by_its_code(client, typed):
    assert found(client, f"q={typed}") == ["cl_bi"]


def test_every_word_has_to_fit_and_countries_are_found_in_any_language(client):
    everywhere = found(client, "q=espana")
    assert "es21" in everywhere and everywhere == found(client, "q=Spain") == found(client, "q=Espagne")
    assert found(client, "q=espana+vasco") == ["es21"]


def test_filters_narrow_together(client):
    both = found(client, "side=LAC&country=CO&level=consortium")
    rows = reference.territories().rows.filter(country="CO", level="consortium")
    assert sorted(both) == sorted(rows["territory_id"]) and both


def test_filters_stay_in_the_form(client):
    text = client.get("/es/territories/?q=san&side=LAC&form=state").text
    assert 'value="san"' in text
    assert '<option value="LAC" selected>' in text and '<option value="state" selected>' in text


def test_nothing_found_is_said_in_words(client):
    assert "No territory fits" in client.get("/en/territories/?q=atlantis").text


def test_every_territory_is_a_link_on_a_map(client):
    text = client.get("/en/territories/").text
    marks = re.findall(
        r'<a class="point (EU|LAC)[^"]*" href="/en/territories/([\w-]+)/"><title>([^<]+)</title>', text
    )
    assert {place for _, place, _ in marks} == set(reference.territories().rows["territory_id"])
    assert {side for side, _, _ in marks} == {"EU", "LAC"}
    assert 'style="' not in text


@pytest.mark.slow
def test_every_territory_has_a_page(client):
    """Each in one of the languages, in turn."""
    for territory_id, language in zip(queries.ids(), cycle(["en", "es", "pt", "fr"]), strict=False):
        assert client.get(f"/{language}/territories/{territory_id}/").status_code == 200, territory_id


def test_an_unknown_territory_is_a_404_and_a_parameter_too_many_a_400(client):
    assert client.get("/en/territories/atlantis/").status_code == 404
    assert client.get("/en/territories/es21/?x=1").status_code == 400


def test_a_priority_shows_what_was_declared_and_its_papers(client):
    text = client.get("/en/territories/at22/").text
    row = reference.priorities().rows.filter(priority_id="at22-02").row(0, named=True)
    assert f'<h3 class="name" lang="{row["name_lang"]}">{row["name"]}</h3>' in text
    assert row["name_en"] in text and row["strategy"] in text and row["period"] in text
    assert row["source_url"] in text and "Confidence: high" in text and row["coder_note"] in text
    assert "Coded by machine, not yet reviewed by a person" in text


def test_recalled_rows_look_different(client):
    row = reference.priorities().rows.filter(provenance="recalled").row(0, named=True)
    text = client.get(f"/en/territories/{row['territory_id']}/").text
    entry = text.split(f'id="{row["priority_id"]}"')
    assert entry[0].rstrip().endswith('class="priority recalled"')
    assert "recalled, without a page" in entry[1].split("</article>")[0]


def test_inherited_rows_are_marked_and_never_counted(client):
    text = client.get("/en/territories/si041/").text
    assert text.count('class="priority inherited"') == 9
    assert "No own priorities are on record." in text
    filters = SimpleNamespace(q="", side="", country="", form="", level="")
    counted = {territory.pk: territory.own_count for territory in queries.listed(filters, "en")}
    assert counted["si041"] == 0
    assert sum(counted.values()) == queries.counts()["priorities"]["own"] == 725


@pytest.mark.parametrize(
    ("territory_id", "words"),
    [
        ("si041", "are taken over from the territory that contains it"),
        ("si03", "own priorities are on record"),
        ("do", "were recalled, without a page"),
    ],
)
def test_a_thin_record_says_so_before_anything_else(client, territory_id, words):
    text = client.get(f"/en/territories/{territory_id}/").text
    assert words in text.split('id="priorities"')[0]


def test_a_full_record_carries_no_notice(client):
    full = next(
        territory_id
        for territory_id in queries.ids()
        if not queries.record(queries.territory(territory_id))["thinness"]
    )
    assert "A thin record" not in client.get(f"/en/territories/{full}/").text


def test_what_lies_within_another_says_so_and_warns_of_counting_twice(client):
    text = client.get("/en/territories/co_bog/").text
    assert "Lies within" in text and "derived from the codes" in text and "declared in the record" in text
    assert "would count twice" in text
    assert 'href="/en/territories/co_bog/"' in client.get("/en/territories/co_rape/").text
    assert "would count twice" not in client.get("/en/territories/es21/").text


def test_names_carry_their_language(client):
    text = client.get("/es/territories/nl1/").text
    assert '<h1><span lang="nl">' in text and 'lang="en">Northern Netherlands' in text
    assert '<h1><span lang="es">Polonia' not in text
    assert '<h1><span lang="fr">Slovénie' in client.get("/fr/territories/si/").text


def test_names_in_other_letters_are_shown_in_english_first():
    crete = Territory(name="Κρήτη", name_en="Crete", country="GR", level="region", languages=["el"])
    assert crete.named("es") == ("Crete", "en", "Κρήτη", "el")


@pytest.mark.parametrize(
    ("language", "territory_id", "name", "own"),
    [
        ("es", "es51", "Cataluña", '<span lang="ca">Catalunya'),
        ("pt", "es61", "Andaluzia", '<span lang="es">Andalucía'),
        ("fr", "be2", "Flandre", '<span lang="nl">Vlaams Gewest'),
        ("fr", "el43", "Crète", '<span lang="el">Κρήτη'),
    ],
)
def test_a_region_is_named_in_the_language_of_the_page_with_its_own_name_beside(
    client, language, territory_id, name, own
):
    heading = client.get(f"/{language}/territories/{territory_id}/").text.split("<h1>")[1].split("<main")[0]
    assert heading.startswith(f'<span lang="{language}">{name}</span>') and own in heading[:400]


@pytest.mark.parametrize("typed", ["Cataluña", "catalogne", "Catalunha", "Catalonia", "Catalunya"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_region_is_found_by_its_name_in_every_language(client, language, typed):
    assert 'territories/es51/"' in client.get(f"/{language}/territories/?q={typed}").text


def test_downloads_hold_what_the_filters_leave(client):
    def rows(name, query):
        text = client.get(f"/en/territories/{name}.csv?{query}").content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    assert {row["side"] for row in rows("territories", "side=LAC")} == {"LAC"}
    priorities = rows("priorities", "q=biobio")
    assert {row["territory_id"] for row in priorities} == {"cl_bi"}
    assert set(priorities[0]) == set(reference.priorities().schema)


def test_the_registers_give_back_the_tables_they_were_loaded_from():
    for made, given, key in (
        (queries.territories_table(), reference.territories(), "territory_id"),
        (queries.priorities_table(), reference.priorities(), "priority_id"),
    ):
        assert _sorted(made.rows, key).equals(_sorted(given.rows, key))


def _sorted(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """Several codes of a territory are told in the order of the codes."""
    codes = [name for name in ("nuts_2021", "iso_3166_2", "member_ids") if name in rows.columns]
    return rows.sort(key).with_columns(pl.col(codes).list.sort())


@pytest.mark.slow
def test_the_page_shows_the_state_of_the_strategy_with_day_and_evidence(make_person, sign_in, client):
    """Unknown is a value of its own; name, place and codes stand there too, each with its source."""
    page = "/en/territories/mx_col/"
    before = re.sub(r"<[^>]+>", " ", client.get(page).text)
    assert re.search(r"Smart specialisation strategy\s+unknown", before)
    assert re.search(r"How the ISO codes fit\s+\w", before)
    assert "/records/territory/mx_col/edit/" not in client.get(page).text
    officer = make_person("ofelia", "territory officer", scope="mx_col", second_factor=True)
    record = registers.record(TERRITORY, "mx_col")
    state = {
        "state": "adopted", "day": "2021-05-03", "text": {"language": "es", "original": "Decreto 12"}
    }  # fmt: skip
    said = [
        Statement("strategy", state),
        Statement("offers", {"text": {"language": "es", "original": "Laboratorio"}}, item="1"),
    ]
    actions.state(record, said, seen=record.version, by=officer, at=NOW)
    after = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", sign_in(officer).get(page).text))
    assert "Adopted" in after and "May 3, 2021" in after and "Decreto 12" in after and "Laboratorio" in after
    assert "/records/territory/mx_col/edit/" in sign_in(officer).get(page).text


def test_the_list_and_the_page_ask_few_questions(client, django_assert_max_num_queries):
    for page in ("/en/territories/", "/en/territories/es21/"):
        client.get(page)  # what is computed once for each state of the register
    with django_assert_max_num_queries(6):
        client.get("/en/territories/")
    # one to three a section; pairings that are kept and broad priorities have one each, the record four
    with django_assert_max_num_queries(20):
        client.get("/en/territories/es21/")


def test_the_database_refuses_what_cannot_be():
    some = Territory.objects.get(pk="es21")
    for wrong in ({"side": "ASIA"}, {"parent_territory": some}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Territory.objects.filter(pk="es21").update(**wrong)


def test_an_inherited_row_knows_it():
    assert Priority.objects.filter(scope="inherited").first().is_inherited


# ---- the register ---------------------------------------------------------------------------------


@pytest.fixture
def facilitator(make_person):
    return make_person("facilitator", "facilitator", second_factor=True)


def region(slug, facilitator, *more):
    said = [
        Statement("name", {"language": "es", "original": "Región Inventada"}),
        Statement("country", "AR"),
        Statement("level", "consortium"),
        Statement("form", "functional_area"),
        Statement("latitude", -27.0),
        Statement("longitude", -58.0),
        *more,
    ]
    return actions.create(TERRITORY, slug, said, by=facilitator, at=NOW)


@pytest.mark.slow
def test_a_functional_region_has_members_in_several_countries_and_warns_of_counting_twice(
    client, facilitator
):
    members = [Statement("member", member, item=member) for member in ("ar_x", "br_pr")]
    made = region("gran-region", facilitator, *members)
    assert client.get("/es/territories/gran-region/").status_code == 404
    revision = analysis.revision("territories")
    actions.publish(made, by=facilitator, at=NOW)
    assert analysis.revision("territories") != revision
    page = client.get("/es/territories/gran-region/").content.decode()
    assert "/es/territories/ar_x/" in page and "/es/territories/br_pr/" in page
    assert 'href="/es/territories/gran-region/"' in client.get("/es/territories/br_pr/").content.decode()
    found = Territory.objects.get(pk="gran-region")
    assert (found.side, found.member_ids) == ("LAC", ["ar_x", "br_pr"])
    row = queries.territories_table().rows.filter(pl.col("territory_id") == "gran-region")
    assert row["member_ids"].to_list() == [["ar_x", "br_pr"]]


def test_a_territory_that_would_lie_in_itself_is_refused_at_its_fields(facilitator):
    made = region("gran-region", facilitator, Statement("member", "ar", item="ar"), Statement("parent", "ar"))
    with pytest.raises(WrongStatements) as refused:
        actions.publish(made, by=facilitator, at=NOW)
    assert set(refused.value.problems) == {"member", "parent"}
    assert not Territory.objects.filter(pk="gran-region").exists()


@pytest.mark.slow
def test_a_withdrawn_territory_leaves_the_lists_and_a_built_in_one_stays_as_it_came(client, facilitator):
    made = actions.publish(region("gran-region", facilitator), by=facilitator, at=NOW)
    actions.withdraw(made, by=facilitator, at=NOW)
    assert not Territory.objects.filter(pk="gran-region").exists()
    built_in = registers.record(TERRITORY, "es21")
    kept = actions.state(
        built_in, [Statement("population", 1)], seen=built_in.version, by=facilitator, at=NOW
    )
    assert Territory.objects.get(pk="es21").population == 1
    actions.withdraw(kept, by=facilitator, at=NOW)
    assert Territory.objects.get(pk="es21").population == 2_180_000
    assert Priority.objects.filter(territory_id="es21").count() == 7


def test_a_territory_without_a_place_is_not_published(facilitator):
    said = [Statement("name", {"language": "es", "original": "Sin lugar"})]
    made = actions.create(TERRITORY, "sin-lugar", said, by=facilitator, at=NOW)
    with pytest.raises(WrongStatements) as refused:
        actions.publish(made, by=facilitator, at=NOW)
    assert set(refused.value.problems) == {"country", "level", "form", "latitude", "longitude"}


def test_what_an_officer_says_of_a_territory_stands_before_what_came_built_in(make_person):
    officer = make_person("officer", "territory officer", scope="mx_col", second_factor=True)
    record = registers.record(TERRITORY, "mx_col")
    name = Statement("name", {"language": "es", "original": "Estado de Colima"})
    kept = actions.state(record, [name], seen=record.version, by=officer, at=NOW)
    assert Territory.objects.get(pk="mx_col").name == "Estado de Colima"
    (told,) = registers.sheet(kept, frozenset(Reach)).disagreements
    assert told.others[0].value["original"] == "Colima"


def test_a_facilitator_keeps_territories_and_an_officer_only_the_own(facilitator, make_person):
    officer = make_person("officer", "territory officer", scope="mx_col", second_factor=True)
    colima, hidalgo = (registers.record(TERRITORY, slug) for slug in ("mx_col", "br_pr"))
    assert access.may_edit(facilitator, colima) and access.may_edit(facilitator, hidalgo)
    assert access.may_edit(officer, colima) and not access.may_edit(officer, hidalgo)
    assert not access.may_create(officer, TERRITORY)
