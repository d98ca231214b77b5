"""Counterparts of a territory by any mix: further columns, robustness, own activities, filters, downloads."""

import csv
import io
from datetime import date
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.test import Client

from polos_web.clusters import actions as clusters
from polos_web.matchmaking import mix_governance, mix_lines, queries, views
from polos_web.registers import actions as registers
from polos_web.registers import queries as records
from polos_web.registers.kinds import kind
from polos_web.registers.models import Voice
from polos_web.registers.statements import Statement
from polos_web.translation.text import Text
from web.clusters.conftest import NOW, exchange
from web.people import make_person, no_attempts_before, sign_in

__all__ = ["make_person", "no_attempts_before", "sign_in"]
pytestmark = pytest.mark.django_db
ON = date(2026, 11, 21)
SEASONS = "territory,product,months\nColima,lime,1;2;3;4;5;6\nES43,lime,7;8;9\nES61,lime,1;2\n"
INDICATORS = "territory,population,income\nColima,1,10\nES43,1,11\nES61,9,40\nES21,5,60\n"


def chosen(query: str) -> SimpleNamespace:
    return views.LIST.read(QueryDict(query))


def listed(query: str) -> queries.Listing:
    found = queries.listing(chosen(query), on=ON, language="en")
    assert found is not None
    return found


def values(query: str, column: str) -> dict[str, float | None]:
    return {line.territory.pk: line.values[column].value for line in listed(query).lines}


def paired(ours: str, theirs: str, query: str = "") -> queries.Pair:
    found = queries.pair(ours, theirs, views.PAIR.read(QueryDict(query)), on=ON, language="en")
    assert found is not None
    return found


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


# ---- where nothing is loaded or stated -------------------------------------------------------------


@pytest.mark.slow
def test_where_nothing_is_loaded_the_page_names_each_column_and_what_it_needs(client, nothing_loaded):
    found = {one.column: one.reason for one in listed("territory=mx_col").unloaded}
    assert set(found) == {"value_chain", "season", "offers_needs", "structure", "readiness"}
    shown = page(client, "/en/counterparts/?territory=mx_col")
    for reason in (
        "No input-output table is loaded.",
        "No season calendar is loaded.",
        "No indicators of territories are loaded.",
        "No body that governs is on record for both sides.",
    ):
        assert reason in shown
    shown = page(client, "/en/counterparts/mx_col/es43/")
    assert "No input-output table is loaded." in shown


def test_a_weight_for_what_nothing_is_loaded_for_changes_nothing_and_is_no_zero(nothing_loaded):
    plain, asked = listed("territory=mx_col"), listed("territory=mx_col&season=5")
    assert [(one.territory.pk, one.score) for one in plain.lines] == [
        (one.territory.pk, one.score) for one in asked.lines
    ]


# ---- tables of context -----------------------------------------------------------------------------


def test_a_season_calendar_makes_its_column_known_with_its_reason(add, client):
    add("seasons", SEASONS)
    found = values("territory=mx_col&season=1", "season")
    assert found["es43"] == pytest.approx(0.5)  # three of the six months without supply
    assert found["es61"] == 0
    assert found["pt11"] is None
    column = next(one for one in paired("mx_col", "es43").columns if one.column == "season")
    assert "Lime: of the months without supply here, 50%" in column.parts[0].sentence
    only = "territory=mx_col&similar=0&related=0&complementary=0&season=1"
    assert listed(only).lines[0].territory.pk == "es43"
    assert "not in the calendar for both" in page(client, f"/en/counterparts/?{only}")


def test_indicators_show_every_variable_with_its_share_of_the_distance(add):
    add("indicators", INDICATORS, name="size")
    found = values("territory=mx_col", "structure")
    assert found["es43"] > found["es61"] > 0
    pair = paired("mx_col", "es61", "structure=1")
    column = next(one for one in pair.columns if one.column == "structure")
    said = " ".join(part.sentence for part in column.parts)
    assert "population" in said
    assert "income" in said
    assert pair.indicators == "size"
    assert column.parts[0].amount == pytest.approx(column.value)


