"""Assignments of pairs: checked, asked for as jobs that can be stopped, and read back in words."""

import json
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import IO, Any

from polos.matches.assignment import rules_of
from polos.matches.pairing import Objective, PairingTask, Proof, assignment_of
from polos.matches.pairing_plain import plain_assignment, task_of
from polos.measures.caveats import Caveat
from polos.reports.labels import Names
from polos.reports.wording import say
from polos.table import Table
from polos_web.analysis import jobs, queries
from polos_web.analysis.models import Job

SOLVING, DROPPING = "pairing", "drop-out"
OBJECTIVES = tuple(one.value for one in Objective)
# How long each stage of one question to the solver may take; "total" has one, "worst_off" about twenty.
SECONDS = 120.0
POLL_SECONDS = 0.2


def checked(plain: Mapping[str, Any]) -> PairingTask:
    """Return the task behind plain values.

    Raises
    ------
    PolosError
        When partners, values or rules contradict each other: a pair that must and must not be made is named.
    """
    return task_of(plain)


def ask_for_assignment(
    about: str, plain: Mapping[str, Any], *, objective: str, seconds: float, at: datetime
) -> Job:
    """Ask for the best assignment of a task."""
    options = {"objective": objective, "seconds": seconds}
    return jobs.ask(SOLVING, about, {"task": dict(plain)}, options=options, at=at)


def ask_without(
    about: str, plain: Mapping[str, Any], *, objective: str, seconds: float, partner: str, at: datetime
) -> Job:
    """Ask what changes if one partner drops out."""
    options = {"objective": objective, "seconds": seconds, "without": partner}
    return jobs.ask(DROPPING, about, {"task": dict(plain)}, options=options, at=at)


def perform(job: Job, stop: jobs.Stop) -> Any:
    """Solve beside this process; what is found is kept at once, and a stop ends it wherever it is."""
    found: dict[str, Any] = {}
    for answer in answers({**job.question, **job.options}, stop):
        if "price" in answer:
            found.setdefault("prices", []).append(answer["price"])
            progress = {"stage": "prices", "done": answer["done"], "all": answer["all"]}
        else:
            found |= answer
            progress = {"stage": next(iter(answer))}
        jobs.note(job, progress=progress, best=found)
    found["is_whole"] = not stop()
    return found


def answers(question: Mapping[str, Any], stop: jobs.Stop) -> Iterator[dict[str, Any]]:
    """Give the answers of the process beside, until it has ended or is to stop."""
    with tempfile.TemporaryFile("w+") as said, subprocess.Popen(
        [sys.executable, "-m", "polos_web.analysis.pairing_process"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdin is not None and process.stdout is not None, "both were asked for"
            process.stdin.write(json.dumps(dict(question)))
            process.stdin.close()
            for line in _lines(process.stdout, stop):
                yield json.loads(line)
        finally:
            process.kill()
        if not stop() and process.wait() not in (0, -9):
            said.seek(0)
            raise RuntimeError(said.read()[-2000:])


def _lines(output: IO[str], stop: jobs.Stop) -> Iterator[str]:
    waiting: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for line in output:
            waiting.put(line)
        waiting.put(None)

    threading.Thread(target=read, daemon=True).start()
    while not stop():
        try:
            line = waiting.get(timeout=POLL_SECONDS)
        except queue.Empty:
            continue
        if line is None:
            return
        yield line


# ---- reading back -----------------------------------------------------------------------------


def told(rule: Mapping[str, Any], language: str, names: Names) -> str:
    """Say a rule or a caveat, given as plain values."""
    return say(Caveat(rule["code"], rule["values"]), language, names=names)


def weighed(plain: Mapping[str, Any], pairs: Sequence[tuple[str, str]], *, objective: str) -> dict[str, Any]:
    """Return what pairs that people decided on are worth, and how many each quota counts."""
    task = task_of(plain)
    made = assignment_of(task, pairs, objective=Objective(objective), proof=Proof.NOT_PROVEN, bound=None)
    return plain_assignment(made)


def themes_of(plain: Mapping[str, Any], pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return the themes that each of these pairs carries: those both partners have."""
    task = task_of(plain)
    return [list(task.themes_of(pair)) for pair in pairs]


def broken_rules(plain: Mapping[str, Any], pairs: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the rules that pairs people decided on do not keep, as plain values."""
    task = task_of(plain)
    taken = [row * len(task.b) + column for row, column in map(task.place, pairs)]
    made = set(taken)
    broken = [
        rule.named
        for rule in rules_of(task)
        if not rule.least <= len(made.intersection(rule.on)) <= rule.most
    ]
    return [{"code": str(one.code), "values": dict(one.values)} for one in broken]


# ---- what pairs are worth ---------------------------------------------------------------------


def territory_scores(
    priorities: Table, territories: Table, *, territory: str, others: tuple[str, ...], on: date
) -> dict[str, float | None]:
    """Return the score of each counterpart of a territory, ``None`` where it is not known."""
    found = queries.counterparts(
        priorities, territories, territory=territory, weigh=queries.weights(), on=on, among=others
    )
    return {one.territory_id: one.score for one in found}
