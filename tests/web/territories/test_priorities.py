"""Declared priorities as records, and the rows that the library and the lists read."""

import re
from datetime import UTC, datetime

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from polos import reference
from polos_web.analysis import queries as analysis
from polos_web.registers import access, actions
from polos_web.registers import queries as registers
from polos_web.registers.kinds import Reach
from polos_web.registers.statements import Papers, Statement, WrongStatements
from polos_web.search.models import Entry
from polos_web.territories import projecting, queries
from polos_web.territories.actions import load, note_agreement
from polos_web.territories.kinds import PRIORITY, TERRITORY
from polos_web.territories.models import Priority
from polos_web.territories.tables import tables

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORDS = {"language": "es", "original": "Pesca de aguas frías"}


@pytest.fixture
def officer(make_person):
    """Somebody who keeps the territory es21."""
    return make_person("officer", "territory officer", scope="es21", second_factor=True)


def new(by, *further, territory="es21", slug="es21-pesca"):
    said = [Statement("name", WORDS), Statement("territory", territory), *further]
    return actions.create(PRIORITY, slug, said, by=by, at=NOW)


def published(by, *further, **options):
    made = new(by, *further, **options)
    actions.publish(made, by=by, at=NOW)
    return made


def test_every_built_in_priority_is_a_record_with_its_papers():
    assert {record.slug for record in registers.of_kind(PRIORITY)} == set(
        reference.priorities().rows["priority_id"]
    )
    row = reference.priorities().rows.filter(priority_id="at22-02").row(0, named=True)
    sheet = registers.sheet(registers.record(PRIORITY, "at22-02"), frozenset(Reach))
    assert sheet.value("market") == row["markets"] and sheet.value("sdg") == row["sdg"]
    fact = sheet.told["name"][0].fact
    assert (fact.source, fact.dated, fact.confidence) == (row["source_url"], "2016", row["confidence"])
    assert sheet.value("name")["translations"]["en"]["text"] == row["name_en"]


@pytest.mark.slow
def test_a_draft_is_no_row_and_a_published_priority_is_one(officer):
    made = new(
        officer, Statement("market", ["agriculture"]), Statement("begins", 2028), Statement("ends", 2034)
    )
    assert not Priority.objects.filter(pk="es21-pesca").exists()
    revision = analysis.revision("territories")
    actions.publish(made, by=officer, at=NOW)
    row = Priority.objects.get(pk="es21-pesca")
    assert (row.markets, row.period, row.scope, row.coding) == (["agriculture"], "2028-2034", "own", "stated")
    assert (row.provenance, row.confidence) == ("recalled", "medium")  # no document, no second coder
    assert analysis.revision("territories") != revision
    assert "es21-pesca" in tables().priorities.rows["priority_id"]
    assert Entry.objects.get(kind_name="priority", slug="es21-pesca").page == "es21"
    actions.withdraw(made, by=officer, at=NOW)
    assert not Priority.objects.filter(pk="es21-pesca").exists()
    assert not Entry.objects.filter(slug="es21-pesca").exists()


def test_a_document_makes_a_row_that_rests_on_a_page(officer):
    papers = Papers(source="https://strategy.example.org/es21.pdf", place="p. 4", dated="2028-03")
    published(officer, Statement("market", ["agriculture"], papers=papers))
    assert Priority.objects.get(pk="es21-pesca").provenance == "recalled"  # the name has no papers
    said = [Statement("passage", WORDS)]
    actions.state(registers.record(PRIORITY, "es21-pesca"), said, seen=2, by=officer, at=NOW)
    assert Priority.objects.get(pk="es21-pesca").provenance == "source"


def test_an_owner_stands_before_what_came_built_in_and_both_stay(officer, make_person):
    slug = queries.own_priorities(["es21"]).first().pk
    record = registers.record(PRIORITY, slug)
    actions.state(record, [Statement("market", ["tourism"])], seen=record.version, by=officer, at=NOW)
    row = Priority.objects.get(pk=slug)
    assert (row.markets, row.coding, row.nabs) == (["tourism"], "stated", ["10"])
    told = registers.sheet(registers.record(PRIORITY, slug), frozenset(Reach)).one("market")
    assert told.others and told.others[0].voice == "reference"


def test_chapters_of_science_follow_from_the_markets_or_are_said_to_be_unknown(officer, client):
    published(officer, Statement("market", ["agriculture", "ict"]))
    assert Priority.objects.get(pk="es21-pesca").nabs == ["4", "8"]
    record = registers.record(PRIORITY, "es21-pesca")
    actions.state(record, [Statement("market", ["trade"])], seen=record.version, by=officer, at=NOW)
    assert Priority.objects.get(pk="es21-pesca").nabs == []
    page = client.get("/en/territories/priorities/es21-pesca/").content.decode()
    assert "no chapter follows from the markets" in page


