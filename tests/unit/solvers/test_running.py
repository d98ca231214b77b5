"""Engines in processes: what they say is heard, and time limits or a wish to stop really end them."""

import json
import subprocess
import sys
import time

import pytest

from polos.solvers.engine import GRACE
from polos.solvers.model import Aim, Job, Model
from polos.solvers.running import Clock, messages

CP_SAT, MAXSAT, SAT = "polos.solvers.cpsat", "polos.solvers.maxsat", "polos.solvers.steps"


def choice(count: int = 3, least: int = 2) -> Model:
    """At least so many of these are true; as few as possible is the aim."""
    model = Model()
    literals = [model.variable() for _ in range(count)]
    model.limit(literals, least=least)
    model.aims.append(Aim("few", tuple(literals)))
    return model


def pigeons(count: int) -> Model:
    """One pigeon more than holes: no solver without counting is done with it soon."""
    model = Model()
    holes = [[model.variable() for _ in range(count)] for _ in range(count + 1)]
    for pigeon in holes:
        model.require(*pigeon)
    for hole in zip(*holes, strict=True):
        for n, one in enumerate(hole):
            for other in hole[:n]:
                model.require(-one, -other)
    model.aims.append(Aim("none", (1,)))
    return model


@pytest.mark.slow
@pytest.mark.parametrize("engine", [CP_SAT, MAXSAT, SAT])
def test_every_engine_finds_the_optimum_and_says_so(engine):
    """Two of three have to be true, so two is the least."""
    heard = list(messages({"one": Job(engine, choice())}, limit=60))
    solutions = [m.values for m in heard if m.kind == "solution"]
    assert (solutions[-1]["cost"], len(solutions[-1]["true"])) == (2, 2)
    assert heard[-1].kind == "end"
    assert heard[-1].values["status"] == "optimal"


@pytest.mark.slow
@pytest.mark.parametrize("engine", [CP_SAT, MAXSAT])
def test_an_impossible_question_is_answered(engine):
    model = choice()
    model.limit((1, 2, 3), most=1)
    *_, last = messages({"one": Job(engine, model)}, limit=60)
    assert (last.kind, last.values["status"]) == ("end", "infeasible")


@pytest.mark.slow
def test_a_time_limit_really_ends_an_engine():
    """The solver is in the middle of one long call, which no exception could interrupt."""
    clock = Clock()
    assert not [m for m in messages({"long": Job(SAT, pigeons(14))}, limit=3) if m.kind == "end"]
    assert clock.seconds < 10


@pytest.mark.slow
def test_a_wish_to_stop_ends_everything_soon():
    clock = Clock()
    list(messages({"long": Job(SAT, pigeons(14))}, limit=300, stop=lambda: clock.seconds > 1))
    assert clock.seconds < 10


@pytest.mark.slow
def test_leaving_the_loop_ends_the_processes():
    """Whoever has enough just goes away; no process stays behind."""
    heard = messages({"quick": Job(CP_SAT, choice()), "long": Job(SAT, pigeons(14))}, limit=300)
    assert next(m for m in heard if m.kind == "end").engine == "quick"
    frame = heard.gi_frame.f_locals["race"]
    heard.close()
    assert all(process.poll() is not None for process in frame.running.values())


def test_an_engine_that_breaks_is_told_with_its_words():
    """A model with a sum of weights is nothing for MaxSAT."""
    model = choice()
    model.limit((1, 2), most=3, weights=(2, 2))
    (told,) = messages({"one": Job(MAXSAT, model)}, limit=60)
    assert told.kind == "failed"
    assert "NotImplementedError" in told.values["error"]


@pytest.mark.slow
def test_a_later_engine_starts_only_when_it_is_wanted():
    jobs = {
        "never": Job(CP_SAT, choice(), after=0.5, when=lambda: False),
        "quick": Job(CP_SAT, choice(), after=0.5),
    }
    clock = Clock()
    heard = list(messages(jobs, limit=120))
    assert {m.engine for m in heard} == {"quick"}
    assert clock.seconds < 60


@pytest.mark.slow
def test_an_engine_ends_itself_when_nobody_is_there_to_end_it():
    """Its own alarm goes off a little after its time limit."""
    process = subprocess.Popen(
        [sys.executable, "-m", SAT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    started = time.monotonic()
    process.communicate(Job(SAT, pigeons(14)).to_text(0.2), timeout=60)
    assert process.returncode != 0
    assert time.monotonic() - started >= GRACE


def test_a_model_survives_its_way_to_the_engine():
    model = choice()
    model.limit((1, 2), most=1, weights=(2, 3), guard=3)
    again = Model.from_json(json.loads(json.dumps(model.to_json())))
    assert (again.count, again.sums, again.aims) == (model.count, model.sums, model.aims)


@pytest.mark.slow
def test_aims_are_taken_in_order():
    """Few of the first two, at least one; then the third is false, whatever that costs in the fourth."""
    model = Model()
    a, b, c, d = (model.variable() for _ in range(4))
    model.require(a, b)
    model.require(c, d)
    model.aims += [Aim("first", (a, b)), Aim("second", (c,)), Aim("third", (d,), (5,))]
    heard = list(messages({"one": Job(CP_SAT, model)}, limit=60))
    assert [m.values["cost"] for m in heard if m.kind == "aim"] == [1, 0, 5]
