"""What a job about an assignment of pairs runs beside itself, so that it can be stopped in a solve.

It reads one question as JSON and says every answer as one line of JSON as soon as it has it.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from polos.matches.assignment import CannotBeMet, NotDecided, best_assignment, rules_of
from polos.matches.clashes import clash
from polos.matches.pairing import Assignment, Objective, PairingTask
from polos.matches.pairing_plain import plain_assignment, task_of
from polos.matches.pairing_review import Alternatives, DropOut, Price, alternatives, drop_out, each_price
from polos.matches.stable import blocking_pairs, stable_assignment
from polos.measures.caveats import Caveat

Answer = dict[str, Any]
# How many other assignments within 2 % are looked for.
OTHERS = 3


def solved(task: PairingTask, objective: Objective, seconds: float) -> Iterator[Answer]:
    """Give the best assignment or what clashes; then what would rather be, what else there is, the prices."""
    try:
        best = best_assignment(task, objective=objective, seconds=seconds)
    except CannotBeMet:
        yield _clash(task, seconds)
        return
    except NotDecided:
        yield {"undecided": True}
        return
    yield {"assignment": plain_assignment(best), "blocking": _blocking(task, best)}
    yield {"stable": {side: _stable(task, side) for side in "ab"}}
    yield {"alternatives": _alternatives(alternatives(task, best, count=OTHERS, seconds=seconds))}
    rules = len(rules_of(task))
    for number, price in enumerate(each_price(task, best, seconds=seconds), 1):
        yield {"price": _price(price), "done": number, "all": rules}


def without(task: PairingTask, objective: Objective, seconds: float, partner: str) -> Iterator[Answer]:
    """Give what changes if one partner drops out of the best assignment."""
    best = best_assignment(task, objective=objective, seconds=seconds)
    yield {"drop_out": _drop_out(drop_out(task, best, partner, seconds=seconds))}


def plain_rule(rule: Caveat) -> Answer:
    """Return a rule or a caveat as plain values."""
    return {"code": str(rule.code), "values": dict(rule.values)}


def _clash(task: PairingTask, seconds: float) -> Answer:
    found = clash(task, seconds=seconds)
    return {
        "clash": {
            "rules": [plain_rule(rule) for rule in found.rules],
            "relaxed": [{"rule": plain_rule(one.rule), "by": one.by} for one in found.relaxed],
            "assignment": plain_assignment(found.assignment),
        }
    }


def _blocking(task: PairingTask, of: Assignment) -> list[Answer]:
    return [vars(one) for one in blocking_pairs(task, of)]


def _stable(task: PairingTask, proposing: str) -> Answer | None:
    try:
        return plain_assignment(stable_assignment(task, proposing=proposing))
    except CannotBeMet:
        return None


def _alternatives(found: Alternatives) -> Answer:
    return {
        "tolerance": found.tolerance,
        "kept": [list(pair) for pair in found.kept],
        "others": [
            {
                "assignment": plain_assignment(one.assignment),
                "added": [list(pair) for pair in one.added],
                "dropped": [list(pair) for pair in one.dropped],
            }
            for one in found.others
        ],
    }


def _price(found: Price) -> Answer:
    return {**vars(found), "rule": plain_rule(found.rule)}


def _drop_out(found: DropOut) -> Answer:
    made = {
        name: None if (one := getattr(found, name)) is None else plain_assignment(one)
        for name in ("repaired", "anew")
    }
    pairs = {name: [list(pair) for pair in getattr(found, name)] for name in ("lost", "moved")}
    return {"partner": found.partner, **pairs, **made}


def main() -> None:
    """Answer the question of the standard input."""
    question = json.load(sys.stdin)
    task, objective = task_of(question["task"]), Objective(question["objective"])
    if partner := question.get("without"):
        answers = without(task, objective, question["seconds"], partner)
    else:
        answers = solved(task, objective, question["seconds"])
    for answer in answers:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
