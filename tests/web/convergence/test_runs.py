"""Comparisons that are saved: with their data, groups, intervals, and what differs between two."""

import csv
import io
import itertools
import re
from datetime import UTC, datetime

import fastexcel
import pytest
from django.core.exceptions import PermissionDenied

from polos_web.analysis import actions as analysis_actions
from polos_web.analysis import convergences as library
from polos_web.analysis.models import DataVersion, Run
from polos_web.audit.models import Event
from polos_web.convergence import access, actions, runs
from polos_web.convergence.models import SavedGroup, SavedRun
from polos_web.registers import actions as registers
from polos_web.registers.queries import record
from polos_web.registers.statements import Statement
from polos_web.territories import queries as territories
from polos_web.territories.kinds import PRIORITY
from polos_web.territories.tables import tables

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ASKED = "a=country-es&b=country-mx"


def saved(client, name, query=ASKED):
    """The number of a comparison saved from its page."""
    answer = client.post(f"/en/compare/runs/save/?{query}", {"name": name})
    return int(re.search(r"/runs/(\d+)/", answer["Location"]).group(1))


@pytest.fixture
def author(make_person, sign_in):
    """Somebody with an account and no role, signed in."""
    return sign_in(make_person("ana"))


@pytest.mark.slow
def test_anybody_may_compare_and_only_people_with_an_account_save(client, author):
    page = client.get(f"/en/compare/?{ASKED}").text
    assert "Whoever has an account can save" in page and 'name="name"' not in page
    assert "/account/sign-in/" in client.post(f"/en/compare/runs/save/?{ASKED}", {"name": "x"})["Location"]
    assert 'name="name"' in author.get(f"/en/compare/?{ASKED}").text
    number = saved(author, "Spain and Mexico")
    text = author.get(f"/en/compare/runs/{number}/").text
    assert "Spain and Mexico" in text and "only its author" in text
    assert client.get(f"/en/compare/runs/{number}/").status_code == 404
    author.post(f"/en/compare/runs/{number}/change/", {"wanted": "publish"})
    assert "Spain and Mexico" in client.get("/en/compare/runs/").text
    assert client.get(f"/en/compare/runs/{number}/").status_code == 200
    assert {"saved", "published"} <= set(Event.objects.values_list("verb", flat=True))


def test_a_run_keeps_question_data_library_and_answer(author):
    number = saved(author, "kept", f"{ASKED}&medium=0.4&first=2014&confidence=high")
    kept = Run.objects.get(pk=SavedRun.objects.get(pk=number).digest)
    assert kept.is_kept and kept.library_version == analysis_actions.library_version()
    asked = library.question_of(kept)
    assert (asked.limits.medium, asked.selection.first_year, asked.selection.confidences) == (
        0.4, 2014, ("high",),
    )  # fmt: skip
    stock = tables()
    again = library.answer(library.stock_of(kept), asked)
    now = library.answer(library.Stock(stock.priorities, stock.territories), asked)
    assert (again.levels == now.levels).all() and library.is_as_kept(kept, again)
    assert kept.result["sureness"]["draws"] == 1000
    assert kept.result["counts_a"] == now.counts_a.tolist()


@pytest.mark.slow
def test_a_run_shows_the_data_of_then_when_they_have_changed(author, officer):
    number = saved(author, "then", "a=es21&b=country-mx")
    row = territories.own_priorities(["es21"]).exclude(markets=[]).first()
    cell = f"{row.markets[0]}|{row.technologies[0] if row.technologies else 'not_stated'}"
    page = f"/en/compare/runs/{number}/?cell={cell.replace('|', '%7C')}"
    before = author.get(page).text
    assert f'lang="{row.name_lang}">{row.name}' in before and "Earlier data" not in before
    one = record(PRIORITY, row.pk)
    registers.state(one, [Statement("market", ["tourism"])], seen=one.version, by=officer, at=NOW)
    after = author.get(page).text
    assert f'lang="{row.name_lang}">{row.name}' in after and "Earlier data" in after
    later = saved(author, "now", "a=es21&b=country-mx")
    text = author.get(f"/en/compare/runs/difference/?before={number}&after={later}").text
    assert "another one" in text and "cells have another level" in text
    assert DataVersion.objects.count() == 2


def test_a_library_that_gives_other_levels_is_named(author):
    number = saved(author, "old")
    digest = SavedRun.objects.get(pk=number).digest
    Run.objects.filter(pk=digest).update(result_digest="another", library_version="0.0.1")
    text = author.get(f"/en/compare/runs/{number}/").text
    assert "Another library" in text and "saved with polos 0.0.1" in text


