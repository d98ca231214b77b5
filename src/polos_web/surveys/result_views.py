"""Pages of results: for everybody where they are published, else for those who keep the survey."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos.tables.questionnaire import Question
from polos_web.accounts import access as accounts
from polos_web.analysis import opinions, survey_results
from polos_web.analysis import surveys as library
from polos_web.surveys import access, queries, results
from polos_web.surveys.models import Survey, Version, Wave
from polos_web.surveys.pages import NOTHING, back, kept, page
from polos_web.surveys.questionnaires import said
from polos_web.surveys.words import GROUPS, QUALIFIERS
from polos_web.ui.labels import label
from polos_web.ui.languages import language
from polos_web.ui.parameters import Parameters, WholeNumber
from polos_web.ui.tabular import FORMS

WAVE = Parameters(wave=WholeNumber(minimum=1, absent=0))


@never_cache
@require_GET
def view(request: HttpRequest, number: int) -> HttpResponse:
    """Show what people said in one wave, and how it changed since the first."""
    wanted = WAVE.read(request.GET)
    survey, waves = _survey(request, number)
    wave = next((one for one in waves if one.number == wanted.wave), None) if wanted.wave else waves[-1]
    if wave is None:
        raise Http404
    version = _version(wave)
    may_keep = access.may_keep(accounts.asking(request), survey)
    found = results.found(version)
    if found is None:
        job = results.job_of(version)
        return page(request, "results_wait", survey=survey, wave=wave, job=job, may_keep=may_keep)
    asked = queries.questionnaire(wave)
    of_version = [one for one in waves if one.version_id == version.pk]
    every = version.waves.filter(stage="closed", was_destroyed=False).count()
    return page(
        request,
        "results",
        survey=survey,
        wave=wave,
        waves=waves,
        title=said(asked.title, language()),
        found=next(one for one in found.waves if one.wave == wave.code),
        changes=found.changes if len(of_version) == every else [],
        questions=asked.questions,
        words=Words(asked.questions),
        texts=results.texts(wave) if may_keep else {},
        may_keep=may_keep,
        groups=GROUPS,
        why=lambda code: opinions.why(code, language()),
    )


class Words:
    """Says codes of a questionnaire in the language of the page."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        self.by_name = {one.name: one for one in questions}

    def question(self, name: str) -> str:
        """Return the words of a question."""
        return said(self.by_name[name].text, language())

    def part(self, told: Any) -> str:
        """Return the words of an item of a matrix, or of one option that can be chosen with others."""
        asked = self.by_name[told.question]
        every = {one.code: one.text for one in (*asked.items, *asked.options)}
        return said(every[told.part], language()) if told.part else ""

    def option(self, told: Any, code: str) -> str:
        """Return the words of a column: an option, a group of steps, or a range of numbers."""
        if code in GROUPS and (told.is_grouped or told.kind == "multiple"):
            return str(GROUPS[code])
        every = {one.code: one.text for one in self.by_name[told.question].options}
        return said(every[code], language()) if code in every else code

    def step(self, name: str, code: str) -> str:
        """Return the words of an item of a matrix."""
        return said(next(one.text for one in self.by_name[name].items if one.code == code), language())


@never_cache
@require_GET
def table(request: HttpRequest, number: str, wave: str, form: str) -> HttpResponse:
    """Hand out what the page of a wave shows, and nothing more."""
    NOTHING.read(request.GET)
    found = _results(request, int(number), int(wave))
    rows = survey_results.table(found)
    return FORMS[form](f"polos-survey-{number}-wave-{wave}", survey_results.COLUMNS, rows)


@never_cache
@require_GET
def figure(request: HttpRequest, number: int, wave: int, question: str) -> HttpResponse:
    """Draw the scales of a question as bars that diverge."""
    NOTHING.read(request.GET)
    _survey_of, waves = _survey(request, number)
    closed = next((one for one in waves if one.number == wave), None)
    if closed is None:
        raise Http404
    told = [
        one
        for one in _results(request, number, wave).told
        if one.question == question and one.is_whole and one.kind in ("likert", "matrix")
    ]
    if not told:
        raise Http404
    words = Words(queries.questionnaire(closed).questions)
    drawn = survey_results.figure(
        told,
        labels=dict(_labels(told, words)),
        names={code: str(GROUPS[code]) for code in ("low", "middle", "high")},
        subject=words.question(question),
        language=language(),
    )
    return HttpResponse(drawn, content_type="image/svg+xml")


def _labels(told: list[Any], words: Words) -> Any:
    for one in told:
        for row in one.rows:
            parts = [words.part(one), label("sides", row.side) if row.side else ""]
            yield (
                f"{one.name} {row.side}".strip(),
                " · ".join(filter(None, parts)) or words.question(one.question),
            )


def _results(request: HttpRequest, number: int, wave: int) -> Any:
    _survey_of, waves = _survey(request, number)
    closed = next((one for one in waves if one.number == wave), None)
    found = results.found(_version(closed)) if closed else None
    if closed is None or found is None:
        raise Http404
    return next(one for one in found.waves if one.wave == closed.code)


def _survey(request: HttpRequest, number: int) -> tuple[Survey, list[Wave]]:
    """Return a survey and its waves with results for who asks; without any, it is not there."""
    survey = queries.survey(number)
    waves = results.shown_to(accounts.asking(request), survey) if survey else []
    if survey is None or not waves:
        raise Http404
    return survey, waves


def _version(wave: Wave) -> Version:
    version = wave.version
    assert version is not None, "a closed wave has a version"
    version.survey = wave.survey
    return version


@kept
@require_POST
def compute(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Ask the worker for the results of the last closed wave."""
    waves = results.shown_to(accounts.asking(request), survey)
    if not waves:
        raise Http404
    version = _version(waves[-1])
    job = results.job_of(version)
    if results.found(version) is None and (job is None or job.is_over):
        results.ask(version, at=timezone.now())
    return back("results", survey.pk)


@kept
@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, survey: Survey, version: int) -> HttpResponse:
    """Hand out a version with all its answers, one by one, and every number computed from them."""
    NOTHING.read(request.GET)
    found = survey.versions.filter(number=version).first()
    if found is None or not any(one.version_id == found.pk for one in _closed(request, survey)):
        raise Http404
    if results.is_quick(found):
        return _archive_answer(survey, version, opinions.archive(results.exported(found)))
    about = f"{survey.about} version {version}"
    job = opinions.jobs.latest(about, opinions.NUMBERS)
    content = opinions.archive_of(job) if job else None
    if content is not None:
        return _archive_answer(survey, version, content)
    if request.method == "POST" and (job is None or job.is_over):
        opinions.ask_for_numbers(about, results.exported(found), at=timezone.now())
        return back("archive", survey.pk, version)
    return page(request, "archive_wait", survey=survey, job=job)


def _closed(request: HttpRequest, survey: Survey) -> list[Wave]:
    return results.shown_to(accounts.asking(request), survey)


def _archive_answer(survey: Survey, version: int, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/zip")
    name = f"polos-survey-{survey.pk}-version-{version}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Show the figures printed of the survey of 2019, and what can be concluded from them alone."""
    NOTHING.read(request.GET)
    figures, steps = library.published()
    return page(request, "reference", figures=figures, steps=steps, qualifiers=QUALIFIERS)
