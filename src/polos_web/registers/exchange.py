"""Pages on which whole registers are handed out and brought in, and what their columns mean."""

import re
from collections.abc import Mapping

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from polos.errors import InputError
from polos_web.accounts.access import asking, person, require
from polos_web.analysis.models import Job
from polos_web.registers import access, columns, exporting, files, import_jobs, importing
from polos_web.registers.import_jobs import Handed
from polos_web.registers.kinds import Kind
from polos_web.registers.statements import WrongStatements
from polos_web.registers.views import kind_named
from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.parameters import Choice, Parameters
from polos_web.ui.problems import Told, told
from polos_web.ui.tabular import FORMS

NOTHING = Parameters()
LANGUAGE = Parameters(language=Choice(lambda: tuple(OWN_NAMES)))


@require_GET
def dictionary(request: HttpRequest, kind_name: str) -> HttpResponse:
    """Explain the columns of a register."""
    NOTHING.read(request.GET)
    kind = kind_named(kind_name)
    told = [(column, columns.what_it_holds(column)) for column in columns.dictionary(kind)]
    may_import = access.may_import_some(asking(request), kind)
    context = {"kind": kind, "columns": told, "may_import": may_import, "papers": columns.PAPERS}
    context["may_hand_out"] = access.may_import(asking(request), kind)
    return render(request, "registers/dictionary.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def everything(request: HttpRequest, kind_name: str, form: str) -> HttpResponse:
    """Hand out a register: a GET what is public; a POST all of it, to those who may, with its event."""
    NOTHING.read(request.GET)
    kind = kind_named(kind_name)
    if request.method == "POST":
        require(access.may_import, asking(request), kind)
        rows = exporting.everything(kind, form, by=person(request), at=timezone.now())
    else:
        rows = exporting.public(kind)
    headings = exporting.headings(kind, rows)
    full = ({heading: row.get(heading) for heading in headings} for row in rows)
    return FORMS[form](f"polos-{kind.name}", headings, full)


@never_cache
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest, kind_name: str) -> HttpResponse:
    """Ask for a file; a POST keeps it until it is decided what becomes of it."""
    kind = kind_named(kind_name)
    require(access.may_import_some, asking(request), kind)
    problem = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        language = request.POST.get("language", "")
        problem = _wrong(file, language)
        if not problem and file is not None:
            handed = Handed(kind, files.checksum(file), language, person(request))
            try:
                files.write(file, handed.path)
            except OSError:
                problem = gettext("The file could not be stored, and nothing was. Try again later.")
            else:
                return HttpResponseRedirect(_begun(handed))
    return _asked_for(request, kind, problem=problem, status=422 if problem else 200)


def _begun(handed: Handed) -> str:
    """Let the worker look at a file again that it has looked at before; return the address of its page."""
    if import_jobs.latest(handed) is not None:
        import_jobs.ask(handed, import_jobs.LOOK, at=timezone.now())
    address = reverse("registers:brought_in", args=[handed.kind.name, handed.checksum])
    return f"{address}?language={handed.language}"