@pytest.mark.slow
@pytest.mark.shared
def test_an_input_output_table_links_two_territories_down_to_cells_of_employment(flows_loaded, client):
    found = values("territory=es43", "value_chain")
    assert found["mx_col"] > 0
    assert found["cl_bi"] is None  # no employment is known of it
    pair = paired("es43", "mx_col", "value_chain=1")
    column = next(one for one in pair.columns if one.column == "value_chain")
    assert sum(part.amount for part in column.parts) == pytest.approx(column.value)
    assert all(part.behind.activities for part in column.parts)
    assert {one.territory_id for part in column.parts for one in part.behind.activities} == {"mx_col"}
    assert "input-output table hr-2010" in page(client, "/en/counterparts/es43/mx_col/")
    assert client.get("/en/counterparts/es43/mx_col/brief.pdf?value_chain=1").content[:4] == b"%PDF"


# ---- what records say ------------------------------------------------------------------------------


@pytest.mark.slow
def test_offers_and_needs_of_clusters_and_of_the_territory_itself_count(client, nothing_loaded, make_person):
    keeper, name = make_person("keeper"), Text("es", "Cuatro Molinos")
    said = [
        Statement("name", name),
        Statement("country", "MX"),
        Statement("territory", "mx_col"),
        Statement("needs", exchange("technology", "gestión del agua"), item="1"),
    ]
    made = clusters.begin(said, name=name, country="MX", is_published=True, by=keeper, at=NOW)
    theirs = [
        Statement("name", Text("es", "Extremadura")),
        Statement("offers", exchange("technology", "tecnología del agua"), item="1"),
    ]
    before = values("territory=mx_col", "offers_needs")["es43"] if _has("offers_needs") else None
    assert before is None
    registers.load(kind("territory"), [("es43", theirs)], voice=Voice.IMPORTED, at=NOW)
    assert values("territory=mx_col", "offers_needs")["es43"] > 0
    pair = paired("mx_col", "es43", "offers_needs=1")
    column = next(one for one in pair.columns if one.column == "offers_needs")
    met = column.parts[0].behind.covered
    assert [(one.kind_name, one.slug) for one in (met.need, met.offer)] == [
        ("cluster", made.slug),
        ("territory", "es43"),
    ]
    assert any("agua" in sentence for sentence in pair.common)
    assert f"/en/clusters/{made.slug}/" in page(client, "/en/counterparts/mx_col/es43/?offers_needs=1")


def _has(column: str) -> bool:
    return column in listed("territory=mx_col").columns


def test_a_body_with_mandate_and_members_is_institutional_and_one_that_says_less_emerging(nothing_loaded):
    def body(slug, territory, *more):
        said = [Statement("name", Text("es", slug)), Statement("territory", territory), *more]
        registers.load(kind("body"), [(slug, said)], voice=Voice.IMPORTED, at=NOW)

    mandate = Statement("mandate", Text("es", "Decide sobre la estrategia"))
    member = Statement("member", {"name": "Cuatro Molinos"}, item="1")
    body("consejo-uno", "mx_col", mandate, member)
    body("consejo-dos", "es43", mandate)
    found = mix_governance.of_territories()
    assert (found["mx_col"], found["es43"]) == ("institutional", "emerging")
    assert "es61" not in found
    told = values("territory=mx_col", "readiness")
    assert told["es43"] == 0.5
    assert told["es61"] is None


def test_the_governance_of_a_cluster_is_what_its_organisation_says_and_else_unknown(make_person):
    keeper, name = make_person("keeper"), Text("es", "Cuatro Molinos")
    made = clusters.begin(
        [Statement("name", name), Statement("country", "UY")],
        name=name,
        country="UY",
        is_published=True,
        by=keeper,
        at=NOW,
    )
    assert mix_governance.of_clusters([made.slug, "es-acicae"]) == {}
    organisation = records.record(kind("organisation"), made.slug)
    said = [Statement("governance_body", Text("es", "Asamblea de los cuatro"))]
    registers.state(organisation, said, seen=organisation.version, by=keeper, at=NOW)
    assert mix_governance.of_clusters([made.slug]) == {made.slug: "emerging"}


