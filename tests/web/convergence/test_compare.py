"""The comparison page: what it counts, what it shows behind a cell, what it refuses."""

import json
import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client
from django.utils import timezone, translation

from polos import reference
from polos.table import Table
from polos_web.clusters.models import Cluster
from polos_web.convergence import groups, queries, views
from polos_web.territories import actions
from polos_web.territories import queries as territories


def chosen(query: str) -> SimpleNamespace:
    return views.parameters(AnonymousUser()).read(QueryDict(query))


def cells(comparison: queries.Comparison) -> dict[str, queries.CellView]:
    return {cell.code: cell for row in comparison.rows for cell in row.cells}


def test_counts_are_those_of_the_published_coverage(client: Client, shared: Path) -> None:
    """The page counts as the reference data's own coverage file does, cell by cell."""
    coverage = json.loads((shared / "reference/priorities/coverage.json").read_text("utf-8"))
    shown = cells(queries.compare(chosen(""), "en"))
    for line in coverage["convergence"]["cells"]:
        cell = shown[f"{line['market']}|{line['technology']}"]
        assert (cell.count_a, cell.count_b) == (line["eu"], line["lac"]), line


def test_the_territories_behind_a_cell_are_as_many_as_the_cell_says(client: Client) -> None:
    comparison = queries.compare(chosen("cell=manufacturing|industrial_biotech"), "es")
    cell = cells(comparison)["manufacturing|industrial_biotech"]
    (_, of_a), (_, of_b) = comparison.behind.sides
    assert (len(of_a), len(of_b)) == (cell.count_a, cell.count_b) == (17, 17)
    for _, priorities in (*of_a, *of_b):
        assert priorities
        assert all(
            "industrial_biotech" in p.technologies and "manufacturing" in p.markets for p in priorities
        )
        assert not any(p.is_inherited for p in priorities)


def test_the_summary_says_what_it_leaves_out_and_how_many_countries_it_rests_on(client: Client) -> None:
    """98 cells state a technology; the rest is counted from the rows themselves."""
    stock = reference.territories().rows.join(reference.priorities().rows, on="territory_id")
    own = stock.filter(pl.col("scope") == "own")
    countries = dict(own.group_by("side").agg(pl.col("country").n_unique()).iter_rows())
    bare = own.filter(pl.col("technologies").list.len() == 0).explode("markets").drop_nulls("markets")
    touched = bare.group_by("markets").agg(pl.col("side").n_unique()).filter(pl.col("side") == 2).height
    text = " ".join(client.get("/en/compare/").text.split())
    assert (
        f"Countries they lie in: {countries['EU']} on the first side, {countries['LAC']} on the second."
        in text
    )
    assert "Counted here are the 98 cells" in text
    assert f"is left out: in {touched} of its 14 cells both sides have priorities." in text


def test_stricter_thresholds_never_raise_a_level(client: Client) -> None:
    order = ("none", "low", "medium", "high")
    usual = cells(queries.compare(chosen(""), "en"))
    strict = cells(queries.compare(chosen("medium=0.7&high=0.95&minimum_count=3"), "en"))
    assert all(order.index(strict[code].level) <= order.index(cell.level) for code, cell in usual.items())
    assert any(strict[code].level != cell.level for code, cell in usual.items())


def test_recalled_rows_do_not_count_when_only_pages_do(client: Client) -> None:
    comparison = queries.compare(chosen("b=do&provenance=source"), "en")
    assert comparison.b.base == 0  # the Dominican Republic has recalled rows only
    assert {cell.level for cell in cells(comparison).values()} == {"unknown"}


def test_a_group_is_what_its_name_says(client: Client) -> None:
    known = territories.all_territories("en")
    assert set(groups.members(["lac-2018"], known)) == {"ar", "br", "cl", "co", "mx", "pe"}
    assert len(groups.members(["eu"], known)) == 76
    assert groups.members(["country-pt"], known) == ("pt", "pt11", "pt18")
    assert groups.members(["es43", "country-pt", "pt18"], known) == ("es43", "pt", "pt11", "pt18")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_the_page_shows_both_counts_of_2018_that_disagree(client: Client, language: str) -> None:
    page = client.get(f"/{language}/compare/").content.decode()
    section = page[page.index('id="published"') :]
    for number in ("24", "21", "5", "3", "6"):
        assert re.search(rf"\b{number}\b", section[:2500]), number


