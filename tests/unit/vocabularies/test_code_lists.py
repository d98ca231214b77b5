import csv
import gzip
from pathlib import Path

import polars as pl
import pytest

from polos import reference
from polos import vocabularies as v
from polos.errors import UnknownName, WrongColumns, WrongRows
from polos.provenance import Citation
from polos.vocabularies import Concept, Vocabulary
from polos.vocabularies.vocabulary import rows

EVERY = [getattr(v, found.name, None) or getattr(v.cluster_lists, found.name) for found in v.code_lists()]


def concept(code, parent="", **labels):
    return Concept(code, parent, dict.fromkeys(v.LANGUAGES, code) | labels, frozenset())


def test_every_file_of_codes_with_labels_is_a_code_list():
    """Crosswalks and the words of concepts are no code lists."""
    files = {path.stem for path in (Path(v.__file__).parent / "data").glob("*.csv")}
    assert files - {found.name for found in v.code_lists()} == {
        "concept_words",
        "honduran_departments",
        "market_nabs",
        "mexican_states",
    }


@pytest.mark.parametrize("read", EVERY, ids=lambda read: read.__name__)
def test_a_reader_keeps_its_list_and_cites_it(read):
    assert read() is read()
    assert read().citation.text


@pytest.mark.parametrize("read", EVERY, ids=lambda read: read.__name__)
def test_no_two_codes_of_a_list_look_the_same_in_any_language(read):
    """Sections and divisions of NACE may share a label (D and 35); siblings may not."""
    for language in v.LANGUAGES:
        siblings = [
            (len(c.code) if read is v.nace else 0, read().label(c.code, language)) for c in read().concepts
        ]
        assert len(set(siblings)) == len(siblings)


def test_the_lists_have_the_size_their_source_gives_them():
    sizes = {"markets": 14, "technologies": 7, "s3_steps": 6, "helix": 5, "sdgs": 17, "sides": 2}
    assert {name: len(getattr(v, name)()) for name in sizes} == sizes


def test_nace_has_21_sections_and_88_divisions_each_in_its_section():
    nace = v.nace()
    sections = [c.code for c in nace.concepts if not c.parent]
    assert "".join(sections) == "ABCDEFGHIJKLMNOPQRSTU"
    assert len(nace) - len(sections) == 88
    assert [nace.parent(code) for code in ("01", "33", "35", "63", "84", "99")] == list("ACDJOU")


@pytest.mark.shared
def test_english_nace_labels_are_those_of_eurostat(shared):
    with gzip.open(shared / "data/classifications/eurostat/NACE.csv.gz", "rt", encoding="utf-8-sig") as lines:
        official = {row["NACE Rev. 2"]: " ".join(row["Name"].split()) for row in csv.DictReader(lines)}
    labels = {c.code: c.labels["en"].casefold() for c in v.nace().concepts}
    assert labels == {code: official[code].casefold() for code in labels}
    assert all(v.nace().is_official(code, "en") for code in labels)


def test_a_translation_of_ours_is_not_called_official():
    assert v.sdgs().is_official("2", "es")
    assert not v.sdgs().is_official("2", "pt")
    assert not v.nace().is_official("10", "es")


def test_labels_come_in_four_languages():
    assert [v.markets().label("health", language) for language in v.LANGUAGES] == [
        "Health and social work",
        "Salud y asistencia social",
        "Saúde e ação social",
        "Santé et action sociale",
    ]


def test_not_stated_is_a_column_and_not_a_technology():
    assert v.technology_columns().codes == (*v.technologies().codes, v.NOT_STATED)
    assert v.NOT_STATED not in v.technologies()


def test_a_country_belongs_to_a_side_and_greece_has_another_nuts_code():
    countries = v.countries()
    assert [sum(c.parent == side for c in countries.concepts) for side in ("EU", "LAC")] == [27, 33]
    assert v.nuts_of_country("GR") == "EL"
    assert v.nuts_of_country("PL") == "PL"
    assert v.nuts_of_country("MX") == ""
    assert v.country_of_nuts("EL43") == "GR"
    assert v.country_of_nuts("UKM") == ""
    with pytest.raises(UnknownName, match="'EL'"):
        v.nuts_of_country("EL")


