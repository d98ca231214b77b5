"""The pages of the methods are what docstrings and specifications say."""

import re

import pytest

from polos.measures import conventions
from polos.measures.descriptions import RECALL, RECALL_IN_WORDS
from spec import pages

BUILT = pages.pages()


def test_the_committed_pages_are_current():
    """Run ``make pages`` where this fails."""
    committed = {path.name: path.read_text(encoding="utf-8") for path in pages.PAGES.glob("*.md")}
    assert sorted(committed) == sorted(BUILT)
    assert [name for name, text in BUILT.items() if committed[name] != text] == []


@pytest.mark.parametrize("name", pages.names())
def test_every_page_has_formula_result_and_source(name):
    text = BUILT[f"{name}.md"]
    assert "$$ " in text
    assert "Gives **" in text
    assert "## Source" in text
    assert RECALL not in text
    assert "``" not in text


def test_what_is_recalled_is_marked_in_words():
    assert RECALL_IN_WORDS in BUILT["complementarity.md"]
    assert "[complementarity](complementarity.md)" in BUILT["README.md"].partition("from recollection")[2]


def test_a_case_checked_by_hand_is_on_the_page():
    text = BUILT["location_quotient.md"]
    assert "Half of North's jobs are in food" in text
    assert "| North | 2.0 | 2/3 |" in text
    assert "*empty activity*" in text


@pytest.mark.parametrize("name", pages.names())
def test_measures_have_a_case_to_check_by_hand(name):
    """With its reason in words: a table or code alone says what comes out, not why."""
    cases = pages.examples().get(name, ())
    assert cases
    assert all(case.why for case in cases)
    assert "## By hand" in BUILT[f"{name}.md"]


def test_a_result_that_is_no_table_is_shown_as_code_under_its_tables():
    text = BUILT["strength_sensitivity.md"]
    assert "With 0.8 of that, 1.2, South's steel is strong too" in text
    assert "`JOBS`:" in text
    assert "| North | 20 | 20 |" in text
    assert "assert [one.lost_count for one in found] == [0, 0, 1]" in text


def test_facts_about_others_are_of_measures_that_exist():
    facts = pages.tomllib.loads((pages.HERE / "others.toml").read_text(encoding="utf-8"))
    assert facts.keys() <= set(pages.names())


def test_what_facts_about_others_point_to_exists():
    """Pages they link to, conventions they name, and the settings written in capitals."""
    text = (pages.HERE / "others.toml").read_text(encoding="utf-8")
    links = re.findall(r"\[(\w+)\]\((\w+)\.md\)", text)
    assert links
    assert {name for link in links for name in link} <= set(pages.names())
    named = re.findall(r"`(?:polos\.conventions\.)?([A-Z][A-Z_]+)`", text)
    assert named
    assert [name for name in named if not hasattr(conventions, name)] == []
    for size in re.findall(r"`Sizes\.(\w+)`", text):
        assert size in pages.measures.Sizes.__members__
