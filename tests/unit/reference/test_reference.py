import re
import subprocess
import sys
from importlib.resources import files

import polars as pl
import pytest

from polos import reference, vocabularies
from polos.errors import UnknownName
from polos.provenance import Origin

LEVELS = ("low", "medium", "high")


def column(table, name):
    return table.rows[name]


def codes(table, name):
    return set(column(table, name).explode().drop_nulls())


@pytest.mark.parametrize("name", reference.names())
def test_every_table_is_declared_cited_and_said_to_be_unreviewed(name):
    table = reference.facts(name)
    assert table is reference.facts(name)
    assert not table.rows.is_empty()
    assert table.origin.citation.text
    assert len(table.origin.checksum) == 64
    assert "not been reviewed by a person" in " ".join(table.origin.steps)
    assert not any(kind == pl.Null for kind in table.schema.values())


@pytest.mark.parametrize("name", reference.record_names())
def test_every_fact_sheet_is_cited(name):
    sheet = reference.record(name)
    assert sheet.content
    assert isinstance(sheet.origin, Origin)
    assert sheet.origin.citation.text


def test_every_file_of_the_folder_is_declared():
    present = {f.name for f in (files("polos.reference") / "data").iterdir()} - {"files.json"}
    declared = {f"{n}.csv" for n in reference.names()} | {f"{n}.json" for n in reference.record_names()}
    assert present == declared


def test_no_working_file_name_is_left():
    for file in (files("polos.reference") / "data").iterdir():
        assert not re.search(r"\d{3}_[0-9a-f]{16}|\bseeds?_", file.read_text(encoding="utf-8")), file.name


def test_facts_point_to_sources_that_are_on_record():
    known = set(column(reference.sources(), "source_id"))
    for name in reference.names():
        table = reference.facts(name)
        if "source_ids" in table.schema:
            assert codes(table, "source_ids") <= known


def test_an_empty_cell_is_null_and_an_empty_list_is_empty():
    rows = reference.territories().rows
    assert rows.filter(pl.col("territory_id") == "br_cioeste")["population"].item() is None
    assert rows.filter(pl.col("territory_id") == "mx_col")["nuts_2021"].item().to_list() == []
    assert not any(
        column(reference.territories(), name).is_null().any() for name in ("nuts_2021", "languages")
    )


def test_a_code_that_looks_like_a_number_or_like_nothing_stays_a_code():
    assert "01" in codes(reference.clusters(), "nace")
    rows = reference.territories().rows
    assert rows.filter(pl.col("territory_id") == "fry2")["iso_3166_2"].item().to_list() == ["FR-972"]
    assert column(reference.facts("s3_features"), "source_ids")[0].to_list() == ["002"]


def test_coded_columns_hold_only_codes_of_the_vocabularies():
    used = {
        "markets": vocabularies.markets(),
        "technologies": vocabularies.technologies(),
        "nace": vocabularies.nace(),
        "provenance": vocabularies.provenances(),
        "confidence": vocabularies.confidences(),
    }
    for table in (reference.priorities(), reference.clusters()):
        for name, vocabulary in used.items():
            assert codes(table, name) <= set(vocabulary.codes), name
    territories = reference.territories()
    for name, vocabulary in {
        "country": vocabularies.countries(),
        "side": vocabularies.sides(),
        "level": vocabularies.territory_levels(),
        "form": vocabularies.territory_forms(),
        "languages": vocabularies.languages(),
    }.items():
        assert codes(territories, name) <= set(vocabulary.codes), name
    assert codes(reference.clusters(), "kind") <= set(vocabularies.cluster_kinds().codes)
    assert codes(reference.clusters(), "languages") <= set(vocabularies.languages().codes)
    assert codes(reference.priorities(), "sdg") <= set(vocabularies.sdgs().codes)
    assert codes(reference.priorities(), "scope") == set(vocabularies.priority_scopes().codes)


def test_keys_point_to_rows_that_exist():
    ids = set(column(reference.territories(), "territory_id"))
    assert len(ids) == 121
    for table, name in (
        (reference.priorities(), "territory_id"),
        (reference.clusters(), "territory_id"),
        (reference.territories(), "parent_territory_id"),
        (reference.territory_exonyms(), "territory_id"),
        (reference.pairings(), "lac_territory_id"),
        (reference.pairings(), "eu_territory_id"),
    ):
        assert codes(table, name) <= ids
    assert codes(reference.second_coding(), "priority_id") <= codes(reference.priorities(), "priority_id")
    assert codes(reference.pairing_facts(), "pairing_id") - {"ALL"} <= codes(
        reference.pairings(), "pairing_id"
    )


def test_a_name_in_another_language_is_another_name_and_of_one_region():
    rows = {row["territory_id"]: row for row in reference.territories().rows.iter_rows(named=True)}
    for language in ("es", "pt", "fr"):
        given = reference.territory_exonyms().rows.select("territory_id", language).drop_nulls()
        names = dict(given.iter_rows())
        assert len(set(names.values())) == len(names) > 30
        for territory_id, name in names.items():
            row = rows[territory_id]
            assert row["level"] != "nation" and row["languages"][0] != language and row["name"] != name


def test_a_territory_is_in_the_country_and_side_its_codes_say():
    for row in reference.territories().rows.iter_rows(named=True):
        assert vocabularies.countries().parent(row["country"]) == row["side"]
        assert all(vocabularies.country_of_nuts(code) == row["country"] for code in row["nuts_2021"])
        assert all(code.startswith(row["country"] + "-") for code in row["iso_3166_2"])


