"""Pages of those who apply, and what those who run a call see of their applications."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polos_web.accounts import access as accounts
from polos_web.programmes import (
    access,
    applications_actions,
    applications_forms,
    applications_queries,
    board_queries,
    calls_queries,
    forms,
    pages,
    queries,
)
from polos_web.programmes.calls_views import managed, of_call
from polos_web.programmes.models import Application, Call
from polos_web.programmes.pages import NOTHING, back, page, refusals_told
from polos_web.programmes.refusals import Changed, NotNow
from polos_web.registers.files import handed_out
from polos_web.ui.languages import language
from polos_web.ui.tabular import csv_answer, xlsx_answer

own = pages.own(
    applications_queries.application,
    may_know=access.may_read_application,
    is_own=access.is_applicant,
    route="application",
)


@never_cache
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, number: int) -> HttpResponse:
    """Begin an application to a call."""
    NOTHING.read(request.GET)
    person = accounts.person(request)
    call = calls_queries.call(number)
    if call is None or not access.may_read(person, call):
        raise Http404
    accounts.require(access.may_apply, person, call)
    criteria = calls_queries.criteria_of(call)
    offered = board_queries.territory_choices(language())
    form = applications_forms.ApplicationForm(
        request.POST or None, application=None, criteria=criteria, offered=offered
    )
    if request.method == "POST" and form.is_valid():
        with refusals_told(request):
            made = applications_actions.begin(call, form.values, by=person, at=timezone.now())
            messages.success(request, gettext("Kept. Nobody else sees it before you hand it in."))
            return back("application", made.pk)
        return back("call", call.pk)
    return _form(request, call, form)


def _form(request: HttpRequest, call: Call, form: Any, **context: Any) -> HttpResponse:
    return page(
        request,
        "apply",
        call=call,
        form=form,
        programme=call.programme,
        name=queries.title_of(call.programme),
        now=timezone.now(),
        **context,
    )


@own
@require_GET
def application(request: HttpRequest, one: Application) -> HttpResponse:
    """Show one's own application: what it says, its documents, where it stands, what came of it."""
    NOTHING.read(request.GET)
    return _application(request, one, applications_forms.AttachForm(prefix="doc"))


def _application(request: HttpRequest, one: Application, attach_form: Any) -> HttpResponse:
    now = timezone.now()
    return page(
        request,
        "application",
        application=one,
        call=one.call,
        programme=one.call.programme,
        name=queries.title_of(one.call.programme),
        territory=board_queries.name_of("territory", one.territory, language()),
        attachments=list(one.attachments.all()),
        criteria=one.criteria,
        may_change=access.may_change_application(accounts.asking(request), one, now),
        decision=applications_queries.decision_for_applicant(one),
        attach_form=attach_form,
        reason_form=forms.ReasonForm(prefix="withdraw"),
        now=now,
    )


@own
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, one: Application) -> HttpResponse:
    """Change one's own application."""
    NOTHING.read(request.GET)
    criteria = calls_queries.criteria_of(one.call)
    offered = board_queries.territory_choices(language())
    form = applications_forms.ApplicationForm(
        request.POST or None, application=one, criteria=criteria, offered=offered
    )
    if request.method == "POST" and form.is_valid():
        seen, now = form.cleaned_data["seen"], timezone.now()
        try:
            applications_actions.change(one, form.values, seen=seen, by=accounts.person(request), at=now)
        except Changed:
            form.add_error(
                None, gettext("You changed it in another window. Send again to keep what stands here.")
            )
            return _form(request, one.call, form, application=one, seen=one.version)
        messages.success(request, gettext("The application was changed."))
        return back("application", one.pk)
    return _form(request, one.call, form, application=one)


@own
@require_POST
def attach(request: HttpRequest, one: Application) -> HttpResponse:
    """Add a document to one's own application."""
    form = applications_forms.AttachForm(request.POST, request.FILES, prefix="doc")
    given = form.kept() if form.is_valid() else None
    if given is None:
        return _application(request, one, form)
    applications_actions.attach(one, given, by=accounts.person(request), at=timezone.now())
    return back("application", one.pk)


