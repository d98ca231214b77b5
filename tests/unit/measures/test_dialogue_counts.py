"""Counts of a plainly invented dialogue, each against what can be counted by hand."""

import polars as pl
import pytest

from polos.measures.dialogue_counts import (
    code_counts,
    people_counts,
    question_counts,
    sentence_counts,
    vote_counts,
)
from polos.table import Table
from polos.tables.dialogue import TABLES, Dialogue


def rows(names, *lines):
    """Return rows from lines of words, a dash for what is empty."""
    keys = names.split()
    return [dict(zip(keys, (None if w == "-" else w for w in line.split()), strict=True)) for line in lines]


def table(name, found):
    columns = {
        key: pl.Series(key, [row.get(key) for row in found], dtype=dtype, strict=False)
        for key, dtype in TABLES[name].items()
    }
    return Table.from_frame(pl.DataFrame(columns), TABLES[name])


@pytest.fixture(scope="module")
def dialogue():
    contributions = rows(
        "contribution_id question_id kind answers_to origin author territory",
        "c1 q1 answer - written ana north",
        "c2 q1 answer - interview ben south",
        "c3 q1 answer - meeting - south",
        "c4 q1 comment c1 written ana north",
        "c5 q2 answer - written eva -",
        "c6 q2 answer - written eva east",
        "c7 q1 disagreement c1 written ben south",
        "c8 q1 disagreement c2 written eva east",
    )
    contributions[5]["is_hidden"] = contributions[7]["is_hidden"] = True
    statements = rows(
        "statement_id contribution_id territory country side",
        "s1 c1 north AA EU",
        "s2 c2 south BB LAC",
        "s3 c5 - AA EU",
        "s4 c6 east AA -",
        "s5 c3 south - LAC",
    )
    statements[3]["is_hidden"] = True
    participants = rows(
        "participant territory side helix role",
        "ana north EU firm chair",
        "ben south LAC firm -",
        "eva - LAC - -",
        "ida north EU public -",
        "left north EU public -",
    )
    participants[4]["has_left"] = True
    votes = [
        {"participant": one, "statement_id": f"s{place + 1}", "vote": vote}
        for one, given in {"ana": (1, -1, 0), "ben": (1, 1), "eva": (-1, 1, 0, 1)}.items()
        for place, vote in enumerate(given)
    ]
    codings = rows(
        "coder statement_id scheme code",
        "one s1 topic market", "two s1 topic market",
        "one s2 topic market", "two s2 topic policy",
        "one s3 topic market", "two s3 topic policy",
        "one s4 topic market",
        "one s5 topic -", "one s5 factor advantage",
    )  # fmt: skip
    resolutions = rows("statement_id scheme code", "s3 topic policy")
    synthesis = rows("sentence_id", "both", "one", "none")
    for row, behind in zip(synthesis, (["s1", "s2"], ["s1", "s3"], ["s5"]), strict=True):
        row["statement_ids"] = behind
    synthesis[0]["disagreeing_ids"] = ["s3"]
    found = {
        "questions": rows("question_id", "q1", "q2", "q3"),
        "contributions": contributions,
        "statements": statements,
        "participants": participants,
        "votes": votes,
        "codings": codings,
        "resolutions": resolutions,
        "synthesis": synthesis,
    }
    return Dialogue("An invented dialogue", {name: table(name, one) for name, one in found.items()})


def test_what_is_hidden_is_said_to_no_question(dialogue):
    assert question_counts(dialogue) == {
        "q1": {"answers": 3, "replies": 2, "people": 2, "territories": 2},
        "q2": {"answers": 1, "replies": 0, "people": 1, "territories": 0},
        "q3": {"answers": 0, "replies": 0, "people": 0, "territories": 0},
    }


def test_who_has_left_is_in_no_count_of_people(dialogue):
    """Notes of the meeting are nobody's answer."""
    found = people_counts(dialogue)
    assert (found["participants"], found["contributing"]) == (4, 3)
    assert found["side"] == {"EU": {"invited": 2, "answered": 1}, "LAC": {"invited": 2, "answered": 2}}
    assert found["helix"] == {
        "firm": {"invited": 2, "answered": 2},
        "unknown": {"invited": 1, "answered": 1},
        "public": {"invited": 1, "answered": 0},
    }
    assert found["territory"]["north"] == {"invited": 2, "answered": 1}
    assert found["role"]["unknown"] == {"invited": 3, "answered": 2}


def test_votes_are_counted_by_statement_and_not_on_what_is_hidden(dialogue):
    assert vote_counts(dialogue) == {
        "statements": 4,
        "people": 3,
        "votes": 8,
        "statement s1": {"agree": 2, "passed": 0, "disagree": 1},
        "statement s2": {"agree": 2, "passed": 0, "disagree": 1},
        "statement s3": {"agree": 0, "passed": 2, "disagree": 0},
        "statement s5": {"agree": 0, "passed": 0, "disagree": 0},
    }


def test_codes_count_where_coders_agree_or_somebody_resolved_it(dialogue):
    assert code_counts(dialogue) == {
        "factor=advantage": {"EU": 0, "LAC": 1, "unknown": 0},
        "topic=market": {"EU": 1, "LAC": 0, "unknown": 0},
        "topic=policy": {"EU": 1, "LAC": 0, "unknown": 0},
    }


def test_sentences_count_what_is_behind_them(dialogue):
    """The hidden disagreement counts nowhere; a country that nobody named is none."""
    found = sentence_counts(dialogue)
    assert found["both"] == {
        "statements": 2, "statements EU": 1, "statements LAC": 1, "territories EU": 1, "territories LAC": 1,
        "countries": 2, "rests_on_one_country": False, "disagreeing": 1, "disagreements": 1,
        "agree": 4, "passed": 0, "disagree": 2,
    }  # fmt: skip
    assert found["one"] == {
        "statements": 2, "statements EU": 2, "statements LAC": 0, "territories EU": 1, "territories LAC": 0,
        "countries": 1, "rests_on_one_country": True, "disagreeing": 0, "disagreements": 1,
        "agree": 2, "passed": 2, "disagree": 1,
    }  # fmt: skip
    assert (found["none"]["countries"], found["none"]["rests_on_one_country"]) == (0, False)
