"""Opinions in the votes of a dialogue, as groups, statements and a map; and the export of all of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from polos_web.accounts import access as accounts
from polos_web.analysis import jobs, opinions
from polos_web.dialogue import access as dialogue_access
from polos_web.dialogue.models import Dialogue
from polos_web.synthesis import exporting, queries, sorting
from polos_web.synthesis.views import NOTHING, back, page, read
from polos_web.synthesis.words import GROUPINGS
from polos_web.ui.languages import language
from polos_web.ui.parameters import Choice, Parameters
from polos_web.ui.tabular import csv_answer

GROUPS = Parameters(by=Choice(lambda: tuple(GROUPINGS), absent="discovered"))


def _asked(dialogue: Dialogue) -> opinions.Asked:
    return opinions.Asked.of(exporting.votes(dialogue), exporting.people(dialogue))


def about(dialogue: Dialogue) -> str:
    """Return what jobs about a dialogue are known by."""
    return f"dialogue {dialogue.pk}"


@require_GET
@read
def view(request: HttpRequest, dialogue: Dialogue) -> HttpResponse:
    """Show groups of opinion beside the declared ones, and what unites and divides them."""
    wanted = GROUPS.read(request.GET)
    asked = _asked(dialogue)
    found = opinions.opinions(asked)
    if found is None:
        return page(request, "opinions_wait", dialogue, job=_job(dialogue, asked), asked=asked)
    return page(
        request,
        "opinions",
        dialogue,
        found=found,
        why=opinions.why(found["undefined"], language()) if found["undefined"] else "",
        by=wanted.by,
        shown=sorting.shown(found, wanted.by, language()),
        overlaps=sorting.overlaps(found, language()),
        stability=sorting.stability(found),
        words=queries.statement_words(dialogue, sorting.statements_of(found)),
        settings=opinions.settings(),
        papers=opinions.papers(asked),
        centres=sorting.centres(found),
    )


def _job(dialogue: Dialogue, asked: opinions.Asked) -> Any:
    job = jobs.latest(about(dialogue), opinions.OPINIONS)
    return job if job is not None and job.options.get("digest") == asked.digest else None


@require_POST
@read
def compute(request: HttpRequest, dialogue: Dialogue) -> HttpResponse:
    """Ask for the opinions in many votes as a job; whoever reads the dialogue and has an account may."""
    accounts.require(accounts.is_signed_in, accounts.asking(request))
    asked = _asked(dialogue)
    job = _job(dialogue, asked)
    if opinions.opinions(asked) is None and (job is None or job.is_over):
        opinions.ask_for_opinions(about(dialogue), asked, at=timezone.now())
    return back("opinions", dialogue.slug)


def _figure(dialogue: Dialogue) -> Any:
    found = opinions.opinions(_asked(dialogue))
    if found is None or not found.get("points"):
        raise Http404
    names = sorting.group_names(found)
    return opinions.picture(found, names, gettext("People by their votes"), language())


@require_GET
@read
def picture(request: HttpRequest, dialogue: Dialogue) -> HttpResponse:
    """Draw the map of those who voted."""
    NOTHING.read(request.GET)
    return HttpResponse(opinions.drawn(_figure(dialogue), language()), content_type="image/svg+xml")


@require_GET
@read
def points(request: HttpRequest, dialogue: Dialogue) -> HttpResponse:
    """Hand out the numbers of the map, without saying who is who."""
    NOTHING.read(request.GET)
    table = _figure(dialogue).table
    rows: list[Mapping[str, Any]] = [dict(zip(table.headings, row, strict=True)) for row in table.rows]
    return csv_answer(f"polos-{dialogue.slug}-opinions", table.headings, rows)


# ---- the export of a dialogue -----------------------------------------------------------------


def _holding(request: HttpRequest, dialogue: Dialogue) -> None:
    """Refuse whoever does not hold the dialogue; a reference dialogue may be taken by everybody."""
    if not dialogue.is_reference:
        accounts.require(dialogue_access.may_facilitate, accounts.asking(request), dialogue)


def _exported(dialogue: Dialogue) -> opinions.Exported:
    return opinions.Exported(dialogue.title.original, exporting.rows_to_export(dialogue), {})


@require_GET
@read
def export(request: HttpRequest, dialogue: Dialogue) -> HttpResponse:
    """Say what the export holds, and how it is checked."""
    NOTHING.read(request.GET)
    _holding(request, dialogue)
    exported = _exported(dialogue)
    job = None if opinions.is_quick(exported) else jobs.latest(about(dialogue), opinions.NUMBERS)
    return page(
        request,
        "export",
        dialogue,
        is_quick=opinions.is_quick(exported),
        job=job,
        counts={name: len(rows) for name, rows in exported.tables.items()},
    )


@require_POST
@read
def prepare(request: HttpRequest, dialogue: Dialogue) -> HttpResponse:
    """Ask for the numbers of a large dialogue; its rows are kept as they are now."""
    _holding(request, dialogue)
    accounts.require(accounts.is_signed_in, accounts.asking(request))
    opinions.ask_for_numbers(about(dialogue), _exported(dialogue), at=timezone.now())
    return back("export", dialogue.slug)


@require_GET
@read
def archive(request: HttpRequest, dialogue: Dialogue) -> HttpResponse:
    """Hand out the archive of a dialogue with every number in it."""
    NOTHING.read(request.GET)
    _holding(request, dialogue)
    exported = _exported(dialogue)
    content = None
    if opinions.is_quick(exported):
        content = opinions.archive(exported)
    else:
        job = jobs.latest(about(dialogue), opinions.NUMBERS)
        content = opinions.archive_of(job) if job is not None else None
    if content is None:
        messages.error(request, gettext("The numbers of this dialogue have to be computed first."))
        return back("export", dialogue.slug)
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="polos-{dialogue.slug}.zip"'
    return answer
