"""Pages for what people do with records of every kind."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts.access import SignInNeeded, asking, is_signed_in, person, require
from polos_web.accounts.models import User
from polos_web.registers import access, actions, creating, drawing, editing, forms, queries, translating
from polos_web.registers import kinds as registers
from polos_web.registers.editing import EVERYTHING, Form
from polos_web.registers.files import handed_out
from polos_web.registers.keepers import keepers
from polos_web.registers.kinds import Kind
from polos_web.registers.models import Record
from polos_web.registers.statements import WrongStatements
from polos_web.registers.telling import note
from polos_web.registers.values import Upload
from polos_web.ui.labels import choices
from polos_web.ui.languages import OWN_NAMES
from polos_web.ui.listing import page_of
from polos_web.ui.parameters import Choice, Parameters, Text, WholeNumber

NOTHING = Parameters()
PAGES = Parameters(page=WholeNumber(minimum=1, absent=1))
PRESET = Parameters(about=Text())
TO = Parameters(to=Choice(lambda: tuple(OWN_NAMES)))
CHANGES_A_PAGE = 20


# ---- finding the record, and who asks ---------------------------------------------------------


def kind_named(name: str) -> Kind:
    """Return a register, or answer that there is no such page."""
    try:
        return registers.kind(name)
    except KeyError:
        raise Http404 from None


def readable(request: HttpRequest, kind_name: str, slug: str) -> Record:
    """Return a record that may be read, or answer that there is no such page."""
    found = queries.record(kind_named(kind_name), slug)
    if found is None or not access.may_read(asking(request), found):
        raise Http404
    return found


def kept(request: HttpRequest, kind_name: str, slug: str, may: Callable[..., bool]) -> tuple[Record, User]:
    """Return a record and the person who may do this with it; whoever is not signed in is asked to."""
    kind_named(kind_name)
    if not is_signed_in(asking(request)):
        raise SignInNeeded
    found = readable(request, kind_name, slug)
    require(may, asking(request), found)
    return found, person(request)


# ---- filling in -------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, kind_name: str) -> HttpResponse:
    """Ask what a new record is called, and what it belongs to; a POST makes it, as a draft."""
    kind = kind_named(kind_name)
    require(access.may_create, asking(request), kind)
    block = creating.opening(kind)
    if request.method == "POST":
        form = Form(block, _raw(request), 1)
        made = creating.made(kind, form, by=person(request), at=timezone.now())
        if isinstance(made, Record):
            return HttpResponseRedirect(reverse("registers:edit", args=[kind.name, made.slug]))
        form = made
    else:
        form = Form(block, creating.preset(kind, PRESET.read(request.GET).about), 1)
    context = {"kind": kind, "form": form, "drawn": creating.drawn(kind, form), **_words()}
    return render(request, "registers/create.html", context)


@never_cache
@require_GET
def edit(request: HttpRequest, kind_name: str, slug: str) -> HttpResponse:
    """Show the blocks of a record, how far each is filled in, and what else can be done with it."""
    NOTHING.read(request.GET)
    record, asks = kept(request, kind_name, slug, access.is_keeper)
    return render(request, "registers/edit.html", _overview(record, asks))


def _overview(record: Record, asks: User, missing: dict[str, str] | None = None) -> dict[str, Any]:
    sheet = queries.sheet(record, EVERYTHING)
    blocks = record.kind.blocks
    return {
        "record": record,
        "kind": record.kind,
        "sheet": sheet,
        "blocks": [(block, queries.completeness(sheet, [block])) for block in blocks],
        "whole": queries.completeness(sheet, blocks),
        "drafts": queries.drafts(record, asks),
        "has_keepers": keepers(record.kind) is not None,
        "missing": {record.kind.fields[code]: words for code, words in (missing or {}).items()},
    }


@never_cache
@require_http_methods(["GET", "POST"])
def block(request: HttpRequest, kind_name: str, slug: str, code: str) -> HttpResponse:
    """Show the form of a block; a POST keeps it as a draft, or lets the record say it."""
    NOTHING.read(request.GET)
    record, asks = kept(request, kind_name, slug, access.may_edit)
    found = record.kind.block(code)
    if found is None:
        raise Http404
    form = editing.opened(record, found, asks)
    if request.method == "POST":
        done = _sent(request, record, form, asks)
        if isinstance(done, HttpResponse):
            return done
        form = done
    form, sheet = form.with_room(timezone.now()), queries.sheet(record, EVERYTHING)
    context = {
        "record": record,
        "kind": record.kind,
        "sheet": sheet,
        "form": form,
        "drawn": editing.drawn(record, form),
        "has_foreign": editing.has_foreign(sheet, found),
        **_words(),
    }
    return render(request, "registers/block.html", context)


def _sent(request: HttpRequest, record: Record, form: Form, asks: User) -> HttpResponse | Form:
    raw, now = _raw(request), timezone.now()
    seen = forms.one(raw, "seen")
    version = min(int(seen), record.version) if editing.is_version(seen) else record.version
    given = editing.with_files(Form(form.block, raw, version), request.FILES)
    if code := forms.one(raw, "more"):
        return given.with_more(code, now)
    if given.problems:
        return given
    back = reverse("registers:edit", args=[record.kind_name, record.slug])
    match forms.one(raw, "do"):
        case "forget":
            actions.drop_draft(record, form.block.code, by=asks, at=now)
            messages.success(request, gettext("What you had drafted was thrown away."))
            return HttpResponseRedirect(back)
        case "publish":
            left = editing.sent(record, given, by=asks, at=now)
            if left is not None:
                return left
            messages.success(request, gettext("It is written down."))
            return HttpResponseRedirect(back)
    actions.save_draft(record, form.block.code, given.raw, seen=version, by=asks, at=now)
    messages.success(request, gettext("Your draft is kept. Nobody else sees it."))
    return HttpResponseRedirect(back)


def _raw(request: HttpRequest) -> forms.Raw:
    aside = ("csrfmiddlewaretoken",)
    return {name: values for name, values in request.POST.lists() if name not in aside}


def _words() -> dict[str, Any]:
    return {"reaches": list(drawing.REACHES.items()), "languages_known": choices("languages")}


# ---- standing ---------------------------------------------------------------------------------


@require_POST
def publish(request: HttpRequest, kind_name: str, slug: str) -> HttpResponse:
    """Show a record to everybody, or say what is missing."""
    record, asks = kept(request, kind_name, slug, access.may_edit)
    try:
        actions.publish(record, by=asks, at=timezone.now())
    except WrongStatements as wrong:
        return render(request, "registers/edit.html", _overview(record, asks, wrong.problems))
    messages.success(request, gettext("Everybody can see the record now."))
    return HttpResponseRedirect(reverse("registers:edit", args=[kind_name, slug]))


@require_POST
def withdraw(request: HttpRequest, kind_name: str, slug: str) -> HttpResponse:
    """Take a record from the public."""
    record, asks = kept(request, kind_name, slug, access.may_withdraw)
    actions.withdraw(record, by=asks, at=timezone.now())
    messages.success(request, gettext("The record is withdrawn. Only those who keep it see it."))
    return _after_moving(record, asks)


@require_POST
def restore(request: HttpRequest, kind_name: str, slug: str) -> HttpResponse:
    """Bring a withdrawn record back, as a draft."""
    record, asks = kept(request, kind_name, slug, access.may_withdraw)
    actions.restore(record, by=asks, at=timezone.now())
    messages.success(request, gettext("The record is back, as a draft."))
    return _after_moving(record, asks)


def _after_moving(record: Record, asks: User) -> HttpResponse:
    """Go on where the person may go: reviewers may withdraw and do not fill in."""
    page = "registers:edit" if access.is_keeper(asks, record) else "registers:history"
    return HttpResponseRedirect(reverse(page, args=[record.kind_name, record.slug]))


# ---- how it came to say so --------------------------------------------------------------------


@require_GET
def history(request: HttpRequest, kind_name: str, slug: str) -> HttpResponse:
    """Show everything a record has said, change by change, the latest first."""
    wanted = PAGES.read(request.GET).page
    record = readable(request, kind_name, slug)
    reaches = access.reaches(asking(request), record)
    page = page_of(queries.versions(record, reaches), wanted, size=CHANGES_A_PAGE)
    context = {
        **_of(request, record),
        "page": page,
        "changes": queries.changes(record, page.records, reaches),
        "may_withdraw": access.may_withdraw(asking(request), record),
    }
    return render(request, "registers/history.html", context)


@require_GET
def field(request: HttpRequest, kind_name: str, slug: str, code: str) -> HttpResponse:
    """Show every statement of one field with all its papers."""
    NOTHING.read(request.GET)
    record = readable(request, kind_name, slug)
    known = record.kind.fields.get(code)
    if known is None:
        raise Http404
    reaches = access.reaches(asking(request), record)
    context = {**_of(request, record), "field": known, "accounts": queries.accounts(record, known, reaches)}
    return render(request, "registers/field.html", context)


def _of(request: HttpRequest, record: Record) -> dict[str, Any]:
    asks = asking(request)
    return {
        "record": record,
        "kind": record.kind,
        "sheet": queries.sheet(record, access.reaches(asks, record)),
        "is_keeper": access.is_keeper(asks, record),
        "reaches": drawing.REACHES,
        "natures": drawing.NATURES,
        "note": note,
    }


@require_GET
def file(request: HttpRequest, kind_name: str, slug: str, number: int) -> FileResponse:
    """Hand out a file that a statement holds, to be kept and not to be opened in the page."""
    record = readable(request, kind_name, slug)
    fact = queries.fact(record, number, access.reaches(asking(request), record))
    held = fact and record.kind.fields.get(fact.field)
    if not fact or not fact.value or not held or not isinstance(held.value, Upload):
        raise Http404
    return handed_out(fact.value, f"{slug}-{fact.field}")


# ---- translating ------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, kind_name: str, slug: str) -> HttpResponse:
    """Show the texts of a record beside their translations into one language; a POST keeps them."""
    to = TO.read(request.GET).to or get_language() or "en"
    record, asks = kept(request, kind_name, slug, access.may_edit)
    form = translating.opened(record, to)
    if request.method == "POST":
        left = translating.sent(record, to, _raw(request), by=asks, at=timezone.now())
        if left is None:
            messages.success(request, gettext("The translation is written down."))
            return HttpResponseRedirect(f"{request.path}?to={to}")
        form = left
    context = {
        "record": record,
        "kind": record.kind,
        "sheet": queries.sheet(record, EVERYTHING),
        "form": form,
        "to": to,
        "targets": OWN_NAMES,
    }
    return render(request, "registers/translate.html", context)
