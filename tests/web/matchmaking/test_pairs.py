"""The page of a pair: its parts add up, what is behind them is there, and what is not known is said."""

import io
import random
import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.test import Client
from pypdf import PdfReader

from polos_web.matchmaking import briefs, mix_lines, queries, views
from polos_web.territories import queries as territories

ON = date(2026, 11, 21)
VALUE = re.compile(r'<data value="([^"]+)">')


def chosen(query: str = "") -> SimpleNamespace:
    return views.PAIR.read(QueryDict(query))


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def some_pairs(count: int) -> list[tuple[str, str]]:
    """Pairs drawn at random, the same ones each time."""
    everybody = territories.all_territories("en")
    eu = sorted(t.pk for t in everybody if t.side == "EU")
    lac = sorted(t.pk for t in everybody if t.side == "LAC")
    draw = random.Random(20)
    pairs = [(draw.choice(eu), draw.choice(lac)) for _ in range(count)]
    return [pair if draw.random() < 0.5 else pair[::-1] for pair in pairs]


def numbers(html: str) -> list[float]:
    return [float(value) for value in VALUE.findall(html)]


def of_column(shown: str, column: str) -> tuple[float, list[float]] | None:
    """The value of a column as its section states it, and its reasons; ``None`` where there is none."""
    section = re.search(rf'<section class="column"[^>]*data-column="{column}">(.*?)</section>', shown, re.S)
    assert section is not None
    found = numbers(re.sub(r"<table.*?</table>", "", section.group(1), flags=re.S))
    return (found[0], found[1:]) if found else None


def sum_of(shown: str) -> tuple[dict[str, list[float]], list[float], float] | None:
    """The table of the sum: (value, product) by column, the two sums, and the score under it."""
    section = re.search(r'<section aria-labelledby="sum">(.*?)</section>', shown, re.S)
    assert section is not None
    rows = re.findall(r'<tr data-column="(\w+)">(.*?)</tr>', section.group(1), re.S)
    foot = re.search(r"<tfoot>(.*?)</tfoot>.*?<strong class=\"score\">(.*?)</strong>", section.group(1), re.S)
    if foot is None:
        return None
    return {column: numbers(row) for column, row in rows}, numbers(foot.group(1)), numbers(foot.group(2))[0]


@pytest.mark.slow
@pytest.mark.parametrize("weights", ["", "similar=3&related=0.5&complementary=2&languages=1&distance=0.25"])
def test_parts_add_up_on_the_page_for_any_pair(client, statistics_loaded, weights):
    """Reasons to columns, columns times weights to the sum, the sum over the weights to the score."""
    scored = 0
    for ours, theirs in [("mx_col", "es43"), ("es43", "mx_col"), *some_pairs(8)]:
        shown = page(client, f"/en/counterparts/{ours}/{theirs}/?{weights}")
        for column in mix_lines.FIT:
            if (stated := of_column(shown, column)) is not None:
                assert sum(stated[1]) == pytest.approx(stated[0], abs=1e-9), (ours, theirs, column)
        if (table := sum_of(shown)) is None:
            continue
        by_column, (of_weights, of_products), score = table
        asked = queries.weights(chosen(weights))
        known = {column: values for column, values in by_column.items() if values}
        for column, (value, product) in known.items():
            assert product == pytest.approx(asked[column] * value)
        assert sum(product for _, product in known.values()) == pytest.approx(of_products)
        assert sum(asked[column] for column in known) == pytest.approx(of_weights)
        assert score == pytest.approx(of_products / of_weights)
        scored += 1
    assert scored >= 8


@pytest.mark.slow
def test_the_page_says_the_same_score_and_place_as_the_list(client, statistics_loaded):
    lines = queries.listing(views.LIST.read(QueryDict("territory=mx_col")), on=ON, language="en").lines
    for line in lines[::15]:
        pair = queries.pair("mx_col", line.territory.pk, chosen(), on=ON, language="en")
        assert (pair.score, pair.rank) == (line.score, line.rank)


@pytest.mark.slow
def test_colima_and_extremadura_rest_on_employment_down_to_the_cell(client, statistics_loaded):
    pair = queries.pair("mx_col", "es43", chosen(), on=ON, language="en")
    complementary = next(column for column in pair.columns if column.column == "complementary")
    assert complementary.value > 0
    for part in complementary.parts:
        ours, theirs = part.behind.activities
        assert ours.quotient < 1 <= theirs.quotient  # a strength there and not here
        assert {cell.dataset for cell in ours.cells} == {"mx-scian"}
        assert {cell.unit for cell in theirs.cells} == {"ES43"}
        assert part.behind.towards
    shown = page(client, "/en/counterparts/mx_col/es43/")
    assert "cover areas inside it, not all of it" in shown
    address, activity = re.search(r'href="(/en/specialisations/eurostat-sbs/ES43/)#a-(\d+)"', shown).groups()
    assert f'id="a-{activity}"' in page(client, address)


