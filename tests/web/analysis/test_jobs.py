"""Jobs: claimed once, kept alive, stopped, begun again after their worker has gone."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from polos.errors import InputError
from polos_web.analysis import jobs
from polos_web.analysis.models import Job
from polos_web.analysis.worker import Ending, do

AT = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def ask(db):
    def asked(about="event 1", kind="agenda"):
        return jobs.ask(kind, about, {"q": 1}, options={}, at=AT)

    return asked


def test_jobs_are_claimed_one_after_the_other_each_once(ask):
    first, second = ask("event 1"), ask("event 2")
    assert [jobs.claim(at=AT), jobs.claim(at=AT), jobs.claim(at=AT)] == [first, second, None]


def test_asking_again_about_the_same_thing_ends_what_was_asked_before(ask):
    first = ask()
    jobs.claim(at=AT)
    waiting, last = ask(), ask()
    for job in (first, waiting, last):
        job.refresh_from_db()
    assert first.wants_stop and not jobs.see(first, at=AT)
    assert (waiting.state, last.state) == ("done", "waiting")
    assert jobs.latest("event 1", "agenda") == last


def test_a_job_whose_worker_has_gone_is_begun_again_from_its_best(ask):
    job = ask()
    jobs.claim(at=AT)
    jobs.note(job, progress={"best": 3}, best={"found": "something"})
    assert jobs.claim(at=AT + jobs.GONE_AFTER) is None, "not yet gone"
    again = jobs.claim(at=AT + jobs.GONE_AFTER + timedelta(seconds=1))
    assert again == job and again.best == {"found": "something"} and again.attempts == 2


def test_a_job_that_ends_its_worker_each_time_is_given_up(ask):
    job, at = ask(), AT
    for _ in range(jobs.MOST_ATTEMPTS):
        assert jobs.claim(at=at) == job
        at += jobs.GONE_AFTER * 2
    assert jobs.claim(at=at) is None
    job.refresh_from_db()
    assert job.state == "failed" and job.problem


def test_a_worker_that_is_seen_keeps_its_job(ask):
    job = ask()
    jobs.claim(at=AT)
    assert jobs.see(job, at=AT + timedelta(hours=1))
    assert jobs.claim(at=AT + timedelta(hours=1)) is None


def test_a_worker_that_has_to_end_puts_its_job_back(ask):
    job = ask()
    jobs.claim(at=AT)
    jobs.put_back(job)
    assert jobs.claim(at=AT).attempts == 1


class _Quiet:
    """A watch that sees nothing; threads of their own have no part in a test's transaction."""

    def __init__(self, job):
        self.is_unwanted, self.over = False, self

    def start(self):
        pass

    join = set = start


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (InputError(found="a", needed="b", next_step="C."), "Found a. Needed b. C."),
        (RuntimeError("secret"), "The software failed; what it said is in its log."),
    ],
)
def test_what_goes_wrong_is_kept_in_words(ask, monkeypatch, problem, words):
    def fail(job, stop):
        raise problem

    monkeypatch.setattr(jobs, "perform", fail)
    monkeypatch.setattr("polos_web.analysis.worker.Watch", _Quiet)
    ask()
    job = jobs.claim(at=AT)
    do(job, Ending())
    job.refresh_from_db()
    assert (job.state, job.problem) == ("failed", words)


def test_a_job_is_put_back_where_the_worker_has_to_end_in_its_midst(ask, monkeypatch):
    ending = Ending()
    monkeypatch.setattr(jobs, "perform", lambda job, stop: ending.ask(15, None))
    monkeypatch.setattr("polos_web.analysis.worker.Watch", _Quiet)
    ask()
    job = jobs.claim(at=AT)
    do(job, ending)
    job.refresh_from_db()
    assert job.state == "waiting" and job.result is None


@pytest.mark.slow
def test_the_worker_ends_when_asked_to(tmp_path):
    """A process of its own, on a database of its own."""
    environment = {**os.environ, "POLOS_DATA": str(tmp_path)}
    environment["DJANGO_SETTINGS_MODULE"] = "polos_web.settings.production"
    command = [sys.executable, "-m", "django"]
    subprocess.run([*command, "migrate", "--verbosity", "0"], env=environment, check=True)
    worker = subprocess.Popen([*command, "work"], env=environment, stdout=subprocess.PIPE, text=True)
    assert worker.stdout and "Waiting for work" in worker.stdout.readline()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0


def test_finished_jobs_make_room(ask, monkeypatch):
    monkeypatch.setattr(jobs, "KEPT", 1)
    for number in range(3):
        job = ask(f"event {number}")
        jobs.finish(job, {}, at=AT)
    ask("last")
    assert Job.objects.filter(state="done").count() == 1