def _asked_for(
    request: HttpRequest, kind: Kind, *, status: int, problem: str = "", trouble: Told | None = None
) -> HttpResponse:
    context = {"kind": kind, "known_languages": OWN_NAMES, "preset": get_language()}
    context |= {"problem": problem, "trouble": trouble}
    return render(request, "registers/bring_in.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def brought_in(request: HttpRequest, kind_name: str, checksum: str) -> HttpResponse:
    """Show row by row what a file would do; a POST does it, or forgets the file.

    A file of many rows is looked at and brought in by the worker, and the page says how far that has come.
    """
    kind = kind_named(kind_name)
    require(access.may_import_some, asking(request), kind)
    if not re.fullmatch(r"[0-9a-f]{64}", checksum):
        raise Http404
    language = LANGUAGE.read(request.GET).language or get_language() or "en"
    handed = Handed(kind, checksum, language, person(request))
    job = import_jobs.latest(handed)
    if job is not None and (request.method == "GET" or import_jobs.is_writing(job)):
        return _of_the_job(request, handed, job)
    if not handed.path.is_file():
        raise Http404
    if request.POST.get("wanted") == "drop":
        handed.drop()
        return HttpResponseRedirect(reverse("registers:bring_in", args=[kind.name]))
    return _of_the_file(request, handed)


def _of_the_file(request: HttpRequest, handed: Handed) -> HttpResponse:
    """Show what a file would do, or do it; one of many rows is handed on to the worker."""
    try:
        sent = import_jobs.sent_at_once(handed)
    except InputError as problem:
        return _unreadable(request, handed, told(problem))
    if sent is None:
        return _handed_on(request, handed)
    if request.method == "POST":
        return _admit(request, handed, sent)
    planned = importing.plan(handed.kind, sent, by=handed.by, language=handed.language)
    return _looked(request, handed.kind, import_jobs.summed_up(planned))


def _handed_on(request: HttpRequest, handed: Handed) -> HttpResponse:
    """Let the worker look at a file, or bring it in."""
    wanted = import_jobs.BRING if request.method == "POST" else import_jobs.LOOK
    leave_out = request.POST.get("wanted") == "without"
    import_jobs.ask(handed, wanted, at=timezone.now(), without_refused=leave_out)
    return HttpResponseRedirect(_place(request, handed))


def _of_the_job(request: HttpRequest, handed: Handed, job: Job) -> HttpResponse:
    """Show how far the worker is with a file, what it found, or what came of it."""
    if not job.is_over or job.state == "failed":
        context = {"kind": handed.kind, "job": job, "is_writing": import_jobs.is_writing(job)}
        return render(request, "registers/brought_in.html", context)
    result = job.result or {}
    if "problem" in result:
        return _unreadable(request, handed, Told(**result["problem"]))
    if "counts" in result:
        handed.drop()
        return _told_done(request, handed.kind, result["counts"])
    if not handed.path.is_file():
        raise Http404
    found = import_jobs.found(handed) if job.kind == import_jobs.LOOK and result else None
    return _looked(request, handed.kind, found) if found else _handed_on(request, handed)


def _looked(request: HttpRequest, kind: Kind, looked: import_jobs.Looked) -> HttpResponse:
    return render(request, "registers/brought_in.html", {"kind": kind, **looked})


def _unreadable(request: HttpRequest, handed: Handed, problem: Told) -> HttpResponse:
    handed.drop()
    return _asked_for(request, handed.kind, trouble=problem, status=422)


def _admit(request: HttpRequest, handed: Handed, sent: importing.Sent) -> HttpResponse:
    leave_out = request.POST.get("wanted") == "without"
    try:
        counts = handed.admit(sent, without_refused=leave_out)
    except WrongStatements:
        return HttpResponseRedirect(_place(request, handed))
    handed.drop()
    return _told_done(request, handed.kind, counts)


def _told_done(request: HttpRequest, kind: Kind, counts: Mapping[str, int]) -> HttpResponse:
    told = {outcome: counts.get(outcome, 0) for outcome in import_jobs.OUTCOMES}
    words = gettext("%(created)s created, %(changed)s changed, %(same)s as before, %(refused)s left out.")
    messages.success(request, words % told)
    return HttpResponseRedirect(reverse("registers:dictionary", args=[kind.name]))


def _place(request: HttpRequest, handed: Handed) -> str:
    return f"{request.path}?language={handed.language}"


def _wrong(file: UploadedFile | None, language: str) -> str:
    if file is None or not file.size:
        return gettext("No file was sent, or an empty one. Choose a table as CSV, XLSX or JSON.")
    if file.size > importing.LARGEST_FILE:
        most = importing.LARGEST_FILE // 1_000_000
        return gettext("The file is too large. A page takes %(most)s MB at most.") % {"most": most}
    return "" if language in OWN_NAMES else gettext("Choose the language of the texts in the file.")
