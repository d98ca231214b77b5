"""Pages on statistics: quotients as defined, units by their relation, what is unknown, rows to take away."""

import csv
import io
import re
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings as configured
from django.test import Client

from polos.store import Store
from polos_web.analysis import specialisations, words
from polos_web.analysis.statistics import statistics
from web.stored import FILES

LANGUAGES = ("en", "es", "pt", "fr")


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def plain_quotient(dataset: str, unit: str, activity: str) -> float:
    """The slow, obvious way: shares of known cells of the base units, in the activities all sources have."""
    stored = {name: Store(Path(configured.DATA_FOLDER)).dataset(name) for name in FILES}
    compared = set.intersection(*(set(d.cells()["activity"].unique()) for d in stored.values()))
    base = stored[dataset].units().filter(pl.col("level") == stored[dataset].papers.base_level)["unit_id"]
    cells = stored[dataset].cells().filter(pl.col("activity").is_in(compared))
    rows = [row for row in cells.iter_rows(named=True) if row["employment"] is not None]
    everywhere = [row for row in rows if row["unit_id"] in set(base)]
    here = [row for row in rows if row["unit_id"] == unit]

    def total(found: list[dict], of: str | None = None) -> float:
        return sum(row["employment"] for row in found if of is None or row["activity"] == of)

    share_here = total(here, activity) / total(here)
    return share_here / (total(everywhere, activity) / total(everywhere))


# ---- with statistics -----------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dataset", "unit"), [("eurostat-sbs", "ES43"), ("mx-scian", "MX-06101"), ("hn-ciiu", "HN-CR")]
)
def test_quotients_are_those_one_gets_by_hand(client, statistics_loaded, dataset, unit):
    lines = [line for line in statistics().source(dataset).lines(unit) if line.quotient is not None]
    assert len(lines) > 30
    assert [line.quotient for line in lines] == sorted((line.quotient for line in lines), reverse=True)
    for line in lines[::9]:
        assert line.quotient == pytest.approx(plain_quotient(dataset, unit, line.activity))
        assert line.quotient == pytest.approx(line.share / line.share_elsewhere)


def test_a_territory_shows_its_largest_quotients_with_persons_and_the_share_unknown(
    client, statistics_loaded
):
    shown = page(client, "/en/territories/es43/")
    assert 'href="/en/specialisations/eurostat-sbs/ES43/"' in shown
    assert "in known cells; 13% of the cells are unknown" in shown
    (profile,) = specialisations.of_territory("es43", "en")["profiles"]
    assert 0 < len(profile["largest"]) <= specialisations.SHOWN
    for view in profile["largest"]:
        assert view.label in shown
    assert 'src="/en/specialisations/eurostat-sbs/es43.svg"' in shown


def test_a_confidential_cell_is_unknown_with_its_bounds_never_zero(client, statistics_loaded):
    """Leather (15) is confidential in Extremadura; the total of manufacturing leaves at most 339 persons."""
    (profile,) = statistics().profiles("es43")
    leather = next(line for line in profile.lines if line.activity == "15")
    assert (leather.persons, leather.quotient, leather.lower, leather.upper) == (None, None, 0.0, 339.0)
    shown = page(client, "/en/specialisations/eurostat-sbs/ES43/")
    row = re.search(r'<tr id="a-15">(.*?)</tr>', shown, re.S).group(1)
    assert "unknown" in row
    assert "between 0 and 339" in row
    assert "confidential" in row


@pytest.mark.parametrize(
    ("territory", "words_of_relation"),
    [
        ("es43", "the same area: "),
        ("fi195", "a containing region: "),
        ("mx_col", "its metropolitan zones: "),
        ("fre", "areas inside it: "),
    ],
)
def test_the_page_says_how_the_units_lie_to_the_territory(
    client, statistics_loaded, territory, words_of_relation
):
    assert words_of_relation in page(client, f"/en/territories/{territory}/")


def test_a_state_shown_by_its_zones_says_that_they_are_not_all_of_it(client, statistics_loaded):
    assert "do not make up the whole territory" in page(client, "/en/territories/mx_col/")
    assert "do not make up the whole territory" not in page(client, "/en/territories/es43/")
    assert "those of the larger region" in page(client, "/en/territories/fi195/")


def test_the_page_says_what_the_source_does_not_observe(client, statistics_loaded):
    shown = page(client, "/en/territories/es43/")
    silent = re.search(r"The source says nothing on:(.*?)</p>", shown, re.S).group(1)
    for section in ("Agriculture", "Financial", "Public administration", "Human health"):
        assert section in silent


def test_a_section_missing_as_a_whole_is_named_once_and_a_part_by_its_divisions():
    found = dict(words.not_observed(["01", "02", "03", "94"], "en"))
    assert found["Agriculture, forestry and fishing"] == []
    assert found["Other service activities"] == ["Activities of membership organisations"]