def test_only_who_keeps_the_territory_edits_its_priorities(officer, make_person, sign_in):
    other = make_person("other", "territory officer", scope="mx_col", second_factor=True)
    record = registers.record(PRIORITY, queries.own_priorities(["es21"]).first().pk)
    assert access.may_edit(officer, record) and not access.may_edit(other, record)
    page = "/en/territories/es21/"
    assert "Add a priority" in sign_in(officer).get(page).text
    assert "Add a priority" not in sign_in(other).get(page).text + Client().get(page).text


@pytest.mark.slow
def test_agreement_stands_until_the_codes_change(officer):
    published(officer, Statement("market", ["agriculture"]))
    note_agreement("es21-pesca")
    assert Priority.objects.get(pk="es21-pesca").confidence == "high"
    record = registers.record(PRIORITY, "es21-pesca")
    actions.state(record, [Statement("niche", WORDS)], seen=record.version, by=officer, at=NOW)
    assert Priority.objects.get(pk="es21-pesca").coding == "agreed"
    record = registers.record(PRIORITY, "es21-pesca")
    actions.state(record, [Statement("market", ["energy"])], seen=record.version, by=officer, at=NOW)
    row = Priority.objects.get(pk="es21-pesca")
    assert (row.coding, row.confidence) == ("stated", "medium")


def test_a_period_that_ends_before_it_begins_is_refused(officer):
    with pytest.raises(WrongStatements) as refused:
        new(officer, Statement("begins", 2030), Statement("ends", 2024))
    assert refused.value.problems == {
        "ends": "Found 2024, before “First year” (2030). Needed: the same or later."
    }
    assert new(officer, Statement("begins", 2030), Statement("ends", 2030))


def test_a_priority_without_a_territory_or_with_an_unknown_one_is_refused(officer, make_person):
    facilitator = make_person("facilitator", "facilitator", second_factor=True)
    made = actions.create(PRIORITY, "lost", [Statement("name", WORDS)], by=facilitator, at=NOW)
    with pytest.raises(WrongStatements, match="territory"):
        actions.publish(made, by=facilitator, at=NOW)
    made = new(facilitator, territory="atlantis", slug="sunk")
    with pytest.raises(WrongStatements, match="atlantis"):
        actions.publish(made, by=facilitator, at=NOW)


@pytest.mark.slow
def test_a_priority_waits_where_its_territory_is_not_public(make_person):
    facilitator = make_person("facilitator", "facilitator", second_factor=True)
    place = [
        Statement("name", {"language": "es", "original": "Isla"}),
        Statement("country", "ES"),
        Statement("level", "region"),
        Statement("form", "region"),
        Statement("latitude", 28),
        Statement("longitude", -16),
    ]
    island = actions.create(TERRITORY, "isla-x", place, by=facilitator, at=NOW)
    published(facilitator, Statement("market", ["agriculture"]), territory="isla-x")
    assert not Priority.objects.filter(pk="es21-pesca").exists()
    actions.publish(island, by=facilitator, at=NOW)
    assert Priority.objects.filter(pk="es21-pesca", territory="isla-x").exists()
    assert Entry.objects.filter(kind_name="priority", slug="es21-pesca").exists()


@pytest.mark.slow
def test_a_territory_whose_priorities_cover_nearly_everything_says_so(officer, client):
    page = "/en/territories/es61/"
    before = client.get(page).text
    assert "name 11 of 14 markets" in before and "Reads like a wish list" in before
    assert "Reads like a wish list" not in client.get("/en/territories/es21/").text
    slug = queries.own_priorities(["es61"]).first().pk
    weighed = Statement("emphasis", {"amount": 30, "basis": "budget_share"})
    record = registers.record(PRIORITY, slug)
    actions.settled(record, [weighed], by=officer, at=NOW)
    after = client.get(page).text
    assert "name 11 of 14 markets" in after and "Reads like a wish list" not in after


@pytest.mark.slow
def test_what_names_no_market_is_shown_and_said(officer, client):
    published(officer)
    text = client.get("/en/territories/priorities/es21-pesca/").text
    assert "Coded to nothing" in text and "no comparison counts it" in text
    assert "Pesca de aguas frías" in client.get("/en/territories/es21/").text


@pytest.mark.slow
def test_loading_again_changes_nothing_and_keeps_what_owners_said(officer):
    published(officer, Statement("market", ["agriculture"]))
    slug = queries.own_priorities(["mx_col"]).first().pk
    before = queries.priorities_table().rows
    load(territories=reference.territories(), priorities=reference.priorities(), at=NOW)
    assert queries.priorities_table().rows.equals(before)
    assert registers.record(PRIORITY, slug).version == 1
    fewer = reference.priorities()
    without = type(fewer)(fewer.rows.filter(pl.col("priority_id") != slug), fewer.schema, fewer.origin)
    load(territories=reference.territories(), priorities=without, at=NOW)
    assert not Priority.objects.filter(pk=slug).exists() and Priority.objects.filter(pk="es21-pesca").exists()
    assert projecting.checksum() == analysis.checksum("territories")


