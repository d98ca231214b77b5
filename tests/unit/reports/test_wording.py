"""Every code has a sentence in every language, and no raw code gets through."""

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from polos import reference
from polos.errors import UnknownName
from polos.matches.codes import all_codes
from polos.matches.explanation import Part, Unknown
from polos.matches.validation import validate_pairings
from polos.measures.caveats import Caveat
from polos.measures.consensus_delphi import Outcome
from polos.measures.results import Reason
from polos.measures.survey_disclosure import Hidden
from polos.measures.survey_results import WhyUndefined
from polos.reports import wording
from polos.reports.labels import territory_names
from polos.reports.numbers import format_decimal
from polos.reports.sentences import SENTENCES
from polos.tables.territories import Notice, thin_record
from polos.vocabularies import LANGUAGES

NAMES = {"mx_col": "Colima", "es43": "Extremadura"}
VALUES: dict[str, Any] = {
    "activity": "10",
    "basis": "wanted",
    "counterpart": "es43",
    "dataset": "eurostat-sbs",
    "density": 0.4,
    "division": "10",
    "ends": 17,
    "first_a": 2014,
    "first_b": 2014,
    "hours": 2.0,
    "language": "es",
    "last_a": 2020,
    "last_b": 2027,
    "level": "region",
    "other_level": "sub-region",
    "market": "health",
    "nation": "mx_col",
    "nearest_market": "energy",
    "nearest_technology": "photonics",
    "on": "2026-11-23",
    "other": "es43",
    "our_zone": "America/Mexico_City",
    "ours": ("es",),
    "pairing": "P17",
    "pairs": ("es/pt",),
    "relation_ours": "same",
    "relation_theirs": "same",
    "section": "C",
    "several_zones": (),
    "share": 0.25,
    "side": "a",
    "starts": 9,
    "technology": "photonics",
    "territories": ("mx_col", "es43"),
    "territories_a": 1,
    "territories_b": 5,
    "territory": "mx_col",
    "their_zone": "Europe/Madrid",
    "theirs": ("pt",),
    "units": ("ES43",),
}
SPECIAL: dict[str, dict[str, Any]] = {
    "supplied_activity": {"linked": ("C10-C12", "27")},
    "bought_activity": {"activity": "J62_J63", "linked": ("own industry",)},
    "filled_season": {"product": "avocado"},
    "covered_need": {"direction": "ours", "need": "n1", "offer": "o1", "kind": "market_entry"},
    "open_need": {"direction": "theirs", "need": "n1", "kind": None},
    "structural_variable": {"variable": "age"},
    "readiness_of_both": {"ours": "emerging", "theirs": "absent"},
    "level_suggested": {"cooperation": "firms", "ours": "emerging", "theirs": "unknown"},
    "level_not_known": {"cooperation": "regions", "ours": "unknown", "theirs": "institutional"},
    **{code: {"a": "mx_col", "b": "es43"} for code in ("must_pair", "must_not_pair")},
    "levels": {"ours": "region", "theirs": "nation"},
    **{
        f"both_mention_{kind}": {"ours": ("energy",), "theirs": ("energía",)}
        for kind in ("market", "technology", "division", "section")
    },
    "met_without_evidence": {"criterion": "LA3"},
    "scores_diverge": {"criterion": "EU1"},
    "not_scored": {"criterion": "EU1"},
    "own_application": {"reviewer": "mx_col", "body": "es43"},
    "own_territory": {"reviewer": "es43"},
    "related_territory": {"reviewer": "es43", "own": "mx_col"},
    "declared_conflict": {"reviewer": "es43", "application": "mx_col"},
    "contained": {"pairs": ("a in b",)},
    "territory_not_on_record": {"side": "LAC"},
    "not_distinguishable": {"side": "LAC", "pool": "subnational"},
}


@dataclass(frozen=True)
class Said:
    code: str
    values: dict[str, Any] = field(default_factory=dict)


def example(code: str, fields: tuple[str, ...], **others: Any) -> Said:
    given = {name: VALUES.get(name, 3) for name in fields}
    return Said(code, given | SPECIAL.get(code, {}) | others)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "fields"), all_codes().items(), ids=list(all_codes()))
def test_every_code_of_matches_and_measures_is_a_sentence(code, fields, language):
    words = wording.say(example(code, fields), language, names=NAMES)
    assert words.endswith("."), words
    assert "_" not in words, "a raw code"
    assert "%" not in re.sub(r"\d[\u00a0]?%", "", words), words
    assert words[0].isupper() or words[0].isdigit()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.DEFINED])
def test_every_reason_for_a_missing_number_is_a_sentence(reason, language):
    assert wording.say_undefined(reason, language).endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_answers_and_votes_is_a_sentence_of_its_own(language):
    """The same word of two lists (too few answers: of a measure, of a round) has two sentences."""
    said = [
        *(wording.say_why(why, language) for why in WhyUndefined),
        *(wording.say_outcome(outcome, language) for outcome in Outcome),
        *(wording.say_hidden(hidden, language) for hidden in Hidden),
    ]
    assert all(words.endswith(".") for words in said)
    assert len(set(said)) == len(said) == len(WhyUndefined) + len(Outcome) + len(Hidden)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_on_a_real_record_is_a_sentence(language):
    """All notices of all territories: the thin records are in the reference data."""
    priorities, codes = reference.priorities(), set()
    for territory in reference.territories().rows["territory_id"]:
        for notice in thin_record(priorities, territory):
            codes.add(notice.code)
            assert wording.say(notice, language).endswith(".")
    assert codes >= {"few_priorities", "recalled_priorities", "old_period", "inherited_only"}
    assert wording.say(Notice("no_priorities"), language)


