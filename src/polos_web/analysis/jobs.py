"""Work that takes longer than a page may: asked for, watched, stopped; claimed and done by the worker."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string

from polos_web.analysis.actions import library_version
from polos_web.analysis.models import Job

# A worker says this often that it is there; one that was silent for longer is taken for gone.
SEEN_EVERY, GONE_AFTER = timedelta(seconds=2), timedelta(seconds=20)
# A job whose worker has gone this many times is not begun again.
MOST_ATTEMPTS = 3
# Finished jobs are kept up to this many, the latest ones.
KEPT = 500
# What does the work of each kind: ``(job, stop) -> result``, with ``note`` below for what it has so far.
PERFORMERS: dict[str, str] = {
    "agenda": "polos_web.analysis.agendas.perform_making",
    "reasons": "polos_web.analysis.agendas.perform_reasons",
    "repair": "polos_web.analysis.agendas.perform_repair",
    "import": "polos_web.registers.import_jobs.bring_in",
    "import look": "polos_web.registers.import_jobs.look",
    "opinions": "polos_web.analysis.opinions.perform_opinions",
    "dialogue numbers": "polos_web.analysis.opinions.perform_numbers",
    "check of pairings": "polos_web.matchmaking.check_queries.perform",
    "pairing": "polos_web.matchmaking.assignment_jobs.solve",
    "drop-out": "polos_web.matchmaking.assignment_jobs.solve_without",
    "pair-values": "polos_web.matchmaking.assignment_jobs.score",
    "survey results": "polos_web.surveys.results.perform",
}

Stop = Callable[[], bool]


@transaction.atomic
def ask(
    kind: str, about: str, question: Mapping[str, Any], *, options: Mapping[str, Any], at: datetime
) -> Job:
    """Ask for work; what was asked for before about the same thing is to stop."""
    stop(about, kind)
    over = Job.objects.filter(state__in=("done", "failed")).values_list("pk", flat=True)
    Job.objects.filter(pk__in=list(over[KEPT:])).delete()
    return Job.objects.create(
        kind=kind,
        about=about,
        question=dict(question),
        options=dict(options),
        library_version=library_version(),
        asked_at=at,
    )


def stop(about: str, kind: str) -> None:
    """Let work of a kind about something end; what it has found so far stays. What has not begun is over."""
    open_ones = Job.objects.filter(about=about, kind=kind, state__in=("waiting", "running"))
    open_ones.update(wants_stop=True)
    open_ones.filter(state="waiting").update(state="done")


def latest(about: str, kind: str) -> Job | None:
    """Return the work of a kind last asked for about something."""
    return Job.objects.filter(about=about, kind=kind).first()


def job(number: int) -> Job | None:
    """Return one job."""
    return Job.objects.filter(pk=number).first()


def note(job: Job, *, progress: Mapping[str, Any] | None = None, best: Any = None) -> None:
    """Keep how far a job has come, and its best so far where there is a better one."""
    changed = {"progress": dict(progress)} if progress is not None else {}
    if best is not None:
        changed["best"] = best
    Job.objects.filter(pk=job.pk).update(**changed)


# ---- for the worker ---------------------------------------------------------------------------


@transaction.atomic
def claim(*, at: datetime) -> Job | None:
    """Take the job that waits longest, or one whose worker has gone; ``None`` where there is none."""
    gone = Q(state="running", seen_at__lt=at - GONE_AFTER)
    Job.objects.filter(gone, attempts__gte=MOST_ATTEMPTS).update(
        state="failed", ended_at=at, problem="The worker ended each time it was begun."
    )
    found = _unlocked(Job.objects.filter(Q(state="waiting") | gone).order_by("pk")).first()
    if found is None:
        return None
    Job.objects.filter(pk=found.pk).update(
        state="running", begun_at=at, seen_at=at, attempts=F("attempts") + 1
    )
    found.refresh_from_db()
    return found


def _unlocked(jobs: QuerySet[Job]) -> QuerySet[Job]:
    return jobs.select_for_update(skip_locked=True)


def see(job: Job, *, at: datetime) -> bool:
    """Say that the worker of a job is there; return whether the job is wanted any longer."""
    Job.objects.filter(pk=job.pk).update(seen_at=at)
    return not Job.objects.filter(pk=job.pk, wants_stop=True).exists()


def perform(job: Job, stop: Stop) -> Any:
    """Do the work of a job and return its result as plain values."""
    return import_string(PERFORMERS[job.kind])(job, stop)


def finish(job: Job, result: Any, *, at: datetime) -> None:
    """Keep the result of a job."""
    Job.objects.filter(pk=job.pk).update(state="done", result=result, ended_at=at)


def fail(job: Job, problem: str, *, at: datetime) -> None:
    """Keep why a job has no result; its best so far stays."""
    Job.objects.filter(pk=job.pk).update(state="failed", problem=problem, ended_at=at)


def put_back(job: Job) -> None:
    """Let a job wait again, because the worker has to end; it goes on from its best."""
    Job.objects.filter(pk=job.pk, state="running").update(state="waiting", attempts=F("attempts") - 1)