def brought_in(client, rows):
    """The page that shows what a file would do, and its address."""
    file = SimpleUploadedFile("rows.csv", rows.encode())
    answer = client.post("/en/records/priority/bring-in/", {"file": file, "language": "es"}, follow=True)
    return answer.text, answer.redirect_chain[-1][0] if answer.redirect_chain else ""


def test_an_officer_brings_in_a_file_about_the_own_territory_only(officer, sign_in, settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    client = sign_in(officer)
    text, address = brought_in(
        client,
        "slug,name,territory,market\n"
        "es21-viento,Viento marino,es21,energy\n"
        "mx_col-viento,Viento ajeno,mx_col,energy\n"
        "es21-nada,Sin territorio,,energy\n"
        "es21-raro,Raro,es21,unheard\n",
    )
    assert "Others keep what this row is about" in text and "unheard" in text
    assert not Priority.objects.filter(pk="es21-viento").exists()  # nothing was written yet
    client.post(address, {"wanted": "without"})
    assert Priority.objects.get(pk="es21-viento").markets == ["energy"]
    assert not registers.record(PRIORITY, "mx_col-viento") and not registers.record(PRIORITY, "es21-nada")
    other = queries.own_priorities(["mx_col"]).first().pk
    text, _ = brought_in(client, f"slug,market\n{other},energy\n")
    assert "Others keep what this row is about" in text


def test_a_row_that_is_coded_to_nothing_is_said_before_it_is_brought_in(officer, sign_in, settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    published(officer, Statement("market", ["energy"]))
    text, _ = brought_in(
        sign_in(officer),
        "slug,name,territory,market\n"
        "es21-nada,Sin mercado,es21,\n"
        "es21-viento,Viento,es21,energy\n"
        "es21-pesca,Pesca de aguas frías,es21,\n",
    )
    rows = {
        slug: text.partition(f">{slug}<")[2].partition("</tr>")[0] for slug in ("es21-nada", "es21-viento")
    }
    assert "no comparison counts it" in rows["es21-nada"]
    assert "no comparison counts it" not in rows["es21-viento"] and "Energy" in rows["es21-viento"]
    assert text.count("no comparison counts it") == 1  # an empty cell leaves the market that is on record


def test_before_and_after_stand_in_the_preview_of_a_file(officer, sign_in, settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    published(officer, Statement("market", ["energy"]))
    text, _ = brought_in(sign_in(officer), "slug,name,territory,market\nes21-pesca,,,agriculture\n")
    assert re.search(r"Markets: <del>Energy[^<]*</del> → <ins>Agriculture[^<]*</ins>", text)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("emphasis", "words"),
    [
        ({"amount": 130, "basis": "budget_share"}, "a share in percent: a number from 0 to 100"),
        ({"amount": 101, "basis": "weight", "unit": "%"}, "a share in percent: a number from 0 to 100"),
        ({"amount": 0, "basis": "rank"}, "a place in an order: a whole number from 1 on"),
        ({"amount": 1.5, "basis": "rank"}, "a place in an order: a whole number from 1 on"),
        ({"amount": 2.5, "basis": "projects"}, "a number of projects: a whole number from 0 on"),
        ({"amount": -1, "basis": "budget"}, "a number from 0 on"),
        ({"amount": -3, "basis": "weight"}, "a number from 0 on"),
    ],
)
def test_a_weight_that_cannot_be_is_refused_in_words_by_form_and_file(
    officer, sign_in, settings, tmp_path, emphasis, words
):
    settings.DATA_FOLDER = tmp_path
    made = published(officer)
    client = sign_in(officer)
    form = {f"emphasis.{part}": str(value) for part, value in emphasis.items()}
    page = client.post(
        "/en/records/priority/es21-pesca/edit/emphasis/", {"seen": made.version, "do": "publish", **form}
    ).text
    assert words in page and "1e+09" not in page
    cells = [f"emphasis.{part}" for part in emphasis], [str(value) for value in emphasis.values()]
    text, _ = brought_in(
        client,
        "\n".join(",".join(["slug", "es21-pesca"][row : row + 1] + line) for row, line in enumerate(cells)),
    )
    assert words in text
    assert not Priority.objects.get(pk="es21-pesca").has_emphasis


@pytest.mark.slow
@pytest.mark.parametrize(
    "emphasis",
    [
        {"amount": 100, "basis": "budget_share"},
        {"amount": 2_500_000, "basis": "budget", "unit": "EUR"},
        {"amount": 250, "basis": "weight", "unit": "points"},
        {"amount": 1, "basis": "rank"},
        {"basis": "wording"},
    ],
)
def test_a_weight_that_can_be_is_taken(officer, emphasis):
    published(officer, Statement("emphasis", emphasis))
    assert Priority.objects.get(pk="es21-pesca").has_emphasis


@pytest.mark.slow
def test_the_register_of_priorities_is_handed_out(client):
    text = client.get("/en/records/priority/everything.csv").text
    assert "at22-02" in text and "market" in text.splitlines()[0]
    assert client.get("/api/v1/priority/at22-02").json()["slug"] == "at22-02"