def test_a_vocabulary_refuses_a_code_or_language_it_does_not_have():
    with pytest.raises(UnknownName, match=r"'1'.*'nace'"):
        v.nace().label("1")
    with pytest.raises(UnknownName, match="'de'"):
        v.nace().label("01", "de")


@pytest.mark.parametrize(
    ("concepts", "message"),
    [
        ([concept("a"), concept("a")], "'a' twice"),
        ([concept("a", parent="b")], "'b' as parent"),
        ([concept("a", fr="")], "no label in fr for 'a'"),
    ],
)
def test_a_list_that_is_not_whole_is_refused(concepts, message):
    with pytest.raises(WrongRows, match=message):
        Vocabulary("letters", tuple(concepts), Citation("ours"))


FACTORS = {
    "cluster_advantages": ("advantage",),
    "cluster_disadvantages": ("disadvantage",),
    "cluster_challenges": ("challenge_5_10_years", "challenge_next_years"),
    "internationalisation_drivers": ("foster",),
    "internationalisation_barriers": ("hamper",),
    "cooperation_drivers": ("what_pushes_cooperation",),
    "cooperation_gaps": ("cooperation_rare_in",),
}


@pytest.mark.parametrize("name", FACTORS)
def test_every_factor_of_the_discussions_has_one_code_in_the_list_of_both_sides(name):
    known = reference.factors().rows.filter(pl.col("kind").is_in(FACTORS[name]))
    wanted = sorted(f"{row['side']} {row['kind']} {row['order']}" for row in known.to_dicts())
    assert sorted(factor for row in rows(name) for factor in row["factors"].split(";")) == wanted


def test_an_advantage_lies_in_the_cluster_or_in_its_surroundings():
    assert {concept.parent for concept in v.cluster_lists.cluster_advantages()} == {"internal", "external"}


# ---- what an installation adds ----------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """A folder of further codes; the lists are as built in again afterwards."""
    yield tmp_path
    v.take_in(tmp_path / "nowhere")


def further(folder, text, name="countries"):
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_an_installation_adds_a_country_with_its_side(folder):
    given = "code,parent,en,es,pt,fr\nPR,LAC,Puerto Rico,Puerto Rico,Porto Rico,Porto Rico\n"
    assert v.take_in(further(folder, given)) == ("countries",)
    countries = v.countries()
    assert (countries.label("PR", "pt"), countries.parent("PR"), len(countries)) == ("Porto Rico", "LAC", 61)
    assert countries.codes[:60] == v.countries().codes[:60] and v.nuts_of_country("PR") == ""
    v.take_in(folder / "nowhere")
    assert "PR" not in v.countries() and len(v.countries()) == 60


@pytest.mark.parametrize(
    ("given", "name", "problem"),
    [
        ("code,parent,en,es,pt,fr\nPR,ASIA,P,P,P,P\n", "countries", WrongRows),
        ("code,parent,en,es,pt,fr\nPR,,P,P,P,P\n", "countries", WrongRows),
        ("code,parent,en,es,pt,fr\nMX,LAC,M,M,M,M\n", "countries", WrongRows),
        ("code,parent,en,es,pt,fr\nPR,LAC,P,P,P,\n", "countries", WrongRows),
        ("code,parent,en,es,pt,fr\nPuerto Rico,LAC,P,P,P,P\n", "countries", WrongRows),
        ("code,parent,en,es\nPR,LAC,P,P\n", "countries", WrongColumns),
        ("code,parent,en,es,pt,fr\nx,,X,X,X,X\n", "markets", UnknownName),
    ],
)
def test_what_does_not_fit_a_list_is_refused_and_the_lists_stay(folder, given, name, problem):
    with pytest.raises(problem):
        v.take_in(further(folder, given, name))
    v.take_in(folder / "nowhere")
    assert len(v.countries()) == 60