@pytest.mark.slow
def test_two_runs_differ_in_thresholds_members_and_levels(author, client):
    one = saved(author, "low bar", f"{ASKED}&high=0.6")
    other = saved(author, "high bar", "a=country-es&a=pt11&b=country-mx&high=0.95")
    page = f"/en/compare/runs/difference/?before={one}&after={other}"
    text = author.get(page).text
    assert "<dt>High from a closeness of</dt><dd>60%, then 95%</dd>" in text and re.search(
        r"<dt>Joined</dt><dd>[^<]*Norte", text
    )
    assert (
        client.get(page).status_code == 404 and author.get("/en/compare/runs/difference/").status_code == 404
    )
    same = author.get(f"/en/compare/runs/difference/?before={one}&after={one}").text
    assert "0 cells have another level" in same and "the same" in same


@pytest.mark.slow
def test_what_was_asked_otherwise_is_said_in_words(author):
    one = saved(author, "todo", ASKED)
    other = saved(author, "menos", f"{ASKED}&minimum_count=2&first=2014&confidence=medium&provenance=source")
    text = author.get(f"/es/compare/runs/difference/?before={one}&after={other}").text
    for words in ("1, después 2", "sin límite, después 2014", "sin límite, después Alta, Media"):
        assert words in text, words
    for code in ("minimum_count", "first_year", "confidences", "provenances", "medium"):
        assert f">{code}<" not in text and f"después {code}" not in text


def test_the_cells_can_be_taken_away_with_their_intervals(client, author):
    text = client.get(f"/en/compare/table.csv?{ASKED}").text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 14 * 8
    for row in rows:
        low, share, high = (
            float(row["lower_a"]),
            int(row["count_a"]) / int(row["base_a"]),
            float(row["upper_a"]),
        )
        assert low - 1e-5 <= share <= high + 1e-5
        assert 0 <= float(row["same_level_in_draws"]) <= 1
    number = saved(author, "table")
    answer = author.get(f"/en/compare/runs/{number}/table.xlsx")
    book = fastexcel.read_excel(answer.content).load_sheet(0).to_polars()
    assert book["level"].to_list() == [row["level"] for row in rows]


def test_intervals_and_other_choices_are_there_when_asked_for(client):
    assert "of draws" not in client.get(f"/en/compare/?{ASKED}").text
    text = client.get(f"/en/compare/?{ASKED}&sure=yes").text
    assert "drawn anew 1,000 times" in text and "% of draws" in text
    assert "Only strategies that reach into 2021 or later" in text and "Only codes of high confidence" in text


def test_six_cases_against_many_regions_carry_their_note(client):
    text = client.get("/en/compare/?a=eu-regions&b=lac-2018").text
    notes = text.split('aria-label="Read this with the result"')[1].split("</ul>")[0]
    assert "no even comparison" in notes, notes


@pytest.mark.slow
def test_a_group_is_saved_used_published_and_removed(client, author):
    author.post("/en/compare/groups/save/", {"name": "Atlantic", "code": ["pt11", "country-fr", "nonsense"]})
    group = SavedGroup.objects.get()
    assert group.codes == ["pt11", "country-fr"]
    page = f"/en/compare/?a={group.code}&b=lac"
    text = author.get(page).text
    assert "Atlantic" in text.split('id="matrix-title"')[1][:80]
    assert client.get(page).status_code == 400  # not theirs to see
    author.post(f"/en/compare/groups/{group.pk}/change/", {"wanted": "publish"})
    assert client.get(page).status_code == 200
    number = saved(author, "with a group", f"a={group.code}&b=lac")
    author.post(f"/en/compare/groups/{group.pk}/change/", {"wanted": "remove"})
    assert not SavedGroup.objects.exists()
    assert "Atlantic" in author.get(f"/en/compare/runs/{number}/").text  # the run knows its members and name


def test_what_has_no_name_or_nobody_is_not_saved(author):
    author.post("/en/compare/groups/save/", {"name": " ", "code": ["pt11"]})
    author.post("/en/compare/groups/save/", {"name": "nobody"})
    author.post(f"/en/compare/runs/save/?{ASKED}", {"name": " "})
    assert not SavedGroup.objects.exists() and not SavedRun.objects.exists()
    assert "Give it a name" in author.get("/en/compare/runs/").text


def test_only_its_author_changes_what_is_saved(author, make_person, sign_in):
    number = saved(author, "mine")
    author.post(f"/en/compare/runs/{number}/change/", {"wanted": "publish"})
    other = make_person("otto")
    run = SavedRun.objects.get(pk=number)
    assert access.may_see(other, run) and not access.may_change(other, run)
    answer = sign_in(other).post(f"/en/compare/runs/{number}/change/", {"wanted": "remove"})
    assert answer.status_code == 403 and SavedRun.objects.exists()
    with pytest.raises(PermissionDenied):
        actions.show(run, is_public=False, by=other, at=NOW)
    assert author.post(f"/en/compare/runs/{number}/change/", {"wanted": "burn"}).status_code == 404


def test_a_removed_run_is_released_when_nobody_else_keeps_it(author):
    one, other = saved(author, "one"), saved(author, "two")
    digest = SavedRun.objects.get(pk=one).digest
    assert SavedRun.objects.get(pk=other).digest == digest  # the same question of the same data
    author.post(f"/en/compare/runs/{one}/change/", {"wanted": "remove"})
    assert Run.objects.get(pk=digest).is_kept and DataVersion.objects.count() == 1
    author.post(f"/en/compare/runs/{other}/change/", {"wanted": "remove"})
    assert not Run.objects.get(pk=digest).is_kept and not DataVersion.objects.exists()


