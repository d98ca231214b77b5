"""The pages of the methods are what docstrings and specifications say."""

import pytest

from polos.measures.descriptions import RECALL, RECALL_IN_WORDS
from spec import pages

#: Measures whose result has no table of numbers to check by hand here: they are tested elsewhere.
WITHOUT_A_DRAWN_CASE = {
    "best_partners",
    "bootstrapped_location_quotient",
    "co_occurrence_of_records",
    "colocation_information",
    "strength_sensitivity",
}
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


@pytest.mark.parametrize("family", ["specialisation", "portfolio", "relatedness", "association", "density"])
def test_measures_have_a_case_to_check_by_hand(family):
    measured = [
        name for name in pages.names() if pages.describe(getattr(pages.measures, name)).family == family
    ]
    without = {name for name in measured if name not in pages.examples()}
    assert without <= WITHOUT_A_DRAWN_CASE


def test_facts_about_others_are_of_measures_that_exist():
    facts = pages.tomllib.loads((pages.HERE / "others.toml").read_text(encoding="utf-8"))
    assert facts.keys() <= set(pages.names())