def test_filters_stay_in_the_address_of_every_cell(client: Client) -> None:
    page = client.get("/en/compare/?a=es43&b=mx_col&high=0.9").content.decode()
    own, _, _ = page.partition('id="published"')  # the cells of the paper are those of its own sides
    links = re.findall(r'href="([^"]*cell=[^"]*)"', own)
    assert links
    assert all("a=es43" in link and "b=mx_col" in link and "high=0.9" in link for link in links)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("a=atlantis", "atlantis"),
        ("colour=red", "colour"),
        ("high=1.5", "1.5"),
        ("high=nan", "nan"),
        ("medium=0.9&high=0.3", "0.9"),
        ("first=2020&last=2010", "2020"),
        ("cell=ict", "ict"),
        ("first=1e9", "1e9"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(client: Client, query: str, words: str) -> None:
    answer = client.get(f"/en/compare/?{query}")
    assert answer.status_code == 400
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/es/compare/?high=1.5", "un número de 0 a 1"),
        ("/pt/compare/?medium=0.9&high=0.3", "um limiar de “média” de 0.9, acima do de “alta”, de 0.3"),
        ("/fr/compare/?first=2020&last=2010", "Inversez les années."),
    ],
)
def test_a_refusal_is_in_the_language_of_the_page(client: Client, path: str, words: str) -> None:
    assert words in unescape(client.get(path).content.decode())


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("medium=0.9&high=0.3&a=es43&b=mx_col&b=mx_jal", {"medium", "high"}),
        ("first=2020&last=2010&high=0.8&a=es43&b=mx_col&b=mx_jal", {"first", "last"}),
        ("high=1.5&a=es43&b=mx_col&b=mx_jal", {"high"}),
    ],
)
def test_a_refusal_shows_the_form_as_it_was_filled_in(client: Client, query: str, wrong: set[str]) -> None:
    """What is wrong is said on the page of the form, and the fields it is about point to it."""
    answer = client.get(f"/en/compare/?{query}")
    text = unescape(answer.content.decode())
    assert answer.status_code == 400
    assert 'id="refused" role="alert"' in text and "What to do" in text and "Nothing was compared" in text
    fields = {
        found[1]: found[0] for found in re.finditer(r'<input[^>]* name="(\w+)" type="number"[^>]*>', text)
    }
    assert {name for name, field in fields.items() if 'aria-describedby="refused"' in field} == wrong
    typed = dict(part.split("=") for part in query.split("&") if part[0] not in "ab")
    assert all(f'value="{value}"' in fields[name] for name, value in typed.items())
    assert re.findall(r'value="(\w+)" selected', text) == ["es43", "mx_col", "mx_jal"]


def test_a_word_for_a_number_is_said_and_its_field_is_empty(client: Client) -> None:
    """A field of numbers cannot hold a word, and browsers complain of one."""
    text = unescape(client.get("/en/compare/?high=x&medium=0.3").content.decode())
    assert "“x”" in text
    assert re.search(r'name="high" type="number" value=""[^>]* aria-invalid', text)
    assert 'name="medium" type="number" value="0.3"' in text


def test_a_single_territory_is_compared_by_the_share_of_its_priorities(client: Client) -> None:
    comparison = queries.compare(chosen("a=es43&b=mx_col"), "en")
    assert comparison.result.emphasis == "priorities"
    assert comparison.a.label == "Extremadura"


@pytest.mark.slow
def test_the_figure_is_a_picture_and_its_numbers_stand_in_the_page(client: Client) -> None:
    answer = client.get("/fr/compare/markets.svg?a=es43&b=mx_col")
    assert answer["Content-Type"] == "image/svg+xml"
    with translation.override("fr"):
        figure = queries.figure(chosen("a=es43&b=mx_col"), "markets", "fr")
    page = client.get("/fr/compare/?a=es43&b=mx_col").content.decode()
    assert all(row[0].replace("'", "&#39;") in page for row in figure.table.shown)


@pytest.mark.slow
def test_a_change_of_the_register_is_seen_at_once(client: Client) -> None:
    """Results hang on the revision of the register; a load raises it."""
    before = cells(queries.compare(chosen(""), "en"))["manufacturing|photonics"]
    rows = reference.priorities().rows
    fewer = rows.filter(~rows["technologies"].list.contains("photonics"))
    table = reference.priorities()
    priorities = Table(fewer, table.schema, table.origin)
    actions.load(territories=reference.territories(), priorities=priorities, at=timezone.now())
    after = cells(queries.compare(chosen(""), "en"))["manufacturing|photonics"]
    assert (before.count_a, before.count_b) == (5, 2)
    assert (after.count_a, after.count_b) == (0, 0)


