"""Counts of a dialogue: who answered what, how people voted, which codes count, what is behind a sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from polos.tables.dialogue import Dialogue

SIDES = ("EU", "LAC")
GROUPINGS = ("territory", "side", "helix", "role")
#: What somebody says for oneself; notes of a meeting and documents are nobody's answer.
_OWN_WORDS = ("written", "interview")
_NOTHING = {None, ""}
_VOTES = {"agree": 1, "passed": 0, "disagree": -1}


def question_counts(dialogue: Dialogue) -> dict[str, dict[str, int]]:
    """Return how much was said to each question, by how many people, and for how many territories.

    What is hidden counts nowhere. An answer of which nobody knows who gave it is of no person.
    """
    said = _shown(dialogue.rows("contributions"))
    found = {}
    for question in dialogue.rows("questions")["question_id"]:
        here = said.filter(pl.col("question_id") == question)
        answers = here.filter(pl.col("kind") == "answer")
        found[question] = {
            "answers": len(answers),
            "replies": len(here) - len(answers),
            "people": answers["author"].drop_nulls().n_unique(),
            "territories": here["territory"].drop_nulls().n_unique(),
        }
    return found


def people_counts(dialogue: Dialogue) -> dict[str, Any]:
    """Return how many take part, how many have contributed, and by group how many answered anything.

    Who has left is in no count. Those whose group is not known are ``unknown``.
    """
    people = _present(dialogue.rows("participants"))
    said = dialogue.rows("contributions")
    own = said.filter((pl.col("kind") == "answer") & pl.col("origin").is_in(_OWN_WORDS))
    contributing, answering = (set(rows["author"].drop_nulls()) for rows in (said, own))
    return {
        "participants": len(people),
        "contributing": sum(one in contributing for one in people["participant"]),
        **{
            grouping: {
                group or "unknown": {
                    "invited": len(members),
                    "answered": sum(one in answering for one in members["participant"]),
                }
                for (group,), members in people.group_by(grouping, maintain_order=True)
            }
            for grouping in GROUPINGS
        },
    }


def vote_counts(dialogue: Dialogue) -> dict[str, Any]:
    """Return how many statements are put to the vote, how many people voted, and the votes on each."""
    statements = _shown(dialogue.rows("statements"))["statement_id"]
    votes = dialogue.rows("votes").filter(pl.col("statement_id").is_in(statements.to_list()))
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for statement, vote in votes.select("statement_id", "vote").iter_rows():
        counts[statement][vote] += 1
    return {
        "statements": len(statements),
        "people": votes["participant"].n_unique(),
        "votes": len(votes),
        **{
            f"statement {one}": {name: counts[one][value] for name, value in _VOTES.items()}
            for one in statements
        },
    }


def code_counts(dialogue: Dialogue) -> dict[str, dict[str, int]]:
    """Return how many statements carry each code that counts, by side.

    A code counts where all who read the statement gave the same codes of every scheme, or somebody resolved
    it; a hidden statement has none. Keys are ``scheme=code``.
    """
    side_of = dict(_shown(dialogue.rows("statements")).select("statement_id", "side").iter_rows())
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for statement, codes in _settled(dialogue).items():
        if statement in side_of:
            for scheme, code in codes:
                found[f"{scheme}={code}"][side_of[statement] or "unknown"] += 1
    return {name: {side: found[name][side] for side in (*SIDES, "unknown")} for name in sorted(found)}


_Codes = frozenset[tuple[str, str]]


def _settled(dialogue: Dialogue) -> dict[str, _Codes]:
    """Return the codes that count by statement, none where coders differ and nobody resolved it."""
    given: dict[str, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for coder, statement, scheme, code in dialogue.rows("codings").iter_rows():
        given[statement][coder] |= _code(scheme, code)
    resolved: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for statement, scheme, code in dialogue.rows("resolutions").iter_rows():
        resolved[statement] |= _code(scheme, code)
    return {
        statement: frozenset(resolved[statement] if statement in resolved else _same(by_coder.values()))
        for statement, by_coder in given.items()
    }


def _code(scheme: str, code: str | None) -> set[tuple[str, str]]:
    return {(scheme, code)} if code else set()


def _same(given: Iterable[set[tuple[str, str]]]) -> set[tuple[str, str]]:
    first, *others = given
    return first if all(one == first for one in others) else set()


def sentence_counts(dialogue: Dialogue) -> dict[str, dict[str, int | bool]]:
    """Count for every sentence the statements behind it, their territories, and who agrees and disagrees."""
    statements = {row["statement_id"]: row for row in dialogue.rows("statements").iter_rows(named=True)}
    votes = vote_counts(dialogue)
    said = _shown(dialogue.rows("contributions")).filter(pl.col("kind") == "disagreement")
    disagreeing = Counter(said["answers_to"].drop_nulls())
    found = {}
    for row in dialogue.rows("synthesis").iter_rows(named=True):
        behind = [statements[one] for one in row["statement_ids"] or ()]
        voted = [votes.get(f"statement {one['statement_id']}", {}) for one in behind]
        found[row["sentence_id"]] = {
            **_voices(behind),
            "disagreeing": len(row["disagreeing_ids"] or ()),
            "disagreements": sum(disagreeing[one["contribution_id"]] for one in behind),
            **{name: sum(one.get(name, 0) for one in voted) for name in _VOTES},
        }
    return found


def _voices(behind: Sequence[Mapping[str, Any]]) -> dict[str, int | bool]:
    countries = {one["country"] for one in behind} - _NOTHING
    by_side = {side: [one for one in behind if one["side"] == side] for side in SIDES}
    return {
        "statements": len(behind),
        **{f"statements {side}": len(ones) for side, ones in by_side.items()},
        **{
            f"territories {side}": len({o["territory"] for o in ones} - _NOTHING)
            for side, ones in by_side.items()
        },
        "countries": len(countries),
        "rests_on_one_country": len(countries) == 1,
    }


def _shown(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(~pl.col("is_hidden").fill_null(value=False))


def _present(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(~pl.col("has_left").fill_null(value=False))