def test_without_statistics_the_page_says_so_and_counts_the_rest(client, nothing_loaded):
    shown = page(client, "/en/counterparts/mx_col/es43/")
    assert of_column(shown, "complementary") is None
    assert "No employment statistics are loaded" in shown
    _, (of_weights, _), _ = sum_of(shown)
    assert of_weights == 2


def test_every_reason_about_priorities_leads_to_rows_on_the_page(client, nothing_loaded):
    shown = page(client, "/es/counterparts/mx_col/es43/")
    targets = set(re.findall(r'<li class="priority[^"]*" id="([^"]+)"', shown))
    links = set(re.findall(r'<a href="#([^"]+)"><span lang=', shown))
    assert links
    assert links == targets
    rows = territories.priorities_by_id(targets)
    assert {row.territory_id for row in rows.values()} == {"mx_col", "es43"}
    for row in rows.values():
        assert f'<p class="name" lang="{row.name_lang}">' in shown
        assert row.name_en == row.name or f'lang="en">{row.name_en}</' in shown


@pytest.mark.slow
def test_a_nation_beside_a_region_and_a_containing_region_are_warned_of(client, statistics_loaded):
    assert "Different levels are compared" in page(client, "/en/counterparts/cl_bi/pt/")
    shown = page(client, "/en/counterparts/mx_col/fi195/")
    assert "a larger area that contains it" in shown


def test_a_pair_of_which_too_little_is_known_has_no_score_and_says_why(client, nothing_loaded):
    shown = page(client, "/en/counterparts/mx_col/pl225/")
    assert "There is no score" in shown
    assert "No own declared priorities are on record for Bielsko-Biała sub-region." in shown
    assert sum_of(shown) is None


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_a_pair_of_one_side_is_refused_and_an_unknown_territory_not_found(client, nothing_loaded, language):
    refused = page(client, f"/{language}/counterparts/mx_col/mx_jal/", status=400)
    assert "Colima" in refused
    assert "Jalisco" in refused
    page(client, f"/{language}/counterparts/mx_col/mx_col/", status=400)
    page(client, f"/{language}/counterparts/mx_col/nowhere/", status=404)
    page(client, f"/{language}/counterparts/nowhere/es43/brief.pdf", status=404)
    page(client, f"/{language}/counterparts/mx_col/es43/?similar=x", status=400)


def test_links_lead_to_the_other_view_the_comparison_and_the_brief_in_four_languages(client, nothing_loaded):
    shown = page(client, "/pt/counterparts/mx_col/es43/?similar=2")
    assert "/pt/counterparts/es43/mx_col/?similar=2" in shown
    assert "/pt/compare/?a=mx_col&amp;b=es43" in shown
    for language in ("en", "es", "pt", "fr"):
        assert f"/{language}/counterparts/mx_col/es43/brief.pdf?similar=2" in shown
    assert client.get("/pt/compare/?a=mx_col&b=es43").status_code == 200


def test_the_map_joins_the_two(client, nothing_loaded):
    shown = page(client, "/en/counterparts/mx_col/es43/")
    assert len(re.findall(r'<a class="point (?:EU|LAC)', shown)) == 2
    assert shown.count('<g class="arcs"') == 1


@pytest.mark.slow
def test_the_brief_is_two_pages_in_the_language_and_typeset_once(client, statistics_loaded, monkeypatch):
    answer = client.get("/es/counterparts/mx_col/es43/brief.pdf")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    words = " ".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) == 2
    assert "Colima" in words
    assert "prioridades" in words

    def never(document: object) -> bytes:
        raise AssertionError("typeset again")

    monkeypatch.setattr(briefs.pdf, "render", never)
    assert client.get("/es/counterparts/mx_col/es43/brief.pdf").content == answer.content
    with pytest.raises(AssertionError, match="typeset again"):
        client.get("/es/counterparts/mx_col/es43/brief.pdf?similar=7")


def test_only_so_many_briefs_are_kept(client, nothing_loaded, monkeypatch):
    monkeypatch.setattr(briefs, "KEPT", 2)
    monkeypatch.setattr(briefs, "_kept", type(briefs._kept)())
    monkeypatch.setattr(briefs.pdf, "render", lambda document: document.title.encode())
    for other in ("es43", "es41", "pt18"):
        assert briefs.brief("mx_col", other, chosen(), on=ON, language="en")
    assert len(briefs._kept) == 2