# ---- how firmly a place stands -----------------------------------------------------------------------


def test_shares_of_the_weights_add_up_to_three_places_and_have_a_standard_error(nothing_loaded):
    found = listed("territory=mx_col")
    shares = [line.stays.share for line in found.lines if line.stays]
    assert sum(shares) == pytest.approx(3, abs=0.2)  # ties share a place
    assert all(0 <= line.stays.standard_error < 0.012 for line in found.lines if line.stays)
    assert found.draws == 2000
    again = listed("territory=mx_col")
    assert [line.stays for line in again.lines] == [line.stays for line in found.lines]


def test_with_a_single_column_that_counts_there_is_nothing_to_vary_and_no_note(client, nothing_loaded):
    found = listed("territory=mx_col&related=0&complementary=0")
    assert {line.stays for line in found.lines} == {None}
    assert found.draws == 0


# ---- own activities, filters, order, downloads -------------------------------------------------------


@pytest.mark.slow
def test_complements_are_looked_for_towards_the_activities_one_chooses(client, statistics_loaded):
    shown = page(client, "/en/counterparts/?territory=mx_col&activity=27&activity=28")
    assert '<option value="27" selected>' in shown
    assert "/en/counterparts/mx_col/es43/?activity=27&amp;activity=28" in shown
    plain = values("territory=mx_col", "complementary")["es43"]
    assert values("territory=mx_col&activity=27&activity=28", "complementary")["es43"] != plain
    page(client, "/en/counterparts/?territory=mx_col&activity=999", status=400)


def test_a_country_narrows_the_list_and_a_column_orders_it(nothing_loaded):
    found = listed("territory=mx_col&country=PT")
    assert {line.territory.country for line in found.lines} == {"PT"}
    by_distance = [line.values["distance"].value for line in listed("territory=mx_col&sort=distance").lines]
    known = [value for value in by_distance if value is not None]
    assert known == sorted(known, reverse=True)
    assert by_distance[: len(known)] == known


def test_the_list_can_be_taken_away_with_every_column_and_its_robustness(client, nothing_loaded):
    answer = client.get("/en/counterparts/list.csv?territory=mx_col&country=PT")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {line["country"] for line in lines} == {"PT"}
    assert set(mix_lines.COLUMNS) | {"in_first_three"} <= set(lines[0])
    assert lines[0]["value_chain"] == ""
    assert lines[0]["territory_level"], "beside the column on levels"
    assert client.get("/en/counterparts/list.xlsx?territory=mx_col").content[:2] == b"PK"
    for path in ("list.csv", "list.pdf?territory=mx_col"):
        page(client, f"/en/counterparts/{path}", status=404)


def test_a_score_is_computed_again_from_the_file_alone(client, statistics_loaded):
    query = "territory=mx_col&similar=2&related=0.5&languages=1"
    told = client.get(f"/en/counterparts/list.csv?{query}").content.decode("utf-8-sig")
    lines = [line for line in csv.DictReader(io.StringIO(told)) if line["score"]]
    assert {line["weights"] for line in lines} == {"similar=2;related=0.5;complementary=1;languages=1"}
    for line in lines:
        weights = dict(one.split("=") for one in line["weights"].split(";"))
        known = [(float(weight), float(line[name])) for name, weight in weights.items() if line[name]]
        score = sum(weight * value for weight, value in known) / sum(weight for weight, _ in known)
        assert score == pytest.approx(float(line["score"]))
    assert len(lines) > 50


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
@pytest.mark.parametrize(
    "query", ["value_chain=-1", "readiness=many", "table=none", "sort=colour", "country=XX"]
)
def test_what_cannot_be_used_is_refused_in_words(client, nothing_loaded, language, query):
    page(client, f"/{language}/counterparts/?territory=mx_col&{query}", status=400)


def test_only_a_further_column_may_count(add):
    add("seasons", SEASONS)
    found = listed("territory=mx_col&similar=0&related=0&complementary=0&season=1")
    assert [line.territory.pk for line in found.lines if line.score is not None][:1] == ["es43"]
    assert found.counted == 1
