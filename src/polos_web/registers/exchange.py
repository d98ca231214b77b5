"""Pages on which whole registers are handed out and brought in, and what their columns mean."""

import re
from pathlib import Path

from django.conf import settings
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
from polos_web.registers import access, columns, exporting, files, importing
from polos_web.registers.kinds import Kind
from polos_web.registers.statements import WrongStatements
from polos_web.registers.views import kind_named
from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.parameters import Choice, Parameters
from polos_web.ui.tabular import FORMS

NOTHING = Parameters()
LANGUAGE = Parameters(language=Choice(lambda: tuple(OWN_NAMES)))
# More rows than this would keep the page waiting; the command line takes them with its progress.
MOST_ROWS = 1000
SHOWN = 200


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
            address = reverse("registers:brought_in", args=[kind.name, _keep(file)])
            return HttpResponseRedirect(f"{address}?language={language}")
    context = {"kind": kind, "problem": problem, "known_languages": OWN_NAMES, "preset": get_language()}
    return render(request, "registers/bring_in.html", context, status=422 if problem else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def brought_in(request: HttpRequest, kind_name: str, checksum: str) -> HttpResponse:
    """Show row by row what a file would do; a POST does it, or forgets the file."""
    kind = kind_named(kind_name)
    require(access.may_import_some, asking(request), kind)
    language = LANGUAGE.read(request.GET).language or get_language() or "en"
    path = _place(checksum)
    if not path.is_file():
        raise Http404
    if request.method == "POST" and request.POST.get("wanted") == "drop":
        path.unlink()
        return HttpResponseRedirect(reverse("registers:bring_in", args=[kind.name]))
    try:
        sent = importing.read(kind, path, name=gettext("the file"))
        if len(sent.rows) > MOST_ROWS:
            return _too_long(request, kind, len(sent.rows))
        if request.method == "POST":
            return _admit(request, kind, sent, path, language=language)
        planned = list(importing.plan(kind, sent, by=person(request), language=language))
    except InputError as problem:
        path.unlink()
        said = str(problem).replace(checksum, gettext("the file"))
        context = {"kind": kind, "problem": said, "known_languages": OWN_NAMES, "preset": language}
        return render(request, "registers/bring_in.html", context, status=422)
    return render(request, "registers/brought_in.html", {"kind": kind, **_told(planned)})


def _admit(
    request: HttpRequest, kind: Kind, sent: importing.Sent, path: Path, *, language: str
) -> HttpResponse:
    leave_out = request.POST.get("wanted") == "without"
    try:
        counts = importing.admit(
            kind, sent, by=person(request), language=language, at=timezone.now(), without_refused=leave_out
        )
    except WrongStatements:
        return HttpResponseRedirect(f"{request.path}?language={language}")
    path.unlink()
    told = {outcome: counts.get(outcome, 0) for outcome in ("created", "changed", "same", "refused")}
    words = gettext("%(created)s created, %(changed)s changed, %(same)s as before, %(refused)s left out.")
    messages.success(request, words % told)
    return HttpResponseRedirect(reverse("registers:dictionary", args=[kind.name]))


def _told(planned: list[importing.Planned]) -> dict:
    order = {"refused": 0, "changed": 1, "created": 2, "same": 3}
    counts = {outcome: sum(one.outcome == outcome for one in planned) for outcome in order}
    shown = sorted(planned, key=lambda one: (order[one.outcome], one.number))[:SHOWN]
    return {"planned": shown, "counts": counts, "total": len(planned)}


def _too_long(request: HttpRequest, kind: Kind, found: int) -> HttpResponse:
    words = gettext(
        "Found %(found)s rows. A page takes %(most)s at most. Import the file with the command: "
        "polos registers bring-in %(kind)s FILE"
    )
    problem = words % {"found": found, "most": MOST_ROWS, "kind": kind.name}
    context = {"kind": kind, "problem": problem, "known_languages": OWN_NAMES, "preset": get_language()}
    return render(request, "registers/bring_in.html", context, status=422)


def _wrong(file: UploadedFile | None, language: str) -> str:
    if file is None or not file.size:
        return gettext("No file was sent, or an empty one. Choose a table as CSV, XLSX or JSON.")
    if file.size > importing.LARGEST_FILE:
        most = importing.LARGEST_FILE // 1_000_000
        return gettext("The file is too large. A page takes %(most)s MB at most.") % {"most": most}
    return "" if language in OWN_NAMES else gettext("Choose the language of the texts in the file.")


def _keep(file: UploadedFile) -> str:
    checksum = files.checksum(file)
    files.write(file, _place(checksum))
    return checksum


def _place(checksum: str) -> Path:
    if not re.fullmatch(r"[0-9a-f]{64}", checksum):
        raise Http404
    return Path(settings.DATA_FOLDER) / "imports" / checksum
