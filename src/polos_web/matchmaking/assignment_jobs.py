"""What the worker does for assignments of pairs; what it finds is kept with the run, not with the job."""

from datetime import date
from typing import Any

from polos_web.analysis import cluster_fields, jobs, pairings
from polos_web.analysis.models import Job
from polos_web.matchmaking import cluster_stock
from polos_web.matchmaking.models import PairingRun
from polos_web.territories.tables import tables

SCORING = "pair-values"


def solve(job: Job, stop: jobs.Stop) -> Any:
    """Look for the best pairs of a run and for what is worth knowing beside them."""
    found = pairings.perform(job, stop)
    PairingRun.objects.filter(job=job.pk).update(result=found)
    return found


def solve_without(job: Job, stop: jobs.Stop) -> Any:
    """Look for what changes if one partner drops out."""
    return pairings.perform(job, stop)


def score(job: Job, stop: jobs.Stop) -> Any:
    """Compute the score of every pair, partner by partner of the first side; an unknown score is left out."""
    asked, found = job.question, []
    for number, one in enumerate(asked["a"], 1):
        if stop():
            break
        scores = _scores(asked["kind"], one, tuple(asked["b"]), date.fromisoformat(asked["on"]))
        found += [[one, other, value] for other, value in scores.items() if value is not None]
        jobs.note(job, progress={"stage": "score", "done": number, "all": len(asked["a"])})
    return {"worth": found, "is_whole": not stop()}


def _scores(kind: str, one: str, others: tuple[str, ...], on: date) -> dict[str, float | None]:
    if kind == "territory":
        held = tables()
        return pairings.territory_scores(
            held.priorities, held.territories, territory=one, others=others, on=on
        )
    field = cluster_stock.stock().field
    found = cluster_fields.counterparts(field, one, weigh=cluster_fields.weights({}), on=on, among=others)
    return {each.cluster_id: each.score for each in found}
