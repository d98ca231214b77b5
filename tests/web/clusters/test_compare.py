"""Clusters side by side: what stands out and why, where an offer meets a need, and the address of it."""

import csv
import io

import pytest

from polos_web.clusters import comparison, queries
from polos_web.clusters.comparison import Mark
from polos_web.clusters.kinds import CLUSTER, ORGANISATION
from polos_web.registers import actions as registers
from polos_web.registers import queries as records
from polos_web.registers.kinds import Nature
from polos_web.registers.statements import Statement
from web.clusters.conftest import NOW, exchange

pytestmark = pytest.mark.django_db


@pytest.fixture
def hegan(make_person):
    """A way to let the owner of HEGAN say something of the production system or of the organisation."""
    owner = make_person("owner", "cluster owner", scope="es-hegan")

    def said(*statements, kind=CLUSTER):
        record = records.record(kind, "es-hegan")
        registers.state(record, statements, seen=record.version, by=owner, at=NOW)

    return said


@pytest.fixture
def mills(four, keeper):
    """The same of the four mills."""

    def said(*statements, kind=CLUSTER):
        record = records.record(kind, four.slug)
        registers.state(record, statements, seen=record.version, by=keeper, at=NOW)

    return said


def compared():
    return queries.compared(["es-hegan", "uy-cuatro-molinos"])


def row(code, kind=CLUSTER):
    label = kind.fields[code].label
    found = [row for section in comparison.sections(compared()) for row in section.rows if row.label == label]
    return found[0] if found else None


def texts(code):
    return [[term.text for term in cell] for cell in row(code).cells]


def test_what_is_known_of_one_only_stands_out(mills):
    found = row("maturity")
    assert (found.mark, found.words) == (Mark.PARTLY_KNOWN, "known of 1 of 2")
    assert texts("maturity") == [[], ["Emerging"]]


def test_what_is_known_of_none_is_no_row(mills):
    assert row("advantages") is None


@pytest.mark.parametrize(("theirs", "mark"), [(63, None), (192, Mark.APART), (64, None)])
def test_sizes_stand_out_when_one_is_three_times_the_other(mills, hegan, theirs, mark):
    hegan(Statement("members_count", 64), kind=ORGANISATION)
    mills(Statement("members_count", theirs), kind=ORGANISATION)
    assert row("members_count", ORGANISATION).mark is mark


def test_none_at_all_is_a_difference_and_not_a_division_by_zero(mills, hegan):
    hegan(Statement("team_fte", 6), kind=ORGANISATION)
    mills(Statement("team_fte", 0), kind=ORGANISATION)
    found = row("team_fte", ORGANISATION)
    assert (found.mark, found.words) == (Mark.DIFFERENT, "one has none")


@pytest.mark.parametrize(
    ("theirs", "words"), [("mature", "2 steps apart"), ("developing", "1 step apart"), ("emerging", "")]
)
def test_stages_are_told_in_steps(mills, hegan, theirs, words):
    hegan(Statement("maturity", theirs))
    assert row("maturity").words == words


def test_transformation_is_different_and_not_further(mills, hegan):
    hegan(Statement("maturity", "in_transformation"))
    assert row("maturity").words == "different"


def test_lists_stand_out_when_they_have_nothing_in_common_and_what_is_shared_is_told(mills, hegan):
    hegan(Statement("barriers", ["small_firms", "distance"]), Statement("drivers", ["trust"]))
    mills(Statement("barriers", ["distance"]), Statement("drivers", ["season"]))
    assert row("drivers").mark is Mark.DISJOINT
    found = row("barriers")
    assert found.mark is None
    assert [[term.is_shared for term in cell] for cell in found.cells] == [[False, True], [True]]


def test_it_is_said_where_advantages_lie(mills, hegan):
    """The experts of 2014-2015 found EU advantages in the clusters and LAC advantages around them."""
    hegan(Statement("advantages", ["specialisation", "quality_design"]))
    mills(Statement("advantages", ["natural_resources", "quality_design", "foreign_investment"]))
    (found,) = [
        row
        for section in comparison.sections(compared())
        for row in section.rows
        if row.label == "Where advantages lie"
    ]
    assert found.mark is Mark.DIFFERENT
    assert [[term.text for term in cell] for cell in found.cells] == [
        ["Of the cluster itself: 2", "Of its surroundings: 0"],
        ["Of the cluster itself: 1", "Of its surroundings: 2"],
    ]


def test_an_offer_meets_a_need_of_the_same_type_in_its_direction(mills, hegan):
    hegan(Statement("offers", exchange("technology", "secado"), item="1"))
    (found,) = comparison.meetings(compared())
    assert (found.giver.record.slug, found.taker.record.slug) == ("es-hegan", "uy-cuatro-molinos")
    assert found.types == ("technology",)


def test_the_page_and_the_file_say_the_same(client, four):
    query = "c=es-hegan&c=uy-cuatro-molinos"
    text = client.get(f"/en/clusters/compare/?{query}").text
    assert "known of 1 of 2" in text
    assert f"/en/clusters/compare/table.csv?{query}".replace("&", "&amp;") in text
    answer = client.get(f"/en/clusters/compare/table.csv?{query}").content.decode("utf-8-sig")
    told = {line["field"]: line for line in csv.DictReader(io.StringIO(answer))}
    assert told["Side"]["es-hegan"] == "European Union"
    assert told["Maturity"] | {"section": ""} == {
        "section": "",
        "field": "Maturity",
        "es-hegan": "",
        "uy-cuatro-molinos": "Emerging",
        "stands_out": "known of 1 of 2",
    }


def test_one_or_none_asks_for_more_and_a_search_adds_to_the_address(client):
    assert "Choose two to 6 clusters" in client.get("/en/clusters/compare/").text
    one = client.get("/en/clusters/compare/?c=es-hegan&q=acicae").text
    assert "Choose at least one more" in one
    assert "/en/clusters/compare/?c=es-hegan&amp;c=es-acicae" in one


def test_a_draft_is_not_compared_and_more_than_six_neither(client, draft, keeper, sign_in):
    assert client.get(f"/en/clusters/compare/?c=es-hegan&c={draft.slug}").status_code == 400
    assert sign_in(keeper).get(f"/en/clusters/compare/?c=es-hegan&c={draft.slug}").status_code == 400
    seven = "&".join(f"c=x{number}" for number in range(7))
    assert client.get(f"/en/clusters/compare/?{seven}").status_code == 400


def test_the_list_chooses_by_plain_checkboxes(client):
    text = client.get("/en/clusters/?q=hegan").text
    assert 'action="/en/clusters/compare/"' in text
    assert '<input type="checkbox" name="c" value="es-hegan">' in text


def test_opinions_are_marked_and_words_in_another_language_say_so(hegan, mills, four, client):
    """The four mills call themselves emerging, which is their opinion; HEGAN names who found it so."""
    hegan(Statement("maturity", "mature", nature=Nature.FACT), Statement("policies", said_in("eu", "Legea")))
    text = client.get(f"/es/clusters/compare/?c={four.slug}&c=es-hegan").text
    row = next(part for part in text.split("<tr") if ">Madurez<" in part)
    assert row.count('<span class="flag">opinión</span>') == 1
    assert row.index("Emergente") < row.index("opinión") < row.index("Maduro")
    assert 'lang="eu">Legea <span class="flag" lang="es">en euskera</span>' in text


def said_in(language, original):
    return {"language": language, "original": original}