@pytest.mark.slow
def test_every_high_cell_opens_who_stands_behind_it_and_a_first_roadmap(client: Client) -> None:
    high = queries.compare(chosen(""), "en").promising
    assert high
    shown = client.get("/en/compare/").content.decode()
    assert shown.count("#behind") > len(high)
    for code, words, first, second in high:
        assert f">{words}</a> ({first} · {second})" in shown
        assert min(first, second) >= 1
        market, technology = code.split("|")
        opened = client.get("/en/compare/", {"cell": code}).content.decode()
        assert "A first roadmap" in opened and "Nothing of it is decided" in opened
        for side in ("EU", "LAC"):
            assert f"/en/clusters/?side={side}&amp;market={market}&amp;technology={technology}" in opened


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_high_cell_of_the_paper_opens_a_card_of_the_rows_on_record(
    client: Client, language: str
) -> None:
    section = client.get(f"/{language}/compare/").content.decode().partition('id="published"')[2]
    links = re.findall(r'href="([^"]*cell=[^"]*)"', section)
    cells_of_2018 = reference.published_matrix().rows.filter(pl.col("level") == "high")
    assert len(links) == len(cells_of_2018) == 6
    for link in links:
        query = link.partition("?")[2].partition("#")[0].replace("&amp;", "&")
        with translation.override(language):
            cell = queries.compare(chosen(query), language).behind
        assert cell.printed == "high"
        shown = client.get(link.partition("#")[0].replace("&amp;", "&")).content.decode()
        shown = unescape(shown.partition('id="behind"')[2].partition('id="sure"')[0])
        assert all(sentence in shown for sentence in cell.unknown)
        assert all(priority.name in shown for priority in cell.priorities)
        assert shown.count(f"/{language}/territories/") >= sum(len(members) for _, members in cell.sides)
        assert all(f"territory={one.pk}" in shown for one in cell.named)
        assert 'class="roadmap"' in shown


def test_a_high_cell_of_the_paper_that_nobody_on_record_declares_says_so(client: Client) -> None:
    asked = {"a": "eu-regions", "b": "lac-2018", "cell": "construction|adv_materials"}
    shown = client.get("/en/compare/", asked).content.decode()
    assert "Printed in 2018: High." in shown and "A first roadmap" in shown
    for side in ("EU territories below the nation", "The six LAC cases of the 2018 paper"):
        assert f"{side}: no territory on record declares it." in shown
    assert "Read what both sides have written" not in shown


def test_what_is_unknown_of_a_cell_is_counted_from_its_rows(client: Client) -> None:
    cell = queries.compare(
        chosen("a=eu-regions&b=lac-2018&cell=manufacturing|industrial_biotech"), "en"
    ).behind
    rows, told = cell.priorities, " ".join(cell.unknown)
    assert f"No emphasis is stated by {len(rows)} of {len(rows)} priorities." in told
    no_page = sum(row.source_url is None for row in rows)
    assert f"No page stands behind {no_page} of {len(rows)} priorities." in told
    (a, _), (b, _) = cell.sides
    for side in (a, b):
        missing = len(side.ids) - side.base
        said = f"{side.label}: no own priorities are on record of {missing} of {len(side.ids)} territories"
        assert (said in told) == bool(missing)
    assert (
        dict(cell.clusters)["EU"]
        == Cluster.objects.filter(side="EU", coded_text__contains=" market:manufacturing ")
        .filter(coded_text__contains=" technology:industrial_biotech ")
        .count()
    )


def test_shares_stand_beside_their_counts_and_bases(client: Client) -> None:
    """For each region the cases it shares with, for each case the share of regions; and for all of a side."""
    comparison = queries.compare(chosen("a=eu-regions&b=lac-2018"), "en")
    page = client.get("/en/compare/?a=eu-regions&b=lac-2018").content.decode()
    counted = [line for line in comparison.sharing if line.cells is not None]
    for line in counted:
        words = f"{line.cells} of {line.base} ({100 * line.cells / line.base:.0f}%)"
        assert words in page.partition('id="sharing-list"')[2]
    assert {line.base for line in counted if line.side == "a"} == {comparison.b.base}
    for side, told in zip("ab", comparison.sharing_summaries, strict=True):
        shares = [line.cells / line.base for line in counted if line.side == side]
        none = sum(share == 0 for share in shares)
        assert (told.base, told.none) == (len(shares), none) and sum(told.parts) == told.base
        assert told.half == sum(share >= 0.5 for share in shares)
        assert f"{told.half} of {told.base} ({100 * told.half / told.base:.0f}%)" in page


def test_a_cell_that_one_side_does_not_share_has_no_roadmap(client: Client) -> None:
    asked = {"a": "es21", "b": "mx_col", "cell": "mining|photonics"}
    alone = client.get("/en/compare/", asked).content.decode()
    assert "These territories and priorities stand behind the cell" in alone
    assert "A first roadmap" not in alone
