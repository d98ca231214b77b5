"""From the rows on the page of a pair every column can be computed again, and every gap is said."""

import math
import re
from datetime import date

import pytest
from django.test import Client

from polos_web.clusters import actions
from polos_web.registers.statements import Statement
from polos_web.translation.text import Text
from web.clusters.conftest import NOW, exchange

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 21)
DATA = re.compile(r'<data value="([^"]+)">')
SEASONS = (
    "territory,product,months,source_url\n"
    "Colima,lime,1;2;3;4;5;6,https://colima.example/lime\nES43,lime,6;7;8;9,\n"
    "Colima,mango,5,\nES43,cherry,5;6,\nColima,fig,8,\nES43,fig,,\n"
)
INDICATORS = (
    "territory,population,income,coast,same\nColima,1,10,,3\nES43,1,11,0,3\nES61,9,40,1,3\nES21,5,60,1,3\n"
)


def column(client: Client, path: str, name: str) -> str:
    """Return what the page of a pair shows in one column."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    shown = answer.content.decode()
    section = re.search(rf'<section class="column"[^>]*data-column="{name}">(.*?)</section>', shown, re.S)
    assert section is not None
    return section.group(1)


def value(section: str) -> float:
    return numbers(section)[0]


def numbers(html: str) -> list[float]:
    return [float(one) for one in DATA.findall(html)]


def words(html: str) -> list[str]:
    """Return the cells of a row without markup."""
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", html, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def rows(html: str) -> list[str]:
    """Return the rows of all bodies of tables."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", html, re.S)
    return [row for body in bodies for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S)]


@pytest.mark.slow
def test_what_a_counterpart_adds_is_relatedness_row_by_row(client, statistics_loaded):
    section = column(client, "/en/counterparts/mx_col/es43/", "complementary")
    reasons = section.split('<div class="measure">')[1:]
    total = 0.0
    for reason in reasons:
        amount, *_ = numbers(reason)
        count = int(re.search(r"÷ ([\d,]+), the number of missing activities", reason).group(1))
        added = [numbers(row) for row in rows(reason)]
        for relatedness, whole, adds in added:
            assert adds == pytest.approx(relatedness / whole / count)
        assert math.fsum(adds for *_, adds in added) == pytest.approx(amount)
        total += amount
    assert total == pytest.approx(value(section))
    assert 'href="#mx_col-' in rows(section)[0], "the figure of employment here"


@pytest.mark.slow
@pytest.mark.shared
def test_a_value_chain_is_flows_with_their_coefficients(flows_loaded, client):
    section = column(client, "/en/counterparts/es43/mx_col/?value_chain=1", "value_chain")
    total = 0.0
    for reason in section.split('<div class="measure">')[1:]:
        amount, *_ = numbers(reason)
        count = int(re.search(r"known of both ÷ (\d+)\.", reason).group(1))
        added = [numbers(row) for row in rows(reason)]
        for flow, coefficient, whole, adds in added:
            assert adds == pytest.approx(flow / whole / count)
            assert 0 < coefficient < 1
        assert math.fsum(row[-1] for row in added) == pytest.approx(amount)
        total += amount
    assert total == pytest.approx(value(section))
    assert "divisions together here; that it is a strength is told from" in section
    assert re.search(r"told from \d of its \d divisions", section)


def test_a_season_is_told_month_by_month_with_what_is_missing(add, client):
    add("seasons", SEASONS, name="harvests")
    section = column(client, "/en/counterparts/mx_col/es43/?season=1", "season")
    told = {words(row)[0]: words(row)[1:] for row in rows(section)}
    assert told["lime"][:5] == ["Jan, Feb, Mar, Apr, May, Jun source", "Jun, Jul, Aug, Sep", "Jun",
                                "Jul, Aug, Sep", "6"]  # fmt: skip
    assert (told["mango"][1], told["cherry"][0]) == ("not in the calendar", "not in the calendar")
    assert told["fig"][1] == "months not known"
    assert {told[one][-1] for one in ("mango", "cherry", "fig")} == {"does not count"}
    assert numbers(next(row for row in rows(section) if "lime" in row)) == [3 / 6] == [value(section)]
    assert 'href="https://colima.example/lime"' in section
    assert "From the calendar harvests." in section


def test_a_structure_is_told_variable_by_variable_with_what_is_missing(add, client):
    add("indicators", INDICATORS, name="size")
    section = column(client, "/en/counterparts/mx_col/es61/?structure=1", "structure")
    told = {words(row)[0]: row for row in rows(section)}
    squared = 0.0
    for name in ("population", "income"):
        _, our_standard, _, their_standard, difference, weight, added = numbers(told[name])
        assert difference == pytest.approx(our_standard - their_standard)
        assert added == pytest.approx(weight * difference**2 / 2)
        squared += added
    assert numbers(told["income"])[0] == 10
    assert 1 / (1 + math.sqrt(squared)) == pytest.approx(value(section))
    assert words(told["coast"])[1] == "unknown" and words(told["coast"])[-1] == "does not count"
    assert "the same everywhere" in told["same"]
    alone = column(client, "/en/counterparts/mx_col/pt11/?structure=1", "structure")
    assert {words(row)[2] for row in rows(alone)} == {"unknown"}, "what is known of one is shown all the same"


def test_an_offer_meets_a_need_by_type_and_code_with_the_record(make_person, client, nothing_loaded):
    keeper = make_person("keeper")

    def cluster(name, country, *said):
        named = Text("es", name)
        statements = [Statement("name", named), Statement("country", country), *said]
        return actions.begin(
            statements, name=named, country=country, is_published=True, by=keeper, at=NOW
        ).slug

    need = {**exchange("technology", "gestión del agua"), "markets": ["energy", "health"]}
    offer = {**exchange("technology", "bombas solares"), "markets": ["energy"], "technologies": ["photonics"]}
    ours = cluster("Cuatro Molinos", "UY", Statement("needs", need, item="1"))
    theirs = cluster("Fraguas Inventadas", "ES", Statement("offers", offer, item="1"))
    section = column(client, f"/en/counterparts/clusters/{ours}/{theirs}/", "offers_needs")
    told = [words(row) for row in rows(section)]
    assert told[0][:4] == ["Markets", "Energy production; Health and social work", "Energy production",
                           "Energy production"]  # fmt: skip
    shares = [numbers(row)[-1] for row in rows(section)]
    assert sum(shares) / len(shares) == pytest.approx(value(section))
    assert f"/en/records/cluster/{ours}/history/needs/" in section
    assert f"/en/records/cluster/{theirs}/history/offers/" in section
    assert section.count(">Technology<") == 2, "the type of each"


def test_the_sector_of_two_clusters_is_codes_with_weights_and_their_source(client, nothing_loaded):
    path = "/en/counterparts/clusters/es-acicae/mx-autocluster-del-estado-de-chihuahua/"
    section = column(client, path, "sector")
    told = [(words(row), numbers(row)[-1]) for row in rows(section)]
    both = math.fsum(weight for cells, weight in told if cells[2:4] == ["yes", "yes"])
    assert both / math.fsum(weight for _, weight in told) == pytest.approx(value(section), abs=1e-6)
    assert "/en/records/cluster/es-acicae/history/nace/" in section
    assert "Compiled by machine" in section
