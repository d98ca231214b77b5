"""A dialogue with everything in it, drawn at random and plainly invented."""

import numpy as np
import polars as pl

from polos.measures.consensus_delphi import DelphiRule, delphi_lock
from polos.table import Table
from polos.tables.answers import Answers, Submission
from polos.tables.dialogue import TABLES, Delphi, Dialogue, Survey
from polos.tables.survey_template import survey_of_2019

STEPS = ("diagnosis", "governance", "vision", "priorities", "policy_mix", "monitoring", "cooperation")
SUPPORT = ("none", "information_awareness", "minimal", "some", "structured_clear")


def drawn_dialogue(seed=1):
    """40 people, 12 statements, two coders, five sentences, a survey of two waves, a Delphi of two rounds."""
    generator = np.random.default_rng(seed)
    tables = {name: _table(name, rows) for name, rows in _rows(generator).items()}
    people = tuple(f"p{i:02}" for i in range(6))
    rule = {"threshold": 0.7, "least_answers": 5}
    rounds = tuple({person: int(generator.integers(1, 6)) for person in people} for _ in range(2))
    delphi = Delphi(rule, people, delphi_lock(DelphiRule(**rule), people), rounds)
    invited = {"1": {"EU": 20, "LAC": 20}, "2": {"": 40}}
    survey = Survey(_answers(generator), invited, "Q06", "Q09")
    return Dialogue(
        "An invented dialogue", tables, {"s3": survey}, {"vision": delphi}, {"draws": 20, "groups": 2}
    )


def _table(name, rows):
    return Table.from_frame(pl.DataFrame(rows, infer_schema_length=None), TABLES[name])


def _rows(generator):
    sides = generator.choice(["EU", "LAC"], 12)
    statements = [
        {
            "statement_id": f"s{i}", "contribution_id": f"c{i}", "block": "profiles", "question": "1",
            "text": f"Invented, n.º {i}\n“¡sí!”", "language": "es", "kind": "opinion",
            "author": f"p{i:02}", "territory": f"t{i % 5}",
            "country": ["AA", "BB"][i % 2], "side": str(sides[i]), "is_hidden": i == 11,
        }
        for i in range(12)
    ]  # fmt: skip
    questions = [
        {"question_id": f"1.{q}", "block": "profiles", "text": "Invented?", "language": "en"} for q in (1, 2)
    ]
    contributions = [
        {
            "contribution_id": f"c{i}", "question_id": "1.1", "version": 1,
            "kind": "answer" if i < 12 else "disagreement", "answers_to": None if i < 12 else f"c{i - 12}",
            "nature": "opinion", "origin": "written", "author": f"p{i:02}", "territory": f"t{i % 5}",
            "country": ["AA", "BB"][i % 2], "side": str(sides[i % 12]),
            "text": f"Invented, n.º {i}\n“¡sí!”", "language": "es", "is_hidden": i == 14,
        }
        for i in range(15)
    ]  # fmt: skip
    camp = generator.integers(0, 2, 40)
    likes = generator.choice([-1, 1], (2, 12))
    noise = generator.random((40, 12))
    votes = [
        {
            "participant": f"p{p:02}",
            "statement_id": f"s{s}",
            "vote": int(likes[camp[p], s]) if noise[p, s] > 0.2 else 0,
        }
        for p in range(40)
        for s in range(12)
        if noise[p, s] < 0.9
    ]
    participants = [
        {
            "participant": f"p{p:02}",
            "side": ["EU", "LAC"][camp[p]],
            "territory": f"t{p % 5}",
            "helix": ["firm", "public"][p % 2],
            "role": None,
            "has_left": p == 39,
        }
        for p in range(40)
    ]
    codings = [
        {"coder": coder, "statement_id": f"s{s}", "scheme": scheme, "code": code}
        for coder in ("c1", "c2")
        for s in range(12)
        for scheme, code in (
            ("topic", str(generator.choice(["market", "policy"]))),
            ("factor", str(generator.choice(["advantage", "obstacle"]))),
            ("factor", str(generator.choice(["advantage", "", "objective"])) or None),
        )
    ]
    synthesis = [
        {
            "sentence_id": f"r{r}", "topic": "access", "column": "comparison", "text": "Invented.",
            "statement_ids": [f"s{s}" for s in generator.choice(11, r + 1, replace=False)],
            "disagreeing_ids": ["s0"] if r % 2 else [],
        }
        for r in range(5)
    ]  # fmt: skip
    resolutions = [{"statement_id": f"s{s}", "scheme": "topic", "code": "market"} for s in range(3)]
    return {
        "questions": questions,
        "contributions": contributions,
        "statements": statements,
        "votes": votes,
        "participants": participants,
        "codings": codings,
        "resolutions": resolutions,
        "synthesis": synthesis,
    }


def _answers(generator):
    def given(side):
        return {
            "Q00": side,
            "Q02": str(generator.choice(["learn", "partners", "business"])),
            "Q05": str(generator.choice(["vaguely", "broadly", "very"])),
            "Q06": {step: str(generator.integers(1, 6)) for step in STEPS},
            "Q09": {step: str(generator.choice(SUPPORT)) for step in STEPS},
            "Q10": tuple(generator.choice(["pilot", "business", "action_plan"], 2, replace=False).tolist()),
            "Q14": "=1+1, “quoted”; 🌱",
        }

    submissions = [
        Submission(given(side), wave, side, f"P{i:02}")
        for wave, count in (("1", 9), ("2", 6))
        for i in range(count)
        for side in ("EU", "LAC")
    ]
    return Answers(survey_of_2019(), tuple(submissions))
