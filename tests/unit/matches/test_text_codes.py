"""Codes found in free text: which words, in which language, and how far they agree with given codes."""

import json

import numpy as np
import pytest

from polos import reference
from polos.errors import InputError, UnknownName
from polos.matches.text_codes import STEMMERS, both_mention, codes, mentions, nearest_concepts
from polos.matches.text_evaluation import OTHER, CodedText, agreement, czech_texts, priority_texts
from polos.reports import wording
from polos.vocabularies import concept_words, markets, technologies


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Renewable energies of the region", "en"),
        ("Energías renovables de la región", "es"),
        ("energias RENOVAVEIS da região", "pt"),
        ("Les énergies renouvelables de la région", "fr"),
    ],
)
def test_the_same_thing_in_four_languages_is_one_code(text, language):
    assert codes(mentions(text, language))["market"] == {"energy"}


def test_a_mention_names_the_words_it_was_found_by():
    text = "We work in advanced manufacturing, and photonics."
    first, second = mentions(text, "en")
    assert (first.concept, first.words) == ("technology:adv_manufacturing", "advanced manufacturing")
    assert text[second.start : second.end] == second.words == "photonics"


def test_the_longest_run_of_words_is_taken():
    """Advanced manufacturing is a technology; manufacturing alone is a market."""
    assert {m.concept for m in mentions("advanced manufacturing", "en")} == {"technology:adv_manufacturing"}
    assert "market:manufacturing" in {m.concept for m in mentions("manufacturing", "en")}


def test_a_division_is_found_by_its_label_and_implies_its_section():
    found = codes(mentions("Manufacture of basic metals", "en"))
    assert "24" in found["division"]
    assert "C" in found["section"]


def test_words_that_stand_in_many_labels_name_nothing_alone():
    assert mentions("activities and products", "en") == ()
    assert mentions("", "es") == ()


def test_words_we_added_are_told_from_official_labels():
    assert not any(m.is_official for m in mentions("agroindustria", "es"))
    assert mentions("agroindustria", "es", official_only=True) == ()


def test_what_two_texts_both_mention_is_said_with_the_words_of_each():
    ours = mentions("Turismo sostenible y energía", "es")
    theirs = mentions("Le tourisme, l'énergie solaire", "fr")
    found = {(one.kind, one.code): one for one in both_mention(ours, theirs)}
    assert found["market", "tourism"].ours == ("Turismo",)
    assert found["market", "energy"].theirs[0].startswith("énergie")
    assert wording.say(found["market", "tourism"].reason, "es") == (
        f"Ambos mencionan el mercado {markets().label('tourism', 'es')} (aquí: Turismo; allí: tourisme)."
    )


def test_a_language_without_labels_is_refused():
    with pytest.raises(UnknownName, match="'cs'"):
        mentions("Fotonika", "cs")


def test_words_of_every_market_and_technology_are_known_codes():
    for language in STEMMERS:
        for kind, code, words in concept_words(language):
            assert code in (markets() if kind == "market" else technologies())
            assert {m.code for m in mentions(words, language)} >= {code}, words


def test_an_operator_s_embedder_suggests_what_is_near():
    """A stand-in that counts letters: the label itself is nearest to itself."""

    def by_letters(texts):
        return np.array([[text.casefold().count(c) for c in "abcdefghijklmnopqrstuvwxyz"] for text in texts])

    near = nearest_concepts(technologies().label("photonics", "en"), by_letters, least=0.99)
    assert (near[0].kind, near[0].code) == ("technology", "photonics")
    assert near[0].cosine == pytest.approx(1)
    for broken in (lambda texts: np.ones((1, 3)), lambda texts: np.full((len(texts), 2), np.nan)):
        with pytest.raises(InputError, match="one finite vector"):
            nearest_concepts("x", broken)


def test_agreement_counts_codes():
    texts = [
        CodedText("energy and tourism", "en", {"market": frozenset({"energy", "health"})}, "en"),
        CodedText("nothing", "en", {"market": frozenset()}, "en"),
    ]
    (found,) = agreement(texts)
    assert (found.texts, found.found, found.given, found.both) == (2, 2, 2, 1)
    assert (found.precision, found.recall) == (0.5, 0.5)
    (nothing,) = agreement([CodedText("", "en", {"market": frozenset()}, "en")])
    assert (nothing.precision, nothing.recall) == (None, None)


def test_own_priorities_agree_better_where_we_added_words():
    """Figures as docs/guide/matching.md quotes them: of the markets found, most are given; half are found."""
    texts = priority_texts(reference.priorities())
    assert len(texts) == 725
    found = {(one.language, one.kind): one for one in agreement(texts)}
    official = {(one.language, one.kind): one for one in agreement(texts, official_only=True)}
    assert {one for one, _ in found} == {*STEMMERS, OTHER}
    for language in ("en", "es", "pt", "fr", OTHER):
        assert found[language, "market"].precision > 0.75
        assert found[language, "market"].recall > official[language, "market"].recall
    assert found["es", "market"].recall > 0.4


@pytest.mark.shared
def test_czech_is_the_hard_case(shared):
    """Read with the labels of other languages, next to nothing of what Czech strategies name is found."""
    file = shared / "data" / "text" / "ris3_czech_regions" / "domeny_plne_texty.json"
    found = agreement(czech_texts(json.loads(file.read_text(encoding="utf-8"))))
    assert {one.texts for one in found} == {91}
    assert all(one.recall < 0.05 for one in found)