@own
@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, one: Application, document: int) -> HttpResponse | FileResponse:
    """Hand out a document of one's own application; a POST takes it out."""
    found = applications_queries.attachment(one, document)
    if found is None:
        raise Http404
    if request.method == "POST":
        applications_actions.detach(found, by=accounts.person(request), at=timezone.now())
        return back("application", one.pk)
    return handed_out(found.file, f"application-{one.pk}-{found.pk}")


@own
@require_POST
def hand_in(request: HttpRequest, one: Application) -> HttpResponse:
    """Hand one's own application in."""
    kept = applications_actions.hand_in(one, by=accounts.person(request), at=timezone.now())
    said = gettext("Your application was handed in. Its number is %(number)s.") % {"number": kept.pk}
    if kept.is_late:
        said += " " + gettext(
            "The deadline has passed: it is kept as late, with everything in it. "
            "Those who run the call say whether it counts, and why; you see it here."
        )
    messages.success(request, said)
    return back("application", one.pk)


@own
@require_POST
def withdraw(request: HttpRequest, one: Application) -> HttpResponse:
    """Withdraw one's own application."""
    form = forms.ReasonForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        raise NotNow(gettext("Say why."))
    reason = form.cleaned_data["reason"]
    applications_actions.withdraw(one, reason=reason, by=accounts.person(request), at=timezone.now())
    messages.success(request, gettext("The application was withdrawn."))
    return back("application", one.pk)


# ---- for those who run the call ---------------------------------------------------------------


@of_call
@require_GET
def applications(request: HttpRequest, call: Call) -> HttpResponse:
    """Show what was handed in to a call."""
    NOTHING.read(request.GET)
    found = applications_queries.handed_in(call)
    names = {one.territory: board_queries.name_of("territory", one.territory, language()) for one in found}
    return managed(request, "call_applications", call, applications=found, names=names)


@of_call
@require_http_methods(["GET", "POST"])
def handed_in(request: HttpRequest, call: Call, application: int) -> HttpResponse:
    """Show an application that was handed in; a POST says whether a late one counts."""
    NOTHING.read(request.GET)
    one = _of(call, application)
    form = applications_forms.AdmissionForm(request.POST or None, initial={"seen": one.version})
    if request.method == "POST" and form.is_valid():
        applications_actions.rule(one, by=accounts.person(request), at=timezone.now(), **form.cleaned_data)
        return back("call_application", call.pk, one.pk)
    return managed(
        request,
        "call_application",
        call,
        application=one,
        criteria=one.criteria,
        territory=board_queries.name_of("territory", one.territory, language()),
        attachments=list(one.attachments.all()),
        form=form,
        decision=applications_queries.decision(one),
    )


@of_call
@require_GET
def handed_in_document(request: HttpRequest, call: Call, application: int, document: int) -> FileResponse:
    """Hand out a document of an application that was handed in."""
    found = applications_queries.attachment(_of(call, application), document)
    if found is None:
        raise Http404
    return handed_out(found.file, f"application-{application}-{found.pk}")


def _of(call: Call, number: int) -> Application:
    one = applications_queries.application(number)
    if one is None or one.call_id != call.pk or one.state == "draft":
        raise Http404
    return one


@of_call
@require_GET
def export(request: HttpRequest, call: Call, what: str, form: str) -> HttpResponse:
    """Hand out the archive of a call as a table: applications with what was decided, or scores."""
    NOTHING.read(request.GET)
    tables = {"applications": applications_queries.table, "scores": applications_queries.scores_table}
    answers = {"csv": csv_answer, "xlsx": xlsx_answer}
    if what not in tables or form not in answers:
        raise Http404
    columns, rows = tables[what](call)
    return answers[form](f"polos-call-{call.pk}-{what}", columns, rows)
