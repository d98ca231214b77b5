"""The register of clusters and its pages."""

import csv
import io
import json
import re
from types import SimpleNamespace

import polars as pl
import pytest

from polos import reference
from polos.vocabularies import markets, nace, technologies
from polos_web.clusters import queries
from polos_web.clusters.sector_words import EVERYDAY
from polos_web.clusters.views import FILTERS

pytestmark = pytest.mark.django_db
CLUSTERS = reference.clusters().rows


def total(client, query):
    """How many clusters a search finds, by the sentence above the list."""
    text = client.get(f"/en/clusters/?{query}").text
    return int(re.search(r'role="status">(\d+) cluster', text).group(1))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", pl.lit(True)),
        ("side=LAC", pl.col("side") == "LAC"),
        ("country=MX", pl.col("country") == "MX"),
        ("kind=network", pl.col("kind") == "network"),
        ("territory=es21", pl.col("territory_id") == "es21"),
        ("market=health", pl.col("markets").list.contains("health")),
        ("language=eu", pl.col("languages").list.contains("eu")),
        (
            "market=ict&technology=digital_agenda",
            pl.col("markets").list.contains("ict") & pl.col("technologies").list.contains("digital_agenda"),
        ),
    ],
)
def test_filters_find_what_the_table_holds(client, query, wanted):
    assert total(client, query) == CLUSTERS.filter(wanted).height > 0


def test_clusters_are_found_by_sector_place_and_name_without_accents(client):
    assert total(client, "q=aeronautics") > 0
    assert total(client, "q=automocion") == total(client, "q=Automoción") > 0
    assert total(client, "q=monterrey") > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "division"),
    [
        ("automotriz", "29"),
        ("autopeças", "29"),
        ("automobile", "29"),
        ("vehículos de motor", "29"),
        ("calçados", "15"),
        ("turismo", "55"),
        ("tourisme", "55"),
        ("alimentos", "10"),
        ("agroalimentaire", "10"),
    ],
)
def test_clusters_are_found_by_what_their_industry_is_called_in_four_languages(client, typed, division):
    coded = CLUSTERS.filter(pl.col("nace").list.contains(division)).height
    assert total(client, f"q={typed}") >= coded > 0
    assert total(client, f"q={typed}") < CLUSTERS.height / 2


def test_clusters_are_found_by_the_labels_of_their_markets_and_technologies(client):
    for language in ("en", "es", "pt", "fr"):
        for vocabulary, column in ((markets(), "markets"), (technologies(), "technologies")):
            for code in vocabulary.codes:
                having = set(CLUSTERS.filter(pl.col(column).list.contains(code))["cluster_id"])
                filters = SimpleNamespace(
                    q=vocabulary.label(code, language), **dict.fromkeys(FILTERS.kinds.keys() - {"q"}, "")
                )
                assert having <= set(queries.chosen(filters).values_list("pk", flat=True)), code


def test_every_industry_with_everyday_words_is_a_division_of_nace():
    assert set(EVERYDAY) <= set(nace().codes)


def test_pages_hold_fifty_and_keep_the_filters(client):
    first = client.get("/en/clusters/?side=EU").text
    assert first.count('<th scope="row">') == 50
    assert 'href="/en/clusters/?side=EU&amp;page=2"' in first
    last = -(-CLUSTERS.filter(side="EU").height // 50)
    assert client.get(f"/en/clusters/?side=EU&page={last}").status_code == 200
    refused = client.get(f"/en/clusters/?side=EU&page={last + 1}")
    assert refused.status_code == 400 and f"a page from 1 to {last}" in refused.text


@pytest.mark.slow
def test_clusters_have_a_page(client):
    """Every ninth of them, and those of which least is known."""
    least = CLUSTERS.filter((pl.col("confidence") == "low") | (pl.col("kind") == "agglomeration"))
    for cluster_id in {*CLUSTERS["cluster_id"][::9], *least["cluster_id"]}:
        assert client.get(f"/pt/clusters/{cluster_id}/").status_code == 200, cluster_id


def test_a_page_says_where_it_comes_from_and_that_nobody_claimed_it(client):
    text = client.get("/en/clusters/es-hegan/").text
    row = CLUSTERS.filter(cluster_id="es-hegan").row(0, named=True)
    assert "Profile not claimed" in text and row["source_url"] in text and "(2018)" in text
    assert "Confidence: high" in text and "background knowledge" in text
    assert f'<h1 lang="es">{row["name"]}</h1>' in text


def test_stand_ins_never_look_like_partners(client):
    row = CLUSTERS.filter((pl.col("confidence") == "low") & pl.col("territory_id").is_not_null()).row(
        0, named=True
    )
    assert "Not a partner ready to answer" in client.get(f"/en/clusters/{row['cluster_id']}/").text
    text = client.get(f"/en/territories/{row['territory_id']}/").text
    before, after = text.split("<h3>Stand-ins</h3>")
    assert row["cluster_id"] in after and f"/clusters/{row['cluster_id']}/" not in before
    assert "stand-in" in client.get(f"/en/clusters/?territory={row['territory_id']}").text


def test_an_agglomeration_has_nobody_to_answer(client):
    row = CLUSTERS.filter(kind="agglomeration").row(0, named=True)
    assert (
        "no organisation that could answer for it is known"
        in client.get(f"/en/clusters/{row['cluster_id']}/").text
    )


def test_what_is_not_known_is_said(client):
    row = CLUSTERS.filter(pl.col("latitude").is_null() & pl.col("year_founded").is_null()).row(0, named=True)
    text = client.get(f"/en/clusters/{row['cluster_id']}/").text
    assert "Its place is not known." in text and "Nothing is known yet of: " in text


@pytest.mark.parametrize("query", ["market=steel", "page=0", "side=eu", "colour=red", "territory=atlantis"])
def test_what_cannot_be_used_is_a_400(client, query):
    assert client.get(f"/en/clusters/?{query}").status_code == 400


def test_the_download_holds_what_the_filters_leave(client):
    text = client.get("/en/clusters/clusters.csv?country=UY").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["cluster_id"] for row in rows] == sorted(
        CLUSTERS.filter(country="UY")["cluster_id"], key=[row["cluster_id"] for row in rows].index
    )
    assert len(rows) == 5 and tuple(rows[0]) == queries.COLUMNS
    assert tuple(rows[0])[: len(reference.clusters().schema)] == tuple(reference.clusters().schema)


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "geojson"])
def test_every_form_of_the_download_keeps_the_filters(client, form):
    answer = client.get(f"/en/clusters/clusters.{form}?country=UY")
    assert answer.status_code == 200 and answer["Content-Disposition"].endswith(f'clusters.{form}"')
    if form.endswith("json"):
        told = json.loads(answer.content)
        assert len(told["features"] if form == "geojson" else told) == 5
    assert client.get(f"/en/clusters/clusters.{form}?country=XX").status_code == 400


def test_another_form_is_not_there(client):
    assert client.get("/en/clusters/clusters.exe").status_code == 404


def test_the_list_asks_few_questions(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get("/en/clusters/")


def test_more_places_than_a_map_can_tell_apart_are_not_drawn(client, monkeypatch):
    monkeypatch.setattr("polos_web.clusters.views.MOST_MARKS", 3)
    text = client.get("/en/clusters/?side=EU").text
    assert "are too many for one map" in text and '<svg class="plate"' not in text
    few = client.get("/en/clusters/?country=UY&q=salto").text
    assert "are too many for one map" not in few
