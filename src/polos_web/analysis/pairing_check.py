"""The ranking held against the pairings really made: the score, and each column alone.

It takes seconds, so it is computed beside the pages, once a state of the data, and kept as a run. Pages show
the latest that there is.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

import numpy as np
from django.db.models import Q

from polos import reference
from polos.matches.validation import Summary, Validation, validate_columns, validate_pairings
from polos.table import Table
from polos_web.analysis import actions, jobs, queries
from polos_web.analysis.models import Job, Run
from polos_web.analysis.statistics import statistics
from polos_web.analysis.values import Papers, Selection, validation_from

KIND = "check of pairings"
# Of the random baselines: the year the pairings began.
SEED, DRAWS = 2016, 10_000
# Common hours are told for a day without summer time, as ``polos validate pairings`` does.
DAY = date(2026, 3, 2)


@dataclass(frozen=True, eq=False)
class Kept:
    """A check as it was kept; ``by_column`` holds the means beside chance of every column alone.

    ``is_current`` says whether nothing it rests on has changed since.
    """

    validation: Validation
    by_column: Mapping[str, tuple[Summary, ...]]
    papers: Papers
    computed_at: datetime
    is_current: bool


def latest() -> Kept | None:
    """Return the check of the present data, else the latest that there is."""
    now = papers().digest
    found = Run.objects.filter(kind=KIND, result__isnull=False).annotate(is_current=Q(pk=now))
    run = found.order_by("-is_current", "-computed_at").first()
    return _kept(run, is_current=run.pk == now) if run else None


def _kept(run: Run, *, is_current: bool) -> Kept:
    told = run.result or {}
    by_column = {name: tuple(Summary(**one) for one in of) for name, of in told["by_column"].items()}
    asked = Papers(run.kind, run.parameters, run.inputs, run.library_version, run.pk)
    return Kept(validation_from(told["check"]), by_column, asked, run.computed_at, is_current)


def compute(priorities: Table, territories: Table) -> None:
    """Hold the ranking against the pairings, and keep what comes of it, unless that is kept already."""
    asked = papers()
    if Run.objects.filter(pk=asked.digest).exists():
        return
    given = {
        "territories": territories,
        "priorities": queries.coded(priorities, territories, Selection()),
        "evidence": statistics().evidence,
        "draws": DRAWS,
    }
    check = validate_pairings(reference.pairings(), generator=np.random.default_rng(SEED), **given)
    columns = validate_columns(reference.pairings(), generator=np.random.default_rng(SEED), on=DAY, **given)
    by_column = {name: [asdict(one) for one in columns[name].summaries] for name in queries.columns()}
    plain = json.loads(json.dumps({"check": asdict(check), "by_column": by_column}))
    actions.keep(asked, result_digest=actions.digest(plain), result=plain)


def work(*, at: datetime) -> Job:
    """Return the job that computes the check of the present data, asked for now unless it was before."""
    digest = papers().digest
    job = jobs.latest(KIND, KIND)
    if job is not None and job.options.get("digest") == digest and job.state != "done":
        return job
    return jobs.ask(KIND, KIND, {}, options={"digest": digest}, at=at)


def papers() -> Papers:
    """Return the papers of the check on the present data, with the seed of its random draws."""
    asked = {"seed": SEED, "draws": DRAWS, "day": DAY.isoformat(), **asdict(queries.weights())}
    return actions.papers(KIND, parameters=asked, inputs=actions.inputs())