def test_forms_follow_what_the_list_of_pairings_says():
    form = dict(reference.territories().rows.select("territory_id", "form").iter_rows())
    assert [form[i] for i in ("br_cioeste", "co_vab", "co_rape", "co_bog")] == [
        "municipal_consortium",
        "metropolitan_area",
        "association_of_departments",
        "city_region",
    ]
    assert [form[i] for i in ("es43", "pl84", "se224", "ar_x", "br_df", "mx")] == [
        "autonomous_community",
        "voivodship",
        "county",
        "province",
        "federal_district",
        "nation",
    ]


def test_a_code_of_something_larger_or_smaller_says_so():
    relation = dict(reference.territories().rows.select("territory_id", "iso_relation").iter_rows())
    assert [relation[i] for i in ("br_cioeste", "co_bog", "si041", "mx_col", "mx")] == [
        "part_of",
        "union_of",
        "contains",
        "exact",
        None,
    ]


def test_the_pairings_join_one_territory_of_each_side():
    side = dict(reference.territories().rows.select("territory_id", "side").iter_rows())
    rows = reference.pairings().rows
    assert len(rows) == 20
    for pairing, lac, eu in rows.select("pairing_id", "lac_territory_id", "eu_territory_id").iter_rows():
        assert (side[lac], side[eu]) == ("LAC", "EU"), pairing
    p17 = rows.filter(pl.col("pairing_id") == "P17")
    assert (p17["lac_territory_id"].item(), p17["eu_territory_id"].item()) == ("mx_col", "es43")


def test_the_matrix_of_2018_disagrees_with_its_text_and_both_are_kept():
    """Fierro Carrión et al. (2018), §3.2: the table prints 24, 5, 6; the text says 21, 3, 6."""
    cells = reference.published_matrix().rows
    counted = dict(cells["level"].value_counts().iter_rows())
    said = {row[0]: row[1:] for row in reference.published_matrix_counts().rows.iter_rows()}
    assert len(cells) == 98
    assert [counted[level] for level in LEVELS] == [said[level][0] for level in LEVELS] == [24, 5, 6]
    assert [said[level][1] for level in LEVELS] == [21, 3, 6]


def test_the_six_niches_are_the_cells_with_a_high_level():
    high = reference.published_matrix().rows.filter(pl.col("level") == "high").select("market", "technology")
    niches = reference.published_niches().rows.select("market", "technology")
    assert set(high.iter_rows()) == set(niches.iter_rows())


def test_the_second_coding_agrees_as_often_as_its_figures_say():
    sample = reference.second_coding().rows
    figures = reference.agreement().rows.filter(pl.col("rows") == "all")
    exact = figures.filter(pl.col("figure") == "exact_both")
    assert exact["value"].item() == (sample["agreed"] == "yes").mean() == 0.85
    assert exact["low"].item() < 0.85 < exact["high"].item()
    photonics = reference.agreement_categories().rows.filter(pl.col("category") == "photonics")
    assert photonics["kappa"].item() is None
    assert photonics["too_few"].item()


def test_recalled_clusters_have_no_address_and_read_ones_do():
    rows = reference.clusters().rows
    assert len(rows) == 450
    assert dict(rows["side"].value_counts().iter_rows()) == {"EU": 221, "LAC": 229}
    assert ((rows["provenance"] == "source") == rows["source_url"].is_not_null()).all()
    assert (rows["provenance"] == "recalled").sum() == 24


def test_an_unknown_name_gives_those_there_are():
    with pytest.raises(UnknownName, match="idb_programmes"):
        reference.facts("idb")
    with pytest.raises(UnknownName, match="box_cases"):
        reference.record("box")


@pytest.mark.slow
def test_reading_everything_loads_no_scientific_library():
    program = "import sys; from polos import reference as r; [r.facts(n) for n in r.names()]; "
    program += "sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_survey_of_2019_and_the_dialogue_of_2014_are_at_hand():
    """32 respondents of two sides; 14 questions and the one on who answers; four topics of four columns."""
    figures = reference.survey_figures().rows.filter(pl.col("question_id") == "Q00")
    assert dict(figures.select("side", "count_stated").head(3).iter_rows()) == {
        "all": 32,
        "EU": 17,
        "LAC": 15,
    }
    assert len(reference.survey_instrument().content["questions"]) == 15
    topics = reference.topic_synthesis().content["topics"]
    assert len(topics) == 4
    assert all({"EU", "LAC", "comparison", "opportunities"} <= topic.keys() for topic in topics.values())
    assert codes(reference.factors(), "side") >= {"EU", "LAC"}


def test_every_template_has_blocks_of_one_to_five_questions_in_four_languages():
    """Each question but the first waits for something, and no text is missing."""
    rows = reference.dialogue_templates().rows
    for template in ("polos_2014", "edp"):
        asked = rows.filter((pl.col("template") == template) & pl.col("question").is_not_null())
        sizes = asked.group_by("block").len()["len"]
        assert sizes.min() >= 1
        assert sizes.max() <= 5
    assert rows.select("en", "es", "pt", "fr").null_count().sum_horizontal().item() == 0
    counted = rows.filter(pl.col("opens") == "after_answers")
    assert counted["opens_after"].null_count() == 0


def test_every_factor_answers_a_question_of_2014():
    """Kinds and factors fit each other, and point to questions that the template has."""
    kinds, factors = reference.factor_kinds().rows, reference.factors().rows
    key = ["block", "kind"]
    assert set(kinds.select(key).iter_rows()) == set(factors.select(key).iter_rows())
    template = reference.dialogue_templates().rows.filter(pl.col("template") == "polos_2014")
    asked = set(template.select("block", "question").iter_rows())
    assert set(kinds.select("at_block", "at_question").iter_rows()) <= asked
