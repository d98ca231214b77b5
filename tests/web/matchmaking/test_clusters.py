"""Counterparts of clusters: who is ranked, why, what is not known, what is refused."""

import csv
import io
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.test import Client

from polos_web.analysis import actions as analysis
from polos_web.analysis.models import Run
from polos_web.clusters import actions
from polos_web.clusters.kinds import CLUSTER
from polos_web.clusters.models import Cluster
from polos_web.matchmaking import cluster_queries as queries
from polos_web.matchmaking import cluster_stock
from polos_web.matchmaking import cluster_views as views
from polos_web.registers import actions as registers
from polos_web.registers import queries as records
from polos_web.registers.statements import Statement
from polos_web.translation.text import Text
from web.clusters.conftest import NOW, exchange
from web.people import make_person, no_attempts_before, sign_in

__all__ = ["make_person", "no_attempts_before", "sign_in"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_loaded")]
ON = date(2026, 11, 21)
LANGUAGES = ("en", "es", "pt", "fr")


def chosen(query: str = "") -> SimpleNamespace:
    return views.LIST.read(QueryDict(query))


def listed(cluster_id: str, query: str = "") -> queries.Listing:
    found = queries.listing(cluster_id, chosen(query), on=ON, language="en")
    assert found is not None
    return found


def paired(ours: str, theirs: str, query: str = "") -> queries.ClusterPair:
    found = queries.pair(ours, theirs, views.PAIR.read(QueryDict(query)), on=ON, language="en")
    assert found is not None
    return found


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def add(by, name: str, *said: Statement, country: str = "UY", published: bool = True) -> str:
    """Register a plainly invented cluster and return its short name."""
    made = Text("es", name)
    statements = [Statement("name", made), Statement("country", country), *said]
    record = actions.begin(statements, name=made, country=country, is_published=published, by=by, at=NOW)
    return record.slug


def need(type_: str, words: str, item: str = "1") -> Statement:
    return Statement("needs", exchange(type_, words), item=item)


def offer(type_: str, words: str, language: str = "es", item: str = "1") -> Statement:
    said = {"type": type_, "text": {"language": language, "original": words}}
    return Statement("offers", said, item=item)


def rows_of(cluster_id: str, query: str) -> list:
    return list(queries.rows(cluster_id, views.ROWS.read(QueryDict(query)), on=ON))


@pytest.fixture
def keeper(make_person):
    return make_person("keeper")


# ---- who is ranked ---------------------------------------------------------------------------


def test_everybody_of_the_other_side_is_ranked_once_but_for_stand_ins(client):
    ours = Cluster.objects.get(pk="es-acicae")
    others = Cluster.objects.exclude(side=ours.side)
    stand_ins = [one.pk for one in others if one.is_stand_in]
    found = listed("es-acicae")
    assert (found.candidates, found.left_out) == (others.count() - len(stand_ins), len(stand_ins))
    assert found.left_out > 0
    rows = [row["cluster_id"] for row in queries.rows("es-acicae", chosen(), on=ON)]
    assert sorted(rows) == sorted(set(others.values_list("pk", flat=True)) - set(stand_ins))
    assert "they are no partners ready to answer" in page(client, "/en/counterparts/clusters/es-acicae/")


def test_a_stand_in_is_never_on_a_list_and_its_page_says_what_it_is(client):
    stand_in = Cluster.objects.filter(side="LAC", confidence="low", is_claimed=False).first()
    shown = page(client, f"/en/counterparts/clusters/es-acicae/{stand_in.pk}/")
    assert "only stands in because nothing better was found" in shown
    assert "only stands in because" not in page(
        client, "/en/counterparts/clusters/es-acicae/br-porto-digital/"
    )


def test_a_cluster_that_is_registered_and_published_is_found_and_a_draft_is_not(client, keeper):
    before = listed("es-acicae").candidates
    public = add(keeper, "Cuatro Molinos", Statement("nace", ["29"]))
    draft = add(keeper, "Cinco Molinos", Statement("nace", ["29"]), published=False)
    found = listed("es-acicae", "country=UY")
    assert listed("es-acicae").candidates == before + 1
    assert found.page.records[0].cluster.pk == public
    assert found.page.records[0].cluster.is_claimed
    page(client, f"/en/counterparts/clusters/{draft}/", status=404)
    registers.withdraw(records.record(CLUSTER, public), by=keeper, at=NOW + timedelta(hours=1))
    assert listed("es-acicae").candidates == before
    page(client, f"/en/counterparts/clusters/es-acicae/{public}/", status=404)


def test_an_unclaimed_profile_is_marked_so_on_the_list_and_on_the_page_of_a_pair(client, keeper):
    mine = add(keeper, "Cuatro Molinos", Statement("nace", ["29"]))
    shown = page(client, "/en/counterparts/clusters/es-acicae/?country=UY")
    assert "kept by its own people" in shown
    other = listed("es-acicae").page.records[0].cluster.pk
    assert "profile not claimed: nobody there was asked" in page(
        client, "/en/counterparts/clusters/es-acicae/"
    )
    shown = page(client, f"/en/counterparts/clusters/{other}/es-acicae/")
    assert shown.count("was not asked and has agreed to nothing") == 2
    shown = page(client, f"/en/counterparts/clusters/es-acicae/{mine}/")
    assert shown.count("was not asked and has agreed to nothing") == 1


def test_a_country_and_a_market_narrow_the_list(client):
    for line in listed("es-acicae", "country=BR&market=ict").page.records:
        assert line.cluster.country == "BR" and "ict" in line.cluster.markets
    assert listed("es-acicae", "country=BR").candidates < listed("es-acicae").candidates
    shown = page(client, "/en/counterparts/clusters/es-acicae/?country=FR")
    assert "No cluster of the other side fits these filters" in shown


# ---- the score and its reasons -----------------------------------------------------------------


def test_the_list_and_the_page_of_a_pair_tell_the_same_score_and_reasons_add_up():
    for line in listed("es-acicae").page.records[:3]:
        found = paired("es-acicae", line.cluster.pk)
        assert (found.rank, found.score) == (line.rank, pytest.approx(line.score, abs=1e-5))
        for column in found.columns:
            if column.value is not None:
                assert sum(part.amount for part in column.parts) == pytest.approx(column.value)
        assert sum(c.added for c in found.columns if c.added is not None) == pytest.approx(found.score)


def test_only_the_proportions_of_weights_matter_and_a_single_one_orders_by_its_column():
    order = [line.cluster.pk for line in listed("es-acicae").page.records]
    twice = listed("es-acicae", "sector=2&offers_needs=2&evidence=2").page.records
    assert [line.cluster.pk for line in twice] == order
    alone = listed("es-acicae", "sector=0&offers_needs=0&evidence=0&distance=1").page.records
    values = [line.values["distance"].value for line in alone if line.score is not None]
    assert values == sorted(values, reverse=True)


def test_how_far_the_order_hangs_on_the_weights_is_told_when_asked_for(client):
    address = "/en/counterparts/clusters/es-acicae/"
    plain = page(client, address)
    assert "first three:" not in plain and "hang on the weights" in plain
    told = page(client, f"{address}?robust=yes")
    assert "first three:" in told and "2,000 draws" in told and "hang on the weights" not in told
    alone = page(client, f"{address}?robust=yes&offers_needs=0&evidence=0")
    assert "first three:" not in alone, "with one column that counts nothing can vary"
    found = listed("es-acicae", "robust=yes")
    best = found.page.records[0].stays
    assert 0 < best.share <= 1 and best.standard_error < 0.012


def test_an_offer_in_one_language_covers_a_need_in_another_by_what_both_mention(keeper):
    theirs = add(keeper, "Cuatro Molinos", need("technology", "gestión del agua y energía solar"))
    ours = add(
        keeper,
        "Moulins du Nord",
        offer("technology", "nous offrons la gestion de l’eau", language="fr"),
        Statement("markets", ["agriculture"]),
        country="FR",
    )
    found = paired(ours, theirs)
    column = next(one for one in found.columns if one.column == "offers_needs")
    assert 0 < column.value <= 1
    assert "Their need gestión del agua y energía solar" in column.parts[0].sentence
    assert any("eau" in sentence and "agua" in sentence for sentence in found.common)


def test_an_offer_of_another_kind_covers_nothing_and_the_need_stays_open(keeper):
    theirs = add(keeper, "Cuatro Molinos", need("technology", "gestión del agua"))
    ours = add(keeper, "Moulins du Nord", offer("quality", "gestion de l’eau", "fr"), country="FR")
    column = next(one for one in paired(ours, theirs).columns if one.column == "offers_needs")
    assert column.value == 0
    assert "nothing we offer covers it" in column.parts[0].sentence


def test_a_list_comes_in_the_order_of_any_column_with_the_weights_as_they_were(client):
    """The rank stays the one by the score; downloads follow, and links keep what was chosen."""
    query = "sector=2&offers_needs=0&sort=distance"
    lines = listed("es-acicae", query).page.records
    values = [line.values["distance"].value for line in lines]
    assert values == sorted(values, reverse=True) and None not in values
    by_score = {row["cluster_id"]: row for row in rows_of("es-acicae", "sector=2&offers_needs=0")}
    assert [line.rank for line in lines] == [by_score[line.cluster.pk]["rank"] for line in lines]
    first = [row["cluster_id"] for row in rows_of("es-acicae", query)][: len(lines)]
    assert first == [line.cluster.pk for line in lines]
    shown = page(client, f"/en/counterparts/clusters/es-acicae/?{query}")
    assert '<option value="distance" selected>' in shown
    assert "list.csv?sector=2&amp;offers_needs=0&amp;sort=distance" in shown
    assert f'{lines[0].cluster.pk}/?sector=2&amp;offers_needs=0"' in shown


# ---- what is not known ---------------------------------------------------------------------------


def test_a_need_of_which_nothing_is_coded_is_left_out_and_said(keeper):
    said = Statement("needs", {"text": {"language": "es", "original": "zzz"}}, item="1")
    ours = add(keeper, "Cuatro Molinos", said, Statement("nace", ["29"]))
    found = listed(ours)
    assert any("state no code" in sentence or "states no code" in sentence for sentence in found.missing)
    assert {line.values["offers_needs"].value for line in found.page.records} == {None}
    assert found.page.records[0].score is not None


def test_a_cluster_without_codes_gets_a_list_without_scores_and_the_reason(client, keeper):
    bare = add(keeper, "Cuatro Molinos")
    found = listed(bare)
    assert {line.score for line in found.page.records} == {None}
    assert all(line.rank is None and line.why for line in found.page.records)
    assert any("Cuatro Molinos" in sentence for sentence in found.missing)
    shown = page(client, f"/en/counterparts/clusters/{bare}/es-acicae/")
    assert "There is no score: too little is known of this pair." in shown


def test_a_cluster_whose_side_is_not_known_has_no_list_and_says_why(client):
    Cluster.objects.filter(pk="es-acicae").update(side="", country="")
    analysis.changed("clusters", checksum="")
    shown = page(client, "/en/counterparts/clusters/es-acicae/")
    assert "it is not known which side is the other one" in shown
    page(client, "/en/counterparts/clusters/es-acicae/br-porto-digital/", status=400)


def test_where_there_is_one_cluster_only_the_page_says_that_nobody_is_across(client):
    Cluster.objects.exclude(pk="es-acicae").delete()
    analysis.changed("clusters", checksum="")
    shown = page(client, "/en/counterparts/clusters/es-acicae/")
    assert "No cluster of the other side fits these filters" in shown


@pytest.mark.slow
def test_without_statistics_the_evidence_is_not_known_and_with_them_it_opens_to_cells(
    client, settings, shared, tmp_path_factory
):
    from web.stored import stored_in  # noqa: PLC0415 - needed by this test alone

    assert {line.values["evidence"].value for line in listed("es-acicae").page.records} == {None}
    settings.DATA_FOLDER = stored_in(tmp_path_factory.getbasetemp(), shared)
    found = paired("es-acicae", "mx-autocluster-del-estado-de-chihuahua")
    assert {one.territory_id for one in found.activities} == {"es21", "mx_chh"}
    for activity in found.activities:
        assert activity.quotient >= 1
        assert sum(cell.persons for cell in activity.cells) > 0


# ---- what is refused -------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nowhere/", 404),
        ("es-acicae/nowhere/", 404),
        ("nowhere/list.csv", 404),
        ("es-acicae/list.pdf", 404),
        ("es-acicae/es-hegan/", 400),
        ("es-acicae/es-acicae/", 400),
        ("es-acicae/?sector=0&offers_needs=0&evidence=0", 400),
        ("es-acicae/?sector=-1", 400),
        ("es-acicae/?page=999", 400),
        ("es-acicae/?country=XX", 400),
        ("es-acicae/?unheard=1", 400),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(client, language, path, status):
    page(client, f"/{language}/counterparts/clusters/{path}", status=status)


# ---- what is kept, and how much it costs ---------------------------------------------------------


def test_the_field_is_made_anew_only_when_the_register_changes(keeper):
    held = cluster_stock.stock()
    assert cluster_stock.stock() is held
    add(keeper, "Cuatro Molinos")
    assert cluster_stock.stock() is not held


def test_a_list_is_kept_as_one_run_with_its_inputs(client):
    for language in ("en", "en", "fr"):
        page(client, f"/{language}/counterparts/clusters/es-acicae/?distance=2")
    run = Run.objects.get(kind="cluster counterparts")
    assert (run.parameters["cluster"], run.parameters["distance"]) == ("es-acicae", 2)
    assert run.inputs["clusters"]


def test_the_list_asks_the_database_a_few_questions_only(client, django_assert_max_num_queries):
    page(client, "/en/counterparts/clusters/es-acicae/")
    with django_assert_max_num_queries(8):
        page(client, "/en/counterparts/clusters/es-acicae/")


def test_the_whole_list_can_be_taken_away(client):
    answer = client.get("/en/counterparts/clusters/es-acicae/list.csv")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) == listed("es-acicae").candidates
    assert (lines[0]["rank"], lines[0]["weights"]) == ("1", "sector=1;offers_needs=1;evidence=1")
    known = [float(lines[0][name]) for name in ("sector", "offers_needs", "evidence") if lines[0][name]]
    assert float(lines[0]["score"]) == pytest.approx(sum(known) / len(known), abs=1e-6)
    assert client.get("/en/counterparts/clusters/es-acicae/list.xlsx").content[:2] == b"PK"


def test_a_cluster_is_looked_for_by_words_and_its_page_leads_to_its_counterparts(client):
    assert "/en/counterparts/clusters/es-acicae/" in page(client, "/en/counterparts/clusters/?q=acicae")
    assert "fits these words" in page(client, "/en/counterparts/clusters/?q=zzzz")
    assert "/en/counterparts/clusters/es-acicae/" in page(client, "/en/clusters/es-acicae/")