def test_kept_runs_do_not_make_room_for_others(author, monkeypatch):
    number = saved(author, "kept")
    monkeypatch.setattr(analysis_actions, "KEPT", 1)
    for name in ("x", "y"):
        asked = analysis_actions.papers("test", parameters={"name": name}, inputs={})
        analysis_actions.keep(asked, result_digest="")
    assert Run.objects.filter(kind="test").count() == 1
    assert Run.objects.filter(pk=SavedRun.objects.get(pk=number).digest).exists()


@pytest.mark.slow
def test_what_is_private_goes_with_its_author_and_what_is_public_stays_unsigned(author, make_person):
    person = SavedRun.objects.model.author.field.related_model.objects.get(email="ana@example.org")
    public, private = saved(author, "public"), saved(author, "private", "a=es21&b=cl_bi")
    author.post(f"/en/compare/runs/{public}/change/", {"wanted": "publish"})
    author.post("/en/compare/groups/save/", {"name": "mine", "code": ["pt11"]})
    held = runs.holdings_of(person)
    assert {one["name"] for one in held["runs"]} == {"public", "private"} and held["groups"]
    actions.erase_person(person, NOW)
    assert [one.pk for one in SavedRun.objects.all()] == [public] and not SavedGroup.objects.exists()
    assert runs.holdings_of(person) == {"codes": [], "runs": [], "groups": []}
    assert private != public


def test_a_choice_that_leaves_a_side_without_priorities_is_said_to(client):
    text = client.get("/en/compare/?a=mx_col&b=pt11&sure=yes").text
    row = text.split("Only codes of high confidence")[1].split("</tr>")[0]
    assert "unknown: a side then has no priorities" in row and "112" not in row


@pytest.mark.slow
def test_territories_without_priorities_give_unknown_and_no_error(client, author, officer):
    text = client.get("/en/compare/?a=si041&b=lac&sure=yes").text
    assert "no other choice can be compared" in text
    assert client.get("/en/compare/table.csv?a=si041&b=lac").status_code == 200
    number = saved(author, "unknown", "a=si041&b=lac")
    assert author.get(f"/en/compare/runs/{number}/").status_code == 200


@pytest.mark.slow
def test_broad_territories_and_uncoded_priorities_are_named_with_the_result(author, officer):
    said = [Statement("name", {"language": "es", "original": "Sin mercado"}), Statement("territory", "es21")]
    made = registers.create(PRIORITY, "es21-nada", said, by=officer, at=NOW)
    registers.publish(made, by=officer, at=NOW)
    number = saved(author, "kept", "a=es61&a=es21&b=lac")
    for page in ("/en/compare/?a=es61&a=es21&b=lac", f"/en/compare/runs/{number}/"):
        text = author.get(page).text
        assert "covers nearly every market" in text.replace("cover nearly", "covers nearly")
        assert "1 priority is coded to no market and counts nowhere" in text and "Sin mercado" in text
        assert 'href="/en/counterparts/">Next: find counterparts that complement a territory' in text
    registers.withdraw(record(PRIORITY, "es21-nada"), by=officer, at=NOW)
    text = author.get(f"/en/compare/runs/{number}/").text  # kept with its data, and no page any more
    assert "Sin mercado" in text and "/priorities/es21-nada/" not in text


@pytest.mark.slow
def test_a_cell_says_how_much_its_priorities_weigh_and_of_which_this_is_unknown(client, author, officer):
    said = {
        "name": {"language": "es", "original": "Molinos"}, "territory": "es21", "market": ["energy"],
        "technology": ["photonics"],
        "emphasis": {"amount": 35.0, "unit": "%", "basis": "budget_share", "year": 2021, "text": None},
    }  # fmt: skip
    made = registers.create(
        PRIORITY, "es21-molinos", itertools.starmap(Statement, said.items()), by=officer, at=NOW
    )
    registers.publish(made, by=officer, at=NOW)
    query = "a=es21&b=lac&cell=energy%7Cphotonics"
    number = saved(author, "kept", "a=es21&b=lac")
    for page in (f"/en/compare/?{query}", f"/en/compare/runs/{number}/?cell=energy%7Cphotonics"):
        behind = author.get(page).text.partition('id="behind"')[2].partition('id="sure"')[0]
        assert "Emphasis: 35 %, share of a budget in percent (2021)" in behind
        of_one = behind.partition(">Molinos<")[2].partition("</li>")[0]
        assert "emphasis unknown" not in of_one
    now = record(PRIORITY, made.slug)
    registers.state(now, [Statement("emphasis", None)], seen=now.version, by=officer, at=NOW)
    behind = author.get(f"/en/compare/?{query}").text.partition(">Molinos<")[2].partition("</li>")[0]
    assert "emphasis unknown" in behind