def test_no_sentence_is_left_without_a_code():
    known = {*all_codes(), "undefined", "check"}
    known |= {"no_priorities", "inherited_only", "few_priorities", "low_confidence", "old_period"}
    assert {key.split(".")[0] for key in SENTENCES} == known


def test_a_code_without_wording_is_an_error_not_a_word_on_a_page():
    with pytest.raises(UnknownName, match="'made_up'"):
        wording.say(Unknown("made_up"), "en")
    with pytest.raises(UnknownName, match="'made_up'"):
        wording.column_name("made_up", "en")


def test_a_territory_without_name_is_an_error():
    with pytest.raises(UnknownName, match="'xx'"):
        wording.say(Unknown("territory_without_priorities", {"territory": "xx"}), "en", names=NAMES)


def test_values_are_written_in_the_language():
    part = Part("shared_cell", 0.1, {"market": "health", "technology": "photonics", "share": 0.254})
    assert wording.say(part, "en") == (
        "Declared by both: Health and social work × Photonics. Of all territories, 25% declare this."
    )
    assert wording.say(part, "es") == (
        "Declarado por ambos: Salud y asistencia social × Fotónica. Lo declara el 25\u00a0% de todos los "
        "territorios."
    )


def test_a_technology_not_stated_says_so():
    values = {"market": "health", "technology": "not_stated", "density": 0.4}
    nearest = {"nearest_market": "energy", "nearest_technology": "not_stated"}
    words = wording.say(Part("related_cell", 0.1, values | nearest), "en")
    assert "Health and social work (technology not stated)" in words


def test_no_relation_names_no_nearest():
    values = {"market": "health", "technology": "photonics", "density": 0.0}
    nearest = {"nearest_market": "energy", "nearest_technology": "not_stated"}
    assert "Energy" not in wording.say(Part("related_cell", 0.0, values | nearest), "en")


def test_one_activity_is_not_activities():
    values = {"activity": "10", "targets": 1, "basis": "absent"}
    assert "1 activity that is" in wording.say(Part("contributed_activity", 0.1, values), "en")
    assert "1 actividad que" in wording.say(Part("contributed_activity", 0.1, values), "es")
    more = values | {"targets": 1200}
    assert "1,200 activities" in wording.say(Part("contributed_activity", 0.1, more), "en")


def test_the_same_code_of_a_record_and_of_a_comparison_are_told_apart():
    of_record = Notice("recalled_priorities", {"count": 2, "total": 9})
    of_groups = Caveat(
        "recalled_priorities", {"recalled_a": 1, "priorities_a": 5, "recalled_b": 2, "priorities_b": 9}
    )
    assert wording.say(of_record, "en") == "Recalled, not read on a page: 2 of 9 own priorities."
    assert "First group: 1 of 5" in wording.say(of_groups, "en")


def test_a_name_with_a_percent_sign_stays_as_it_is():
    names = {"mx_col": "100% %(share)s"}
    words = wording.say(Unknown("territory_without_priorities", {"territory": "mx_col"}), "en", names=names)
    assert "100% %(share)s" in words


@pytest.fixture(scope="module")
def check():
    return validate_pairings(
        reference.pairings(),
        territories=reference.territories(),
        priorities=reference.priorities(),
        generator=np.random.default_rng(1),
        draws=100,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_check_on_the_real_pairings_is_said_with_chance_beside_it(check, language):
    sentences = wording.say_check(check, language)
    means = [s for s in check.summaries if s.pool == "subnational"]
    assert len(sentences) >= len(means) + 1
    for summary, sentence in zip(means, sentences, strict=False):
        assert str(summary.pairings) in sentence
        for number in (summary.mean_percentile, summary.chance_low, summary.chance_high):
            assert format_decimal(number, language, digits=1) in sentence
    every = wording.say_check(check, language, pool="all")
    assert every[0] != sentences[0] and every[-1].endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_words_only(language):
    """Technical names stay in the methods pages."""
    everything = " ".join(
        wording.say(example(code, fields), language, names=NAMES).lower()
        for code, fields in all_codes().items()
    )
    for technical in ("density", "densidad", "densidade", "densité", "quotient", "cociente", "proximity"):
        assert technical not in everything


def test_territories_are_named_in_the_language_and_by_their_own_name_where_it_has_none():
    territories = reference.territories()
    assert territory_names(territories, "es")["bg"] == "Bulgaria"
    assert territory_names(territories, "fr")["el"] == "Grèce"
    assert territory_names(territories, "fr")["el43"] == "Crète"
    assert territory_names(territories, "es")["at22"] == "Estiria"
    assert territory_names(territories, "es")["nl1"] == "Noord-Nederland"
    assert territory_names(territories, "en")["at22"] == "Styria"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_a_name(language):
    names = [wording.column_name(column, language) for column in ("similar", "related", "complementary")]
    assert len(set(names)) == 3
    assert wording.column_name("similar", "en") == "Similar declared priorities"