def test_units_without_a_territory_are_browsable(client, statistics_loaded):
    listed = page(client, "/en/specialisations/hn-ciiu/")
    addresses = re.findall(r'href="(/en/specialisations/hn-ciiu/HN-[A-Z]+/)"', listed)
    assert len(addresses) == len(set(addresses)) == 14
    shown = page(client, addresses[0])
    assert "none on record; the unit counts when activities are compared" in shown


def test_every_source_shows_its_papers(client, statistics_loaded):
    listed = page(client, "/en/specialisations/")
    for source in statistics().sources:
        assert f'href="/en/specialisations/{source.name}/"' in listed
        shown = page(client, f"/es/specialisations/{source.name}/")
        assert source.papers.checksum in shown
        assert source.papers.licence.identifier in shown
        assert source.papers.file_name in shown


@pytest.mark.parametrize("name", ["cells", "units", "links", "splits", "sections", "rejected"])
def test_every_stored_row_can_be_taken_away(client, statistics_loaded, name):
    answer = client.get(f"/en/specialisations/mx-scian/{name}.csv")
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    stored = getattr(statistics().source("mx-scian").dataset, name)()
    assert rows[0] == stored.columns
    assert len(rows) - 1 == stored.height


@pytest.mark.slow
def test_the_figure_is_drawn_once_for_a_language(client, statistics_loaded):
    first = client.get("/fr/specialisations/eurostat-sbs/es43.svg")
    assert first["Content-Type"] == "image/svg+xml"
    assert b"<svg" in first.content
    assert b"system-ui" in first.content and b"Libertinus" not in first.content
    before = specialisations._picture.cache_info().misses
    assert client.get("/fr/specialisations/eurostat-sbs/es43.svg").content == first.content
    assert specialisations._picture.cache_info().misses == before


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_open_in_every_language_and_refuse_what_they_do_not_know(client, statistics_loaded, language):
    start = f"/{language}/specialisations/"
    for path in ("", "eurostat-sbs/", "eurostat-sbs/ES43/", "mx-scian/MX-06101/"):
        page(client, start + path)
    for path in ("unheard/", "eurostat-sbs/ES99/", "eurostat-sbs/mx_col.svg", "eurostat-sbs/secrets.csv/"):
        page(client, start + path, status=404)
    page(client, f"{start}?page=2", status=400)


# ---- without, and when the store changes ---------------------------------------------------


def test_without_statistics_pages_say_not_available(client, nothing_loaded):
    assert "Not available: no statistics of employment are loaded." in page(client, "/en/territories/es43/")
    assert "No statistics are loaded." in page(client, "/en/specialisations/")
    page(client, "/en/specialisations/eurostat-sbs/", status=404)


def test_a_territory_no_source_covers_says_so(client, statistics_loaded):
    assert "the loaded statistics do not cover this territory" in page(client, "/en/territories/cl_bi/")


@pytest.mark.slow
def test_what_is_stored_is_brought_together_once_until_it_changes(client, nothing_loaded, shared, settings):
    store = Store(Path(settings.DATA_FOLDER))
    assert statistics().sources == ()
    store.add("hn-ciiu", shared / "data" / FILES["hn-ciiu"])
    alone = statistics()
    assert statistics() is alone
    assert len(alone.sources[0].compared) == 87  # with one source, all it has is compared
    store.add("mx-scian", shared / "data" / FILES["mx-scian"])
    both = statistics()
    assert [source.name for source in both.sources] == ["hn-ciiu", "mx-scian"]
    assert len(both.sources[0].compared) < 87
    assert set(both.checksums) == {"hn-ciiu", "mx-scian"}


def test_a_source_of_few_activities_narrows_nothing_and_says_so(
    client, nothing_loaded, shared, settings, tmp_path
):
    store = Store(Path(settings.DATA_FOLDER))
    store.add("hn-ciiu", shared / "data" / FILES["hn-ciiu"])
    own = tmp_path / "own.csv"
    own.write_text("territory,activity,employment\nmx_col,10,5\nmx_col,24,9\nes43,10,7\nes43,24,1\n")
    store.add("table", own)
    held = statistics()
    assert [(source.name, len(source.compared), source.takes_part) for source in held.sources] == [
        ("hn-ciiu", 87, True),
        ("own", 2, False),
    ]
    assert [one.dataset for one in held.evidence] == ["hn-ciiu"]
    said = "It covers fewer than 30 activities, so it is not compared with other sources."
    assert page(client, "/en/specialisations/").count(said) == 1
    assert said in page(client, "/en/specialisations/own/")
    assert said not in page(client, "/en/specialisations/hn-ciiu/")
