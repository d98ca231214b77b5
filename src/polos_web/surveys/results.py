"""Results of surveys: of closed waves, computed once and kept; large ones by the worker."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from polos.errors import InputError
from polos.tables.dialogue import Survey as Exported
from polos_web.accounts.access import Asking
from polos_web.analysis import jobs, opinions
from polos_web.analysis import survey_results as library
from polos_web.analysis.models import Job
from polos_web.surveys import access, queries
from polos_web.surveys.models import Survey, Version, Wave


def shown_to(asking: Asking, survey: Survey) -> list[Wave]:
    """Return the closed waves of which somebody may see results, in order."""
    closed = [one for one in queries.waves(survey) if one.stage == "closed" and not one.was_destroyed]
    return closed if access.may_keep(asking, survey) else [one for one in closed if one.is_published]


def name_of(version: Version) -> str:
    """Return what the results of a version are kept under: closed waves do not change."""
    codes = ",".join(one.code for one in _closed(version))
    survey = version.survey
    return f"{version.pk} {codes} {survey.relevance} {survey.support}"


def found(version: Version) -> Any:
    """Return the results of a version, computed now where that is quick; ``None`` where it is not."""
    kept = library.kept(name_of(version))
    if kept is None and is_quick(version):
        return library.compute(_asked(version))
    return kept


def is_quick(version: Version) -> bool:
    """Whether results can be computed while somebody waits."""
    return sum(one.answered or 0 for one in _closed(version)) <= library.AT_ONCE


def job_of(version: Version) -> Job | None:
    """Return the job that computes the results of a version, or has tried to."""
    job = jobs.latest(version.survey.about, library.KIND)
    return job if job and job.options.get("of") == name_of(version) else None


def ask(version: Version, *, at: datetime) -> Job:
    """Ask the worker for results."""
    question, options = {"version": version.pk}, {"of": name_of(version)}
    return jobs.ask(library.KIND, version.survey.about, question, options=options, at=at)


def prepare(wave: Wave, *, at: datetime) -> None:
    """Ask the worker for the results of a wave that was closed, where they take longer than a page may."""
    closed = queries.wave(wave.survey, wave.number)
    version = closed.version if closed else None
    if version is not None and not is_quick(version):
        version.survey = wave.survey
        ask(version, at=at)


def perform(job: Job, stop: jobs.Stop) -> Any:
    """Compute results and keep them; the job itself keeps nothing but that it is done."""
    version = Version.objects.select_related("survey").filter(pk=job.question["version"]).first()
    if version is None:
        raise InputError(
            found="a survey that was removed", needed="one that is there", next_step="Nothing is to be done."
        )
    library.compute(_asked(version))
    return {"of": name_of(version)}


def _closed(version: Version) -> list[Wave]:
    return list(version.waves.filter(stage="closed", was_destroyed=False).order_by("number"))


def _asked(version: Version) -> library.Asked:
    closed, survey = _closed(version), version.survey
    asked = {one["name"] for one in version.content["questions"] if one["kind"] == "matrix"}
    compared = {survey.relevance, survey.support} <= asked
    return library.Asked(
        name_of(version),
        queries.answers(version),
        {one.code: one.invited for one in closed},
        survey.relevance if compared else "",
        survey.support if compared else "",
        {one.code: queries.consents(one) for one in closed},
    )


def exported(version: Version) -> opinions.Exported:
    """Return a version with its answers as they go into an archive."""
    asked = _asked(version)
    survey = Exported(asked.answers, asked.invited, asked.relevance, asked.support)
    return opinions.Exported(version.survey.name, {}, {queries.name_of(version.survey): survey})


def texts(wave: Wave) -> dict[str, list[str]]:
    """Return what people wrote in a wave, by question, in an order that tells nothing."""
    version = wave.version
    names = [one["name"] for one in version.content["questions"] if one["kind"] == "text"] if version else []
    given = list(wave.answers.order_by("name").values_list("given", flat=True))
    return {name: sorted(_written(given, name)) for name in names}


def _written(given: Iterable[dict[str, Any]], name: str) -> list[str]:
    return [one[name] for one in given if name in one]
