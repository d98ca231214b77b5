"""The list of counterparts: what each line says, what weights do, what is not known, what is refused."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.test import Client

from polos.errors import AmbiguousName
from polos_web.analysis.models import Run
from polos_web.matchmaking import mix_lines, queries, views
from polos_web.territories import parameters
from polos_web.territories import queries as territories

ON = date(2026, 11, 21)
LANGUAGES = ("en", "es", "pt", "fr")


def chosen(query: str) -> SimpleNamespace:
    return views.LIST.read(QueryDict(query))


def listed(query: str) -> queries.Listing:
    found = queries.listing(chosen(query), on=ON, language="en")
    assert found is not None
    return found


def order(query: str) -> list[str]:
    return [line.territory.pk for line in listed(query).lines]


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


# ---- who is on the list --------------------------------------------------------------------


@pytest.mark.parametrize(("territory", "other_side"), [("mx_col", "EU"), ("es43", "LAC")])
def test_the_list_holds_everybody_of_the_other_side_once(client, nothing_loaded, territory, other_side):
    everybody = {t.pk for t in territories.all_territories("en") if t.side == other_side}
    found = order(f"territory={territory}")
    assert set(found) == everybody
    assert len(found) == len(everybody)


def test_only_nations_or_only_what_lies_below_them_are_ranked_among_themselves(client, nothing_loaded):
    nations, regions = listed("territory=mx_col&among=nations"), listed("territory=mx_col&among=regions")
    assert {line.territory.level for line in nations.lines} == {"nation"}
    assert "nation" not in {line.territory.level for line in regions.lines}
    assert [line.rank for line in nations.lines if line.rank] == list(range(1, nations.scored + 1))


def test_the_page_without_a_territory_offers_every_one_by_side(client, nothing_loaded):
    shown = page(client, "/en/counterparts/")
    assert shown.count("<optgroup") == 2
    assert set(territories.ids()) <= set(re.findall(r'<option value="([^"]+)"', shown))
    assert "People decide" in shown


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["mx_que", "MX-QUE", "Querétaro", "queretaro", " QUERETARO "])
def test_a_territory_is_found_by_id_official_code_or_name(client, nothing_loaded, typed):
    shown = client.get("/es/counterparts/", {"territory": typed, "utm_source": "mail"})
    assert shown.status_code == 200
    assert '<option value="mx_que" selected>' in shown.text
    assert 'href="/es/counterparts/mx_que/es21/"' in shown.text


def test_a_territory_nobody_knows_is_refused_with_the_nearest(client, nothing_loaded):
    refused = client.get("/en/counterparts/", {"territory": "Queretro"})
    assert refused.status_code == 400 and "the nearest are: mx_que (Querétaro)" in refused.text


def test_a_name_that_several_territories_have_is_refused_with_all_of_them(
    client, nothing_loaded, monkeypatch
):
    def several(table, text):
        raise AmbiguousName(name=text, candidates=["mx_que", "mx_col"], kind="territory")

    monkeypatch.setattr(parameters, "find", several)
    refused = client.get("/en/counterparts/", {"territory": "Mexican"})
    assert refused.status_code == 400 and "mx_que (Querétaro), mx_col (Colima)" in refused.text


# ---- weights -------------------------------------------------------------------------------


def test_with_one_weight_the_order_is_that_of_its_column(client, nothing_loaded):
    for column in ("similar", "related", "languages", "distance"):
        others = "&".join(f"{name}=0" for name in mix_lines.COLUMNS if name != column)
        lines = listed(f"territory=mx_col&{column}=2&{others}").lines
        values = [line.values[column].value for line in lines if line.score is not None]
        assert values == sorted(values, reverse=True)
        assert [line.score for line in lines if line.score is not None] == pytest.approx(values)


def test_weights_change_the_order_and_only_their_proportions_matter(client, nothing_loaded):
    usual = order("territory=mx_col")
    assert order("territory=mx_col&similar=5&related=1&complementary=1") != usual
    assert order("territory=mx_col&similar=2&related=2&complementary=2") == usual


def test_weights_stay_in_every_link_and_can_be_reset(client, nothing_loaded):
    shown = page(client, "/en/counterparts/?territory=mx_col&similar=3&distance=0.5")
    assert "/en/counterparts/mx_col/es43/?similar=3&amp;distance=0.5" in shown
    assert 'value="3"' in shown
    assert 'value="0.5"' in shown
    assert '<a href="/en/counterparts/?territory=mx_col">Back to the standard weights</a>' in shown


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "query",
    [
        "territory=nowhere",
        "territory=mx_col&similar=-1",
        "territory=mx_col&similar=many",
        "territory=mx_col&similar=0&related=0&complementary=0",
        "territory=mx_col&similar=101",
        "territory=mx_col&unheard=1",
        "territory=mx_col&territory=es43",
    ],
)
def test_what_cannot_be_used_is_refused_in_words(client, nothing_loaded, language, query):
    shown = page(client, f"/{language}/counterparts/?{query}", status=400)
    assert "Traceback" not in shown
    assert shown.count("</dd>") >= 3


# ---- what is not known ---------------------------------------------------------------------


def test_without_statistics_complementary_activities_are_not_available_and_the_page_says_why(
    client, nothing_loaded
):
    lines = listed("territory=mx_col").lines
    assert {line.values["complementary"].value for line in lines} == {None}
    shown = page(client, "/en/counterparts/?territory=mx_col")
    assert shown.count("not available</span>") >= len(lines)
    assert "No employment statistics are loaded" in shown


def test_with_statistics_each_line_says_whether_they_cover_it(client, statistics_loaded):
    by_id = {line.territory.pk: line for line in listed("territory=es43").lines}
    assert by_id["mx_col"].values["complementary"].value > 0
    assert by_id["cl_bi"].values["complementary"].value is None
    assert by_id["cl_bi"].values["complementary"].words == "no statistics for it"
    assert "The loaded employment statistics do not cover Biobío." in page(
        client, "/en/counterparts/?territory=cl_bi"
    )


def test_the_score_is_the_mean_of_what_is_known(client, statistics_loaded):
    for line in listed("territory=es43").lines:
        counted = (line.values[column].value for column in mix_lines.FIT[:3])
        known = [value for value in counted if value is not None]
        if line.score is not None:
            assert line.score == pytest.approx(sum(known) / len(known))
            assert sum(share.width for share in line.bar) == pytest.approx(100 * line.score, abs=0.2)


def test_a_line_scored_on_fewer_columns_than_others_says_so(client, statistics_loaded):
    found = listed("territory=es43")
    by_id = {line.territory.pk: line for line in found.lines}
    assert (found.counted, found.most_known, by_id["mx_col"].known, by_id["cl_bi"].known) == (3, 3, 3, 2)
    fewer = [line for line in found.lines if line.score is not None and line.known == 2]
    assert page(client, "/en/counterparts/?territory=es43").count("2 of 3 columns known") == len(fewer) > 0
    assert "2 de 3 columnas conocidas" in page(client, "/es/counterparts/?territory=es43")


def test_where_every_line_lacks_the_same_column_no_line_repeats_it(client, nothing_loaded):
    shown = page(client, "/en/counterparts/?territory=es43")
    assert "columns known" not in shown
    assert "compare fairly" not in shown.partition('<table class="stack counterparts')[0]


def test_where_lines_rest_on_other_columns_it_is_said_above_them(client, statistics_loaded):
    above, _, _ = page(client, "/en/counterparts/?territory=es43").partition(
        '<table class="stack counterparts'
    )
    assert "Two scores compare fairly only where the same columns are known" in above


def test_a_share_of_no_draw_at_all_is_small_and_not_none(client, nothing_loaded):
    shares = {line.stays.share for line in listed("territory=es43").lines if line.stays}
    assert min(shares) < 0.001 < max(shares)
    said = set(re.findall(r"first three: [^<]+", page(client, "/en/counterparts/?territory=es43")))
    assert "first three: &lt;1%" in said
    assert not {one for one in said if one.endswith("(± 0.0)")} - {"first three: 100% (± 0.0)"}


def test_a_line_that_sets_different_levels_side_by_side_is_marked(client, nothing_loaded):
    lines = listed("territory=es43").lines
    assert {bool(line.warning) for line in lines if line.territory.level == "region"} == {False}
    shown = page(client, "/en/counterparts/?territory=es43")
    nations = [line for line in lines if line.territory.level == "nation"]
    others = [line for line in lines if line.territory.level in ("sub-region", "consortium")]
    assert all(line.warning for line in (*nations, *others))
    assert shown.count("nation beside a smaller territory</abbr>") == len(nations) > 0
    assert shown.count("different levels</abbr>") == len(others) > 0
    assert next(line.warning for line in lines if line.warning)[:30] in shown


def test_a_territory_without_priorities_has_no_score_and_stands_last(client, nothing_loaded):
    last = [line for line in listed("territory=mx_col").lines if line.score is None]
    assert {line.territory.pk for line in last} >= {"pl225", "si041"}
    assert all(line.rank is None and line.why for line in last)
    assert order("territory=mx_col")[-len(last) :] == [line.territory.pk for line in last]
    shown = page(client, "/en/counterparts/?territory=pl225")
    assert "No own declared priorities are on record for" in shown


# ---- how it was computed -------------------------------------------------------------------


def test_a_list_is_kept_as_one_run_with_its_weights_and_inputs(client, statistics_loaded):
    for _ in range(2):
        page(client, "/en/counterparts/?territory=es43&distance=2")
    page(client, "/fr/counterparts/?territory=es43&distance=2")
    run = Run.objects.get(kind="counterparts")
    assert run.parameters["territory"] == "es43"
    assert run.parameters["distance"] == 2
    assert {"territories", "eurostat-sbs", "mx-scian", "hn-ciiu"} <= set(run.inputs)
    assert run.digest[:16] in page(client, "/en/counterparts/?territory=es43&distance=2")


def test_the_list_asks_the_database_a_few_questions_only(
    client, nothing_loaded, django_assert_max_num_queries
):
    page(client, "/en/counterparts/?territory=es43")
    with django_assert_max_num_queries(12):
        page(client, "/en/counterparts/?territory=es43")


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_facts_are_written_as_the_language_writes_them(client, nothing_loaded, language):
    shown = page(client, f"/{language}/counterparts/?territory=es43")
    mark = "." if language == "en" else ","
    assert re.search(rf'<data value="0\.\d+">0\{mark}\d\d</data>', shown)
    assert "km" in shown
